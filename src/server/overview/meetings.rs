//! Meetings: when, where, of what, in which documents, how many are said to have been there, and on what passages disagree.

use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;

use super::things::{Passage, Thing, Things};
use crate::graph::vocab::{dcterms, foaf, igm, mk, prov, schema, stat};
use crate::store::StoreError;

/// A number that a document states.
#[derive(Debug, Clone)]
pub(in crate::server) struct Count {
    pub(in crate::server) unit: Arc<Thing>,
    pub(in crate::server) value: u64,
    pub(in crate::server) passage: Option<Passage>,
}

/// A date on which passages disagree: `starts` or `ends`, the date, its passages.
pub(in crate::server) type Disputed = (&'static str, String, Vec<Passage>);

/// One meeting.
#[derive(Debug)]
pub(in crate::server) struct Meeting {
    pub(in crate::server) thing: Arc<Thing>,
    /// What sort of meeting it is.
    pub(in crate::server) sort: Option<Arc<Thing>>,
    pub(in crate::server) start: Option<String>,
    pub(in crate::server) end: Option<String>,
    pub(in crate::server) status: Option<Arc<Thing>>,
    pub(in crate::server) place: Option<Arc<Thing>>,
    /// Process or body whose meeting it is.
    pub(in crate::server) process: Option<Arc<Thing>>,
    /// Documents that are about it.
    pub(in crate::server) documents: Vec<Arc<Thing>>,
    pub(in crate::server) counts: Vec<Count>,
    pub(in crate::server) disputed: Vec<Disputed>,
    pub(in crate::server) passage: Option<Passage>,
}

impl Meeting {
    /// The year in which it began.
    pub(in crate::server) fn year(&self) -> Option<&str> {
        self.start.as_deref().and_then(|start| start.get(..4))
    }

    /// Whether it is one of the larger meetings, and not a workshop or the like.
    pub(in crate::server) fn is_main(&self) -> bool {
        let main = [mk::CONFERENCE, mk::MINISTERIAL_CONFERENCE, mk::SENIOR_OFFICIALS_MEETING, mk::SUMMIT];
        let sort = self.sort.as_ref().map(|sort| sort.iri.as_str());
        !self.documents.is_empty() || main.iter().any(|main| sort == Some(main.as_str()))
    }

    /// Whether it was held, according to the documents.
    pub(in crate::server) fn is_held(&self) -> bool {
        self.status.as_ref().is_none_or(|status| status.iri == stat::DONE.as_str())
    }
}

/// All meetings, in the order of their dates.
pub(super) fn read(things: &mut Things<'_>) -> Result<Vec<Meeting>, StoreError> {
    let meetings = things.of_class(igm::MEETING)?;
    let is_meeting = |iri: &str| meetings.contains(iri);
    let starts = things.values(schema::START_DATE, is_meeting)?;
    let ends = things.values(schema::END_DATE, is_meeting)?;
    let statuses = things.values(igm::STATUS, is_meeting)?;
    let places = things.values(schema::LOCATION, is_meeting)?;
    let sorts = things.values(dcterms::TYPE, is_meeting)?;
    let processes = things.values(igm::MEETING_OF, is_meeting)?;
    let mut shown = things.shown(is_meeting)?;
    let mut documents: FxHashMap<String, Vec<String>> = FxHashMap::default();
    things.pairs(foaf::PRIMARY_TOPIC, |document, topic| {
        if let Term::NamedNode(topic) = topic {
            documents.entry(topic.into_string()).or_default().push(document);
        }
        Ok(())
    })?;
    let mut counts = counts(things)?;
    let mut disputed = disputed(things, &is_meeting)?;
    let mut read = Vec::with_capacity(meetings.len());
    for iri in &meetings {
        let mut one = |of: &FxHashMap<String, Vec<String>>| {
            of.get(iri).and_then(|values| values.first()).map(|value| things.thing(value)).transpose()
        };
        let (status, place, sort, process) = (one(&statuses)?, one(&places)?, one(&sorts)?, one(&processes)?);
        let mut about = documents.remove(iri).unwrap_or_default();
        about.sort();
        read.push(Meeting {
            thing: things.thing(iri)?,
            sort,
            start: starts.get(iri).and_then(|dates| dates.first()).cloned(),
            end: ends.get(iri).and_then(|dates| dates.last()).cloned(),
            status,
            place,
            process,
            documents: about.iter().map(|document| things.thing(document)).collect::<Result<_, _>>()?,
            counts: counts.remove(iri).unwrap_or_default(),
            disputed: disputed.remove(iri).unwrap_or_default(),
            passage: shown.remove(iri),
        });
    }
    read.sort_by_cached_key(|meeting| (meeting.start.is_none(), meeting.start.clone(), meeting.thing.iri.clone()));
    Ok(read)
}

/// Stated numbers by meeting.
fn counts(things: &mut Things<'_>) -> Result<FxHashMap<String, Vec<Count>>, StoreError> {
    let about = things.values(schema::OBSERVATION_ABOUT, |_| true)?;
    let is_count = |iri: &str| about.contains_key(iri);
    let units = things.values(igm::COUNT_OF, is_count)?;
    let values = things.values(schema::VALUE, is_count)?;
    let shown = things.shown(is_count)?;
    let mut counts: FxHashMap<String, Vec<Count>> = FxHashMap::default();
    for (count, meetings) in about {
        let unit = units.get(&count).and_then(|units| units.first());
        let value = values.get(&count).and_then(|values| values.first()).and_then(|value| value.parse().ok());
        let (Some(unit), Some(value)) = (unit, value) else { continue };
        let (unit, passage) = (things.thing(unit)?, shown.get(&count).cloned());
        for meeting in meetings {
            counts.entry(meeting).or_default().push(Count { unit: unit.clone(), value, passage: passage.clone() });
        }
    }
    for counts in counts.values_mut() {
        counts.sort_by(|a, b| (&a.unit.label, a.value, &a.passage).cmp(&(&b.unit.label, b.value, &b.passage)));
    }
    Ok(counts)
}

/// Dates of meetings on which claims disagree.
fn disputed(
    things: &mut Things<'_>,
    is_meeting: &dyn Fn(&str) -> bool,
) -> Result<FxHashMap<String, Vec<Disputed>>, StoreError> {
    let mut claims = Vec::new();
    for quad in things.names.snapshot.quads(None, Some(igm::CONFLICTS_WITH), None, None) {
        if let NamedOrBlankNode::NamedNode(claim) = quad?.subject {
            claims.push(claim.into_string());
        }
    }
    claims.sort();
    claims.dedup();
    let mut found: FxHashMap<String, BTreeMap<(&'static str, String), Vec<Passage>>> = FxHashMap::default();
    for claim in claims {
        let names = things.names;
        let property = match names.text(&claim, rdf::PREDICATE)? {
            Some(property) if property == schema::START_DATE.as_str() => "starts",
            Some(property) if property == schema::END_DATE.as_str() => "ends",
            _ => continue,
        };
        let subject = names.text(&claim, rdf::SUBJECT)?.filter(|subject| is_meeting(subject));
        let (Some(subject), Some(value)) = (subject, names.text(&claim, rdf::OBJECT)?) else { continue };
        for passage in names.held(&claim, prov::WAS_DERIVED_FROM)? {
            let passages = found.entry(subject.clone()).or_default().entry((property, value.clone())).or_default();
            passages.extend(things.passage(&passage));
        }
    }
    let flat = |values: BTreeMap<(&'static str, String), Vec<Passage>>| {
        // Starts before ends.
        let mut flat: Vec<Disputed> = values.into_iter().map(|((property, value), p)| (property, value, p)).collect();
        flat.sort_by(|a, b| b.0.cmp(a.0).then_with(|| a.1.cmp(&b.1)));
        flat
    };
    Ok(found.into_iter().map(|(meeting, values)| (meeting, flat(values))).collect())
}
