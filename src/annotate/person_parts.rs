//! The parts of a name of a person that other words look like.

use std::ops::Range as Tokens;

use super::NameKind;
use super::class::Class;
use super::person::is_honorific_mark;
use super::post::{PostMention, Reader};
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

    /// "Ms Florence Leka", "Mr Santiago Paz": a town that is a given name, behind a title.
    pub(super) fn given_town(&self, at: usize) -> bool {
        let town =
            self.annotations.name_over(at).is_some_and(|n| n.kind == NameKind::Place && n.tokens == (at..at + 1));
        let plain = Class::FUNCTION | Class::HONORIFIC | Class::POST | Class::NO_NAME | Class::INSTITUTION;
        let next = at + 1;
        town && self.capital(next)
            && !self.is(next, plain)
            && !self.column(next)
            && self.annotations.name_over(next).is_none_or(|n| n.kind == NameKind::Place)
    }

    /// The token behind "in Suva", where an ambassador has his seat.
    pub(super) fn behind_station(&self, at: usize) -> usize {
        let town =
            self.annotations.name_at(at + 1).filter(|n| matches!(self.low(at), "in" | "at") && n.tokens.end < self.end);
        town.filter(|n| matches!(n.kind, NameKind::Place | NameKind::State)).map_or(at, |n| n.tokens.end)
    }

    /// The token behind "(LU)", if that stands at one.
    pub(super) fn behind_acronym(&self, at: usize) -> usize {
        let short =
            |i: usize| i < self.end && self.annotations.text(i).bytes().filter(u8::is_ascii_uppercase).count() > 1;
        if self.low(at) == "(" && self.low(at + 2) == ")" && short(at + 1) { at + 3 } else { at }
    }

    /// "chaired by Ann Field, General Director": what stands in front says that somebody acts, and the post is one of
    /// several words that a mark closes.
    pub(super) fn introduced(&self, at: usize, post: &PostMention) -> bool {
        let before = at.checked_sub(1).filter(|i| *i >= self.start).map_or("", |i| self.low(i));
        let closed = matches!(self.low(post.tokens.end), "," | "." | ";" | "and" | "");
        matches!(before, "by" | "said" | "added" | "elected") && post.post.len() > 1 && closed
    }

    /// "Ann Field, Minister of the Interior" as a line, or behind the mark that divides a list: nothing but a name in front of
    /// the post.
    pub(super) fn opens_row(&self, at: usize, name: &Tokens<usize>, post: &PostMention) -> bool {
        let first = at == self.start || matches!(self.low(at - 1), ":" | ";");
        let words = name.clone().all(|i| {
            !self.is(i, Class::NO_NAME | Class::INSTITUTION | Class::FIELD | Class::POST | Class::HONORIFIC)
                && !self.field_noun(i)
        });
        let closed = matches!(self.low(post.tokens.end), "," | "." | ";" | "");
        first
            && words
            && closed
            && (2..5).contains(&name.len())
            && self.low(name.end) == ","
            && self.capital(post.post.start)
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

    /// ", of the Royal Thai Police", ", New Zealand Ministry of Foreign Affairs", " of Canada".
    pub(super) fn affiliation(&self, at: usize, comma: bool) -> Option<Tokens<usize>> {
        let mut first = at + usize::from(comma);
        let behalf = self.low(first) == "on" && self.low(first + 1) == "behalf" && self.low(first + 2) == "of";
        first += if behalf { 2 } else { 0 };
        // "Ms Field, representing Fiji", "…, speaking for Fiji"
        let speaks = comma && self.low(first) == "speaking" && self.low(first + 1) == "for";
        first += usize::from(speaks);
        let of = matches!(self.low(first), "of" | "from" | "representing") || speaks || behalf;
        first += usize::from(matches!(self.low(first), "of" | "from" | "representing" | "for"));
        // "on behalf of the Director-General of the World Bank"
        let head = first + usize::from(self.low(first) == "the");
        if (speaks || behalf) && self.is(head, super::post::HEAD) && self.low(head + 1) == "of" {
            first = head + 2;
        }
        first += usize::from(self.low(first) == "the");
        if !self.capital(first) || self.honorific(first).is_some() || (!of && !comma) {
            return None;
        }
        let name = self.annotations.name_at(first).filter(|n| n.tokens.end <= self.end);
        let from = name.map_or(first, |n| n.tokens.end);
        let end = self.organ(from.max(first + usize::from(name.is_none())));
        // A state alone behind a comma is a member of a list as likely as not.
        let organ = end > from && name.is_some();
        let kind = name.map(|n| n.kind);
        let sound = match kind {
            Some(NameKind::Organisation) => true,
            Some(NameKind::Demonym) => organ,
            Some(_) => of || organ,
            None => of,
        };
        sound.then_some(first..end)
    }

    /// The state in whose line of a list a person stands: "Canada Hon. Ann Field".
    pub(super) fn state_before(&self, at: usize) -> Option<Tokens<usize>> {
        let last = at.checked_sub(1).filter(|i| *i >= self.start)?;
        let last = if matches!(self.low(last), "," | ":" | "-") { last.checked_sub(1)? } else { last };
        let name = self.annotations.name_over(last)?;
        // "For the Republic of Fiji: Hon. Ann Field"
        let mut first = name.tokens.start;
        while first > self.start && matches!(self.low(first - 1), "for" | "the" | "of" | "behalf" | "on" | "government")
        {
            first -= 1;
        }
        let alone = name.tokens.end == last + 1 && first == self.start && name.kind != NameKind::Demonym;
        alone.then(|| name.tokens.clone())
    }
}
