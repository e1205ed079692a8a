#!/usr/bin/env python3
"""A Spark cluster on this machine, to try things: a master and two workers, each a process of its own, on loopback.

    python loopback.py [--kill] job.py ARGUMENTS     spark-submit to it; with --kill one worker is lost while it works

Needs Java 17, and pyspark in the Python that runs this. Everything ends with the command.
"""

import argparse
import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pyspark

HOME = pathlib.Path(pyspark.__file__).parent
# Processes that live for seconds need no second compiler, and a small machine has no processor for it.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SMALL = {"SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": QUICK, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


def free_port():
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return port.getsockname()[1]


def descendants(pid):
    """A process and all below it."""
    found = [pid]
    with contextlib.suppress(OSError):
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += descendants(int(child))
    return found


def extracts(pid):
    """Whether a process below this one reads documents."""
    for process in descendants(pid):
        with contextlib.suppress(OSError):
            if b"--arrow-stdio" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes():
                return True
    return False


class Cluster:
    """Runs from `with` to its end; `url` is what a job is submitted to."""

    def __init__(self, workers=2, memory="1g"):
        self.count, self.memory = workers, memory
        self.folder = tempfile.TemporaryDirectory(prefix="spark-")
        self.url = f"spark://127.0.0.1:{free_port()}"
        self.processes = []

    def start(self, name, *arguments):
        log = open(pathlib.Path(self.folder.name, f"{len(self.processes)}-{name}.log"), "wb")
        process = subprocess.Popen(
            [HOME / "bin/spark-class", f"org.apache.spark.deploy.{name.lower()}.{name}", "--host", "127.0.0.1", *arguments],
            env=os.environ | SMALL, cwd=self.folder.name, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )
        self.processes.append(process)

    def __enter__(self):
        host, port = self.url.removeprefix("spark://").split(":")
        self.start("Master", "--port", port, "--webui-port", str(free_port()))
        self.wait_for(host, int(port))
        for number in range(self.count):
            place = ["--work-dir", f"{self.folder.name}/{number}", "--webui-port", str(free_port())]
            self.start("Worker", "--cores", "1", "--memory", self.memory, *place, self.url)
        return self

    def wait_for(self, host, port, seconds=60):
        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(OSError), socket.create_connection((host, port), 1):
                return
            if time.monotonic() > end or self.processes[0].poll() is not None:
                raise RuntimeError("Spark's master does not start; is Java 17 there?")
            time.sleep(0.1)

    def lose_worker(self, after=0.0):
        """Kills the second worker with everything that it started, as a machine that is switched off, while it reads
        documents; says how many processes these were."""
        worker = self.processes[2].pid
        while not extracts(worker):
            if self.processes[2].poll() is not None:
                return 0
            time.sleep(0.02)
        time.sleep(after)
        lost = descendants(worker)
        for process in lost:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return len(lost)

    def __exit__(self, *_):
        for process in reversed(self.processes):
            for pid in descendants(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        self.folder.cleanup()


def submit(cluster, arguments):
    small = ["--conf", "spark.ui.enabled=false", "--conf", "spark.log.level=ERROR", "--driver-java-options", QUICK,
             "--conf", f"spark.executor.extraJavaOptions={QUICK}"]
    return [HOME / "bin/spark-submit", "--master", cluster.url, *small, *arguments]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    parser.add_argument("--kill", action="store_true", help="lose one worker while it works")
    parser.add_argument("--kill-after", type=float, default=0.2, metavar="SECONDS", help="so long after it began [%(default)s]")
    # All else is for spark-submit.
    options, command = parser.parse_known_args()
    with Cluster() as cluster:
        if options.kill:
            lose = lambda: print(f"killed a worker: {cluster.lose_worker(options.kill_after)} processes", file=sys.stderr)
            threading.Thread(target=lose, daemon=True).start()
        began = time.monotonic()
        status = subprocess.run(submit(cluster, command), env=os.environ | SMALL, check=False).returncode
        print(f"the job took {time.monotonic() - began:.1f} s", file=sys.stderr)
        if options.kill and cluster.processes[2].poll() is None:
            print("no worker was killed: none was seen reading documents", file=sys.stderr)
            status = status or 3
    sys.exit(status)


if __name__ == "__main__":
    main()
