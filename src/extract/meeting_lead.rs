//! What stands in front of a meeting and says when and where it was: "On 3 May, Suva hosted the meeting of …".

use super::meeting_attributes::{Attributes, PlaceMention, When, complete, place_at, scan};
use super::meeting_mentions::MeetingMention;
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::NameKind;

/// "Suva hosted the meeting": the town in front of the verb.
pub(super) fn host_town(r: &Reader<'_>, mention: &MeetingMention) -> Option<PlaceMention> {
    let sentence = r.sentence(mention.noun.start);
    let mut at = mention.tokens.start;
    while at > sentence.start && is_determiner(r.low(at - 1)) {
        at -= 1;
    }
    let verb =
        at.checked_sub(1).filter(|t| *t > sentence.start && matches!(r.low(*t), "hosted" | "hosts" | "welcomed"))?;
    let verb = verb - usize::from(matches!(r.low(verb - 1), "has" | "had" | "also"));
    let town = r.a.name_ending(verb).filter(|n| n.kind == NameKind::Place && n.tokens.start >= sentence.start)?;
    place_at(r, town.tokens.start, verb)
}

/// "On 3 May 2019, A hosted the meeting", "In June the Council held its session": the date that opens the sentence.
pub(super) fn date(r: &Reader<'_>, mention: &MeetingMention, limit: usize) -> Option<When> {
    let sentence = r.sentence(mention.noun.start);
    if !matches!(r.low(sentence.start), "on" | "from" | "in" | "between") {
        return None;
    }
    let date = r.a.date_at(sentence.start + 1).filter(|d| d.tokens.end <= mention.tokens.start)?;
    let between = date.tokens.end..mention.tokens.start;
    let held = |t: usize| r.in_lexicon("HostVerb", t) || matches!(r.low(t), "hosts" | "holds" | "concluded" | "opened");
    let first = between.clone().all(|t| !r.in_lexicon("MeetingNoun", t));
    let near = mention.tokens.start - date.tokens.end < 20;
    let passive = mention.tokens.end < limit && r.lexicon("MeetingLink", mention.tokens.end).is_some();
    (near && first && (between.clone().any(held) || passive && between.len() < 4)).then(|| complete(r, date))
}

/// "the members of the Lake Conference, meeting in P on D": the conference says whose members met.
pub(super) fn of_those_who_meet(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    let the = usize::from(is_determiner(r.low(mention.tokens.start.wrapping_sub(1))));
    let of = r.low(mention.tokens.start.wrapping_sub(1 + the));
    let mut next = mention.tokens.end;
    // "(A, B and C)": who they are
    let close = (next..next + 60).find(|t| r.low(*t) == ")").filter(|_| r.low(next) == "(");
    next = close.unwrap_or(next);
    while matches!(r.low(next), "," | ")") {
        next += 1;
    }
    mention.ordinals.is_empty() && of == "of" && r.in_lexicon("MeetVerb", next)
}

/// "Organised by the Lake Labour Dialogue": who organises, which is the series and no meeting.
pub(super) fn organises(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    let the = usize::from(is_determiner(r.low(mention.tokens.start.wrapping_sub(1))));
    let start = mention.tokens.start.wrapping_sub(the);
    let by = (start.saturating_sub(4)..start).any(|t| r.lexicon("CapacityBy", t).is_some_and(|(end, _)| end == start));
    let bare = mention.ordinals.is_empty() && mention.year.is_none() && mention.marker.is_none();
    by && bare && mention.proper && r.in_lexicon("SeriesNoun", mention.noun.end - 1)
}

/// "Ministers of the Lake Dialogue", "the members of the Sea Forum": a series whose people the text names, no meeting.
pub(super) fn whose(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    let the = usize::from(is_determiner(r.low(mention.tokens.start.wrapping_sub(1))));
    let Some(of) = mention.tokens.start.checked_sub(1 + the) else { return false };
    // "the Third Conference under the Lake Rim Meeting": the process that holds it
    let bare = mention.ordinals.is_empty() && mention.year.is_none() && mention.topic.is_none();
    if r.low(of) == "under" && mention.proper && bare && mention.tokens.len() > mention.noun.len() {
        return true;
    }
    r.low(of) == "of" && people_of(r, mention, of)
}

fn people_of(r: &Reader<'_>, mention: &MeetingMention, of: usize) -> bool {
    let people = ["Issuer", "GroupNoun", "Post"].iter().any(|l| {
        (of.saturating_sub(4)..of)
            .any(|t| r.lexicon(l, t).is_some_and(|(end, concept)| end == of && concept != "meeting"))
    });
    let series = r.lexicon("SeriesNoun", mention.noun.end - 1).is_some();
    people
        && series
        && mention.proper
        && mention.ordinals.is_empty()
        && mention.year.is_none()
        && mention.topic.is_none()
}

/// "invited the Law Ministers' Meeting to consider it at its meeting in P": the meeting that the clause has named.
pub(super) fn of_meeting<'r>(r: &'r mut Reader<'_>, mention: &MeetingMention) -> Option<&'r mut Attributes> {
    let its = mention.tokens.start.checked_sub(1).filter(|t| r.low(*t) == "its")?;
    let bare = mention.tokens == mention.noun && r.low(its.wrapping_sub(1)) == "at";
    let sentence = r.sentence(its);
    let owner = r.meetings.iter().rposition(|m| {
        let open = m.attributes.dates.is_empty() && m.attributes.places.is_empty();
        open && m.proper && m.mentions.iter().any(|t| sentence.contains(&t.start) && t.end <= its && its - t.end < 12)
    });
    owner.filter(|_| bare).map(|index| &mut r.meetings[index].attributes)
}

/// "The Lake Dialogue was launched in 2008": a process that began, no meeting.
pub(super) fn begun(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    let mut at = mention.tokens.end;
    while matches!(r.low(at), "was" | "has" | "been" | "had" | "is" | "," | "which" | "formally" | "officially") {
        at += 1;
    }
    mention.ordinals.is_empty()
        && mention.proper
        && at > mention.tokens.end
        && r.lexicon("LifecycleChange", at).is_some_and(|(_, change)| change == "established")
}

/// "which Ministers plan to hold", "that will be convened": where the verb ends with which a relative clause says that a
/// meeting is to come.
pub(super) fn to_be_held(r: &Reader<'_>, from: usize, limit: usize) -> Option<usize> {
    /// Words at most between the pronoun and the verb: "which all members of the Board have agreed to".
    const SUBJECT: usize = 9;
    let verb = (from + 1..limit.min(from + SUBJECT)).find(|t| r.lexicon("HostBase", *t).is_some())?;
    let between = from..verb;
    let plans = between.clone().any(|t| r.in_lexicon("PlanVerb", t) && r.low(verb - 1) == "to");
    let coming = matches!(r.low(verb - 1), "will" | "shall" | "would");
    let stops = between.clone().any(|t| matches!(r.low(t), "," | ";" | ":" | "not" | "." | "which" | "that"));
    ((plans || coming) && !stops).then(|| r.lexicon("HostBase", verb).map_or(verb + 1, |(end, _)| end))
}

/// "to convene, in P in June, a conference", "will hold in P on D a workshop": place and date between the verb and its object.
pub(super) fn in_front(r: &Reader<'_>, mention: &MeetingMention) -> Option<Attributes> {
    /// Tokens at most for place and date: ", in Suva, Fiji, on 3 and 4 June 2019, a".
    const ASIDE: usize = 16;
    let sentence = r.sentence(mention.noun.start);
    let mut at = mention.tokens.start;
    while at > sentence.start && (is_determiner(r.low(at - 1)) || r.low(at - 1) == ",") {
        at -= 1;
    }
    let held =
        |t: usize| ["HostBase", "HostVerb", "HostGerund"].iter().find_map(|l| r.lexicon(l, t)).map(|(end, _)| end);
    let verb =
        (sentence.start.max(at.saturating_sub(ASIDE))..at).rev().find_map(|t| held(t).filter(|end| *end <= at))?;
    let from = verb + usize::from(r.low(verb) == ",");
    if from >= at || r.low(verb) == "by" {
        return None;
    }
    let found = scan(r, from, at);
    let ends = found.dates.iter().map(|d| d.tokens.end).chain(found.places.iter().map(|p| p.tokens.end)).max()?;
    (ends == at && found.agents.is_empty()).then_some(found)
}
