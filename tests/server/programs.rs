//! What programs get beside the pages: JSON, the description of the endpoint, the ontology as data, errors to act on.

use axum::http::StatusCode;

use super::{ask, encode, get};

#[test]
fn a_client_with_its_own_values_of_format_gets_what_it_accepts() {
    let with = |query: &str, format: &str, accept: &str| {
        let answer = get(&format!("/sparql?query={}&format={format}", encode(query)), accept);
        (answer.status, answer.header("content-type").to_owned())
    };
    let graph = "CONSTRUCT WHERE { ?s a igm:State }";
    assert_eq!(with(graph, "turtle", "text/turtle"), (StatusCode::OK, "text/turtle; charset=utf-8".into()));
    assert_eq!(with(graph, "json-ld", "application/ld+json"), (StatusCode::OK, "application/ld+json".into()));
    assert_eq!(with(graph, "xml", "*/*"), (StatusCode::OK, "application/rdf+xml".into()));
    assert_eq!(with("ASK {}", "xml", "text/html"), (StatusCode::OK, "application/sparql-results+xml".into()));
}

#[test]
fn the_endpoint_describes_itself_to_who_asks_nothing() {
    let description = get("/sparql", "*/*");
    assert_eq!(description.header("content-type"), "text/turtle; charset=utf-8");
    for part in ["a sd:Service", "sd:SPARQL11Query", "graph/resolution> a sd:NamedGraph"] {
        assert!(description.body.contains(part), "{part}\n{}", description.body);
    }
    assert!(get("/sparql", "text/html").body.contains("<textarea"));
    assert_eq!(get("/sparql?default-graph-uri=http://x/", "*/*").status, StatusCode::BAD_REQUEST);
}

#[test]
fn each_page_of_a_thing_is_json_too() {
    let answer = get("/meeting/lake/conference-2.json", "*/*");
    assert_eq!(answer.header("content-type"), "application/json");
    let meeting: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&meeting["label"], &meeting["kind"]), (&"Second Lake Conference".into(), &"Meeting".into()));
    let facts = meeting["facts"].as_array().unwrap();
    let date = facts.iter().find(|fact| fact["property"]["iri"] == "https://schema.org/startDate").unwrap();
    assert_eq!(date["values"][0]["term"], "\"2001-05-02\"^^<http://www.w3.org/2001/XMLSchema#date>");
    assert_eq!(date["values"][0]["evidence"][0]["quote"], "It was hosted by Fiji on 2 May 2001 …");
    assert_eq!(get("/meeting/lake/conference-9.json", "application/json").status, StatusCode::NOT_FOUND);
}

#[test]
fn the_ontology_is_data_too() {
    let turtle = get("/ns", "text/turtle");
    assert_eq!(turtle.header("content-type"), "text/turtle; charset=utf-8");
    assert!(turtle.body.contains("igm:Mandate"), "{}", turtle.body);
    assert_eq!(get("/ns.ttl", "*/*").body, turtle.body);
    assert_eq!(get("/ontology.ttl", "*/*").body, turtle.body);
}

#[test]
fn a_slash_at_the_end_leads_to_the_page() {
    for (path, location) in
        [("/queries/", "/queries"), ("/state/?page=1", "/state?page=1"), ("//example.org/", "/example.org")]
    {
        let answer = get(path, "text/html");
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, location));
    }
}

#[test]
fn a_file_of_a_question_that_cannot_be_is_refused_with_what_can() {
    let unknown = get("/queries/nosuch.csv", "*/*");
    assert_eq!((unknown.status, unknown.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
    let triples = get("/queries/contested_facts.ttl", "*/*");
    assert_eq!(triples.status, StatusCode::NOT_ACCEPTABLE);
    assert!(triples.body.contains("\"csv\"") && triples.body.contains("answered by rows"), "{}", triples.body);
}

#[test]
fn a_mistake_is_explained_in_words() {
    let problem = ask("SELECT * WHERE { ?s ?p }", "*/*").body;
    assert!(!problem.contains("LATERAL") && problem.contains("\"column\": 18"), "{problem}");
}

#[test]
fn each_row_of_csv_has_as_many_fields_as_names() {
    let query = "SELECT ?e ?quote WHERE { GRAPH ?g { ?e oa:exact ?quote } } ORDER BY ?e";
    for answer in [ask(query, "text/csv"), get("/queries/contested_facts.csv", "*/*")] {
        let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
        let names = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert!(!rows.is_empty(), "{}", answer.body);
        let passage = names.iter().position(|name| name == "e" || name == "evidence").unwrap();
        for row in rows {
            assert!(row[passage].contains("#char=") && row[passage].contains(','), "{row:?}");
        }
    }
}

#[test]
fn the_example_of_a_question_is_one_that_this_store_knows() {
    let form = get("/queries/participants_of_meeting", "text/html").body;
    let link = form.split("href=\"").find(|rest| rest.starts_with("/queries/participants_of_meeting?")).unwrap();
    let answer = get(&link[..link.find('"').unwrap()], "text/html");
    assert_eq!(answer.status, StatusCode::OK, "{link}");
    assert!(answer.body.contains("Fiji"), "{}", answer.body);
}
