//! Assertions become RDF: the only module that mints IRIs ([`iri`]) and that spells the ontology's shape ([`quads`]).
//!
//! Everything that one document says stands in its own named graph, each fact with the passages that prove it. That
//! graph is a pure function of the text, the rules and the names: no clock, no random, no blank node.

pub mod catalogue;
pub mod iri;
mod offsets;
pub mod quads;
pub mod reference;
pub mod vocab;
pub mod vocabulary;

pub use catalogue::{Build, Catalogued, catalogue_quads};
pub use iri::{IriError, Iris};
pub use quads::{QuoteError, SourceMeta, document_quads, verify_quotes};
pub use vocabulary::vocabulary_quads;

use std::cmp::Ordering;

use oxigraph::model::{GraphNameRef, NamedOrBlankNodeRef, Quad, TermRef};

/// Sorts quads by graph, subject, predicate and object, and drops repetitions: the order in which we hand them on.
pub fn sort_quads(quads: &mut Vec<Quad>) {
    quads.sort_unstable_by(compare);
    quads.dedup();
}

fn compare(a: &Quad, b: &Quad) -> Ordering {
    let graph = |q: &Quad| match q.graph_name.as_ref() {
        GraphNameRef::NamedNode(n) => n.as_str().to_owned(),
        other => other.to_string(),
    };
    let by_graph = if a.graph_name == b.graph_name { Ordering::Equal } else { graph(a).cmp(&graph(b)) };
    by_graph
        .then_with(|| node(a.subject.as_ref()).cmp(node(b.subject.as_ref())))
        .then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()))
        .then_with(|| term(a.object.as_ref()).cmp(&term(b.object.as_ref())))
}

fn node<'a>(node: NamedOrBlankNodeRef<'a>) -> &'a str {
    match node {
        NamedOrBlankNodeRef::NamedNode(n) => n.as_str(),
        NamedOrBlankNodeRef::BlankNode(b) => b.as_str(),
    }
}

fn term(term: TermRef<'_>) -> (u8, String) {
    match term {
        TermRef::NamedNode(n) => (0, n.as_str().to_owned()),
        other => (1, other.to_string()),
    }
}
