"""Compares a validation report with that of pyshacl. usage: shapes.py GRAPH.nq SHAPES.ttl REPORT.ttl"""
import sys

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

IGM = rdflib.Namespace("https://w3id.org/igm/ns#")

dataset = rdflib.Dataset(default_union=False)
dataset.parse(sys.argv[1], format="nquads")
default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
quads = [(s, p, o, None if g in (None, default) else g) for s, p, o, g in dataset.quads()]
# What the ontology says that its shapes are for: the default graph, and the claims and passages of all graphs.
cited = {s for s, p, o, g in quads if g and p == RDF.type and o in (IGM.Claim, IGM.Evidence)}
data = rdflib.Graph()
for s, p, o, g in quads:
    if g is None or s in cited:
        data.add((s, p, o))

_, theirs, _ = pyshacl.validate(data, shacl_graph=sys.argv[2], advanced=False, inference="none")
ours = rdflib.Graph().parse(sys.argv[3])


def results(graph):
    found = set()
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        path = graph.value(result, SH.resultPath)
        found.add(
            (
                graph.value(result, SH.focusNode),
                path if isinstance(path, rdflib.URIRef) else None,
                graph.value(result, SH.value),
                graph.value(result, SH.sourceConstraintComponent),
                graph.value(result, SH.resultSeverity),
            )
        )
    return found


one, other = results(ours), results(theirs)
assert one == other, (
    f"only ours: {sorted(map(str, one - other))[:10]}\nonly theirs: {sorted(map(str, other - one))[:10]}"
)
print(len(one), "results")
