//! [Property paths](https://www.w3.org/TR/shacl/#property-paths).

use std::fmt;

use oxigraph::model::{NamedNode, Term};

use super::data::Data;
use crate::graph::vocab::{BASE, compact};
use crate::store::StoreError;

/// A way from a node to values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Path {
    Predicate(NamedNode),
    Inverse(Box<Path>),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
    ZeroOrMore(Box<Path>),
    OneOrMore(Box<Path>),
    ZeroOrOne(Box<Path>),
}

impl Path {
    /// The values of a node, each once, sorted by how they are written.
    pub(super) fn terms(&self, data: &Data<'_>, node: &Term) -> Result<Vec<Term>, StoreError> {
        let mut found = self.walk(data, node, true)?;
        found.sort_by_cached_key(Term::to_string);
        found.dedup();
        Ok(found)
    }

    fn walk(&self, data: &Data<'_>, node: &Term, forward: bool) -> Result<Vec<Term>, StoreError> {
        match self {
            Self::Predicate(predicate) if forward => data.objects(node, predicate.as_ref()),
            Self::Predicate(predicate) => data.subjects(node, predicate.as_ref()),
            Self::Inverse(path) => path.walk(data, node, !forward),
            Self::Sequence(steps) => {
                let mut nodes = vec![node.clone()];
                let mut steps: Vec<&Path> = steps.iter().collect();
                if !forward {
                    steps.reverse();
                }
                for step in steps {
                    let mut next = Vec::new();
                    for node in &nodes {
                        next.extend(step.walk(data, node, forward)?);
                    }
                    next.sort_by_cached_key(Term::to_string);
                    next.dedup();
                    nodes = next;
                }
                Ok(nodes)
            }
            Self::Alternative(ways) => {
                let mut found = Vec::new();
                for way in ways {
                    found.extend(way.walk(data, node, forward)?);
                }
                Ok(found)
            }
            Self::ZeroOrOne(path) => {
                let mut found = path.walk(data, node, forward)?;
                found.push(node.clone());
                Ok(found)
            }
            Self::ZeroOrMore(path) => path.closure(data, node, forward, true),
            Self::OneOrMore(path) => path.closure(data, node, forward, false),
        }
    }

    fn closure(&self, data: &Data<'_>, node: &Term, forward: bool, itself: bool) -> Result<Vec<Term>, StoreError> {
        let mut seen = Vec::new();
        let mut open = vec![node.clone()];
        while let Some(next) = open.pop() {
            for reached in self.walk(data, &next, forward)? {
                if !seen.contains(&reached) {
                    seen.push(reached.clone());
                    open.push(reached);
                }
            }
        }
        if itself && !seen.contains(node) {
            seen.push(node.clone());
        }
        Ok(seen)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |paths: &[Path], by: &str| paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(by);
        match self {
            Self::Predicate(node) => f.write_str(&compact(node.as_str(), BASE)),
            Self::Inverse(path) => write!(f, "^{path}"),
            Self::Sequence(steps) => f.write_str(&joined(steps, "/")),
            Self::Alternative(ways) => write!(f, "({})", joined(ways, "|")),
            Self::ZeroOrMore(path) => write!(f, "({path})*"),
            Self::OneOrMore(path) => write!(f, "({path})+"),
            Self::ZeroOrOne(path) => write!(f, "({path})?"),
        }
    }
}
