//! The queries that run, seen and ended by who runs the server.

use super::{ADMIN, READER, Reply, Server, wait};

/// Runs until it is ended.
const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";

fn admin(server: &Server, method: &str, path: &str, token: &str) -> Reply {
    let authorization = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    server.ask(&format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{authorization}\r\n"))
}

#[test]
fn a_running_query_is_seen_and_ended_with_the_right_token_only() {
    let server = Server::start(&[("limits.deadline", "50")]);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| server.query(LONG, &format!("Authorization: Bearer {READER}\r\n")));
        let list = || -> serde_json::Value {
            serde_json::from_str(&admin(&server, "GET", "/admin/queries", ADMIN).body).unwrap()
        };
        let query = wait(|| list()["queries"].get(0).cloned());
        assert_eq!(query["query"], LONG);
        assert!(query["client"].as_str().unwrap().starts_with("127.0.0.1 (token "), "{query}");
        let path = format!("/admin/queries/{}", query["id"]);
        for (token, status) in [("", 401), ("no-token-of-this-server", 401), (READER, 403)] {
            for (method, path) in [("GET", "/admin/queries"), ("DELETE", path.as_str())] {
                let refused = admin(&server, method, path, token);
                assert_eq!(refused.status, status, "{method} {path} {token}");
                assert!(refused.header("www-authenticate").is_some());
                assert!(!refused.body.contains("SELECT"), "{}", refused.body);
            }
        }
        assert_eq!(admin(&server, "DELETE", "/admin/queries/4711", ADMIN).status, 404);
        assert_eq!(admin(&server, "DELETE", "/admin/queries/x", ADMIN).status, 404);
        assert_eq!(admin(&server, "DELETE", &path, ADMIN).status, 204);
        let answer = asked.join().unwrap();
        assert!(answer.status == 503 && answer.body.contains("cancelled"), "{}", answer.body);
        assert_eq!(list()["queries"].as_array().map(Vec::len), Some(0));
    });
    assert_eq!(server.query("ASK {}", "").status, 200);
}

#[test]
fn pages_of_other_sites_may_not_ask_there() {
    let server = Server::start(&[]);
    let origin = "Origin: https://example.org\r\nConnection: close\r\n";
    let preflight = format!(
        "OPTIONS /admin/queries/1 HTTP/1.1\r\nHost: x\r\nAccess-Control-Request-Method: DELETE\r\n{origin}\r\n"
    );
    assert!(server.ask(&preflight).header("access-control-allow-origin").is_none());
    let read = server.ask(&format!("GET /sparql HTTP/1.1\r\nHost: x\r\n{origin}\r\n"));
    assert_eq!(read.header("access-control-allow-origin"), Some("*"));
}
