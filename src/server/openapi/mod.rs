//! `/openapi.json`: the interface described for programs, in [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.0). It is made
//! of the table of routes, the formats and the saved queries, so it says what this server does.

mod documents;
mod operations;
mod parts;
mod questions;
mod saved;
mod screens;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::kept::steady;
use super::routes::Route;
use super::site::Site;

/// Where it is.
pub(super) const PATH: &str = "/openapi.json";

/// The media type of a description.
const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.1";

/// `GET /openapi.json`
pub(super) async fn openapi(State(site): State<Arc<Site>>) -> Response {
    let body = format!("{:#}\n", document(&site));
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-cache")];
    steady((headers, body).into_response(), &site.published().tag)
}

/// The value of the header `Link` that leads to it ([RFC 8631](https://www.rfc-editor.org/rfc/rfc8631)).
pub(super) fn link() -> String {
    format!("<{PATH}>; rel=\"service-desc\"; type=\"application/vnd.oai.openapi+json\"")
}

fn document(site: &Site) -> Value {
    let mut paths = Map::new();
    for route in Route::ALL {
        if let Some(item) = operations::path(site, route) {
            paths.insert(route.path().replace("{*", "{"), item);
        }
    }
    let library = site.library();
    for query in library.iter() {
        paths.insert(saved::path(query), saved::item(query));
        paths.extend(questions::path(query).map(|path| (path, questions::item(query))));
    }
    let mut schemas = questions::schemas(library.iter());
    schemas.insert("Changes".to_owned(), documents::schema());
    let url = site.house.url();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur",
            "summary": "A knowledge graph of intergovernmental meetings, in which every fact carries the sentence that proves it",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": url.trim_end_matches('/') }],
        "tags": [
            { "name": "sparql", "description": "Free queries, by the SPARQL 1.1 Protocol" },
            { "name": "graphs", "description": "Whole graphs, by the SPARQL 1.1 Graph Store HTTP Protocol" },
            { "name": "documents", "description": "Documents in and out, where writing is switched on" },
            { "name": "questions", "description": "Reviewed questions with typed parameters, their rows part by part" },
            { "name": "saved", "description": "The same as files" },
            { "name": "pages", "description": "What the graph knows, for people and as data" },
            { "name": "health", "description": "For whoever watches the server" },
            { "name": "admin", "description": "For whoever runs it" },
        ],
        "paths": paths,
        "components": parts::components(schemas),
    })
}
