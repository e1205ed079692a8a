//! How a server stops.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::{Reply, Server, exchange, wait};

const HEAD: &str =
    "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK";

#[test]
fn a_running_request_ends_well_and_nobody_new_is_let_in() {
    let mut server = Server::start(&[]);
    let mut running = server.connect();
    let mut idle = server.connect();
    idle.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    running.write_all(HEAD.as_bytes()).unwrap();
    // It runs: the server has seen the head.
    wait(|| server.metrics().contains("rapporteur_requests_running 1\n").then_some(()));
    server.signal("-TERM");
    let not_ready = || exchange(server.private, "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    wait(|| (not_ready().status == 503).then_some(()));
    wait(|| TcpStream::connect(server.address).is_err().then_some(()));
    running.write_all(b" {}").unwrap();
    let mut bytes = Vec::new();
    running.read_to_end(&mut bytes).unwrap();
    let reply = Reply::parse(&bytes);
    assert_eq!(reply.status, 200, "{}", reply.head);
    assert!(reply.body.contains("true"), "{}", reply.body);
    assert_eq!(server.ended(), Some(0));
    assert!(server.log.lock().unwrap().iter().any(|line| line == "stopped"));
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut server = Server::start(&[]);
    let mut running = server.connect();
    running.write_all(HEAD.as_bytes()).unwrap();
    wait(|| server.metrics().contains("rapporteur_requests_running 1\n").then_some(()));
    server.signal("-INT");
    server.event("message", "stopping: no new connections, running requests have 20 s");
    server.signal("-INT");
    server.event("message", "stopped at once by a second signal");
    assert_eq!(server.ended(), Some(0));
}
