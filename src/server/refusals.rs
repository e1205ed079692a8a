//! The problems that a query can meet, each with its status, and with what became of the answer.

use std::time::Duration;

use axum::http::StatusCode;

use super::errors::Problem;
use super::evaluation::Failure;
use super::guard::Refusal;
use crate::publish::{GRAPH_FORMATS, SOLUTION_FORMATS};

/// The guard has refused the text.
pub(super) fn refused(refusal: &Refusal) -> Problem {
    let status = match refusal {
        Refusal::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::TooDeep { .. } | Refusal::TooMany { .. } => StatusCode::BAD_REQUEST,
        Refusal::Update { .. } | Refusal::Service { .. } => StatusCode::FORBIDDEN,
    };
    Problem::new(status, "The query is refused", refusal.to_string())
}

/// There is no place, and too many wait for one.
pub(super) fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "all places for queries are taken").retry_after(2)
}

/// The deadline is over.
pub(super) fn late(deadline: Duration) -> Problem {
    Problem::new(
        StatusCode::GATEWAY_TIMEOUT,
        "Time is up",
        format!("the query did not end within {} s", deadline.as_secs_f32()),
    )
    .outcome("timed-out")
    .hint("ask for less: a LIMIT, a narrower pattern, no ORDER BY over everything")
}

/// Somebody who may has stopped the query.
pub(super) fn stopped() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Stopped", "the query was stopped by who runs this server")
        .outcome("cancelled")
}

/// The evaluation has failed.
pub(super) fn failed(failure: Failure, deadline: Duration) -> Problem {
    match failure {
        Failure::Syntax(syntax) => Problem::syntax(syntax),
        Failure::TooManyPatterns(limit) => Problem::new(
            StatusCode::BAD_REQUEST,
            "The query is refused",
            format!("the query has more than {limit} triple patterns"),
        ),
        Failure::NotAcceptable(of_triples) => {
            let registered = |types: &[&'static str]| types.first().copied().unwrap_or_default().to_owned();
            let available = match of_triples {
                true => GRAPH_FORMATS.iter().map(|format| registered(format.media_types)).collect(),
                false => SOLUTION_FORMATS.iter().map(|format| registered(format.media_types)).collect(),
            };
            let detail = "no format of the answer fits your Accept header";
            Problem::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail).available(available)
        }
        Failure::Cancelled => late(deadline),
        Failure::Evaluation(message) => {
            Problem::new(StatusCode::BAD_REQUEST, "The query could not be evaluated", message)
        }
        Failure::Remote(message) => Problem::new(StatusCode::BAD_GATEWAY, "Another endpoint gave no answer", message)
            .outcome("failed")
            .hint("SERVICE SILENT goes on without it"),
        Failure::OutOfMemory => Problem::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "Out of memory",
            "the query needs more memory than one query may have",
        )
        .outcome("out-of-memory")
        .hint("ask for less: no ORDER BY, GROUP BY or DISTINCT over everything, no strings that grow"),
        Failure::TooDeep => {
            Problem::new(StatusCode::BAD_REQUEST, "Too deep", "the query is nested too deeply to be evaluated")
                .outcome("failed")
        }
        Failure::Died(cause) => {
            tracing::error!(cause, "the process of a query died");
            let detail = "the process that evaluated the query died; its log says why";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The query has failed", detail).outcome("failed")
        }
    }
}
