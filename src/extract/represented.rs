//! Attendance that a verb tells: "A was represented by X", and who led which delegation.

use std::ops::Range as Tokens;

use super::attendance::{Row, persons_in, post_in};
use super::parties::can_take_part;
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::{Name, NameKind};

/// "The Fijian delegation included Mr X and Ms Y", "the delegation of Fiji was composed of …": those who came for a state.
fn composed(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Row> {
    let verb = sentence.clone().find(|t| r.in_lexicon("ComposedOf", *t))?;
    let (end, _) = r.lexicon("ComposedOf", verb)?;
    let mut subject = verb;
    while subject > sentence.start && crate::annotate::is_auxiliary(r.low(subject - 1)) {
        subject -= 1;
    }
    let parties = delegation(r, sentence.start, subject);
    let persons: Vec<usize> = persons_in(r, &(end..sentence.end)).collect();
    let sound = parties.len() == 1 && !persons.is_empty();
    let (capacity, lead) = ("member".to_owned(), sentence.clone());
    sound.then(|| Row { parties, persons, post: None, organ: None, capacity, tokens: sentence.clone(), lead })
}

/// "A was represented by its Minister for Trade and B by Ms X": each with the one who came.
pub(super) fn represented(r: &Reader<'_>, sentence: Tokens<usize>, rows: &mut Vec<Row>) {
    rows.extend(composed(r, &sentence));
    if !sentence.clone().any(|t| matches!(r.low(t), "represented" | "led" | "headed")) {
        return;
    }
    for by in sentence.clone().filter(|t| r.low(*t) == "by") {
        let mut end = by;
        let told = end > sentence.start && matches!(r.low(end - 1), "led" | "headed");
        // "and the Fijian delegation by Ms X"
        let led = told || end > sentence.start && matches!(r.low(end - 1), "delegation" | "delegations" | "side");
        if end > sentence.start && (told || r.low(end - 1) == "represented") {
            end -= 1;
            let negated = (end.saturating_sub(3)..end).any(|t| matches!(r.low(t), "not" | "never"));
            while end > sentence.start
                && (crate::annotate::is_auxiliary(r.low(end - 1)) || matches!(r.low(end - 1), "also" | "each"))
            {
                end -= 1;
            }
            if negated {
                continue;
            }
        }
        let parties = if led { delegation(r, sentence.start, end) } else { row_of_names(r, sentence.start, end) };
        if parties.is_empty() {
            rows.extend(group_of_persons(r, &sentence, end, by));
            continue;
        }
        let after = (by + 1..sentence.end).find(|t| !is_determiner(r.low(*t))).unwrap_or(sentence.end);
        let person = persons_in(r, &(by..sentence.end)).find(|i| {
            let p = &r.a.persons[*i];
            p.tokens.start == after
                || p.tokens.start == by + 1
                || p.honorific.as_ref().is_some_and(|h| h.start == after)
        });
        let limit = person.map_or((after + 12).min(sentence.end), |i| r.a.persons[i].tokens.end);
        let office = post_in(r, after..limit).filter(|p| p.start <= after + 2);
        let plural = r.a.posts_near(after..after + 3).iter().find(|p| p.plural && p.tokens.end > after);
        let bare = || r.lexicon("Post", after).map(|(end, _)| after..end);
        let post = office.or_else(|| plural.map(|p| p.post.clone())).or_else(bare);
        let told = person.map_or_else(|| post.as_ref().map_or(by + 1, |p| p.end), |i| r.a.persons[i].tokens.end);
        rows.push(Row {
            organ: None,
            tokens: parties[0].tokens.start..told,
            parties,
            persons: person.map_or_else(Vec::new, |first| clause_persons(r, first, by, sentence.end)),
            post: post.filter(|_| person.is_none()),
            capacity: "member".to_owned(),
            lead: sentence.clone(),
        });
    }
}

/// "Associate Members were represented by the Premier of X, Mr Y, and the Governor of Z, Ms W": each of those behind.
pub(super) fn group_of_persons(r: &Reader<'_>, sentence: &Tokens<usize>, end: usize, by: usize) -> Vec<Row> {
    let group = (sentence.start..end)
        .any(|t| r.lexicon("Issuer", t).or_else(|| r.lexicon("GroupNoun", t)).is_some_and(|(e, _)| e == end));
    let named = (sentence.start..end).any(|t| r.a.name_over(t).is_some());
    if !group || named || r.low(by - 1) != "represented" {
        return Vec::new();
    }
    let observer = (sentence.start..end).any(|t| matches!(r.low(t), "observer" | "observers"));
    let capacity = if observer { "observer" } else { "member" };
    let row = |i: usize| Row {
        persons: vec![i],
        capacity: capacity.to_owned(),
        tokens: r.a.persons[i].tokens.clone(),
        lead: sentence.clone(),
        ..Row::default()
    };
    persons_in(r, &(by..sentence.end)).map(row).collect()
}

/// Who stands in one clause behind "by": the first person and those who follow in the same row.
pub(super) fn clause_persons(r: &Reader<'_>, first: usize, by: usize, limit: usize) -> Vec<usize> {
    let next = (by + 1..limit).find(|t| r.low(*t) == "by").unwrap_or(limit);
    let mut persons = vec![first];
    // another state begins a clause of its own: "A was represented by X, B by Y"
    let alone = next < limit;
    persons.extend(persons_in(r, &(by..next)).filter(|i| *i > first && !alone));
    persons
}

/// The state whose delegation ends in front of a token: "the delegation of Fiji", "the Fijian delegation".
pub(super) fn delegation(r: &Reader<'_>, from: usize, end: usize) -> Vec<Name> {
    let is_one = |t: usize| r.in_lexicon("DelegationNoun", t);
    if end > from + 1 && is_one(end - 1) {
        let name =
            r.a.name_ending(end - 1).or_else(|| r.a.name_ending(end - 2).filter(|_| r.low(end - 2).starts_with('\'')));
        return name.filter(|n| n.kind != NameKind::Place && n.tokens.start >= from).cloned().into_iter().collect();
    }
    let names = row_of_names(r, from, end);
    let first = names.first().map_or(end, |n| n.tokens.start);
    let told = (first.saturating_sub(4).max(from)..first).any(is_one);
    if told { names } else { Vec::new() }
}

/// The names that end in front of a token, with nothing but commas and conjunctions between them.
pub(super) fn row_of_names(r: &Reader<'_>, from: usize, end: usize) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut at = end;
    while at > from {
        match r.a.name_over(at - 1).filter(|n| n.tokens.end == at && n.tokens.start >= from) {
            Some(name) if can_take_part(r, name) => {
                names.insert(0, name.clone());
                at = name.tokens.start;
            }
            _ if !names.is_empty() && (matches!(r.low(at - 1), "," | "and") || is_determiner(r.low(at - 1))) => at -= 1,
            _ => break,
        }
    }
    // "X, Tonga by …": the comma closed the row before
    if names.len() > 1 && r.low(end) == "by" && r.low(end.saturating_sub(1)) != "represented" && from < at {
        let joined = r.low(names[names.len() - 1].tokens.start - 1) != ",";
        if !joined {
            names.drain(..names.len() - 1);
        }
    }
    names
}
