//! The server, driven through its router without a socket, and once through one.

mod copy;
mod corpus;
mod crawl;
mod dataset;
mod honest;
mod intruders;
mod islands;
mod isolation;
mod killers;
mod many;
mod nanopubs;
mod openapi;
mod pages;
mod programs;
mod quality;
mod reading;
mod saved;
mod screens;
mod search;
mod served;
mod services;
mod tasks;
mod trees;
mod uses;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;
use tower::ServiceExt;

const TEXT: &str =
    "Lake Bólo, 1 May 2001.\n\nIt was hosted by Fiji on 2 May 2001 …\n\nIt urged Tonga <to count> fish.\n";
const SHA256: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

fn snapshot() -> Snapshot {
    let trig = include_str!("cases/server/graph.trig").replace("SHA256", SHA256);
    let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(trig.as_bytes()).map(|quad| quad.unwrap());
    rapporteur::search::indexed(&Snapshot::in_memory(quads.collect::<Vec<_>>()).unwrap()).unwrap()
}

fn site(limits: Limits) -> Site {
    let texts = Texts::Memory(BTreeMap::from([(SHA256.to_owned(), TEXT.to_owned())]));
    Site::new(snapshot(), BASE, texts, Library::shipped(BASE).unwrap(), limits)
}

fn app() -> Router {
    router(Arc::new(site(Limits::default())))
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

pub(crate) fn send_to(app: Router, mut request: Request<Body>) -> Answer {
    request.headers_mut().entry("host").or_insert(axum::http::HeaderValue::from_static("localhost"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { read(app.oneshot(request).await.unwrap()).await })
}

fn get(path: &str, accept: &str) -> Answer {
    send_to(app(), Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
}

pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn ask(query: &str, accept: &str) -> Answer {
    get(&format!("/sparql?query={}", encode(query)), accept)
}

fn post(content_type: &str, body: &str) -> Answer {
    let request = Request::post("/sparql").header("content-type", content_type);
    send_to(app(), request.body(Body::from(body.to_owned())).unwrap())
}

#[test]
fn a_query_is_answered_by_get_form_and_direct_post_alike() {
    let query = "SELECT ?l WHERE { ?s a igm:State ; rdfs:label ?l FILTER(?l = 'Fiji'@en) }";
    let by_get = ask(query, "*/*");
    assert_eq!(by_get.status, StatusCode::OK);
    assert_eq!(by_get.header("content-type"), "application/sparql-results+json");
    assert_eq!(by_get.header("x-rapporteur-complete"), "true");
    assert!(by_get.body.contains("\"Fiji\""), "{}", by_get.body);
    let form = post("application/x-www-form-urlencoded", &format!("query={}", encode(query)));
    let direct = post("application/sparql-query; charset=utf-8", query);
    assert_eq!(by_get.body, form.body);
    assert_eq!(by_get.body, direct.body);
}

#[test]
fn the_accept_header_chooses_the_format() {
    let select = "SELECT (1 AS ?x) {}";
    let graph = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }";
    for (query, accept, content_type) in [
        (select, "application/sparql-results+xml", "application/sparql-results+xml"),
        (select, "text/csv", "text/csv; charset=utf-8; header=present"),
        (
            select,
            "text/csv;q=0.1, text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8; header=present",
        ),
        (graph, "*/*", "text/turtle; charset=utf-8"),
        (graph, "application/n-triples", "application/n-triples"),
        (graph, "application/n-quads", "application/n-quads"),
        (graph, "application/trig", "application/trig; charset=utf-8"),
        (graph, "application/ld+json", "application/ld+json"),
        (graph, "application/rdf+xml;q=0.9, text/turtle;q=0.5", "application/rdf+xml"),
    ] {
        let answer = ask(query, accept);
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, content_type), "{accept}");
    }
    let none = ask(select, "text/turtle");
    assert_eq!(none.status, StatusCode::NOT_ACCEPTABLE);
    assert!(none.body.contains("text/csv"), "{}", none.body);
}

#[test]
fn a_passage_is_one_field_of_a_csv_although_its_iri_has_a_comma() {
    let csv = ask("SELECT ?passage ?quote { GRAPH ?g { ?passage oa:exact ?quote } }", "text/csv").body;
    let rows: Result<Vec<csv::StringRecord>, _> = csv::Reader::from_reader(csv.as_bytes()).records().collect();
    let rows = rows.unwrap_or_else(|error| panic!("{error}: {csv}"));
    assert!(rows.iter().any(|row| row[0].contains("#char=") && row[0].contains(',')), "{csv}");
}

#[test]
fn protocol_graphs_replace_the_default_graph() {
    let graph = encode("https://w3id.org/igm/graph/lake-2001");
    let query = encode("SELECT (COUNT(?d) AS ?n) WHERE { <meeting/lake/conference-2> schema:startDate ?d }");
    let one = get(&format!("/sparql?query={query}"), "text/csv");
    let both = get(&format!("/sparql?query={query}&default-graph-uri={graph}"), "text/csv");
    assert_eq!((one.body.as_str(), both.body.as_str()), ("n\r\n1\r\n", "n\r\n2\r\n"));
    let query = encode("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }");
    let named = get(&format!("/sparql?query={query}&named-graph-uri={graph}"), "text/csv");
    assert_eq!(named.body, "g\r\nhttps://w3id.org/igm/graph/lake-2001\r\n");
    assert_eq!(get(&format!("/sparql?query={query}&named-graph-uri=x"), "text/csv").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_query_that_does_not_parse_gets_line_and_column() {
    let answer = ask("SELECT *\nWHERE { ?s nope:p ?o }", "*/*");
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["status"], 400);
    assert_eq!((&problem["line"], &problem["column"]), (&2.into(), &12.into()), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("prefix `nope:` is not declared"), "{problem}");
}

#[test]
fn nothing_can_be_written_and_nobody_else_is_asked() {
    assert_eq!(ask("INSERT DATA { <a:a> <a:b> <a:c> }", "*/*").status, StatusCode::FORBIDDEN);
    assert_eq!(ask("LOAD <http://127.0.0.1/>", "*/*").status, StatusCode::FORBIDDEN);
    assert_eq!(ask("SELECT * { SERVICE SILENT <http://127.0.0.1/> {} }", "*/*").status, StatusCode::FORBIDDEN);
    assert_eq!(post("application/sparql-update", "CLEAR ALL").status, StatusCode::FORBIDDEN);
    assert_eq!(post("application/x-www-form-urlencoded", "update=CLEAR+ALL").status, StatusCode::FORBIDDEN);
    assert_eq!(post("text/plain", "ASK {}").status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(ask("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", "text/csv").body, "o,p,s\r\n");
}

#[test]
fn a_cut_off_answer_says_so() {
    let app = router(Arc::new(site(Limits { rows: 3, triples: 3, ..Limits::default() })));
    let query = |q: &str| format!("/sparql?query={}", encode(q));
    let request =
        |q: &str| Request::get(query(q)).header("accept", "text/csv, text/turtle").body(Body::empty()).unwrap();
    let cut = send_to(app.clone(), request("SELECT * { ?s ?p ?o }"));
    assert_eq!(cut.header("x-rapporteur-complete"), "false; rows=3");
    assert_eq!(cut.body.lines().count(), 4);
    let whole = send_to(app.clone(), request("SELECT * { ?s ?p ?o } LIMIT 3"));
    assert_eq!(whole.header("x-rapporteur-complete"), "true");
    let graph = send_to(app, request("CONSTRUCT WHERE { ?s ?p ?o }"));
    assert_eq!(graph.header("x-rapporteur-complete"), "false; rows=3");
}

#[test]
fn a_slow_query_ends_at_the_deadline() {
    let app = router(Arc::new(site(Limits { deadline: Duration::from_millis(300), ..Limits::default() })));
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";
    let started = std::time::Instant::now();
    let answer = send_to(app, Request::get(format!("/sparql?query={}", encode(query))).body(Body::empty()).unwrap());
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT, "{}", answer.body);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_long_answer_that_fails_late_is_not_taken_for_a_whole_one() {
    let limits =
        Limits { deadline: Duration::from_millis(700), rows: usize::MAX, held_back: 1024, ..Limits::default() };
    let app = router(Arc::new(site(limits)));
    let query = encode("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request =
            Request::get(format!("/sparql?query={query}")).header("host", "localhost").header("accept", "text/csv");
        let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers()["x-rapporteur-complete"].to_str().unwrap().starts_with("unknown"));
        assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    });
}

#[test]
fn too_many_queries_are_asked_to_come_back() {
    let app = router(Arc::new(site(Limits { concurrent: 0, ..Limits::default() })));
    let answer = send_to(app, Request::get("/sparql?query=ASK%7B%7D").body(Body::empty()).unwrap());
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.header("retry-after").is_empty());
}

#[test]
fn deep_and_long_queries_do_not_kill_the_server() {
    let app = app();
    for query in [
        format!("SELECT * {{ FILTER{}1{} }}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("SELECT * {{ FILTER({}1) }}", "!".repeat(60)),
        format!("SELECT * {{ ?s ?p {}1{} }}", "[ <a:p> ".repeat(60), "]".repeat(60)),
        format!("SELECT * {{ {}{} }}", "{ SELECT * {".repeat(28), "}}".repeat(28)),
        format!("SELECT * {{ FILTER(1{}) }}", "+1".repeat(30_000)),
    ] {
        let request = Request::post("/sparql").header("content-type", "application/sparql-query");
        let answer = send_to(app.clone(), request.body(Body::from(query)).unwrap());
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.body);
    }
    assert_eq!(
        send_to(app, Request::get("/sparql?query=ASK%7B%7D").body(Body::empty()).unwrap()).status,
        StatusCode::OK
    );
}

#[test]
fn an_answer_already_known_is_not_sent_again() {
    let path = format!("/sparql?query={}", encode("ASK { ?s ?p ?o }"));
    let first = get(&path, "*/*");
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let request =
        Request::get(&path).header("accept", "*/*").header("if-none-match", &tag).body(Body::empty()).unwrap();
    let again = send_to(app(), request);
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let head = send_to(app(), Request::head(&path).body(Body::empty()).unwrap());
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(ask("SELECT (NOW() AS ?t) {}", "*/*").header("etag"), "");
}

#[test]
fn programs_of_other_sites_may_read() {
    let request = Request::options("/sparql").header("origin", "https://example.org");
    let request = request.header("access-control-request-method", "GET").body(Body::empty()).unwrap();
    assert_eq!(send_to(app(), request).header("access-control-allow-origin"), "*");
    assert_eq!(ask("ASK {}", "*/*").header("access-control-allow-origin"), "*");
}
