//! Persons: by name, or by the office whose holder is not named.

use std::collections::BTreeSet;

use super::format::Person;
use super::gold::Label;
use super::judge::{Judge, named};
use super::names::{Name, best};
use super::pairing::assign;
use super::tally::Row;
use crate::assertion::{EntityClass, EntityId, Fact, Property};

/// A person, or a post that nobody is said to hold.
struct Found<'a> {
    id: &'a EntityId,
    is_post: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn judge_persons(&mut self) {
        let said = self.said;
        let persons = said.named(&[EntityClass::Person]);
        let held: BTreeSet<&EntityId> =
            persons.iter().flat_map(|person| said.linked(person, Property::Holds)).collect();
        let posts = said.named(&[EntityClass::Post]).into_iter().filter(|post| !held.contains(post));
        let found: Vec<Found<'_>> = persons
            .iter()
            .map(|id| Found { id, is_post: false })
            .chain(posts.map(|id| Found { id, is_post: true }))
            .collect();
        let golds = &self.labels.persons;
        let pairs = assign(golds.len(), found.len(), |i, j| self.score(&golds[i], &found[j]));
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            let about = gold.name.as_deref().or(gold.post.as_deref()).unwrap_or_default();
            match pairs.get(&i) {
                None => {
                    let kind = if gold.name.is_some() { "named" } else { "office only" };
                    self.out.missed(Row::Persons, kind, about, gold.at.first());
                }
                Some(j) => {
                    self.out.right(Row::Persons);
                    self.judge_person(gold, &found[*j], about);
                }
            }
        }
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        for (j, item) in found.iter().enumerate().filter(|(j, item)| !paired.contains(j) && !item.is_post) {
            let twin = golds.iter().any(|gold| self.score(gold, item) > 0.0);
            let kind = if twin { "second node for one person" } else { "not labelled" };
            self.out.wrong(Row::Persons, kind, said.things.label(found[j].id), said.place(item.id));
        }
    }

    fn score(&self, gold: &Label<Person>, item: &Found<'_>) -> f64 {
        let things = self.said.things;
        let posts = if item.is_post { BTreeSet::from([item.id]) } else { self.said.linked(item.id, Property::Holds) };
        let titles: Vec<&Name> = posts.iter().flat_map(|post| things.names(post)).collect();
        let role = named(gold.post.as_deref()).map_or(0.0, |post| best(|a, b| self.how.part(a, b), [&post], titles));
        match named(gold.name.as_deref()) {
            Some(name) if !item.is_post => {
                let own: Vec<&Name> = things.names(item.id).iter().filter(|found| name.same_person(found)).collect();
                if own.is_empty() { 0.0 } else { 2.0 + role + best(|a, b| self.how.like(a, b), [&name], own) }
            }
            None if item.is_post && role >= 0.6 => {
                let placed = !self.how.places_count() || self.how.near(&gold.at.spans, self.said.spans(item.id));
                if placed { 1.0 + role } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    fn judge_person(&mut self, gold: &Label<Person>, item: &Found<'a>, about: &str) {
        let (said, how) = (self.said, self.how);
        let posts: BTreeSet<&EntityId> =
            if item.is_post { BTreeSet::from([item.id]) } else { said.linked(item.id, Property::Holds) };
        let mut titles = self.printed(posts.iter().copied());
        // a coordinator of a body holds that office
        for assertion in said.assertions() {
            let Fact::Participation { context, member, capacity, represented_by, .. } = &assertion.fact else {
                continue;
            };
            if (member == item.id || represented_by.contains(item.id))
                && said.things.class(context) != Some(EntityClass::Meeting)
            {
                titles.extend(said.things.names(context).iter().map(|name| format!("{capacity} {}", name.printed)));
            }
        }
        let mut bodies: BTreeSet<EntityId> = said.linked(item.id, Property::MemberOf).into_iter().cloned().collect();
        for post in &posts {
            bodies.extend(said.linked(post, Property::PostIn).into_iter().cloned());
            bodies.extend(super::known::home(post, said.extraction));
        }
        let bodies = self.printed(&bodies);
        let (about, is_part) = ((about, gold.at.first()), |a: &str, b: &str| how.is_part(a, b));
        let right = |wanted: Option<&str>, found: &[String]| {
            wanted.is_some_and(|wanted| found.iter().any(|value| is_part(wanted, value)))
        };
        for (row, wanted, values, property) in [
            (Row::PersonPost, gold.post.as_deref(), &titles, Property::Holds),
            (Row::PersonAffiliation, gold.affiliation.as_deref(), &bodies, Property::MemberOf),
        ] {
            self.out.attribute(row, wanted, values, is_part, about, false);
            let rules = said.claims(item.id, property).iter().map(|claim| claim.rule).collect();
            self.out.rules(&rules, right(wanted, values));
        }
    }
}
