//! Facts other than speech acts: properties, participations, body events, counts, statuses, references.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

use super::super::vocab::{dcterms, igm, life, org, prov, rdf, schema, skos, stat};
use super::date_literal;
use super::names::Names;
use super::writer::Writer;
use crate::assertion::{Assertion, Fact, Property, Status, Value};

/// What one assertion says; speech acts are written by [`super::act`].
pub(super) fn write(w: &mut Writer<'_>, fact: &Fact, index: usize, assertion: &Assertion, names: &Names) {
    match fact {
        Fact::Meeting { id, status } | Fact::WorkStatus { work: id, status } => {
            let node = w.iris.entity(id);
            w.derived(&node, &assertion.evidence);
            if w.rejects() || names.settled(&node, *status) {
                w.state(&node, igm::STATUS, status_concept(*status), &assertion.evidence, false, &assertion.rule);
            }
        }
        Fact::Property { subject, property, value, completed } => {
            let subject = w.iris.entity(subject);
            if let Some(object) = object(w, *property, value) {
                w.state(&subject, predicate(*property), object, &assertion.evidence, *completed, &assertion.rule);
            }
        }
        Fact::Reference { to } => {
            let (document, to) = (w.document.clone(), w.iris.entity(to));
            w.state(&document, dcterms::REFERENCES, to, &assertion.evidence, false, &assertion.rule);
        }
        Fact::Participation { .. } | Fact::BodyEvent { .. } | Fact::Count { .. } => {
            if let Some(node) = names.node(index) {
                write_node(w, fact, node, names);
                w.derived(node, &assertion.evidence);
                w.rule(node, &assertion.rule);
            }
            if let Fact::BodyEvent { body, kind, .. } = fact
                && names.disputed(index)
            {
                let (body, kind) = (w.iris.entity(body), w.iris.concept("lifecycle", kind));
                w.state(&body, igm::LIFECYCLE_EVENT, kind, &assertion.evidence, false, &assertion.rule);
            }
        }
        Fact::Act(_) => {}
    }
}

fn write_node(w: &mut Writer<'_>, fact: &Fact, node: &NamedNode, names: &Names) {
    match fact {
        Fact::Participation { context, member, capacity, name_as_given, represented_by, in_respect_of, about } => {
            w.add(node, rdf::TYPE, igm::PARTICIPATION);
            let (context, member) = (w.iris.entity(context), w.iris.entity(member));
            w.add(node, igm::CONTEXT, context);
            w.add(node, org::MEMBER, member);
            let role = w.iris.concept("capacity", capacity);
            w.add(node, org::ROLE, role);
            if let Some(name) = name_as_given {
                w.add(node, igm::NAME_AS_GIVEN, Literal::from(name.as_str()));
            }
            for id in represented_by {
                let actor = w.iris.entity(id);
                w.add(node, igm::REPRESENTED_BY, actor);
            }
            if let Some(territory) = in_respect_of {
                let territory = w.iris.entity(territory);
                w.add(node, igm::IN_RESPECT_OF, territory);
            }
            if let Some(about) = about {
                let about = w.text(about);
                w.add(node, schema::ABOUT, about);
            }
        }
        Fact::BodyEvent { body, kind, status, decided_at, .. } => {
            w.add(node, rdf::TYPE, igm::BODY_EVENT);
            let kind = w.iris.concept("lifecycle", kind);
            let body = w.iris.entity(body);
            for predicate in sides(kind.as_ref()) {
                w.add(node, *predicate, body.clone());
            }
            w.add(node, dcterms::TYPE, kind);
            if w.rejects() || names.settled(node, *status) {
                w.add(node, igm::STATUS, status_concept(*status));
            }
            if let Some(meeting) = decided_at {
                let meeting = w.iris.entity(meeting);
                w.add(node, igm::DECIDED_AT, meeting);
            }
        }
        Fact::Count { about, unit, value } => {
            w.add(node, rdf::TYPE, igm::COUNT);
            let (about, unit) = (w.iris.entity(about), w.iris.concept("unit", unit));
            w.add(node, schema::OBSERVATION_ABOUT, about);
            w.add(node, igm::COUNT_OF, unit);
            w.add(node, schema::VALUE, Literal::from(*value));
        }
        _ => {}
    }
}

/// Whether a body stands before a change, after it, or on both sides.
fn sides(kind: NamedNodeRef<'_>) -> &'static [NamedNodeRef<'static>] {
    if kind == life::ESTABLISHED {
        &[org::RESULTING_ORGANIZATION]
    } else if kind == life::RETASKED || kind == life::CONTINUED || kind == life::RENAMED {
        &[org::ORIGINAL_ORGANIZATION, org::RESULTING_ORGANIZATION]
    } else {
        &[org::ORIGINAL_ORGANIZATION]
    }
}

fn predicate(property: Property) -> NamedNodeRef<'static> {
    match property {
        Property::StartDate => schema::START_DATE,
        Property::EndDate => schema::END_DATE,
        Property::Location => schema::LOCATION,
        Property::Ordinal => igm::ORDINAL,
        Property::Description => schema::DESCRIPTION,
        Property::Holds => org::HOLDS,
        Property::MemberOf => org::MEMBER_OF,
        Property::HonorificPrefix => schema::HONORIFIC_PREFIX,
        Property::HonorificSuffix => schema::HONORIFIC_SUFFIX,
        Property::AltLabel => skos::ALT_LABEL,
        Property::EstablishedUnder => igm::ESTABLISHED_UNDER,
        Property::Creator => schema::CREATOR,
        Property::GeneratedBy => prov::WAS_GENERATED_BY,
        Property::FollowsUp => igm::FOLLOWS_UP,
        Property::ReportsTo => org::REPORTS_TO,
        Property::MeetingOf => igm::MEETING_OF,
        Property::UnitOf => org::UNIT_OF,
        Property::ContainedInPlace => schema::CONTAINED_IN_PLACE,
        Property::PostIn => org::POST_IN,
    }
}

/// None for a date without a year, which would order nothing.
fn object(w: &Writer<'_>, property: Property, value: &Value) -> Option<Term> {
    Some(match (property, value) {
        (_, Value::Entity(id)) => w.iris.entity(id).into(),
        (_, Value::Date(date)) => date_literal(date)?.into(),
        (_, Value::Integer(number)) => Literal::from(*number).into(),
        (Property::Description | Property::AltLabel, Value::Text(text)) => w.text(text).into(),
        (_, Value::Text(text)) => Literal::from(text.as_str()).into(),
    })
}

fn status_concept(status: Status) -> NamedNodeRef<'static> {
    match status {
        Status::Done => stat::DONE,
        Status::Decided => stat::DECIDED,
        Status::Planned => stat::PLANNED,
        Status::Offered => stat::OFFERED,
        Status::Proposed => stat::PROPOSED,
        Status::Hypothetical => stat::HYPOTHETICAL,
        Status::Negated => stat::NEGATED,
    }
}
