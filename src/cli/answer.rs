//! What a change of single documents came to, as JSON for programs: the server reads it where `POST /documents` has run the command.

use std::collections::BTreeSet;
use std::io::Write;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::Ending;
use super::build::{ending, tell};
use crate::pipeline::{BuildError, Outcome, Report};
use crate::store::StoreError;

/// How a command tells what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, on standard error
    Text,
    /// One object on standard output, also where the command fails
    Json,
}

/// A document that the store does not hold.
#[derive(Debug, thiserror::Error)]
#[error("the store holds no document {id}{hint}")]
pub(super) struct Unknown {
    pub(super) id: String,
    /// The nearest one, if there is any.
    pub(super) hint: String,
}

/// Tells what became of a change, and how the command ends.
pub(super) fn answer(format: Format, named: &BTreeSet<String>, done: anyhow::Result<Report>) -> anyhow::Result<Ending> {
    if format == Format::Text {
        return done.map(|report| {
            tell(&report);
            ending(&report)
        });
    }
    let said = match &done {
        Ok(report) => of_report(report, named),
        Err(error) => json!({ "error": format!("{error:#}"), "kind": kind(error) }),
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &said)?;
    out.write_all(b"\n")?;
    done.map(|report| ending(&report))
}

/// What kind of error it is, for who decides what to do next.
fn kind(error: &anyhow::Error) -> &'static str {
    for cause in error.chain() {
        match cause.downcast_ref::<BuildError>() {
            Some(BuildError::Store(StoreError::Locked { .. })) => return "busy",
            Some(BuildError::NothingToBuild(_) | BuildError::Written(_)) => return "refused",
            _ => {}
        }
        if matches!(cause.downcast_ref::<StoreError>(), Some(StoreError::Locked { .. })) {
            return "busy";
        }
        if cause.downcast_ref::<Unknown>().is_some() {
            return "unknown";
        }
    }
    "failed"
}

/// The documents that were named, and others with which something happened; of all others their number.
fn of_report(report: &Report, named: &BTreeSet<String>) -> Value {
    let mut unchanged = 0;
    let mut documents = Vec::new();
    for (id, outcome) in &report.documents {
        if *outcome == Outcome::Unchanged && !named.contains(id) {
            unchanged += 1;
            continue;
        }
        let word = match outcome {
            Outcome::Added => "added",
            Outcome::Changed => "changed",
            Outcome::Unchanged => "unchanged",
            Outcome::Removed => "removed",
            Outcome::Failed { .. } => "failed",
        };
        let mut document = json!({ "id": id, "outcome": word });
        if let Outcome::Failed { reason, kept } = outcome {
            document["reason"] = reason.as_str().into();
            document["kept"] = (*kept).into();
        }
        if let Some(warnings) = report.warnings.get(id) {
            document["warnings"] = warnings.clone().into();
        }
        documents.push(document);
    }
    json!({
        "generation": report.generation,
        "published": report.published,
        "quads": report.quads,
        "documents": documents,
        "unchanged": unchanged,
        "failures": report.failures,
    })
}
