//! Who speaks in a transcript: "SMITH: …", to the next label; and of which meeting "it" speaks.

use super::reader::{Mention, Reader};
use crate::assertion::EntityId;
use crate::document::BlockKind;

/// Index of the person who speaks at a token, where a label in front of the passage names one of the document's persons.
pub(super) fn of_token(r: &Reader<'_>, token: usize) -> Option<usize> {
    let label = (0..=r.block_of(token)).rev().find_map(|b| {
        let block = r.block(b);
        let label = block.marker.as_deref().filter(|m| block.kind == BlockKind::Paragraph && is_label(m));
        label.map(str::to_lowercase)
    })?;
    let family = label.trim_end_matches(':').rsplit(' ').next()?;
    r.a.persons.iter().position(|p| r.low(p.name.end - 1) == family)
}

/// Whether a marker is the name of a speaker and no number or letter of a list.
fn is_label(marker: &str) -> bool {
    let letters = marker.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 && !marker.chars().any(|c| c.is_ascii_digit())
}

/// "An expert meeting had been convened in P. It was attended by": the meeting that opens the sentence before, in the same
/// block, else the one that the document records.
pub(super) fn of_it(r: &Reader<'_>, start: usize) -> Option<EntityId> {
    /// Tokens at most in front of the name: "In 2019 the second".
    const LEAD: usize = 6;
    let before = start.checked_sub(1).filter(|t| r.block_of(*t) == r.block_of(start)).map(|t| r.sentence(t));
    let subject = before.and_then(|sentence| {
        let named = |m: &&Mention| matches!(m.id, EntityId::Meeting { .. }) && m.tokens.start >= sentence.start;
        let first = r.mentions.near(sentence.start..sentence.start + LEAD).find(named)?;
        Some(first.id.clone())
    });
    subject.or_else(|| r.main_meeting())
}
