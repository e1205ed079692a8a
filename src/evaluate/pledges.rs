//! Sums promised, and numbers stated of meetings.

use std::collections::BTreeSet;

use super::format::Pledge;
use super::gold::Label;
use super::judge::{Judge, named, points};
use super::names::{Name, best};
use super::pairing::{assign, iou, touch};
use super::said::{places, shortest};
use super::tally::{Row, Rules};
use crate::assertion::{ActClass, EntityId, Fact};
use crate::document::Span;

/// A pledge as the program describes it.
struct Found<'a> {
    donors: Vec<&'a Name>,
    value: Option<f64>,
    currency: Option<&'a str>,
    spans: Vec<Span>,
    rules: Rules<'a>,
}

impl<'a> Judge<'a> {
    pub(super) fn judge_pledges(&mut self) {
        let found = self.found_pledges();
        let golds = &self.labels.pledges;
        let pairs = assign(golds.len(), found.len(), |i, j| self.pledge_score(&golds[i], &found[j]));
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            let amount = gold.amount.map(|amount| amount.to_string());
            let about = format!(
                "{} {} {}",
                gold.donor.as_deref().unwrap_or("somebody"),
                amount.as_deref().unwrap_or("no sum"),
                gold.currency.as_deref().unwrap_or_default()
            );
            let item = pairs.get(&i).map(|j| &found[*j]);
            let right = item.is_some_and(|item| self.is_pledge(gold, item));
            if right {
                self.out.right(Row::Pledges);
            } else {
                let kind = match item {
                    _ if gold.amount.is_none() => "no amount",
                    None => "not found",
                    Some(item) if !self.is_donor(gold, item) => "other donor",
                    Some(_) => "other sum",
                };
                self.out.missed(Row::Pledges, kind, &about, gold.at.first());
                self.out.count(Row::Pledges, 0, u64::from(item.is_some()), 0);
            }
            let Some(item) = item else { continue };
            self.out.rules(&item.rules, right);
            let (how, about) = (self.how, (about.as_str(), gold.at.first()));
            let donors: Vec<String> = item.donors.iter().map(|name| name.printed.clone()).collect();
            let is_part = |a: &str, b: &str| how.is_part(a, b);
            self.out.attribute(Row::PledgeDonor, gold.donor.as_deref(), &donors, is_part, about, false);
            let values: Vec<String> = item.value.iter().map(ToString::to_string).collect();
            let same_sum = |_: &str, _: &str| is_sum(gold, item);
            self.out.attribute(Row::PledgeAmount, amount.as_deref(), &values, same_sum, about, false);
            let currencies: Vec<String> = item.currency.iter().map(ToString::to_string).collect();
            self.out.attribute(Row::PledgeCurrency, gold.currency.as_deref(), &currencies, |a, b| a == b, about, false);
        }
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        for (j, item) in found.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
            // an offer of hosting or staff is a pledge of the ontology, but not of gold
            if let Some(value) = found[j].value {
                let donor = item.donors.first().map_or("somebody", |name| name.printed.as_str());
                self.out.rules(&item.rules, false);
                self.out.wrong(Row::Pledges, "sum not labelled", format!("{donor} {value}"), shortest(&item.spans));
            }
        }
    }

    fn found_pledges(&self) -> Vec<Found<'a>> {
        let pledge = |assertion: &'a crate::assertion::Assertion| match &assertion.fact {
            Fact::Act(act) if act.class == ActClass::Pledge => Some(Found {
                donors: act.issued_by.iter().flat_map(|id| self.said.things.names(id)).collect(),
                value: act.amount.as_ref().and_then(|amount| amount.value.parse().ok()),
                currency: act.amount.as_ref().and_then(|amount| amount.currency.as_deref()),
                spans: places(&assertion.evidence).collect(),
                rules: BTreeSet::from([assertion.rule.as_str()]),
            }),
            _ => None,
        };
        self.said.assertions().iter().filter_map(pledge).collect()
    }

    fn pledge_score(&self, gold: &Label<Pledge>, item: &Found<'_>) -> f64 {
        let spans = &gold.at.spans;
        if self.how.places_count() && !touch(spans, &item.spans) {
            return 0.0;
        }
        let nearest = spans.iter().flat_map(|a| item.spans.iter().map(|b| iou(*a, *b))).fold(0.0, f64::max);
        4.0 * points(self.is_pledge(gold, item))
            + 2.0 * points(is_sum(gold, item))
            + points(self.is_donor(gold, item))
            + nearest
    }

    fn is_donor(&self, gold: &Pledge, item: &Found<'_>) -> bool {
        named(gold.donor.as_deref())
            .is_none_or(|donor| best(|a, b| self.how.part(a, b), [&donor], item.donors.iter().copied()) >= 0.6)
    }

    fn is_pledge(&self, gold: &Label<Pledge>, item: &Found<'_>) -> bool {
        let same_currency = gold.amount.is_none() || gold.currency.as_deref() == item.currency;
        self.is_donor(gold, item) && is_sum(gold, item) && same_currency
    }

    /// Numbers stated of meetings; judged only where gold labels them.
    pub(super) fn judge_counts(&mut self) {
        let Some(golds) = &self.labels.counts else { return };
        type Stated<'s> = (&'s EntityId, &'s str, u64, Rules<'s>, Vec<Span>);
        let mut found: Vec<Stated<'_>> = Vec::new();
        for assertion in self.said.assertions() {
            let Fact::Count { about, unit, value } = &assertion.fact else { continue };
            match found.iter_mut().find(|(a, u, v, ..)| *a == about && *u == unit && v == value) {
                Some((.., rules, spans)) => {
                    rules.insert(&assertion.rule);
                    spans.extend(places(&assertion.evidence));
                }
                None => {
                    let rules = BTreeSet::from([assertion.rule.as_str()]);
                    found.push((about, unit, *value, rules, places(&assertion.evidence).collect()));
                }
            }
        }
        let score = |i: usize, j: usize| {
            let ((about, unit, value, ..), gold) = (&found[j], &golds[i]);
            let same = self.meetings.get(gold.meeting.as_str()) == Some(*about)
                && gold.value == *value
                && (gold.unit == *unit || gold.as_good.contains(*unit));
            points(same)
        };
        let pairs = assign(golds.len(), found.len(), score);
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            match pairs.get(&i) {
                Some(j) => {
                    self.out.right(Row::Counts);
                    self.out.rules(&found[*j].3, true);
                }
                None => {
                    let about = format!("{} {} at {}", gold.value, gold.unit, gold.meeting);
                    self.out.missed(Row::Counts, gold.unit.as_str(), about, gold.at.first());
                }
            }
        }
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        for (_, (about, unit, value, rules, spans)) in found.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
            self.out.rules(rules, false);
            let about = format!("{value} {unit} at {}", self.said.things.label(about));
            self.out.wrong(Row::Counts, *unit, about, shortest(spans));
        }
    }
}

/// Whether the sums are equal, or the one found is called as good.
fn is_sum(gold: &Label<Pledge>, item: &Found<'_>) -> bool {
    let as_good = gold.as_good.iter().filter_map(|word| word.parse::<f64>().ok());
    item.value == gold.amount || item.value.is_some_and(|value| as_good.into_iter().any(|sum| sum == value))
}
