//! The server: the graph as pages for people and as data for programs. It only reads, unless writing is switched on.
//!
//! [`Site`] holds what all requests share, [`router`] is the table of contents, [`serve`] runs it.

mod access;
mod admin;
mod answer;
mod assets;
mod budget;
mod cache;
mod canvas;
mod client;
mod copy;
mod cors;
mod data;
mod dataset;
mod document;
mod documents;
mod download;
mod dumps;
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
mod kept;
mod kinds;
mod lists;
mod mcp;
mod meter;
mod metrics;
mod names;
mod nanopub;
mod narrow;
mod net;
mod openapi;
mod original;
mod overview;
mod pages;
mod parameters;
mod passage;
mod places;
mod prepared;
mod processor;
mod published;
mod quality;
mod refusals;
mod request;
mod resource;
mod routes;
mod run;
mod running;
mod saved;
mod screens;
mod search;
mod service;
mod settled;
mod signals;
mod site;
mod sparql;
mod suggest;
mod texts;
mod thread;
mod update;
mod vocab;
mod watched;
mod worker;
mod writes;
mod written;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state as around;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub use crate::config::Limits;
pub use copy::{COPY_MARKER, Copies, CopyError, copy_site};
pub use documents::Additions;
pub use guard::{Refusal, guard};
pub use run::{ServeError, assist, serve};
pub use running::RunningQuery;
pub use site::Site;
pub use texts::Texts;
pub use worker::{Work, WorkError, Workers, work};

/// What is compressed already is sent as it is.
const PACKED: NotForContentType = NotForContentType::const_new("application/gzip");

/// Everything the server answers.
pub fn router(site: Arc<Site>) -> Router {
    let (public, admin) = routes::routers(&site);
    public
        .layer(CompressionLayer::new().gzip(true).compress_when(DefaultPredicate::new().and(PACKED)))
        .merge(admin)
        .with_state(site.clone())
        .layer(CatchPanicLayer::new())
        .layer(around(site, access::access))
}
