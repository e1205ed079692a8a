//! The search page and its JSON, the search inside of queries, and plans, over HTTP.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;
use serde_json::Value;

use super::{ask, encode, get, send_to, snapshot};

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

fn json(words: &str) -> Value {
    let answer = get(&format!("/search.json?q={}", encode(words)), "*/*");
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn a_search_shows_names_by_kind_and_passages_with_their_words_marked() {
    let page = get("/search?q=fiji", HTML).body;
    assert!(
        page.contains("States") && page.contains("href=\"/state/fiji\"") && page.contains("Republic of Fiji"),
        "{page}"
    );
    assert!(page.contains("hosted by <mark>Fiji</mark> on 2 May"), "{page}");
    assert!(page.contains("href=\"/doc/lake-2001?char=24,61#char=24,61\""), "{page}");
    // The beginning of a name is enough, of a word in a passage it is not.
    assert!(get("/search?q=ton", HTML).body.contains("href=\"/state/tonga\""));
    assert!(!get("/search?q=hoste", HTML).body.contains("<mark>"));
    assert!(get("/search?q=hoste*", HTML).body.contains("<mark>hosted</mark>"));
    assert!(get("/search?q=BOLO", HTML).body.contains("<mark>Bólo</mark>"));
}

#[test]
fn the_json_of_a_search_has_what_the_page_shows() {
    let found = json("fiji");
    assert_eq!(found["groups"][0]["kind"], "States");
    assert_eq!(found["groups"][0]["things"][0]["iri"], format!("{BASE}state/fiji"));
    assert_eq!(found["passages"][0]["iri"], format!("{BASE}doc/lake-2001#char=24,61"));
    assert_eq!(found["passages"][0]["document_label"], "Second Lake Conference (report)");
    let negotiated = get("/search?q=fiji", "application/json");
    assert_eq!(serde_json::from_str::<Value>(&negotiated.body).unwrap(), found);
}

#[test]
fn nothing_found_names_what_comes_near() {
    let page = get("/search?q=fidji", HTML).body;
    assert!(page.contains("No name and no passage") && page.contains("href=\"/state/fiji\""), "{page}");
    assert_eq!(json("fidji")["nearest"][0]["label"], "Fiji");
}

#[test]
fn odd_words_are_answered_and_stay_text() {
    assert!(get("/search", HTML).body.contains("All words must occur"));
    assert!(get("/search?q=%20", HTML).body.contains("All words must occur"));
    for (words, said) in [
        ("😀 …!", "there is no word to look for"),
        ("-fiji", "name a word that must"),
        (&"x".repeat(10_000), "longer than 1000 characters"),
        (&"(".repeat(900), "nested more than"),
        (&"a ".repeat(100), "more than 64 words"),
    ] {
        let page = get(&format!("/search?q={}", encode(words)), HTML);
        assert_eq!(page.status, StatusCode::OK, "{words}");
        assert!(page.body.contains(said), "{words}: {}", page.body);
        assert!(json(words)["note"].as_str().unwrap().contains(said));
    }
    for words in [
        "\"",
        "\"fiji",
        "fiji)",
        "'; DROP ALL #",
        "fiji\" } } SERVICE <http://a/> {",
        "<script>alert(1)</script>",
        "OR",
        "%",
    ] {
        let page = get(&format!("/search?q={}", encode(words)), HTML);
        assert_eq!(page.status, StatusCode::OK, "{words}");
        assert!(!page.body.contains("<script>"), "{words}");
    }
}

#[test]
fn without_an_index_names_are_found_and_queries_say_what_is_missing() {
    let bare = Snapshot::in_memory(snapshot().quads(None, None, None, None).map(Result::unwrap)).unwrap();
    let site = || {
        let texts = Texts::Memory(std::collections::BTreeMap::new());
        router(Arc::new(Site::new(bare.clone(), BASE, texts, Library::shipped(BASE).unwrap(), Limits::default())))
    };
    let ask = |path: &str| send_to(site(), Request::get(path).header("accept", HTML).body(Body::empty()).unwrap());
    let page = ask("/search?q=fiji").body;
    assert!(page.contains("Only names were looked for") && page.contains("href=\"/state/fiji\""), "{page}");
    let query = encode("SELECT * { SERVICE <search:> { ?t search:text 'fiji' } }");
    let refused = ask(&format!("/sparql?query={query}"));
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body.contains("text index"), "{}", refused.body);
}

#[test]
fn a_query_searches_the_text_index_and_no_other_service() {
    let query = "SELECT ?snippet { SERVICE <search:> { ?p search:text 'count fish' ; search:snippet ?snippet } }";
    assert_eq!(ask(query, "text/csv").body.trim(), "snippet\r\nIt urged Tonga <to **count**> **fish**.");
    let escaped = "SELECT * { \\u0053ERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }";
    let refused = ask(escaped, "*/*");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let wrong = ask("SELECT * { SERVICE <search:> { ?p search:text ?w } }", HTML);
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("?w is a variable"), "{}", wrong.body);
}

#[test]
fn the_examples_of_the_search_run() {
    let page = get("/sparql", HTML).body;
    let links: Vec<&str> = page.split("href=\"").filter_map(|part| part.split('"').next()).collect();
    let searches: Vec<&&str> =
        links.iter().filter(|link| link.starts_with("/sparql?query=") && link.contains("search%3A")).collect();
    assert!(searches.len() >= 4, "{links:?}");
    for link in searches {
        let answer = get(&link.replace("&amp;", "&"), "text/csv");
        assert_eq!(answer.status, StatusCode::OK, "{link}: {}", answer.body);
    }
}

#[test]
fn a_plan_is_given_as_text_json_and_page() {
    let query = encode(
        "SELECT ?who { SERVICE <search:> { ?p search:text 'hosted' } ?x prov:wasDerivedFrom ?p ; org:member/rdfs:label ?who }",
    );
    let text = get(&format!("/sparql?explain&query={query}"), "text/plain");
    assert_eq!((text.status, text.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert!(
        text.body.contains("search \"hosted\": 1 of 1 texts") && text.body.contains("1 rows, complete"),
        "{}",
        text.body
    );
    assert!(text.body.contains("QuadPattern(?x org:member"), "{}", text.body);
    let json: Value =
        serde_json::from_str(&get(&format!("/sparql?explain=run&query={query}"), "application/json").body).unwrap();
    assert_eq!((json["kind"].as_str(), json["run"]["rows"].as_u64()), (Some("SELECT"), Some(1)));
    assert!(json["plan"]["name"].as_str().unwrap().starts_with("Project") && json["plan"]["rows"] == 1, "{json:#}");
    let planned = get(&format!("/sparql?explain=plan&query={query}"), "*/*").body;
    assert!(planned.contains("not run") && planned.contains("QuadPattern"), "{planned}");
    let page = get(&format!("/sparql?explain=run&query={query}"), HTML).body;
    assert!(page.contains("<pre") && page.contains("Plan without running it"), "{page}");
    assert!(get(&format!("/sparql?query={query}"), HTML).body.contains("/sparql?explain=run&amp;query="));
}

#[test]
fn a_plan_is_asked_within_the_same_guards() {
    let refused = get(&format!("/sparql?explain&query={}", encode("SELECT * { SERVICE <http://a/> {} }")), "*/*");
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(get(&format!("/sparql?explain&query={}", encode("SELECT")), "*/*").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/sparql?explain=twice&query=ASK%20%7B%7D", "*/*").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/sparql?explain&query=ASK%20%7B%7D", "image/png").status, StatusCode::NOT_ACCEPTABLE);
}
