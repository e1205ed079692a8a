//! Names without honorific in the rows of a list: "Fiji: Ann Field, Jone Leka", "For the delegation of Tonga: Sela Vea".

use std::ops::Range as Tokens;

use super::class::Class;
use super::person::PersonMention;
use super::post::Reader;
use super::{Annotations, NameKind};

/// Words in front of the party for which somebody signs or comes.
const LEAD: &[&str] = &["for", "on", "behalf", "of", "the", "delegation", "government", "republic", "kingdom"];

/// The persons of such rows; a document with a single one has none.
pub(super) fn find(annotations: &Annotations<'_>, known: &[PersonMention]) -> Vec<PersonMention> {
    let mut found = Vec::new();
    let mut rows = 0;
    let mut from = 0;
    for block in &annotations.block_tokens {
        from += known[from..].partition_point(|p| p.tokens.end <= block.start);
        let titled = known[from..].first().is_some_and(|p| p.tokens.start < block.end);
        if titled || block.len() > 40 {
            continue;
        }
        let persons = Reader { annotations, start: block.start, end: block.end }.row_of_persons();
        rows += usize::from(!persons.is_empty());
        found.extend(persons);
    }
    if rows < 2 {
        found.clear();
    }
    let signed = signatures(annotations, known);
    found.retain(|person: &PersonMention| signed.iter().all(|s| s.tokens.start != person.tokens.start));
    found.extend(signed);
    found.extend(possessive(annotations, known));
    found
}

/// What persons do, and hardly anything else of a state: behind "Fiji's Ann Field".
const ACTS_OF_PERSONS: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "spoke",
    "chaired",
    "moderated",
    "presented",
    "addressed",
    "explained",
    "replied",
    "warned",
    "remarked",
    "recalled",
    "concluded",
];

/// A person of whom only the name and the party is told.
fn of_party(tokens: Tokens<usize>, name: Tokens<usize>, party: Tokens<usize>) -> PersonMention {
    let affiliation = Some(party);
    PersonMention { tokens, name, honorific: None, suffix: None, post: None, affiliation, sent_by: None }
}

/// "Fiji's Ann Field said", "Fiji's Ann Field and Tonga's Sela Vea also addressed the meeting".
fn possessive(annotations: &Annotations<'_>, known: &[PersonMention]) -> Vec<PersonMention> {
    let mut found = Vec::new();
    for block in &annotations.block_tokens {
        let reader = Reader { annotations, start: block.start, end: block.end };
        let ending = |i: &usize| matches!(annotations.low(*i), "'s" | "'") && *i > block.start;
        for mark in block.clone().filter(ending) {
            let state = annotations.name_over(mark - 1).filter(|n| n.kind == NameKind::State && n.tokens.end == mark);
            let (Some(state), Some(name)) = (state, reader.name(mark + 1, false)) else { continue };
            let plain = name.clone().all(|i| {
                !reader.is(i, Class::NO_NAME | Class::INSTITUTION | Class::FIELD | Class::POST | Class::HONORIFIC)
                    && !reader.field_noun(i)
                    && annotations.text(i).contains(char::is_lowercase)
            });
            let next = known.partition_point(|p| p.tokens.end <= mark);
            let free = known.get(next).is_none_or(|p| name.end <= p.tokens.start);
            if (2..5).contains(&name.len()) && plain && free && reader.acts(name.end) {
                found.push(of_party(state.tokens.start..name.end, name, state.tokens.clone()));
            }
        }
    }
    found
}

/// "For Fiji" as a line and "Ann Field" below it, a post or not below that: who signed.
fn signatures(annotations: &Annotations<'_>, known: &[PersonMention]) -> Vec<PersonMention> {
    let mut found = Vec::new();
    for pair in annotations.block_tokens.windows(2) {
        let (line, name) = (&pair[0], &pair[1]);
        let for_one = !line.is_empty() && line.len() < 10 && matches!(annotations.low(line.start), "for" | "on");
        if !for_one || name.len() > 5 || known.iter().any(|p| name.contains(&p.name.start)) {
            continue;
        }
        let first = line.clone().find(|i| !LEAD.contains(&annotations.low(*i)));
        let party = first.and_then(|i| annotations.name_at(i)).filter(|n| n.kind != NameKind::Demonym);
        let party = party.filter(|n| (n.tokens.end..line.end).all(|i| matches!(annotations.low(i), ":" | ",")));
        let reader = Reader { annotations, start: name.start, end: name.end };
        let (Some(party), Some(words)) = (party, reader.plain_name(name.start)) else { continue };
        if words.end == name.end {
            let affiliation = Some(party.tokens.clone());
            found.push(PersonMention {
                tokens: words.clone(),
                name: words,
                honorific: None,
                suffix: None,
                post: None,
                affiliation,
                sent_by: None,
            });
        }
    }
    found
}

impl Reader<'_> {
    /// Whether a verb of what persons do stands at a token, or behind the next one of a row of persons.
    fn acts(&self, at: usize) -> bool {
        let mut next = at;
        // "and Tonga's Sela Vea"
        if matches!(self.low(next), "and" | ",")
            && let Some(state) = self.annotations.name_at(next + 1).filter(|n| n.kind == NameKind::State)
            && matches!(self.low(state.tokens.end), "'s" | "'")
            && let Some(name) = self.name(state.tokens.end + 1, false)
        {
            next = name.end;
        }
        while matches!(self.low(next), "also" | "then" | "both" | "who" | "had" | "has" | ",") {
            next += 1;
        }
        ACTS_OF_PERSONS.contains(&self.low(next))
    }

    /// The persons behind the state or organisation with which a block begins.
    fn row_of_persons(&self) -> Vec<PersonMention> {
        let first = (self.start..self.end.min(self.start + 8)).find(|i| !LEAD.contains(&self.low(*i)));
        let Some(party) = first.and_then(|i| self.annotations.name_at(i)).filter(|n| n.kind != NameKind::Demonym)
        else {
            return Vec::new();
        };
        let mut at = party.tokens.end;
        if at >= self.end || self.low(at) != ":" && !self.column(at) {
            return Vec::new();
        }
        at += usize::from(self.low(at) == ":");
        let mut persons = Vec::new();
        while let Some(name) = self.plain_name(at) {
            at = name.end;
            persons.push(of_party(name.clone(), name, party.tokens.clone()));
            let mut next = at;
            while matches!(self.low(next), "," | ";" | "and" | "&") {
                next += 1;
            }
            if next == at {
                break;
            }
            at = next;
        }
        persons
    }

    /// Two to four words of a name and nothing else up to a mark, a column or the end.
    fn plain_name(&self, at: usize) -> Option<Tokens<usize>> {
        let name = self.name(at, false)?;
        let words = name.clone().all(|i| !self.is(i, Class::NO_NAME) && !self.field_noun(i));
        let closed = name.end >= self.end
            || matches!(self.low(name.end), "," | ";" | "(" | "and" | "&")
            || self.column(name.end);
        ((2..5).contains(&name.len()) && words && closed).then_some(name)
    }
}
