//! Posts: `the Director-General of the International Organisation for Migration`, `Australian Foreign Minister`.

use std::ops::Range as Tokens;

use super::class::Class;
use super::{Annotations, NameKind, TokenKind};

/// A post that a text names, without the person who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostMention {
    /// All tokens: affiliation and post, without an article.
    pub tokens: Tokens<usize>,
    /// The post alone ("Director-General", "Minister for Foreign Affairs").
    pub post: Tokens<usize>,
    /// The states or organisations whose post it is; for several ("Australia and Indonesia") the whole list.
    pub affiliation: Option<Tokens<usize>>,
    /// Whether it is in the plural ("Foreign Ministers").
    pub plural: bool,
}

/// Either form of the head of a post.
const HEAD: Class = Class::POST.or(Class::POSTS);

/// All posts of a document, also those beside which a person's name stands.
pub(super) fn find(annotations: &Annotations<'_>) -> Vec<PostMention> {
    let mut posts = Vec::new();
    for block in &annotations.block_tokens {
        let reader = Reader { annotations, start: block.start, end: block.end };
        let mut at = block.start;
        let mut from = block.start;
        while at < block.end {
            let found = if annotations.is(at, HEAD) { reader.at(at, from) } else { None };
            match found {
                Some(post) => {
                    at = post.tokens.end.max(post.post.end).max(at + 1);
                    from = at;
                    posts.push(post);
                }
                None => at += 1,
            }
        }
    }
    posts
}

pub(super) struct Reader<'a> {
    pub(super) annotations: &'a Annotations<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Reader<'_> {
    pub(super) fn low(&self, at: usize) -> &str {
        if at < self.end { self.annotations.low(at) } else { "" }
    }

    pub(super) fn is(&self, at: usize, kinds: Class) -> bool {
        at < self.end && self.annotations.is(at, kinds)
    }

    /// Whether a word names what a post is for.
    pub(super) fn field_noun(&self, at: usize) -> bool {
        self.is(at, Class::FIELD) || super::titles::ends_like_field(self.low(at))
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        at < self.end && self.annotations.tokens[at].capital
    }

    /// The post whose head is a token; nothing left of `from` belongs to it.
    fn at(&self, at: usize, from: usize) -> Option<PostMention> {
        let plural = self.is(at, Class::POSTS);
        // "Chief of Police", but "Chief Executives Board"
        if self.low(at) == "chief" && self.low(at + 1) != "of"
            || self.low(at) == "attorney" && self.low(at + 1) != "general"
        {
            return None;
        }
        if let Some(name) = self.annotations.name_over(at) {
            return self.of_a_name(at, name.tokens.clone(), from);
        }
        let mut end = at + 1;
        // "Secretary General", "Director General"
        end += usize::from(self.low(end) == "general" && self.capital(at) && self.capital(end));
        let start = self.modifiers(at, from);
        let (before, first) = self.before(start, from, plural);
        let named_before = self.named_before(first);
        let (mut end, behind) = self.complement(end, plural, named_before);
        let end_all = behind.as_ref().map_or(end, |b| b.end.max(end));
        // "Fiji Deputy Minister at the Cabinet Office": the state is in front, what follows belongs to the post
        if before.is_some() && behind.is_some() && !plural {
            end = end_all;
        }
        let affiliation = before.clone().or(behind);
        let solid = self.capital(start) && end > start + 1 && !plural;
        if affiliation.is_none() && !solid {
            return None;
        }
        Some(PostMention { tokens: first..end_all, post: start..end, affiliation, plural })
    }

    /// "Assistant United Nations High Commissioner for Refugees": the post below the one that names the organisation.
    fn of_a_name(&self, _at: usize, name: Tokens<usize>, from: usize) -> Option<PostMention> {
        let before = name.start.checked_sub(1).filter(|i| *i >= from)?;
        let below = ["assistant", "deputy", "vice", "acting"].contains(&self.low(before)) && self.capital(before);
        let tokens = before..name.end;
        below.then(|| PostMention { tokens: tokens.clone(), post: tokens, affiliation: Some(name), plural: false })
    }

    /// First token of the words in front of the head: "Deputy Prime", "AHEG I", "Permanent".
    fn modifiers(&self, at: usize, from: usize) -> usize {
        let mut start = at;
        while start > from && at - start < 6 {
            let before = start - 1;
            let token = &self.annotations.tokens[before];
            let low = self.low(before);
            let roman = self.annotations.text(before) == "I" && before > from && self.capital(before - 1);
            let organisation = self.annotations.name_over(before).is_some_and(|n| n.kind == NameKind::Organisation);
            let title = super::titles::is_grade(low);
            let word = token.kind == TokenKind::Word
                && (token.capital || title)
                && (!self.is(before, Class::FUNCTION) || roman)
                && low != "'s"
                && (title || before == from || !super::person::is_honorific(self.annotations, before - 1));
            let named = self.annotations.name_over(before).is_some();
            // An acronym and its number belong to the post ("AHEG I coordinator"), other names are affiliations.
            let numbered = organisation
                && start < at
                && self.annotations.text(start).bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
            if !word
                || (named && !numbered)
                || super::person::is_honorific(self.annotations, before)
                || self.is(before, HEAD)
            {
                break;
            }
            start = before;
        }
        // "Hon. Ann Field Deputy Minister": the name of a person, then the post
        let honoured = |i: usize| i >= from.max(1) && super::person::is_honorific(self.annotations, i);
        if start < at && start > from && (honoured(start - 1) || start > from + 1 && honoured(start - 2)) {
            let title = |i: &usize| super::titles::is_grade(self.low(*i)) || self.low(*i) == "senior";
            start = (start..at).find(title).unwrap_or(at);
        }
        start
    }

    /// The affiliation in front of a post, and the first token of all: "Australian", "Fiji's", "Australian and Thai".
    fn before(&self, start: usize, from: usize, plural: bool) -> (Option<Tokens<usize>>, usize) {
        let Some(mut last) = start.checked_sub(1).filter(|i| *i >= from) else { return (None, start) };
        if matches!(self.low(last), "'s" | "'") && last > from {
            last -= 1;
        }
        let Some(name) =
            self.annotations.name_over(last).filter(|n| n.tokens.end == last + 1 && n.tokens.start >= from)
        else {
            return (None, start);
        };
        if name.kind == NameKind::Place {
            return (None, start);
        }
        let mut first = name.tokens.start;
        while plural && first > from + 1 {
            let mut joint = first - 1;
            if self.low(joint) == "the" {
                joint -= 1;
            }
            if !matches!(self.low(joint), "and" | ",") || joint <= from {
                break;
            }
            let comma = usize::from(self.low(joint) == "and" && self.low(joint - 1) == "," && joint - 1 > from);
            match self
                .annotations
                .name_over(joint - 1 - comma)
                .filter(|n| n.kind == name.kind && n.tokens.start >= from)
            {
                Some(other) => first = other.tokens.start,
                None => break,
            }
        }
        (Some(first..last + 1), first)
    }

    /// Whether a name ends in front of a post: "Jane Field, Minister for …", "Sir John MP (Minister of …".
    fn named_before(&self, first: usize) -> bool {
        let bare = first - usize::from(first > self.start && self.low(first - 1) == "the");
        bare >= self.start + 2 && matches!(self.low(bare - 1), "," | "(" | "-" | "–") && self.capital(bare - 2)
    }

    /// End of "for Foreign Affairs and Trade", and the affiliation behind it ("of the Republic of Indonesia").
    ///
    /// Where the name stands in front, capitalised words behind the post are its field, else they may be the name.
    fn complement(&self, mut end: usize, plural: bool, named: bool) -> (usize, Option<Tokens<usize>>) {
        loop {
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
            if !matches!(low, "of" | "for" | "to" | "at" | "on") || (plural && low == "at") {
                return (end, None);
            }
            let article = self.low(end + 1) == "the";
            let first = end + 1 + usize::from(article);
            if let Some(name) =
                self.annotations.name_at(first).filter(|n| n.tokens.end <= self.end && n.kind != NameKind::Demonym)
            {
                // "Ambassador to Fiji", "Representative to the United Nations": there, but not of it
                if low == "to" && !plural {
                    end = name.tokens.end;
                    continue;
                }
                let stop = if plural { self.row(name.tokens.end) } else { self.organ(name.tokens.end) };
                return (end, Some(first..stop));
            }
            // "Personal Envoy of the President", "Adviser to the Prime Minister"
            if let Some(after) = self.served(first).filter(|_| !plural && matches!(low, "of" | "to")) {
                end = after;
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
        let heads = (at..(at + 4).min(self.end))
            .take_while(|i| self.capital(*i))
            .find(|i| matches!(self.low(*i), "minister" | "attorney-general"))?;
        let free = (at..=heads).all(|i| self.annotations.name_over(i).is_none());
        free.then_some(heads + 1)
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
            let goes_on = link
                && self.capital(next)
                && !self.is(next, Class::FUNCTION)
                && !(low == "and" && (known || self.is(next, HEAD)));
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
