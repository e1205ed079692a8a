//! One document judged: each category in turn, since later ones build on the meetings and things that earlier ones
//! matched.

use std::collections::{BTreeMap, BTreeSet};

use super::format::Meeting;
use super::gold::{Label, Labels};
use super::names::{Name, best};
use super::pairing::touch;
use super::said::Said;
use super::tally::Judged;
use crate::assertion::EntityId;
use crate::document::Span;

/// When a finding is taken to be what a label says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Match {
    /// Names are the same apart from spelling, and the passage of a speech act begins and ends where its label does.
    Exact,
    /// Names share most of their words, and passages overlap by half or lie within each other.
    #[default]
    Overlap,
    /// What things are decides alone: passages do not count, speech acts are compared by verb and words.
    Identity,
}

impl Match {
    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Overlap => "overlap",
            Self::Identity => "identity",
        }
    }

    /// 1 for one name, else how alike two names are.
    pub(super) fn like(self, one: &Name, other: &Name) -> f64 {
        if self == Self::Exact { f64::from(u8::from(one.same(other))) } else { one.likeness(other) }
    }

    /// How much of the shorter name stands in the other.
    pub(super) fn part(self, one: &Name, other: &Name) -> f64 {
        if self == Self::Exact { f64::from(u8::from(one.same(other))) } else { one.overlap(other) }
    }

    /// Whether a value as printed is, for the most part, the name of gold.
    pub(super) fn is_part(self, one: &str, other: &str) -> bool {
        self.part(&Name::new(one), &Name::new(other)) >= 0.6
    }

    /// Whether both speak for the same: "Ministers" and "Ministers of the Forum".
    pub(super) fn same_agent(self, one: &str, other: &str) -> bool {
        let (one, other) = (Name::new(one), Name::new(other));
        self.part(&one, &other) >= 0.6 || self != Self::Exact && one.head() == other.head()
    }

    /// Whether the place of a fact says anything.
    pub(super) fn places_count(self) -> bool {
        self != Self::Identity
    }

    /// Whether a label and a finding stand at one place; never, where places do not count.
    pub(super) fn near(self, spans: &[Span], others: &[Span]) -> bool {
        self != Self::Identity && touch(spans, others)
    }
}

/// The state of judging one document.
pub(super) struct Judge<'a> {
    pub(super) said: &'a Said<'a>,
    pub(super) labels: &'a Labels,
    pub(super) how: Match,
    pub(super) out: Judged,
    /// Meetings by their labels.
    pub(super) meetings: BTreeMap<&'a str, EntityId>,
    /// Labels by their meetings.
    pub(super) meeting_of: BTreeMap<EntityId, &'a Label<Meeting>>,
    /// Organisations, bodies and works that were matched.
    pub(super) matched: BTreeSet<EntityId>,
}

impl<'a> Judge<'a> {
    pub(super) fn judge(said: &'a Said<'a>, labels: &'a Labels, how: Match) -> Judged {
        let mut judge = Self {
            said,
            labels,
            how,
            out: Judged::default(),
            meetings: BTreeMap::new(),
            meeting_of: BTreeMap::new(),
            matched: BTreeSet::new(),
        };
        judge.judge_meetings();
        judge.judge_participations();
        judge.judge_persons();
        judge.judge_things();
        judge.judge_body_events();
        judge.judge_acronyms();
        judge.judge_acts();
        judge.judge_pledges();
        judge.judge_counts();
        judge.judge_references();
        judge.judge_contradictions();
        judge.out
    }

    /// How alike a name of gold is to the names of a thing.
    pub(super) fn likeness(&self, gold: &Name, id: &EntityId) -> f64 {
        best(|one, other| self.how.like(one, other), [gold], self.said.names(id))
    }

    /// The printed names of some agents, for attributes.
    pub(super) fn printed<'i>(&self, ids: impl IntoIterator<Item = &'i EntityId>) -> Vec<String> {
        let mut printed = Vec::new();
        for id in ids {
            let names = self.said.things.names(id);
            if names.is_empty() {
                printed.push(super::known::slug_of(id).replace('-', " "));
            }
            printed.extend(names.iter().map(|name| name.printed.clone()));
        }
        printed
    }
}

/// An optional text of gold as a name.
pub(super) fn named(text: Option<&str>) -> Option<Name> {
    text.map(Name::new)
}

/// Scores of matching are sums of small weights.
pub(super) fn points(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}
