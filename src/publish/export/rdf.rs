//! Whole graphs in the formats of RDF: sorted, with prefixes, the same bytes for the same store.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple, TripleRef};
use sha2::{Digest, Sha256};

use super::ExportError;
use super::sorted::Sorter;
use crate::graph::vocab::PREFIXES;
use crate::publish::format::GraphFormat;
use crate::store::Snapshot;

/// Writes the store: all graphs where the format can name them, else the default graph; with `graph`, only that one.
/// Gives the hash of the canonical form, where what is written is that form.
pub(super) fn write(
    snapshot: &Snapshot,
    format: GraphFormat,
    graph: Option<&str>,
    spill: &Path,
    mut out: impl Write,
) -> Result<Option<String>, ExportError> {
    let format = format.format;
    let only = match graph {
        Some(iri) => {
            Some(GraphNameRef::NamedNode(NamedNodeRef::new(iri).map_err(|_| ExportError::NoSuchGraph(iri.into()))?))
        }
        None if format.supports_datasets() => None,
        None => Some(GraphNameRef::DefaultGraph),
    };
    let lines = matches!(format, RdfFormat::NQuads | RdfFormat::NTriples);
    let triples = !format.supports_datasets();
    let mut parts: Vec<GraphName> = Vec::new();
    match only {
        Some(only) => parts.push(only.into_owned()),
        None => {
            parts.push(GraphName::DefaultGraph);
            for graph in snapshot.named_graphs() {
                parts.push(graph?);
            }
        }
    }
    let Taken { sorter, empty, blank, used } = taken(snapshot, &parts, spill, (lines, triples))?;
    if let (Some(iri), true) = (graph, empty) {
        return Err(ExportError::NoSuchGraph(iri.to_owned()));
    }
    if lines {
        // Without blank nodes the canonical form of RDFC-1.0 is the sorted canonical N-Quads.
        let hash = hashed(out, |each| sorter.finish(each))?;
        return Ok((!blank).then_some(hash));
    }
    let mut serializer = RdfSerializer::from_format(format);
    for ((name, namespace), _) in PREFIXES.iter().zip(used).filter(|(_, used)| *used) {
        serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(&mut out);
    sorter.finish(|line| {
        let start = line.iter().position(|byte| *byte == 0).map_or(0, |end| end + 1);
        let read = RdfParser::from_format(RdfFormat::NQuads).for_slice(&line[start..]).next();
        let quad = read.transpose().map_err(io::Error::other)?.ok_or_else(|| io::Error::other("a line is no quad"))?;
        if triples { writer.serialize_triple(TripleRef::from(quad.as_ref())) } else { writer.serialize_quad(&quad) }
    })?;
    writer.finish()?.flush()?;
    Ok(None)
}

/// What was read: the lines, whether there is none, whether there are blank nodes, and which prefixes are used.
struct Taken {
    sorter: Sorter,
    empty: bool,
    blank: bool,
    used: [bool; PREFIXES.len()],
}

/// Reads graphs beside each other: most of the time goes into looking up the words of each quad.
fn taken(snapshot: &Snapshot, parts: &[GraphName], spill: &Path, form: (bool, bool)) -> Result<Taken, ExportError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let several = cores.min(parts.len()).clamp(1, 4);
    let next = AtomicUsize::new(0);
    let read = || {
        let sorter = Sorter::in_folder(spill, several);
        let mut taken = Taken { sorter, empty: true, blank: false, used: [false; PREFIXES.len()] };
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            taken.read(snapshot, part, form)?;
        }
        Ok::<_, ExportError>(taken)
    };
    std::thread::scope(|scope| {
        let readers: Vec<_> = (1..several).map(|_| scope.spawn(read)).collect();
        let mut whole = read()?;
        for reader in readers {
            let other = reader.join().map_err(|_| io::Error::other("the graph could not be read"))??;
            whole.empty &= other.empty;
            whole.blank |= other.blank;
            for (used, other) in whole.used.iter_mut().zip(other.used) {
                *used |= other;
            }
            whole.sorter.join(other.sorter)?;
        }
        Ok(whole)
    })
}

impl Taken {
    /// Takes one graph, as lines of a line format or for a nested one, of triples or quads.
    fn read(
        &mut self,
        snapshot: &Snapshot,
        part: &GraphName,
        (lines, triples): (bool, bool),
    ) -> Result<(), ExportError> {
        for quad in snapshot.quads(None, None, None, Some(part.as_ref())) {
            let quad = quad?;
            self.empty = false;
            self.blank |= has_blank(&quad);
            if !lines {
                for (used, (_, namespace)) in self.used.iter_mut().zip(PREFIXES) {
                    *used = *used || uses(&quad, namespace);
                }
            }
            // Lines of the line formats sort as `sort` would; the nested formats need a graph and a subject in one piece.
            self.sorter.push(|line| match &quad.graph_name {
                name if !lines && *name != GraphName::DefaultGraph => writeln!(line, "{name}\0{quad} ."),
                _ if !lines => writeln!(line, "\0{quad} ."),
                _ if triples => writeln!(line, "{} .", TripleRef::from(quad.as_ref())),
                _ => writeln!(line, "{quad} ."),
            })?;
        }
        Ok(())
    }
}

/// Bytes that are written and hashed at once.
const BLOCK: usize = 1 << 20;

/// Writes what `give` gives, and hashes it beside that in a thread of its own; the SHA-256 in hexadecimal digits.
fn hashed(
    mut out: impl Write,
    give: impl FnOnce(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<String> {
    std::thread::scope(|scope| {
        let (blocks, written) = std::sync::mpsc::sync_channel::<Vec<u8>>(4);
        let hashing = scope.spawn(move || {
            let mut hash = Sha256::new();
            for block in written {
                hash.update(&block);
            }
            hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        });
        let gone = |_| io::Error::other("the hash could not be computed");
        let mut block = Vec::with_capacity(BLOCK);
        give(&mut |line| {
            block.extend_from_slice(line);
            if block.len() < BLOCK {
                return Ok(());
            }
            out.write_all(&block)?;
            blocks.send(std::mem::replace(&mut block, Vec::with_capacity(BLOCK))).map_err(gone)
        })?;
        out.write_all(&block)?;
        blocks.send(block).map_err(gone)?;
        drop(blocks);
        out.flush()?;
        hashing.join().map_err(|_| io::Error::other("the hash could not be computed"))
    })
}

fn has_blank(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || !matches!(quad.object, Term::NamedNode(_) | Term::Literal(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_))
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
