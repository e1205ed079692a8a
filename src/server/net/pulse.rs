//! What a connection is doing, and for how long it may go on doing so.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::Connections;

/// Why a connection is closed from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overdue {
    /// No request, or only a part of its head.
    Head,
    /// Nothing at all since the last answer.
    Idle,
    /// The client takes nothing of its answer.
    Reader,
    /// The server stops, and nothing runs here.
    Stopping,
}

/// Shared by the socket, which sees bytes, and the requests on it.
#[derive(Debug)]
pub(in crate::server) struct Pulse(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Requests whose answer is not complete.
    running: usize,
    served: bool,
    /// Since when nothing runs.
    waiting: Instant,
    /// Since when a part of a head is there.
    head: Option<Instant>,
    /// Since when the client takes nothing.
    blocked: Option<Instant>,
}

impl Pulse {
    pub(super) fn new(now: Instant) -> Arc<Self> {
        let state = State { running: 0, served: false, waiting: now, head: None, blocked: None };
        Arc::new(Self(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes have come.
    pub(super) fn read(&self) {
        let mut state = self.state();
        if state.running == 0 && state.head.is_none() {
            state.head = Some(Instant::now());
        }
    }

    /// The client has taken something, or could not.
    pub(super) fn written(&self, progress: bool) {
        let mut state = self.state();
        state.blocked = match progress {
            true => None,
            false => state.blocked.or_else(|| Some(Instant::now())),
        };
    }

    /// A request is there whole. It runs until what is given back is dropped.
    pub(in crate::server) fn begin(self: &Arc<Self>) -> Running {
        let mut state = self.state();
        state.running += 1;
        state.served = true;
        state.head = None;
        drop(state);
        Running(self.clone())
    }

    /// Whether the connection may go on, and when to ask again.
    pub(super) fn verdict(&self, now: Instant, limits: &Connections, stopping: bool) -> Result<Instant, Overdue> {
        let state = self.state();
        let shortest = limits.header_timeout.min(limits.idle_timeout).min(limits.write_timeout);
        let mut next = now + shortest.max(Duration::from_millis(10));
        let mut due = |since: Instant, time: Duration, why: Overdue| {
            let end = since + time;
            next = next.min(end);
            if end <= now { Err(why) } else { Ok(()) }
        };
        if let Some(since) = state.blocked {
            due(since, limits.write_timeout, Overdue::Reader)?;
        }
        if state.running == 0 {
            // What cannot be sent at once is still to be sent.
            if stopping && state.blocked.is_none() {
                return Err(Overdue::Stopping);
            }
            match state.head {
                _ if !state.served => due(state.waiting, limits.header_timeout, Overdue::Head)?,
                Some(since) => due(since, limits.header_timeout, Overdue::Head)?,
                None => due(state.waiting, limits.idle_timeout, Overdue::Idle)?,
            }
        }
        Ok(next)
    }
}

/// A request that runs.
#[derive(Debug)]
pub(in crate::server) struct Running(Arc<Pulse>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.running -= 1;
        if state.running == 0 {
            state.waiting = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Connections {
        Connections {
            max: 1,
            per_address: 1,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            trusted_proxies: Vec::new(),
        }
    }

    #[test]
    fn a_connection_may_wait_only_as_long_as_what_it_does_allows() {
        let start = Instant::now();
        let pulse = Pulse::new(start);
        let after = |seconds: u64| pulse.verdict(Instant::now() + Duration::from_secs(seconds), &limits(), false);
        // Nothing has come yet, or not all of a head.
        assert!(after(9).is_ok());
        assert_eq!(after(11), Err(Overdue::Head));
        pulse.read();
        assert_eq!(after(11), Err(Overdue::Head));
        // A request may run for as long as its deadline allows, but its answer must be taken.
        let request = pulse.begin();
        assert!(after(1_000).is_ok());
        assert!(pulse.verdict(Instant::now(), &limits(), true).is_ok());
        pulse.written(false);
        pulse.written(false);
        assert!(after(29).is_ok());
        assert_eq!(after(31), Err(Overdue::Reader));
        pulse.written(true);
        drop(request);
        // Between requests there is more time, and less again for the next head.
        assert!(after(59).is_ok());
        assert_eq!(after(61), Err(Overdue::Idle));
        pulse.read();
        assert_eq!(after(11), Err(Overdue::Head));
        assert_eq!(pulse.verdict(Instant::now(), &limits(), true), Err(Overdue::Stopping));
    }
}
