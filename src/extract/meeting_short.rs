//! Meetings spoken of in short: "that meeting", "the Conference".

use std::ops::Range as Tokens;

use super::meeting_mentions::MeetingMention;
use super::meetings::Meeting;
use super::reader::{Mention, Reader};
use super::words::is_preposition;
use crate::assertion::{EntityId, Status};

/// "Fiji offered to host that meeting": the one named last, in this sentence or shortly before it.
pub(super) fn that_one<'m>(r: &'m mut Reader<'_>, mention: &MeetingMention) -> Option<&'m mut Meeting> {
    let bare = mention.tokens == mention.noun && !mention.plural && !mention.proper;
    let that = mention.tokens.start - 1;
    // "so that meeting in Suva is cheaper", "sorry that meeting was not possible"
    let points = is_preposition(r.low(that.wrapping_sub(1)))
        || that == r.sentence(that).start
        || r.lexicon("HostBase", that.wrapping_sub(1)).is_some();
    let said = (that.saturating_sub(3)..that).any(|v| r.lexicon("SpeechVerb", v).is_some_and(|(end, _)| end == that));
    if !bare || !points || said {
        return None;
    }
    let near = r.sentence(mention.tokens.start).start.saturating_sub(80);
    let last = |m: &Meeting| m.mentions.iter().map(|t| t.end).filter(|end| *end < mention.tokens.start).max();
    let named = r.meetings.iter().enumerate().filter_map(|(index, m)| Some((last(m)?, index))).max();
    let (_, index) = named.filter(|(end, index)| *end >= near && Some(*index) != r.main)?;
    r.meetings.get_mut(index)
}

/// "The meeting will be held in P": the one to come that this sentence, or the one before, has named without place and day.
pub(super) fn to_come<'m>(r: &'m mut Reader<'_>, mention: &MeetingMention) -> Option<&'m mut Meeting> {
    let bare = mention.tokens == mention.noun && !mention.plural && !mention.proper;
    let sentence = r.sentence(mention.tokens.start);
    let near = r.sentence(sentence.start.saturating_sub(1)).start;
    let block = r.block_tokens(r.block_of(sentence.start));
    let open = |m: &Meeting| {
        let free = m.attributes.dates.is_empty() && m.attributes.places.is_empty();
        let coming = matches!(m.status, Status::Planned | Status::Offered | Status::Proposed);
        let named =
            m.mentions.iter().any(|t| near <= t.start && block.contains(&t.start) && t.end <= mention.tokens.start);
        free && coming && named
    };
    let mut found = (0..r.meetings.len()).filter(|i| open(&r.meetings[*i]));
    let index = found.next().filter(|_| bare && found.next().is_none())?;
    r.meetings.get_mut(index)
}

/// "the meeting", "the Conference": the meeting that the document records, or the last one named of that kind.
pub(super) fn anaphora(r: &mut Reader<'_>, mentions: &[MeetingMention]) {
    let Some(main) = r.main_meeting() else { return };
    for mention in mentions {
        let known = r.mentions.near(mention.tokens.start..mention.tokens.end).next().is_some();
        let definite = mention.tokens.start > 0 && matches!(r.low(mention.tokens.start - 1), "the" | "this");
        // "the LRD" is the Lake Rim Dialogue, not its meeting
        let short = r.a.text(mention.noun.end - 1);
        let initials =
            short.len() > 1 && !short.contains(char::is_lowercase) && !r.in_lexicon("MeetingNoun", mention.noun.start);
        if !known && definite && !initials && !mention.plural && mention.marker.is_none() && !mention.specific {
            let id = called_so(r, mention).unwrap_or_else(|| main.clone());
            r.mentions.push(Mention { tokens: mention.tokens.clone(), id });
        }
    }
}

/// "the conference" in what a Council adopted that decides to convene one: not the Council's own session, which is never
/// called so, but the one named last before it.
fn called_so(r: &Reader<'_>, mention: &MeetingMention) -> Option<EntityId> {
    let noun = r.low(mention.noun.end - 1);
    let general = matches!(noun, "meeting" | "session");
    let holds = |t: &Tokens<usize>| (t.start..t.end).any(|i| r.low(i) == noun);
    let called = |m: &Meeting| m.mentions.iter().any(holds);
    let main = &r.meetings[r.main?];
    if general || called(main) || main.label.to_lowercase().contains(noun) {
        return None;
    }
    let before = |m: &Meeting| {
        let ends = m.mentions.iter().filter(|t| t.end <= mention.tokens.start && holds(t));
        ends.map(|t| t.end).max()
    };
    r.meetings
        .iter()
        .filter_map(|m| before(m).map(|end| (end, &m.id)))
        .max_by_key(|(end, _)| *end)
        .map(|(_, id)| id.clone())
}
