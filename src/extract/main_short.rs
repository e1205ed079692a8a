//! The meeting of a release: in short in its headline, by name in the first sentence, with its days in the next.

use super::meetings::Meeting;
use super::reader::Reader;
use super::words::is_relative;
use crate::assertion::Status;
use crate::document::BlockKind;

/// "Suva conference agrees on nets" as the headline, "the two-day Suva Conference on Nets" below it: the one with the name.
pub(super) fn headline(r: &mut Reader<'_>, early: usize) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none()) else { return };
    let title = r.meetings[main].clone();
    let head = matches!(r.block(r.block_of(title.mentions[0].start)).kind, BlockKind::Heading | BlockKind::Header);
    let bare = head && title.words.is_empty() && title.topic.is_none() && title.attributes.dates.is_empty();
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let named = |m: &Meeting| {
        let first = m.mentions[0].start;
        m.ordinal.is_none()
            && m.proper
            && m.kind == title.kind
            && m.status == Status::Done
            && first > title.mentions[0].start
            && first < early
            && town(m).is_some()
            && town(m) == town(&title)
    };
    let found: Vec<usize> = (0..r.meetings.len()).filter(|i| bare && *i != main && named(&r.meetings[*i])).collect();
    let [kept] = found[..] else { return };
    let meeting = &mut r.meetings[kept];
    meeting.attributes.agents.extend(title.attributes.agents);
    meeting.mentions.splice(0..0, title.mentions);
    r.meetings.remove(main);
    r.main = Some(if kept > main { kept - 1 } else { kept });
}

/// "The conference, which took place on 7 and 8 May": the days of the conference that the sentences before have named.
pub(super) fn which_was_held(r: &mut Reader<'_>, early: usize) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].attributes.dates.is_empty()) else { return };
    let title = r.meetings[main].clone();
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let told = |m: &Meeting| {
        let [mention] = &m.mentions[..] else { return false };
        let (noun, next) = (r.low(mention.start), mention.end);
        let bare = mention.len() == 1 && matches!(r.low(mention.start.wrapping_sub(1)), "the" | "this");
        let goes_on =
            r.low(next) == "," && (is_relative(r.low(next + 1)) || r.lexicon("MeetingLink", next + 1).is_some());
        let same = title.mentions.iter().any(|t| t.start < mention.start && t.clone().any(|i| r.low(i) == noun));
        let apart = town(m).is_some() && town(&title).is_some() && town(m) != town(&title);
        bare && goes_on && same && !apart && m.ordinal.is_none() && m.status == Status::Done && mention.start < early
    };
    let found: Vec<usize> = (0..r.meetings.len()).filter(|i| *i != main && told(&r.meetings[*i])).collect();
    let [other] = found[..] else { return };
    let other = r.meetings.remove(other);
    let Some(kept) = r.meetings.iter().position(|m| m.mentions[0] == title.mentions[0]) else { return };
    r.main = Some(kept);
    let meeting = &mut r.meetings[kept];
    meeting.attributes.add(other.attributes);
    meeting.mentions.extend(other.mentions);
}
