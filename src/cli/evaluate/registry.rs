//! What the tables of names know of the things that documents name.

use crate::assertion::{EntityClass, EntityId};
use crate::authority::{Authority, State, StateNameKind};
use crate::evaluate::{Known, Registry};

/// What the tables know of these things; what they do not know is left out.
pub(super) fn registry(authority: &Authority, things: impl IntoIterator<Item = EntityId>) -> Registry {
    let known = |id: EntityId| known(authority, &id).map(|known| (id, known));
    things.into_iter().filter_map(known).collect()
}

fn known(authority: &Authority, id: &EntityId) -> Option<Known> {
    match id {
        EntityId::State(slug) => Some(state(authority, authority.state(slug)?)),
        EntityId::Place(slug) => match authority.place(slug) {
            Some(place) => Some(Known {
                class: Some(EntityClass::Place),
                names: [&place.label].into_iter().chain(&place.variants).cloned().collect(),
                within: place.state.iter().filter_map(|state| authority.state(state)?.iso2.clone()).collect(),
                ..Known::default()
            }),
            None => Some(state(authority, authority.state(slug)?)),
        },
        EntityId::Organisation(slug) => {
            let organisation = authority.organisation(slug)?;
            Some(Known {
                class: Some(organisation.class),
                names: organisation.names().map(str::to_owned).collect(),
                kind: Some(organisation.kind.clone()),
                ..Known::default()
            })
        }
        _ => None,
    }
}

/// A state or territory by all its names but the adjective, which names whoever belongs to it.
fn state(authority: &Authority, state: &State) -> Known {
    let names = state.names.iter().filter(|name| name.kind != StateNameKind::Demonym).map(|name| &name.name);
    Known {
        class: Some(state.class()),
        names: [&state.label].into_iter().chain(names.filter(|name| **name != state.label)).cloned().collect(),
        code: state.iso2.clone(),
        within: state.parent.iter().filter_map(|parent| authority.state(parent)?.iso2.clone()).collect(),
        kind: None,
    }
}
