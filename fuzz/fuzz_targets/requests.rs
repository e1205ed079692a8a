//! What strangers send to the query endpoint: a query text through the guard, and parameters of an address or a form.
#![no_main]

use std::fmt::Write as _;

use rapporteur::config::{Limits, Services};
use rapporteur::server::guard::{Refusal, guard};
use rapporteur::server::{has_keyword, pairs, update_passes};
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let allowed = "http://example.org/sparql";
    let limits =
        Limits { services: Services { allow: vec![allowed.into()], ..Services::default() }, ..Limits::default() };
    let passed = guard(text, &limits);
    update_passes(text, &limits);
    has_keyword(text, &["LOAD", "CLEAR"]);
    // What passes is nothing that the parser would take for an update, and names no other service in any spelling.
    if passed.is_ok() && text.len() < 10_000 {
        assert!(!is_update(text), "an update passes as a query");
        if let Ok(query) = SparqlParser::new().parse_query(text) {
            assert!(!has_service(&query), "another service passes");
        }
    }
    if let Err(Refusal::TooDeep { depth, limit }) = passed {
        assert!(depth > limit);
    }
    if let Some(read) = pairs(text) {
        // Written in letters that need no care, they are read as the same.
        let mut plain = String::new();
        for (name, value) in &read {
            for (part, end) in [(name, '='), (value, '&')] {
                part.bytes().for_each(|byte| write!(plain, "%{byte:02x}").expect("a string takes everything"));
                plain.push(end);
            }
        }
        assert_eq!(pairs(&plain), Some(read));
    }
});

fn is_update(text: &str) -> bool {
    let parsed = SparqlParser::new().parse_update(text);
    parsed.is_ok_and(|update| !update.operations.is_empty()) && SparqlParser::new().parse_query(text).is_err()
}

fn has_service(query: &spargebra::Query) -> bool {
    let (spargebra::Query::Select { pattern, .. }
    | spargebra::Query::Construct { pattern, .. }
    | spargebra::Query::Describe { pattern, .. }
    | spargebra::Query::Ask { pattern, .. }) = query;
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            GraphPattern::Service { name, .. } => {
                let name = name.to_string();
                if name != "<search:>" && name != "<http://example.org/sparql>" {
                    return true;
                }
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Minus { left, right }
            | GraphPattern::LeftJoin { left, right, .. } => open.extend([&**left, &**right]),
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Graph { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => open.push(inner),
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        }
    }
    false
}
