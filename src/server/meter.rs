//! Around questions: nobody evaluates more than the budget allows, and not everybody at once. What an evaluation costs is
//! charged where it is done.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::COMPLETE;
use super::client::{Client, paid_by};
use super::errors::Problem;
use super::metrics::{Ended, Metrics};
use super::site::Site;
use super::watched::{Watched, Watcher};

/// How long a page waits for its turn.
const WAIT: Duration = Duration::from_millis(50);

/// Around routes that evaluate: who has used the budget up is refused, and the others are counted. The processor time is charged
/// where it is used: by the worker or the thread that answers.
pub(super) async fn metered(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let Some(client) = request.extensions().get::<Client>().cloned() else {
        return next.run(request).await;
    };
    if let Err(problem) = client.may_evaluate() {
        site.house.metrics.query("over budget", Duration::ZERO);
        return problem.into_response();
    }
    let mut meter = Meter { metrics: site.house.metrics.clone(), began: Instant::now(), outcome: "left" };
    let response = paid_by(client, next.run(request)).await;
    let said = response.headers().get(COMPLETE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let ended = Ended { status: response.status(), bytes: 0, time: Duration::ZERO, whole: true };
    // A long answer is sent while it is evaluated.
    let streams = said.starts_with("unknown");
    meter.outcome = match said {
        _ if streams => "cut",
        "false; cancelled" => "stopped",
        "false; out-of-memory" => "out of memory",
        _ => ended.outcome(),
    };
    if streams { response.map(|body| Watched::wrap(body, meter)) } else { response }
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

/// Counts when it is dropped.
struct Meter {
    metrics: Arc<Metrics>,
    began: Instant,
    outcome: &'static str,
}

impl Watcher for Meter {
    fn taken(&mut self, _: u64) {}

    fn whole(&mut self) {
        self.outcome = "answered";
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.metrics.query(self.outcome, self.began.elapsed());
    }
}
