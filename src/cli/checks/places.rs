//! Where a finding stands: the sentence, its document and its place in it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Quad, Term};
use serde::Serialize;

use crate::annotate::{Annotations, Gazetteer};
use crate::document;
use crate::graph::vocab::{igm, oa, prov};
use crate::store::{Record, Snapshot, StoreError};

/// A sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(in crate::cli) struct Place {
    /// Identifier of the document.
    pub(in crate::cli) document: String,
    /// First code point of the passage that the finding is about.
    pub(in crate::cli) start: usize,
    /// One past its last code point.
    pub(in crate::cli) end: usize,
    /// Citation aid ("para. 24").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) locator: Option<String>,
    /// The passage, completed to whole sentences, white space collapsed.
    pub(in crate::cli) sentence: String,
}

impl Place {
    /// `doc/bali-2003-mc2#char=31,80, para. 4`.
    pub(in crate::cli) fn cited(&self) -> String {
        let locator = self.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        format!("doc/{}#char={},{}{locator}", self.document, self.start, self.end)
    }
}

/// Sentences by document, in code points.
type Sentences = BTreeMap<String, Vec<(usize, usize)>>;

/// The texts of a store, each with its sentences as soon as one is asked for.
pub(super) struct Texts {
    texts: BTreeMap<String, String>,
    sentences: RefCell<Sentences>,
    base: String,
}

impl Texts {
    /// Reads the texts of all documents of a generation.
    pub(super) fn new(snapshot: &Snapshot, record: &Record) -> Result<Self, StoreError> {
        let mut texts = BTreeMap::new();
        for (id, document) in &record.documents {
            if let Some(text) = snapshot.text(&document.sha256)? {
                texts.insert(id.clone(), text);
            }
        }
        Ok(Self { texts, sentences: RefCell::default(), base: record.base.clone() })
    }

    pub(super) fn text(&self, document: &str) -> Option<&str> {
        self.texts.get(document).map(String::as_str)
    }

    /// The place of a passage, in code points.
    pub(super) fn place(&self, document: &str, (start, end): (usize, usize), locator: Option<String>) -> Place {
        let sentence = self.text(document).map(|text| {
            let mut known = self.sentences.borrow_mut();
            let sentences = known.entry(document.to_owned()).or_insert_with(|| sentences(document, text));
            completed(text, sentences, start, end)
        });
        let sentence = sentence.unwrap_or_default();
        Place { document: document.to_owned(), start, end, locator, sentence }
    }

    /// The first passage, in the order of documents and text, from which a thing, a fact or a claim was derived; if the node
    /// is a passage, that one.
    pub(super) fn of_node(&self, snapshot: &Snapshot, node: &str) -> Result<Option<Place>, StoreError> {
        let Ok(node) = NamedNode::new(node) else { return Ok(None) };
        let mut passages = vec![node.clone()];
        for quad in snapshot.quads(Some(node.as_ref().into()), Some(prov::WAS_DERIVED_FROM), None, None) {
            if let Term::NamedNode(passage) = quad?.object {
                passages.push(passage);
            }
        }
        let mut places: Vec<Place> = Vec::new();
        for passage in passages {
            let prefix = format!("{}doc/", self.base);
            let cited = passage.as_str().strip_prefix(&prefix).and_then(|rest| rest.split_once("#char="));
            let Some((document, at)) = cited.and_then(|(document, at)| Some((document, at.split_once(',')?))) else {
                continue;
            };
            if let (Ok(start), Ok(end)) = (at.0.parse(), at.1.parse())
                && is_passage(snapshot, &passage)?
            {
                let locator = locator(snapshot, passage.as_ref())?;
                places.push(self.place(document, (start, end), locator));
            }
        }
        // The words that an act is named by say it best, else the narrowest passage that begins first.
        let named: Option<usize> = node
            .as_str()
            .rsplit('/')
            .next()
            .and_then(|last| last.split('-').next())
            .and_then(|start| start.parse().ok());
        Ok(places
            .into_iter()
            .min_by_key(|place| (Some(place.start) != named, place.document.clone(), place.start, place.end)))
    }
}

fn is_passage(snapshot: &Snapshot, node: &NamedNode) -> Result<bool, StoreError> {
    let quad = snapshot.quads(Some(node.as_ref().into()), Some(oa::START), None, None).next();
    Ok(quad.transpose()?.is_some())
}

fn locator(snapshot: &Snapshot, passage: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
    let quads = snapshot.quads(Some(passage.into()), Some(igm::LOCATOR), None, None);
    let named = |quad: &Result<Quad, StoreError>| {
        quad.as_ref().is_ok_and(|quad| quad.graph_name.as_ref() != GraphNameRef::DefaultGraph)
    };
    let found = { quads }.find(named).transpose()?;
    Ok(found.and_then(|quad| if let Term::Literal(text) = quad.object { Some(text.value().to_owned()) } else { None }))
}

/// Sentences of a text in code points, in order.
fn sentences(id: &str, text: &str) -> Vec<(usize, usize)> {
    let Ok(document) = document::read(id, text.as_bytes()) else { return Vec::new() };
    let annotations = Annotations::new(&document, &Gazetteer::new([]));
    let mut sentences: Vec<(usize, usize)> = annotations
        .sentences
        .iter()
        .map(|sentence| document.code_points(document.span(annotations.range(sentence.tokens.clone()))))
        .collect();
    sentences.sort_unstable();
    sentences
}

/// A passage of a text, completed to whole sentences, white space collapsed.
fn completed(text: &str, sentences: &[(usize, usize)], start: usize, end: usize) -> String {
    let touched = sentences.iter().filter(|(from, until)| *from < end.max(start + 1) && start < *until);
    let (from, until) = touched.fold((start, end), |(a, b), (from, until)| (a.min(*from), b.max(*until)));
    let words: String = text.chars().skip(from).take(until - from).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_shown_with_its_sentence_and_no_other() {
        let text = "Élan of the Forum\n\nMinisters met. They urged the U.S. Secretariat\nto act. All agreed.\n\nEnd";
        let known = sentences("d", text);
        let at = |words: &str| {
            let start = text[..text.find(words).unwrap()].chars().count();
            completed(text, &known, start, start + words.chars().count())
        };
        assert_eq!(at("Secretariat"), "They urged the U.S. Secretariat to act.");
        assert_eq!(at("Forum"), "Élan of the Forum");
        assert_eq!(at("All agreed."), "All agreed.");
        assert_eq!(at("met. They"), "Ministers met. They urged the U.S. Secretariat to act.");
        assert_eq!(completed(text, &known, 4000, 5000), "");
    }
}
