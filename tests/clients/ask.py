"""Asks a server as the usual Python clients do: ask.py ADDRESS TOKEN. Exits with an error where an answer is wrong."""

import sys

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized
import pyoxigraph

address, token = sys.argv[1:]
SPARQL, UPDATE, STORE = f"{address}/sparql", f"{address}/update", f"{address}/graph-store"
BASE = "https://w3id.org/igm/"
FIJI = URIRef(BASE + "state/fiji")
LAKE = BASE + "graph/lake-2001"
LABELS = "SELECT ?label WHERE { <state/fiji> rdfs:label ?label }"


def ask(query, form, method=GET, request=URLENCODED, endpoint=SPARQL, authorization=None, default_graph=None):
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setRequestMethod(request)
    if authorization:
        client.addCustomHttpHeader("Authorization", authorization)
    if default_graph:
        client.addDefaultGraph(default_graph)
    return client.queryAndConvert()


def sparqlwrapper():
    for method, request in [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]:
        rows = ask(LABELS, JSON, method, request)["results"]["bindings"]
        assert [row["label"]["value"] for row in rows] == ["Fiji"], rows
    assert ask(LABELS, XML).getElementsByTagName("literal")[0].firstChild.data == "Fiji"
    assert ask(LABELS, CSV) == b"label\r\nFiji\r\n"
    assert ask(LABELS, TSV) == b'?label\n"Fiji"@en\n'
    assert ask("ASK { <state/fiji> ?p ?o }", JSON)["boolean"] is True
    construct = "CONSTRUCT WHERE { <state/fiji> rdfs:label ?label }"
    for form in [RDFXML, JSONLD]:
        graph = ask(construct, form)
        assert (FIJI, RDFS.label, Literal("Fiji", "en")) in graph, graph
    for form in [TURTLE, N3]:
        assert b"Fiji" in ask(construct, form)
    # The dates of the document are two, of which one holds.
    dates = "SELECT ?d WHERE { <meeting/lake/conference-2> schema:startDate ?d }"
    assert len(ask(dates, JSON)["results"]["bindings"]) == 1
    assert len(ask(dates, JSON, default_graph=LAKE)["results"]["bindings"]) == 2
    try:
        ask("SELECT * WHERE { ?s ?p }", JSON)
        raise AssertionError("a mistake was taken for a query")
    except QueryBadFormed as error:
        assert "column" in str(error), error


def rdflib_store():
    graph = Graph(store=SPARQLStore(SPARQL))
    assert list(graph.objects(FIJI, RDFS.label)) == [Literal("Fiji", "en")]
    assert (FIJI, RDFS.label, None) in graph
    assert len(graph.query("SELECT ?g WHERE { GRAPH ?g { ?s a igm:Claim } } GROUP BY ?g")) == 1
    lake = Graph(store=SPARQLStore(SPARQL, context_aware=True), identifier=URIRef(LAKE))
    dates = lake.objects(URIRef(BASE + "meeting/lake/conference-2"), URIRef("https://schema.org/startDate"))
    assert sorted(str(date) for date in dates) == ["2001-05-01", "2001-05-02"]
    whole = Graph().parse(f"{STORE}?graph={LAKE}", format="turtle")
    assert len(whole) == len(lake) > 20, (len(whole), len(lake))


def writing():
    insert = "INSERT DATA { GRAPH <http://example.org/notes> { <http://example.org/a> rdfs:label 'a note' } }"
    try:
        ask(insert, JSON, POST, endpoint=UPDATE)
        raise AssertionError("written without a token")
    except Unauthorized:
        pass
    for request in [URLENCODED, POSTDIRECTLY]:
        ask(insert, JSON, POST, request, endpoint=UPDATE, authorization=f"Bearer {token}")
    store = SPARQLUpdateStore(SPARQL, UPDATE, headers={"Authorization": f"Bearer {token}"})
    notes = Graph(store=store, identifier=URIRef("http://example.org/notes"))
    assert len(notes) == 1
    notes.add((URIRef("http://example.org/b"), RDFS.label, Literal("another")))
    assert len(notes) == 2
    notes.remove((URIRef("http://example.org/a"), None, None))
    assert list(notes.objects(None, RDFS.label)) == [Literal("another")]


def oxigraph():
    store = pyoxigraph.Store()
    rows = list(store.query(f"SELECT ?label {{ SERVICE <{SPARQL}> {{ <{FIJI}> <{RDFS.label}> ?label }} }}"))
    assert [row["label"].value for row in rows] == ["Fiji"], rows
    store.update(f"LOAD <{STORE}?graph={LAKE}> INTO GRAPH <{LAKE}>")
    assert len(store) > 20, len(store)


sparqlwrapper()
rdflib_store()
writing()
oxigraph()
