//! Entities: class, label, kind, and the links that their identity settles.

use oxigraph::model::{Literal, NamedNodeRef};

use super::super::vocab::{dcterms, foaf, igm, org, prov, rdf, rdfs, schema};
use super::english;
use super::writer::Writer;
use crate::assertion::{Entity, EntityClass, EntityId, Extraction};

/// What a document adds about one entity. Label and class of known ones stand in `graph/reference`.
pub(super) fn write(w: &mut Writer<'_>, entity: &Entity, extraction: &Extraction) {
    let node = w.iris.entity(&entity.id);
    w.derived(&node, &entity.mentions);
    if entity.known {
        return;
    }
    w.add(&node, rdf::TYPE, class(entity.class));
    w.add(&node, rdfs::LABEL, english(&label(entity, extraction)));
    if let Some(kind) = &entity.kind {
        let (predicate, scheme) = match entity.class {
            EntityClass::Meeting => (dcterms::TYPE, "meeting-kind"),
            EntityClass::Work | EntityClass::Plan | EntityClass::Policy => (dcterms::TYPE, "doc-kind"),
            _ => (org::CLASSIFICATION, "org-kind"),
        };
        let kind = w.iris.concept(scheme, kind);
        w.add(&node, predicate, kind);
    }
    if entity.class == EntityClass::Person && !entity.mentions.is_empty() {
        let name = Literal::from(entity.label.as_str());
        w.state(&node, foaf::NAME, name, &entity.mentions[..1], false, "");
    }
    if let Some((predicate, whole)) = home(&entity.id, extraction) {
        let whole = w.iris.entity(&whole);
        w.add(&node, predicate, whole);
    }
}

/// A label that reads alone: each state has a Minister for Foreign Affairs.
fn label(entity: &Entity, extraction: &Extraction) -> String {
    let owner = match entity.class {
        EntityClass::Post => home(&entity.id, extraction).and_then(|(_, id)| extraction.entities.get(&id)),
        _ => None,
    };
    match owner {
        Some(owner) if !entity.label.contains(&owner.label) => format!("{}, {}", entity.label, owner.label),
        _ => entity.label.clone(),
    }
}

/// To what an entity belongs by its identity alone.
fn home(id: &EntityId, extraction: &Extraction) -> Option<(NamedNodeRef<'static>, EntityId)> {
    let real = |slug: &str| !slug.is_empty() && slug != "shared";
    match id {
        EntityId::Meeting { process, .. } if real(process) => {
            Some((igm::MEETING_OF, EntityId::Organisation(process.clone())))
        }
        EntityId::Post { of, .. } => [EntityId::State(of.clone()), EntityId::Organisation(of.clone())]
            .into_iter()
            .find(|whole| extraction.entities.contains_key(whole))
            .map(|whole| (org::POST_IN, whole)),
        _ => None,
    }
}

fn class(class: EntityClass) -> NamedNodeRef<'static> {
    match class {
        EntityClass::State => igm::STATE,
        EntityClass::Place => schema::PLACE,
        EntityClass::Organisation => org::FORMAL_ORGANIZATION,
        EntityClass::Process => org::ORGANIZATIONAL_COLLABORATION,
        EntityClass::Body => org::ORGANIZATIONAL_UNIT,
        EntityClass::Group => foaf::GROUP,
        EntityClass::Person => foaf::PERSON,
        EntityClass::Post => org::POST,
        EntityClass::Meeting => igm::MEETING,
        EntityClass::Work => schema::CREATIVE_WORK,
        EntityClass::Plan => prov::PLAN,
        EntityClass::Policy => dcterms::POLICY,
        EntityClass::Event => schema::EVENT,
    }
}
