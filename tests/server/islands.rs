//! What the scripts of the pages ask: passages, suggestions, pictures, terms, the check of a query; and the scripts.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;

use super::{app, encode, get, send_to};
use crate::server::pages::only_our_scripts;

fn json(path: &str) -> Value {
    let answer = get(path, "application/json");
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

const MEETING: &str = "meeting/lake/conference-2";

#[test]
fn a_passage_stands_between_the_words_around_it_and_says_what_it_proves() {
    let passage = json("/api/passage?document=doc/lake-2001&char=63,94");
    assert_eq!(passage["quote"], "It urged Tonga <to count> fish.");
    assert!(passage["before"].as_str().unwrap().ends_with("2 May 2001 …\n\n"), "{passage}");
    assert_eq!((&passage["locator"], &passage["total"]), (&"para. 2".into(), &2.into()), "{passage}");
    assert_eq!(passage["href"], "/doc/lake-2001?char=63,94#char=63,94");
    for (path, status) in [
        ("/api/passage?document=doc/lake-2001&char=63,900", 404),
        ("/api/passage?document=doc/nowhere&char=1,2", 404),
        ("/api/passage?document=doc/lake-2001&char=9,3", 400),
        ("/api/passage?char=1,2", 400),
    ] {
        let answer = get(path, "*/*");
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[test]
fn the_beginning_of_a_word_suggests_things_and_passages_with_their_addresses() {
    let found = json("/search/suggest?q=repub%20fij");
    assert_eq!(found["groups"][0]["things"][0]["href"], "/state/fiji", "{found}");
    assert_eq!(found["groups"][0]["things"][0]["also"], "Republic of Fiji");
    let found = json("/search/suggest?q=fis");
    let pieces = found["passages"][0]["pieces"].as_array().unwrap();
    assert!(pieces.iter().any(|piece| piece[0] == "fish" && piece[1] == true), "{found}");
    assert_eq!(json("/search/suggest?q=")["groups"], Value::Array(Vec::new()));
}

#[test]
fn a_participation_is_a_line_with_its_sentence_and_an_act_is_a_thing() {
    let picture = json(&format!("/graph.json?of={MEETING}"));
    let ids: Vec<&str> = picture["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    for id in [MEETING, "state/fiji", "state/tonga", "org/lake", "mandate/lake-2001/63-urged"] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    assert!(!ids.iter().any(|id| id.starts_with("participation/")), "{ids:?}");
    let edges = picture["edges"].as_array().unwrap();
    let host = edges.iter().find(|edge| edge["label"] == "host").unwrap();
    assert_eq!((&host["from"], &host["to"]), (&"state/fiji".into(), &MEETING.into()));
    assert_eq!(host["proof"]["quote"], "It was hosted by Fiji on 2 May 2001 …");
    // Also between things that are not open.
    assert!(edges.iter().any(|edge| edge["from"] == "mandate/lake-2001/63-urged" && edge["to"] == "state/tonga"));
}

#[test]
fn an_address_hides_what_it_says_and_leaves_out_kinds() {
    let picture = json(&format!("/graph.json?of={MEETING}&hide=state/fiji&without=mandate"));
    let drawn = picture["nodes"].to_string();
    assert!(!drawn.contains("state/fiji") && !drawn.contains("mandate/") && drawn.contains("state/tonga"), "{drawn}");
    let small = json("/graph.json?of=state/fiji");
    assert!(!small["nodes"].to_string().contains("mandate/"), "only what has to do with it");
}

#[test]
fn the_page_of_a_picture_works_without_script_and_leads_on() {
    let page = get(&format!("/graph?of={MEETING}"), "text/html");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Relations shown") && page.body.contains("char=24,61"), "{}", page.body);
    assert!(page.body.contains("open=state%2Ftonga") && page.body.contains("hide=state%2Ftonga"));
    only_our_scripts("/graph", &page.body);
    let by_name = get("/graph?of=Fiji", "text/html");
    assert_eq!((by_name.status, by_name.header("location")), (StatusCode::SEE_OTHER, "/graph?of=state%2Ffiji"));
    assert_eq!(get("/graph?of=nothing+at+all", "text/html").status, StatusCode::NOT_FOUND);
    assert!(get("/graph", "text/html").body.contains("/graph?of=state%2Ffiji"));
}

#[test]
fn a_picture_can_be_kept_as_lines_and_as_a_network() {
    let csv = get(&format!("/graph.csv?of={MEETING}"), "*/*");
    assert!(
        csv.body.contains("Fiji,host,https://w3id.org/igm/meeting/lake/conference-2,Second Lake Conference"),
        "{}",
        csv.body
    );
    assert_eq!(csv.header("x-rapporteur-complete"), "true");
    let xml = get(&format!("/graph.graphml?of={MEETING}"), "*/*").body;
    assert!(xml.contains("<graphml") && xml.contains("Tonga &lt;script&gt;"), "{xml}");
}

#[test]
fn neighbours_are_counted_before_they_are_named() {
    let counted = json(&format!("/api/neighbours?of={MEETING}"));
    let relations = counted["relations"].as_array().unwrap();
    let host = relations.iter().find(|relation| relation["label"] == "host").unwrap();
    assert_eq!((&host["total"], &host["kind"]), (&1.into(), &"State".into()));
    assert!(counted.get("members").is_none());
    let key = encode(host["key"].as_str().unwrap());
    let members = json(&format!("/api/neighbours?of={MEETING}&relation={key}"));
    assert_eq!(members["members"]["nodes"][0]["id"], "state/fiji", "{members}");
    assert_eq!(get(&format!("/api/neighbours?of={MEETING}&relation=none"), "*/*").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/api/neighbours", "*/*").status, StatusCode::BAD_REQUEST);
}

#[test]
fn the_terms_of_the_data_come_with_their_counts() {
    let terms = json("/api/vocab");
    let mandate = terms["classes"].as_array().unwrap().iter().find(|class| class["name"] == "igm:Mandate").unwrap();
    assert_eq!((&mandate["members"], &mandate["properties"]["igm:verb"]), (&1.into(), &1.into()));
    assert_eq!(terms["prefixes"]["igm"], "https://w3id.org/igm/ns#");
}

#[test]
fn a_query_is_checked_by_the_parser_that_will_read_it() {
    let check = |query: &str| json(&format!("/api/check?query={}", encode(query)));
    assert_eq!(check("SELECT * { ?s a igm:Mandate }"), serde_json::json!({ "ok": true }));
    let wrong = check("SELECT *\nWHERE { ?s nope:p ?o }");
    assert_eq!((&wrong["problem"]["line"], &wrong["problem"]["column"]), (&2.into(), &12.into()), "{wrong}");
    assert_eq!(check("DROP ALL")["ok"], false);
    assert_eq!(check(&format!("SELECT * {{ FILTER{}1{} }}", "(".repeat(9_000), ")".repeat(9_000)))["ok"], false);
    let sent = Request::post("/api/check").header("content-type", "application/sparql-query");
    assert_eq!(send_to(app(), sent.body(Body::from("ASK {}")).unwrap()).body, "{\"ok\":true}");
}

#[test]
fn scripts_are_kept_for_ever_by_their_names_and_nothing_else_is_served_there() {
    let page = get("/", "text/html").body;
    let scripts: Vec<&str> = page
        .split("<script")
        .skip(1)
        .filter_map(|tag| tag.split('"').find(|part| part.starts_with("/assets/")))
        .collect();
    for script in &scripts {
        let answer = get(script, "*/*");
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/javascript; charset=utf-8"));
        assert!(answer.header("cache-control").contains("immutable"), "{script}");
    }
    // Built without Node a page has no scripts, and says all it has to say.
    assert!(scripts.is_empty() || scripts.len() == 2, "{scripts:?}");
    for other in ["/assets/main.js", "/assets/..%2Fsite.css", "/assets/none-ABC.js"] {
        assert!(get(other, "*/*").status.is_client_error(), "{other}");
    }
}
