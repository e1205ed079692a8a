//! Suggestions while somebody types: the best things by their names, the best passages by their words.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde::Serialize;

use super::data::{data, json};
use super::names::shorten;
use super::pages;
use super::request::parameters;
use super::search::{Most, Results, Thing, results_within};
use super::site::Site;

/// Few enough to be taken in at a glance.
const MOST: Most = Most { names: 8, passages: 4, looked_at: 60, shown: 110, beginnings: true };

/// Characters of another name.
const ALSO: usize = 60;

/// What is suggested.
#[derive(Debug, Serialize)]
struct Suggestions {
    query: String,
    groups: Vec<Group>,
    passages: Vec<Found>,
}

/// Things of one kind, with the shape and colour of the kind.
#[derive(Debug, Serialize)]
struct Group {
    kind: &'static str,
    mark: &'static str,
    colour: &'static str,
    things: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    label: String,
    href: String,
    /// The name that fits, where it is not the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<String>,
}

#[derive(Debug, Serialize)]
struct Found {
    href: String,
    document: String,
    /// The words, each piece with whether it was looked for.
    pieces: Vec<(String, bool)>,
}

/// `GET /search/suggest?q=`
pub(super) async fn suggest(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    data(site, Site::published, move |site, published| {
        let words = parameters(&uri)?.into_iter().find(|(name, _)| name == "q").map(|(_, value)| value);
        let found = results_within(site, published, words.unwrap_or_default().trim(), &MOST)?;
        Ok(json(&suggestions(found, &site.base)))
    })
    .await
}

fn suggestions(found: Results, base: &str) -> Suggestions {
    let named = |thing: Thing| {
        let printed = || thing.printed.first().map(|printed| &printed.name).filter(|name| **name != thing.label);
        let also = thing.names.first().or_else(printed).map(|name| shorten(name, ALSO));
        Some(Named { href: pages::href(&thing.iri, base)?, also, label: thing.label })
    };
    let mut groups: Vec<Group> = found
        .groups
        .into_iter()
        .map(|group| Group {
            kind: group.kind,
            mark: group.mark,
            colour: group.colour,
            things: group.things.into_iter().filter_map(named).collect(),
        })
        .collect();
    groups.retain(|group| !group.things.is_empty());
    let passages = found.passages.into_iter().filter_map(|passage| {
        Some(Found {
            href: pages::href(&passage.iri, base)?,
            document: passage.document_label,
            pieces: passage.snippet.pieces().iter().map(|(piece, found)| ((*piece).to_owned(), *found)).collect(),
        })
    });
    Suggestions { query: found.query, groups, passages: passages.collect() }
}
