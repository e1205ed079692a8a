//! What the shapes of the ontology find, and shapes that a person brings.

use std::path::PathBuf;

use anyhow::Context;

use super::{Finding, Look, Told, finding, shown};
use crate::query::Severity;
use crate::shacl::{Outcome, Report, Shapes};

/// The kind of these findings.
pub(super) const KIND: &str = "shape";

/// The shapes of these files.
pub(in crate::cli) fn own(files: &[PathBuf], base: &str) -> anyhow::Result<Shapes> {
    let mut shapes = Shapes::default();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        shapes = shapes.and(Shapes::read(&text, base).with_context(|| file.display().to_string())?);
    }
    Ok(shapes)
}

fn severity(outcome: &Outcome) -> Severity {
    match outcome.severity.as_str().rsplit('#').next() {
        Some("Warning") => Severity::Warning,
        Some("Info") => Severity::Info,
        _ => Severity::Violation,
    }
}

impl Look<'_> {
    /// What a query found at a node already, with its sentence, is not told again.
    pub(super) fn shapes(&self, report: &Report, told: &Told) -> anyhow::Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for outcome in &report.outcomes {
            let severity = severity(outcome);
            let known = told.contains(&(severity, outcome.focus.clone()));
            if known || severity != Severity::Violation && self.is_accepted(&outcome.focus) {
                continue;
            }
            let about = shown(&outcome.focus, self.base());
            let message = format!("{}: {}", outcome.root, outcome.message);
            let passages = self.place_of(&outcome.focus)?.into_iter().collect();
            findings.push(finding(severity, KIND, &about, message, passages));
        }
        Ok(findings)
    }
}
