//! The graph as analysts of networks want it: things as nodes, and each participation, act and relation one edge.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};

use super::ExportError;
use super::things::{Things, local};
use crate::graph::vocab::{dcterms, igm, org, prov, schema, skos};
use crate::store::{Snapshot, StoreError};

/// A thing that documents speak of.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) label: String,
    /// Its class in one word: Meeting, State, Person.
    pub(crate) kind: String,
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
    pub(crate) latitude: Option<String>,
    pub(crate) longitude: Option<String>,
    /// How many passages speak of it.
    pub(crate) passages: usize,
}

/// Who has to do with whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) source: String,
    pub(crate) target: String,
    /// Participation, Mandate, Pledge, SpeechAct, BodyEvent, or the name of a property.
    pub(crate) kind: String,
    /// The capacity, the verb, the change, the property.
    pub(crate) label: String,
    pub(crate) force: Option<String>,
    /// From 1 (encourages) to 5 (directs).
    pub(crate) strength: Option<String>,
    /// When the meeting was at which it came about.
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
    pub(crate) document: Option<String>,
    pub(crate) quote: Option<String>,
    /// The node of the graph that this edge stands for.
    pub(crate) about: String,
}

/// Nodes by their IRI, edges in order.
#[derive(Debug, Default)]
pub(crate) struct Network {
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) edges: Vec<Edge>,
}

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

impl Network {
    /// Reads the default graph.
    pub(super) fn read(snapshot: &Snapshot, base: &str) -> Result<Self, ExportError> {
        let mut things = Things::new(snapshot, base);
        let mut network = Self::default();
        for participation in instances(snapshot, igm::PARTICIPATION)? {
            let capacity = first(&things, &participation, org::ROLE)?;
            let edge = network.edge(&mut things, &participation, "Participation", capacity.as_deref())?;
            let contexts = things.iris(&participation, igm::CONTEXT)?;
            for member in things.iris(&participation, org::MEMBER)? {
                for context in &contexts {
                    network.add(&edge, &member, context);
                }
                for representative in things.iris(&participation, igm::REPRESENTED_BY)? {
                    let label = "represents".to_owned();
                    network.add(
                        &Edge { kind: "representedBy".into(), label, ..edge.clone() },
                        &representative,
                        &member,
                    );
                }
            }
        }
        for (class, kind) in [(igm::MANDATE, "Mandate"), (igm::PLEDGE, "Pledge"), (igm::SPEECH_ACT, "SpeechAct")] {
            for act in instances(snapshot, class)? {
                network.act(&mut things, &act, kind)?;
            }
        }
        for event in instances(snapshot, igm::BODY_EVENT)? {
            let change = first(&things, &event, dcterms::TYPE)?;
            let edge = network.edge(&mut things, &event, "BodyEvent", change.as_deref())?;
            let mut bodies = things.iris(&event, org::RESULTING_ORGANIZATION)?;
            bodies.extend(things.iris(&event, org::ORIGINAL_ORGANIZATION)?);
            for body in bodies.into_iter().collect::<BTreeSet<_>>() {
                for meeting in things.iris(&event, igm::DECIDED_AT)? {
                    network.add(&edge, &meeting, &body);
                }
            }
        }
        network.relations(&things)?;
        network.edges.sort();
        network.edges.dedup();
        network.describe(&mut things)?;
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
                self.add(&edge, &issuer, addressee);
            }
        }
        for partner in things.iris(act, igm::PARTNER)? {
            for addressee in things.iris(act, igm::ADDRESSEE)? {
                let label = "to work with".to_owned();
                self.add(&Edge { kind: "partner".into(), label, ..edge.clone() }, &addressee, &partner);
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

    fn add(&mut self, edge: &Edge, source: &str, target: &str) {
        for iri in [source, target] {
            self.nodes.entry(iri.to_owned()).or_default();
        }
        self.edges.push(Edge { source: source.to_owned(), target: target.to_owned(), ..edge.clone() });
    }

    /// Relations between things that documents speak of, which are nodes already or have a passage.
    fn relations(&mut self, things: &Things<'_>) -> Result<(), ExportError> {
        let spoken_of = |network: &Self, iri: &str| -> Result<bool, StoreError> {
            Ok(network.nodes.contains_key(iri) || !things.iris(iri, prov::WAS_DERIVED_FROM)?.is_empty())
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
                self.add(&Edge { label: kind.clone(), kind, ..Edge::default() }, &source, &target);
            }
        }
        Ok(())
    }

    fn describe(&mut self, things: &mut Things<'_>) -> Result<(), ExportError> {
        for (iri, node) in &mut self.nodes {
            node.label = things.label(iri)?;
            node.kind = first(things, iri, rdf::TYPE)?.map(|class| local(&class).to_owned()).unwrap_or_default();
            node.start = things.text(iri, schema::START_DATE)?.or(things.text(iri, schema::FOUNDING_DATE)?);
            node.end =
                things.text(iri, schema::END_DATE)?.or_else(|| node.start.clone().filter(|_| node.kind == "Meeting"));
            let place = first(things, iri, schema::LOCATION)?.unwrap_or_else(|| iri.clone());
            node.latitude = things.text(&place, schema::LATITUDE)?;
            node.longitude = things.text(&place, schema::LONGITUDE)?;
            node.passages = things.iris(iri, prov::WAS_DERIVED_FROM)?.len();
        }
        Ok(())
    }
}

/// The first day of a date that may be a year or a month: `2003`, `2003-04`.
pub(super) fn first_day(date: &str) -> Option<String> {
    Some(match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        10 => date.to_owned(),
        _ => return None,
    })
}

/// The last day of such a date.
pub(super) fn last_day(date: &str) -> Option<String> {
    let day: jiff::civil::Date = first_day(date)?.parse().ok()?;
    Some(match date.len() {
        4 => day.last_of_year(),
        7 => day.last_of_month(),
        _ => day,
    })
    .map(|day| day.to_string())
}

pub(super) fn instances(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
    let quads = snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), Some(GraphNameRef::DefaultGraph));
    let named = |quad: Result<oxigraph::model::Quad, StoreError>| match quad {
        Ok(quad) => match quad.subject {
            NamedOrBlankNode::NamedNode(node) => Some(Ok(node.into_string())),
            _ => None,
        },
        Err(error) => Some(Err(error)),
    };
    quads.filter_map(named).collect()
}

fn first(things: &Things<'_>, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
    Ok(things.iris(subject, property)?.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_a_year_or_a_month_covers_all_of_its_days() {
        assert_eq!(first_day("2004").as_deref(), Some("2004-01-01"));
        assert_eq!(last_day("2004").as_deref(), Some("2004-12-31"));
        assert_eq!(last_day("2004-02").as_deref(), Some("2004-02-29"));
        assert_eq!(last_day("2003-04-30").as_deref(), Some("2003-04-30"));
        assert_eq!(last_day("soon"), None);
    }
}
