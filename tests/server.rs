//! The server, driven through its router without a socket, and once through one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use rapporteur::publish::DEFAULT_BASE;
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
    Snapshot::in_memory(quads.collect::<Vec<_>>()).unwrap()
}

fn site(limits: Limits) -> Site {
    let texts = Texts::Memory(BTreeMap::from([(SHA256.to_owned(), TEXT.to_owned())]));
    Site::new(snapshot(), DEFAULT_BASE, texts, Library::shipped(DEFAULT_BASE).unwrap(), limits)
}

fn app() -> Router {
    router(Arc::new(site(Limits::default())))
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

fn send_to(app: Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { read(app.oneshot(request).await.unwrap()).await })
}

fn get(path: &str, accept: &str) -> Answer {
    send_to(app(), Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
}

fn encode(text: &str) -> String {
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
    assert_eq!((&problem["line"], &problem["column"]), (&2.into(), &18.into()), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("Prefix not found"), "{problem}");
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
        let request = Request::get(format!("/sparql?query={query}")).header("accept", "text/csv");
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

const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[test]
fn every_entity_has_a_page_whose_facts_link_to_their_sentences() {
    let page = get("/state/fiji", HTML);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.body.contains("<h1>Fiji</h1>"));
    assert!(page.body.contains("the Fiji Islands"), "the name as written");
    assert!(page.body.contains("href=\"/meeting/lake/conference-2\">Second Lake Conference</a>"));
    assert!(page.body.contains("href=\"/doc/lake-2001?char=24,61#char=24,61\""), "{}", page.body);
}

#[test]
fn a_contested_date_is_shown_with_both_values_and_their_rank() {
    let page = get("/meeting/lake/conference-2", HTML).body;
    let of = |value: &str| page.split("<li>").find(|item| item.contains(value)).unwrap_or_default().to_owned();
    assert!(of("2001-05-02").contains("disagree: preferred"), "{page}");
    assert!(of("2001-05-01").contains("disagree: not preferred"), "{page}");
    assert!(of("2001-05-01").contains("char=0,22"), "{page}");
}

#[test]
fn the_document_page_marks_the_requested_sentence_by_code_points() {
    let page = get("/doc/lake-2001?char=24,61", HTML).body;
    assert!(page.contains("<mark id=\"char=24,61\">It was hosted by Fiji on 2 May 2001 …</mark>"), "{page}");
    assert_eq!(page.matches("<mark").count(), 1);
    assert!(page.contains("Tonga &lt;to count&gt; fish"), "text is escaped");
    let whole = get("/doc/lake-2001", HTML).body;
    assert!(whole.contains("Lake Bólo") && !whole.contains("<mark"));
    assert_eq!(get("/doc/lake-2001?char=9,3", HTML).status, StatusCode::BAD_REQUEST);
}

#[test]
fn nothing_from_the_graph_becomes_markup_or_a_script_link() {
    for path in ["/state/tonga", "/state/fiji", "/state", "/search?q=tonga", "/doc/lake-2001"] {
        let page = get(path, HTML);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("<script"), "{path}");
        assert!(!page.body.contains("href=\"javascript:"), "{path}");
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
    assert!(get("/search?q=%3Cscript%3E", HTML).body.contains("&lt;script&gt;"));
}

#[test]
fn lists_count_what_they_list() {
    assert!(get("/state", HTML).body.contains("Fiji"));
    assert!(get("/mandate", HTML).body.contains("Tonga to count its fish"));
    assert!(get("/participation", HTML).body.contains("Fiji, host, Second Lake Conference"));
    assert!(get("/person", HTML).body.contains("name none"));
    assert_eq!(get("/state?page=2", HTML).status, StatusCode::NOT_FOUND);
    let home = get("/", HTML).body;
    assert!(home.contains("<b>2</b>") && home.contains("Second Lake Conference (report)"), "{home}");
}

#[test]
fn a_thing_is_redirected_to_its_page_or_its_data() {
    for (accept, location) in [
        (HTML, "/state/fiji"),
        ("text/turtle", "/state/fiji.ttl"),
        ("application/ld+json", "/state/fiji.jsonld"),
        ("application/rdf+xml", "/state/fiji.rdf"),
    ] {
        let answer = get("/id/state/fiji", accept);
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, location));
        assert_eq!(answer.header("vary"), "accept");
    }
    assert_eq!(get("/id//example.org/", HTML).header("location"), "/example.org/");
}

#[test]
fn the_data_of_an_entity_reads_back_as_its_bounded_description() {
    for (suffix, format) in [
        ("ttl", RdfFormat::Turtle),
        ("nt", RdfFormat::NTriples),
        ("nq", RdfFormat::NQuads),
        ("trig", RdfFormat::TriG),
        ("jsonld", RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
        ("rdf", RdfFormat::RdfXml),
    ] {
        let answer = get(&format!("/state/fiji.{suffix}"), "*/*");
        assert_eq!(answer.status, StatusCode::OK, "{suffix}");
        let quads: Vec<_> =
            RdfParser::from_format(format).for_slice(answer.body.as_bytes()).map(|quad| quad.unwrap()).collect();
        assert!(quads.iter().any(|quad| quad.object.to_string() == "\"Fiji\"@en"), "{suffix}");
        assert!(
            quads.iter().any(|quad| quad.predicate.as_str().ends_with("org#member")),
            "{suffix}: what points to it"
        );
        assert!(!answer.body.contains("Tonga"), "{suffix}: nothing else");
    }
    let negotiated = get("/state/fiji", "text/turtle");
    assert_eq!(negotiated.body, get("/state/fiji.ttl", "*/*").body);
    assert!(get("/state/fiji.csv", "*/*").body.starts_with("graph,subject,predicate,object\n"));
    let graph = get("/graph/lake-2001.nq", "*/*").body;
    assert!(graph.lines().all(|line| line.ends_with("<https://w3id.org/igm/graph/lake-2001> .")), "{graph}");
}

#[test]
fn an_unknown_page_names_the_nearest() {
    let page = get("/state/fidji", HTML);
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("href=\"/state/fiji\""), "{}", page.body);
    let data = get("/state/fidji", "text/turtle");
    assert_eq!((data.status, data.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
    assert!(data.body.contains("/state/fiji"));
    assert_eq!(get("/%ff", HTML).status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/state/fiji%20%3E", HTML).status, StatusCode::NOT_FOUND);
}

#[test]
fn ontology_catalogue_and_health_answer() {
    let ontology = get("/ns", HTML).body;
    assert!(ontology.contains("id=\"Mandate\"") && ontology.contains("Something is to be done."));
    assert!(get("/.well-known/void", "text/turtle").body.contains("Test data set"));
    assert_eq!(get("/health/live", "*/*").body, "live\n");
    assert_eq!(get("/health/ready", "*/*").body, "ready, generation 0\n");
}

#[test]
fn a_saved_query_is_a_form_a_table_and_a_file() {
    assert!(get("/queries", HTML).body.contains("/queries/contested_facts"));
    let page = get("/queries/contested_facts", HTML);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("2001-05-01") && page.body.contains("?char=0,22#char=0,22"), "{}", page.body);
    let csv = get("/queries/contested_facts.csv", "*/*");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    assert!(get("/queries/contested_facts.json", "*/*").body.contains("\"bindings\""));
    let form = get("/queries/participants_of_meeting", HTML);
    assert!(form.body.contains("name=\"meeting\"") && form.body.contains("value=\"meeting/lake/conference-2\""));
    let bound = get("/queries/participants_of_meeting.csv?meeting=meeting/lake/conference-2", "*/*");
    assert!(bound.body.contains("Fiji"), "{}", bound.body);
    assert_eq!(get("/queries/participants_of_meeting.csv?meeting=nowhere", "*/*").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/queries/participants_of_meetin", HTML).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_browser_gets_the_endpoint_as_a_form_and_a_table() {
    assert!(get("/sparql", HTML).body.contains("<textarea"));
    let table = get(&format!("/sparql?query={}", encode("SELECT ?l { ?s a igm:State ; rdfs:label ?l }")), HTML);
    assert!(table.header("content-type").starts_with("text/html"));
    assert!(table.body.contains("2 rows") && table.body.contains("Tonga &lt;script&gt;"), "{}", table.body);
    let wrong = get(&format!("/sparql?query={}", encode("SELECT")), HTML);
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("Line 1, column"), "{}", wrong.body);
    let link = get(&format!("/sparql?format=csv&query={}", encode("SELECT (1 AS ?x) {}")), HTML);
    assert_eq!(link.body, "x\r\n1\r\n");
}

#[test]
fn a_new_generation_is_served_without_a_new_server() {
    let site = Arc::new(site(Limits::default()));
    let app = router(site.clone());
    let ask = || Request::get("/state/fiji").header("accept", HTML).body(Body::empty()).unwrap();
    assert_eq!(send_to(app.clone(), ask()).status, StatusCode::OK);
    site.publish(Snapshot::in_memory([]).unwrap());
    assert_eq!(send_to(app, ask()).status, StatusCode::NOT_FOUND);
}

#[test]
fn it_answers_over_a_socket() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let address = "127.0.0.1:0".parse().unwrap();
    std::thread::spawn(move || {
        rapporteur::server::serve(site(Limits::default()), address, |at| sender.send(at).unwrap(), |_| Ok(None))
            .unwrap();
    });
    let at = receiver.recv_timeout(Duration::from_secs(20)).unwrap();
    let mut answer = ureq::get(format!("http://{at}/sparql?query=ASK%7B%7D")).call().unwrap();
    assert!(answer.body_mut().read_to_string().unwrap().contains("true"));
    let mut page = ureq::get(format!("http://{at}/state/fiji")).header("accept", "text/html").call().unwrap();
    assert!(page.body_mut().read_to_string().unwrap().contains("<h1>Fiji</h1>"));
}

#[test]
fn an_export_is_sorted_the_same_each_time_and_reads_back() {
    use rapporteur::publish::{ExportError, ExportFormat, export};
    let bytes = |format: &str, graph: Option<&str>| {
        let mut out = Vec::new();
        export(&snapshot(), format.parse::<ExportFormat>().unwrap(), DEFAULT_BASE, graph, &mut out).map(|()| out)
    };
    for format in ["nq", "trig", "ttl", "nt", "jsonld", "rdfxml"] {
        assert_eq!(bytes(format, None).unwrap(), bytes(format, None).unwrap(), "{format}");
    }
    let nq = String::from_utf8(bytes("nq", None).unwrap()).unwrap();
    assert_eq!(nq.lines().count(), snapshot().len().unwrap());
    assert!(nq.lines().is_sorted());
    let count = |format, bytes: Vec<u8>| RdfParser::from_format(format).for_slice(&bytes).map(|q| q.unwrap()).count();
    assert_eq!(count(RdfFormat::TriG, bytes("trig", None).unwrap()), snapshot().len().unwrap());
    let one = count(RdfFormat::Turtle, bytes("ttl", Some("graph/vocabulary")).unwrap());
    assert_eq!(one, 6);
    assert!(matches!(bytes("ttl", Some("graph/none")), Err(ExportError::NoSuchGraph(_))));
}
