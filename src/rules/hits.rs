//! Where entries of the lexicons start in one document: looked up once, read by every step.

use std::ops::Range as Tokens;

use crate::annotate::Annotations;

use super::lexicon::Lexicon;
use super::matcher::Scope;
use super::{Match, Packs};

/// An entry of a lexicon, to be tried where its first word stands.
#[derive(Debug)]
pub(super) struct Start {
    lexicon: u32,
    concept: u32,
    /// The word after the first, if it has one, and those after that.
    second: Option<u32>,
    rest: Box<[u32]>,
}

impl Start {
    /// Whether its words follow on the first. Mostly the second tells already.
    #[inline]
    fn fits(&self, after: &[u32]) -> bool {
        let Some(second) = self.second else { return true };
        after.split_first().is_some_and(|(next, after)| *next == second && after.starts_with(&self.rest))
    }

    /// Number of words after the first.
    fn len(&self) -> usize {
        usize::from(self.second.is_some()) + self.rest.len()
    }
}

/// By the number of their first word all entries, those of one lexicon together, the longest first.
pub(super) fn starts(lexicons: &[Lexicon]) -> Vec<Vec<Start>> {
    let mut starts: Vec<Vec<Start>> = Vec::new();
    for (index, lexicon) in lexicons.iter().enumerate() {
        for (word, rest, concept) in lexicon.by_first_word() {
            let word = word as usize;
            if starts.len() <= word {
                starts.resize_with(word + 1, Vec::new);
            }
            let (second, rest) = rest.split_first().map_or((None, &[][..]), |(second, rest)| (Some(*second), rest));
            starts[word].push(Start { lexicon: index as u32, concept, second, rest: rest.into() });
        }
    }
    starts
}

/// One entry in the text.
#[derive(Debug, Clone, Copy)]
struct Hit {
    lexicon: u32,
    concept: u32,
    /// The token after it.
    end: usize,
}

/// The longest entry of each lexicon at each token of a document.
#[derive(Debug)]
pub struct Hits<'p> {
    packs: &'p Packs,
    /// The number of the word of each token.
    words: Vec<u32>,
    hits: Vec<Hit>,
    /// The first hit of each token, and the number of hits.
    firsts: Vec<u32>,
    /// The marks of the lexicons that have a hit at each token.
    marks: Vec<u64>,
}

/// A bit for the name of a lexicon, which it shares with a few others: most questions are answered by a look at it.
#[inline]
fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    let middle = bytes.get(bytes.len() / 2).copied().unwrap_or(0);
    1 << ((bytes.len() * 29 + first as usize * 7 + middle as usize * 13 + last as usize) % 64)
}

impl Packs {
    /// Finds the entries of all lexicons in a document.
    pub fn hits(&self, annotations: &Annotations<'_>) -> Hits<'_> {
        let count = annotations.tokens.len();
        let words: Vec<u32> = (0..count).map(|token| self.words.of(annotations.low(token))).collect();
        let lexicon_marks: Vec<u64> = self.lexicons.iter().map(|lexicon| mark(lexicon.name())).collect();
        let mut hits: Vec<Hit> = Vec::new();
        let mut firsts = Vec::with_capacity(count + 1);
        let mut marks = vec![0; count];
        for (token, word) in words.iter().enumerate() {
            firsts.push(hits.len() as u32);
            let starts = self.starts.get(*word as usize).map_or(&[][..], Vec::as_slice);
            for start in starts {
                let end = token + 1 + start.len();
                // The longest of a lexicon is enough.
                let done =
                    firsts[token] < hits.len() as u32 && hits.last().is_some_and(|hit| hit.lexicon == start.lexicon);
                if done || !start.fits(&words[token + 1..]) {
                    continue;
                }
                // An entry stands on one line: no block is crossed.
                if end == token + 1 || !annotations.slice(token..end).contains('\n') {
                    marks[token] |= lexicon_marks[start.lexicon as usize];
                    hits.push(Hit { lexicon: start.lexicon, concept: start.concept, end });
                }
            }
        }
        firsts.push(hits.len() as u32);
        Hits { packs: self, words, hits, firsts, marks }
    }
}

impl<'p> Hits<'p> {
    /// The longest entry of a lexicon that starts at a token: the token after it, and its concept. None for a lexicon
    /// that is not there, and behind the last token.
    ///
    /// ```
    /// use rapporteur::annotate::{Annotations, Gazetteer};
    /// let packs = rapporteur::rules::Packs::shipped()?;
    /// let document = rapporteur::document::read("d", b"Ministers called upon all states to ratify.")?;
    /// let hits = packs.hits(&Annotations::new(&document, &Gazetteer::default()));
    /// assert_eq!(hits.at("SpeechVerb", 1), Some((3, "request")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn at(&self, lexicon: &str, token: usize) -> Option<(usize, &'p str)> {
        if *self.marks.get(token)? & mark(lexicon) == 0 { None } else { self.find(lexicon, token) }
    }

    /// As [`Packs::run`], in the document whose words were looked up here.
    pub fn run(&self, phase: &str, annotations: &Annotations<'_>, scope: Tokens<usize>) -> Vec<Match<'p>> {
        self.packs.note(phase, &scope, None);
        self.packs.kept(phase, &Scope::within(annotations, scope, &self.words))
    }

    /// As [`Packs::run_at`], in the document whose words were looked up here.
    pub fn run_at(
        &self,
        phase: &str,
        annotations: &Annotations<'_>,
        scope: Tokens<usize>,
        at: usize,
    ) -> Option<Match<'p>> {
        self.packs.note(phase, &scope, Some(at));
        self.packs.preferred(phase, &Scope::within(annotations, scope, &self.words), at)
    }

    fn find(&self, lexicon: &str, token: usize) -> Option<(usize, &'p str)> {
        let (from, to) = (*self.firsts.get(token)?, *self.firsts.get(token + 1)?);
        let here = &self.hits[from as usize..to as usize];
        let of = |hit: &Hit| &self.packs.lexicons[hit.lexicon as usize];
        let hit = here.iter().find(|hit| of(hit).name() == lexicon)?;
        Some((hit.end, of(hit).concept_name(hit.concept)))
    }
}
