//! The build itself.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxigraph::model::{GraphName, GraphNameRef, Quad};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::plan::{self, Plan};
use super::report::{Event, Outcome, Report};
use crate::assertion::WarningKind;
use crate::corpus::{Corpus, Source};
use crate::graph::Iris;
use crate::resolve::{self, Graphs, Touched};
use crate::store::{Build, DocumentRecord, Generations, Note, Record, StoreError, wrong_quotes};

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
    /// A table, a rule pack or the base IRI is not usable.
    #[error("{0}")]
    Ingredient(String),
}

/// What one document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentGraph {
    /// The quads of the document's graph.
    pub quads: Vec<Quad>,
    /// What a person should look at.
    pub notes: Vec<Note>,
}

/// What turns a source into the graph of its document; must be a pure function of the source.
pub type Read<'a> = dyn Fn(&Source) -> Result<DocumentGraph, String> + Sync + 'a;

/// What the graph's ledger says about the documents that the generation holds; by identifier, with the SHA-256 of each.
pub type Catalogue<'a> = dyn Fn(&BTreeMap<String, DocumentRecord>) -> Vec<Quad> + Sync + 'a;

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
    /// What the catalogue says.
    pub catalogue: &'a Catalogue<'a>,
}

/// Makes the store hold exactly the documents of the corpus, and tells what changed. A document that cannot be taken
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
        if planned(&record).is_empty() {
            return Ok(report(corpus, &planned(&record), &record, BTreeMap::new(), false));
        }
    }

    let mut build =
        Build::begin(generations, |record| planned(record).keeps_something(record, ingredients.iris.base()))?;
    let before = build.record().clone();
    let plan = planned(&before);
    progress(Event::Reading { documents: plan.to_read.len() });
    let read: Vec<Result<DocumentGraph, String>> = plan
        .to_read
        .par_iter()
        .map(|source| {
            let graph = read_one(source, ingredients);
            progress(Event::Read { id: &source.id });
            graph
        })
        .collect();

    let mut failed: BTreeMap<&str, String> =
        plan.failed.iter().map(|(id, reason)| (*id, (*reason).to_owned())).collect();
    let mut fresh: Vec<(&Source, DocumentGraph)> = Vec::new();
    for (source, graph) in plan.to_read.iter().zip(read) {
        match graph {
            Ok(graph) => fresh.push((source, graph)),
            Err(reason) => _ = failed.insert(&source.id, reason),
        }
    }
    let mut record = Record { base: ingredients.iris.base().to_owned(), shared, ..Record::default() };
    if build.is_continued() {
        let stays = |id: &str| plan.unchanged.contains(id) || failed.contains_key(id);
        record.documents =
            before.documents.iter().filter(|(id, _)| stays(id)).map(|(id, d)| (id.clone(), d.clone())).collect();
    }
    for (source, graph) in &fresh {
        build.keep_text(&source.sha256, source.text())?;
        record.documents.insert(
            source.id.clone(),
            DocumentRecord {
                sha256: source.sha256.clone(),
                inputs: plan::inputs(source, &ingredients.version, &ingredients.decided),
                graph: ingredients.iris.document_graph(&source.id).into_string(),
                quads: graph.quads.len() as u64,
                subjects: graph.quads.iter().map(|quad| &quad.subject).collect::<FxHashSet<_>>().len() as u64,
                file: source.file_name(),
                title: source.title.clone(),
                date: source.date.clone(),
                language: source.language.clone(),
                url: source.url.clone(),
                licence: source.licence.clone(),
                notes: graph.notes.clone(),
            },
        );
    }
    if record.documents.is_empty() && !failed.is_empty() {
        let problems = corpus.problems.iter().map(ToString::to_string);
        return Err(BuildError::NothingToBuild(
            problems
                .chain(
                    failed
                        .iter()
                        .filter(|(id, _)| !plan.failed.contains_key(*id))
                        .map(|(id, reason)| format!("{id}: {reason}")),
                )
                .collect(),
        ));
    }
    if build.is_continued() && fresh.is_empty() && plan.removed.is_empty() && !plan.shared_changed {
        return Ok(report(corpus, &plan, &before, failed, false));
    }

    progress(Event::Writing);
    let mut shared_quads = ingredients.shared.clone();
    shared_quads.extend((ingredients.catalogue)(&record.documents));
    if build.is_continued() {
        change(&mut build, ingredients, &plan, &fresh, &shared_quads)?;
    } else {
        load(&mut build, ingredients, fresh, shared_quads)?;
    }
    progress(Event::Publishing);
    record.quads = build.count();
    record.generation = build.publish(record.clone())?;
    Ok(report(corpus, &plan, &Record { documents: before.documents, ..record.clone() }, failed, true).with(&record))
}

/// Reads one document, whatever happens in there.
fn read_one(source: &Source, ingredients: &Ingredients<'_>) -> Result<DocumentGraph, String> {
    let graph = catch_unwind(AssertUnwindSafe(|| (ingredients.read)(source))).map_err(|_| {
        "reading it failed by a mistake of this program; please report it with the document".to_owned()
    })??;
    let mut graph: DocumentGraph = graph;
    let mut seen: FxHashSet<&Quad> = FxHashSet::default();
    let fresh: Vec<bool> = graph.quads.iter().map(|quad| seen.insert(quad)).collect();
    let mut fresh = fresh.into_iter();
    graph.quads.retain(|_| fresh.next().unwrap_or(true));
    let name = GraphName::from(ingredients.iris.document_graph(&source.id));
    if let Some(stray) = graph.quads.iter().find(|quad| quad.graph_name != name) {
        return Err(format!("says something outside of its graph {name}: {stray}"));
    }
    match wrong_quotes(&graph.quads, source.text()).as_slice() {
        [] => Ok(graph),
        [first, others @ ..] => Err(format!(
            "{first}{}",
            if others.is_empty() { String::new() } else { format!(", and {} more", others.len()) }
        )),
    }
}

/// Everything anew, through the bulk loader.
fn load(
    build: &mut Build,
    ingredients: &Ingredients<'_>,
    fresh: Vec<(&Source, DocumentGraph)>,
    mut quads: Vec<Quad>,
) -> Result<(), StoreError> {
    let graphs = Graphs::new(ingredients.iris.base());
    quads.extend(fresh.into_iter().flat_map(|(_, graph)| graph.quads));
    let ranks = resolve::ranks(&quads, &graphs);
    quads.extend(ranks);
    let facts = resolve::default_graph(&quads, &graphs);
    build.load(quads.into_iter().chain(facts))
}

/// Only what changed.
fn change(
    build: &mut Build,
    ingredients: &Ingredients<'_>,
    plan: &Plan<'_>,
    fresh: &[(&Source, DocumentGraph)],
    shared: &[Quad],
) -> Result<(), StoreError> {
    let mut touched = Touched::default();
    let gone = plan.removed.iter().map(|id| (ingredients.iris.document_graph(id), None));
    let come = fresh.iter().map(|(source, graph)| (ingredients.iris.document_graph(&source.id), Some(&graph.quads)));
    for (name, quads) in gone.chain(come) {
        let name = name.as_ref();
        for quad in build.quads(None, None, None, Some(name.into())) {
            touched.note(&quad?);
        }
        match quads {
            Some(quads) => {
                quads.iter().for_each(|quad| touched.note(quad));
                build.replace_graph(name.into(), quads)?;
            }
            None => build.remove_graph(name)?,
        }
    }
    for name in ["reference", "vocabulary", "curation", "catalogue"] {
        if name != "catalogue" && !plan.shared_changed {
            continue;
        }
        let name = ingredients.iris.graph(name);
        let (removed, added) = difference(build, name.as_ref().into(), shared)?;
        removed.iter().chain(&added).for_each(|quad| touched.note(quad));
        build.change(&removed, &added)?;
    }
    resolve::update(build, &Graphs::new(ingredients.iris.base()), touched)
}

/// What a graph has too much, and what it lacks.
fn difference(build: &Build, name: GraphNameRef<'_>, wanted: &[Quad]) -> Result<(Vec<Quad>, Vec<Quad>), StoreError> {
    let mut missing: HashSet<&Quad> = wanted.iter().filter(|quad| quad.graph_name.as_ref() == name).collect();
    let mut removed = Vec::new();
    for quad in build.quads(None, None, None, Some(name)) {
        let quad = quad?;
        if !missing.remove(&quad) {
            removed.push(quad);
        }
    }
    Ok((removed, missing.into_iter().cloned().collect()))
}

fn report(
    corpus: &Corpus,
    plan: &Plan<'_>,
    before: &Record,
    failed: BTreeMap<&str, String>,
    published: bool,
) -> Report {
    let mut report = Report { generation: before.generation, published, quads: before.quads, ..Report::default() };
    let had = |id: &str| before.documents.contains_key(id);
    for source in &plan.to_read {
        let outcome = if had(&source.id) { Outcome::Changed } else { Outcome::Added };
        report.documents.insert(source.id.clone(), outcome);
    }
    report.documents.extend(plan.unchanged.iter().map(|id| (id.clone(), Outcome::Unchanged)));
    report.documents.extend(plan.removed.iter().map(|id| (id.clone(), Outcome::Removed)));
    let failures = plan.failed.iter().map(|(id, reason)| (*id, (*reason).to_owned())).chain(failed);
    for (id, reason) in failures {
        let place =
            corpus.problems.iter().find(|problem| problem.id.as_deref() == Some(id) && problem.reason == reason);
        let reason = place.map_or(reason, ToString::to_string);
        report.documents.insert(id.to_owned(), Outcome::Failed { reason, kept: had(id) });
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
    report.with(before)
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
