//! States and territories: `data/names/states.tsv` and `data/names/state_names.tsv`.

use std::collections::BTreeMap;

use super::table::{AuthorityError, Row, Table, by_slug};
use crate::assertion::EntityClass;

pub(super) const STATES: (&str, &str) = ("data/names/states.tsv", include_str!("../../data/names/states.tsv"));
pub(super) const STATE_NAMES: (&str, &str) =
    ("data/names/state_names.tsv", include_str!("../../data/names/state_names.tsv"));

/// What a row of the table of states is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// A member or observer state of the United Nations, or a state that meetings treat as one.
    State,
    /// A territory with its own ISO code.
    Territory,
    /// A state that no longer exists.
    HistoricState,
}

/// What kind of name a name of a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateNameKind {
    /// The name in everyday use.
    Short,
    /// The full name ("Republic of Fiji").
    Formal,
    /// A name that was given up.
    Historic,
    /// A name that is neither, added by hand.
    Curated,
    /// The adjective ("Fijian").
    Demonym,
    /// An abbreviation, valid only in these letters and capitals.
    Acronym,
}

/// One name of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateName {
    /// As printed, without article.
    pub name: String,
    /// What kind of name.
    pub kind: StateNameKind,
    /// Whether running text writes "the" in front of it.
    pub article: bool,
    /// First day of its use (`YYYY-MM-DD`), where known.
    pub valid_from: Option<String>,
    /// First day on which it is no longer in use.
    pub valid_to: Option<String>,
    /// Why a curated name is here.
    pub note: Option<String>,
}

impl StateName {
    /// A name that a person added.
    pub(super) fn curated(name: &str) -> Self {
        let name = name.to_owned();
        Self { name, kind: StateNameKind::Curated, article: false, valid_from: None, valid_to: None, note: None }
    }
}

/// A state or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Last part of its IRI ("viet-nam").
    pub slug: String,
    /// Label, by and large the short name in United Nations usage.
    pub label: String,
    /// State, territory or former state.
    pub kind: StateKind,
    /// Administering state of a territory, as a slug.
    pub parent: Option<String>,
    /// ISO 3166-1 alpha-2 (ISO 3166-3 for former states).
    pub iso2: Option<String>,
    /// ISO 3166-1 alpha-3 (ISO 3166-3 for former states).
    pub iso3: Option<String>,
    /// UN M49 code, three digits.
    pub m49: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// GeoNames number.
    pub geonames: Option<String>,
    /// Latitude and longitude in degrees, plain decimals.
    pub point: Option<(String, String)>,
    /// First day as a state, where it matters.
    pub founded: Option<String>,
    /// First day on which it no longer existed.
    pub dissolved: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Its names, sorted by kind and name.
    pub names: Vec<StateName>,
}

impl State {
    /// `State` for what acts for itself, `Place` for a territory with an administering state.
    pub fn class(&self) -> EntityClass {
        if self.parent.is_some() { EntityClass::Place } else { EntityClass::State }
    }
}

const COLUMNS: [&str; 14] = [
    "slug",
    "label",
    "kind",
    "parent",
    "iso2",
    "iso3",
    "m49",
    "wikidata",
    "geonames",
    "latitude",
    "longitude",
    "founded",
    "dissolved",
    "note",
];
pub(super) const NAME_COLUMNS: [&str; 7] = ["slug", "name", "kind", "article", "valid_from", "valid_to", "note"];
const KINDS: [(&str, StateKind); 3] =
    [("state", StateKind::State), ("territory", StateKind::Territory), ("historic-state", StateKind::HistoricState)];
const NAME_KINDS: [(&str, StateNameKind); 6] = [
    ("short", StateNameKind::Short),
    ("formal", StateNameKind::Formal),
    ("historic", StateNameKind::Historic),
    ("curated", StateNameKind::Curated),
    ("demonym", StateNameKind::Demonym),
    ("acronym", StateNameKind::Acronym),
];

/// Reads both tables.
pub(super) fn read(states: (&str, &str), names: (&str, &str)) -> Result<BTreeMap<String, State>, AuthorityError> {
    let table = Table::read(states.0, states.1, &COLUMNS)?;
    let mut out = by_slug(table.rows().map(|row| {
        let state = State {
            slug: row.slug("slug")?,
            label: row.required("label")?,
            kind: row.word("kind", &KINDS)?,
            parent: row.optional("parent"),
            iso2: row.optional("iso2"),
            iso3: row.optional("iso3"),
            m49: row.digits("m49")?,
            wikidata: row.wikidata()?,
            geonames: row.digits("geonames")?,
            point: row.degrees("latitude", 90.0)?.zip(row.degrees("longitude", 180.0)?),
            founded: row.day("founded")?,
            dissolved: row.day("dissolved")?,
            note: row.optional("note"),
            names: Vec::new(),
        };
        let duplicate = row.error("slug", format!("`{}` stands twice", state.slug));
        Ok((state.slug.clone(), state, duplicate))
    }))?;
    for row in table.rows() {
        let parent = row.get("parent");
        if !parent.is_empty() && !out.contains_key(parent) {
            return Err(row.error("parent", format!("`{parent}` is not a slug of this table")));
        }
    }
    let table = Table::read(names.0, names.1, &NAME_COLUMNS)?;
    for row in table.rows() {
        let slug = row.get("slug");
        let state = out.get_mut(slug).ok_or_else(|| row.error("slug", format!("`{slug}` is not in {}", states.0)))?;
        state.names.push(name_of_row(row)?);
    }
    for state in out.values_mut() {
        state.names.sort_by(|a, b| (a.kind, &a.name, &a.valid_from).cmp(&(b.kind, &b.name, &b.valid_from)));
    }
    Ok(out)
}

/// The name of a row; one without a kind is curated.
pub(super) fn name_of_row(row: Row<'_>) -> Result<StateName, AuthorityError> {
    Ok(StateName {
        name: row.required("name")?,
        kind: match row.get("kind") {
            "" => StateNameKind::Curated,
            _ => row.word("kind", &NAME_KINDS)?,
        },
        article: row.word("article", &[("", false), ("the", true)])?,
        valid_from: row.day("valid_from")?,
        valid_to: row.day("valid_to")?,
        note: row.optional("note"),
    })
}
