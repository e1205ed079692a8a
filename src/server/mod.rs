//! The server: the graph as pages for people and as data for programs. It only reads, unless writing is switched on.
//!
//! [`Site`] holds what all requests share, [`router`] is the table of contents, [`serve`] runs it.

mod assets;
mod cors;
mod document;
mod download;
mod entity;
mod errors;
mod evaluation;
mod evidence;
mod graph_store;
mod graph_write;
mod guard;
mod index;
mod kinds;
mod limits;
mod lists;
mod names;
mod pages;
mod quality;
mod request;
mod resource;
mod run;
mod saved;
mod service;
mod site;
mod sparql;
mod texts;
mod update;
mod writes;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

pub use guard::{Refusal, guard};
pub use limits::Limits;
pub use run::{ServeError, serve};
pub use site::Site;
pub use texts::Texts;
pub use writes::Writes;

/// Everything the server answers.
pub fn router(site: Arc<Site>) -> Router {
    let pages = Router::new()
        .route("/", get(lists::home))
        .route("/search", get(lists::search))
        .route("/queries", get(saved::library))
        .route("/queries/{name}", get(saved::saved))
        .route("/quality", get(quality::page))
        .route("/quality.json", get(quality::json))
        .route("/ontology", get(lists::ontology))
        .route("/ns", get(lists::ontology))
        .route("/.well-known/void", get(lists::void))
        .route("/id/{*path}", get(resource::thing))
        .route("/{*path}", get(resource::resource))
        .route("/assets/site.css", get(assets::css))
        .route("/assets/icon.svg", get(assets::icon))
        .route("/health/live", get(|| async { "live\n" }))
        .route("/health/ready", get(ready));
    let queries = Router::new().route("/sparql", get(sparql::sparql).post(sparql::sparql));
    let updates = Router::new().route("/update", post(update::update));
    let mut graphs = get(graph_store::read);
    if site.writes.is_some() {
        graphs = graphs.put(graph_write::write).post(graph_write::write).delete(graph_write::write);
    }
    let graphs = Router::new().route("/graph-store", graphs.clone()).route("/graph-store/{*path}", graphs);
    let router = cors::read(pages, &cors::READ)
        .merge(cors::read(queries, &cors::QUERY))
        .merge(cors::read(graphs, if site.writes.is_some() { &cors::GRAPHS } else { &cors::READ }))
        .merge(cors::read(updates, &cors::UPDATE))
        .with_state(site)
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http());
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

/// Ready means: the store answers.
async fn ready(State(site): State<Arc<Site>>) -> Result<impl axum::response::IntoResponse, errors::Problem> {
    let published = site.published();
    published.snapshot.quads(None, None, None, None).next().transpose().map_err(errors::Problem::internal)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], format!("ready, generation {}\n", published.snapshot.generation())))
}
