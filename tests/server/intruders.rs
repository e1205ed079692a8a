//! Values of parameters that try to be more than a value.

use axum::http::StatusCode;

use super::encode;
use super::saved::{all_rows, get};

/// Values that try to be more than a value, for a text, a thing, a concept, a number, a date and a choice.
const INTRUDERS: [&str; 52] = [
    "fiji> } ; DROP ALL #",
    "<state/fiji> ?p ?o . ?s",
    "state/fiji> UNION { ?a ?b ?c",
    "\"\"\"",
    "'''",
    "\"@en . ?s ?p ?o",
    "\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "2003\" . ?x ?y ?z . #",
    "4) || (1 = 1",
    "4 || true",
    "-1 OR 1=1",
    "1e9",
    "0x10",
    "１２",
    "٤",
    "99999999999999999999999999",
    "--1",
    "+4",
    "4.0",
    " 4 4 ",
    "2003-13",
    "2003-04-31",
    "2003-4-1",
    "20030401",
    "2003-04-28T00:00:00Z",
    "-0001",
    "year",
    "$_agent_iri",
    "?_agent_iri",
    "_:b0",
    "[]",
    "()",
    "a",
    "*",
    "VALUES ?x { 1 }",
    "SERVICE <http://127.0.0.1/> { ?s ?p ?o }",
    "FROM <http://example.org/>",
    "BASE <http://example.org/>",
    "PREFIX x: <y>",
    "\\u003E \\u007D",
    "\\U0001F600",
    "\u{feff}state/fiji",
    "state/\u{202e}ijif",
    "state%2Ffiji",
    "..%2f..%2fetc",
    "../../state/fiji",
    "http://example.org/\u{0}",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "\r\nX-Header: 1",
];

#[test]
fn values_of_every_type_that_try_to_be_more_are_refused_or_stay_a_value() {
    let refused = |path: String| {
        let answer = get(&path, "*/*");
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert!(answer.headers.get("x-header").is_none(), "{path}");
    };
    let everything = all_rows("workshops", "").1;
    for value in INTRUDERS {
        let text = encode(value);
        refused(format!("/api/queries/mandates_to?agent={text}"));
        refused(format!("/api/queries/topic_history?topic={text}"));
        refused(format!("/api/queries/first_appearances?kind={text}"));
        // A number is one in any spelling of whole numbers, and no row is as strong as one out of range.
        let strong = get(&format!("/api/queries/directives_by_strength?min={text}"), "*/*");
        let is_number = value.trim().parse::<i64>().is_ok();
        assert_eq!(strong.status == StatusCode::OK, is_number, "{value}: {}", strong.body);
        let dated = get(&format!("/api/queries/workshops?from={text}"), "*/*");
        assert!(
            dated.status == StatusCode::BAD_REQUEST || all_rows("workshops", &format!("from={text}")).1 < everything
        );
        let words = get(&format!("/api/queries/passages_about?words={text}"), "*/*");
        assert!(matches!(words.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{value}: {}", words.body);
        let page = get(&format!("/queries/passages_about?words={text}"), "text/html").body;
        assert!(!page.contains("<script>alert(1)"), "{page}");
        for name in ["limit", "after"] {
            let part = get(&format!("/api/queries/pledges?{name}={text}"), "*/*");
            let known = name == "limit" && value.parse::<usize>().is_ok_and(|number| (1..=1000).contains(&number));
            let wanted = if known { vec![StatusCode::OK] } else { vec![StatusCode::BAD_REQUEST, StatusCode::GONE] };
            assert!(wanted.contains(&part.status), "{name}={value}: {}", part.body);
        }
    }
}
