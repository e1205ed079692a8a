//! Two evaluations of the same documents, row by row.

use std::collections::BTreeMap;

use super::interval::{Bootstrap, bootstrap};
use super::record::Record;
use super::run::Run;
use super::tally::{Counts, Row};

/// What changed in a row between an earlier evaluation and this one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The row.
    pub row: Row,
    /// Counts of the earlier one, on the documents of both.
    pub before: Counts,
    /// Counts of this one, on the documents of both.
    pub after: Counts,
    /// 95 % interval of the difference of F1, when the documents are drawn anew: each with both of its results.
    pub interval: Option<(f64, f64)>,
}

impl Difference {
    /// Differences of precision, recall and F1; none where one of the two has no value.
    pub fn deltas(&self) -> [Option<f64>; 3] {
        let minus = |after: Option<f64>, before: Option<f64>| Some(after? - before?);
        [
            minus(self.after.precision(), self.before.precision()),
            minus(self.after.recall(), self.before.recall()),
            minus(self.after.f1(), self.before.f1()),
        ]
    }
}

/// Compares an evaluation with an earlier one. Rows that neither has are left out; so are documents that only one has,
/// or whose text changed: their identifiers come second.
pub fn compare(run: &Run, before: &Record, how: Bootstrap) -> (Vec<Difference>, Vec<String>) {
    let earlier: BTreeMap<(&str, &str), _> =
        before.documents.iter().map(|document| ((document.id.as_str(), document.sha256.as_str()), document)).collect();
    let mut both = Vec::new();
    let mut left_out: Vec<String> = Vec::new();
    for document in &run.documents {
        match earlier.get(&(document.id.as_str(), document.sha256.as_str())) {
            Some(earlier) => both.push((*earlier, document)),
            None => left_out.push(document.id.clone()),
        }
    }
    for document in &before.documents {
        if !both.iter().any(|(earlier, _)| earlier.id == document.id) && !left_out.contains(&document.id) {
            left_out.push(document.id.clone());
        }
    }
    let difference = |row: &Row| {
        let pairs: Vec<(Counts, Counts)> = both
            .iter()
            .map(|(earlier, now)| {
                let before = earlier.counts.get(row.name()).copied().unwrap_or_default();
                (before, now.rows.get(row).copied().unwrap_or_default())
            })
            .collect();
        let sums = |pairs: &[(Counts, Counts)]| {
            (Counts::sum(pairs.iter().map(|pair| pair.0)), Counts::sum(pairs.iter().map(|pair| pair.1)))
        };
        let (before, after) = sums(&pairs);
        let interval = bootstrap(&pairs, how, |drawn| {
            let (before, after) = sums(drawn);
            Some(after.f1()? - before.f1()?)
        });
        Difference { row: *row, before, after, interval }
    };
    let is_there = |d: &Difference| d.before != Counts::default() || d.after != Counts::default();
    (Row::ALL.iter().map(difference).filter(is_there).collect(), left_out)
}
