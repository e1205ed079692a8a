//! Meetings that only a verb names: "We, the Ministers of A and B, gathered in P", "The Committee met on D".

use std::ops::Range as Tokens;

use super::meeting_attributes::{Attributes, complete, one_span, place_at, scan};
use super::meeting_match::agree;
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, sentence_case, tame_capitals};
use crate::annotate::NumberKind;
use crate::assertion::{EntityId, Status};
use crate::document::BlockKind;

/// Finds them among the first sentences of the document.
pub(super) fn read(r: &mut Reader<'_>) {
    let first = r.a.sentences.iter().position(|s| r.block(s.block).kind == BlockKind::Paragraph);
    let Some(first) = first else { return };
    let early: Vec<Tokens<usize>> = r.a.sentences[first..].iter().take(4).map(|s| s.tokens.clone()).collect();
    for sentence in early {
        for verb in sentence.clone() {
            let Some((end, _)) = r.lexicon("MeetVerb", verb) else { continue };
            let noun = r.meetings.iter().any(|m| m.mentions.iter().any(|t| t.contains(&verb)));
            let speakers = spoken_before(r, &sentence);
            if verb == sentence.start && speakers.is_none() || noun {
                continue;
            }
            let attributes = attributes(r, end, sentence.end);
            if attributes.dates.is_empty() && attributes.places.is_empty() {
                continue;
            }
            // a meeting that the sentence names, or that the title gives the same days, is that meeting
            let day = attributes.dates.first().map(|d| d.start);
            // "Senior officials met in P to prepare the Third Ministerial Conference": a meeting of others
            let theirs = (speakers.unwrap_or(sentence.start)..verb)
                .find_map(|t| r.lexicon("Issuer", t).and_then(|(_, concept)| kind_of_issuers(concept)));
            let others = |m: &Meeting| {
                let told = matches!(m.kind.as_str(), "ministerial-conference" | "senior-officials-meeting" | "summit");
                told && theirs.is_some_and(|kind| kind != m.kind)
            };
            let known = r.meetings.iter().position(|m| {
                m.mentions.iter().any(|t| sentence.contains(&t.start)) && shares(m, &attributes) && !others(m)
                    || day.is_some_and(|d| d.day.is_some() && m.attributes.dates.iter().any(|w| w.start == d))
            });
            let known =
                known.or_else(|| met_for(r, &sentence, end)).or_else(|| titled(r, &sentence, verb, &attributes));
            if let Some(known) = known {
                of_ministers(r, known, speakers.unwrap_or(sentence.start)..verb);
                if (verb.saturating_sub(3)..verb).any(|t| matches!(r.low(t), "will" | "shall" | "would")) {
                    r.meetings[known].status = Status::Planned;
                }
                let meeting = &mut r.meetings[known].attributes;
                // the year of the title says less
                meeting.dates.retain(|d| d.start.month.is_some() || attributes.dates.is_empty());
                if meeting.places.is_empty() {
                    meeting.places.extend(attributes.places);
                }
                meeting.dates.extend(attributes.dates);
                meeting.agents.extend(attributes.agents);
                return;
            }
            if let Some(mut meeting) =
                of_speakers(r, &sentence, verb, &attributes).or_else(|| of_body(r, &sentence, verb, end, &attributes))
            {
                meeting.ordinal = meeting.ordinal.or_else(|| nth_time(r, end));
                r.meetings.push(meeting);
                return;
            }
        }
    }
}

/// "the Lake Committee, which met in P on D", "The Steering Group met on D": meetings of bodies beside the recorded one.
pub(super) fn of_bodies(r: &mut Reader<'_>) {
    for verb in 1..r.a.tokens.len() {
        let Some((end, _)) = r.lexicon("MeetVerb", verb) else { continue };
        let sentence = r.sentence(verb);
        // "The Steering Group would meet in P in May"
        let coming = r.low(verb) == "meet" && matches!(r.low(verb - 1), "will" | "would" | "shall" | "should");
        if !matches!(r.low(verb), "met" | "gathered" | "assembled" | "convened") && !coming {
            continue;
        }
        // "which had gathered in P"
        let had = matches!(r.low(verb - 1), "had" | "has") && verb > 1 && r.low(verb - 2) == "which";
        let verb = verb - usize::from(coming || had);
        let which = r.low(verb - 1) == "which" && verb > sentence.start + 2 && r.low(verb - 2) == ",";
        let mut subject = if which { verb - 2 } else { verb };
        // "The Committee had met in P"
        if !which && !coming && matches!(r.low(subject - 1), "had" | "has" | "last") && subject > sentence.start + 1 {
            subject -= 1;
        }
        if coming && r.low(subject - 1) == "it" {
            subject = body_before(r, &sentence, subject - 1).unwrap_or(subject);
        }
        let mut attributes = attributes(r, end, sentence.end);
        attributes.status = attributes.status.or(coming.then_some(Status::Planned));
        let dated = attributes.dates.first().is_some_and(|d| d.start.month.is_some());
        let known = r.meetings.iter().any(|m| agree(&m.attributes.dates, &attributes.dates) == Some(true));
        if !dated || known {
            continue;
        }
        if let Some(mut meeting) = of_body(r, &sentence, subject, end, &attributes) {
            meeting.status = attributes.status.unwrap_or(meeting.status);
            r.meetings.push(meeting);
        }
    }
}

/// "agreed to set up a Group on Ports, and that it should meet": where the name of the body ends for which "it" stands.
fn body_before(r: &Reader<'_>, sentence: &Tokens<usize>, it: usize) -> Option<usize> {
    (sentence.start..it).rev().find_map(|t| r.lexicon("BodyNoun", t).filter(|(end, _)| *end <= it).map(|(end, _)| end))
}

/// "We, the Ministers of A and B," as a paragraph of its own, with "Met in P on D" below it: where those who met begin.
pub(super) fn spoken_before(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<usize> {
    let before = r.sentence_of(sentence.start).checked_sub(1)?;
    let speakers = r.a.sentences[before].tokens.clone();
    let open = matches!(r.low(speakers.end - 1), "," | ";" | ")") || r.is_word(speakers.end - 1);
    let persons = r.a.persons_near(speakers.clone()).len() > 2 && matches!(r.low(speakers.end - 1), "," | ";");
    (r.low(speakers.start) == "we" && open || persons).then_some(speakers.start)
}

/// "in 2003, when Ministers last met in P", "who last met in 2003": the meeting before the one that the document records.
pub(super) fn last_met(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let Some(before) = main.ordinal.filter(|n| *n > 1).map(|n| n - 1) else { return };
    for t in 1..r.a.tokens.len() {
        if r.low(t - 1) != "last" || !r.in_lexicon("MeetVerb", t) {
            continue;
        }
        let sentence = r.sentence(t);
        let mut found = attributes(r, t + 1, sentence.end);
        let earlier = r.a.dates_near(sentence.start..t).iter().rfind(|d| d.tokens.end < t);
        if let Some(date) = earlier.filter(|d| found.dates.is_empty() && r.low(d.tokens.end) == "when") {
            found.dates.push(complete(r, date));
        }
        // "at the Lake Conference": its place, where it bears one
        let place = (t + 1..sentence.end.min(t + 5)).find_map(|i| place_at(r, i, sentence.end));
        found.places.extend(place.filter(|_| found.places.is_empty()));
        let known = r.meetings.iter().position(|m| m.ordinal == Some(before) && m.series == main.series);
        if let Some(known) = known.filter(|_| !found.dates.is_empty() || !found.places.is_empty()) {
            r.meetings[known].attributes.dates.extend(found.dates);
            r.meetings[known].attributes.places.extend(found.places);
        }
    }
}

/// "will next meet in P in 2019", "agreed to meet again in P": another meeting of the same people, to come.
pub(super) fn next_time(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let mut from = 0;
    for t in 0..r.a.tokens.len() {
        let Some((mut end, _)) = r.lexicon("MeetAgain", t).filter(|_| t >= from) else { continue };
        while matches!(r.low(end), "again" | "next") {
            end += 1;
        }
        from = end;
        let sentence = r.sentence(t);
        let mut found = attributes(r, end, sentence.end);
        let named = r.meetings.iter().any(|m| m.mentions.iter().any(|m| sentence.contains(&m.start) && m.start > t));
        let known = agree(&found.dates, &main.attributes.dates) == Some(true);
        // "The working group will meet": its own meeting
        let near = |m: &Tokens<usize>| sentence.contains(&m.start) && m.end <= t && t - m.end < 3;
        let known = known || r.meetings.iter().any(|m| m.kind == "body-meeting" && m.mentions.iter().any(near));
        if found.dates.is_empty() && found.places.is_empty() || named || known {
            continue;
        }
        found.status = Some(Status::Planned);
        let name =
            if main.label.to_lowercase().starts_with("meeting of") { main.label.clone() } else { "meeting".to_owned() };
        let mut next = meeting(r, format!("Next {name}"), &main.kind, None, t..end, &found);
        next.status = Status::Planned;
        next.series.clone_from(&main.series);
        r.meetings.push(next);
    }
}

/// "met in P for the Meeting on X", "gather on the occasion of the Summit": the meeting that the sentence goes on to name.
fn met_for(r: &Reader<'_>, sentence: &Tokens<usize>, from: usize) -> Option<usize> {
    r.meetings.iter().position(|m| {
        m.mentions.iter().any(|t| {
            let the = usize::from(matches!(r.low(t.start.wrapping_sub(1)), "the" | "their" | "our"));
            let link = t.start.wrapping_sub(1 + the);
            let words = [r.low(link.wrapping_sub(2)), r.low(link.wrapping_sub(1)), r.low(link)];
            sentence.contains(&t.start)
                && t.start > from
                && (matches!(words[2], "for" | "at" | "during") || words[1..] == ["occasion", "of"])
        })
    })
}

/// "2008 Harbour Ministers' Meeting" as the title, "We, the Ministers, met in P on D" below it: one meeting.
fn titled(r: &Reader<'_>, sentence: &Tokens<usize>, verb: usize, attributes: &Attributes) -> Option<usize> {
    let kind = (sentence.start..verb).find_map(|t| r.lexicon("Issuer", t).and_then(|(_, c)| kind_of_issuers(c)))?;
    let year = attributes.dates.first().and_then(|d| d.start.year);
    r.meetings.iter().position(|m| {
        let first = m.mentions[0].start;
        let dates = &m.attributes.dates;
        let coarse = dates.iter().all(|d| d.start.month.is_none() && d.start.year == year);
        first < sentence.start
            && m.proper
            && m.kind == kind
            && coarse
            && r.block(r.block_of(first)).kind == BlockKind::Heading
    })
}

/// A meeting at which ministers met is one of ministers.
fn of_ministers(r: &mut Reader<'_>, meeting: usize, subject: Tokens<usize>) {
    let kind = subject.into_iter().find_map(|t| r.lexicon("Issuer", t).and_then(|(_, c)| kind_of_issuers(c)));
    let meeting = &mut r.meetings[meeting];
    if let Some(kind) = kind.filter(|_| meeting.kind == "conference") {
        kind.clone_into(&mut meeting.kind);
    }
}

/// The kind of a meeting of those who speak.
pub(super) fn kind_of_issuers(concept: &str) -> Option<&'static str> {
    match concept {
        "ministers" | "vice-ministers" => Some("ministerial-conference"),
        "senior-officials" => Some("senior-officials-meeting"),
        "leaders" | "heads-of-government" | "heads-of-state-and-government" => Some("summit"),
        _ => None,
    }
}

/// Place and date behind the verb, over words that count the meeting.
fn attributes(r: &Reader<'_>, end: usize, limit: usize) -> Attributes {
    let mut from = end;
    if r.low(from) == "for" && r.low(from + 1) == "the" && r.low(from + 3) == "time" {
        from += 4;
    }
    while r.in_lexicon("MeetAdverb", from) {
        from += 1;
    }
    let mut found = scan(r, from, limit);
    one_span(r, &mut found);
    found
}

/// "for the fourth time" behind the verb: how often they have met.
fn nth_time(r: &Reader<'_>, end: usize) -> Option<u64> {
    let time = r.low(end) == "for" && r.low(end + 1) == "the" && r.low(end + 3) == "time";
    r.a.number_at(end + 2).filter(|n| time && n.kind == NumberKind::Ordinal).map(|n| n.value)
}

fn shares(meeting: &Meeting, attributes: &Attributes) -> bool {
    let date = attributes.dates.first().map(|d| d.start);
    let place = attributes.places.first().map(|p| (&p.place, &p.state));
    meeting.attributes.dates.first().map(|d| d.start).is_some_and(|d| Some(d) == date)
        || meeting.attributes.dates.is_empty() && date.is_some()
        || meeting.attributes.places.first().map(|p| (&p.place, &p.state)).is_some_and(|p| Some(p) == place)
}

/// "We, the Ministers of A, B and C, meeting in P": a meeting of those who speak.
fn of_speakers(r: &Reader<'_>, sentence: &Tokens<usize>, verb: usize, attributes: &Attributes) -> Option<Meeting> {
    let issuer = |t: &usize| r.lexicon("Issuer", *t).is_some_and(|(_, c)| c != "we");
    // "Law Ministers of the League met in P": the noun stands right before the verb, or behind "we, the"
    let noun = if r.low(sentence.start) == "we" {
        (sentence.start..verb.min(sentence.start + 8)).find(issuer)?
    } else {
        (sentence.start..verb)
            .rev()
            .take(3)
            .find(|t| issuer(t) && r.lexicon("Issuer", *t).is_some_and(|(e, _)| e == verb))
            // "Ministers responsible for ports from the islands met in P"
            .or_else(|| {
                let first = sentence.start + usize::from(is_determiner(r.low(sentence.start)));
                // "Lake Union Ministers responsible for ports": whose ministers they are stands in front
                let first = (first..verb.min(first + 5))
                    .find(|t| issuer(t) && (first..*t).all(|b| r.is_capital(b) && r.is_word(b)))
                    .unwrap_or(first);
                let clause = (first..verb).all(|t| !matches!(r.low(t), ";" | ":") && !is_auxiliary(r.low(t)));
                Some(first).filter(|t| issuer(t) && clause && verb - first < 16)
            })?
    };
    let (end, concept) = r.lexicon("Issuer", noun)?;
    let mut start = noun;
    while start > sentence.start
        && r.is_capital(start - 1)
        && !is_determiner(r.low(start - 1))
        && r.low(start - 1) != "we"
    {
        start -= 1;
    }
    let kind = kind_of_issuers(concept).unwrap_or("conference");
    let label = format!("Meeting of {}", tame_capitals(&r.text(start..end)));
    Some(meeting(r, label, kind, None, start..end, attributes))
}

/// "The Committee met on D in P": a meeting of that body; "for the first time" makes it number one.
fn of_body(
    r: &Reader<'_>,
    sentence: &Tokens<usize>,
    verb: usize,
    end: usize,
    attributes: &Attributes,
) -> Option<Meeting> {
    let noun =
        (sentence.start..verb).rev().take(3).find(|t| r.lexicon("BodyNoun", *t).is_some_and(|(e, _)| e == verb))?;
    let mut start = noun;
    while start > sentence.start && r.is_capital(start - 1) && r.is_word(start - 1) && !is_determiner(r.low(start - 1))
    {
        start -= 1;
    }
    let ordinal = nth_time(r, end);
    let label = format!("Meeting of the {}", sentence_case(&r.text(start..verb)));
    Some(meeting(r, label, "body-meeting", ordinal, start..verb, attributes))
}

fn meeting(
    r: &Reader<'_>,
    label: String,
    kind: &str,
    ordinal: Option<u64>,
    mention: Tokens<usize>,
    attributes: &Attributes,
) -> Meeting {
    Meeting {
        id: EntityId::Meeting { process: String::new(), slug: String::new() },
        kind: kind.to_owned(),
        ordinal,
        series: Some(r.process.clone()),
        label,
        status: Status::Done,
        mentions: vec![mention],
        attributes: attributes.clone(),
        topic: None,
        proper: true,
        words: Vec::new(),
    }
}
