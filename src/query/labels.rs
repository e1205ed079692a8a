//! Labels of things, from the default graph.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Term};

use crate::graph::vocab::skos;
use crate::query::run::{Answer, Rows};
use crate::store::{Snapshot, StoreError};

/// The label of one thing: its `rdfs:label` or `skos:prefLabel`, English or without language before others.
pub fn label(snapshot: &Snapshot, iri: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
    let mut best: Option<(bool, String)> = None;
    for property in [rdfs::LABEL, skos::PREF_LABEL] {
        for quad in snapshot.quads(Some(iri.into()), Some(property), None, Some(GraphNameRef::DefaultGraph)) {
            let Term::Literal(literal) = quad?.object else { continue };
            let foreign = literal.language().is_some_and(|language| language != "en" && !language.starts_with("en-"));
            let candidate = (foreign, literal.value().to_owned());
            if best.as_ref().is_none_or(|best| candidate < *best) {
                best = Some(candidate);
            }
        }
    }
    Ok(best.map(|(_, label)| label))
}

/// The labels of all IRIs in an answer that have one.
pub fn labels(snapshot: &Snapshot, answer: &Answer) -> Result<BTreeMap<NamedNode, String>, StoreError> {
    let mut labels = BTreeMap::new();
    if let Answer::Solutions(Rows { rows, .. }) = answer {
        for term in rows.iter().flatten().flatten() {
            if let Term::NamedNode(iri) = term
                && !labels.contains_key(iri)
                && let Some(label) = label(snapshot, iri.as_ref())?
            {
                labels.insert(iri.clone(), label);
            }
        }
    }
    Ok(labels)
}
