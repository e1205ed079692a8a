//! Whole graphs as files: sorted, with prefixes, the same bytes for the same store.

use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple, TripleRef};

use super::format::GraphFormat;
use crate::graph::vocab::PREFIXES;
use crate::store::{Snapshot, StoreError};

/// What can go wrong while writing an export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file or stream could not be written.
    #[error("export could not be written: {0}")]
    Write(#[from] io::Error),
    /// There is no such graph.
    #[error(
        "there is no graph {0}; `rapporteur query` with SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} lists them"
    )]
    NoSuchGraph(String),
    /// There is no such format.
    #[error("there is no export format {0:?}; there are nq, trig, ttl, nt, jsonld and rdfxml")]
    NoSuchFormat(String),
}

/// A format of `export`, by its name on the command line.
///
/// ```
/// use rapporteur::publish::ExportFormat;
/// assert!("ttl".parse::<ExportFormat>().is_ok());
/// assert!("docx".parse::<ExportFormat>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExportFormat(GraphFormat);

impl std::str::FromStr for ExportFormat {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        let extension = if name == "rdfxml" { "rdf" } else { name };
        GraphFormat::from_extension(extension).map(Self).ok_or_else(|| ExportError::NoSuchFormat(name.into()))
    }
}

/// Writes the store: all graphs where the format can name them, else the default graph; with `graph`, only that one.
/// The order of the statements and so the bytes depend on nothing but the statements. `base` is the base of our IRIs;
/// `graph` may be an IRI or a path below it.
pub fn export(
    snapshot: &Snapshot,
    format: ExportFormat,
    base: &str,
    graph: Option<&str>,
    out: impl Write,
) -> Result<(), ExportError> {
    let format = format.0.format;
    let name = graph.map(|g| if g.contains("://") { g.to_owned() } else { format!("{base}{g}") });
    let only = match &name {
        Some(iri) => {
            Some(GraphNameRef::NamedNode(NamedNodeRef::new(iri).map_err(|_| ExportError::NoSuchGraph(iri.clone()))?))
        }
        None if format.supports_datasets() => None,
        None => Some(GraphNameRef::DefaultGraph),
    };
    let mut quads = snapshot.quads(None, None, None, only).collect::<Result<Vec<_>, _>>()?;
    if let (Some(iri), true) = (name, quads.is_empty()) {
        return Err(ExportError::NoSuchGraph(iri));
    }
    // Lines of the line formats sort as `sort` would; the nested formats need a graph and a subject in one piece.
    match format {
        RdfFormat::NQuads | RdfFormat::NTriples => quads.sort_by_cached_key(Quad::to_string),
        _ => quads.sort_by_cached_key(quad_order),
    }
    write_quads(&quads, format, out)?;
    Ok(())
}

/// Writes quads in the order given, each once, with our prefixes where the format has them. Formats without named
/// graphs get the triples, so that one standing in several graphs is written once if the copies follow each other.
pub fn write_quads(quads: &[Quad], format: RdfFormat, out: impl Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(format);
    if !matches!(format, RdfFormat::NQuads | RdfFormat::NTriples) {
        for (name, namespace) in PREFIXES.iter().filter(|(_, namespace)| quads.iter().any(|q| uses(q, namespace))) {
            serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
        }
    }
    let mut writer = serializer.for_writer(out);
    let mut triples = std::collections::HashSet::new();
    for quad in quads {
        if format.supports_datasets() {
            writer.serialize_quad(quad)?;
        } else if triples.insert(Triple::from(quad.as_ref().into_owned())) {
            writer.serialize_triple(TripleRef::from(quad.as_ref()))?;
        }
    }
    writer.finish()?.flush()
}

/// Whether a quad has an IRI of a namespace.
fn uses(quad: &Quad, namespace: &str) -> bool {
    let graph = matches!(&quad.graph_name, GraphName::NamedNode(graph) if graph.as_str().starts_with(namespace));
    let subject = matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if node.as_str().starts_with(namespace));
    let object = match &quad.object {
        Term::NamedNode(node) => node.as_str().starts_with(namespace),
        Term::Literal(literal) => literal.datatype().as_str().starts_with(namespace),
        _ => false,
    };
    graph || subject || object || quad.predicate.as_str().starts_with(namespace)
}

/// What a quad sorts by: graph (the default graph first), subject, predicate, object.
pub(crate) type QuadOrder = (String, String, String, String);

pub(crate) fn quad_order(quad: &Quad) -> QuadOrder {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => String::new(),
        name => name.to_string(),
    };
    (graph, quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())
}
