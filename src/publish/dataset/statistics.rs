//! Which classes and properties occur how often in what holds.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use crate::graph::vocab::{owl, skos};
use crate::store::{Snapshot, StoreError};

/// How many members a class has, and how many statements they have with each property; how many statements there are in all,
/// with each property, and by which of them our things are linked with those of others.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Statistics {
    pub(crate) classes: BTreeMap<NamedNode, Class>,
    pub(crate) properties: BTreeMap<NamedNode, usize>,
    /// By property and the address of the others: <https://www.wikidata.org/>.
    pub(crate) links: BTreeMap<(NamedNode, String), usize>,
    pub(crate) triples: usize,
    pub(crate) subjects: usize,
    /// How many statements with a property lead to a thing, where they are [`MANY`] or more; see [`Self::leading`].
    many: HashMap<u64, usize>,
}

/// So many statements nobody counts while a page is made.
const MANY: usize = 100;

/// Properties that say that two things of two data sets are the same, or nearly.
const LINKS: [NamedNodeRef<'_>; 3] = [owl::SAME_AS, skos::EXACT_MATCH, skos::CLOSE_MATCH];

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) members: usize,
    pub(crate) properties: BTreeMap<NamedNode, usize>,
}

impl Statistics {
    /// Two passes over what holds: the classes of all things, then what is said of them.
    pub(crate) fn read(snapshot: &Snapshot) -> Result<Self, StoreError> {
        let mut statistics = Self::default();
        let mut classes_of: HashMap<u128, Vec<NamedNode>> = HashMap::new();
        for quad in snapshot.quads(None, Some(rdf::TYPE), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            let Term::NamedNode(class) = quad.object else { continue };
            statistics.classes.entry(class.clone()).or_default().members += 1;
            classes_of.entry(digest(&quad.subject)).or_default().push(class);
        }
        let mut leading: HashMap<u64, usize> = HashMap::new();
        for quad in snapshot.quads(None, None, None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            statistics.triples += 1;
            if let Term::NamedNode(thing) = &quad.object {
                *leading.entry(place(&quad.predicate, thing)).or_default() += 1;
            }
            *statistics.properties.entry(quad.predicate.clone()).or_default() += 1;
            if let (true, Term::NamedNode(other)) = (LINKS.contains(&quad.predicate.as_ref()), &quad.object) {
                let place = (quad.predicate.clone(), origin(other.as_str()));
                *statistics.links.entry(place).or_default() += 1;
            }
            for class in classes_of.get(&digest(&quad.subject)).into_iter().flatten() {
                if let Some(class) = statistics.classes.get_mut(class).filter(|_| quad.predicate != rdf::TYPE) {
                    *class.properties.entry(quad.predicate.clone()).or_default() += 1;
                }
            }
        }
        statistics.subjects = classes_of.len();
        leading.retain(|_, count| *count >= MANY);
        statistics.many = leading.into_iter().collect();
        Ok(statistics)
    }

    /// How many statements with a property lead to a thing, where they are many.
    pub(crate) fn leading(&self, property: &NamedNode, thing: &NamedNode) -> Option<usize> {
        self.many.get(&place(property, thing)).copied()
    }
}

/// A property and where it leads in 8 bytes: of the few that stay a collision would show a wrong count, once in a million graphs.
fn place(property: &NamedNode, thing: &NamedNode) -> u64 {
    let mut hasher = DefaultHasher::new();
    (property, thing).hash(&mut hasher);
    hasher.finish()
}

/// The scheme and host of an IRI, with a slash.
fn origin(iri: &str) -> String {
    let (scheme, rest) = iri.split_once("://").unwrap_or(("", iri));
    format!("{scheme}://{}/", rest.split('/').next().unwrap_or_default())
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
