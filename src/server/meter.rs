//! Around questions: nobody evaluates more than the budget allows, and not everybody at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::client::Client;
use super::errors::Problem;
use super::metrics::{Ended, Metrics};
use super::site::Site;
use super::watched::{Watched, Watcher};

/// How long a page waits for its turn.
const WAIT: Duration = Duration::from_millis(50);

/// Around routes that evaluate what strangers write: the time is counted and paid.
pub(super) async fn metered(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let Some(client) = request.extensions().get::<Client>().cloned() else {
        return next.run(request).await;
    };
    if let Err(problem) = client.may_evaluate() {
        site.house.metrics.query("over budget", Duration::ZERO);
        return problem.into_response();
    }
    let began = Instant::now();
    let response = next.run(request).await;
    let mut meter = Meter { client, metrics: site.house.metrics.clone(), began, ended: None };
    let status = response.status();
    meter.ended = Some(Ended { status, bytes: 0, time: began.elapsed(), whole: true });
    // A long answer is sent while it is evaluated.
    let streams =
        response.headers().get(super::answer::COMPLETE).is_some_and(|said| said.as_bytes().starts_with(b"unknown"));
    if !streams {
        return response;
    }
    meter.ended = None;
    response.map(|body| Watched::wrap(body, meter))
}

/// Around pages: the excess is asked to come back before it takes anything.
pub(super) async fn in_turn(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(WAIT, site.house.pages.acquire()).await {
        Ok(Ok(_permit)) => next.run(request).await,
        _ => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "too many pages are asked for at the same time")
            .retry_after(2)
            .into_response(),
    }
}

/// Counts and charges when it is dropped.
struct Meter {
    client: Client,
    metrics: Arc<Metrics>,
    began: Instant,
    ended: Option<Ended>,
}

impl Watcher for Meter {
    fn taken(&mut self, _: u64) {}

    fn whole(&mut self) {
        self.ended = Some(Ended { status: StatusCode::OK, bytes: 0, time: self.began.elapsed(), whole: true });
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        let time = self.began.elapsed();
        let ended = self.ended.take().unwrap_or(Ended { status: StatusCode::OK, bytes: 0, time, whole: false });
        self.metrics.query(ended.outcome(), ended.time);
        // Who only waited for a place has used nothing.
        if ended.status != StatusCode::SERVICE_UNAVAILABLE {
            self.client.charge(ended.time);
        }
    }
}
