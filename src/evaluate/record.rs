//! An evaluation as a file: read again for comparison, and by a build, which publishes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::figures::{By, Line};
use super::interval::Bootstrap;
use super::run::Run;
use super::tally::{Counts, Row};

/// Why a recorded evaluation cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It is no recorded evaluation.
    #[error("{} is no evaluation: {reason}; write it anew by `rapporteur evaluate --format json`", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        reason: String,
    },
}

/// A recorded evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The matching mode ("overlap").
    pub matching: String,
    /// The documents with their counts.
    pub documents: Vec<RecordedDocument>,
    /// The figures of all of them.
    pub rows: Vec<RecordedRow>,
}

/// Counts of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedDocument {
    /// Identifier.
    pub id: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Counts by the names of rows.
    pub counts: BTreeMap<String, Counts>,
}

/// Figures of one row, rounded to four digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedRow {
    /// Name of the row.
    pub name: String,
    /// What it counts, in a sentence.
    pub about: String,
    /// Labelled, found, both.
    #[serde(flatten)]
    pub counts: Counts,
    /// Share of what is found that is right.
    pub precision: Option<f64>,
    /// Share of what is labelled that is found.
    pub recall: Option<f64>,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
    /// 95 % interval of F1: by bootstrap over documents.
    pub bootstrap: Option<(f64, f64)>,
    /// 95 % interval of F1 by Wilson, where there are fewer than 20 documents.
    pub wilson: Option<(f64, f64)>,
}

impl Record {
    /// An evaluation with its intervals.
    pub fn new(run: &Run, how: Bootstrap) -> Self {
        let documents = run.documents.iter().map(|document| RecordedDocument {
            id: document.id.clone(),
            sha256: document.sha256.clone(),
            counts: document.rows.iter().map(|(row, counts)| (row.name().to_owned(), *counts)).collect(),
        });
        Self {
            matching: run.matching.name().to_owned(),
            documents: documents.collect(),
            rows: run.lines(By::Category, how).iter().map(recorded).collect(),
        }
    }

    /// Reads a recorded evaluation.
    ///
    /// # Errors
    /// A file that cannot be read, or is no recorded evaluation.
    pub fn read(path: &Path) -> Result<Self, RecordError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| RecordError::Read { path: path.to_owned(), source })?;
        serde_json::from_str(&text)
            .map_err(|error| RecordError::Form { path: path.to_owned(), reason: error.to_string() })
    }

    /// As JSON with a line per document and row, so that two versions can be compared by eye.
    pub fn to_json(&self) -> String {
        let lines = |items: Vec<Result<String, serde_json::Error>>| {
            items.into_iter().flatten().collect::<Vec<_>>().join(",\n  ")
        };
        let mut documents = Vec::new();
        for document in &self.documents {
            let mut out = String::new();
            // Writing into a string cannot fail.
            let _ = write!(out, "{{\"id\": {:?}, \"sha256\": {:?}, \"counts\": {{\n    ", document.id, document.sha256);
            let counts = document
                .counts
                .iter()
                .map(|(row, counts)| serde_json::to_string(counts).map(|counts| format!("{row:?}: {counts}")));
            out.push_str(&counts.flatten().collect::<Vec<_>>().join(",\n    "));
            documents.push(out + "\n  }}");
        }
        let rows = lines(self.rows.iter().map(serde_json::to_string).collect());
        format!(
            "{{\n\"matching\": {:?},\n\"documents\": [\n  {}\n],\n\"rows\": [\n  {rows}\n]\n}}\n",
            self.matching,
            documents.join(",\n  ")
        )
    }
}

fn recorded(line: &Line) -> RecordedRow {
    let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
    let both = |interval: Option<(f64, f64)>| interval.map(|(low, high)| (round(low), round(high)));
    let counts = line.figures.counts;
    RecordedRow {
        name: line.name.clone(),
        about: Row::named(&line.name).map_or_else(String::new, |row| row.about().to_owned()),
        counts,
        precision: counts.precision().map(round),
        recall: counts.recall().map(round),
        f1: counts.f1().map(round),
        bootstrap: both(line.figures.bootstrap),
        wilson: both(line.figures.wilson),
    }
}
