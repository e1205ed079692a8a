//! Quads as an answer, which says whether it is whole.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{GraphName, Quad};

use super::answer::COMPLETE;
use super::errors::Problem;
use super::names::plain;
use crate::publish::{GraphFormat, write_quads};

/// Quads in a format, or as CSV, with whether they are all there are.
pub(super) fn written(quads: &[Quad], complete: bool, format: Option<GraphFormat>) -> Result<Response, Problem> {
    let (content_type, body) = match format {
        Some(format) => {
            let mut body = Vec::new();
            write_quads(quads, format.format, &mut body).map_err(Problem::internal)?;
            (format.content_type, body)
        }
        None => ("text/csv; charset=utf-8; header=present", csv(quads).map_err(Problem::internal)?),
    };
    Ok(with_completeness((content_type, body), quads.len(), complete))
}

pub(super) fn with_completeness(
    (content_type, body): (&'static str, Vec<u8>),
    quads: usize,
    complete: bool,
) -> Response {
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    let complete = if complete { "true".into() } else { format!("false; rows={quads}") };
    if let Ok(value) = HeaderValue::from_str(&complete) {
        response.headers_mut().insert(COMPLETE, value);
    }
    response
}

fn csv(quads: &[Quad]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["graph", "subject", "predicate", "object"])?;
    for quad in quads {
        let graph = match &quad.graph_name {
            GraphName::NamedNode(graph) => graph.as_str(),
            _ => "",
        };
        let subject = quad.subject.to_string();
        let subject = subject.trim_start_matches('<').trim_end_matches('>');
        writer.write_record([graph, subject, quad.predicate.as_str(), &plain(&quad.object)])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
