//! What may be asked at each route.

use serde_json::{Map, Value, json};

use super::super::routes::Route;
use super::super::site::Site;
use super::parts::{formats, headers, in_path, parameter, problems};
use super::{documents, questions, screens};
use crate::publish::GRAPH_FORMATS;

/// The operations of a route; nothing for what only pages load.
pub(super) fn path(site: &Site, route: Route) -> Option<Value> {
    let writes = site.house.writes;
    Some(match route {
        Route::Sparql => json!({ "get": query("query_get", true), "post": query("query_post", false) }),
        Route::Update => json!({ "post": update() }),
        Route::Documents => documents::add(),
        Route::OneDocument => documents::remove(),
        Route::GraphStore => graphs(route, writes, &[graph(), default_graph()]),
        Route::GraphOfStore => graphs(
            route,
            writes,
            &[in_path("path", "The name of the graph below {base}graph-store/; may have slashes")],
        ),
        Route::Home => page("home", "Counts and ways in", &[], &["text/html"]),
        Route::Search | Route::SearchJson => {
            let words = parameter("q", "Words, as in search:text", false, &json!({ "type": "string" }));
            let json = route == Route::SearchJson;
            let types: &[&str] = if json { &["application/json"] } else { &["text/html", "application/json"] };
            page(
                if json { "search_json" } else { "search" },
                "Things by their names, passages by their words",
                &[words],
                types,
            )
        }
        Route::Screen(screen, form) => {
            let (id, summary, parameters, media_type) = screens::parts(screen, form);
            page(&id, summary, &parameters, &[media_type])
        }
        Route::Suggestions => {
            let words = parameter("q", "What somebody has typed so far", false, &json!({ "type": "string" }));
            page("suggest", "The best things and passages, as somebody types", &[words], &["application/json"])
        }
        Route::Passage => {
            let text = json!({ "type": "string" });
            let place = [
                parameter("document", "The path of a document, as `doc/bali-2002`", true, &text),
                parameter("char", "Two offsets in code points, as `102,265`", true, &text),
            ];
            page("passage", "A passage between the words around it, and what it proves", &place, &["application/json"])
        }
        Route::Graph | Route::GraphJson | Route::GraphCsv | Route::GraphMl => picture(route),
        Route::Neighbours => {
            let text = json!({ "type": "string" });
            let asked = [
                parameter("of", "The path of a thing, as `state/fiji`", true, &text),
                parameter("relation", "The key of a relation, whose members are wanted", false, &text),
                parameter("after", "How many members to pass over", false, &json!({ "type": "integer", "minimum": 0 })),
            ];
            page("neighbours", "The relations of a thing, counted; the members of one", &asked, &["application/json"])
        }
        Route::Vocabulary => page("vocabulary", "The terms that occur, with their counts", &[], &["application/json"]),
        Route::Check => check(),
        Route::Queries => page("library", "The saved queries", &[], &["text/html"]),
        Route::QueriesTurtle | Route::QueriesTriples | Route::QueriesJson => {
            let (id, media_type) = match route {
                Route::QueriesTurtle => ("library_ttl", "text/turtle"),
                Route::QueriesTriples => ("library_nt", "application/n-triples"),
                _ => ("library_jsonld", "application/ld+json"),
            };
            page(id, "The saved queries in RDF", &[], &[media_type])
        }
        Route::ApiQueries => questions::list(),
        Route::ApiRows => questions::any(),
        Route::ApiValues => questions::values(),
        // The Model Context Protocol describes itself.
        Route::Assistants => return None,
        Route::Query => {
            let name = in_path("name", "One of /queries; with .csv, .tsv, .json or .xml behind it the rows alone");
            let mut item =
                page("saved", "A saved query as a form with its rows", std::slice::from_ref(&name), &["text/html"]);
            let responses = json!({ "303": { "description": "To the address of the answer" } });
            let own = [("413", "The form is too long"), ("429", "The budget is used up")];
            let mut sent = one("post", "saved_post", "pages", "The same, sent as a form", &[name], responses, &own);
            let form = json!({ "schema": { "type": "object", "additionalProperties": { "type": "string" } } });
            sent["post"]["requestBody"] = json!({ "content": { "application/x-www-form-urlencoded": form } });
            item["post"] = sent["post"].take();
            item
        }
        Route::Help => page("help", "How to read the pages", &[], &["text/html"]),
        Route::Quality => page("quality", "How well the documents are read", &[], &["text/html"]),
        Route::QualityJson => page("quality_json", "The same as data", &[], &["application/json"]),
        Route::Ontology | Route::Terms => page(
            if route == Route::Terms { "terms" } else { "ontology" },
            "The terms",
            &[],
            &with_graphs(&["text/html"]),
        ),
        Route::Void => page("void", "The description of the data set", &[], &with_graphs(&[])),
        Route::Context => page("context", "The context of our JSON-LD", &[], &["application/ld+json"]),
        Route::OpenApi => page("openapi", "This description", &[], &["application/vnd.oai.openapi+json"]),
        Route::Thing => {
            let path = in_path("path", "The IRI of a thing below the base; may have slashes");
            let responses = json!({ "303": { "description": "To its page, or to its data" } });
            one(
                "get",
                "thing",
                "pages",
                "Leads to what is known of a thing",
                &[path],
                responses,
                &[("406", "No such format")],
            )
        }
        Route::Resource => {
            let path = in_path(
                "path",
                "The IRI of a thing below the base, or a kind; a suffix as .ttl or .csv gives its data; may have slashes",
            );
            page(
                "resource",
                "What is known of a thing, or the things of a kind",
                &[path],
                &with_graphs(&["text/html", "application/json", "text/csv"]),
            )
        }
        Route::Live => health("live", "Requests are answered", "live"),
        Route::Ready => health(
            "ready",
            "The store answers within a second, and the server does not stop",
            "ready, with the generation",
        ),
        Route::Running => {
            let responses =
                json!({ "200": { "description": "The queries that run", "content": { "application/json": {} } } });
            secured(one(
                "get",
                "running",
                "admin",
                "The queries that run",
                &[],
                responses,
                &[("403", "The token does not have the role")],
            ))
        }
        Route::Stop => {
            let id = in_path("id", "The number of a query that runs");
            let responses = json!({ "204": { "description": "It was stopped" } });
            let own = [("403", "The token does not have the role"), ("404", "No such query runs")];
            secured(one("delete", "stop", "admin", "Ends a query", &[id], responses, &own))
        }
        Route::Original => {
            let sum = in_path("sha256", "Checksum of the file");
            page("original", "A file as it was received", &[sum], &["application/octet-stream"])
        }
        Route::StyleSheet | Route::Icon | Route::Bundle => return None,
    })
}

/// A picture of a neighbourhood in one of its forms.
fn picture(route: Route) -> Value {
    let (id, media_type) = match route {
        Route::GraphJson => ("graph_json", "application/json"),
        Route::GraphCsv => ("graph_csv", "text/csv"),
        Route::GraphMl => ("graph_graphml", "application/graphml+xml"),
        _ => ("graph", "text/html"),
    };
    let many = json!({ "type": "array", "items": { "type": "string" } });
    let said = [
        ("of", "What it begins with, as `meeting/bali/2002`"),
        ("open", "Whose relations are drawn, too"),
        ("add", "What is drawn beside"),
        ("all", "A relation of which all is drawn, KEY@PATH"),
        ("hide", "What is not drawn"),
        ("without", "A kind that is not drawn, as `mandate`"),
    ];
    let parameters: Vec<Value> = said.iter().map(|(name, what)| parameter(name, what, false, &many)).collect();
    page(
        id,
        "A bounded neighbourhood as a picture: things, groups, and lines with their sentences",
        &parameters,
        &[media_type],
    )
}

/// One operation of a path.
fn one(
    method: &str,
    id: &str,
    tag: &str,
    summary: &str,
    parameters: &[Value],
    responses: Value,
    of_its_own: &[(&str, &str)],
) -> Value {
    json!({ method: {
        "operationId": id, "tags": [tag], "summary": summary, "parameters": parameters,
        "responses": problems(responses, of_its_own),
    } })
}

fn page(id: &str, summary: &str, parameters: &[Value], media_types: &[&str]) -> Value {
    let content: Map<String, Value> =
        media_types.iter().map(|&media_type| (media_type.to_owned(), json!({}))).collect();
    let responses = json!({
        "200": { "description": summary, "content": content },
        "304": { "description": "As the client has it, by If-None-Match" },
        "308": { "description": "Every page has one address" },
    });
    let own = [
        ("404", "There is no such thing"),
        ("406", "No format that the client accepts"),
        ("429", "The budget of processor time is used up"),
        ("504", "Time is up"),
    ];
    one("get", id, "pages", summary, parameters, responses, &own)
}

fn with_graphs<'a>(others: &[&'a str]) -> Vec<&'a str> {
    others.iter().copied().chain(GRAPH_FORMATS.iter().map(|format| format.media_types[0])).collect()
}

fn health(id: &str, summary: &str, says: &str) -> Value {
    let responses = json!({ "200": { "description": says, "content": { "text/plain": {} } } });
    one("get", id, "health", summary, &[], responses, &[])
}

/// With a token only.
fn secured(mut item: Value) -> Value {
    for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
        operation["security"] = json!([{ "token": [] }]);
    }
    item
}

/// The query operation of the SPARQL protocol.
fn query(id: &str, in_address: bool) -> Value {
    let text = json!({ "type": "string" });
    let iris = json!({ "type": "array", "items": { "type": "string", "format": "iri" } });
    let mut parameters = vec![
        parameter("default-graph-uri", "A graph of the default graph", false, &iris),
        parameter("named-graph-uri", "A graph that GRAPH can name", false, &iris),
        parameter("format", "The format by a file extension, for links", false, &text),
        parameter(
            "explain",
            "The plan instead of the answer; `plan` only plans",
            false,
            &json!({ "enum": ["", "run", "plan"] }),
        ),
    ];
    let mut operation = json!({
        "operationId": id,
        "tags": ["sparql"],
        "summary": "SELECT, ASK, CONSTRUCT and DESCRIBE, by the SPARQL 1.1 Protocol",
    });
    let mut content = formats(true, true);
    for other in ["text/html", "application/json", "text/plain"] {
        content.insert(other.to_owned(), json!({}));
    }
    if in_address {
        parameters.insert(0, parameter("query", "The query; without it the endpoint describes itself", false, &text));
    } else {
        operation["requestBody"] = sent_query();
    }
    operation["parameters"] = parameters.into();
    let responses = json!({
        "200": { "description": "The answer", "headers": headers(), "content": content },
        "304": { "description": "As the client has it, by If-None-Match" },
    });
    let own = [
        ("403", "An update, or an endpoint that is not asked from here"),
        ("406", "No format that the client accepts"),
        ("413", "The query is too long"),
        ("429", "The budget of processor time is used up; Retry-After says until when"),
        ("502", "Another endpoint gave no answer"),
        ("504", "Time is up"),
        ("507", "The query needs too much memory"),
    ];
    operation["responses"] = problems(responses, &own);
    operation
}

/// A query as the body of a request.
fn sent_query() -> Value {
    let text = json!({ "type": "string" });
    let form = json!({ "type": "object", "properties": { "query": text }, "required": ["query"] });
    json!({ "required": true, "content": {
        "application/sparql-query": { "schema": text },
        "application/x-www-form-urlencoded": { "schema": form },
    } })
}

/// What the parser says of a query, in the address or sent.
fn check() -> Value {
    let text = json!({ "type": "string" });
    let responses = json!({ "200": {
        "description": "Whether it can be read; else what is wrong, with line and column",
        "content": { "application/json": {} },
    } });
    let own = [("413", "The query is too long"), ("429", "The budget of processor time is used up")];
    let summary = "Reads a query and evaluates nothing";
    let query = [parameter("query", "The query", false, &text)];
    let mut item = one("get", "check_get", "sparql", summary, &query, responses.clone(), &own);
    let mut sent = one("post", "check_post", "sparql", summary, &[], responses, &own);
    sent["post"]["requestBody"] = sent_query();
    item["post"] = sent["post"].take();
    item
}

fn update() -> Value {
    let iris = json!({ "type": "array", "items": { "type": "string", "format": "iri" } });
    let text = json!({ "type": "string" });
    let form = json!({ "type": "object", "properties": { "update": text }, "required": ["update"] });
    let responses = json!({ "204": { "description": "Done, and readers see it" } });
    json!({
        "operationId": "update",
        "tags": ["sparql"],
        "summary": "Changes graphs that builds do not make, where writing is switched on",
        "security": [{ "token": [] }],
        "parameters": [
            parameter("using-graph-uri", "A graph of the default graph", false, &iris),
            parameter("using-named-graph-uri", "A graph that GRAPH can name", false, &iris),
        ],
        "requestBody": { "required": true, "content": {
            "application/sparql-update": { "schema": text },
            "application/x-www-form-urlencoded": { "schema": form },
        } },
        "responses": problems(responses, &[
            ("403", "Writing is switched off, the token may not write, or a graph that builds make"),
            ("409", "A graph is there that must not, or is not there that must"),
            ("413", "The update is too long"),
            ("504", "Time is up"),
        ]),
    })
}

fn graph() -> Value {
    parameter("graph", "The IRI of a graph", false, &json!({ "type": "string", "format": "iri" }))
}

fn default_graph() -> Value {
    let schema = json!({ "enum": [""] });
    let mut default = parameter("default", "The default graph", false, &schema);
    default["allowEmptyValue"] = true.into();
    default
}

/// Whole graphs.
fn graphs(route: Route, writes: bool, parameters: &[Value]) -> Value {
    let of = if route == Route::GraphStore { "graph" } else { "graph_of_store" };
    let read = json!({
        "200": { "description": "The graph", "content": formats(false, true) },
        "304": { "description": "As the client has it, by If-None-Match" },
    });
    let missing = [("404", "There is no such graph"), ("406", "No format that the client accepts")];
    let mut item = one("get", &format!("{of}_get"), "graphs", "A whole graph", parameters, read, &missing);
    if !writes {
        return item;
    }
    let own = [
        ("403", "The token may not write, or builds make this graph"),
        ("404", "There is no such graph"),
        ("412", "The graph is not as If-Match or If-None-Match say"),
        ("413", "The body is too long"),
        ("504", "Time is up"),
    ];
    for (method, summary) in [("put", "Makes a graph"), ("post", "Adds to a graph"), ("delete", "Removes a graph")] {
        let done = json!({ "201": { "description": "It is new" }, "204": { "description": "It was there" } });
        let mut written = secured(one(method, &format!("{of}_{method}"), "graphs", summary, parameters, done, &own));
        if method != "delete" {
            written[method]["requestBody"] = json!({ "required": true, "content": formats(false, true) });
        }
        item[method] = written[method].take();
    }
    item
}
