//! The saved queries as operations, with their typed parameters.

use serde_json::{Value, json};

use super::parts::{headers, parameter, problems};
use crate::publish::SOLUTION_FORMATS;
use crate::query::{Parameter, ParameterType, SavedQuery};

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
    let mut schema = match declared.kind {
        ParameterType::Integer => json!({ "type": "integer" }),
        ParameterType::Choice => json!({ "enum": declared.choices }),
        ParameterType::Date => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        ParameterType::Entity | ParameterType::Concept | ParameterType::String => json!({ "type": "string" }),
    };
    if let Some(default) = &declared.default {
        let number = default.parse::<i64>().ok().filter(|_| declared.kind == ParameterType::Integer);
        schema["default"] = number.map_or_else(|| json!(default), |number| json!(number));
    }
    let help = match declared.kind {
        ParameterType::Entity => format!("{} An IRI, a path below the base, or a name.", declared.help),
        ParameterType::Concept => format!("{} An IRI, a path below the base, or the last part of one.", declared.help),
        _ => declared.help.clone(),
    };
    parameter(&declared.name, &help, declared.required, &schema)
}
