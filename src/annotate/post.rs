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
pub(super) const HEAD: Class = Class::POST.or(Class::POSTS);

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
        let chief_executive = self.low(at + 1) == "executive" && self.capital(at) && !self.title_of(at + 2);
        if self.low(at) == "chief" && self.low(at + 1) != "of" && !chief_executive
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
        end += usize::from(chief_executive && self.low(at) == "chief");
        end += usize::from(chief_executive && self.low(at) == "chief" && self.low(end) == "officer");
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
        // "The Secretary, Mr Leka"
        let close = self.behind_station(end);
        let holder = self.low(close) == "," && self.honorific(close + 1).is_some() && self.aside_closes(close + 2);
        let beside = !plural && (self.capital(at) && (self.title_of(end) || self.named_before(first)) || holder);
        if affiliation.is_none() && !solid && !beside {
            return None;
        }
        Some(PostMention { tokens: first..end_all, post: start..end, affiliation, plural })
    }

    /// Whether a name goes on from here to a mark or the end: ", Mr Leka, said", not ", Mr Leka said".
    fn aside_closes(&self, from: usize) -> bool {
        /// Tokens at most of a name.
        const NAME: usize = 6;
        let initial = |t: usize| self.low(t) == "." && self.low(t - 1).len() == 1;
        let after = (from..from + NAME).find(|t| !self.capital(*t) && !initial(*t));
        after.is_some_and(|t| t >= self.end || matches!(self.low(t), "," | ";" | "." | "and" | "(" | ")"))
    }

    /// Whether a name may begin behind a post of one word: "Minister Field".
    fn title_of(&self, end: usize) -> bool {
        self.capital(end)
            && self.annotations.tokens[end].kind == TokenKind::Word
            && !self.is(end, Class::FUNCTION | Class::NO_NAME | Class::INSTITUTION | HEAD)
            && !self.field_noun(end)
            && self.annotations.name_over(end).is_none()
    }

    /// "Assistant United Nations High Commissioner for Refugees": the post below the one that names the organisation.
    fn of_a_name(&self, _at: usize, name: Tokens<usize>, from: usize) -> Option<PostMention> {
        // "the United Nations High Commissioner for Refugees, Mr Leka": the post has the name of the organisation
        let holder = self.low(name.end) == "," && self.honorific(name.end + 1).is_some();
        if holder && self.aside_closes(name.end + 2) && name.start >= from {
            return Some(PostMention {
                tokens: name.clone(),
                post: name.clone(),
                affiliation: Some(name),
                plural: false,
            });
        }
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
}
