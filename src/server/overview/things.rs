//! Things and passages as rows hold them: each name is read once and shared.

use std::sync::Arc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::vocab::igm;
use crate::server::evidence::Evidence;
use crate::server::kinds::Kind;
use crate::server::names::{Names, plain};
use crate::store::StoreError;

/// A thing with its name and kind.
#[derive(Debug, PartialEq)]
pub(in crate::server) struct Thing {
    pub(in crate::server) iri: String,
    pub(in crate::server) label: String,
    pub(in crate::server) kind: Option<&'static Kind>,
}

/// A passage of a document, by its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) struct Passage {
    /// Path of the document's page, without a leading slash.
    pub(in crate::server) document: Arc<str>,
    pub(in crate::server) start: u32,
    pub(in crate::server) end: u32,
}

impl Passage {
    /// The passage that an IRI names, if it names one of ours.
    pub(in crate::server) fn of_iri(iri: &str, base: &str) -> Option<Self> {
        let (document, range) = iri.strip_prefix(base)?.split_once("#char=")?;
        let (start, end) = range.split_once(',')?;
        Some(Self { document: document.into(), start: start.parse().ok()?, end: end.parse().ok()? })
    }

    /// The same passage without its words.
    pub(in crate::server) fn of_evidence(evidence: &Evidence) -> Option<Self> {
        let (start, end) = (u32::try_from(evidence.start).ok()?, u32::try_from(evidence.end).ok()?);
        Some(Self { document: evidence.document.as_str().into(), start, end })
    }

    /// Its IRI.
    pub(in crate::server) fn iri(&self, base: &str) -> String {
        format!("{base}{}#char={},{}", self.document, self.start, self.end)
    }
}

/// Reads names once, and properties in one pass each.
pub(super) struct Things<'a> {
    pub(super) names: &'a Names<'a>,
    known: FxHashMap<String, Arc<Thing>>,
    documents: FxHashMap<String, Arc<str>>,
}

impl<'a> Things<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        Self { names, known: FxHashMap::default(), documents: FxHashMap::default() }
    }

    /// A thing by its IRI.
    pub(super) fn thing(&mut self, iri: &str) -> Result<Arc<Thing>, StoreError> {
        if let Some(thing) = self.known.get(iri) {
            return Ok(thing.clone());
        }
        let thing = Thing { iri: iri.to_owned(), label: self.names.label(iri)?, kind: self.names.kind(iri)? };
        let thing = Arc::new(thing);
        self.known.insert(iri.to_owned(), thing.clone());
        Ok(thing)
    }

    /// The passage of an IRI, its document shared.
    pub(super) fn passage(&mut self, iri: &str) -> Option<Passage> {
        let mut passage = Passage::of_iri(iri, self.names.base)?;
        match self.documents.get(&*passage.document) {
            Some(document) => passage.document = document.clone(),
            None => {
                self.documents.insert(passage.document.to_string(), passage.document.clone());
            }
        }
        Some(passage)
    }

    /// The things of one class.
    pub(super) fn of_class(&self, class: NamedNodeRef<'_>) -> Result<FxHashSet<String>, StoreError> {
        let mut found = FxHashSet::default();
        let default = Some(GraphNameRef::DefaultGraph);
        for quad in self.names.snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), default) {
            if let NamedOrBlankNode::NamedNode(thing) = quad?.subject {
                found.insert(thing.into_string());
            }
        }
        Ok(found)
    }

    /// What holds of one property, in one pass: subject and value.
    pub(super) fn pairs(
        &self,
        property: NamedNodeRef<'_>,
        mut each: impl FnMut(String, Term) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for quad in self.names.snapshot.quads(None, Some(property), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                each(subject.into_string(), quad.object)?;
            }
        }
        Ok(())
    }

    /// The values of one property, by subject, of the subjects that are wanted.
    pub(super) fn values(
        &self,
        property: NamedNodeRef<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<FxHashMap<String, Vec<String>>, StoreError> {
        let mut values: FxHashMap<String, Vec<String>> = FxHashMap::default();
        self.pairs(property, |subject, value| {
            if wanted(&subject) {
                values.entry(subject).or_default().push(plain(&value));
            }
            Ok(())
        })?;
        for values in values.values_mut() {
            values.sort();
        }
        Ok(values)
    }

    /// The passage to show for each thing that is wanted.
    pub(super) fn shown(&mut self, wanted: impl Fn(&str) -> bool) -> Result<FxHashMap<String, Passage>, StoreError> {
        let mut shown = FxHashMap::default();
        for (subject, iris) in self.values(igm::SHOWN_BY, wanted)? {
            if let Some(passage) = iris.first().and_then(|iri| self.passage(iri)) {
                shown.insert(subject, passage);
            }
        }
        Ok(shown)
    }
}
