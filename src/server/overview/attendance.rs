//! Who took part in which meeting, and as what.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::meetings::Meeting;
use super::things::{Passage, Thing, Things};
use crate::graph::vocab::{cap, igm, org};
use crate::server::names::plain;
use crate::store::StoreError;

/// How somebody took part, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) enum Role {
    Observer,
    Participant,
    Host,
}

impl Role {
    /// All of them, as the form offers them.
    pub(in crate::server) const ALL: [Self; 3] = [Self::Participant, Self::Observer, Self::Host];

    /// Its name in addresses.
    pub(in crate::server) fn name(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Participant => "participant",
            Self::Host => "host",
        }
    }

    /// In words.
    pub(in crate::server) fn title(self) -> &'static str {
        match self {
            Self::Observer => "Observer",
            Self::Participant => "Participant",
            Self::Host => "Host, chair or convenor",
        }
    }

    /// Its sign in the matrix, beside which the word always stands for those who do not see it.
    pub(in crate::server) fn mark(self) -> &'static str {
        match self {
            Self::Observer => "○",
            Self::Participant => "●",
            Self::Host => "◆",
        }
    }

    fn of(capacity: &str) -> Self {
        let leads =
            [cap::HOST, cap::CO_HOST, cap::CHAIR, cap::CO_CHAIR, cap::CONVENOR, cap::ORGANISER, cap::CO_ORGANISER];
        match capacity {
            observer if observer == cap::OBSERVER.as_str() => Self::Observer,
            leading if leads.iter().any(|lead| lead.as_str() == leading) => Self::Host,
            _ => Self::Participant,
        }
    }
}

/// One agent in one capacity in one meeting.
#[derive(Debug)]
pub(in crate::server) struct Part {
    /// Its place among the meetings.
    pub(in crate::server) meeting: usize,
    pub(in crate::server) agent: Arc<Thing>,
    pub(in crate::server) role: Role,
    pub(in crate::server) capacity: Arc<Thing>,
    /// Whether it stands on a list of members or observers.
    pub(in crate::server) listed: bool,
    pub(in crate::server) passage: Option<Passage>,
}

/// All participations in meetings.
pub(super) fn read(things: &mut Things<'_>, meetings: &[Meeting]) -> Result<Vec<Part>, StoreError> {
    let places: FxHashMap<&str, usize> =
        meetings.iter().enumerate().map(|(at, meeting)| (meeting.thing.iri.as_str(), at)).collect();
    let mut contexts: FxHashMap<String, usize> = FxHashMap::default();
    things.pairs(igm::CONTEXT, |participation, context| {
        if let Some(at) = places.get(plain(&context).as_str()) {
            contexts.insert(participation, *at);
        }
        Ok(())
    })?;
    let is_part = |iri: &str| contexts.contains_key(iri);
    let members = things.values(org::MEMBER, is_part)?;
    let roles = things.values(org::ROLE, is_part)?;
    let mut shown = things.shown(is_part)?;
    let mut parts = Vec::with_capacity(contexts.len());
    for (participation, meeting) in &contexts {
        let Some(member) = members.get(participation).and_then(|members| members.first()) else { continue };
        let Some(capacity) = roles.get(participation).and_then(|roles| roles.first()) else { continue };
        parts.push(Part {
            meeting: *meeting,
            agent: things.thing(member)?,
            role: Role::of(capacity),
            listed: capacity == cap::MEMBER.as_str() || capacity == cap::OBSERVER.as_str(),
            capacity: things.thing(capacity)?,
            passage: shown.remove(participation),
        });
    }
    parts.sort_by(|a, b| {
        let key = |part: &Part| (part.meeting, std::cmp::Reverse(part.role));
        key(a).cmp(&key(b)).then_with(|| {
            (&a.agent.label, &a.agent.iri, &a.capacity.iri).cmp(&(&b.agent.label, &b.agent.iri, &b.capacity.iri))
        })
    });
    Ok(parts)
}
