//! The saved queries as operations, with their typed parameters.

use serde_json::{Value, json};

use super::parts::{headers, parameter, problems};
use crate::publish::SOLUTION_FORMATS;
use crate::query::{Parameter, SavedQuery};
use crate::server::saved::{help, schema};

/// The path of its answers as files.
pub(super) fn path(query: &SavedQuery) -> String {
    format!("/queries/{}.{{format}}", query.name)
}

/// What may be asked there.
pub(super) fn item(query: &SavedQuery) -> Value {
    let extensions: Vec<&str> = SOLUTION_FORMATS.iter().map(|format| format.extension).collect();
    let content: serde_json::Map<String, Value> =
        SOLUTION_FORMATS.iter().map(|format| (format.media_types[0].to_owned(), json!({}))).collect();
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
