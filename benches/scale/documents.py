#!/usr/bin/env python3
"""Makes many short documents of meetings that never took place, and their manifest.

    python3 benches/scale/documents.py FOLDER [--documents 20000] [--pages 1]

Each is a page: who met where and when, who took part, who was asked for what, what was pledged, what comes next. Every third
document tells of the meeting of another one in other words, so that there is something to rank. The same number gives the
same files, and those of a smaller number are the first of a larger one. Needs Python 3.11 and nothing else.
"""

import argparse
import hashlib
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from words import MONTHS, ORDINALS, table

MATTERS = (
    "Seafarers,Harbours,Fisheries,Water,Lakes,Rivers,Forests,Drought,Railways,Lighthouses,Archives,Statistics,Ports,Ferries,"
    "Islands,Glaciers,Coasts,Weather,Bridges,Markets,Libraries,Museums,Pilots,Canals"
).split(",")
DEEDS = (
    "share their records of wrecks,report on the state of their harbours,train inspectors,ratify the agreement,"
    "exchange information on vessels,establish a national office,strengthen cooperation on rescue at sea,"
    "submit statistics on catches,designate contact points,support the smaller administrations"
).split(",")
VERBS = ["urged", "requested", "encouraged", "called on", "invited"]


STATES = sorted(row["label"] for row in table("states.tsv") if row["kind"] == "state")
LABELS = {row["slug"]: row["label"] for row in table("states.tsv")}
TOWNS = [(row["label"], LABELS[row["state"]]) for row in table("places.tsv") if row["bare"] == "yes" and row["state"] in LABELS]


def listed(names):
    return ", ".join(names[:-1]) + " and " + names[-1]


class Meeting:
    def __init__(self, number):
        chance = random.Random(number)
        self.matter = MATTERS[number % len(MATTERS)]
        self.kind = ["Working Group Meeting", "Ministerial Conference", "Senior Officials' Meeting", "Workshop"][number % 4]
        self.session = number // 96
        self.year = 1970 + number // 24 % 55
        self.month, self.day = chance.choice(MONTHS), 1 + chance.randrange(25)
        self.town, self.state = chance.choice(TOWNS)
        self.members = sorted(chance.sample(STATES, 5 + chance.randrange(9)))
        self.chance = chance

    def name(self):
        return f"{ORDINALS[self.session % len(ORDINALS)]} {self.kind} on {self.matter}"

    def report(self):
        chance = self.chance
        asked = [
            f"The Meeting {chance.choice(VERBS)} {chance.choice(self.members)} to {chance.choice(DEEDS)} by {self.year + 1 + number}."
            for number in range(2 + chance.randrange(3))
        ]
        pledges = [
            f"{name} pledged USD {chance.randrange(1, 90)},000 for the work on {self.matter.lower()}."
            for name in chance.sample(self.members, 2)
        ]
        next_town, next_state = chance.choice(TOWNS)
        return [
            f"{self.name()}",
            f"{self.town}, {self.state}, {self.day} {self.month} {self.year}",
            f"The {self.name()} was held in {self.town}, {self.state}, on {self.day} {self.month} {self.year}. "
            f"It was chaired by {self.members[0]} and attended by {listed(self.members)}.",
            " ".join(asked),
            " ".join(pledges),
            f"The next meeting will be held in {next_town}, {next_state}, in {self.year + 2}.",
        ]

    def retold(self):
        day = self.day + (1 if self.chance.random() < 0.3 else 0)
        asked = f"{self.chance.choice(self.members)} {self.chance.choice(VERBS)} Members to {self.chance.choice(DEEDS)}."
        return [
            f"Note on {self.matter.lower()}",
            f"The Secretariat recalled the {self.name()}, held in {self.town} on {day} {self.month} {self.year}. "
            f"{listed(self.members[:4])} took part.",
            asked,
        ]

    def told(self, number):
        if number % 2:
            return [f"The {self.name()} was held in {self.town} on {self.day + number % 3 // 2} {self.month} {self.year}."]
        return [f"{self.members[0]} pledged USD {self.chance.randrange(1, 90)},000 for the {self.name()}."]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=1, help="so many meetings are told of in one document, each on a page; 0: one, in a sentence [%(default)s]")
    options = parser.parse_args()
    (options.folder / "documents").mkdir(parents=True, exist_ok=True)
    with open(options.folder / "corpus.toml", "w", encoding="utf-8") as manifest:
        manifest.write('base = "https://example.org/scale/"\n')
        for number in range(options.documents):
            pages = [] if options.pages else Meeting(number - number % 3 // 2).told(number)
            for page in range(number * options.pages, (number + 1) * options.pages):
                # A retelling tells of the meeting of the page before.
                pages += Meeting(page - 1).retold() if page % 3 == 2 else Meeting(page).report()
            text = "\n\n".join(pages).encode() + b"\n"
            name = f"paper-{number:06}"
            (options.folder / "documents" / f"{name}.txt").write_bytes(text)
            entry = {
                "id": name, "path": f"documents/{name}.txt", "title": pages[0], "date": str(Meeting(number * max(options.pages, 1)).year),
                "language": "en", "sha256": hashlib.sha256(text).hexdigest(),
            }
            manifest.write("\n[[document]]\n")
            manifest.writelines(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entry.items())


if __name__ == "__main__":
    main()
