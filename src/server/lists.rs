//! Home, lists, ontology: pages over the names of a generation.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode};

use super::client::in_thread;
use super::entity::{Bounds, Entity, act};
use super::errors::Problem;
use super::index::Entry;
use super::kept::steady;
use super::kinds::Kind;
use super::names::{Names, plain};
use super::pages::{self, ListEntry, ListPage};
use super::published::Published;
use super::request::parameters;
use super::screens::first;
use super::site::Site;
use crate::graph::vocab::{igm, owl, schema, skos};
use crate::store::StoreError;

/// Names on one page of a list, and speech acts, which take more room.
const NAMES: usize = 300;
const ACTS: usize = 100;

/// Runs a reading function off the request's thread, and makes its error a page. It reads of the generation that is published,
/// or of the one whose names and counts are there.
pub(super) async fn reading(
    site: Arc<Site>,
    of: fn(&Site) -> Arc<Published>,
    read: impl FnOnce(&Site, &Published) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let run = move || read(&site, &of(&site));
    match in_thread(run).await.flatten() {
        Ok(response) => response,
        Err(problem) => pages::problem_page(&problem),
    }
}

/// `GET /`
pub(super) async fn home(State(site): State<Arc<Site>>) -> Response {
    reading(site, Site::settled, |site, published| {
        let (index, overview) = (published.index(&site.base)?, published.overview(&site.base)?);
        let questions = first(&overview, &site.base);
        Ok(steady(pages::home(&index, &overview, &questions, &site.base).into_response(), &published.tag))
    })
    .await
}

/// `GET /help`
pub(super) async fn help(State(site): State<Arc<Site>>) -> Response {
    pages::help(site.house.writes && site.house.answers()).into_response()
}

/// Entries with their names: some have none of their own, only a phrase of what is known.
pub(super) fn labelled<'a>(
    site: &Site,
    published: &Published,
    entries: Vec<&'a Entry>,
) -> Result<Vec<(&'a Entry, String)>, Problem> {
    let names = Names::new(&published.snapshot, &site.base);
    let label = |entry: &Entry| match entry.label.is_empty() {
        true => names.label(&format!("{}{}", site.base, entry.path)),
        false => Ok(entry.label.clone()),
    };
    entries.into_iter().map(|entry| Ok((entry, label(entry)?))).collect()
}

/// `GET /ontology`, `GET /ns`
pub(super) async fn ontology(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    reading(site, Site::settled, move |site, published| {
        if let Some(data) = super::resource::vocabulary(site, published, &headers)? {
            return Ok(data);
        }
        let names = Names::exact(&published.snapshot, &site.base);
        let namespace = igm::NAMESPACE;
        let mut terms = std::collections::BTreeSet::new();
        // The terms are in one graph: types of everything else are many.
        let vocabulary = NamedNode::new_unchecked(format!("{}graph/vocabulary", site.base));
        for quad in published.snapshot.quads(None, Some(rdf::TYPE), None, Some(vocabulary.as_ref().into())) {
            if let NamedOrBlankNode::NamedNode(term) = quad?.subject
                && term.as_str().starts_with(namespace)
            {
                terms.insert(term.into_string());
            }
        }
        let mut sections = Vec::new();
        for term in terms {
            if let Some(entity) = Entity::read(&names, &term, &Bounds::term())? {
                sections.push((term[namespace.len()..].to_owned(), entity));
            }
        }
        let mut schemes = std::collections::BTreeSet::new();
        for quad in published.snapshot.quads(None, Some(rdf::TYPE), Some(skos::CONCEPT_SCHEME.into()), None) {
            if let NamedOrBlankNode::NamedNode(scheme) = quad?.subject
                && let Some(path) = scheme.as_str().strip_prefix(&site.base)
            {
                schemes.insert((path.to_owned(), names.label(scheme.as_str())?));
            }
        }
        let statistics = published.statistics()?;
        let uses = |local: &str| {
            let term = NamedNode::new_unchecked(format!("{namespace}{local}"));
            let members = statistics.classes.get(&term).map(|class| class.members);
            members.or_else(|| statistics.properties.get(&term).copied()).unwrap_or_default()
        };
        let shown = pages::Terms {
            uses: sections.iter().map(|(local, _)| uses(local)).collect(),
            terms: sections,
            schemes: schemes.into_iter().collect(),
            version: version(site, published)?,
        };
        Ok(steady(pages::ontology(&shown, &site.base).into_response(), &published.tag))
    })
    .await
}

/// The version of the ontology, and the address of what it was in this version.
pub(super) fn version(site: &Site, published: &Published) -> Result<Option<(String, String)>, StoreError> {
    let of = |property: NamedNodeRef<'_>| {
        let ontology = NamedNodeRef::new_unchecked(igm::NAMESPACE.trim_end_matches('#'));
        let stated = published.snapshot.quads(Some(ontology.into()), Some(property), None, None).next().transpose()?;
        Ok::<_, StoreError>(stated.map(|quad| plain(&quad.object)))
    };
    let (Some(version), Some(iri)) = (of(owl::VERSION_INFO)?, of(owl::VERSION_IRI)?) else { return Ok(None) };
    Ok(iri.strip_prefix(&site.base).map(|path| (version, format!("/{path}"))))
}

/// `GET /{kind}?page=`
pub(super) fn list(site: &Site, published: &Published, kind: &'static Kind, uri: &Uri) -> Result<Response, Problem> {
    let index = published.index(&site.base)?;
    let entries = index.of_kind(kind);
    let acts = matches!(kind.segment, "mandate" | "pledge" | "act");
    let dated = kind.segment == "meeting";
    let size = if acts { ACTS } else { NAMES };
    let total = entries.len();
    let pages = total.div_ceil(size).max(1);
    let page = match value(uri, "page")? {
        Some(text) => text.parse().ok().filter(|page| (1..=pages).contains(page)).ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "No such page", format!("this list has pages 1 to {pages}"))
        })?,
        None => 1,
    };
    let names = Names::new(&published.snapshot, &site.base);
    let shown: Vec<_> = entries.into_iter().skip((page - 1) * size).take(size).collect();
    let mut rows = Vec::new();
    let mut named = Vec::new();
    for entry in &shown {
        let iri = format!("{}{}", site.base, entry.path);
        if acts {
            rows.push(act(&names, &iri)?);
        } else {
            let label = if entry.label.is_empty() { names.label(&iri)? } else { entry.label.clone() };
            let date = if dated { names.text(&iri, schema::START_DATE)? } else { None };
            named.push(ListEntry { path: entry.path.clone(), label, date });
        }
    }
    // A list of more pages is in the order of its names.
    if dated && pages == 1 {
        named.sort_by_cached_key(|entry| (entry.date.is_none(), entry.date.clone(), entry.label.clone()));
    }
    rows.sort_by_cached_key(|act| (act.evidence.first().cloned(), act.iri.clone()));
    let list = ListPage { kind, entries: &named, acts: &rows, total, page, pages, base: &site.base };
    Ok(steady(pages::list(&list).into_response(), &published.tag))
}

fn value(uri: &Uri, name: &str) -> Result<Option<String>, Problem> {
    Ok(parameters(uri)?.into_iter().find(|(key, _)| key == name).map(|(_, value)| value))
}
