//! Organisations and bodies, which are one pool: what is labelled as the one and found as the other is right.

use std::collections::BTreeSet;

use super::judge::{Judge, points};
use super::names::{Name, best};
use super::pairing::assign;
use super::participations::ORGANISATIONS;
use super::places::Place;
use super::tally::Row;
use crate::assertion::{EntityClass, EntityId};

/// Classes of works, which may be labelled as bodies (websites, programmes).
pub(super) const WORKS: [EntityClass; 3] = [EntityClass::Work, EntityClass::Plan, EntityClass::Policy];

/// Words for those who speak in a document; no organisation of their own.
const PLENARIES: &str = "minister|senior official|official|co chair|cochair|chair|participant|member|delegation|leader|\
                         head of state and government|representative|government|delegate";

/// A labelled organisation or body; the same name twice is one.
pub(super) struct Wanted<'a> {
    row: Row,
    name: Name,
    acronym: Option<String>,
    at: &'a Place,
    optional: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn judge_things(&mut self) {
        let said = self.said;
        let golds = self.wanted_things();
        let pool = said.named(&ORGANISATIONS);
        let nodes: Vec<&EntityId> = pool.iter().copied().chain(said.named(&WORKS)).collect();
        let pairs = assign(golds.len(), nodes.len(), |i, j| self.thing_score(&golds[i], nodes[j]));
        self.matched = pairs.values().map(|j| nodes[*j].clone()).collect();
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            if pairs.contains_key(&i) {
                self.out.right(gold.row);
            } else {
                let kind = if gold.acronym.is_some() { "acronym known" } else { "name only" };
                self.out.missed(gold.row, kind, &gold.name.printed, gold.at.first());
            }
        }
        let others = self.other_names();
        for node in pool.into_iter().filter(|node| !self.matched.contains(*node)) {
            let best_score = golds.iter().map(|gold| self.thing_score(gold, node)).fold(0.0, f64::max);
            let thing = said.things.get(node);
            let kind = if best_score >= 2.0 {
                "second node for one entity"
            } else if best_score > 0.0
                || thing.is_some_and(|thing| thing.kinds.iter().any(|kind| kind == "plenary" || kind == "co-chairs"))
                || best(|a, b| self.how.like(a, b), &others, said.names(node)) >= 0.8
                || said.names(node).any(is_plenary)
            {
                // as good as a labelled one, or none of its own
                continue;
            } else {
                "not labelled"
            };
            let is_body = matches!(said.things.class(node), Some(EntityClass::Body | EntityClass::Process));
            let row = if is_body { Row::Bodies } else { Row::Organisations };
            self.out.wrong(row, kind, said.things.label(node), said.place(node));
        }
    }

    fn wanted_things(&self) -> Vec<Wanted<'a>> {
        let mut golds: Vec<Wanted<'a>> = Vec::new();
        let organisations = self
            .labels
            .organisations
            .iter()
            .map(|entry| (Row::Organisations, &entry.name, &entry.acronym, &entry.at, entry.optional));
        let bodies = self
            .labels
            .bodies
            .iter()
            .map(|entry| (Row::Bodies, &entry.name, &entry.acronym, &entry.at, entry.optional));
        for (row, name, acronym, place, optional) in organisations.chain(bodies) {
            match golds.iter_mut().find(|gold| gold.row == row && gold.name.printed == *name) {
                Some(twin) => twin.optional &= optional,
                None => golds.push(wanted(row, name, acronym.as_deref(), place, optional)),
            }
        }
        golds
    }

    /// 2 and more for the same name or acronym, less for one that is alike.
    pub(super) fn thing_score(&self, gold: &Wanted<'_>, node: &EntityId) -> f64 {
        let by_acronym = gold.acronym.as_ref().is_some_and(|short| self.said.names(node).any(|n| n.folded == *short));
        let score = if by_acronym { 1.0 } else { self.likeness(&gold.name, node) };
        if score >= 1.0 {
            2.0 + 0.1 * points(self.how.near(&gold.at.spans, self.said.spans(node)))
        } else if score >= 0.6 {
            score
        } else {
            0.0
        }
    }

    /// Names that the labels have in other categories: things of the text, although no label of their own.
    fn other_names(&self) -> Vec<Name> {
        let labels = self.labels;
        let mut names: Vec<&str> = Vec::new();
        names.extend(labels.participations.iter().map(|entry| entry.participant.as_str()));
        names.extend(
            labels.acts.iter().flat_map(|entry| [&entry.issuer, &entry.addressee]).flatten().map(String::as_str),
        );
        names.extend(labels.pledges.iter().filter_map(|entry| entry.donor.as_deref()));
        names.extend(labels.persons.iter().filter_map(|entry| entry.affiliation.as_deref()));
        names.extend(labels.bodies.iter().filter_map(|entry| entry.by.as_deref()));
        names.extend(labels.meetings.iter().filter_map(|entry| entry.series.as_deref()));
        names.extend(labels.meetings.iter().map(|entry| entry.label.as_str()));
        names.extend(labels.references.iter().map(|entry| entry.to.as_str()));
        let distinct: BTreeSet<&str> = names.into_iter().collect();
        distinct.into_iter().map(Name::new).collect()
    }
}

pub(super) fn wanted<'a>(row: Row, name: &str, acronym: Option<&str>, at: &'a Place, optional: bool) -> Wanted<'a> {
    let acronym = acronym.filter(|short| !short.is_empty()).map(super::names::fold);
    Wanted { row, name: Name::new(name), acronym, at, optional }
}

/// "Ministers of the Forum": those who speak.
fn is_plenary(name: &Name) -> bool {
    let head = name.printed.split(" of the ").next().unwrap_or_default();
    let singular: Vec<String> = super::names::fold(head).split(' ').map(super::names::singular).collect();
    PLENARIES.split('|').any(|plenary| plenary == singular.join(" "))
}
