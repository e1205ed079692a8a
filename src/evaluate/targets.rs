//! Floors that an evaluation must reach: `targets.toml` beside gold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::run::Run;
use super::tally::{Counts, Row};

/// Why floors cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetsError {
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A mistake in it.
    #[error("{}:{line}: {problem}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

/// The floors of a row; what is not named has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
}

/// Floors by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets(BTreeMap<Row, Floors>);

/// A floor that is not reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// The row.
    pub row: Row,
    /// "precision", "recall" or "f1".
    pub figure: &'static str,
    /// What should be reached.
    pub floor: f64,
    /// What is reached; none where nothing is labelled or found.
    pub reached: Option<f64>,
}

impl std::fmt::Display for Shortfall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { row, figure, floor, reached } = self;
        let reached = reached.map_or_else(|| "no value".to_owned(), |value| format!("{value:.3}"));
        write!(f, "{figure} of {} is {reached}, below its floor {floor:.3}", row.name())
    }
}

impl Targets {
    /// Reads floors: a table per row, with any of `precision`, `recall` and `f1`.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown row or key, a floor that is no share.
    pub fn read(path: &Path) -> Result<Self, TargetsError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| TargetsError::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Floors from the text of a file.
    ///
    /// # Errors
    /// As [`Targets::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, TargetsError> {
        let wrong = |at: usize, problem: String| TargetsError::Form {
            path: path.to_owned(),
            line: text[..at.min(text.len())].matches('\n').count() + 1,
            problem,
        };
        let table: BTreeMap<toml::Spanned<String>, Floors> = toml::from_str(text)
            .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let mut floors = BTreeMap::new();
        for (name, floor) in table {
            let at = name.span().start;
            let name = name.into_inner();
            let row = Row::named(&name).ok_or_else(|| {
                let known: Vec<&str> = Row::ALL.iter().map(|row| row.name()).collect();
                wrong(at, format!("there is no row {name:?}; rows are: {}", known.join("; ")))
            })?;
            let all = [floor.precision, floor.recall, floor.f1];
            if let Some(value) = all.into_iter().flatten().find(|value| !(0.0..=1.0).contains(value)) {
                return Err(wrong(at, format!("floor {value} of {name:?} is not between 0 and 1")));
            }
            floors.insert(row, floor);
        }
        Ok(Self(floors))
    }

    /// The floors that an evaluation does not reach.
    pub fn shortfalls(&self, run: &Run) -> Vec<Shortfall> {
        let mut shortfalls = Vec::new();
        for (row, floors) in &self.0 {
            let counts = Counts::sum(run.counts(*row));
            for (figure, floor, reached) in [
                ("precision", floors.precision, counts.precision()),
                ("recall", floors.recall, counts.recall()),
                ("f1", floors.f1, counts.f1()),
            ] {
                // a floor of four digits must not fail by the fifth
                if let Some(floor) = floor
                    && reached.is_none_or(|reached| reached < floor - 5e-5)
                {
                    shortfalls.push(Shortfall { row: *row, figure, floor, reached });
                }
            }
        }
        shortfalls
    }
}
