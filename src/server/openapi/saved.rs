//! The saved queries as operations, with their typed parameters.

use serde_json::{Value, json};

use super::parts::{headers, parameter, problems};
use crate::publish::results::ResultsFormat;
use crate::publish::{GRAPH_FORMATS, SOLUTION_FORMATS};
use crate::query::{Parameter, SavedQuery};
use crate::server::saved::{form_of, help, schema};

/// The path of its answers as files.
pub(super) fn path(query: &SavedQuery) -> String {
    format!("/queries/{}.{{format}}", query.name)
}

/// What may be asked there.
pub(super) fn item(query: &SavedQuery) -> Value {
    let rows = SOLUTION_FORMATS.iter().map(|format| (format.extension, format.media_types[0]));
    let triples = GRAPH_FORMATS.iter().map(|format| (format.extension, format.media_types[0]));
    let formats: Vec<(&str, &str)> = match form_of(query) {
        "construct" | "describe" => triples.filter(|(name, _)| ResultsFormat::from_name(name).is_some()).collect(),
        _ => rows.collect(),
    };
    let extensions: Vec<&str> = formats.iter().map(|(extension, _)| *extension).collect();
    let content: serde_json::Map<String, Value> =
        formats.iter().map(|(_, media_type)| ((*media_type).to_owned(), json!({}))).collect();
    let format = json!({
        "name": "format", "in": "path", "required": true, "description": "Of the rows",
        "schema": { "enum": extensions },
    });
    let parameters: Vec<Value> = std::iter::once(format).chain(query.params.iter().map(typed)).collect();
    let responses = json!({
        "200": { "description": "The rows", "headers": headers(), "content": content },
        "304": { "description": "As the client has it, by If-None-Match" },
    });
    json!({ "get": {
        "operationId": format!("saved_{}", query.name),
        "tags": ["saved"],
        "summary": query.summary,
        "description": query.description,
        "parameters": parameters,
        "responses": problems(responses, &[
            ("404", "No such format"),
            ("406", "Rows have no such format"),
            ("429", "The budget of processor time is used up; Retry-After says until when"),
            ("504", "Time is up"),
        ]),
    } })
}

fn typed(declared: &Parameter) -> Value {
    parameter(&declared.name, &help(declared), declared.required, &schema(declared))
}
