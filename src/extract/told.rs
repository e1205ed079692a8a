//! What the assertions so far say, found by place and by subject.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::assertion::{EntityId, Evidence, Fact, Property, Zone};
use crate::document::Span;

/// Bytes of the text as received that share one list of acts.
const STRIDE: usize = 512;

/// Registers of the assertions, in step with them.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// For each [`STRIDE`] the acts whose first passage covers a byte of it, with that passage.
    acts: Vec<Vec<(usize, Span)>>,
    events: FxHashSet<(EntityId, String)>,
    made: FxHashSet<EntityId>,
    named: FxHashSet<EntityId>,
    passages: FxHashMap<EntityId, FxHashSet<(Span, Zone)>>,
}

impl Told {
    /// Notes the assertion of a number.
    pub(super) fn note(&mut self, index: usize, fact: &Fact, evidence: &[Evidence]) {
        match fact {
            Fact::Act(_) => {
                let Some(span) = evidence.first().map(|e| e.span) else { return };
                let places = span.start / STRIDE..span.end.div_ceil(STRIDE);
                if self.acts.len() < places.end {
                    self.acts.resize_with(places.end, Vec::new);
                }
                self.acts[places].iter_mut().for_each(|place| place.push((index, span)));
            }
            Fact::BodyEvent { body, kind, .. } => _ = self.events.insert((body.clone(), kind.clone())),
            Fact::WorkStatus { work, .. } => _ = self.made.insert(work.clone()),
            Fact::Property { subject, property: Property::AltLabel, .. } => _ = self.named.insert(subject.clone()),
            _ => {}
        }
    }

    /// The assertions of acts whose first passage holds a span, in order.
    pub(super) fn acts_over(&self, span: Span) -> impl DoubleEndedIterator<Item = usize> {
        let place = self.acts.get(span.start / STRIDE).map_or(&[][..], Vec::as_slice);
        place.iter().filter(move |(_, act)| act.start <= span.start && span.end <= act.end).map(|(index, _)| *index)
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
