//! Whose meeting the document records, where nobody in it says who speaks.

use std::ops::Range as Tokens;

use super::agents::plenary_body;
use super::reader::Reader;
use super::words::is_determiner;
use crate::assertion::EntityId;

/// The body whose meeting the document records: "12th Meeting of the Steering Committee on Fees".
pub(super) fn meeting_body(r: &mut Reader<'_>) -> Option<EntityId> {
    let meeting = &r.meetings[r.main?];
    let of = |t: &Tokens<usize>| {
        let from = t.clone().find(|i| r.low(*i) == "of").map_or(t.end, |of| of + 1);
        let name = from + usize::from(is_determiner(r.low(from)));
        r.mentions.starting(name).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone())
    };
    let named = meeting.mentions.iter().find_map(of);
    // a heading names no body, but tells what kind of one met
    let noun = |t: usize| {
        let organ = |c: &str| matches!(c, "committee" | "council" | "commission" | "group");
        let of = t > 0 && (r.is_capital(t - 1) || is_determiner(r.low(t - 1)));
        r.lexicon("Issuer", t).filter(|(_, concept)| of && organ(concept)).map(|(_, concept)| (t, concept.to_owned()))
    };
    let told = meeting.mentions.first().and_then(|tokens| tokens.clone().find_map(noun));
    named.or_else(|| told.map(|(t, concept)| plenary_body(r, &concept, t)))
}

/// Whether the text names the General Assembly, which it then calls "the Assembly".
pub(super) fn names_general_assembly(r: &Reader<'_>) -> bool {
    (0..r.a.tokens.len().min(2_000)).any(|t| r.low(t) == "general" && r.low(t + 1) == "assembly")
}
