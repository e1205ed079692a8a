"""Reads exports with rdflib, pyoxigraph and NetworkX. usage: exports.py FOLDER QUADS"""
import collections
import pathlib
import sys

import networkx
import pyoxigraph
import rdflib

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
