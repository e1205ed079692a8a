//! Graphs into the generation in the making, some documents at a time: memory follows the size of the documents, not
//! their number.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use oxigraph::model::{GraphName, GraphNameRef, Quad};
use rustc_hash::FxHashSet;

use super::fresh::{self, Fresh, batches};
use super::plan::Plan;
use super::report::Event;
use super::run::Ingredients;
use crate::corpus::Source;
use crate::resolve::{self, Alone, Graphs, Together, Touched};
use crate::store::{Build, DocumentRecord, Generations, Record, StoreError};

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

/// Documents by identifier.
type Documents = BTreeMap<String, DocumentRecord>;

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
            touched.change(build, &graphs, &content(build, name.as_ref().into())?, &[])?;
            build.remove_graph(name.as_ref())?;
        }
        for batch in batches(&self.plan.to_read) {
            for (source, fresh) in self.read(batch, None)? {
                let Some(fresh) = self.note(source, fresh) else { continue };
                changed = true;
                let name = iris.document_graph(&source.id);
                touched.change(build, &graphs, &content(build, name.as_ref().into())?, &fresh.quads)?;
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
        let (removed, added) = self.catalogued(build)?;
        touched.change(build, &graphs, &removed, &added)?;
        build.change(&removed, &added)?;
        resolve::update(build, &graphs, touched)?;
        Ok(true)
    }

    /// What goes from the catalogue and what comes to it: of the whole its head, and what it says of the documents that changed.
    fn catalogued(&self, build: &Build) -> Result<(Vec<Quad>, Vec<Quad>), StoreError> {
        let (before, now) = (&build.record().documents, &self.record.documents);
        let said_of = |one: &Documents, other: &Documents| {
            let changed = one.iter().filter(|(id, record)| other.get(*id) != Some(record));
            let entries = changed.flat_map(|(id, record)| (self.ingredients.entry)(id, record));
            self.head(one).into_iter().chain(entries).collect::<Vec<Quad>>()
        };
        let (old, new) = (said_of(before, now), said_of(now, before));
        let mut is_known = !self.plan.shared_changed;
        for quad in &old {
            is_known = is_known && build.contains(quad)?;
        }
        if is_known {
            return Ok((old, new));
        }
        // Another program wrote it, or what is shared has changed: then all of it is compared.
        differences(build, self.ingredients.iris.graph("catalogue").as_ref().into(), || self.catalogue())
    }

    /// What the catalogue says of the whole.
    fn head(&self, documents: &Documents) -> Vec<Quad> {
        let triples = documents.values().map(|document| document.quads).sum();
        (self.ingredients.catalogue)(documents.len() as u64, triples)
    }

    /// Everything that stands in the catalogue.
    fn catalogue(&self) -> impl Iterator<Item = Quad> {
        let documents = &self.record.documents;
        let head = self.head(documents);
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

    /// Reads documents, and keeps their texts; the answer is in their order.
    fn read(&self, batch: &[&'c Source], alone: Option<&Alone<'_>>) -> Result<Vec<fresh::Outcome<'c>>, StoreError> {
        let mut read = self.ingredients.reading().batch(batch, alone, self.progress);
        // One after the other: several documents may have the same text.
        for (source, fresh) in &mut read {
            let Ok(of) = fresh else { continue };
            self.generations.keep_text(&of.record.sha256, &std::mem::take(&mut of.text))?;
            if let Some(original) = &of.record.original {
                match (self.ingredients.received)(source) {
                    Ok(bytes) => self.generations.keep_original(&original.sha256, &bytes)?,
                    Err(reason) => *fresh = Err(reason),
                }
            }
        }
        Ok(read)
    }
}

/// All quads of a graph.
fn content(build: &Build, name: GraphNameRef<'_>) -> Result<Vec<Quad>, StoreError> {
    build.quads(None, None, None, Some(name)).collect()
}

/// Makes a graph hold exactly what is wanted, and notes what that touches.
fn replace<I: Iterator<Item = Quad>>(
    build: &mut Build,
    name: GraphNameRef<'_>,
    wanted: impl Fn() -> I,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    let (removed, added) = differences(build, name, wanted)?;
    removed.iter().chain(&added).for_each(|quad| touched.note(quad));
    build.change(&removed, &added)
}

/// What has to go from a graph and to come to it, so that it holds exactly what is wanted. Of what stays only hashes are in memory.
fn differences<I: Iterator<Item = Quad>>(
    build: &Build,
    name: GraphNameRef<'_>,
    wanted: impl Fn() -> I,
) -> Result<(Vec<Quad>, Vec<Quad>), StoreError> {
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
    Ok((removed, added))
}
