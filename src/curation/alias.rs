//! Printed names that a person gave to things without a table of names: bodies, persons, posts, groups, works, meetings.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::fact::{self, Held};
use crate::assertion::{EntityId, Extraction};

/// Makes what a document calls by such a name the thing that the person meant. States, organisations and places are found
/// by their names before, so that nothing is left to do for them.
pub fn rename(names: &[(EntityId, String)], said: &mut Extraction) {
    let mut renamed: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for (id, name) in names {
        let called = said.entities.values().filter(|entity| entity.label.to_lowercase() == name.to_lowercase());
        let same_kind = called.filter(|entity| entity.id != *id && discriminant(&entity.id) == discriminant(id));
        renamed.extend(same_kind.map(|entity| (entity.id.clone(), id.clone())));
    }
    if renamed.is_empty() {
        return;
    }
    for (from, to) in &renamed {
        let Some(mut entity) = said.entities.remove(from) else { continue };
        match said.entities.get_mut(to) {
            Some(kept) => {
                entity.mentions.retain(|mention| !kept.mentions.contains(mention));
                kept.mentions.append(&mut entity.mentions);
            }
            None => {
                entity.id = to.clone();
                said.entities.insert(to.clone(), entity);
            }
        }
    }
    let new = |id: &EntityId| renamed.get(id).unwrap_or(id).clone();
    said.primary_topics.iter_mut().for_each(|topic| *topic = new(topic));
    for assertion in &mut said.assertions {
        for (role, id, _) in fact::things_of(&assertion.fact) {
            if !renamed.contains_key(&id) {
                continue;
            }
            let mut held: Vec<Held> = Vec::new();
            for filled in fact::get(&assertion.fact, role) {
                let filled = if let Held::Thing(id) = &filled { Held::Thing(new(id)) } else { filled };
                if !held.contains(&filled) {
                    held.push(filled);
                }
            }
            fact::set(&mut assertion.fact, role, held);
        }
    }
}
