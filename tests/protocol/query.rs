//! SPARQL 1.1 Protocol: the query operation.

use super::{LAKE, reading};
use crate::server::encode;
use crate::serving::Serving;

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const DATES: &str = "SELECT (COUNT(?d) AS ?n) WHERE { <meeting/lake/conference-2> schema:startDate ?d }";

fn path(query: &str) -> String {
    format!("/sparql?query={}", encode(query))
}

fn rows(serving: &Serving, path: &str, content_type: &str, body: &str) -> String {
    serving.post(path, content_type, "text/csv", body).text().replace("\r\n", " ")
}

#[test]
fn graphs_of_the_protocol_may_stand_in_the_address_and_in_the_form() {
    let serving = reading();
    let graph = format!("default-graph-uri={}", encode(LAKE));
    let form = format!("query={}", encode(DATES));
    assert_eq!(rows(&serving, "/sparql", QUERY, DATES), "n 1 ");
    assert_eq!(rows(&serving, &format!("/sparql?{graph}"), QUERY, DATES), "n 2 ");
    assert_eq!(rows(&serving, &format!("/sparql?{graph}"), FORM, &form), "n 2 ");
    assert_eq!(rows(&serving, "/sparql", FORM, &format!("{form}&{graph}")), "n 2 ");
    // Graphs of the protocol stand instead of those of the query, named ones too.
    let named = "SELECT (COUNT(?g) AS ?n) FROM NAMED <graph/resolution> { GRAPH ?g { ?s schema:startDate ?o } }";
    assert_eq!(rows(&serving, "/sparql", QUERY, named), "n 0 ");
    assert_eq!(rows(&serving, &format!("/sparql?named-graph-uri={}", encode(LAKE)), QUERY, named), "n 2 ");
    // A graph that is only named is not part of the default graph.
    assert_eq!(rows(&serving, &format!("/sparql?named-graph-uri={}", encode(LAKE)), QUERY, DATES), "n 0 ");
}

#[test]
fn a_request_has_exactly_one_query() {
    let serving = reading();
    let twice = format!("{}&query=ASK%7B%7D", path("ASK {}"));
    assert_eq!(serving.get(&twice, "*/*").status, 400);
    assert_eq!(serving.post("/sparql?query=ASK%7B%7D", QUERY, "*/*", "ASK {}").status, 400);
    assert_eq!(serving.post("/sparql?query=ASK%7B%7D", FORM, "*/*", "query=ASK%7B%7D").status, 400);
    assert_eq!(serving.post("/sparql", FORM, "*/*", "").status, 400);
    assert_eq!(serving.post("/sparql", FORM, "*/*", "query=ASK%7B%7D&unknown=1").status, 200);
    assert_eq!(serving.post("/sparql?query=ASK%7B%7D", FORM, "*/*", "").status, 200);
}

#[test]
fn a_body_that_is_no_query_in_utf_8_is_refused_with_what_would_be_read() {
    let serving = reading();
    let status = |content_type: &str, body: &[u8]| {
        serving.send("POST", "/sparql", &[("content-type", content_type)], body).status
    };
    assert_eq!(status("application/sparql-query; charset=UTF-8", b"ASK {}"), 200);
    assert_eq!(status("Application/SPARQL-Query", b"ASK {}"), 200);
    assert_eq!(status("application/sparql-query; charset=UTF-16", b"ASK {}"), 415);
    assert_eq!(status(QUERY, b"ASK { ?s ?p '\xFF' }"), 400);
    assert_eq!(status(FORM, b"query=ASK%7B%7D%FF"), 400);
    assert_eq!(status("application/sparql-update", b"CLEAR ALL"), 403);
    assert_eq!(status("text/plain", b"ASK {}"), 415);
    let none = serving.send("POST", "/sparql", &[], b"query=ASK%7B%7D");
    assert_eq!(none.status, 415);
    assert!(none.text().contains(FORM) && none.text().contains(QUERY), "{}", none.text());
    let zipped = [("content-type", QUERY), ("content-encoding", "gzip")];
    assert_eq!(serving.send("POST", "/sparql", &zipped, b"ASK {}").status, 415);
    let long = format!("ASK {{}} #{}", "x".repeat(rapporteur::server::Limits::default().query_bytes));
    assert_eq!(serving.post("/sparql", QUERY, "*/*", &long).status, 413);
    assert_eq!(serving.get("/sparql?query=%FF", "*/*").status, 400);
}

#[test]
fn all_accept_headers_count_together_and_what_is_there_is_listed() {
    let serving = reading();
    let headers = [("accept", "image/png"), ("accept", "text/csv;q=0.2, application/sparql-results+xml;q=0.3")];
    let reply = serving.send("GET", &path("ASK {}"), &headers, b"");
    assert_eq!(reply.header("content-type"), "application/sparql-results+xml");
    assert!(reply.all("vary").contains("accept"), "{}", reply.all("vary"));
    let refused = serving.get(&path("CONSTRUCT WHERE { ?s a ?c }"), "text/csv, text/turtle;q=0");
    assert_eq!(refused.status, 406);
    for format in ["text/turtle", "application/n-triples", "application/trig", "application/ld+json"] {
        assert!(refused.text().contains(format), "{format}: {}", refused.text());
    }
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let serving = reading();
    let get = serving.get(&path(DATES), "text/csv");
    let head = serving.send("HEAD", &path(DATES), &[("accept", "text/csv")], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["content-type", "etag", "vary", "cache-control", "x-rapporteur-complete"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    assert_eq!(serving.send("HEAD", &path("ASK {"), &[], b"").status, 400);
}

#[test]
fn a_method_that_is_not_there_is_answered_with_those_that_are() {
    let serving = reading();
    for (path, allow) in [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/update", "POST, OPTIONS"),
        ("/documents", "POST, OPTIONS"),
        ("/documents/a", "DELETE, OPTIONS"),
        ("/graph-store", "GET, HEAD, OPTIONS"),
        ("/graph-store/notes", "GET, HEAD, OPTIONS"),
        ("/state/fiji", "GET, HEAD, OPTIONS"),
    ] {
        let refused = serving.send("PATCH", path, &[], b"x");
        assert_eq!((refused.status, refused.header("allow")), (405, allow), "{path}");
        let asked = serving.send("OPTIONS", path, &[], b"");
        assert_eq!((asked.status, asked.header("allow")), (204, allow), "{path}");
    }
    assert_eq!(serving.send("PUT", "/sparql", &[("content-type", QUERY)], b"ASK {}").status, 405);
    assert_eq!(serving.get("/update?update=CLEAR+ALL", "*/*").status, 405);
    assert_eq!(serving.send("DELETE", "/graph-store?default", &[], b"").status, 405);
}

#[test]
fn scripts_of_other_sites_may_read_and_nothing_else() {
    let serving = reading();
    let preflight = |method: &str, path: &str| {
        let headers = [
            ("origin", "https://example.org"),
            ("access-control-request-method", method),
            ("access-control-request-headers", "authorization, content-type"),
        ];
        let reply = serving.send("OPTIONS", path, &headers, b"");
        assert_eq!(reply.header("access-control-allow-credentials"), "", "{path}");
        let allowed = reply.header("access-control-allow-origin") == "*"
            && reply.header("access-control-allow-methods").split(',').any(|allowed| allowed.trim() == method);
        // The star does not stand for Authorization.
        assert!(!reply.header("access-control-allow-headers").contains("authorization"), "{path}");
        allowed
    };
    for (path, methods) in [
        ("/sparql", ["GET", "HEAD", "POST"].as_slice()),
        ("/graph-store", &["GET", "HEAD"]),
        ("/state/fiji.ttl", &["GET", "HEAD"]),
        ("/.well-known/void", &["GET", "HEAD"]),
        ("/update", &[]),
        ("/documents", &[]),
        ("/documents/a", &[]),
    ] {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"] {
            assert_eq!(preflight(method, path), methods.contains(&method), "{method} {path}");
        }
    }
    let read = serving.send("GET", &path("ASK {}"), &[("origin", "https://example.org")], b"");
    assert_eq!(read.header("access-control-allow-origin"), "*");
    assert_eq!(read.header("access-control-expose-headers"), "*");
    let refused = serving.send("GET", &path("ASK {"), &[("origin", "https://example.org")], b"");
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (400, "*"));
    let write = serving.send("POST", "/update", &[("origin", "https://example.org")], b"x");
    assert_eq!(write.header("access-control-allow-origin"), "");
}

#[test]
fn what_is_known_is_not_sent_again_and_the_answer_says_how_long_it_holds() {
    let serving = reading();
    let first = serving.get(&path(DATES), "text/csv");
    let tag = first.header("etag").to_owned();
    for known in [tag.as_str(), &format!("\"other\", {tag}"), "*", tag.trim_start_matches("W/")] {
        let again = serving.send("GET", &path(DATES), &[("accept", "text/csv"), ("if-none-match", known)], b"");
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
    }
    for (accept, query) in [("text/tab-separated-values", DATES), ("text/csv", "ASK {}")] {
        let other = serving.send("GET", &path(query), &[("accept", accept), ("if-none-match", &tag)], b"");
        assert_eq!(other.status, 200, "{accept} {query}");
    }
    assert_eq!(serving.get(&path("SELECT (\\u0052AND() AS ?x) {}"), "*/*").header("etag"), "");
}

#[test]
fn a_long_answer_is_compressed_for_who_can_read_that() {
    let serving = reading();
    let all = path("SELECT * { GRAPH ?g { ?s ?p ?o } }");
    let plain = serving.get(&all, "text/csv");
    let packed = serving.send("GET", &all, &[("accept", "text/csv"), ("accept-encoding", "gzip")], b"");
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"));
    assert!(packed.body.len() < plain.body.len() / 2, "{} {}", packed.body.len(), plain.body.len());
    assert!(packed.all("vary").contains("accept-encoding"), "{}", packed.all("vary"));
}

#[test]
fn a_request_that_comes_again_gets_the_same_response_with_all_its_headers() {
    let serving = reading();
    let asks = |query: &str, headers: &[(&str, &str)]| {
        let mut reply = serving.send("GET", &path(query), headers, b"");
        let id = reply.headers.remove("x-request-id").unwrap();
        reply.headers.remove("date");
        let headers: std::collections::BTreeSet<String> =
            reply.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        (reply.status, headers, reply.text(), id)
    };
    for headers in [
        vec![("accept", "text/csv")],
        vec![("accept", "application/sparql-results+xml"), ("origin", "https://example.org")],
        vec![("accept", "text/csv"), ("accept-encoding", "gzip")],
        vec![],
    ] {
        let (first, second) = (asks(DATES, &headers), asks(DATES, &headers));
        assert_eq!(first.0, 200);
        assert_eq!((&first.1, &first.2), (&second.1, &second.2), "{headers:?}");
        assert_ne!(first.3, second.3, "each request has its own number");
    }
    // What draws lots is drawn again, and a mistake stays one.
    let (first, second) = (asks("SELECT (UUID() AS ?u) {}", &[]), asks("SELECT (UUID() AS ?u) {}", &[]));
    assert_ne!(first.2, second.2);
    assert_eq!((asks("nonsense", &[]).0, asks("nonsense", &[]).0), (400, 400));
    assert_eq!(asks("SELECT * { ?s ?p ?o } # <search:>", &[]).0, 200);
}
