//! Documents to quads, some at a time and in parallel: what a build does with a document before anything is written. The
//! shards of `rapporteur extract` are made by the same.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxigraph::model::{GraphName, Quad};
use rayon::prelude::*;

use super::plan;
use super::report::Event;
use super::run::{DocumentGraph, Read};
use crate::corpus::Source;
use crate::graph::Iris;
use crate::resolve::{Alone, Resolved};
use crate::store::DocumentRecord;

/// Text that one thread reads before what it says is written, in bytes.
const BATCH: usize = 128 << 10;

/// One document, read.
pub(super) struct Fresh {
    pub(super) record: DocumentRecord,
    pub(super) quads: Vec<Quad>,
    pub(super) text: String,
    /// What its graph gives alone, where that is of use.
    pub(super) alone: Resolved,
}

/// What reading a document came to.
pub(super) type Outcome<'c> = (&'c Source, Result<Fresh, String>);

/// What reading documents takes.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) iris: &'a Iris,
    /// See [`Ingredients::version`](super::Ingredients).
    pub(super) version: &'a str,
    /// See [`Ingredients::decided`](super::Ingredients).
    pub(super) decided: &'a BTreeMap<String, String>,
    pub(super) read: &'a Read<'a>,
}

impl Reading<'_> {
    /// Reads documents in parallel; the answer is in their order.
    pub(super) fn batch<'c>(
        &self,
        batch: &[&'c Source],
        alone: Option<&Alone<'_>>,
        progress: &(dyn Fn(Event<'_>) + Sync),
    ) -> Vec<Outcome<'c>> {
        let read = batch.par_iter().map(|source| {
            let fresh = self.one(source, alone);
            progress(Event::Read { id: &source.id });
            (*source, fresh)
        });
        read.collect()
    }

    /// Reads one document, whatever happens in there.
    fn one(&self, source: &Source, alone: Option<&Alone<'_>>) -> Result<Fresh, String> {
        let graph = catch_unwind(AssertUnwindSafe(|| (self.read)(source))).map_err(|_| {
            "reading it failed by a mistake of this program; please report it with the document".to_owned()
        })??;
        let DocumentGraph { mut quads, notes, text, sha256, original } = graph;
        quads.dedup();
        let name = GraphName::from(self.iris.document_graph(&source.id));
        if let Some(stray) = quads.iter().find(|quad| quad.graph_name != name) {
            return Err(format!("says something outside of its graph {name}: {stray}"));
        }
        let record = DocumentRecord {
            sha256,
            original,
            inputs: plan::inputs(source, self.version, self.decided),
            graph: self.iris.document_graph(&source.id).into_string(),
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

/// Text that keeps all threads busy for a while, in bytes.
pub(super) fn batch_size() -> usize {
    BATCH * rayon::current_num_threads()
}

/// Documents in batches that keep all threads busy for a while.
pub(super) fn batches<'b, 'c>(mut sources: &'b [&'c Source]) -> impl Iterator<Item = &'b [&'c Source]> {
    let limit = batch_size();
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
