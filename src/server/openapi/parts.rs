//! What several operations have in common: problems, formats, headers.

use serde_json::{Map, Value, json};

use crate::publish::{GRAPH_FORMATS, SOLUTION_FORMATS};

/// The media type of a problem.
const PROBLEM: &str = "application/problem+json";

/// Schemas and tokens.
pub(super) fn components(mut schemas: Map<String, Value>) -> Value {
    let problem = json!({
        "type": "object",
        "description": "What went wrong, as RFC 9457 has it",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string" },
            "line": { "type": "integer", "minimum": 1, "description": "Of the query" },
            "column": { "type": "integer", "minimum": 1 },
            "hint": { "type": "string" },
            "available": { "type": "array", "items": { "type": "string" }, "description": "What would have worked" },
            "outcome": { "type": "string", "enum": ["timed-out", "cancelled", "out-of-memory", "failed"] },
        },
    });
    schemas.insert("Problem".to_owned(), problem);
    json!({
        "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        "schemas": schemas,
    })
}

/// What may come of any request: problems of its own, and those of every route. Their bodies may be pages for people.
pub(super) fn problems(responses: Value, of_its_own: &[(&str, &str)]) -> Value {
    let mut responses = match responses {
        Value::Object(responses) => responses,
        _ => Map::new(),
    };
    let everywhere = [
        ("400", "The request cannot be read"),
        ("401", "A token that is not valid"),
        ("405", "Another method; Allow lists those there are"),
        ("408", "The body came too slowly"),
        ("415", "An encoded body, or a media type that is not known here"),
        ("500", "The server could not answer; its log says why"),
        ("503", "Busy; Retry-After says when to come back"),
    ];
    for (status, description) in everywhere.iter().chain(of_its_own) {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let content = json!({ PROBLEM: { "schema": schema }, "text/html": {}, "text/plain": {} });
        responses.insert((*status).to_owned(), json!({ "description": description, "content": content }));
    }
    responses.into()
}

/// The formats of rows and of graphs, as the content of an answer.
pub(super) fn formats(rows: bool, graphs: bool) -> Map<String, Value> {
    let rows = SOLUTION_FORMATS.iter().filter(|_| rows).map(|format| format.media_types[0]);
    let graphs = GRAPH_FORMATS.iter().filter(|_| graphs).map(|format| format.media_types[0]);
    rows.chain(graphs).map(|media_type| (media_type.to_owned(), json!({}))).collect()
}

/// The headers of an answer of rows or triples.
pub(super) fn headers() -> Value {
    let text = |description: &str| json!({ "description": description, "schema": { "type": "string" } });
    json!({
        "x-rapporteur-complete": text("Whether this is all there is: true; false with a reason; unknown with a limit, and then the last word stands in the trailer"),
        "etag": text("Generation and request"),
    })
}

/// A parameter in the address.
pub(super) fn parameter(name: &str, description: &str, required: bool, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "required": required, "schema": schema })
}

/// A part of the path.
pub(super) fn in_path(name: &str, description: &str) -> Value {
    let schema = json!({ "type": "string", "minLength": 1 });
    json!({ "name": name, "in": "path", "description": description, "required": true, "schema": schema })
}
