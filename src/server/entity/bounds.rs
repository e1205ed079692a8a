//! How much of a thing is read for a page. To a state or to a first conference a hundred thousand statements may lead; the
//! page counts them and shows the first.

use std::collections::BTreeMap;
use std::fmt;

use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Quad};
use serde::{Serialize, Serializer};

use crate::publish::dataset::Statistics;
use crate::server::names::Names;
use crate::store::StoreError;

/// How much of a thing is read.
pub(in crate::server) struct Bounds<'a> {
    /// Statements in each direction that are looked at.
    pub(super) quads: usize,
    /// Participations, and acts.
    pub(super) each: usize,
    /// Things of any other relation.
    pub(super) group: usize,
    /// Passages that the thing itself is derived from.
    pub(super) passages: usize,
    /// Claims about it, each of which takes several looks into the store.
    pub(super) claims: usize,
    /// Which properties there are, and how many statements lead to what, if that is counted.
    pub(super) statistics: Option<&'a Statistics>,
}

impl<'a> Bounds<'a> {
    /// What a person reads.
    pub(in crate::server) fn page(statistics: Option<&'a Statistics>) -> Self {
        Self { quads: 600, each: 100, group: 40, passages: 40, claims: 100, statistics }
    }

    /// What a program is given, within so many statements in each direction.
    pub(in crate::server) fn data(quads: usize, statistics: Option<&'a Statistics>) -> Self {
        Self { quads, each: 1_000, group: 1_000, passages: 1_000, claims: 1_000, statistics }
    }

    /// What the ontology says of one of its terms; how often it is used is told elsewhere.
    pub(in crate::server) fn term() -> Self {
        Self { quads: 50, each: 0, group: 0, passages: 0, claims: 0, statistics: None }
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) struct Count {
    pub(in crate::server) number: usize,
    /// False where there are more than were counted.
    pub(in crate::server) exact: bool,
    /// Whether all of them were read.
    pub(super) all_here: bool,
}

impl Count {
    pub(in crate::server) fn exactly(number: usize) -> Self {
        Self { number, exact: true, all_here: true }
    }

    pub(super) fn and(self, other: Self) -> Self {
        // Nothing yet is exact.
        let exact = (self.exact || self.number == 0) && other.exact;
        Self { number: self.number + other.number, exact, all_here: false }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.exact {
            f.write_str("more than ")?;
        }
        self.number.fmt(f)
    }
}

/// A number where it is exact, else in words.
impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.exact { serializer.serialize_u64(self.number as u64) } else { serializer.collect_str(self) }
    }
}

/// What leads to a thing with one property.
pub(super) struct Pointing {
    pub(super) things: Vec<String>,
    pub(super) total: Count,
}

/// What leads to a thing, by property. Where it is more than is looked at, the first of each property that there is, with the
/// number of all.
pub(super) fn pointing(
    names: &Names<'_>,
    iri: &str,
    bounds: &Bounds<'_>,
) -> Result<BTreeMap<String, Pointing>, StoreError> {
    let node = NamedNode::new_unchecked(iri);
    let graph = Some(GraphNameRef::DefaultGraph);
    let mut found: BTreeMap<NamedNode, Vec<String>> = BTreeMap::new();
    let mut quads = names.snapshot.quads(None, None, Some(node.as_ref().into()), graph);
    for quad in quads.by_ref().take(bounds.quads) {
        let Quad { subject, predicate, .. } = quad?;
        if let NamedOrBlankNode::NamedNode(subject) = subject {
            found.entry(predicate).or_default().push(subject.into_string());
        }
    }
    let all = quads.next().transpose()?.is_none();
    let Some(statistics) = bounds.statistics.filter(|_| !all) else {
        let counted =
            |things: Vec<String>| Pointing { total: Count { number: things.len(), exact: all, all_here: all }, things };
        return Ok(found.into_iter().map(|(property, things)| (property.into_string(), counted(things))).collect());
    };
    let most = bounds.each.max(bounds.group);
    let mut pointing = BTreeMap::new();
    for property in statistics.properties.keys() {
        let quads = names.snapshot.quads(None, Some(property.as_ref()), Some(node.as_ref().into()), graph);
        let mut things = Vec::new();
        for quad in quads.take(most + 1) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                things.push(subject.into_string());
            }
        }
        if things.is_empty() {
            continue;
        }
        let total = if things.len() <= most {
            Count::exactly(things.len())
        } else {
            things.truncate(most);
            let counted = statistics.leading(property, &node);
            Count { number: counted.unwrap_or(most), exact: counted.is_some(), all_here: false }
        };
        pointing.insert(property.as_str().to_owned(), Pointing { things, total });
    }
    Ok(pointing)
}
