//! Listening, moving over to new generations, stopping gracefully.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::net::{Carriers, Door};
use super::signals::{self, Signals};
use super::{Site, health, mcp, router};
use crate::config::Config;
use crate::store::{Snapshot, StoreError};

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is taken, not ours, or no address.
    #[error("cannot listen on {address}: {source}; choose another with {flag}")]
    Bind {
        /// Where we wanted to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
        /// What sets the address.
        flag: &'static str,
    },
    /// The system refused threads or sockets.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

/// How often the store is asked for a new generation.
const LOOK: Duration = Duration::from_secs(1);

/// Time that running requests get when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

/// Serves until SIGINT or SIGTERM: then it is not ready any more, takes no new connection, and gives running requests
/// 20 seconds; a second signal ends it at once. `listening` is called once with the address; `newer` is asked every
/// second for a generation newer than the number it is given.
pub fn serve(
    site: Site,
    config: &Config,
    listening: impl FnOnce(SocketAddr),
    newer: impl Fn(u64) -> Result<Option<Snapshot>, StoreError> + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let site = Arc::new(site);
    signals::raise_limit_of_files(config.connections.max);
    let carriers = Arc::new(Carriers::new(std::thread::available_parallelism().map_or(1, Into::into))?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let result = runtime.block_on(async {
        let mut signals = Signals::new()?;
        let listener = bind(config.bind, "--bind").await?;
        let address = listener.local_addr()?;
        site.house.listens(address);
        site.warm().await;
        let private = private_listener(config).await?;
        let looking = tokio::spawn(watch_store(site.clone(), Arc::new(newer)));
        let (stop, stopped) = watch::channel(false);
        let (limits, metrics) = (&config.connections, site.house.metrics.clone());
        let door = Door::new(listener, router(site.clone()), limits.clone(), metrics, &carriers);
        let mut door = tokio::spawn(door.serve(stopped.clone()));
        // Stays open until the end, so that whoever watches sees the stop.
        let private = private.map(|listener| {
            let door = Door::new(listener, health::private(site.clone()), limits.clone(), Arc::default(), &carriers);
            let (never, stopped) = watch::channel(false);
            (tokio::spawn(door.serve(stopped)), never)
        });
        listening(address);
        signals::ready();
        signals.next().await;
        tracing::info!("stopping: no new connections, running requests have {} s", DRAIN.as_secs());
        site.house.stop();
        signals::stopping();
        let _ = stop.send(true);
        tokio::select! {
            _ = &mut door => {}
            () = tokio::time::sleep(DRAIN) => tracing::warn!("stopped with requests still running"),
            () = signals.next() => tracing::warn!("stopped at once by a second signal"),
        }
        looking.abort();
        if let Some((door, _never)) = private {
            door.abort();
        }
        Ok(())
    });
    // An overdue evaluation may hold its thread; it does not hold the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

/// Speaks with one assistant over standard input and output until it goes; see [`serve`] for the rest. Links in answers
/// lead to the server that the settings describe.
pub fn assist(
    site: Site,
    config: &Config,
    newer: impl Fn(u64) -> Result<Option<Snapshot>, StoreError> + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let site = Arc::new(site);
    site.house.listens(config.bind);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let looking = tokio::spawn(watch_store(site.clone(), Arc::new(newer)));
        let result = mcp::talk(site).await;
        looking.abort();
        result
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(result?)
}

async fn bind(address: SocketAddr, flag: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Bind { address, source, flag })
}

/// The private listener. Where nobody asked for its address, a second server on one machine runs without it.
async fn private_listener(config: &Config) -> Result<Option<TcpListener>, ServeError> {
    let Some(address) = config.metrics else { return Ok(None) };
    match bind(address, "--metrics").await {
        Ok(listener) => {
            tracing::info!(address = %listener.local_addr()?, "metrics");
            Ok(Some(listener))
        }
        Err(error) if config.metrics_asked => Err(error),
        Err(error) => {
            tracing::warn!(%error, "there are no metrics");
            Ok(None)
        }
    }
}

async fn watch_store(
    site: Arc<Site>,
    newer: Arc<impl Fn(u64) -> Result<Option<Snapshot>, StoreError> + Send + Sync + 'static>,
) {
    loop {
        tokio::time::sleep(LOOK).await;
        let now = site.published().snapshot.generation();
        let look = newer.clone();
        match tokio::task::spawn_blocking(move || look(now)).await {
            Ok(Ok(Some(snapshot))) => {
                tracing::info!(from = now, to = snapshot.generation(), "moved over to a new generation");
                site.publish_after(now, snapshot);
            }
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the store could not be asked for a new generation"),
            Err(error) => tracing::warn!(%error, "looking for a new generation failed"),
        }
    }
}
