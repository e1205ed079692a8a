//! Graphs into the generation in the making, some documents at a time: memory follows the size of the documents, not
//! their number.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxigraph::model::{GraphName, GraphNameRef, Quad};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::plan::{self, Plan};
use super::report::Event;
use super::run::{DocumentGraph, Ingredients};
use crate::corpus::Source;
use crate::resolve::{self, Alone, Graphs, Resolved, Together, Touched};
use crate::store::{Build, DocumentRecord, Generations, Record, StoreError};

/// Text that one thread reads before what it says is loaded, in bytes.
const BATCH: usize = 128 << 10;

/// Quads of the catalogue that are written at a time.
const PART: usize = 50_000;

/// What goes into a generation, and what became of it.
pub(super) struct Writing<'a, 'c> {
    pub(super) generations: &'a Generations,
    pub(super) ingredients: &'a Ingredients<'a>,
    pub(super) plan: &'a Plan<'c>,
    pub(super) progress: &'a (dyn Fn(Event<'_>) + Sync),
    /// The documents that the generation will hold.
    pub(super) record: Record,
    /// Documents that could not be taken, and why.
    pub(super) failed: BTreeMap<String, String>,
}

/// One document, read.
struct Fresh {
    record: DocumentRecord,
    quads: Vec<Quad>,
    text: String,
    /// What its graph gives alone, where that is of use.
    alone: Resolved,
}

/// What reading a document came to.
type Read<'c> = (&'c Source, Result<Fresh, String>);

impl<'c> Writing<'_, 'c> {
    /// Everything anew, through the bulk loader, which writes what one batch of documents says while the next is read.
    pub(super) fn load(&mut self, build: &mut Build) -> Result<(), StoreError> {
        let graphs = Graphs::new(self.ingredients.iris.base());
        let alone = Alone::new(&self.ingredients.shared, &graphs);
        let mut together = Together::default();
        let shared = alone.resolve(&self.ingredients.shared);
        together.add(&shared);
        let mut first = Some([self.ingredients.shared.clone(), shared.facts].concat());
        let mut batches = batches(&self.plan.to_read);
        build.load_batches(|| {
            if let Some(quads) = first.take() {
                return Ok(Some(quads));
            }
            let Some(batch) = batches.next() else { return Ok(None) };
            let mut quads = Vec::new();
            for (source, fresh) in self.read(batch, Some(&alone))? {
                if let Some(fresh) = self.note(source, fresh) {
                    together.add(&fresh.alone);
                    quads.extend(fresh.quads);
                    quads.extend(fresh.alone.facts);
                }
            }
            Ok(Some(quads))
        })?;
        if self.record.documents.is_empty() && !self.failed.is_empty() {
            return Ok(());
        }
        (self.progress)(Event::Writing);
        let mut catalogue = self.catalogue();
        build.load_batches(|| {
            let mut part: Vec<Quad> = catalogue.by_ref().take(PART).collect();
            let resolved = alone.resolve(&part);
            together.add(&resolved);
            part.extend(resolved.facts);
            Ok(Some(part).filter(|part| !part.is_empty()))
        })?;
        build.settle()?;
        resolve::update(build, &graphs, together.touched())
    }

    /// Only what changed. Answers whether anything did.
    pub(super) fn change(&mut self, build: &mut Build) -> Result<bool, StoreError> {
        let graphs = Graphs::new(self.ingredients.iris.base());
        let iris = &self.ingredients.iris;
        let mut changed = self.plan.shared_changed || !self.plan.removed.is_empty();
        let mut touched = Touched::default();
        for name in ["reference", "vocabulary", "curation"].into_iter().filter(|_| self.plan.shared_changed) {
            let name = iris.graph(name);
            let shared = self.ingredients.shared.iter().filter(|quad| quad.graph_name == name.as_ref().into());
            replace(build, name.as_ref().into(), || shared.clone().cloned(), &mut touched)?;
        }
        for id in &self.plan.removed {
            let name = iris.document_graph(id);
            for quad in build.quads(None, None, None, Some(name.as_ref().into())) {
                touched.note(&quad?);
            }
            build.remove_graph(name.as_ref())?;
        }
        for batch in batches(&self.plan.to_read) {
            for (source, fresh) in self.read(batch, None)? {
                let Some(fresh) = self.note(source, fresh) else { continue };
                changed = true;
                let name = iris.document_graph(&source.id);
                for quad in build.quads(None, None, None, Some(name.as_ref().into())) {
                    touched.note(&quad?);
                }
                fresh.quads.iter().for_each(|quad| touched.note(quad));
                build.replace_graph(name.as_ref().into(), &fresh.quads)?;
            }
            // What touches everything is done once, at the end.
            if !touched.is_everything() {
                resolve::update(build, &graphs, std::mem::take(&mut touched))?;
            }
        }
        if !changed {
            return Ok(false);
        }
        (self.progress)(Event::Writing);
        let name = iris.graph("catalogue");
        replace(build, name.as_ref().into(), || self.catalogue(), &mut touched)?;
        resolve::update(build, &graphs, touched)?;
        Ok(true)
    }

    /// Everything that stands in the catalogue.
    fn catalogue(&self) -> impl Iterator<Item = Quad> {
        let documents = &self.record.documents;
        let triples = documents.values().map(|document| document.quads).sum();
        let head = (self.ingredients.catalogue)(documents.len() as u64, triples);
        let name = GraphName::from(self.ingredients.iris.graph("catalogue"));
        let shared = self.ingredients.shared.iter().filter(move |quad| quad.graph_name == name).cloned();
        let entries = documents.iter().flat_map(|(id, document)| (self.ingredients.entry)(id, document));
        head.into_iter().chain(shared).chain(entries)
    }

    /// Takes note of a document that was read.
    fn note(&mut self, source: &Source, read: Result<Fresh, String>) -> Option<Fresh> {
        match read {
            Ok(mut fresh) => {
                self.record.documents.insert(source.id.clone(), std::mem::take(&mut fresh.record));
                Some(fresh)
            }
            Err(reason) => {
                self.failed.insert(source.id.clone(), reason);
                None
            }
        }
    }

    /// Reads documents in parallel; the answer is in their order.
    fn read(&self, batch: &[&'c Source], alone: Option<&Alone<'_>>) -> Result<Vec<Read<'c>>, StoreError> {
        let read = batch.par_iter().map(|source| {
            let fresh = self.read_one(source, alone);
            (self.progress)(Event::Read { id: &source.id });
            (*source, fresh)
        });
        let mut read: Vec<Read<'c>> = read.collect();
        // One after the other: several documents may have the same text.
        for (source, fresh) in &mut read {
            let Ok(of) = fresh else { continue };
            self.generations.keep_text(&of.record.sha256, &std::mem::take(&mut of.text))?;
            if let Some(original) = &of.record.original {
                match source.bytes() {
                    Ok(bytes) => self.generations.keep_original(&original.sha256, &bytes)?,
                    Err(problem) => *fresh = Err(problem.to_string()),
                }
            }
        }
        Ok(read)
    }

    /// Reads one document, whatever happens in there.
    fn read_one(&self, source: &Source, alone: Option<&Alone<'_>>) -> Result<Fresh, String> {
        let ingredients = self.ingredients;
        let graph = catch_unwind(AssertUnwindSafe(|| (ingredients.read)(source))).map_err(|_| {
            "reading it failed by a mistake of this program; please report it with the document".to_owned()
        })??;
        let DocumentGraph { mut quads, notes, text, sha256, original } = graph;
        quads.dedup();
        let name = GraphName::from(ingredients.iris.document_graph(&source.id));
        if let Some(stray) = quads.iter().find(|quad| quad.graph_name != name) {
            return Err(format!("says something outside of its graph {name}: {stray}"));
        }
        let record = DocumentRecord {
            sha256,
            original,
            inputs: plan::inputs(source, &ingredients.version, &ingredients.decided),
            graph: ingredients.iris.document_graph(&source.id).into_string(),
            quads: quads.len() as u64,
            subjects: quads.chunk_by(|a, b| a.subject == b.subject).count() as u64,
            file: source.file_name(),
            title: source.title.clone(),
            date: source.date.clone(),
            language: source.language.clone(),
            url: source.url.clone(),
            licence: source.licence.clone(),
            notes,
        };
        let alone = alone.map(|alone| alone.resolve(&quads)).unwrap_or_default();
        Ok(Fresh { record, quads, text, alone })
    }
}

/// Documents in batches that keep all threads busy for a while.
fn batches<'b, 'c>(mut sources: &'b [&'c Source]) -> impl Iterator<Item = &'b [&'c Source]> {
    let limit = BATCH * rayon::current_num_threads();
    std::iter::from_fn(move || {
        let mut size = 0;
        let fits = |source: &&&Source| {
            size += source.size();
            size <= limit
        };
        let count = sources.iter().take_while(fits).count().max(1).min(sources.len());
        let (batch, rest) = sources.split_at(count);
        sources = rest;
        (!batch.is_empty()).then_some(batch)
    })
}

/// Makes a graph hold exactly what is wanted, and notes what that touches. Of what stays only hashes are in memory.
fn replace<I: Iterator<Item = Quad>>(
    build: &mut Build,
    name: GraphNameRef<'_>,
    wanted: impl Fn() -> I,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    let hash = |quad: &Quad| {
        let mut hasher = DefaultHasher::new();
        quad.hash(&mut hasher);
        hasher.finish()
    };
    let stays: FxHashSet<u64> = wanted().map(|quad| hash(&quad)).collect();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for quad in build.quads(None, None, None, Some(name)) {
        let quad = quad?;
        if !stays.contains(&hash(&quad)) {
            removed.push(quad);
        }
    }
    for quad in wanted() {
        if !build.contains(&quad)? {
            added.push(quad);
        }
    }
    removed.iter().chain(&added).for_each(|quad| touched.note(quad));
    build.change(&removed, &added)
}
