"""Reads exports with rdflib, pyoxigraph, pyld, NetworkX, PyArrow and the readers of nanopublications and crates. usage: exports.py FOLDER QUADS"""
import collections
import csv
import hashlib
import json
import pathlib
import sys

import networkx
import pyarrow
import pyarrow.parquet
import pyoxigraph
import rdflib
from nanopub.trustyuri.rdf.RdfHasher import make_hash
from pyld import jsonld
from rocrate.rocrate import ROCrate

folder, quads = pathlib.Path(sys.argv[1]), int(sys.argv[2])


def with_oxigraph(name, form):
    return {str(quad) for quad in pyoxigraph.parse(path=folder / name, format=form)}


def with_rdflib(name, form):
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(folder / name, format=form)
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    return {(s, p, o, None if g in (None, default) else g) for s, p, o, g in dataset.quads()}


formats = pyoxigraph.RdfFormat
whole = with_oxigraph("graph.nq", formats.N_QUADS)
assert len(whole) == quads, (len(whole), quads)
assert with_oxigraph("graph.trig", formats.TRIG) == whole
assert with_oxigraph("graph.jsonld", formats.JSON_LD) == whole

# What the context of Web Annotations says of the names that stand in ours; no test reaches out for it.
OA, AS, PROPERTY = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
named = lambda name: {"@id": name, "@type": "@id"}
ANNOTATIONS = {"@context": {
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"}, "@vocab": OA,
    "AnnotationCollection": AS + "OrderedCollection", "AnnotationPage": AS + "OrderedCollectionPage",
    "label": "http://www.w3.org/2000/01/rdf-schema#label", "total": AS + "totalItems", "first": named(AS + "first"),
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"}, "startIndex": AS + "startIndex",
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"}, "body": named(OA + "hasBody"), "target": named(OA + "hasTarget"),
    "source": named(OA + "hasSource"), "selector": named(OA + "hasSelector"),
}}


def loader(url, options):
    assert url == "http://www.w3.org/ns/anno.jsonld", f"a document leads to {url}"
    return {"contextUrl": None, "documentUrl": url, "document": ANNOTATIONS}


def with_pyld(name):
    quads = jsonld.to_rdf(json.loads((folder / name).read_text(encoding="utf-8")), {"format": "application/n-quads", "documentLoader": loader})
    return {str(quad) for quad in pyoxigraph.parse(quads, format=formats.N_QUADS)}


assert with_pyld("graph.jsonld") == whole
passages = {line.split(" ", 1)[0] for line in whole if f"<{OA}exact>" in line}
annotations = with_pyld("annotations.jsonld")
assert {line.split(" ", 1)[0] for line in annotations if f"<{OA}Annotation>" in line} == passages
plain = with_oxigraph("graph.nt", formats.N_TRIPLES)
assert with_oxigraph("graph.ttl", formats.TURTLE) == plain
assert with_oxigraph("graph.rdf", formats.RDF_XML) == plain

whole = with_rdflib("graph.nq", "nquads")
assert len(whole) == quads, (len(whole), quads)
assert with_rdflib("graph.trig", "trig") == whole
assert with_rdflib("graph.jsonld", "json-ld") == whole
plain = set(rdflib.Graph().parse(folder / "graph.nt", format="nt"))
assert set(rdflib.Graph().parse(folder / "graph.ttl", format="turtle")) == plain
assert set(rdflib.Graph().parse(folder / "graph.rdf", format="xml")) == plain

graph = networkx.read_graphml(folder / "network.graphml")
other = networkx.read_gexf(folder / "network.gexf")
assert set(graph) == set(other) and graph.number_of_edges() == other.number_of_edges()
kinds = collections.Counter(edge["kind"] for *_, edge in graph.edges(data=True))
igm = rdflib.Namespace("https://w3id.org/igm/ns#")
participations = {s for s, p, o in plain if p == rdflib.RDF.type and o == igm.Participation}
assert kinds["Participation"] == len(participations), (kinds, len(participations))
label = {iri: node["label"] for iri, node in graph.nodes(data=True)}
met = {label[a] for a, b, e in graph.edges(data=True) if e["kind"] == "Participation" and b.endswith("ministerial-conference-1")}
assert "Fiji" in met, met
assert all(e["quote"] and e["document"] for *_, e in graph.edges(data=True) if e["kind"] in ("Participation", "Mandate"))

# Parquet: the same rows as in CSV, lists where a cell of CSV holds several.
for file in sorted((folder / "tables").glob("*.csv")):
    if file.stem == "columns":
        continue
    table = pyarrow.parquet.read_table(folder / "parquet" / f"{file.stem}.parquet")
    with open(file, encoding="utf-8", newline="") as rows:
        rows = list(csv.DictReader(rows))
    assert table.column_names == list(rows[0]) and table.num_rows == len(rows), file.name
    for row, values in zip(rows, table.to_pylist()):
        for name, cell in row.items():
            value = values[name]
            if isinstance(value, list):
                value = " | ".join(v.replace("|", "||") for v in value) if len(value) > 1 else "".join(value)
            assert cell == ("" if value is None else str(value)), (file.name, name, cell, value)
meetings = pyarrow.parquet.read_table(folder / "parquet/meeting.parquet").schema
assert meetings.field("ordinal").type == pyarrow.int64(), meetings

# Nanopublications: four graphs each, and an address that is the hash of the content.
published = rdflib.Dataset(default_union=False)
published.parse(folder / "nanopubs.trig", format="trig")
graphs = collections.defaultdict(list)
for s, p, o, g in published.quads():
    graphs[str(g).split("#")[0]].append((g, s, p, o))
assert len(graphs) > 500, len(graphs)
for address, quads in graphs.items():
    assert len({g for g, *_ in quads}) == 4, address
    code = address.rsplit("/", 1)[1]
    assert make_hash(quads, code) == code, address

# The description of the data set in the crate: sizes and sums of the files that are there, and its terms of use.
dataset = rdflib.Graph().parse(folder / "crate/dataset.ttl", format="turtle")
dcat, spdx = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://spdx.org/rdf/terms#")
described = {}
for distribution in dataset.objects(predicate=dcat.distribution):
    name, data = str(dataset.value(distribution, rdflib.DCTERMS.identifier)), None
    data = (folder / "crate" / name).read_bytes()
    checksum = dataset.value(distribution, spdx.checksum)
    described[name] = bytes(dataset.value(checksum, spdx.checksumValue).toPython()).hex()
    assert described[name] == hashlib.sha256(data).hexdigest(), name
    assert int(dataset.value(distribution, dcat.byteSize)) == len(data), name
    assert list(dataset.objects(distribution, rdflib.DCTERMS.rights)), name
    assert str(dataset.value(distribution, dcat.mediaType)).startswith("https://www.iana.org/assignments/media-types/"), name

# The crate: everything it speaks of is there, with the size and the sum that it gives.
crate = ROCrate(folder / "crate")
files = [entity for entity in crate.data_entities if entity.type == "File"]
for entity in files:
    data = (folder / "crate" / entity.id).read_bytes()
    assert entity["sha256"] == hashlib.sha256(data).hexdigest(), entity.id
    assert entity["contentSize"] == str(len(data)), entity.id
there = {str(p.relative_to(folder / "crate")) for p in (folder / "crate").rglob("*") if p.is_file()}
assert there == {entity.id for entity in files} | {"ro-crate-metadata.json"}, there
assert any(entity.id.startswith("documents/") for entity in files)
assert set(described) == there - {"ro-crate-metadata.json", "dataset.ttl"}, set(described) ^ there
