//! The surface of a document: tokens, sentences, names, dates, money, numbers, acronyms, persons and lists.
//!
//! All positions are token indices or [`Range`]s of the logical text of a [`Document`]. Tokens stand in the content of
//! blocks only: markers, paragraph numbers, field labels and noise have none.

mod acronym;
mod class;
mod date;
mod date_part;
mod gazetteer;
mod lexicon;
mod list;
mod money;
mod near;
mod number;
mod person;
mod person_parts;
mod person_rows;
mod phrase;
mod post;
mod post_field;
mod sentence;
mod titles;
mod token;

use std::ops::Range as Tokens;

use class::Class;

use crate::document::{BlockKind, Document, Range};

pub use acronym::AcronymDefinition;
pub use date::{DateExpression, PartialDate};
pub(crate) use date_part::is_weekday;
pub use gazetteer::{Gazetteer, Name, NameKind};
pub use lexicon::{is_auxiliary, is_determiner, is_function_word, is_preposition, is_verb_base, is_verb_past};
pub use list::{List, ListItem};
pub use money::Money;
pub use near::Kinds;
pub use number::{Number, NumberKind};
pub use person::PersonMention;
pub use post::PostMention;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens ("co-hosted"); a possessive is a token of its own ("'s", "'").
    Word,
    /// Digits, with inner separators ("10,000", "2.5").
    Number,
    /// One mark of punctuation or symbol.
    Punctuation,
}

/// A token of the logical text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the logical text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

/// A sentence: never crosses a block. A colon does not end it, a semicolon does not end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, the final full stop included.
    pub tokens: Tokens<usize>,
    /// The block in which it stands.
    pub block: usize,
}

/// Everything the surface stage found in one document.
#[derive(Debug)]
pub struct Annotations<'d> {
    /// The document.
    pub document: &'d Document,
    /// The logical text in ASCII lower case, byte for byte as long.
    pub lower: String,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Known names, document-local acronyms included: longest match, in order, not overlapping.
    pub names: Vec<Name>,
    /// Dates and date ranges, in order.
    pub dates: Vec<DateExpression>,
    /// Sums of money, in order.
    pub money: Vec<Money>,
    /// Cardinal and ordinal numbers, in words, digits and Roman numerals, in order.
    pub numbers: Vec<Number>,
    /// `Long Form (SF)` definitions, in order.
    pub acronyms: Vec<AcronymDefinition>,
    /// Persons with honorifics, posts and affiliations, in order.
    pub persons: Vec<PersonMention>,
    /// Posts beside which no person is named, in order.
    pub posts: Vec<PostMention>,
    /// Tokens of each block.
    block_tokens: Vec<Tokens<usize>>,
    /// What each token can be.
    classes: Vec<class::Class>,
    /// What was found over each token; empty as long as more may be found.
    covered: Vec<Kinds>,
}

impl<'d> Annotations<'d> {
    /// Annotates a document with the names of the gazetteer.
    pub fn new(document: &'d Document, gazetteer: &Gazetteer) -> Self {
        let lower = document.logical.to_ascii_lowercase();
        let text = document.logical.as_str();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let (mut sentences, mut names) = (Vec::new(), Vec::new());
        let mut block_tokens = Vec::with_capacity(document.blocks.len());
        for (index, block) in document.blocks.iter().enumerate() {
            let from = tokens.len();
            if block.kind != BlockKind::Noise {
                token::tokenise(text, block.range.start, block.range.end, &mut tokens);
                sentence::split(text, &tokens, from, index, &mut sentences);
                gazetteer.find(text, &lower, &tokens, from..tokens.len(), &mut names);
            }
            block_tokens.push(from..tokens.len());
        }
        let classes = tokens.iter().map(|t| class::Class::of_token(t, &lower[t.start..t.end])).collect();
        let mut annotations = Self {
            document,
            lower,
            tokens,
            sentences,
            names,
            dates: Vec::new(),
            money: Vec::new(),
            numbers: Vec::new(),
            acronyms: Vec::new(),
            persons: Vec::new(),
            posts: Vec::new(),
            block_tokens,
            classes,
            covered: Vec::new(),
        };
        // "Peace and Security Council": no name begins inside of the words of another one.
        let names = std::mem::take(&mut annotations.names);
        let inner = |n: &Name| {
            let and = n.tokens.start.checked_sub(1).filter(|and| *and > 0 && annotations.low(*and) == "and");
            let field = |t: usize| annotations.tokens[t].capital && annotations.is(t, Class::FIELD);
            n.kind == NameKind::Organisation && and.is_some_and(|and| field(and - 1) && field(and + 1))
        };
        let names: Vec<Name> = names.into_iter().filter(|n| !inner(n)).collect();
        annotations.names = names;
        annotations.acronyms = acronym::find(&annotations);
        acronym::spread(&mut annotations);
        annotations.dates = date::find(&annotations);
        annotations.money = money::find(&annotations);
        // "US" in "US$10,000" names a currency, not a state.
        let money = std::mem::take(&mut annotations.money);
        annotations.names.retain(|n| {
            let at = money.partition_point(|m| m.tokens.end <= n.tokens.start);
            money.get(at).is_none_or(|m| m.tokens.start > n.tokens.start || m.tokens.end < n.tokens.end)
        });
        annotations.money = money;
        annotations.numbers = number::find(&annotations);
        let mut posts = post::find(&annotations);
        annotations.persons = person::find(&annotations, &mut posts);
        annotations.posts = posts;
        annotations.cover();
        annotations
    }

    /// The tokens of a block; none for noise.
    pub fn block_tokens(&self, block: usize) -> Tokens<usize> {
        self.block_tokens.get(block).cloned().unwrap_or_default()
    }

    /// The block in which a token stands.
    pub fn block_of(&self, token: usize) -> usize {
        self.block_tokens.partition_point(|t| t.end <= token)
    }

    /// Index of the sentence in which a token stands.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.tokens.end <= token);
        self.sentences.get(at).filter(|s| s.tokens.contains(&token)).map(|_| at)
    }

    /// The known name that begins with a token.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        self.name_over(token).filter(|n| n.tokens.start == token)
    }

    /// The known name of which a token is part.
    pub fn name_over(&self, token: usize) -> Option<&Name> {
        if self.lacks(token, Kinds::NAME) {
            return None;
        }
        let at = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(at).filter(|n| n.tokens.start <= token)
    }

    /// The text of one token as printed.
    pub fn text(&self, token: usize) -> &str {
        let t = &self.tokens[token];
        &self.document.logical[t.start..t.end]
    }

    /// The text of one token in lower case.
    pub fn low(&self, token: usize) -> &str {
        let t = &self.tokens[token];
        &self.lower[t.start..t.end]
    }

    /// The range in the logical text that tokens cover; empty at their place if there are none.
    pub fn range(&self, tokens: Tokens<usize>) -> Range {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start).map_or(self.document.logical.len(), |t| t.start);
            return at..at;
        }
        self.tokens[tokens.start].start..self.tokens[tokens.end - 1].end
    }

    /// The logical text that tokens cover.
    pub fn slice(&self, tokens: Tokens<usize>) -> &str {
        &self.document.logical[self.range(tokens)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    const TEXT: &str = include_str!("../../data/documents/2004-senior-officials-meeting.txt");

    fn names() -> Gazetteer {
        Gazetteer::new([
            ("Republic of Korea", NameKind::State, "republic-of-korea"),
            ("US", NameKind::State, "united-states"),
            ("Australian", NameKind::Demonym, "australia"),
        ])
    }

    #[test]
    fn no_part_of_a_text_makes_the_surface_stage_fail() {
        let strange = "((((a-a-a (AAAA) \u{301}' 's 'S. H.E. $ US$ 99/99 31 31 of May–June 0 I. (i) “’ A/ (\u{ad}B) é’s Mr Mr. the Hon";
        let texts = [TEXT, strange, "• - o * 1. a) (b) : ; — –\r\n\r\n\r\u{feff}\u{2028}x\u{c}2\n3\n-\n- \n1.\n2.\n"];
        for text in texts {
            let step = (text.len() / 60).max(1);
            for at in (0..text.len()).step_by(step) {
                let at = text.floor_char_boundary(at);
                for part in [&text[at..], &text[..at]] {
                    let document = document::read("d", part.as_bytes()).unwrap();
                    let annotations = Annotations::new(&document, &names());
                    let count = annotations.tokens.len();
                    for from in (0..count).step_by(17) {
                        let list = annotations.list(from..(from + 40).min(count));
                        assert!(list.items.iter().all(|i| i.tokens.end <= count));
                        assert!(annotations.noun_phrase_end(from, count).is_none_or(|end| end > from && end <= count));
                    }
                }
            }
        }
    }

    #[test]
    fn positions_lead_from_tokens_to_blocks_and_sentences() {
        let document = document::read("d", TEXT.as_bytes()).unwrap();
        let annotations = Annotations::new(&document, &names());
        for (index, sentence) in annotations.sentences.iter().enumerate() {
            for token in sentence.tokens.clone() {
                assert_eq!(annotations.sentence_of(token), Some(index));
                assert_eq!(annotations.block_of(token), sentence.block);
                assert_eq!(document.block_at(annotations.tokens[token].start), sentence.block);
            }
        }
        let name = annotations.names.iter().find(|n| n.tokens.len() == 3).unwrap();
        assert_eq!(annotations.name_at(name.tokens.start), Some(name));
        assert_eq!(annotations.name_over(name.tokens.end - 1), Some(name));
        assert_eq!(annotations.name_at(name.tokens.end - 1), None);
        assert!(!annotations.names.iter().any(|n| n.key == "united-states"), "US in US$10,000 is no state");
    }
}
