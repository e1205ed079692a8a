//! An evaluation of several documents.

use std::collections::BTreeMap;

use super::gold::{Gold, GoldError};
use super::judge::{Judge, Match};
use super::known::{Registry, Things};
use super::said::Said;
use super::tally::{Counts, Remark, Row, Side};
use crate::assertion::Extraction;
use crate::corpus::{Corpus, Source};
use crate::document::Document;
use crate::slug::slug;

/// One document, read by a person and by the program.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// What the person found.
    pub gold: &'a Gold,
    /// SHA-256 of the text.
    pub sha256: &'a str,
    /// The text.
    pub document: &'a Document,
    /// What the program found.
    pub extraction: &'a Extraction,
}

/// How one document fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentResult {
    /// Identifier of the document.
    pub id: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Counts of the rows that occur.
    pub rows: BTreeMap<Row, Counts>,
    /// What each rule found, and how much of it is right; `gold` is 0, because nobody labels rules.
    pub rules: BTreeMap<String, Counts>,
    /// What is missed and what is false.
    pub remarks: Vec<Remark>,
}

/// An evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// When a finding was taken to be what a label says.
    pub matching: Match,
    /// The documents, in the order of their identifiers.
    pub documents: Vec<DocumentResult>,
}

impl Run {
    /// At most `n` remarks of a row and side, each with its document: one of every kind before a second of any, frequent
    /// kinds first.
    pub fn instructive(&self, row: Row, side: Side, n: usize) -> Vec<(&DocumentResult, &Remark)> {
        let mut kinds: BTreeMap<&str, Vec<(&DocumentResult, &Remark)>> = BTreeMap::new();
        for document in &self.documents {
            for remark in document.remarks.iter().filter(|remark| remark.row == row && remark.side == side) {
                kinds.entry(&remark.kind).or_default().push((document, remark));
            }
        }
        let mut kinds: Vec<_> = kinds.into_values().collect();
        kinds.sort_by_key(|remarks| std::cmp::Reverse(remarks.len()));
        let turns = kinds.iter().map(Vec::len).max().unwrap_or(0);
        (0..turns).flat_map(|turn| kinds.iter().filter_map(move |kind| kind.get(turn))).take(n).copied().collect()
    }
}

/// The document of each gold file.
///
/// # Errors
/// Gold of a document that is not there, or whose text is another one.
pub fn pair<'a>(golds: &'a [Gold], corpus: &'a Corpus) -> Result<Vec<(&'a Gold, &'a Source)>, GoldError> {
    let mut pairs = Vec::with_capacity(golds.len());
    for gold in golds {
        let (file, id) = (gold.file.clone(), gold.document.clone());
        let is_it = |source: &&Source| source.id == id || source.id == slug(&id);
        let Some(source) = corpus.sources.iter().find(is_it) else { return Err(GoldError::NoDocument { file, id }) };
        if let Some(labelled) = gold.sha256.clone().filter(|sum| !sum.eq_ignore_ascii_case(&source.sha256)) {
            return Err(GoldError::OtherText { file, id, labelled, actual: source.sha256.clone() });
        }
        pairs.push((gold, source));
    }
    pairs.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    Ok(pairs)
}

/// Compares what the program found in some documents with what a person found there. `registry` holds what the tables
/// of names know of the things that occur ([`super::things`]).
///
/// # Errors
/// Gold that quotes what is not in its text.
pub fn evaluate(readings: &[Reading<'_>], registry: &Registry, matching: Match) -> Result<Run, GoldError> {
    let things = Things::new(registry, readings.iter().map(|reading| reading.extraction));
    let mut documents = Vec::with_capacity(readings.len());
    for reading in readings {
        let labels = reading.gold.labels(&reading.document.text)?;
        let said = Said::new(reading.document, reading.extraction, &things);
        let judged = Judge::judge(&said, &labels, matching);
        documents.push(DocumentResult {
            id: reading.document.id.clone(),
            sha256: reading.sha256.to_owned(),
            rows: judged.rows,
            rules: judged.rules,
            remarks: judged.remarks,
        });
    }
    Ok(Run { matching, documents })
}
