//! Whole graphs: the [SPARQL 1.1 Graph Store HTTP Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/), reading.
//! Writing stands in [`super::graph_write`].

use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::RdfSerializer;
use oxigraph::model::{GraphName, NamedNode, TripleRef};

use super::download::download;
use super::errors::Problem;
use super::request::{accept, parameters};
use super::site::Site;
use super::sparql::is_known;
use crate::graph::vocab::PREFIXES;
use crate::publish::{GRAPH_FORMATS, GraphFormat, negotiate};
use crate::store::{Snapshot, StoreError};

/// The path of the graph store; an address below it is the name of a graph.
pub(super) const PATH: &str = "graph-store";

/// `GET /graph-store?default`, `?graph=…`, and `GET /graph-store/{path}`.
pub(super) async fn read(
    State(site): State<Arc<Site>>,
    path: Option<Path<String>>,
    request: Request,
) -> Result<Response, Problem> {
    let graph = target(&site, request.uri(), path)?.ok_or_else(which)?;
    let (method, headers) = (request.method(), request.headers());
    let accept = accept(headers);
    let format = negotiate(&accept, GRAPH_FORMATS.iter().map(|format| (format.media_types, format)));
    let format = format.ok_or_else(not_acceptable)?;
    let snapshot = site.published().snapshot.clone();
    if !exists(&snapshot, &graph).map_err(Problem::internal)? {
        return Err(missing(&graph));
    }
    let tag = tag(&snapshot.tag(), &graph, format);
    let mut response = if is_known(&tag, headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if method == Method::HEAD {
        ([(header::CONTENT_TYPE, format.content_type)], ()).into_response()
    } else {
        let place = site.downloads.clone().try_acquire_owned().map_err(|_| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "all places for downloads are taken").retry_after(5)
        })?;
        let body = download(place, move |out| write(&snapshot, &graph, *format, out)).map_err(Problem::internal)?;
        ([(header::CONTENT_TYPE, format.content_type)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).map_err(Problem::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// The graph that an address names: the default graph, one that a parameter names, or one of this store; nothing if it
/// names none.
///
/// # Errors
/// Two names, or one that is no IRI.
pub(super) fn target(site: &Site, uri: &Uri, path: Option<Path<String>>) -> Result<Option<GraphName>, Problem> {
    let mut names = Vec::new();
    if let Some(Path(path)) = path {
        names.push(named(&format!("{}{PATH}/{path}", site.base))?);
    }
    for (name, value) in parameters(uri)? {
        match name.as_str() {
            "default" => names.push(GraphName::DefaultGraph),
            // A name without a scheme is a path below the base, as in queries.
            "graph" if NamedNode::new(&value).is_err() => names.push(named(&format!("{}{value}", site.base))?),
            "graph" => names.push(named(&value)?),
            _ => {}
        }
    }
    match names.len() {
        0 | 1 => Ok(names.pop()),
        _ => Err(Problem::new(StatusCode::BAD_REQUEST, "Two graphs", "name one graph, by ?graph= or ?default")),
    }
}

fn named(iri: &str) -> Result<GraphName, Problem> {
    let name = NamedNode::new(iri);
    Ok(name
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "Not an IRI", format!("graph {iri:?}: {error}")))?
        .into())
}

pub(super) fn which() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Which graph?", "name a graph: ?graph={IRI}, or ?default")
        .hint("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists the named graphs")
}

pub(super) fn missing(graph: &GraphName) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "No such graph", format!("there is no graph {graph}"))
}

fn not_acceptable() -> Problem {
    Problem::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", "no format of graphs fits your Accept header")
        .available(GRAPH_FORMATS.iter().map(|format| format.media_types[0].to_owned()).collect())
}

fn exists(snapshot: &Snapshot, graph: &GraphName) -> Result<bool, StoreError> {
    match graph {
        GraphName::NamedNode(name) => snapshot.has_graph(name.as_ref()),
        _ => Ok(true),
    }
}

/// Weak, because compression may change the bytes.
fn tag(generation: &str, graph: &GraphName, format: &GraphFormat) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    (graph, format.extension).hash(&mut hasher);
    format!("W/\"{generation}-{:x}\"", hasher.finish())
}

/// Writes one graph as it stands in the store, triple by triple.
fn write(snapshot: &Snapshot, graph: &GraphName, format: GraphFormat, out: impl Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(format.format);
    for (name, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for quad in snapshot.quads(None, None, None, Some(graph.as_ref())) {
        let quad = quad.map_err(io::Error::other)?;
        writer.serialize_triple(TripleRef::new(&quad.subject, &quad.predicate, &quad.object))?;
    }
    writer.finish()?.flush()
}
