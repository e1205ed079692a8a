//! Shapes as they were read.

use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use regex::Regex;
use spargebra::Query;

use super::path::Path;

/// Shapes that a graph is looked at with.
///
/// ```
/// use rapporteur::shacl::Shapes;
///
/// let shapes = Shapes::shipped();
/// assert!(shapes.len() > 20);
/// let wrong = "@prefix sh: <http://www.w3.org/ns/shacl#> . <s> a sh:NodeShape ; sh:closed true .";
/// assert!(Shapes::read(wrong, "http://example.org/").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    pub(super) shapes: Vec<Shape>,
}

/// Why shapes could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapesError {
    /// The file is no Turtle.
    #[error("the shapes are no Turtle: {0}")]
    Syntax(#[from] oxigraph::io::RdfSyntaxError),
    /// A shape says what nobody here looks at.
    #[error("shape {shape}: sh:{what} is not supported")]
    Unsupported {
        /// The shape.
        shape: String,
        /// The local name of the property.
        what: String,
    },
    /// A value that cannot be.
    #[error("shape {shape}: {problem}")]
    Broken {
        /// The shape.
        shape: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// How bad a result is.
pub(super) use crate::graph::vocab::sh::{INFO, VIOLATION, WARNING};

/// The nodes that a shape is about.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Node(Term),
    Class(NamedNode),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

/// A node shape, or with a path a property shape.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) id: NamedOrBlankNode,
    pub(super) targets: Vec<Target>,
    pub(super) path: Option<Path>,
    pub(super) severity: NamedNode,
    pub(super) message: Option<String>,
    pub(super) constraints: Vec<Constraint>,
}

/// One thing that must hold of a node, or of the values of a path; other shapes by their place in the list.
#[derive(Debug, Clone)]
pub(super) enum Constraint {
    Class(NamedNode),
    Datatype(NamedNode),
    NodeKind(NamedNode),
    MinCount(usize),
    MaxCount(usize),
    /// A limit, with its local name: `minInclusive` and its like.
    Limit(Limit, Term),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(NamedNode),
    Disjoint(NamedNode),
    LessThan(NamedNode, bool),
    HasValue(Term),
    In(Vec<Term>),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    Xone(Vec<usize>),
    Node(usize),
    Property(usize),
    Sparql(Box<Sparql>),
}

/// On which side of a limit a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

/// A SELECT whose rows are what must not be.
#[derive(Debug, Clone)]
pub(super) struct Sparql {
    pub(super) query: Query,
    pub(super) message: Option<String>,
}

impl Constraint {
    /// The local name of its component, without `ConstraintComponent`.
    pub(super) fn component(&self) -> &'static str {
        match self {
            Self::Class(_) => "Class",
            Self::Datatype(_) => "Datatype",
            Self::NodeKind(_) => "NodeKind",
            Self::MinCount(_) => "MinCount",
            Self::MaxCount(_) => "MaxCount",
            Self::Limit(Limit::MinExclusive, _) => "MinExclusive",
            Self::Limit(Limit::MinInclusive, _) => "MinInclusive",
            Self::Limit(Limit::MaxExclusive, _) => "MaxExclusive",
            Self::Limit(Limit::MaxInclusive, _) => "MaxInclusive",
            Self::MinLength(_) => "MinLength",
            Self::MaxLength(_) => "MaxLength",
            Self::Pattern(_) => "Pattern",
            Self::LanguageIn(_) => "LanguageIn",
            Self::UniqueLang => "UniqueLang",
            Self::Equals(_) => "Equals",
            Self::Disjoint(_) => "Disjoint",
            Self::LessThan(_, false) => "LessThan",
            Self::LessThan(_, true) => "LessThanOrEquals",
            Self::HasValue(_) => "HasValue",
            Self::In(_) => "In",
            Self::Not(_) => "Not",
            Self::And(_) => "And",
            Self::Or(_) => "Or",
            Self::Xone(_) => "Xone",
            Self::Node(_) => "Node",
            Self::Property(_) => "Property",
            Self::Sparql(_) => "SPARQL",
        }
    }
}

impl Shapes {
    /// How many shapes there are, with those inside of others.
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }
}
