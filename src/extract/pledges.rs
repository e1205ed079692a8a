//! Pledges that no verb announces: "Thailand's financial contribution towards …", "advice from X that it would hold".

use super::act_details::act;
use super::acts::Lead;
use super::complement::trim;
use super::modal;
use super::reader::Reader;
use crate::annotate::NameKind;
use crate::assertion::{ActClass, EntityId, Fact};

/// Reads contributions and offers that stand as nouns, and acts reported in passing.
pub(super) fn read(r: &mut Reader<'_>) {
    modal::reported(r);
    for t in 0..r.a.tokens.len() {
        contribution(r, t);
        advice(r, t);
    }
}

/// "{State}'s (financial) contribution to …".
fn contribution(r: &mut Reader<'_>, t: usize) {
    let Some(name) = r.a.names.iter().find(|n| n.tokens.start == t && n.kind == NameKind::State).cloned() else {
        return;
    };
    if !matches!(r.low(name.tokens.end), "'s" | "'") {
        return;
    }
    let noun = (name.tokens.end + 1..name.tokens.end + 4).find(|i| r.in_lexicon("ContributionNoun", *i));
    let Some(noun) = noun else { return };
    let sentence = r.sentence(t);
    let end = (noun..sentence.end).find(|i| matches!(r.low(*i), "," | ";" | ".")).unwrap_or(sentence.end);
    let lead = Lead {
        issuers: vec![EntityId::State(name.key)],
        at: r.main_meeting(),
        act: Some((r.low(noun).to_owned(), "commit".to_owned())),
        that: false,
        conditions: Vec::new(),
    };
    let text = t..trim(r, noun + 1, end);
    pledge(r, &lead, text, "pledge.noun");
}

/// "advice from the ROK that it would hold …".
fn advice(r: &mut Reader<'_>, t: usize) {
    let Some((end, _)) = r.lexicon("AdviceFrom", t) else { return };
    let from = if r.low(end) == "the" { end + 1 } else { end };
    let Some(mention) = r
        .mentions
        .iter()
        .find(|m| m.tokens.start == from && matches!(m.id, EntityId::State(_) | EntityId::Organisation(_)))
        .cloned()
    else {
        return;
    };
    let that = mention.tokens.end;
    if r.low(that) != "that" || !(that + 1..that + 4).any(|i| matches!(r.low(i), "would" | "will")) {
        return;
    }
    let sentence = r.sentence(t);
    let lead = Lead {
        issuers: vec![mention.id],
        at: r.main_meeting(),
        act: Some(("advised".to_owned(), "commit".to_owned())),
        that: false,
        conditions: Vec::new(),
    };
    let text = that + 1..trim(r, that + 1, sentence.end);
    pledge(r, &lead, text, "pledge.advice");
}

fn pledge(r: &mut Reader<'_>, lead: &Lead, text: std::ops::Range<usize>, rule: &str) {
    let mut made = act(r, lead, text.clone(), None, text.start);
    made.class = ActClass::Pledge;
    made.calls_for = r
        .mentions_in(text.clone())
        .filter(|m| matches!(m.id, EntityId::Meeting { .. }))
        .map(|m| m.id.clone())
        .collect();
    let evidence = vec![r.evidence(text.clone()), r.sentence_evidence(text.start)];
    r.add(rule, Fact::Act(Box::new(made)), evidence);
}
