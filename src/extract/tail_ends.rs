//! Where the name of a meeting ends.

use std::ops::Range as Tokens;

use super::meeting_attributes::place_at;
use super::reader::Reader;
use crate::annotate::NumberKind;

/// "on ports in Suva in May 2016", "on Ports in Suva": the subject ends where the town of the meeting follows.
pub(super) fn before_place(r: &Reader<'_>, from: usize, end: usize, limit: usize) -> usize {
    let town = |t: &usize| {
        let Some(place) = place_at(r, t + 1, limit).filter(|_| matches!(r.low(*t), "in" | "at")) else { return false };
        let after = place.tokens.end;
        let link = usize::from(matches!(r.low(after), "in" | "on" | "from" | "during" | "," | "before" | "by"));
        // "in Suva in the autumn of 2016"
        let the = after + link + usize::from(link > 0 && r.low(after + link) == "the");
        let date = r.a.date_at(after + link).or_else(|| r.a.date_at(the)).or_else(|| r.a.date_at(after));
        // "a seminar on nets in Suva.", not "a seminar on the flood in Suva."
        let closes = || {
            let ends = after >= limit || matches!(r.low(after), "." | "," | ";" | ")" | "and" | "to" | "for");
            let article = (from..*t).any(|i| super::words::is_determiner(r.low(i)));
            ends && !article && !r.in_lexicon("LocatedNoun", t - 1)
        };
        match (place.place.is_some(), date) {
            // "on the elections in Kenya in 2007": the year may be that of the elections
            (false, date) => date.is_some_and(|d| d.start.month.is_some()),
            (true, date) => date.is_some() || after >= end && r.is_capital(t - 1) || closes(),
        }
    };
    (from + 1..end).find(town).unwrap_or(end)
}

/// "and of the Third Meeting of the Board": another meeting, behind "and".
pub(super) fn other_begins(r: &Reader<'_>, at: usize) -> bool {
    let from = at + usize::from(r.low(at) == "of");
    let from = from + usize::from(r.low(from) == "the");
    from > at && (r.low(at) == "of" || r.a.number_at(from).is_some_and(|n| n.kind == NumberKind::Ordinal))
}

/// "Fourth Ordinary Session" in front of "of": the end of its noun, and its number.
pub(super) fn session_at(r: &Reader<'_>, from: usize, limit: usize) -> Option<(usize, u64)> {
    let number = r.a.number_at(from).filter(|n| n.kind == NumberKind::Ordinal)?;
    let noun = (number.tokens.end..limit.min(number.tokens.end + 4)).find(|t| r.low(*t) == "session")?;
    let plain = (number.tokens.end..noun).all(|t| r.is_word(t) && r.is_capital(t));
    (plain && r.low(noun + 1) == "of").then_some((noun + 1, number.value))
}

/// "a workshop on nets closed in Suva on Thursday": a verb for the end or the beginning, with place or time behind it.
pub(super) fn ends_there(r: &Reader<'_>, t: usize) -> bool {
    let past = r.in_lexicon("HeadlineVerb", t) && r.low(t).ends_with("ed") || matches!(r.low(t), "began");
    let next = r.low(t + 1);
    let placed = matches!(next, "in" | "at" | "on") && (r.is_capital(t + 2) || r.a.date_at(t + 2).is_some());
    past && (placed || matches!(next, "yesterday" | "today" | "earlier"))
}

/// Whether a name is that of a process or an organisation, by its last noun: "Forum", "Process", "Commission".
pub(super) fn proper_series(r: &Reader<'_>, name: Tokens<usize>) -> bool {
    name.len() > 1
        && name.clone().any(|t| {
            let lexicons = ["SeriesNoun", "OrgNoun", "BodyNoun", "MeetingNoun"];
            let ends = |end: usize| end == name.end || end < name.end && (!r.is_capital(end) || r.low(end).len() < 4);
            lexicons.iter().any(|l| r.lexicon(l, t).is_some_and(|(end, _)| end <= name.end && ends(end)))
        })
}
