//! What exports for analysts ask of the graph: names, values, and the passages behind a fact.

use std::collections::HashMap;

use oxigraph::model::{GraphNameRef, NamedNodeRef, Term};

use crate::graph::vocab::{compact, dcterms, foaf, igm, oa, org, prov, rdfs, schema, skos};
use crate::store::{Snapshot, StoreError};

/// One generation, read for people.
pub(super) struct Things<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) base: &'a str,
    labels: HashMap<String, String>,
}

/// Names that are remembered; then they are read again, so that memory does not grow with the graph.
const REMEMBERED: usize = 200_000;

/// A passage of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Passage {
    /// IRI of the document.
    pub(super) document: String,
    /// Offsets in Unicode code points, the end exclusive.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) quote: String,
    pub(super) iri: String,
    pub(super) locator: Option<String>,
}

impl<'a> Things<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, base: &'a str) -> Self {
        Self { snapshot, base, labels: HashMap::new() }
    }

    /// The values of a property in the default graph, else in any graph; in order.
    pub(super) fn values(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        let subject = NamedNodeRef::new_unchecked(subject);
        for graph in [Some(GraphNameRef::DefaultGraph), None] {
            let quads = self.snapshot.quads(Some(subject.into()), Some(property), None, graph);
            let mut found = quads.map(|quad| Ok(quad?.object)).collect::<Result<Vec<_>, StoreError>>()?;
            if !found.is_empty() {
                found.sort_by_cached_key(Term::to_string);
                found.dedup();
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The first value as plain text.
    pub(super) fn text(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
        Ok(self.values(subject, property)?.into_iter().next().map(plain))
    }

    /// The IRIs that a property leads to.
    pub(super) fn iris(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
        let named = |term| matches!(term, Term::NamedNode(_)).then(|| plain(term));
        Ok(self.values(subject, property)?.into_iter().filter_map(named).collect())
    }

    /// What a thing is called, else the path of its IRI.
    pub(super) fn label(&mut self, iri: &str) -> Result<String, StoreError> {
        if let Some(label) = self.labels.get(iri) {
            return Ok(label.clone());
        }
        let mut label = None;
        for property in [rdfs::LABEL, skos::PREF_LABEL, dcterms::TITLE, foaf::NAME] {
            label = self.text(iri, property)?;
            if label.is_some() {
                break;
            }
        }
        let label = match label {
            Some(label) => label,
            None => self.phrase(iri)?.unwrap_or_else(|| compact(iri, self.base)),
        };
        if self.labels.len() >= REMEMBERED {
            self.labels.clear();
        }
        self.labels.insert(iri.to_owned(), label.clone());
        Ok(label)
    }

    /// What a thing without a name is: who takes part as what in what, or what is said.
    fn phrase(&mut self, iri: &str) -> Result<Option<String>, StoreError> {
        let mut parts = Vec::new();
        for property in [org::MEMBER, org::ROLE, igm::CONTEXT] {
            if let Some(other) = self.iris(iri, property)?.first().filter(|other| *other != iri) {
                parts.push(self.label(other)?);
            }
        }
        Ok(match parts.is_empty() {
            true => self.text(iri, schema::TEXT)?,
            false => Some(parts.join(", ")),
        })
    }

    /// The passages that a fact is derived from, in the order of the texts.
    pub(super) fn passages(&self, fact: &str) -> Result<Vec<Passage>, StoreError> {
        let mut passages = Vec::new();
        for iri in self.iris(fact, prov::WAS_DERIVED_FROM)? {
            passages.extend(self.passage(iri)?);
        }
        passages.sort();
        Ok(passages)
    }

    /// The passage with this IRI; none where it has no place in a document.
    pub(super) fn passage(&self, iri: String) -> Result<Option<Passage>, StoreError> {
        let number = |property| -> Result<Option<u64>, StoreError> {
            Ok(self.text(&iri, property)?.and_then(|text| text.parse().ok()))
        };
        let document = self.iris(&iri, prov::WAS_QUOTED_FROM)?.into_iter().next();
        let (Some(document), Some(start), Some(end)) = (document, number(oa::START)?, number(oa::END)?) else {
            return Ok(None);
        };
        let quote = self.text(&iri, oa::EXACT)?.unwrap_or_default();
        let locator = self.text(&iri, igm::LOCATOR)?;
        Ok(Some(Passage { document, start, end, quote, iri, locator }))
    }
}

/// A term without its notation: the IRI, the characters of a literal.
pub(super) fn plain(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        other => other.to_string(),
    }
}

/// The part of an IRI behind its last `#` or `/`.
pub(super) fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
