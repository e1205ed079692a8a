//! Time of evaluation that one client may use.

use super::{READER, Server};

/// Takes a good part of the deadline.
const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";

#[test]
fn who_has_used_up_its_time_waits_and_others_do_not() {
    let server = Server::start(&[("limits.budget", "0.5"), ("limits.deadline", "1")]);
    assert_eq!(server.query(LONG, "").status, 504);
    let over = server.query("ASK {}", "");
    assert_eq!(over.status, 429, "{}", over.body);
    let seconds: u64 = over.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=120).contains(&seconds), "{seconds}");
    // Anybody can write this header; nobody has said that a proxy stands here.
    assert_eq!(server.query("ASK {}", "X-Forwarded-For: 192.0.2.7\r\n").status, 429);
    assert_eq!(server.query("ASK {}", &format!("Authorization: Bearer {READER}\r\n")).status, 200);
    // What evaluates nothing costs nothing.
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn behind_a_trusted_proxy_each_client_has_its_own_time() {
    let settings = [("limits.budget", "0.5"), ("limits.deadline", "1"), ("connections.trusted-proxies", "127.0.0.0/8")];
    let server = Server::start(&settings);
    let ask = |query: &str, client: &str| server.query(query, &format!("X-Forwarded-For: {client}\r\n")).status;
    assert_eq!(ask(LONG, "192.0.2.7"), 504);
    assert_eq!(ask("ASK {}", "192.0.2.7"), 429);
    assert_eq!(ask("ASK {}", "192.0.2.9, 192.0.2.7"), 429);
    assert_eq!(ask("ASK {}", "192.0.2.8"), 200);
    assert_eq!(server.event("client", "192.0.2.8")["status"], 200);
}
