#!/usr/bin/env python3
"""Asks a running server every saved question, again and again with other values, and prints what each took.

    python3 benches/saved/ask.py http://127.0.0.1:7878 [--times 20] [--pid PID] [--only NAME ...] [--within 300]

Values are the declared example where the store knows it, and then those that `/api/queries/{name}/params/{parameter}`
suggests: the most frequent one, which is the dearest, and others spread over the list. A question without parameters is asked
with nothing. Each request asks for the first 100 rows and the number of all, on one connection, one after the other.
The table is sorted by p95; what is slower than --within is marked. With --pid the times are those of the processor, in
hundredths of a second, so that other programs on the machine do not count. Needs Python 3.9 and nothing else.
"""

import argparse
import itertools
import json
import sys
import time
import urllib.parse

from server import Server

WORDS = ['"people smuggling" legislation', "workshop", "traffick*", "border OR visa", "training", "sea -refugee"]
DATES = ["1985", "1990", "1995-06", "2000", "2003", "2005-03-01", "2010"]
NUMBERS = ["1", "2", "3", "4", "5"]


class Questions(Server):
    def ask(self, path):
        took, status, body = self.get(path, "application/json")
        # What a server needs for all answers it makes when it starts, and asks to come back meanwhile.
        for _ in range(120):
            if status != 503:
                break
            time.sleep(1)
            took, status, body = self.get(path, "application/json")
        try:
            return took, status, json.loads(body)
        except ValueError:
            return took, status, {}


def values(server, parameter, times):
    """Values of one parameter, the example first."""
    kind = parameter["type"]
    if kind == "string":
        found = WORDS
    elif kind == "date":
        found = DATES
    elif kind == "integer":
        found = NUMBERS
    else:
        _, _, listed = server.ask(parameter["values"] + "?limit=200")
        listed = sorted(listed["values"], key=lambda value: -value.get("count", 0))
        step = max(1, len(listed) // times)
        found = [value["value"] for value in listed[:3] + listed[3::step]]
    return list(dict.fromkeys([str(parameter["example"]), *found]))


def questions(server, query, times):
    """Addresses of one query, each with other values."""
    columns = [values(server, parameter, times) for parameter in query["parameters"]]
    names = [parameter["name"] for parameter in query["parameters"]]
    if not columns:
        return [query["rows"]]
    # The second parameter is shifted, so that two entities are not the same one.
    longest = max(map(len, columns))
    rows = [[column[(at + shift) % len(column)] for shift, column in enumerate(columns)] for at in range(longest)]
    rows.insert(0, [column[0] for column in columns])
    addresses = []
    for row in rows[:times]:
        addresses.append(query["rows"] + "?" + urllib.parse.urlencode(dict(zip(names, row))))
    optional = not any(parameter.get("required") for parameter in query["parameters"])
    return ([query["rows"]] if optional else []) + addresses


def at(times, part):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("url")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--within", type=float, default=300)
    options = parser.parse_args()
    server = Questions(options.url, options.pid)
    rows, everything = [], []
    for query in server.ask("/api/queries")[2]["queries"]:
        if options.only and query["name"] not in options.only:
            continue
        times, totals, refused, slowest = [], [], {}, (0, "")
        asked = questions(server, query, options.times)
        for path in itertools.islice(itertools.cycle(asked), max(options.times, len(asked))):
            if sum(times) > 60_000:
                break
            took, status, answer = server.ask(path)
            if status != 200:
                refused[status] = refused.get(status, 0) + 1
                if status != 400:
                    times.append(took)
                    slowest = max(slowest, (took, path))
                continue
            times.append(took)
            # Of an answer that was cut there is no total.
            totals.append(answer["total"] or 0)
            slowest = max(slowest, (took, path))
        everything += times
        print(".", end="", file=sys.stderr, flush=True)
        rows.append((at(times or [0], 0.95), at(times or [0], 0.5), query["name"], len(times), max(totals or [0]), refused, slowest[1]))
    print(f"{'question':28}{'p50 ms':>9}{'p95 ms':>9}{'asked':>7}{'rows':>8}")
    for p95, p50, name, asked, most, refused, path in sorted(rows, reverse=True):
        mark = f"  slower than {options.within:.0f} ms: {path}" if p95 > options.within else ""
        print(f"{name:28}{p50:9.1f}{p95:9.1f}{asked:7}{most:8}{mark}{'  refused ' + str(refused) if refused else ''}")
    parts = ", ".join(f"p{round(100 * part)} {at(everything or [0], part):.0f} ms" for part in (0.5, 0.95, 0.99))
    print(f"all {len(everything)}: {parts}, slowest {max(everything or [0]):.0f} ms")


if __name__ == "__main__":
    main()
