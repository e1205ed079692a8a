//! Bodies that somebody proposes without a verb of founding: "proposed a joint centre on reefs", "suggested that a panel be
//! attached to the Committee".

use super::new_bodies::noun_start;
use super::reader::Reader;
use super::words::{is_auxiliary, is_preposition};

/// Where what is proposed begins, with its article, where the verb stands at `t`.
pub(super) fn proposed(r: &Reader<'_>, t: usize) -> Option<usize> {
    let (end, _) = r.lexicon("SpeechVerb", t).filter(|(_, force)| *force == "recommend")?;
    let from = end + usize::from(r.low(end) == "that");
    if !matches!(r.low(from), "a" | "an") {
        return None;
    }
    let limit = r.sentence(t).end;
    let start = noun_start(r, from, limit);
    let noun = (start..limit.min(start + 7))
        .take_while(|i| r.is_word(*i) && !is_preposition(r.low(*i)) && !is_auxiliary(r.low(*i)) || r.low(*i) == "'")
        .filter_map(|i| r.lexicon("BodyNoun", i))
        .last();
    let (stop, kind) = noun?;
    // "a panel", "a team", "a division", "a group" may be anything where they are not names
    let office = matches!(
        kind,
        "steering-group"
            | "working-group"
            | "ad-hoc-group"
            | "secretariat"
            | "committee"
            | "centre"
            | "fund"
            | "office"
    );
    let closed =
        matches!(r.low(stop), "on" | "for" | "to" | "in" | "with" | "under" | "." | "," | ";" | "and" | "which");
    if from == end {
        return (office && stop > start + 1 && closed || r.is_capital(stop - 1) && r.is_capital(start)).then_some(from);
    }
    // "that a panel be attached to the Committee", not "that a committee room be added"
    if r.low(stop) != "be" && !is_preposition(r.low(stop)) {
        return None;
    }
    let be =
        (stop..limit.min(stop + 10)).find(|i| is_auxiliary(r.low(*i)) || matches!(r.low(*i), "," | ";" | "that"))?;
    let attached = r.low(be) == "be" && r.in_lexicon("AttachVerb", be + 1);
    attached.then_some(from)
}
