//! The plan of a query over HTTP: `/sparql?query=…&explain`, as text, as JSON, or as a page.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use oxigraph::sparql::CancellationToken;
use spargebra::Query;

use super::errors::Problem;
use super::evaluation::Failure;
use crate::config::Limits;
use crate::publish::{Preferences, negotiate};
use crate::query::explain::{How, explain};
use crate::query::run::within;
use crate::query::service::Remote;
use crate::store::Snapshot;

/// The formats of a plan: media types, content type.
pub(super) const FORMATS: [(&[&str], &str); 2] =
    [(&["text/plain"], "text/plain; charset=utf-8"), (&["application/json"], "application/json")];

/// The problem of a client that takes neither.
const NOT_ACCEPTABLE: &str = "a plan is text/plain or application/json";

/// What the parameter `explain` asks for: with its rows and times, or with `explain=plan` only planned; and the format,
/// by its place in [`FORMATS`], that the client likes best.
pub(super) fn how(
    value: Option<&str>,
    accept: &Preferences,
    rows: usize,
    limits: &Limits,
) -> Result<Option<(How, usize)>, Problem> {
    let run = match value {
        None => return Ok(None),
        Some("" | "run") => true,
        Some("plan") => false,
        Some(other) => {
            let detail = format!("explain={other} is not known");
            return Err(Problem::new(StatusCode::BAD_REQUEST, "Unknown parameter", detail)
                .available(vec!["explain=run".into(), "explain=plan".into()]));
        }
    };
    let format = negotiate(accept, FORMATS.iter().enumerate().map(|(place, (types, _))| (*types, place)));
    let not = || Problem::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", NOT_ACCEPTABLE);
    let format = format.ok_or_else(not)?;
    // Time is left to show how far a query came that was stopped.
    Ok(Some((How { run, rows, time: limits.deadline.mul_f64(0.8) }, format)))
}

/// The media type that a link means by `format`.
pub(super) fn media_type(format: &str) -> Option<&'static str> {
    match format {
        "json" => Some("application/json"),
        "txt" | "text" => Some("text/plain"),
        _ => None,
    }
}

/// The plan in one of [`FORMATS`].
pub(super) fn answer(
    snapshot: &Snapshot,
    query: Query,
    how: How,
    format: usize,
    base: &str,
    remote: Option<&Arc<Remote>>,
    stop: &CancellationToken,
) -> Result<Vec<u8>, Failure> {
    let plan = within(stop, how.time, || explain(snapshot, query, how, remote, stop.clone()))?;
    Ok(match FORMATS.get(format) {
        Some((_, "application/json")) => serde_json::to_vec_pretty(&plan).map_err(std::io::Error::from)?,
        _ => plan.text(base).into_bytes(),
    })
}

/// How the page asks for the plan that it shows.
pub(super) fn for_page() -> Preferences {
    Preferences::parse(Some("text/plain"))
}

/// The page with a plan, or with the problem.
pub(super) async fn page(query: &str, answered: Result<Response, Problem>) -> Response {
    let text = match answered {
        Ok(response) => axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(Problem::internal),
        Err(problem) => Err(problem),
    };
    match text {
        Ok(text) => super::pages::sparql_plan(query, &String::from_utf8_lossy(&text)).into_response(),
        Err(problem) => super::pages::sparql_problem(query, &problem),
    }
}
