//! The [validation report](https://www.w3.org/TR/shacl/#validation-report).

use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use sha2::{Digest, Sha256};

use super::model::{INFO, VIOLATION, WARNING};
use super::path::Path;
use crate::graph::vocab::{PREFIXES, rdf, sh};

/// One thing that does not hold.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// `sh:Violation`, `sh:Warning` or `sh:Info`.
    pub severity: NamedNode,
    /// The node that was looked at.
    pub focus: Term,
    pub(super) path: Option<Path>,
    /// The value that is wrong; none where values are too few or too many.
    pub value: Option<Term>,
    pub(super) component: &'static str,
    pub(super) shape: NamedOrBlankNode,
    /// The local name of the shape with the target, in which the constraint stands; empty where it has no IRI.
    pub root: String,
    /// What is wrong, for people.
    pub message: String,
}

impl Outcome {
    /// The kind of constraint: `sh:MinCountConstraintComponent` and its like.
    pub fn component(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}ConstraintComponent", sh::NAMESPACE, self.component))
    }

    /// The way from the node to the values, as SPARQL writes it.
    pub fn path(&self) -> Option<String> {
        self.path.as_ref().map(ToString::to_string)
    }

    /// Whether it must not be.
    pub fn is_violation(&self) -> bool {
        self.severity == VIOLATION
    }
}

/// Everything that does not hold.
#[derive(Debug, Clone)]
pub struct Report {
    /// Worst first.
    pub outcomes: Vec<Outcome>,
}

impl Report {
    pub(super) fn of(mut outcomes: Vec<Outcome>) -> Self {
        let order = |severity: &NamedNode| [VIOLATION, WARNING, INFO].iter().position(|known| *known == *severity);
        outcomes.sort_by_cached_key(|outcome| {
            let value = outcome.value.as_ref().map(Term::to_string);
            (order(&outcome.severity), outcome.focus.to_string(), outcome.path(), outcome.component, value)
        });
        Self { outcomes }
    }

    /// Whether nothing at all was found, as SHACL has it.
    pub fn conforms(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// How many results are of a severity.
    pub fn count(&self, severity: oxigraph::model::NamedNodeRef<'_>) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.severity.as_ref() == severity).count()
    }

    /// Writes the report as `sh:ValidationReport`; its nodes have IRIs below `iri`, the same for the same results.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn write(&self, iri: &str, format: RdfFormat, out: impl Write) -> io::Result<()> {
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, namespace) in PREFIXES {
            serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(out);
        let report = NamedNode::new(iri).map_err(io::Error::other)?;
        let mut add = |subject: &NamedNode, property: NamedNode, value: Term| {
            writer.serialize_triple(Triple::new(subject.clone(), property, value).as_ref())
        };
        let term = |local: &str| NamedNode::new_unchecked(format!("{}{local}", sh::NAMESPACE));
        add(&report, rdf::TYPE.into_owned(), term("ValidationReport").into())?;
        add(&report, term("conforms"), Literal::from(self.conforms()).into())?;
        let names: Vec<NamedNode> = self.outcomes.iter().map(|outcome| outcome.iri(iri)).collect();
        for name in &names {
            add(&report, term("result"), name.clone().into())?;
        }
        for (outcome, name) in self.outcomes.iter().zip(&names) {
            add(name, rdf::TYPE.into_owned(), term("ValidationResult").into())?;
            add(name, term("resultSeverity"), outcome.severity.clone().into())?;
            add(name, term("focusNode"), outcome.focus.clone())?;
            if let Some(Path::Predicate(path)) = &outcome.path {
                add(name, term("resultPath"), path.clone().into())?;
            }
            if let Some(value) = &outcome.value {
                add(name, term("value"), value.clone())?;
            }
            add(name, term("sourceConstraintComponent"), outcome.component().into())?;
            if let NamedOrBlankNode::NamedNode(shape) = &outcome.shape {
                add(name, term("sourceShape"), shape.clone().into())?;
            }
            let path = outcome.path().filter(|_| !matches!(outcome.path, Some(Path::Predicate(_))));
            let message = path.map_or_else(|| outcome.message.clone(), |path| format!("{path}: {}", outcome.message));
            add(name, term("resultMessage"), Literal::new_simple_literal(message).into())?;
        }
        writer.finish()?.flush()
    }
}

impl Outcome {
    /// An IRI for the result, made of what it says.
    fn iri(&self, report: &str) -> NamedNode {
        let value = self.value.as_ref().map(Term::to_string).unwrap_or_default();
        let (path, shape) = (self.path().unwrap_or_default(), format!("{} {}", self.root, self.severity));
        let said = [self.focus.to_string(), path, shape, self.component.into(), value, self.message.clone()];
        let hash = Sha256::digest(said.join("\0"));
        let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        NamedNode::new_unchecked(format!("{report}#result-{name}"))
    }
}
