//! What of the graph is found by its words: labels, names as documents print them, and passages.
//!
//! Each text is an [`Entry`] that follows from the quads of one subject and of the things it points to; what of a document no
//! evidence covers follows from its text and its evidence, and belongs to the document. So the index of
//! a generation is made from the quads, whole or only for the subjects that a build changed, and both ways give the same.

mod rest;

use std::collections::BTreeSet;
use std::ops::Range;

use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term,
};

use crate::graph::vocab::{dcterms, foaf, igm, oa, org, prov, rdf, rdfs, skos};
use crate::store::{Build, Entry, Field, Snapshot, StoreError, TextWriter};

/// The properties that give a thing its names in the default graph.
const NAMES: [(NamedNodeRef<'_>, Field); 5] = [
    (rdfs::LABEL, Field::Label),
    (skos::PREF_LABEL, Field::Label),
    (foaf::NAME, Field::Label),
    (dcterms::TITLE, Field::Label),
    (skos::ALT_LABEL, Field::OtherName),
];

/// The properties whose texts stand in the graphs of documents.
const PRINTED: [NamedNodeRef<'_>; 2] = [igm::NAME_AS_GIVEN, oa::EXACT];

/// Makes the text index of a generation that is about to be published: only what the build changed is written, if the
/// generation before has an index that can be used.
pub fn index(build: &mut Build) -> Result<(), StoreError> {
    let mut writer = build.text_writer()?;
    let snapshot = build.so_far();
    let made = |quad: &Quad| !build.is_written(quad.graph_name.as_ref());
    if writer.is_new() {
        fill_with(&mut writer, &snapshot, &made)?;
    } else {
        for subject in affected(&snapshot, build)? {
            writer.remove(&subject);
            for entry in entries_with(&snapshot, NamedNodeRef::new_unchecked(&subject), &made)? {
                writer.add(&entry)?;
            }
        }
    }
    drop(snapshot);
    build.finish_text_index(writer)
}

/// A snapshot with a text index in memory, for tests and for graphs that are not read from a store.
pub fn indexed(snapshot: &Snapshot) -> Result<Snapshot, StoreError> {
    snapshot.clone().with_text_index(|writer| fill(writer, snapshot))
}

/// Writes all entries of a snapshot in which nobody but builds has written, with the memory of one document.
pub fn fill(writer: &mut TextWriter, snapshot: &Snapshot) -> Result<(), StoreError> {
    fill_with(writer, snapshot, &|_| true)
}

/// Which quads were made by builds: what else was written is not searched, however the index is made.
type Made<'a> = dyn Fn(&Quad) -> bool + 'a;

fn fill_with(writer: &mut TextWriter, snapshot: &Snapshot, made: &Made<'_>) -> Result<(), StoreError> {
    for (property, graph) in scans() {
        for quad in snapshot.quads(None, Some(property), None, graph) {
            let quad = quad?;
            if made(&quad)
                && let Some(entry) = entry(snapshot, &quad)?
            {
                writer.add(&entry)?;
            }
        }
    }
    for quad in snapshot.quads(None, Some(rdf::TYPE), Some(igm::SOURCE_DOCUMENT.into()), None) {
        let quad = quad?;
        for entry in if made(&quad) { rest_of(snapshot, &quad)? } else { Vec::new() } {
            writer.add(&entry)?;
        }
    }
    Ok(())
}

/// The parts of a document that no evidence covers, from the quad that says in its graph that it is a document.
fn rest_of(snapshot: &Snapshot, quad: &Quad) -> Result<Vec<Entry>, StoreError> {
    let graph = quad.graph_name.as_ref();
    let NamedOrBlankNode::NamedNode(document) = &quad.subject else { return Ok(Vec::new()) };
    if graph == GraphNameRef::DefaultGraph {
        return Ok(Vec::new());
    }
    let mut text = None;
    for quad in snapshot.quads(Some(document.as_ref().into()), Some(dcterms::IDENTIFIER), None, Some(graph)) {
        if let Term::Literal(identifier) = quad?.object
            && let Some(sha256) = identifier.value().strip_prefix("sha256:")
        {
            text = snapshot.text(sha256)?;
        }
    }
    let Some(text) = text else { return Ok(Vec::new()) };
    let mut covered = Vec::new();
    for quad in snapshot.quads(None, Some(oa::EXACT), None, Some(graph)) {
        if let NamedOrBlankNode::NamedNode(passage) = quad?.subject {
            covered.extend(range(passage.as_str()));
        }
    }
    let entry = |(range, text): (Range<usize>, String)| {
        let passage = format!("{}#char={},{}", document.as_str(), range.start, range.end);
        Entry {
            subject: document.as_str().to_owned(),
            thing: passage.clone(),
            field: Field::Passage,
            kinds: Vec::new(),
            passage: Some(passage),
            document: Some(document.as_str().to_owned()),
            language: None,
            text,
        }
    };
    Ok(rest::rest(&text, covered).into_iter().map(entry).collect())
}

/// The entries of one subject.
///
/// ```
/// use oxigraph::model::{GraphName, Literal, NamedNodeRef, Quad, vocab::rdfs};
/// let fiji = NamedNodeRef::new("https://w3id.org/igm/state/fiji")?;
/// let label = Literal::new_simple_literal("Fiji");
/// let snapshot = rapporteur::store::Snapshot::in_memory([Quad::new(fiji, rdfs::LABEL, label, GraphName::DefaultGraph)])?;
/// assert_eq!(rapporteur::search::entries_of(&snapshot, fiji)?[0].text, "Fiji");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn entries_of(snapshot: &Snapshot, subject: NamedNodeRef<'_>) -> Result<Vec<Entry>, StoreError> {
    entries_with(snapshot, subject, &|_| true)
}

fn entries_with(snapshot: &Snapshot, subject: NamedNodeRef<'_>, made: &Made<'_>) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for (property, graph) in scans() {
        for quad in snapshot.quads(Some(subject.into()), Some(property), None, graph) {
            let quad = quad?;
            if made(&quad) {
                entries.extend(entry(snapshot, &quad)?);
            }
        }
    }
    for quad in snapshot.quads(Some(subject.into()), Some(rdf::TYPE), Some(igm::SOURCE_DOCUMENT.into()), None) {
        let quad = quad?;
        if made(&quad) {
            entries.extend(rest_of(snapshot, &quad)?);
        }
    }
    Ok(entries)
}

/// Where texts stand: names that hold in the default graph, what documents print in theirs.
fn scans() -> impl Iterator<Item = (NamedNodeRef<'static>, Option<GraphNameRef<'static>>)> {
    let names = NAMES.iter().map(|(property, _)| (*property, Some(GraphNameRef::DefaultGraph)));
    names.chain(PRINTED.iter().map(|property| (*property, None)))
}

/// The subjects whose entries a build may have changed.
fn affected(snapshot: &Snapshot, build: &Build) -> Result<BTreeSet<String>, StoreError> {
    let mut affected = BTreeSet::new();
    let mut add = |subject: NamedOrBlankNode| {
        if let NamedOrBlankNode::NamedNode(node) = subject {
            affected.insert(node.into_string());
        }
    };
    for (subject, has_other_classes) in &build.changes().subjects {
        let NamedOrBlankNode::NamedNode(node) = subject else { continue };
        // A name as given shows its passage, and is of the kind of its bearer.
        let bearers = has_other_classes.then_some(org::MEMBER);
        for property in std::iter::once(prov::WAS_DERIVED_FROM).chain(bearers) {
            for quad in snapshot.quads(None, Some(property), Some(node.as_ref().into()), None) {
                add(quad?.subject);
            }
        }
        // What no evidence covers depends on all evidence.
        if let Some((document, _)) = node.as_str().split_once("#char=") {
            add(NamedNode::new_unchecked(document).into());
        }
        add(subject.clone());
    }
    Ok(affected)
}

fn entry(snapshot: &Snapshot, quad: &Quad) -> Result<Option<Entry>, StoreError> {
    let (NamedOrBlankNode::NamedNode(subject), Term::Literal(text)) = (&quad.subject, &quad.object) else {
        return Ok(None);
    };
    let node = NamedOrBlankNodeRef::from(subject.as_ref());
    let of = |graph: GraphNameRef<'_>, subject: NamedOrBlankNodeRef<'_>, property: NamedNodeRef<'_>| {
        let mut values = BTreeSet::new();
        for quad in snapshot.quads(Some(subject), Some(property), None, Some(graph)) {
            if let Term::NamedNode(value) = quad?.object {
                values.insert(value.into_string());
            }
        }
        Ok::<_, StoreError>(values)
    };
    let (default, graph) = (GraphNameRef::DefaultGraph, quad.graph_name.as_ref());
    let property = quad.predicate.as_ref();
    let mut entry = Entry {
        subject: subject.as_str().to_owned(),
        thing: subject.as_str().to_owned(),
        field: Field::Label,
        kinds: Vec::new(),
        passage: None,
        document: None,
        language: text.language().map(str::to_owned),
        text: text.value().to_owned(),
    };
    if let Some((_, field)) = NAMES.iter().find(|(name, _)| *name == property) {
        // The same name twice is one entry.
        let label = Some(rdfs::LABEL).filter(|label| *label != property);
        let known =
            label.and_then(|label| snapshot.quads(Some(node), Some(label), Some(text.into()), Some(default)).next());
        if known.transpose()?.is_some() {
            return Ok(None);
        }
        entry.field = *field;
        entry.kinds = of(default, node, rdf::TYPE)?.into_iter().collect();
        return Ok(Some(entry));
    }
    if quad.graph_name == GraphName::DefaultGraph || !of(graph, node, prov::WAS_INVALIDATED_BY)?.is_empty() {
        return Ok(None);
    }
    if property == oa::EXACT {
        entry.field = Field::Passage;
        entry.kinds = of(graph, node, rdf::TYPE)?.into_iter().collect();
        entry.passage = Some(entry.thing.clone());
    } else {
        // Where one thing stands for another, the default graph says so.
        let (resolved, printed) = (of(default, node, org::MEMBER)?, of(graph, node, org::MEMBER)?);
        let Some(member) = resolved.into_iter().next().or_else(|| printed.into_iter().next()) else { return Ok(None) };
        entry.field = Field::NameAsGiven;
        entry.kinds = of(default, NamedNodeRef::new_unchecked(&member).into(), rdf::TYPE)?.into_iter().collect();
        entry.thing = member;
        entry.passage = best_passage(snapshot, graph, of(graph, node, prov::WAS_DERIVED_FROM)?, &entry.text)?;
    }
    if let Some(passage) = &entry.passage {
        let quoted = of(graph, NamedNodeRef::new_unchecked(passage).into(), prov::WAS_QUOTED_FROM)?;
        entry.document = quoted.into_iter().next();
    }
    Ok(Some(entry))
}

/// Of several passages the first that has the name in it, else the first.
fn best_passage(
    snapshot: &Snapshot,
    graph: GraphNameRef<'_>,
    passages: BTreeSet<String>,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = words(name);
    let mut passages: Vec<String> = passages.into_iter().collect();
    passages.sort_by_cached_key(|passage| (range(passage).map_or(usize::MAX, |range| range.start), passage.clone()));
    for passage in &passages {
        let node = NamedNodeRef::new_unchecked(passage);
        for quad in snapshot.quads(Some(node.into()), Some(oa::EXACT), None, Some(graph)) {
            if let Term::Literal(quote) = quad?.object
                && words(quote.value()).contains(&name)
            {
                return Ok(Some(passage.clone()));
            }
        }
    }
    Ok(passages.into_iter().next())
}

/// Where a passage stands, as its IRI says.
fn range(passage: &str) -> Option<Range<usize>> {
    let (_, range) = passage.split_once("#char=")?;
    let (start, end) = range.split_once(',')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}
