#!/usr/bin/env python3
"""Asks a running server for every kind of page, each some times, and prints what each took.

    python3 benches/saved/pages.py http://127.0.0.1:7878 [--times 20] [--pid PID] [--within 50] [--data]

Of each kind of thing that the home page counts, as many different things are asked for as the number of times, spread over
its list, and the things that most statements lead to besides; the overview screens with questions about these. Nothing is asked
twice in a row, on one connection, one request after the other. The table is sorted by p95; what is slower than --within
is marked with the slowest address. With --pid the times are those of the processor, in hundredths of a second, so that other
programs on the machine do not count. With --data the Turtle and the JSON of the same things are asked for, too.
Needs Python 3.9 and nothing else.
"""

import argparse
import html
import re
import sys
import time
import urllib.parse

from server import Server

# What most documents of these archives speak of, if they are there.
KNOWN = [
    "/meeting/bali-process/ministerial-conference-1", "/org/unhcr", "/org/iom", "/state/australia", "/state/indonesia",
    "/body/bali-process/regional-support-office",
]
PLAIN = ["/", "/help", "/quality", "/queries", "/ontology", "/ns", "/dataset", "/.well-known/void", "/timeline", "/map", "/matrix",
         "/mandates", "/search?q=workshop", "/search.json?q=border", "/graph", "/sparql", "/openapi.json", "/context.jsonld"]


class Pages(Server):
    def ask(self, path):
        took, status, body = self.get(path, "text/html, */*;q=0.5")
        return took, status, body.decode("utf-8", "replace")


def links(body, pattern):
    found = (html.unescape(link) for link in re.findall(r'href="([^"]+)"', body))
    return list(dict.fromkeys(link for link in found if re.fullmatch(pattern, link)))


def things(server, kind, times):
    """Things of a kind, spread over all pages of its list."""
    _, _, body = server.ask(f"/{kind}")
    pages = max([1, *(int(n) for n in re.findall(r"Page \d+ of (\d+)", body))])
    found = []
    for page in range(1, pages + 1, max(1, pages // 5)):
        _, _, body = server.ask(f"/{kind}?page={page}")
        listed = links(body, rf"/{kind}/[^?#]+")
        found += listed[:: max(1, len(listed) * 5 // times)]
    return [path for path in KNOWN if path.startswith(f"/{kind}/")] + found[:: max(1, len(found) // times)][:times]


def questions(server, times):
    """Addresses by what they are called in the table."""
    asked = {path: [path] * times for path in PLAIN}
    _, _, home = server.ask("/")
    kinds = [path[1:] for path in links(home, r"/[a-z-]+") if path in home.split('class="counts"')[-1]]
    of = {}
    for kind in kinds:
        of[kind] = things(server, kind, times)
        if of[kind]:
            asked[f"/{kind}"] = [f"/{kind}"] * times
            asked[f"/{kind}/…"] = of[kind]
    known = [path for path in KNOWN if server.ask(path)[1] == 200]
    for path in known:
        asked[path] = [path] * times
        _, _, body = server.ask(path)
        for more in links(body, re.escape(path) + r"\?list=.*"):
            asked[more] = [more] * times
    about = known + [path for kind in ("meeting", "org", "body", "state") for path in of.get(kind, [])]
    name = lambda path: urllib.parse.quote(path[1:], safe="")
    pairs = list(zip(about, about[7:] + about[:7]))
    asked["/graph?of=…"] = [f"/graph?of={name(path)}" for path in about]
    asked["/graph.json?of=…"] = [f"/graph.json?of={name(path)}" for path in about]
    asked["/paths?from=…"] = [f"/paths?from={name(a)}&to={name(b)}" for a, b in pairs[:times]]
    asked["/mandates?to=…"] = [f"/mandates?to={name(path)}" for path in about[:times]]
    meetings = of.get("meeting", [])
    asked["/compare?a=…"] = [f"/compare?a={name(a)}&b={name(b)}" for a, b in zip(meetings, meetings[1:])]
    asked["/matrix?year=…"] = [f"/matrix?year={year}" for year in range(1985, 1985 + times)]
    asked["/search/suggest?q=…"] = [f"/search/suggest?q={word}" for word in ("fi", "fij", "fiji", "reg", "work", "bali", "u")]
    return asked, of


def at(times, part):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("url")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--within", type=float, default=50)
    parser.add_argument("--data", action="store_true")
    options = parser.parse_args()
    server = Pages(options.url, options.pid)
    while server.ask("/ontology")[1] == 503 or server.ask("/")[1] == 503:
        time.sleep(1)
    asked, of = questions(server, options.times)
    if options.data:
        for kind, paths in of.items():
            for ending in ("ttl", "json"):
                asked[f"/{kind}/….{ending}"] = [f"{path}.{ending}" for path in paths]
        for path in KNOWN:
            for ending in ("ttl", "jsonld", "nt", "json", "csv"):
                asked[f"{path}.{ending}"] = [f"{path}.{ending}"] * options.times
    rows = []
    for called, paths in asked.items():
        times, sizes, refused, slowest = [], [], {}, (0, "")
        for path in paths:
            if sum(times) > 30_000:
                break
            took, status, body = server.ask(path)
            times.append(took)
            sizes.append(len(body))
            slowest = max(slowest, (took, path))
            if status != 200:
                refused[status] = refused.get(status, 0) + 1
        print(".", end="", file=sys.stderr, flush=True)
        if times:
            rows.append((at(times, 0.95), at(times, 0.5), called, len(times), max(sizes) // 1024, refused, slowest[1]))
    print(file=sys.stderr)
    print(f"{'page':56}{'p50 ms':>9}{'p95 ms':>9}{'asked':>7}{'kB':>7}")
    for p95, p50, called, number, size, refused, path in sorted(rows, reverse=True):
        mark = f"  slower than {options.within:.0f} ms: {path}" if p95 > options.within else ""
        print(f"{called[:56]:56}{p50:9.1f}{p95:9.1f}{number:7}{size:7}{mark}{'  answered ' + str(refused) if refused else ''}")


if __name__ == "__main__":
    main()
