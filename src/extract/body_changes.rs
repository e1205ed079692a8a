//! Changes in the life of a body that take more than one body or word: other names, what several are merged into, a mandate
//! that is extended or revised, to whom a body reports.

use std::collections::BTreeMap;

use super::bodies::{event, heads, is_plenary, status};
use super::new_bodies::{is_be, noun_start};
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_modal};
use crate::assertion::{EntityId, Fact, Property, Status, Value};

/// Tokens between a verb and what it makes of a body: the longest names of bodies have about ten words.
const NEAR: usize = 14;

/// Where the name begins of what bodies are merged into: "would be merged into a Maritime Centre".
pub(super) fn merged_into(r: &Reader<'_>, t: usize) -> Option<usize> {
    let (end, _) = r.lexicon("LifecycleChange", t).filter(|(_, kind)| matches!(*kind, "merged" | "retasked"))?;
    let limit = r.sentence(t).end.min(end + NEAR);
    let stop = (end..limit).find(|i| matches!(r.low(*i), "," | ";" | ".")).unwrap_or(limit);
    let (into, _) = (end..stop).find_map(|i| r.lexicon("MergedInto", i).map(|(end, _)| (end, i)))?;
    let named = || {
        // "transformed into the Lake Agency": a name that the text has not told before
        let start = noun_start(r, into, limit);
        let body = r.mentions.starting(start).filter(|m| matches!(m.id, EntityId::Body { .. }));
        let body = body.max_by_key(|m| m.tokens.len()).filter(|_| r.is_capital(start));
        body.is_some_and(|body| !r.mentions_in(0..t).any(|m| m.id == body.id))
    };
    (matches!(r.low(into), "a" | "an" | "one") || r.low(into) == "the" && named()).then_some(into)
}

/// "Established in 2014 under the Forum, the Group meets": the body behind a participle that opens the sentence.
pub(super) fn opened_by(r: &Reader<'_>, t: usize, end: usize) -> Option<EntityId> {
    let sentence = r.sentence(t);
    let opens = t == sentence.start || r.low(t - 1) == ":";
    if !opens || !matches!(r.low(end), "in" | "at" | "by" | "under" | "on" | "as" | "during") {
        return None;
    }
    let body = |comma: usize| {
        let next = comma + 1 + usize::from(is_determiner(r.low(comma + 1)));
        let bodies = r.mentions.starting(next).filter(|m| matches!(m.id, EntityId::Body { .. }));
        bodies.max_by_key(|m| m.tokens.len()).map(|m| m.id.clone())
    };
    (end..sentence.end.min(end + NEAR + 10)).find(|i| r.low(*i) == ",").and_then(body)
}

/// What bodies were merged into comes into being with that.
pub(super) fn result(r: &mut Reader<'_>, t: usize, status: Status) {
    let merged = r.lexicon("LifecycleChange", t).is_some_and(|(_, kind)| kind == "merged");
    let Some(from) = merged_into(r, t) else { return };
    let start = noun_start(r, from, r.sentence(t).end);
    // "transformed into a network" has no other name, "transformed into a Control Centre" has one
    if !merged && !r.is_capital(start) {
        return;
    }
    let body = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone());
    if let Some(body) = body {
        event(r, &body, "established", status, from, None);
    }
}

/// "the Officials Committee be renamed the Policy Board": two names of one body, unless it is only an idea.
pub(super) fn renamed(r: &mut Reader<'_>) {
    let mut other: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for t in 0..r.a.tokens.len() {
        let verb = r.lexicon("LifecycleChange", t).filter(|(_, kind)| *kind == "renamed").map(|(end, _)| end);
        let Some(end) = verb.or_else(|| super::body_tasks::known_as(r, t)) else { continue };
        let sentence = r.sentence(t);
        let idea = |i: usize| {
            let verb = r
                .lexicon("SpeechVerb", i)
                .is_some_and(|(_, force)| matches!(force, "recommend" | "request" | "encourage"));
            verb || r.in_lexicon("ProposalNoun", i)
                || r.in_lexicon("IdeaVerb", i)
                || matches!(r.low(i), "not" | "never" | "should" | "could" | "might" | "wished" | "hoped")
        };
        if (sentence.start..t).any(idea) || matches!(status(r, t), Status::Proposed | Status::Negated) {
            continue;
        }
        let passive = t > sentence.start && is_be(r.low(t - 1));
        let body = |m: &&Mention| matches!(m.id, EntityId::Body { .. });
        let old = if passive {
            let near = r.mentions.near(t.saturating_sub(NEAR).max(sentence.start)..t);
            near.filter(|m| m.tokens.end <= t).filter(body).max_by_key(|m| (m.tokens.end, m.tokens.len())).cloned()
        } else if r.low(end) == "it" {
            it(r, t).map(|id| Mention { tokens: end..end + 1, id })
        } else {
            r.mentions.starting(noun_start(r, end, sentence.end)).find(body).cloned()
        };
        let Some(old) = old.filter(|old| !is_plenary(r, &old.id)) else { continue };
        let mut from = if passive { end } else { old.tokens.end };
        from += usize::from(matches!(r.low(from), "as" | "to" | "into"));
        from = noun_start(r, from, sentence.end);
        from += usize::from(matches!(r.low(from), "\"" | "\u{201c}"));
        let link = |i: usize| matches!(r.low(i), "and" | "of" | "on" | "for" | "the") && r.is_capital(i + 1);
        let part =
            |i: &usize| r.is_word(*i) && (r.is_capital(*i) || link(*i) || link(*i + 1) && r.low(*i + 1) == "the");
        let words = (from..sentence.end.min(from + NEAR)).take_while(part).last().map(|last| from..last + 1);
        let name = words.filter(|words| r.is_capital(from) && words.clone().any(|i| r.in_lexicon("BodyNoun", i)));
        let Some(name) = name.filter(|name| name.len() > 1) else { continue };
        let fact = Fact::Property {
            subject: old.id.clone(),
            property: Property::AltLabel,
            value: Value::Text(r.text(name.clone())),
            completed: false,
        };
        let evidence = vec![r.sentence_evidence(t)];
        r.add("body.other-name", fact, evidence);
        // what a step before took for another body of that name, or of a part of it
        let inside = r.mentions_in(name.clone()).filter(body).map(|m| m.id.clone()).filter(|id| *id != old.id);
        other.extend(inside.map(|id| (id, old.id.clone())).collect::<Vec<_>>());
        r.mentions.push(Mention { tokens: name, id: old.id.clone() });
    }
    if other.is_empty() {
        return r.mentions.sort();
    }
    for index in 0..r.mentions.len() {
        if let Some(id) = other.get(&r.mentions[index].id).cloned() {
            let tokens = r.mentions[index].tokens.clone();
            r.mentions.widen(index, Mention { tokens, id });
        }
    }
    r.mentions.sort();
    super::namesakes::forget(r, &other.into_keys().collect());
}

/// "a standing committee, to be known as the Committee on Nets": the name of what comes into being.
pub(super) fn named_as(r: &mut Reader<'_>, t: usize, end: usize) {
    let start = noun_start(r, end, r.sentence(t).end);
    let body = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone());
    if let Some(body) = body.filter(|_| r.is_capital(start)) {
        let status = status(r, t);
        event(r, &body, "established", status, t, None);
    }
}

/// "the Watch Centre and the Rescue Desk would be merged": the bodies joined to the last one, in front of it.
pub(super) fn joined_before(r: &Reader<'_>, last: &Mention, from: usize) -> Vec<EntityId> {
    let mut found = Vec::new();
    let mut start = last.tokens.start;
    // "thanked the Council, and the Committee will be dissolved": a comma in front of "and" joins three or more
    let mut clause = false;
    loop {
        let and = start - usize::from(start > from && is_determiner(r.low(start - 1)));
        if and <= from || !matches!(r.low(and - 1), "and" | ",") {
            return if clause && found.len() < 2 { Vec::new() } else { found };
        }
        clause |= r.low(and - 1) == "and" && and > from + 1 && r.low(and - 2) == ",";
        let end = and - 1 - usize::from(and > from + 1 && r.low(and - 2) == ",");
        let before = r.mentions.ending(end).filter(|m| matches!(m.id, EntityId::Body { .. }) && m.tokens.start >= from);
        let Some(before) = before.max_by_key(|m| m.tokens.len()) else {
            return if clause && found.len() < 2 { Vec::new() } else { found };
        };
        found.push(before.id.clone());
        start = before.tokens.start;
    }
}

/// "the work of the Unit", "the efforts of the Unit": what a body does is not set up, so that what follows is of the body.
pub(super) fn of_its_work(r: &Reader<'_>, mention: &Mention) -> bool {
    let of = mention.tokens.start - usize::from(is_determiner(r.low(mention.tokens.start.saturating_sub(1))));
    of > 1 && r.low(of - 1) == "of" && r.in_lexicon("WorkOfBody", of - 2)
}

/// "The Ministers discussed the Panel. They decided to rename it": the one body that this sentence and the one before it
/// speak of, and not of a work or a part of it.
pub(super) fn it(r: &Reader<'_>, t: usize) -> Option<EntityId> {
    let block = r.block_tokens(r.block_of(t));
    let own = r.sentence(t).start;
    let from = if own > block.start { r.sentence(own - 1).start } else { own };
    let body = |m: &&Mention| matches!(m.id, EntityId::Body { .. }) && !is_plenary(r, &m.id);
    let found: Vec<&Mention> = r.mentions_in(from..t).filter(body).collect();
    let last = found.iter().max_by_key(|m| (m.tokens.end, m.tokens.len()))?;
    let within = r.mentions_in(from..t).any(|m| {
        !matches!(m.id, EntityId::Body { .. }) && m.tokens.start <= last.tokens.start && last.tokens.end <= m.tokens.end
    });
    let one = found.iter().all(|m| m.id == last.id);
    (one && !within && found.iter().any(|m| heads(r, m))).then(|| last.id.clone())
}

/// "renewed the mandate of the Panel", "the Panel's mandate be extended": the noun stands at `t`.
pub(super) fn mandate(r: &mut Reader<'_>, t: usize, end: usize) {
    let sentence = r.sentence(t);
    let body = |m: &&Mention| matches!(m.id, EntityId::Body { .. });
    let named = if r.low(end) == "of" {
        r.mentions.starting(noun_start(r, end + 1, sentence.end)).filter(body).max_by_key(|m| m.tokens.len()).cloned()
    } else if t > sentence.start && r.low(t - 1) == "'s" {
        r.mentions.ending(t - 1).filter(body).max_by_key(|m| m.tokens.len()).cloned()
    } else {
        None
    };
    // "the term of the Panel's chair"
    let owner = |named: &Mention| {
        matches!(r.low(named.tokens.end), "'s" | "'" | "\u{2019}s" | "\u{2019}") && named.tokens.end > t
    };
    let Some(named) = named.filter(|named| !is_plenary(r, &named.id) && !owner(named)) else { return };
    let first = if named.tokens.start < t { named.tokens.start } else { t };
    let first = first - usize::from(first > sentence.start && is_determiner(r.low(first - 1)));
    let before = (sentence.start.max(first.saturating_sub(3))..first)
        .find_map(|i| r.lexicon("MandateChange", i).filter(|(to, _)| *to == first).map(|(_, kind)| (i, kind)));
    // "extend for two years the mandate of the Panel"
    let time = |to: usize| {
        let when = to + 1..first;
        let date = r.a.date_at(to + 1).is_some_and(|date| date.tokens.end == first);
        let term = r.a.number_at(to + 1).is_some() && first > to + 2 && r.in_lexicon("TimeUnit", first - 1);
        matches!(r.low(to), "for" | "until" | "till" | "by") && !when.is_empty() && (date || term)
    };
    let before = before.or_else(|| {
        let from = sentence.start.max(first.saturating_sub(9));
        (from..first).find_map(|i| r.lexicon("MandateChange", i).filter(|(to, _)| time(*to)).map(|(_, kind)| (i, kind)))
    });
    // "the mandate of the Panel shall be extended"
    let mut after = named.tokens.end.max(end);
    while after < sentence.end && (is_auxiliary(r.low(after)) || r.in_lexicon("Adverb", after)) {
        after += 1;
    }
    // "the mandate of the Panel was not renewed"
    let not = r.low(after) == "not" && matches!(r.low(after - 1), "was" | "were" | "be");
    let after = after + usize::from(not);
    let passive = (not || is_be(r.low(after - 1)))
        .then(|| r.lexicon("MandateChange", after).map(|(_, kind)| (after, kind)))
        .flatten();
    if not && let Some((at, "continued")) = passive {
        // "that the mandate not be renewed" is no more than what was decided
        let decided = !matches!(status(r, after - 2), Status::Proposed | Status::Planned);
        if decided && before.is_none() {
            event(r, &named.id, "discontinued", Status::Decided, at, None);
        }
        return;
    }
    // "decided not to renew the mandate of the Panel"
    if let Some((at, "continued")) = before
        && at > sentence.start + 1
        && r.low(at - 1) == "to"
        && r.low(at - 2) == "not"
    {
        let decided = (sentence.start..at - 2).any(|i| {
            r.lexicon("SpeechVerb", i)
                .is_some_and(|(to, force)| to == at - 2 && matches!(force, "decide" | "affirm" | "undertake"))
        });
        if decided {
            event(r, &named.id, "discontinued", Status::Decided, at, None);
        }
        return;
    }
    if let Some((at, kind)) = before.or(passive.filter(|_| !not)) {
        let (status, kind) = (status(r, at), kind.to_owned());
        event(r, &named.id, &kind, status, at, None);
    }
}

/// "the Observatory will report to the Commission", "which reports to the Bureau": to whom a body reports. What it is to
/// report once, by a day or on a matter, says nothing of that.
pub(super) fn reports(r: &mut Reader<'_>, mention: &Mention) {
    if !matches!(mention.id, EntityId::Body { .. }) || is_plenary(r, &mention.id) {
        return;
    }
    let limit = r.sentence(mention.tokens.start).end;
    let mut t = mention.tokens.end;
    // an aside between commas, and "which"
    if r.low(t) == "(" {
        t = (t..limit).find(|i| r.low(*i) == ")").map_or(limit, |close| close + 1);
    }
    let from = t;
    let verb = (from..limit.min(from + 24)).find(|i| r.in_lexicon("ReportVerb", *i));
    let Some((verb, (to, _))) = verb.and_then(|verb| Some((verb, r.lexicon("ReportVerb", verb)?))) else { return };
    let modal = verb > from && is_modal(r.low(verb - 1));
    let present = r.low(verb) == "reports" || r.low(verb) == "reporting" && r.low(verb - 1) != "of";
    let gap = from..verb - usize::from(modal);
    let opens = gap.is_empty() || matches!(r.low(gap.end - 1), "which" | "that" | "," | "and");
    let other = r.mentions.near(gap.clone()).any(|m| matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_)));
    if !(modal || present) || !opens || gap.clone().any(|i| matches!(r.low(i), ";" | ":")) || other && gap.len() > 12 {
        return;
    }
    let start = noun_start(r, to, limit);
    let whom = r
        .mentions
        .starting(start)
        .filter(|m| matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_)) && m.id != mention.id)
        .max_by_key(|m| m.tokens.len())
        .cloned();
    let Some(whom) = whom else { return };
    let closes = whom.tokens.end >= limit
        || matches!(
            r.low(whom.tokens.end),
            "." | "," | ";" | ")" | "and" | "every" | "each" | "annually" | "regularly" | "periodically" | "twice"
        );
    if closes {
        let fact = Fact::Property {
            subject: mention.id.clone(),
            property: Property::ReportsTo,
            value: Value::Entity(whom.id),
            completed: false,
        };
        let evidence = vec![r.sentence_evidence(verb)];
        r.add("body.reports-to", fact, evidence);
    }
}
