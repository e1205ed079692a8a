//! Names and identities: which state, organisation or place a printed name stands for.
//!
//! The tables stand in `data/names/` and are part of the binary. Names match exactly or not at all: what nobody knows
//! becomes a warning, never a guess.

mod lookup;
mod more;
mod organisation;
mod place;
mod resolve;
mod similar;
mod state;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::annotate::NameKind;
use crate::assertion::EntityId;

pub use lookup::{Currency, Resolution};
pub use organisation::Organisation;
pub use place::Place;
pub use resolve::{complete, resolve};
pub use state::{State, StateKind, StateName, StateNameKind};
pub use table::AuthorityError;

/// The tables of names, ready to be asked.
#[derive(Debug)]
pub struct Authority {
    states: BTreeMap<String, State>,
    organisations: BTreeMap<String, Organisation>,
    places: BTreeMap<String, Place>,
    /// Printed name as compared, to slug and index of the name.
    state_keys: BTreeMap<String, Vec<(String, usize)>>,
    /// What the gazetteer is built from, in the order in which an entry wins.
    names: Vec<(String, NameKind, String)>,
    /// For each of the names what it looks like.
    shapes: Vec<similar::Shape>,
    /// What the names stand for.
    keys: FxHashSet<String>,
    /// The nearest names that were asked for lately: what no table knows stands in many documents.
    nearest: Mutex<FxHashMap<String, Option<String>>>,
    digest: String,
}

impl Authority {
    /// The tables that come with the program.
    ///
    /// # Errors
    /// Names file, line and column of the first mistake.
    pub fn shipped() -> Result<Self, AuthorityError> {
        Self::with(std::iter::empty())
    }

    /// The tables that come with the program, with more rows: each further table as (`organisations.tsv`, `places.tsv`
    /// or `state_names.tsv`; path for messages; text). A row whose slug is known adds its names to those known; its other
    /// columns hold where they are not empty.
    ///
    /// # Errors
    /// Names file, line and column of the first mistake; a printed name that stands for something else is one.
    pub fn with<'t>(more: impl Iterator<Item = (&'t str, &'t str, &'t str)>) -> Result<Self, AuthorityError> {
        let more: Vec<_> = more.collect();
        Self::from_tables(state::STATES, state::STATE_NAMES, organisation::ORGANISATIONS, place::PLACES, &more)
    }

    /// Reads four tables, each as (path for messages, text), and further rows for them.
    fn from_tables(
        states: (&str, &str),
        state_names: (&str, &str),
        organisations: (&str, &str),
        places: (&str, &str),
        more: &[(&str, &str, &str)],
    ) -> Result<Self, AuthorityError> {
        let mut hash = Sha256::new();
        for (file, text) in
            [states, state_names, organisations, places].into_iter().chain(more.iter().map(|m| (m.1, m.2)))
        {
            hash.update(file.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let mut states = state::read(states, state_names)?;
        let mut organisations = organisation::read(organisations)?;
        let mut places = place::read(places, &states)?;
        if !more.is_empty() {
            more::add(more, &mut states, &mut organisations, &mut places)?;
        }
        let mut state_keys: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for state in states.values() {
            for (index, name) in state.names.iter().enumerate() {
                state_keys.entry(lookup::key(&name.name)).or_default().push((state.slug.clone(), index));
            }
        }
        let names = printed_names(&states, &organisations, &places);
        let shapes = names.iter().map(|(printed, _, _)| similar::Shape::of(printed)).collect();
        let keys = names.iter().map(|(_, _, key)| key.clone()).collect();
        let nearest = Mutex::default();
        Ok(Self { states, organisations, places, state_keys, names, shapes, keys, nearest, digest })
    }

    /// Every printed name with what it names, without articles; each printed name once. Feeds
    /// [`Gazetteer::new`](crate::annotate::Gazetteer::new). Territories with an administering state are places. Names in
    /// capitals only ("US", "IOM") are acronyms and stand for nothing in other letters.
    pub fn names(&self) -> impl Iterator<Item = (&str, NameKind, &str)> {
        self.names.iter().map(|(printed, kind, key)| (printed.as_str(), *kind, key.as_str()))
    }

    /// Gives a state, organisation or place of the tables one more printed name, or an organisation that they do not have
    /// its first one; other things have no table, and nothing is done for them. Changes [`Authority::digest`].
    ///
    /// # Errors
    /// Says what the name stands for already, or that the tables have no such state or place.
    pub fn add_name(&mut self, id: &EntityId, name: &str) -> Result<(), String> {
        let (slug, kind) = match id {
            EntityId::State(slug) => (slug, NameKind::State),
            EntityId::Organisation(slug) => (slug, NameKind::Organisation),
            EntityId::Place(slug) => (slug, NameKind::Place),
            _ => return Ok(()),
        };
        if let Some((_, _, other)) = self.names.iter().find(|(printed, ..)| printed == name) {
            return if other == slug { Ok(()) } else { Err(format!("{name:?} is a name of {other} already")) };
        }
        match kind {
            NameKind::Organisation => {
                if let Some(organisation) = self.organisations.get_mut(slug) {
                    organisation.variants.push(name.to_owned());
                }
            }
            _ => {
                if let Some(state) = self.states.get_mut(slug) {
                    let index = state.names.len();
                    state.names.push(StateName::curated(name));
                    self.state_keys.entry(lookup::key(name)).or_default().push((slug.clone(), index));
                } else if let Some(place) = self.places.get_mut(slug) {
                    place.variants.push(name.to_owned());
                } else {
                    return Err(format!("data/names/ has no state or place {slug:?}"));
                }
            }
        }
        self.shapes.push(similar::Shape::of(name));
        self.keys.insert(slug.clone());
        self.nearest = Mutex::default();
        self.names.push((name.to_owned(), kind, slug.clone()));
        let digest = Sha256::digest(format!("{} {slug} {name}", self.digest).as_bytes());
        self.digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(())
    }

    /// Whether a name stands for this slug.
    fn is_key(&self, slug: &str) -> bool {
        self.keys.contains(slug)
    }

    /// The state or territory with this slug.
    pub fn state(&self, slug: &str) -> Option<&State> {
        self.states.get(slug)
    }

    /// The organisation or process with this slug.
    pub fn organisation(&self, slug: &str) -> Option<&Organisation> {
        self.organisations.get(slug)
    }

    /// The place with this slug. Territories are in [`Authority::state`].
    pub fn place(&self, slug: &str) -> Option<&Place> {
        self.places.get(slug)
    }

    /// States and territories by slug.
    pub fn states(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// Organisations and processes by slug.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// Places by slug.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// SHA-256 of the tables, in hexadecimal: a build is repeated when it changes.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }
}

fn printed_names(
    states: &BTreeMap<String, State>,
    organisations: &BTreeMap<String, Organisation>,
    places: &BTreeMap<String, Place>,
) -> Vec<(String, NameKind, String)> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |printed: &str, kind: NameKind, slug: &str| {
        let folded = without_diacritics(printed);
        // A single word without its marks can be another word ("Réunion", "Malé").
        let variants = if printed.contains([' ', '-', '\'']) { vec![printed, folded.as_str()] } else { vec![printed] };
        for variant in variants {
            if seen.insert(variant.to_owned()) {
                out.push((variant.to_owned(), kind, slug.to_owned()));
            }
        }
    };
    // A living state before a former one of the same name, and names in use before names given up.
    let mut order: Vec<&State> = states.values().collect();
    order.sort_by_key(|state| state.dissolved.is_some());
    for state in &order {
        let kind = if state.parent.is_some() { NameKind::Place } else { NameKind::State };
        for name in state.names.iter().filter(|name| name.kind != StateNameKind::Demonym) {
            add(&name.name, kind, &state.slug);
        }
    }
    for organisation in organisations.values() {
        organisation.names().for_each(|name| add(name, NameKind::Organisation, &organisation.slug));
    }
    for place in places.values() {
        place.names().for_each(|name| add(name, NameKind::Place, &place.slug));
    }
    for state in &order {
        for name in state.names.iter().filter(|name| name.kind == StateNameKind::Demonym) {
            add(&name.name, NameKind::Demonym, &state.slug);
        }
    }
    out
}

/// The name without diacritics, its case kept.
fn without_diacritics(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect()
}
