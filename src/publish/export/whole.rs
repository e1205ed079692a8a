//! The network of a whole graph, read from the store and put into order on disk.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};
use rustc_hash::FxHashSet;

use super::ExportError;
use super::network::{Drawn, Edge, Node, instances};
use super::sorted::Sorter;
use super::things::{Things, local};
use crate::graph::vocab::{dcterms, igm, org, prov, schema, skos};
use crate::store::{Snapshot, StoreError};

/// Relations that are edges as they are, where documents or tables state them between things that documents speak of.
const RELATIONS: [NamedNodeRef<'_>; 11] = [
    igm::MEETING_OF,
    igm::FOLLOWS_UP,
    org::UNIT_OF,
    org::HOLDS,
    org::POST_IN,
    org::MEMBER_OF,
    org::SUB_ORGANIZATION_OF,
    schema::LOCATION,
    schema::CONTAINED_IN_PLACE,
    schema::CREATOR,
    igm::ESTABLISHED_UNDER,
];

/// The network of a whole graph. Nodes and edges wait on disk where they are too many for memory.
pub(super) struct Whole<'a> {
    things: Things<'a>,
    /// The IRIs of nodes, one on a line, and edges as lines of JSON.
    nodes: Sorter,
    edges: Sorter,
    /// Which things are nodes already.
    known: FxHashSet<u64>,
}

impl<'a> Whole<'a> {
    /// Reads the default graph; what does not fit into memory is sorted in files without a name in the folder `spill`.
    pub(super) fn read(snapshot: &'a Snapshot, base: &'a str, spill: &Path) -> Result<Self, ExportError> {
        let mut things = Things::new(snapshot, base);
        let (nodes, edges) = (Sorter::in_folder(spill, 4), Sorter::in_folder(spill, 2));
        let mut network = Self { things: Things::new(snapshot, base), nodes, edges, known: FxHashSet::default() };
        for participation in instances(snapshot, igm::PARTICIPATION) {
            let participation = participation?;
            let capacity = first(&things, &participation, org::ROLE)?;
            let edge = network.edge(&mut things, &participation, "Participation", capacity.as_deref())?;
            let contexts = things.iris(&participation, igm::CONTEXT)?;
            for member in things.iris(&participation, org::MEMBER)? {
                for context in &contexts {
                    network.add(&edge, &member, context)?;
                }
                for representative in things.iris(&participation, igm::REPRESENTED_BY)? {
                    let label = "represents".to_owned();
                    network.add(
                        &Edge { kind: "representedBy".into(), label, ..edge.clone() },
                        &representative,
                        &member,
                    )?;
                }
            }
        }
        for (class, kind) in [(igm::MANDATE, "Mandate"), (igm::PLEDGE, "Pledge"), (igm::SPEECH_ACT, "SpeechAct")] {
            for act in instances(snapshot, class) {
                network.act(&mut things, &act?, kind)?;
            }
        }
        for event in instances(snapshot, igm::BODY_EVENT) {
            let event = event?;
            let change = first(&things, &event, dcterms::TYPE)?;
            let edge = network.edge(&mut things, &event, "BodyEvent", change.as_deref())?;
            let mut bodies = things.iris(&event, org::RESULTING_ORGANIZATION)?;
            bodies.extend(things.iris(&event, org::ORIGINAL_ORGANIZATION)?);
            for body in bodies.into_iter().collect::<BTreeSet<_>>() {
                for meeting in things.iris(&event, igm::DECIDED_AT)? {
                    network.add(&edge, &meeting, &body)?;
                }
            }
        }
        network.relations(&things)?;
        Ok(network)
    }

    /// An act leads from who speaks to whom it is for; without an addressee to where it was said.
    fn act(&mut self, things: &mut Things<'_>, act: &str, kind: &str) -> Result<(), ExportError> {
        let mut edge = self.edge(things, act, kind, None)?;
        edge.label = things.text(act, igm::VERB)?.unwrap_or_default();
        if let Some(force) = first(things, act, igm::FORCE)? {
            edge.strength = things.text(&force, skos::NOTATION)?;
            edge.force = Some(things.label(&force)?);
        }
        let mut to = things.iris(act, igm::ADDRESSEE)?;
        to.extend(things.iris(act, igm::PLEDGED_FOR)?);
        if to.is_empty() {
            to = things.iris(act, igm::ISSUED_AT)?;
        }
        for issuer in things.iris(act, igm::ISSUED_BY)? {
            for addressee in &to {
                self.add(&edge, &issuer, addressee)?;
            }
        }
        for partner in things.iris(act, igm::PARTNER)? {
            for addressee in things.iris(act, igm::ADDRESSEE)? {
                let label = "to work with".to_owned();
                self.add(&Edge { kind: "partner".into(), label, ..edge.clone() }, &addressee, &partner)?;
            }
        }
        Ok(())
    }

    /// What all edges of a node of the graph have in common. `concept` is what it is called by.
    fn edge(
        &self,
        things: &mut Things<'_>,
        about: &str,
        kind: &str,
        concept: Option<&str>,
    ) -> Result<Edge, ExportError> {
        let passage = things.passages(about)?.into_iter().next();
        let (document, quote) = passage.map(|passage| (passage.document, passage.quote)).unzip();
        let mut edge = Edge { kind: kind.to_owned(), document, quote, about: about.to_owned(), ..Edge::default() };
        if let Some(concept) = concept {
            edge.label = things.label(concept)?;
        }
        for property in [igm::CONTEXT, igm::ISSUED_AT, igm::DECIDED_AT] {
            if let Some(meeting) = first(things, about, property)? {
                edge.start = things.text(&meeting, schema::START_DATE)?;
                edge.end = things.text(&meeting, schema::END_DATE)?.or_else(|| edge.start.clone());
            }
        }
        Ok(edge)
    }

    fn add(&mut self, edge: &Edge, source: &str, target: &str) -> Result<(), ExportError> {
        for iri in [source, target] {
            if self.known.insert(hash(iri)) {
                self.nodes.push(|line| writeln!(line, "{iri}"))?;
            }
        }
        let edge = Edge { source: source.to_owned(), target: target.to_owned(), ..edge.clone() };
        Ok(self.edges.push(|line| {
            serde_json::to_writer(&mut *line, &edge)?;
            writeln!(line)
        })?)
    }

    /// Relations between things that documents speak of, which are nodes already or have a passage.
    fn relations(&mut self, things: &Things<'_>) -> Result<(), ExportError> {
        let spoken_of = |network: &Self, iri: &str| -> Result<bool, StoreError> {
            Ok(network.known.contains(&hash(iri)) || !things.iris(iri, prov::WAS_DERIVED_FROM)?.is_empty())
        };
        for relation in RELATIONS {
            let quads = things.snapshot.quads(None, Some(relation), None, Some(GraphNameRef::DefaultGraph));
            for quad in quads {
                let quad = quad?;
                let (NamedOrBlankNode::NamedNode(source), Term::NamedNode(target)) = (quad.subject, quad.object) else {
                    continue;
                };
                let (source, target) = (source.into_string(), target.into_string());
                let n_ary = [igm::PARTICIPATION, igm::MANDATE, igm::PLEDGE, igm::SPEECH_ACT, igm::BODY_EVENT];
                let is_edge = |iri: &str| -> Result<bool, StoreError> {
                    Ok(things
                        .iris(iri, rdf::TYPE)?
                        .iter()
                        .any(|class| n_ary.iter().any(|known| known.as_str() == class)))
                };
                if is_edge(&source)? || is_edge(&target)? || !spoken_of(self, &source)? || !spoken_of(self, &target)? {
                    continue;
                }
                let kind = local(relation.as_str()).to_owned();
                self.add(&Edge { label: kind.clone(), kind, ..Edge::default() }, &source, &target)?;
            }
        }
        Ok(())
    }
}

impl Drawn for Whole<'_> {
    fn nodes(&mut self, each: &mut dyn FnMut(&str, &Node) -> io::Result<()>) -> io::Result<()> {
        let things = &mut self.things;
        self.nodes.each(|line| {
            let iri = std::str::from_utf8(line).map_err(io::Error::other)?.trim_end_matches('\n');
            each(iri, &described(things, iri).map_err(io::Error::other)?)
        })
    }

    fn edges(&mut self, each: &mut dyn FnMut(&Edge) -> io::Result<()>) -> io::Result<()> {
        self.edges.each(|line| each(&serde_json::from_slice(line)?))
    }
}

/// What is told of a node.
fn described(things: &mut Things<'_>, iri: &str) -> Result<Node, StoreError> {
    let kind = first(things, iri, rdf::TYPE)?.map(|class| local(&class).to_owned()).unwrap_or_default();
    let start = things.text(iri, schema::START_DATE)?.or(things.text(iri, schema::FOUNDING_DATE)?);
    let end = things.text(iri, schema::END_DATE)?.or_else(|| start.clone().filter(|_| kind == "Meeting"));
    let place = first(things, iri, schema::LOCATION)?.unwrap_or_else(|| iri.to_owned());
    Ok(Node {
        label: things.label(iri)?,
        kind,
        start,
        end,
        latitude: things.text(&place, schema::LATITUDE)?,
        longitude: things.text(&place, schema::LONGITUDE)?,
        passages: things.iris(iri, prov::WAS_DERIVED_FROM)?.len(),
    })
}

fn hash(iri: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    iri.hash(&mut hasher);
    hasher.finish()
}

fn first(things: &Things<'_>, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
    Ok(things.iris(subject, property)?.into_iter().next())
}
