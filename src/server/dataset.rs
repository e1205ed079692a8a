//! The description of the data set, as the server gives it: with the address that it has, and the files that it offers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::entity::Named;
use super::errors::Problem;
use super::lists::reading;
use super::names::Names;
use super::published::Published;
use super::request::accept;
use super::site::Site;
use crate::graph::vocab::{dcterms, prov};
pub(super) use crate::publish::dataset::PATH;
use crate::publish::dataset::{Distribution, Offer, described as description};
use crate::publish::{GRAPH_FORMATS, negotiate, write_quads};
use crate::store::{Snapshot, StoreError};

/// `GET /.well-known/void`
pub(super) async fn void(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let accept = accept(&headers);
    reading(site, Site::settled, move |site, published| {
        // A browser asks for HTML: Turtle is what there is for it.
        let format = negotiate(&accept, GRAPH_FORMATS.iter().map(|f| (f.media_types, f))).unwrap_or(&GRAPH_FORMATS[0]);
        let mut body = Vec::new();
        write_quads(&described(site, published)?.quads, format.format, &mut body).map_err(Problem::internal)?;
        let headers = [
            (header::CONTENT_TYPE, format.content_type),
            (header::VARY, "accept"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        Ok((headers, body).into_response())
    })
    .await
}

/// `GET /context.jsonld`: the context of our JSON-LD, for documents of others; ours carry the part that they need.
pub(super) async fn context() -> Response {
    let text = format!("{:#}\n", crate::publish::context());
    ([(header::CONTENT_TYPE, "application/ld+json"), (header::CACHE_CONTROL, "max-age=86400")], text).into_response()
}

/// The licence of a document, or of the document that a graph is derived from; else that of the whole. Only those that have an
/// address.
pub(super) fn licence(snapshot: &Snapshot, iri: &str, base: &str) -> Result<Option<String>, StoreError> {
    let node = NamedNodeRef::new_unchecked(iri);
    let of = |subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>| {
        let object =
            snapshot.quads(Some(subject.into()), Some(property), None, None).next().transpose()?.map(|q| q.object);
        Ok::<_, StoreError>(object.and_then(|object| match object {
            Term::NamedNode(node) => Some(node),
            _ => None,
        }))
    };
    if let Some(document) = of(node, prov::WAS_DERIVED_FROM)?
        && let Some(licence) = of(document.as_ref(), dcterms::LICENSE)?
    {
        return Ok(Some(licence.into_string()));
    }
    let own = of(node, dcterms::LICENSE)?;
    let whole = format!("{base}{PATH}");
    let licence = own.map_or_else(|| of(NamedNodeRef::new_unchecked(&whole), dcterms::LICENSE), |own| Ok(Some(own)))?;
    Ok(licence.map(NamedNode::into_string))
}

/// What the build says of the whole and of its documents, with what is counted and offered here; sorted. Files of a big
/// graph take a while: they are described as soon as they are there.
pub(super) fn described(site: &Site, published: &Published) -> Result<Arc<Description>, Problem> {
    // What others wait for is waited for before the description is held.
    let (files, statistics) = (files(site, published), published.statistics()?);
    published.description(!files.is_empty(), || {
        let (address, answers) = (site.house.address(), site.house.answers());
        let offer = Offer { address, answers, files: &files };
        let quads = description(&published.snapshot, &site.base, &statistics, &offer)?;
        let parts = parts(site, &quads, &Names::new(&published.snapshot, &site.base))?;
        Ok(Description { quads, parts, files: files.clone() })
    })
}

/// The description, its parts as the page shows them, and the files that it describes.
pub(super) struct Description {
    pub(super) quads: Vec<Quad>,
    pub(super) parts: Vec<Part>,
    pub(super) files: Vec<Distribution>,
}

/// The files that there are to be downloaded, as far as they are there.
fn files(site: &Site, published: &Published) -> Vec<Distribution> {
    published.dumps_ready(&site.base).map(|dumps| dumps.described.clone()).unwrap_or_default()
}

/// A part of the data set as its page shows it.
pub(super) struct Part {
    /// The fragment of its IRI.
    pub(super) id: String,
    /// What is said of it: the words for the property, and the value with its name.
    pub(super) facts: Vec<(String, Named)>,
}

/// The parts of the data set that have IRIs of their own.
fn parts(site: &Site, quads: &[Quad], names: &Names<'_>) -> Result<Vec<Part>, Problem> {
    let whole = format!("{}{PATH}#", site.base);
    let mut parts: Vec<Part> = Vec::new();
    for quad in quads {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        let Some(id) = subject.as_str().strip_prefix(&whole) else { continue };
        if parts.last().is_none_or(|part| part.id != id) {
            parts.push(Part { id: id.to_owned(), facts: Vec::new() });
        }
        let iri = if let Term::NamedNode(node) = &quad.object { node.as_str().to_owned() } else { String::new() };
        let value = Named { label: names.term(&quad.object)?, iri };
        if let Some(part) = parts.last_mut() {
            part.facts.push((names.property(quad.predicate.as_str())?, value));
        }
    }
    Ok(parts)
}
