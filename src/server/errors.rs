//! Every error a client can see: a status and a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)),
//! as JSON for programs and as a page for people.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::answer::COMPLETE;
use crate::query::syntax::Mistake;

/// A problem document.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    pub(super) title: &'static str,
    #[serde(serialize_with = "number")]
    pub(super) status: StatusCode,
    pub(super) detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<String>,
    /// What would have worked instead: media types, or the nearest pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) available: Vec<String>,
    /// What became of a query that has no answer: `timed-out`, `cancelled`, `out-of-memory`, `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip)]
    retry_after: Option<u32>,
    #[serde(skip)]
    challenge: Option<&'static str>,
}

fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    pub(super) fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title,
            status,
            detail: detail.into(),
            line: None,
            column: None,
            hint: None,
            available: Vec::new(),
            outcome: None,
            retry_after: None,
            challenge: None,
        }
    }

    /// Something failed in here: the cause goes to the log, not to the client.
    pub(super) fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal error", "the server could not answer; its log says why")
    }

    pub(super) fn syntax(mistake: Mistake) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "The query could not be parsed", mistake.message);
        problem.line = Some(mistake.line);
        problem.column = Some(mistake.column);
        problem
    }

    pub(super) fn available(mut self, available: Vec<String>) -> Self {
        self.available = available;
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn outcome(mut self, outcome: &'static str) -> Self {
        self.outcome = Some(outcome);
        self
    }

    pub(super) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The problem for somebody who reads no JSON: what is wrong, and what would help.
    pub(super) fn in_words(&self) -> String {
        let place = match (self.line, self.column) {
            (Some(line), Some(column)) => format!(" (line {line}, column {column})"),
            _ => String::new(),
        };
        let hint = self.hint.as_ref().map(|hint| format!("\nHint: {hint}")).unwrap_or_default();
        let available = match self.available.as_slice() {
            [] => String::new(),
            available => format!("\nThere are: {}", available.join(", ")),
        };
        format!("{}: {}{place}{hint}{available}", self.title, self.detail)
    }

    /// What kind of proof of identity would help.
    pub(super) fn challenge(mut self, challenge: &'static str) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// Status and headers that hold for the JSON document and for the page alike.
    pub(super) fn dress(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(challenge) = self.challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(value) = self.outcome.and_then(|outcome| HeaderValue::from_str(&format!("false; {outcome}")).ok()) {
            headers.insert(COMPLETE, value);
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec_pretty(&self).unwrap_or_default();
        self.dress(([(header::CONTENT_TYPE, "application/problem+json")], body).into_response())
    }
}
