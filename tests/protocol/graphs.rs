//! Graph Store Protocol: reading. Service description and VoID.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNodeRef, Triple};

use super::{LAKE, quads, reading};
use crate::server::encode;

fn graph(format: RdfFormat, bytes: &[u8]) -> Graph {
    RdfParser::from_format(format).for_slice(bytes).map(|quad| Triple::from(quad.unwrap())).collect()
}

#[test]
fn a_graph_is_read_whole_in_every_format() {
    let serving = reading();
    let lake: Graph = quads()
        .into_iter()
        .filter(|quad| quad.graph_name.to_string() == format!("<{LAKE}>"))
        .map(Triple::from)
        .collect();
    let path = format!("/graph-store?graph={}", encode(LAKE));
    for accept in [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/ld+json",
        "application/rdf+xml",
    ] {
        let reply = serving.get(&path, accept);
        assert_eq!(reply.status, 200, "{accept}");
        let format = RdfFormat::from_media_type(reply.header("content-type")).unwrap();
        assert_eq!(format.media_type(), accept);
        assert_eq!(graph(format, &reply.body), lake, "{accept}");
    }
    let refused = serving.get(&path, "text/csv");
    assert_eq!(refused.status, 406);
    assert!(refused.text().contains("application/n-quads"), "{}", refused.text());
}

#[test]
fn the_default_graph_is_what_a_plain_pattern_sees() {
    let serving = reading();
    let default = graph(RdfFormat::Turtle, &serving.get("/graph-store?default", "text/turtle").body);
    let rows = serving.post("/sparql", "application/sparql-query", "text/csv", "SELECT * { ?s ?p ?o }");
    assert_eq!(default.len(), rows.text().lines().count() - 1);
    assert_eq!(serving.get("/graph-store?default=", "*/*").status, 200);
}

#[test]
fn a_graph_is_named_once_and_by_an_iri() {
    let serving = reading();
    let status = |path: &str| serving.get(path, "*/*").status;
    assert_eq!(status("/graph-store?graph=graph/lake-2001"), 200, "a path below the base");
    assert_eq!(status("/graph-store?graph=graph/lake-2002"), 404);
    assert_eq!(status("/graph-store?graph=http://example.org/none"), 404);
    assert_eq!(status("/graph-store/none"), 404);
    assert_eq!(status("/graph-store"), 400);
    assert_eq!(status(&format!("/graph-store?default&graph={}", encode(LAKE))), 400);
    assert_eq!(status(&format!("/graph-store?graph={0}&graph={0}", encode(LAKE))), 400);
    assert_eq!(status("/graph-store?graph=%3Ca%20b%3E"), 400);
    let head = serving.send("HEAD", "/graph-store?graph=graph/lake-2001", &[("accept", "application/trig")], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(head.header("content-type").starts_with("application/trig"));
    assert_eq!(serving.send("HEAD", "/graph-store?graph=graph/none", &[], b"").status, 404);
}

#[test]
fn a_graph_that_is_known_is_not_sent_again() {
    let serving = reading();
    let first = serving.get("/graph-store?default", "text/turtle");
    let tag = first.header("etag").to_owned();
    let again = serving.send("GET", "/graph-store?default", &[("accept", "text/turtle"), ("if-none-match", &tag)], b"");
    assert_eq!((again.status, again.header("vary")), (304, first.header("vary")));
    for (path, accept) in
        [("/graph-store?default", "application/trig"), ("/graph-store?graph=graph/lake-2001", "text/turtle")]
    {
        let other = serving.send("GET", path, &[("accept", accept), ("if-none-match", &tag)], b"");
        assert_eq!(other.status, 200, "{path} {accept}");
    }
}

#[test]
fn the_service_describes_itself_and_its_data() {
    let serving = reading();
    let sd = |local: &str| format!("http://www.w3.org/ns/sparql-service-description#{local}");
    let description = serving.get("/sparql", "application/n-triples");
    let description = graph(RdfFormat::NTriples, &description.body);
    let objects = |property: &str| -> Vec<String> {
        let property = sd(property);
        let found = description.triples_for_predicate(NamedNodeRef::new_unchecked(&property));
        found.map(|triple| triple.object.to_string().trim_matches(['<', '>']).to_owned()).collect()
    };
    assert_eq!(objects("endpoint"), ["http://localhost/sparql"], "as the settings say, not as the request does");
    assert!(objects("supportedLanguage").contains(&sd("SPARQL11Query")));
    assert!(!objects("supportedLanguage").contains(&sd("SPARQL11Update")));
    assert_eq!(objects("resultFormat").len(), 10);
    assert!(objects("inputFormat").is_empty());
    assert_eq!(objects("defaultDataset").len(), 1);
    assert_eq!(objects("defaultGraph").len(), 1);
    let mut named = objects("name");
    named.sort();
    assert_eq!(
        named,
        ["catalogue", "lake-2001", "resolution", "vocabulary"].map(|name| format!("https://w3id.org/igm/graph/{name}"))
    );
    assert_eq!(objects("namedGraph").len(), named.len());

    let void = serving.get("/.well-known/void", "application/n-triples");
    assert!(void.text().contains("<http://rdfs.org/ns/void#sparqlEndpoint>"), "{}", void.text());
}
