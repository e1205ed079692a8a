//! Bodies and the changes in their lives.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::meetings::Meeting;
use super::things::{Passage, Thing, Things};
use crate::graph::vocab::{dcterms, igm, life, org, stat};
use crate::store::StoreError;

/// A change: set up, retasked, continued, ended.
#[derive(Debug, Clone)]
pub(in crate::server) struct Change {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) sort: Arc<Thing>,
    pub(in crate::server) status: Option<Arc<Thing>>,
    pub(in crate::server) date: Option<String>,
    /// The place of the meeting that decided it.
    pub(in crate::server) at: Option<usize>,
    pub(in crate::server) passage: Option<Passage>,
}

impl Change {
    /// Whether it is only proposed or the like.
    pub(in crate::server) fn is_open(&self) -> bool {
        let settled = [stat::DONE.as_str(), stat::DECIDED.as_str()];
        self.status.as_ref().is_some_and(|status| !settled.contains(&status.iri.as_str()))
    }

    /// Whether the body ends by it.
    pub(in crate::server) fn ends(&self) -> bool {
        [life::DISCONTINUED.as_str(), life::MERGED.as_str()].contains(&self.sort.iri.as_str())
    }
}

/// A body with its changes, in the order of their dates.
#[derive(Debug)]
pub(in crate::server) struct Body {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) parent: Option<Arc<Thing>>,
    pub(in crate::server) changes: Vec<Change>,
    pub(in crate::server) passage: Option<Passage>,
}

/// All bodies, by the date of their first change.
pub(super) fn read(things: &mut Things<'_>, meetings: &[Meeting]) -> Result<Vec<Body>, StoreError> {
    let all = things.of_class(org::ORGANIZATIONAL_UNIT)?;
    let mut events: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for property in [org::ORIGINAL_ORGANIZATION, org::RESULTING_ORGANIZATION] {
        for (event, bodies) in things.values(property, |_| true)? {
            events.entry(event).or_default().extend(bodies);
        }
    }
    let is_event = |iri: &str| events.contains_key(iri);
    let sorts = things.values(dcterms::TYPE, is_event)?;
    let statuses = things.values(igm::STATUS, is_event)?;
    let decided = things.values(igm::DECIDED_AT, is_event)?;
    let parents = things.values(org::UNIT_OF, |iri| all.contains(iri))?;
    let shown = things.shown(|iri| is_event(iri) || all.contains(iri))?;
    let places: FxHashMap<&str, usize> =
        meetings.iter().enumerate().map(|(at, meeting)| (meeting.thing.iri.as_str(), at)).collect();
    let mut changes: FxHashMap<String, Vec<Change>> = FxHashMap::default();
    for (event, bodies) in &events {
        let Some(sort) = sorts.get(event).and_then(|sorts| sorts.first()) else { continue };
        let at = decided.get(event).and_then(|at| at.first()).and_then(|at| places.get(at.as_str())).copied();
        let status = statuses.get(event).and_then(|statuses| statuses.first());
        let change = Change {
            thing: things.thing(event)?,
            sort: things.thing(sort)?,
            status: status.map(|status| things.thing(status)).transpose()?,
            date: at.and_then(|at| meetings[at].start.clone()),
            at,
            passage: shown.get(event).cloned(),
        };
        let mut bodies: Vec<&String> = bodies.iter().collect();
        bodies.sort();
        bodies.dedup();
        for body in bodies {
            changes.entry(body.clone()).or_default().push(change.clone());
        }
    }
    let mut bodies = Vec::with_capacity(all.len());
    for iri in &all {
        let mut changes = changes.remove(iri).unwrap_or_default();
        changes
            .sort_by(|a, b| (a.date.is_none(), &a.date, &a.thing.iri).cmp(&(b.date.is_none(), &b.date, &b.thing.iri)));
        let parent = parents.get(iri).and_then(|parents| parents.first());
        bodies.push(Body {
            thing: things.thing(iri)?,
            parent: parent.map(|parent| things.thing(parent)).transpose()?,
            changes,
            passage: shown.get(iri).cloned(),
        });
    }
    bodies.sort_by_cached_key(|body| {
        let first = body.changes.iter().find_map(|change| change.date.clone());
        (first.is_none(), first, body.thing.label.clone(), body.thing.iri.clone())
    });
    Ok(bodies)
}
