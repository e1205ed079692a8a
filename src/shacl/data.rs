//! What shapes look at: the default graph, and the claims and passages, which stand in the graphs of their documents only.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};

use super::model::Target;
use crate::graph::vocab::{igm, rdf, rdfs};
use crate::store::{Snapshot, StoreError};

/// One generation as shapes see it.
pub(super) struct Data<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Each class with those below it.
    below: BTreeMap<NamedNode, Vec<NamedNode>>,
    /// Whether the last node that was asked for is a claim or a passage.
    last: RefCell<Option<(NamedOrBlankNode, bool)>>,
}

impl<'a> Data<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Result<Self, StoreError> {
        let mut below: BTreeMap<NamedNode, Vec<NamedNode>> = BTreeMap::new();
        for quad in snapshot.quads(None, Some(rdfs::SUB_CLASS_OF), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(class), Term::NamedNode(above)) = (quad.subject, quad.object) {
                below.entry(above).or_default().push(class);
            }
        }
        Ok(Self { snapshot, below, last: RefCell::new(None) })
    }

    /// A class and all below it.
    pub(super) fn classes(&self, class: &NamedNode) -> Vec<NamedNode> {
        let mut all = vec![class.clone()];
        let mut at = 0;
        while let Some(next) = all.get(at) {
            let more: Vec<_> =
                self.below.get(next).into_iter().flatten().filter(|c| !all.contains(c)).cloned().collect();
            all.extend(more);
            at += 1;
        }
        all
    }

    /// Whether a node is a claim or a passage: of these, all graphs are looked at.
    fn is_cited(&self, node: NamedOrBlankNodeRef<'_>) -> Result<bool, StoreError> {
        if let Some((last, cited)) = &*self.last.borrow()
            && last.as_ref() == node
        {
            return Ok(*cited);
        }
        let mut cited = false;
        for quad in self.snapshot.quads(Some(node), Some(rdf::TYPE), None, None) {
            let quad = quad?;
            cited |= is_cited_class(&quad.object) && quad.graph_name != GraphName::DefaultGraph;
        }
        *self.last.borrow_mut() = Some((node.into_owned(), cited));
        Ok(cited)
    }

    /// The same of any term.
    pub(super) fn is_cited_node(&self, node: &Term) -> Result<bool, StoreError> {
        subject(node).map_or(Ok(false), |node| self.is_cited(node))
    }

    /// The values of a property.
    pub(super) fn objects(&self, node: &Term, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        let Some(node) = subject(node) else { return Ok(Vec::new()) };
        let graph = if self.is_cited(node)? { None } else { Some(GraphNameRef::DefaultGraph) };
        self.snapshot.quads(Some(node), Some(property), None, graph).map(|quad| Ok(quad?.object)).collect()
    }

    /// The nodes that have a node as the value of a property.
    pub(super) fn subjects(&self, node: &Term, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        let mut found = Vec::new();
        for quad in self.snapshot.quads(None, Some(property), Some(node.as_ref()), None) {
            let quad = quad?;
            if quad.graph_name == GraphName::DefaultGraph || self.is_cited(quad.subject.as_ref())? {
                found.push(quad.subject.into());
            }
        }
        Ok(found)
    }

    /// Whether a node is of a class, or of one below it.
    pub(super) fn is_a(&self, node: &Term, classes: &[NamedNode]) -> Result<bool, StoreError> {
        let types = self.objects(node, rdf::TYPE)?;
        Ok(types.iter().any(|found| matches!(found, Term::NamedNode(found) if classes.contains(found))))
    }

    /// The nodes of a target.
    pub(super) fn nodes(&self, target: &Target, into: &mut BTreeSet<Node>) -> Result<(), StoreError> {
        match target {
            Target::Node(node) => {
                into.insert(Node(node.clone()));
            }
            Target::Class(class) => {
                for class in self.classes(class) {
                    let graph = if is_cited_name(class.as_ref()) { None } else { Some(GraphNameRef::DefaultGraph) };
                    for quad in self.snapshot.quads(None, Some(rdf::TYPE), Some(class.as_ref().into()), graph) {
                        into.insert(Node(quad?.subject.into()));
                    }
                }
            }
            Target::SubjectsOf(property) | Target::ObjectsOf(property) => {
                for quad in self.snapshot.quads(None, Some(property.as_ref()), None, None) {
                    let quad = quad?;
                    if quad.graph_name == GraphName::DefaultGraph || self.is_cited(quad.subject.as_ref())? {
                        let node =
                            if matches!(target, Target::SubjectsOf(_)) { quad.subject.into() } else { quad.object };
                        into.insert(Node(node));
                    }
                }
            }
        }
        Ok(())
    }
}

/// A node, in the order of its notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node(pub(super) Term);

impl Ord for Node {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (&self.0, &other.0) {
            (Term::NamedNode(one), Term::NamedNode(other)) => one.cmp(other),
            (one, other) => one.to_string().cmp(&other.to_string()),
        }
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn subject(node: &Term) -> Option<NamedOrBlankNodeRef<'_>> {
    match node {
        Term::NamedNode(node) => Some(node.as_ref().into()),
        Term::BlankNode(node) => Some(node.as_ref().into()),
        _ => None,
    }
}

fn is_cited_name(class: NamedNodeRef<'_>) -> bool {
    class == igm::CLAIM || class == igm::EVIDENCE
}

fn is_cited_class(class: &Term) -> bool {
    matches!(class, Term::NamedNode(class) if is_cited_name(class.as_ref()))
}
