//! What is said about a thing, each value with the passages that prove it.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNodeRef};

use super::{Fact, Value, property_named};
use crate::graph::vocab::{igm, prov, schema};
use crate::server::evidence::{Claim, Evidence};
use crate::server::names::Names;
use crate::store::StoreError;

/// Claims of which the passages are shown for one value.
const PROOFS: usize = 20;

/// What is said about the entity: values of the default graph, then values that did not pass to it.
pub(super) fn facts(
    names: &Names<'_>,
    iri: &str,
    claims: &[Claim],
    own: &[Evidence],
    limit: usize,
) -> Result<(Vec<Fact>, bool), StoreError> {
    let mut seen = 0;
    let mut properties: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let subject = NamedNodeRef::new_unchecked(iri);
    for quad in names.snapshot.quads(Some(subject.into()), None, None, None).take(limit) {
        let quad = quad?;
        seen += 1;
        // Shortcuts for the participations, which are shown themselves.
        let shortcut = quad.predicate == schema::ATTENDEE || quad.predicate == schema::ORGANIZER;
        if shortcut || quad.predicate == prov::WAS_DERIVED_FROM || quad.predicate == igm::SHOWN_BY {
            continue;
        }
        let values = properties.entry(quad.predicate.into_string()).or_default();
        let value = match values.iter_mut().position(|value| value.term == quad.object) {
            Some(at) => &mut values[at],
            None => {
                let label = names.term(&quad.object)?;
                values.push(Value {
                    term: quad.object,
                    label,
                    holds: false,
                    rank: None,
                    evidence: Vec::new(),
                    graphs: Vec::new(),
                });
                let last = values.len() - 1;
                &mut values[last]
            }
        };
        match quad.graph_name {
            GraphName::NamedNode(graph) => {
                value.graphs.push(graph.as_str().strip_prefix(names.base).unwrap_or(graph.as_str()).to_owned());
            }
            _ => value.holds = true,
        }
    }
    let mut facts = Vec::new();
    for (property, mut values) in properties {
        let about: Vec<&Claim> = claims.iter().filter(|claim| claim.predicate == property).collect();
        for value in &mut values {
            let said = about.iter().filter(|claim| claim.value == value.term);
            for (n, claim) in said.enumerate() {
                if n < PROOFS {
                    value.evidence.extend(Evidence::of(names, &claim.iri)?);
                }
                if claim.contested {
                    value.rank = Some(value.rank.unwrap_or_default() || claim.preferred.unwrap_or_default());
                }
            }
            value.evidence.sort();
            value.evidence.dedup();
            if value.evidence.is_empty() && property != rdf::TYPE.as_str() {
                // A passage that names the entity proves what its own document says of it, not our reference data.
                let says = |passage: &&Evidence| {
                    let graph = passage.document.replacen("doc/", "graph/", 1);
                    value.graphs.contains(&graph)
                };
                value.evidence = own.iter().filter(says).cloned().collect();
            }
            value.graphs.sort();
        }
        values.sort_by_cached_key(|value| (!value.holds, value.label.clone()));
        facts.push(Fact { property: property_named(names, property)?, values });
    }
    facts.sort_by_cached_key(|fact| (fact_order(&fact.property.iri), fact.property.label.clone()));
    Ok((facts, seen < limit))
}

/// Type and names first, what describes them last.
fn fact_order(property: &str) -> u8 {
    match property {
        p if p == rdf::TYPE.as_str() => 0,
        p if p.ends_with("#label") || p.ends_with("#prefLabel") => 1,
        p if p == schema::START_DATE.as_str() => 2,
        p if p == schema::END_DATE.as_str() => 3,
        p if p.ends_with("sameAs") || p.ends_with("exactMatch") => 9,
        _ => 5,
    }
}
