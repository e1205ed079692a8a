//! Speech acts: what somebody is reported to say, by one verb.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

use super::super::vocab::{dcterms, igm, rdf, schema, xsd};
use super::date_literal;
use super::names::Names;
use super::writer::Writer;
use crate::assertion::{ActClass, Assertion, EntityId, SpeechAct};

/// One act, mandate or pledge with everything that hangs on it.
pub(super) fn write(w: &mut Writer<'_>, act: &SpeechAct, index: usize, assertion: &Assertion, names: &Names) {
    let Some(node) = names.node(index) else { return };
    let class = match act.class {
        ActClass::SpeechAct => igm::SPEECH_ACT,
        ActClass::Mandate => igm::MANDATE,
        ActClass::Pledge => igm::PLEDGE,
    };
    w.add(node, rdf::TYPE, class);
    w.add(node, igm::VERB, Literal::from(act.verb.as_str()));
    let force = w.iris.concept("force", &act.force);
    w.add(node, igm::FORCE, force);
    let text = w.text(&act.text);
    w.add(node, schema::TEXT, text);

    link(w, node, igm::ISSUED_BY, &act.issued_by);
    link(w, node, igm::ISSUED_AT, act.issued_at.as_slice());
    link(w, node, igm::ADDRESSEE, &act.addressees);
    link(w, node, igm::PARTNER, &act.partners);
    link(w, node, igm::CALLS_FOR, &act.calls_for);
    link(w, node, igm::PLEDGED_FOR, act.pledged_for.as_slice());
    link(w, node, igm::FOLLOWS_UP, &act.follows_up);
    link(w, node, dcterms::REFERENCES, &act.references);

    for answered in act.follows_up_acts.iter().filter_map(|&answered| names.node(answered)) {
        w.add(node, igm::FOLLOWS_UP, answered.clone());
    }
    if let Some((due, date)) = act.due.as_ref().and_then(|due| Some((due, date_literal(&due.date)?))) {
        let evidence = if due.evidence.is_empty() { &assertion.evidence } else { &due.evidence };
        w.state(node, igm::DUE_DATE, date, evidence, due.completed, &assertion.rule);
    }
    for event in act.calls_for_events.iter().filter_map(|&event| names.node(event)) {
        w.add(node, igm::CALLS_FOR, event.clone());
    }
    if let Some(whole) = act.part_of.and_then(|whole| names.node(whole)) {
        w.add(node, dcterms::IS_PART_OF, whole.clone());
    }
    for condition in &act.conditions {
        w.add(node, igm::CONDITION, Literal::from(condition.as_str()));
    }
    if let Some(position) = &act.position {
        w.add(node, schema::POSITION, Literal::from(position.as_str()));
    }
    for topic in &act.topics {
        let topic = w.iris.concept("topic", topic);
        w.add(node, dcterms::SUBJECT, topic);
    }
    if let Some(amount) = &act.amount {
        let sum = w.iris.amount(node);
        w.add(node, schema::AMOUNT, sum.clone());
        w.add(&sum, rdf::TYPE, schema::MONETARY_AMOUNT);
        w.add(&sum, schema::VALUE, Literal::new_typed_literal(amount.value.as_str(), xsd::DECIMAL));
        if let Some(currency) = &amount.currency {
            w.add(&sum, schema::CURRENCY, Literal::from(currency.as_str()));
        }
    }
    w.derived(node, &assertion.evidence);
    w.rule(node, &assertion.rule);
}

fn link(w: &mut Writer<'_>, node: &NamedNode, predicate: NamedNodeRef<'static>, to: &[EntityId]) {
    for id in to {
        let object = w.iris.entity(id);
        w.add(node, predicate, object);
    }
}
