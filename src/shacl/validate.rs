//! A snapshot looked at with shapes.

use std::collections::BTreeSet;

use oxigraph::model::{NamedOrBlankNode, Term};
use oxigraph::sparql::QueryEvaluationError;

use super::compare::{compare, is_well_formed};
use super::data::{Data, Node};
use super::model::{Constraint, Limit, Shape, Shapes};
use super::report::{Outcome, Report};
use super::sparql;
use crate::graph::vocab::{BASE, compact, sh};
use crate::store::{Snapshot, StoreError};

/// Why a graph could not be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ValidationError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The query of a shape failed.
    #[error("the query of a shape failed: {0}")]
    Query(#[from] QueryEvaluationError),
}

/// Shapes inside of shapes that are followed; what is deeper leads round in a circle.
const DEPTH: usize = 64;

impl Shapes {
    /// Looks at the default graph, at the claims and at the passages. Results come in the order of severity, node, path.
    ///
    /// # Errors
    /// The store cannot be read, or the query of a shape fails.
    pub fn validate(&self, snapshot: &Snapshot) -> Result<Report, ValidationError> {
        let data = Data::new(snapshot)?;
        let mut look = Look { shapes: &self.shapes, data, root: String::new(), outcomes: Vec::new() };
        for shape in self.shapes.iter().filter(|shape| !shape.targets.is_empty()) {
            look.root = name(&shape.id).unwrap_or_default().to_owned();
            let mut nodes = BTreeSet::new();
            for target in &shape.targets {
                look.data.nodes(target, &mut nodes)?;
            }
            for Node(node) in &nodes {
                look.node(shape, node, 0)?;
            }
            look.queries(shape, &nodes)?;
        }
        Ok(Report::of(look.outcomes))
    }
}

struct Look<'a> {
    shapes: &'a [Shape],
    data: Data<'a>,
    /// The name of the shape whose targets are looked at.
    root: String,
    outcomes: Vec<Outcome>,
}

impl Look<'_> {
    /// Looks at one node; what does not hold is kept.
    fn node(&mut self, shape: &Shape, node: &Term, depth: usize) -> Result<(), ValidationError> {
        if depth > DEPTH {
            return Ok(());
        }
        let values = match &shape.path {
            Some(path) => path.terms(&self.data, node)?,
            None => vec![node.clone()],
        };
        let shapes = self.shapes;
        for constraint in &shape.constraints {
            match constraint {
                Constraint::Property(inner) => {
                    for value in &values {
                        self.node(&shapes[*inner], value, depth + 1)?;
                    }
                }
                Constraint::Sparql(_) => {}
                constraint => {
                    for (value, message) in self.wrong(shape, constraint, node, &values, depth)? {
                        self.keep(shape, constraint, node, value, message);
                    }
                }
            }
        }
        Ok(())
    }

    fn keep(&mut self, shape: &Shape, constraint: &Constraint, node: &Term, value: Option<Term>, message: String) {
        let message = match constraint {
            Constraint::Sparql(query) => query.message.clone().or_else(|| shape.message.clone()),
            _ => shape.message.clone(),
        }
        .unwrap_or(message);
        self.outcomes.push(Outcome {
            severity: shape.severity.clone(),
            focus: node.clone(),
            path: shape.path.clone(),
            value,
            component: constraint.component(),
            shape: shape.id.clone(),
            root: self.root.clone(),
            message,
        });
    }

    /// The constraints that are queries: asked once for all nodes.
    fn queries(&mut self, shape: &Shape, nodes: &BTreeSet<Node>) -> Result<(), ValidationError> {
        for constraint in &shape.constraints {
            let Constraint::Sparql(query) = constraint else { continue };
            for (Node(node), value) in sparql::found(&self.data, query, nodes)? {
                // A node shape is about the node itself.
                let value = value.map(|Node(value)| value).or_else(|| shape.path.is_none().then(|| node.clone()));
                self.keep(shape, constraint, &node, value, "the query of the shape finds it".into());
            }
        }
        Ok(())
    }

    fn conforms(&mut self, shape: usize, node: &Term, depth: usize) -> Result<bool, ValidationError> {
        let before = self.outcomes.len();
        self.node(&self.shapes[shape], node, depth + 1)?;
        let conforms = self.outcomes.len() == before;
        self.outcomes.truncate(before);
        Ok(conforms)
    }

    /// How many of the shapes a node conforms to.
    fn conforming(&mut self, shapes: &[usize], node: &Term, depth: usize) -> Result<usize, ValidationError> {
        let mut count = 0;
        for shape in shapes {
            count += usize::from(self.conforms(*shape, node, depth)?);
        }
        Ok(count)
    }

    /// What does not hold: values, or none where it is about all of them, and why.
    fn wrong(
        &mut self,
        shape: &Shape,
        constraint: &Constraint,
        node: &Term,
        values: &[Term],
        depth: usize,
    ) -> Result<Vec<(Option<Term>, String)>, ValidationError> {
        let path = shape.path.as_ref().map_or_else(|| "the node".to_owned(), ToString::to_string);
        let whole = |message: String| vec![(None, message)];
        Ok(match constraint {
            Constraint::MinCount(least) if values.len() < *least => {
                whole(format!("{path} has {} values, at least {least} must be", values.len()))
            }
            Constraint::MaxCount(most) if values.len() > *most => {
                whole(format!("{path} has {} values, at most {most} may be", values.len()))
            }
            Constraint::MinCount(_) | Constraint::MaxCount(_) => Vec::new(),
            Constraint::HasValue(wanted) if !values.contains(wanted) => {
                whole(format!("{path} must have the value {}", named(wanted)))
            }
            Constraint::HasValue(_) => Vec::new(),
            Constraint::UniqueLang => {
                let mut seen: Vec<(&str, usize)> = Vec::new();
                for language in values.iter().filter_map(language) {
                    match seen.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(language)) {
                        Some((_, count)) => *count += 1,
                        None => seen.push((language, 1)),
                    }
                }
                let twice = seen.into_iter().filter(|(_, count)| *count > 1);
                twice.map(|(language, _)| (None, format!("{path} has several values in {language}"))).collect()
            }
            Constraint::Equals(other) => {
                let others = self.data.objects(node, other.as_ref())?;
                let missing = others.iter().filter(|value| !values.contains(value));
                let more = values.iter().filter(|value| !others.contains(value));
                let message = || format!("{path} must have the values of {}", compact(other.as_str(), BASE));
                missing.chain(more).map(|value| (Some(value.clone()), message())).collect()
            }
            Constraint::Disjoint(other) => {
                let others = self.data.objects(node, other.as_ref())?;
                let both = values.iter().filter(|value| others.contains(value));
                let message = || format!("{} has the same value", compact(other.as_str(), BASE));
                both.map(|value| (Some(value.clone()), message())).collect()
            }
            Constraint::LessThan(other, or_equal) => {
                let mut found = Vec::new();
                for limit in self.data.objects(node, other.as_ref())? {
                    for value in values {
                        let order = compare(value, &limit);
                        if !order.is_some_and(|order| order.is_lt() || (*or_equal && order.is_eq())) {
                            let name = compact(other.as_str(), BASE);
                            let message = format!("{} is not less than {} of {name}", named(value), named(&limit));
                            found.push((Some(value.clone()), message));
                        }
                    }
                }
                found
            }
            constraint => {
                let mut found = Vec::new();
                for value in values {
                    if let Some(message) = self.refused(constraint, value, depth)? {
                        found.push((Some(value.clone()), message));
                    }
                }
                found
            }
        })
    }

    /// Why one value cannot be, if it cannot.
    fn refused(
        &mut self,
        constraint: &Constraint,
        value: &Term,
        depth: usize,
    ) -> Result<Option<String>, ValidationError> {
        let characters = || match value {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        };
        let length = || characters().map(|text| text.chars().count());
        let shown = named(value);
        let (holds, message) = match constraint {
            Constraint::Class(class) => {
                let classes = self.data.classes(class);
                (self.data.is_a(value, &classes)?, format!("{shown} is no {}", compact(class.as_str(), BASE)))
            }
            Constraint::Datatype(datatype) => {
                let holds = matches!(value, Term::Literal(l) if l.datatype() == datatype.as_ref() && is_well_formed(l));
                (holds, format!("{shown} is no {}", compact(datatype.as_str(), BASE)))
            }
            Constraint::NodeKind(kind) => {
                let name = kind.as_str().strip_prefix(sh::NAMESPACE).unwrap_or_default();
                (is_of_kind(value, name), format!("{shown} is not of the kind {name}"))
            }
            Constraint::Limit(limit, than) => {
                let order = compare(value, than);
                let holds = order.is_some_and(|order| match limit {
                    Limit::MinExclusive => order.is_gt(),
                    Limit::MinInclusive => order.is_ge(),
                    Limit::MaxExclusive => order.is_lt(),
                    Limit::MaxInclusive => order.is_le(),
                });
                (holds, format!("{shown} is beyond the limit {}", named(than)))
            }
            Constraint::MinLength(least) => {
                (length().is_some_and(|length| length >= *least), format!("{shown} is shorter than {least}"))
            }
            Constraint::MaxLength(most) => {
                (length().is_some_and(|length| length <= *most), format!("{shown} is longer than {most}"))
            }
            Constraint::Pattern(pattern) => {
                (characters().is_some_and(|text| pattern.is_match(&text)), format!("{shown} does not match {pattern}"))
            }
            Constraint::LanguageIn(languages) => {
                let holds = language(value).is_some_and(|tag| languages.iter().any(|range| in_range(tag, range)));
                (holds, format!("{shown} is in none of {}", languages.join(", ")))
            }
            Constraint::In(allowed) => (allowed.contains(value), format!("{shown} is none of those allowed")),
            Constraint::Not(shape) => {
                (!self.conforms(*shape, value, depth)?, format!("{shown} is what it must not be"))
            }
            Constraint::Node(shape) => (self.conforms(*shape, value, depth)?, format!("{shown} does not fit")),
            Constraint::And(shapes) => {
                (self.conforming(shapes, value, depth)? == shapes.len(), format!("{shown} does not fit all"))
            }
            Constraint::Or(shapes) => (self.conforming(shapes, value, depth)? > 0, format!("{shown} fits none")),
            Constraint::Xone(shapes) => {
                (self.conforming(shapes, value, depth)? == 1, format!("{shown} fits not just one"))
            }
            _ => (true, String::new()),
        };
        Ok((!holds).then_some(message))
    }
}

fn language(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => literal.language(),
        _ => None,
    }
}

/// Basic filtering of language tags (RFC 4647, section 3.3.1).
fn in_range(tag: &str, range: &str) -> bool {
    let beginning = tag.get(..range.len());
    beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(range))
        && matches!(tag.as_bytes().get(range.len()), None | Some(b'-'))
}

fn is_of_kind(term: &Term, kind: &str) -> bool {
    let own = match term {
        Term::NamedNode(_) => "IRI",
        Term::BlankNode(_) => "BlankNode",
        _ => "Literal",
    };
    kind == own || kind.split("Or").any(|part| part == own)
}

fn named(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => compact(node.as_str(), BASE),
        Term::Literal(literal) => format!("\"{}\"", literal.value()),
        other => other.to_string(),
    }
}

/// The local name of a shape.
fn name(id: &NamedOrBlankNode) -> Option<&str> {
    match id {
        NamedOrBlankNode::NamedNode(node) => node.as_str().rsplit(['/', '#']).next(),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}
