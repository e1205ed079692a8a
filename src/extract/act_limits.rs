//! On which conditions, and with whom, somebody is to act.

use std::ops::Range as Tokens;

use super::reader::Reader;
use super::words::is_determiner;

/// Reservations, triggers and limits inside some tokens, as printed.
pub(super) fn conditions(r: &Reader<'_>, text: &Tokens<usize>) -> Vec<Tokens<usize>> {
    let mut found: Vec<Tokens<usize>> = Vec::new();
    let mut t = text.start;
    while t < text.end {
        let Some((entry_end, concept)) = r.lexicon("Condition", t) else {
            t += 1;
            continue;
        };
        let mut end = entry_end;
        if concept == "deadline" {
            t = end;
            continue;
        }
        if concept == "open" {
            while end < text.end && !matches!(r.low(end), "," | ";" | "." | ":" | "(") && end - t < 16 {
                end += 1;
            }
        }
        found.push(t..end);
        t = end;
    }
    found
}

/// Agents with whom the addressee is to act: "in consultation with interested members", "work with JCLEC".
pub(super) fn partners(r: &Reader<'_>, text: &Tokens<usize>) -> Vec<Tokens<usize>> {
    let mut found = Vec::new();
    for t in text.clone() {
        let Some((end, _)) = r.lexicon("PartnerWith", t) else { continue };
        // a name may hold "for" and "in"
        let from = if is_determiner(r.low(end)) { end + 1 } else { end };
        let named = r.mentions.starting(from).map(|m| m.tokens.end).max().unwrap_or(end);
        let stop = (named.min(text.end)..text.end)
            .find(|i| matches!(r.low(*i), "," | ";" | "." | ":" | "to" | "in" | "on" | "for" | "under" | "by"))
            .unwrap_or(text.end);
        if stop > end && stop - end <= 12 {
            found.push(end..stop);
        }
    }
    found
}
