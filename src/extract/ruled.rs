//! Facts that the packs' rules of phase `sentence` state: the analyst's way to add a construction without Rust.

use super::act_details::act;
use super::agents::agents;
use super::lead::Lead;
use super::modal;
use super::reader::Reader;
use super::roles::take_part;
use crate::annotate::NumberKind;
use crate::assertion::{ActClass, Amount, EntityId, Fact};
use crate::document::BlockKind;
use crate::rules::{Match, Packs};

/// Runs the rules over every sentence of running text.
pub(super) fn read(r: &mut Reader<'_>) {
    modal::reported(r);
    let packs: &Packs = r.packs;
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if matches!(r.block(sentence.block).kind, BlockKind::Heading | BlockKind::Header | BlockKind::Noise) {
            continue;
        }
        for found in packs.run("sentence", r.a, sentence.tokens.clone()) {
            match found.emit("kind") {
                Some("count") => count(r, &found),
                Some("pledge") => pledge(r, &found),
                Some("participation") => participation(r, &found),
                _ => {}
            }
        }
    }
}

/// A number about the meeting, where the sentence speaks of those present.
fn count(r: &mut Reader<'_>, found: &Match<'_>) {
    let (Some(number), Some(unit)) = (found.capture("number"), found.concept("unit")) else { return };
    let sentence = r.sentence(number.start);
    let value = r.a.numbers.iter().find(|n| n.tokens == number && n.kind == NumberKind::Cardinal && n.value > 0);
    let Some(value) = value.map(|n| n.value) else { return };
    if !sentence.clone().any(|t| r.in_lexicon("AttendContext", t)) {
        return;
    }
    let named = r.mentions_in(sentence).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
    let Some(about) = r.main_meeting().or(named) else { return };
    let evidence = vec![r.evidence(found.tokens.clone()), r.sentence_evidence(number.start)];
    r.add(&found.rule.id, Fact::Count { about, unit: unit.to_owned(), value }, evidence);
}

/// A promise of one participant.
fn pledge(r: &mut Reader<'_>, found: &Match<'_>) {
    let (Some(donor), Some(text)) = (found.capture("donor"), found.capture("text")) else { return };
    if let Some(context) = found.emit("within")
        && !r.sentence(text.start).any(|t| r.in_lexicon(context, t))
    {
        return;
    }
    let issuers = agents(r, donor, &[]);
    let verb = found.capture("verb").map_or_else(|| "pledged".to_owned(), |v| r.text(v).to_lowercase());
    let lead = Lead {
        issuers,
        at: r.main_meeting(),
        act: Some((verb, "commit".to_owned())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    let mut made = act(r, &lead, text.clone(), None, text.start);
    made.class = ActClass::Pledge;
    made.amount =
        r.a.money
            .iter()
            .find(|m| text.contains(&m.tokens.start))
            .map(|m| Amount { value: m.value.clone(), currency: m.currency.clone() });
    made.calls_for = r
        .mentions_in(text.clone())
        .filter(|m| matches!(m.id, EntityId::Meeting { .. }))
        .map(|m| m.id.clone())
        .collect();
    let evidence = vec![r.evidence(text.clone()), r.sentence_evidence(text.start)];
    r.add(&found.rule.id, Fact::Act(Box::new(made)), evidence);
}

/// A part in the meeting of which the sentence speaks, else in the one that the document records.
fn participation(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(agent) = found.capture("agent") else { return };
    let Some(capacity) = found.concept("capacity").or_else(|| found.emit("capacity")) else { return };
    let main = r.main_meeting();
    let sentence = r.sentence(agent.start);
    let named = r.mentions_in(sentence).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
    if let Some(meeting) = main.or(named) {
        take_part(r, &meeting, agent, capacity, &found.rule.id);
    }
}
