//! Speech acts: who says what to whom, by which verb, in which passage.

use std::collections::BTreeSet;

use super::format::Act;
use super::gold::Label;
use super::judge::{Judge, Match};
use super::names::Name;
use super::pairing::{assign, common, inside, iou};
use super::said::{places, shortest};
use super::tally::Row;
use super::verbs::{class_of_force, lemma};
use crate::assertion::{ActClass, EntityId, Fact, SpeechAct};
use crate::document::Span;

/// An act as the program describes it.
struct Found<'a> {
    act: &'a SpeechAct,
    /// Indices of the assertions that state it.
    facts: BTreeSet<usize>,
    lemma: Option<&'static str>,
    words: Name,
    spans: Vec<Span>,
    rules: BTreeSet<&'a str>,
}

impl<'a> Judge<'a> {
    pub(super) fn judge_acts(&mut self) {
        let acts = self.found_acts();
        let golds = &self.labels.acts;
        let pairs = assign(golds.len(), acts.len(), |i, j| self.act_score(&golds[i], &acts[j]));
        for (i, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
            let place = gold.at.first();
            let Some(found) = pairs.get(&i).map(|j| &acts[*j]) else {
                let close: Vec<&Found<'_>> = acts.iter().filter(|act| touches(&gold.at.spans, &act.spans)).collect();
                let why = if close.is_empty() {
                    "no evidence there"
                } else if close.iter().any(|act| act.lemma == Some(gold.force.as_str())) {
                    "same verb, but taken or cut otherwise"
                } else {
                    "other verbs there"
                };
                let about = format!("{} {}", gold.issuer.as_deref().unwrap_or("somebody"), gold.force);
                self.out.missed(Row::Acts, format!("{}: {why}", gold.force), about, place);
                continue;
            };
            self.out.right(Row::Acts);
            self.out.rules(&found.rules, true);
            self.judge_act(gold, found);
        }
        let wholes: BTreeSet<usize> = pairs.values().filter_map(|j| acts[*j].act.part_of).collect();
        let paired: BTreeSet<usize> = pairs.into_values().collect();
        let labelled: Vec<Span> = golds.iter().flat_map(|gold| gold.at.spans.iter().copied()).collect();
        for (_, found) in acts.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
            let is_whole = !found.facts.is_disjoint(&wholes);
            if found.act.class == ActClass::Pledge || is_whole {
                continue;
            }
            if golds.iter().any(|gold| gold.optional && self.act_score(gold, found) > 0.0) {
                continue;
            }
            let verb = found.lemma.unwrap_or("(verb not in the list)");
            let beside = touches(&labelled, &found.spans);
            let why = if beside { "beside labelled acts" } else { "where nothing is labelled" };
            self.out.rules(&found.rules, false);
            self.out.wrong(Row::Acts, format!("{verb}: {why}"), &found.act.verb, shortest(&found.spans));
        }
    }

    fn judge_act(&mut self, gold: &Label<Act>, found: &Found<'_>) {
        let (act, how) = (found.act, self.how);
        let about = (gold.force.as_str(), gold.at.first());
        let verb = [found.lemma.map_or_else(|| act.verb.clone(), str::to_owned)];
        let is_verb = |a: &str, b: &str| a == b || gold.as_good.contains(b);
        self.out.attribute(Row::ActVerb, Some(&gold.force), &verb, is_verb, about, false);
        let class: Vec<String> =
            (!act.force.is_empty()).then(|| class_of_force(&act.force).to_owned()).into_iter().collect();
        let wanted = gold.binding_class.map(|class| class.word());
        self.out.attribute(Row::ActClass, wanted, &class, |a, b| a == b, about, false);
        let same_agent = |a: &str, b: &str| how.same_agent(a, b);
        let issuers = self.printed(&act.issued_by);
        self.out.attribute(Row::ActIssuer, gold.issuer.as_deref(), &issuers, same_agent, about, false);
        let mut addressees = self.printed(&act.addressees);
        if addressees.is_empty() && gold.addressee.is_some() {
            // a body that is to be changed
            addressees = self.printed(self.changed_bodies(act));
        }
        self.out.attribute(Row::ActAddressee, gold.addressee.as_deref(), &addressees, same_agent, about, false);
    }

    fn changed_bodies<'s>(&'s self, act: &'s SpeechAct) -> impl Iterator<Item = &'s EntityId> {
        act.calls_for_events.iter().filter_map(|event| match &self.said.assertions().get(*event)?.fact {
            Fact::BodyEvent { body, kind, .. } if kind != "established" => Some(body),
            _ => None,
        })
    }

    fn found_acts(&self) -> Vec<Found<'a>> {
        let mut acts: Vec<Found<'a>> = Vec::new();
        for (index, assertion) in self.said.assertions().iter().enumerate() {
            let Fact::Act(act) = &assertion.fact else { continue };
            match acts.iter_mut().find(|found| found.act == act.as_ref()) {
                Some(same) => {
                    same.facts.insert(index);
                    same.rules.insert(&assertion.rule);
                    same.spans.extend(places(&assertion.evidence));
                }
                None => acts.push(Found {
                    act,
                    facts: BTreeSet::from([index]),
                    lemma: lemma(&act.verb).or_else(|| lemma(&act.force)),
                    words: Name::new(&act.text),
                    spans: places(&assertion.evidence).collect(),
                    rules: BTreeSet::from([assertion.rule.as_str()]),
                }),
            }
        }
        acts
    }

    /// How well an act fits a label: the same verb in the same passage best, the same passage with most of the same
    /// words next.
    fn act_score(&self, gold: &Label<Act>, found: &Found<'_>) -> f64 {
        let same_verb = found.lemma.is_some_and(|verb| verb == gold.force || gold.as_good.contains(verb));
        let common_words = found.words.common(&gold.words) as f64;
        let all_words = found.words.words.len() as f64;
        let share = if found.words.words.is_empty() { 1.0 } else { common_words / all_words };
        if self.how == Match::Identity {
            let dice = 2.0 * common_words / (all_words + gold.words.words.len() as f64).max(1.0);
            return if same_verb && dice >= 0.5 { dice } else { 0.0 };
        }
        let mut top: f64 = 0.0;
        for place in &gold.at.spans {
            for span in &found.spans {
                let fits = if self.how == Match::Exact {
                    self.same_passage(*place, *span)
                } else {
                    iou(*place, *span) >= 0.5 || same_verb && (inside(*place, *span) || inside(*span, *place))
                };
                if fits && same_verb {
                    top = top.max(4.0 + iou(*place, *span) + 2.0 * share);
                } else if fits && share >= 0.5 {
                    top = top.max(iou(*place, *span) + share);
                }
            }
        }
        top
    }

    /// Whether both passages are one, apart from white space and punctuation around them.
    fn same_passage(&self, one: Span, other: Span) -> bool {
        let trimmed = |span: Span| {
            let text = self.said.document.quote(span);
            let inner = text.trim_start_matches(|c: char| !c.is_alphanumeric());
            let start = span.start + (text.len() - inner.len());
            (start, start + inner.trim_end_matches(|c: char| !c.is_alphanumeric()).len())
        };
        trimmed(one) == trimmed(other)
    }
}

/// Whether more than a word is common to any two of the places.
fn touches(spans: &[Span], others: &[Span]) -> bool {
    spans.iter().any(|a| others.iter().any(|b| common(*a, *b) > 20))
}
