//! What the overview screens show of one generation: who took part where, what was asked of whom, what became of bodies.
//! It is read once per generation, one pass over each property, and kept in memory without the words, which each
//! screen reads for the rows that it shows.

mod attendance;
mod bodies;
mod mandates;
mod meetings;
mod things;

use std::sync::Arc;

pub(super) use attendance::{Part, Role};
pub(super) use bodies::{Body, Change};
pub(super) use mandates::{Answer, Mandate, Status};
pub(super) use meetings::{Disputed, Meeting};
pub(super) use things::{Passage, Thing};

use super::names::Names;
use crate::store::{Snapshot, StoreError};

/// Everything that overviews show.
#[derive(Debug, Default)]
pub(super) struct Overview {
    /// In the order of their dates; those without a date come last.
    pub(super) meetings: Vec<Meeting>,
    /// Who took part in a meeting, by the place of the meeting in [`Overview::meetings`], then by name.
    pub(super) parts: Vec<Part>,
    /// Newest first.
    pub(super) mandates: Vec<Mandate>,
    pub(super) bodies: Vec<Body>,
    /// The newest date of a meeting that a document is about: what is later is not known here.
    pub(super) until: Option<String>,
}

impl Overview {
    /// Reads a generation.
    pub(super) fn read(snapshot: &Snapshot, base: &str) -> Result<Self, StoreError> {
        let names = Names::new(snapshot, base);
        let mut things = things::Things::new(&names);
        let meetings = meetings::read(&mut things)?;
        let parts = attendance::read(&mut things, &meetings)?;
        let recorded = meetings.iter().filter(|meeting| !meeting.documents.is_empty());
        let until = recorded.filter_map(|meeting| meeting.start.clone()).max();
        let mandates = mandates::read(&mut things, &meetings, until.as_deref())?;
        let bodies = bodies::read(&mut things, &meetings)?;
        Ok(Self { meetings, parts, mandates, bodies, until })
    }

    /// Who took part in a meeting.
    pub(super) fn parts_of(&self, meeting: usize) -> &[Part] {
        let from = self.parts.partition_point(|part| part.meeting < meeting);
        let to = self.parts.partition_point(|part| part.meeting <= meeting);
        &self.parts[from..to]
    }

    /// The place of a meeting.
    pub(super) fn meeting(&self, iri: &str) -> Option<usize> {
        self.meetings.iter().position(|meeting| meeting.thing.iri == iri)
    }
}

/// Things that are of this kind: a state counts as one of the states.
pub(super) fn is_state(thing: &Arc<Thing>) -> bool {
    thing.kind.is_some_and(|kind| kind.segment == "state")
}
