//! What is known of things beyond the one document that is judged: their names, codes, kinds and series.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Name;
use crate::assertion::{EntityClass, EntityId, Extraction, Fact, Property, Value};

/// What the tables of names know of a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Its class, where the tables settle it.
    pub class: Option<EntityClass>,
    /// Label, other names and acronyms.
    pub names: Vec<String>,
    /// ISO 3166-1 alpha-2 code of a state or territory.
    pub code: Option<String>,
    /// Codes of the states in which a place lies.
    pub within: Vec<String>,
    /// Concept of scheme `org-kind`.
    pub kind: Option<String>,
}

/// What the tables of names know of the things that documents name.
pub type Registry = BTreeMap<EntityId, Known>;

/// All things that an extraction speaks of: whatever a [`Registry`] for it has to answer.
pub fn things(extraction: &Extraction) -> BTreeSet<EntityId> {
    let mut things: BTreeSet<EntityId> = extraction.entities.keys().cloned().collect();
    let mut homes = Vec::new();
    for id in &things {
        homes.extend(home(id, extraction));
    }
    things.extend(homes);
    for assertion in &extraction.assertions {
        things.extend(mentioned(&assertion.fact).into_iter().cloned());
    }
    things
}

/// The process or organisation whose organ, meeting or post a thing is by its identity alone.
pub(super) fn home(id: &EntityId, extraction: &Extraction) -> Option<EntityId> {
    match id {
        EntityId::Body { process, .. } | EntityId::Meeting { process, .. } => {
            let real = !process.is_empty() && process != "shared";
            real.then(|| EntityId::Organisation(process.clone()))
        }
        EntityId::Post { of, .. } => [EntityId::State(of.clone()), EntityId::Organisation(of.clone())]
            .into_iter()
            .find(|whole| extraction.entities.contains_key(whole)),
        _ => None,
    }
}

/// The things of which a fact speaks.
pub(super) fn mentioned(fact: &Fact) -> Vec<&EntityId> {
    match fact {
        Fact::Meeting { id, .. } => vec![id],
        Fact::Property { subject, value: Value::Entity(value), .. } => vec![subject, value],
        Fact::Property { subject, .. } => vec![subject],
        Fact::Participation { context, member, represented_by, in_respect_of, .. } => {
            [context, member].into_iter().chain(represented_by).chain(in_respect_of).collect()
        }
        Fact::Act(act) => [&act.issued_by, &act.addressees, &act.partners, &act.calls_for, &act.follows_up]
            .into_iter()
            .chain([&act.references])
            .flatten()
            .chain(&act.issued_at)
            .chain(&act.pledged_for)
            .collect(),
        Fact::BodyEvent { body, decided_at, .. } => [body].into_iter().chain(decided_at).collect(),
        Fact::Count { about, .. } => vec![about],
        Fact::WorkStatus { work, .. } => vec![work],
        Fact::Reference { to } => vec![to],
    }
}

/// One thing, over all documents that are judged together.
#[derive(Debug, Clone, Default)]
pub(super) struct Thing {
    pub(super) class: Option<EntityClass>,
    pub(super) names: Vec<Name>,
    pub(super) code: Option<String>,
    pub(super) within: Vec<String>,
    pub(super) kinds: BTreeSet<String>,
    pub(super) ordinals: BTreeSet<i64>,
    pub(super) series: BTreeSet<EntityId>,
}

/// All things: what the tables know, and what any of the documents calls them.
#[derive(Debug, Clone, Default)]
pub(super) struct Things(BTreeMap<EntityId, Thing>);

impl Things {
    pub(super) fn new<'e>(registry: &Registry, extractions: impl IntoIterator<Item = &'e Extraction>) -> Self {
        let mut things = Self::default();
        for (id, known) in registry {
            let thing = things.0.entry(id.clone()).or_default();
            thing.class = known.class;
            thing.names = known.names.iter().map(|name| Name::new(name)).collect();
            thing.code.clone_from(&known.code);
            thing.within.clone_from(&known.within);
            thing.kinds.extend(known.kind.clone());
        }
        for extraction in extractions {
            things.add(extraction);
        }
        things
    }

    fn add(&mut self, extraction: &Extraction) {
        for entity in extraction.entities.values() {
            let owner = home(&entity.id, extraction).and_then(|id| extraction.entities.get(&id));
            let series = home(&entity.id, extraction).filter(|_| entity.class == EntityClass::Meeting);
            let thing = self.0.entry(entity.id.clone()).or_default();
            thing.series.extend(series);
            if entity.known {
                continue;
            }
            thing.class = thing.class.or(Some(entity.class));
            thing.kinds.extend(entity.kind.clone());
            // a post reads alone with the state or organisation that has it
            match owner.filter(|owner| entity.class == EntityClass::Post && !entity.label.contains(&owner.label)) {
                Some(owner) => name(thing, &format!("{}, {}", entity.label, owner.label)),
                None => name(thing, &entity.label),
            }
        }
        for assertion in &extraction.assertions {
            let Fact::Property { subject, property, value, .. } = &assertion.fact else { continue };
            let thing = self.0.entry(subject.clone()).or_default();
            match (property, value) {
                (Property::AltLabel, Value::Text(text)) => name(thing, text),
                (Property::Ordinal, Value::Integer(number)) => _ = thing.ordinals.insert(*number),
                (Property::MeetingOf, Value::Entity(series)) => _ = thing.series.insert(series.clone()),
                _ => {}
            }
        }
    }

    pub(super) fn get(&self, id: &EntityId) -> Option<&Thing> {
        self.0.get(id)
    }

    pub(super) fn names(&self, id: &EntityId) -> &[Name] {
        self.get(id).map_or(&[], |thing| &thing.names)
    }

    pub(super) fn class(&self, id: &EntityId) -> Option<EntityClass> {
        self.get(id).and_then(|thing| thing.class)
    }

    /// ISO code of a state or territory.
    pub(super) fn code(&self, id: &EntityId) -> Option<&str> {
        self.get(id).and_then(|thing| thing.code.as_deref())
    }

    pub(super) fn is_state(&self, id: &EntityId) -> bool {
        self.class(id) == Some(EntityClass::State) || self.code(id).is_some()
    }

    /// A name for messages.
    pub(super) fn label<'t>(&'t self, id: &'t EntityId) -> &'t str {
        self.names(id).first().map_or_else(|| slug_of(id), |name| &name.printed)
    }
}

fn name(thing: &mut Thing, printed: &str) {
    if !printed.is_empty() && !thing.names.iter().any(|name| name.printed == printed) {
        thing.names.push(Name::new(printed));
    }
}

/// The last part of an identity.
pub(super) fn slug_of(id: &EntityId) -> &str {
    match id {
        EntityId::State(slug)
        | EntityId::Place(slug)
        | EntityId::Organisation(slug)
        | EntityId::Group(slug)
        | EntityId::Person(slug)
        | EntityId::Body { slug, .. }
        | EntityId::Post { slug, .. }
        | EntityId::Meeting { slug, .. }
        | EntityId::Work { slug, .. } => slug,
    }
}
