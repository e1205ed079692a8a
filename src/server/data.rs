//! Answers for programs: JSON, and problems as documents.

use std::sync::Arc;

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::errors::Problem;
use super::lists::reading;
use super::published::Published;
use super::request::parameters;
use super::site::Site;

/// As [`reading`]; a program gets its problems as documents, not as pages.
pub(super) async fn data(
    site: Arc<Site>,
    of: fn(&Site) -> Arc<Published>,
    read: impl FnOnce(&Site, &Published) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    reading(site, of, |site, published| Ok(read(site, published).unwrap_or_else(IntoResponse::into_response))).await
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> Response {
    let body = match serde_json::to_vec(value) {
        Ok(body) => body,
        Err(error) => return Problem::internal(error).into_response(),
    };
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}

/// The value of a parameter that must be there.
pub(super) fn required(uri: &Uri, name: &str, example: &str) -> Result<String, Problem> {
    let given = parameters(uri)?.into_iter().find(|(key, value)| key == name && !value.is_empty());
    given.map(|(_, value)| value).ok_or_else(|| {
        let detail = format!("`{name}` is missing: {name}={example}");
        Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail)
    })
}
