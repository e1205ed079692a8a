//! Exchanges over HTTP: the protocol, the graph store protocol, the service description.

use std::path::Path;

use oxigraph::io::RdfFormat;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use super::compare::Outcome;
use super::manifest::{Case, cases, folder, list_items, local, node, text};
use super::{check, serving, writing};
use crate::serving::{Reply, Serving, WRITER, bearer};

pub(crate) const MANIFESTS: &[&str] = &["sparql11/protocol/manifest.ttl", "sparql11/graph-store-protocol/manifest.ttl"];

#[test]
fn requests_of_the_w3c_get_the_responses_that_it_expects() {
    let Some(folder) = folder() else { return };
    let serving = serving();
    let cases = MANIFESTS.iter().flat_map(|manifest| cases(&folder, manifest));
    check(&cases.map(|case| (case.id.clone(), run(&case, &folder, &serving))).collect::<Vec<_>>());
}

/// All requests of a connection, one after the other, to one store.
fn run(case: &Case, folder: &Path, serving: &Serving) -> Result<(), String> {
    let store = super::scratch();
    let data: Vec<Quad> = case.dataset(&case.node, "ut", folder);
    serving.exchange(writing(store.path(), &data, "http://www.example/"));
    let connection = node(&case.action()).unwrap();
    let mut location = None;
    for request in list_items(&case.manifest, &case.one(&connection, "ht:requests").unwrap()) {
        let request = node(&request).unwrap();
        let reply = send(case, &request, location.as_deref(), serving);
        let expected = node(&case.one(&request, "ht:resp").ok_or("no response")?).unwrap();
        let shown = format!("{} {}", reply.status, reply.text());
        compare(case, &expected, &reply).map_err(|wrong| format!("{wrong}\n{shown}"))?;
        if !reply.header("location").is_empty() {
            location = Some(reply.header("location").to_owned());
        }
    }
    let verified = rapporteur::store::Generations::at(store.path()).verify().unwrap();
    if verified.findings.is_empty() { Ok(()) } else { Err(format!("{:?}", verified.findings)) }
}

fn send(case: &Case, request: &NamedOrBlankNode, location: Option<&str>, serving: &Serving) -> Reply {
    let value = |property: &str| case.one(request, property).map(|value| text(&value)).unwrap_or_default();
    let method = value("ht:methodName");
    let mut headers = headers(case, request);
    let body = case.one(request, "ht:body").and_then(|body| node(&body));
    let chars =
        body.as_ref().and_then(|body| case.one(body, "cnt:chars")).map(|chars| text(&chars)).unwrap_or_default();
    let wide = body
        .as_ref()
        .and_then(|body| case.one(body, "cnt:characterEncoding"))
        .is_some_and(|name| text(&name) == "UTF-16");
    // Ours are other paths, and updates have one of their own.
    let path = ours(&value("ht:absolutePath")).replace("$LOCATION$", location.unwrap_or_default());
    let is_update = path.contains("update=")
        || chars.starts_with("update=")
        || headers.iter().any(|(_, value)| value.contains("sparql-update"))
        || case.id.contains("_update");
    let path = path.replace("/sparql/", if is_update { "/update" } else { "/sparql" });
    if is_update || method != "GET" {
        headers.push(("authorization".into(), bearer(WRITER)));
    }
    let chars = if path.starts_with("/graph-store") { ours(&chars) } else { chars };
    let bytes = if wide { chars.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { chars.into_bytes() };
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    serving.send(&method, &path, &headers, &bytes)
}

/// The paths and names of the graph store, as they are here.
fn ours(text: &str) -> String {
    text.replace("/gsp", "/graph-store").replace("%2Fgsp", "%2Fgraph-store")
}

fn headers(case: &Case, message: &NamedOrBlankNode) -> Vec<(String, String)> {
    let Some(list) = case.one(message, "ht:headers") else { return Vec::new() };
    let header = |header: &Term| {
        let header = node(header).unwrap();
        let value = |property: &str| case.one(&header, property).map(|value| text(&value)).unwrap_or_default();
        (value("ht:fieldName"), value("ht:fieldValue"))
    };
    list_items(&case.manifest, &list).iter().map(header).collect()
}

fn compare(case: &Case, expected: &NamedOrBlankNode, reply: &Reply) -> Result<(), String> {
    let statuses: Vec<String> = case.all(expected, "mf:expectedStatus").iter().map(local).collect();
    let fits = statuses.iter().any(|status| match status.as_str() {
        "OK" => reply.status == 200,
        "Created" => reply.status == 201,
        "NoContent" => reply.status == 204,
        "NotFound" => reply.status == 404,
        class => class == format!("StatusCode{}xx", reply.status / 100),
    });
    if !fits {
        return Err(format!("expected {statuses:?}"));
    }
    let content_type = reply.header("content-type");
    if let Some(boolean) = case.one(expected, "mf:expectedBoolean") {
        let format = oxigraph::sparql::results::QueryResultsFormat::from_media_type(content_type);
        let outcome = Outcome::parse(format.ok_or("no format of results")?, &reply.body, false)?;
        outcome.compare(&Outcome::Boolean(text(&boolean) == "true"))?;
    }
    let formats: &[&str] = match case.one(expected, "mf:expectedFormat").map(|format| text(&format)).as_deref() {
        Some("boolean") => &["sparql-results+json", "sparql-results+xml"],
        Some("tabular") => &["sparql-results+json", "sparql-results+xml", "text/csv", "text/tab-separated-values"],
        Some(_) => &["turtle", "n-triples", "rdf+xml", "ld+json"],
        None => &[""],
    };
    if !formats.iter().any(|format| content_type.contains(format)) {
        return Err(format!("expected {formats:?}, not {content_type}"));
    }
    for (name, value) in headers(case, expected) {
        if reply.header(&name) != value {
            return Err(format!("expected {name}: {value}"));
        }
    }
    if case.one(expected, "mf:expectedLocation").is_some() && reply.header("location").is_empty() {
        return Err("expected Location".into());
    }
    match case.one(expected, "ht:body").and_then(|body| node(&body)) {
        Some(body) => {
            let chars = ours(&text(&case.one(&body, "cnt:chars").unwrap()));
            let expected = Outcome::graph(RdfFormat::Turtle, chars.as_bytes())?;
            Outcome::graph(RdfFormat::Turtle, &reply.body)?.compare(&expected)
        }
        None => Ok(()),
    }
}
