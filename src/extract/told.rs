//! What the assertions so far say, found by place and by subject.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::reader::Reader;
use crate::assertion::{EntityId, Evidence, Fact, Property, SpeechAct, Zone};
use crate::document::Span;

/// Bytes of the text as received that share one list of acts.
const STRIDE: usize = 512;

/// Registers of the assertions, in step with them.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// For each [`STRIDE`] the acts whose first passage covers a byte of it, with that passage.
    acts: Vec<Vec<usize>>,
    /// Acts by the byte at which their own words start.
    starts: BTreeMap<usize, Vec<usize>>,
    events: FxHashSet<(EntityId, String)>,
    made: FxHashSet<EntityId>,
    named: FxHashSet<EntityId>,
    references: FxHashSet<EntityId>,
    passages: FxHashMap<EntityId, FxHashSet<(Span, Zone)>>,
}

impl Told {
    /// Notes the assertion of a number.
    pub(super) fn note(&mut self, index: usize, fact: &Fact, evidence: &[Evidence]) {
        match fact {
            Fact::Act(act) => {
                self.starts.entry(act.start).or_default().push(index);
                let Some(span) = evidence.first().map(|e| e.span) else { return };
                let places = span.start / STRIDE..span.end.div_ceil(STRIDE);
                if self.acts.len() < places.end {
                    self.acts.resize_with(places.end, Vec::new);
                }
                self.acts[places].iter_mut().for_each(|place| place.push(index));
            }
            Fact::BodyEvent { body, kind, .. } => _ = self.events.insert((body.clone(), kind.clone())),
            Fact::WorkStatus { work, .. } => _ = self.made.insert(work.clone()),
            Fact::Property { subject, property: Property::AltLabel, .. } => _ = self.named.insert(subject.clone()),
            Fact::Reference { to } => _ = self.references.insert(to.clone()),
            _ => {}
        }
    }

    /// The acts whose first passage may cover a byte.
    fn acts_near(&self, byte: usize) -> &[usize] {
        self.acts.get(byte / STRIDE).map_or(&[], Vec::as_slice)
    }

    /// The acts whose own words may start in a passage, by that start.
    fn acts_from(&self, span: Span) -> impl DoubleEndedIterator<Item = usize> {
        let inside =
            if span.start < span.end { self.starts.range(span.start..span.end) } else { self.starts.range(0..0) };
        inside.flat_map(|(_, acts)| acts.iter().copied())
    }

    /// Whether the document is said to refer to a thing.
    pub(super) fn refers_to(&self, thing: &EntityId) -> bool {
        self.references.contains(thing)
    }

    /// Whether something of this kind has happened to a body.
    pub(super) fn has_event(&self, body: &EntityId, kind: &str) -> bool {
        self.events.contains(&(body.clone(), kind.to_owned()))
    }

    /// Whether the text says that a work is made or is to be made.
    pub(super) fn is_made(&self, work: &EntityId) -> bool {
        self.made.contains(work)
    }

    /// Whether a thing has another name.
    pub(super) fn has_alternative(&self, thing: &EntityId) -> bool {
        self.named.contains(thing)
    }

    /// Notes that a passage names a thing; whether that is new.
    pub(super) fn first_time(&mut self, thing: &EntityId, passage: &Evidence) -> bool {
        let seen = match self.passages.get_mut(thing) {
            Some(seen) => seen,
            None => self.passages.entry(thing.clone()).or_default(),
        };
        seen.insert((passage.span, passage.zone))
    }
}

impl Reader<'_> {
    /// The acts whose first passage holds a span, in the order in which they were said.
    pub(super) fn acts_over(&self, span: Span) -> Vec<usize> {
        let holds = |act: &Span| act.start <= span.start && span.end <= act.end;
        let first = |index: &usize| self.out.assertions[*index].evidence.first().map(|e| e.span);
        let near = self.told.acts_near(span.start).iter().copied();
        let mut acts: Vec<usize> = near.filter(|index| first(index).is_some_and(|act| holds(&act))).collect();
        acts.sort_unstable();
        acts.dedup();
        acts
    }

    /// The acts whose own words start in a passage, in the order of the text.
    pub(super) fn acts_from(&self, span: Span) -> impl DoubleEndedIterator<Item = (usize, &SpeechAct)> {
        self.told.acts_from(span).filter_map(move |index| match &self.out.assertions[index].fact {
            Fact::Act(act) if span.start <= act.start && act.start < span.end => Some((index, &**act)),
            _ => None,
        })
    }
}
