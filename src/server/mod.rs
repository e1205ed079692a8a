//! The server: the graph as pages for people and as data for programs. It only reads.
//!
//! [`Site`] holds what all requests share, [`router`] is the table of contents, [`serve`] runs it.

mod access;
mod admin;
mod answer;
mod assets;
mod budget;
mod cache;
mod client;
mod document;
mod ending;
mod entity;
mod errors;
mod evaluation;
mod evidence;
mod explain;
mod guard;
mod health;
mod house;
mod index;
mod kinds;
mod limits;
mod lists;
mod meter;
mod metrics;
mod names;
mod net;
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
mod signals;
mod site;
mod sparql;
mod texts;
mod thread;
mod watched;
mod worker;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{from_fn, from_fn_with_state as around};
use axum::routing::{delete, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

pub use guard::{Refusal, guard};
pub use limits::Limits;
pub use run::{ServeError, serve};
pub use running::RunningQuery;
pub use site::Site;
pub use texts::Texts;
pub use worker::{MEMORY, Work, WorkError, Workers, work};

/// Everything the server answers.
pub fn router(site: Arc<Site>) -> Router {
    let questions = Router::new()
        .route("/queries/{name}", get(saved::saved))
        .route_layer(around(site.clone(), meter::in_turn))
        .route("/sparql", get(sparql::sparql).post(sparql::sparql))
        .route_layer(around(site.clone(), meter::metered));
    let pages = Router::new()
        .route("/", get(lists::home))
        .route("/search", get(search::search))
        .route("/search.json", get(search::search))
        .route("/queries", get(saved::library))
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
    let router = questions
        .merge(pages)
        .route("/assets/site.css", get(assets::css))
        .route("/assets/icon.svg", get(assets::icon))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(site.clone())
        .layer(CompressionLayer::new().gzip(true))
        .layer(CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any))
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
