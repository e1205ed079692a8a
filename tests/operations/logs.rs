//! What the log holds, and what it never holds.

use super::{ADMIN, READER, Server};

#[test]
fn each_request_is_one_line_whatever_it_holds() {
    let server = Server::start(&[]);
    let evil = "GET /x%0a%1b[31m%22,\"}?q=%0d%0a HTTP/1.1\r\nHost: x\r\nUser-Agent: a\"}\u{1b}[0m\r\nX-Request-Id: a\"b\r\nConnection: close\r\n\r\n";
    assert_eq!(server.ask(evil).status, 400);
    server.get("/%0a{\"message\":\"forged\"}");
    // `events` parses every line; none of them is what a client wrote.
    server.event("path", "/%0a{\"message\":\"forged\"}");
    assert!(server.events().iter().all(|event| event["message"] != "forged"));
    let log = server.log.lock().unwrap().join("\n");
    assert!(!log.contains('\u{1b}'), "{log}");
}

#[test]
fn a_request_has_a_number_that_a_proxy_may_give() {
    let server = Server::start(&[]);
    let ask = |id: &str| {
        let id = format!("X-Request-Id: {id}\r\n");
        let reply = server.ask(&format!("GET /health/live HTTP/1.1\r\nHost: x\r\n{id}Connection: close\r\n\r\n"));
        reply.header("x-request-id").unwrap().to_owned()
    };
    assert_eq!(ask("from-proxy.1"), "from-proxy.1");
    let event = server.event("id", "from-proxy.1");
    for (key, value) in [("method", "GET"), ("route", "/health/live"), ("outcome", "answered"), ("client", "127.0.0.1")]
    {
        assert_eq!(event[key], value, "{event}");
    }
    assert_eq!((event["status"].as_u64(), event["bytes"].as_u64()), (Some(200), Some(5)));
    assert!(event["seconds"].is_number() && event["timestamp"].is_string(), "{event}");
    let (first, second) = (ask("a b"), ask(&"x".repeat(65)));
    assert!(first != second && first.len() == 16, "{first} {second}");
}

#[test]
fn a_slow_query_is_noted_by_its_hash_and_with_its_text_only_where_that_is_wanted() {
    let query = format!("ASK {{ ?s ?p 'secret of a reader' }} # {}", "x".repeat(5_000));
    let quiet = Server::start(&[("log.slow", "0")]);
    quiet.query(&query, "");
    let event = quiet.event("message", "slow query");
    assert_eq!(event["query_hash"].as_str().unwrap().len(), 16);
    assert!(!quiet.log.lock().unwrap().join("").contains("secret of a reader"));
    let open = Server::start(&[("log.slow", "0"), ("log.queries", "true")]);
    open.query(&query, "");
    let told = open.event("message", "slow query");
    assert_eq!(told["query_hash"], event["query_hash"]);
    let text = told["query"].as_str().unwrap();
    assert!(text.contains("secret of a reader") && text.len() <= 2_048, "{}", text.len());
}

#[test]
fn tokens_and_their_users_stay_apart() {
    let server = Server::start(&[]);
    server.query("ASK {}", &format!("Authorization: Bearer {READER}\r\nX-Request-Id: one\r\n"));
    server.query("ASK {}", &format!("Authorization: Bearer {ADMIN}\r\nX-Request-Id: two\r\n"));
    let (one, two) = (server.event("id", "one"), server.event("id", "two"));
    assert_eq!(one["caller"].as_str().map(str::len), Some(8), "{one}");
    assert_ne!(one["caller"], two["caller"]);
    let log = server.log.lock().unwrap().join("\n");
    assert!(!log.contains(READER) && !log.contains(ADMIN), "{log}");
}
