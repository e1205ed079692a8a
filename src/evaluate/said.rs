//! What the program says of one document, by thing and by kind of fact: the other side of the comparison.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Things, home, mentioned};
use super::names::Name;
use super::tally::Rules;
use crate::assertion::{Assertion, EntityClass, EntityId, Evidence, Extraction, Fact, Property, Value, Zone};
use crate::document::{Document, Span};

/// One document's extraction, with the places of everything that it names.
pub(super) struct Said<'a> {
    pub(super) document: &'a Document,
    pub(super) extraction: &'a Extraction,
    pub(super) things: &'a Things,
    /// Where a thing is named itself.
    own: BTreeMap<&'a EntityId, Vec<Span>>,
    /// Where it is named, or something is said of it.
    spans: BTreeMap<EntityId, Vec<Span>>,
    /// Names as this document's participations give them.
    given: BTreeMap<&'a EntityId, Vec<Name>>,
}

impl<'a> Said<'a> {
    pub(super) fn new(document: &'a Document, extraction: &'a Extraction, things: &'a Things) -> Self {
        let mut said =
            Self { document, extraction, things, own: BTreeMap::new(), spans: BTreeMap::new(), given: BTreeMap::new() };
        for entity in extraction.entities.values() {
            said.own.entry(&entity.id).or_default().extend(places(&entity.mentions));
        }
        for assertion in &extraction.assertions {
            if let Fact::Meeting { id, .. } | Fact::WorkStatus { work: id, .. } = &assertion.fact {
                said.own.entry(id).or_default().extend(places(&assertion.evidence));
            }
            if let Fact::Participation { member, name_as_given: Some(name), .. } = &assertion.fact {
                said.given.entry(member).or_default().push(Name::new(name));
            }
        }
        for (id, own) in &said.own {
            if !own.is_empty() {
                said.spans.entry((*id).clone()).or_default().extend(own);
                if let Some(home) = home(id, extraction) {
                    said.spans.entry(home).or_default().extend(own);
                }
            }
        }
        for assertion in &extraction.assertions {
            for id in mentioned(&assertion.fact) {
                said.spans.entry(id.clone()).or_default().extend(places(&assertion.evidence));
            }
            // what is said of a thing is said wherever it is named
            if let Fact::Property { subject, value: Value::Entity(value), .. } = &assertion.fact
                && let Some(own) = said.own.get(subject)
            {
                said.spans.entry(value.clone()).or_default().extend(own);
            }
        }
        said
    }

    /// The things of these classes that the document names, in the order of their identities.
    pub(super) fn named(&self, classes: &[EntityClass]) -> Vec<&EntityId> {
        let is_one = |id: &&EntityId| self.things.class(id).is_some_and(|class| classes.contains(&class));
        self.spans.iter().filter(|(_, spans)| !spans.is_empty()).map(|(id, _)| id).filter(is_one).collect()
    }

    /// Everything that the document names.
    pub(super) fn all(&self) -> impl Iterator<Item = &EntityId> {
        self.spans.iter().filter(|(_, spans)| !spans.is_empty()).map(|(id, _)| id)
    }

    /// Where a thing is named, or something is said of it.
    pub(super) fn spans(&self, id: &EntityId) -> &[Span] {
        self.spans.get(id).map_or(&[], Vec::as_slice)
    }

    /// Where it is named itself; where it never is, what is said of it.
    pub(super) fn own_spans(&self, id: &EntityId) -> &[Span] {
        self.own.get(id).map(Vec::as_slice).filter(|own| !own.is_empty()).unwrap_or_else(|| self.spans(id))
    }

    /// The shortest place, to be shown.
    pub(super) fn place(&self, id: &EntityId) -> Span {
        shortest(self.spans(id))
    }

    /// Its names: those of the tables and of all documents, then as this document gives them.
    pub(super) fn names(&self, id: &EntityId) -> impl Iterator<Item = &Name> + Clone {
        self.things.names(id).iter().chain(self.given.get(id).into_iter().flatten())
    }

    /// The document's own assertions.
    pub(super) fn assertions(&self) -> &'a [Assertion] {
        &self.extraction.assertions
    }

    /// The values of a property that this document states, best first; where they disagree, the preferred ones alone.
    pub(super) fn preferred(&self, id: &EntityId, property: Property) -> Vec<&'a Value> {
        let claims = self.claims(id, property);
        let best = claims.iter().min_by_key(|claim| claim.rank).map(|claim| claim.value);
        best.into_iter().collect()
    }

    /// Every statement of a property.
    pub(super) fn claims(&self, id: &EntityId, property: Property) -> Vec<Claim<'a>> {
        let claim = |assertion: &'a Assertion| match &assertion.fact {
            Fact::Property { subject, property: found, value, completed } if subject == id && *found == property => {
                Some(Claim { value, rank: self.rank(assertion, value, *completed), rule: &assertion.rule })
            }
            _ => None,
        };
        self.assertions().iter().filter_map(claim).collect()
    }

    /// The order of the resolver within one document: the more precise value, running text before headers, what one
    /// passage says whole, what stands first.
    fn rank(&self, assertion: &Assertion, value: &Value, completed: bool) -> Rank {
        let precision = match value {
            Value::Date(date) => usize::from(date.month.is_some()) + usize::from(date.day.is_some()),
            Value::Entity(place) => self.things.get(place).map_or(0, |thing| thing.within.len()),
            _ => 0,
        };
        let in_head = assertion.evidence.iter().all(|e| matches!(e.zone, Zone::Heading | Zone::Header));
        let start = assertion.evidence.first().map_or(0, |e| e.span.start);
        (std::cmp::Reverse(precision), in_head, completed || assertion.evidence.len() > 1, start)
    }

    /// The things that a property leads to.
    pub(super) fn linked(&self, id: &EntityId, property: Property) -> BTreeSet<&'a EntityId> {
        let thing = |claim: Claim<'a>| match claim.value {
            Value::Entity(value) => Some(value),
            _ => None,
        };
        self.claims(id, property).into_iter().filter_map(thing).collect()
    }

    /// The rules of all assertions that say something of this kind.
    pub(super) fn rules_where(&self, is_one: impl Fn(&Fact) -> bool) -> Rules<'a> {
        self.assertions().iter().filter(|a| is_one(&a.fact)).map(|a| a.rule.as_str()).collect()
    }
}

/// What ranks one statement before another; the least is preferred.
type Rank = (std::cmp::Reverse<usize>, bool, bool, usize);

/// A statement of a property.
pub(super) struct Claim<'a> {
    pub(super) value: &'a Value,
    rank: Rank,
    pub(super) rule: &'a str,
}

/// A value as gold writes it: a date by its digits.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Date(date) => match (date.year, date.month, date.day) {
            (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
            (Some(year), ..) => format!("{year:04}"),
            (None, ..) => String::new(),
        },
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Entity(_) => String::new(),
    }
}

/// The places of some passages.
pub(super) fn places(evidence: &[Evidence]) -> impl Iterator<Item = Span> {
    evidence.iter().map(|passage| passage.span)
}

/// The shortest of some places.
pub(super) fn shortest(spans: &[Span]) -> Span {
    spans.iter().copied().min_by_key(|span| span.end - span.start).unwrap_or(Span { start: 0, end: 0 })
}
