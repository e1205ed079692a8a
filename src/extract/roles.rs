//! Hosts, chairs, organisers, presenters, coordinators: who did what in which meeting or body.

use std::ops::Range as Tokens;

use super::agents::named;
use super::meeting_attributes::agents_end;
use super::parties::{standing, take_part};
use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, singular};
use crate::assertion::{ActClass, EntityId, Fact};

/// Reads the roles of meetings and bodies.
pub(super) fn read(r: &mut Reader<'_>) {
    passive(r);
    of_it(r);
    active(r);
    super::presented::read(r);
    coordinated(r);
}

/// "hosted by Fiji and organised by …" behind a meeting's name.
fn passive(r: &mut Reader<'_>) {
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        let mut before: Option<(std::ops::Range<usize>, String)> = None;
        for (tokens, capacity) in meeting.attributes.agents {
            // "hosted by A, and organised jointly with B": A organised it too
            let helped =
                matches!(r.low(tokens.start.saturating_sub(2)), "collaboration" | "association" | "conjunction");
            let jointly = capacity == "co-organiser" && r.low(tokens.start - 1) == "with" && !helped;
            let other = before.clone().filter(|(_, capacity)| jointly && !capacity.ends_with("organiser"));
            if let Some((first, _)) = other {
                take_part(r, &meeting.id, first, "co-organiser", "role.jointly");
            }
            before = Some((tokens.clone(), capacity.clone()));
            take_part(r, &meeting.id, tokens, &capacity, "role.by");
        }
    }
}

/// "It was co-hosted by A and B", where the sentence before spoke of the meeting.
fn of_it(r: &mut Reader<'_>) {
    let Some(main) = r.main_meeting() else { return };
    for index in 0..r.a.sentences.len() {
        let tokens = r.a.sentences[index].tokens.clone();
        if r.low(tokens.start) != "it" || !matches!(r.low(tokens.start + 1), "was" | "is") {
            continue;
        }
        let by = (tokens.start + 2..(tokens.start + 4).min(tokens.end)).find_map(|t| r.lexicon("CapacityBy", t));
        if let Some((from, capacity)) = by {
            let capacity = capacity.to_owned();
            let to = agents_end(r, from, tokens.end);
            let main = super::speakers::of_it(r, tokens.start).unwrap_or_else(|| main.clone());
            take_part(r, &main, from..to, &capacity, "role.of-it");
            // "… together with B"
            let with = r.lexicon("OrganisedWith", to).filter(|_| matches!(capacity.as_str(), "organiser" | "host"));
            if let Some((from, _)) = with {
                let partner = if capacity == "host" { "co-host" } else { "co-organiser" };
                let to = agents_end(r, from, tokens.end);
                take_part(r, &main, from..to, partner, "role.of-it");
            }
        }
    }
}

/// Who offers or plans to hold a meeting hosts it: "Fiji announced that it would host a workshop".
pub(super) fn announced(r: &mut Reader<'_>) {
    let mut hosts = Vec::new();
    for assertion in &r.out.assertions {
        let Fact::Act(act) = &assertion.fact else { continue };
        // who pays for something does not host it
        if act.class != ActClass::Pledge || act.amount.is_some() {
            continue;
        }
        for meeting in &act.calls_for {
            for host in &act.issued_by {
                hosts.push((meeting.clone(), host.clone(), assertion.evidence.clone()));
            }
        }
    }
    for (context, member, evidence) in hosts {
        let fact = Fact::Participation {
            context,
            member,
            capacity: "host".to_owned(),
            name_as_given: None,
            represented_by: Vec::new(),
            in_respect_of: None,
            about: None,
        };
        r.add("role.announced", fact, evidence);
    }
}

/// "Australia and Indonesia co-chaired a meeting …", "X and Y co-hosted the event".
fn active(r: &mut Reader<'_>) {
    for verb in 0..r.a.tokens.len() {
        let Some((end, capacity)) = r.lexicon("HostVerb", verb) else { continue };
        if r.low(end) == "by" || r.low(end) == "jointly" && r.low(end + 1) == "by" {
            continue;
        }
        // "the council summit held in P": a participle
        if r.low(verb) == "held" && super::words::is_preposition(r.low(end)) {
            continue;
        }
        let sentence = r.sentence(verb);
        let Some(subject) = subject(r, sentence.start, verb) else { continue };
        // the object: a meeting named to the right, or the one that the document records
        let limit = (end + 8).min(sentence.end);
        let object = r
            .mentions
            .near(end..limit)
            .find(|m| m.tokens.start >= end && m.tokens.start < limit && matches!(m.id, EntityId::Meeting { .. }));
        let before = r.mentions.near(sentence.start..subject.start).rfind(|m| {
            m.tokens.end <= subject.start
                && m.tokens.start >= sentence.start
                && matches!(m.id, EntityId::Meeting { .. })
        });
        // "The Council held its tenth session": those who meet host nobody
        // "The Minister of A and the Minister of B held the meeting": they met there
        let officials = r.low(verb) == "held"
            && r.mentions_in(subject.clone()).filter(|m| matches!(m.id, EntityId::Person(_))).count() > 1;
        let capacity = if officials { "member" } else { capacity };
        let own = object.is_some_and(|m| {
            (end..m.tokens.start).any(|t| matches!(r.low(t), "its" | "their" | "our")) && r.low(verb) == "held"
        });
        if own {
            continue;
        }
        let bare = end >= sentence.end || matches!(r.low(end), "." | ",") || r.in_lexicon("MeetingPronoun", end);
        let meeting =
            object.or(before.filter(|_| r.low(subject.start.saturating_sub(1)) == "which")).map(|m| m.id.clone());
        let common = (end..limit.min(end + 3)).any(|t| r.in_lexicon("MeetingNoun", t))
            && matches!(r.low(end), "a" | "an" | "the");
        let Some(meeting) = meeting.or_else(|| if bare || common { r.main_meeting() } else { None }) else { continue };
        // "A and B, together with C, hosted it"
        let with = (sentence.start + 1..subject.start).rev().take(4).find(|t| {
            r.lexicon("TogetherWith", *t).is_some_and(|(end, _)| end == subject.start || end + 1 == subject.start)
        });
        let others = with.and_then(|with| {
            let end = with - usize::from(r.low(with - 1) == ",");
            self::subject(r, sentence.start, end).filter(|others| others.end == end)
        });
        if let Some(others) = others {
            take_part(r, &meeting, others, capacity, "role.active");
        }
        take_part(r, &meeting, subject, capacity, "role.active");
    }
}

/// The list of names that ends in front of a verb.
pub(super) fn subject(r: &Reader<'_>, from: usize, verb: usize) -> Option<Tokens<usize>> {
    let mut end = verb;
    while end > from
        && (is_auxiliary(r.low(end - 1))
            || r.in_lexicon("Adverb", end - 1)
            || matches!(r.low(end - 1), "," | ")" | "who"))
    {
        end -= 1;
    }
    let mut start = end;
    for candidate in from..end {
        if agents_end(r, candidate, end) == end
            && (!named(r, candidate..end).is_empty()
                || r.mentions_in(candidate..end).any(|m| matches!(m.id, EntityId::Person(_))))
        {
            start = candidate;
            break;
        }
    }
    while start < end && (matches!(r.low(start), "," | "and" | "of" | "the" | "by") || is_determiner(r.low(start))) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// "coordinated by New Zealand", "led by the AHG" behind a body; "AHEG I coordinator, Ms X".
fn coordinated(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        let Some((end, capacity)) = r.lexicon("CapacityBy", t) else { continue };
        if !matches!(capacity, "coordinator" | "lead" | "chair" | "co-chair") {
            continue;
        }
        let sentence = r.sentence(t);
        let body = r.mentions.near(t.saturating_sub(13).max(sentence.start)..t).rfind(|m| {
            m.tokens.start >= sentence.start
                && m.tokens.end <= t
                && t - m.tokens.end <= 12
                && matches!(m.id, EntityId::Body { .. })
                // of several bodies each has its own
                && singular(r.a.text(m.tokens.end - 1)) == r.a.text(m.tokens.end - 1)
        });
        let meeting_between = body.is_some_and(|b| {
            r.mentions.near(b.tokens.end..t).any(|m| {
                matches!(m.id, EntityId::Meeting { .. }) && m.tokens.start >= b.tokens.end && m.tokens.end <= t
            })
        });
        let Some(body) = body.filter(|_| !meeting_between).map(|m| m.id.clone()) else { continue };
        let list_end = agents_end(r, end, sentence.end);
        if list_end > end {
            take_part(r, &body, end..list_end, capacity, "role.of-body");
        }
    }
    for person in r.a.persons.clone() {
        let Some(post) = person.post.clone() else { continue };
        let Some(capacity) = post.clone().find_map(|t| r.lexicon("CapacityPost", t)).map(|(_, c)| c) else { continue };
        let body = r
            .mentions_in(person.tokens.start..post.end.max(person.tokens.start))
            .find(|m| matches!(m.id, EntityId::Body { .. }))
            .map(|m| m.id.clone());
        let id = r.mentions.starting(person.tokens.start).find(|m| m.tokens == person.tokens).map(|m| m.id.clone());
        if let (Some(body), Some(id)) = (body, id) {
            let (member, by) = standing(r, person.tokens.start, &id);
            let evidence = vec![r.evidence(person.tokens.clone()), r.sentence_evidence(person.tokens.start)];
            let fact = Fact::Participation {
                context: body,
                member,
                capacity: capacity.to_owned(),
                name_as_given: Some(r.printed(person.tokens.clone())),
                represented_by: by,
                in_respect_of: None,
                about: None,
            };
            r.add("role.post-of-body", fact, evidence);
        }
    }
}
