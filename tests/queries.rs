//! The saved queries and the integrity checks on the shipped corpus.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rapporteur::graph::vocab::BASE;
use rapporteur::publish::results::{self, Naming, ResultsFormat};
use rapporteur::query::{Answer, Checks, Library, Limits, Rows, SavedQuery, Severity, run, value};
use rapporteur::store::Snapshot;

use crate::corpus_snapshot;

fn expected_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/expected").join(format!("{name}.csv"))
}

/// The rows of a query with the examples of its parameters.
fn rows(snapshot: &Snapshot, query: &SavedQuery) -> Rows {
    let given = query.params.iter().map(|parameter| (parameter.name.clone(), parameter.example.clone())).collect();
    let values = value::values(snapshot, query, &given).unwrap_or_else(|error| panic!("{}: {error}", query.name));
    match run(snapshot, query.bind(&values).unwrap(), &Limits::default()).unwrap() {
        Answer::Solutions(rows) => rows,
        other => panic!("{}: {other:?}", query.name),
    }
}

fn csv(rows: &Rows) -> String {
    let labels = BTreeMap::new();
    let naming = Naming { labels: &labels, shorten: &str::to_owned };
    let mut out = Vec::new();
    let format = ResultsFormat::from_name("csv").unwrap();
    results::write_rows(&mut out, &rows.variables, &rows.rows, format, naming, None).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_saved_query_gives_its_expected_rows() {
    let snapshot = corpus_snapshot();
    let mut wrong = Vec::new();
    for query in Library::shipped(BASE).unwrap().iter() {
        let rows = rows(&snapshot, query);
        assert!(rows.completeness.is_complete(), "{}", query.name);
        let (path, found) = (expected_path(&query.name), csv(&rows));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &found).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(query.name.clone());
        }
        if rows.rows.is_empty() {
            wrong.push(format!("{} (no rows)", query.name));
        }
    }
    assert!(wrong.is_empty(), "other rows than expected (BLESS=1 writes them, then read the difference): {wrong:?}");
}

#[test]
fn each_row_that_states_a_fact_has_its_quote() {
    let snapshot = corpus_snapshot();
    for query in Library::shipped(BASE).unwrap().iter() {
        let rows = rows(&snapshot, query);
        let Some(quote) = rows.column("quote") else { continue };
        for row in &rows.rows {
            assert!(row[quote].is_some(), "{}: no quote in {row:?}", query.name);
        }
    }
}

#[test]
fn no_file_of_expected_rows_is_left_without_its_query() {
    let library = Library::shipped(BASE).unwrap();
    for entry in fs::read_dir(expected_path("x").parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(library.get(&name).is_ok(), "{}", path.display());
    }
}

#[test]
fn the_shipped_corpus_violates_no_check() {
    let findings = Checks::shipped(BASE).unwrap().run(&corpus_snapshot()).unwrap();
    let violations: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Violation).collect();
    assert!(violations.is_empty(), "{violations:#?}");
}
