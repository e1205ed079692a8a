//! The query endpoint: [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), the query operation only.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use oxigraph::model::NamedNode;

use super::answer::{COMPLETE, Warnings, answer};
use super::cache::is_steady;
use super::client::Client;
use super::errors::Problem;
use super::evaluation::Question;
use super::explain;
use super::pages;
use super::request::{Asked, accept, graphs};
use super::service;
use super::site::Site;
use crate::publish::{GRAPH_FORMATS, GraphFormat, Preferences, SOLUTION_FORMATS, SolutionFormat, negotiate};

/// Rows of a table on a page.
const PAGE_ROWS: usize = 1_000;

/// `GET /sparql`, `POST /sparql`.
pub(super) async fn sparql(State(site): State<Arc<Site>>, request: Request) -> Response {
    let published = site.published();
    let method = request.method().clone();
    let headers = request.headers().clone();
    let client = request.extensions().get::<Client>().cloned();
    let accept = accept(&headers);
    let wants_page = wants_page(&accept, &headers);
    let bare = method != Method::POST && request.uri().query().is_none_or(str::is_empty);
    let asked = match Asked::read(request, &site.limits).await {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    let Some(query) = asked.query.clone() else {
        return match (wants_page, bare) {
            (true, _) => pages::sparql_form(&site).into_response(),
            (false, true) => service::description(&site, &accept),
            (false, false) => Problem::new(StatusCode::BAD_REQUEST, "No query", "the parameter `query` is missing")
                .hint("GET /sparql?query=…, or POST the query as application/sparql-query")
                .into_response(),
        };
    };
    if let Some(client) = &client {
        client.asks(&query);
    }
    if asked.explain.is_some() {
        let as_page = wants_page && asked.format.is_none();
        let format = asked.format.as_deref().and_then(explain::media_type);
        let accept = format.map_or(accept, |format| Preferences::parse(Some(format)));
        let accept = if as_page { explain::for_page() } else { accept };
        let answered = match question(&site, asked, &accept, if as_page { PAGE_ROWS } else { site.limits.rows }) {
            Ok(question) => answer(&site, &published, question, client).await,
            Err(problem) => Err(problem),
        };
        return match as_page {
            true => explain::page(&query, answered).await,
            false => answered.unwrap_or_else(IntoResponse::into_response),
        };
    }
    // Clients that we do not know send other values beside their Accept header, which then holds.
    let linked = asked.format.as_deref().map(media_types).filter(|types| !types.is_empty());
    if wants_page && linked.is_none() {
        return page(&site, asked, &query, client).await;
    }
    let accept = linked.map_or(accept, |types| Preferences::parse(Some(&types)));
    let etag = etag(&published.tag, &asked, &headers);
    if method != Method::POST && etag.as_ref().is_some_and(|tag| is_known(tag, &headers)) {
        let headers = [
            (header::ETAG, etag.unwrap_or_default()),
            (header::CACHE_CONTROL, "no-cache".into()),
            (header::VARY, "accept".into()),
        ];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let question = question(&site, asked, &accept, site.limits.rows);
    let answer = match question {
        Ok(question) => answer(&site, &published, question, client).await,
        Err(problem) => Err(problem),
    };
    match answer {
        Ok(mut response) => {
            let headers = response.headers_mut();
            if let Some(tag) = etag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
                headers.insert(header::ETAG, tag);
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            }
            response
        }
        Err(problem) => problem.into_response(),
    }
}

/// The media types that a link means by a file extension: `json` and `xml` are formats of rows and of graphs.
fn media_types(extension: &str) -> String {
    let graph = match extension {
        "json" => "jsonld",
        "xml" => "rdf",
        other => other,
    };
    let solutions = SolutionFormat::from_extension(extension).map(|format| format.media_types[0]);
    let graphs = GraphFormat::from_extension(graph).map(|format| format.media_types[0]);
    solutions.into_iter().chain(graphs).collect::<Vec<_>>().join(", ")
}

/// Whether a browser asks: HTML is liked at least as much as each format for programs, and named.
fn wants_page(accept: &Preferences, headers: &HeaderMap) -> bool {
    let html = accept.weight("text/html");
    let named = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    let data = SOLUTION_FORMATS.iter().map(|f| f.media_types[0]).chain(GRAPH_FORMATS.iter().map(|f| f.media_types[0]));
    named && data.map(|media_type| accept.weight(media_type)).all(|weight| weight <= html)
}

/// The question that is asked, with the client's favourite formats.
fn question(site: &Site, asked: Asked, accept: &Preferences, rows: usize) -> Result<Question, Problem> {
    let limits = &site.limits;
    Ok(Question {
        plan: explain::how(asked.explain.as_deref(), accept, rows.min(limits.rows), limits)?,
        text: asked.query.unwrap_or_default(),
        default_graphs: checked(asked.default_graphs)?,
        named_graphs: checked(asked.named_graphs)?,
        solutions: negotiate(accept, SOLUTION_FORMATS.iter().enumerate().map(|(n, f)| (f.media_types, n))),
        graphs: negotiate(accept, GRAPH_FORMATS.iter().enumerate().map(|(n, f)| (f.media_types, n))),
        rows: rows.min(limits.rows),
        triples: limits.triples,
        patterns: limits.query_patterns,
    })
}

/// The names of graphs, once each of them is an IRI.
fn checked(iris: Vec<String>) -> Result<Vec<String>, Problem> {
    Ok(graphs(iris)?.into_iter().map(NamedNode::into_string).collect())
}

/// The answer as a page: the table of a SELECT, the yes or no of an ASK, the Turtle of a graph.
async fn page(site: &Site, asked: Asked, query: &str, client: Option<Client>) -> Response {
    let accept = Preferences::parse(Some("application/sparql-results+json, text/turtle;q=0.5"));
    let answer = match question(site, asked, &accept, PAGE_ROWS) {
        Ok(question) => answer(site, &site.published(), question, client).await,
        Err(problem) => Err(problem),
    };
    let result = match answer {
        Ok(response) => {
            let complete = response.headers().get(COMPLETE).is_some_and(|v| v == "true");
            let warnings = response.extensions().get().map(|Warnings(warnings)| warnings.clone()).unwrap_or_default();
            match axum::body::to_bytes(response.into_body(), usize::MAX).await {
                Ok(bytes) => Ok(pages::SparqlAnswer { bytes, complete, warnings }),
                Err(error) => Err(Problem::internal(error)),
            }
        }
        Err(problem) => Err(problem),
    };
    pages::sparql_answer(site, query, &result)
}

/// Weak, because compression may change the bytes. None where the same query may give another answer.
fn etag(generation: &str, asked: &Asked, headers: &HeaderMap) -> Option<String> {
    if !is_steady(asked.query.as_deref().unwrap_or_default()) {
        return None;
    }
    let mut hasher = std::hash::DefaultHasher::new();
    asked.hash(&mut hasher);
    headers.get_all(header::ACCEPT).iter().for_each(|value| value.as_bytes().hash(&mut hasher));
    Some(format!("W/\"{generation}-{:x}\"", hasher.finish()))
}

/// Whether the client already has what this tag names.
pub(super) fn is_known(tag: &str, headers: &HeaderMap) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = known.flat_map(|tags| tags.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/"))
}
