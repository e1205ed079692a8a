//! What the system says to the server, and the server to the system.

use std::io;

/// SIGINT and SIGTERM, one after the other.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The next signal to stop.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// The next signal to stop.
    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Files that the store and the workers open, beside connections.
#[cfg(unix)]
const OTHERS: u64 = 1_024;

/// Lets the process have as many sockets as connections are allowed, if the system agrees.
#[cfg(unix)]
pub(super) fn raise_limit_of_files(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = connections as u64 + OTHERS;
    let possible = limit.maximum.map_or(wanted, |most| most.min(wanted));
    if limit.current.is_some_and(|now| now < possible)
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(possible), maximum: limit.maximum })
    {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    if possible < wanted {
        tracing::warn!(
            limit = possible,
            wanted,
            "the system allows fewer open files than connections.max needs; raise its limit, or lower connections.max"
        );
    }
}

#[cfg(not(unix))]
pub(super) fn raise_limit_of_files(_: usize) {}

/// Tells systemd that requests are answered, and from then on that we live, where it wants to know.
#[cfg(target_os = "linux")]
pub(super) fn ready() {
    tell(sd_notify::NotifyState::Ready);
    if let Some(time) = sd_notify::watchdog_enabled() {
        tokio::spawn(async move {
            loop {
                tell(sd_notify::NotifyState::Watchdog);
                tokio::time::sleep(time / 2).await;
            }
        });
    }
}

/// Tells systemd that the server stops.
#[cfg(target_os = "linux")]
pub(super) fn stopping() {
    tell(sd_notify::NotifyState::Stopping);
}

#[cfg(target_os = "linux")]
fn tell(state: sd_notify::NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn ready() {}

#[cfg(not(target_os = "linux"))]
pub(super) fn stopping() {}
