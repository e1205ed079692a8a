//! Organisations and processes: `data/names/organisations.tsv`.

use std::collections::BTreeMap;

use super::table::{AuthorityError, Table, by_slug};
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

const COLUMNS: [&str; 9] = ["slug", "label", "acronym", "kind", "parent", "wikidata", "class", "variants", "note"];
const CLASSES: [(&str, EntityClass); 2] =
    [("organisation", EntityClass::Organisation), ("process", EntityClass::Process)];

/// Reads the table.
pub(super) fn read(table: (&str, &str)) -> Result<BTreeMap<String, Organisation>, AuthorityError> {
    let table = Table::read(table.0, table.1, &COLUMNS)?;
    let out = by_slug(table.rows().map(|row| {
        let organisation = Organisation {
            slug: row.slug("slug")?,
            label: row.required("label")?,
            acronym: row.optional("acronym"),
            kind: row.slug("kind")?,
            parent: row.optional("parent"),
            wikidata: row.wikidata()?,
            class: row.word("class", &CLASSES)?,
            variants: row.list("variants"),
            note: row.optional("note"),
        };
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
