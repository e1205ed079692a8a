//! The saved queries for programs: each with an address, parameters and rows of its own type, so that a client that is
//! generated from the description has a function for each.

use serde_json::{Map, Value, json};

use super::parts::{headers, in_path, parameter, problems};
use crate::query::SavedQuery;
use crate::server::saved::{MOST_ROWS, MOST_VALUES, ROWS, VALUES, form_of, help, schema};

/// The path of its rows; none for a query that is answered by triples, which come as files only.
pub(super) fn path(query: &SavedQuery) -> Option<String> {
    matches!(form_of(query), "select" | "ask").then(|| format!("/api/queries/{}", query.name))
}

/// What may be asked there.
pub(super) fn item(query: &SavedQuery) -> Value {
    let typed = query
        .params
        .iter()
        .map(|declared| parameter(&declared.name, &help(declared), declared.required, &schema(declared)));
    let parameters: Vec<Value> = typed.chain(part()).collect();
    let mut item = get(&query.name, &query.summary, &parameters, &rows_of(query));
    item["get"]["description"] = query.description.trim().into();
    item
}

/// The rows of any query, for one that was not there when a client was made.
pub(super) fn any() -> Value {
    let name =
        in_path("name", "One of /api/queries; its parameters stand in the address, as its own path describes them");
    get("rows", "The rows of a saved query, part by part", &[&[name], &part()[..]].concat(), "Rows")
}

/// The list of all.
pub(super) fn list() -> Value {
    get("queries", "The saved queries with their parameters", &[], "Queries")
}

/// The values of a parameter.
pub(super) fn values() -> Value {
    let parameters = [
        in_path("name", "One of /api/queries"),
        in_path("parameter", "One of its parameters"),
        parameter("q", "The beginning of a word", false, &json!({ "type": "string" })),
        parameter("limit", "Values", false, &number(VALUES, MOST_VALUES)),
    ];
    get("values", "Values that a parameter may have", &parameters, "Choices")
}

/// Which part of the rows.
fn part() -> [Value; 2] {
    [
        parameter("limit", "Rows of a part", false, &number(ROWS, MOST_ROWS)),
        parameter(
            "after",
            "The row after which the part begins, as `after` of the part before says",
            false,
            &json!({ "type": "string" }),
        ),
    ]
}

fn number(default: usize, most: usize) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": most, "default": default })
}

fn get(id: &str, summary: &str, parameters: &[Value], answer: &str) -> Value {
    let responses = json!({
        "200": { "description": "The answer", "headers": headers(), "content": {
            "application/json": { "schema": reference(answer) },
        } },
        "304": { "description": "As the client has it, by If-None-Match" },
    });
    let own = [
        ("404", "There is no such query or parameter"),
        ("406", "A query that is answered by triples"),
        ("410", "The row after which the part would begin is gone: ask for the first part again"),
        ("429", "The budget of processor time is used up; Retry-After says until when"),
        ("504", "Time is up"),
    ];
    json!({ "get": {
        "operationId": id, "tags": ["questions"], "summary": summary, "parameters": parameters,
        "responses": problems(responses, &own),
    } })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn rows_of(query: &SavedQuery) -> String {
    format!("{}_rows", query.name)
}

/// The types of the answers of all queries.
pub(super) fn schemas<'q>(queries: impl Iterator<Item = &'q SavedQuery>) -> Map<String, Value> {
    let cells = json!({ "type": "object", "additionalProperties": reference("Cell") });
    let mut schemas = Map::new();
    schemas.insert("Cell".to_owned(), cell());
    schemas.insert("Rows".to_owned(), page(&json!({ "type": "string" }), &cells, &cells));
    schemas.insert("Queries".to_owned(), queries_schema());
    schemas.insert("Choices".to_owned(), choices());
    for query in queries.filter(|query| path(query).is_some()) {
        let row = format!("{}_row", query.name);
        let name = json!({ "type": "string", "const": query.name });
        let given = closed(query.params.iter().map(|declared| declared.name.clone()));
        schemas.insert(rows_of(query), page(&name, &given, &reference(&row)));
        schemas.insert(row, closed(query.columns()));
    }
    schemas
}

/// An object of cells with these names; what is unbound is not there.
fn closed(names: impl IntoIterator<Item = String>) -> Value {
    let properties: Map<String, Value> = names.into_iter().map(|name| (name, reference("Cell"))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn page(name: &Value, given: &Value, row: &Value) -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["query", "summary", "parameters", "columns", "rows", "total", "complete", "completeness"],
        "properties": {
            "query": name,
            "summary": text,
            "parameters": given,
            "columns": { "type": "array", "items": text },
            "rows": { "type": "array", "items": row },
            "total": { "type": ["integer", "null"], "description": "Rows of the whole answer; null where it was cut" },
            "complete": { "type": "boolean" },
            "completeness": { "type": "string", "description": "`complete`, or in which way it is not" },
            "next": { "type": "string", "description": "Where the next part is; none behind the last" },
            "after": { "type": "string", "description": "The value for `after` with which the next part begins" },
            "boolean": { "type": "boolean", "description": "Of a question that is answered by yes or no" },
        },
        "additionalProperties": false,
    })
}

fn cell() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": "One value, in the words of the SPARQL results in JSON, with its name or its place",
        "required": ["type", "value"],
        "properties": {
            "type": { "type": "string", "enum": ["uri", "literal", "bnode", "triple"] },
            "value": text,
            "datatype": text,
            "xml:lang": text,
            "label": { "type": "string", "description": "The name of a thing" },
            "page": { "type": "string", "description": "Of a passage: its place in the document, for a browser" },
        },
        "additionalProperties": false,
    })
}

fn choices() -> Value {
    json!({
        "type": "object",
        "required": ["values", "total", "complete", "open"],
        "properties": {
            "values": { "type": "array", "items": {
                "type": "object",
                "required": ["value", "label"],
                "properties": {
                    "value": { "type": "string", "description": "What to give for the parameter" },
                    "label": { "type": "string" },
                    "count": { "type": "integer", "description": "Statements with it; at most 1000 are counted" },
                },
            } },
            "total": { "type": "integer", "description": "How many fit" },
            "complete": { "type": "boolean", "description": "Whether all of them are here" },
            "open": { "type": "boolean", "description": "Whether other values are possible" },
        },
    })
}

fn queries_schema() -> Value {
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    json!({
        "type": "object",
        "required": ["total", "queries"],
        "properties": {
            "total": { "type": "integer" },
            "queries": { "type": "array", "items": {
                "type": "object",
                "required": ["name", "summary", "description", "tags", "form", "parameters", "columns", "rows", "page", "text"],
                "properties": {
                    "name": text, "summary": text, "description": text, "tags": texts, "columns": texts,
                    "form": { "type": "string", "enum": ["select", "ask", "construct", "describe"] },
                    "parameters": { "type": "array", "items": {
                        "type": "object",
                        "required": ["name", "type", "example", "help", "values"],
                        "properties": {
                            "name": text, "type": text, "example": text, "help": text,
                            "required": { "type": "boolean" },
                            "class": texts, "scheme": text, "choices": texts, "default": text,
                            "values": { "type": "string", "description": "Where its possible values are" },
                        },
                    } },
                    "chart": { "type": "object" },
                    "rows": { "type": "string", "description": "Where its rows are" },
                    "page": text, "text": text,
                },
            } },
        },
    })
}
