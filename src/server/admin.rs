//! For who runs the server: the queries that run, and an end to each of them.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::client::Client;
use super::errors::Problem;
use super::running::RunningQuery;
use super::site::Site;
use crate::config::Role;

/// A query that runs, as the list shows it.
#[derive(Serialize)]
struct Shown {
    id: u64,
    seconds: f64,
    client: Option<String>,
    worker: Option<u32>,
    query: String,
}

/// The list: what runs, what has a place, what waits for one.
#[derive(Serialize)]
struct List {
    running: usize,
    waiting: usize,
    queries: Vec<Shown>,
}

/// Around the routes here: only with a token of an administrator.
pub(super) async fn guarded(request: Request, next: Next) -> Response {
    let allowed = match request.extensions().get::<Client>() {
        Some(client) => client.require(Role::Admin).map(|_| ()),
        None => Err(Problem::internal("a request of nobody")),
    };
    match allowed {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// `GET /admin/queries`
pub(super) async fn queries(State(site): State<Arc<Site>>) -> Response {
    let (running, waiting) = site.load();
    let list = List { running, waiting, queries: site.running().into_iter().map(shown).collect() };
    match serde_json::to_vec_pretty(&list) {
        Ok(json) => {
            ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], json).into_response()
        }
        Err(error) => Problem::internal(error).into_response(),
    }
}

fn shown(query: RunningQuery) -> Shown {
    let seconds = query.started.elapsed().unwrap_or_default().as_secs_f64();
    Shown { id: query.id, seconds, client: query.client, worker: query.worker, query: query.query }
}

/// `DELETE /admin/queries/{id}`: the query ends with a problem, and its worker is killed.
pub(super) async fn stop(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    match id.parse().is_ok_and(|id| site.stop(id)) {
        true => {
            tracing::info!(query = id.as_str(), "a query was stopped by an administrator");
            StatusCode::NO_CONTENT.into_response()
        }
        false => Problem::new(StatusCode::NOT_FOUND, "No such query", format!("no query {id:?} runs (any more)"))
            .available(vec!["/admin/queries".into()])
            .into_response(),
    }
}
