//! The search: things by their names, passages by their words, each with the place in its document.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::errors::Problem;
use super::index::Index;
use super::kinds::{KINDS, OTHERS};
use super::lists::{labelled, reading};
use super::names::Names;
use super::pages;
use super::published::Published;
use super::request::parameters;
use super::site::Site;
use crate::publish::{Preferences, negotiate};
use crate::store::{Ask, AskError, Field, Found, Hit, LIMIT, Request, Snippet, TextIndex, snippet};

/// How much is looked for.
pub(super) struct Most {
    /// Things by their names.
    pub(super) names: usize,
    pub(super) passages: usize,
    /// Hits of each that are looked through.
    pub(super) looked_at: usize,
    /// Characters of a passage.
    pub(super) shown: usize,
    /// Whether words of passages may also be beginnings of words, as they are while somebody types.
    pub(super) beginnings: bool,
}

/// What the page shows.
const PAGE: Most = Most { names: 100, passages: 50, looked_at: LIMIT, shown: 320, beginnings: false };

/// Names that come near, where nothing fits.
const NEAREST: usize = 8;

/// What a search gives.
#[derive(Debug, Default, Serialize)]
pub(super) struct Results {
    /// The words.
    pub(super) query: String,
    /// Why nothing was looked for, or not everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    /// Things by their names, in groups of a kind.
    pub(super) groups: Vec<Group>,
    /// Passages, best first.
    pub(super) passages: Vec<Passage>,
    /// Number of all passages that fit; those inside of a longer one are not counted.
    pub(super) passages_total: usize,
    /// Whether there are more than were looked through.
    pub(super) more_passages: bool,
    /// Whether there are names beyond those shown.
    pub(super) more_names: bool,
    /// What comes near, where nothing fits.
    pub(super) nearest: Vec<Thing>,
}

/// Things of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) kind: &'static str,
    #[serde(skip)]
    pub(super) mark: &'static str,
    #[serde(skip)]
    pub(super) colour: &'static str,
    pub(super) things: Vec<Thing>,
}

/// A thing that was found by one of its names.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Thing {
    pub(super) iri: String,
    pub(super) label: String,
    /// Other names that fit.
    pub(super) names: Vec<String>,
    /// Names as documents print them, each with its passage.
    pub(super) printed: Vec<Printed>,
}

/// A name as a document prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Printed {
    pub(super) name: String,
    pub(super) document: String,
    pub(super) passage: String,
}

/// A passage that was found by its words.
#[derive(Debug, Serialize)]
pub(super) struct Passage {
    pub(super) iri: String,
    pub(super) document: String,
    pub(super) document_label: String,
    pub(super) text: String,
    pub(super) score: f64,
    #[serde(skip)]
    pub(super) snippet: Snippet,
}

/// `GET /search?q=`, as a page or as JSON; `GET /search.json?q=`.
pub(super) async fn search(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let accept = Preferences::parse(headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()));
    let offers: [(&[&str], bool); 2] = [(&["text/html"], false), (&["application/json"], true)];
    let as_json = uri.path().ends_with(".json") || negotiate(&accept, offers) == Some(true);
    let mut response = reading(site, Site::published, move |site, published| {
        let words = parameters(&uri)?.into_iter().find(|(name, _)| name == "q").map(|(_, value)| value);
        let results = results(site, published, words.unwrap_or_default().trim())?;
        if as_json {
            let body = serde_json::to_vec_pretty(&results).map_err(Problem::internal)?;
            return Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response());
        }
        Ok(pages::search(&results, &site.base).into_response())
    })
    .await;
    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept"));
    response
}

/// All that the page shows.
pub(super) fn results(site: &Site, published: &Published, words: &str) -> Result<Results, Problem> {
    results_within(site, published, words, &PAGE)
}

/// What fits best.
pub(super) fn results_within(site: &Site, published: &Published, words: &str, most: &Most) -> Result<Results, Problem> {
    let mut results = Results { query: words.to_owned(), ..Results::default() };
    let ask = match Ask::read(words) {
        Ok(ask) => ask,
        Err(AskError::Empty) if words.is_empty() => return Ok(results),
        Err(error) => {
            results.note = Some(format!("Nothing was looked for: {error}."));
            return Ok(results);
        }
    };
    let names = Names::new(&published.snapshot, &site.base);
    match published.snapshot.text_index() {
        Ok(index) => {
            things(index, &ask, &names, most, &mut results)?;
            passages(index, &ask, &names, most, &mut results)?;
        }
        Err(error) => {
            tracing::warn!(%error, "searching names only");
            results.note = Some(format!("Only names were looked for: {error}."));
            by_names(site, published, &*site.index(published)?, most, &mut results)?;
        }
    }
    if results.groups.is_empty() && results.passages.is_empty() {
        let index = site.index(published)?;
        for (entry, label) in labelled(site, published, index.nearest(words, NEAREST))? {
            let iri = format!("{}{}", site.base, entry.path);
            results.nearest.push(Thing { iri, label, ..Thing::default() });
        }
    }
    Ok(results)
}

fn find(index: &TextIndex, ask: Ask, fields: &[Field], limit: usize) -> Result<Found, Problem> {
    let request =
        Request { ask, fields: fields.to_vec(), kinds: Vec::new(), documents: Vec::new(), thing: None, limit };
    // At most a second for a very common beginning of a word.
    let started = std::time::Instant::now();
    let stop = move || started.elapsed().as_secs() >= 1;
    Ok(index.find(&request, &stop)?)
}

/// Names; here a word may also be the beginning of one, as people type.
fn things(index: &TextIndex, ask: &Ask, names: &Names<'_>, most: &Most, results: &mut Results) -> Result<(), Problem> {
    let fields = [Field::Label, Field::OtherName, Field::NameAsGiven];
    let found = find(index, ask.clone().or_beginnings(), &fields, most.looked_at)?;
    let (mut order, mut things): (Vec<String>, BTreeMap<String, Thing>) = Default::default();
    for Hit { entry, .. } in found.hits {
        let thing = match things.get_mut(&entry.thing) {
            Some(thing) => thing,
            None if order.len() == most.names => {
                results.more_names = true;
                continue;
            }
            None => {
                order.push(entry.thing.clone());
                let label = names.label(&entry.thing)?;
                let thing = Thing { iri: entry.thing.clone(), label, ..Thing::default() };
                things.entry(entry.thing.clone()).or_insert(thing)
            }
        };
        match (entry.document, entry.passage) {
            (Some(document), Some(passage)) => {
                let printed = Printed { name: entry.text, document, passage };
                if !thing.printed.contains(&printed) {
                    thing.printed.push(printed);
                }
            }
            _ if entry.text != thing.label && !thing.names.contains(&entry.text) => thing.names.push(entry.text),
            _ => {}
        }
    }
    results.more_names |= found.total > most.looked_at;
    for iri in order {
        if let Some(thing) = things.remove(&iri) {
            add(results, names, thing)?;
        }
    }
    sort(results);
    Ok(())
}

/// Into the group of its kind.
fn add(results: &mut Results, names: &Names<'_>, thing: Thing) -> Result<(), Problem> {
    let (kind, mark, colour) =
        names.kind(&thing.iri)?.map_or(("Others", "·", "role"), |kind| (kind.plural, kind.mark, kind.colour));
    match results.groups.iter_mut().find(|group| group.kind == kind) {
        Some(group) => group.things.push(thing),
        None => results.groups.push(Group { kind, mark, colour, things: vec![thing] }),
    }
    Ok(())
}

/// Groups in the order of the home page.
fn sort(results: &mut Results) {
    let place = |kind: &str| KINDS.iter().chain(&OTHERS).position(|known| known.plural == kind);
    results.groups.sort_by_key(|group| place(group.kind).unwrap_or(usize::MAX));
}

fn passages(
    index: &TextIndex,
    ask: &Ask,
    names: &Names<'_>,
    most: &Most,
    results: &mut Results,
) -> Result<(), Problem> {
    let ask = if most.beginnings { &ask.clone().or_beginnings() } else { ask };
    let found = find(index, ask.clone(), &[Field::Passage], most.looked_at)?;
    results.more_passages = found.total > most.looked_at;
    let places: Vec<_> = found.hits.iter().map(place).collect();
    let is_inside = |a: &Place<'_>, b: &Place<'_>| a.0 == b.0 && a.1 >= b.1 && a.2 <= b.2 && (a.1, a.2) != (b.1, b.2);
    // A name, the clause and the sentence around it are passages of their own: the widest shows them all.
    let is_shown = |place: &Option<Place<'_>>| {
        place.as_ref().is_none_or(|place| !places.iter().flatten().any(|other| is_inside(place, other)))
    };
    let shown: Vec<bool> = places.iter().map(is_shown).collect();
    results.passages_total = shown.iter().filter(|shown| **shown).count();
    let hits = found.hits.into_iter().zip(shown).filter(|(_, shown)| *shown);
    for (hit, _) in hits.take(most.passages) {
        let score = hit.score();
        let document = hit.entry.document.unwrap_or_default();
        results.passages.push(Passage {
            document_label: if document.is_empty() { String::new() } else { names.label(&document)? },
            snippet: snippet(ask, &hit.entry.text, most.shown),
            iri: hit.entry.thing,
            document,
            text: hit.entry.text,
            score,
        });
    }
    Ok(())
}

/// Document, start and end of a passage.
type Place<'a> = (&'a str, usize, usize);

fn place(hit: &Hit) -> Option<Place<'_>> {
    let (document, range) = hit.entry.thing.split_once("#char=")?;
    let (start, end) = range.split_once(',')?;
    Some((document, start.parse().ok()?, end.parse().ok()?))
}

/// Without a text index: the names that are known in memory.
fn by_names(
    site: &Site,
    published: &Published,
    memory: &Index,
    most: &Most,
    results: &mut Results,
) -> Result<(), Problem> {
    let names = Names::new(&published.snapshot, &site.base);
    let (found, total) = memory.search(&results.query, most.names, |_| true);
    results.more_names = total > found.len();
    for (entry, label) in labelled(site, published, found)? {
        add(results, &names, Thing { iri: format!("{}{}", site.base, entry.path), label, ..Thing::default() })?;
    }
    sort(results);
    Ok(())
}
