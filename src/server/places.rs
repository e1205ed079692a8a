//! Places for queries: how many are evaluated at the same time, how many may wait, and who is asked to come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::Limits;

/// The places of a server.
pub(super) struct Places {
    free: Arc<Semaphore>,
    all: usize,
    waiting: AtomicUsize,
    most_waiting: usize,
    wait: Duration,
    /// How long a place was taken lately, in microseconds.
    taken_for: AtomicU64,
}

/// A place, given back when it is dropped.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    since: Instant,
    places: Arc<Places>,
}

impl Places {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(limits.concurrent)),
            all: limits.concurrent,
            waiting: AtomicUsize::new(0),
            most_waiting: limits.waiting,
            wait: limits.wait,
            taken_for: AtomicU64::new(0),
        })
    }

    /// A place, at once or after a short wait. None where too many wait already, or where those before would take too
    /// long: who is refused at once can go elsewhere.
    pub(super) async fn take(self: &Arc<Self>) -> Option<Place> {
        let permit = match self.free.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let waiting = Waiting::new(&self.waiting);
                if self.all == 0 || waiting.before >= self.most_waiting || self.expected(waiting.before) > self.wait {
                    return None;
                }
                timeout(self.wait, self.free.clone().acquire_owned()).await.ok()?.ok()?
            }
        };
        Some(Place { _permit: permit, since: Instant::now(), places: self.clone() })
    }

    /// Queries that have a place, and queries that wait for one.
    pub(super) fn load(&self) -> (usize, usize) {
        (self.all.saturating_sub(self.free.available_permits()), self.waiting.load(Ordering::Relaxed))
    }

    fn expected(&self, before: usize) -> Duration {
        let rounds = (before + 1).div_ceil(self.all.max(1));
        Duration::from_micros(self.taken_for.load(Ordering::Relaxed)) * u32::try_from(rounds).unwrap_or(u32::MAX)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        // A lost update of two at the same time changes nothing that matters.
        let lately = self.places.taken_for.load(Ordering::Relaxed);
        self.places.taken_for.store(lately - lately / 8 + taken / 8, Ordering::Relaxed);
    }
}

/// One that waits.
struct Waiting<'a> {
    waiting: &'a AtomicUsize,
    before: usize,
}

impl<'a> Waiting<'a> {
    fn new(waiting: &'a AtomicUsize) -> Self {
        Self { waiting, before: waiting.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excess_is_refused_at_once_and_a_place_comes_back() {
        let limits = Limits { concurrent: 1, waiting: 1, wait: Duration::from_secs(60), ..Limits::default() };
        let places = Places::new(&limits);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let first = places.take().await.unwrap();
            let second = tokio::spawn({
                let places = places.clone();
                async move { places.take().await }
            });
            tokio::task::yield_now().await;
            assert_eq!(places.load(), (1, 1));
            assert!(places.take().await.is_none());
            drop(first);
            assert!(second.await.unwrap().is_some());
            assert_eq!(places.load(), (0, 0));
        });
    }

    #[test]
    fn nobody_waits_behind_queries_that_take_longer_than_the_wait() {
        let limits = Limits { concurrent: 1, waiting: 9, wait: Duration::from_secs(1), ..Limits::default() };
        let places = Places::new(&limits);
        places.taken_for.store(10_000_000, Ordering::Relaxed);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let _first = places.take().await.unwrap();
            assert!(places.take().await.is_none());
        });
    }
}
