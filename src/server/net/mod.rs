//! The sockets: who may connect, for how long a connection may do nothing, and how it ends.
//!
//! `axum::serve` lets a client take any time for the head of a request and any number of connections; this is the same
//! loop with limits.

mod admission;
mod carriers;
mod guarded;
mod head;
mod pulse;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tower::{ServiceExt, service_fn};

pub(super) use admission::household;
pub(super) use carriers::Carriers;
pub(super) use pulse::{Pulse, Running};

use super::metrics::Metrics;
use crate::config::Connections;
use admission::{Admission, Entry, Full};
use guarded::Guarded;
use pulse::Overdue;

/// Longest head of a request in HTTP/1; a query in the path may be long, and percent-encoding makes it three times so.
const HEAD: usize = 256 * 1024;

/// Requests at the same time on one connection of HTTP/2.
const STREAMS: u32 = 32;

/// Clients that are told at the same time that there is no place for them. Others find the connection closed.
const TOLD: usize = 256;

/// Who is at the other end of the connection on which a request came.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub(super) address: IpAddr,
    pub(super) pulse: Arc<Pulse>,
}

/// A socket with what is served on it.
pub(super) struct Door {
    listener: TcpListener,
    router: Router,
    limits: Connections,
    metrics: Arc<Metrics>,
    carriers: Arc<Carriers>,
}

impl Door {
    pub(super) fn new(
        listener: TcpListener,
        router: Router,
        limits: Connections,
        metrics: Arc<Metrics>,
        carriers: &Arc<Carriers>,
    ) -> Self {
        Self { listener, router, limits, metrics, carriers: carriers.clone() }
    }

    /// Serves until `stop` becomes true, then closes the socket and comes back when the requests that run have ended.
    pub(super) async fn serve(self, mut stop: watch::Receiver<bool>) {
        let Self { listener, router, limits, metrics, carriers } = self;
        let builder = Arc::new(builder());
        let limits = Arc::new(limits);
        let admission = Admission::new(limits.max, limits.per_address, limits.trusted_proxies.clone());
        let told = Arc::new(Semaphore::new(TOLD));
        // Each connection holds a sender; when the last is gone, nothing is received any more.
        let (alive, mut all_gone) = mpsc::channel::<()>(1);
        loop {
            let (stream, address) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        out_of_sockets(&error).await;
                        continue;
                    }
                },
                () = stopped(&mut stop) => break,
            };
            let entry = match admission.enter(address.ip()) {
                Ok(entry) => entry,
                Err(full) => {
                    metrics.connection(match full {
                        Full::Server => "server full",
                        Full::Address => "address full",
                    });
                    if let Ok(permit) = told.clone().try_acquire_owned() {
                        tokio::spawn(async move {
                            let _ = tokio::time::timeout(Duration::from_secs(2), turn_away(stream)).await;
                            drop(permit);
                        });
                    }
                    continue;
                }
            };
            let (router, limits, metrics) = (router.clone(), limits.clone(), metrics.clone());
            let (builder, stop, alive) = (builder.clone(), stop.clone(), alive.clone());
            let carried = carriers.carry(stream, |stream| async move {
                let connection = Connection { stream, address, router, limits, metrics };
                connection.serve(&builder, stop, entry).await;
                drop(alive);
            });
            if let Err(error) = carried {
                tracing::warn!(%error, "a connection could not be carried");
            }
        }
        drop((listener, alive));
        let _ = all_gone.recv().await;
    }
}

/// Ends when the server is to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // Our own clock holds for heads: that of the library also runs between requests.
    builder.http1().header_read_timeout(None).max_buf_size(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(64 * 1024)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(20));
    builder
}

/// There are no file handles left, or a client went away while it was accepted.
async fn out_of_sockets(error: &io::Error) {
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tracing::warn!(%error, "a connection could not be accepted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The answer of a server that has no place left. What the client sends is read for a moment, or it would lose the answer.
async fn turn_away(mut stream: TcpStream) -> io::Result<()> {
    const BODY: &str =
        r#"{"type":"about:blank","title":"Busy","status":503,"detail":"there are too many connections"}"#;
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\n\
         content-type: application/problem+json\r\ncontent-length: {}\r\n\r\n",
        BODY.len()
    );
    stream.write_all(format!("{head}{BODY}").as_bytes()).await?;
    stream.shutdown().await?;
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    limits: Arc<Connections>,
    metrics: Arc<Metrics>,
}

impl Connection {
    async fn serve(self, builder: &Builder<TokioExecutor>, mut stop: watch::Receiver<bool>, entry: Entry) {
        let Self { stream, address, router, limits, metrics } = self;
        // Answers are short and written whole; nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        let open = metrics.open();
        let mut now = Instant::now();
        let pulse = Pulse::new(now);
        let peer = Peer { address: address.ip(), pulse: pulse.clone() };
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer.clone());
            router.clone().oneshot(request.map(Body::new))
        });
        let io = TokioIo::new(Guarded::new(stream, pulse.clone()));
        let connection = builder.serve_connection(io, TowerToHyperService::new(service));
        tokio::pin!(connection);
        let mut stopping = false;
        let ended = loop {
            let next = match pulse.verdict(now, &limits, stopping) {
                Ok(next) => next,
                Err(overdue) => break overdue.name(),
            };
            tokio::select! {
                // What goes wrong here is a client that left or sent nonsense.
                _ = connection.as_mut() => break "served",
                () = tokio::time::sleep_until(next.into()) => now = Instant::now(),
                () = stopped(&mut stop), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                    // What was said last is still on its way.
                    if tokio::time::timeout(Duration::from_millis(200), connection.as_mut()).await.is_ok() {
                        break "served";
                    }
                    now = Instant::now();
                }
            }
        };
        metrics.connection(ended);
        drop((open, entry));
    }
}

impl Overdue {
    fn name(self) -> &'static str {
        match self {
            Self::Head => "slow head",
            Self::Idle => "idle",
            Self::Reader => "slow reader",
            Self::Stopping => "stopped",
        }
    }
}
