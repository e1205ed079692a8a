//! Members of a set of meetings: "Three workshops had been held. The first, hosted by A, was on X."

use std::ops::Range as Tokens;

use super::meeting_attributes::{Attributes, complete, place_at, scan};
use super::meeting_mentions::MeetingMention;
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::singular;
use crate::annotate::{NameKind, NumberKind};
use crate::assertion::{EntityId, Status};

/// "Three workshops had been held. The first, hosted by …": members of the set that the sentence before counted.
pub(super) fn read(r: &mut Reader<'_>, mentions: &[MeetingMention]) {
    let mut kind: Option<(String, usize)> = None;
    for index in 0..r.a.sentences.len() {
        let tokens = r.a.sentences[index].tokens.clone();
        let from = mentions.partition_point(|m| m.noun.start < tokens.start);
        same_sentence(r, &mentions[from..], &tokens);
        let inside = mentions[from..].iter().take_while(|m| m.noun.start < tokens.end);
        let plural = inside.into_iter().find(|m| m.plural && m.ordinals.is_empty());
        if let Some(mention) = plural {
            parallel(r, mention, &tokens);
            scattered(r, mention, &tokens);
            kind = Some((singular(&mention.kind), index));
            continue;
        }
        let Some((set, since)) = kind.clone() else { continue };
        if index - since > 6 || r.low(tokens.start) != "the" {
            continue;
        }
        let ordinal = r.a.number_at(tokens.start + 1).filter(|n| n.kind == NumberKind::Ordinal);
        let Some(ordinal) = ordinal.map(|n| n.tokens.clone()) else { continue };
        if !matches!(r.low(ordinal.end), "," | "was" | "of" | "took" | "hosted" | "held") {
            continue;
        }
        let attributes = scan(r, ordinal.end, tokens.end);
        if attributes.dates.is_empty() && attributes.agents.is_empty() {
            continue;
        }
        r.meetings.push(Meeting {
            id: EntityId::Meeting { process: String::new(), slug: String::new() },
            kind: set,
            ordinal: None,
            series: Some(r.process.clone()),
            label: String::new(),
            status: Status::Done,
            mentions: std::iter::once(tokens.start..ordinal.end).collect(),
            topic: attributes.description.clone(),
            attributes,
            proper: false,
            words: Vec::new(),
        });
        absorb(r, &tokens);
    }
}

/// "the meetings on ports (P, May 2010) and on fish (Q, March 2011)": each subject has a meeting of its own.
fn parallel(r: &mut Reader<'_>, mention: &MeetingMention, sentence: &Tokens<usize>) {
    let Some(known) = r.meetings.iter().position(|m| m.mentions.contains(&mention.tokens)) else { return };
    let link = mention.topic.clone().map_or("", |t| r.low(t.start - 1));
    let mut at = mention.tokens.end;
    while link == "on" && at < sentence.end {
        let Some(open) = (at..sentence.end).find(|t| r.low(*t) == "(") else { return };
        let Some(close) = (open..sentence.end.min(open + 14)).find(|t| r.low(*t) == ")") else { return };
        let inside = scan(r, open + 1, close);
        let subject = at..open;
        at = close + 1;
        let begins = subject.clone().find(|t| !matches!(r.low(*t), "," | "and"));
        let Some(begins) = begins.filter(|t| r.low(*t) == "on" && subject.len() < 12) else { continue };
        if inside.dates.is_empty() || inside.places.is_empty() || begins + 1 >= open {
            return;
        }
        let topic = begins + 1..open;
        let label = format!("Meeting on {}", r.text(topic.clone()));
        let first = r.meetings[known].clone();
        let mentions = std::iter::once(begins..open).collect();
        let (topic, attributes) = (Some(topic), inside);
        r.meetings.push(Meeting { mentions, attributes, topic, label, words: Vec::new(), ..first });
    }
}

/// "Earlier workshops were held in P (2014), Q (2015) and, in May 2016, …": each town with its date has a meeting of its own.
fn scattered(r: &mut Reader<'_>, mention: &MeetingMention, sentence: &Tokens<usize>) {
    let mut same = r.meetings.iter().enumerate().filter(|(_, m)| m.mentions.contains(&mention.tokens));
    // several already, where all dates are told in one way
    let (Some((known, _)), None) = (same.next(), same.next()) else { return };
    let mut found: Vec<(Tokens<usize>, Attributes)> = Vec::new();
    let mut t = mention.tokens.end;
    while t < sentence.end {
        let place = place_at(r, t, sentence.end).filter(|_| r.a.name_at(t).is_some_and(|n| n.kind == NameKind::Place));
        let Some(place) = place else {
            t += 1;
            continue;
        };
        let from = place.tokens.end;
        let bracket = r.low(from) == "(";
        let when = r.a.date_at(from + 1).filter(|_| bracket).map(|date| complete(r, date));
        // "(2014)" is a year by its brackets only
        let when = when.or_else(|| scan(r, from, sentence.end.min(from + 3)).dates.into_iter().next());
        let Some(when) = when.filter(|w| bracket && w.tokens.start == from + 1 && r.low(w.tokens.end) == ")") else {
            return;
        };
        let end = when.tokens.end + 1;
        let attributes = Attributes { dates: vec![when], places: vec![place], ..Attributes::default() };
        found.push((t..end, attributes));
        // nothing but a comma, "and" and "in" between two of them
        let link = |t: &usize| matches!(r.low(*t), "," | "and" | "in" | "at" | ";");
        t = (end..sentence.end).find(|t| !link(t)).unwrap_or(sentence.end);
        if t == end || t >= sentence.end {
            break;
        }
    }
    let told = |tokens: &Tokens<usize>| {
        r.meetings.iter().any(|m| m.mentions.iter().any(|own| tokens.start < own.end && own.start < tokens.end))
    };
    if found.len() < 2 || found.iter().skip(1).any(|(tokens, _)| told(tokens)) {
        return;
    }
    let first = r.meetings[known].clone();
    let mut found = found.into_iter();
    if let Some((_, attributes)) = found.next() {
        r.meetings[known].attributes = attributes;
    }
    for (tokens, attributes) in found {
        r.meetings.push(Meeting { mentions: vec![tokens], attributes, ..first.clone() });
    }
}

/// "The first and second Meetings were held in A and B, and the third in C in 2011": the third is one of them.
fn same_sentence(r: &mut Reader<'_>, mentions: &[MeetingMention], sentence: &Tokens<usize>) {
    let Some(set) = mentions.iter().take_while(|m| m.noun.start < sentence.end).find(|m| m.ordinals.len() > 1) else {
        return;
    };
    let Some(known) = r.meetings.iter().position(|m| m.mentions.contains(&set.tokens)) else { return };
    let ordinals: Vec<(Tokens<usize>, u64)> =
        r.a.numbers_near(set.tokens.end..sentence.end)
            .iter()
            .filter(|n| n.kind == NumberKind::Ordinal && matches!(r.low(n.tokens.end), "in" | "at"))
            .filter(|n| r.low(n.tokens.start - 1) == "the" && !set.ordinals.contains(&n.value))
            .map(|n| (n.tokens.clone(), n.value))
            .collect();
    for (tokens, ordinal) in ordinals {
        let attributes = scan(r, tokens.end, sentence.end);
        let known = r.meetings[known].clone();
        let taken =
            r.meetings.iter().any(|m| m.ordinal == Some(ordinal) && m.kind == known.kind && m.series == known.series);
        if !taken && !attributes.dates.is_empty() && !attributes.places.is_empty() {
            r.meetings.push(Meeting { ordinal: Some(ordinal), mentions: vec![tokens], attributes, ..known });
        }
    }
}

/// "The third … was a pilot workshop developed by X on Y": what the sentence calls the member is the member.
fn absorb(r: &mut Reader<'_>, sentence: &Tokens<usize>) {
    let Some(member) = r.meetings.len().checked_sub(1) else { return };
    let named = r.meetings[..member].iter().position(|m| {
        m.mentions.len() == 1
            && sentence.contains(&m.mentions[0].start)
            && matches!(r.low(m.mentions[0].start.saturating_sub(1)), "a" | "an")
            && matches!(r.low(m.mentions[0].start.saturating_sub(2)), "was" | "is")
    });
    let Some(named) = named else { return };
    let twin = r.meetings.remove(named);
    if let Some(meeting) = r.meetings.last_mut() {
        meeting.attributes.agents.extend(twin.attributes.agents);
        meeting.attributes.description = meeting.attributes.description.clone().or(twin.attributes.description);
        meeting.topic = meeting.topic.clone().or(twin.topic);
        meeting.mentions.extend(twin.mentions);
    }
}
