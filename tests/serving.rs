//! A server on a real socket whose router can be exchanged, and a client that sends anything to it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use rapporteur::config::{Config, Flags};
use tower::ServiceExt;
use ureq::http;

/// May write.
pub(crate) const WRITER: &str = "token-of-a-writer";

/// Is known and may not write.
pub(crate) const READER: &str = "token-of-a-reader";

/// The header of a token.
pub(crate) fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// The settings of a server of the store in a folder, with both tokens and without a budget.
pub(crate) fn settings(store: &Path, writes: bool) -> Config {
    let tokens = store.join("tokens.txt");
    std::fs::write(&tokens, format!("write {WRITER}\nread {READER}\n")).unwrap();
    let mut flags = Flags::default();
    flags.set("store", Some(store));
    flags.set("auth.file", Some(&tokens));
    flags.set("writes.enabled", Some(writes.to_string()));
    flags.set("limits.budget", Some("0"));
    flags.set("limits.token-budget", Some("0"));
    Config::load(&flags).unwrap()
}

/// Stops with this value.
pub(crate) struct Serving {
    pub(crate) address: SocketAddr,
    router: Arc<Mutex<Router>>,
    agent: ureq::Agent,
    _runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Serving {
    pub(crate) fn start(router: Router) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Arc::new(Mutex::new(router));
        let current = router.clone();
        let app = Router::new().fallback(move |request: Request| {
            let router = current.lock().unwrap().clone();
            async move { router.oneshot(request).await }
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = agent.allow_non_standard_methods(true).build().new_agent();
        Self { address, router, agent, _runtime: runtime }
    }

    pub(crate) fn exchange(&self, router: Router) {
        *self.router.lock().unwrap() = router;
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = http::Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() && ["GET", "HEAD", "OPTIONS", "DELETE"].contains(&method) {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.body(body).unwrap())
        };
        let mut response = response.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
        Reply { status: response.status().as_u16(), headers: response.headers().clone(), body }
    }

    pub(crate) fn get(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &[("accept", accept)], b"")
    }

    pub(crate) fn post(&self, path: &str, content_type: &str, accept: &str, body: &str) -> Reply {
        self.send("POST", path, &[("content-type", content_type), ("accept", accept)], body.as_bytes())
    }
}
