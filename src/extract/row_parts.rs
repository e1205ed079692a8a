//! What one row of those who came says besides their names: an office, a title, a party in capitals.

use std::ops::Range as Tokens;

use super::attendance::{Row, has_verb, persons_in, post_in};
use super::reader::Reader;
use crate::annotate::{Name, NameKind};

/// "Ms Ann Field (Fiji), Chair": the same person once more, in the office that closes the row.
pub(super) fn in_office(r: &Reader<'_>, row: &Row) -> Option<Row> {
    // "Mr Jone Leka (Chair), Ms Ann Field"
    let bracket = row.persons.iter().find_map(|i| {
        let open = r.a.persons[*i].tokens.end;
        let (_, capacity) = r.lexicon("CapacityNoun", open + 1).filter(|(end, _)| r.low(*end) == ")")?;
        (r.low(open) == "(").then(|| (*i, capacity.to_owned()))
    });
    let last = || {
        let [person] = row.persons[..] else { return None };
        let behind = r.a.persons[person].tokens.end..row.tokens.end;
        let found = behind.into_iter().find_map(|t| {
            let closes = |end: usize| end == row.tokens.end || r.low(end) == ")" && end + 1 == row.tokens.end;
            r.lexicon("CapacityNoun", t).filter(|(end, _)| closes(*end))
        });
        found.map(|(_, capacity)| (person, capacity.to_owned()))
    };
    let (person, capacity) = bracket.or_else(last)?;
    matches!(capacity.as_str(), "chair" | "co-chair").then(|| Row { capacity, persons: vec![person], ..row.clone() })
}

/// Whether a short line is set in capitals, and no post, person or date: "LAKE SECRETARIAT".
pub(super) fn shouts(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    let words: Vec<usize> = tokens.clone().filter(|t| r.is_word(*t)).collect();
    let capitals = words.iter().all(|t| !r.a.text(*t).contains(char::is_lowercase));
    words.len() > 1
        && words.len() < 10
        && capitals
        && persons_in(r, tokens).is_empty()
        && post_in(r, tokens.clone()).is_none()
}

/// "Ms Ann Field, Lead Economist": capitalised words behind the comma that close a row.
pub(super) fn comma_title(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let first = tokens.start + 1;
    // "…, Chief Officer (Ag.), Immigration Department": the title ends where the institution begins
    let organ = |t: usize| (t..tokens.end).any(|i| r.in_lexicon("OrganNoun", i) || r.in_lexicon("OrgNoun", i));
    let cut = (first..tokens.end).find(|t| r.low(*t) == "(" || r.low(*t) == "," && organ(*t)).unwrap_or(tokens.end);
    let words = first..cut;
    let plain = words.clone().all(|t| r.is_word(t) && (r.is_capital(t) || super::words::is_minor(r.low(t))));
    let named =
        words.clone().any(|t| r.a.name_over(t).is_some() || r.in_lexicon("OrganNoun", t) || r.in_lexicon("OrgNoun", t))
            || !persons_in(r, &words).is_empty();
    (r.low(tokens.start) == "," && (2..8).contains(&words.len()) && plain && !named).then_some(words)
}

/// Whether a column of a table begins with a token: a tab or three spaces stand in front of it.
pub(super) fn column(r: &Reader<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| at < r.a.tokens.len()) else { return false };
    let printed = r.a.document.quote(r.a.document.span(r.a.range(before..at + 1)));
    printed.contains('\t') || printed.contains("   ")
}

/// "1 | Mr Field | Director | Fiji": the state in a cell of its own behind the delegate.
pub(super) fn own_cell(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Name> {
    let person = persons_in(r, tokens).next().filter(|_| persons_in(r, tokens).len() == 1)?;
    let edge = |t: usize| t >= tokens.end || r.low(t) == "|" || column(r, t);
    let alone = |n: &&Name| {
        // "Mr Field, Bureau of Statistics, Fiji", "…, Fiji (Chair)"
        let closes = n.tokens.end >= tokens.end || r.low(n.tokens.end) == "(";
        let comma = r.low(n.tokens.start - 1) == "," && n.tokens.start > r.a.persons[person].name.end + 1 && closes;
        let begins = r.low(n.tokens.start - 1) == "|" || column(r, n.tokens.start) || comma;
        n.kind == NameKind::State
            && n.tokens.start >= r.a.persons[person].name.end
            && begins
            && (comma || edge(n.tokens.end))
    };
    r.a.names_near(tokens.clone()).iter().find(alone).cloned()
}

/// "Ms Field   Team Leader, World Bank": a known organisation that closes the row.
pub(super) fn last_name(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let closes = |n: &&Name| {
        let last = n.tokens.end >= tokens.end || r.low(n.tokens.end) == "(";
        n.kind == NameKind::Organisation && n.tokens.start > tokens.start && r.low(n.tokens.start - 1) == "," && last
    };
    r.a.names_near(tokens.clone()).iter().find(closes).map(|n| n.tokens.clone())
}

/// What the next column of a table says of a delegate: "Chief Immigration Officer".
pub(super) fn cell(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let gap = |t: usize| column(r, t) || r.low(t) == "|";
    let first = tokens.start + usize::from(r.low(tokens.start) == "|");
    let begins = first > tokens.start || gap(first);
    if first == 0 || tokens.len() < 2 || tokens.len() > 14 || !r.is_capital(first) || !begins {
        return None;
    }
    // "Team Leader, World Bank": an organisation behind the comma is no part of the title
    let named = |t: usize| r.low(t) == "," && (r.a.name_at(t + 1).is_some() || r.in_lexicon("OrganNoun", t + 1));
    let end = (first + 1..tokens.end).find(|t| gap(*t) || named(*t) || r.low(*t) == "(").unwrap_or(tokens.end);
    r.a.name_at(first).is_none().then_some(first..end)
}

/// A line below a delegate: the post, or the ministry. Whether it belongs to the row.
pub(super) fn below(r: &Reader<'_>, tokens: &Tokens<usize>, row: &mut Row) -> bool {
    if row.persons.is_empty() && row.parties.is_empty() || tokens.len() > 16 || has_verb(r, tokens.clone()) {
        return false;
    }
    let capital = tokens.clone().find(|t| r.is_word(*t)).is_some_and(|t| r.is_capital(t));
    let institution = tokens.clone().any(|t| r.in_lexicon("OrgNoun", t) || r.in_lexicon("BodyNoun", t));
    let post = post_in(r, tokens.clone());
    // "Chief Migration Officer": a line of titles below a delegate who has none
    let titled = row.persons.last().is_some_and(|i| r.a.persons[*i].post.is_none()) && row.post.is_none();
    let line = tokens.len() < 8
        && titled
        && tokens.clone().all(|t| !r.is_word(t) || r.is_capital(t) || super::words::is_minor(r.low(t)))
        && !tokens
            .clone()
            .any(|t| r.a.name_over(t).is_some_and(|n| n.kind == NameKind::State && n.tokens.start == tokens.start));
    if !capital || post.is_none() && !institution && !line {
        return false;
    }
    let named = row.persons.last().is_some_and(|i| r.a.persons[*i].post.is_some());
    if row.post.is_none() && !named {
        row.post = post.or_else(|| if institution { before_organ(r, tokens) } else { Some(tokens.clone()) });
    }
    row.organ = row.organ.take().or_else(|| organ_in(r, tokens.clone()));
    row.tokens.end = tokens.end;
    true
}

/// "Councillor, Fisheries Agency" as a line below a delegate: the title in front of the institution.
fn before_organ(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Tokens<usize>> {
    let comma = tokens.clone().find(|t| r.low(*t) == ",")?;
    let title = tokens.start..comma;
    let nouns = ["OrgNoun", "OrganNoun", "BodyNoun"];
    let plain = title
        .clone()
        .all(|t| (r.is_capital(t) || super::words::is_minor(r.low(t))) && nouns.iter().all(|l| !r.in_lexicon(l, t)));
    (plain && !title.is_empty() && r.a.name_over(title.start).is_none()).then_some(title)
}

/// The ministry or agency that some tokens of a row name: "Department of Trade", "the Royal Lake Police".
pub(super) fn organ_in(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let nouns: Vec<usize> = tokens
        .clone()
        .filter(|t| r.is_capital(*t) && r.in_lexicon("OrganNoun", *t) && r.a.name_over(*t).is_none())
        .collect();
    // "Consular Department, Ministry of Foreign Affairs": the ministry
    let noun = nouns.iter().find(|t| r.low(**t) == "ministry").or(nouns.first()).copied()?;
    let (after, _) = r.lexicon("OrganNoun", noun)?;
    let word = |t: usize| r.is_word(t) && r.is_capital(t);
    let mut start = noun;
    while start > tokens.start
        && word(start - 1)
        && !r.in_lexicon("Post", start - 1)
        && post_in(r, tokens.start..start).is_none_or(|p| p.end < start)
    {
        start -= 1;
    }
    let mut end = after;
    let mut at = after;
    // another delegate in the same line is no part of it
    let person = |t: usize| r.a.persons_near(t..t + 1).iter().any(|p| p.tokens.start == t && p.honorific.is_some());
    while at < tokens.end && at < after + 12 && !person(at) {
        if word(at) {
            end = at + 1;
        } else if !(matches!(r.low(at), "of" | "and" | "for" | "the" | "'s" | "'")
            || r.low(at) == "," && (at..tokens.end).any(|t| r.low(t) == "and"))
        {
            break;
        }
        at += 1;
    }
    (end > start + 1).then_some(start..end)
}
