//! The library of saved queries over HTTP: pages, files, the API, choices, the description in RDF.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::{Library, SavedQuery, Shelf, bind};
use rapporteur::server::{Limits, Site, Texts, router};
use serde_json::Value;

use super::{Answer, encode, send_to};
use crate::corpus_snapshot;

pub(super) fn app() -> Router {
    static APP: OnceLock<Router> = OnceLock::new();
    let build = || {
        let library = Library::shipped(BASE).unwrap();
        router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default())))
    };
    APP.get_or_init(build).clone()
}

fn ask(app: Router, path: &str, accept: &str) -> Answer {
    send_to(app, Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
}

pub(super) fn get(path: &str, accept: &str) -> Answer {
    ask(app(), path, accept)
}

fn json(path: &str) -> Value {
    let answer = get(path, "application/json");
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The examples of a query, as an address gives them.
pub(super) fn examples(query: &SavedQuery) -> String {
    let pairs = query.params.iter().map(|parameter| format!("{}={}", parameter.name, encode(&parameter.example)));
    pairs.collect::<Vec<_>>().join("&")
}

/// All rows of a query, in parts of a few.
pub(super) fn all_rows(name: &str, question: &str) -> (Vec<Value>, usize) {
    let mut rows: Vec<Value> = Vec::new();
    let mut next = Some(format!("/api/queries/{name}?{question}&limit=7"));
    let mut total = 0;
    while let Some(path) = next {
        let page = json(&path);
        rows.extend(page["rows"].as_array().unwrap().iter().cloned());
        total = usize::try_from(page["total"].as_u64().unwrap()).unwrap();
        next = page["next"].as_str().map(str::to_owned);
    }
    (rows, total)
}

#[test]
fn the_rows_of_the_api_in_parts_are_those_of_the_file() {
    for query in Library::shipped(BASE).unwrap().iter() {
        let question = examples(query);
        let (rows, total) = all_rows(&query.name, &question);
        let file = get(&format!("/queries/{}.json?{question}", query.name), "*/*");
        let file: Value = serde_json::from_str(&file.body).unwrap();
        let bindings = file["results"]["bindings"].as_array().unwrap();
        assert_eq!((rows.len(), total), (bindings.len(), bindings.len()), "{}", query.name);
        for (row, binding) in rows.iter().zip(bindings) {
            let (row, binding) = (row.as_object().unwrap(), binding.as_object().unwrap());
            assert_eq!(row.keys().collect::<Vec<_>>(), binding.keys().collect::<Vec<_>>(), "{}", query.name);
            for (column, term) in binding {
                for part in ["type", "value", "datatype", "xml:lang"] {
                    assert_eq!(row[column].get(part), term.get(part), "{}: {column}", query.name);
                }
            }
        }
    }
}

#[test]
fn a_cell_has_the_name_of_a_thing_and_the_place_of_a_passage() {
    let page = json("/api/queries/mandates_to?agent=body/bali-process/regional-support-office&limit=1");
    let row = &page["rows"][0];
    assert!(row["mandate"]["label"].as_str().unwrap().len() > 5, "{row}");
    let place = row["evidence"]["page"].as_str().unwrap();
    let shown = get(place.split('#').next().unwrap(), "text/html");
    assert_eq!(shown.status, StatusCode::OK, "{place}");
    assert_eq!(page["parameters"]["agent"]["label"], "Regional Support Office");
    assert!(page["complete"].as_bool().unwrap() && page["completeness"] == "complete");
}

#[test]
fn the_list_says_of_each_query_how_it_is_asked() {
    let list = json("/api/queries");
    let names: BTreeSet<String> = Library::shipped(BASE).unwrap().iter().map(|query| query.name.clone()).collect();
    let listed = list["queries"].as_array().unwrap();
    assert_eq!(listed.iter().map(|query| query["name"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>(), names);
    let query = listed.iter().find(|query| query["name"] == "mandates_to").unwrap();
    assert_eq!(query["parameters"][0]["type"], "entity");
    assert_eq!(query["parameters"][0]["required"], true);
    assert_eq!(query["form"], "select");
    for link in ["rows", "page", "text"] {
        let path = format!("{}?agent=state/fiji", query[link].as_str().unwrap());
        assert_eq!(get(&path, "*/*").status, StatusCode::OK, "{path}");
    }
}

#[test]
fn choices_come_from_the_data_and_a_cut_list_says_so() {
    let path = "/api/queries/mandates_to/params/agent";
    let found = json(&format!("{path}?q=regional+support"));
    assert_eq!(found["values"][0]["value"], "body/bali-process/regional-support-office");
    assert!(found["values"][0]["count"].as_u64().unwrap() > 0 && found["complete"] == true, "{found}");
    let cut = json(&format!("{path}?limit=3"));
    assert_eq!((cut["values"].as_array().unwrap().len(), &cut["complete"]), (3, &Value::from(false)));
    assert!(cut["total"].as_u64().unwrap() > 3);
    let none = json(&format!("{path}?q=nothing+is+called+so"));
    assert_eq!((&none["total"], &none["open"]), (&Value::from(0), &Value::from(false)));
    assert_eq!(get("/api/queries/mandates_to/params/nosuch", "*/*").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&format!("{path}?limit=0"), "*/*").status, StatusCode::BAD_REQUEST);
    assert_eq!(get(&format!("{path}?page=2"), "*/*").status, StatusCode::BAD_REQUEST);
}

#[test]
fn every_value_that_is_suggested_is_taken() {
    let (snapshot, library) = (corpus_snapshot(), Library::shipped(BASE).unwrap());
    let mut taken = 0;
    for query in library.iter() {
        for parameter in &query.params {
            let found = json(&format!("/api/queries/{}/params/{}?limit=200", query.name, parameter.name));
            for value in found["values"].as_array().unwrap() {
                let text = value["value"].as_str().unwrap();
                let term = rapporteur::query::value::value(&snapshot, BASE, parameter, text);
                assert!(term.is_ok(), "{}: {term:?}", query.name);
                taken += 1;
            }
        }
    }
    assert!(taken > 1000, "{taken}");
}

#[test]
fn a_wrong_question_to_the_api_gets_a_document_that_says_what_is_wrong() {
    for (path, status, said) in [
        ("/api/queries/nosuch", StatusCode::NOT_FOUND, "there is no query `nosuch`"),
        ("/api/queries/mandates_to", StatusCode::BAD_REQUEST, "mandates_to needs `agent`"),
        ("/api/queries/mandates_to?agent=nobody", StatusCode::BAD_REQUEST, "is not"),
        ("/api/queries/mandates_to?agent=state/fiji&who=x", StatusCode::BAD_REQUEST, "no parameter `who`"),
        ("/api/queries/mandates_to?agent=state/fiji&agent=state/nauru", StatusCode::BAD_REQUEST, "given twice"),
        ("/api/queries/mandates_to?agent=state/fiji&limit=many", StatusCode::BAD_REQUEST, "from 1 to 1000"),
        ("/api/queries/passages_about?words=%7F%C2%B0", StatusCode::BAD_REQUEST, "there is no word to look for"),
        ("/api/queries/meetings_timeline?after=3-00", StatusCode::GONE, "the answer has no row"),
    ] {
        let answer = get(path, "text/html");
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{path}");
        assert!(answer.body.contains(said), "{path}: {}", answer.body);
    }
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let path = "/api/queries/meetings_timeline?limit=2";
    let tag = get(path, "*/*").header("etag").to_owned();
    let request = Request::get(path).header("if-none-match", &tag).body(Body::empty()).unwrap();
    assert_eq!(send_to(app(), request).status, StatusCode::NOT_MODIFIED);
    assert_ne!(get("/api/queries/meetings_timeline?limit=3", "*/*").header("etag"), tag);
}

#[test]
fn a_form_that_is_posted_gets_the_address_of_its_answer() {
    let request = |kind: &str| {
        Request::post("/queries/mandates_to")
            .header("content-type", kind)
            .body(Body::from("agent=state%2Ffiji"))
            .unwrap()
    };
    let answer = send_to(app(), request("application/x-www-form-urlencoded"));
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(get(answer.header("location"), "text/html").status, StatusCode::OK, "{}", answer.header("location"));
    assert_eq!(send_to(app(), request("text/plain")).status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn the_sheet_has_names_and_nothing_that_a_spreadsheet_calculates() {
    let sheet = get("/queries/mandates_to.sheet.csv?agent=body/bali-process/regional-support-office", "*/*");
    assert!(sheet.header("content-type").starts_with("text/csv"), "{}", sheet.header("content-type"));
    assert!(sheet.header("content-disposition").contains("mandates_to.sheet.csv"));
    assert!(sheet.body.starts_with("\u{feff}at,issuer,") && sheet.body.contains("\r\n"), "{}", sheet.body);
    for cell in sheet.body.split(['\n', ',']) {
        assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
    }
}

/// The quads of a description.
fn described(path: &str, accept: &str) -> Vec<Quad> {
    let answer = get(path, accept);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    RdfParser::from_format(RdfFormat::Turtle).for_slice(answer.body.as_bytes()).map(Result::unwrap).collect()
}

#[test]
fn each_query_is_described_in_rdf_by_its_own_text_and_its_parameters() {
    let library = Library::shipped(BASE).unwrap();
    for quads in [described("/queries.ttl", "*/*"), described("/sparql", "text/turtle")] {
        let selects: Vec<&Quad> =
            quads.iter().filter(|quad| quad.predicate.as_str().ends_with("shacl#select")).collect();
        assert_eq!(selects.len(), library.iter().count());
        for quad in &selects {
            let Term::Literal(text) = &quad.object else { panic!("{quad}") };
            let name = quad.subject.to_string();
            let name = name.trim_end_matches('>').rsplit('/').next().unwrap();
            let read = rapporteur::query::library::parse_query(name, text.value(), BASE).unwrap();
            let ours = library.get(name).unwrap();
            assert_eq!(bind::columns(&read), ours.columns(), "{name}");
            let of_parameters = |query| bind::variables(query).into_iter().filter(|name| name.starts_with('_'));
            assert!(of_parameters(&read).eq(of_parameters(&ours.query)), "{name}");
        }
        let parameters = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("shacl#parameter")).count();
        assert_eq!(parameters, library.iter().map(|query| query.params.len()).sum::<usize>());
    }
    assert_eq!(get("/queries.ttl", "*/*").body, get("/queries.ttl", "*/*").body);
}

/// A server whose operator keeps a folder of queries.
fn with_folder(folder: &Path) -> Router {
    let shelf = Shelf::open(BASE, &[folder.to_owned()]).unwrap();
    router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, shelf, Limits::default())))
}

#[test]
fn a_file_that_is_dropped_into_a_folder_is_a_page_an_api_and_a_description_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = with_folder(folder.path());
    assert_eq!(ask(app.clone(), "/queries/hosts", "text/html").status, StatusCode::NOT_FOUND);
    let text = "#+ summary: Who hosts how much?\n#+ chart: {type: bar, label: who, value: meetings}\n\
        SELECT ?who (COUNT(*) AS ?meetings) { ?p a igm:Participation ; org:member ?who ; org:role cap:co-host } \
        GROUP BY ?who ORDER BY DESC(?meetings) ?who";
    std::fs::write(folder.path().join("hosts.rq"), text).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(600));
    for path in ["/queries/hosts", "/queries/hosts.csv", "/api/queries/hosts", "/queries/hosts.rq"] {
        assert_eq!(ask(app.clone(), path, "text/html").status, StatusCode::OK, "{path}");
    }
    for path in ["/queries", "/api/queries", "/queries.ttl"] {
        assert!(ask(app.clone(), path, "text/html").body.contains("queries/hosts"), "{path}");
    }
    let page = ask(app, "/queries/hosts", "text/html").body;
    let bars = super::pages::data_of(&page);
    let indonesia = bars["rows"].as_array().unwrap().iter().find(|bar| bar["label"] == "Indonesia").unwrap();
    assert_eq!(indonesia["href"], "/state/indonesia", "{bars}");
    assert!(indonesia["value"].as_f64().unwrap() >= 1.0 && page.contains("<figcaption>meetings by who"), "{page}");
}

#[test]
fn a_query_that_constructs_has_files_of_triples_and_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    let text = "#+ summary: Which states are there?\nCONSTRUCT { ?s rdfs:label ?l } { ?s a igm:State ; rdfs:label ?l }";
    std::fs::write(folder.path().join("states.rq"), text).unwrap();
    let app = with_folder(folder.path());
    let page = ask(app.clone(), "/queries/states", "text/html").body;
    assert!(page.contains("/queries/states.ttl") && !page.contains("/queries/states.csv"), "{page}");
    let turtle = ask(app.clone(), "/queries/states.ttl", "*/*");
    assert!(turtle.header("content-type").starts_with("text/turtle") && turtle.body.contains("\"Fiji\""));
    assert_eq!(ask(app.clone(), "/api/queries/states", "*/*").status, StatusCode::NOT_ACCEPTABLE);
    let openapi: Value = serde_json::from_str(&ask(app, "/openapi.json", "*/*").body).unwrap();
    assert!(openapi["paths"].get("/api/queries/states").is_none());
    let formats = &openapi["paths"]["/queries/states.{format}"]["get"]["parameters"][0]["schema"]["enum"];
    assert!(formats.as_array().unwrap().contains(&Value::from("ttl")), "{formats}");
}

#[test]
fn no_value_is_more_than_a_value() {
    let parts =
        ["\"", "'", "\\", "}", "{", "#", "<", ">", "?x", "\n", "\u{0}", "\u{202e}", "\\u0022", ";", "%00", "DROP ALL"];
    let mut refused = 0;
    for first in parts {
        for second in parts {
            for third in ["x", "\" } UNION { ?s ?p ?o } #"] {
                let value = encode(&format!("{first}{second}{third}"));
                let rows = get(&format!("/api/queries/mandates_to?agent={value}"), "*/*");
                assert_eq!(rows.status, StatusCode::BAD_REQUEST, "{value}: {}", rows.body);
                refused += 1;
                // A text is looked for as it is: it is in no passage, or is no search.
                let rows = get(&format!("/api/queries/passages_about?words={value}"), "*/*");
                assert!(matches!(rows.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{value}: {}", rows.body);
            }
        }
    }
    assert!(refused >= 500, "{refused}");
}
