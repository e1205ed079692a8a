//! Integrity checks: queries that must come back empty.

use oxigraph::model::Term;
use serde::Deserialize;

use crate::query::library::{Library, LibraryError, SavedQuery};
use crate::query::run::{self, Answer, Completeness, Limits, RunError};
use crate::store::Snapshot;

/// How bad a finding is, as in SHACL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The graph is wrong.
    Violation,
    /// Something that a person should look at.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word of the header: `violation`, `warning`, `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One row of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The check's name.
    pub check: String,
    /// What must hold, from the check's header.
    pub rule: String,
    /// The row: column and term, where there is one.
    pub row: Vec<(String, Term)>,
}

/// Why the checks could not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// A file of the checks is wrong.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A check without severity, or that is no SELECT.
    #[error("check `{0}` needs a `severity` in its header and must be a SELECT without parameters")]
    NotACheck(String),
    /// A check could not be evaluated.
    #[error("check `{name}`: {source}")]
    Run {
        /// Which.
        name: String,
        /// Why.
        source: RunError,
    },
    /// A check was stopped before its last row.
    #[error("check `{name}` did not finish: {}", .completeness.describe())]
    Incomplete {
        /// Which.
        name: String,
        /// Where it stopped.
        completeness: Completeness,
    },
}

/// The integrity checks of `queries/checks`.
#[derive(Debug, Clone)]
pub struct Checks {
    checks: Vec<(Severity, SavedQuery)>,
}

impl Checks {
    /// The checks in the binary, by severity and name; relative IRIs are under the base of the data.
    pub fn shipped(base: &str) -> Result<Self, CheckError> {
        let mut checks = Vec::new();
        for query in Library::embedded("checks/", base)?.iter() {
            match query.severity {
                Some(severity) if query.params.is_empty() && !query.columns().is_empty() => {
                    checks.push((severity, query.clone()));
                }
                _ => return Err(CheckError::NotACheck(query.name.clone())),
            }
        }
        checks.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
        Ok(Self { checks })
    }

    /// The checks with their severities, worst first.
    pub fn iter(&self) -> impl Iterator<Item = (Severity, &SavedQuery)> {
        self.checks.iter().map(|(severity, query)| (*severity, query))
    }

    /// Runs every check; worst findings first, in the order of each check's rows.
    pub fn run(&self, snapshot: &Snapshot) -> Result<Vec<Finding>, CheckError> {
        let mut findings = Vec::new();
        for (severity, check) in &self.checks {
            let answer = run::run(snapshot, check.query.clone(), &Limits::default())
                .map_err(|source| CheckError::Run { name: check.name.clone(), source })?;
            let Answer::Solutions(rows) = answer else { return Err(CheckError::NotACheck(check.name.clone())) };
            if !rows.completeness.is_complete() {
                return Err(CheckError::Incomplete { name: check.name.clone(), completeness: rows.completeness });
            }
            for row in rows.rows {
                let cells = rows.variables.iter().zip(row);
                let row = cells.filter_map(|(name, term)| Some((name.as_str().to_owned(), term?))).collect();
                findings.push(Finding {
                    severity: *severity,
                    check: check.name.clone(),
                    rule: check.summary.clone(),
                    row,
                });
            }
        }
        Ok(findings)
    }
}
