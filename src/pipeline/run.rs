//! The build itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use oxigraph::model::Quad;

use super::fresh::Reading;
use super::plan::{self, Plan, Scope};
use super::report::{Event, Outcome, Report};
use super::shards::ShardError;
use super::write::Writing;
use crate::assertion::WarningKind;
use crate::corpus::{Corpus, Source};
use crate::graph::Iris;
use crate::search;
use crate::store::{Build, DocumentRecord, Generations, Note, Original, Record, Snapshot, StoreError};

/// Why a build could not be done. The store is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No document could be taken, and there is nothing to keep.
    #[error("none of the documents could be taken:\n  {}", .0.join("\n  "))]
    NothingToBuild(Vec<String>),
    /// A graph that was written through the server has the place of one that builds make.
    #[error(
        "{0} was written through the server, and a build would make it anew: copy it elsewhere and delete it, or build \
         into another store"
    )]
    Written(String),
    /// The graph is not what it must be.
    #[error("{}; `rapporteur check` after a build without --strict shows all of it:\n  {}",
        if .0.len() == 1 { "a shape is violated".to_owned() } else { format!("shapes are violated {} times", .0.len()) },
        .0.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n  "))]
    Violations(Vec<String>),
    /// Shards cannot be used.
    #[error(transparent)]
    Shards(#[from] ShardError),
    /// A table, a rule pack or the base IRI is not usable.
    #[error("{0}")]
    Ingredient(String),
}

/// Violations that a message names.
const SHOWN: usize = 20;

/// What one document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentGraph {
    /// The quads of the document's graph, sorted, each with quotes that were checked.
    pub quads: Vec<Quad>,
    /// What a person should look at.
    pub notes: Vec<Note>,
    /// The text that it was read from.
    pub text: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// The file of which the text was made, where it is not just what is in it.
    pub original: Option<Original>,
}

/// What turns a source into the graph of its document; must be a pure function of the source.
pub type Read<'a> = dyn Fn(&Source) -> Result<DocumentGraph, String> + Sync + 'a;

/// The bytes of a source as received.
pub type ReceivedBytes<'a> = dyn Fn(&Source) -> Result<Cow<'_, [u8]>, String> + Sync + 'a;

/// What the catalogue says of the whole: of so many documents, whose graphs have so many quads.
pub type Catalogue<'a> = dyn Fn(u64, u64) -> Vec<Quad> + Sync + 'a;

/// What the catalogue says of a document that the generation holds, from its identifier and record.
pub type Entry<'a> = dyn Fn(&str, &DocumentRecord) -> Vec<Quad> + Sync + 'a;

/// What must hold of a generation before it is published.
pub type MustHold<'a> = dyn Fn(&Snapshot) -> Result<(), BuildError> + Sync + 'a;

/// Everything that goes into a build beside the documents.
pub struct Ingredients<'a> {
    /// Mints the names of graphs; its base is that of everything.
    pub iris: Iris,
    /// Changes whenever the same source could give another graph: extractor, rules, names.
    pub version: String,
    /// What else the graph of a document follows from, by its identifier: the human decisions about it.
    pub decided: BTreeMap<String, String>,
    /// Graphs that belong to no document: reference, vocabulary, curation; measurements for the catalogue.
    pub shared: Vec<Quad>,
    /// What turns a source into a graph.
    pub read: &'a Read<'a>,
    /// What gives the bytes of a source, where its text is not just what is in it.
    pub received: &'a ReceivedBytes<'a>,
    /// What the catalogue says of the whole.
    pub catalogue: &'a Catalogue<'a>,
    /// What it says of each document.
    pub entry: &'a Entry<'a>,
    /// What is looked at before anything is published, where a build is strict.
    pub must_hold: Option<&'a MustHold<'a>>,
    /// What becomes of documents that the corpus does not name.
    pub scope: Scope,
}

impl Ingredients<'_> {
    /// What reading a document takes of them.
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading { iris: &self.iris, version: &self.version, decided: &self.decided, read: self.read }
    }
}

/// Makes the store hold the documents of the corpus, and of others what the scope says, and tells what changed. A document that cannot be taken
/// never stops the others; what an earlier build made of it stays.
pub fn build(
    generations: &Generations,
    corpus: &Corpus,
    ingredients: &Ingredients<'_>,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    if corpus.sources.is_empty() && !corpus.problems.is_empty() {
        return Err(BuildError::NothingToBuild(corpus.problems.iter().map(ToString::to_string).collect()));
    }
    let shared = plan::shared(&ingredients.shared);
    let planned = |record: &Record| Plan::new(corpus, record, ingredients, &shared);
    if let Some(record) = generations.record()? {
        if let Some(name) = record.written_in_the_way(ingredients.iris.base()) {
            return Err(BuildError::Written(format!("graph {name}")));
        }
        if planned(&record).is_empty() && generations.has_text_index()? {
            if let (Some(must_hold), Some(snapshot)) = (ingredients.must_hold, generations.snapshot()?) {
                must_hold(&snapshot)?;
            }
            return Ok(report(corpus, &planned(&record), &record, BTreeMap::new()).with(&record));
        }
    }

    let mut build =
        Build::begin(generations, |record| planned(record).keeps_something(record, ingredients.iris.base()))?;
    let before = build.record().clone();
    let plan = planned(&before);
    progress(Event::Reading { documents: plan.to_read.len() });
    let mut writing = Writing {
        generations,
        ingredients,
        plan: &plan,
        progress,
        record: Record { base: ingredients.iris.base().to_owned(), shared, ..Record::default() },
        failed: plan.failed.iter().map(|(id, reason)| ((*id).to_owned(), (*reason).to_owned())).collect(),
    };
    let changed = if build.is_continued() {
        // What cannot be read again stays as it was; of the others the record is replaced when they are read.
        writing.record.documents = before.documents.clone();
        writing.record.documents.retain(|id, _| !plan.removed.contains(id));
        writing.change(&mut build)?
    } else {
        writing.load(&mut build)?;
        true
    };
    let Writing { mut record, failed, .. } = writing;
    if record.documents.is_empty() && !failed.is_empty() {
        let new = failed.iter().filter(|(id, _)| !plan.failed.contains_key(id.as_str()));
        let problems = corpus.problems.iter().map(ToString::to_string);
        return Err(BuildError::NothingToBuild(
            problems.chain(new.map(|(id, reason)| format!("{id}: {reason}"))).collect(),
        ));
    }
    let made = report(corpus, &plan, &before, failed);
    if let Some(must_hold) = ingredients.must_hold {
        must_hold(&build.so_far())?;
    }
    if !changed && generations.has_text_index()? {
        return Ok(made.with(&before));
    }
    progress(Event::Publishing);
    search::index(&mut build)?;
    record.quads = build.count()?;
    let made = Report { generation: build.number(), published: true, quads: record.quads, ..made }.with(&record);
    build.publish(record)?;
    Ok(made)
}

/// What became of each document, where nothing was published.
fn report(corpus: &Corpus, plan: &Plan<'_>, before: &Record, failed: BTreeMap<String, String>) -> Report {
    let mut report = Report { generation: before.generation, quads: before.quads, ..Report::default() };
    let had = |id: &str| before.documents.contains_key(id);
    for source in &plan.to_read {
        let outcome = if had(&source.id) { Outcome::Changed } else { Outcome::Added };
        report.documents.insert(source.id.clone(), outcome);
    }
    report.documents.extend(plan.unchanged.iter().map(|id| (id.clone(), Outcome::Unchanged)));
    report.documents.extend(plan.removed.iter().map(|id| (id.clone(), Outcome::Removed)));
    for (id, reason) in plan.failed.iter().map(|(id, reason)| ((*id).to_owned(), (*reason).to_owned())).chain(failed) {
        let place = corpus.problems.iter().find(|problem| problem.id.as_ref() == Some(&id) && problem.reason == reason);
        let reason = place.map_or(reason, ToString::to_string);
        let kept = had(&id);
        report.documents.insert(id, Outcome::Failed { reason, kept });
    }
    // Entries without an identifier, or with one that another entry has already.
    let named: HashSet<&str> = plan.failed.keys().copied().collect();
    report.failures.extend(
        corpus
            .problems
            .iter()
            .filter(|problem| !problem.id.as_deref().is_some_and(|id| named.contains(id)))
            .map(ToString::to_string),
    );
    report
}

/// Sentences of which no act was read are for `check`: they say what the rules do not know, not that something is wrong.
const UNREAD: &str = WarningKind::UnreadAct.as_str();

impl Report {
    /// With the warnings of the documents that a generation holds.
    fn with(mut self, record: &Record) -> Self {
        for (id, document) in &record.documents {
            let warnings = document.notes.iter().filter(|note| note.decision.is_none() && note.kind != UNREAD);
            let messages: Vec<String> = warnings.map(|note| note.message.clone()).collect();
            if !messages.is_empty() {
                self.warnings.insert(id.clone(), messages);
            }
        }
        self
    }
}
