//! "chaired by", "hosted by" that stand apart from the name of the meeting: behind more of it, or in front of it.

use super::capacities::meeting_at;
use super::meeting_attributes::agents_end;
use super::parties::take_part;
use super::reader::Reader;
use super::words::is_auxiliary;
use crate::assertion::EntityId;

/// Sentences, those of the title with them, in which a text says who met.
const OPENING: usize = 12;

/// "M on a subject, which will be co-hosted by A and B": the words between say more than place and time.
pub(super) fn late(r: &mut Reader<'_>, t: usize, end: usize, capacity: &str) {
    if !matches!(capacity, "host" | "co-host" | "chair" | "co-chair" | "organiser" | "co-organiser")
        || r.meetings.iter().any(|m| m.attributes.agents.iter().any(|a| a.0.start == end))
    {
        return;
    }
    let sentence = r.sentence(t);
    let mut at = t;
    while at > sentence.start
        && (is_auxiliary(r.low(at - 1))
            || matches!(r.low(at - 1), "jointly" | "to" | "being" | "also" | "kindly" | "generously"))
    {
        at -= 1;
    }
    let relative = at > sentence.start && matches!(r.low(at - 1), "which" | "that");
    let mention = r.mentions.near(sentence.start..at).rfind(|m| m.tokens.end <= at).cloned();
    let meeting = r
        .mentions
        .near(sentence.start..at)
        .rfind(|m| m.tokens.end <= at && matches!(m.id, EntityId::Meeting { .. }))
        .cloned();
    // "The meeting was opened by A, and was chaired by B": of the subject of the sentence
    // "The meeting, the fifth of its kind, was chaired by A"
    let aside =
        at > sentence.start + 4 && r.low(at - 1) == "," && (sentence.start + 2..at - 2).any(|i| r.low(i) == ",");
    let joined = at > sentence.start + 1 && (r.low(at - 1) == "and" || aside);
    let of_it = r.low(sentence.start) == "it" && is_auxiliary(r.low(sentence.start + 1));
    if joined && matches!(capacity, "host" | "co-host" | "chair" | "co-chair" | "organiser" | "co-organiser") {
        let own = if of_it { super::speakers::of_it(r, sentence.start) } else { meeting_at(r, sentence.start, 2) };
        let passive = (sentence.start..=at).any(|i| matches!(r.low(i), "was" | "is" | "were"));
        if let Some(own) = own.filter(|_| passive) {
            let to = agents_end(r, end, sentence.end);
            return take_part(r, &own, end..to, capacity, "role.late");
        }
    }
    let Some(meeting) = meeting else { return };
    // a participle right behind the name, or a relative clause with nothing else that can be hosted in between
    let near = meeting.tokens.end + 2 >= at;
    let only = mention.is_none_or(|m| m.id == meeting.id || !matches!(m.id, EntityId::Body { .. }));
    if near || relative && only {
        let to = agents_end(r, end, sentence.end);
        take_part(r, &meeting.id, end..to, capacity, "role.late");
    }
}

/// "Under the chairmanship of A, the Third Conference was held in P": the meeting follows.
pub(super) fn ahead(r: &mut Reader<'_>, t: usize, end: usize, capacity: &str) {
    let sentence = r.sentence(t);
    if t != sentence.start {
        return;
    }
    // the first comma with the meeting right behind it
    let limit = sentence.end.min(end + 40);
    let found = (end + 1..limit).filter(|c| r.low(*c) == ",").find_map(|c| meeting_at(r, c + 1, 2).map(|m| (c, m)));
    if let Some((comma, meeting)) = found.filter(|(c, _)| agents_end(r, end, *c) == *c) {
        return take_part(r, &meeting, end..comma, capacity, "role.ahead");
    }
    // "At the invitation of A, the Ministers of B and C gathered in P"
    let comma = (end + 1..limit).find(|c| r.low(*c) == "," && agents_end(r, end, *c) == *c);
    let Some((comma, main)) = comma.zip(r.main_meeting()).filter(|_| capacity == "host") else { return };
    let recorded = r.mentions.near(comma..sentence.end).any(|m| m.id == main);
    // "At the invitation of A, experts met in Nairobi in 2011": another meeting, or not those who met at this one
    let dates = r.main.map(|m| r.meetings[m].attributes.dates.clone()).unwrap_or_default();
    let elsewhere = r.a.dates.iter().filter(|d| sentence.contains(&d.tokens.start)).any(|d| {
        super::meeting_match::agree(std::slice::from_ref(&super::meeting_attributes::complete(r, d)), &dates)
            == Some(false)
    });
    let meet = (comma..sentence.end).find(|i| r.in_lexicon("MeetVerb", *i));
    let those =
        meet.is_some_and(|verb| (comma..verb).any(|i| r.in_lexicon("Issuer", i) || r.in_lexicon("Delegate", i)));
    let early = r.block(r.block_of(t)).kind == crate::document::BlockKind::Paragraph && r.sentence_of(t) < OPENING;
    if early && !elsewhere && (recorded || those) {
        take_part(r, &main, end..comma, capacity, "role.ahead");
    }
}
