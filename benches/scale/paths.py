#!/usr/bin/env python3
"""Takes the same documents through each path into a store, compares what is in it then, and prints what it took.

    python3 benches/scale/paths.py FOLDER --program target/release/rapporteur [--documents 20000] [--only build shards spark ...]

build    one process, one store                         shards   two processes side by side, then `load`
spark    a master and two workers on loopback, `load`   killed   the same, one worker killed while it works
oxigraph `load` into Oxigraph's server                  virtuoso `load` into Virtuoso

The sum is the SHA-256 of all quads, sorted, as `rapporteur export` writes them. Needs Python 3.11; spark, killed and oxigraph
need the clients that `scripts/setup --checks` installs, virtuoso Debian's virtuoso-opensource-7-bin. With --keep what was
written stays in FOLDER, else each path's files go before the next.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
CLIENTS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"), "rapporteur/clients")
VIRTUOSO = os.environ.get("RAPPORTEUR_VIRTUOSO", "/usr/bin/virtuoso-t")
ISQL = os.environ.get("RAPPORTEUR_ISQL", "/usr/bin/isql-vt")


class Run:
    """Processes side by side, until all have ended: seconds, seconds of processors, and the most memory that one had."""

    def __init__(self, *commands, environment=(), take=None):
        began = time.monotonic()
        log = open(LOG, "ab")
        # Settings and decisions of whoever runs this belong to other documents; those of a working directory, too.
        clean = {key: value for key, value in os.environ.items() if not key.startswith("RAPPORTEUR_")} | dict(environment)
        running = [
            subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if take else log, stderr=log,
                env=clean, cwd=LOG.parent,
            )
            for command in commands
        ]
        if take:
            take(running[0].stdout)
        self.memory = self.processor = 0
        for process, command in zip(running, commands, strict=True):
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                sys.exit(f"{command} ended with {process.returncode}; see {LOG}")
            self.memory = max(self.memory, used.ru_maxrss * 1024)
            self.processor += used.ru_utime + used.ru_stime
        self.seconds = time.monotonic() - began


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


class Paths:
    def __init__(self, options):
        self.options, self.folder = options, options.folder
        self.manifest = self.folder / f"documents-{options.documents}x{options.pages}" / "corpus.toml"
        self.rows, self.quads = [], 0

    def documents(self):
        if not self.manifest.exists():
            count = ["--documents", self.options.documents, "--pages", self.options.pages]
            subprocess.run([sys.executable, HERE / "documents.py", self.manifest.parent, *map(str, count)], check=True)

    def rapporteur(self, *words, store=None):
        at = ["--store", store] if store else []
        return [self.options.program, *at, *words]

    def row(self, path, step, run, **more):
        row = {
            "path": path, "step": step, "seconds": round(run.seconds, 1), "processor": round(run.processor, 1),
            "MiB": run.memory >> 20, **more,
        }
        self.rows.append(row)
        print(json.dumps(row), flush=True)

    def sum(self, path, store, environment=()):
        """Exports everything that a store holds."""
        digest, counts = hashlib.sha256(), [0, 0]

        def take(lines):
            for line in lines:
                digest.update(line)
                counts[0], counts[1] = counts[0] + 1, counts[1] + len(line)

        run = Run(self.rapporteur("export", "--format", "nq", store=store), environment=environment, take=take)
        self.quads = counts[0]
        self.row(path, "export", run, quads=counts[0], bytes=counts[1], sum=digest.hexdigest()[:16])
        return digest.hexdigest()

    @contextlib.contextmanager
    def place(self, name):
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        yield place
        if not self.options.keep:
            shutil.rmtree(place)

    def build(self):
        with self.place("build") as place:
            run = Run(self.rapporteur("build", "--corpus", self.manifest, store=place / "store"))
            self.row("build", "build", run, store=size(place / "store"))
            return self.sum("build", place / "store")

    def extracted(self, path, parts):
        extract = lambda shard: self.rapporteur("extract", "--shard", f"{shard}/2", "--manifest", self.manifest, "--out", parts)
        # One thread for each, as a scheduler would give them.
        self.row(path, "extract", Run(extract(1), extract(2), environment={"RAYON_NUM_THREADS": "1"}), parts=size(parts))

    def shards(self):
        with self.place("shards") as place:
            self.extracted("shards", place / "parts")
            return self.loaded("shards", place, place / "parts")

    def loaded(self, path, place, parts):
        if self.options.extract_only:
            # In which order lines stand depends on the number of shards; their sums can be added in any.
            total = 0
            for file in parts.glob("*.nq"):
                with open(file, "rb") as lines:
                    total += sum(int.from_bytes(hashlib.blake2b(line, digest_size=16).digest()) for line in lines)
            return f"{total % (1 << 128):032x}"
        run = Run(self.rapporteur("load", parts, "--manifest", self.manifest, store=place / "store"))
        self.row(path, "load", run, store=size(place / "store"))
        return self.sum(path, place / "store")

    def spark(self, *kill):
        path = "killed" if kill else "spark"
        with self.place(path) as place:
            spark = SOURCE / "integrations/spark"
            job = [spark / "job.py", "--program", self.options.program, "--manifest", self.manifest, "--output", place]
            run = Run([CLIENTS / "spark/bin/python", spark / "loopback.py", *kill, *job, "--shards", self.options.shards])
            # A cluster is there before the job is.
            run.seconds = float(LOG.read_text(encoding="utf-8").rsplit("the job took ", 1)[1].split()[0])
            self.row(path, "job", run, parts=size(place / "parts"), parquet=size(place / "rows"))
            return self.loaded(path, place, place / "parts")

    def killed(self):
        return self.spark("--kill", "--kill-after", self.options.kill_after)

    def oxigraph(self):
        with self.place("oxigraph") as place:
            server, port = CLIENTS / "python/bin/oxigraph", free_port()
            command = [server, "serve", "--location", place / "server", "--bind", f"127.0.0.1:{port}"]
            with serving(command, port, place):
                return self.copied("oxigraph", place, f"http://127.0.0.1:{port}")

    def virtuoso(self):
        with self.place("virtuoso") as place:
            port, http = free_port(), free_port()
            (place / "virtuoso.ini").write_text(SETTINGS.format(port=port, http=http), encoding="utf-8")
            with serving([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], http, place):
                grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL"'
                subprocess.run([ISQL, f"127.0.0.1:{port}", "dba", "dba", grant], check=True, stdout=subprocess.DEVNULL)
                return self.copied("virtuoso", place, f"http://127.0.0.1:{http}/sparql")

    def copied(self, path, place, url):
        self.extracted(path, place / "parts")
        stage = {"RAPPORTEUR_REMOTE_STAGE": str(place / "stage"), "RAPPORTEUR_REMOTE_TIMEOUT": "600"}
        load = self.rapporteur("load", place / "parts", "--manifest", self.manifest, store=url)
        run = Run(load, environment=stage)
        self.row(path, "load", run, server=size(place) - size(place / "stage") - size(place / "parts"))
        return self.sum(path, url, stage)


SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 20000000
"""


def free_port():
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return port.getsockname()[1]


@contextlib.contextmanager
def serving(command, port, folder):
    log = open(LOG, "ab")
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended; see {LOG}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def machine():
    with open("/proc/cpuinfo") as lines:
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return f"{os.cpu_count()} x {name}, {memory} GiB, load {os.getloadavg()[0]:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=1, help="of each document; 0: a sentence [%(default)s]")
    parser.add_argument("--shards", type=int, default=4, help="of the job of Spark [%(default)s]")
    parser.add_argument("--kill-after", default="5", help="seconds of work before a worker is killed [%(default)s]")
    parser.add_argument("--only", nargs="+", default=["build", "shards", "spark", "killed", "oxigraph", "virtuoso"])
    parser.add_argument("--extract-only", action="store_true", help="load nothing: for the paths shards, spark and killed")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    options.folder, options.program = options.folder.resolve(), options.program.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    global LOG
    LOG = options.folder / "log"
    paths = Paths(options)
    commit = subprocess.run(["git", "-C", SOURCE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    print(json.dumps({"machine": machine(), "commit": commit, "documents": options.documents, "pages": options.pages}), flush=True)
    paths.documents()
    sums = {name: getattr(paths, name)() for name in options.only}
    took = {(row["path"], row["step"]): row["seconds"] for row in paths.rows}
    if ("spark", "job") in took and ("shards", "extract") in took:
        print(json.dumps({"spark/shards": round(took["spark", "job"] / took["shards", "extract"], 2)}))
    print(json.dumps({"sums": "all the same" if len(set(sums.values())) == 1 else sums}))
    sys.exit(len(set(sums.values())) != 1)


if __name__ == "__main__":
    main()
