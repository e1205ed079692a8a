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

pub(super) const HEADS: &[&str] = &[
    "administrator",
    "adviser",
    "advisor",
    "ambassador",
    "attorney-general",
    "beretitenti",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "co-chair",
    "co-chairman",
    "co-chairperson",
    "commissioner",
    "coordinator",
    "co-ordinator",
    "director",
    "director-general",
    "envoy",
    "governor",
    "governor-general",
    "head",
    "minister",
    "premier",
    "president",
    "prime-minister",
    "rapporteur",
    "representative",
    "secretary",
    "secretary-general",
    "speaker",
    "vice-president",
    "under-secretary-general",
    "under-secretary",
    "vice-chair",
    "taoiseach",
];

/// Words of the fields of ministries and offices: they belong to the post, never to the name behind it.
pub(super) const FIELDS: &str = " affairs agriculture aid americas asia assistance asylum border building business cabinet \
    children citizenship climate commerce communications community cooperation co-operation counter-terrorism culture \
    customs defence defense development disarmament economic economy education employment energy environment equality europe \
    external family finance fisheries food foreign forestry gender general governance health home housing human \
    humanitarian immigration industry information infrastructure integration interior internal international investment \
    justice labor labour law legal local management migration multicultural national naturalisation order pacific peace \
    planning police policy political population prisons protection public refugees regional relations religious reform research resources \
    rights rural safety science security services social south south-east sport sports state state- tourism trade transport treasury united \
    urban water welfare women works youth world policing ";

/// Plurals of [`HEADS`] with another ending than `s`.
pub(super) const PLURALS: &[&str] = &["secretaries", "directors-general", "attorneys-general", "secretaries-general"];

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

    pub(super) fn capital(&self, at: usize) -> bool {
        at < self.end && self.annotations.tokens[at].capital
    }

    /// The post whose head is a token; nothing left of `from` belongs to it.
    fn at(&self, at: usize, from: usize) -> Option<PostMention> {
        let plural = self.is(at, Class::POSTS);
        if let Some(name) = self.annotations.name_over(at) {
            return self.of_a_name(at, name.tokens.clone(), from);
        }
        let mut end = at + 1;
        // "Secretary General", "Director General"
        end += usize::from(self.low(end) == "general" && self.capital(at) && self.capital(end));
        let start = self.modifiers(at, from);
        let (before, first) = self.before(start, from, plural);
        let (end, behind) = self.complement(end, plural);
        let end_all = behind.as_ref().map_or(end, |b| b.end.max(end));
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
            let title = matches!(
                low,
                "deputy" | "assistant" | "acting" | "vice" | "foreign" | "prime" | "permanent" | "special" | "high"
            );
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

    /// End of "for Foreign Affairs and Trade", and the affiliation behind it ("of the Republic of Indonesia").
    fn complement(&self, mut end: usize, plural: bool) -> (usize, Option<Tokens<usize>>) {
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
            if !matches!(low, "of" | "for" | "to" | "at" | "on") || (plural && low == "at") {
                return (end, None);
            }
            let article = self.low(end + 1) == "the";
            let first = end + 1 + usize::from(article);
            if let Some(name) =
                self.annotations.name_at(first).filter(|n| n.tokens.end <= self.end && n.kind != NameKind::Demonym)
            {
                let stop = if plural { self.row(name.tokens.end) } else { self.organ(name.tokens.end) };
                return (end, Some(first..stop));
            }
            if article && self.capital(first) {
                return (end, Some(first..self.organ(first + 1)));
            }
            if low == "to" || low == "at" {
                return (end, None);
            }
            match self.field(first) {
                Some(after) => end = after,
                None => return (end, None),
            }
        }
    }

    /// A second post of the same person: "and Minister for Legal Affairs".
    fn second_head(&self, at: usize) -> Option<usize> {
        let heads = (at..(at + 4).min(self.end))
            .take_while(|i| self.capital(*i))
            .find(|i| matches!(self.low(*i), "minister" | "attorney-general"))?;
        let free = (at..=heads).all(|i| self.annotations.name_over(i).is_none());
        free.then_some(heads + 1)
    }

    /// End of the field of a ministry: "Foreign Affairs", "Political, Legal and Security Affairs".
    fn field(&self, first: usize) -> Option<usize> {
        let mut at = first;
        loop {
            let from = at;
            while at < self.end && self.field_word(at, at == first) {
                at += 1;
            }
            if at == from {
                return (at > first).then(|| if matches!(self.low(at - 1), "and" | ",") { at - 1 } else { at });
            }
            let and = usize::from(self.low(at) == ",")
                + usize::from(self.low(at) == "and" || (self.low(at) == "," && self.low(at + 1) == "and"));
            let going = and > 0 && self.field_word(at + and, false) && !self.is(at + and, HEAD);
            // A comma goes on only if the row ends in "and": "Political, Legal and Security Affairs".
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

    /// Whether a token is a word of a ministry's field and not of a person's name.
    fn field_word(&self, at: usize, first: bool) -> bool {
        if at >= self.end
            || self.annotations.tokens[at].kind != TokenKind::Word
            || self.annotations.name_over(at).is_some()
        {
            return false;
        }
        if self.is(at, Class::FIELD) {
            return true;
        }
        let open = self.capital(at)
            && !self.is(at, Class::FUNCTION | HEAD)
            && !super::person::is_honorific(self.annotations, at);
        open && (first || (self.capital(at + 1) && self.is(at + 1, Class::FIELD)))
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
