//! Documents, instruments, plans and websites: those the text refers to, and those it says are made.

use std::ops::Range as Tokens;

use super::agents::agents;
use super::bodies::status;
use super::meeting_attributes::agents_end;
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_conjunction, is_determiner, is_preposition, is_relative, sentence_case};
use crate::assertion::{ActClass, EntityClass, EntityId, Fact, Property, Status, Value};
use crate::slug::slug;

/// Reads products and references.
pub(super) fn read(r: &mut Reader<'_>) {
    sites(r);
    let mut t = 0;
    while t < r.a.tokens.len() {
        match r.lexicon("WorkNoun", t).map(|(end, _)| end) {
            Some(end) => {
                product(r, t, end);
                t = end;
            }
            None => t += 1,
        }
    }
    r.mentions.sort();
    references(r);
}

/// "the Bali Process website", "the website": the website of the process.
fn sites(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if !matches!(r.low(t), "website" | "web-site") {
            continue;
        }
        let owner = r.mentions.ending(t).find(|m| matches!(m.id, EntityId::Organisation(_)));
        let process = match owner.map(|m| &m.id) {
            Some(EntityId::Organisation(key)) => key.clone(),
            _ if t > 0 && matches!(r.low(t - 1), "the" | "its" | "our") => r.process.clone(),
            _ => continue,
        };
        let start = owner.map_or(t, |m| m.tokens.start);
        let label = owner.map_or_else(|| "Website".to_owned(), |m| format!("{} website", r.text(m.tokens.clone())));
        let id = EntityId::Work { process, slug: "website".to_owned() };
        let evidence = r.evidence(start..t + 1);
        r.entity(&id, EntityClass::Work, &label, None, evidence.clone());
        r.mentions.push(Mention { tokens: start..t + 1, id: id.clone() });
        if !r.told.is_made(&id) {
            r.add(
                "work.website",
                Fact::WorkStatus { work: id, status: Status::Done },
                vec![evidence, r.sentence_evidence(t)],
            );
        }
    }
    pledged_for(r);
}

/// A pledge "for the website" supports it.
fn pledged_for(r: &mut Reader<'_>) {
    for index in 0..r.out.assertions.len() {
        let pledge = matches!(&r.out.assertions[index].fact, Fact::Act(act) if act.class == ActClass::Pledge);
        let Some(span) = r.out.assertions[index].evidence.first().filter(|_| pledge).map(|e| e.span) else { continue };
        let work = r.mentions.near(r.tokens_of(span)).find(|m| {
            let at = r.a.document.span(r.a.range(m.tokens.clone()));
            matches!(m.id, EntityId::Work { .. } | EntityId::Body { .. })
                && span.start <= at.start
                && at.end <= span.end
        });
        let work = work.map(|m| m.id.clone());
        if let Fact::Act(act) = &mut r.out.assertions[index].fact {
            let plenary = matches!(&work, Some(EntityId::Body { .. })) && act.amount.is_none() && act.force != "commit";
            if act.pledged_for.is_none() && !plenary {
                act.pledged_for = work;
            }
        }
    }
}

/// A work that somebody makes or is to make: "developed a checklist of issues", "that policy guides be developed".
fn product(r: &mut Reader<'_>, t: usize, end: usize) {
    let covered = r.mentions.near(t..end).next().is_some();
    let sentence = r.sentence(t);
    let start = phrase_start(r, t, sentence.start);
    let active = start.checked_sub(1).map(|v| article(r, v)).filter(|v| *v >= sentence.start && makes(r, *v));
    let active = active.or_else(|| joined(r, start, sentence.start));
    let passive = (end..(end + 4).min(sentence.end))
        .find(|i| makes(r, *i) && (*i..).take(1).all(|i| r.low(i).ends_with("ed")))
        .filter(|v| (end..*v).all(|i| is_auxiliary(r.low(i)) || r.in_lexicon("Adverb", i)));
    let Some(verb) = active.or(passive) else { return };
    if covered {
        return;
    }
    let tokens = start..if passive.is_some() { end } else { phrase_end(r, end, sentence.end) };
    let label = sentence_case(&r.text(tokens.clone()));
    let id = EntityId::Work { process: r.process.clone(), slug: slug(&label) };
    let evidence = vec![r.evidence(tokens.clone()), r.sentence_evidence(t)];
    r.entity(&id, EntityClass::Work, &label, None, evidence[0].clone());
    r.mentions.push(Mention { tokens: tokens.clone(), id: id.clone() });
    let status = status(r, verb);
    if status == Status::Negated {
        return;
    }
    r.add("work.made", Fact::WorkStatus { work: id.clone(), status }, evidence.clone());
    if status != Status::Done && !of_meeting(r, verb, sentence.start) {
        called_for(r, verb, &id);
    }
    let property = |property: Property, value: EntityId| Fact::Property {
        subject: id.clone(),
        property,
        value: Value::Entity(value),
        completed: false,
    };
    // "developed by A and B"
    let by = (verb..(verb + 3).min(sentence.end)).find(|i| r.low(*i) == "by");
    if let Some(by) = by.filter(|_| passive.is_some()) {
        let list = by + 1..agents_end(r, by + 1, sentence.end);
        for agent in agents(r, list, &[]) {
            if !matches!(agent, EntityId::Group(_)) {
                r.add("work.creator", property(Property::Creator, agent), evidence.clone());
            }
        }
    }
}

/// "developed a guide for judges as well as a list of courts": the verb that made the product before this one.
fn joined(r: &Reader<'_>, start: usize, from: usize) -> Option<usize> {
    let article = start.checked_sub(1).filter(|a| *a > from && matches!(r.low(*a), "a" | "an"))?;
    let link = (from..article).rev().find(|t| r.lexicon("AddedTo", *t).is_some_and(|(end, _)| end == article))?;
    let verb = (from..link).rev().find(|t| makes(r, *t))?;
    // the product before it is the object of the same verb
    let object = matches!(r.low(verb + 1), "a" | "an" | "the" | "its" | "their" | "new");
    let other = |t: usize| is_auxiliary(r.low(t)) || matches!(r.low(t), ";" | ":") || r.in_lexicon("SpeechPast", t);
    let noun = (verb + 1..link).any(|t| r.in_lexicon("WorkNoun", t));
    (object && noun && !(verb + 1..link).any(other)).then_some(verb)
}

/// "to host the meeting of experts to draft a convention": what a meeting is for, not what is asked for; but "asked the
/// meeting to draft a convention" asks.
fn of_meeting(r: &Reader<'_>, verb: usize, from: usize) -> bool {
    let Some(to) = verb.checked_sub(1).filter(|t| r.low(*t) == "to") else { return false };
    let near = from.max(to.saturating_sub(12))..to;
    let Some(noun) = near.clone().rev().find(|t| r.in_lexicon("MeetingNoun", *t)) else { return false };
    let says = |t: usize| r.in_lexicon("SpeechVerb", t);
    let apart = (noun..to).any(|t| matches!(r.low(t), "," | ";" | "and") && says(t + 1));
    let asked = (near.start..noun).rev().take(4).any(says);
    !apart && !asked
}

fn makes(r: &Reader<'_>, t: usize) -> bool {
    r.in_lexicon("MakeVerb", t)
}

/// Over "a", "the", "new" to the verb.
fn article(r: &Reader<'_>, at: usize) -> usize {
    let mut v = at;
    while v > 0 && (is_determiner(r.low(v)) || matches!(r.low(v), "new" | "further" | "additional")) {
        v -= 1;
    }
    v
}

fn phrase_start(r: &Reader<'_>, noun: usize, from: usize) -> usize {
    let mut start = noun;
    while start > from && noun - start < 5 {
        let word = r.low(start - 1);
        let stop = !r.is_word(start - 1)
            || is_determiner(word)
            || is_preposition(word)
            || is_conjunction(word)
            || is_auxiliary(word)
            || is_relative(word)
            || makes(r, start - 1)
            || r.in_lexicon("SpeechVerb", start - 1)
            || r.in_lexicon("BaseVerb", start - 1) && !r.in_lexicon("WorkNoun", start - 1);
        if stop {
            break;
        }
        start -= 1;
    }
    start
}

/// "of issues for governments": what the work is of, to the next verb or comma.
fn phrase_end(r: &Reader<'_>, noun_end: usize, limit: usize) -> usize {
    if r.low(noun_end) != "of" && r.low(noun_end) != "on" {
        return noun_end;
    }
    let mut t = noun_end + 1;
    while t < limit && t - noun_end <= 7 {
        let word = r.low(t);
        if !r.is_word(t)
            || is_auxiliary(word)
            || is_relative(word)
            || matches!(word, "for" | "to" | "as" | "and" | "in")
        {
            break;
        }
        t += 1;
    }
    t
}

/// Hands a work to the acts whose words call for it.
fn called_for(r: &mut Reader<'_>, at: usize, id: &EntityId) {
    let span = r.a.document.span(r.a.range(at..at + 1));
    for index in r.acts_over(span) {
        if let Fact::Act(act) = &mut r.out.assertions[index].fact
            && !act.calls_for.contains(id)
        {
            act.calls_for.push(id.clone());
        }
    }
}

/// One reference for each work and each other meeting that the document names as such.
fn references(r: &mut Reader<'_>) {
    let main = r.main_meeting();
    for index in 0..r.mentions.len() {
        let mention = r.mentions[index].clone();
        let refers = matches!(mention.id, EntityId::Work { .. } | EntityId::Meeting { .. });
        if !refers || Some(&mention.id) == main.as_ref() || r.told.refers_to(&mention.id) || r.told.is_made(&mention.id)
        {
            continue;
        }
        let tokens: Tokens<usize> = mention.tokens.clone();
        let evidence = vec![r.evidence(tokens.clone()), r.sentence_evidence(tokens.start)];
        r.add("reference.named", Fact::Reference { to: mention.id }, evidence);
    }
}
