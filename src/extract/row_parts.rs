//! What one row of those who came says besides their names: an office, a title, a party in capitals.

use std::ops::Range as Tokens;

use super::attendance::{Row, persons_in, post_in};
use super::reader::Reader;

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
        let found =
            behind.into_iter().find_map(|t| r.lexicon("CapacityNoun", t).filter(|(end, _)| *end == row.tokens.end));
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
    let words = first..tokens.end;
    let plain = words.clone().all(|t| r.is_word(t) && (r.is_capital(t) || super::words::is_minor(r.low(t))));
    let named =
        words.clone().any(|t| r.a.name_over(t).is_some() || r.in_lexicon("OrganNoun", t) || r.in_lexicon("OrgNoun", t))
            || !persons_in(r, &words).is_empty();
    (r.low(tokens.start) == "," && (2..8).contains(&words.len()) && plain && !named).then_some(words)
}
