//! Gives the entities of one document their identities: label, class and kind from the tables.

use std::collections::BTreeSet;

use super::Authority;
use super::lookup::{Currency, Resolution};
use crate::annotate::PartialDate;
use crate::assertion::{Entity, EntityClass, EntityId, Extraction, Fact, Warning};
use crate::document::Span;

/// Fills label, class, kind and `known` of the states, organisations and places of a document. Names that nobody knows,
/// and names of states that were not in use on the date of the document, become warnings, each once.
pub fn resolve(authority: &Authority, extraction: &mut Extraction, date: Option<PartialDate>) {
    let mut warnings = Vec::new();
    for entity in extraction.entities.values_mut() {
        let known = identify(authority, &entity.id);
        match known {
            Some(Identity { label, class, kind }) => {
                entity.known = true;
                entity.label = label;
                entity.class = class;
                entity.kind = kind.or(entity.kind.take());
            }
            None => warnings.extend(unknown(authority, entity)),
        }
    }
    warnings.extend(names_out_of_use(authority, extraction, date));
    warnings.sort_by_key(|warning| (warning.span.as_ref().map(|span| (span.start, span.end)), warning.message.clone()));
    extraction.warnings.extend(warnings);
}

struct Identity {
    label: String,
    class: EntityClass,
    kind: Option<String>,
}

fn identify(authority: &Authority, id: &EntityId) -> Option<Identity> {
    let of_state = |slug: &str| {
        let state = authority.state(slug)?;
        Some(Identity { label: state.label.clone(), class: state.class(), kind: None })
    };
    match id {
        EntityId::State(slug) => of_state(slug),
        EntityId::Organisation(slug) => {
            let found = authority.organisation(slug)?;
            Some(Identity { label: found.label.clone(), class: found.class, kind: Some(found.kind.clone()) })
        }
        EntityId::Place(slug) => match authority.place(slug) {
            Some(place) => Some(Identity { label: place.label.clone(), class: EntityClass::Place, kind: None }),
            None => of_state(slug).filter(|found| found.class == EntityClass::Place),
        },
        _ => None,
    }
}

fn unknown(authority: &Authority, entity: &Entity) -> Option<Warning> {
    let table = match entity.id {
        EntityId::State(_) => "states",
        EntityId::Organisation(_) => "organisations",
        EntityId::Place(_) => "places",
        _ => return None,
    };
    let span = entity.mentions.first().map(|evidence| evidence.span);
    let near = authority.suggestions(&entity.label, 1);
    let near = near.first().map(|(name, _)| format!(" (nearest: `{name}`)")).unwrap_or_default();
    let message = format!("`{}` is not in data/names/{table}.tsv{near}", entity.label);
    Some(Warning { span, message })
}

fn names_out_of_use(authority: &Authority, extraction: &Extraction, date: Option<PartialDate>) -> Vec<Warning> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        let Fact::Participation { member, name_as_given: Some(printed), .. } = &assertion.fact else { continue };
        let span: Option<Span> = assertion.evidence.first().map(|evidence| evidence.span);
        let Resolution::Known { state, name, currency } = authority.resolve_state(printed, date) else { continue };
        let other = matches!(member, EntityId::State(slug) if *slug != state.slug);
        let message = match currency {
            Currency::Current if other => {
                format!("`{printed}` named {} then, not the state it was taken for", state.label)
            }
            Currency::Current => continue,
            Currency::Outdated => {
                let end = name.valid_to.as_deref().unwrap_or_default();
                format!("`{printed}` is an earlier name of {}, given up on {end}", state.label)
            }
            Currency::Premature => {
                let begin = name.valid_from.as_deref().unwrap_or_default();
                format!("`{printed}` is a later name of {}, in use from {begin}", state.label)
            }
        };
        if seen.insert(message.clone()) {
            out.push(Warning { span, message });
        }
    }
    out
}
