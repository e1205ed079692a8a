//! Rows of rule packs, added to the tables that come with the program.

use std::collections::BTreeMap;

use super::organisation::{self, Organisation};
use super::place::{self, Place};
use super::printed_names;
use super::state::{self, State};
use super::table::{AuthorityError, Row, Table};
use crate::annotate::NameKind;

/// Adds tables, each as (kind of table, path for messages, text).
pub(super) fn add(
    more: &[(&str, &str, &str)],
    states: &mut BTreeMap<String, State>,
    organisations: &mut BTreeMap<String, Organisation>,
    places: &mut BTreeMap<String, Place>,
) -> Result<(), AuthorityError> {
    let mut taken: BTreeMap<String, (NameKind, String)> = BTreeMap::new();
    for (name, kind, slug) in printed_names(states, organisations, places) {
        taken.entry(name).or_insert((kind, slug));
    }
    // A parent may stand in a table that comes later.
    let mut parents: Vec<(String, AuthorityError)> = Vec::new();
    for (kind, file, text) in more {
        match *kind {
            "organisations.tsv" => {
                let table = Table::read_some(file, text, &organisation::COLUMNS)?;
                for row in table.rows() {
                    let added = organisation::of_row(row, organisations.get(row.get("slug")))?;
                    let names: Vec<&str> = added.names().collect();
                    claim(row, &names, NameKind::Organisation, &added.slug, &mut taken)?;
                    let parent = row.get("parent");
                    if !parent.is_empty() {
                        let error = row.error("parent", format!("`{parent}` is not a slug of an organisation"));
                        parents.push((parent.to_owned(), error));
                    }
                    organisations.insert(added.slug.clone(), added);
                }
            }
            "places.tsv" => {
                let table = Table::read_some(file, text, &place::COLUMNS)?;
                for row in table.rows() {
                    let added = place::of_row(row, states, places.get(row.get("slug")))?;
                    let names: Vec<&str> = added.names().collect();
                    claim(row, &names, NameKind::Place, &added.slug, &mut taken)?;
                    places.insert(added.slug.clone(), added);
                }
            }
            "state_names.tsv" => {
                let table = Table::read_some(file, text, &state::NAME_COLUMNS)?;
                for row in table.rows() {
                    let slug = row.get("slug");
                    let of =
                        states.get_mut(slug).ok_or_else(|| row.error("slug", format!("`{slug}` is not a state")))?;
                    let name = state::name_of_row(row)?;
                    let kind = if of.parent.is_some() { NameKind::Place } else { NameKind::State };
                    claim(row, &[&name.name], kind, slug, &mut taken)?;
                    if !of.names.contains(&name) {
                        of.names.push(name);
                    }
                    of.names.sort_by(|a, b| (a.kind, &a.name, &a.valid_from).cmp(&(b.kind, &b.name, &b.valid_from)));
                }
            }
            other => {
                let message = format!("no such table: {other}; there are organisations, places, state_names");
                return Err(AuthorityError::Shape { file: (*file).to_owned(), line: 1, message });
            }
        }
    }
    match parents.into_iter().find(|(parent, _)| !organisations.contains_key(parent)) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}

/// Notes what printed names stand for; one that stands for something else already is an error.
fn claim(
    row: Row<'_>,
    names: &[&str],
    kind: NameKind,
    slug: &str,
    taken: &mut BTreeMap<String, (NameKind, String)>,
) -> Result<(), AuthorityError> {
    for name in names {
        match taken.get(*name) {
            // A demonym in a table of states names its state in another way.
            Some((known, other)) if other != slug || *known != kind && *known != NameKind::Demonym => {
                let message = format!("`{name}` stands for {other} already; leave it out, or use that slug");
                return Err(row.error("slug", message));
            }
            _ => _ = taken.insert((*name).to_owned(), (kind, slug.to_owned())),
        }
    }
    Ok(())
}
