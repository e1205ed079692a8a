//! `rapporteur add`, `remove`, `forget` and `watch`: single documents into a store and out of it, while the others stay.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use clap::Args;
use strsim::jaro_winkler;

use super::answer::{Format, Unknown, answer};
use super::build::{change, quality, tell};
use super::progress::say;
use super::{Ending, filled_store};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::pipeline::{self, Report, Scope};
use crate::store::Generations;

/// Reads documents into the store beside those that it holds; one with a known identifier takes its place
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur add statement.pdf            one document; its identifier is made of the name, here `statement`
  rapporteur add reports/                 all texts, PDF, Word and HTML files of a folder
A server that runs moves over by itself. Exit code 1 if a document could not be taken; the others are in the store nevertheless.")]
pub(super) struct AddArguments {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How to tell what was done: "text" for people, "json" for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

/// Takes documents out of the store: nothing in the graph comes from them any more
///
/// The last generations keep them, so that `rapporteur rollback` can go back; `rapporteur forget` leaves no trace.
#[derive(Args)]
#[command(after_help = "\
Example:
  rapporteur remove statement             the document with this identifier, as /doc lists it")]
pub(super) struct RemoveArguments {
    /// Identifiers
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// How to tell what was done: "text" for people, "json" for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

/// Takes documents out of the store without a trace: graphs, index, texts, files as received, and all older generations
///
/// Writes the whole store anew, which takes as long as loading it. There is no way back. Backups are other copies: this does not
/// reach them.
#[derive(Args)]
#[command(after_help = "\
Example:
  rapporteur forget statement             the document with this identifier, as /doc lists it")]
pub(super) struct ForgetArguments {
    /// Identifiers; documents that were removed before are forgotten with them, or alone where none is given
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How to tell what was done: "text" for people, "json" for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

/// Keeps the store like a folder: files that appear there are added, changed ones read anew, others removed
///
/// Documents that came from elsewhere stay. Ends with Ctrl-C.
#[derive(Args)]
#[command(after_help = "\
Example:
  rapporteur watch inbox/                 beside `rapporteur serve`, which shows each change")]
pub(super) struct WatchArguments {
    /// The folder
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Seconds between looks; a file is read when it did not change from one look to the next
    #[arg(long, value_name = "SECONDS", default_value_t = 2)]
    every: u64,
}

pub(super) fn add(config: &Config, arguments: &AddArguments) -> anyhow::Result<Ending> {
    let corpus = Corpus::from_paths(&arguments.paths);
    let named = corpus.sources.iter().map(|source| source.id.clone()).collect();
    answer(arguments.format, &named, adding(config, &corpus, Scope::Adding))
}

pub(super) fn remove(config: &Config, arguments: &RemoveArguments) -> anyhow::Result<Ending> {
    let named = arguments.ids.iter().cloned().collect();
    answer(arguments.format, &named, without(config, &arguments.ids))
}

pub(super) fn forget(config: &Config, arguments: &ForgetArguments) -> anyhow::Result<Ending> {
    let named = arguments.ids.iter().cloned().collect();
    answer(arguments.format, &named, without_trace(config, &arguments.ids))
}

fn without_trace(config: &Config, ids: &[String]) -> anyhow::Result<Report> {
    let report = without(config, ids)?;
    say(format_args!("writing the store anew, so that nothing of what was removed stays in its files"));
    let number =
        pipeline::forget(&Generations::at(&config.store)).context("the documents are removed but not forgotten")?;
    say(format_args!("generation {number}: the only one that is kept"));
    Ok(Report { generation: number, published: true, ..report })
}

/// Changes the store by a corpus beside what it holds.
fn adding(config: &Config, corpus: &Corpus, scope: Scope) -> anyhow::Result<Report> {
    let before = Generations::at(&config.store).record()?.unwrap_or_default();
    let quality = quality(&config.corpus, &pipeline::held(corpus, &before, &scope), false);
    change(config, corpus, scope, quality, false)
}

/// Removes documents by their identifiers.
fn without(config: &Config, ids: &[String]) -> anyhow::Result<Report> {
    let record = filled_store(config)?.record()?.unwrap_or_default();
    let missing: Vec<&String> = ids.iter().filter(|id| !record.documents.contains_key(*id)).collect();
    if let Some(id) = missing.first() {
        let near = record.documents.keys().max_by(|a, b| jaro_winkler(a, id).total_cmp(&jaro_winkler(b, id)));
        let hint = near.map(|near| format!("; the nearest is {near}")).unwrap_or_default();
        return Err(Unknown { id: (*id).clone(), hint }.into());
    }
    adding(config, &Corpus::default(), Scope::Removing(ids.iter().cloned().collect()))
}

/// Files with what tells that they changed.
type Listing = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

pub(super) fn watch(config: &Config, arguments: &WatchArguments) -> anyhow::Result<Ending> {
    let folder = &arguments.folder;
    anyhow::ensure!(folder.is_dir(), "{} is no folder; name one", folder.display());
    say(format_args!("watching {}; Ctrl-C ends it", folder.display()));
    let (mut done, mut last): (Listing, Option<Listing>) = (Listing::new(), None);
    let mut from_here: BTreeSet<String> = BTreeSet::new();
    loop {
        let now = listing(folder);
        // A file that is still being written changes from look to look.
        if last.as_ref() == Some(&now) && now != done {
            if let Err(error) = follow(config, folder, &mut from_here) {
                say(format_args!("error: {error:#}; the next change is tried again"));
            }
            done = now.clone();
        }
        last = Some(now);
        std::thread::sleep(Duration::from_secs(arguments.every.max(1)));
    }
}

/// Makes the store hold what is in the folder now, and not what was in it before.
fn follow(config: &Config, folder: &Path, from_here: &mut BTreeSet<String>) -> anyhow::Result<()> {
    let mut corpus = Corpus::from_paths(&[folder.to_owned()]);
    // That a folder is empty is nothing wrong here.
    if corpus.sources.is_empty() {
        corpus.problems.retain(|problem| problem.id.is_some());
    }
    let here: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
    let unreadable: BTreeSet<&String> = corpus.problems.iter().filter_map(|problem| problem.id.as_ref()).collect();
    let record = Generations::at(&config.store).record()?.unwrap_or_default();
    let gone = from_here.iter().filter(|id| !here.contains(*id) && !unreadable.contains(id));
    let gone: BTreeSet<String> = gone.filter(|id| record.documents.contains_key(*id)).cloned().collect();
    from_here.extend(here);
    from_here.retain(|id| !gone.contains(id));
    if corpus.sources.is_empty() {
        for problem in corpus.problems.drain(..) {
            say(format_args!("failed   {problem}"));
        }
        if gone.is_empty() {
            return Ok(());
        }
    }
    let report = adding(config, &corpus, Scope::Removing(gone))?;
    tell(&report);
    Ok(())
}

/// The files of a folder; what cannot be looked at now is looked at the next time.
fn listing(folder: &Path) -> Listing {
    let mut found = Listing::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if let Ok(metadata) = entry.metadata() {
                found.insert(entry.path(), (metadata.len(), metadata.modified().ok()));
            }
        }
    }
    found
}
