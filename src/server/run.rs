//! Listening, moving over to new generations, stopping gracefully.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::{Site, router};
use crate::store::{Snapshot, StoreError};

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is taken, not ours, or no address.
    #[error("cannot listen on {address}: {source}; choose another with --bind")]
    Bind {
        /// Where we wanted to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused threads or sockets.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

/// How often the store is asked for a new generation.
const LOOK: Duration = Duration::from_secs(1);

/// Time that running requests get when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

/// Serves until SIGINT or SIGTERM. `listening` is called once with the address; `newer` is asked every second for a
/// generation newer than the number it is given.
pub fn serve(
    site: Site,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr),
    newer: impl Fn(u64) -> Result<Option<Snapshot>, StoreError> + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let site = Arc::new(site);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Bind { address, source })?;
        listening(listener.local_addr()?);
        let watch = tokio::spawn(watch(site.clone(), Arc::new(newer)));
        let (stopping, stopped) = tokio::sync::oneshot::channel();
        let server = axum::serve(listener, router(site)).with_graceful_shutdown(async move {
            stop().await;
            let _ = stopping.send(());
        });
        tokio::select! {
            result = server => result?,
            () = async { let _ = stopped.await; tokio::time::sleep(DRAIN).await } => {
                tracing::warn!("stopped with requests still running");
            }
        }
        watch.abort();
        Ok(())
    });
    // An overdue evaluation may hold its thread; it does not hold the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

async fn watch(
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

async fn stop() {
    let interrupt = async { tokio::signal::ctrl_c().await.unwrap_or_else(|error| tracing::warn!(%error, "no SIGINT")) };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
