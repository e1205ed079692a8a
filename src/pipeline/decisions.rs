//! Human decisions in a build: the quads of `graph/curation`, what concerns which document, and what became of each.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::plan::Scope;
use crate::annotate::NameKind;
use crate::assertion::{Entity, EntityId};
use crate::authority::{self, Authority};
use crate::corpus::Corpus;
use crate::curation::{About, Curation, Decision, DecisionKind, Fit, Outcome, Things, by_path};
use crate::graph::Iris;
use crate::graph::vocab::{dcterms, oa, owl, prov, rdf, rdfs, skos, xsd};
use crate::store::{Note, Record};

/// The quads of the curation graph: each decision with who, when and why, and what follows from those about things.
pub(super) fn quads(curation: &Curation, iris: &Iris, documents: &BTreeSet<&str>) -> (Vec<Quad>, Vec<String>) {
    let mut writer = Writer { iris, graph: iris.graph("curation"), quads: Vec::new() };
    let mut problems = Vec::new();
    for decision in &curation.decisions {
        if let Err(reason) = writer.decision(decision, documents) {
            problems.push(format!("{}: {reason}", decision.place));
        }
    }
    (writer.quads, problems)
}

struct Writer<'a> {
    iris: &'a Iris,
    graph: NamedNode,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.graph.clone()));
    }

    fn decision(&mut self, decision: &Decision, documents: &BTreeSet<&str>) -> Result<(), String> {
        let node = self.iris.decision(&decision.id());
        match &decision.about {
            About::Things { what, to } => {
                let (what, to) = (absolute(what, self.iris.base())?, absolute(to, self.iris.base())?);
                match decision.kind {
                    DecisionKind::SameAs => self.add(&what, dcterms::IS_REPLACED_BY, to.clone()),
                    _ => self.add(&what, owl::DIFFERENT_FROM, to.clone()),
                }
                self.add(&what, prov::WAS_INFLUENCED_BY, node.clone());
                self.add(&to, prov::WAS_INFLUENCED_BY, node.clone());
            }
            About::Name { what, name } => {
                let what = absolute(what, self.iris.base())?;
                self.add(&what, skos::ALT_LABEL, Literal::new_language_tagged_literal_unchecked(name, "en"));
                self.add(&what, prov::WAS_INFLUENCED_BY, node.clone());
            }
            About::Passage(passage) => {
                self.add(&node, oa::EXACT, Literal::from(passage.quote.as_str()));
                if documents.contains(passage.document.as_str()) {
                    let document = self.iris.document(&passage.document);
                    self.add(&node, prov::USED, document);
                }
            }
        }
        self.add(&node, rdf::TYPE, prov::ACTIVITY);
        let kind = self.iris.concept("decision", decision.kind.as_str());
        self.add(&node, dcterms::TYPE, kind);
        self.add(&node, rdfs::LABEL, Literal::new_language_tagged_literal_unchecked(decision.summary(), "en"));
        self.add(&node, rdfs::COMMENT, Literal::from(decision.reason.as_str()));
        self.add(&node, dcterms::DATE, Literal::new_typed_literal(&decision.date, xsd::DATE));
        let curator = self.iris.curator(&decision.author);
        self.add(&node, prov::WAS_ASSOCIATED_WITH, curator.clone());
        self.add(&curator, rdf::TYPE, prov::AGENT);
        self.add(&curator, rdfs::LABEL, Literal::from(decision.author.as_str()));
        Ok(())
    }
}

/// A path under the base, or an absolute IRI, as an IRI.
fn absolute(name: &str, base: &str) -> Result<NamedNode, String> {
    let iri = if name.contains("://") { name.to_owned() } else { format!("{base}{name}") };
    NamedNode::new(&iri).map_err(|error| format!("{iri:?} is no IRI: {error}"))
}

/// The things of a decision that a store does not know: then the decision does not apply any more.
pub fn unknown_things(decision: &Decision, base: &str, is_known: impl Fn(&NamedNode) -> bool) -> Vec<String> {
    let things: Vec<&String> = match &decision.about {
        About::Things { what, to } => vec![what, to],
        About::Name { what, .. } => vec![what],
        About::Passage(_) => Vec::new(),
    };
    let unknown = |name: &&String| absolute(name, base).map_or(true, |node| !is_known(&node));
    things.into_iter().filter(unknown).cloned().collect()
}

/// Gives the tables of names what a person added; tells names that cannot be given.
pub(super) fn name(curation: &Curation, authority: &mut Authority) -> Vec<String> {
    let mut problems = Vec::new();
    for decision in &curation.decisions {
        if let About::Name { what, name } = &decision.about
            && let Some(id) = by_path(what)
            && let Err(reason) = authority.add_name(&id, name)
        {
            problems.push(format!("{}: {reason}", decision.place));
        }
    }
    problems
}

/// Tables of names and concepts, as curation asks them.
pub(super) struct Tables<'a> {
    pub(super) authority: &'a Authority,
    /// Kinds of meeting, by which a meeting that a person adds is classed.
    pub(super) meeting_kinds: &'a BTreeSet<String>,
}

impl Things for Tables<'_> {
    fn named(&self, name: &str) -> Option<EntityId> {
        let bare = ["the ", "The "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
        let mut names = self.authority.names().filter(|(_, kind, _)| *kind != NameKind::Demonym);
        let (_, kind, key) = names.find(|(printed, ..)| *printed == bare)?;
        Some(match kind {
            NameKind::State | NameKind::Demonym => EntityId::State(key.to_owned()),
            NameKind::Organisation => EntityId::Organisation(key.to_owned()),
            NameKind::Place => EntityId::Place(key.to_owned()),
        })
    }

    fn complete(&self, entity: &mut Entity) {
        if let EntityId::Meeting { slug, .. } = &entity.id {
            let kind = self.meeting_kinds.iter().filter(|kind| slug.starts_with(kind.as_str()));
            entity.kind = kind.max_by_key(|kind| kind.len()).cloned().or_else(|| Some("conference".to_owned()));
        }
        authority::complete(self.authority, entity);
    }
}

/// What the record keeps of a decision's fate; nothing where it simply holds.
pub(super) fn note(outcome: &Outcome, at: Option<(usize, usize)>) -> Option<Note> {
    let kind = match outcome.fit {
        Fit::Applied => return None,
        Fit::ReAnchored => "re-anchored",
        Fit::StillSaid => "still-said",
        Fit::Needless => "needless",
        Fit::Overruled => "overruled",
        Fit::Orphaned => ORPHANED,
    };
    Some(Note { kind: kind.to_owned(), message: outcome.message.clone(), at, decision: Some(outcome.decision.clone()) })
}

/// Kind of the note about a decision that does not apply any more.
pub const ORPHANED: &str = "orphaned";

/// A decision that does not simply hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fate {
    /// File and line of the decision.
    pub place: String,
    /// `orphaned`, `re-anchored`, `still-said`, `needless` or `overruled`.
    pub kind: String,
    /// What it decides, and what became of it.
    pub message: String,
    /// The document, and where in it the words stand, in code points.
    pub document: Option<String>,
    /// Where its words stand now.
    pub at: Option<(usize, usize)>,
}

/// What became of the decisions about facts, in the order of the file: those that a generation's record tells, and those
/// whose document it does not hold.
pub fn fates(curation: &Curation, record: &Record) -> Vec<Fate> {
    let documents: Vec<(&str, &str)> =
        record.documents.iter().map(|(id, document)| (id.as_str(), document.received())).collect();
    let by_document = curation.by_document(&documents);
    let home: BTreeMap<String, &str> = by_document
        .iter()
        .flat_map(|(id, decisions)| decisions.iter().map(move |decision| (decision.id(), id.as_str())))
        .collect();
    let mut fates = Vec::new();
    for decision in curation.decisions.iter() {
        let Some(passage) = decision.passage() else { continue };
        let fate = |kind: &str, message: &str, document: Option<&str>, at| Fate {
            place: decision.place.clone(),
            kind: kind.to_owned(),
            message: format!("{}: {message}", decision.summary()),
            document: document.map(str::to_owned),
            at,
        };
        let id = decision.id();
        let Some(document) = home.get(&id) else {
            fates.push(fate(ORPHANED, &format!("the store has no document {}", passage.document), None, None));
            continue;
        };
        let notes = &record.documents[*document].notes;
        for note in notes.iter().filter(|note| note.decision.as_deref() == Some(&id)) {
            fates.push(fate(&note.kind, &note.message, Some(document), note.at));
        }
    }
    fates
}

/// A digest of the decisions about each document, by which a build knows that they changed.
pub(super) fn digests(by_document: &BTreeMap<String, Vec<&Decision>>) -> BTreeMap<String, String> {
    let ids = |decisions: &Vec<&Decision>| decisions.iter().map(|decision| decision.id()).collect::<Vec<_>>().join(" ");
    by_document.iter().map(|(id, decisions)| (id.clone(), ids(decisions))).collect()
}

/// Identifiers and checksums of the documents that a store will hold: of those before what the scope leaves, and the corpus.
pub fn held<'c>(corpus: &'c Corpus, before: &'c Record, scope: &Scope) -> Vec<(&'c str, &'c str)> {
    let kept = before.documents.iter().filter(|(id, _)| !scope.removes(id));
    let mut documents: BTreeMap<&str, &str> = kept.map(|(id, document)| (id.as_str(), document.received())).collect();
    documents.extend(corpus.sources.iter().map(|source| (source.id.as_str(), source.sha256.as_str())));
    documents.into_iter().collect()
}

/// Whether a concept stands in a scheme, by the quads of the vocabulary.
pub(super) fn concepts(vocabulary: &[Quad]) -> BTreeSet<String> {
    let concept = |quad: &&Quad| quad.predicate == skos::IN_SCHEME;
    vocabulary.iter().filter(concept).map(|quad| quad.subject.to_string()).collect()
}
