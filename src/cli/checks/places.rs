//! Where a finding stands: the sentence, its document and its place in it.

use std::collections::BTreeMap;

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Quad, Term};
use serde::Serialize;

use crate::graph::vocab::{igm, oa, prov};
use crate::store::{Record, Snapshot, StoreError};

/// Longest stretch that is shown around a passage on each side, in characters.
const AROUND: usize = 400;

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
    /// The sentence around the passage, white space collapsed.
    pub(in crate::cli) sentence: String,
}

impl Place {
    /// `doc/bali-2003-mc2#char=31,80, para. 4`.
    pub(in crate::cli) fn cited(&self) -> String {
        let locator = self.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        format!("doc/{}#char={},{}{locator}", self.document, self.start, self.end)
    }
}

/// The texts of a store, each with the bytes at which its characters start.
pub(super) struct Texts {
    texts: BTreeMap<String, String>,
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
        Ok(Self { texts, base: record.base.clone() })
    }

    pub(super) fn text(&self, document: &str) -> Option<&str> {
        self.texts.get(document).map(String::as_str)
    }

    /// The place of a passage, in code points.
    pub(super) fn place(&self, document: &str, (start, end): (usize, usize), locator: Option<String>) -> Place {
        let sentence = self.text(document).map(|text| sentence(text, start, end)).unwrap_or_default();
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
        // The narrowest passage that begins first says it best.
        Ok(places.into_iter().min_by_key(|place| (place.document.clone(), place.start, place.end)))
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

/// The sentence around some code points of a text, white space collapsed.
fn sentence(text: &str, start: usize, end: usize) -> String {
    let mut chars = text.char_indices().map(|(byte, _)| byte);
    let from = chars.nth(start).unwrap_or(text.len());
    let until = if end > start { chars.nth(end - start - 1).unwrap_or(text.len()) } else { from };
    let ends = |text: &str| {
        text.trim_end().ends_with(['.', '!', '?', ';', ':', '”', '"']) && text.ends_with(char::is_whitespace)
    };
    let mut begin = from;
    for (byte, letter) in text[..from].char_indices().rev().take(AROUND) {
        let before = &text[..byte + letter.len_utf8()];
        if before.ends_with("\n\n")
            || before.ends_with("\n\r\n")
            || ends(before) && starts(&text[byte + letter.len_utf8()..])
        {
            break;
        }
        begin = byte;
    }
    let mut close = until;
    for (byte, letter) in text[until..].char_indices().take(AROUND) {
        let at = until + byte;
        let so_far = &text[begin..at];
        if so_far.ends_with("\n\n")
            || text[at..].starts_with("\r\n\r\n")
            || at > from && ends(so_far) && starts(&text[at..])
        {
            break;
        }
        close = at + letter.len_utf8();
    }
    text[begin..close].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a new sentence begins here.
fn starts(rest: &str) -> bool {
    rest.chars().next().is_none_or(|letter| !letter.is_lowercase() && !letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_shown_with_its_sentence_and_no_other() {
        let text = "Élan of the Forum.\n\nMinisters met. They urged the Secretariat\nto act. All agreed.\n\nEnd";
        let at = |words: &str| {
            let byte = text.find(words).unwrap();
            let start = text[..byte].chars().count();
            sentence(text, start, start + words.chars().count())
        };
        assert_eq!(at("Secretariat"), "They urged the Secretariat to act.");
        assert_eq!(at("Forum"), "Élan of the Forum.");
        assert_eq!(at("All agreed."), "All agreed.");
        assert_eq!(at("End"), "End");
        assert_eq!(at("They urged the Secretariat\nto act."), "They urged the Secretariat to act.");
        assert_eq!(sentence(text, 4000, 5000), "");
    }
}
