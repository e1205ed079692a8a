//! What the text refers to, and where it disagrees with itself.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{Contradiction, Reference, ReferenceKind};
use super::gold::Label;
use super::judge::{Judge, points};
use super::names::{Name, best};
use super::pairing::assign;
use super::said::written;
use super::tally::Row;
use super::things::WORKS;
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};

/// Properties with one value, of which two are a contradiction.
const FUNCTIONAL: [(Property, &str); 4] = [
    (Property::StartDate, "start"),
    (Property::EndDate, "end"),
    (Property::Location, "location"),
    (Property::Ordinal, "ordinal"),
];

impl Judge<'_> {
    pub(super) fn judge_references(&mut self) {
        let said = self.said;
        let mut explicit: BTreeSet<&EntityId> = BTreeSet::new();
        for assertion in said.assertions() {
            match &assertion.fact {
                Fact::Reference { to } => _ = explicit.insert(to),
                Fact::Act(act) => explicit.extend(&act.references),
                _ => {}
            }
        }
        let classes = [EntityClass::Meeting].into_iter().chain(WORKS).collect::<Vec<_>>();
        let is_subject = |id: &EntityId| said.extraction.primary_topics.contains(id);
        let mut nodes = explicit.clone();
        nodes.extend(said.named(&classes).into_iter().filter(|id| !is_subject(id)));
        let nodes: Vec<&EntityId> = nodes.into_iter().collect();
        let golds = &self.labels.references;
        let names: Vec<Name> = golds.iter().map(|gold| Name::new(&gold.to)).collect();
        let score = |i: usize, j: usize| self.reference_score(&golds[i], &names[i], nodes[j]);
        let pairs = assign(golds.len(), nodes.len(), score);
        let fits: Vec<bool> = (0..nodes.len()).map(|j| (0..golds.len()).any(|i| score(i, j) > 0.0)).collect();
        let rules_of = |node: &EntityId| said.rules_where(|fact| matches!(fact, Fact::Reference { to } if to == node));
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            match pairs.get(&i) {
                Some(j) => {
                    self.out.right(Row::References);
                    self.out.rules(&rules_of(nodes[*j]), true);
                }
                None => {
                    let kind = gold.kind.map_or("", |kind| kind.word());
                    self.out.missed(Row::References, kind, &gold.to, gold.at.first());
                }
            }
        }
        let with_status: BTreeSet<&EntityId> = said
            .assertions()
            .iter()
            .filter_map(|a| if let Fact::WorkStatus { work, .. } = &a.fact { Some(work) } else { None })
            .collect();
        for (_, node) in nodes.iter().enumerate().filter(|(j, _)| !fits[*j]) {
            let class = said.things.class(node);
            let counted = class == Some(EntityClass::Meeting) || self.matched.contains(*node);
            let is_policy = class == Some(EntityClass::Policy) && !with_status.contains(node);
            // the others are products of the meeting, not references
            if !counted && (explicit.contains(node) || is_policy) {
                let kind =
                    class.map_or("untyped", |class| if class == EntityClass::Policy { "policy" } else { "work" });
                self.out.rules(&rules_of(node), false);
                self.out.wrong(Row::References, kind, said.things.label(node), said.place(node));
            }
        }
    }

    fn reference_score(&self, gold: &Label<Reference>, name: &Name, node: &EntityId) -> f64 {
        let is_meeting = gold.kind == Some(ReferenceKind::Meeting);
        if is_meeting && self.meetings.get(gold.to.as_str()) == Some(node) {
            return 5.0;
        }
        let names = self.said.things.names(node);
        let like = best(|a, b| self.how.like(a, b), [name], names);
        let part = best(|a, b| self.how.part(a, b), [name, &gold.words], names);
        let near = self.how.near(&gold.at.spans, self.said.own_spans(node));
        if is_meeting != (self.said.things.class(node) == Some(EntityClass::Meeting)) && like < 0.9 {
            return 0.0;
        }
        let words = names.iter().map(|found| name.common(found)).max().unwrap_or(0);
        let fits = like >= 0.6 || near && (like >= 0.3 || part >= 0.8 || words >= 2);
        if fits { 1.0 + like + points(near) } else { 0.0 }
    }

    pub(super) fn judge_contradictions(&mut self) {
        let mut found: BTreeMap<(&EntityId, &str), BTreeSet<String>> = BTreeMap::new();
        for id in self.said.extraction.entities.keys() {
            for (property, field) in FUNCTIONAL {
                let claims = self.said.claims(id, property);
                for one in &claims {
                    if claims.iter().any(|other| !self.compatible(one.value, other.value)) {
                        found.entry((id, field)).or_default().insert(self.shown(one.value));
                    }
                }
            }
        }
        for index in self.said.extraction.disputed_events() {
            if let Fact::BodyEvent { body, kind, .. } = &self.said.assertions()[index].fact {
                found.entry((body, "event")).or_default().insert(kind.clone());
            }
        }
        let found: Vec<_> = found.into_iter().collect();
        let golds = &self.labels.contradictions;
        let score = |i: usize, j: usize| points(self.is_contradiction(&golds[i], found[j].0, &found[j].1));
        let pairs = assign(golds.len(), found.len(), score);
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            if pairs.contains_key(&i) {
                self.out.right(Row::Contradictions);
            } else {
                self.out.missed(Row::Contradictions, &gold.field, &gold.subject, gold.at.first());
            }
        }
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        for (_, ((id, field), values)) in found.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let about = format!("{}: {}", self.said.things.label(id), values.join(", "));
            self.out.wrong(Row::Contradictions, *field, about, self.said.place(id));
        }
    }

    fn is_contradiction(
        &self,
        gold: &Label<Contradiction>,
        (id, field): (&EntityId, &str),
        values: &BTreeSet<String>,
    ) -> bool {
        let subject =
            self.meetings.get(gold.subject.as_str()) == Some(id) || self.likeness(&Name::new(&gold.subject), id) >= 0.5;
        let stated: BTreeSet<&String> = gold.statements.iter().map(|statement| &statement.value).collect();
        gold.field == field && subject && stated.iter().filter(|value| values.contains(**value)).count() >= 2
    }

    /// Whether both values can hold: they are the same, or the one only says less.
    fn compatible(&self, one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Entity(one), Value::Entity(other)) => {
                one == other || self.lies_in(one, other) || self.lies_in(other, one)
            }
            _ => {
                let (one, other) = (written(one), written(other));
                let says_less =
                    |less: &str, more: &str| more.strip_prefix(less).is_some_and(|rest| rest.starts_with('-'));
                one == other || says_less(&one, &other) || says_less(&other, &one)
            }
        }
    }

    fn lies_in(&self, place: &EntityId, around: &EntityId) -> bool {
        let within = self.said.things.get(place).map_or(&[][..], |place| &place.within);
        self.said.things.code(around).is_some_and(|code| within.iter().any(|state| state == code))
    }

    fn shown(&self, value: &Value) -> String {
        match value {
            Value::Entity(id) => self.said.things.label(id).to_owned(),
            other => written(other),
        }
    }
}
