//! Processor time that the queries of one client may use.

use std::io::Write;

use super::{READER, Server, wait};

/// So little that a busy machine has used it up within the deadline.
const BUDGET: (&str, &str) = ("limits.budget", "0.05");

/// Takes a good part of the deadline.
const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";

#[test]
fn who_has_used_up_its_time_waits_and_others_do_not() {
    let server = Server::start(&[BUDGET, ("limits.deadline", "1")]);
    assert_eq!(server.query(LONG, "").status, 504);
    // The work is charged when its process has ended.
    let over = wait(|| Some(server.query("ASK {}", "")).filter(|reply| reply.status == 429));
    let seconds: u64 = over.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&seconds), "{seconds}");
    // Anybody can write this header; nobody has said that a proxy stands here.
    assert_eq!(server.query("ASK {}", "X-Forwarded-For: 192.0.2.7\r\n").status, 429);
    assert_eq!(server.query("ASK {}", &format!("Authorization: Bearer {READER}\r\n")).status, 200);
    // What evaluates nothing costs nothing.
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn behind_a_trusted_proxy_each_client_has_its_own_time() {
    let settings = [BUDGET, ("limits.deadline", "1"), ("connections.trusted-proxies", "127.0.0.0/8")];
    let server = Server::start(&settings);
    let ask = |query: &str, client: &str| server.query(query, &format!("X-Forwarded-For: {client}\r\n")).status;
    assert_eq!(ask(LONG, "192.0.2.7"), 504);
    wait(|| (ask("ASK {}", "192.0.2.7") == 429).then_some(()));
    assert_eq!(ask("ASK {}", "192.0.2.9, 192.0.2.7"), 429);
    assert_eq!(ask("ASK {}", "192.0.2.8"), 200);
    assert_eq!(server.event("client", "192.0.2.8")["status"], 200);
}

#[test]
fn who_leaves_before_the_end_has_used_its_time_all_the_same() {
    let server = Server::start(&[BUDGET, ("limits.deadline", "60")]);
    let mut stream = server.connect();
    let head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n";
    stream.write_all(format!("{head}Content-Length: {}\r\n\r\n{LONG}", LONG.len()).as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    drop(stream);
    wait(|| server.metrics().contains("rapporteur_queries_total{outcome=\"left\"} 1").then_some(()));
    wait(|| (server.query("ASK {}", "").status == 429).then_some(()));
}

#[test]
fn who_waits_without_working_has_used_nothing() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sparql", silent.local_addr().unwrap());
    let server = Server::start(&[
        ("limits.budget", "0.5"),
        ("limits.deadline", "20"),
        ("service.allow", &url),
        ("service.private-hosts", "127.0.0.1"),
        ("service.timeout", "2"),
    ]);
    let reply = server.query(&format!("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"), "");
    assert_eq!(reply.status, 502, "{}", reply.body);
    assert_eq!(server.query("ASK {}", "").status, 200);
}
