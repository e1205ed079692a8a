//! Every error a client can see: a status and a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)),
//! as JSON for programs and as a page for people.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
    #[serde(skip)]
    retry_after: Option<u32>,
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
            retry_after: None,
        }
    }

    /// Something failed in here: the cause goes to the log, not to the client.
    pub(super) fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal error", "the server could not answer; its log says why")
    }

    pub(super) fn syntax(syntax: Syntax) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "The query could not be parsed", syntax.message);
        problem.line = syntax.position.map(|(line, _)| line);
        problem.column = syntax.position.map(|(_, column)| column);
        problem.hint = syntax.hint;
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

    pub(super) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
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
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec_pretty(&self).unwrap_or_default();
        self.dress(([(header::CONTENT_TYPE, "application/problem+json")], body).into_response())
    }
}

/// A parser's message, made readable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Syntax {
    message: String,
    /// Line and column, both from 1.
    position: Option<(usize, usize)>,
    hint: Option<String>,
}

impl Syntax {
    /// The parser says `error at 1:28: expected one of "a", ['0'..='9'], Prefix not found`: we keep position and
    /// words and drop the character classes. Its own sentences, which it hides in that list, come first.
    pub(super) fn from_message(message: &str) -> Self {
        let Some((position, expected)) = message.strip_prefix("error at ").and_then(|rest| rest.split_once(": "))
        else {
            return Self { message: message.to_owned(), position: None, hint: None };
        };
        let position = position.split_once(':').and_then(|(l, c)| Some((l.parse().ok()?, c.parse().ok()?)));
        let list = expected.trim_start_matches("expected ").trim_start_matches("one of ");
        let (mut words, mut sentences) = (Vec::new(), Vec::new());
        for item in split_outside_quotes(list) {
            match item.chars().next() {
                Some('[' | '\'') | None => {}
                Some('"') => words.push(item),
                Some(_) if item.contains(' ') => sentences.push(item),
                Some(_) => words.push(item),
            }
        }
        let hint = sentences
            .iter()
            .any(|s| s.contains("Prefix not found"))
            .then(|| "declare the prefix before the query: PREFIX name: <http://…>".to_owned());
        let message = match (sentences.is_empty(), words.is_empty()) {
            (false, _) => sentences.join("; "),
            (true, false) => format!("expected {}", words.join(", ")),
            (true, true) => "something else was expected here".to_owned(),
        };
        Self { message, position, hint }
    }
}

/// Items of a comma-separated list in which quoted items may hold commas.
fn split_outside_quotes(list: &str) -> Vec<String> {
    let (mut items, mut item, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in list.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ',' if !quoted => {
                items.push(std::mem::take(&mut item).trim().to_owned());
                continue;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        item.push(c);
    }
    items.push(item.trim().to_owned());
    items
}
