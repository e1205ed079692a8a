//! Requests whose letters were answered before: they get the same response before anything of them is understood.

use axum::extract::Request;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};

use super::answer::Steady;
use super::cache::Ready;
use super::routes::Route;
use super::site::Site;

/// All that the answer to a simple query depends on, letter by letter: what it accepts and asks. Nothing of a request with a
/// body or a condition, or where nothing is kept.
pub(super) fn letters(request: &Request, site: &Site) -> Option<Box<[u8]>> {
    let (query, headers) = (request.uri().query()?, request.headers());
    let is_simple = request.method() == Method::GET
        && request.uri().path() == Route::Sparql.path()
        && !headers.contains_key(header::IF_NONE_MATCH);
    if !is_simple || site.limits.cache == 0 {
        return None;
    }
    let mut letters = Vec::with_capacity(query.len() + 128);
    for name in [header::ACCEPT, header::ACCEPT_ENCODING] {
        for value in headers.get_all(name) {
            letters.extend_from_slice(value.as_bytes());
            letters.push(b',');
        }
        // Cannot stand in a header.
        letters.push(0);
    }
    letters.extend_from_slice(query.as_bytes());
    Some(letters.into())
}

/// The response that they had, if nothing has changed since. It evaluates nothing, and so it costs nothing of a budget.
pub(super) fn response(letters: &[u8], site: &Site) -> Option<Response> {
    let ready = site.cache.ready(letters, &site.published().tag)?;
    site.house.metrics.query("answered", std::time::Duration::ZERO);
    let mut response = ready.body.into_response();
    *response.headers_mut() = ready.headers;
    Some(response)
}

/// Keeps a response that will be the same the next time.
pub(super) fn keep(letters: Box<[u8]>, response: &mut Response, site: &Site) {
    let Some(Steady { generation, body }) = response.extensions_mut().remove() else { return };
    // What was packed on its way has another body.
    if !response.headers().contains_key(header::CONTENT_ENCODING) {
        site.cache.put_ready(letters, Ready { generation, headers: response.headers().clone(), body });
    }
}
