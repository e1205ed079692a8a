//! The server: the graph as pages for people and as data for programs. It only reads.
//!
//! [`Site`] holds what all requests share, [`router`] is the table of contents, [`serve`] runs it.

mod answer;
mod assets;
mod cache;
mod document;
mod ending;
mod entity;
mod errors;
mod evaluation;
mod evidence;
mod explain;
mod guard;
mod index;
mod kinds;
mod limits;
mod lists;
mod names;
mod pages;
mod places;
mod quality;
mod refusals;
mod resource;
mod run;
mod running;
mod saved;
mod search;
mod service;
mod site;
mod sparql;
mod texts;
mod thread;
mod worker;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

pub use guard::{Refusal, guard};
pub use limits::Limits;
pub use run::{ServeError, serve};
pub use running::RunningQuery;
pub use site::Site;
pub use texts::Texts;
pub use worker::{MEMORY, Work, WorkError, Workers, work};

/// Everything the server answers.
pub fn router(site: Arc<Site>) -> Router {
    let router = Router::new()
        .route("/sparql", get(sparql::sparql).post(sparql::sparql))
        .route("/", get(lists::home))
        .route("/search", get(search::search))
        .route("/search.json", get(search::search))
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
        .route("/health/ready", get(ready))
        .with_state(site)
        .layer(CompressionLayer::new().gzip(true))
        .layer(CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any))
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
