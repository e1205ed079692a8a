//! One document for reading: its text in paragraphs, cut at every passage that proves something, and the facts beside it.

use std::collections::BTreeMap;

use oxigraph::model::Term;
use oxigraph::model::vocab::rdf;
use rustc_hash::FxHashMap;

use super::evidence::Evidence;
use super::kinds::{KINDS, Kind, OTHERS};
use super::names::Names;
use super::texts::Texts;
use crate::graph::vocab::{dcat, dcterms, prov};
use crate::store::StoreError;

/// A piece of a paragraph that no passage begins or ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) text: String,
    /// Whether some shown fact is derived from it.
    pub(super) proves: bool,
    /// Whether it is part of the requested passage.
    pub(super) asked: bool,
    /// Whether it is a sentence, or most of one, of which no fact at all was read.
    pub(super) bare: bool,
    /// Numbers of the shown passages that end with it.
    pub(super) ends: Vec<usize>,
}

/// What one passage proves.
#[derive(Debug, Clone)]
pub(super) struct Proven {
    /// Its place among the passages of the document, from 1.
    pub(super) number: usize,
    pub(super) evidence: Evidence,
    pub(super) facts: Vec<ProvenFact>,
}

/// IRI, name and kind.
type ProvenFact = (String, String, Option<&'static Kind>);

/// What of a document is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// Code point offsets of a passage, the end exclusive.
    pub(super) range: Option<(usize, usize)>,
    /// Number of a passage.
    pub(super) fact: Option<usize>,
    /// First steps of the paths of the kinds of fact that are shown; none for all.
    pub(super) kinds: Vec<String>,
    /// Whether sentences without a fact are marked.
    pub(super) bare: bool,
}

/// A document with its text and facts.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) iri: String,
    pub(super) label: String,
    /// Paragraphs of segments; `None` where the text is not kept.
    pub(super) paragraphs: Option<Vec<Vec<Segment>>>,
    /// Passages with a fact of the kinds that are asked for.
    pub(super) proven: Vec<Proven>,
    pub(super) part: Part,
    /// Kinds of fact and how many passages have one.
    pub(super) kinds: Vec<(&'static Kind, usize)>,
    /// All passages with a fact.
    pub(super) passages: usize,
    /// Sentences without a fact.
    pub(super) bare: usize,
    /// Share of the letters that stand in a passage with a fact, in percent.
    pub(super) covered: usize,
    /// Whether a person has labelled this document, so that `/quality` measures it.
    pub(super) measured: bool,
    /// Where the file is to be had of which the text was made, and its name.
    pub(super) original: Option<(String, String)>,
}

impl Reading {
    /// Reads a document; `None` where the IRI is no document.
    pub(super) fn read(
        names: &Names<'_>,
        texts: &Texts,
        iri: &str,
        mut part: Part,
    ) -> Result<Option<Self>, StoreError> {
        let is_document = names.kind(iri)?.is_some_and(|kind| kind.segment == "doc");
        if !is_document || names.iris(iri, rdf::TYPE)?.is_empty() {
            return Ok(None);
        }
        let all = proven(names, iri)?;
        let mut kinds: BTreeMap<usize, (&'static Kind, usize)> = BTreeMap::new();
        for proven in &all {
            let mut here: Vec<&'static Kind> = proven.facts.iter().filter_map(|(_, _, kind)| *kind).collect();
            here.sort_by_key(|kind| place(kind));
            here.dedup_by_key(|kind| kind.segment);
            for kind in here {
                kinds.entry(place(kind)).or_insert((kind, 0)).1 += 1;
            }
        }
        let is_wanted = |proven: &Proven| {
            let wanted = |kind: &Kind| part.kinds.iter().any(|wanted| wanted == kind.segment);
            part.kinds.is_empty() || proven.facts.iter().any(|(_, _, kind)| kind.is_some_and(wanted))
        };
        let shown: Vec<Proven> = all.iter().filter(|proven| is_wanted(proven)).cloned().collect();
        if let Some(proven) = part.fact.and_then(|number| all.iter().find(|proven| proven.number == number)) {
            part.range = Some((proven.evidence.start, proven.evidence.end));
        }
        let identifiers = names.values(iri, dcterms::IDENTIFIER)?;
        let text = identifiers
            .iter()
            .find_map(|id| texts.read(names.snapshot, super::names::plain(id).trim_start_matches("sha256:")));
        let paragraphs = text.map(|text| paragraphs(&text, &all, &shown, part.range));
        let segments = || paragraphs.iter().flatten().flatten();
        let letters = |segments: &mut dyn Iterator<Item = &Segment>| -> usize {
            segments.map(|segment| segment.text.chars().filter(|c| c.is_alphanumeric()).count()).sum()
        };
        let whole = letters(&mut segments());
        let is_in = |segment: &&Segment| all.iter().any(|proven| covers(proven, segment.start));
        let inside = letters(&mut segments().filter(is_in));
        let measured = names.iris(&format!("{}quality", names.base), prov::WAS_DERIVED_FROM)?;
        let original = match names.iris(iri, dcterms::IS_FORMAT_OF)?.pop() {
            Some(file) => names.iris(&file, dcat::DOWNLOAD_URL)?.pop().zip(Some(names.label(&file)?)),
            None => None,
        };
        Ok(Some(Self {
            original,
            iri: iri.to_owned(),
            label: names.label(iri)?,
            bare: segments().filter(|segment| segment.bare).count(),
            covered: (inside * 100).checked_div(whole).unwrap_or_default(),
            measured: measured.iter().any(|document| document == iri),
            kinds: kinds.into_values().collect(),
            passages: all.len(),
            proven: shown,
            paragraphs,
            part,
        }))
    }

    /// The numbers of the shown passages before and after the one that is asked for, and its own.
    pub(super) fn around(&self) -> (Option<usize>, Option<usize>, Option<usize>) {
        let Some((start, end)) = self.part.range else {
            return (None, None, self.proven.first().map(|proven| proven.number));
        };
        let key = |proven: &Proven| (proven.evidence.start, proven.evidence.end);
        let before = self.proven.iter().rev().find(|proven| key(proven) < (start, end));
        let here = self.proven.iter().find(|proven| key(proven) == (start, end));
        let after = self.proven.iter().find(|proven| key(proven) > (start, end));
        (before.map(|proven| proven.number), here.map(|proven| proven.number), after.map(|proven| proven.number))
    }
}

fn covers(proven: &Proven, at: usize) -> bool {
    (proven.evidence.start..proven.evidence.end).contains(&at)
}

/// The place of a kind in the order of the home page.
fn place(kind: &Kind) -> usize {
    KINDS.iter().chain(&OTHERS).position(|known| known == kind).unwrap_or(usize::MAX)
}

/// All passages of the document from which something is derived, in the order of the text.
fn proven(names: &Names<'_>, iri: &str) -> Result<Vec<Proven>, StoreError> {
    let path = iri.strip_prefix(names.base).unwrap_or(iri);
    let within = names.within(format!("{}{}", names.base, path.replacen("doc/", "graph/", 1)));
    let mut found: BTreeMap<Evidence, Vec<ProvenFact>> = BTreeMap::new();
    let rejected = within.said(prov::WAS_INVALIDATED_BY)?;
    let mut of_passage: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (fact, passages) in &*within.said(prov::WAS_DERIVED_FROM)? {
        for passage in passages {
            if let Term::NamedNode(passage) = passage {
                of_passage.entry(passage.as_str().to_owned()).or_default().push(fact.clone());
            }
        }
    }
    for (passage, facts) in of_passage {
        let Some(evidence) = Evidence::read(&within, &passage)?.filter(|evidence| evidence.document == path) else {
            continue;
        };
        let shown = found.entry(evidence).or_default();
        for fact in facts {
            let decided = if rejected.contains_key(&fact) { " (rejected)" } else { "" };
            shown.push((fact.clone(), format!("{}{decided}", within.label(&fact)?), within.kind(&fact)?));
        }
        shown.sort_by(|a, b| a.0.cmp(&b.0));
        shown.dedup_by(|a, b| a.0 == b.0);
    }
    names.learn(within);
    let proving = found.into_iter().filter(|(_, facts)| !facts.is_empty()).enumerate();
    Ok(proving.map(|(n, (evidence, facts))| Proven { number: n + 1, evidence, facts }).collect())
}

/// What divides pages; it begins a paragraph, so that the page has its head.
const PAGE_BREAK: char = '\u{c}';

/// Letters from which on a piece without a fact counts as a sentence.
const SENTENCE: usize = 25;

/// Cuts the text at blank lines into paragraphs, at every passage's ends into segments, and what no passage covers at the
/// ends of its sentences. Offsets are code points.
fn paragraphs(text: &str, all: &[Proven], shown: &[Proven], asked: Option<(usize, usize)>) -> Vec<Vec<Segment>> {
    let characters: Vec<char> = text.chars().collect();
    let mut proves = vec![false; characters.len()];
    let mut known = vec![false; characters.len()];
    let mut cuts = vec![false; characters.len() + 1];
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for Proven { evidence, .. } in all {
        let (start, end) = (evidence.start.min(characters.len()), evidence.end.min(characters.len()));
        if start < end {
            known[start..end].fill(true);
            cuts[start] = true;
            cuts[end] = true;
        }
    }
    for Proven { number, evidence, .. } in shown {
        let (start, end) = (evidence.start.min(characters.len()), evidence.end.min(characters.len()));
        if start < end {
            proves[start..end].fill(true);
            ends.entry(end).or_default().push(*number);
        }
    }
    for at in 1..characters.len() {
        let is_end = matches!(characters[at - 1], '.' | '!' | '?' | ';' | ':') && characters[at].is_whitespace();
        cuts[at] |= is_end && !known[at - 1];
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
            let end = from + text.chars().count();
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            paragraph.push(Segment {
                start: from,
                proves: proves[from],
                asked: is_asked(from),
                bare: !known[from] && letters >= SENTENCE,
                ends: ends.get(&end).cloned().unwrap_or_default(),
                text,
            });
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
    while let Some(c) = characters.get(next).filter(|c| c.is_whitespace() && **c != PAGE_BREAK) {
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
        Proven { number: start, evidence, facts: Vec::new() }
    }

    #[test]
    fn a_page_begins_with_a_paragraph_however_many_lines_are_empty_before_it() {
        for text in ["a\n\n\u{c}b", "a\n\u{c}b", "a\n\n\n\u{c}\n\nb"] {
            let cut = paragraphs(text, &[], &[], None);
            let breaks = cut.iter().flatten().map(|segment| segment.text.matches('\u{c}').count()).sum::<usize>();
            assert_eq!(breaks, 1, "{text:?}: {cut:?}");
        }
    }

    #[test]
    fn text_is_cut_at_blank_lines_and_passage_ends_and_offsets_stay_code_points() {
        let text = "Añ b.\n\nCd ef.";
        let passages = [passage(7, 9), passage(8, 13)];
        let cut = paragraphs(text, &passages, &passages, Some((7, 9)));
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
        let far = [passage(1, 900)];
        assert_eq!(paragraphs("ab", &far, &far, Some((800, 900))).len(), 1);
        assert!(paragraphs("", &far, &far, Some((0, 3))).is_empty());
        assert!(paragraphs("\n\n\n", &[], &[], Some((1, 2))).is_empty());
    }

    #[test]
    fn sentences_without_a_fact_are_told_apart_also_from_facts_that_are_not_shown() {
        let text = "Ministers met in the town by the lake. Nobody has read this long sentence yet. It was hidden.";
        let all = [passage(0, 38), passage(79, 93)];
        let cut = paragraphs(text, &all, &all[..1], None);
        let bare: Vec<&str> = cut[0].iter().filter(|s| s.bare).map(|s| s.text.trim()).collect();
        assert_eq!(bare, ["Nobody has read this long sentence yet."]);
        assert_eq!(cut[0].iter().filter(|s| s.proves).count(), 1);
        assert_eq!(cut[0].iter().flat_map(|s| s.ends.clone()).collect::<Vec<_>>(), [0]);
    }
}
