//! The server: the graph as pages for people and as data for programs. It only reads, unless writing is switched on.
//!
//! [`Site`] holds what all requests share, [`router`] is the table of contents, [`serve`] runs it.

mod access;
mod admin;
mod answer;
mod assets;
mod budget;
mod cache;
mod client;
mod cors;
mod document;
mod download;
mod ending;
mod entity;
mod errors;
mod evaluation;
mod evidence;
mod explain;
mod graph_store;
mod graph_write;
mod guard;
mod health;
mod house;
mod index;
mod kinds;
mod limits;
mod lists;
mod mcp;
mod meter;
mod metrics;
mod names;
mod net;
mod pages;
mod places;
mod quality;
mod refusals;
mod request;
mod resource;
mod run;
mod running;
mod saved;
mod search;
mod service;
mod signals;
mod site;
mod sparql;
mod texts;
mod thread;
mod update;
mod watched;
mod worker;
mod writes;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{from_fn, from_fn_with_state as around};
use axum::routing::{delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

pub use guard::{Refusal, guard};
pub use limits::Limits;
pub use run::{ServeError, assist, serve};
pub use running::RunningQuery;
pub use site::Site;
pub use texts::Texts;
pub use worker::{MEMORY, Work, WorkError, Workers, work};

/// Everything the server answers.
pub fn router(site: Arc<Site>) -> Router {
    let saved = Router::new()
        .route("/queries/{name}", get(saved::saved).post(saved::posted))
        .route_layer(around(site.clone(), meter::in_turn))
        .route_layer(around(site.clone(), meter::metered));
    let rows = Router::new()
        .route("/api/queries/{name}", get(saved::rows))
        .route_layer(around(site.clone(), meter::in_turn))
        .route_layer(around(site.clone(), meter::metered));
    let queries = Router::new()
        .route("/sparql", get(sparql::sparql).post(sparql::sparql))
        .route_layer(around(site.clone(), meter::metered));
    let assistants = Router::new()
        .route_service("/mcp", mcp::service(site.clone()))
        .route_layer(around(site.clone(), meter::in_turn))
        .route_layer(around(site.clone(), meter::metered));
    let updates = Router::new().route("/update", post(update::update));
    let (mut graph, mut methods) = (get(graph_store::read), &cors::READ);
    if site.house.writes {
        graph = graph.put(graph_write::write).post(graph_write::write).delete(graph_write::write);
        methods = &cors::GRAPHS;
    }
    let graphs = Router::new().route("/graph-store", graph.clone()).route("/graph-store/{*path}", graph);
    let pages = Router::new()
        .route("/", get(lists::home))
        .route("/search", get(search::search))
        .route("/search.json", get(search::search))
        .route("/queries", get(saved::library))
        .route("/queries.ttl", get(saved::description))
        .route("/queries.nt", get(saved::description))
        .route("/queries.jsonld", get(saved::description))
        .route("/api/queries", get(saved::list))
        .route("/api/queries/{name}/params/{parameter}", get(saved::values))
        .route("/quality", get(quality::page))
        .route("/quality.json", get(quality::json))
        .route("/ontology", get(lists::ontology))
        .route("/ns", get(lists::ontology))
        .route("/.well-known/void", get(lists::void))
        .route("/id/{*path}", get(resource::thing))
        .route("/{*path}", get(resource::resource))
        .route_layer(around(site.clone(), meter::in_turn));
    let admin = Router::new()
        .route("/admin/queries", get(admin::queries))
        .route("/admin/queries/{id}", delete(admin::stop))
        .route_layer(from_fn(admin::guarded))
        .with_state(site.clone());
    let pages = pages
        .merge(rows)
        .route("/assets/site.css", get(assets::css))
        .route("/assets/icon.svg", get(assets::icon))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready));
    let router = cors::read(pages, &cors::READ)
        .merge(cors::read(saved.merge(queries).merge(assistants), &cors::QUERY))
        .merge(cors::read(graphs, methods))
        .merge(cors::read(updates, &cors::UPDATE))
        .with_state(site.clone())
        .layer(CompressionLayer::new().gzip(true))
        // No page of another site has anything to do there.
        .merge(admin)
        .layer(CatchPanicLayer::new())
        .layer(around(site, access::access));
    HEADERS.iter().fold(router, |router, (name, value)| {
        let name = HeaderName::from_static(name);
        router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

/// Headers of every answer. The policy allows our own style sheet, picture and forms, and nothing else.
const HEADERS: [(&str, &str); 4] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "cross-origin"),
];
