//! What a server needs beside what it serves: who may do what, how it is called, what is counted, whether it stops.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::budget::Budget;
use super::metrics::Metrics;
use crate::config::{Config, Log, Network, Tokens};
use crate::store::Generations;

/// The part of a site that is about requests, not about the graph.
pub(super) struct House {
    pub(super) tokens: Tokens,
    pub(super) proxies: Vec<Network>,
    public_url: Option<String>,
    /// Whether callers with a token may write.
    pub(super) writes: bool,
    /// Length of the body of a writing request.
    pub(super) write_bytes: usize,
    pub(super) log: Log,
    pub(super) body_timeout: Duration,
    pub(super) budget: Arc<Budget>,
    /// Pages and saved questions made at the same time.
    pub(super) pages: Arc<Semaphore>,
    pub(super) metrics: Arc<Metrics>,
    /// The store behind the generation that is served, if it lies in a folder.
    pub(super) generations: Option<Generations>,
    stopping: AtomicBool,
    listens: OnceLock<SocketAddr>,
    /// Whether this is a copy as files.
    copied: bool,
}

/// No tokens, no writes, no budgets.
impl Default for House {
    fn default() -> Self {
        Self {
            tokens: Tokens::default(),
            proxies: Vec::new(),
            public_url: None,
            writes: false,
            write_bytes: 0,
            log: Log { json: false, slow: Duration::from_secs(1), queries: false },
            body_timeout: Duration::from_secs(30),
            budget: Arc::new(Budget::new(Duration::ZERO, Duration::ZERO)),
            pages: Arc::new(Semaphore::new(64)),
            metrics: Arc::default(),
            generations: None,
            stopping: AtomicBool::new(false),
            listens: OnceLock::new(),
            copied: false,
        }
    }
}

impl House {
    /// As the settings say.
    pub(super) fn new(config: &Config) -> Self {
        Self {
            tokens: config.tokens.clone(),
            proxies: config.connections.trusted_proxies.clone(),
            public_url: config.public_url.clone(),
            writes: config.writes,
            write_bytes: config.write_bytes,
            log: config.log.clone(),
            body_timeout: config.connections.body_timeout,
            budget: Arc::new(Budget::new(config.limits.budget, config.limits.token_budget)),
            pages: Arc::new(Semaphore::new(config.limits.pages)),
            generations: config.remote.is_none().then(|| Generations::at(&config.store)),
            ..Self::default()
        }
    }

    /// The address under which people reach us, with `/` at its end. What a request says of its host is never believed.
    pub(super) fn url(&self) -> String {
        let listens = || match self.listens.get() {
            Some(address) if address.ip().is_unspecified() => format!("http://localhost:{}/", address.port()),
            Some(address) => format!("http://{address}/"),
            None => "http://localhost/".into(),
        };
        self.public_url.clone().unwrap_or_else(listens)
    }

    /// The same where it is known: files may lie anywhere.
    pub(super) fn address(&self) -> Option<String> {
        if self.copied { self.public_url.clone() } else { Some(self.url()) }
    }

    /// Whether questions are answered there.
    pub(super) fn answers(&self) -> bool {
        !self.copied
    }

    /// What is served becomes files, below this address if any.
    pub(super) fn copied(&mut self, address: Option<String>) {
        self.copied = true;
        self.public_url = address;
    }

    /// The server listens there.
    pub(super) fn listens(&self, address: SocketAddr) {
        let _ = self.listens.set(address);
    }

    /// The server stops: it answers what it has begun, and nothing new should be sent to it.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether it stops.
    pub(super) fn stops(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
