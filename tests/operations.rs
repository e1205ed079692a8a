//! A server as strangers and operators meet it: the real program, real sockets.

mod admin;
mod budgets;
mod connections;
mod logs;
mod metrics;
mod smuggling;
mod stop;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::commands::corpus_store;

/// Longest time for anything that must happen; it is no measure of how fast it is.
const PATIENCE: Duration = Duration::from_secs(60);

/// A token for each role.
const ADMIN: &str = "token-of-the-administrator";
const READER: &str = "token-of-a-known-reader";

/// A running server, killed when the test ends.
struct Server {
    child: Child,
    address: SocketAddr,
    private: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// The server on the shipped corpus, with these settings.
    fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_on(corpus_store(), settings)
    }

    /// The same on another store.
    fn start_on(store: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("RAPPORTEUR_")) {
            command.env_remove(name);
        }
        command.env_remove("RUST_LOG").env("RAPPORTEUR_AUTH_ADMIN", ADMIN).env("RAPPORTEUR_AUTH_READ", READER);
        command.args(["serve", "--bind", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--log", "json", "--store"]);
        command.arg(store);
        for (key, value) in settings {
            command.args(["--setting", &format!("{key}={value}")]);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, stderr) = (log.clone(), BufReader::new(child.stderr.take().unwrap()));
        std::thread::spawn(move || {
            stderr.lines().map_while(Result::ok).for_each(|line| lines.lock().unwrap().push(line))
        });
        let said = |start: &str| {
            let lines = log.lock().unwrap();
            lines.iter().find_map(|line| line.split_once(start)).map(|(_, rest)| rest.to_owned())
        };
        let address = wait(|| said("Rapporteur serves http://")).trim().parse().unwrap();
        let private = wait(|| said("\"address\":\"")).split('"').next().unwrap().parse().unwrap();
        Self { child, address, private, log }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The answer to a request that ends its connection.
    fn ask(&self, request: &str) -> Reply {
        exchange(self.address, request)
    }

    fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    }

    /// A query, with more header lines.
    fn query(&self, query: &str, headers: &str) -> Reply {
        let length = query.len();
        self.ask(&format!(
            "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
             {headers}Content-Length: {length}\r\n\r\n{query}"
        ))
    }

    fn metrics(&self) -> String {
        exchange(self.private, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").body
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// The exit code of the server, which must come.
    fn ended(&mut self) -> Option<i32> {
        wait(|| self.child.try_wait().unwrap()).code()
    }

    /// The lines of the log as objects; talk is left out.
    fn events(&self) -> Vec<serde_json::Value> {
        let lines = self.log.lock().unwrap();
        lines.iter().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The event of the log with this value, which must come.
    fn event(&self, key: &str, value: &str) -> serde_json::Value {
        wait(|| self.events().into_iter().find(|event| event[key] == value))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn exchange(address: SocketAddr, request: &str) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    Reply::parse(&bytes)
}

/// What must be there in the end.
fn wait<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "nothing came");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn health_is_told_to_programs_and_by_the_program_itself() {
    let server = Server::start(&[]);
    assert_eq!(server.get("/health/live").body, "live\n");
    let ready = server.get("/health/ready");
    assert_eq!((ready.status, ready.body.starts_with("ready, generation ")), (200, true));
    let health = |bind: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.args(["health", "--bind", bind]).stdin(Stdio::null()).output().unwrap().status.code()
    };
    assert_eq!(health(&server.address.to_string()), Some(0));
    assert_eq!(health("127.0.0.1:1"), Some(2));
}

#[test]
fn a_token_that_is_not_ours_is_refused_and_never_logged() {
    let server = Server::start(&[]);
    let wrong = server.query("ASK {}", "Authorization: Bearer token-that-nobody-gave\r\n");
    assert_eq!(wrong.status, 401, "{}", wrong.body);
    assert!(wrong.header("www-authenticate").unwrap().contains("invalid_token"), "{}", wrong.head);
    assert_eq!(server.query("ASK {}", &format!("Authorization: Bearer {READER}\r\n")).status, 200);
    assert_eq!(server.query("ASK {}", "Authorization: Basic dXNlcjpwYXNz\r\n").status, 200);
    // In an address a token would end up in logs and histories.
    assert_eq!(server.get(&format!("/health/live?access_token={READER}")).status, 200);
    server.event("path", "/health/live");
    let log = server.log.lock().unwrap().join("\n");
    assert!(!log.contains("token-that-nobody-gave") && !log.contains(READER), "{log}");
}

#[test]
fn links_follow_the_settings_and_not_the_host_of_a_request() {
    let server = Server::start(&[("public-url", "https://graph.example.org/")]);
    for request in [
        "GET /sparql HTTP/1.1\r\nHost: evil.example\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/sparql HTTP/1.1\r\nHost: evil.example\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n",
        "GET /sparql HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: evil.example\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n",
    ] {
        let reply = server.ask(request);
        assert!(reply.body.contains("<https://graph.example.org/sparql>"), "{}", reply.body);
        assert!(!reply.body.contains("evil") && !reply.head.contains("evil"), "{}\n{}", reply.head, reply.body);
    }
}

#[test]
fn no_path_leads_to_a_file() {
    let server = Server::start(&[]);
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%252e%252e/etc/passwd",
        "/doc/..%5c..%5cetc%5cpasswd",
        "/doc\\..\\..",
        "/etc/passwd",
        "//etc/passwd",
        "/%00",
        "/doc/x%00.txt",
        "/doc/%0d%0aSet-Cookie:%20a=b",
        "/con",
        "/NUL.txt",
        "/C:/windows/win.ini",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e%2fCargo.toml",
        "/.git/config",
        "/rapporteur.toml",
        "/queries/../../Cargo.toml",
        "/queries/..%2f..%2fCargo.toml",
        "/id/../../etc/passwd",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%ff%fe",
    ] {
        let reply = server.get(path);
        let told = matches!(reply.status, 400 | 404) || (reply.status == 308 && reply.header("location").is_some());
        assert!(told, "{path}: {}", reply.head);
        assert!(!reply.body.contains("root:") && !reply.body.contains("[package]"), "{path}: {}", reply.body);
        assert!(reply.header("set-cookie").is_none(), "{path}: {}", reply.head);
    }
}

#[test]
fn a_body_that_is_packed_is_not_unpacked() {
    let server = Server::start(&[]);
    for coding in ["gzip", "deflate", "br", "zstd", "gzip, gzip"] {
        assert_eq!(server.query("ASK {}", &format!("Content-Encoding: {coding}\r\n")).status, 415, "{coding}");
    }
}
