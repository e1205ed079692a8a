//! Who took part in which meeting, and as what.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{Capacity, ParticipantKind, Participation};
use super::gold::Label;
use super::judge::{Judge, points};
use super::names::{Name, best};
use super::pairing::assign;
use super::said::shortest;
use super::tally::{Row, Side};
use crate::assertion::{EntityClass, EntityId, Fact};
use crate::document::Span;

/// Classes that take part as organisations.
pub(super) const ORGANISATIONS: [EntityClass; 3] = [EntityClass::Organisation, EntityClass::Body, EntityClass::Process];

/// One agent in one capacity in one meeting.
struct Found<'a> {
    meeting: &'a EntityId,
    agent: &'a EntityId,
    /// Index of the assertion.
    fact: usize,
    person: bool,
    /// Concept of scheme `capacity`.
    role: &'a str,
    capacity: Option<&'static str>,
    /// Whether it can be false: organisations that act for a participant are not labelled.
    counts: bool,
    in_respect_of: Option<&'a EntityId>,
    span: Span,
}

/// The capacity of gold for a concept of scheme `capacity`.
fn capacity_of(role: &str) -> Option<&'static str> {
    Some(match role {
        "member" | "participant" | "delegate" | "attendee" | "head-of-delegation" => "participant",
        "observer" => "observer",
        // those who hold a meeting together are hosts like the one who holds it
        "host" | "co-host" => "host",
        "chair" => "chair",
        "co-chair" => "co-chair",
        "organiser" | "co-organiser" | "developer" => "organiser",
        "presenter" | "speaker" => "presenter",
        _ => return None,
    })
}

fn row_of(kind: Option<ParticipantKind>) -> Row {
    match kind {
        Some(ParticipantKind::Person) => Row::ParticipationPersons,
        Some(ParticipantKind::Organisation) => Row::ParticipationOrganisations,
        _ => Row::ParticipationStates,
    }
}

/// Whom a label names.
fn key(gold: &Participation) -> (&str, &str, Option<ParticipantKind>, Option<Capacity>) {
    (&gold.meeting, &gold.participant, gold.participant_kind, gold.capacity)
}

impl<'a> Judge<'a> {
    pub(super) fn judge_participations(&mut self) {
        let found = self.found_participations();
        let mut golds: Vec<&Label<Participation>> = Vec::new();
        for gold in &self.labels.participations {
            if !golds.iter().any(|known| key(known) == key(gold)) {
                golds.push(gold);
            }
        }
        let names: Vec<Name> = golds.iter().map(|gold| Name::new(&gold.participant)).collect();
        let fits = |i: usize, j: usize| {
            self.meetings.get(golds[i].meeting.as_str()) == Some(found[j].meeting)
                && self.is_participant(golds[i], &names[i], &found[j])
        };
        let table: Vec<Vec<bool>> = (0..golds.len()).map(|i| (0..found.len()).map(|j| fits(i, j)).collect()).collect();
        let allowed = |i: usize, capacity: Option<&'static str>| {
            let own = golds[i].capacity.map(|capacity| capacity.word());
            own.into_iter()
                .chain(golds[i].as_good.iter().map(String::as_str))
                .any(|word| capacity.is_some() && capacity_of(word) == capacity)
        };
        let strict = assign(golds.len(), found.len(), |i, j| points(table[i][j] && allowed(i, found[j].capacity)));
        let mut loose = strict.clone();
        let rest: Vec<usize> = (0..golds.len()).filter(|i| !strict.contains_key(i)).collect();
        let taken: BTreeSet<usize> = strict.values().copied().collect();
        let free: Vec<usize> = (0..found.len()).filter(|j| !taken.contains(j)).collect();
        loose.extend(
            assign(rest.len(), free.len(), |i, j| points(table[rest[i]][free[j]]))
                .into_iter()
                .map(|(i, j)| (rest[i], free[j])),
        );
        // a state or organisation for which a labelled person acts needs no label of its own
        let acted: BTreeSet<usize> = loose.values().filter(|j| found[**j].person).map(|j| found[*j].fact).collect();
        self.count_participations(&golds, &found, &table, &loose, &acted, false);
        self.count_participations(&golds, &found, &table, &strict, &acted, true);
    }

    fn count_participations(
        &mut self,
        golds: &[&Label<Participation>],
        found: &[Found<'_>],
        table: &[Vec<bool>],
        pairs: &BTreeMap<usize, usize>,
        acted: &BTreeSet<usize>,
        strict: bool,
    ) {
        let row = if strict { Row::Participations } else { Row::ParticipationsAnyCapacity };
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            let hit = u64::from(pairs.contains_key(&i));
            self.out.count(row, 1, hit, hit);
            if !strict {
                continue;
            }
            self.out.count(row_of(gold.participant_kind), 1, hit, hit);
            if hit == 0 {
                let why = if !self.meetings.contains_key(gold.meeting.as_str()) {
                    "meeting not found"
                } else if table[i].contains(&true) {
                    "other capacity"
                } else {
                    "not found"
                };
                let capacity = gold.capacity.map_or("", |capacity| capacity.word());
                let kind = format!("{} as {capacity}: {why}", gold.participant_kind.map_or("", |kind| kind.word()));
                let about = format!("{} as {capacity} in {}", gold.participant, gold.meeting);
                self.out.remark(row, Side::Missed, kind, about, gold.at.first());
            }
        }
        let paired: BTreeMap<usize, usize> = pairs.iter().map(|(i, j)| (*j, *i)).collect();
        for (j, item) in found.iter().enumerate() {
            let rule = BTreeSet::from([self.said.assertions()[item.fact].rule.as_str()]);
            if let Some(i) = paired.get(&j) {
                if strict && !golds[*i].optional {
                    self.out.rules(&rule, true);
                }
                continue;
            }
            let meeting = self.meeting_of.get(item.meeting);
            if !item.counts
                || meeting.is_some_and(|meeting| meeting.optional)
                || !item.person && acted.contains(&item.fact)
            {
                continue;
            }
            let labelled: Vec<usize> = (0..golds.len()).filter(|i| table[*i][j]).collect();
            // one more capacity of a right participant
            if !labelled.is_empty() && (!strict || labelled.iter().all(|i| golds[*i].optional)) {
                continue;
            }
            self.out.count(row, 0, 1, 0);
            if strict {
                let kind = self.participant_row(item);
                self.out.count(kind, 0, 1, 0);
                self.out.rules(&rule, false);
                let why = match meeting {
                    None => "no such meeting",
                    Some(_) if !labelled.is_empty() => "other capacity",
                    Some(_) => "not labelled",
                };
                let things = self.said.things;
                let about = format!("{} as {} in {}", things.label(item.agent), item.role, things.label(item.meeting));
                let kind = format!("{} as {}: {why}", kind.name().trim_start_matches("participations: "), item.role);
                self.out.remark(row, Side::False, kind, about, item.span);
            }
        }
    }

    fn participant_row(&self, item: &Found<'_>) -> Row {
        if item.person {
            Row::ParticipationPersons
        } else if self.said.things.is_state(item.agent) {
            Row::ParticipationStates
        } else {
            Row::ParticipationOrganisations
        }
    }

    fn found_participations(&self) -> Vec<Found<'a>> {
        let things = self.said.things;
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (fact, assertion) in self.said.assertions().iter().enumerate() {
            let Fact::Participation { context, member, capacity, represented_by, in_respect_of, .. } = &assertion.fact
            else {
                continue;
            };
            if things.class(context) != Some(EntityClass::Meeting) {
                continue;
            }
            let is_person = |id: &EntityId| things.class(id) == Some(EntityClass::Person);
            let mut agents = vec![(member, is_person(member), true)];
            for id in represented_by {
                if is_person(id) {
                    agents.push((id, true, true));
                } else if things.class(id).is_some_and(|class| ORGANISATIONS.contains(&class)) {
                    agents.push((id, false, false));
                }
            }
            let spans: Vec<Span> = assertion.evidence.iter().map(|passage| passage.span).collect();
            for (agent, person, may_be_false) in agents {
                let known = capacity_of(capacity);
                if seen.insert((context, agent, known.unwrap_or(capacity))) {
                    found.push(Found {
                        meeting: context,
                        agent,
                        fact,
                        person,
                        role: capacity,
                        capacity: known,
                        counts: may_be_false && known.is_some(),
                        in_respect_of: in_respect_of.as_ref(),
                        span: shortest(&spans),
                    });
                }
            }
        }
        found
    }

    /// Whether a label names this participant: a person by name, a state by its code, others by name or acronym.
    fn is_participant(&self, gold: &Participation, name: &Name, item: &Found<'_>) -> bool {
        let things = self.said.things;
        if gold.participant_kind == Some(ParticipantKind::Person) {
            return item.person && things.names(item.agent).iter().any(|found| name.same_person(found));
        }
        if item.person {
            return false;
        }
        if let Some(code) = &gold.code {
            if things.code(item.agent) == Some(code) {
                return true;
            }
            if things.code(item.agent).is_some() && gold.participant_kind != Some(ParticipantKind::Territory) {
                return false;
            }
            let territory = item.in_respect_of.map(|id| things.names(id)).unwrap_or_default();
            return things.names(item.agent).iter().chain(territory).any(|found| found.same(name));
        }
        if things.is_state(item.agent) {
            return false;
        }
        let alike = best(|a, b| self.how.like(a, b), [name], self.said.names(item.agent)) >= 0.6;
        alike || self.acronyms_of(name).iter().any(|short| self.said.names(item.agent).any(|n| n.folded == *short))
    }

    /// Short forms under which the labels know an organisation of this name.
    fn acronyms_of(&self, name: &Name) -> BTreeSet<String> {
        let organisations = self.labels.organisations.iter().map(|entry| (&entry.name, &entry.acronym));
        let bodies = self.labels.bodies.iter().map(|entry| (&entry.name, &entry.acronym));
        let known = organisations.chain(bodies).filter(|(long, _)| Name::new(long).same(name));
        known.filter_map(|(_, short)| short.as_deref()).map(super::names::fold).collect()
    }
}
