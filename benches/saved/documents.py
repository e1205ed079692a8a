#!/usr/bin/env python3
"""Makes an archive of meeting documents out of the shipped ones: other processes, states, towns, persons and years.

    python3 benches/saved/documents.py FOLDER [--documents 920] [--processes 46]

Each process has its own members, observers, hosts, places and officers, and meets for about twenty years, ministers
and officials in turn. The texts keep their wording, so that as much is read from each of them as from the shipped
ones. The same numbers give the same files. Needs Python 3.9 and nothing else.
"""

import argparse
import json
import pathlib
import random
import re
import shutil
import sys
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from words import DATA, MONTHS, ORDINALS, table

GIVEN = "Amara Boris Celine Dilip Elena Farid Grace Henrik Ines Jonas Karima Lucas Mei Nadia Omar Petra Quentin Rosa Samir Tove".split()
FAMILY = (
    "Adeyemi Brandt Castillo Dlamini Eriksen Fonseca Gupta Haddad Ivanova Jansen Kimura Lindqvist Moreau Nakata Okoro Pereira "
    "Qureshi Rossi Santos Tanaka Usman Varga Weber Yilmaz Zhang"
).split()
# What the shipped texts call states besides by their names in the table.
OTHER_NAMES = {
    "Democratic Republic of Korea": "north-korea", "Republic of Korea": "south-korea", "ROK": "south-korea",
    "People’s\nRepublic of China": "china", "Timor Leste": "timor-leste", "UNTAET/East Timor": "timor-leste",
    "United Kingdom of Great Britain": "united-kingdom", "United States of America": "united-states",
    "United States\nof America": "united-states", "Russian Federation": "russia",
}
PERSONS = ["Alexander Downer", "Hassan Wirajuda", "Heather Riddell"]


def ordinal(number):
    return ORDINALS[number % len(ORDINALS)]


class Process:
    def __init__(self, number, name, chance, states, places):
        self.number, self.name, self.chance = number, name, chance
        self.states = dict(zip(TOLD, chance.sample(states, len(TOLD))))
        self.towns = chance.sample(places, 12)
        self.persons = {
            person: f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for person in PERSONS
        }
        self.first_year = 1975 + chance.randrange(25)

    def month(self, session):
        return (session * 5 + self.number) % 12

    def text(self, template, session):
        """A text of the session, in which about a sixth of those listed stay away."""
        year = self.first_year + session
        text = TEXTS[template]
        words = {"Bali Process": self.name, "Bali process": self.name, "BALI PROCESS": self.name.upper()}
        words |= {name: self.states[state] for name, state in NAMES.items()}
        words |= self.persons
        # Names that end a text are fitted into one pass, so that no replacement is replaced.
        text = re.sub(re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words, key=len, reverse=True))),
                      lambda found: words[found.group()], text)
        town = self.towns[session % len(self.towns)]
        text = re.sub(r"\bBali, \w+(?: \w+)?(?=Date)", f"{town['label']}, {STATES[town['state']]}", text)
        text = text.replace("Brisbane", town["label"])
        text = re.sub(r"\bBali(?=,| from)", town["label"], text)
        text = re.sub(r"\bBali (?=Regional|Ministerial)", "", text)
        text = re.sub(r"\b(20\d\d)\b", lambda found: str(int(found.group()) + year - BASE_YEAR[template]), text)
        month = MONTHS[self.month(session)]
        text = re.sub(r"\b(February|June)\b", month, text)
        step = session // 2 + 1
        for old, new in [("first", 1), ("second", 0), ("third", 0), ("fifth", 0)]:
            for case in (str.lower, str.title):
                text = re.sub(rf"\b{case(old)}(?= (?:{re.escape(self.name)} )?(?:Regional )?Ministerial)",
                              case(ordinal(step - 1 - (new if template == "som" else 0))), text)
        return self.absent(text)

    def absent(self, text):
        def some(found):
            names = re.split(r"([,;]\s+)", found.group(2))
            kept = [names[0]]
            for mark, name in zip(names[1::2], names[2::2]):
                if self.chance.random() > 0.16:
                    kept += [mark, name]
            return found.group(1) + "".join(kept)
        return re.sub(r"(attended by |\nParticipants\n|observers: )([^.]{200,}?)(?= and |\.)", some, text)


def shipped():
    names = {
        "mc1": "2002-first-ministerial-conference", "mc2": "2003-second-ministerial-conference",
        "som": "2004-senior-officials-meeting", "mc3": "2009-third-ministerial-conference",
        "mc5": "2013-fifth-ministerial-conference",
    }
    return {key: (DATA / "documents" / f"{name}.txt").read_text(encoding="utf-8") for key, name in names.items()}


TEXTS = shipped()
BASE_YEAR = {"mc1": 2002, "mc2": 2003, "som": 2004, "mc3": 2009, "mc5": 2013}
STATES = {row["slug"]: row["label"] for row in table("states.tsv") if row["kind"] == "state"}
ALL = "\n".join(TEXTS.values())
NAMES = {label: slug for slug, label in STATES.items() if re.search(rf"\b{re.escape(label)}\b", ALL)}
NAMES |= {name: slug for name, slug in OTHER_NAMES.items() if slug in STATES}
TOLD = sorted(set(NAMES.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=920)
    parser.add_argument("--processes", type=int, default=46)
    options = parser.parse_args()
    chance = random.Random(7)
    places = [row for row in table("places.tsv") if row["bare"] == "yes" and row["state"] in STATES]
    labels = sorted(STATES.values())
    processes = [row for row in table("organisations.tsv") if row["class"] == "process" and row["slug"] != "bali-process"]
    processes = processes[: options.processes]
    options.folder.mkdir(parents=True, exist_ok=True)
    entries = tomllib.loads((DATA / "corpus.toml").read_text(encoding="utf-8"))["document"]
    for entry in entries:
        path = DATA / entry.pop("path")
        entry.pop("sha256")
        entry["path"] = shutil.copy(path, options.folder / path.name).name
    for number, (slug, name) in enumerate((row["slug"], row["label"]) for row in processes):
        process = Process(number, name, chance, labels, places)
        sessions = options.documents // len(processes) + (number < options.documents % len(processes))
        for session in range(sessions):
            template = "som" if session % 3 else ["mc1", "mc2", "mc3", "mc5"][session // 3 % 4]
            path = options.folder / f"{slug}-{session:02}-{template}.txt"
            path.write_text(process.text(template, session), encoding="utf-8")
            entries.append({
                "id": path.stem, "path": path.name, "title": f"{name}, meeting {session + 1}",
                "date": f"{process.first_year + session}-{process.month(session) + 1:02}", "language": "en",
                "series": slug,
            })
    tables = ("".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items()) for entry in entries)
    manifest = "\n".join("[[document]]\n" + table for table in tables)
    (options.folder / "corpus.toml").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main()
