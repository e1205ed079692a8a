//! What a post is for and whose it is: `for Foreign Affairs and Trade`, `of the Republic of Indonesia`.

use std::ops::Range as Tokens;

use super::class::Class;
use super::post::{HEAD, Reader};
use super::{NameKind, TokenKind};

impl Reader<'_> {
    /// End of "for Foreign Affairs and Trade", and the affiliation behind it ("of the Republic of Indonesia").
    ///
    /// Where the name stands in front, capitalised words behind the post are its field, else they may be the name.
    pub(super) fn complement(&self, mut end: usize, plural: bool, named: bool) -> (usize, Option<Tokens<usize>>) {
        loop {
            // "Minister Responsible for Fisheries"
            end += usize::from(self.low(end) == "responsible" && self.low(end + 1) == "for");
            let low = self.low(end);
            if low == "and" || (low == "," && self.low(end + 1) == "and") {
                let next = end + 1 + usize::from(low == ",");
                match self.second_head(next) {
                    Some(after) => {
                        end = after;
                        continue;
                    }
                    None => return (end, None),
                }
            }
            // "Secretary, Ministry of Trade", "Director, Department of Fisheries, Fiji"
            if low == "," && !plural && self.capital(end + 1) && self.annotations.name_at(end + 1).is_none() {
                let stop = self.organ(end + 2);
                if self.institution(end + 1, stop) && !self.field_noun(end + 1) {
                    let state = self
                        .annotations
                        .name_at(stop + 1)
                        .filter(|n| self.low(stop) == "," && n.kind == NameKind::State);
                    return (end, Some(end + 1..state.map_or(stop, |n| n.tokens.end)));
                }
            }
            if let Some(state) = self.state_behind(end).filter(|_| named && !plural) {
                return (end, Some(state));
            }
            // "Permanent Secretary in the Ministry of Trade"
            let inside = low == "in" && self.low(end + 1) == "the" && self.institution(end + 2, self.organ(end + 3));
            if !(inside && !plural || matches!(low, "of" | "for" | "to" | "at" | "on")) || (plural && low == "at") {
                return (end, None);
            }
            let article = self.low(end + 1) == "the";
            let first = end + 1 + usize::from(article);
            // "head of the Fijian delegation", "leader of the Fiji delegation"
            let sent = self.annotations.name_at(first).filter(|n| {
                let party = matches!(n.kind, NameKind::Demonym | NameKind::State);
                party && low == "of" && matches!(self.low(n.tokens.end), "delegation" | "mission" | "team")
            });
            if let Some(name) = sent.filter(|_| !plural) {
                return (name.tokens.end + 1, Some(name.tokens.clone()));
            }
            // "executive director of CARFA"
            let short =
                first < self.end && self.annotations.text(first).bytes().filter(u8::is_ascii_uppercase).count() > 2;
            if low == "of" && !article && !plural && short && self.annotations.name_at(first).is_none() {
                return (end, Some(first..first + 1));
            }
            if let Some(name) =
                self.annotations.name_at(first).filter(|n| n.tokens.end <= self.end && n.kind != NameKind::Demonym)
            {
                // "Ambassador to Fiji", "Representative to the United Nations": there, but not of it
                if low == "to" && !plural {
                    end = name.tokens.end;
                    continue;
                }
                // "Special Representative of the Council Secretary-General for Reefs": a post below another one
                let above = name.tokens.end;
                if !plural && self.capital(above) && self.is(above, Class::POST) && low == "of" {
                    let (end, _) = self.complement(above + 1, plural, named);
                    return (end, Some(first..name.tokens.end));
                }
                let run = self.organ(name.tokens.end);
                // "President of Fiji Ann Field": the name of the holder is no part of the state
                let organ = (name.tokens.end..run).any(|i| self.is(i, Class::INSTITUTION));
                let stop = if plural { self.row(name.tokens.end) } else { run };
                return (end, Some(first..if plural || organ { stop } else { name.tokens.end }));
            }
            // "Personal Envoy of the President", "Adviser to the Prime Minister"
            if let Some(after) = self.served(first).filter(|_| !plural && matches!(low, "of" | "to")) {
                end = after;
                continue;
            }
            // "Head of Delegation", "Chief of Mission": what somebody heads, not where
            let unit = matches!(self.low(first), "department" | "unit" | "division" | "section" | "office" | "branch")
                && matches!(self.low(first + 1), "," | "" | "." | ";" | "(" | "at" | "in");
            // "the Minister of the Interior of the host country"
            let host = low == "of" && article && self.low(first) == "host";
            if host && matches!(self.low(first + 1), "country" | "state" | "nation" | "government") && !plural {
                end = first + 2;
                continue;
            }
            if low == "of"
                && !article
                && (unit || matches!(self.low(first), "delegation" | "mission" | "state" | "government" | "staff"))
            {
                end = first + 1;
                continue;
            }
            let organ = self.organ((first + 1).min(self.end));
            if article && self.capital(first) && !self.field_of_article(first, organ) {
                return (end, Some(first..organ));
            }
            // "Secretary, Ministry …", "Director of Operations Division": an institution, not a field
            if low == "of" && self.capital(first) && !article && self.institution(first, organ) {
                return (end, Some(first..organ));
            }
            if low == "to" || low == "at" {
                return (end, None);
            }
            match self.field(first, named) {
                Some(after) => end = after,
                None => return (end, None),
            }
        }
    }

    /// End of the post that another one serves: "the Prime Minister", "the Secretary".
    fn served(&self, first: usize) -> Option<usize> {
        let at = (first..(first + 4).min(self.end))
            .take_while(|i| self.capital(*i) && self.annotations.name_over(*i).is_none())
            .find(|i| self.is(*i, Class::POST))?;
        Some(at + 1 + usize::from(self.low(at + 1) == "general" && self.capital(at + 1)))
    }

    /// "the Interior", "the Public Service", "the Status of Women": fields that take an article.
    fn field_of_article(&self, first: usize, end: usize) -> bool {
        self.field_noun(first) && !self.institution(first, end)
    }

    /// Whether capitalised words up to `end` name an institution: "Department of Trade", "Fisheries Division".
    fn institution(&self, first: usize, end: usize) -> bool {
        // the head stands before "of" or "for", else at the end; "the Public Service", "the Police" are fields
        let stop = (first..end).find(|i| matches!(self.low(*i), "of" | "for" | "on" | "to")).unwrap_or(end);
        let last = stop.saturating_sub(1);
        last >= first
            && self.is(last, Class::INSTITUTION)
            && !(matches!(
                self.low(last),
                "police" | "service" | "services" | "community" | "force" | "forces" | "government"
            ) && (last == first || self.field_noun(last - 1)))
    }

    /// A second post of the same person: "and Minister for Legal Affairs".
    fn second_head(&self, at: usize) -> Option<usize> {
        let heads = (at..(at + 4).min(self.end)).take_while(|i| self.capital(*i)).find(|i| {
            matches!(self.low(*i), "minister" | "attorney-general")
                || self.low(*i) == "attorney" && self.low(*i + 1) == "general"
        })?;
        let free = (at..=heads).all(|i| self.annotations.name_over(i).is_none());
        free.then_some(heads + 1 + usize::from(self.low(heads) == "attorney"))
    }

    /// End of the field of a ministry: "Foreign Affairs", "Trade, Industry and Mining".
    fn field(&self, first: usize, named: bool) -> Option<usize> {
        let mut at = first;
        loop {
            let from = at;
            while at < self.end && self.field_word(at, at == first || named) {
                at += 1;
            }
            // "for People Smuggling Issues of Fiji": words in front of "of" are no name of a person
            let mut open = at;
            while open < self.end && self.field_word(open, true) {
                open += 1;
            }
            if open > at && (self.low(open) == "of" || self.low(open) == "," && self.honoured(open + 1)) {
                at = open;
            }
            if at == from {
                return (at > first).then(|| if matches!(self.low(at - 1), "and" | ",") { at - 1 } else { at });
            }
            let and = usize::from(self.low(at) == ",")
                + usize::from(self.low(at) == "and" || (self.low(at) == "," && self.low(at + 1) == "and"));
            let going = and > 0 && self.field_word(at + and, named) && !self.is(at + and, HEAD);
            // A comma goes on only if the row ends in "and": "Trade, Industry and Mining".
            let row = self.low(at) != ","
                || (at + 1..(at + 7).min(self.end))
                    .take_while(|i| self.capital(*i) || matches!(self.low(*i), "," | "and"))
                    .any(|i| self.low(i) == "and");
            if !going || !row {
                return Some(at);
            }
            at += and;
        }
    }

    /// Whether an honorific begins at a token, an article before it or not.
    pub(super) fn honoured(&self, at: usize) -> bool {
        let at = at + usize::from(self.low(at) == "the");
        at < self.end && super::person::is_honorific(self.annotations, at)
    }

    /// Whether a token is a word of a ministry's field and not of a person's name.
    fn field_word(&self, at: usize, first: bool) -> bool {
        if at >= self.end
            || self.annotations.tokens[at].kind != TokenKind::Word
            || self.annotations.name_over(at).is_some()
        {
            return false;
        }
        if self.field_noun(at) {
            return true;
        }
        let open = self.capital(at)
            && !self.is(at, Class::FUNCTION | HEAD)
            && !super::person::is_honorific(self.annotations, at);
        open && (first || (self.capital(at + 1) && self.field_noun(at + 1)))
    }

    /// End of an organisation that goes on in capitals: "Steering Group", "New Zealand Ministry of Foreign Affairs and Trade".
    pub(super) fn organ(&self, mut at: usize) -> usize {
        loop {
            let low = self.low(at);
            if self.capital(at)
                && !self.is(at, Class::FUNCTION)
                && self.annotations.tokens[at].kind == TokenKind::Word
                && !super::person::is_honorific(self.annotations, at)
            {
                at += 1;
                continue;
            }
            if low == "'s" && self.capital(at + 1) {
                at += 2;
                continue;
            }
            let link = matches!(low, "of" | "for" | "on" | "and" | "to");
            let next = at + 1 + usize::from(matches!(low, "of" | "for" | "on") && self.low(at + 1) == "the");
            let known = self.annotations.name_at(next).is_some_and(|n| n.kind == NameKind::State);
            // "Secretary in the Ministry of Ports of Fiji, and Ms Ann Field": another person begins
            let goes_on = link
                && self.capital(next)
                && !self.is(next, Class::FUNCTION)
                && !(low == "and" && (known || self.is(next, HEAD) || self.honoured(next)));
            if !goes_on {
                return at;
            }
            at = next + 1;
        }
    }

    /// End of a row of names: "Australia, Fiji and the Republic of Korea".
    fn row(&self, mut end: usize) -> usize {
        loop {
            let mut next = end;
            while matches!(self.low(next), "," | "and" | "the") {
                next += 1;
            }
            match self.annotations.name_at(next).filter(|n| next > end && n.tokens.end <= self.end) {
                Some(name) => end = name.tokens.end,
                None => return end,
            }
        }
    }
}
