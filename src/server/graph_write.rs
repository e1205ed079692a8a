//! Whole graphs: the [SPARQL 1.1 Graph Store HTTP Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/), writing.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};

use super::errors::Problem;
use super::graph_store::{PATH, missing, target, which};
use super::request::{body, media_type};
use super::site::Site;
use super::writes::{authorized, change};
use crate::publish::GRAPH_FORMATS;
use crate::store::{Build, Changed};

/// Levels of brackets in JSON-LD, whose reader recurses as deeply.
const JSON_DEPTH: usize = 128;

/// What becomes of a graph.
enum Done {
    Created(Option<NamedNode>),
    Changed,
    Missing,
    Refused,
}

/// `PUT`, `POST` and `DELETE` at the addresses of graphs.
pub(super) async fn write(
    State(site): State<Arc<Site>>,
    path: Option<Path<String>>,
    request: Request,
) -> Result<Response, Problem> {
    let (generations, limit) = (authorized(&site, &request)?, site.house.write_bytes);
    let graph = target(&site, request.uri(), path)?;
    let method = request.method().clone();
    // Only POST may leave the name to us.
    if graph.is_none() && method != Method::POST {
        return Err(which());
    }
    let conditions = Conditions::of(request.headers());
    let parts = if method == Method::DELETE { Vec::new() } else { payload(limit, request).await? };
    let base = site.base.clone();
    let wanted = graph.clone();
    let done = change(&site, generations, move |turn| {
        let context = match &wanted {
            Some(GraphName::NamedNode(name)) => name.as_str().to_owned(),
            _ => base.clone(),
        };
        let mut quads = Vec::new();
        for (media_type, bytes) in &parts {
            quads.extend(parsed(media_type, bytes, &context)?);
        }
        let mut build = turn.begin()?;
        let graph = wanted.map_or_else(|| fresh(&build, &base), Ok)?;
        if !conditions.hold(&build, &graph)? {
            return Ok((Done::Refused, None));
        }
        if method == Method::DELETE {
            let dropped = build.drop_graph(&graph)?;
            return Ok(if dropped { (Done::Changed, Some(build)) } else { (Done::Missing, None) });
        }
        let done = match (build.write_graph(&graph, quads, method == Method::POST)?, graph) {
            (Changed::Created, GraphName::NamedNode(name)) => Done::Created(Some(name)),
            (Changed::Created, _) => Done::Created(None),
            (Changed::Replaced, _) => Done::Changed,
        };
        Ok((done, Some(build)))
    })
    .await?;
    Ok(match done {
        Done::Created(Some(name)) => (StatusCode::CREATED, [(header::LOCATION, name.into_string())]).into_response(),
        Done::Created(None) => StatusCode::CREATED.into_response(),
        Done::Changed => StatusCode::NO_CONTENT.into_response(),
        Done::Missing => return Err(graph.map_or_else(which, |graph| missing(&graph))),
        Done::Refused => {
            let detail = "the graph is not as If-Match or If-None-Match say";
            return Err(Problem::new(StatusCode::PRECONDITION_FAILED, "Not as expected", detail));
        }
    })
}

/// A name that no graph has.
fn fresh(build: &Build, base: &str) -> Result<GraphName, Problem> {
    let mut number = build.number();
    loop {
        let name = GraphName::from(NamedNode::new_unchecked(format!("{base}{PATH}/{number}")));
        if !build.has_graph(name.as_ref()).map_err(Problem::internal)? {
            return Ok(name);
        }
        number += 1;
    }
}

/// The documents of a request, each with its media type.
async fn payload(limit: usize, request: Request) -> Result<Vec<(String, Bytes)>, Problem> {
    let media_type = media_type(request.headers())?;
    if media_type != "multipart/form-data" {
        format(&media_type)?;
        return Ok(vec![(media_type, body(request, limit).await?)]);
    }
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Problem::new(error.status(), "Unreadable form", error.body_text())
    };
    let mut request = request;
    DefaultBodyLimit::max(limit).apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), "Unreadable form", error.body_text()))?;
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let media_type = super::request::media_type(field.headers())?;
        format(&media_type)?;
        parts.push((media_type, field.bytes().await.map_err(unreadable)?));
    }
    Ok(parts)
}

fn format(media_type: &str) -> Result<RdfFormat, Problem> {
    let known = GRAPH_FORMATS.iter().find(|format| format.media_types.contains(&media_type));
    known.map(|format| format.format).ok_or_else(|| {
        let detail = format!("a graph cannot be read from {media_type:?}");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unknown media type", detail)
            .available(GRAPH_FORMATS.iter().map(|format| format.media_types[0].to_owned()).collect())
    })
}

/// The triples of a document. Relative IRIs are below the name of its graph.
fn parsed(media_type: &str, bytes: &[u8], context: &str) -> Result<Vec<Quad>, Problem> {
    let format = format(media_type)?;
    let bad = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "The graph could not be read", detail);
    let text = std::str::from_utf8(bytes).map_err(|_| bad("it is not UTF-8".into()))?;
    match format {
        RdfFormat::RdfXml if text.contains("<!DOCTYPE") => {
            return Err(bad("a DOCTYPE is refused, because its entities may grow without bound".into()));
        }
        RdfFormat::JsonLd { .. } if depth(bytes) > JSON_DEPTH => {
            return Err(bad(format!("it is nested more than {JSON_DEPTH} levels deep")));
        }
        _ => {}
    }
    let parser = RdfParser::from_format(format).without_named_graphs().rename_blank_nodes();
    let parser = parser.with_base_iri(context).map_err(|error| bad(error.to_string()))?;
    parser.for_slice(bytes).collect::<Result<_, _>>().map_err(|error| {
        let mut problem = bad(error.to_string());
        if let Some(place) = error.location() {
            problem.line = usize::try_from(place.start.line + 1).ok();
            problem.column = usize::try_from(place.start.column + 1).ok();
        }
        problem
    })
}

/// The deepest nesting of brackets outside of strings.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// What a client expects of the graph that it changes: `*` is any, a tag is what it got with the graph.
struct Conditions {
    matches: Option<String>,
    none_matches: Option<String>,
}

impl Conditions {
    fn of(headers: &HeaderMap) -> Self {
        let value = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { matches: value(header::IF_MATCH), none_matches: value(header::IF_NONE_MATCH) }
    }

    /// A tag holds as long as nothing in the store has changed: it begins with the tag of a generation.
    fn hold(&self, build: &Build, graph: &GraphName) -> Result<bool, Problem> {
        let exists = build.has_graph(graph.as_ref()).map_err(Problem::internal)?;
        let generation = format!("\"{}-", build.tag_before());
        let fits = |tags: &str| {
            tags.split(',')
                .map(|tag| tag.trim().trim_start_matches("W/"))
                .any(|tag| exists && (tag == "*" || tag.starts_with(&generation)))
        };
        Ok(self.matches.as_deref().is_none_or(fits) && !self.none_matches.as_deref().is_some_and(fits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(media_type: &str, text: &str) -> Result<usize, String> {
        let read = parsed(media_type, text.as_bytes(), "http://example.org/g");
        read.map(|quads| quads.len()).map_err(|problem| problem.detail)
    }

    #[test]
    fn bombs_are_refused_before_they_are_read() {
        let entity = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><rdf:RDF/>";
        assert!(read("application/rdf+xml", entity).unwrap_err().contains("DOCTYPE"));
        let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(read("application/ld+json", &nested).unwrap_err().contains("nested"));
        let text = format!("{}\\\"{}", "[".repeat(10_000), "{".repeat(10_000));
        assert_eq!(read("application/ld+json", &format!("{{\"@id\": \"a:a\", \"a:b\": \"{text}\"}}")), Ok(1));
    }

    #[test]
    fn no_other_graph_is_written_than_the_one_named() {
        assert_eq!(read("application/trig", "<a> <b> <c> ."), Ok(1));
        assert!(read("application/trig", "<g> { <a> <b> <c> }").is_err());
        assert!(read("application/ld+json", "{\"@context\": \"http://127.0.0.1/\", \"@id\": \"a\"}").is_err());
    }
}
