//! Facts as [nanopublications](https://nanopub.net/guidelines/working_draft/): each with the passages that prove it and
//! the build that read it, under an address that ends in a hash of its content
//! ([trusty URIs, version 1](https://trustyuri.net/), module RA), so that who has it can see that nothing was changed. In
//! front of the hash stands the path of the fact, so that a server finds what it has to make.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::ExportError;
use crate::graph::vocab::{PREFIXES, dcterms, igm, np, prov, rdfs};
use crate::store::{Snapshot, StoreError};

/// Stands for the code that is computed, as the definition of the hash wants it.
const UNKNOWN: char = ' ';

/// Writes one nanopublication for each fact that a document proves, document by document, as TriG.
pub(super) fn write(snapshot: &Snapshot, base: &str, mut out: impl Write) -> Result<(), ExportError> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::TriG);
    for (name, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(&mut out);
    for graph in graphs(snapshot)? {
        let publication = Publication::of_graph(snapshot, base, &graph)?;
        let said = Said::read(snapshot, &graph)?;
        for (fact, quads) in &said.things {
            if let Some(quads) = publication.of(fact, quads, &said) {
                for quad in &quads {
                    writer.serialize_quad(quad)?;
                }
            }
        }
    }
    Ok(writer.finish()?.flush()?)
}

/// A nanopublication: its address and its quads, sorted.
pub type Nanopublication = (NamedNode, Vec<Quad>);

/// The nanopublications of one fact, one for each document that proves it, at most `limit`, in the order of their graphs; and
/// whether these are all.
///
/// # Errors
/// The store cannot be read.
pub fn nanopublications(
    snapshot: &Snapshot,
    base: &str,
    fact: NamedNodeRef<'_>,
    limit: usize,
) -> Result<(Vec<Nanopublication>, bool), StoreError> {
    let mut graphs = BTreeSet::new();
    for quad in snapshot.quads(Some(fact.into()), Some(prov::WAS_DERIVED_FROM), None, None) {
        if let GraphName::NamedNode(graph) = quad?.graph_name {
            graphs.insert(graph);
        }
    }
    let all = graphs.len() <= limit;
    let mut found = Vec::new();
    for graph in graphs.into_iter().take(limit) {
        let publication = Publication::of_graph(snapshot, base, &graph)?;
        let said = Said::about(snapshot, &graph, fact)?;
        let Some(quads) = said.things.get(&fact.into_owned()) else { continue };
        if let Some(mut quads) = publication.of(&fact.into_owned(), quads, &said) {
            quads.sort_by_cached_key(super::quad_order);
            quads.dedup();
            let head = quads.iter().find(|quad| quad.object == np::NANOPUBLICATION.into());
            if let Some(NamedOrBlankNode::NamedNode(address)) = head.map(|quad| quad.subject.clone()) {
                found.push((address, quads));
            }
        }
    }
    Ok((found, all))
}

/// Whether a fact has a nanopublication by one of its passages.
///
/// # Errors
/// The store cannot be read.
pub fn has_nanopublication(
    snapshot: &Snapshot,
    base: &str,
    fact: NamedNodeRef<'_>,
    passage: NamedNodeRef<'_>,
) -> Result<bool, StoreError> {
    for quad in snapshot.quads(Some(fact.into()), Some(prov::WAS_DERIVED_FROM), Some(passage.into()), None) {
        let GraphName::NamedNode(graph) = quad?.graph_name else { continue };
        let said = Said::about(snapshot, &graph, fact)?;
        let fact = fact.into_owned();
        let publication = Publication::of_graph(snapshot, base, &graph)?;
        if said.things.get(&fact).is_some_and(|quads| publication.of(&fact, quads, &said).is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Characters of a path that would end it.
const ENDS: &AsciiSet = &CONTROLS.add(b'#').add(b'?').add(b'%');

/// Where the nanopublications of a fact are: the beginning of their addresses, below the base. None where the fact is not below
/// the base.
pub fn nanopublication_path(base: &str, fact: &str) -> Option<String> {
    Some(format!("np/{}", utf8_percent_encode(fact.strip_prefix(base)?, ENDS)))
}

/// The graphs of documents: those that hold passages.
fn graphs(snapshot: &Snapshot) -> Result<BTreeSet<NamedNode>, StoreError> {
    let mut graphs = BTreeSet::new();
    for quad in snapshot.quads(None, Some(rdf::TYPE), Some(igm::EVIDENCE.into()), None) {
        if let GraphName::NamedNode(graph) = quad?.graph_name {
            graphs.insert(graph);
        }
    }
    Ok(graphs)
}

fn object(
    snapshot: &Snapshot,
    subject: &NamedNode,
    property: NamedNodeRef<'_>,
    graph: &str,
) -> Result<Option<Term>, StoreError> {
    let graph = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked(graph));
    let mut quads = snapshot.quads(Some(subject.as_ref().into()), Some(property), None, Some(graph));
    Ok(quads.next().transpose()?.map(|quad| quad.object))
}

/// What one document says, by subject.
struct Said {
    things: BTreeMap<NamedNode, Vec<Quad>>,
}

impl Said {
    fn read(snapshot: &Snapshot, graph: &NamedNode) -> Result<Self, StoreError> {
        let mut things: BTreeMap<NamedNode, Vec<Quad>> = BTreeMap::new();
        for quad in snapshot.quads(None, None, None, Some(graph.as_ref().into())) {
            let quad = quad?;
            if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
                things.entry(subject.clone()).or_default().push(quad);
            }
        }
        Ok(Self { things })
    }

    /// What is needed for one fact: it, and what it is derived from.
    fn about(snapshot: &Snapshot, graph: &NamedNode, fact: NamedNodeRef<'_>) -> Result<Self, StoreError> {
        let read = |subject: NamedNodeRef<'_>| {
            let quads = snapshot.quads(Some(subject.into()), None, None, Some(graph.as_ref().into()));
            quads.collect::<Result<Vec<Quad>, _>>()
        };
        let own = read(fact)?;
        let mut things = BTreeMap::new();
        for quad in own.iter().filter(|quad| quad.predicate == prov::WAS_DERIVED_FROM) {
            if let Term::NamedNode(passage) = &quad.object {
                things.insert(passage.clone(), read(passage.as_ref())?);
            }
        }
        things.insert(fact.into_owned(), own);
        Ok(Self { things })
    }

    fn passage(&self, term: &Term) -> Option<&Vec<Quad>> {
        let Term::NamedNode(node) = term else { return None };
        self.things.get(node).filter(|quads| is_a(quads, igm::EVIDENCE))
    }
}

fn is_a(quads: &[Quad], class: NamedNodeRef<'_>) -> bool {
    quads.iter().any(|quad| quad.predicate == rdf::TYPE && quad.object == class.into())
}

/// What the publications of one document have in common.
struct Publication<'a> {
    base: &'a str,
    run: Option<Term>,
    document: Option<Term>,
}

impl<'a> Publication<'a> {
    fn of_graph(snapshot: &Snapshot, base: &'a str, graph: &NamedNode) -> Result<Self, StoreError> {
        let runs = format!("{base}graph/catalogue");
        Ok(Self {
            base,
            run: object(snapshot, graph, prov::WAS_GENERATED_BY, &runs)?,
            document: object(snapshot, graph, prov::WAS_DERIVED_FROM, &runs)?,
        })
    }

    /// The publication of a fact; none where no passage of the document proves it.
    fn of(&self, fact: &NamedNode, quads: &[Quad], said: &Said) -> Option<Vec<Quad>> {
        let proofs = quads.iter().filter(|quad| quad.predicate == prov::WAS_DERIVED_FROM);
        let passages: Vec<(&Term, &Vec<Quad>)> =
            proofs.filter_map(|quad| Some((&quad.object, said.passage(&quad.object)?))).collect();
        if passages.is_empty() || is_a(quads, igm::EVIDENCE) {
            return None;
        }
        let publication = format!("{}{}/{UNKNOWN}", self.base, nanopublication_path(self.base, fact.as_str())?);
        let part = |name: &str| NamedNode::new_unchecked(format!("{publication}#{name}"));
        let whole = NamedNode::new_unchecked(&publication);
        let (head, assertion) = (part("Head"), part("assertion"));
        let (provenance, info) = (part("provenance"), part("pubinfo"));
        let mut made = vec![
            Quad::new(whole.clone(), rdf::TYPE, np::NANOPUBLICATION, head.clone()),
            Quad::new(whole.clone(), np::HAS_ASSERTION, assertion.clone(), head.clone()),
            Quad::new(whole.clone(), np::HAS_PROVENANCE, provenance.clone(), head.clone()),
            Quad::new(whole.clone(), np::HAS_PUBLICATION_INFO, info.clone(), head),
        ];
        let about =
            |property: NamedNodeRef<'_>| quads.iter().find(|quad| quad.predicate == property).map(|q| &q.object);
        match (about(rdf::SUBJECT), about(rdf::PREDICATE), about(rdf::OBJECT)) {
            // A claim says one triple: that is what is asserted.
            (Some(Term::NamedNode(subject)), Some(Term::NamedNode(predicate)), Some(object)) => {
                made.push(Quad::new(subject.clone(), predicate.clone(), object.clone(), assertion.clone()));
            }
            _ => {
                let own = quads.iter().filter(|q| q.predicate != prov::WAS_DERIVED_FROM && q.predicate != igm::RULE);
                made.extend(own.map(|q| Quad { graph_name: assertion.clone().into(), ..q.clone() }));
            }
        }
        if !made.iter().any(|quad| quad.graph_name == assertion.clone().into()) {
            return None;
        }
        for (passage, quads) in passages {
            made.push(Quad::new(assertion.clone(), prov::WAS_DERIVED_FROM, passage.clone(), provenance.clone()));
            made.extend(quads.iter().map(|q| Quad { graph_name: provenance.clone().into(), ..q.clone() }));
        }
        if let Some(rule) = about(igm::RULE) {
            made.push(Quad::new(assertion.clone(), igm::RULE, rule.clone(), provenance.clone()));
        }
        if let Some(run) = &self.run {
            made.push(Quad::new(assertion, prov::WAS_GENERATED_BY, run.clone(), provenance));
            made.push(Quad::new(whole.clone(), prov::WAS_GENERATED_BY, run.clone(), info.clone()));
        }
        if let Some(document) = &self.document {
            made.push(Quad::new(whole.clone(), dcterms::SOURCE, document.clone(), info.clone()));
        }
        made.push(Quad::new(whole, rdfs::SEE_ALSO, fact.clone(), info));
        let code = code(&made);
        for quad in &mut made {
            name(quad, &code);
        }
        Some(made)
    }
}

/// Puts the code where it was left open.
fn name(quad: &mut Quad, code: &str) {
    let named = |node: &mut NamedNode| {
        if node.as_str().contains(UNKNOWN) {
            *node = NamedNode::new_unchecked(node.as_str().replace(UNKNOWN, code));
        }
    };
    if let NamedOrBlankNode::NamedNode(node) = &mut quad.subject {
        named(node);
    }
    if let Term::NamedNode(node) = &mut quad.object {
        named(node);
    }
    if let GraphName::NamedNode(node) = &mut quad.graph_name {
        named(node);
    }
}

/// The artifact code of quads in which it is left open: `RA` and the SHA-256 of their lines, in the definition's order.
fn code(quads: &[Quad]) -> String {
    let mut lines: Vec<_> = quads.iter().map(|quad| (order(quad), lines(quad))).collect();
    lines.sort();
    lines.dedup();
    let mut hash = Sha256::new();
    for (_, line) in lines {
        hash.update(line);
    }
    format!("RA{}", URL_SAFE_NO_PAD.encode(hash.finalize()))
}

/// Graph, subject, predicate; then IRIs before literals, and these by value, datatype and language.
type Order = (String, String, String, bool, String, Option<String>, Option<String>);

fn order(quad: &Quad) -> Order {
    let (graph, subject, predicate) = (bare(&quad.graph_name), bare(&quad.subject), quad.predicate.as_str().to_owned());
    let (literal, value, datatype, language) = match &quad.object {
        Term::Literal(literal) => {
            let language = literal.language().map(str::to_owned);
            let datatype = language.is_none().then(|| literal.datatype().as_str().to_owned());
            (true, literal.value().to_owned(), datatype, language)
        }
        other => (false, bare(other), None, None),
    };
    (graph, subject, predicate, literal, value, datatype, language)
}

fn lines(quad: &Quad) -> String {
    let object = match &quad.object {
        Term::Literal(literal) => {
            let text = literal.value().replace('\\', "\\\\").replace('\n', "\\n");
            match literal.language() {
                Some(language) => format!("@{} {text}", language.to_lowercase()),
                None => format!("^{} {text}", literal.datatype().as_str()),
            }
        }
        other => bare(other),
    };
    format!("{}\n{}\n{}\n{object}\n", bare(&quad.graph_name), bare(&quad.subject), quad.predicate.as_str())
}

/// An IRI without its brackets.
fn bare(term: &impl ToString) -> String {
    term.to_string().trim_start_matches('<').trim_end_matches('>').to_owned()
}
