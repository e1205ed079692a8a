//! The meeting that a document records, told once more in other words below its title.

use super::meetings::Meeting;
use super::reader::Reader;
use crate::assertion::Status;
use crate::document::BlockKind;

/// "International Conference in Support of the Lakes" with place and days as the title, "On D, A hosted the P Conference on the
/// Lakes" in the first sentences: the same days, the same place, and neither has a number.
pub(super) fn told_in_other_words(r: &mut Reader<'_>) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none()) else { return };
    let title = r.meetings[main].clone();
    let heading = matches!(r.block(r.block_of(title.mentions[0].start)).kind, BlockKind::Heading | BlockKind::Header);
    let first = r.a.sentences.iter().position(|s| r.block(s.block).kind == BlockKind::Paragraph);
    let early = first.and_then(|s| r.a.sentences.get(s + 3)).map_or(usize::MAX, |s| s.tokens.start);
    let Some(when) = title.attributes.dates.first().filter(|w| w.start.day.is_some() && heading).cloned() else {
        return;
    };
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let twin = r.meetings.iter().position(|m| {
        m.mentions[0] != title.mentions[0]
            && m.ordinal.is_none()
            && m.proper
            && title.proper
            && m.kind == title.kind
            && m.status == Status::Done
            && m.mentions[0].start < early
            && m.attributes.dates.iter().any(|w| w.start == when.start && w.end == when.end)
            && town(m).is_some()
            && town(m) == town(&title)
            && m.words.iter().any(|w| title.words.contains(w))
    });
    let Some(twin) = twin else { return };
    let other = r.meetings.remove(twin);
    let kept = if twin < main { main - 1 } else { main };
    let meeting = &mut r.meetings[kept];
    meeting.attributes.dates.extend(other.attributes.dates);
    meeting.attributes.places.extend(other.attributes.places);
    meeting.attributes.agents.extend(other.attributes.agents);
    meeting.mentions.extend(other.mentions);
    r.main = Some(kept);
}

/// "Report on the meeting of the Lake Group held in P from D to E" as the title, "The Lake Group held its fifth meeting in P from
/// D to E" below it: the same days and the same place.
pub(super) fn numbered_below(r: &mut Reader<'_>) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none()) else { return };
    let title = r.meetings[main].clone();
    let Some(when) = title.attributes.dates.first().filter(|w| w.start.day.is_some()).cloned() else { return };
    let town = |m: &Meeting| m.attributes.places.first().map(|p| (p.place.clone(), p.state.clone()));
    let numbered = r.meetings.iter().position(|m| {
        let days = m.attributes.dates.iter().any(|w| w.start == when.start && w.end == when.end);
        let places = town(m).is_none() || town(&title).is_none() || town(m) == town(&title);
        let kinds = m.kind == title.kind
            || [&m.kind, &title.kind].iter().any(|k| matches!(k.as_str(), "conference" | "body-meeting"));
        m.ordinal.is_some()
            && m.status == Status::Done
            && days
            && places
            && kinds
            && (when.start != when.end || town(m).is_some())
    });
    let Some(numbered) = numbered else { return };
    let kept = &mut r.meetings[numbered];
    kept.attributes.places.extend(title.attributes.places);
    kept.attributes.agents.extend(title.attributes.agents);
    kept.mentions.splice(0..0, title.mentions);
    if title.kind != "conference" {
        kept.kind = title.kind;
    }
    if title.proper && !kept.proper && title.words.len() >= kept.words.len() {
        kept.label = title.label;
        kept.proper = true;
        kept.words = title.words;
    }
    r.meetings.remove(main);
    r.main = Some(if numbered > main { numbered - 1 } else { numbered });
}
