//! What an editor needs to complete a query and to mark its mistake: the terms of the data with their counts, and the
//! word of the parser that will read the query.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::data::{data, json};
use super::errors::Problem;
use super::guard::guard;
use super::names::Names;
use super::published::Published;
use super::refusals::refused;
use super::request::Asked;
use super::site::Site;
use super::sparql::is_known;
use crate::graph::vocab::{PREFIXES, compact};
use crate::query::prefixes;
use crate::query::service::NAMESPACE as SEARCH;
use crate::query::syntax::mistake;

/// The terms that occur in what holds.
#[derive(Serialize)]
struct Vocabulary {
    /// Prefixes that need no declaration, with their namespaces.
    prefixes: BTreeMap<&'static str, &'static str>,
    classes: Vec<Class>,
    properties: Vec<Property>,
}

/// A class with the number of its members, and of their statements with each property.
#[derive(Serialize)]
struct Class {
    name: String,
    label: String,
    members: usize,
    properties: BTreeMap<String, usize>,
}

/// A property with the number of its statements.
#[derive(Serialize)]
struct Property {
    name: String,
    label: String,
    statements: usize,
}

/// `GET /api/vocab`
pub(super) async fn vocabulary(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    data(site, Site::settled, move |site, published| {
        let tag = format!("W/\"{}-vocab\"", published.tag);
        if is_known(&tag, &headers) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
        }
        let mut response = json(&read(site, published)?);
        if let Ok(tag) = header::HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        Ok(response)
    })
    .await
}

fn read(site: &Site, published: &Published) -> Result<Vocabulary, Problem> {
    let names = Names::new(&published.snapshot, &site.base);
    let statistics = published.statistics()?;
    let named = |iri: &str| {
        let name = compact(iri, &site.base);
        // What has no prefix is written in brackets, also where it is short for something below the base.
        if name.contains(':') && !name.contains('/') { name } else { format!("<{name}>") }
    };
    let mut classes = Vec::new();
    for (class, counted) in &statistics.classes {
        classes.push(Class {
            name: named(class.as_str()),
            label: names.label(class.as_str())?,
            members: counted.members,
            properties: counted.properties.iter().map(|(property, n)| (named(property.as_str()), *n)).collect(),
        });
    }
    let mut properties = Vec::new();
    for (property, statements) in &statistics.properties {
        let label = names.property(property.as_str())?;
        properties.push(Property { name: named(property.as_str()), label, statements: *statements });
    }
    Ok(Vocabulary { prefixes: PREFIXES.iter().copied().chain([("search", SEARCH)]).collect(), classes, properties })
}

/// What is wrong with a query, if anything.
#[derive(Serialize)]
struct Verdict {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// `GET /api/check?query=`, `POST /api/check`: reads a query and evaluates nothing.
pub(super) async fn check(State(site): State<Arc<Site>>, request: Request) -> Response {
    let query = match Asked::read(request, &site.limits).await.map(|asked| asked.query) {
        Ok(query) => query.unwrap_or_default(),
        Err(problem) => return problem.into_response(),
    };
    if let Err(refusal) = guard(&query, &site.limits) {
        return json(&Verdict { ok: false, problem: Some(refused(&refusal)) });
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let base = site.base.clone();
    // A parser recurses as deeply as the query does.
    let thread = std::thread::Builder::new().name("check".into()).stack_size(site.limits.stack);
    let started = thread.spawn(move || {
        let read = prefixes::parser(&base).parse_query(&query);
        let _ = sender.send(read.err().map(|_| mistake(&query)));
    });
    match (started, receiver.await) {
        (Ok(_), Ok(found)) => json(&Verdict { ok: found.is_none(), problem: found.map(Problem::syntax) }),
        _ => Problem::internal("a query could not be checked").into_response(),
    }
}
