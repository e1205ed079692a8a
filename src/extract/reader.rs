//! What every step of the extraction reads and writes: the document, what is known so far, the assertions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;

use super::Given;
use super::attendance::Row;
use super::floor::Turn;
use super::meetings::Meeting;
pub(super) use super::mentions::Mention;
use super::mentions::Mentions;
use super::told::Told;
use super::years::Years;
use crate::annotate::{Annotations, TokenKind};
use crate::assertion::{Assertion, Entity, EntityClass, EntityId, Evidence, Extraction, Fact, Warning, Zone};
use crate::document::{Block, BlockKind, Range, Span};
use crate::rules::{Hits, Packs};

/// The state of reading one document.
pub(super) struct Reader<'a> {
    pub(super) a: &'a Annotations<'a>,
    pub(super) packs: &'a Packs,
    pub(super) given: &'a Given,
    pub(super) out: Extraction,
    /// Slug of the process or organisation whose meetings the document is about.
    pub(super) process: String,
    /// Meetings in the order of their first mention.
    pub(super) meetings: Vec<Meeting>,
    /// Index of the meeting that the document records.
    pub(super) main: Option<usize>,
    /// Where meetings, bodies, organisations and works are named, in order of their first token.
    pub(super) mentions: Mentions,
    /// What the assertions so far say.
    pub(super) told: Told,
    /// Where dates without a year have it from.
    pub(super) years: Years,
    /// The definitions of each short name of one token, in order.
    shorts: FxHashMap<&'a str, Vec<usize>>,
    /// Those who took part, where the document lists them row by row.
    pub(super) rows: Vec<Row>,
    /// The state or organisation for which a person stands, by the first token of the person.
    pub(super) stands_for: BTreeMap<usize, EntityId>,
    /// Who speaks when, in a transcript.
    pub(super) turns: Vec<Turn>,
    /// For whom the one who has the floor speaks, while a turn is read.
    pub(super) floor: Option<EntityId>,
    /// Indices of assertions that a rule takes back.
    pub(super) dropped: BTreeSet<usize>,
    /// Index of the sentence of each token.
    sentence_of: Vec<usize>,
    /// Where entries of the lexicons start, and the rules of the packs.
    pub(super) hits: Hits<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(a: &'a Annotations<'a>, packs: &'a Packs, given: &'a Given) -> Self {
        let mut sentence_of = vec![0; a.tokens.len()];
        for (index, sentence) in a.sentences.iter().enumerate() {
            sentence_of[sentence.tokens.clone()].fill(index);
        }
        let mut shorts: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, definition) in a.acronyms.iter().enumerate().filter(|(_, d)| d.short.len() == 1) {
            shorts.entry(a.text(definition.short.start)).or_default().push(index);
        }
        Self {
            a,
            packs,
            given,
            out: Extraction::default(),
            process: String::new(),
            meetings: Vec::new(),
            main: None,
            mentions: Mentions::default(),
            told: Told::default(),
            years: Years::new(&a.dates),
            shorts,
            rows: Vec::new(),
            stands_for: BTreeMap::new(),
            turns: Vec::new(),
            floor: None,
            dropped: BTreeSet::new(),
            sentence_of,
            hits: packs.hits(a),
        }
    }

    /// Index of the sentence in which a token stands.
    pub(super) fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of.get(token).copied().unwrap_or(0)
    }

    /// The block in which a token stands.
    pub(super) fn block_of(&self, token: usize) -> usize {
        self.a.sentences.get(self.sentence_of(token)).map_or(0, |s| s.block)
    }

    pub(super) fn block(&self, index: usize) -> &'a Block {
        &self.a.document.blocks[index]
    }

    /// Tokens of the sentence in which a token stands.
    pub(super) fn sentence(&self, token: usize) -> Tokens<usize> {
        self.a.sentences.get(self.sentence_of(token)).map_or(0..0, |s| s.tokens.clone())
    }

    /// All tokens of a block.
    pub(super) fn block_tokens(&self, block: usize) -> Tokens<usize> {
        self.a.block_tokens(block)
    }

    pub(super) fn low(&self, token: usize) -> &'a str {
        if token < self.a.tokens.len() { low(self.a, token) } else { "" }
    }

    /// Tokens as logical text, white space collapsed.
    pub(super) fn text(&self, tokens: Tokens<usize>) -> String {
        collapsed(self.a.slice(tokens))
    }

    /// Tokens as the document prints them, white space collapsed.
    pub(super) fn printed(&self, tokens: Tokens<usize>) -> String {
        let span = self.a.document.span(self.a.range(tokens));
        collapsed(self.a.document.quote(span))
    }

    pub(super) fn is_word(&self, token: usize) -> bool {
        self.a.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Word)
    }

    pub(super) fn is_capital(&self, token: usize) -> bool {
        self.a.tokens.get(token).is_some_and(|t| t.capital)
    }

    /// Concept and end of the lexicon entry at a token.
    #[inline]
    pub(super) fn lexicon(&self, name: &str, token: usize) -> Option<(usize, &'a str)> {
        self.hits.at(name, token)
    }

    /// The tokens that a passage of the text as received shows.
    pub(super) fn tokens_of(&self, span: Span) -> Tokens<usize> {
        let range = self.a.document.range(span);
        let from = self.a.tokens.partition_point(|t| t.end <= range.start);
        from..from + self.a.tokens[from..].partition_point(|t| t.start < range.end)
    }

    /// Indices of the definitions of a short name of one token, in order.
    pub(super) fn defined(&self, short: &str) -> &[usize] {
        self.shorts.get(short).map_or(&[], Vec::as_slice)
    }

    /// Whether a lexicon has an entry that starts at the token.
    #[inline]
    pub(super) fn in_lexicon(&self, name: &str, token: usize) -> bool {
        self.lexicon(name, token).is_some()
    }

    /// The passage that some tokens cover.
    pub(super) fn evidence(&self, tokens: Tokens<usize>) -> Evidence {
        let block = self.block_of(tokens.start);
        self.evidence_range(self.a.range(tokens), block, None)
    }

    /// The passage of a whole sentence.
    pub(super) fn sentence_evidence(&self, token: usize) -> Evidence {
        let block = self.block_of(token);
        if self.block(block).kind == BlockKind::Header {
            return self.evidence_range(self.block(block).cover.clone(), block, None);
        }
        self.evidence(self.sentence(token))
    }

    /// A passage with a zone that the caller knows better than the layout.
    pub(super) fn evidence_in(&self, tokens: Tokens<usize>, zone: Zone) -> Evidence {
        let block = self.block_of(tokens.start);
        self.evidence_range(self.a.range(tokens), block, Some(zone))
    }

    fn evidence_range(&self, range: Range, block: usize, zone: Option<Zone>) -> Evidence {
        let b = self.block(block);
        let zone = zone.unwrap_or(match b.kind {
            BlockKind::Heading => Zone::Heading,
            BlockKind::Header => Zone::Header,
            BlockKind::Item => Zone::ListItem,
            BlockKind::Paragraph | BlockKind::Noise => Zone::Body,
        });
        let marker = b.marker.as_deref().filter(|m| b.kind == BlockKind::Item && m.chars().any(char::is_alphanumeric));
        let locator = match (&b.number, marker) {
            (Some(number), Some(marker)) => Some(format!("para. {number}, item {}", trim_marker(marker))),
            (Some(number), None) => Some(format!("para. {number}")),
            (None, Some(marker)) => Some(format!("item {}", trim_marker(marker))),
            (None, None) => None,
        };
        Evidence { span: self.a.document.span(range), zone, locator }
    }

    /// The passage of the block that introduces an item, if there is one.
    pub(super) fn lead_evidence(&self, block: usize) -> Option<Evidence> {
        let lead = self.block(block).lead?;
        let last = &self.a.sentences[self.a.block_sentences(lead).next_back()?];
        Some(self.evidence_in(last.tokens.clone(), Zone::ListLead))
    }

    /// The passage around a token with the sentence that leads it in, where it stands in an item.
    pub(super) fn with_lead(&self, tokens: Tokens<usize>) -> Vec<Evidence> {
        let block = self.block_of(tokens.start);
        let mut evidence = vec![self.evidence(tokens)];
        evidence.extend(self.lead_evidence(block));
        evidence
    }

    /// Adds an assertion and says where it stands.
    pub(super) fn add(&mut self, rule: &str, fact: Fact, mut evidence: Vec<Evidence>) -> usize {
        let mut seen = Vec::new();
        evidence.retain(|e| {
            if seen.contains(&e.span) {
                false
            } else {
                seen.push(e.span);
                true
            }
        });
        self.told.note(self.out.assertions.len(), &fact, &evidence);
        self.out.assertions.push(Assertion { fact, evidence, rule: rule.to_owned() });
        self.out.assertions.len() - 1
    }

    /// Notes that the document names an entity; the first label and kind stay.
    pub(super) fn entity(
        &mut self,
        id: &EntityId,
        class: EntityClass,
        label: &str,
        kind: Option<&str>,
        evidence: Evidence,
    ) {
        let fresh = self.told.first_time(id, &evidence);
        let entry = self.out.entities.entry(id.clone()).or_insert_with(|| Entity {
            id: id.clone(),
            class,
            label: label.to_owned(),
            kind: kind.map(str::to_owned),
            known: false,
            mentions: Vec::new(),
        });
        if entry.kind.is_none() {
            entry.kind = kind.map(str::to_owned);
        }
        if fresh {
            entry.mentions.push(evidence);
        }
    }

    pub(super) fn warn(&mut self, tokens: Tokens<usize>, message: String) {
        let span = self.a.document.span(self.a.range(tokens));
        self.out.warnings.push(Warning { kind: crate::assertion::WarningKind::Other, span: Some(span), message });
    }

    /// Identity of the meeting that the document records.
    pub(super) fn main_meeting(&self) -> Option<EntityId> {
        self.main.map(|index| self.meetings[index].id.clone())
    }

    /// The mention that covers a token, the longest if there are several.
    pub(super) fn mention_over(&self, token: usize) -> Option<&Mention> {
        self.mentions.near(token..token + 1).max_by_key(|m| m.tokens.len())
    }

    /// Mentions inside some tokens, in order.
    pub(super) fn mentions_in(&self, tokens: Tokens<usize>) -> impl Iterator<Item = &Mention> {
        self.mentions.near(tokens.clone()).filter(move |m| tokens.start <= m.tokens.start && m.tokens.end <= tokens.end)
    }
}

fn low<'a>(a: &'a Annotations<'a>, token: usize) -> &'a str {
    a.low(token)
}

/// A text with single spaces, without any at its ends.
fn collapsed(text: &str) -> String {
    let bytes = text.as_bytes();
    let single =
        |at: usize| bytes[at] > b' ' || bytes[at] == b' ' && at > 0 && bytes.get(at + 1).is_some_and(|b| *b > b' ');
    // Most stretches have single spaces only; beyond ASCII it takes more to tell.
    if text.is_ascii() && (0..bytes.len()).all(single) {
        return text.to_owned();
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

fn trim_marker(marker: &str) -> &str {
    marker.trim_end_matches(['.', ':'])
}
