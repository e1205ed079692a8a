//! Passages: what proves a fact, and where it stands.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNodeRef, Term};

use super::names::Names;
use crate::graph::vocab::{igm, oa, prov, wikibase};
use crate::store::StoreError;

/// One passage of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(super) struct Evidence {
    /// Path of the document's page, without a leading slash.
    pub(super) document: String,
    /// Offsets in Unicode code points, the end exclusive.
    pub(super) start: usize,
    pub(super) end: usize,
    /// A citation aid such as "para. 24".
    pub(super) locator: Option<String>,
    pub(super) quote: String,
}

/// Passages that stand beside the name of a thing.
const SHOWN: usize = 3;

impl Evidence {
    /// Reads the passage with this IRI; `None` where it has no offsets or its document is none of ours.
    pub(super) fn read(names: &Names<'_>, iri: &str) -> Result<Option<Self>, StoreError> {
        if let Some(known) = names.passages.borrow().get(iri) {
            return Ok(known.clone());
        }
        let read = match Self::by_name(names, iri)? {
            Some(read) => Some(read),
            None => Self::looked_up(names, iri)?,
        };
        names.passages.borrow_mut().insert(iri.to_owned(), read.clone());
        Ok(read)
    }

    /// A passage that we minted has its place in its name, `doc/bali-2003-mc2#char=102,265`, which saves looking it up.
    fn by_name(names: &Names<'_>, iri: &str) -> Result<Option<Self>, StoreError> {
        let place = iri.strip_prefix(names.base).and_then(|path| path.split_once("#char="));
        let place = place.and_then(|(document, range)| Some((document, range.split_once(',')?)));
        let Some((document, (start, end))) = place.filter(|(document, _)| document.starts_with("doc/")) else {
            return Ok(None);
        };
        let (Ok(start), Ok(end)) = (start.parse(), end.parse()) else { return Ok(None) };
        // It stands in the graph of its document.
        let graph = format!("{}{}", names.base, document.replacen("doc/", "graph/", 1));
        let text = |property| names.text_in(iri, property, &graph);
        let Some(quote) = text(oa::EXACT)? else { return Ok(None) };
        Ok(Some(Self { document: document.to_owned(), start, end, locator: text(igm::LOCATOR)?, quote }))
    }

    fn looked_up(names: &Names<'_>, iri: &str) -> Result<Option<Self>, StoreError> {
        let number = |property| -> Result<Option<usize>, StoreError> {
            Ok(names.text(iri, property)?.and_then(|text| text.parse().ok()))
        };
        let documents = names.iris(iri, prov::WAS_QUOTED_FROM)?;
        let document = documents.first().and_then(|document| document.strip_prefix(names.base));
        let (Some(document), Some(start), Some(end)) = (document, number(oa::START)?, number(oa::END)?) else {
            return Ok(None);
        };
        Ok(Some(Self {
            document: document.to_owned(),
            start,
            end,
            locator: names.text(iri, igm::LOCATOR)?,
            quote: names.text(iri, oa::EXACT)?.unwrap_or_default(),
        }))
    }

    /// The IRIs of passages that a fact or a claim is derived from, within so many statements; and whether these are all.
    pub(super) fn iris(names: &Names<'_>, fact: &str, limit: usize) -> Result<(Vec<String>, bool), StoreError> {
        let node = NamedNodeRef::new_unchecked(fact);
        let (mut found, mut seen) = (Vec::new(), 0);
        for quad in names.snapshot.quads(Some(node.into()), Some(prov::WAS_DERIVED_FROM), None, None).take(limit) {
            seen += 1;
            if let Term::NamedNode(passage) = quad?.object {
                found.push(passage.into_string());
            }
        }
        found.sort();
        found.dedup();
        Ok((found, seen < limit))
    }

    /// The first passages that a thing is derived from, as many as a ¶ shows.
    pub(super) fn first(names: &Names<'_>, thing: &str) -> Result<Vec<Self>, StoreError> {
        let (iris, _) = Self::iris(names, thing, SHOWN)?;
        let read = iris.iter().map(|iri| Self::read(names, iri));
        read.filter_map(Result::transpose).collect()
    }

    /// The passages that a fact or a claim is derived from, in the order of the text.
    pub(super) fn of(names: &Names<'_>, fact: &str) -> Result<Vec<Self>, StoreError> {
        let mut passages = Vec::new();
        for iri in names.held(fact, prov::WAS_DERIVED_FROM)? {
            passages.extend(Self::read(names, &iri)?);
        }
        passages.sort();
        passages.dedup();
        Ok(passages)
    }
}

/// One document says one triple.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) iri: String,
    pub(super) predicate: String,
    pub(super) value: Term,
    /// `Some(true)` where the resolver preferred it, `Some(false)` where it ranked it otherwise.
    pub(super) preferred: Option<bool>,
    /// Whether another claim cannot hold beside it.
    pub(super) contested: bool,
}

impl Claim {
    /// The claims about a thing, in the order of their IRIs, at most `limit`.
    pub(super) fn about(names: &Names<'_>, subject: &str, limit: usize) -> Result<Vec<Self>, StoreError> {
        let object = NamedNodeRef::new_unchecked(subject);
        let mut iris = Vec::new();
        for quad in names.snapshot.quads(None, Some(rdf::SUBJECT), Some(object.into()), None).take(limit) {
            if let oxigraph::model::NamedOrBlankNode::NamedNode(claim) = quad?.subject {
                iris.push(claim.into_string());
            }
        }
        iris.sort();
        iris.dedup();
        let mut claims = Vec::new();
        for iri in iris {
            let (Some(predicate), Some(value)) =
                (names.text(&iri, rdf::PREDICATE)?, names.values(&iri, rdf::OBJECT)?.into_iter().next())
            else {
                continue;
            };
            let ranks = names.iris(&iri, wikibase::RANK)?;
            claims.push(Self {
                preferred: (!ranks.is_empty()).then(|| ranks.iter().any(|r| r == wikibase::PREFERRED_RANK.as_str())),
                contested: !names.values(&iri, igm::CONFLICTS_WITH)?.is_empty(),
                iri,
                predicate,
                value,
            });
        }
        Ok(claims)
    }
}

/// Claims of one thing that are looked through for the proof of a statement, and those that are taken as its proof.
const CLAIMS: usize = 200;
const PROOFS: usize = 20;

/// Passages of a thing itself that are looked through.
const PASSAGES: usize = 200;

/// Looks for what proves plain statements, and reads the claims and the passages of each thing once.
pub(super) struct Statements<'a> {
    names: &'a Names<'a>,
    claims: BTreeMap<String, Vec<Claim>>,
    own: BTreeMap<String, Vec<Evidence>>,
}

impl<'a> Statements<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        Self { names, claims: BTreeMap::new(), own: BTreeMap::new() }
    }

    /// The passages of the claims that say it, in the order of the texts; else those by which a document that says it
    /// names the thing. What an act says is all in its own passages.
    pub(super) fn passages(&mut self, from: &str, property: &str, to: &str) -> Result<Vec<Evidence>, StoreError> {
        if !self.own.contains_key(from) {
            let mut own = Vec::new();
            for passage in &Evidence::iris(self.names, from, PASSAGES)?.0 {
                own.extend(Evidence::read(self.names, passage)?);
            }
            own.sort();
            own.dedup();
            self.own.insert(from.to_owned(), own);
        }
        let own = self.own.get(from).cloned().unwrap_or_default();
        if self.names.kind(from)?.is_some_and(|kind| ["mandate", "pledge", "act"].contains(&kind.segment)) {
            return Ok(own);
        }
        if !self.claims.contains_key(from) {
            self.claims.insert(from.to_owned(), Claim::about(self.names, from, CLAIMS)?);
        }
        let claims = self.claims.get(from).map(Vec::as_slice).unwrap_or_default();
        let is = |value: &Term| matches!(value, Term::NamedNode(node) if node.as_str() == to);
        let said = claims.iter().filter(|claim| claim.predicate == property && is(&claim.value));
        let mut passages: Vec<Evidence> = Vec::new();
        for claim in said.take(PROOFS) {
            passages.extend(Evidence::of(self.names, &claim.iri)?);
        }
        if passages.is_empty() {
            let documents = self.documents(from, property, to)?;
            passages = own.into_iter().filter(|passage| documents.contains(&passage.document)).collect();
        }
        passages.sort();
        passages.dedup();
        Ok(passages)
    }

    /// The documents whose graphs say a statement.
    fn documents(&self, from: &str, property: &str, to: &str) -> Result<Vec<String>, StoreError> {
        let [from, property, to] = [from, property, to].map(NamedNodeRef::new_unchecked);
        let mut documents = Vec::new();
        for quad in self.names.snapshot.quads(Some(from.into()), Some(property), Some(to.into()), None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name
                && let Some(path) = graph.as_str().strip_prefix(self.names.base)
            {
                documents.push(path.replacen("graph/", "doc/", 1));
            }
        }
        Ok(documents)
    }
}
