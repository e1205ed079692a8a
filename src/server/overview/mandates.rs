//! Mandates: who asked whom, how strongly, and what later documents say became of it.

use std::cmp::Reverse;
use std::sync::Arc;

use oxigraph::model::Term;
use rustc_hash::{FxHashMap, FxHashSet};

use super::meetings::Meeting;
use super::things::{Passage, Thing, Things};
use crate::graph::vocab::{dcterms, igm, schema, skos, stat};
use crate::store::StoreError;

/// What later documents say of a mandate. That nothing was found is no finding that nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) enum Status {
    Done,
    FollowedUp,
    Partly,
    DueDatePassed,
    NoFollowUp,
}

impl Status {
    pub(in crate::server) const ALL: [Self; 5] =
        [Self::Done, Self::FollowedUp, Self::Partly, Self::DueDatePassed, Self::NoFollowUp];

    /// Its name in addresses.
    pub(in crate::server) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::FollowedUp => "followed-up",
            Self::Partly => "partly",
            Self::DueDatePassed => "due-date-passed",
            Self::NoFollowUp => "no-follow-up",
        }
    }

    /// In words.
    pub(in crate::server) fn title(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::FollowedUp => "followed up",
            Self::Partly => "partly",
            Self::DueDatePassed => "due date passed",
            Self::NoFollowUp => "no follow-up found",
        }
    }

    /// A sign beside the word.
    pub(in crate::server) fn mark(self) -> &'static str {
        match self {
            Self::Done => "✓",
            Self::FollowedUp => "↪",
            Self::Partly => "◐",
            Self::DueDatePassed => "◷",
            Self::NoFollowUp => "○",
        }
    }
}

/// One mandate, without its words.
#[derive(Debug)]
pub(in crate::server) struct Mandate {
    pub(in crate::server) iri: String,
    pub(in crate::server) force: Option<Arc<Thing>>,
    /// From 1 (encourages) to 5 (directs), where the force has a strength.
    pub(in crate::server) strength: Option<u8>,
    pub(in crate::server) by: Vec<Arc<Thing>>,
    pub(in crate::server) to: Vec<Arc<Thing>>,
    /// The place of its meeting among the meetings.
    pub(in crate::server) at: Option<usize>,
    pub(in crate::server) date: Option<String>,
    /// Years from its meeting to the newest meeting with a record.
    pub(in crate::server) age: Option<i32>,
    pub(in crate::server) due: Option<String>,
    pub(in crate::server) status: Status,
    /// What answers it: acts that follow it up, and what it calls for, if that is done.
    pub(in crate::server) answers: Vec<Answer>,
    pub(in crate::server) passage: Option<Passage>,
}

/// What answers a mandate, and where it stands.
pub(in crate::server) type Answer = (Arc<Thing>, Option<Passage>);

/// Year and month.
type Month = (i32, u32);

type Lists = FxHashMap<String, Vec<String>>;

/// All mandates, newest first; `until` is the newest date with a record.
pub(super) fn read(
    things: &mut Things<'_>,
    meetings: &[Meeting],
    until: Option<&str>,
) -> Result<Vec<Mandate>, StoreError> {
    let all = things.of_class(igm::MANDATE)?;
    let is_mandate = |iri: &str| all.contains(iri);
    let forces = things.values(igm::FORCE, is_mandate)?;
    let by = things.values(igm::ISSUED_BY, is_mandate)?;
    let to = things.values(igm::ADDRESSEE, is_mandate)?;
    let at = things.values(igm::ISSUED_AT, is_mandate)?;
    let shown = things.shown(is_mandate)?;
    let places: FxHashMap<&str, usize> =
        meetings.iter().enumerate().map(|(at, meeting)| (meeting.thing.iri.as_str(), at)).collect();
    let became = Became::read(things, &is_mandate)?;
    let dates = things.values(igm::DUE_DATE, is_mandate)?;
    let now = until.and_then(month);
    let mut strengths: FxHashMap<String, Option<u8>> = FxHashMap::default();
    let mut mandates = Vec::with_capacity(all.len());
    for iri in &all {
        let place = at.get(iri).and_then(|at| at.first()).and_then(|at| places.get(at.as_str())).copied();
        let date = place.and_then(|place| meetings[place].start.clone());
        let many = |things: &mut Things<'_>, of: &Lists| -> Result<Vec<Arc<Thing>>, StoreError> {
            of.get(iri).into_iter().flatten().map(|iri| things.thing(iri)).collect()
        };
        let force = forces.get(iri).and_then(|forces| forces.first());
        let strength = match force {
            None => None,
            Some(force) => match strengths.get(force) {
                Some(strength) => *strength,
                None => {
                    let notation = things.names.text(force, skos::NOTATION)?;
                    let strength = notation.and_then(|notation| notation.parse().ok());
                    strengths.insert(force.clone(), strength);
                    strength
                }
            },
        };
        let said = dates.get(iri).into_iter().flatten().filter_map(|date| end_of(date)).max();
        let due = said.max(became.date(iri));
        let years = |date: &str| month(date).map(|(year, _)| year);
        mandates.push(Mandate {
            force: force.map(|force| things.thing(force)).transpose()?,
            strength,
            by: many(things, &by)?,
            to: many(things, &to)?,
            at: place,
            age: until.and_then(years).zip(date.as_deref().and_then(years)).map(|(until, date)| until - date),
            date,
            due: due.map(|(year, month)| format!("{year:04}-{month:02}")),
            status: became.status(iri, due.zip(now).is_some_and(|(due, now)| due < now)),
            answers: became.answers(things, iri)?,
            passage: shown.get(iri).cloned(),
            iri: iri.clone(),
        });
    }
    // Newest first, then in the order of the text.
    mandates.sort_by(|a, b| (Reverse(&a.date), &a.passage, &a.iri).cmp(&(Reverse(&b.date), &b.passage, &b.iri)));
    Ok(mandates)
}

/// What became of mandates.
struct Became {
    calls: Lists,
    done: FxHashSet<String>,
    followed: Lists,
    items: Lists,
    planned: Lists,
    shown: FxHashMap<String, Passage>,
}

impl Became {
    fn read(things: &mut Things<'_>, is_mandate: &dyn Fn(&str) -> bool) -> Result<Self, StoreError> {
        let calls = things.values(igm::CALLS_FOR, is_mandate)?;
        let called: FxHashSet<&str> = calls.values().flatten().map(String::as_str).collect();
        let done = things.values(igm::STATUS, |thing| called.contains(thing))?.into_iter();
        let done: FxHashSet<String> = done
            .filter(|(_, statuses)| statuses.iter().any(|status| status == stat::DONE.as_str()))
            .map(|(thing, _)| thing)
            .collect();
        let inverse = |things: &Things<'_>, property| {
            let mut lists = Lists::default();
            things.pairs(property, |subject, object| {
                if let Term::NamedNode(object) = object
                    && is_mandate(object.as_str())
                {
                    lists.entry(object.into_string()).or_default().push(subject);
                }
                Ok(())
            })?;
            Ok::<_, StoreError>(lists)
        };
        let followed = inverse(things, igm::FOLLOWS_UP)?;
        let items = inverse(things, dcterms::IS_PART_OF)?;
        let planned = things.values(schema::START_DATE, |thing| called.contains(thing))?;
        let answers: FxHashSet<&str> = followed.values().flatten().map(String::as_str).collect();
        let shown = things.shown(|thing| called.contains(thing) || answers.contains(thing))?;
        Ok(Self { calls, done, followed, items, planned, shown })
    }

    /// When the last thing that a mandate calls for is to be there.
    fn date(&self, mandate: &str) -> Option<Month> {
        let called = self.calls.get(mandate)?.iter();
        called.filter_map(|thing| self.planned.get(thing)?.first()).filter_map(|date| end_of(date)).max()
    }

    /// How much of what a mandate itself asks for is reported: none, some, all.
    fn own(&self, mandate: &str) -> Status {
        let called = self.calls.get(mandate).map_or(0, Vec::len);
        let done = self.calls.get(mandate).into_iter().flatten().filter(|thing| self.done.contains(*thing)).count();
        match done {
            _ if called > 0 && done == called => Status::Done,
            1.. => Status::Partly,
            _ if self.followed.contains_key(mandate) => Status::FollowedUp,
            _ => Status::NoFollowUp,
        }
    }

    fn status(&self, mandate: &str, passed: bool) -> Status {
        let own = self.own(mandate);
        let items = self.items.get(mandate).into_iter().flatten().map(|item| self.own(item));
        let items: Vec<Status> = items.collect();
        let answered = items.iter().filter(|status| **status != Status::NoFollowUp).count();
        match own {
            Status::NoFollowUp if answered > 0 && items.iter().all(|status| *status == Status::Done) => Status::Done,
            Status::NoFollowUp if answered > 0 => Status::Partly,
            Status::NoFollowUp if passed => Status::DueDatePassed,
            own => own,
        }
    }

    fn answers(&self, things: &mut Things<'_>, mandate: &str) -> Result<Vec<Answer>, StoreError> {
        let done = self.calls.get(mandate).into_iter().flatten().filter(|thing| self.done.contains(*thing));
        let answers = self.followed.get(mandate).into_iter().flatten().chain(done);
        answers.map(|answer| Ok((things.thing(answer)?, self.shown.get(answer).cloned()))).collect()
    }
}

/// The last month of a date that may be a mere year.
fn end_of(date: &str) -> Option<Month> {
    month(date).map(|(year, first)| (year, if date.contains('-') { first } else { 12 }))
}

/// Year and month of a date; the first month of a mere year.
fn month(date: &str) -> Option<Month> {
    let mut parts = date.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((year, parts.next().and_then(|month| month.parse().ok()).unwrap_or(1)))
}
