//! Who speaks in a transcript: "SMITH: …", to the next label.

use super::reader::Reader;
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
