//! Precision, recall and F1 with their intervals: what an evaluation shows.

use std::collections::BTreeSet;

use super::interval::{Bootstrap, bootstrap, wilson, wilson_f1};
use super::run::Run;
use super::tally::{Counts, Row};

/// With fewer documents than these, Wilson's interval stands beside that of the bootstrap: drawing few documents anew
/// shows little.
const FEW: usize = 20;

/// Counts with what follows from them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// The counts.
    pub counts: Counts,
    /// 95 % interval when the documents are drawn anew: of F1, for rules of precision.
    pub bootstrap: Option<(f64, f64)>,
    /// 95 % interval as if each fact were drawn by itself; only where there are fewer than 20 documents.
    pub wilson: Option<(f64, f64)>,
}

/// How an evaluation is broken down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// A line per category and attribute.
    #[default]
    Category,
    /// The same for each document by itself.
    Document,
    /// A line per rule: how much of what it found is right.
    Rule,
}

/// One line of an evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The document, where lines are broken down by document.
    pub document: Option<String>,
    /// Name of a row or rule.
    pub name: String,
    /// What it gives.
    pub figures: Figures,
}

impl Run {
    /// The lines of a table, rows without anything on either side left out.
    pub fn lines(&self, by: By, how: Bootstrap) -> Vec<Line> {
        match by {
            By::Category => self.categories(how),
            By::Document => self.by_document(),
            By::Rule => self.by_rule(how),
        }
    }

    /// Counts of a row, document by document.
    pub fn counts(&self, row: Row) -> Vec<Counts> {
        self.documents.iter().map(|document| document.rows.get(&row).copied().unwrap_or_default()).collect()
    }

    fn categories(&self, how: Bootstrap) -> Vec<Line> {
        let line = |row: &Row| {
            let counts = self.counts(*row);
            let figures = Figures {
                counts: Counts::sum(counts.iter().copied()),
                bootstrap: bootstrap(&counts, how, |drawn| Counts::sum(drawn.iter().copied()).f1()),
                wilson: None,
            };
            let wilson = wilson_f1(figures.counts).filter(|_| counts.len() < FEW);
            Line { document: None, name: row.name().to_owned(), figures: Figures { wilson, ..figures } }
        };
        Row::ALL.iter().map(line).filter(|line| line.figures.counts != Counts::default()).collect()
    }

    fn by_document(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for document in &self.documents {
            lines.extend(document.rows.iter().filter(|(_, counts)| **counts != Counts::default()).map(
                |(row, counts)| {
                    let figures = Figures { counts: *counts, bootstrap: None, wilson: wilson_f1(*counts) };
                    Line { document: Some(document.id.clone()), name: row.name().to_owned(), figures }
                },
            ));
        }
        lines
    }

    fn by_rule(&self, how: Bootstrap) -> Vec<Line> {
        let rules: BTreeSet<&String> = self.documents.iter().flat_map(|document| document.rules.keys()).collect();
        let line = |rule: &String| {
            let of = |document: &super::run::DocumentResult| document.rules.get(rule).copied().unwrap_or_default();
            let counts: Vec<Counts> = self.documents.iter().map(of).collect();
            let sum = Counts::sum(counts.iter().copied());
            let figures = Figures {
                counts: sum,
                bootstrap: bootstrap(&counts, how, |drawn| Counts::sum(drawn.iter().copied()).precision()),
                wilson: wilson(sum.right, sum.found).filter(|_| counts.len() < FEW),
            };
            Line { document: None, name: rule.clone(), figures }
        };
        rules.into_iter().map(line).collect()
    }
}
