//! Further ways to say who ran a meeting: "had the honour to co-chair", "for hosting", "served as Chair", "host of".

use std::ops::Range as Tokens;

use super::agents::named;
use super::meeting_attributes::agents_end;
use super::parties::{person_in, person_takes_part, take_part};
use super::reader::Reader;
use super::speakers;
use super::words::is_determiner;
use crate::annotate::is_auxiliary;
use crate::assertion::EntityId;

/// Reads them in every sentence.
pub(super) fn read(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if let Some((end, capacity)) = r.lexicon("HostBase", t) {
            base(r, t, end, capacity);
        }
        if let Some((end, capacity)) = r.lexicon("HostGerund", t) {
            gerund(r, t, end, capacity);
        }
        if let Some((end, capacity)) = r.lexicon("CapacityNoun", t) {
            noun(r, t, end, capacity);
        }
        if r.in_lexicon("HostParty", t) {
            hosts_of_places(r, t);
        }
        if let Some((end, capacity)) = r.lexicon("HostNoun", t) {
            nominal(r, t, end, capacity);
        }
        if let Some((end, capacity)) = r.lexicon("CapacityBy", t) {
            super::capacity_words::late(r, t, end, capacity);
            super::capacity_words::ahead(r, t, end, capacity);
        }
    }
    super::between::among(r);
}

/// The meeting named right behind a token, an article between; "the meeting" is the one that the document records.
pub(super) fn meeting_at(r: &Reader<'_>, from: usize, reach: usize) -> Option<EntityId> {
    let limit = r.sentence(from.min(r.a.tokens.len().saturating_sub(1))).end;
    let named = r
        .mentions
        .near(from..(from + reach + 1).min(limit))
        .find(|m| m.tokens.start >= from && matches!(m.id, EntityId::Meeting { .. }))
        .map(|m| m.id.clone());
    let definite = matches!(r.low(from), "the" | "this") && r.in_lexicon("MeetingNoun", from + 1);
    named.or_else(|| if definite { r.main_meeting() } else { None })
}

/// The agents that end in front of a token: names, persons, offices; whether "and I" stands with them.
fn agents_before(r: &Reader<'_>, from: usize, end: usize) -> Option<Tokens<usize>> {
    let mut end = end;
    while end > from && matches!(r.low(end - 1), "," | ")" | "both" | "who" | "which" | "that") {
        end -= 1;
    }
    let start = (from..end).find(|c| {
        agents_end(r, *c, end) == end
            && !r.in_lexicon("Issuer", *c)
            && (!named(r, *c..end).is_empty()
                || person_in(r, &(*c..end)).is_some()
                || super::agents::side(r, &(*c + usize::from(is_determiner(r.low(*c)))..end)).is_some())
    })?;
    Some(start..end)
}

/// The first token of a verb chain in front of a verb: "had the honour to", "announced that they would".
fn chain(r: &Reader<'_>, from: usize, verb: usize) -> (usize, bool) {
    let mut at = verb;
    let mut told = false;
    while at > from {
        let word = r.low(at - 1);
        let chained = r.lexicon("HostChain", at - 1).filter(|(end, _)| *end == at).map(|(_, concept)| concept);
        let link = is_auxiliary(word) || chained.is_some();
        told |= chained == Some("told") || matches!(word, "will" | "would" | "shall");
        if !link {
            break;
        }
        at -= 1;
    }
    (at, told)
}

/// Who stands in "the offer of A to host", "A's offer to host".
fn offerer(r: &Reader<'_>, from: usize, verb: usize) -> Option<Tokens<usize>> {
    let offer = |t: usize| r.in_lexicon("HostOffer", t);
    let to = verb.checked_sub(1).filter(|t| r.low(*t) == "to" && *t > from)?;
    if offer(to - 1) && to >= from + 3 && matches!(r.low(to - 2), "'s" | "'") {
        return agents_before(r, from, to - 2);
    }
    // "the offer of A to chair X and to host Y"
    if r.low(to - 1) == "and" {
        let offered = (from.max(to.saturating_sub(30))..to)
            .rev()
            .find(|t| offer(*t) && matches!(r.low(t + 1), "of" | "from" | "by"))?;
        let end = agents_end(r, offered + 2, to);
        return (r.low(end) == "to" && end > offered + 2).then_some(offered + 2..end);
    }
    let mut subject = agents_before(r, from, to)?;
    while subject.len() > 1 && matches!(r.low(subject.start), "of" | "from" | "by" | "the") {
        subject.start += 1;
    }
    let link = (from..subject.start).rev().find(|t| !is_determiner(r.low(*t)))?;
    let told = matches!(r.low(link), "of" | "from" | "by") && link > from && offer(link - 1);
    told.then_some(subject)
}

/// "A and B will co-host M", "X and I had the honour of chairing M", "together with X to co-chair M".
fn base(r: &mut Reader<'_>, verb: usize, end: usize, capacity: &str) {
    let sentence = r.sentence(verb);
    let offered = offerer(r, sentence.start, verb);
    if r.low(verb) == "hold" && offered.is_none() {
        return;
    }
    if let Some(subject) = offered {
        // "to host, in P in May 2014, a workshop": place and date may stand between
        let reach = if r.low(end) == "," { 14 } else { 6 };
        if let Some(meeting) = meeting_at(r, end, reach) {
            take_part(r, &meeting, subject, capacity, "role.offer");
        }
        return;
    }
    let (at, told) = chain(r, sentence.start, verb);
    // an item of a list of what is to come: "- A and B to organise a workshop"
    let item =
        at + 1 == verb && r.low(at) == "to" && r.block(r.block_of(verb)).kind == crate::document::BlockKind::Item;
    let told = told || item && agents_before(r, sentence.start, at).is_some_and(|s| s.start <= sentence.start + 1);
    if !told || (at..verb).any(|t| matches!(r.low(t), "not" | "never" | "may" | "might" | "could" | "should")) {
        return;
    }
    let with = ["with", "together"].contains(&r.low(end));
    let partner_from = end + usize::from(r.low(end) == "together") + usize::from(r.low(end) == "together" || with);
    let partner_end = if with { agents_end(r, partner_from, sentence.end) } else { end };
    let Some(meeting) = meeting_at(r, partner_end + usize::from(r.low(partner_end) == ","), 6) else { return };
    let speaker = at > sentence.start && r.low(at - 1) == "i";
    let mut before = at - usize::from(speaker);
    before -= usize::from(speaker && before > sentence.start && r.low(before - 1) == "and");
    if let Some(subject) = agents_before(r, sentence.start, before) {
        take_part(r, &meeting, subject, capacity, "role.to-do");
    }
    let first_person = speaker || (at..verb).any(|t| r.low(t) == "i") || (sentence.start..at).any(|t| r.low(t) == "i");
    let spoken = speakers::of_token(r, verb).filter(|_| first_person).map(|i| r.a.persons[i].tokens.clone());
    if let Some(mention) = spoken.and_then(|tokens| person_in(r, &tokens)) {
        let evidence = vec![r.sentence_evidence(verb), r.evidence(mention.tokens.clone())];
        person_takes_part(r, &meeting, &mention, capacity, "role.speaker", evidence);
    }
    if with && partner_end > partner_from {
        take_part(r, &meeting, partner_from..partner_end, capacity, "role.together-with");
    }
}

/// "thanked A for hosting M", "A and B supported this by organising M".
fn gerund(r: &mut Reader<'_>, t: usize, end: usize, capacity: &str) {
    let sentence = r.sentence(t);
    let Some(mut link) = t.checked_sub(1).filter(|l| *l > sentence.start) else { return };
    // "for so generously hosting"
    while link > sentence.start
        && (matches!(r.low(link), "so" | "most" | "again" | "also") || r.low(link).ends_with("ly"))
    {
        link -= 1;
    }
    let mut meetings = meetings_at(r, end, 4);
    // "thanked A for hosting the meeting and B for chairing it"
    if r.low(end) == "it" && matches!(r.low(end + 1), "." | "," | "and" | "") {
        meetings = r.main_meeting().into_iter().collect();
    }
    if meetings.is_empty() {
        return;
    }
    // "I had the pleasure of chairing M together with X and Y"
    if r.low(link) == "of" && matches!(r.low(link - 1), "pleasure" | "honour" | "honor" | "privilege") {
        let spoken = speakers::of_token(r, t).filter(|_| (sentence.start..link).any(|i| r.low(i) == "i"));
        if let Some(mention) = spoken.and_then(|i| person_in(r, &r.a.persons[i].tokens.clone())) {
            let evidence = vec![r.sentence_evidence(t), r.evidence(mention.tokens.clone())];
            person_takes_part(r, &meetings[0], &mention, capacity, "role.speaker", evidence);
        }
        let with = (end..sentence.end).find_map(|i| r.lexicon("TogetherWith", i));
        if let Some((from, _)) = with {
            let to = agents_end(r, from, sentence.end);
            take_part(r, &meetings[0], from..to, capacity, "role.together-with");
        }
        return;
    }
    let subject = match r.low(link) {
        "for" => agents_before(r, sentence.start, link),
        // "their interest in hosting M": they have not
        "in" if matches!(
            r.low(link - 1),
            "interest" | "interested" | "difficulty" | "difficulties" | "delay" | "delays"
        ) =>
        {
            None
        }
        // the subject of the clause: the last names in front of its verb
        "by" | "in" => {
            let last = r.a.names_near(sentence.start..link).iter().rfind(|n| n.tokens.end < link);
            last.and_then(|n| {
                let verb =
                    (n.tokens.end..link).any(|i| crate::annotate::is_verb_past(r.low(i)) || r.low(i).ends_with("ed"));
                let plain = (n.tokens.end..link).all(|i| !r.is_capital(i) && !matches!(r.low(i), "," | ";"));
                (verb && plain).then(|| agents_before(r, sentence.start, n.tokens.end)).flatten()
            })
        }
        _ => None,
    };
    if let Some(subject) = subject {
        for meeting in meetings {
            take_part(r, &meeting, subject.clone(), capacity, "role.by-doing");
        }
    }
}

/// "thanked the host country for the meeting in Rabat": the state in which a sentence says that a meeting was held, where
/// the sentence speaks of hosts without a name.
fn hosts_of_places(r: &mut Reader<'_>, t: usize) {
    let sentence = r.sentence(t);
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        let state = meeting.attributes.places.iter().find(|p| sentence.contains(&p.tokens.start) && p.state.is_some());
        if let Some(place) = state {
            take_part(r, &meeting.id, place.tokens.clone(), "host", "role.host-countries");
        }
    }
}

/// All meetings of a coordinated phrase: "the first and second conferences".
fn meetings_at(r: &Reader<'_>, from: usize, reach: usize) -> Vec<EntityId> {
    let mut ids: Vec<EntityId> = meeting_at(r, from, reach).into_iter().collect();
    let after = from..from + reach + 8;
    let first = r.mentions.near(after.clone()).find(|m| m.tokens.start >= from && ids.contains(&m.id));
    let Some(limit) = first.map(|m| m.tokens.end) else { return ids };
    for mention in r.mentions.near(from..limit + 2).filter(|m| m.tokens.start >= from) {
        if matches!(mention.id, EntityId::Meeting { .. }) && !ids.contains(&mention.id) {
            ids.push(mention.id.clone());
        }
    }
    ids
}

/// "X served as Co-Chair of M", "with X as Chair", "joined as Co-Chair by X", "X, host of M", "elected X Chair".
fn noun(r: &mut Reader<'_>, t: usize, end: usize, capacity: &str) {
    let sentence = r.sentence(t);
    // several offices in one sentence: `elections` tells who got which
    if super::elections::offices(r, &sentence).len() > 1 {
        return;
    }
    let mut before = t;
    while before > sentence.start && (is_determiner(r.low(before - 1)) || r.low(before - 1) == "the") {
        before -= 1;
    }
    let as_it = before > sentence.start && r.low(before - 1) == "as";
    let of = matches!(r.low(end), "of" | "for").then(|| meeting_at(r, end + 1, 3)).flatten();
    let other = matches!(r.low(end), "of" | "for") && of.is_none();
    if other {
        return;
    }
    // "elected X as Chairman for a term of one year": not of the meeting
    if r.in_lexicon("OfficeTerm", end) {
        return;
    }
    // "agreed to meet in P, with A as host": of the meeting that the sentence names
    let told = r
        .mentions
        .near(sentence.start..t)
        .rfind(|m| matches!(m.id, EntityId::Meeting { .. }) && m.tokens.start >= sentence.start);
    // "The ninth meeting is scheduled for May. A will act as host."
    let coming = as_it && (sentence.start..before).any(|i| matches!(r.low(i), "will" | "would" | "shall"));
    let planned = || {
        let block = r.block_tokens(r.block_of(t)).start..sentence.start;
        let status = |id: &EntityId| r.meetings.iter().find(|m| m.id == *id).map(|m| m.status);
        let last = r.mentions_in(block).filter(|m| matches!(m.id, EntityId::Meeting { .. })).last()?;
        Some(last).filter(|m| coming && status(&m.id) == Some(crate::assertion::Status::Planned))
    };
    let told = told.map(|m| m.id.clone()).filter(|_| as_it).or_else(|| planned().map(|m| m.id.clone()));
    let Some(meeting) = of.clone().or(told).or_else(|| r.main_meeting()) else { return };
    if as_it {
        // "joined as Co-Chair by X"
        if r.low(end) == "by" {
            let to = agents_end(r, end + 1, sentence.end);
            return take_part(r, &meeting, end + 1..to, capacity, "role.as");
        }
        // "A and B, as Co-Chairs, …", "A and B as Co-Chairs of M": those right in front
        let marked = matches!(r.low(end), "," | "." | ";" | "") || end >= sentence.end || of.is_some();
        let comma = before > sentence.start + 1 && r.low(before - 2) == ",";
        if let Some(subject) = agents_before(r, sentence.start, before - 1).filter(|s| comma && marked && !s.is_empty())
        {
            return take_part(r, &meeting, subject, capacity, "role.apposition");
        }
        let verb = before.checked_sub(2).filter(|v| *v > sentence.start).unwrap_or(before);
        // "Georgia will act as host", "agreed to serve as Chair", but not "asked Georgia to act as Chair"
        let is_so = match (r.low(verb.saturating_sub(1)), r.low(verb.saturating_sub(2))) {
            ("will" | "would" | "shall", _) => true,
            ("to", before) => before.starts_with("agree") || before.starts_with("continu"),
            _ => false,
        };
        if r.lexicon("ServeVerb", verb).is_some_and(|(_, form)| form != "base" || is_so) {
            let (at, _) = chain(r, sentence.start, verb);
            if let Some(subject) = agents_before(r, sentence.start, at) {
                take_part(r, &meeting, subject, capacity, "role.as");
            }
        } else if let Some(subject) = agents_before(r, sentence.start, before - 1)
            .filter(|s| matches!(r.low(s.start.saturating_sub(1)), "with" | "elected" | "appointed" | "chose"))
        {
            take_part(r, &meeting, subject, capacity, "role.as");
        }
        return;
    }
    let last = before.checked_sub(1).filter(|l| *l > sentence.start);
    match last.map(|l| r.low(l)) {
        // "Fiji, host of the second conference"
        Some(",") if of.is_some() => {
            if let Some(subject) = agents_before(r, sentence.start, before - 1) {
                take_part(r, &meeting, subject, capacity, "role.apposition");
            }
        }
        // "X was elected Chair"
        Some("elected" | "appointed") => {
            let (at, _) = chain(r, sentence.start, before - 1);
            if let Some(subject) = agents_before(r, sentence.start, at) {
                take_part(r, &meeting, subject, capacity, "role.elected");
            }
        }
        _ => {}
    }
}

/// "the organisation of M by A and B", "the hosting of M by A".
fn nominal(r: &mut Reader<'_>, t: usize, end: usize, capacity: &str) {
    let sentence = r.sentence(t);
    // "the organisation by A of M"
    if r.low(end) == "by" {
        let to = agents_end(r, end + 1, sentence.end);
        let of = (end + 1..to + 1).find(|i| r.low(*i) == "of" && meeting_at(r, *i + 1, 2).is_some());
        if let Some((of, meeting)) = of.and_then(|of| Some((of, meeting_at(r, of + 1, 2)?))) {
            take_part(r, &meeting, end + 1..of, capacity, "role.nominal");
        }
        return;
    }
    if r.low(end) != "of" {
        return;
    }
    let mention = r
        .mentions
        .near(end + 1..end + 4)
        .find(|m| m.tokens.start > end && matches!(m.id, EntityId::Meeting { .. }))
        .cloned();
    let Some(mention) = mention.filter(|m| m.tokens.end <= sentence.end) else { return };
    let limit = (mention.tokens.end + 14).min(sentence.end);
    let by = (mention.tokens.end..limit).take_while(|i| !matches!(r.low(*i), "," | ";")).find(|i| r.low(*i) == "by");
    if let Some(by) = by {
        let to = agents_end(r, by + 1, sentence.end);
        take_part(r, &mention.id, by + 1..to, capacity, "role.nominal");
    }
}
