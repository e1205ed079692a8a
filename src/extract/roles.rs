//! Hosts, chairs, organisers, presenters, coordinators: who did what in which meeting or body.

use std::ops::Range as Tokens;

use super::agents::{agents, named};
use super::meeting_attributes::agents_end;
use super::parties::{person_in, person_takes_part, standing, take_part};
use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, singular};
use crate::assertion::{ActClass, EntityId, Fact};

/// Reads the roles of meetings and bodies.
pub(super) fn read(r: &mut Reader<'_>) {
    passive(r);
    of_it(r);
    active(r);
    presented(r);
    coordinated(r);
}

/// "hosted by Fiji and organised by …" behind a meeting's name.
fn passive(r: &mut Reader<'_>) {
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        let mut before: Option<std::ops::Range<usize>> = None;
        for (tokens, capacity) in meeting.attributes.agents {
            // "hosted by A, and organised jointly with B": A organised it too
            let helped =
                matches!(r.low(tokens.start.saturating_sub(2)), "collaboration" | "association" | "conjunction");
            let jointly = capacity == "co-organiser" && r.low(tokens.start - 1) == "with" && !helped;
            if let Some(first) = before.clone().filter(|_| jointly) {
                take_part(r, &meeting.id, first, "co-organiser", "role.jointly");
            }
            before = Some(tokens.clone());
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
fn subject(r: &Reader<'_>, from: usize, verb: usize) -> Option<Tokens<usize>> {
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

/// "Presentations were made by …", "received reports from …", "X presented a report".
fn presented(r: &mut Reader<'_>) {
    let Some(main) = r.main_meeting() else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].tokens.clone();
        if let Some(tokens) = in_remarks(r, &sentence) {
            take_part(r, &main, tokens, "presenter", "role.presented");
        }
    }
    for t in 0..r.a.tokens.len() {
        if let Some(end) = r.lexicon("PresentBy", t).map(|(end, _)| end).or_else(|| given_by(r, t)) {
            let sentence = r.sentence(t);
            let by = (end - 1..sentence.end).find(|i| matches!(r.low(*i), "by" | "from"));
            let Some(by) = by else { continue };
            let verbless = !(end..by).any(|i| r.low(i) == ";" || r.low(i) == ".");
            let list = by + 1..sentence.end;
            let known = !named(r, list.clone()).is_empty() || person_in(r, &list).is_some();
            if verbless && known {
                let chaired = |i: usize| r.in_lexicon("CapacityBy", i);
                let stop = list.clone().find(|i| r.low(*i) == "on" && r.low(*i + 1) == "their" || chaired(*i));
                let stop = stop.unwrap_or(list.end);
                // "given by A on ports, and by B on ships"
                let mut from = by + 1;
                let more = |at: &usize| r.low(*at) == "by" && matches!(r.low(at - 1), "and" | ",");
                let marks: Vec<usize> = (from..stop).filter(more).chain([stop]).collect();
                for mark in marks {
                    presenters(r, &main, from..mark, t);
                    from = mark + 1;
                }
            }
        }
        if r.in_lexicon("PresentVerb", t) || gives(r, t) {
            let sentence = r.sentence(t);
            let person = r
                .mentions
                .near(t.saturating_sub(10).max(sentence.start)..t)
                .find(|m| {
                    m.tokens.start >= sentence.start
                        && m.tokens.end <= t
                        && matches!(m.id, EntityId::Person(_))
                        && (t - m.tokens.end <= 3 || apposed(r, m.tokens.end, t))
                })
                .cloned();
            let before = sentence.start..t;
            let several = person.is_some() && super::attend_lists::persons_alone(r, before.clone());
            if several {
                take_part(r, &main, before, "presenter", "role.presented");
            } else if let Some(person) = person {
                take_part(r, &main, person.tokens, "presenter", "role.presented");
            } else if let Some(subject) = subject(r, sentence.start, t).filter(|s| s.end + 2 >= t && s.len() <= 12) {
                take_part(r, &main, subject, "presenter", "role.presented");
            }
        }
    }
}

/// "Dr X, independent expert, presented": a few small words between commas say what the person is.
fn apposed(r: &Reader<'_>, from: usize, verb: usize) -> bool {
    let marks = r.low(from) == "," && verb > from + 1 && r.low(verb - 1) == ",";
    marks
        && verb - from < 8
        && (from + 1..verb - 1).all(|t| r.is_word(t) && !r.is_capital(t) && !is_auxiliary(r.low(t)))
}

/// "In her welcoming remarks, Ms X thanked …": the person behind the comma.
fn in_remarks(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    let first = sentence.start;
    let own = matches!(r.low(first), "in" | "during") && matches!(r.low(first + 1), "his" | "her" | "their");
    let noun = (first + 2..first + 6).find_map(|t| r.lexicon("PresentedNoun", t)).filter(|_| own)?.0;
    let comma = (noun..noun + 10).find(|t| r.low(*t) == ",")?;
    let person = person_in(r, &(comma + 1..sentence.end.min(comma + 12)))?;
    (person.tokens.start <= comma + 2).then_some(person.tokens)
}

/// "made a welcoming statement", "delivered the inaugural address": a verb of giving with what is given.
fn gives(r: &Reader<'_>, t: usize) -> bool {
    let verb = r.lexicon("SpeechGiven", t).is_some_and(|(_, form)| form == "past");
    let mut at = t + 1 + usize::from(is_determiner(r.low(t + 1)));
    let limit = at + 4;
    while at < limit
        && r.is_word(at)
        && !r.in_lexicon("PresentedNoun", at)
        && !super::words::is_preposition(r.low(at))
        && !matches!(r.low(at), "to" | "by")
    {
        at += 1;
    }
    verb && r.in_lexicon("PresentedNoun", at)
        && !(t > 0 && is_auxiliary(r.low(t - 1)) && matches!(r.low(t - 1), "was" | "were" | "been"))
}

/// "Welcoming remarks were delivered by", "statements were also made by": the token behind the verb.
fn given_by(r: &Reader<'_>, t: usize) -> Option<usize> {
    let (noun, _) = r.lexicon("PresentedNoun", t)?;
    let mut at = noun;
    while is_auxiliary(r.low(at)) || matches!(r.low(at), "also" | "then") {
        at += 1;
    }
    let verb = r.lexicon("SpeechHeard", at).is_some();
    // "notes the statements made by the representatives of A and B"
    let told = verb && r.low(at + 1) == "by" && {
        let who = at + 2 + usize::from(is_determiner(r.low(at + 2)));
        r.lexicon("Delegate", who)
            .is_some_and(|(end, _)| r.low(who).starts_with("representative") && r.low(end) == "of")
    };
    ((at > noun && verb || told) && matches!(r.low(at + 1), "by" | "from")).then_some(at + 1)
}

/// One presenter for each item of a list; brackets say on what.
fn presenters(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, at: usize) {
    for mut item in super::list_items::expand(r, tokens) {
        // "a report from X on funding": the subject is no part of the name
        if let Some(on) =
            item.tokens.clone().find(|t| r.low(*t) == "on" && r.low(*t + 1) != "behalf" && r.a.name_over(*t).is_none())
        {
            item.tokens.end = on;
        }
        // "Presentations by A and B illustrated different approaches"
        let past = |t: usize| crate::annotate::is_verb_past(r.low(t)) || r.low(t).ends_with("ed");
        let goes_on = |t: &usize| !r.is_capital(*t) && past(*t) && r.a.name_over(*t).is_none();
        if let Some(verb) = item.tokens.clone().skip(1).find(goes_on) {
            item.tokens.end = verb;
        }
        if item.tokens.is_empty() {
            continue;
        }
        if let Some(person) = person_in(r, &item.tokens) {
            let evidence = vec![r.evidence(item.tokens), r.sentence_evidence(at)];
            person_takes_part(r, meeting, &person, "presenter", "role.presented", evidence);
            continue;
        }
        let about = item.parenthesis.clone().map(|p| r.text(p)).filter(|a| a.contains(' '));
        // "A on behalf of B": B presents, represented by A
        let behalf = item.tokens.clone().find(|t| r.low(*t) == "on" && r.low(*t + 1) == "behalf");
        let ids = match behalf {
            Some(on) => agents(r, on + 3..item.tokens.end, &[]),
            None => agents(r, item.tokens.clone(), &[]),
        };
        let by = behalf.map_or_else(Vec::new, |on| agents(r, item.tokens.start..on, &[]));
        for id in ids {
            if !super::bodies::is_plenary(r, &id) && !matches!(id, EntityId::Group(_)) {
                presenter(r, meeting, &id, item.tokens.clone(), about.clone(), at, by.clone());
                if let Some(first) = by.first() {
                    presenter(r, meeting, &first.clone(), item.tokens.clone(), about.clone(), at, Vec::new());
                }
            }
        }
    }
}

fn presenter(
    r: &mut Reader<'_>,
    meeting: &EntityId,
    id: &EntityId,
    tokens: Tokens<usize>,
    about: Option<String>,
    at: usize,
    by: Vec<EntityId>,
) {
    let evidence = vec![r.evidence(tokens.clone()), r.sentence_evidence(at)];
    let fact = Fact::Participation {
        context: meeting.clone(),
        member: id.clone(),
        capacity: "presenter".to_owned(),
        name_as_given: Some(r.printed(tokens)),
        represented_by: by,
        in_respect_of: None,
        about,
    };
    r.add("role.presented", fact, evidence);
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
