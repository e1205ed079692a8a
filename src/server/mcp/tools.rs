//! What an assistant can call, with the shape of its input.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use crate::query::{Library, Parameter, SavedQuery};
use crate::server::saved::{help, schema};

/// The tools beside the saved queries.
pub(super) const SEARCH: &str = "search";
pub(super) const ENTITY: &str = "entity";
pub(super) const EVIDENCE: &str = "evidence";
pub(super) const SCHEMA: &str = "schema";
pub(super) const SPARQL: &str = "sparql";
const OURS: [&str; 5] = [SEARCH, ENTITY, EVIDENCE, SCHEMA, SPARQL];

/// Rows of an answer, unless a number is asked for, and at most.
pub(super) const ROWS: usize = 30;
pub(super) const MOST_ROWS: usize = 100;

/// All tools, those of the library by name.
pub(super) fn tools(library: &Library) -> Vec<Tool> {
    let thing = || json!({ "type": "string", "description": "its IRI, its path (state/fiji), or its name" });
    let mut tools = vec![
        tool(
            SEARCH,
            "Find things by their names and passages by their words",
            "Things (states, organisations, meetings, bodies, persons, works) by any of their names, and passages of the \
             documents by their words, best first. All words must occur; \"words in quotes\" stand beside each other, traffick* \
             begins a word, OR, -without.",
            &json!({ "q": { "type": "string", "description": "the words" } }),
            &["q"],
        ),
        tool(
            ENTITY,
            "What is known of one thing",
            "Everything the graph says of one thing: its facts with their sentences, where it took part, what it said and was \
             asked. Long lists are cut, and say so.",
            &json!({ "thing": thing() }),
            &["thing"],
        ),
        tool(
            EVIDENCE,
            "The sentences behind one thing",
            "The exact words of the documents that support what is said about a thing: a meeting, a mandate, a participation, a \
             claim; each with its document, its place and a link.",
            &json!({ "thing": thing() }),
            &["thing"],
        ),
        tool(
            SCHEMA,
            "Classes and properties of the graph",
            "Prefixes, classes with their number, the properties that their members have, what to mind, and examples. Read this \
             before you write SPARQL.",
            &json!({}),
            &[],
        ),
        tool(
            SPARQL,
            "Ask in SPARQL 1.1",
            "A SELECT or ASK over the graph, read only, within the limits of the server. The usual prefixes are known, IRIs may \
             be relative to the base. Plain patterns see what holds; GRAPH ?document { … } sees who says so, in which words.",
            &json!({
                "query": { "type": "string", "description": "the query" },
                "limit": { "type": "integer", "minimum": 1, "maximum": MOST_ROWS, "description": "most rows" },
            }),
            &["query"],
        ),
    ];
    tools.extend(library.iter().map(saved));
    tools
}

/// The name under which a query is called; one of ours is taken.
fn called(query: &SavedQuery) -> String {
    if OURS.contains(&query.name.as_str()) { format!("saved_{}", query.name) } else { query.name.clone() }
}

/// The saved query that a tool is.
pub(super) fn query_of<'a>(library: &'a Library, tool: &str) -> Option<&'a SavedQuery> {
    library.iter().find(|query| called(query) == tool)
}

fn saved(query: &SavedQuery) -> Tool {
    let mut properties = Map::new();
    for parameter in &query.params {
        properties.insert(parameter.name.clone(), property(parameter));
    }
    properties.insert(
        "limit".into(),
        json!({ "type": "integer", "minimum": 1, "maximum": MOST_ROWS, "description": "most rows" }),
    );
    properties.insert(
        "after".into(),
        json!({ "type": "string", "description": "the `after` of an answer, for the rows behind it" }),
    );
    let required: Vec<&str> =
        query.params.iter().filter(|parameter| parameter.required).map(|parameter| parameter.name.as_str()).collect();
    let description = format!("{} {}", query.summary, query.description.trim());
    tool(&called(query), &query.summary, &description, &Value::Object(properties), &required)
}

fn property(parameter: &Parameter) -> Value {
    let mut schema = schema(parameter);
    schema["description"] = help(parameter).into();
    schema
}

/// A tool that reads, and nothing else.
fn tool(name: &str, title: &str, description: &str, properties: &Value, required: &[&str]) -> Tool {
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let schema = match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    let reads = ToolAnnotations::with_title(title).read_only(true).idempotent(true).open_world(false);
    Tool::new_with_raw(name.to_owned(), Some(description.to_owned().into()), Arc::new(schema))
        .with_title(title)
        .with_annotations(reads)
}
