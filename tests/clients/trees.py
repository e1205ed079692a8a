"""Reads the JSON-LD of things with pyld: each .jsonld of the folder says what the .nq beside it says. trees.py FOLDER"""

import json
import pathlib
import sys

from pyld import jsonld

FORM = {"algorithm": "URDNA2015", "format": "application/n-quads"}


def nowhere(url, options):
    raise AssertionError(f"a document leads to {url}")


jsonld.set_document_loader(nowhere)
files = sorted(pathlib.Path(sys.argv[1]).glob("*.jsonld"))
assert files
for file in files:
    read = jsonld.normalize(json.loads(file.read_text()), FORM)
    wanted = jsonld.normalize(file.with_suffix(".nq").read_text(), FORM | {"inputFormat": "application/n-quads"})
    assert read == wanted, file.name
