//! For whoever watches the server: whether it lives, whether it should be sent requests, and what it has counted.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::errors::Problem;
use super::metrics::CONTENT_TYPE;
use super::site::Site;

/// Time in which a store that is well answers.
const SOON: Duration = Duration::from_secs(1);

/// What the private address serves.
pub(super) fn private(site: Arc<Site>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .with_state(site)
}

/// `GET /health/live`: requests are answered at all.
pub(super) async fn live() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "live\n")
}

/// `GET /health/ready`: the store answers soon, and the server does not stop.
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Response {
    let not_ready = |detail: &str| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Not ready", detail).retry_after(2).into_response()
    };
    if site.house.stops() {
        return not_ready("the server stops");
    }
    let look = tokio::task::spawn_blocking(move || {
        let published = site.published();
        let first = published.snapshot.quads(None, None, None, None).next().transpose();
        first.map(|_| published.snapshot.generation())
    });
    match tokio::time::timeout(SOON, look).await {
        Ok(Ok(Ok(generation))) => {
            ([(header::CACHE_CONTROL, "no-store")], format!("ready, generation {generation}\n")).into_response()
        }
        Ok(Ok(Err(error))) => {
            tracing::error!(%error, "the store does not answer");
            not_ready("the store does not answer")
        }
        _ => not_ready("the store does not answer in time"),
    }
}

/// `GET /metrics`, at the private address only.
async fn metrics(State(site): State<Arc<Site>>) -> Response {
    let text = tokio::task::spawn_blocking(move || site.house.metrics.text(&site)).await;
    match text {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => Problem::internal(error).into_response(),
    }
}
