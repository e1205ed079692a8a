//! Organisations and processes: `data/names/organisations.tsv`.

use std::collections::BTreeMap;

use super::table::{AuthorityError, Row, Table, by_slug};
use crate::assertion::EntityClass;

pub(super) const ORGANISATIONS: (&str, &str) =
    ("data/names/organisations.tsv", include_str!("../../data/names/organisations.tsv"));

/// An organisation or consultative process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Last part of its IRI ("iom").
    pub slug: String,
    /// Its own present name.
    pub label: String,
    /// Its acronym, valid only in these letters and capitals.
    pub acronym: Option<String>,
    /// Concept of scheme `org-kind` ("igo").
    pub kind: String,
    /// The organisation of which it is a part, as a slug.
    pub parent: Option<String>,
    /// Wikidata item, only where it is sure.
    pub wikidata: Option<String>,
    /// Organisation or process.
    pub class: EntityClass,
    /// Other spellings and earlier names, without article.
    pub variants: Vec<String>,
    /// Why names are merged here.
    pub note: Option<String>,
}

impl Organisation {
    /// Label, acronym and variants.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.label.as_str()].into_iter().chain(self.acronym.as_deref()).chain(self.variants.iter().map(String::as_str))
    }
}

pub(super) const COLUMNS: [&str; 9] =
    ["slug", "label", "acronym", "kind", "parent", "wikidata", "class", "variants", "note"];
const CLASSES: [(&str, EntityClass); 2] =
    [("organisation", EntityClass::Organisation), ("process", EntityClass::Process)];

/// Reads the table.
pub(super) fn read(table: (&str, &str)) -> Result<BTreeMap<String, Organisation>, AuthorityError> {
    let table = Table::read(table.0, table.1, &COLUMNS)?;
    let out = by_slug(table.rows().map(|row| {
        let organisation = of_row(row, None)?;
        let duplicate = row.error("slug", format!("`{}` stands twice", organisation.slug));
        Ok((organisation.slug.clone(), organisation, duplicate))
    }))?;
    for row in table.rows() {
        let parent = row.get("parent");
        if !parent.is_empty() && !out.contains_key(parent) {
            return Err(row.error("parent", format!("`{parent}` is not a slug of this table")));
        }
    }
    Ok(out)
}

/// The organisation of a row. What is known of it already fills empty columns and keeps its names.
pub(super) fn of_row(row: Row<'_>, known: Option<&Organisation>) -> Result<Organisation, AuthorityError> {
    let class = match (row.get("class"), known) {
        ("", Some(known)) => known.class,
        ("", None) if row.get("kind") == "consultative-process" => EntityClass::Process,
        ("", None) => EntityClass::Organisation,
        _ => row.word("class", &CLASSES)?,
    };
    let mut variants = row.list("variants");
    let given = row.optional("label");
    let acronym = row.optional("acronym");
    if let Some(known) = known {
        let earlier = known.names().filter(|name| Some(*name) != given.as_deref().or(Some(&known.label)));
        variants.extend(earlier.filter(|name| Some(*name) != acronym.as_deref()).map(str::to_owned));
        variants.dedup();
    }
    let label = match (given, known) {
        (None, Some(known)) => known.label.clone(),
        _ => row.required("label")?,
    };
    let kind = match known {
        Some(known) if row.get("kind").is_empty() => known.kind.clone(),
        _ => row.slug("kind")?,
    };
    Ok(Organisation {
        slug: row.slug("slug")?,
        label,
        acronym,
        kind,
        parent: row.optional("parent").or_else(|| known?.parent.clone()),
        wikidata: row.wikidata()?.or_else(|| known?.wikidata.clone()),
        class,
        variants,
        note: row.optional("note").or_else(|| known?.note.clone()),
    })
}
