//! `/quality`: how well the documents are read, as the build measured it, and what deserves a look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode};
use serde::Serialize;

use super::entity::Named;
use super::errors::Problem;
use super::lists::reading;
use super::names::Names;
use super::pages;
use super::site::Site;
use crate::graph::vocab::{dcterms, dqv, igm, org, prov, rdf, schema, skos};
use crate::store::{Snapshot, StoreError};

/// Things of one kind that the page names; the JSON has no more either.
const SHOWN: usize = 50;

/// The figures of one category, as they stand in the graph.
#[derive(Debug, Default, Serialize)]
pub(super) struct Row {
    /// The part of its IRI behind `#`.
    pub(super) id: String,
    pub(super) name: String,
    /// What it counts.
    pub(super) about: String,
    /// Facts labelled and found.
    pub(super) gold: u64,
    pub(super) found: u64,
    /// Shares by metric: `precision`, `recall`, `f1`, `f1-low`, `f1-high`; none without a value.
    pub(super) shares: BTreeMap<String, f64>,
}

/// A fact on which passages disagree.
#[derive(Debug, Serialize)]
pub(super) struct Contested {
    pub(super) subject: Named,
    pub(super) property: String,
    pub(super) values: Vec<String>,
}

/// Everything on the page.
#[derive(Debug, Serialize)]
pub(super) struct Quality {
    /// The documents that were measured; none where the graph was built from documents without gold.
    pub(super) documents: Vec<Named>,
    pub(super) rows: Vec<Row>,
    /// Organisations that the tables of names do not know: the first ones, and how many there are.
    pub(super) unknown: Vec<Named>,
    pub(super) unknown_total: usize,
    pub(super) contested: Vec<Contested>,
    pub(super) contested_total: usize,
}

/// `GET /quality`
pub(super) async fn page(State(site): State<Arc<Site>>) -> Response {
    reading(site, Site::settled, |site, published| {
        Ok(pages::quality(&*published.quality(&site.base)?, &site.base).into_response())
    })
    .await
}

/// `GET /quality.json`
pub(super) async fn json(State(site): State<Arc<Site>>) -> Response {
    reading(site, Site::settled, |site, published| {
        let body = serde_json::to_vec_pretty(&*published.quality(&site.base)?).map_err(Problem::internal)?;
        Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
    })
    .await
}

/// Looks through a generation, which takes long where it is big.
pub(super) fn read(snapshot: &Snapshot, base: &str) -> Result<Quality, StoreError> {
    let names = Names::new(snapshot, base);
    let whole = format!("{base}quality");
    let mut documents = Vec::new();
    for iri in names.iris(&whole, prov::WAS_DERIVED_FROM)? {
        documents.push(Named { label: names.label(&iri)?, iri });
    }
    documents.sort_by(|a, b| a.iri.cmp(&b.iri));
    let (unknown, unknown_total) = unknown(&names)?;
    let (contested, contested_total) = contested(&names)?;
    Ok(Quality { documents, rows: rows(&names, &whole)?, unknown, unknown_total, contested, contested_total })
}

fn rows(names: &Names<'_>, whole: &str) -> Result<Vec<Row>, StoreError> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for quad in names.snapshot.quads(None, Some(dqv::IS_MEASUREMENT_OF), None, Some(GraphNameRef::DefaultGraph)) {
        let quad = quad?;
        let (NamedOrBlankNode::NamedNode(measurement), metric) = (quad.subject, quad.object) else { continue };
        let metric = super::names::plain(&metric);
        let Some(metric) = metric.strip_prefix(whole).and_then(|part| part.strip_prefix('#')) else { continue };
        let Some(category) = names.iris(measurement.as_str(), dcterms::SUBJECT)?.pop() else { continue };
        let Some(value) = names.text(measurement.as_str(), dqv::VALUE)? else { continue };
        let row = rows.entry(category).or_default();
        match metric {
            "gold" => row.gold = value.parse().unwrap_or_default(),
            "found" => row.found = value.parse().unwrap_or_default(),
            _ => row.shares.extend(value.parse().ok().map(|share| (metric.to_owned(), share))),
        }
    }
    let mut placed = Vec::with_capacity(rows.len());
    for (category, mut row) in rows {
        row.id = category.rsplit('#').next().unwrap_or_default().to_owned();
        row.name = names.label(&category)?;
        row.about = names.text(&category, skos::DEFINITION)?.unwrap_or_default();
        let position = names.text(&category, schema::POSITION)?.and_then(|text| text.parse().ok());
        placed.push((position.unwrap_or(usize::MAX), row));
    }
    placed.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.name.cmp(&other.name)));
    Ok(placed.into_iter().map(|(_, row)| row).collect())
}

/// Organisations of the documents of which the tables say nothing.
fn unknown(names: &Names<'_>) -> Result<(Vec<Named>, usize), StoreError> {
    let reference = format!("{}graph/reference", names.base);
    let reference = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked(&reference));
    let default = Some(GraphNameRef::DefaultGraph);
    let mut unknown = BTreeSet::new();
    for quad in names.snapshot.quads(None, Some(rdf::TYPE), Some(org::FORMAL_ORGANIZATION.into()), default) {
        let NamedOrBlankNode::NamedNode(node) = quad?.subject else { continue };
        let mut known = names.snapshot.quads(Some(node.as_ref().into()), Some(rdf::TYPE), None, Some(reference));
        if known.next().transpose()?.is_none() {
            unknown.insert(node.into_string());
        }
    }
    let mut shown = Vec::new();
    for iri in unknown.iter().take(SHOWN) {
        shown.push(Named { label: names.label(iri)?, iri: iri.clone() });
    }
    Ok((shown, unknown.len()))
}

/// Facts whose claims disagree.
fn contested(names: &Names<'_>) -> Result<(Vec<Contested>, usize), StoreError> {
    let mut facts: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for quad in names.snapshot.quads(None, Some(igm::CONFLICTS_WITH), None, None) {
        let NamedOrBlankNode::NamedNode(claim) = quad?.subject else { continue };
        let claim = claim.as_str();
        let subject = names.iris(claim, rdf::SUBJECT)?.pop();
        let property = names.iris(claim, rdf::PREDICATE)?.pop();
        if let (Some(subject), Some(property)) = (subject, property) {
            for value in names.values(claim, rdf::OBJECT)? {
                facts.entry((subject.clone(), property.clone())).or_default().insert(names.term(&value)?);
            }
        }
    }
    let total = facts.len();
    let mut shown = Vec::new();
    for ((iri, property), values) in facts.into_iter().take(SHOWN) {
        let subject = Named { label: names.label(&iri)?, iri };
        shown.push(Contested { subject, property: names.property(&property)?, values: values.into_iter().collect() });
    }
    Ok((shown, total))
}
