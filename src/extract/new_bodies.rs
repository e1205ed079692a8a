//! Bodies that the text itself brings into being: by a common noun behind "establish", or by counting a set out.

use std::ops::Range as Tokens;

use super::meeting_attributes::agents_end;
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_preposition, sentence_case, singular};
use crate::annotate::NumberKind;
use crate::assertion::{EntityClass, EntityId};
use crate::slug::slug;

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
                super::parties::take_part(r, &id, end..stop, &capacity, "role.of-numbered-body");
            }
        }
    }
    r.mentions.sort();
}

fn roman(n: u64) -> &'static str {
    ["I", "II", "III", "IV", "V", "VI"].get(usize::try_from(n).unwrap_or(1).saturating_sub(1)).copied().unwrap_or("I")
}

/// "a centre on reefs should be established": where the subject of the passive begins.
fn founded(r: &Reader<'_>, t: usize) -> Option<usize> {
    let from = r.sentence(t).start.max(t.saturating_sub(16));
    let article = (from..t).rev().find(|i| matches!(r.low(*i), "a" | "an"))?;
    let noun = (article + 1..t.min(article + 9))
        .find(|i| r.in_lexicon("BodyNoun", *i) || r.in_lexicon("EstablishedNoun", *i))?;
    let plain = !(article..noun).any(|i| is_preposition(r.low(i)) || is_auxiliary(r.low(i)) || r.low(i) == ",");
    plain.then_some(article)
}

/// Bodies that the text brings into being by a common noun ("establish a working group on data") become bodies of
/// their own, before the acts are read that task them.
pub(super) fn introduce(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        let heading = r.block(r.block_of(t)).kind == crate::document::BlockKind::Heading;
        let noun = lifecycle_noun(r, t);
        let from = if let Some((of, kind)) = noun {
            Some(of + 1).filter(|_| !heading && kind == "established")
        } else if let Some((end, kind)) = r.lexicon("LifecycleChange", t) {
            let established = kind == "established";
            let passive = is_be(r.low(before_adverbs(r, t)));
            if passive { founded(r, t) } else { super::small_bodies::described(r, t, end).or(Some(end)) }
                .filter(|_| established)
        } else {
            None
        };
        let from =
            from.or_else(|| super::body_changes::merged_into(r, t)).or_else(|| super::proposed_bodies::proposed(r, t));
        if let Some(from) = from {
            name(r, t, from);
        }
    }
    r.mentions.sort();
    super::body_changes::renamed(r);
    super::namesakes::nouns(r);
}

/// "the establishment of", "the establishment in 2011 of": the token of "of", and the change.
pub(super) fn lifecycle_noun(r: &Reader<'_>, t: usize) -> Option<(usize, String)> {
    let (end, kind) = r.lexicon("LifecycleNoun", t)?;
    let when = r.a.date_at(end + 1).filter(|_| matches!(r.low(end), "in" | "on")).map_or(end, |date| date.tokens.end);
    (r.low(when) == "of").then(|| (when, kind.to_owned()))
}

/// The token in front of a verb and its adverbs: "is hereby established".
pub(super) fn before_adverbs(r: &Reader<'_>, t: usize) -> usize {
    let mut at = t.saturating_sub(1);
    while at > 0 && r.lexicon("Adverb", at).is_some_and(|(end, _)| end == at + 1) {
        at -= 1;
    }
    at
}

fn name(r: &mut Reader<'_>, t: usize, from: usize) {
    let sentence = r.sentence(t);
    let from = behind_aside(r, from, sentence.end);
    let start = noun_start(r, from, sentence.end);
    as_body(r, start);
    let known = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).cloned();
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
        let found = r.lexicon("BodyNoun", i).or_else(|| r.lexicon("EstablishedNoun", i));
        // "an Initiative on Nets", while "an initiative" is anything
        let found = found.or_else(|| r.lexicon("NamedBodyNoun", i).filter(|_| r.is_capital(i)));
        if let Some((end, concept)) = found {
            noun = Some((end, concept.to_owned()));
            break;
        }
        let joint = matches!(r.low(i), "-" | "/" | "'" | "'s");
        if is_preposition(r.low(i)) || is_auxiliary(r.low(i)) || !r.is_word(i) && !joint {
            break;
        }
    }
    // "the establishment of a Regional Data Exchange": a name in capitals needs no noun
    let new = r.low(from) == "a" || r.low(from) == "an";
    let named =
        noun.is_none().then(|| (start..start + 8).take_while(|i| r.is_word(*i) && r.is_capital(*i)).last()).flatten();
    let named = named.filter(|last| {
        let other = ["WorkNoun", "NamedWork", "MeetingNoun", "EventNoun"].iter().any(|l| r.in_lexicon(l, *last));
        new && *last > start && !other && r.a.name_over(*last).is_none()
    });
    let Some((end, concept)) = noun.or_else(|| named.map(|last| (last + 1, String::new()))) else { return };
    let kind = Some(concept.as_str()).filter(|concept| !concept.is_empty());
    let mut name_end = end;
    let mut label = sentence_case(&r.text(start..end));
    let whole = capital_purpose(r, end, sentence.end).filter(|_| r.is_capital(end - 1));
    if let Some(to) = whole {
        label = sentence_case(&r.text(start..to));
        name_end = to;
    } else if let Some((purpose, to)) = purpose(r, end, sentence.end).filter(|_| !r.is_capital(end - 1)) {
        let link = match r.low(end) {
            link @ ("of" | "for") => link,
            _ => "on",
        };
        label = format!("{label} {link} {}", r.text(purpose));
        name_end = to;
    }
    let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
    let evidence = r.sentence_evidence(t);
    r.entity(&id, EntityClass::Body, &label, kind, evidence);
    // "We establish the Reef Platform on Jobs": whatever else has such a name, this is a body
    let work = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Work { .. })).map(|m| m.id.clone());
    if let Some(work) = work.filter(|_| whole.is_some()) {
        for index in 0..r.mentions.len() {
            if r.mentions[index].id == work {
                let tokens = r.mentions[index].tokens.clone();
                r.mentions.widen(index, Mention { tokens, id: id.clone() });
            }
        }
        super::namesakes::forget(r, &std::collections::BTreeSet::from([work]));
    }
    r.mentions.push(Mention { tokens: start..name_end, id: id.clone() });
    again(r, &id, start..end, name_end);
}

/// "the Reef Platform on Jobs and Livelihoods": where a name in capitals ends that says what the body is for.
fn capital_purpose(r: &Reader<'_>, end: usize, limit: usize) -> Option<usize> {
    if !matches!(r.low(end), "on" | "for" | "of") {
        return None;
    }
    let link = |t: usize| matches!(r.low(t), "and" | "of" | "the" | "in" | "for" | "on" | "to");
    let part = |t: &usize| {
        r.is_word(*t)
            && !crate::annotate::is_weekday(r.low(*t))
            && r.a.date_at(*t).is_none()
            && (r.is_capital(*t) || link(*t) && (r.is_capital(*t + 1) || link(*t + 1) && r.is_capital(*t + 2)))
    };
    let mut to = (end + 1..limit.min(end + 12)).take_while(part).last()? + 1;
    while to > end + 1 && link(to - 1) {
        to -= 1;
    }
    // for whom it is does not belong to the name: "a Fund for Peru and Chile", nor who does something else
    let named = |t: usize| {
        r.a.name_over(t).is_some_and(|n| n.kind != crate::annotate::NameKind::Place)
            || r.mentions.near(t..t + 1).any(|m| matches!(m.id, EntityId::Person(_)))
    };
    let state = (end + 1..limit.min(end + 12)).take_while(|t| r.is_word(*t)).any(named);
    let first = end + 1 + usize::from(r.low(end + 1) == "the");
    (to > first && r.is_capital(first) && !state).then_some(to)
}

/// What a body just named is for, and where its name ends: "on X", "for X", "to focus on X", "which would report on X".
pub(super) fn purpose(r: &Reader<'_>, end: usize, limit: usize) -> Option<(Tokens<usize>, usize)> {
    let on = match r.low(end) {
        "on" | "for" | "of" => end,
        "to" => (end + 1..end + 6)
            .find(|i| r.low(*i) == "on")
            .or_else(|| (end + 1..end + 5).find(|i| r.low(*i).ends_with("ing") && !is_determiner(r.low(*i - 1))))?,
        "which" | "that" => (end + 1..limit.min(end + 20))
            .take_while(|i| !matches!(r.low(*i), ";" | ":" | "."))
            .find(|i| r.low(*i) == "on" && !r.is_capital(*i + 1) && r.a.date_at(*i + 1).is_none())?,
        _ => return None,
    };
    let ends = |t: usize| {
        let said = r.low(t) == "and" && (r.in_lexicon("SpeechPast", t + 1) || r.in_lexicon("SpeechPresent", t + 1));
        // "a group on fees chaired by Ghana"
        let described = ["CapacityBy", "ComposedOf", "LifecycleChange"].iter().any(|l| r.in_lexicon(l, t));
        let infinitive = r.low(t) == "to" && r.low(t + 1) != "the";
        let closed = matches!(r.low(t), "," | "." | ";" | ":" | "(" | "which" | "that") || is_auxiliary(r.low(t));
        // "the group on nets and the Secretariat"
        let next = r.low(t) == "and" && is_determiner(r.low(t + 1));
        closed || infinitive || said || described || next
    };
    let mut to = on + 1;
    while to < limit && to - on <= 8 && !ends(to) {
        to += 1;
    }
    while to > on + 1 && (is_preposition(r.low(to - 1)) || matches!(r.low(to - 1), "and" | "issues")) {
        to -= 1;
    }
    // "a fund for Peru and Chile": whom it serves, not what it is about
    let first = on + 1 + usize::from(is_determiner(r.low(on + 1)));
    let served = r.low(on) == "for" && r.a.name_at(first).is_some_and(|n| n.kind == crate::annotate::NameKind::State);
    if served {
        return None;
    }
    let named = strip_gerund(r, on + 1..to);
    let behind = matches!(r.low(end), "which" | "that");
    (!named.is_empty()).then_some((named, if behind { end } else { to }))
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
    let mut lost = std::collections::BTreeSet::new();
    // a text that long has gone on to other groups
    for t in from..r.a.tokens.len().min(from + 4_000) {
        if !matches!(r.low(t), "the" | "this") {
            continue;
        }
        let Some(n) = (shortest..=words.len()).rev().find(|n| named(r, t + 1, *n)) else { continue };
        let end = t + 1 + n;
        let other = |m: &Mention| m.tokens.start <= t || m.tokens.start == t + 1 && m.tokens.end > end;
        if r.mentions.near(t..t + 2).any(other) {
            continue;
        }
        let same = |m: &&Mention| m.tokens.end == end && matches!(m.id, EntityId::Body { .. });
        let old = r.mentions.starting(t + 1).find(same).map(|m| m.id.clone());
        if let Some(old) = old {
            r.mentions.remove_inside(&(t + 1..end));
            lost.insert(old);
        }
        r.mentions.push(Mention { tokens: t + 1..end, id: id.clone() });
        let sentence = r.sentence(t);
        let by = (end..(end + 5).min(sentence.end)).find_map(|i| r.lexicon("CapacityBy", i));
        if let Some((list, capacity)) = by {
            let capacity = capacity.to_owned();
            let stop = agents_end(r, list, sentence.end);
            super::parties::take_part(r, id, list..stop, &capacity, "role.of-new-body");
        }
    }
    super::namesakes::forget(r, &lost);
}

/// "addressing trafficking in persons" → "trafficking in persons".
fn strip_gerund(r: &Reader<'_>, tokens: Tokens<usize>) -> Tokens<usize> {
    if tokens.len() > 1 && r.low(tokens.start).ends_with("ing") && r.in_lexicon("PurposeVerb", tokens.start) {
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

/// "establish, in an open manner, a working group": what stands between commas is skipped.
pub(super) fn behind_aside(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    if r.low(from) != "," {
        return from;
    }
    (from + 1..limit.min(from + 15)).find(|t| r.low(*t) == ",").map_or(from, |close| close + 1)
}

pub(super) fn noun_start(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let opens = |t: usize| {
        is_determiner(r.low(t))
            || matches!(r.low(t), "new" | "single" | "possible" | "proposed" | "so" | "called" | "so-called")
    };
    let start = (from..limit).find(|t| !opens(*t)).unwrap_or(limit);
    // "a permanent Control Centre": the name begins with its capital
    let adjective = start > from
        && start + 1 < limit
        && r.is_word(start)
        && !r.is_capital(start)
        && r.is_capital(start + 1)
        && r.is_word(start + 1)
        && !is_preposition(r.low(start))
        && !["BodyNoun", "EstablishedNoun"].iter().any(|l| r.in_lexicon(l, start));
    start + usize::from(adjective)
}

/// Forms of "be", after which a participle is passive.
pub(super) fn is_be(word: &str) -> bool {
    matches!(word, "be" | "been" | "being" | "was" | "were" | "is" | "are" | "newly")
}

/// "that a Training Centre be established": what the text brings into being is a body, also where its noun is one of organisations.
fn as_body(r: &mut Reader<'_>, start: usize) {
    let organisation = |m: &&Mention| matches!(m.id, EntityId::Organisation(_)) && r.a.name_at(start).is_none();
    let Some(found) = r.mentions.starting(start).find(organisation).cloned() else { return };
    let EntityId::Organisation(name) = &found.id else { return };
    let id = EntityId::Body { process: r.process.clone(), slug: name.clone() };
    let Some((label, kind)) = r.out.entities.get(&found.id).map(|e| (e.label.clone(), e.kind.clone())) else { return };
    let evidence = r.evidence(found.tokens.clone());
    r.entity(&id, EntityClass::Body, &label, kind.as_deref(), evidence);
    for index in 0..r.mentions.len() {
        if r.mentions[index].id == found.id {
            let tokens = r.mentions[index].tokens.clone();
            r.mentions.widen(index, Mention { tokens, id: id.clone() });
        }
    }
    super::namesakes::forget(r, &std::collections::BTreeSet::from([found.id]));
}
