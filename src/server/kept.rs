//! Requests whose letters were answered before: they get the same response before anything of them is understood. That is so
//! for answers to queries and for pages and data of things, which a generation says once and for all.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cache::Ready;
use super::errors::Problem;
use super::routes::Route;
use super::site::Site;

/// A mark on a response: the same request to this generation has the same answer, and its body is in memory.
#[derive(Clone)]
struct Steady(Arc<str>);

/// Marks a response that will be the same as long as this generation is published.
pub(super) fn steady(mut response: Response, generation: &Arc<str>) -> Response {
    if response.status() == StatusCode::OK {
        response.extensions_mut().insert(Steady(generation.clone()));
    }
    response
}

/// All that the answer to a simple request depends on, letter by letter: what it accepts and asks. Nothing of a request with a
/// body or a condition, or where nothing is kept.
pub(super) fn letters(request: &Request, site: &Site) -> Option<Box<[u8]>> {
    let (uri, headers) = (request.uri(), request.headers());
    let is_simple = request.method() == Method::GET
        && !headers.contains_key(header::IF_NONE_MATCH)
        && !headers.contains_key(header::RANGE);
    if !is_simple || site.limits.cache == 0 {
        return None;
    }
    let mut letters = Vec::with_capacity(uri.path().len() + uri.query().map_or(0, str::len) + 128);
    for name in [header::ACCEPT, header::ACCEPT_ENCODING] {
        for value in headers.get_all(name) {
            letters.extend_from_slice(value.as_bytes());
            letters.push(b',');
        }
        // Cannot stand in a header.
        letters.push(0);
    }
    letters.extend_from_slice(uri.path().as_bytes());
    letters.push(b'?');
    letters.extend_from_slice(uri.query().unwrap_or_default().as_bytes());
    Some(letters.into())
}

/// The response that they had, if nothing has changed since. It evaluates nothing, and so it costs nothing of a budget.
pub(super) fn response(letters: &[u8], request: &Request, site: &Site) -> Option<Response> {
    let ready = site.cache.ready(letters, &site.published().tag)?;
    if request.uri().path() == Route::Sparql.path() {
        site.house.metrics.query("answered", std::time::Duration::ZERO);
    }
    let mut response = ready.body.into_response();
    *response.headers_mut() = ready.headers;
    Some(response)
}

/// Keeps a response that will be the same the next time, packed as it is sent.
pub(super) async fn keep(letters: Box<[u8]>, mut response: Response, site: &Site) -> Response {
    let Some(Steady(generation)) = response.extensions_mut().remove() else { return response };
    let (head, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        // It was in memory, so this is a mistake of ours.
        Err(error) => return Problem::internal(error).into_response(),
    };
    site.cache.put_ready(letters, Ready { generation, headers: head.headers.clone(), body: body.clone() });
    Response::from_parts(head, body.into())
}
