//! The query endpoint: [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), the query operation only.

use std::hash::{Hash, Hasher};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::sparql::CancellationToken;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::{Instant, timeout_at};
use tokio_stream::wrappers::ReceiverStream;

use super::errors::Problem;
use super::evaluation::{Completeness, Event, Failure, Question, start};
use super::guard::{Refusal, guard};
use super::pages;
use super::request::{Asked, accept, graphs};
use super::service;
use super::site::Site;
use crate::publish::{GRAPH_FORMATS, GraphFormat, Preferences, SOLUTION_FORMATS, SolutionFormat};

/// Says whether an answer is all there is: `true`, `false; rows=10000`, or `unknown; limit=10000`.
pub(super) const COMPLETE: &str = "x-rapporteur-complete";

/// Rows of a table on a page.
const PAGE_ROWS: usize = 1_000;

/// `GET /sparql`, `POST /sparql`.
pub(super) async fn sparql(State(site): State<Arc<Site>>, request: Request) -> Response {
    let method = request.method().clone();
    let headers = request.headers().clone();
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
            (false, true) => service::description(&site, &headers, &accept),
            (false, false) => Problem::new(StatusCode::BAD_REQUEST, "No query", "the parameter `query` is missing")
                .hint("GET /sparql?query=…, or POST the query as application/sparql-query")
                .into_response(),
        };
    };
    // Clients that we do not know send other values beside their Accept header, which then holds.
    let linked = asked.format.as_deref().map(media_types).filter(|types| !types.is_empty());
    if wants_page && linked.is_none() {
        return page(&site, &asked, &query).await;
    }
    let accept = linked.map_or(accept, |types| Preferences::parse(Some(&types)));
    let published = site.published();
    let etag = etag(published.snapshot.generation(), &asked, &headers);
    if method != Method::POST && etag.as_ref().is_some_and(|tag| is_known(tag, &headers)) {
        let headers = [
            (header::ETAG, etag.unwrap_or_default()),
            (header::CACHE_CONTROL, "no-cache".into()),
            (header::VARY, "accept".into()),
        ];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    match answer(&site, asked, accept, site.limits.rows).await {
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

/// Guards, evaluates within the limits, and builds the response.
async fn answer(site: &Site, asked: Asked, accept: Preferences, rows: usize) -> Result<Response, Problem> {
    let limits = &site.limits;
    let deadline = Instant::now() + limits.deadline;
    let text = asked.query.unwrap_or_default();
    guard(&text, limits).map_err(|refusal| refused(&refusal))?;
    let question = Question {
        text,
        default_graphs: graphs(asked.default_graphs)?,
        named_graphs: graphs(asked.named_graphs)?,
        accept,
        base: site.base.clone(),
        rows: rows.min(limits.rows),
        triples: limits.triples,
        stack: limits.stack,
    };
    let wait = Duration::from_millis(50);
    let permit = match tokio::time::timeout(wait, site.permits.clone().acquire_owned()).await {
        Ok(Ok(permit)) => permit,
        _ => return Err(busy()),
    };
    let cancel = CancelOnDrop(CancellationToken::new());
    let snapshot = site.published().snapshot.clone();
    let rows = question.rows;
    let mut events = start(snapshot, question, cancel.0.clone(), permit).map_err(Problem::internal)?;
    let (mut content_type, mut body) = ("", Vec::new());
    loop {
        let Ok(event) = timeout_at(deadline, events.recv()).await else {
            return Err(late(limits.deadline));
        };
        match event {
            Some(Event::Started { content_type: chosen }) => content_type = chosen,
            Some(Event::Chunk(chunk)) => body.extend_from_slice(&chunk),
            Some(Event::Finished(completeness)) => {
                return Ok(response(content_type, &said(completeness), Body::from(body)));
            }
            Some(Event::Failed(failure)) => return Err(failed(failure, limits.deadline)),
            None => return Err(Problem::internal("the thread of a query died")),
        }
        if body.len() > limits.held_back {
            let rest = stream(body.into(), events, cancel, deadline);
            return Ok(response(content_type, &format!("unknown; limit={rows}"), rest));
        }
    }
}

/// The rest of a long answer. After the deadline, or if the evaluation fails, the connection is cut: a client must
/// not take half an answer for a whole one.
fn stream(first: Bytes, mut events: Receiver<Event>, cancel: CancelOnDrop, deadline: Instant) -> Body {
    let (sender, receiver) = channel::<io::Result<Bytes>>(1);
    tokio::spawn(async move {
        let _cancel = cancel;
        let mut next = Ok(first);
        loop {
            let ended = next.is_err();
            if sender.send(next).await.is_err() || ended {
                return;
            }
            let event = tokio::select! {
                event = timeout_at(deadline, events.recv()) => event,
                () = sender.closed() => return,
            };
            next = match event {
                Ok(Some(Event::Chunk(chunk))) => Ok(chunk),
                Ok(Some(Event::Started { .. })) => Ok(Bytes::new()),
                Ok(Some(Event::Finished(_))) => return,
                Ok(Some(Event::Failed(_)) | None) | Err(_) => Err(io::Error::other("the answer is not complete")),
            };
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// The work stops when nobody waits for it: at the deadline, after a late error, when the client has left.
struct CancelOnDrop(CancellationToken);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

fn response(content_type: &'static str, complete: &str, body: Body) -> Response {
    let complete = HeaderValue::from_str(complete).unwrap_or(HeaderValue::from_static("unknown"));
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    response.headers_mut().insert(COMPLETE, complete);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

fn said(completeness: Completeness) -> String {
    match completeness {
        Completeness::Complete => "true".into(),
        Completeness::Truncated(rows) => format!("false; rows={rows}"),
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let status = match refusal {
        Refusal::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::TooDeep { .. } | Refusal::TooMany { .. } => StatusCode::BAD_REQUEST,
        Refusal::Update { .. } | Refusal::Service => StatusCode::FORBIDDEN,
    };
    Problem::new(status, "The query is refused", refusal.to_string())
}

fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "all places for queries are taken").retry_after(2)
}

fn late(deadline: Duration) -> Problem {
    Problem::new(
        StatusCode::GATEWAY_TIMEOUT,
        "Time is up",
        format!("the query did not end within {} s", deadline.as_secs_f32()),
    )
    .hint("ask for less: a LIMIT, a narrower pattern, no ORDER BY over everything")
}

fn failed(failure: Failure, deadline: Duration) -> Problem {
    match failure {
        Failure::Syntax(syntax) => Problem::syntax(syntax),
        Failure::NotAcceptable(available) => Problem::new(
            StatusCode::NOT_ACCEPTABLE,
            "Not acceptable",
            "no format of the answer fits your Accept header",
        )
        .available(available.into_iter().map(Into::into).collect()),
        Failure::Cancelled => late(deadline),
        Failure::Evaluation(message) => {
            Problem::new(StatusCode::BAD_REQUEST, "The query could not be evaluated", message)
        }
    }
}

/// The answer as a page: the table of a SELECT, the yes or no of an ASK, the Turtle of a graph.
async fn page(site: &Site, asked: &Asked, query: &str) -> Response {
    let accept = Preferences::parse(Some("application/sparql-results+json, text/turtle;q=0.5"));
    let asked = Asked {
        query: Some(query.to_owned()),
        default_graphs: asked.default_graphs.clone(),
        named_graphs: asked.named_graphs.clone(),
        format: None,
    };
    let result = match answer(site, asked, accept, PAGE_ROWS).await {
        Ok(response) => {
            let complete = response.headers().get(COMPLETE).is_some_and(|v| v == "true");
            match axum::body::to_bytes(response.into_body(), usize::MAX).await {
                Ok(bytes) => Ok((bytes, complete)),
                Err(error) => Err(Problem::internal(error)),
            }
        }
        Err(problem) => Err(problem),
    };
    pages::sparql_answer(site, query, result)
}

/// Weak, because compression may change the bytes. None where the same query may give another answer.
fn etag(generation: u64, asked: &Asked, headers: &HeaderMap) -> Option<String> {
    let text = asked.query.as_deref().unwrap_or_default().to_ascii_lowercase();
    // A backslash may hide a name.
    if ["rand", "now", "uuid", "bnode", "\\u"].iter().any(|name| text.contains(name)) {
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
