//! Pages, lists, data of entities, saved queries, a real socket, exports.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use rapporteur::graph::vocab::BASE;
use rapporteur::server::{Limits, router};
use rapporteur::store::Generations;

use super::dataset::send;
use super::served::publish;
use super::{encode, get, site, snapshot};

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
    let of = |value: &str| page.split("<li>").skip(1).find(|item| item.contains(value)).unwrap_or_default().to_owned();
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

/// What a picture of a page is drawn from.
pub(super) fn data_of(page: &str) -> serde_json::Value {
    let block =
        page.split_once("<rap-plot ").and_then(|(_, behind)| behind.split_once("<script type=\"application/json\">"));
    serde_json::from_str(block.unwrap().1.split("</script>").next().unwrap()).unwrap()
}

/// Scripts of a page are files of ours, in its head; what else is called a script is data, which no browser runs.
pub(super) fn only_our_scripts(path: &str, page: &str) {
    let (head, body) = page.split_once("<body").unwrap_or_else(|| panic!("{path} is no page"));
    for script in head.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(" src=\"/assets/") && script.contains("></script>"), "{path}: {script}");
    }
    let data = ["<script type=\"application/ld+json\">", "<script type=\"application/json\">"];
    let blocks: usize = data.iter().map(|data| body.matches(data).count()).sum();
    assert_eq!(body.matches("<script").count(), blocks, "{path}");
}

#[test]
fn nothing_from_the_graph_becomes_markup_or_a_script_link() {
    for path in ["/state/tonga", "/state/fiji", "/state", "/search?q=tonga", "/doc/lake-2001"] {
        let page = get(path, HTML);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        only_our_scripts(path, &page.body);
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
fn a_page_is_the_same_each_time_packed_or_not_until_a_new_generation_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    let site = Arc::new(site(Limits::default()));
    let app = router(site.clone());
    let serve = |things| {
        publish(folder.path(), things);
        site.publish(generations.snapshot().unwrap().unwrap());
    };
    let ask = |encoding: &str| {
        send(&app, Request::get("/thing/1").header("accept", HTML).header("accept-encoding", encoding))
    };
    serve(2);
    let deadline = Instant::now() + Duration::from_secs(60);
    // What is not counted yet stands in no page that is kept.
    while !ask("identity").1["etag"].to_str().unwrap().ends_with("-11\"") {
        assert!(Instant::now() < deadline, "the tables are made");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (_, _, page) = ask("identity");
    for _ in 0..3 {
        let (status, _, again) = ask("identity");
        assert!(status == StatusCode::OK && again == page);
        let (status, headers, packed) = ask("gzip");
        assert_eq!((status, headers["content-encoding"].to_str().unwrap()), (StatusCode::OK, "gzip"));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == page);
    }
    serve(1);
    assert!(ask("identity").2 != page);
    serve(0);
    assert_eq!(ask("identity").0, StatusCode::NOT_FOUND);
}

#[test]
fn it_answers_over_a_socket() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut flags = rapporteur::config::Flags::default();
    flags.set("bind", Some("127.0.0.1:0"));
    flags.set("metrics.bind", Some("off"));
    let config = rapporteur::config::Config::load(&flags).unwrap();
    std::thread::spawn(move || {
        rapporteur::server::serve(site(Limits::default()), &config, |at| sender.send(at).unwrap(), |_| Ok(None))
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
        export(&snapshot(), format.parse::<ExportFormat>().unwrap(), BASE, graph, &std::env::temp_dir(), &mut out)
            .map(|_| out)
    };
    for format in ["nq", "trig", "ttl", "nt", "jsonld", "rdfxml"] {
        assert_eq!(bytes(format, None).unwrap(), bytes(format, None).unwrap(), "{format}");
    }
    let nq = String::from_utf8(bytes("nq", None).unwrap()).unwrap();
    assert_eq!(nq.lines().count(), snapshot().len().unwrap());
    assert!(nq.lines().is_sorted());
    let count = |format, bytes: Vec<u8>| {
        let quads: Result<Vec<_>, _> = RdfParser::from_format(format).for_slice(&bytes).collect();
        quads.unwrap().len()
    };
    assert_eq!(count(RdfFormat::TriG, bytes("trig", None).unwrap()), snapshot().len().unwrap());
    let one = count(RdfFormat::Turtle, bytes("ttl", Some("graph/vocabulary")).unwrap());
    assert_eq!(one, 6);
    assert!(matches!(bytes("ttl", Some("graph/none")), Err(ExportError::NoSuchGraph(_))));
}
