//! What takes long to make of a generation is made once, in a thread of its own. Who asks meanwhile waits a moment, and is
//! then told that it is being prepared.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;

use super::errors::Problem;
use crate::store::StoreError;

/// How long a request waits for what is being made.
const WAIT: Duration = Duration::from_secs(3);

/// The title of what is not there yet.
pub(super) const PREPARING: &str = "Being prepared";

/// Seconds after which it is worth to ask again.
const AGAIN: u32 = 2;

enum State<T> {
    Idle,
    Working,
    Ready(Arc<T>),
    Failed(String),
}

/// A value that is made at most once at a time.
pub(super) struct Prepared<T> {
    inside: Arc<(Mutex<State<T>>, Condvar)>,
}

impl<T> Default for Prepared<T> {
    fn default() -> Self {
        Self { inside: Arc::new((Mutex::new(State::Idle), Condvar::new())) }
    }
}

impl<T> Clone for Prepared<T> {
    /// The same value, not another one.
    fn clone(&self) -> Self {
        Self { inside: self.inside.clone() }
    }
}

impl<T: Send + Sync + 'static> Prepared<T> {
    /// Begins to make the value, unless somebody did. What failed is tried again at the next call.
    pub(super) fn start(&self, make: impl FnOnce() -> Result<T, StoreError> + Send + 'static) {
        let (state, changed) = &*self.inside;
        {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*state, State::Working | State::Ready(_)) {
                return;
            }
            *state = State::Working;
        }
        let inside = self.inside.clone();
        let started = std::thread::Builder::new().name("prepare".into()).spawn(move || {
            let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(make));
            let made = match made {
                Ok(Ok(value)) => State::Ready(Arc::new(value)),
                Ok(Err(error)) => State::Failed(error.to_string()),
                Err(_) => State::Failed("making it failed".to_owned()),
            };
            let (state, changed) = &*inside;
            *state.lock().unwrap_or_else(PoisonError::into_inner) = made;
            changed.notify_all();
        });
        if let Err(error) = started {
            *state.lock().unwrap_or_else(PoisonError::into_inner) = State::Failed(error.to_string());
            changed.notify_all();
        }
    }

    /// The value, if it is there now.
    pub(super) fn ready(&self) -> Option<Arc<T>> {
        match &*self.inside.0.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Ready(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// Whether it could not be made when somebody tried last.
    pub(super) fn has_failed(&self) -> bool {
        matches!(&*self.inside.0.lock().unwrap_or_else(PoisonError::into_inner), State::Failed(_))
    }

    /// The value, for which a moment is waited.
    ///
    /// # Errors
    /// 503 while it is being made, 500 where it could not be.
    pub(super) fn get(&self) -> Result<Arc<T>, Problem> {
        self.wait(Some(WAIT))
    }

    /// The value, for which is waited as long as it takes; not for requests.
    ///
    /// # Errors
    /// 500 where it could not be made.
    pub(super) fn patiently(&self) -> Result<Arc<T>, Problem> {
        self.wait(None)
    }

    fn wait(&self, most: Option<Duration>) -> Result<Arc<T>, Problem> {
        let (state, changed) = &*self.inside;
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let working = |state: &mut State<T>| matches!(state, State::Working | State::Idle);
        let state = match most {
            Some(most) => changed.wait_timeout_while(state, most, working).unwrap_or_else(PoisonError::into_inner).0,
            None => changed.wait_while(state, working).unwrap_or_else(PoisonError::into_inner),
        };
        match &*state {
            State::Ready(value) => Ok(value.clone()),
            State::Failed(cause) => Err(Problem::internal(cause)),
            State::Idle | State::Working => Err(preparing()),
        }
    }
}

/// It is on its way.
fn preparing() -> Problem {
    let detail = "the tables of this page are being made of a new state of the graph";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, PREPARING, detail)
        .hint("Ask again in a moment: they are made once, and then the page comes at once.")
        .retry_after(AGAIN)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn who_asks_too_early_is_told_so_and_later_has_the_value_that_was_made_once() {
        let prepared = Prepared::default();
        let (go, wait) = mpsc::channel::<()>();
        prepared.start(move || {
            let _ = wait.recv();
            Ok(1)
        });
        assert_eq!(prepared.get().unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
        prepared.start(|| Ok(2));
        go.send(()).unwrap();
        assert_eq!(*prepared.patiently().unwrap(), 1);
        assert_eq!(*prepared.get().unwrap(), 1);
    }

    #[test]
    fn what_failed_is_an_error_and_can_be_tried_again() {
        let prepared = Prepared::default();
        prepared.start(|| Err(StoreError::NoTextIndex { message: "no".into() }));
        assert_eq!(prepared.patiently().unwrap_err().status, StatusCode::INTERNAL_SERVER_ERROR);
        prepared.start(|| Ok(3));
        assert_eq!(*prepared.patiently().unwrap(), 3);
    }
}
