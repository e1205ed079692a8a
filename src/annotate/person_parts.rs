//! The parts of a name of a person that other words look like.

use std::ops::Range as Tokens;

use super::NameKind;
use super::class::Class;
use super::person::is_honorific_mark;
use super::post::Reader;
use super::titles::is_suffix;

impl Reader<'_> {
    /// "Hassan Sheikh Noor": a title that is a name between names.
    pub(super) fn given_name(&self, at: usize) -> bool {
        matches!(self.low(at), "sheikh" | "shaikh" | "sheik" | "sultan" | "imam" | "emir" | "amir" | "king" | "prince")
            && self.capital(at + 1)
            && !self.is(at + 1, Class::FUNCTION | Class::HONORIFIC | Class::POST | Class::NO_NAME)
    }

    /// "the Hon Ann Bishop MP", "Ms Jane Suva, …": a word that is also a title, a post or a town ends the name of a person
    /// with an honorific and a given name, where nothing follows that a title or a town would have.
    pub(super) fn family_name(&self, at: usize) -> bool {
        let town = self.annotations.name_over(at).is_some_and(|n| n.kind == NameKind::Place && n.tokens.len() == 1);
        let title = self.is(at, Class::HONORIFIC | Class::POST) && !is_honorific_mark(self.low(at));
        let next = self.low(at + 1);
        let marked = matches!(next, "," | "." | ";" | ")" | "(" | "and" | "'s" | "who" | "")
            || is_suffix(next)
            || at + 1 < self.end && is_suffix(self.annotations.text(at + 1))
            || at + 1 < self.end
                && !self.annotations.tokens[at + 1].capital
                && !matches!(next, "of" | "for" | "to" | "general" | "on" | "in" | "at");
        (town || title) && marked && !self.column(at)
    }

    /// Whether a token stands in a block set in capitals.
    pub(super) fn shouts(&self, at: usize) -> bool {
        let block = &self.annotations.document.blocks[self.annotations.block_of(at)];
        block.range.len() < 400 && !self.annotations.document.slice(block.range.clone()).contains(char::is_lowercase)
    }

    /// Letters after a name, a comma between or not.
    pub(super) fn suffix(&self, at: usize) -> Option<Tokens<usize>> {
        let first = at + usize::from(self.low(at) == ",");
        let mut end = first;
        while end < self.end && is_suffix(self.annotations.text(end)) {
            end += 1;
        }
        (end > first).then_some(first..end)
    }

    /// "Ms Jane Field (Fiji)": whom the person stands for.
    pub(super) fn in_brackets(&self, at: usize) -> Option<Tokens<usize>> {
        let name = self.annotations.name_at(at + 1).filter(|n| n.tokens.end < self.end)?;
        (self.low(at) == "(" && self.low(name.tokens.end) == ")").then(|| name.tokens.clone())
    }

    /// Whether a name without honorific behind "Minister," is all that stands there, and no institution begins with it.
    pub(super) fn stands_alone(&self, name: &Tokens<usize>) -> bool {
        let after = self.low(name.end);
        let goes_on = self.capital(name.end) && !is_suffix(self.annotations.text(name.end));
        name.len() > 1
            && (!goes_on || after == "and")
            && !matches!(after, "of" | "for" | "'s" | "'")
            && name.clone().all(|i| !self.field_noun(i) && self.annotations.text(i).len() > 1)
    }
}
