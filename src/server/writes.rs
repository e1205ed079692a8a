//! Who may change the graph, and the one way in which a change becomes a generation.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::StatusCode;
use oxigraph::sparql::CancellationToken;
use tokio::runtime::Handle;
use tokio::sync::{OwnedMutexGuard, oneshot};

use super::client::Client;
use super::errors::Problem;
use super::site::Site;
use crate::config::Role;
use crate::store::{Build, Generations, StoreError, WriteError};

/// How long a change waits for those before it.
const WAIT: Duration = Duration::from_secs(5);

/// Time for one change.
const DEADLINE: Duration = Duration::from_secs(60);

/// The store that a request may change: writing is switched on, and the client's token allows it.
///
/// # Errors
/// 403 where writing is switched off or the token does not allow it; 401 without a token.
pub(super) fn authorized(site: &Site, request: &Request) -> Result<Generations, Problem> {
    let generations =
        site.house.generations.as_ref().filter(|_| site.house.writes).ok_or_else(|| {
            Problem::new(StatusCode::FORBIDDEN, "Read-only", "writing is switched off on this server")
        })?;
    let client = request.extensions().get::<Client>();
    client.ok_or_else(|| Problem::internal("a request without a client"))?.require(Role::Write)?;
    Ok(generations.clone())
}

/// One change at a time: where it begins, and whether somebody still waits for it.
pub(super) struct Turn {
    generations: Generations,
    pub(super) cancellation: CancellationToken,
}

impl Turn {
    /// A checkpoint of what readers see, to be changed.
    pub(super) fn begin(&self) -> Result<Build, Problem> {
        Build::begin(&self.generations, |_| true).map_err(Problem::from_store)
    }

    /// Publishes a generation and moves over to it: whoever wrote reads what was written.
    fn publish(&self, site: &Site, build: Build) -> Result<u64, Problem> {
        if self.cancellation.is_cancelled() {
            return Err(WriteError::Cancelled.into());
        }
        let began = Instant::now();
        let number = build.publish_changes().map_err(Problem::from_store)?;
        site.house.metrics.flushed(began.elapsed());
        if let Some(snapshot) = self.generations.snapshot().map_err(Problem::internal)? {
            site.publish(snapshot);
        }
        Ok(number)
    }
}

/// Waits for the changes before this one.
///
/// # Errors
/// 503 where that takes long.
pub(super) async fn turn(site: &Site) -> Result<OwnedMutexGuard<()>, Problem> {
    tokio::time::timeout(WAIT, site.turn.clone().lock_owned()).await.map_err(|_| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "other changes are being made").retry_after(5)
    })
}

/// Makes one change, after those before it. `work` runs on a thread with a large stack, as parsers need it; the
/// generation that it gives back is published, and the server has moved over to it when this returns.
pub(super) async fn change<T: Send + 'static>(
    site: &Arc<Site>,
    generations: Generations,
    work: impl FnOnce(&Turn) -> Result<(T, Option<Build>), Problem> + Send + 'static,
) -> Result<T, Problem> {
    let turn = turn(site).await?;
    let stop = CancelOnDrop(CancellationToken::new());
    let ours = Turn { generations, cancellation: stop.0.clone() };
    let (sender, mut receiver) = oneshot::channel();
    let (site, stack, runtime) = (site.clone(), site.limits.stack, Handle::current());
    let run = move || {
        // The workers of the new generation start in it.
        let _runtime = runtime.enter();
        // The next one waits until this thread has ended, also where nobody waits for it any more.
        let _turn = turn;
        let done = work(&ours).and_then(|(answer, build)| {
            build.map(|build| ours.publish(&site, build)).transpose()?;
            Ok(answer)
        });
        // Fails only if the client has left.
        let _ = sender.send(done);
    };
    std::thread::Builder::new().name("write".into()).stack_size(stack).spawn(run).map_err(Problem::internal)?;
    let done = match tokio::time::timeout(DEADLINE, &mut receiver).await {
        Ok(done) => done,
        Err(_) => {
            stop.0.cancel();
            // It stops, or it was about to be published: which of them, its thread tells.
            receiver.await
        }
    };
    done.map_err(|_| Problem::internal("the thread of a change died"))?
}

/// A change whose client has left is not published, if it is not already.
struct CancelOnDrop(CancellationToken);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Problem {
    /// The store cannot be written: somebody else does, or something is wrong with it.
    pub(super) fn from_store(error: StoreError) -> Self {
        match error {
            StoreError::Locked { .. } => {
                let detail = "a build is changing the store";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail).retry_after(10)
            }
            other => Self::internal(other),
        }
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        let (status, title) = match &error {
            WriteError::Reserved(_) => (StatusCode::FORBIDDEN, "Made by builds"),
            WriteError::Load => (StatusCode::FORBIDDEN, "LOAD is refused"),
            WriteError::Conflict(_) => (StatusCode::CONFLICT, "Not as expected"),
            WriteError::Cancelled => (StatusCode::GATEWAY_TIMEOUT, "Time is up"),
            WriteError::Unusable(_) => (StatusCode::BAD_REQUEST, "The change could not be made"),
            WriteError::Store(_) => return Self::internal(error),
        };
        Self::new(status, title, error.to_string())
    }
}
