//! Cities and geographical names: `data/names/places.tsv`.

use std::collections::BTreeMap;

use super::state::State;
use super::table::{AuthorityError, Table, by_slug};

pub(super) const PLACES: (&str, &str) = ("data/names/places.tsv", include_str!("../../data/names/places.tsv"));

/// A place where meetings are held, or a geographical name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Last part of its IRI ("brisbane").
    pub slug: String,
    /// Label.
    pub label: String,
    /// The state or territory in which it lies, as a slug; none for a sea or a region of several states.
    pub state: Option<String>,
    /// GeoNames number.
    pub geonames: Option<String>,
    /// Latitude and longitude in degrees, plain decimals.
    pub point: Option<(String, String)>,
    /// Whether its label is printed alone. `false` for names that are words, persons or states too ("Male", "Singapore").
    pub bare: bool,
    /// Other spellings and earlier names.
    pub variants: Vec<String>,
}

impl Place {
    /// The names by which a text is searched for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.bare.then_some(self.label.as_str()).into_iter().chain(self.variants.iter().map(String::as_str))
    }
}

const COLUMNS: [&str; 9] = ["slug", "label", "state", "iso2", "geonames", "latitude", "longitude", "bare", "variants"];

/// Reads the table; states must be read before.
pub(super) fn read(
    table: (&str, &str),
    states: &BTreeMap<String, State>,
) -> Result<BTreeMap<String, Place>, AuthorityError> {
    let table = Table::read(table.0, table.1, &COLUMNS)?;
    by_slug(table.rows().map(|row| {
        let state = row.optional("state");
        if let Some(slug) = &state {
            let found = states.get(slug).ok_or_else(|| row.error("state", format!("`{slug}` is not a state")))?;
            if found.iso2.as_deref() != Some(row.get("iso2")) {
                return Err(row.error("iso2", format!("`{}` is not the code of {slug}", row.get("iso2"))));
            }
        }
        let place = Place {
            slug: row.slug("slug")?,
            label: row.required("label")?,
            state,
            geonames: row.digits("geonames")?,
            point: row.degrees("latitude", 90.0)?.zip(row.degrees("longitude", 180.0)?),
            bare: row.word("bare", &[("yes", true), ("no", false)])?,
            variants: row.list("variants"),
        };
        if states.get(&place.slug).is_some_and(|state| state.parent.is_some()) {
            return Err(row.error("slug", format!("`{}` is a territory in data/names/states.tsv", place.slug)));
        }
        let duplicate = row.error("slug", format!("`{}` stands twice", place.slug));
        Ok((place.slug.clone(), place, duplicate))
    }))
}
