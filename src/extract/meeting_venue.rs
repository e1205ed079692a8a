//! Where a meeting was held besides its town, and who helped its organisers.

use super::meeting_attributes::{Attributes, agents_end};
use super::reader::Reader;
use crate::annotate::NameKind;

/// Who helped the organisers named in front of a token: "in collaboration with A".
pub(super) fn helpers(r: &Reader<'_>, at: usize, limit: usize, found: &mut Attributes) -> usize {
    let comma = at + usize::from(r.low(at) == ",");
    let Some((from, _)) = r.lexicon("OrganisedWith", comma) else { return at };
    let end = agents_end(r, from, limit);
    if end > from {
        found.agents.push((from..end, "co-organiser".to_owned()));
    }
    end.max(at)
}

/// Where the town of a venue begins: behind "in", a few words on.
pub(super) fn venue(r: &Reader<'_>, from: usize, limit: usize) -> Option<usize> {
    let words = from..limit.min(from + 14);
    let town = words
        .take_while(|t| !matches!(r.low(*t), "," | ";" | "." | "(" | "which") && r.a.date_at(*t).is_none())
        .find(|t| matches!(r.low(*t), "in" | "at") && r.a.name_at(t + 1).is_some_and(|n| n.kind == NameKind::Place))?;
    Some(town + 1)
}
