//! Where entries of the lexicons start in one document: looked up once, read by every step.

use crate::annotate::Annotations;

use super::Packs;
use super::lexicon::Lexicon;

/// An entry of a lexicon, to be tried where its first word stands.
#[derive(Debug)]
pub(super) struct Start {
    lexicon: u32,
    concept: u32,
    /// Words after the first.
    rest: Box<[u32]>,
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
            starts[word].push(Start { lexicon: index as u32, concept, rest: rest.into() });
        }
    }
    starts
}

/// One entry in the text.
#[derive(Debug, Clone, Copy)]
struct Hit<'p> {
    /// The lexicon's number and name.
    lexicon: u32,
    name: &'p str,
    concept: &'p str,
    /// The token after it.
    end: usize,
}

/// The longest entry of each lexicon at each token of a document.
#[derive(Debug)]
pub struct Hits<'p> {
    hits: Vec<Hit<'p>>,
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
        let mut hits = Vec::new();
        let mut firsts = Vec::with_capacity(count + 1);
        let mut marks = vec![0; count];
        for (token, word) in words.iter().enumerate() {
            firsts.push(hits.len() as u32);
            let starts = self.starts.get(*word as usize).map_or(&[][..], Vec::as_slice);
            for start in starts {
                let end = token + 1 + start.rest.len();
                // The longest of a lexicon is enough.
                let done = firsts[token] < hits.len() as u32
                    && hits.last().is_some_and(|hit: &Hit<'_>| hit.lexicon == start.lexicon);
                if done || !words[token + 1..].starts_with(&start.rest) {
                    continue;
                }
                // An entry stands on one line: no block is crossed.
                if end == token + 1 || !annotations.slice(token..end).contains('\n') {
                    let lexicon = &self.lexicons[start.lexicon as usize];
                    let (name, concept) = (lexicon.name(), lexicon.concept_name(start.concept));
                    marks[token] |= mark(name);
                    hits.push(Hit { lexicon: start.lexicon, name, concept, end });
                }
            }
        }
        firsts.push(hits.len() as u32);
        Hits { hits, firsts, marks }
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

    fn find(&self, lexicon: &str, token: usize) -> Option<(usize, &'p str)> {
        let (from, to) = (*self.firsts.get(token)?, *self.firsts.get(token + 1)?);
        let here = &self.hits[from as usize..to as usize];
        here.iter().find(|hit| hit.name == lexicon).map(|hit| (hit.end, hit.concept))
    }
}
