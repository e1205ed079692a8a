//! Which meeting the document records, and what its head and first sentences say of it.

use std::ops::Range as Tokens;

use super::main_short;
use super::main_twins;
use super::meeting_attributes::{Attributes, agents_end, complete, place_at};
use super::meeting_match::{agree, own_words};
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::{is_preposition, sentence_case};
use crate::annotate::{NameKind, NumberKind};
use crate::assertion::{EntityClass, EntityId, Status};
use crate::document::BlockKind;
use crate::slug::slug;

/// The meeting that the document records: named in the title, else in its first sentences with place or date.
pub(super) fn choose(r: &mut Reader<'_>) {
    series_in_title(r);
    let first_body =
        r.a.sentences.iter().position(|s| matches!(r.block(s.block).kind, BlockKind::Paragraph | BlockKind::Item));
    let title_end = first_body.map_or(usize::MAX, |s| r.a.sentences[s].tokens.start);
    let early_end = first_body.map_or(usize::MAX, |s| r.a.sentences.get(s + 5).map_or(usize::MAX, |s| s.tokens.start));
    let kept = |m: &Meeting| !matches!(m.status, Status::Negated | Status::Hypothetical);
    // "on the margins of the Summit", "since the last Conference": others than the one recorded
    let aside = |m: &Meeting| {
        let first = m.mentions[0].start;
        let from = r.sentence(first).start.max(first.saturating_sub(4));
        let earlier = |t: usize| matches!(r.low(t), "last" | "previous" | "earlier" | "past") && t >= first;
        // "Information report following the Summit" as a title is about that summit
        let titled = r.block(r.block_of(first)).kind == BlockKind::Heading;
        let apart =
            |t: usize| r.in_lexicon("MeetingAside", t) && !(titled && matches!(r.low(t), "following" | "after"));
        (from..first).any(apart) || m.mentions[0].clone().any(earlier)
    };
    let coming = |m: &Meeting| matches!(m.status, Status::Planned | Status::Offered | Status::Proposed);
    let score = |m: &Meeting| {
        let first = m.mentions.first().map_or(usize::MAX, |t| t.start);
        let in_title = m.mentions.iter().any(|t| t.start < title_end);
        let early = m.mentions.iter().any(|t| t.start < early_end);
        let located = !m.attributes.dates.is_empty() || !m.attributes.places.is_empty();
        if !kept(m) || aside(m) || !(in_title || early && (located || m.proper)) {
            return None;
        }
        // "Summary record of the second meeting" tells of that one, whatever stands above it
        let recorded = m.mentions.iter().any(|t| t.start < title_end && recorded(r, t.start));
        // a text that only announces a meeting is about that one; of two titles the one with a number
        let weight =
            u8::from(in_title) * 2 + u8::from(located) + u8::from(recorded) + u8::from(headed(r, m, title_end));
        Some((!coming(m), weight, in_title && m.ordinal.is_some(), std::cmp::Reverse(first)))
    };
    r.main = (0..r.meetings.len()).filter_map(|i| score(&r.meetings[i]).map(|s| (s, i))).max().map(|(_, i)| i);
    gathered_below(r, early_end);
    title_is_numbered(r, early_end);
    letterhead(r);
    main_short::headline(r, early_end);
    main_short::which_was_held(r, early_end);
    let Some(main) = r.main else { return };
    // what the first sentences say of date and place without standing next to the name
    let body_sentences: Vec<Tokens<usize>> =
        first_body.map_or_else(Vec::new, |s| r.a.sentences[s..].iter().take(3).map(|s| s.tokens.clone()).collect());
    // a dateline is no sentence of its own
    let dated = body_sentences.first().is_some_and(|s| matches!(r.low(s.end - 1), "-" | "–" | "—" | ":"));
    let body_sentences = body_sentences.into_iter().take(2 + usize::from(dated)).collect::<Vec<_>>();
    let titles: Vec<Tokens<usize>> =
        r.a.sentences.iter().map(|s| s.tokens.clone()).take_while(|t| t.start < title_end).collect();
    let others = r.meetings.iter().enumerate().filter(|(i, _)| *i != main);
    let mut others: Vec<usize> = others.flat_map(|(_, m)| m.mentions.iter().map(|t| t.start)).collect();
    others.sort_unstable();
    // "(co-hosted by A and B)" below the title
    for tokens in &titles {
        let by = tokens.clone().find_map(|t| r.lexicon("CapacityBy", t));
        let named = r.meetings.iter().any(|m| m.mentions.iter().any(|m| tokens.contains(&m.start)));
        if let Some((end, capacity)) = by.filter(|_| !named) {
            let to = agents_end(r, end, tokens.end);
            let capacity = capacity.to_owned();
            r.meetings[main].attributes.agents.push((end..to, capacity));
            // "… in partnership with C"
            if let Some((end, capacity)) = r.lexicon("CapacityBy", to + usize::from(r.low(to) == ",")) {
                let (capacity, to) = (capacity.to_owned(), agents_end(r, end, tokens.end));
                r.meetings[main].attributes.agents.push((end..to, capacity));
            }
        }
    }
    for tokens in body_sentences.into_iter().chain(titles) {
        let other = others.get(others.partition_point(|start| *start < tokens.start)).is_some_and(|s| *s < tokens.end);
        if r.meetings[main].attributes.dates.is_empty()
            && !other
            && let Some(date) =
                r.a.dates_near(tokens.clone())
                    .iter()
                    .find(|d| tokens.contains(&d.tokens.start) && d.start.day.is_some())
        {
            let when = complete(r, date);
            r.meetings[main].attributes.dates.push(when);
        }
        if r.meetings[main].attributes.places.is_empty() && !other {
            let place = tokens
                .clone()
                .filter(|t| *t > tokens.start && matches!(r.low(*t - 1), "in" | "at" | ",") || *t == tokens.start);
            let place = place
                .filter(|t| r.a.name_at(*t).is_some_and(|n| n.kind == NameKind::Place))
                .find_map(|t| place_at(r, t, tokens.end));
            r.meetings[main].attributes.places.extend(place);
        }
    }
}

/// "LAKE DIALOGUE" as a title, "We, the Ministers of A and B, meeting in P on D" below it: those who met, not the series.
fn gathered_below(r: &mut Reader<'_>, early_end: usize) {
    let Some(main) = r.main.map(|m| &r.meetings[m]) else { return };
    let tokens = main.mentions[0].clone();
    let own = &main.attributes;
    let bare = main.ordinal.is_none() && own.dates.is_empty() && own.places.is_empty() && own.agents.is_empty();
    let line = r.block_tokens(r.block_of(tokens.start)) == tokens;
    let series = (tokens.start..tokens.end).any(|t| r.in_lexicon("SeriesNoun", t));
    if !bare || !line || !series {
        return;
    }
    let met = r.meetings.iter().position(|m| {
        let located = !m.attributes.dates.is_empty() && !m.attributes.places.is_empty();
        located && m.label.starts_with("Meeting of ") && m.mentions[0].start < early_end && m.status == Status::Done
    });
    r.main = met.or(r.main);
}

/// "LAKE RESCUE FORUM" as the first line, above "PORT MINISTERS' MEETING" with its place and date: who issues the text.
fn letterhead(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let first = |m: &Meeting| {
        let tokens = m.mentions[0].clone();
        let bare = m.attributes.dates.is_empty() && m.attributes.places.is_empty() && m.attributes.agents.is_empty();
        // "Lake Dialogue on Ports": the noun may have a subject behind it
        let noun = |t: usize| r.in_lexicon("SeriesNoun", t) && (t + 1 == tokens.end || is_preposition(r.low(t + 1)));
        let series = tokens.clone().any(noun);
        let line = r.block_tokens(r.block_of(tokens.start));
        m.mentions.len() == 1
            && bare
            && series
            && m.ordinal.is_none()
            && line == tokens
            && tokens.start < main.mentions[0].start
    };
    let Some(index) =
        (0..r.meetings.len()).find(|i| r.meetings[*i].mentions[0] != main.mentions[0] && first(&r.meetings[*i]))
    else {
        return;
    };
    let name = r.meetings.remove(index);
    r.main = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]);
    let process = slug(&name.label);
    let evidence = r.evidence(name.mentions[0].clone());
    r.entity(&EntityId::Organisation(process.clone()), EntityClass::Process, &name.label, None, evidence);
    if r.process == "shared" {
        for meeting in r.meetings.iter_mut().filter(|m| m.series.as_deref() == Some("shared")) {
            meeting.series = Some(process.clone());
        }
        r.process = process;
    }
}

/// Whether its day stands in the head, where the head names no meeting: "Working Group on Nets", "Suva, 3 May 2010".
fn headed(r: &Reader<'_>, m: &Meeting, title_end: usize) -> bool {
    let when = m.attributes.dates.iter().find(|w| w.start.day.is_some() && w.tokens.start >= title_end);
    let same = |d: &&crate::annotate::DateExpression| {
        let head = complete(r, d);
        when.is_some_and(|w| w.start == head.start && w.end == head.end)
    };
    r.a.dates.iter().take_while(|d| d.tokens.start < title_end).any(|d| same(&d))
}

/// "Minutes of the third meeting", "Summary record of the second meeting": what is told below is that meeting.
fn recorded(r: &Reader<'_>, start: usize) -> bool {
    let the = usize::from(r.low(start.wrapping_sub(1)) == "the");
    let Some(of) = start.checked_sub(1 + the).filter(|of| r.low(*of) == "of") else { return false };
    of.checked_sub(1).is_some_and(|t| r.in_lexicon("RecordNoun", t))
}

/// The title says "Lake Process Ministerial Meeting", the first sentences "the Third Ministerial Conference": one meeting.
fn title_is_numbered(r: &mut Reader<'_>, early_end: usize) {
    let Some(main) = r.main.filter(|m| r.meetings[*m].ordinal.is_none()) else { return };
    let title = r.meetings[main].clone();
    let heading = r.block(r.block_of(title.mentions[0].start)).kind == BlockKind::Heading;
    let head = heading || r.block(r.block_of(title.mentions[0].start)).kind == BlockKind::Header;
    let bare = head && title.words.is_empty() && title.attributes.dates.is_empty();
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    // a headline: "REGIONAL MEETING ON PORTS OPENS IN SUVA"
    // … or "MINISTER TO ATTEND REGIONAL FORUM"
    let attended = title.mentions[0].start > 1 && r.low(title.mentions[0].start - 2) == "to";
    let headline = head && (town(&title).is_some() || attended) && title.attributes.dates.is_empty();
    let numbered = r.meetings.iter().position(|m| {
        let alike = m.kind == title.kind && bare;
        let told = headline && !attended && town(m) == town(&title) && !m.attributes.dates.is_empty();
        let shared = title.words.iter().filter(|w| m.words.contains(w)).count();
        let topic = headline
            && m.kind == title.kind
            && shared + usize::from(attended) > 1
            && (town(m).is_none() || attended || town(m) == town(&title));
        // "EXPERTS CONCLUDE TALKS IN SUVA", "… closed the fourth meeting of the Panel today"
        let begun = |t: usize| r.in_lexicon("HeadlineVerb", t) || r.in_lexicon("MeetVerb", t);
        let first = m.mentions[0].start;
        let free = m.attributes.dates.is_empty() && (town(m).is_none() || town(m) == town(&title));
        let opens = free && (r.sentence(first).start.max(first.saturating_sub(4))..first).any(begun);
        let told = told || headline && !attended && title.mentions[0].len() == 1 && opens;
        (alike || topic || told && title.kind == "conference")
            && (topic || m.series == title.series)
            && m.ordinal.is_some()
            && m.status == Status::Done
            && m.mentions[0].start < early_end
            && m.mentions[0].start > title.mentions[0].start
    });
    let Some(numbered) = numbered else { return };
    let kept = &mut r.meetings[numbered];
    kept.attributes.places.extend(title.attributes.places);
    kept.attributes.agents.extend(title.attributes.agents);
    kept.mentions.splice(0..0, title.mentions);
    r.meetings.remove(main);
    r.main = Some(if numbered > main { numbered - 1 } else { numbered });
}

/// "LAKE RESCUE FORUM" above "Report of the 4th Annual Meeting", which is "of the Lake Rescue Forum": the series, no meeting.
fn series_in_title(r: &mut Reader<'_>) {
    let numbered: Vec<String> =
        r.meetings.iter().filter(|m| m.ordinal.is_some()).filter_map(|m| m.series.clone()).collect();
    let series = |m: &Meeting| {
        let heading = r.block(r.block_of(m.mentions[0].start)).kind == BlockKind::Heading;
        let bare = m.attributes.dates.is_empty() && m.attributes.places.is_empty() && m.attributes.agents.is_empty();
        // "LAKE CONFERENCE ON PORTS (LCP)"
        let name = m.label.split(" (").next().unwrap_or(&m.label);
        heading && bare && m.ordinal.is_none() && m.proper && numbered.contains(&slug(name))
    };
    let kept: Vec<bool> = r.meetings.iter().map(|m| !series(m)).collect();
    let mut kept = kept.into_iter();
    r.meetings.retain(|_| kept.next().unwrap_or(true));
}

/// The title and the first sentences name one meeting in different words: "35th Lake Summit", "the 35th Ordinary Summit of the
/// Heads of State of the Lake Community". What they count and when they say it was tell that it is one.
pub(super) fn twins(r: &mut Reader<'_>) {
    main_twins::named_below(r);
    main_twins::numbered_below(r);
    main_twins::told_in_other_words(r);
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let Some(ordinal) = main.ordinal else { return };
    let first = r.a.sentences.iter().position(|s| r.block(s.block).kind == BlockKind::Paragraph);
    let early = first.and_then(|s| r.a.sentences.get(s + 3)).map_or(usize::MAX, |s| s.tokens.start);
    let town = |m: &Meeting| m.attributes.places.first().and_then(|p| p.place.clone());
    let general = |kind: &str| matches!(kind, "conference" | "body-meeting");
    let twin = |m: &Meeting| {
        let days = agree(&m.attributes.dates, &main.attributes.dates);
        let apart = town(m).is_some() && town(&main).is_some() && town(m) != town(&main);
        // "the Meeting of Experts of the Sixth Session", which ends before the session does, is a part of it
        let ends = m.attributes.dates.first().zip(main.attributes.dates.first());
        let apart = apart
            || ends.is_some_and(|(a, b)| {
                a.end.month == b.end.month && { a.end.day.zip(b.end.day).is_some_and(|(a, b)| a.abs_diff(b) > 1) }
            });
        // a process that calls itself a dialogue may meet in conferences
        let dialogue = main.kind == "expert-meeting" && main.attributes.dates.is_empty();
        let kinds = m.kind == main.kind || general(&m.kind) || general(&main.kind) || dialogue;
        let within = |a: &[String], b: &[String]| a.iter().all(|w| b.contains(w));
        let words = within(&m.words, &main.words) || within(&main.words, &m.words);
        let shared = m.words.iter().any(|w| main.words.contains(w));
        let told = days == Some(true) && m.attributes.dates.iter().any(|w| w.start.day.is_some());
        m.mentions[0] != main.mentions[0]
            && m.ordinal == Some(ordinal)
            && m.status == Status::Done
            && m.mentions[0].start < early
            && kinds
            && !apart
            && days != Some(false)
            && (told
                || dialogue
                || words
                || shared && m.kind == main.kind
                || m.series == main.series && m.kind == main.kind)
    };
    let mut index = 0;
    while index < r.meetings.len() {
        if !twin(&r.meetings[index]) {
            index += 1;
            continue;
        }
        let other = r.meetings.remove(index);
        let Some(kept) = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]) else { return };
        r.main = Some(kept);
        let meeting = &mut r.meetings[kept];
        meeting.attributes.add(other.attributes);
        meeting.mentions.extend(other.mentions);
        meeting.topic = meeting.topic.take().or(other.topic);
        if general(&meeting.kind) || meeting.kind == "expert-meeting" {
            meeting.kind = other.kind;
        }
        if other.words.len() > meeting.words.len() && other.proper {
            meeting.label = other.label;
            meeting.words = other.words;
        }
    }
    r.main = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]);
}

/// Whether a word of a label only says which one of a series it is.
fn counts(r: &Reader<'_>, word: &str) -> bool {
    let first = ["first-ever", "annual"].iter().any(|w| word.eq_ignore_ascii_case(w));
    let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    year || first
        || r.a
            .numbers
            .iter()
            .any(|n| n.kind == NumberKind::Ordinal && r.a.slice(n.tokens.clone()).eq_ignore_ascii_case(word))
}

/// `Location:` and `Date:` fields speak of the meeting that the document records.
pub(super) fn header_fields(r: &mut Reader<'_>) {
    let Some(main) = r.main else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        let block = r.block(sentence.block);
        if block.kind != BlockKind::Header {
            continue;
        }
        let label = block.marker.as_deref().map(str::to_lowercase).unwrap_or_default();
        if (label.contains("date") || label.contains("when"))
            && let Some(date) =
                r.a.dates_near(sentence.tokens.clone()).iter().find(|d| sentence.tokens.contains(&d.tokens.start))
        {
            let when = complete(r, date);
            // the day of a release may be one of several days of the meeting
            let whole = |w: &super::meeting_attributes::When| {
                w.start != w.end && (w.end == when.start || w.start == when.start)
            };
            if when.start == when.end && r.meetings[main].attributes.dates.iter().any(whole) {
                continue;
            }
            let first = r.meetings[main].attributes.dates.is_empty();
            if first || agree(std::slice::from_ref(&when), &r.meetings[main].attributes.dates) == Some(true) {
                r.meetings[main].attributes.dates.push(when);
            }
        }
        if (label.contains("location") || label.contains("place") || label.contains("venue"))
            && let Some(place) = sentence.tokens.clone().find_map(|t| place_at(r, t, sentence.tokens.end))
        {
            r.meetings[main].attributes.places.push(place);
        }
    }
}

/// "The meeting was co-hosted by …": who ran it, and where it was if nothing else says so.
pub(super) fn told_of_it(r: &mut Reader<'_>, told: Vec<Attributes>) {
    let Some(main) = r.main else { return };
    for attributes in told {
        let meeting = &mut r.meetings[main].attributes;
        meeting.agents.extend(attributes.agents);
        if meeting.places.is_empty() {
            meeting.places.extend(attributes.places);
        }
        // "The two-day conference, held on 3 and 4 May": the days
        let full = meeting.dates.iter().any(|d| d.start.day.is_some());
        meeting.dates.extend(attributes.dates.into_iter().filter(|_| !full));
    }
}

/// A document that names no process is of the series that its own meeting begins: "Regional Meeting on Fisheries".
pub(super) fn own_series(r: &mut Reader<'_>) {
    let Some(main) = r.main.filter(|_| r.process == "shared") else { return };
    let meeting = &r.meetings[main];
    if let Some(series) = meeting.series.clone().filter(|s| s != "shared") {
        r.process.clone_from(&series);
        for meeting in r.meetings.iter_mut().filter(|m| m.series.as_deref() == Some("shared")) {
            meeting.series = Some(series.clone());
        }
        return;
    }
    // "Twentieth Lagoon Forum 1999": the series is the Lagoon Forum
    let own: Vec<&str> = meeting.label.split(' ').filter(|w| !counts(r, w)).collect();
    let label = sentence_case(&own.join(" "));
    let name: Vec<String> = slug(&label).split('-').take(8).map(str::to_owned).collect();
    if !meeting.proper || name.len() < 2 || own_words(r, meeting.mentions[0].clone(), None).is_empty() {
        return;
    }
    let process = name.join("-");
    let evidence = r.evidence(meeting.mentions[0].clone());
    r.entity(&EntityId::Organisation(process.clone()), EntityClass::Process, &label, None, evidence);
    for meeting in r.meetings.iter_mut().filter(|m| m.series.as_deref() == Some("shared")) {
        meeting.series = Some(process.clone());
    }
    r.process = process;
}
