//! One writer makes a new generation out of the current one, and publishes it whole or not at all.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, TermRef};
use oxigraph::store::Store;

use super::generations::{Unfinished, search_folder, sums_file};
use super::{Generations, Record, Snapshot, StoreError, TextWriter, files, record, sums};

/// Changes of at least this many quads in an older generation are worth a compaction.
const COMPACT_FROM: u64 = 200_000;

/// Most changed subjects that are remembered for the text index.
const SUBJECTS: usize = 100_000;

/// Memory of the bulk loader, in MB.
const LOADER_MEMORY: usize = 128;

/// What a build changed in the quads that it started from.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Whether it did not count: everything may be new.
    pub everything: bool,
    /// The subjects of quads that were removed or added, each with whether its classes changed.
    pub subjects: HashMap<NamedOrBlankNode, bool>,
}

impl Changes {
    fn note(&mut self, quad: &Quad) {
        // So many are as fast made anew, and need no memory then.
        if self.subjects.len() >= SUBJECTS {
            *self = Self { everything: true, subjects: HashMap::new() };
        }
        if !self.everything {
            // Of what kind a thing is, the default graph says; that one more document says the same touches no other subject.
            *self.subjects.entry(quad.subject.clone()).or_default() |=
                quad.predicate == rdf::TYPE && quad.graph_name.is_default_graph();
        }
    }
}

/// A generation in the making. Readers see nothing of it before [`Build::publish`]; dropping it takes it away.
pub struct Build {
    generations: Generations,
    base: Option<u64>,
    record: Record,
    continued: bool,
    number: u64,
    pub(super) store: Store,
    /// Number of quads, where it is known.
    pub(super) count: Option<u64>,
    pub(super) changes: u64,
    changed: Changes,
    entries: Option<u64>,
    pub(super) written: BTreeMap<String, u64>,
    // Fields go in this order: the database is closed before it is removed, and the lock is held until then.
    unfinished: Unfinished,
    _lock: File,
}

impl Build {
    /// Takes the lock, removes what a killed build left, and lets `keep` look at what the current generation was built
    /// from: if it wants to keep any of it, the work starts on a checkpoint of that generation, else on nothing but the
    /// graphs that were written through the server.
    pub fn begin(generations: &Generations, keep: impl FnOnce(&Record) -> bool) -> Result<Self, StoreError> {
        let lock = generations.lock()?;
        generations.remove_orphans()?;
        let (base, number) = (generations.current()?, generations.next()?);
        let record = generations.record()?;
        let directory = generations.database(number);
        let unfinished = generations.unfinished(number);
        let continued = record.as_ref().is_some_and(keep);
        if let Some(base) = base.filter(|_| continued) {
            let before = Snapshot::open_generation(&generations.database(base), base)?;
            before.store().map_or(Ok(()), |store| store.backup(&directory))?;
        }
        let store = Store::open(&directory)?;
        let record = record.unwrap_or_default();
        let count = Some(if continued { record.quads } else { 0 });
        let mut build = Self {
            generations: generations.clone(),
            base,
            continued,
            number,
            store,
            count,
            changes: 0,
            changed: Changes::default(),
            entries: None,
            written: record.written.clone(),
            record,
            unfinished,
            _lock: lock,
        };
        if let Some(base) = base.filter(|_| !continued && !build.written.is_empty()) {
            build.carry_on(base)?;
        }
        Ok(build)
    }

    /// Takes over the graphs that were written through the server; no build makes them anew.
    fn carry_on(&mut self, base: u64) -> Result<(), StoreError> {
        let before = Snapshot::open_generation(&self.generations.database(base), base)?;
        let mut loader = self.store.bulk_loader().with_max_memory_size_in_megabytes(256);
        for key in self.written.keys() {
            let graph = record::graph_name(key);
            if let GraphName::NamedNode(name) = &graph {
                self.store.insert_named_graph(name)?;
            }
            loader.load_ok_quads::<StoreError, StoreError>(before.quads(None, None, None, Some(graph.as_ref())))?;
        }
        loader.commit()?;
        self.count = Some(self.written.values().sum());
        Ok(())
    }

    /// What the current generation was built from; empty if there is none.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Whether the work started on a checkpoint, and not on nothing.
    pub fn is_continued(&self) -> bool {
        self.continued
    }

    /// Whether a graph was written through the server, so that builds only carry it on.
    pub fn is_written(&self, graph: GraphNameRef<'_>) -> bool {
        record::key(graph).is_some_and(|key| self.written.contains_key(key))
    }

    /// The tag of the generation that readers see meanwhile, as [`Snapshot::tag`] gives it.
    pub fn tag_before(&self) -> String {
        let number = self.base.unwrap_or_default();
        super::snapshot::tag(number, self.generations.mark(number))
    }

    /// The number that the generation will have.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Adds many quads with the bulk loader: all or none.
    pub fn load(&mut self, quads: Vec<Quad>) -> Result<(), StoreError> {
        let mut quads = Some(quads);
        self.load_batches(|| Ok(quads.take()))
    }

    /// Adds quads with the bulk loader as `next` gives them, until it gives no more: all or none. Only a part of them is
    /// in memory at a time.
    pub fn load_batches(
        &mut self,
        mut next: impl FnMut() -> Result<Option<Vec<Quad>>, StoreError>,
    ) -> Result<(), StoreError> {
        self.changed.everything = true;
        // How many are new is found out when somebody asks.
        self.count = None;
        let changes = &mut self.changes;
        let mut batch = Vec::new().into_iter();
        let quads = std::iter::from_fn(|| {
            loop {
                if let Some(quad) = batch.next() {
                    *changes += 1;
                    return Some(Ok(quad));
                }
                match next().transpose()? {
                    Ok(quads) => batch = quads.into_iter(),
                    Err(error) => return Some(Err(error)),
                }
            }
        });
        let mut loader = self.store.bulk_loader().with_num_threads(2).with_max_memory_size_in_megabytes(LOADER_MEMORY);
        loader.load_ok_quads::<StoreError, StoreError>(quads)?;
        Ok(loader.commit()?)
    }

    /// Puts what was loaded in order, if it is much, so that reading it is fast.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        if self.changes >= COMPACT_FROM {
            self.store.optimize()?;
            self.changes = 0;
        }
        Ok(())
    }

    /// Removes all quads of a graph.
    pub fn clear(&mut self, name: GraphNameRef<'_>) -> Result<(), StoreError> {
        self.count = None;
        self.changes += COMPACT_FROM;
        self.changed.everything = true;
        Ok(self.store.clear_graph(name)?)
    }

    /// The names of the named graphs.
    pub fn graphs(&self) -> Result<Vec<NamedOrBlankNode>, StoreError> {
        self.store.named_graphs().map(|name| Ok(name?)).collect()
    }

    /// Makes a graph hold exactly these quads, in one transaction. Quads of other graphs are an error of the caller
    /// and are left out.
    pub fn replace_graph(&mut self, name: GraphNameRef<'_>, quads: &[Quad]) -> Result<(), StoreError> {
        let old: Vec<Quad> = self.quads(None, None, None, Some(name)).collect::<Result<_, _>>()?;
        self.apply(&old, quads.iter().filter(|quad| quad.graph_name.as_ref() == name))
    }

    /// Removes and adds single quads, in one transaction.
    pub fn change(&mut self, removed: &[Quad], added: &[Quad]) -> Result<(), StoreError> {
        self.apply(removed, added)
    }

    /// Removes a named graph and its name.
    pub fn remove_graph(&mut self, name: NamedNodeRef<'_>) -> Result<(), StoreError> {
        self.replace_graph(name.into(), &[])?;
        self.store.remove_named_graph(name)?;
        Ok(())
    }

    /// Makes a graph say exactly `quads` about some subjects, and leaves what it says about others.
    pub fn replace_subjects(
        &mut self,
        graph: GraphNameRef<'_>,
        subjects: impl IntoIterator<Item = NamedOrBlankNode>,
        quads: &[Quad],
    ) -> Result<(), StoreError> {
        let mut old = Vec::new();
        for subject in subjects {
            for quad in self.quads(Some(subject.as_ref()), None, None, Some(graph)) {
                old.push(quad?);
            }
        }
        self.apply(&old, quads)
    }

    /// One transaction. What stays is not written again, and what is there already is not counted twice.
    fn apply<'q>(&mut self, removed: &[Quad], added: impl IntoIterator<Item = &'q Quad>) -> Result<(), StoreError> {
        let added: HashSet<&Quad> = added.into_iter().collect();
        let mut transaction = self.store.start_transaction()?;
        for quad in removed.iter().filter(|quad| !added.contains(quad)) {
            if transaction.contains(quad)? {
                transaction.remove(quad);
                self.changed.note(quad);
                self.count = self.count.map(|count| count.saturating_sub(1));
                self.changes += 1;
            }
        }
        for quad in added {
            if !transaction.contains(quad)? {
                transaction.insert(quad);
                self.changed.note(quad);
                self.count = self.count.map(|count| count + 1);
                self.changes += 1;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Whether a quad is there, as changed so far.
    pub fn contains(&self, quad: &Quad) -> Result<bool, StoreError> {
        Ok(self.store.contains(quad)?)
    }

    /// The quads that match a pattern, as changed so far.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, StoreError>> + 'static {
        super::snapshot::until_error(self.store.quads_for_pattern(subject, predicate, object, graph))
    }

    /// Number of quads so far; they are counted if some were loaded since the last time.
    pub fn count(&mut self) -> Result<u64, StoreError> {
        if let Some(count) = self.count {
            return Ok(count);
        }
        let count = self.store.len()? as u64;
        self.count = Some(count);
        Ok(count)
    }

    /// What was changed so far.
    pub fn changes(&self) -> &Changes {
        &self.changed
    }

    /// The quads as changed so far. It must be gone before [`Build::publish`].
    pub fn so_far(&self) -> Snapshot {
        Snapshot::of(self.store.clone(), self.number).with_texts(self.generations.texts())
    }

    /// Begins the text index of this generation: from that of the generation on which the work started, if there is one
    /// that can be used, else empty.
    pub fn text_writer(&self) -> Result<TextWriter, StoreError> {
        let folder = |number| search_folder(&self.generations.database(number));
        let earlier = self.base.filter(|_| self.continued && !self.changed.everything).map(folder);
        TextWriter::begin(&folder(self.number), earlier.as_deref())
    }

    /// Whether the generation on which the work started has a text index that can be used.
    pub(super) fn has_text_index_before(&self) -> Result<bool, StoreError> {
        Ok(self.continued && self.generations.has_text_index()?)
    }

    /// Ends the text index.
    pub fn finish_text_index(&mut self, writer: TextWriter) -> Result<(), StoreError> {
        self.entries = Some(writer.finish()?.len());
        Ok(())
    }

    /// Makes everything durable and only then lets readers see it; answers the generation's number.
    pub fn publish(mut self, mut record: Record) -> Result<u64, StoreError> {
        let directory = self.generations.database(self.number);
        self.settle()?;
        self.store.flush()?;
        drop(self.store);
        files::sync_content(&directory)?;
        let earlier = self.base.filter(|_| self.continued).map(|base| self.generations.database(base));
        let sums = earlier.as_deref().map(sums_file);
        sums::write(&directory, &sums_file(&directory), earlier.as_deref().zip(sums.as_deref()))?;
        record.generation = self.number;
        record.entries = self.entries;
        record.written = self.written;
        record.write(&self.generations.record_file(self.number))?;
        files::sync_folder(&self.generations.generations())?;
        self.generations.publish(self.number, self.base, self.unfinished)?;
        Ok(self.number)
    }
}
