//! Whose meeting the document records, where nobody in it says who speaks.

use std::ops::Range as Tokens;

use super::plenary::plenary_body;
use super::reader::Reader;
use super::words::is_determiner;
use crate::assertion::EntityId;
use crate::document::BlockKind;

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
        let organ = super::plenary::is_organ;
        let of = t > 0 && (r.is_capital(t - 1) || is_determiner(r.low(t - 1)));
        r.lexicon("Issuer", t).filter(|(_, concept)| of && organ(concept)).map(|(_, concept)| (t, concept.to_owned()))
    };
    let told = meeting.mentions.first().and_then(|tokens| tokens.clone().find_map(noun));
    named.or_else(|| told.map(|(t, concept)| plenary_body(r, &concept, t)))
}

/// The organ with whose name one of the first headings begins, and where: "COUNCIL OF THE LAKE CONVENTION".
pub(super) fn heading_organ(r: &Reader<'_>) -> Option<(usize, String)> {
    let blocks = r.a.document.blocks.len().min(6);
    let organ = |c: &str| super::plenary::is_organ(c) || matches!(c, "assembly" | "general-assembly");
    (0..blocks).filter(|block| matches!(r.block(*block).kind, BlockKind::Heading | BlockKind::Header)).find_map(
        |block| {
            let tokens = r.block_tokens(block);
            let at = tokens.start + usize::from(is_determiner(r.low(tokens.start)));
            let (end, concept) = r.lexicon("Issuer", at).filter(|(_, concept)| organ(concept))?;
            (end >= tokens.end || matches!(r.low(end), "of" | "on" | "for" | ",")).then(|| (at, concept.to_owned()))
        },
    )
}

/// Whether the text names the General Assembly, which it then calls "the Assembly".
pub(super) fn names_general_assembly(r: &Reader<'_>) -> bool {
    (0..r.a.tokens.len().min(2_000)).any(|t| r.low(t) == "general" && r.low(t + 1) == "assembly")
}
