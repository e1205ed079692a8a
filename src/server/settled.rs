//! The generation whose names and counts are there. Those of a big graph take a while to make: until they are there, pages that
//! show them show the generation before, whole, instead of nothing.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::published::Published;

#[derive(Default)]
struct State {
    now: Option<Arc<Published>>,
    /// The newest one, where a thread is at work on another.
    next: Option<Arc<Published>>,
    working: bool,
}

/// The newest generation that is prepared, and the one that is prepared next. One at a time: of many that come while one is
/// being made, only the last is made after it.
#[derive(Default)]
pub(super) struct Settled {
    state: Mutex<State>,
    changed: Condvar,
}

impl Settled {
    /// The newest generation that is prepared.
    pub(super) fn now(&self) -> Option<Arc<Published>> {
        self.state().now.clone()
    }

    /// Prepares a generation, in a thread of its own, and shows it then. What could not be made is shown as an error by the pages
    /// that need it: a generation is not held back for ever.
    pub(super) fn settle(self: &Arc<Self>, published: Arc<Published>, base: &str) {
        published.settles();
        {
            let mut state = self.state();
            state.next = Some(published);
            if std::mem::replace(&mut state.working, true) {
                return;
            }
        }
        let (settled, base) = (self.clone(), base.to_owned());
        let started = std::thread::Builder::new().name("settle".into()).spawn(move || settled.work(&base));
        if let Err(error) = started {
            tracing::warn!(%error, "the overviews cannot be made");
            let mut state = self.state();
            state.now = state.next.take();
            state.working = false;
        }
    }

    /// Waits until nothing is being prepared, or for so long.
    pub(super) fn wait(&self, most: Duration) {
        drop(self.changed.wait_timeout_while(self.state(), most, |state| state.working));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, base: &str) {
        loop {
            let next = {
                let mut state = self.state();
                let next = state.next.take();
                state.working = next.is_some();
                next
            };
            let Some(next) = next else { return self.changed.notify_all() };
            if let Err(problem) = next.prepared(base) {
                tracing::warn!(detail = problem.detail, "the overviews could not be made");
            }
            self.state().now = Some(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Instant;

    use super::super::index::Index;
    use super::*;
    use crate::store::Snapshot;

    fn published() -> (Arc<Published>, mpsc::Sender<()>) {
        let published = Published::new(Snapshot::in_memory([]).unwrap(), "http://localhost/", None, None);
        let (go, wait) = mpsc::channel();
        published.index.start(move || {
            let _ = wait.recv();
            Ok(Index::default())
        });
        (Arc::new(published), go)
    }

    #[test]
    fn the_generation_before_is_shown_until_the_new_one_is_prepared_and_one_between_is_left_out() {
        let settled = Arc::new(Settled::default());
        let begin = |(published, go): (Arc<Published>, mpsc::Sender<()>)| {
            settled.settle(published.clone(), "http://localhost/");
            (published, go)
        };
        let shown = |published: &Arc<Published>| settled.now().is_some_and(|now| Arc::ptr_eq(&now, published));
        let (first, go) = begin(published());
        assert!(settled.now().is_none());
        go.send(()).unwrap();
        settled.wait(Duration::from_secs(60));
        assert!(shown(&first));
        let (second, go_on) = begin(published());
        let deadline = Instant::now() + Duration::from_secs(60);
        while settled.state().next.is_some() {
            assert!(Instant::now() < deadline);
            std::thread::sleep(Duration::from_millis(1));
        }
        // Nobody ever lets the third be made.
        let (third, _never) = begin(published());
        let (last, go_at_last) = begin(published());
        settled.wait(Duration::from_millis(20));
        assert!(shown(&first));
        go_on.send(()).unwrap();
        while !shown(&second) {
            assert!(Instant::now() < deadline);
            std::thread::sleep(Duration::from_millis(1));
        }
        go_at_last.send(()).unwrap();
        settled.wait(Duration::from_secs(60));
        assert!(shown(&last) && !shown(&third));
    }
}
