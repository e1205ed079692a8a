//! Facts that rules of the phases `sentence` and `block` state.

use std::ops::Range as Tokens;

use super::act_details::act as act_of;
use super::agents::agents;
use super::bodies::status as status_by_act;
use super::lead::Lead;
use super::parties::take_part;
use super::plenary::speakers;
use super::reader::{Mention, Reader};
use super::ruled_names::{bare, class};
use super::subject::is_agent;
use super::words::sentence_case;
use crate::annotate::NumberKind;
use crate::assertion::{ActClass, EntityClass, EntityId, Evidence, Fact, SpeechAct, Status, Zone};
use crate::document::Span;
use crate::rules::Match;
use crate::slug::slug;

/// A number about the meeting, where the sentence speaks of those present.
pub(super) fn count(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(number) = found.capture("number") else { return };
    let Some(unit) = found.emit("unit").or_else(|| found.concept("unit")) else { return };
    let sentence = r.sentence(number.start);
    let value =
        r.a.number_at(number.start).filter(|n| n.tokens == number && n.kind == NumberKind::Cardinal && n.value > 0);
    let Some(value) = value.map(|n| n.value) else { return };
    if found.head.is_none() && !sentence.clone().any(|t| r.in_lexicon("AttendContext", t)) {
        return;
    }
    let named = r.mentions_in(sentence).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
    let Some(about) = r.main_meeting().or(named) else { return };
    let evidence = evidence(r, found, found.tokens.clone());
    r.add(&found.rule.id, Fact::Count { about, unit: unit.to_owned(), value }, evidence);
}

/// A promise of one participant.
pub(super) fn pledge(r: &mut Reader<'_>, found: &Match<'_>) {
    let (Some(donor), Some(text)) = (found.capture("donor"), found.capture("text")) else { return };
    let issuers = agents(r, donor.clone(), &[]);
    let verb =
        found.emit("verb").map(str::to_owned).or_else(|| found.capture("verb").map(|v| r.text(v).to_lowercase()));
    let verb = verb.unwrap_or_else(|| "pledged".to_owned());
    let lead = Lead {
        issuers,
        at: r.main_meeting(),
        act: Some((verb, "commit".to_owned())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    let mut made = act_of(r, &lead, text.clone(), None, text.start);
    made.class = ActClass::Pledge;
    let sum = r.a.money_near(text.clone()).iter().find(|m| text.contains(&m.tokens.start));
    made.amount = sum.map(|m| super::sums::amount(r, m, &made.issued_by));
    made.calls_for = r
        .mentions_in(text.clone())
        .filter(|m| matches!(m.id, EntityId::Meeting { .. }))
        .map(|m| m.id.clone())
        .collect();
    // "A announced that it would give B": read as what A announced already
    let twin = sum.is_some() && said_already(r, &made, &text);
    let evidence = evidence(r, found, text.clone());
    // "A and B will give X and Y respectively", "A and B each gave X"
    let count = made.issued_by.len();
    if count > 1 {
        let amounts = super::act_details::respective(r, &text, &made.issued_by);
        // "Fiji and Tonga each gave"; what goes "to each island" is shared out in another way
        let each = (donor.end..text.start).any(|t| r.low(t) == "each");
        if each || amounts.len() == count {
            for (index, issuer) in made.issued_by.clone().into_iter().enumerate() {
                let amount = amounts.get(index).cloned().or_else(|| made.amount.clone());
                let own = SpeechAct { issued_by: vec![issuer], amount, ..made.clone() };
                if !said_already(r, &own, &text) {
                    r.add(&found.rule.id, Fact::Act(Box::new(own)), evidence.clone());
                }
            }
            return;
        }
    }
    if !twin || !acts_in(r, r.evidence(found.tokens.clone()).span).is_empty() {
        put(r, found, made, evidence);
    }
}

/// Whether the same donor promises the same sum in an act that covers it.
fn said_already(r: &Reader<'_>, made: &SpeechAct, text: &Tokens<usize>) -> bool {
    let sum = r.a.money_near(text.clone()).iter().find(|m| text.contains(&m.tokens.start));
    let around = sum.map(|m| r.acts_over(r.evidence(m.tokens.clone()).span));
    around.into_iter().flatten().any(|index| match &r.out.assertions[index].fact {
        Fact::Act(act) => act.class == ActClass::Pledge && act.amount == made.amount && act.issued_by == made.issued_by,
        _ => false,
    })
}

/// A part in the meeting or body captured as `context`, else in the meeting of the document or of the sentence.
pub(super) fn participation(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(agent) = found.capture("agent") else { return };
    let Some(capacity) = found.emit("capacity").or_else(|| found.concept("capacity")) else { return };
    let given = found.capture("context").map(|tokens| {
        let fits = |m: &&Mention| matches!(m.id, EntityId::Meeting { .. } | EntityId::Body { .. });
        r.mentions_in(tokens).find(fits).map(|m| m.id.clone())
    });
    let sentence = r.sentence(agent.start);
    let named = r.mentions_in(sentence).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
    if let Some(context) = given.unwrap_or_else(|| r.main_meeting().or(named)) {
        take_part(r, &context, agent, capacity, &found.rule.id);
    }
}

/// What somebody says. It takes the place of the act that a step read in the same words.
pub(super) fn act(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(text) = found.capture("text") else { return };
    let printed = found.capture("verb").map(|tokens| r.a.slice(tokens).to_lowercase());
    let Some(verb) = found.emit("verb").map(str::to_owned).or(printed) else { return };
    let Some(force) = found.emit("force").or_else(|| found.concept("verb")) else { return };
    let force = if force == "agree" { "decide" } else { force };
    let issuers = match found.capture("issuer").map(|tokens| agents(r, tokens, &[])) {
        Some(issuers) if !issuers.is_empty() => issuers,
        _ => speakers_before(r, found.tokens.start),
    };
    let lead = Lead {
        issuers,
        at: r.main_meeting(),
        act: Some((verb, force.to_owned())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    let addressee = found.capture("addressee").filter(|tokens| is_agent(r, tokens));
    let made = act_of(r, &lead, text, addressee, found.tokens.start);
    let evidence = evidence(r, found, found.tokens.clone());
    put(r, found, made, evidence);
}

/// Adds an act, or puts it in the place of the one that a step read in the same words.
fn put(r: &mut Reader<'_>, found: &Match<'_>, made: SpeechAct, evidence: Vec<Evidence>) {
    let Some(&known) = acts_in(r, r.evidence(found.tokens.clone()).span).first() else {
        r.add(&found.rule.id, Fact::Act(Box::new(made)), evidence);
        return;
    };
    let assertion = &mut r.out.assertions[known];
    if let Fact::Act(act) = &mut assertion.fact {
        let SpeechAct { position, part_of, calls_for_events, follows_up, follows_up_acts, .. } = (**act).clone();
        **act = SpeechAct { position, part_of, calls_for_events, follows_up, follows_up_acts, ..made };
    }
    assertion.evidence = evidence;
    assertion.rule.clone_from(&found.rule.id);
    r.told.note(known, &assertion.fact, &assertion.evidence);
}

/// Who spoke last in the same block, else those who issue the document.
fn speakers_before(r: &mut Reader<'_>, token: usize) -> Vec<EntityId> {
    let block = r.block_tokens(r.block_of(token));
    let from = r.a.document.span(r.a.range(block)).start;
    let to = r.a.document.span(r.a.range(token..token + 1)).start;
    let last = r.acts_from(Span { start: from, end: to }).rfind(|(_, act)| !act.issued_by.is_empty());
    match last {
        Some((_, act)) => act.issued_by.clone(),
        None => vec![speakers(r)],
    }
}

/// Acts of steps, not of rules, whose own words start in a passage.
fn acts_in(r: &Reader<'_>, span: Span) -> Vec<usize> {
    let of_rule = |rule: &str| r.packs.rules().any(|known| known.id == rule && known.phase != "clause");
    let open = |index: &usize| !r.dropped.contains(index) && !of_rule(&r.out.assertions[*index].rule);
    let mut acts: Vec<usize> = r.acts_from(span).map(|(index, _)| index).filter(open).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

/// What only looks like a statement: the acts that steps read in these words go.
pub(super) fn nothing(r: &mut Reader<'_>, found: &Match<'_>) {
    let tokens = found.capture("text").unwrap_or(found.tokens.clone());
    let acts = acts_in(r, r.evidence(tokens).span);
    r.dropped.extend(acts);
}

/// A change in the life of a body.
pub(super) fn body_event(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(tokens) = found.capture("body").map(|tokens| bare(r, tokens)).filter(|t| !t.is_empty()) else { return };
    let Some(kind) = found.emit("change").or_else(|| found.concept("change")) else { return };
    let named = r.mentions_in(tokens.clone()).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone());
    let body = named.unwrap_or_else(|| {
        let label = sentence_case(&r.text(tokens.clone()));
        let noun = tokens.clone().find_map(|token| r.lexicon("BodyNoun", token)).map(|(_, concept)| concept);
        let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
        let evidence = r.evidence(tokens.clone());
        r.entity(&id, EntityClass::Body, &label, noun, evidence);
        r.mentions.push(Mention { tokens: tokens.clone(), id: id.clone() });
        id
    });
    if r.told.has_event(&body, kind) {
        return;
    }
    let meeting = |m: &&Mention| matches!(m.id, EntityId::Meeting { .. });
    let at = found.capture("at").and_then(|tokens| r.mentions_in(tokens).find(meeting).map(|m| m.id.clone()));
    let status = found.emit("status").and_then(status).unwrap_or_else(|| status_by_act(r, tokens.start));
    let decided = matches!(status, Status::Decided | Status::Proposed);
    let decided_at = at.or_else(|| if decided { r.main_meeting() } else { None });
    let dates = r.main.and_then(|main| r.meetings[main].attributes.dates.first().and_then(|when| when.start.year));
    let year = dates.or_else(|| r.given.date.and_then(|date| date.year)).filter(|_| kind != "established");
    let evidence = evidence(r, found, found.tokens.clone());
    let fact = Fact::BodyEvent { body, kind: kind.to_owned(), status, decided_at, year };
    let calling = r.acts_over(r.evidence(tokens).span);
    let index = r.add(&found.rule.id, fact, evidence);
    for act in calling.into_iter().filter(|_| status != Status::Done) {
        if let Fact::Act(act) = &mut r.out.assertions[act].fact {
            act.calls_for_events.push(index);
        }
    }
}

fn status(name: &str) -> Option<Status> {
    Some(match name {
        "done" => Status::Done,
        "decided" => Status::Decided,
        "planned" => Status::Planned,
        "offered" => Status::Offered,
        "proposed" => Status::Proposed,
        "hypothetical" => Status::Hypothetical,
        "negated" => Status::Negated,
        _ => return None,
    })
}

/// A meeting, instrument or document that the text refers to; one without a name elsewhere becomes a work.
pub(super) fn reference(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(tokens) = found.capture("to").map(|tokens| bare(r, tokens)).filter(|t| !t.is_empty()) else { return };
    let fits = |m: &&Mention| matches!(m.id, EntityId::Meeting { .. } | EntityId::Work { .. });
    let mut named: Vec<EntityId> = r.mentions_in(tokens.clone()).filter(fits).map(|m| m.id.clone()).collect();
    if named.is_empty() {
        let label = sentence_case(&r.text(tokens.clone()));
        let id = EntityId::Work { process: r.process.clone(), slug: slug(&label) };
        let evidence = r.evidence(tokens.clone());
        r.entity(&id, class(found.emit("class")), &label, None, evidence);
        r.mentions.push(Mention { tokens: tokens.clone(), id: id.clone() });
        named.push(id);
    }
    for to in named {
        if !r.told.refers_to(&to) {
            let evidence = evidence(r, found, found.tokens.clone());
            r.add(&found.rule.id, Fact::Reference { to }, evidence);
        }
    }
}

/// The words that prove a match: its own, then the line that leads it in, else its sentence.
pub(super) fn evidence(r: &Reader<'_>, found: &Match<'_>, own: Tokens<usize>) -> Vec<Evidence> {
    let mut evidence = vec![r.evidence(own.clone())];
    evidence.push(match &found.head {
        Some(head) => r.evidence_in(r.sentence(head.start), Zone::ListLead),
        None => r.sentence_evidence(own.start),
    });
    evidence
}
