//! Phrases without a parser: closed classes of words decide where a noun phrase ends.

use super::class::Class;
use super::lexicon::is_verb_past;
use super::{Annotations, TokenKind};

impl Annotations<'_> {
    /// The end of the noun phrase that begins with a token, without a parser: determiners, unknown words as
    /// adjectives and nouns, `of/for/on/in` and `and` inside. It stops before finite verbs, `. ; : ,` outside of
    /// names and brackets, relative clauses, and `to` with a verb. None where no noun phrase begins.
    pub fn noun_phrase_end(&self, at: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(self.tokens.len());
        let mut i = at;
        // Last place at which the phrase could end: behind a noun, not behind "of" or "the".
        let mut good = None;
        // Whether a noun or name has been seen since the last preposition or conjunction.
        let mut noun = false;
        while i < limit {
            if let Some(name) = self.name_at(i).filter(|n| n.tokens.end <= limit) {
                i = name.tokens.end;
                good = Some(i);
                noun = true;
                continue;
            }
            let low = self.low(i);
            let token = &self.tokens[i];
            match token.kind {
                TokenKind::Punctuation => match low {
                    "(" if noun => match self.closing(i, limit) {
                        Some(close) => {
                            i = close + 1;
                            good = Some(i);
                        }
                        None => break,
                    },
                    "'" | "&" | "/" | "\"" if noun => i += 1,
                    "\"" => i += 1,
                    _ => break,
                },
                TokenKind::Number => {
                    i += 1;
                    good = Some(i);
                    noun = true;
                }
                TokenKind::Word => {
                    let next = |kinds: Class| i + 1 < limit && self.is(i + 1, kinds);
                    if low == "'s" {
                        i += 1;
                        noun = false;
                    } else if self.is(i, Class::DETERMINER) && !(noun && matches!(low, "that")) {
                        if noun && !token.capital {
                            break;
                        }
                        i += 1;
                    } else if matches!(
                        low,
                        "of" | "for" | "on" | "in" | "at" | "between" | "among" | "with" | "within" | "against"
                    ) && noun
                    {
                        if !self.opens_phrase(i + 1, limit) {
                            break;
                        }
                        i += 1;
                        noun = false;
                    } else if low == "to" && noun && !next(Class::VERB_BASE) && self.opens_phrase(i + 1, limit) {
                        i += 1;
                        noun = false;
                    } else if matches!(low, "and" | "or") && noun {
                        let verb = !self.tokens.get(i + 1).is_some_and(|t| t.capital)
                            && (next(Class::AUXILIARY) || (i + 1 < limit && self.is_past(i + 1)));
                        if verb
                            || (next(Class::VERB_BASE) && self.verb_like(i + 1, limit))
                            || !self.opens_phrase(i + 1, limit)
                        {
                            break;
                        }
                        i += 1;
                        noun = false;
                    } else if self.is(i, Class::FUNCTION)
                        || (!token.capital
                            && noun
                            && ((self.is_past(i) && self.finite(i, limit))
                                || (self.is(i, Class::VERB_BASE) && self.verb_like(i, limit))))
                    {
                        break;
                    } else {
                        i += 1;
                        good = Some(i);
                        noun = true;
                    }
                }
            }
        }
        good.filter(|end| *end > at)
    }

    /// The bracket that closes the one at a token, at most 400 tokens behind it.
    pub(super) fn closing(&self, open: usize, limit: usize) -> Option<usize> {
        let mut depth = 0;
        for i in open..limit.min(self.tokens.len()).min(open + 400) {
            match self.low(i) {
                "(" | "[" => depth += 1,
                ")" | "]" => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(i);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a noun phrase can begin with a token.
    fn opens_phrase(&self, at: usize, limit: usize) -> bool {
        if at >= limit {
            return false;
        }
        let (low, token) = (self.low(at), &self.tokens[at]);
        match token.kind {
            TokenKind::Punctuation => low == "\"",
            TokenKind::Number => true,
            TokenKind::Word => {
                (!self.is(at, Class::FUNCTION) || self.is(at, Class::DETERMINER)) && !low.ends_with("ing")
                    || token.capital
            }
        }
    }

    /// Whether a word that may be a verb in base form is one here: an object or preposition follows it.
    fn verb_like(&self, at: usize, limit: usize) -> bool {
        if at + 1 >= limit {
            return false;
        }
        let next = self.low(at + 1);
        let follows =
            self.is(at + 1, Class::DETERMINER) || matches!(next, "to" | "with" | "their" | "on" | "that" | "upon");
        let adverb = next.ends_with("ly");
        // "officials work on …" is a verb, "the work on …" is a noun, as are most words behind a determiner.
        let noun = at > 0 && self.is(at - 1, Class::DETERMINER | Class::PREPOSITION);
        (follows || adverb || self.plain_object(at + 1)) && !noun
    }

    /// Whether a word can only be the object of a verb before it: an adjective or plural noun in lower case.
    fn plain_object(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.kind == TokenKind::Word
            && !token.capital
            && !self.is(at, Class::FUNCTION)
            && self.low(at - 1).len() > 3
            && {
                let before = at.checked_sub(2).map(|i| self.low(i)).unwrap_or("");
                before.ends_with('s') || before == ")" || self.tokens.get(at.wrapping_sub(2)).is_some_and(|t| t.capital)
            }
    }

    /// Whether a token is a past form of a verb.
    fn is_past(&self, at: usize) -> bool {
        self.is(at, Class::VERB_PAST) || self.low(at).ends_with("ed") && is_verb_past(self.low(at))
    }

    /// Whether a past form is the verb of the clause and no participle before a noun or "by".
    fn finite(&self, at: usize, limit: usize) -> bool {
        at + 1 >= limit || !matches!(self.low(at + 1), "by" | "in" | "at" | "from" | "under")
    }
}

#[cfg(test)]
#[path = "phrase_tests.rs"]
mod tests;
