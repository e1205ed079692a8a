//! Thousands of drawn queries give the same rows on each server as in the embedded store; where one is known to do otherwise,
//! `tests/remote/otherwise.toml` says why.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use rapporteur::graph::vocab::BASE;
use rapporteur::query::{Answer, Completeness, Limits, run};
use rapporteur::store::{Snapshot, upload};
use regex::Regex;
use serde::Deserialize;
use spargebra::SparqlParser;

use super::drawn::{Drawn, Source};
use super::{client, seen, servers::Running};
use crate::corpus_snapshot;
use crate::durability::count;

/// Larger answers are not compared: another query is drawn.
const ROWS: usize = 3_000;

/// What servers do otherwise than SPARQL has it.
#[derive(Deserialize)]
pub(super) struct Otherwise {
    /// Saved queries with other rows, each with the reason, by engine.
    pub(super) saved: BTreeMap<String, BTreeMap<String, String>>,
    /// Drawn queries, by engine.
    drawn: BTreeMap<String, Vec<Peculiar>>,
}

/// Something that makes a difference.
#[derive(Deserialize)]
struct Peculiar {
    why: String,
    /// What the query looks like.
    query: String,
    /// What is seen.
    seen: String,
}

impl Otherwise {
    pub(super) fn listed() -> Self {
        toml::from_str(&std::fs::read_to_string("tests/remote/otherwise.toml").unwrap()).unwrap()
    }
}

/// The rows as text, in an order unless the query has one; nothing where there are too many.
fn answer(snapshot: &Snapshot, drawn: &Drawn) -> Result<Option<Vec<String>>, String> {
    let query = SparqlParser::new().parse_query(&drawn.text).unwrap_or_else(|error| panic!("{error}: {}", drawn.text));
    let limits = Limits { rows: ROWS, time: Duration::from_secs(60) };
    let mut rows: Vec<String> = match run(snapshot, query, &limits).map_err(|error| error.to_string())? {
        Answer::Boolean(yes) => vec![yes.to_string()],
        Answer::Solutions(rows) if rows.completeness == Completeness::Complete => {
            let term = |term: &Option<_>| term.as_ref().map_or_else(String::new, ToString::to_string);
            rows.rows.iter().map(|row| row.iter().map(term).collect::<Vec<_>>().join("\t")).collect()
        }
        Answer::Graph { triples, completeness: Completeness::Complete } => {
            triples.iter().map(ToString::to_string).collect()
        }
        _ => return Ok(None),
    };
    if !drawn.ordered {
        rows.sort();
    }
    Ok(Some(rows))
}

/// What tells an answer from the one that it should be; nothing where they are the same.
fn difference(found: &Result<Option<Vec<String>>, String>, wanted: &[String]) -> Option<String> {
    let found = match found {
        Err(error) => return Some(format!("error: {error}")),
        Ok(None) => return Some(format!("more than {ROWS} rows instead of {}", wanted.len())),
        Ok(Some(found)) if found == wanted => return None,
        Ok(Some(found)) => found,
    };
    let (mut left, mut right) = (found.clone(), wanted.to_vec());
    left.sort();
    right.sort();
    let example =
        |of: &[String], other: &[String]| of.iter().find(|row| !other.contains(row)).cloned().unwrap_or_default();
    let kind = match found.len().cmp(&wanted.len()) {
        _ if left == right => "another order",
        _ if left.iter().all(|row| right.contains(row)) && right.iter().all(|row| left.contains(row)) => {
            "other multiplicities"
        }
        std::cmp::Ordering::Less => "fewer rows",
        std::cmp::Ordering::Greater => "more rows",
        std::cmp::Ordering::Equal => "other values",
    };
    let (has, misses) = (example(found, wanted), example(wanted, found));
    Some(format!("{kind}: {} instead of {}; has {has:?}, misses {misses:?}", found.len(), wanted.len()))
}

/// Asks the same of a server and of the embedded store. `RAPPORTEUR_QUERIES` says how many.
fn drawn_queries_are_answered_alike(engine: &str, running: &Running) {
    let here = corpus_snapshot();
    let server = client(&running.url);
    upload(&server, &here, BASE, &|_| ()).unwrap();
    let there = seen(&server).unwrap();
    let pattern = |text: &str| Regex::new(text).unwrap();
    let known = Otherwise::listed().drawn.remove(engine).unwrap_or_default();
    let known: Vec<_> = known.into_iter().map(|it| (it.why, pattern(&it.query), pattern(&it.seen))).collect();
    let source = Source::new(&here);
    let queries = count("RAPPORTEUR_QUERIES", 60);
    let (mut asked, mut empty, mut number) = (0, 0, 0);
    let (mut explained, mut unexplained) = (vec![0; known.len()], String::new());
    while asked < queries {
        let drawn = source.draw(number);
        number += 1;
        let Ok(Some(wanted)) = answer(&here, &drawn) else { continue };
        asked += 1;
        empty += usize::from(wanted.is_empty());
        let Some(seen) = difference(&answer(&there, &drawn), &wanted) else { continue };
        match known.iter().position(|(_, query, what)| query.is_match(&drawn.text) && what.is_match(&seen)) {
            Some(at) => explained[at] += 1,
            None => writeln!(unexplained, "{}\n{}\n{seen}\n", number - 1, drawn.text).unwrap(),
        }
    }
    let mut told = format!("{engine}: {asked} queries of {number} drawn, {empty} without rows");
    for ((why, ..), times) in known.iter().zip(&explained) {
        write!(told, "\n{times:6} {why}").unwrap();
    }
    #[allow(clippy::print_stderr, reason = "the report")]
    {
        eprintln!("{told}");
    }
    assert!(unexplained.is_empty(), "{told}\n\n{unexplained}");
    assert!(empty * 3 < asked, "most queries must have rows: {told}");
}

#[test]
fn drawn_queries_are_answered_alike_by_an_oxigraph_server() {
    let Some(running) = Running::oxigraph() else { return };
    drawn_queries_are_answered_alike("oxigraph", &running);
}

#[test]
fn drawn_queries_are_answered_alike_by_virtuoso_but_for_what_is_listed() {
    let Some(running) = Running::virtuoso(2_000_000) else { return };
    drawn_queries_are_answered_alike("virtuoso", &running);
}
