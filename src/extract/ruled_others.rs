//! Dates and places of meetings and posts of persons that rules state.

use super::agents::agents;
use super::persons::post_entity;
use super::reader::{Mention, Reader};
use super::ruled_facts::evidence;
use super::ruled_names::bare;
use super::things::class_of;
use crate::annotate::NameKind;
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::rules::Match;
use crate::slug::slug;

/// When or where the meeting named in `context`, else the document's meeting, was held.
pub(super) fn meeting(r: &mut Reader<'_>, found: &Match<'_>) {
    let named = found.capture("context").map(|tokens| {
        let fits = |m: &&Mention| matches!(m.id, EntityId::Meeting { .. });
        r.mentions_in(tokens).find(fits).map(|m| m.id.clone())
    });
    let Some(subject) = named.unwrap_or_else(|| r.main_meeting()) else { return };
    let mut facts: Vec<(Property, Value)> = Vec::new();
    if let Some(tokens) = found.capture("date") {
        let when = r.a.dates.iter().find(|date| date.tokens == tokens);
        if let Some((start, end)) = when.map(|date| (date.start, date.end)).filter(|(start, _)| start.year.is_some()) {
            facts.push((Property::StartDate, Value::Date(start)));
            // One day is its own end, as elsewhere; a month is not.
            let end = end.or_else(|| start.day.map(|_| start));
            facts.extend(end.map(|end| (Property::EndDate, Value::Date(end))));
        }
    }
    if let Some(tokens) = found.capture("place") {
        let place = r.a.names.iter().find(|name| name.tokens.start >= tokens.start && name.tokens.end <= tokens.end);
        let id = place.and_then(|name| match name.kind {
            NameKind::Place => Some(EntityId::Place(name.key.clone())),
            NameKind::State => Some(EntityId::State(name.key.clone())),
            NameKind::Organisation | NameKind::Demonym => None,
        });
        if let Some(id) = id {
            let (label, proof) = (r.text(tokens.clone()), r.evidence(tokens));
            r.entity(&id, class_of(&id), &label, None, proof);
            facts.push((Property::Location, Value::Entity(id)));
        }
    }
    for (property, value) in facts {
        let evidence = evidence(r, found, found.tokens.clone());
        let fact = Fact::Property { subject: subject.clone(), property, value, completed: false };
        r.add(&found.rule.id, fact, evidence);
    }
}

/// Which post somebody holds.
pub(super) fn post(r: &mut Reader<'_>, found: &Match<'_>) {
    let (Some(person), Some(post)) = (found.capture("person"), found.capture("post")) else { return };
    let (person, post) = (bare(r, person), bare(r, post));
    if person.is_empty() || post.is_empty() {
        return;
    }
    let fits = |m: &&Mention| matches!(m.id, EntityId::Person(_));
    let known = r.mentions_in(person.clone()).find(fits).map(|m| m.id.clone());
    let id = known.unwrap_or_else(|| {
        let label = r.text(person.clone());
        let id = EntityId::Person(slug(&label));
        let proof = r.evidence(person.clone());
        r.entity(&id, EntityClass::Person, &label, None, proof);
        r.mentions.push(Mention { tokens: person.clone(), id: id.clone() });
        id
    });
    let holder = found.capture("of").and_then(|tokens| agents(r, tokens, &[]).into_iter().next());
    let post = post_entity(r, post, holder.as_ref());
    let evidence = evidence(r, found, found.tokens.clone());
    let value = Value::Entity(post);
    let fact = Fact::Property { subject: id, property: Property::Holds, value, completed: false };
    r.add(&found.rule.id, fact, evidence);
}
