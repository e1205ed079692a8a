"""What invented documents are made of: names in order, months, and the tables of names."""

import csv
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"
ORDINALS = (
    "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth "
    "Sixteenth Seventeenth Eighteenth Nineteenth Twentieth"
).split()
MONTHS = "January February March April May June July August September October November December".split()


def table(name):
    with open(DATA / "names" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
