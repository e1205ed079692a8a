//! The description of the interface says what the server does.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rapporteur::query::Library;
use rapporteur::server::{Limits, router};
use serde_json::Value;

use super::{BASE, app, get, send_to, site};

fn description() -> Value {
    let answer = get("/openapi.json", "*/*");
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/vnd.oai.openapi+json;version=3.1");
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn every_path_that_is_described_is_answered_by_its_methods_and_by_no_others() {
    let description = description();
    for (path, item) in description["paths"].as_object().unwrap() {
        let filled = path.replace("{path}", "state/fiji").replace("{name}", "pledges").replace("{format}", "csv");
        let filled = filled.replace("{id}", "7");
        let described: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        for method in ["get", "put", "post", "delete", "patch"] {
            let request = Request::builder().method(&*method.to_uppercase()).uri(&filled);
            let answer = send_to(app(), request.body(Body::empty()).unwrap());
            let is_known = ![StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_IMPLEMENTED].contains(&answer.status);
            // The files of a saved query have the route of its form, which takes a POST; administrators' ask for a token first.
            let is_file = path.ends_with(".{format}") && method == "post";
            if !is_file && answer.status != StatusCode::UNAUTHORIZED {
                assert_eq!(is_known, described.contains(&method), "{method} {filled}: {}", answer.status);
            }
            assert!(answer.status.as_u16() < 500, "{method} {filled}: {}", answer.status);
        }
    }
}

#[test]
fn the_status_and_the_format_of_an_answer_are_described() {
    let description = description();
    for (path, asked, accept) in [
        ("/", "/", "text/html"),
        ("/sparql", "/sparql?query=ASK%20%7B%7D", "text/csv"),
        ("/sparql", "/sparql?query=nonsense", "*/*"),
        ("/sparql", "/sparql?query=ASK%20%7B%7D&explain", "application/json"),
        ("/sparql", "/sparql?query=CLEAR%20ALL", "*/*"),
        ("/graph-store", "/graph-store?default", "text/turtle"),
        ("/graph-store", "/graph-store?graph=http://nowhere/", "*/*"),
        ("/search.json", "/search.json?q=fiji", "*/*"),
        ("/{path}", "/state/fiji", "application/n-triples"),
        ("/{path}", "/no/such/thing", "*/*"),
        ("/id/{path}", "/id/state/fiji", "text/html"),
        ("/ns", "/ns", "text/turtle"),
        ("/queries/contested_facts.{format}", "/queries/contested_facts.xml", "*/*"),
        ("/queries/mandates_of_meeting.{format}", "/queries/mandates_of_meeting.csv", "*/*"),
        ("/health/ready", "/health/ready", "*/*"),
        ("/openapi.json", "/openapi.json", "*/*"),
    ] {
        let answer = get(asked, accept);
        let responses = &description["paths"][path]["get"]["responses"];
        let response = &responses[answer.status.as_str()];
        assert!(response.is_object(), "{asked}: {} is not among {responses}", answer.status);
        let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
        if !kind.is_empty() {
            assert!(response["content"][&kind].is_object(), "{asked}: {} is not among {response}", kind);
        }
    }
}

#[test]
fn each_saved_query_is_described_with_its_parameters() {
    let (description, library) = (description(), Library::shipped(BASE).unwrap());
    for query in library.iter() {
        let operation = &description["paths"][format!("/queries/{}.{{format}}", query.name)]["get"];
        assert_eq!(operation["summary"], query.summary.as_str());
        let parameters = operation["parameters"].as_array().unwrap();
        let names: Vec<&str> = parameters.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
        let declared = query.params.iter().map(|parameter| parameter.name.as_str());
        assert_eq!(names, std::iter::once("format").chain(declared).collect::<Vec<_>>(), "{}", query.name);
    }
    let strength = &description["paths"]["/queries/directives_by_strength.{format}"]["get"]["parameters"];
    assert!(strength.as_array().unwrap().iter().any(|parameter| parameter["required"] == true), "{strength}");
}

#[test]
fn writing_is_described_where_it_is_switched_on_only() {
    assert!(description()["paths"]["/graph-store"].get("put").is_none());
    let folder = tempfile::tempdir().unwrap();
    let site = site(Limits::default()).configured(&crate::serving::settings(folder.path(), true));
    let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
    let written: Value = serde_json::from_str(&send_to(router(Arc::new(site)), request).body).unwrap();
    assert_eq!(written["paths"]["/graph-store"]["put"]["security"][0]["token"], Value::Array(Vec::new()));
}

#[test]
fn the_endpoint_leads_to_its_description() {
    let answer = get("/sparql", "text/turtle");
    assert!(answer.header("link").contains("</openapi.json>; rel=\"service-desc\""), "{:?}", answer.headers);
    assert!(answer.body.contains("rdfs:seeAlso <http://localhost/openapi.json>"), "{}", answer.body);
}
