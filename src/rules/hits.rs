//! Where entries of the lexicons start in one document: looked up once, read by every step.

use rustc_hash::FxHashMap;

use crate::annotate::Annotations;

use super::Packs;
use super::lexicon::{Lexicon, Words};

/// The lexicons that have entries with a first word, by the number of that word.
pub(super) type Starters = FxHashMap<u32, Vec<u32>>;

/// For each word the lexicons in which an entry starts with it.
pub(super) fn starters(lexicons: &[Lexicon]) -> Starters {
    let mut starters = Starters::default();
    for (index, lexicon) in lexicons.iter().enumerate() {
        for word in lexicon.first_words(&[]) {
            starters.entry(word).or_default().push(index as u32);
        }
    }
    starters
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
    lexicons: &'p [Lexicon],
    hits: Vec<Hit>,
    /// The first hit of each token, and the number of hits.
    firsts: Vec<u32>,
}

impl Packs {
    /// Finds the entries of all lexicons in a document.
    pub fn hits(&self, annotations: &Annotations<'_>) -> Hits<'_> {
        let count = annotations.tokens.len();
        let words: Vec<u32> = (0..count).map(|token| self.words.of(annotations.low(token))).collect();
        let mut hits = Vec::new();
        let mut firsts = Vec::with_capacity(count + 1);
        for (token, word) in words.iter().enumerate() {
            firsts.push(hits.len() as u32);
            if *word == Words::UNKNOWN {
                continue;
            }
            for &lexicon in self.starters.get(word).into_iter().flatten() {
                let entries = self.lexicons[lexicon as usize].matches(&words[token..]);
                // An entry stands on one line: no block is crossed.
                let mut on_line = entries
                    .filter(|(length, _)| *length == 1 || !annotations.slice(token..token + length).contains('\n'));
                if let Some((length, concept)) = on_line.next() {
                    hits.push(Hit { lexicon, concept, end: token + length });
                }
            }
        }
        firsts.push(hits.len() as u32);
        Hits { lexicons: &self.lexicons, hits, firsts }
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
    pub fn at(&self, lexicon: &str, token: usize) -> Option<(usize, &'p str)> {
        let (from, to) = (*self.firsts.get(token)?, *self.firsts.get(token + 1)?);
        let here = &self.hits[from as usize..to as usize];
        let hit = here.iter().find(|hit| self.lexicons[hit.lexicon as usize].name() == lexicon)?;
        Some((hit.end, self.lexicons[hit.lexicon as usize].concept_name(hit.concept)))
    }
}
