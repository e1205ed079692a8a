//! The plan of a query over HTTP: `/sparql?query=…&explain`, as text, as JSON, or as a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use oxigraph::sparql::CancellationToken;
use spargebra::Query;

use super::errors::Problem;
use super::evaluation::{Failure, Question};
use super::limits::Limits;
use crate::publish::{Preferences, negotiate};
use crate::query::explain::{How, explain};
use crate::query::run::within;
use crate::store::Snapshot;

/// The formats of a plan.
const FORMATS: [(&[&str], &str); 2] = [
    (&["text/plain", "text/*"], "text/plain; charset=utf-8"),
    (&["application/json", "application/*+json"], "application/json"),
];

/// What the parameter `explain` asks for: with its rows and times, or with `explain=plan` only planned.
pub(super) fn how(value: Option<&str>, rows: usize, limits: &Limits) -> Result<Option<How>, Problem> {
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
    // Time is left to show how far a query came that was stopped.
    Ok(Some(How { run, rows, time: limits.deadline.mul_f64(0.8) }))
}

/// The media type that a link means by `format`.
pub(super) fn media_type(format: &str) -> Option<&'static str> {
    match format {
        "json" => Some("application/json"),
        "txt" | "text" => Some("text/plain"),
        _ => None,
    }
}

/// The plan in the format that the client likes best, with its content type.
pub(super) fn answer(
    snapshot: &Snapshot,
    query: Query,
    how: How,
    question: &Question,
    cancellation: &CancellationToken,
) -> Result<(&'static str, Vec<u8>), Failure> {
    let available = || Failure::NotAcceptable(FORMATS.iter().map(|(types, _)| types[0]).collect());
    let content_type = negotiate(&question.accept, FORMATS).ok_or_else(available)?;
    let plan = within(cancellation, how.time, || explain(snapshot, query, how, cancellation.clone()))?;
    let body = match content_type {
        "application/json" => serde_json::to_vec_pretty(&plan).map_err(std::io::Error::from)?,
        _ => plan.text(&question.base).into_bytes(),
    };
    Ok((content_type, body))
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
