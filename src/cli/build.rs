//! `rapporteur build`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::evaluate::gold_beside;
use super::progress::{BuildProgress, counted, say};
use super::{Ending, converter};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::curation::Curation;
use crate::evaluate::{self, FIGURES, RecordedDocument, RecordedRow};
use crate::graph::vocab::BASE;
use crate::graph::{Quality, QualityRow};
use crate::pipeline::{self, BuildError, BuildOptions, Event, Outcome, Report, Scope};
use crate::query::Shelf;
use crate::store::{Generations, Record, StoreError};

/// Makes the store hold exactly the documents named: new ones are added, changed ones replaced, others removed
///
/// Safe to repeat and safe to kill: readers see the graph of before until the new one is complete.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur build                              the documents of data/corpus.toml
  rapporteur build --corpus other/corpus.toml   those of another manifest
  rapporteur build reports/ communique.pdf      all texts, PDF, Word and HTML files of a folder, and one file
  rapporteur build --strict                     only if the graph fits the shapes
Exit code 1 if a document could not be taken; the others are in the store nevertheless.")]
pub(super) struct Arguments {
    /// Files and folders to read instead of the manifest's documents
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The manifest [default: data/corpus.toml]
    #[arg(long, value_name = "FILE")]
    pub(super) corpus: Option<PathBuf>,
    /// Publish nothing where the graph violates a shape of the ontology
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let report = build(config, &arguments.paths, arguments.strict)?;
    tell(&report);
    Ok(ending(&report))
}

/// How a command ends that did this.
pub(super) fn ending(report: &Report) -> Ending {
    if report.has_failures() { Ending::Findings } else { Ending::Fine }
}

/// Builds, with a progress bar; `serve` does so too when there is no store yet.
pub(crate) fn build(config: &Config, paths: &[PathBuf], strict: bool) -> anyhow::Result<Report> {
    let corpus = if paths.is_empty() {
        Corpus::from_manifest(&config.corpus).context("the manifest cannot be used")?
    } else {
        Corpus::from_paths(paths)
    };
    let nothing = Record::default();
    let all = pipeline::held(&corpus, &nothing, &Scope::Exactly);
    let quality = if paths.is_empty() { quality(&config.corpus, &all, true) } else { Quality::default() };
    change(config, &corpus, Scope::Exactly, quality, strict)
}

/// Makes the store hold what a corpus and a scope say.
pub(super) fn change(
    config: &Config,
    corpus: &Corpus,
    scope: Scope,
    quality: Quality,
    strict: bool,
) -> anyhow::Result<Report> {
    if scope != Scope::Exactly {
        super::store::must_continue(config)?;
    }
    let progress = BuildProgress::new();
    // A store keeps the base it was made with, unless told otherwise.
    let kept = Generations::at(&config.store).record()?.map(|record| record.base).filter(|base| !base.is_empty());
    let base = config.base.as_deref().or(corpus.base.as_deref()).or(kept.as_deref()).unwrap_or(BASE);
    // What nobody could ask afterwards is said before hours of reading.
    Shelf::open(base, &config.queries).context("a saved query is not in order")?;
    let (store, curation) = (Generations::at(&config.store), Curation::read(&config.curation));
    let note = |event: Event<'_>| progress.note(event);
    let (base, rules) = (base.to_owned(), config.rules.clone());
    let options = BuildOptions { base, rules, quality, strict, converter: converter(), scope };
    let report = pipeline::build_documents(&store, corpus, &curation, &options, &note);
    progress.end();
    let report = report.map_err(told_of)?;
    super::store::copied(config)?;
    Ok(report)
}

/// Why there is no report, and what became of the store.
pub(super) fn told_of(error: BuildError) -> anyhow::Error {
    match error {
        BuildError::Store(StoreError::Unconfirmed { .. }) => error.into(),
        error => anyhow::Error::new(error).context("nothing was published, so the store is as it was"),
    }
}

/// The figures that an evaluation recorded beside the manifest, where they are of the documents as they are now; `told` says
/// whether it is worth a word where they are not.
pub(super) fn quality(manifest: &Path, held: &[(&str, &str)], told: bool) -> Quality {
    let path = gold_beside(manifest).join(FIGURES);
    if !path.exists() {
        return Quality::default();
    }
    let warn = |why: String| {
        if told {
            say(format_args!("warning  no figures are published: {why}"));
        }
        Quality::default()
    };
    let record = match evaluate::Record::read(&path) {
        Ok(record) => record,
        Err(error) => return warn(error.to_string()),
    };
    let is_here = |document: &RecordedDocument| held.contains(&(document.id.as_str(), document.sha256.as_str()));
    if let Some(other) = record.documents.iter().find(|document| !is_here(document)) {
        let (path, id) = (path.display(), &other.id);
        return warn(format!("{path} is of another text of {id}; `rapporteur evaluate --record` renews it"));
    }
    let row = |row: RecordedRow| QualityRow {
        name: row.name,
        about: row.about,
        gold: row.counts.gold,
        found: row.counts.found,
        precision: row.precision,
        recall: row.recall,
        f1: row.f1,
        // few documents drawn anew show little
        interval: row.wilson.or(row.bootstrap),
    };
    Quality {
        documents: record.documents.into_iter().map(|document| document.id).collect(),
        rows: record.rows.into_iter().map(row).collect(),
    }
}

/// Warnings that a change shows; documents of a kind we do not know may give thousands.
const WARNINGS: usize = 20;

/// What happened, on standard error.
pub(crate) fn tell(report: &Report) {
    for (id, outcome) in &report.documents {
        match outcome {
            Outcome::Unchanged => {}
            Outcome::Added => say(format_args!("added    {id}")),
            Outcome::Changed => say(format_args!("changed  {id}")),
            Outcome::Removed => say(format_args!("removed  {id}")),
            Outcome::Failed { reason, kept } => {
                say(format_args!("failed   {id}: {reason}{}", if *kept { "; the earlier version stays" } else { "" }));
            }
        }
    }
    for failure in &report.failures {
        say(format_args!("failed   {failure}"));
    }
    for fate in &report.decisions {
        say(format_args!("{} {}: {}", fate.kind, fate.place, fate.message));
    }
    let mut warnings: Vec<(&String, &String)> =
        report.warnings.iter().flat_map(|(id, messages)| messages.iter().map(move |message| (id, message))).collect();
    // Where there are many, those of what was read now: the others were told when it was read.
    let is_old = |id: &String| report.documents.get(id) == Some(&Outcome::Unchanged);
    warnings.sort_by_key(|(id, _)| is_old(id));
    let shown = match warnings.len() {
        few if few <= WARNINGS => few,
        _ => warnings.iter().take(WARNINGS).filter(|(id, _)| !is_old(id)).count(),
    };
    for (id, message) in &warnings[..shown] {
        say(format_args!("warning  {id}: {message}"));
    }
    if shown < warnings.len() {
        let more = if shown > 0 { " more" } else { "" };
        say(format_args!("warning  {}{more}: `rapporteur check` lists all", warnings.len() - shown));
    }
    let unchanged = report.count(|outcome| *outcome == Outcome::Unchanged);
    let held = report.count(|outcome| match outcome {
        Outcome::Failed { kept, .. } => *kept,
        Outcome::Removed => false,
        _ => true,
    });
    let (generation, quads) = (report.generation, report.quads);
    let warnings = counted(warnings.len() as u64, "warning");
    if !report.published {
        say(format_args!("nothing changed: generation {generation}, {quads} quads, {warnings}"));
    } else if unchanged == 0 {
        let documents = counted(held as u64, "document");
        say(format_args!("generation {generation}: {quads} quads from {documents}, {warnings}"));
    } else {
        let documents = format!("{unchanged} of {held} documents unchanged");
        say(format_args!("generation {generation}: {quads} quads, {documents}, {warnings}"));
    }
}
