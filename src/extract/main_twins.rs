//! The meeting that a document records, told once more in other words below its title.

use super::meetings::Meeting;
use super::reader::Reader;
use crate::annotate::NumberKind;
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
    meeting.attributes.add(other.attributes);
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

/// "a two-day meeting in P" in the first sentence of a release, "The 9th Lake Health Council was opened" below it: the one
/// meeting of the first sentences that has a name.
pub(super) fn named_below(r: &mut Reader<'_>) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none() && !r.meetings[*m].proper) else { return };
    let first = r.a.sentences.iter().position(|s| r.block(s.block).kind == BlockKind::Paragraph);
    let early = first.and_then(|s| r.a.sentences.get(s + 8)).map_or(usize::MAX, |s| s.tokens.start);
    let title = r.meetings[main].clone();
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let named = |m: &Meeting| {
        let days = super::meeting_match::agree(&m.attributes.dates, &title.attributes.dates);
        let apart = town(m).is_some() && town(&title).is_some() && town(m) != town(&title);
        m.ordinal.is_some()
            && m.proper
            && m.status == Status::Done
            && m.mentions[0].start < early
            && days != Some(false)
            && !apart
    };
    let found: Vec<usize> = (0..r.meetings.len()).filter(|i| named(&r.meetings[*i])).collect();
    let [kept] = found[..] else { return };
    let meeting = &mut r.meetings[kept];
    meeting.attributes.add(title.attributes);
    meeting.mentions.splice(0..0, title.mentions);
    r.meetings.remove(main);
    r.main = Some(if kept > main { kept - 1 } else { kept });
}

/// "the fifth meeting", "its next meeting" of what a Group's sixth meeting prints: meetings of the same kind.
pub(super) fn kinds_of_series(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    if main.kind == "conference" {
        return;
    }
    let plain = |m: &Meeting| {
        let noun =
            m.label.split(' ').next_back().is_some_and(|w| matches!(w.to_lowercase().as_str(), "meeting" | "session"));
        noun && m.words.is_empty() && m.topic.is_none()
    };
    let marked = |m: &Meeting| m.ordinal.is_some() || m.label.to_lowercase().starts_with("next ");
    let one = |m: &Meeting| m.kind == "conference" && m.series == main.series && plain(m) && marked(m);
    for meeting in r.meetings.iter_mut().filter(|m| one(m)) {
        meeting.kind.clone_from(&main.kind);
    }
}

/// "The Suva workshop was the third": the recorded meeting by the town where it was held.
pub(super) fn called_by_its_town(r: &mut Reader<'_>) {
    let Some(main) = r.main else { return };
    let title = r.meetings[main].clone();
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let Some(here) = town(&title) else { return };
    let twin = |m: &Meeting| {
        let mention = &m.mentions[0];
        let named =
            m.attributes.places.first().is_some_and(|p| mention.start <= p.tokens.start && p.tokens.end < mention.end);
        let noun = m.attributes.places.first().map_or(0, |p| p.tokens.len()) + 1;
        let free = m.ordinal.is_none() && m.attributes.dates.is_empty() && m.status == Status::Done;
        named
            && free
            && mention.len() == noun
            && mention.start > title.mentions[0].start
            && (m.kind == title.kind || m.kind == "conference")
    };
    while let Some(index) = (0..r.meetings.len())
        .find(|i| Some(*i) != r.main && twin(&r.meetings[*i]) && town(&r.meetings[*i]).as_ref() == Some(&here))
    {
        let other = r.meetings.remove(index);
        let kept = r.main.map_or(0, |main| if index < main { main - 1 } else { main });
        r.meetings[kept].mentions.extend(other.mentions);
        r.meetings[kept].attributes.agents.extend(other.attributes.agents);
        r.main = Some(kept);
    }
}

/// "The meeting, the fifth of its kind, was chaired by": the number of the recorded meeting, told beside it.
pub(super) fn nth_of_its_kind(r: &mut Reader<'_>) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none()) else { return };
    let told = r.a.numbers.iter().find_map(|n| {
        let (start, end) = (n.tokens.start, n.tokens.end);
        let kind = r.lexicon("OfItsKind", end).is_some() && start > 2 && r.low(start - 1) == "the";
        let sentence = r.sentence(start);
        let noun = sentence.start + usize::from(matches!(r.low(sentence.start), "the" | "this"));
        let meeting = noun > sentence.start && r.in_lexicon("MeetingNoun", noun) || r.low(sentence.start) == "it";
        let early = r.sentence_of(start) < 15;
        let own =
            !r.meetings.iter().enumerate().any(|(i, m)| i != main && m.mentions.iter().any(|t| t.contains(&noun)));
        (n.kind == NumberKind::Ordinal && kind && meeting && early && own && start - sentence.start < 8)
            .then_some((n.value, sentence.start..end))
    });
    if let Some((number, tokens)) = told {
        r.meetings[main].ordinal = Some(number);
        r.meetings[main].mentions.push(tokens);
    }
}

/// "a meeting of officials, which was held at the same venue on D": where the recorded meeting was.
pub(super) fn same_place(r: &mut Reader<'_>) {
    let Some(main) = r.main else { return };
    let there = r.meetings[main].attributes.places.first().cloned();
    for index in (0..r.meetings.len()).filter(|index| *index != main) {
        let meeting = &r.meetings[index];
        let Some(at) = meeting.attributes.same_place.filter(|_| meeting.attributes.places.is_empty()) else { continue };
        // "will be held in P. A workshop will take place there"
        let block = r.block_tokens(r.block_of(at));
        let before = |m: &Meeting| {
            m.attributes.places.iter().rfind(|p| block.start <= p.tokens.start && p.tokens.end <= at).cloned()
        };
        let last = r.meetings.iter().filter_map(before).max_by_key(|p| p.tokens.start);
        let place = if r.low(at) == "there" { last.or_else(|| there.clone()) } else { there.clone() };
        r.meetings[index].attributes.places.extend(place);
    }
}
