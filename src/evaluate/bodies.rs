//! What happens to bodies: established, proposed, given new tasks, renamed, ended.

use std::collections::BTreeSet;

use super::format::Event;
use super::judge::Judge;
use super::pairing::assign;
use super::said::{places, shortest};
use super::tally::Row;
use super::things::wanted;
use crate::assertion::{EntityId, Fact, Status};
use crate::document::Span;

/// A change that the program reports; the most real status counts.
struct Found<'a> {
    body: &'a EntityId,
    /// Concept of scheme `lifecycle`.
    concept: &'a str,
    year: Option<i16>,
    status: Status,
    rules: BTreeSet<&'a str>,
    spans: Vec<Span>,
}

impl Found<'_> {
    /// What gold calls it.
    fn event(&self) -> &str {
        let planned = matches!(self.status, Status::Proposed | Status::Offered);
        if self.concept == "established" && planned { "proposed" } else { self.concept }
    }
}

impl<'a> Judge<'a> {
    pub(super) fn judge_body_events(&mut self) {
        let found = self.found_events();
        let golds: Vec<_> = self
            .labels
            .bodies
            .iter()
            .filter_map(|gold| gold.event.filter(|event| *event != Event::Mentioned).map(|event| (gold, event)))
            .map(|(gold, event)| {
                (gold, event, wanted(Row::Bodies, &gold.name, gold.acronym.as_deref(), &gold.at, gold.optional))
            })
            .collect();
        let score = |i: usize, j: usize| {
            let ((gold, event, body), have) = (&golds[i], &found[j]);
            let same = have.event() == event.word() || gold.as_good.contains(have.event());
            if same { self.thing_score(body, have.body) } else { 0.0 }
        };
        let pairs = assign(golds.len(), found.len(), score);
        let as_good: Vec<bool> = (0..found.len()).map(|j| (0..golds.len()).any(|i| score(i, j) > 0.0)).collect();
        for (i, (gold, event, _)) in golds.iter().enumerate().filter(|(_, (gold, ..))| !gold.optional) {
            match pairs.get(&i) {
                Some(j) => {
                    self.out.right(Row::BodyEvents);
                    self.out.rules(&found[*j].rules, true);
                }
                None => self.out.missed(Row::BodyEvents, event.word(), &gold.name, gold.at.first()),
            }
        }
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        for (j, have) in found.iter().enumerate().filter(|(j, _)| !paired.contains(j) && !as_good[*j]) {
            self.out.rules(&have.rules, false);
            self.out.wrong(Row::BodyEvents, found[j].event(), self.said.things.label(have.body), shortest(&have.spans));
        }
    }

    fn found_events(&self) -> Vec<Found<'a>> {
        let mut found: Vec<Found<'a>> = Vec::new();
        for assertion in self.said.assertions() {
            let Fact::BodyEvent { body, kind, status, year, .. } = &assertion.fact else { continue };
            let known = ["established", "proposed", "retasked", "discontinued", "renamed"];
            if !known.contains(&kind.as_str()) {
                continue;
            }
            let same = found.iter_mut().find(|f| f.body == body && f.concept == kind && f.year == *year);
            let event = match same {
                Some(event) => event,
                None => {
                    let event = Found {
                        body,
                        concept: kind,
                        year: *year,
                        status: *status,
                        rules: BTreeSet::new(),
                        spans: Vec::new(),
                    };
                    found.push(event);
                    let last = found.len() - 1;
                    &mut found[last]
                }
            };
            event.status = event.status.min(*status);
            event.rules.insert(&assertion.rule);
            event.spans.extend(places(&assertion.evidence));
        }
        found
    }
}
