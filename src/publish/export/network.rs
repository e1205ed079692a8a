//! The graph as analysts of networks want it: things as nodes, and each participation, act and relation one edge.

use std::collections::BTreeMap;
use std::io;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode};
use serde::{Deserialize, Serialize};

use crate::store::{Snapshot, StoreError};

/// A thing that documents speak of.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) label: String,
    /// Its class in one word: Meeting, State, Person.
    pub(crate) kind: String,
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
    pub(crate) latitude: Option<String>,
    pub(crate) longitude: Option<String>,
    /// How many passages speak of it.
    pub(crate) passages: usize,
}

/// Who has to do with whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Edge {
    pub(crate) source: String,
    pub(crate) target: String,
    /// Participation, Mandate, Pledge, SpeechAct, BodyEvent, or the name of a property.
    pub(crate) kind: String,
    /// The capacity, the verb, the change, the property.
    pub(crate) label: String,
    pub(crate) force: Option<String>,
    /// From 1 (encourages) to 5 (directs).
    pub(crate) strength: Option<String>,
    /// When the meeting was at which it came about.
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
    pub(crate) document: Option<String>,
    pub(crate) quote: Option<String>,
    /// The node of the graph that this edge stands for.
    pub(crate) about: String,
}

/// A small network in memory: nodes by their IRI, edges in order.
#[derive(Debug, Default)]
pub(crate) struct Network {
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) edges: Vec<Edge>,
}

/// Nodes and edges, each given once and in order; what gives them may be read again, and larger than memory.
pub(crate) trait Drawn {
    /// Gives each node with its IRI.
    fn nodes(&mut self, each: &mut dyn FnMut(&str, &Node) -> io::Result<()>) -> io::Result<()>;

    /// Gives each edge.
    fn edges(&mut self, each: &mut dyn FnMut(&Edge) -> io::Result<()>) -> io::Result<()>;
}

impl Drawn for Network {
    fn nodes(&mut self, each: &mut dyn FnMut(&str, &Node) -> io::Result<()>) -> io::Result<()> {
        self.nodes.iter().try_for_each(|(iri, node)| each(iri, node))
    }

    fn edges(&mut self, each: &mut dyn FnMut(&Edge) -> io::Result<()>) -> io::Result<()> {
        self.edges.iter().try_for_each(each)
    }
}

/// The first day of a date that may be a year or a month: `2003`, `2003-04`.
pub(super) fn first_day(date: &str) -> Option<String> {
    Some(match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        10 => date.to_owned(),
        _ => return None,
    })
}

/// The last day of such a date.
pub(super) fn last_day(date: &str) -> Option<String> {
    let day: jiff::civil::Date = first_day(date)?.parse().ok()?;
    Some(match date.len() {
        4 => day.last_of_year(),
        7 => day.last_of_month(),
        _ => day,
    })
    .map(|day| day.to_string())
}

/// The IRIs of the things of a class.
pub(super) fn instances(
    snapshot: &Snapshot,
    class: NamedNodeRef<'_>,
) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
    let quads = snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), Some(GraphNameRef::DefaultGraph));
    let named = |quad: Result<oxigraph::model::Quad, StoreError>| match quad {
        Ok(quad) => match quad.subject {
            NamedOrBlankNode::NamedNode(node) => Some(Ok(node.into_string())),
            _ => None,
        },
        Err(error) => Some(Err(error)),
    };
    quads.filter_map(named)
}

/// The same, in an order that is the same from every store: a file lists them so.
pub(super) fn sorted(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
    let mut iris = instances(snapshot, class).collect::<Result<Vec<_>, _>>()?;
    iris.sort_unstable();
    Ok(iris)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_a_year_or_a_month_covers_all_of_its_days() {
        assert_eq!(first_day("2004").as_deref(), Some("2004-01-01"));
        assert_eq!(last_day("2004").as_deref(), Some("2004-12-31"));
        assert_eq!(last_day("2004-02").as_deref(), Some("2004-02-29"));
        assert_eq!(last_day("2003-04-30").as_deref(), Some("2003-04-30"));
        assert_eq!(last_day("soon"), None);
    }
}
