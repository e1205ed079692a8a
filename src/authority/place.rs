//! Cities and geographical names: `data/names/places.tsv`.

use std::collections::BTreeMap;

use super::state::State;
use super::table::{AuthorityError, Row, Table, by_slug};

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

pub(super) const COLUMNS: [&str; 9] =
    ["slug", "label", "state", "iso2", "geonames", "latitude", "longitude", "bare", "variants"];

/// Reads the table; states must be read before.
pub(super) fn read(
    table: (&str, &str),
    states: &BTreeMap<String, State>,
) -> Result<BTreeMap<String, Place>, AuthorityError> {
    let table = Table::read(table.0, table.1, &COLUMNS)?;
    by_slug(table.rows().map(|row| {
        let place = of_row(row, states, None)?;
        let duplicate = row.error("slug", format!("`{}` stands twice", place.slug));
        Ok((place.slug.clone(), place, duplicate))
    }))
}

/// The place of a row. What is known of it already fills empty columns and keeps its names.
pub(super) fn of_row(
    row: Row<'_>,
    states: &BTreeMap<String, State>,
    known: Option<&Place>,
) -> Result<Place, AuthorityError> {
    let state = row.optional("state");
    if let Some(slug) = &state {
        let found = states.get(slug).ok_or_else(|| row.error("state", format!("`{slug}` is not a state")))?;
        let iso2 = row.optional("iso2");
        if iso2.is_some() && found.iso2 != iso2 {
            return Err(row.error("iso2", format!("`{}` is not the code of {slug}", row.get("iso2"))));
        }
    }
    let mut variants = row.list("variants");
    if let Some(known) = known {
        variants.extend(known.variants.iter().filter(|name| !row.list("variants").contains(name)).cloned());
    }
    let label = match (row.optional("label"), known) {
        (None, Some(known)) => known.label.clone(),
        _ => row.required("label")?,
    };
    let point = row.degrees("latitude", 90.0)?.zip(row.degrees("longitude", 180.0)?);
    let place = Place {
        slug: row.slug("slug")?,
        label,
        state: state.or_else(|| known?.state.clone()),
        geonames: row.digits("geonames")?.or_else(|| known?.geonames.clone()),
        point: point.or_else(|| known?.point.clone()),
        bare: match row.get("bare") {
            "" => known.is_none_or(|known| known.bare),
            _ => row.word("bare", &[("yes", true), ("no", false)])?,
        },
        variants,
    };
    if states.get(&place.slug).is_some_and(|state| state.parent.is_some()) {
        return Err(row.error("slug", format!("`{}` is a territory in data/names/states.tsv", place.slug)));
    }
    Ok(place)
}
