//! The bounded description of one entity: everything the store says with it as subject or object, in every graph,
//! and the claims and evidence behind that.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term};

use super::export::{QuadOrder, quad_order};
use crate::graph::vocab::prov;
use crate::store::{Snapshot, StoreError};

/// The description of one entity.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// Sorted by graph, subject, predicate and object, without repetition.
    pub quads: Vec<Quad>,
    /// False where the limit cut it off.
    pub complete: bool,
}

/// Describes an entity in at most `limit` quads: quads about it, quads that point to it, its claims whole, and the
/// evidence all these are derived from. Empty where the store does not know the IRI.
pub fn describe(snapshot: &Snapshot, entity: NamedNodeRef<'_>, limit: usize) -> Result<Description, StoreError> {
    let mut found = Found { quads: BTreeMap::new(), limit };
    let mut claims = BTreeSet::new();
    found.about(snapshot, entity.into())?;
    for quad in snapshot.quads(None, None, Some(entity.into()), None).take(limit + 1) {
        let quad = quad?;
        if let (NamedOrBlankNode::NamedNode(claim), true) = (&quad.subject, quad.predicate == rdf::SUBJECT) {
            claims.insert(claim.clone());
        }
        found.insert(quad);
    }
    for claim in &claims {
        found.about(snapshot, claim.as_ref().into())?;
    }
    let evidence: Vec<Term> =
        found.quads.values().filter(|q| q.predicate == prov::WAS_DERIVED_FROM).map(|q| q.object.clone()).collect();
    for passage in evidence {
        if let Term::NamedNode(passage) = passage {
            found.about(snapshot, passage.as_ref().into())?;
        }
    }
    let complete = found.quads.len() <= limit;
    Ok(Description { quads: found.quads.into_values().take(limit).collect(), complete })
}

struct Found {
    quads: BTreeMap<QuadOrder, Quad>,
    limit: usize,
}

impl Found {
    fn about(&mut self, snapshot: &Snapshot, subject: NamedOrBlankNodeRef<'_>) -> Result<(), StoreError> {
        for quad in snapshot.quads(Some(subject), None, None, None) {
            if self.quads.len() > self.limit {
                break;
            }
            self.insert(quad?);
        }
        Ok(())
    }

    fn insert(&mut self, quad: Quad) {
        if self.quads.len() <= self.limit {
            self.quads.insert(quad_order(&quad), quad);
        }
    }
}
