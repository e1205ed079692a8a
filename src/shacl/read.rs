//! Shapes from Turtle.

use std::collections::{BTreeMap, HashMap};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use regex::RegexBuilder;

use super::model::{Constraint, Limit, Shape, Shapes, ShapesError, Target, VIOLATION};
use super::path::Path;
use super::sparql;
use crate::graph::vocab::{BASE, compact, rdf, rdfs, sh};
use crate::graph::vocabulary::SHAPES;

impl Shapes {
    /// The shapes of the ontology, which are built in.
    pub fn shipped() -> Self {
        Self::read(SHAPES, BASE).expect("a test reads the shapes that are built in")
    }

    /// Shapes in Turtle; relative IRIs are under `base`.
    ///
    /// # Errors
    /// The text is no Turtle, or says something that is not looked at.
    pub fn read(turtle: &str, base: &str) -> Result<Self, ShapesError> {
        let mut graph = Graph::new();
        let parser = RdfParser::from_format(RdfFormat::Turtle);
        let parser = parser.with_base_iri(base).unwrap_or_else(|_| RdfParser::from_format(RdfFormat::Turtle));
        for quad in parser.for_slice(turtle) {
            graph.insert(&quad?.into());
        }
        let mut reader = Reader { graph: &graph, places: HashMap::new(), shapes: Vec::new() };
        let mut roots: BTreeMap<String, NamedOrBlankNode> = BTreeMap::new();
        for triple in &graph {
            let is_type = triple.predicate == rdf::TYPE
                && [term("NodeShape"), term("PropertyShape")]
                    .iter()
                    .any(|class| triple.object == class.as_ref().into());
            if is_type || local(triple.predicate).is_some_and(|name| name.starts_with("target")) {
                roots.insert(triple.subject.to_string(), triple.subject.into_owned());
            }
        }
        for root in roots.values() {
            reader.shape(root)?;
        }
        Ok(Self { shapes: reader.shapes })
    }

    /// These shapes and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        let by = self.shapes.len();
        self.shapes.extend(others.shapes.into_iter().map(|mut shape| {
            shape.constraints.iter_mut().for_each(|constraint| constraint.shift(by));
            shape
        }));
        self
    }
}

impl Constraint {
    /// The shapes that it names stand further down.
    fn shift(&mut self, by: usize) {
        match self {
            Self::Not(at) | Self::Node(at) | Self::Property(at) => *at += by,
            Self::And(all) | Self::Or(all) | Self::Xone(all) => all.iter_mut().for_each(|at| *at += by),
            _ => {}
        }
    }
}

fn term(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{local}", sh::NAMESPACE))
}

fn local(property: NamedNodeRef<'_>) -> Option<&str> {
    property.as_str().strip_prefix(sh::NAMESPACE)
}

struct Reader<'g> {
    graph: &'g Graph,
    places: HashMap<NamedOrBlankNode, usize>,
    shapes: Vec<Shape>,
}

impl Reader<'_> {
    /// Reads a shape, and those inside of it, once; gives its place.
    fn shape(&mut self, id: &NamedOrBlankNode) -> Result<usize, ShapesError> {
        if let Some(place) = self.places.get(id) {
            return Ok(*place);
        }
        let place = self.shapes.len();
        self.places.insert(id.clone(), place);
        let severity = self.one(id, "severity");
        let severity = match severity {
            Some(Term::NamedNode(node)) => node,
            _ => VIOLATION.into_owned(),
        };
        let message = self.one(id, "message").map(text);
        let path = self.one(id, "path").map(|path| self.path(id, &path)).transpose()?;
        let shape = Shape { id: id.clone(), targets: Vec::new(), path, severity, message, constraints: Vec::new() };
        self.shapes.push(shape);
        if self.one(id, "deactivated").is_some_and(|value| text(value) == "true") {
            return Ok(place);
        }
        let (mut targets, mut constraints) = (Vec::new(), Vec::new());
        let graph = self.graph;
        let mut said: Vec<_> = graph.triples_for_subject(id.as_ref()).collect();
        said.sort_by_cached_key(|triple| (triple.predicate.as_str(), triple.object.to_string()));
        for triple in said {
            let object = triple.object.into_owned();
            if let Some(name) = local(triple.predicate) {
                match target(name, &object) {
                    Some(target) => targets.push(target),
                    None => constraints.extend(self.constraint(id, name, object)?),
                }
            } else if triple.predicate == rdf::TYPE && triple.object == TermRef::from(rdfs::CLASS) {
                // A shape that is a class is about its instances (section 2.1.3.2).
                if let NamedOrBlankNode::NamedNode(class) = id {
                    targets.push(Target::Class(class.clone()));
                }
            }
        }
        self.shapes[place].targets = targets;
        self.shapes[place].constraints = constraints;
        Ok(place)
    }

    fn constraint(
        &mut self,
        id: &NamedOrBlankNode,
        name: &str,
        value: Term,
    ) -> Result<Option<Constraint>, ShapesError> {
        let broken = |problem: String| ShapesError::Broken { shape: shown(id), problem };
        let node = |value: &Term| match value {
            Term::NamedNode(node) => Ok(node.clone()),
            other => Err(broken(format!("sh:{name} is an IRI, not {other}"))),
        };
        let number = |value: Term| {
            text(value).parse::<usize>().map_err(|_| broken(format!("sh:{name} is a whole number from 0")))
        };
        Ok(Some(match name {
            "path" | "severity" | "message" | "deactivated" | "name" | "description" | "order" | "group" | "flags"
            | "declare" | "prefixes" | "defaultValue" => return Ok(None),
            "class" => Constraint::Class(node(&value)?),
            "datatype" => Constraint::Datatype(node(&value)?),
            "nodeKind" => Constraint::NodeKind(node(&value)?),
            "minCount" => Constraint::MinCount(number(value)?),
            "maxCount" => Constraint::MaxCount(number(value)?),
            "minExclusive" => Constraint::Limit(Limit::MinExclusive, value),
            "minInclusive" => Constraint::Limit(Limit::MinInclusive, value),
            "maxExclusive" => Constraint::Limit(Limit::MaxExclusive, value),
            "maxInclusive" => Constraint::Limit(Limit::MaxInclusive, value),
            "minLength" => Constraint::MinLength(number(value)?),
            "maxLength" => Constraint::MaxLength(number(value)?),
            "pattern" => {
                let flags = self.one(id, "flags").map(text).unwrap_or_default();
                let mut builder = RegexBuilder::new(&text(value));
                builder.case_insensitive(flags.contains('i')).multi_line(flags.contains('m'));
                builder.dot_matches_new_line(flags.contains('s')).ignore_whitespace(flags.contains('x'));
                Constraint::Pattern(builder.build().map_err(|error| broken(error.to_string()))?)
            }
            "languageIn" => Constraint::LanguageIn(self.list(id, &value)?.into_iter().map(text).collect()),
            "uniqueLang" if text(value.clone()) == "true" => Constraint::UniqueLang,
            "uniqueLang" => return Ok(None),
            "equals" => Constraint::Equals(node(&value)?),
            "disjoint" => Constraint::Disjoint(node(&value)?),
            "lessThan" => Constraint::LessThan(node(&value)?, false),
            "lessThanOrEquals" => Constraint::LessThan(node(&value)?, true),
            "hasValue" => Constraint::HasValue(value),
            "in" => Constraint::In(self.list(id, &value)?),
            "not" => Constraint::Not(self.inner(id, &value)?),
            "and" => Constraint::And(self.inner_all(id, &value)?),
            "or" => Constraint::Or(self.inner_all(id, &value)?),
            "xone" => Constraint::Xone(self.inner_all(id, &value)?),
            "node" => Constraint::Node(self.inner(id, &value)?),
            "property" => Constraint::Property(self.inner(id, &value)?),
            "sparql" => match sparql::read(self.graph, id, &value)? {
                Some(constraint) => Constraint::Sparql(Box::new(constraint)),
                None => return Ok(None),
            },
            other => return Err(ShapesError::Unsupported { shape: shown(id), what: other.to_owned() }),
        }))
    }

    fn inner(&mut self, id: &NamedOrBlankNode, value: &Term) -> Result<usize, ShapesError> {
        match subject(value) {
            Some(shape) => self.shape(&shape),
            None => Err(ShapesError::Broken { shape: shown(id), problem: format!("{value} is no shape") }),
        }
    }

    fn inner_all(&mut self, id: &NamedOrBlankNode, value: &Term) -> Result<Vec<usize>, ShapesError> {
        self.list(id, value)?.iter().map(|value| self.inner(id, value)).collect()
    }

    fn one(&self, id: &NamedOrBlankNode, name: &str) -> Option<Term> {
        one(self.graph, id, &term(name))
    }

    fn path(&self, id: &NamedOrBlankNode, value: &Term) -> Result<Path, ShapesError> {
        let node = match value {
            Term::NamedNode(node) => return Ok(Path::Predicate(node.clone())),
            Term::BlankNode(node) => NamedOrBlankNode::from(node.clone()),
            other => {
                return Err(ShapesError::Broken { shape: shown(id), problem: format!("{other} is no property path") });
            }
        };
        if one(self.graph, &node, &rdf::FIRST.into_owned()).is_some() {
            return Ok(Path::Sequence(self.paths(id, value)?));
        }
        let inner = |name| self.one(&node, name);
        if let Some(ways) = inner("alternativePath") {
            return Ok(Path::Alternative(self.paths(id, &ways)?));
        }
        for (name, make) in [
            ("inversePath", Path::Inverse as fn(Box<Path>) -> Path),
            ("zeroOrMorePath", Path::ZeroOrMore),
            ("oneOrMorePath", Path::OneOrMore),
            ("zeroOrOnePath", Path::ZeroOrOne),
        ] {
            if let Some(path) = inner(name) {
                return Ok(make(Box::new(self.path(id, &path)?)));
            }
        }
        Err(ShapesError::Broken { shape: shown(id), problem: "its sh:path is no property path".into() })
    }

    fn paths(&self, id: &NamedOrBlankNode, list: &Term) -> Result<Vec<Path>, ShapesError> {
        self.list(id, list)?.iter().map(|path| self.path(id, path)).collect()
    }

    fn list(&self, id: &NamedOrBlankNode, head: &Term) -> Result<Vec<Term>, ShapesError> {
        let mut items = Vec::new();
        let mut at = head.clone();
        while at != Term::from(rdf::NIL.into_owned()) {
            let node = subject(&at);
            let first = node.as_ref().and_then(|node| one(self.graph, node, &rdf::FIRST.into_owned()));
            let rest = node.as_ref().and_then(|node| one(self.graph, node, &rdf::REST.into_owned()));
            let (Some(first), Some(rest)) = (first, rest) else {
                return Err(ShapesError::Broken { shape: shown(id), problem: format!("{head} is no list") });
            };
            items.push(first);
            // A list that leads back into itself would never end.
            if items.len() > self.graph.len() {
                return Err(ShapesError::Broken { shape: shown(id), problem: format!("{head} is a list without end") });
            }
            at = rest;
        }
        Ok(items)
    }
}

fn target(name: &str, object: &Term) -> Option<Target> {
    match (name, object) {
        ("targetNode", node) => Some(Target::Node(node.clone())),
        ("targetClass", Term::NamedNode(class)) => Some(Target::Class(class.clone())),
        ("targetSubjectsOf", Term::NamedNode(property)) => Some(Target::SubjectsOf(property.clone())),
        ("targetObjectsOf", Term::NamedNode(property)) => Some(Target::ObjectsOf(property.clone())),
        _ => None,
    }
}

pub(super) fn one(graph: &Graph, subject: &NamedOrBlankNode, property: &NamedNode) -> Option<Term> {
    graph.object_for_subject_predicate(NamedOrBlankNodeRef::from(subject), property).map(TermRef::into_owned)
}

pub(super) fn text(term: Term) -> String {
    match term {
        Term::Literal(literal) => literal.destruct().0,
        Term::NamedNode(node) => node.into_string(),
        other => other.to_string(),
    }
}

pub(super) fn subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}

/// The name of a shape, as people read it.
pub(super) fn shown(id: &NamedOrBlankNode) -> String {
    match id {
        NamedOrBlankNode::NamedNode(node) => compact(node.as_str(), BASE),
        NamedOrBlankNode::BlankNode(_) => "without a name".into(),
    }
}
