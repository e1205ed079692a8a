//! One act in full: addressees, partners, conditions, topics, references, and the passages that prove it.

use std::ops::Range as Tokens;

use super::act_limits::{conditions, partners};
use super::agents::agents;
use super::agreement::changes;
use super::clause::Clause;
use super::complement::{Complement, before_comma, is_mandate, that_parts, trim, verb_split};
use super::due::due;
use super::lead::Lead;
use super::reader::Reader;
use super::subject::is_agent;
use super::sums::amount;
use super::words::{is_determiner, is_modal, is_preposition};
use crate::assertion::{ActClass, Amount, EntityId, Evidence, Fact, SpeechAct, Status};

/// An act whose issuer, verb and force are known.
pub(super) fn act(
    r: &mut Reader<'_>,
    lead: &Lead,
    text: Tokens<usize>,
    addressee: Option<Tokens<usize>>,
    start: usize,
) -> SpeechAct {
    let (verb, force) = lead.act.clone().unwrap_or_default();
    let addressees = addressee.map_or_else(Vec::new, |a| addressed(r, a, start, &lead.issuers, &lead.issuers));
    details(r, verb, force, lead.issuers.clone(), lead.at.clone(), addressees, text, start)
}

/// Adds one act of a sentence; returns who is to do it. "Them" are those who were addressed before.
pub(super) fn emit(
    r: &mut Reader<'_>,
    clause: &Clause,
    parsed: Complement,
    issuers: Vec<EntityId>,
    at: Option<EntityId>,
    before: &[EntityId],
) -> Vec<EntityId> {
    let end = trim(r, clause.verb.end, clause.end);
    // "X was set up, as the Council had directed, and is at work"
    let aside = clause.reported
        && matches!(r.low(clause.verb.end), "," | ".")
        && clause.start > 0
        && r.low(clause.start - 1) == "as";
    // "Peru and Chile spoke in favour"
    let favours = clause.concept == "support" && clause.verb.len() > 2 && !clause.reported;
    let parsed =
        if favours && end <= clause.verb.end { Complement { text: clause.verb.clone(), ..parsed } } else { parsed };
    if (aside || end <= clause.verb.end && !favours) && clause.passive.is_none() {
        bare(r, clause, &parsed, issuers, at);
        return Vec::new();
    }
    // "agreed that a fund be set up and that A run it" are two decisions
    let agreed = parsed.force == "decide"
        && clause.verb.end + 1 == parsed.text.start
        && parsed.text.clone().any(|t| matches!(r.low(t), "and" | "but") && r.low(t + 1) == "that");
    if parsed.verb.ends_with(" that") || agreed {
        let parts = that_parts(r, &parsed.text);
        if parts.len() > 1 {
            emit_parts(r, clause, &parsed, &issuers, at.as_ref(), parts);
            return Vec::new();
        }
    }
    let addressee = parsed
        .addressee
        .clone()
        .map(|a| before_purpose(r, before_relative(r, a)))
        .filter(|a| is_agent(r, a) || them(r, a) || plain_people(r, clause, a));
    let addressees = addressee.map_or_else(Vec::new, |a| addressed(r, a, clause.start, &issuers, before));
    let asked = addressees.clone();
    let said = parsed.text.clone();
    let made = details(r, parsed.verb, parsed.force, issuers, at, addressees, parsed.text, clause.start);
    let full = if r.low(clause.end.saturating_sub(1)) == "." { clause.end } else { end };
    let mut evidence: Vec<Evidence> = vec![r.evidence(clause.start..full)];
    if clause.subject.is_none() {
        let block = r.block_of(clause.start);
        evidence.extend(r.lead_evidence(block));
    }
    // what several states promise, each of them promises; what they agree on or say together is one act
    let named = |id: &EntityId| matches!(id, EntityId::State(_) | EntityId::Organisation(_) | EntityId::Person(_));
    if made.class == ActClass::Pledge && made.issued_by.len() > 1 && made.issued_by.iter().all(named) {
        let amounts = respective(r, &said, &made.issued_by);
        for (index, issuer) in made.issued_by.clone().into_iter().enumerate() {
            let mut own = SpeechAct { issued_by: vec![issuer], ..made.clone() };
            if let Some(amount) = amounts.get(index) {
                own.amount = Some(amount.clone());
            }
            r.add("act.of-each", Fact::Act(Box::new(own)), evidence.clone());
        }
        return asked;
    }
    let named = parsed.rule.clone();
    let rule = if let Some(rule) = &named {
        rule.as_str()
    } else if clause.reported {
        "act.reported"
    } else if clause.subject.is_some() {
        "act.subject-verb"
    } else {
        "act.inherited-subject"
    };
    r.add(rule, Fact::Act(Box::new(made)), evidence);
    asked
}

/// "requested the Office for an opinion": whom, not for what.
fn before_purpose(r: &Reader<'_>, who: Tokens<usize>) -> Tokens<usize> {
    let link = |t: &usize| {
        let what = matches!(r.low(*t + 1), "a" | "an" | "its" | "their" | "more" | "further" | "additional");
        let named = r.mentions.near(*t..*t + 1).any(|m| m.tokens.contains(t) && m.tokens.end > t + 1);
        r.low(*t) == "for" && what && !named && is_agent(r, &(who.start..*t))
    };
    (who.start + 1..who.end).find(link).map_or(who.clone(), |t| who.start..t)
}

/// "called upon businesses to report", "tasked the TCWG to meet": behind some verbs only somebody who acts can stand.
fn plain_people(r: &Reader<'_>, clause: &Clause, who: &Tokens<usize>) -> bool {
    let addresses = r.lexicon("AddressVerb", clause.verb.start).is_some_and(|(end, _)| end == clause.verb.end);
    let start = who.start + usize::from(is_determiner(r.low(who.start)));
    let noun = |t: usize| r.is_word(t) && !is_preposition(r.low(t)) && !r.low(t).ends_with("ing");
    let doers = || {
        let word = r.low(who.end - 1);
        ["ers", "ors", "ists", "ants", "ees", "women", "men"]
            .iter()
            .any(|tail| word.ends_with(tail) && word.len() > tail.len() + 3)
            && !r.in_lexicon("NoDoer", who.end - 1)
            && r.low(who.end) == "to"
            && r.low(who.end + 1) != "be"
    };
    // "invites the Faroe Isles to take the chair": a name that no table knows
    let name = (start..who.end).all(|t| r.is_word(t) && r.is_capital(t)) && who.end - start > 1;
    let thing = r.mentions.near(who.clone()).next().is_some()
        || (start..who.end).any(|t| {
            let nouns = ["WorkNoun", "MeetingNoun", "EventNoun", "DocumentNoun"];
            nouns.iter().any(|lexicon| r.in_lexicon(lexicon, t)) || r.a.number_at(t).is_some()
        });
    // only somebody can be invited, and "Free Trade" has no article
    let guest = r.low(clause.verb.start).starts_with("invit") && start > who.start;
    if name && !thing && guest && r.low(who.end) == "to" && r.low(who.end + 1) != "be" {
        return true;
    }
    if start >= who.end || who.end - start > 5 || !addresses && !doers() || !(start..who.end).all(noun) {
        return false;
    }
    let last = r.a.text(who.end - 1);
    let short = last.len() > 2 && last.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    short || super::words::singular(last) != last
}

/// "A and B pledged US$ 2 million and US$ 1 million respectively": the sums, one for each.
pub(super) fn respective(r: &Reader<'_>, text: &Tokens<usize>, donors: &[EntityId]) -> Vec<Amount> {
    let sums: Vec<_> = r.a.money_near(text.clone()).iter().filter(|m| text.contains(&m.tokens.start)).collect();
    if sums.len() != donors.len() || !text.clone().any(|t| r.low(t) == "respectively") {
        return Vec::new();
    }
    sums.iter().zip(donors).map(|(sum, donor)| amount(r, sum, std::slice::from_ref(donor))).collect()
}

/// Who is meant: for "it" what was named last before the act, for "them" those who were addressed before.
fn addressed(
    r: &mut Reader<'_>,
    who: Tokens<usize>,
    start: usize,
    issuers: &[EntityId],
    before: &[EntityId],
) -> Vec<EntityId> {
    if who.len() == 1 && r.low(who.start) == "it" {
        // "set up a panel and tasked it with a study", "They also asked it to:"
        let from = r.block_tokens(r.block_of(who.start)).start.min(start);
        return (from..who.start)
            .rev()
            .find_map(|t| thing_at(r, t).filter(|id| !issuers.contains(id)))
            .into_iter()
            .collect();
    }
    let antecedent = if them(r, &who) { before } else { issuers };
    agents(r, who, antecedent)
}

/// The body or organisation named at a token, also by a common noun: "the Secretariat".
fn thing_at(r: &mut Reader<'_>, t: usize) -> Option<EntityId> {
    let named = r.mentions.starting(t).find(|m| matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_)));
    if let Some(named) = named {
        return Some(named.id.clone());
    }
    let organ = |c: &str| c == "secretariat" || super::plenary::is_organ(c);
    let (end, _) = r.lexicon("Issuer", t).filter(|(_, concept)| organ(concept))?;
    let free = r.mentions.near(t..end).next().is_none();
    if free { agents(r, t..end, &[]).into_iter().next() } else { None }
}

fn them(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    tokens.len() == 1 && r.low(tokens.start) == "them"
}

/// "States which have not ratified the Protocol" are States.
fn before_relative(r: &Reader<'_>, tokens: Tokens<usize>) -> Tokens<usize> {
    let relative = tokens.clone().skip(1).find(|t| matches!(r.low(*t), "which" | "who" | "that" | "whose"));
    let end = relative.unwrap_or(tokens.end);
    let end = if relative.is_some() && r.low(end - 1) == "," { end - 1 } else { end };
    tokens.start..end
}

/// "X was done, as the Council had ordered": the act says what stands before it.
fn bare(r: &mut Reader<'_>, clause: &Clause, parsed: &Complement, issuers: Vec<EntityId>, at: Option<EntityId>) {
    let sentence = r.sentence(clause.start);
    let text = sentence.start..trim(r, sentence.start, clause.start.saturating_sub(1));
    // "As the Council had requested, the Secretariat drew up a plan": it stands behind the aside
    let opens = clause.start == sentence.start + 1 && r.low(clause.verb.end) == ",";
    let behind = clause.verb.end + 1;
    let text = if opens { behind..trim(r, behind, sentence.end) } else { text };
    let relative = clause.start > sentence.start && matches!(r.low(clause.start - 1), "as" | "which" | "that");
    if !relative || clause.subject.is_none() || text.is_empty() {
        return;
    }
    // of "Members thanked IOM for the guides on the sea, which the Council had ordered" only the guides were ordered
    let inner =
        |t: usize| matches!(r.low(t), "of" | "on" | "in" | "at" | "to" | "from" | "between" | "among" | "against");
    let thing = (text.start..text.end)
        .rev()
        .find(|t| is_determiner(r.low(*t)) && r.low(*t) != "that" && (*t == text.start || !inner(*t - 1)));
    let text = match thing.filter(|_| r.low(clause.start - 1) == "which") {
        Some(thing) => thing..text.end,
        None => text,
    };
    let made = details(r, parsed.verb.clone(), parsed.force.clone(), issuers, at, Vec::new(), text, clause.start);
    let evidence = vec![r.evidence(clause.start..clause.verb.end), r.sentence_evidence(clause.start)];
    r.add("act.reported-relative", Fact::Act(Box::new(made)), evidence);
}

/// "suggested that A do X and B do Y": an act for each part.
fn emit_parts(
    r: &mut Reader<'_>,
    clause: &Clause,
    parsed: &Complement,
    issuers: &[EntityId],
    at: Option<&EntityId>,
    parts: Vec<Tokens<usize>>,
) {
    for (index, part) in parts.into_iter().enumerate() {
        let lead = Lead {
            issuers: issuers.to_vec(),
            at: at.cloned(),
            act: Some((parsed.verb.clone(), parsed.force.clone())),
            that: true,
            conditions: Vec::new(),
            addressee: None,
        };
        let start = if index == 0 { clause.start } else { part.start };
        // what is decided of a body is put to it: "that the panel be dissolved"
        let acts = |v: &usize| {
            let be = if r.low(*v) == "be" { Some(*v) } else { Some(*v + 1).filter(|be| r.low(*be) == "be") };
            be.is_none_or(|be| parsed.force == "decide" && changes(r, be + 1))
        };
        let split = verb_split(r, &part).filter(acts);
        let addressee = split.map(|v| before_comma(r, part.start..v)).filter(|a| is_agent(r, a));
        let made = act(r, &lead, part.clone(), addressee, start);
        let mut evidence = vec![r.evidence(start..part.end)];
        if index > 0 {
            evidence.push(r.evidence(clause.start..clause.verb.end));
        }
        r.add("act.that-parts", Fact::Act(Box::new(made)), evidence);
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of an act, each found by another step")]
fn details(
    r: &mut Reader<'_>,
    verb: String,
    mut force: String,
    issued_by: Vec<EntityId>,
    issued_at: Option<EntityId>,
    mut addressees: Vec<EntityId>,
    text: Tokens<usize>,
    start: usize,
) -> SpeechAct {
    let mut partner_ids = Vec::new();
    if is_mandate(&force) {
        for tokens in partners(r, &text) {
            partner_ids.extend(agents(r, tokens, &issued_by));
        }
    }
    addressees.retain(|a| !matches!(a, EntityId::Work { .. } | EntityId::Place(_)));
    partner_ids.sort();
    partner_ids.dedup();
    partner_ids.retain(|p| !addressees.contains(p) && !matches!(p, EntityId::Work { .. } | EntityId::Place(_)));
    let single =
        issued_by.iter().all(|i| matches!(i, EntityId::State(_) | EntityId::Organisation(_) | EntityId::Person(_)));
    // who announces what it will do or give promises it; who reports what was done does not
    let promises = force == "commit"
        || force == "announce"
            && !text.clone().take(4).any(|t| matches!(r.low(t), "had" | "has" | "have"))
            && (verb.starts_with("announc") || text.clone().take(6).any(|t| is_modal(r.low(t))));
    // what all of them promise together is a pledge where it is a sum
    let sum = force == "commit" && r.a.money_near(text.clone()).iter().any(|m| text.contains(&m.tokens.start));
    let class = if promises && (single || sum) && !issued_by.is_empty() {
        force = "commit".to_owned();
        ActClass::Pledge
    } else if is_mandate(&force) || force == "commit" {
        ActClass::Mandate
    } else {
        ActClass::SpeechAct
    };
    let mut topics: Vec<String> = Vec::new();
    for t in text.clone() {
        if let Some((_, topic)) = r.lexicon("Topic", t)
            && !topics.iter().any(|known| known == topic)
        {
            topics.push(topic.to_owned());
        }
    }
    topics.sort();
    let references = r
        .mentions_in(text.clone())
        .filter(|m| matches!(m.id, EntityId::Meeting { .. } | EntityId::Work { .. }))
        .map(|m| m.id.clone())
        .fold(Vec::new(), |mut all, id| {
            if !all.contains(&id) {
                all.push(id);
            }
            all
        });
    let amount =
        r.a.money_near(text.clone()).iter().find(|m| text.contains(&m.tokens.start)).map(|m| amount(r, m, &issued_by));
    let is_pledge = class == ActClass::Pledge;
    let due = if class == ActClass::Mandate { due(r, &text, issued_at.as_ref()) } else { None };
    let calls_for = if is_pledge { planned_meetings(r, &references) } else { Vec::new() };
    let pledged_for =
        if is_pledge { references.iter().find(|i| matches!(i, EntityId::Work { .. })).cloned() } else { None };
    let conditions = if is_mandate(&force) || is_pledge {
        conditions(r, &text).into_iter().map(|t| r.text(t)).collect()
    } else {
        Vec::new()
    };
    SpeechAct {
        class,
        start: r.a.document.span(r.a.range(start..start + 1)).start,
        verb,
        force,
        issued_by,
        issued_at,
        addressees,
        partners: partner_ids,
        conditions,
        text: r.text(text),
        position: None,
        part_of: None,
        calls_for,
        calls_for_events: Vec::new(),
        topics,
        references,
        pledged_for,
        amount: if is_pledge { amount } else { None },
        follows_up: Vec::new(),
        follows_up_acts: Vec::new(),
        due,
    }
}

/// Meetings that somebody offers or plans to hold.
fn planned_meetings(r: &Reader<'_>, references: &[EntityId]) -> Vec<EntityId> {
    let planned = |id: &&EntityId| {
        r.meetings
            .iter()
            .any(|m| m.id == **id && matches!(m.status, Status::Planned | Status::Offered | Status::Proposed))
    };
    references.iter().filter(planned).cloned().collect()
}
