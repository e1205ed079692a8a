//! Which classes and properties occur how often in what holds.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};

use crate::store::{Snapshot, StoreError};

/// How many members a class has, and how many statements they have with each property.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Statistics {
    pub(super) classes: BTreeMap<NamedNode, Class>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) members: usize,
    pub(super) properties: BTreeMap<NamedNode, usize>,
}

impl Statistics {
    /// Two passes over what holds: the classes of all things, then what is said of them.
    pub(super) fn read(snapshot: &Snapshot) -> Result<Self, StoreError> {
        let mut statistics = Self::default();
        let mut classes_of: HashMap<u128, Vec<NamedNode>> = HashMap::new();
        for quad in snapshot.quads(None, Some(rdf::TYPE), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            let Term::NamedNode(class) = quad.object else { continue };
            statistics.classes.entry(class.clone()).or_default().members += 1;
            classes_of.entry(digest(&quad.subject)).or_default().push(class);
        }
        for quad in snapshot.quads(None, None, None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            for class in classes_of.get(&digest(&quad.subject)).into_iter().flatten() {
                if let Some(class) = statistics.classes.get_mut(class).filter(|_| quad.predicate != rdf::TYPE) {
                    *class.properties.entry(quad.predicate.clone()).or_default() += 1;
                }
            }
        }
        Ok(statistics)
    }
}

/// A subject in 16 bytes: a big graph has many.
fn digest(subject: &NamedOrBlankNode) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, subject).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
