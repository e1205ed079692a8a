//! The life of bodies: proposed, established, retasked, continued, discontinued.

use std::ops::Range as Tokens;

use super::meeting_attributes::agents_end;
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_preposition, sentence_case, singular};
use crate::annotate::NumberKind;
use crate::assertion::{EntityClass, EntityId, Fact, SpeechAct, Status};
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
        } else if let Some((_, kind)) = r.lexicon("LifecycleActive", t) {
            let kind = kind.to_owned();
            began(r, t, &kind);
        } else if r.lexicon("SpeechVerb", t).is_some_and(|(_, force)| matches!(force, "endorse" | "support")) {
            endorsed(r, t);
        }
    }
    for mention in r.mentions.clone() {
        numbered_of_set(r, &mention);
    }
}

/// "the Facility took effect": what a body does when it begins or ends.
fn began(r: &mut Reader<'_>, t: usize, kind: &str) {
    let from = if is_auxiliary(r.low(t.saturating_sub(1))) { t - 1 } else { t };
    let ends = |end: usize| end == from || r.low(end) == "(" && r.low(from - 1) == ")" && from - end <= 4;
    let body = r
        .mentions
        .iter()
        .rfind(|m| matches!(m.id, EntityId::Body { .. }) && m.tokens.end <= from && ends(m.tokens.end));
    if let Some(body) = body.cloned() {
        let status = status(r, t);
        event(r, &body.id, kind, status, t, None);
    }
}

/// "endorsed a Bond Market Forum": what is endorsed as something new ("a", "an") is proposed.
fn endorsed(r: &mut Reader<'_>, t: usize) {
    let Some((end, _)) = r.lexicon("SpeechVerb", t) else { return };
    if matches!(r.low(end), "a" | "an") {
        let named = |m: &&Mention| m.tokens.start == end + 1 && matches!(m.id, EntityId::Body { .. });
        if r.mentions.iter().any(|m| named(&m)) {
            object_with(r, t, end, "established", None, Some(Status::Proposed));
        }
    }
}

/// A body of a set that the text sets up by counting its members out ("two groups, the first on …") is established by
/// the decision in which they are counted.
fn numbered_of_set(r: &mut Reader<'_>, mention: &Mention) {
    let EntityId::Body { slug, .. } = &mention.id else { return };
    let ordinal = r.a.numbers.iter().any(|n| n.tokens == mention.tokens && n.kind == NumberKind::Ordinal);
    let numbered = slug.rsplit('-').next().is_some_and(|n| n.parse::<u64>().is_ok());
    if ordinal && numbered && status(r, mention.tokens.start) == Status::Decided {
        event(r, &mention.id, "established", Status::Decided, mention.tokens.start, None);
    }
}

/// "two experts groups (AHEGs), the first on …, coordinated by A, and the second on …": one body each.
pub(super) fn numbered_sets(r: &mut Reader<'_>) {
    for mention in r.mentions.clone() {
        let EntityId::Body { process, slug: name } = &mention.id else { continue };
        let count = r.a.numbers.iter().find(|n| {
            n.tokens.end == mention.tokens.start && n.kind == NumberKind::Cardinal && (2..=6).contains(&n.value)
        });
        let Some(count) = count.map(|n| n.value) else { continue };
        let sentence = r.sentence(mention.tokens.start);
        let ordinals: Vec<(u64, usize)> =
            r.a.numbers
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
    r.mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
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
    if let Some(body) =
        r.mentions.iter().find(|m| m.tokens.start == end && matches!(m.id, EntityId::Body { .. })).cloned()
    {
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
            .iter()
            .rfind(|m| {
                m.tokens.start >= sentence.start
                    && m.tokens.end <= t
                    && matches!(m.id, EntityId::Body { .. })
                    && t - m.tokens.end <= 14
            })
            .filter(|m| reaches(r, m.tokens.end, t))
            .cloned();
        let Some(subject) = subject else { return };
        if is_plenary(r, &subject.id) || !heads(r, &subject) {
            return;
        }
        let at = r
            .mentions
            .iter()
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

/// Whether nothing but an aside stands between a body and its verb: "The Committee, established in 2006, was renamed".
fn reaches(r: &Reader<'_>, end: usize, t: usize) -> bool {
    let stops = (end..t).filter(|i| matches!(r.low(*i), ";" | ":" | "which" | "that")).count();
    let commas: Vec<usize> = (end..t).filter(|i| r.low(*i) == ",").collect();
    stops == 0 && (commas.is_empty() || commas[0] == end && (commas.len() == 1 && t == end + 1 || commas.len() == 2))
}

/// "the establishment of a fund"
fn noun(r: &mut Reader<'_>, t: usize, from: usize, kind: &str) {
    let heading = r.block(r.block_of(t)).kind == crate::document::BlockKind::Heading;
    if !heading {
        object(r, t, from, kind, None);
    }
}

/// The body behind the verb, which `introduce` has named where no step before did, and those joined to it.
fn object(r: &mut Reader<'_>, t: usize, from: usize, kind: &str, at: Option<EntityId>) {
    object_with(r, t, from, kind, at, None);
}

fn object_with(r: &mut Reader<'_>, t: usize, from: usize, kind: &str, at: Option<EntityId>, given: Option<Status>) {
    let limit = r.sentence(t).end;
    let mut from = behind_aside(r, from, limit);
    loop {
        let start = noun_start(r, from, limit);
        let body = r.mentions.iter().find(|m| m.tokens.start == start && matches!(m.id, EntityId::Body { .. }));
        let Some(body) = body.cloned().filter(|body| !is_plenary(r, &body.id)) else { return };
        let status = given.unwrap_or_else(|| status(r, t));
        event(r, &body.id, kind, status, t, at.clone());
        // "a Forum (BMF) and a Facility"
        let mut next = body.tokens.end;
        if r.low(next) == "(" {
            next = (next..limit).find(|i| r.low(*i) == ")").map_or(limit, |close| close + 1);
        }
        let joined = matches!(r.low(next), "and" | ",") && matches!(r.low(next + 1), "a" | "an");
        if !joined {
            return;
        }
        from = next + 1;
    }
}

/// "establish, in an open manner, a working group": what stands between commas is skipped.
fn behind_aside(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    if r.low(from) != "," {
        return from;
    }
    (from + 1..limit.min(from + 15)).find(|t| r.low(*t) == ",").map_or(from, |close| close + 1)
}

fn noun_start(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let opens = |t: usize| is_determiner(r.low(t)) || matches!(r.low(t), "new" | "possible" | "proposed");
    (from..limit).find(|t| !opens(*t)).unwrap_or(limit)
}

/// Bodies that the text brings into being by a common noun ("establish a working group on data") become bodies of
/// their own, before the acts are read that task them.
pub(super) fn introduce(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        let heading = r.block(r.block_of(t)).kind == crate::document::BlockKind::Heading;
        let from = if let Some((end, kind)) = r.lexicon("LifecycleChange", t) {
            (kind == "established" && !is_be(r.low(t.saturating_sub(1)))).then_some(end)
        } else {
            let noun =
                r.lexicon("LifecycleNoun", t).filter(|(end, kind)| *kind == "established" && r.low(*end) == "of");
            noun.filter(|_| !heading).map(|(end, _)| end + 1)
        };
        if let Some(from) = from {
            name(r, t, from);
        }
    }
    r.mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
}

fn name(r: &mut Reader<'_>, t: usize, from: usize) {
    let sentence = r.sentence(t);
    let from = behind_aside(r, from, sentence.end);
    let start = noun_start(r, from, sentence.end);
    let known = r.mentions.iter().find(|m| m.tokens.start == start && matches!(m.id, EntityId::Body { .. })).cloned();
    if let Some(known) = known {
        let noun = known.tokens.clone().find_map(|t| r.lexicon("BodyNoun", t)).map(|(end, _)| end);
        if let Some(end) = noun.filter(|end| *end <= known.tokens.end && r.is_capital(start)) {
            again(r, &known.id, start..end, known.tokens.end);
        }
        return;
    }
    if start == from && !r.is_capital(start) {
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
    again(r, &id, start..end, name_end);
}

/// "The working group would be led by X": what the text goes on to say of the body just brought into being.
fn again(r: &mut Reader<'_>, id: &EntityId, noun: Tokens<usize>, from: usize) {
    let words: Vec<String> = noun.clone().map(|t| r.low(t).to_owned()).collect();
    // "the Ad Hoc Working Group on Data" is "the Working Group" later on
    let heads = noun.clone().filter(|t| r.lexicon("BodyNoun", *t).is_some_and(|(end, _)| end == noun.end));
    let shortest = heads.map(|t| noun.end - t).filter(|n| *n > 1).min().unwrap_or(words.len());
    let named = |r: &Reader<'_>, t: usize, n: usize| {
        (0..n).all(|i| r.low(t + i) == words[words.len() - n + i]) && !r.in_lexicon("BodyNoun", t + n)
    };
    for t in from..r.a.tokens.len() {
        if !matches!(r.low(t), "the" | "this") {
            continue;
        }
        let Some(n) = (shortest..=words.len()).rev().find(|n| named(r, t + 1, *n)) else { continue };
        let end = t + 1 + n;
        if r.mentions.iter().any(|m| m.tokens.contains(&t) || m.tokens.contains(&(t + 1)) && m.tokens.end > end) {
            continue;
        }
        r.mentions.retain(|m| m.tokens != (t + 1..end) || !matches!(m.id, EntityId::Body { .. }));
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
    let members: Vec<EntityId> = r
        .out
        .entities
        .keys()
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

/// The innermost act in whose words a token stands.
fn act_around<'r>(r: &'r Reader<'_>, t: usize) -> Option<&'r SpeechAct> {
    let at = r.a.document.span(r.a.range(t..t + 1));
    let mut around: Option<(usize, &SpeechAct)> = None;
    for assertion in &r.out.assertions {
        let (Fact::Act(act), Some(first)) = (&assertion.fact, assertion.evidence.first()) else { continue };
        let length = first.span.end - first.span.start;
        if first.span.start <= at.start && at.end <= first.span.end && around.is_none_or(|(best, _)| length <= best) {
            around = Some((length, act));
        }
    }
    around.map(|(_, act)| act)
}

/// How real a change is: the act that contains it tells.
pub(super) fn status(r: &Reader<'_>, t: usize) -> Status {
    let force = act_around(r, t).map(|act| act.force.as_str());
    let sentence = r.sentence(t);
    let before = (sentence.start.max(t.saturating_sub(5))..t).map(|i| r.low(i)).collect::<Vec<_>>();
    let wide = (sentence.start.max(t.saturating_sub(30))..t).map(|i| r.low(i)).collect::<Vec<_>>();
    let idea = |w: &&str| {
        matches!(*w, "proposal" | "proposals" | "recommendation" | "recommendations" | "suggestion" | "idea")
    };
    // "a proposal to create", "recommendations, one of which is to establish", "is being prepared"
    let proposal = before.iter().any(|w| w.starts_with("propos"))
        || before.last() == Some(&"to") && wide.iter().any(idea)
        || r.low(t) == "being";
    let future = before.iter().any(|w| matches!(*w, "would" | "will" | "shall" | "to" | "be" | "should"));
    let negated = before.iter().any(|w| matches!(*w, "not" | "no"));
    match force {
        _ if negated => Status::Negated,
        _ if proposal => Status::Proposed,
        Some("recommend" | "suggest" | "request" | "urge" | "encourage" | "demand") => Status::Proposed,
        // who commits to it has not done it yet, nor decided how
        Some("commit") if before.last() == Some(&"to") => Status::Proposed,
        Some("decide" | "adopt" | "direct" | "undertake") => Status::Decided,
        _ if before.contains(&"should") || before.contains(&"could") => Status::Proposed,
        _ if future => Status::Planned,
        _ => Status::Done,
    }
}

fn event(r: &mut Reader<'_>, body: &EntityId, kind: &str, status: Status, t: usize, at: Option<EntityId>) {
    let same = r
        .out
        .assertions
        .iter()
        .any(|a| matches!(&a.fact, Fact::BodyEvent { body: b, kind: k, .. } if b == body && k == kind));
    if same || is_plenary(r, body) {
        return;
    }
    let decided = matches!(status, Status::Decided | Status::Proposed);
    let decided_at = at
        .or_else(|| act_around(r, t).map_or_else(|| r.main_meeting(), |act| act.issued_at.clone()).filter(|_| decided));
    let year = r
        .main
        .and_then(|m| r.meetings[m].attributes.dates.first().and_then(|w| w.start.year))
        .or_else(|| r.given.date.and_then(|d| d.year));
    let year = if kind == "established" { None } else { year };
    let span = r.a.document.span(r.a.range(t..t + 1));
    let containing: Vec<usize> = r
        .out
        .assertions
        .iter()
        .enumerate()
        .filter(|(_, a)| {
            matches!(&a.fact, Fact::Act(_))
                && a.evidence.first().is_some_and(|e| e.span.start <= span.start && span.end <= e.span.end)
        })
        .map(|(i, _)| i)
        .collect();
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
