//! Documents that are sent and removed, described.

use serde_json::{Value, json};

use super::parts::{in_path, parameter, problems};

/// What went wrong with a change.
const OWN: [(&str, &str); 3] = [
    ("403", "Writing is switched off, or the token may not write"),
    ("413", "The body is too long"),
    ("504", "Time is up; nothing was changed"),
];

/// `POST /documents`.
pub(super) fn add() -> Value {
    let name = parameter(
        "name",
        "The name of the file, where it is the body; `Content-Disposition` may give it, too",
        false,
        &json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
    );
    let binary = json!({ "type": "string", "format": "binary" });
    let files = json!({ "type": "array", "items": binary, "minItems": 1 });
    let form = json!({ "type": "object", "properties": { "files": files }, "required": ["files"] });
    let report = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Changes" } } });
    let place = json!({ "location": { "description": "The page of the document", "schema": { "type": "string" } } });
    let mut own = OWN.to_vec();
    own.push(("422", "No document of these files could be taken; the problem says why of each"));
    json!({ "post": {
        "operationId": "documents_add",
        "tags": ["documents"],
        "summary": "Takes documents in, as `rapporteur add` does, where writing is switched on; readers see them when the answer comes",
        "security": [{ "token": [] }],
        "parameters": [name],
        "requestBody": { "required": true, "content": {
            "application/octet-stream": { "schema": binary },
            "multipart/form-data": { "schema": form },
        } },
        "responses": problems(json!({
            "200": { "description": "No document is new: they were changed, or are as before", "content": report },
            "201": { "description": "At least one is new", "headers": place, "content": report },
        }), &own),
    } })
}

/// `DELETE /documents/{id}`.
pub(super) fn remove() -> Value {
    let id = in_path("id", "The identifier of a document, as in the address of its page");
    let what = "Without a trace: the store is written anew, and older generations go";
    let forget = parameter("forget", what, false, &json!({ "enum": [""] }));
    let report = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Changes" } } });
    let mut own = OWN.to_vec();
    own.push(("404", "The store holds no such document"));
    json!({ "delete": {
        "operationId": "documents_remove",
        "tags": ["documents"],
        "summary": "Takes a document out, as `rapporteur remove` does, where writing is switched on",
        "security": [{ "token": [] }],
        "parameters": [id, forget],
        "responses": problems(json!({ "200": { "description": "It is out", "content": report } }), &own),
    } })
}

/// What a change came to.
pub(super) fn schema() -> Value {
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    let number = json!({ "type": "integer", "minimum": 0 });
    json!({
        "type": "object",
        "description": "What a change of documents came to",
        "required": ["generation", "published", "quads", "documents", "unchanged", "failures"],
        "properties": {
            "generation": number,
            "published": { "type": "boolean", "description": "Whether this change made the generation" },
            "quads": number,
            "documents": { "type": "array", "items": {
                "type": "object",
                "required": ["id", "outcome"],
                "properties": {
                    "id": text,
                    "outcome": { "enum": ["added", "changed", "unchanged", "removed", "failed"] },
                    "reason": text,
                    "kept": { "type": "boolean", "description": "Whether an earlier version stays" },
                    "warnings": texts,
                },
            } },
            "unchanged": { "type": "integer", "minimum": 0, "description": "Documents that stay as they are" },
            "failures": texts,
        },
    })
}
