//! The rows of a saved query as a file.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::graph::vocab;
use crate::publish::results::{Naming, ResultsFormat, write_boolean, write_rows, write_triples};
use crate::publish::{GraphFormat, SolutionFormat};
use crate::query::{Answer, Completeness, labels};
use crate::server::answer::COMPLETE;
use crate::server::errors::Problem;
use crate::server::published::Published;

/// The rows as a file.
pub(super) fn file(published: &Published, base: &str, answer: &Answer, extension: &str) -> Result<Response, Problem> {
    let known = ResultsFormat::from_name(extension).filter(|_| extension != "table");
    let content_type = SolutionFormat::from_extension(extension.trim_start_matches("sheet."))
        .map(|format| format.content_type)
        .or(GraphFormat::from_extension(extension).map(|format| format.content_type));
    let (Some(format), Some(content_type)) = (known, content_type) else {
        let detail = format!("there is no format {extension:?} for an answer");
        return Err(Problem::new(StatusCode::NOT_FOUND, "No such format", detail)
            .available(["csv", "tsv", "json", "xml", "ttl", "nt", "jsonld"].map(Into::into).to_vec()));
    };
    if !format.takes_rows() && !matches!(answer, Answer::Graph { .. }) {
        let detail = format!("this question is answered by rows, and {extension} holds triples");
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "Not in this format", detail)
            .hint("put one of the extensions below behind the name of the question")
            .available(["csv", "tsv", "json", "xml"].map(Into::into).to_vec()));
    }
    // Only tables for people show names.
    let labels = match format {
        ResultsFormat::Sheet => labels::labels(&published.snapshot, answer)?,
        _ => BTreeMap::new(),
    };
    let short = |iri: &str| vocab::compact(iri, base);
    let shorten: &dyn Fn(&str) -> String = if format == ResultsFormat::Sheet { &short } else { &str::to_owned };
    let naming = Naming { labels: &labels, shorten };
    let mut body = Vec::new();
    let (written, completeness) = match answer {
        Answer::Boolean(value) => (write_boolean(&mut body, *value, format), Completeness::Complete),
        Answer::Solutions(rows) => {
            (write_rows(&mut body, &rows.variables, &rows.rows, format, naming, None), rows.completeness)
        }
        Answer::Graph { triples, completeness } => {
            (write_triples(&mut body, triples, vocab::PREFIXES, format, naming, None), *completeness)
        }
    };
    written.map_err(|error| Problem::new(StatusCode::NOT_ACCEPTABLE, "Not in this format", error.to_string()))?;
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    let complete =
        if completeness.is_complete() { "true".into() } else { format!("false; {}", completeness.describe()) };
    if let Ok(value) = HeaderValue::from_str(&complete) {
        response.headers_mut().insert(COMPLETE, value);
    }
    Ok(response)
}
