//! What single words around a meeting tell: whose it is, of what a date speaks.

use super::meeting_attributes::Attributes;
use super::meeting_mentions::MeetingMention;
use super::meetings::one;
use super::reader::Reader;
use crate::document::BlockKind;

/// The process whose words a title or the first sentences hold, or that the text names again and again; one that it
/// only mentions is not its own.
pub(super) fn series_told<'a>(r: &Reader<'a>) -> Option<&'a str> {
    const EARLY: usize = 100;
    const OFTEN: usize = 3;
    let mut first = None;
    let mut often = 0;
    for t in 0..r.a.tokens.len() {
        let Some((_, key)) = r.lexicon("Series", t) else { continue };
        let kind = r.block(r.block_of(t)).kind;
        often += 1;
        first = first.or(Some(key));
        if t < EARLY || often >= OFTEN || matches!(kind, BlockKind::Heading | BlockKind::Header) {
            return first;
        }
    }
    None
}

/// "a review of the outcome of the Summit in 2030": the date is that of the review.
pub(super) fn of_its_results(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    let the = usize::from(r.low(mention.tokens.start.wrapping_sub(1)) == "the");
    let Some(of) = mention.tokens.start.checked_sub(1 + the).filter(|of| matches!(r.low(*of), "of" | "to")) else {
        return false;
    };
    r.a.date_at(mention.tokens.end + 1).is_some()
        && matches!(r.low(mention.tokens.end), "in" | "by")
        && of.checked_sub(1).is_some_and(|t| r.in_lexicon("MeetingResult", t))
}

/// The n-th date and place of several, and all that is said of each.
pub(super) fn share(attributes: &Attributes, index: usize) -> Attributes {
    Attributes { dates: one(&attributes.dates, index), places: one(&attributes.places, index), ..attributes.clone() }
}
