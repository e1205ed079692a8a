#!/usr/bin/env python3
"""Builds stores of several sizes, asks a server of each every saved question, and prints what that took.

    python3 benches/scale/sizes.py FOLDER --program target/release/rapporteur [--documents 2500 25000] [--times 5]

A document of benches/scale/documents.py makes about 400 quads. Times of questions are those of the processor, so that other
programs on the machine count less; they are asked one after the other, the first time from a server that has just started.
"""

import argparse
import contextlib
import json
import pathlib
import subprocess
import sys
import time

import paths
from paths import HERE, Paths, Run, free_port, machine, size


def served(store, program, times, folder):
    """What benches/saved/ask.py says of a server of a store, in its last line, and how much memory that had."""
    port = free_port()
    with open(folder / "log", "ab") as log:
        server = subprocess.Popen([program, "--store", store, "serve", "--bind", f"127.0.0.1:{port}"], stdout=log, stderr=log)
    try:
        began = time.monotonic()
        while not ready(port):
            if server.poll() is not None:
                sys.exit("the server ended")
            time.sleep(0.05)
        started = time.monotonic() - began
        ask = [HERE.parent / "saved/ask.py", f"http://127.0.0.1:{port}", "--times", str(times), "--pid", str(server.pid)]
        said = subprocess.run([sys.executable, *ask], capture_output=True, text=True, check=True).stdout
        (folder / "questions.txt").write_text(said, encoding="utf-8")
        with open(f"/proc/{server.pid}/status") as status:
            memory = next(int(line.split()[1]) >> 10 for line in status if line.startswith("VmHWM:"))
        return {"start": round(started, 1), "MiB": memory, "questions": said.strip().rsplit("\n", 1)[-1]}
    finally:
        server.terminate()
        server.wait()


def ready(port):
    import urllib.request

    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5).status == 200
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, nargs="+", default=[2_500, 25_000])
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    options.folder, options.pages, options.keep = options.folder.resolve(), 1, False
    options.program = options.program.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    paths.LOG = options.folder / "log"
    sizes = options.documents
    for options.documents in sizes:
        print(json.dumps({"machine": machine(), "documents": options.documents}), flush=True)
        run = Paths(options)
        run.documents()
        with run.place("build") as place:
            store = place / "store"
            built = Run(run.rapporteur("build", "--corpus", run.manifest, store=store))
            run.row("build", "build", built, store=size(store))
            run.sum("build", store)
            again = Run(run.rapporteur("build", "--corpus", run.manifest, store=store))
            run.row("build", "nothing changed", again)
            run.row("build", "verify", Run(run.rapporteur("verify", store=store)))
            print(json.dumps({
                "quads": run.quads, "quads/s": round(run.quads / built.seconds), "quads/processor s": round(run.quads / built.processor),
                "bytes/quad": round(size(store) / run.quads), **served(store, options.program, options.times, options.folder),
            }), flush=True)


if __name__ == "__main__":
    main()
