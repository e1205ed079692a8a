//! `SERVICE` with another endpoint: only what the settings name, only by public addresses, within limits.

#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::served::{Served, publish, until};

/// A server of the small graph that may ask one endpoint.
fn asking(url: &str, settings: &[&str]) -> (tempfile::TempDir, Served) {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), 20);
    let allow = format!("service.allow={url}");
    let mut arguments = vec!["--workers", "1", "--deadline", "30", "--setting", &allow];
    for setting in settings {
        arguments.extend(["--setting", setting]);
    }
    let served = Served::start(folder.path(), &arguments);
    (folder, served)
}

/// A socket that says the same to everybody, in HTTP or not; and how often it was asked.
fn endpoint(answer: impl Fn(SocketAddr) -> String + Send + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            count.fetch_add(1, Ordering::Relaxed);
            let answer = answer(address);
            std::thread::spawn(move || {
                let mut request = [0; 16 * 1024];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer.as_bytes());
                // Whoever says nothing keeps the line.
                if answer.is_empty() {
                    std::thread::sleep(Duration::from_secs(60));
                }
            });
        }
    });
    (address, asked)
}

fn http(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

const PRIVATE: &str = "service.private-hosts=127.0.0.1";

#[test]
fn rows_of_another_endpoint_are_joined_with_ours_and_asked_for_once() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), 20);
    let other = Served::start(folder.path(), &["--workers", "1"]);
    let url = format!("http://{}/sparql", other.address());
    let (_folder, served) = asking(&url, &[PRIVATE]);
    let inner = "{ ?b <next> ?c FILTER(STRENDS(STR(?c), '/7')) }";
    let (status, answer) = served.ask(&format!("SELECT ?a ?c {{ ?a <next> ?b . SERVICE <{url}> {inner} }}"));
    assert_eq!(status, 200, "{answer}");
    assert!(answer.ends_with("/thing/5,https://w3id.org/igm/thing/7\r\n"), "{answer}");
    // Each row of ours meets the service, whose answer is known by then.
    let each = format!("SELECT (COUNT(*) AS ?n) {{ ?a <next> ?b OPTIONAL {{ SERVICE <{url}> {inner} }} }}");
    let before = other.answered();
    assert!(served.ask(&each).1.ends_with("\r\n20\r\n"));
    assert_eq!(other.answered() - before, 1);
    // What another endpoint says may change, so it is asked again.
    assert!(served.ask(&each).1.ends_with("\r\n20\r\n"));
    assert_eq!(other.answered() - before, 2);
    assert!(!served.ask(&each).1.contains("etag"));
}

#[test]
fn an_endpoint_that_the_settings_do_not_name_is_not_asked() {
    let (address, asked) = endpoint(|_| http("200 OK", "", ""));
    let (_folder, served) = asking("http://127.0.0.1:9/sparql", &[PRIVATE]);
    for name in [format!("<http://{address}/sparql>"), "<http://127.0.0.1:9/sparql/>".into(), "?s".into(), "p:x".into()]
    {
        let query = format!("PREFIX p: <http://{address}/> SELECT * {{ SERVICE SILENT {name} {{ ?s ?p ?o }} }}");
        let (status, answer) = served.ask(&query);
        assert_eq!(status, 403, "{answer}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn an_address_that_is_not_public_is_refused_after_its_name_was_looked_up() {
    let (address, asked) = endpoint(|_| http("200 OK", "", ""));
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{}/sparql", address.port());
        let (_folder, served) = asking(&url, &["service.private-hosts=other.example"]);
        let (status, answer) = served.ask(&format!("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"));
        assert_eq!(status, 502, "{answer}");
        assert!(answer.contains("not a public one") && answer.contains("false; failed"), "{answer}");
        let silent = format!("SELECT ?l {{ <state/fiji> rdfs:label ?l SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}");
        let (status, answer) = served.ask(&silent);
        assert_eq!((status, answer.ends_with("l\r\nFiji\r\n")), (200, true), "{answer}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn an_endpoint_that_answers_badly_is_named_with_what_it_did() {
    let rows = "Content-Type: application/sparql-results+json\r\n";
    let long = format!("{{\"head\":{{\"vars\":[\"{}\"]}}", "a".repeat(3_000));
    for (answer, said) in [
        (String::new(), "it took longer than 0.5 s"),
        (http("500 Oh", "", "we are closed"), "it answered with status 500: we are closed"),
        (http("302 Found", "Location: http://127.0.0.1:1/\r\n", ""), "it answered with status 302"),
        (http("200 OK", "Content-Type: text/html\r\n", "<p>"), "it answered with text/html, not with rows"),
        (http("200 OK", rows, "{\"head\":{\"vars\":[\"s\"]},\"results\":{\"bind"), "its answer is damaged"),
        (http("200 OK", rows, "{\"head\":{},\"boolean\":true}"), "its answer is damaged: it says yes or no"),
        (http("200 OK", rows, &long), "its answer has more than 2000 bytes"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".into(), "gave no answer"),
        ("nonsense".into(), "gave no answer"),
    ] {
        let text = answer.clone();
        let (address, asked) = endpoint(move |_| text.clone());
        let url = format!("http://{address}/sparql");
        let limits = ["service.timeout=0.5", "service.bytes=2000", PRIVATE];
        let (_folder, served) = asking(&url, &limits);
        let (status, told) = served.ask(&format!("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"));
        assert_eq!(status, 502, "{answer:?}: {told}");
        assert!(told.contains(said), "{answer:?}: {told}");
        assert_eq!(asked.load(Ordering::Relaxed), 1, "{answer:?}");
        let silent = format!("SELECT ?l {{ <state/fiji> rdfs:label ?l SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}");
        assert!(served.ask(&silent).1.ends_with("l\r\nFiji\r\n"), "{answer:?}");
    }
}

#[test]
fn one_query_asks_only_so_many_things_and_the_plan_asks_none() {
    let (address, asked) = endpoint(|_| {
        http(
            "200 OK",
            "Content-Type: application/sparql-results+json\r\n",
            "{\"head\":{\"vars\":[\"s\"]},\"results\":{\"bindings\":[]}}",
        )
    });
    let url = format!("http://{address}/sparql");
    let (_folder, served) = asking(&url, &[PRIVATE]);
    let part = |n| format!("{{ SERVICE <{url}> {{ ?s <{n}> ?o }} }}");
    let parts = |count: usize| (0..count).map(part).collect::<Vec<_>>().join(" UNION ");
    assert_eq!(served.ask(&format!("SELECT * {{ {} }}", parts(16))).0, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 16);
    let (status, answer) = served.ask(&format!("SELECT * {{ {} }}", parts(17)));
    assert_eq!(status, 502, "{answer}");
    assert!(answer.contains("16 things"), "{answer}");
    until("nobody asks any more", || asked.load(Ordering::Relaxed) == 32);
}
