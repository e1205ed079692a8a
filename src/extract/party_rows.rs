//! Several parties with their delegates in one run of text: "Fiji (Ms A, Mr B), Tonga (Mr C)", "Fiji - Ms A, Minister for Ports; Tonga - Mr B".

use std::ops::Range as Tokens;

use super::attendance::{Row, persons_in};
use super::parties::{can_take_part, listed};
use super::reader::Reader;
use crate::annotate::Name;

/// "Participants: Fiji (Ms A), Tonga (Mr B)", "Delegations were led by: Fiji - Ms A; Tonga - Mr B".
pub(super) fn run_in(r: &Reader<'_>, sentence: &Tokens<usize>) -> Vec<Row> {
    let colon = sentence.clone().take(16).find(|t| r.low(*t) == ":");
    let Some(colon) = colon.filter(|_| r.a.persons_near(sentence.clone()).len() > 1) else { return Vec::new() };
    let lead = sentence.start..colon;
    let label = r.lexicon("AttendanceHeading", sentence.start).filter(|(end, _)| *end == colon).map(|(_, c)| c);
    let told = lead.clone().any(|t| r.in_lexicon("AttendanceNoun", t) || r.in_lexicon("AttendVerb", t));
    let Some(capacity) = label.or(told.then_some("member")) else { return Vec::new() };
    party_rows(r, colon + 1..sentence.end, capacity, &lead)
}

/// One row for each party; none unless at least two of them have persons of their own.
pub(super) fn party_rows(r: &Reader<'_>, tokens: Tokens<usize>, capacity: &str, lead: &Tokens<usize>) -> Vec<Row> {
    let persons = persons_in(r, &tokens);
    if persons.len() < 2 {
        return Vec::new();
    }
    let mut depth = 0_usize;
    let mut heads: Vec<Name> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match r.low(at) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let name = r.a.name_at(at).filter(|n| depth == 0 && n.tokens.end <= tokens.end && can_take_part(r, n));
        match name {
            Some(name) if opens(r, &tokens, name) => {
                at = name.tokens.end;
                heads.push(name.clone());
            }
            _ => at += 1,
        }
    }
    let ends: Vec<usize> = heads.iter().skip(1).map(|n| n.tokens.start).chain([tokens.end]).collect();
    let rows: Vec<Row> = heads
        .into_iter()
        .zip(ends)
        .map(|(party, end)| {
            let own = party.tokens.start..end;
            let persons = persons_in(r, &own).filter(|i| r.a.persons[*i].name.start >= party.tokens.end).collect();
            Row {
                parties: vec![party],
                persons,
                capacity: capacity.to_owned(),
                tokens: own,
                lead: lead.clone(),
                ..Row::default()
            }
        })
        .collect();
    let delegated = rows.iter().filter(|row| !row.persons.is_empty()).count();
    if delegated > 1 { rows } else { Vec::new() }
}

/// Whether a name stands where a party would: at the start or behind a mark, with its delegates or another party behind it.
fn opens(r: &Reader<'_>, tokens: &Tokens<usize>, name: &Name) -> bool {
    let mut before = name.tokens.start;
    while before > tokens.start && matches!(r.low(before - 1), "the" | "and") {
        before -= 1;
    }
    let first = before == tokens.start || matches!(r.low(before - 1), "," | ";" | ")" | ":");
    let next = r.low(name.tokens.end);
    let person = persons_in(r, &(name.tokens.end..name.tokens.end + 3)).next();
    let delegates = matches!(next, "(" | "-" | "–" | "—" | ":")
        && person.is_some_and(|i| r.a.persons[i].tokens.start <= name.tokens.end + 2);
    first && (delegates || plain(r, tokens, name))
}

/// "Fiji," in the same list, without a delegate of its own.
fn plain(r: &Reader<'_>, tokens: &Tokens<usize>, name: &Name) -> bool {
    let next = name.tokens.end;
    let divided = matches!(r.low(next), "," | ";") && next + 1 < tokens.end;
    let other = next + 1 + usize::from(matches!(r.low(next + 1), "and" | "the"));
    divided && listed(r, &(other..tokens.end.min(other + 8))).first().is_some_and(|n| n.tokens.start == other)
}
