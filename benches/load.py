#!/usr/bin/env python3
"""Asks a running server from many clients at once and prints what became of the requests.

    python3 benches/load.py --clients 500 --seconds 300 --pid PID http://127.0.0.1:7878

Needs Python 3.9 and nothing else. Each client keeps its connection, asks one question after the other, and after a 503
asks the next at once unless --polite is given: then it waits as long as Retry-After says. Every accepted answer to the
question with a known answer is compared with it. Memory is that of the process PID and of its children.
"""

import argparse
import asyncio
import collections
import json
import random
import time
import urllib.parse

QUESTIONS = {
    "point": "SELECT ?l { ?s a igm:State ; rdfs:label ?l } ORDER BY ?l LIMIT 50",
    "join": "SELECT ?m (COUNT(?x) AS ?n) { ?x a igm:Mandate ; schema:text ?t . GRAPH ?g { ?x prov:wasDerivedFrom ?e } "
    "BIND(?g AS ?m) } GROUP BY ?m",
    "regex": "SELECT ?t { ?x schema:text ?t FILTER(REGEX(?t, '(co-?operat|exchang).*(inform|traffic)', 'i')) } LIMIT 200",
    "known": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a igm:State }",
}
PAGES = ["/", "/queries", "/meeting", "/queries/contested_facts.csv", "/search?q=fiji"]


def paths():
    for name, query in QUESTIONS.items():
        # A comment makes each text another one, so that no kept answer answers it.
        yield name, lambda q=query: "/sparql?query=" + urllib.parse.quote(f"{q} # {random.random()}")
    for page in PAGES:
        yield "page", lambda p=page: p


async def exchange(reader, writer, host, path):
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/sparql-results+json, text/html;q=0.5\r\n\r\n"
    writer.write(request.encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in fields:
        body = await reader.readexactly(int(fields["content-length"]))
    elif "chunked" in fields.get("transfer-encoding", ""):
        parts = []
        while size := int((await reader.readline()).split(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        while (await reader.readline()).strip():
            pass
        body = b"".join(parts)
    else:
        body = await reader.read()
    return status, fields, body


class Load:
    def __init__(self, options):
        url = urllib.parse.urlsplit(options.url)
        self.host, self.port, self.options = url.hostname, url.port or 80, options
        self.questions = list(paths())
        self.times = collections.defaultdict(list)
        self.faults = collections.Counter()
        self.known = None

    async def client(self, end):
        reader = writer = None
        while time.monotonic() < end:
            name, path = random.choice(self.questions)
            began = time.monotonic()
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 26)
                status, fields, body = await asyncio.wait_for(exchange(reader, writer, self.host, path()), 60)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError) as error:
                self.faults[type(error).__name__] += 1
                if writer is not None:
                    writer.close()
                    writer = None
                await asyncio.sleep(0.1)
                continue
            self.times[status].append(time.monotonic() - began)
            if status == 503:
                if "retry-after" not in fields:
                    self.faults["503 without Retry-After"] += 1
                await asyncio.sleep(float(fields.get("retry-after", 1)) if self.options.polite else 0.2)
            elif status == 200 and name == "known":
                answer = json.loads(body)["results"]["bindings"][0]["n"]["value"]
                self.known = self.known or answer
                if answer != self.known:
                    self.faults["wrong answer"] += 1
            if fields.get("connection") == "close":
                writer.close()
                writer = None
        if writer is not None:
            writer.close()

    async def memory(self, end, peak):
        while time.monotonic() < end and self.options.pid:
            server, workers = resident(self.options.pid)
            peak["server"], peak["workers"] = max(peak["server"], server), max(peak["workers"], workers)
            await asyncio.sleep(0.5)

    async def run(self):
        end, peak = time.monotonic() + self.options.seconds, {"server": 0, "workers": 0}
        clients = [self.client(end) for _ in range(self.options.clients)]
        await asyncio.gather(self.memory(end, peak), *clients)
        self.report(peak)

    def report(self, peak):
        total = sum(map(len, self.times.values()))
        print(f"{self.options.clients} clients, {self.options.seconds} s, {total} answers, {total / self.options.seconds:.0f}/s")
        for status in sorted(self.times):
            times = sorted(self.times[status])
            at = [times[min(len(times) - 1, int(len(times) * part))] * 1000 for part in (0.5, 0.95, 0.99)]
            share = 100 * len(times) / total
            print(f"{status}: {len(times)} ({share:.1f} %), p50 {at[0]:.0f} ms, p95 {at[1]:.0f} ms, p99 {at[2]:.0f} ms, "
                  f"max {times[-1] * 1000:.0f} ms")
        print("faults:", dict(self.faults) or "none")
        if self.options.pid:
            print(f"memory at most: server {peak['server'] >> 20} MiB, workers together {peak['workers'] >> 20} MiB")


def resident(pid):
    """Bytes of a process, and of its children together."""
    def one(pid):
        try:
            with open(f"/proc/{pid}/status") as status:
                return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:")), 0)
        except OSError:
            return 0

    try:
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            found = children.read().split()
    except OSError:
        found = []
    return one(pid), sum(map(one, found))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--polite", action="store_true", help="wait as long as Retry-After says")
    asyncio.run(Load(parser.parse_args()).run())


if __name__ == "__main__":
    main()
