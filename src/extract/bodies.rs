//! The life of bodies: proposed, established, retasked, continued, discontinued.

use std::ops::Range as Tokens;

use super::meeting_attributes::agents_end;
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_preposition, sentence_case, singular};
use crate::annotate::NumberKind;
use crate::assertion::{EntityClass, EntityId, Fact, Status};
use crate::slug::slug;

/// Reads every change in the life of a body.
pub(super) fn read(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if let Some((end, kind)) = r.lexicon("LifecycleChange", t) {
            let kind = kind.to_owned();
            verb(r, t, end, &kind);
        } else if let Some((end, kind)) = r.lexicon("LifecycleNoun", t) {
            let kind = kind.to_owned();
            if r.low(end) == "of" {
                noun(r, t, end + 1, &kind);
            }
        }
    }
}

/// "two experts groups (AHEGs), the first on …, coordinated by A, and the second on …": one body each.
pub(super) fn numbered_sets(r: &mut Reader<'_>) {
    for index in 0..r.mentions.len() {
        let mention = r.mentions[index].clone();
        let EntityId::Body { process, slug: name } = &mention.id else { continue };
        let count =
            r.a.number_ending(mention.tokens.start)
                .filter(|n| n.kind == NumberKind::Cardinal && (2..=6).contains(&n.value));
        let Some(count) = count.map(|n| n.value) else { continue };
        let sentence = r.sentence(mention.tokens.start);
        let ordinals: Vec<(u64, usize)> =
            r.a.numbers_near(mention.tokens.end..sentence.end)
                .iter()
                .filter(|n| {
                    n.kind == NumberKind::Ordinal && n.tokens.start > mention.tokens.end && n.tokens.end < sentence.end
                })
                .filter(|n| {
                    r.low(n.tokens.start - 1) == "the"
                        && matches!(r.low(n.tokens.end), "on" | "," | "of" | "for" | "to" | "would" | "coordinated")
                })
                .map(|n| (n.value, n.tokens.start))
                .collect();
        let printed = singular(&r.text(mention.tokens.clone()));
        let label = r.out.entities.get(&mention.id).map_or(printed, |e| e.label.clone());
        let kind = r.out.entities.get(&mention.id).and_then(|e| e.kind.clone());
        for number in 1..=count {
            let id = EntityId::Body { process: process.clone(), slug: format!("{name}-{number}") };
            let evidence = r.sentence_evidence(mention.tokens.start);
            r.entity(&id, EntityClass::Body, &format!("{label} {}", roman(number)), kind.as_deref(), evidence);
            let Some(position) = ordinals.iter().position(|(value, _)| *value == number) else { continue };
            let from = ordinals[position].1;
            let to = ordinals.get(position + 1).map_or(sentence.end, |o| o.1);
            r.mentions.push(Mention { tokens: from..from + 1, id: id.clone() });
            for t in from..to {
                let Some((end, capacity)) = r.lexicon("CapacityBy", t) else { continue };
                let stop = agents_end(r, end, to);
                let capacity = capacity.to_owned();
                super::roles::take_part(r, &id, end..stop, &capacity, "role.of-numbered-body");
            }
        }
    }
    r.mentions.sort();
}

/// Forms of "be", after which a participle is passive.
fn is_be(word: &str) -> bool {
    matches!(word, "be" | "been" | "being" | "was" | "were" | "is" | "are" | "newly")
}

fn roman(n: u64) -> &'static str {
    ["I", "II", "III", "IV", "V", "VI"].get(usize::try_from(n).unwrap_or(1).saturating_sub(1)).copied().unwrap_or("I")
}

/// A verb of the life of bodies with a body as its object or its subject.
fn verb(r: &mut Reader<'_>, t: usize, end: usize, kind: &str) {
    let sentence = r.sentence(t);
    // "the newly established Regional Support Office"
    let body = r.mentions.starting(end).find(|m| matches!(m.id, EntityId::Body { .. })).cloned();
    if let Some(body) = body {
        let attributive =
            t > sentence.start && (is_determiner(r.low(t - 1)) || matches!(r.low(t - 1), "newly" | "recently"));
        let status = if attributive { Status::Done } else { status(r, t) };
        event(r, &body.id, kind, status, t, None);
        return;
    }
    // "AHEGs be discontinued", "the Group established at the first Conference"
    let passive = t > sentence.start && is_be(r.low(t - 1)) || matches!(r.low(end), "at" | "by" | "in" | "under");
    let continuing = kind == "continued"
        && t > sentence.start
        && (super::words::is_modal(r.low(t - 1)) || is_auxiliary(r.low(t - 1)) || r.in_lexicon("BaseVerb", t));
    if passive || continuing {
        let subject = r
            .mentions
            .near(t.saturating_sub(15).max(sentence.start)..t)
            .rfind(|m| {
                m.tokens.start >= sentence.start
                    && m.tokens.end <= t
                    && matches!(m.id, EntityId::Body { .. })
                    && t - m.tokens.end <= 14
            })
            .filter(|m| !(m.tokens.end..t).any(|i| matches!(r.low(i), ";" | ":" | "which" | "that" | ",")))
            .cloned();
        let Some(subject) = subject else { return };
        if is_plenary(r, &subject.id) || !heads(r, &subject) {
            return;
        }
        let at = r
            .mentions
            .near(end..end + 5)
            .find(|m| m.tokens.start >= end && m.tokens.start <= end + 4 && matches!(m.id, EntityId::Meeting { .. }))
            .map(|m| m.id.clone());
        let status = if at.is_some() && !(t > 0 && r.low(t - 1) == "be") { Status::Done } else { status(r, t) };
        for id in expanded(r, &subject) {
            event(r, &id, kind, status, t, at.clone());
        }
        return;
    }
    // "establish a working group to …"
    object(r, t, end, kind, None);
}

/// "the establishment of a fund"
fn noun(r: &mut Reader<'_>, t: usize, from: usize, kind: &str) {
    let heading = r.block(r.block_of(t)).kind == crate::document::BlockKind::Heading;
    if !heading {
        object(r, t, from, kind, None);
    }
}

/// A body named by a common noun behind the verb becomes a body of its own.
fn object(r: &mut Reader<'_>, t: usize, from: usize, kind: &str, at: Option<EntityId>) {
    let sentence = r.sentence(t);
    let mut start = from;
    while start < sentence.end
        && (is_determiner(r.low(start)) || matches!(r.low(start), "new" | "possible" | "proposed"))
    {
        start += 1;
    }
    let body = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).cloned();
    if let Some(body) = body {
        if !is_plenary(r, &body.id) {
            let status = status(r, t);
            event(r, &body.id, kind, status, t, at);
        }
        return;
    }
    if kind != "established" || start == from && !r.is_capital(start) {
        return;
    }
    let mut noun = None;
    for i in start..(start + 9).min(sentence.end) {
        if let Some((end, concept)) = r.lexicon("BodyNoun", i).or_else(|| r.lexicon("EstablishedNoun", i)) {
            noun = Some((end, concept.to_owned()));
            break;
        }
        let joint = matches!(r.low(i), "-" | "/" | "'" | "'s");
        if is_preposition(r.low(i)) || is_auxiliary(r.low(i)) || !r.is_word(i) && !joint {
            break;
        }
    }
    let Some((end, concept)) = noun else { return };
    let mut name_end = end;
    let mut label = sentence_case(&r.text(start..end));
    // what it is for: "on X", "to focus on X", "for X"
    if matches!(r.low(end), "on" | "for" | "to" | "of") && !r.is_capital(end - 1) {
        let on = if r.low(end) == "to" {
            (end + 1..end + 6)
                .find(|i| r.low(*i) == "on")
                .or_else(|| (end + 1..end + 5).find(|i| r.low(*i).ends_with("ing")))
        } else {
            Some(end)
        };
        if let Some(on) = on {
            let mut to = on + 1;
            while to < sentence.end
                && to - on <= 8
                && !matches!(r.low(to), "," | "." | ";" | ":" | "(" | "which" | "that" | "to")
            {
                to += 1;
            }
            while to > on + 1 && (is_preposition(r.low(to - 1)) || matches!(r.low(to - 1), "and" | "issues")) {
                to -= 1;
            }
            let purpose = strip_gerund(r, on + 1..to);
            if !purpose.is_empty() {
                let link = if r.low(end) == "of" { "of" } else { "on" };
                label = format!("{label} {link} {}", r.text(purpose));
                name_end = to;
            }
        }
    }
    let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
    let evidence = r.sentence_evidence(t);
    r.entity(&id, EntityClass::Body, &label, Some(&concept), evidence);
    r.mentions.push(Mention { tokens: start..name_end, id: id.clone() });
    let status = status(r, t);
    event(r, &id, kind, status, t, at);
    again(r, &id, start..end, name_end);
}

/// "The working group would be led by X": what the next sentences say of the body just brought into being.
fn again(r: &mut Reader<'_>, id: &EntityId, noun: Tokens<usize>, from: usize) {
    let name = r.text(noun).to_lowercase();
    let limit = r.block_tokens(r.block_of(from)).end;
    for t in from..limit {
        let end = t + 1 + name.split(' ').count();
        if r.low(t) != "the" || end > limit || r.text(t + 1..end).to_lowercase() != name {
            continue;
        }
        r.mentions.push(Mention { tokens: t + 1..end, id: id.clone() });
        let sentence = r.sentence(t);
        let by = (end..(end + 5).min(sentence.end)).find_map(|i| r.lexicon("CapacityBy", i));
        if let Some((list, capacity)) = by {
            let capacity = capacity.to_owned();
            let stop = agents_end(r, list, sentence.end);
            super::roles::take_part(r, id, list..stop, &capacity, "role.of-new-body");
        }
    }
}

/// "addressing trafficking in persons" → "trafficking in persons".
fn strip_gerund(r: &Reader<'_>, tokens: Tokens<usize>) -> Tokens<usize> {
    if tokens.len() > 1
        && r.low(tokens.start).ends_with("ing")
        && matches!(r.low(tokens.start), "addressing" | "combating" | "tackling" | "countering")
    {
        tokens.start + 1..tokens.end
    } else {
        tokens
    }
}

/// A body that stands for its numbered members where it is named in the plural.
pub(super) fn expanded(r: &Reader<'_>, mention: &Mention) -> Vec<EntityId> {
    let EntityId::Body { process, slug: name } = &mention.id else { return vec![mention.id.clone()] };
    let prefix = format!("{name}-");
    let first = EntityId::Body { process: process.clone(), slug: prefix.clone() };
    let members: Vec<EntityId> = r
        .out
        .entities
        .range(first..)
        .map(|(id, _)| id)
        .take_while(|id| matches!(id, EntityId::Body { process: p, slug: s } if p == process && s.starts_with(&prefix)))
        .filter(|id| matches!(id, EntityId::Body { process: p, slug: s } if p == process && s.strip_prefix(&prefix).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))))
        .cloned()
        .collect();
    if members.is_empty() { vec![mention.id.clone()] } else { members }
}

fn is_plenary(r: &Reader<'_>, id: &EntityId) -> bool {
    r.out.entities.get(id).is_some_and(|e| matches!(e.kind.as_deref(), Some("plenary" | "co-chairs")))
}

/// Whether the mention is the head of the subject, not a part of a longer noun phrase ("participants in the Group").
fn heads(r: &Reader<'_>, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1).map_or("", |t| r.low(t));
    let before =
        if is_determiner(before) { mention.tokens.start.checked_sub(2).map_or("", |t| r.low(t)) } else { before };
    !matches!(before, "of" | "in" | "to" | "with" | "for" | "under" | "from")
}

/// How real a change is: the act that contains it tells.
pub(super) fn status(r: &Reader<'_>, t: usize) -> Status {
    let at = r.a.document.span(r.a.range(t..t + 1));
    let last = r.acts_over(at).pop().map(|index| &r.out.assertions[index].fact);
    let force = if let Some(Fact::Act(act)) = last { Some(act.force.as_str()) } else { None };
    let before = (t.saturating_sub(5)..t).map(|i| r.low(i)).collect::<Vec<_>>();
    let future = before.iter().any(|w| matches!(*w, "would" | "will" | "shall" | "to" | "be" | "should"));
    let negated = before.iter().any(|w| matches!(*w, "not" | "no"));
    match force {
        _ if negated => Status::Negated,
        Some("recommend" | "suggest" | "request" | "urge" | "encourage" | "demand") => Status::Proposed,
        Some("decide" | "adopt" | "direct" | "undertake") => Status::Decided,
        _ if before.contains(&"should") || before.contains(&"could") => Status::Proposed,
        _ if future => Status::Planned,
        _ => Status::Done,
    }
}

fn event(r: &mut Reader<'_>, body: &EntityId, kind: &str, status: Status, t: usize, at: Option<EntityId>) {
    if r.told.has_event(body, kind) || is_plenary(r, body) {
        return;
    }
    let decided_at =
        at.or_else(|| if matches!(status, Status::Decided | Status::Proposed) { r.main_meeting() } else { None });
    let year = r
        .main
        .and_then(|m| r.meetings[m].attributes.dates.first().and_then(|w| w.start.year))
        .or_else(|| r.given.date.and_then(|d| d.year));
    let year = if kind == "established" { None } else { year };
    let span = r.a.document.span(r.a.range(t..t + 1));
    let containing: Vec<usize> = r.acts_over(span);
    let evidence = vec![r.sentence_evidence(t)];
    let index = r.add(
        &format!("body.{kind}"),
        Fact::BodyEvent { body: body.clone(), kind: kind.to_owned(), status, decided_at, year },
        evidence,
    );
    for act in containing {
        if let Fact::Act(act) = &mut r.out.assertions[act].fact
            && !matches!(status, Status::Done)
        {
            act.calls_for_events.push(index);
        }
    }
}
