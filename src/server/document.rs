//! One document for reading: its text in paragraphs, cut at every passage that proves something, and the facts beside it.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode};

use super::evidence::Evidence;
use super::kinds::Kind;
use super::names::Names;
use super::texts::Texts;
use crate::graph::vocab::{dcterms, prov};
use crate::store::StoreError;

/// A piece of a paragraph that no passage begins or ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) text: String,
    /// Whether some fact is derived from it.
    pub(super) proves: bool,
    /// Whether it is part of the requested passage.
    pub(super) asked: bool,
}

/// What one passage proves.
#[derive(Debug, Clone)]
pub(super) struct Proven {
    pub(super) evidence: Evidence,
    pub(super) facts: Vec<ProvenFact>,
}

/// IRI, name and kind.
type ProvenFact = (String, String, Option<&'static Kind>);

/// A document with its text and facts.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) iri: String,
    pub(super) label: String,
    /// Paragraphs of segments; `None` where the text is not kept.
    pub(super) paragraphs: Option<Vec<Vec<Segment>>>,
    pub(super) proven: Vec<Proven>,
    pub(super) asked: Option<(usize, usize)>,
}

impl Reading {
    /// Reads a document; `None` where the IRI is no document. `asked` are code point offsets, the end exclusive.
    pub(super) fn read(
        names: &Names<'_>,
        texts: &Texts,
        iri: &str,
        asked: Option<(usize, usize)>,
    ) -> Result<Option<Self>, StoreError> {
        let is_document = names.kind(iri)?.is_some_and(|kind| kind.segment == "doc");
        if !is_document || names.iris(iri, rdf::TYPE)?.is_empty() {
            return Ok(None);
        }
        let proven = proven(names, iri)?;
        let identifiers = names.values(iri, dcterms::IDENTIFIER)?;
        let text = identifiers
            .iter()
            .find_map(|id| texts.read(names.snapshot, super::names::plain(id).trim_start_matches("sha256:")));
        let paragraphs = text.map(|text| paragraphs(&text, &proven, asked));
        Ok(Some(Self { iri: iri.to_owned(), label: names.label(iri)?, paragraphs, proven, asked }))
    }
}

/// All passages of the document from which something is derived, in the order of the text.
fn proven(names: &Names<'_>, iri: &str) -> Result<Vec<Proven>, StoreError> {
    let document = NamedNodeRef::new_unchecked(iri);
    let mut found: BTreeMap<Evidence, Vec<ProvenFact>> = BTreeMap::new();
    for quad in names.snapshot.quads(None, Some(prov::WAS_QUOTED_FROM), Some(document.into()), None) {
        let NamedOrBlankNode::NamedNode(passage) = quad?.subject else { continue };
        let Some(evidence) = Evidence::read(names, passage.as_str())? else { continue };
        let facts = found.entry(evidence).or_default();
        for quad in names.snapshot.quads(None, Some(prov::WAS_DERIVED_FROM), Some(passage.as_ref().into()), None) {
            let quad = quad?;
            if let NamedOrBlankNode::NamedNode(fact) = quad.subject {
                let graph = Some(quad.graph_name.as_ref());
                let mut decisions =
                    names.snapshot.quads(Some(fact.as_ref().into()), Some(prov::WAS_INVALIDATED_BY), None, graph);
                let rejected = if decisions.next().transpose()?.is_some() { " (rejected)" } else { "" };
                let fact = fact.into_string();
                facts.push((fact.clone(), format!("{}{rejected}", names.label(&fact)?), names.kind(&fact)?));
            }
        }
        facts.sort_by(|a, b| a.0.cmp(&b.0));
        facts.dedup_by(|a, b| a.0 == b.0);
    }
    Ok(found.into_iter().filter(|(_, f)| !f.is_empty()).map(|(evidence, facts)| Proven { evidence, facts }).collect())
}

/// Cuts the text at blank lines into paragraphs and at every passage's ends into segments. Offsets are code points.
fn paragraphs(text: &str, proven: &[Proven], asked: Option<(usize, usize)>) -> Vec<Vec<Segment>> {
    let characters: Vec<char> = text.chars().collect();
    let mut proves = vec![false; characters.len()];
    let mut cuts = vec![false; characters.len() + 1];
    for Proven { evidence, .. } in proven {
        let (start, end) = (evidence.start.min(characters.len()), evidence.end.min(characters.len()));
        if start < end {
            proves[start..end].fill(true);
            cuts[start] = true;
            cuts[end] = true;
        }
    }
    if let Some((start, end)) = asked {
        cuts[start.min(characters.len())] = true;
        cuts[end.min(characters.len())] = true;
    }
    let is_asked = |at: usize| asked.is_some_and(|(start, end)| start <= at && at < end);
    let (mut paragraphs, mut paragraph, mut segment) = (Vec::new(), Vec::<Segment>::new(), String::new());
    let mut from = 0;
    let close = |from: usize, segment: &mut String, paragraph: &mut Vec<Segment>| {
        if !segment.is_empty() {
            let text = std::mem::take(segment);
            paragraph.push(Segment { start: from, text, proves: proves[from], asked: is_asked(from) });
        }
    };
    let mut at = 0;
    while at < characters.len() {
        if cuts[at] {
            close(from, &mut segment, &mut paragraph);
            from = at;
        }
        if let Some(next) = blank_line(&characters, at) {
            close(from, &mut segment, &mut paragraph);
            if !paragraph.is_empty() {
                paragraphs.push(std::mem::take(&mut paragraph));
            }
            at = next;
            from = next;
            continue;
        }
        segment.push(characters[at]);
        at += 1;
    }
    close(from, &mut segment, &mut paragraph);
    if !paragraph.is_empty() {
        paragraphs.push(paragraph);
    }
    paragraphs
}

/// Where the text goes on if a line break followed by at least one empty line begins here.
fn blank_line(characters: &[char], at: usize) -> Option<usize> {
    let mut breaks = 0;
    let mut next = at;
    while let Some(c) = characters.get(next).filter(|c| c.is_whitespace()) {
        breaks += usize::from(*c == '\n');
        next += 1;
    }
    (characters[at].is_whitespace() && breaks >= 2).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(start: usize, end: usize) -> Proven {
        let evidence = Evidence { document: "doc/x".into(), start, end, locator: None, quote: String::new() };
        Proven { evidence, facts: Vec::new() }
    }

    #[test]
    fn text_is_cut_at_blank_lines_and_passage_ends_and_offsets_stay_code_points() {
        let text = "Añ b.\n\nCd ef.";
        let cut = paragraphs(text, &[passage(7, 9), passage(8, 13)], Some((7, 9)));
        let shape: Vec<Vec<(usize, &str, bool, bool)>> =
            cut.iter().map(|p| p.iter().map(|s| (s.start, s.text.as_str(), s.proves, s.asked)).collect()).collect();
        assert_eq!(
            shape,
            [
                vec![(0, "Añ b.", false, false)],
                vec![(7, "C", true, true), (8, "d", true, true), (9, " ef.", true, false)]
            ]
        );
    }

    #[test]
    fn offsets_beyond_the_text_do_no_harm() {
        assert_eq!(paragraphs("ab", &[passage(1, 900)], Some((800, 900))).len(), 1);
        assert!(paragraphs("", &[passage(0, 5)], Some((0, 3))).is_empty());
        assert!(paragraphs("\n\n\n", &[], Some((1, 2))).is_empty());
    }
}
