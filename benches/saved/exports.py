#!/usr/bin/env python3
"""Exports a store in every format, and prints time, processor time, the most memory that was used, and the size of what came.

    python3 benches/saved/exports.py PROGRAM STORE FOLDER [--only nq csv ...] [--oxigraph PROGRAM]

FOLDER is for what is written; each export is deleted when it has been measured. With --oxigraph (the command of the package `oxigraph`
of PyPI, at the version of our library) its `dump` of the same database is measured in the same run, before and after ours.
Needs Linux, Python 3.9 and nothing else.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import time

FORMATS = ["nq", "nt", "ttl", "trig", "jsonld", "rdfxml", "csv", "sheets", "parquet", "graphml", "gexf", "annotations", "nanopubs", "quickstatements"]
FOLDERS = ["csv", "sheets", "parquet"]


def size(path):
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else path.stat().st_size


def measured(command):
    """Seconds that passed, seconds of processors, kilobytes at the most."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command}: {said}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program")
    parser.add_argument("store", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", default=FORMATS)
    parser.add_argument("--oxigraph")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    generation = (options.store / "current").read_text().split()[0]
    database = options.store / "generations" / f"{int(generation):06}"
    print(f"{'format':18}{'s':>8}{'cpu s':>8}{'MB':>8}{'size MB':>9}")

    def row(name, command, out):
        took, cpu, most = measured(command)
        print(f"{name:18}{took:8.1f}{cpu:8.1f}{most / 1024:8.0f}{size(out) / 1e6:9.1f}", flush=True)
        shutil.rmtree(out) if out.is_dir() else out.unlink()

    def dump():
        if options.oxigraph:
            out = options.folder / "dump.nq"
            row("oxigraph dump", [options.oxigraph, "dump", "--location", str(database), "--file", str(out)], out)

    dump()
    for name in options.only:
        out = options.folder / (name if name in FOLDERS else f"export.{name}")
        row(name, [options.program, "export", "--store", str(options.store), "--format", name, "--output", str(out)], out)
        if name == "nq":
            dump()


if __name__ == "__main__":
    main()
