//! What a page is about, in the terms of [schema.org](https://schema.org/), for search engines: JSON-LD in the page.

use maud::{Markup, html};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, Term};
use serde_json::{Map, Value, json};

use super::picture::data_block;
use crate::graph::vocab::{cap, dcterms, foaf, igm, org, owl, schema, skos, void};
use crate::server::entity::{self, Entity};

/// Values of one property that are given.
const SHOWN: usize = 100;

/// Properties of other vocabularies that schema.org has, too; its own are taken as they are.
const ALIKE: [(&str, &str); 8] = [
    (skos::ALT_LABEL.as_str(), "alternateName"),
    (owl::SAME_AS.as_str(), "sameAs"),
    (dcterms::DESCRIPTION.as_str(), "description"),
    (dcterms::LANGUAGE.as_str(), "inLanguage"),
    (dcterms::LICENSE.as_str(), "license"),
    (dcterms::ISSUED.as_str(), "datePublished"),
    (foaf::PRIMARY_TOPIC.as_str(), "about"),
    (org::UNIT_OF.as_str(), "parentOrganization"),
];

/// The class of schema.org for one of ours, the more particular first.
const CLASSES: [(&str, &str); 9] = [
    (igm::MEETING.as_str(), "Event"),
    (igm::STATE.as_str(), "Country"),
    (igm::SOURCE_DOCUMENT.as_str(), "DigitalDocument"),
    (org::FORMAL_ORGANIZATION.as_str(), "Organization"),
    (org::ORGANIZATIONAL_UNIT.as_str(), "Organization"),
    (org::ORGANIZATIONAL_COLLABORATION.as_str(), "Organization"),
    (foaf::PERSON.as_str(), "Person"),
    (schema::PLACE.as_str(), "Place"),
    (void::DATASET.as_str(), "Dataset"),
];

/// Capacities of those who convene a meeting.
const CONVENING: [NamedNodeRef<'_>; 5] = [cap::CONVENOR, cap::HOST, cap::CO_HOST, cap::ORGANISER, cap::CO_ORGANISER];

/// The description of an entity, where schema.org has a class for it.
pub(super) fn described(entity: &Entity) -> Markup {
    let Some(class) = class(entity) else { return html! {} };
    let mut about = Map::new();
    about.insert("@context".into(), json!("https://schema.org"));
    about.insert("@type".into(), json!(class));
    about.insert("@id".into(), json!(entity.iri));
    about.insert("name".into(), json!(entity.label));
    for fact in &entity.facts {
        let property = fact.property.iri.as_str();
        let own = property.strip_prefix(schema::NAMESPACE);
        let Some(name) = own.or_else(|| ALIKE.iter().find(|(ours, _)| *ours == property).map(|(_, name)| *name)) else {
            continue;
        };
        let values: Vec<Value> = fact.values.iter().filter(|v| v.holds).take(SHOWN).map(|v| value(v, name)).collect();
        match <[Value; 1]>::try_from(values) {
            Ok([only]) => _ = about.insert(name.into(), only),
            Err(values) if !values.is_empty() => _ = about.insert(name.into(), Value::Array(values)),
            Err(_) => {}
        }
    }
    for (name, agents) in [("organizer", agents(entity, true)), ("attendee", agents(entity, false))] {
        if class == "Event" && !agents.is_empty() {
            about.insert(name.into(), Value::Array(agents));
        }
    }
    data_block("application/ld+json", &Value::Object(about))
}

/// Who took part in a meeting: those who convened it, or the others.
fn agents(entity: &Entity, convening: bool) -> Vec<Value> {
    let of = entity.participations.iter().filter(|p| p.context.as_ref().is_some_and(|c| c.iri == entity.iri));
    let of = of.filter(|p| CONVENING.iter().any(|capacity| capacity.as_str() == p.capacity.iri) == convening);
    let mut agents: Vec<_> = of.filter_map(|p| p.member.clone()).collect();
    agents.sort();
    agents.dedup();
    agents.into_iter().take(SHOWN).map(|agent| json!({ "@id": agent.iri, "name": agent.label })).collect()
}

fn class(entity: &Entity) -> Option<&'static str> {
    let types = entity.facts.iter().find(|fact| fact.property.iri == rdf::TYPE.as_str())?;
    let is =
        |class: &str| types.values.iter().any(|v| matches!(&v.term, Term::NamedNode(node) if node.as_str() == class));
    CLASSES.iter().find(|(class, _)| is(class)).map(|(_, theirs)| *theirs)
}

fn value(value: &entity::Value, name: &str) -> Value {
    match &value.term {
        Term::NamedNode(node) if name == "sameAs" || name == "license" => json!(node.as_str()),
        Term::NamedNode(node) => json!({ "@id": node.as_str(), "name": value.label }),
        Term::Literal(literal) => json!(literal.value()),
        other => json!(other.to_string()),
    }
}
