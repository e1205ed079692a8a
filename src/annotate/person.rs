//! Persons as documents print them: honorific, name, letters after it, post, affiliation.

use std::ops::Range as Tokens;

use super::class::Class;
use super::post::{PostMention, Reader};
use super::titles::is_suffix;
use super::{Annotations, NameKind, TokenKind};

/// A person in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMention {
    /// All tokens: post, honorific, name, letters and affiliation.
    pub tokens: Tokens<usize>,
    /// The name alone ("Alexander Downer", "Downer").
    pub name: Tokens<usize>,
    /// Honorific or rank ("the Hon", "Dr", "Police Major General").
    pub honorific: Option<Tokens<usize>>,
    /// Letters after the name ("MP", "GCMG").
    pub suffix: Option<Tokens<usize>>,
    /// The post ("Foreign Minister", "Minister for Foreign Affairs", "AHEG I coordinator").
    pub post: Option<Tokens<usize>>,
    /// The state or organisation for which the post or person stands, as printed ("Australian", "Indonesia",
    /// "New Zealand Ministry of Foreign Affairs and Trade", "Royal Thai Police").
    pub affiliation: Option<Tokens<usize>>,
    /// The state or organisation in brackets behind the name, where a post is told as well ("the Chair, Dr Jane Field (Fiji)").
    pub sent_by: Option<Tokens<usize>>,
}

/// Tokens of honorifics and ranks at most in front of a name.
const LONGEST_TITLE: usize = 16;

/// Whether a token is an honorific or rank; it may be a word of a post too.
pub(super) fn is_honorific(annotations: &Annotations<'_>, at: usize) -> bool {
    let token = &annotations.tokens[at];
    if !token.capital || !annotations.is(at, Class::HONORIFIC) {
        return false;
    }
    let low = annotations.low(at).trim_end_matches('.');
    match low {
        "he" => annotations.text(at).starts_with("HE"),
        "right" | "most" => annotations.tokens.get(at + 1).is_some_and(|_| annotations.low(at + 1).starts_with("hon")),
        "tan" => annotations.tokens.get(at + 1).is_some_and(|_| annotations.low(at + 1) == "sri"),
        "sri" => at > 0 && annotations.low(at - 1) == "tan",
        // A general is none in "Secretary General".
        "general" => at == 0 || !matches!(annotations.low(at - 1), "secretary" | "director" | "attorney" | "governor"),
        "royal" | "serene" => {
            annotations.tokens.get(at + 1).is_some_and(|_| matches!(annotations.low(at + 1), "highness" | "highnesses"))
        }
        // "Chief Adewale Obi" beside another title or a post; "Chief Negotiator" is none
        "chief" => {
            at > 0
                && annotations.is(at - 1, Class::HONORIFIC | Class::POST)
                && annotations
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.capital && !annotations.is(at + 1, Class::POST | Class::POSTS))
        }
        "police" => annotations.is(at + 1, Class::HONORIFIC),
        // "M. Jean Leka"; in "Mr. M. Leka" and "Ann M. Leka" it is an initial
        "m" => {
            let initial = at > 0 && annotations.is(at - 1, Class::CAPITAL | Class::HONORIFIC);
            let name = annotations.tokens.get(at + 1).is_some_and(|t| t.capital && t.end - t.start > 2);
            annotations.text(at) == "M." && !initial && name
        }
        _ => true,
    }
}

/// Titles that are no family name of anybody.
pub(super) fn is_honorific_mark(low: &str) -> bool {
    low.ends_with('.')
        || matches!(
            low,
            "mr" | "mrs"
                | "ms"
                | "dr"
                | "hon"
                | "sir"
                | "madam"
                | "excellency"
                | "prof"
                | "minister"
                | "ambassador"
                | "president"
                | "secretary"
                | "director"
                | "chairman"
                | "chair"
                | "chairperson"
                | "secretary-general"
                | "director-general"
                | "commissioner"
                | "representative"
        )
}

/// The persons of a document, with the posts beside their names taken from `posts`.
pub(super) fn find(annotations: &Annotations<'_>, posts: &mut Vec<PostMention>) -> Vec<PersonMention> {
    let mut persons: Vec<PersonMention> = Vec::new();
    let mut used = vec![false; posts.len()];
    for block in &annotations.block_tokens {
        let reader = Reader { annotations, start: block.start, end: block.end };
        let mut at = block.start;
        while at < block.end {
            let article = annotations.is(at, Class::DETERMINER) && annotations.low(at) == "the";
            if !annotations.is(at, Class::CAPITAL) && !article {
                at += 1;
                continue;
            }
            match reader.person(at, posts, &mut used) {
                Some(person) => {
                    at = person.tokens.end.max(at + 1);
                    persons.push(person);
                }
                None => at += 1,
            }
        }
    }
    // "Ms Ann Field and Mr Jone Leka (Fiji)": both
    for index in 1..persons.len() {
        let (left, right) = persons.split_at_mut(index);
        let (Some(first), Some(second)) = (left.last_mut(), right.first()) else { continue };
        let and = first.tokens.end + 1 == second.tokens.start && annotations.low(first.tokens.end) == "and";
        let bare = first.affiliation.is_none() && first.post.is_none() && second.post.is_none();
        let bracket = second.affiliation.clone().filter(|a| a.start > second.name.end);
        if let Some(bracket) = bracket.filter(|a| and && bare && annotations.low(a.start - 1) == "(") {
            first.affiliation = Some(bracket);
        }
    }
    let rows = super::person_rows::find(annotations, &persons);
    persons.extend(rows);
    persons.sort_by_key(|p| p.tokens.start);
    let mut used = used.into_iter();
    posts.retain(|p| {
        // "AHEG I coordinator" is one beside a name; alone, a head in small letters needs an affiliation.
        let small =
            p.post.clone().any(|t| annotations.is(t, Class::POST | Class::POSTS) && !annotations.tokens[t].capital);
        // a word like "Minister" is a post beside a name only
        let lone = p.affiliation.is_none() && p.post.len() == 1;
        !used.next().unwrap_or(false) && (p.affiliation.is_some() || !small) && !lone
    });
    persons
}

impl Reader<'_> {
    /// The person whose honorific begins here, or whose name follows directly on a post, or stands before one.
    fn person(&self, at: usize, posts: &[PostMention], used: &mut [bool]) -> Option<PersonMention> {
        let first_post = posts.partition_point(|p| p.tokens.end < at.saturating_sub(5).max(self.start));
        let near = &posts[first_post..posts.len().min(first_post + 4)];
        let honorific = self.honorific(at);
        if honorific.is_none() && !near.iter().chain(posts.get(first_post + 4)).any(|p| p.tokens.end <= self.end) {
            return None;
        }
        let name_at = honorific.as_ref().map_or(at, |h| h.end);
        // "H.E. President Ann Field": the post stands between title and name
        let inner = near
            .iter()
            .enumerate()
            .position(|(i, p)| honorific.is_some() && p.tokens.start == name_at && !p.plural && !used[first_post + i]);
        let inner = inner.and_then(|i| self.name(near[i].tokens.end, true).map(|name| (i, name)));
        let name = match &inner {
            Some((_, name)) => name.clone(),
            None => self.name(name_at, honorific.is_some())?,
        };
        // "Chief Executives Board": capitals that go on with a word of no name
        if honorific.is_none() && self.capital(name.end) && self.is(name.end, Class::NO_NAME) {
            return None;
        }
        // Ranks that are common words need more than one word behind them.
        let weak = matches!(
            self.low(at),
            "general"
                | "justice"
                | "judge"
                | "major"
                | "commander"
                | "captain"
                | "sec"
                | "king"
                | "queen"
                | "sultan"
                | "prince"
                | "sheikh"
                | "chief"
                | "marshal"
                | "sergeant"
                | "inspector"
                | "superintendent"
        );
        if weak && name_at == at + 1 && name.len() < 2 {
            return None;
        }
        let left = near.iter().enumerate().position(|(i, p)| {
            // "Secretary of the Lake Union (LU), Ms Field"
            let last = self.behind_station(self.behind_acronym(p.tokens.end));
            let comma = last + 1 == at && self.low(last) == ",";
            let open = comma && honorific.is_none() && self.stands_alone(&name);
            !used[first_post + i]
                && p.tokens.start >= self.start
                && (p.tokens.end == at || (comma && honorific.is_some()) || open)
                && !p.plural
        });
        let mut end = name.end;
        let suffix = self.suffix(end);
        if let Some(suffix) = &suffix {
            end = suffix.end;
        }
        // "Mr John Field (Fiji), Chair of the Group"
        let sent_by = self.in_brackets(end).filter(|_| honorific.is_some());
        if let Some(sent_by) = &sent_by {
            end = sent_by.end + 1;
        }
        let mark = self.low(end) == "," || honorific.is_some() && matches!(self.low(end), "-" | "–" | "(");
        let comma = end + usize::from(mark);
        let after = comma + usize::from(self.low(comma) == "the");
        let right = near.iter().chain(posts.get(first_post + 4)).position(|p| {
            let joined = comma > end || honorific.is_some() && name.len() > 1 && after == end;
            // "Fiji's Minister", "Fiji Minister": the article stands before the state
            (joined || honorific.is_some() && p.tokens.start == end)
                && p.tokens.start == after
                && !p.plural
                && p.tokens.end <= self.end
        });
        // "the outgoing Chairman of the Conference, the Hon. Ann Field, Prime Minister of Fiji": the post of her state
        let passing = |p: &PostMention| {
            let former =
                p.post.start > self.start && matches!(self.low(p.post.start - 1), "former" | "outgoing" | "incoming");
            former || p.post.clone().any(|t| matches!(self.low(t), "former" | "outgoing" | "incoming"))
        };
        let state = |p: &PostMention| p.affiliation.is_some();
        let left =
            left.filter(|l| !(passing(&posts[first_post + l]) && right.is_some_and(|i| state(&posts[first_post + i]))));
        let chosen = inner.map(|(i, _)| i).or(left).or(right.filter(|i| {
            let post = &posts[first_post + i];
            let told = post.affiliation.is_some() || self.introduced(at, post) || self.opens_row(at, &name, post);
            honorific.is_some() || name.len() > 1 && told
        }));
        let mut person = PersonMention {
            tokens: at..end,
            name,
            honorific: honorific.clone(),
            suffix,
            post: None,
            affiliation: None,
            sent_by,
        };
        if let Some(i) = chosen {
            let post = &posts[first_post + i];
            used[first_post + i] = true;
            person.post = Some(post.post.clone());
            person.affiliation.clone_from(&post.affiliation);
            person.tokens = person.tokens.start.min(post.tokens.start)..person.tokens.end.max(post.tokens.end);
        } else if honorific.is_none() {
            return None;
        }
        if person.affiliation.is_none() {
            person.affiliation = person.sent_by.take();
        }
        if person.affiliation.is_none() {
            let last = person.tokens.end;
            person.affiliation = self.in_brackets(last).or_else(|| self.affiliation(last, self.low(last) == ","));
            if let Some(affiliation) = &person.affiliation {
                person.tokens.end = affiliation.end + usize::from(self.low(last) == "(");
            } else {
                person.affiliation = self.state_before(person.tokens.start);
                person.tokens.start = person.affiliation.as_ref().map_or(person.tokens.start, |a| a.start);
            }
        }
        Some(person)
    }

    /// "the Hon", "His Excellency Dr", "Senator the Hon.", "Police Major General".
    pub(super) fn honorific(&self, at: usize) -> Option<Tokens<usize>> {
        let mut end = at;
        let mut seen = false;
        loop {
            let low = self.low(end);
            if end - at > LONGEST_TITLE {
                return None;
            }
            // "Ambassador (Dr) Ann Field"
            let inner = seen && low == "(" && self.low(end + 2) == ")" && end + 2 < self.end;
            if inner
                && (self.is(end + 1, Class::HONORIFIC)
                    || matches!(self.low(end + 1).trim_end_matches('.'), "eng" | "retd" | "rtd" | "ret"))
            {
                end += 3;
                continue;
            }
            if end < self.end && is_honorific(self.annotations, end) && self.annotations.name_over(end).is_none() {
                end += 1;
                seen = true;
                end += usize::from(low == "dato" && self.low(end) == "'");
            } else if matches!(low, "the" | "his" | "her")
                && end + 1 < self.end
                && is_honorific(self.annotations, end + 1)
                && matches!(
                    self.low(end + 1).trim_end_matches('.'),
                    "hon" | "honourable" | "honorable" | "excellency" | "right" | "rt" | "most"
                )
            {
                end += 1;
            } else {
                return seen.then_some(at..end);
            }
        }
    }

    /// The name of a person at a token: capitalised words and initials that are no known name.
    pub(super) fn name(&self, at: usize, titled: bool) -> Option<Tokens<usize>> {
        let mut end = at;
        while end < self.end && end - at < 6 {
            let token = &self.annotations.tokens[end];
            let (low, printed) = (self.low(end), self.annotations.text(end));
            if token.kind != TokenKind::Word || is_suffix(printed) || low == "'s" {
                break;
            }
            let particle = end > at
                && matches!(
                    low,
                    "bin" | "binti" | "bte" | "van" | "von" | "der" | "de" | "da" | "dos" | "al" | "el" | "ibn"
                )
                && self.capital(end + 1);
            // OCR reads a capital I as l: "lsaac".
            let misread = titled
                && end == at
                && low.starts_with('l')
                && !token.capital
                && self.capital(end + 1)
                && !self.is(end, Class::FUNCTION);
            if !(token.capital || particle || misread) {
                break;
            }
            if end > at && titled && self.family_name(end) {
                end += 1;
                continue;
            }
            // "Le The Tiem": a word like an article inside of a name
            let inner = titled
                && end > at
                && token.capital
                && low == "the"
                && self.capital(end + 1)
                && !self.is(end + 1, Class::POST);
            let ordinary = self.is(end, Class::FUNCTION) && !particle && !inner
                || self.is(end, Class::NO_NAME | Class::POST | Class::POSTS);
            let acronym = printed.len() > 2 && printed.bytes().all(|b| b.is_ascii_uppercase()) && !self.shouts(end);
            if ordinary
                || acronym
                || end > at && (super::titles::is_grade(low) || self.column(end))
                || self.annotations.name_over(end).is_some() && !(titled && end == at && self.given_town(end))
                || (end > at && is_honorific(self.annotations, end) && !self.given_name(end))
            {
                break;
            }
            let dates = &self.annotations.dates;
            if dates.get(dates.partition_point(|d| d.tokens.end <= end)).is_some_and(|d| d.tokens.start <= end) {
                break;
            }
            end += 1;
        }
        (end > at && self.annotations.text(end - 1).len() > 1).then_some(at..end)
    }

    /// "Mr Field, Ambassador for Reefs, Fiji, and Ms Leka, …": a state that closes what is said of a person.
    pub(super) fn state_behind(&self, end: usize) -> Option<Tokens<usize>> {
        let name = self.annotations.name_at(end + 1).filter(|n| self.low(end) == "," && n.kind == NameKind::State)?;
        let mut next = name.tokens.end;
        let stop = matches!(self.low(next), "" | "." | ";" | ")");
        next += usize::from(self.low(next) == ",");
        next += usize::from(self.low(next) == "and");
        let another = next > name.tokens.end && self.honoured(next);
        (name.tokens.end <= self.end && (stop || another)).then(|| name.tokens.clone())
    }

    /// Whether a column of a table begins with a token: a tab or three spaces stand in front of it.
    pub(super) fn column(&self, at: usize) -> bool {
        let document = self.annotations.document;
        let (left, right) = (&self.annotations.tokens[at - 1], &self.annotations.tokens[at]);
        let printed = document.quote(document.span(left.start..right.end));
        printed.contains('\t') || printed.contains("   ")
    }
}

#[cfg(test)]
#[path = "person_tests.rs"]
mod tests;
