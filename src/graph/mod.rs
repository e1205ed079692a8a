//! Assertions become RDF: the only module that mints IRIs ([`iri`]) and that spells the ontology's shape ([`quads`]).
//!
//! Everything that one document says stands in its own named graph, each fact with the passages that prove it. That
//! graph is a pure function of the text, the rules and the names: no clock, no random, no blank node.

pub mod catalogue;
pub mod iri;
mod offsets;
pub mod quads;
pub mod quality;
pub mod reference;
pub mod vocab;
pub mod vocabulary;

pub use catalogue::{Build, catalogue_entry, catalogue_quads, terms_quads};
pub use iri::{IriError, Iris};
pub use quads::{QuoteError, Received, SourceMeta, document_quads, verify_quotes};
pub use quality::{Quality, QualityRow, quality_quads};
pub use vocabulary::{topic_quads, vocabulary_quads};

use std::cmp::Ordering;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, TermRef};

/// Sorts quads by graph, subject, predicate and object, and drops repetitions: the order in which we hand them on.
pub fn sort_quads(quads: &mut Vec<Quad>) {
    quads.sort_by(compare);
    quads.dedup();
}

fn compare(a: &Quad, b: &Quad) -> Ordering {
    let by_graph = match (&a.graph_name, &b.graph_name) {
        (GraphName::NamedNode(a), GraphName::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (a, b) if a == b => Ordering::Equal,
        (a, b) => a.to_string().cmp(&b.to_string()),
    };
    by_graph
        .then_with(|| subject(a).cmp(subject(b)))
        .then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()))
        .then_with(|| compare_objects(a.object.as_ref(), b.object.as_ref()))
}

fn compare_objects(a: TermRef<'_>, b: TermRef<'_>) -> Ordering {
    object(a).cmp(&object(b))
}

fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// Kind, text, datatype and language of a term: what tells two terms apart, in the order in which we sort.
fn object(term: TermRef<'_>) -> (u8, &str, &str, &str) {
    match term {
        TermRef::NamedNode(node) => (0, node.as_str(), "", ""),
        TermRef::BlankNode(node) => (1, node.as_str(), "", ""),
        TermRef::Literal(literal) => {
            (2, literal.value(), literal.datatype().as_str(), literal.language().unwrap_or_default())
        }
        // Triple terms, which we never write, stay in the order in which they came.
        TermRef::Triple(_) => (3, "", "", ""),
    }
}
