//! The queries that run now: a list of them, and a way to stop one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::Notify;

/// Characters of a query that the list shows.
const SHOWN: usize = 2_000;

/// A query that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningQuery {
    /// Its number, which stops it; unique as long as the server runs.
    pub id: u64,
    /// When it got its place.
    pub started: SystemTime,
    /// Who asked, where that is known.
    pub client: Option<String>,
    /// The query, cut.
    pub query: String,
    /// The process that works on it; none where it runs inside of the server.
    pub worker: Option<u32>,
}

/// The list of queries that run.
#[derive(Default)]
pub(super) struct Running {
    last: AtomicU64,
    queries: Mutex<BTreeMap<u64, Entry>>,
}

struct Entry {
    query: RunningQuery,
    stop: Arc<Notify>,
}

impl Running {
    /// Adds a query; it leaves the list when what is returned is dropped.
    pub(super) fn enter(self: &Arc<Self>, text: &str, client: Option<String>) -> Listed {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let query = text.char_indices().nth(SHOWN).map_or(text, |(end, _)| &text[..end]).to_owned();
        let query = RunningQuery { id, started: SystemTime::now(), client, query, worker: None };
        let stop = Arc::new(Notify::new());
        self.queries().insert(id, Entry { query, stop: stop.clone() });
        Listed { id, stop, running: self.clone() }
    }

    /// The list, oldest first.
    pub(super) fn list(&self) -> Vec<RunningQuery> {
        self.queries().values().map(|entry| entry.query.clone()).collect()
    }

    /// Stops a query; false where it runs no more.
    pub(super) fn stop(&self, id: u64) -> bool {
        let stop = self.queries().get(&id).map(|entry| entry.stop.clone());
        stop.inspect(|stop| stop.notify_one()).is_some()
    }

    fn queries(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Entry>> {
        self.queries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the list.
pub(super) struct Listed {
    id: u64,
    stop: Arc<Notify>,
    running: Arc<Running>,
}

impl Listed {
    /// Notes the process that works.
    pub(super) fn works_in(&self, worker: Option<u32>) {
        if let Some(entry) = self.running.queries().get_mut(&self.id) {
            entry.query.worker = worker;
        }
    }

    /// Ends when somebody stops the query.
    pub(super) async fn stopped(&self) {
        self.stop.notified().await;
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.running.queries().remove(&self.id);
    }
}
