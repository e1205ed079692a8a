//! Answers say what they are: cut off, stopped, asked with a name that the data does not know.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rapporteur::server::{Limits, router};
use tower::ServiceExt;

use super::{ask, encode, get, read, send_to, site};

fn cut(query: &str, accept: &str) -> super::Answer {
    let app = router(Arc::new(site(Limits { rows: 2, triples: 2, ..Limits::default() })));
    let request = Request::get(format!("/sparql?query={}", encode(query))).header("accept", accept);
    send_to(app, request.body(Body::empty()).unwrap())
}

#[test]
fn an_answer_says_inside_that_it_was_cut_off_where_its_format_has_a_place() {
    let rows = "SELECT * { ?s ?p ?o }";
    let json: serde_json::Value = serde_json::from_str(&cut(rows, "application/json").body).unwrap();
    assert_eq!(json["truncated"]["after"], 2);
    assert_eq!(json["results"]["bindings"].as_array().unwrap().len(), 2);
    assert!(
        cut(rows, "application/sparql-results+xml")
            .body
            .ends_with("</sparql><!-- truncated after 2: there is more -->")
    );
    let graph = "CONSTRUCT WHERE { ?s ?p ?o }";
    for accept in ["text/turtle", "application/n-triples", "application/trig"] {
        assert!(cut(graph, accept).body.ends_with("\n# truncated after 2: there is more\n"), "{accept}");
    }
    assert!(cut(graph, "application/rdf+xml").body.contains("<!-- truncated after 2: there is more -->"));
    let whole = cut("SELECT * { ?s ?p ?o } LIMIT 2", "application/json").body;
    assert!(!whole.contains("truncated"), "{whole}");
}

#[test]
fn a_query_that_ran_out_of_time_says_so_in_header_and_body() {
    let limits = Limits { deadline: Duration::from_millis(300), ..Limits::default() };
    let query = encode("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }");
    let request = Request::get(format!("/sparql?query={query}")).body(Body::empty()).unwrap();
    let answer = send_to(router(Arc::new(site(limits))), request);
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer.header("x-rapporteur-complete"), "false; timed-out");
    assert!(answer.body.contains("\"outcome\": \"timed-out\""), "{}", answer.body);
}

#[test]
fn a_running_query_is_listed_and_can_be_stopped() {
    let site = Arc::new(site(Limits { deadline: Duration::from_secs(60), ..Limits::default() }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";
        let request = Request::get(format!("/sparql?query={}", encode(query))).body(Body::empty()).unwrap();
        let answer = tokio::spawn(router(site.clone()).oneshot(request));
        while site.running().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let running = site.running();
        assert_eq!((running.len(), running[0].query.as_str(), running[0].worker), (1, query, None));
        assert!(site.stop(running[0].id) && !site.stop(running[0].id + 1));
        let answer = read(answer.await.unwrap().unwrap()).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header("x-rapporteur-complete"), "false; cancelled");
        assert!(site.running().is_empty());
    });
}

#[test]
fn names_that_the_data_does_not_hold_are_warned_of() {
    let answer = ask("SELECT * { ?s rdfs:lable ?o }", "text/csv");
    assert_eq!(answer.status, StatusCode::OK);
    let warning = answer.header("x-rapporteur-warning");
    assert_eq!(warning, "the predicate rdfs:lable does not occur in the data; did you mean rdfs:label?");
    assert_eq!(ask("SELECT * { ?s rdfs:label ?o }", "text/csv").header("x-rapporteur-warning"), "");
    let query = encode("SELECT * { ?s ?p ?o }");
    let nowhere =
        get(&format!("/sparql?query={query}&default-graph-uri=https://w3id.org/igm/graph/lake-2011"), "text/csv");
    assert_eq!(
        nowhere.header("x-rapporteur-warning"),
        "there is no graph graph/lake-2011; did you mean graph/lake-2001?"
    );
    let page = ask("SELECT * { ?s rdfs:lable ?o }", "text/html").body;
    assert!(page.contains("does not occur in the data; did you mean rdfs:label?"), "{page}");
}

#[test]
fn an_unknown_prefix_is_answered_with_the_nearest() {
    let problem = ask("SELECT * { ?s shema:name ?o }", "*/*").body;
    assert!(problem.contains("did you mean `schema:`?"), "{problem}");
}

#[test]
fn the_same_question_to_the_same_generation_is_evaluated_once() {
    let site = Arc::new(site(Limits { concurrent: 1, ..Limits::default() }));
    let app = router(site.clone());
    let request = |query: &str| {
        Request::get(format!("/sparql?query={}", encode(query)))
            .header("accept", "text/csv")
            .body(Body::empty())
            .unwrap()
    };
    let first = send_to(app.clone(), request("SELECT (UUID() AS ?u) {}")).body;
    assert_ne!(first, send_to(app.clone(), request("SELECT (UUID() AS ?u) {}")).body);
    let query = "SELECT * { ?s rdfs:lable ?o }";
    let first = send_to(app.clone(), request(query));
    // The next generation is another store, and the same number stands for the same answers.
    site.publish(rapporteur::store::Snapshot::in_memory([]).unwrap());
    let again = send_to(app, request(query));
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("x-rapporteur-warning"), again.header("x-rapporteur-warning"));
}
