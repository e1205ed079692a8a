//! Who may change the graph, and the one way in which a change becomes a generation.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use oxigraph::sparql::CancellationToken;
use tokio::sync::{Mutex, oneshot};

use super::errors::Problem;
use super::site::Site;
use crate::store::{Build, Generations, StoreError, WriteError};

/// Longest body of a change, in bytes.
const BYTES: usize = 16 * 1024 * 1024;

/// How long a change waits for those before it.
const WAIT: Duration = Duration::from_secs(5);

/// Time for one change.
const DEADLINE: Duration = Duration::from_secs(60);

/// What a token allows: nothing if it is unknown, else whether its owner may write.
type MayWrite = dyn Fn(&str) -> Option<bool> + Send + Sync;

/// Writing, where it is switched on: into the store, by those whose token allows it.
pub struct Writes {
    generations: Generations,
    may_write: Box<MayWrite>,
    /// Held by the change that is being made: this server is one writer.
    turn: Arc<Mutex<()>>,
    pub(super) bytes: usize,
}

impl Writes {
    /// Changes go into this store. `may_write` is asked with the token of each: `None` if nobody has it.
    pub fn new(generations: Generations, may_write: impl Fn(&str) -> Option<bool> + Send + Sync + 'static) -> Self {
        Self { generations, may_write: Box::new(may_write), turn: Arc::default(), bytes: BYTES }
    }
}

/// The way to write, if it is there and the client may use it.
///
/// # Errors
/// 403 where writing is switched off or the token does not allow it; 401 without a token that we know.
pub(super) fn authorized<'s>(site: &'s Site, headers: &HeaderMap) -> Result<&'s Writes, Problem> {
    let Some(writes) = &site.writes else {
        return Err(Problem::new(StatusCode::FORBIDDEN, "Read-only", "writing is switched off on this server"));
    };
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let token = match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
        (Some(value), None) => value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")),
        _ => None,
    };
    let Some((_, token)) = token else {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "Who is it?", "writing needs a token")
            .hint("Authorization: Bearer …")
            .challenge("Bearer realm=\"write\""));
    };
    match (writes.may_write)(token.trim()) {
        Some(true) => Ok(writes),
        Some(false) => Err(Problem::new(StatusCode::FORBIDDEN, "Not allowed", "this token does not allow to write")
            .challenge("Bearer realm=\"write\", error=\"insufficient_scope\"")),
        None => Err(Problem::new(StatusCode::UNAUTHORIZED, "Who is it?", "nobody has this token")
            .challenge("Bearer realm=\"write\", error=\"invalid_token\"")),
    }
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
        let number = build.publish_changes().map_err(Problem::from_store)?;
        if let Some(snapshot) = self.generations.snapshot().map_err(Problem::internal)? {
            site.publish(snapshot);
        }
        Ok(number)
    }
}

/// Makes one change, after those before it. `work` runs on a thread with a large stack, as parsers need it; the
/// generation that it gives back is published, and the server has moved over to it when this returns.
pub(super) async fn change<T: Send + 'static>(
    site: &Arc<Site>,
    writes: &Writes,
    work: impl FnOnce(&Turn) -> Result<(T, Option<Build>), Problem> + Send + 'static,
) -> Result<T, Problem> {
    let turn = tokio::time::timeout(WAIT, writes.turn.clone().lock_owned()).await;
    let turn = turn.map_err(|_| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "other changes are being made").retry_after(5)
    })?;
    let stop = CancelOnDrop(CancellationToken::new());
    let ours = Turn { generations: writes.generations.clone(), cancellation: stop.0.clone() };
    let (sender, mut receiver) = oneshot::channel();
    let (site, stack) = (site.clone(), site.limits.stack);
    let run = move || {
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
