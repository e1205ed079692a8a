//! Persons as documents print them: honorific, name, letters after it, post, affiliation.

use std::ops::Range as Tokens;

use super::class::Class;
use super::post::{PostMention, Reader};
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
}

pub(super) const HONORIFICS: &[&str] = &[
    "admiral",
    "amb",
    "ambassador",
    "brigadier",
    "capt",
    "captain",
    "col",
    "colonel",
    "commander",
    "commodore",
    "dame",
    "dato",
    "dato'",
    "datuk",
    "daw",
    "dr",
    "excellency",
    "gen",
    "general",
    "h.e",
    "he",
    "hon",
    "honorable",
    "honourable",
    "inspector",
    "judge",
    "justice",
    "lady",
    "lieutenant",
    "lord",
    "lt",
    "madam",
    "maj",
    "major",
    "messrs",
    "miss",
    "mr",
    "mrs",
    "ms",
    "police",
    "princess",
    "prince",
    "prof",
    "professor",
    "rev",
    "reverend",
    "right",
    "rt",
    "sec",
    "sen",
    "senator",
    "sheikh",
    "sir",
    "sri",
    "superintendent",
    "tan",
    "tun",
];

const SUFFIXES: &[&str] = &[
    "AC", "AM", "AO", "CBE", "CMG", "CNZM", "DBE", "DSO", "GCMG", "GCVO", "JP", "Jr", "Jr.", "KBE", "KC", "KCMG",
    "LLD", "MBE", "MEP", "MHA", "MLA", "MP", "MPs", "OAM", "OBE", "ONZ", "PC", "PSM", "PhD", "QC", "SC", "Sr", "Sr.",
];

/// Capitalised words that no name of a person holds.
pub(super) const NO_NAMES: &[&str] = &[
    "agency",
    "agreement",
    "assembly",
    "association",
    "centre",
    "chairs",
    "co-chairs",
    "commission",
    "committee",
    "communique",
    "conference",
    "convention",
    "council",
    "declaration",
    "delegation",
    "department",
    "forum",
    "framework",
    "government",
    "group",
    "level",
    "mechanism",
    "meeting",
    "meetings",
    "member",
    "members",
    "ministerial",
    "ministry",
    "observer",
    "office",
    "officials",
    "organisation",
    "organization",
    "process",
    "programme",
    "protocol",
    "region",
    "report",
    "republic",
    "resolution",
    "secretariat",
    "senior",
    "session",
    "statement",
    "states",
    "summit",
    "treaty",
    "union",
    "united",
    "workshop",
];

/// Whether a token is an honorific or rank; it may be a word of a post too.
pub(super) fn is_honorific(annotations: &Annotations<'_>, at: usize) -> bool {
    let token = &annotations.tokens[at];
    if !token.capital || !annotations.is(at, Class::HONORIFIC) {
        return false;
    }
    let low = annotations.low(at).trim_end_matches('.');
    match low {
        "he" => annotations.text(at).starts_with("HE"),
        "right" => annotations.tokens.get(at + 1).is_some_and(|_| annotations.low(at + 1).starts_with("hon")),
        "tan" => annotations.tokens.get(at + 1).is_some_and(|_| annotations.low(at + 1) == "sri"),
        "sri" => at > 0 && annotations.low(at - 1) == "tan",
        // A general is none in "Secretary General".
        "general" => at == 0 || !matches!(annotations.low(at - 1), "secretary" | "director" | "attorney" | "governor"),
        "police" => annotations.tokens.get(at + 1).is_some_and(|_| HONORIFICS.contains(&annotations.low(at + 1))),
        _ => true,
    }
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
    let mut used = used.into_iter();
    posts.retain(|p| {
        // "AHEG I coordinator" is one beside a name; alone, a head in small letters needs an affiliation.
        let small =
            p.post.clone().any(|t| annotations.is(t, Class::POST | Class::POSTS) && !annotations.tokens[t].capital);
        !used.next().unwrap_or(false) && (p.affiliation.is_some() || !small)
    });
    persons
}

impl Reader<'_> {
    /// The person whose honorific begins here, or whose name follows directly on a post, or stands before one.
    fn person(&self, at: usize, posts: &[PostMention], used: &mut [bool]) -> Option<PersonMention> {
        let first_post = posts.partition_point(|p| p.tokens.end < at.saturating_sub(2).max(self.start));
        let near = &posts[first_post..posts.len().min(first_post + 4)];
        let honorific = self.honorific(at);
        if honorific.is_none() && !near.iter().chain(posts.get(first_post + 4)).any(|p| p.tokens.end <= self.end) {
            return None;
        }
        let name_at = honorific.as_ref().map_or(at, |h| h.end);
        let name = self.name(name_at, honorific.is_some())?;
        // Ranks that are common words need more than one word behind them.
        let weak = matches!(self.low(at), "general" | "justice" | "judge" | "major" | "commander" | "captain" | "sec");
        if weak && name_at == at + 1 && name.len() < 2 {
            return None;
        }
        let left = near.iter().position(|p| {
            let comma = p.tokens.end + 1 == at && self.low(p.tokens.end) == ",";
            p.tokens.start >= self.start && (p.tokens.end == at || (comma && honorific.is_some())) && !p.plural
        });
        let mut end = name.end;
        let suffix = self.suffix(end);
        if let Some(suffix) = &suffix {
            end = suffix.end;
        }
        let comma = end + usize::from(self.low(end) == ",");
        let after = comma + usize::from(self.low(comma) == "the");
        let right = near
            .iter()
            .chain(posts.get(first_post + 4))
            .position(|p| comma > end && p.tokens.start == after && !p.plural && p.tokens.end <= self.end);
        let chosen = left
            .or(right.filter(|i| honorific.is_some() || name.len() > 1 && posts[first_post + i].affiliation.is_some()));
        let mut person = PersonMention {
            tokens: at..end,
            name,
            honorific: honorific.clone(),
            suffix,
            post: None,
            affiliation: None,
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
        if person.affiliation.is_none() && person.tokens.end == end {
            person.affiliation = self.affiliation(end, comma > end);
            if let Some(affiliation) = &person.affiliation {
                person.tokens.end = affiliation.end;
            } else {
                person.affiliation = self.state_before(person.tokens.start);
                person.tokens.start = person.affiliation.as_ref().map_or(person.tokens.start, |a| a.start);
            }
        }
        Some(person)
    }

    /// "the Hon", "His Excellency Dr", "Senator the Hon.", "Police Major General".
    fn honorific(&self, at: usize) -> Option<Tokens<usize>> {
        let mut end = at;
        let mut seen = false;
        loop {
            let low = self.low(end);
            if end < self.end && is_honorific(self.annotations, end) && self.annotations.name_over(end).is_none() {
                end += 1;
                seen = true;
                end += usize::from(low == "dato" && self.low(end) == "'");
            } else if matches!(low, "the" | "his" | "her")
                && end + 1 < self.end
                && is_honorific(self.annotations, end + 1)
                && matches!(
                    self.low(end + 1).trim_end_matches('.'),
                    "hon" | "honourable" | "honorable" | "excellency" | "right" | "rt"
                )
            {
                end += 1;
            } else {
                return seen.then_some(at..end);
            }
        }
    }

    /// The name of a person at a token: capitalised words and initials that are no known name.
    fn name(&self, at: usize, titled: bool) -> Option<Tokens<usize>> {
        let mut end = at;
        while end < self.end && end - at < 6 {
            let token = &self.annotations.tokens[end];
            let (low, printed) = (self.low(end), self.annotations.text(end));
            if token.kind != TokenKind::Word || SUFFIXES.contains(&printed) || low == "'s" {
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
            let ordinary =
                self.is(end, Class::FUNCTION) && !particle || self.is(end, Class::NO_NAME | Class::POST | Class::POSTS);
            let acronym = printed.len() > 2 && printed.bytes().all(|b| b.is_ascii_uppercase()) && !self.shouts(end);
            if ordinary
                || acronym
                || self.annotations.name_over(end).is_some()
                || (end > at && is_honorific(self.annotations, end))
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

    /// Whether a token stands in a block set in capitals.
    fn shouts(&self, at: usize) -> bool {
        let block = &self.annotations.document.blocks[self.annotations.block_of(at)];
        block.range.len() < 400 && !self.annotations.document.slice(block.range.clone()).contains(char::is_lowercase)
    }

    /// Letters after a name, a comma between or not.
    fn suffix(&self, at: usize) -> Option<Tokens<usize>> {
        let first = at + usize::from(self.low(at) == ",");
        let mut end = first;
        while end < self.end && SUFFIXES.contains(&self.annotations.text(end)) {
            end += 1;
        }
        (end > first).then_some(first..end)
    }

    /// ", of the Royal Thai Police", ", New Zealand Ministry of Foreign Affairs", " of Canada".
    fn affiliation(&self, at: usize, comma: bool) -> Option<Tokens<usize>> {
        let mut first = at + usize::from(comma);
        let of = matches!(self.low(first), "of" | "from");
        first += usize::from(of);
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
    fn state_before(&self, at: usize) -> Option<Tokens<usize>> {
        let last = at.checked_sub(1).filter(|i| *i >= self.start)?;
        let last = if matches!(self.low(last), "," | ":" | "-") { last.checked_sub(1)? } else { last };
        let name = self.annotations.name_over(last)?;
        let alone = name.tokens.end == last + 1 && name.tokens.start == self.start && name.kind != NameKind::Demonym;
        alone.then(|| name.tokens.clone())
    }
}

#[cfg(test)]
#[path = "person_tests.rs"]
mod tests;
