//! Requests that two programs could read in two ways: never is there a second answer.

use std::io::{Read, Write};
use std::time::Duration;

use super::Server;

/// What a smuggler hides behind a request.
const HIDDEN: &str = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

/// What must become of a request.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// An error, or a closed connection.
    Refused,
    /// One answer, whichever.
    One,
}

fn cases() -> Vec<(String, End)> {
    use End::{One, Refused};
    let mut cases = Vec::new();
    let mut add = |text: String, end: End| cases.push((text, end));
    let chunked = format!("0\r\n\r\n{HIDDEN}");
    let length = HIDDEN.len();
    // Two lengths, or a length beside chunks.
    for fields in [
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Content-Length: 6\r\nTransfer-Encoding: identity",
        "Content-Length: 6\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 6\r\nContent-Length: 6",
        "Content-Length: 0, 6",
        "Content-Length: 6, 6",
        "Content-Length: +6",
        "Content-Length: -6",
        "Content-Length: 0x6",
        "Content-Length: 6.0",
        "Content-Length: 6 6",
        "Content-Length: ",
        "Content-Length: a",
        "Content-Length: 99999999999999999999999999",
        "Content-Length : 6",
        "Content-Length\t: 6",
        " Content-Length: 6",
        "Content-Length: 6\r\n 0",
        "Content_Length: 6\r\nContent-Length : 0",
        // Odd codings.
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\u{b}chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \u{0}chunked",
        "Transfer-Encoding:\r\n chunked",
        "X: y\r\n\tTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\u{0}",
        "transfer\u{2d}encoding\u{a0}: chunked",
        // Ends of lines.
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
        "X: y\r\r\nTransfer-Encoding: chunked",
        "X: y\n\nTransfer-Encoding: chunked",
        // Fields that are none.
        "no colon here",
        ": empty name",
        "X\u{0}: y",
        "X: y\u{0}z",
        "X y: z",
        "X(: y",
    ] {
        add(format!("POST /sparql HTTP/1.1\r\nHost: x\r\n{fields}\r\n\r\n{chunked}"), Refused);
    }
    // The request line, and hosts.
    for line in [
        "GET  / HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET / HTTP/1.2",
        "GET / HTTP/3.0",
        "GET / http/1.1",
        "GET /\u{0} HTTP/1.1",
        "GET / \nHTTP/1.1",
        " GET / HTTP/1.1",
        "G\u{0}T / HTTP/1.1",
        "GET",
        "TRACE / HTTP/1.1",
        "CONNECT example.org:80 HTTP/1.1",
        "SMUGGLE / HTTP/1.1",
    ] {
        add(format!("{line}\r\nHost: x\r\nConnection: close\r\n\r\n{HIDDEN}"), Refused);
    }
    add(format!("GET / HTTP/1.1\r\nConnection: close\r\n\r\n{HIDDEN}"), Refused);
    add(format!("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n{HIDDEN}"), Refused);
    add(format!("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}"), Refused);
    add(format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000)), Refused);
    add(format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(600_000)), Refused);
    add(format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(200)), Refused);
    // Read in one way only: what is hidden is a body, or lies behind the end of the connection.
    add(format!("GET /health/ready HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{HIDDEN}"), One);
    add(format!("POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{HIDDEN}"), One);
    add(format!("HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{HIDDEN}"), One);
    add(format!("GET http://evil.example/health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n{HIDDEN}"), One);
    add(format!("GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n{HIDDEN}"), One);
    let post = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n";
    for chunks in [
        "6\r\nASK {}\r\n0\r\n\r\n",
        "6;a=b\r\nASK {}\r\n0\r\n\r\n",
        "6;a=\"\r\n0\r\n\r\n",
        "6;a\nb\r\nASK {}\r\n0\r\n\r\n",
        "6\nASK {}\r\n0\r\n\r\n",
        "06\r\nASK {}\r\n0\r\n\r\n",
        "0x6\r\nASK {}\r\n0\r\n\r\n",
        "+6\r\nASK {}\r\n0\r\n\r\n",
        " 6\r\nASK {}\r\n0\r\n\r\n",
        "6 \r\nASK {}\r\n0\r\n\r\n",
        "6\r\nASK {}0\r\n\r\n",
        "6\r\nASK {}\n0\r\n\r\n",
        "6\r\nASK {}\r\n0\r\nX: y\r\n\r\n",
        "6\r\nASK {}\r\n0\r\nContent-Length: 5\r\nHost: y\r\n\r\n",
        "10000000000000006\r\nASK {}\r\n0\r\n\r\n",
        "-1\r\nASK {}\r\n0\r\n\r\n",
    ] {
        add(format!("{post}{chunks}{HIDDEN}"), One);
    }
    cases
}

#[test]
fn one_request_never_gets_two_answers() {
    let server = Server::start(&[("connections.body-timeout", "1"), ("connections.header-timeout", "2")]);
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    let faults: Vec<String> = std::thread::scope(|scope| {
        let tried: Vec<_> = cases.iter().map(|(text, end)| scope.spawn(|| fault(&server, text, *end))).collect();
        tried.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert_eq!(server.get("/health/live").status, 200);
}

/// What is wrong with the answers to a text, if anything.
fn fault(server: &Server, text: &str, end: End) -> Option<String> {
    let mut stream = server.connect();
    // The server may close before it has read all.
    let _ = stream.write_all(text.as_bytes());
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    // Until the server closes, or is silent: then it waits for a next request or the rest of this one.
    stream.set_read_timeout(Some(Duration::from_millis(4_000))).unwrap();
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        bytes.extend_from_slice(&buffer[..read]);
        stream.set_read_timeout(Some(Duration::from_millis(1_000))).unwrap();
    }
    let answers = String::from_utf8_lossy(&bytes).into_owned();
    let count = answers.matches("HTTP/1.1 ").count() + answers.matches("HTTP/1.0 ").count();
    let refused = count == 0 || answers.starts_with("HTTP/1.1 4") || answers.starts_with("HTTP/1.1 501");
    let well = count <= 1 && !answers.contains("\r\n\r\nlive") && (end == End::One || refused);
    let shown: String = text.chars().take(300).collect();
    (!well).then(|| format!("{shown:?}: {count} answers, {end:?}:\n{answers}"))
}
