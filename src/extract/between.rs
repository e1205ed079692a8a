//! Meetings whose name says between whom they were held.

use super::agents::named;
use super::meeting_attributes::agents_end;
use super::parties::take_part;
use super::reader::{Mention, Reader};
use super::words::is_determiner;
use crate::assertion::EntityId;

/// "the Trilateral Meeting among A, B and C": those between whom it was held.
pub(super) fn among(r: &mut Reader<'_>) {
    let meetings: Vec<Mention> =
        r.mentions.iter().filter(|m| matches!(m.id, EntityId::Meeting { .. })).cloned().collect();
    for mention in meetings {
        let sentence = r.sentence(mention.tokens.start);
        let link = (mention.tokens.start + 1..(mention.tokens.end + 5).min(sentence.end))
            .find(|t| matches!(r.low(*t), "among" | "amongst" | "between"));
        // "held consultations with A and B"
        let with =
            (mention.tokens.start + 1..mention.tokens.end).find(|t| r.low(*t) == "with").filter(|_| link.is_none());
        if let Some(with) = with {
            take_part(r, &mention.id, with + 1..mention.tokens.end, "member", "role.with");
        }
        let Some(link) = link else { continue };
        let to = agents_end(r, link + 1, sentence.end);
        let first = link + 1 + usize::from(is_determiner(r.low(link + 1)));
        if named(r, link + 1..to).len() > 1 && r.a.name_at(first).is_some() {
            take_part(r, &mention.id, link + 1..to, "member", "role.among");
        }
    }
}
