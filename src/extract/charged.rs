//! Who is charged with something, where no infinitive says what to do.

use std::ops::Range as Tokens;

use super::complement::before_aside;
use super::reader::Reader;
use super::subject::is_agent;

/// "tasked it with a study", "tasked the Fund, together with the Bank, with a study": who is charged with something.
pub(super) fn charged_with(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let with = (text.start + 1..text.end.min(text.start + 12)).find(|t| r.low(*t) == "with")?;
    let who = text.start..before_aside(r, text.start, with);
    is_agent(r, &who).then_some(who)
}

/// "entrusted the task of drafting to Kenya": to whom something is given.
pub(super) fn entrusted_to(r: &Reader<'_>, verb: &Tokens<usize>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    if !r.in_lexicon("EntrustVerb", verb.start) {
        return None;
    }
    let end = |to: usize| (to + 1..text.end).find(|t| matches!(r.low(*t), "," | ";" | ".")).unwrap_or(text.end);
    let to = (text.start + 1..text.end.min(text.start + 16)).rev().find(|t| {
        let who = t + 1..end(*t);
        r.low(*t) == "to" && !who.is_empty() && is_agent(r, &who)
    })?;
    Some(to + 1..end(to))
}
