//! Decisions about the facts of one document, applied to what was read.

use std::collections::BTreeMap;

use super::anchor::{self, Anchor, Folded, Lost, Wanted};
use super::fact::{self, Held};
use super::role::Takes;
use super::things::{self, Things};
use super::{Decision, DecisionKind, Passage, Roles};
use crate::assertion::{Assertion, Effect, Entity, EntityId, Evidence, Extraction, Fact, Mark, Zone};
use crate::document::{Document, Span};

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It holds.
    Applied,
    /// It holds at words that are not quite those that it quotes.
    ReAnchored,
    /// It holds for its passage, but another passage of the document says the same.
    StillSaid,
    /// Nothing is left to do: the rules find the added fact by themselves.
    Needless,
    /// A later decision about the same fact says otherwise.
    Overruled,
    /// Its words, or its fact, are not there any more.
    Orphaned,
}

/// What became of one decision in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// [`Decision::id`].
    pub decision: String,
    /// What became of it.
    pub fit: Fit,
    /// In a sentence, where there is more to say.
    pub message: String,
    /// Where its words stand now.
    pub span: Option<Span>,
}

/// Applies decisions, the last one having the last word, and tells what became of each.
pub fn apply(decisions: &[&Decision], document: &Document, said: &mut Extraction, tables: &dyn Things) -> Vec<Outcome> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let before = said.assertions.clone();
    let folded = Folded::new(&document.text);
    let mut work = Work { document, folded, before, said, tables, outcomes: Vec::new(), rulings: BTreeMap::new() };
    for decision in decisions {
        let Some(passage) = decision.passage() else { continue };
        let outcome = work.decide(decision, passage);
        work.outcomes.push(outcome);
    }
    work.spread_rejections();
    work.tell_what_is_still_said();
    work.outcomes
}

struct Work<'a> {
    document: &'a Document,
    folded: Folded,
    /// What was read: decisions are about that, and not about what other decisions made of it.
    before: Vec<Assertion>,
    said: &'a mut Extraction,
    tables: &'a dyn Things,
    outcomes: Vec<Outcome>,
    /// Decisions that hold, by the assertion that they are about.
    rulings: BTreeMap<usize, Vec<Ruling>>,
}

/// Values by role, with things looked up.
type Filled = Vec<(String, Vec<Held>)>;

/// A decision about an assertion that was read.
struct Ruling {
    decision: String,
    kind: DecisionKind,
    set: Filled,
}

impl Ruling {
    /// Whether not both can hold.
    fn contradicts(&self, other: &Self) -> bool {
        let rejects = |ruling: &Self| ruling.kind == DecisionKind::Reject;
        let differs =
            |(role, held): &(String, Vec<Held>)| self.set.iter().any(|(own, mine)| own == role && mine != held);
        rejects(self) != rejects(other) || other.set.iter().any(differs)
    }
}

impl Work<'_> {
    fn decide(&mut self, decision: &Decision, passage: &Passage) -> Outcome {
        let outcome = |fit, message, span| Outcome { decision: decision.id(), fit, message, span };
        let wanted = Wanted { quote: &passage.quote, prefix: &passage.prefix, suffix: &passage.suffix, at: passage.at };
        let anchor = match anchor::find(&self.document.text, &self.folded, &wanted) {
            Ok(anchor) => anchor,
            Err(Lost::Gone) => return outcome(Fit::Orphaned, "its words are not in the text".into(), None),
            Err(Lost::Ambiguous(places)) => {
                let message = format!("its words fit {places} places; a prefix or a suffix tells them apart");
                return outcome(Fit::Orphaned, message, None);
            }
        };
        let done = match decision.kind {
            DecisionKind::Add => self.add(decision, passage, anchor),
            _ if passage.kind == "thing" => self.reject_thing(decision, passage),
            _ => self.rule(decision, passage, anchor),
        };
        match done {
            Err((fit, message)) => outcome(fit, message, Some(anchor.span)),
            Ok(()) if anchor.edits > 0 => {
                let message = format!("its words differ in {} letters now", anchor.edits);
                outcome(Fit::ReAnchored, message, Some(anchor.span))
            }
            Ok(()) => outcome(Fit::Applied, String::new(), Some(anchor.span)),
        }
    }

    /// What is written for roles, with things looked up.
    fn held(&self, passage: &Passage, roles: &Roles) -> Result<Filled, (Fit, String)> {
        let property = passage.roles.get("property").and_then(|values| values.first()).map_or("", String::as_str);
        let mut held = Vec::new();
        for (role, values) in roles {
            let takes = match fact::takes(&passage.kind, role) {
                Some(Takes::Value) => fact::value_of(property),
                takes => takes,
            };
            let read = |value: &String| match takes {
                Some(Takes::Thing) => things::find(value, self.said, self.tables).map(Held::Thing),
                _ => Ok(Held::Text(value.clone())),
            };
            let values: Result<Vec<Held>, String> = values.iter().map(read).collect();
            held.push((role.clone(), values.map_err(|reason| (Fit::Orphaned, format!("{role}: {reason}")))?));
        }
        Ok(held)
    }

    /// Facts of the passage that say what the decision says.
    fn matching(&self, passage: &Passage, span: Span, held: &[(String, Vec<Held>)]) -> Vec<usize> {
        let says = |fact: &Fact| {
            fact::kind(fact) == passage.kind
                && held.iter().all(|(role, wanted)| {
                    let found = fact::get(fact, role);
                    wanted.iter().all(|wanted| found.contains(wanted)) && wanted.is_empty() == found.is_empty()
                })
        };
        let meets = |evidence: &Evidence| evidence.span.start < span.end && span.start < evidence.span.end;
        let mut found: Vec<usize> = Vec::new();
        // The narrower the sense in which it is at these words, the surer that it is the one.
        let senses: [&dyn Fn(&Assertion) -> bool; 3] = [
            &|assertion| assertion.evidence.first().is_some_and(|first| first.span == span),
            &|assertion| assertion.evidence.first().is_some_and(meets),
            &|assertion| assertion.evidence.iter().any(meets),
        ];
        for sense in senses {
            let fits = |(_, assertion): &(usize, &Assertion)| says(&assertion.fact) && sense(assertion);
            found.extend(self.before.iter().enumerate().filter(fits).map(|(index, _)| index));
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    fn rule(&mut self, decision: &Decision, passage: &Passage, anchor: Anchor) -> Result<(), (Fit, String)> {
        let held = self.held(passage, &passage.roles)?;
        let found = self.matching(passage, anchor.span, &held);
        let Some(first) = found.first() else {
            let message = format!("no such {} is read at its words", passage.kind);
            return Err((Fit::Orphaned, message));
        };
        if found.iter().any(|index| self.before[*index].fact != self.before[*first].fact) {
            let message = format!("it fits {} facts at its words; more roles tell them apart", found.len());
            return Err((Fit::Orphaned, message));
        }
        let set = self.held(passage, &passage.set)?;
        for index in found {
            let ruling = Ruling { decision: decision.id(), kind: decision.kind, set: set.clone() };
            self.overrule(index, &ruling, decision);
            let mut mark = Mark { decision: decision.id(), effect: Effect::Accepted, note: None };
            match decision.kind {
                DecisionKind::Reject => mark.effect = Effect::Rejected,
                DecisionKind::Edit => {
                    mark.effect = Effect::Made;
                    mark.note = Some(self.edit(index, &set));
                }
                _ => {}
            }
            self.said.marks.entry(index).or_default().push(mark);
            self.rulings.entry(index).or_default().push(ruling);
        }
        Ok(())
    }

    /// Takes back what earlier decisions did to a fact, as far as this one contradicts them.
    fn overrule(&mut self, index: usize, ruling: &Ruling, decision: &Decision) {
        let earlier = self.rulings.remove(&index).unwrap_or_default();
        let (overruled, kept): (Vec<_>, Vec<_>) = earlier.into_iter().partition(|other| ruling.contradicts(other));
        if !overruled.is_empty() {
            self.said.assertions[index] = self.before[index].clone();
            for other in &kept {
                self.edit(index, &other.set);
            }
        }
        let overruled: Vec<String> = overruled.into_iter().map(|ruling| ruling.decision).collect();
        for outcome in self.outcomes.iter_mut().filter(|outcome| overruled.contains(&outcome.decision)) {
            outcome.fit = Fit::Overruled;
            outcome.message = format!("the decision of {} by {} says otherwise", decision.date, decision.author);
        }
        if let Some(marks) = self.said.marks.get_mut(&index) {
            marks.retain(|mark| !overruled.contains(&mark.decision));
        }
        self.rulings.insert(index, kept);
    }

    /// Changes a fact, and says what was changed.
    fn edit(&mut self, index: usize, set: &[(String, Vec<Held>)]) -> String {
        let evidence = self.before[index].evidence.clone();
        let mut notes = Vec::new();
        for (role, held) in set {
            for value in held {
                self.know(value, &evidence);
            }
            let assertion = &mut self.said.assertions[index];
            let was = written(&fact::get(&self.before[index].fact, role));
            fact::set(&mut assertion.fact, role, held.clone());
            notes.push(format!("{role}: {was} → {}", written(held)));
        }
        notes.join("; ")
    }

    fn add(&mut self, decision: &Decision, passage: &Passage, anchor: Anchor) -> Result<(), (Fit, String)> {
        let held = self.held(passage, &passage.roles)?;
        if !self.matching(passage, anchor.span, &held).is_empty() {
            return Err((Fit::Needless, "the rules find this fact by themselves".into()));
        }
        let Some(mut fact) = fact::empty(&passage.kind, anchor.span.start) else {
            return Err((Fit::Orphaned, format!("a {} cannot be added", passage.kind)));
        };
        // A property settles what its value is.
        let (first, rest): (Vec<_>, Vec<_>) = held.into_iter().partition(|(role, _)| role == "property");
        let evidence = vec![self.evidence(anchor.span)];
        for (role, values) in first.into_iter().chain(rest) {
            for value in &values {
                self.know(value, &evidence);
            }
            fact::set(&mut fact, &role, values);
        }
        let mark = Mark { decision: decision.id(), effect: Effect::Made, note: None };
        self.said.marks.insert(self.said.assertions.len(), vec![mark]);
        self.said.assertions.push(Assertion { fact, evidence, rule: "curation.add".into() });
        Ok(())
    }

    fn reject_thing(&mut self, decision: &Decision, passage: &Passage) -> Result<(), (Fit, String)> {
        let held = self.held(passage, &passage.roles)?;
        for id in held.into_iter().flat_map(|(_, held)| held) {
            match id {
                Held::Thing(id) if self.said.entities.contains_key(&id) => {
                    self.said.rejected.insert(id, decision.id());
                }
                _ => return Err((Fit::Orphaned, "the document does not name it any more".into())),
            }
        }
        Ok(())
    }

    /// A passage in the zone, and with the citation aid, of what was read there.
    fn evidence(&self, span: Span) -> Evidence {
        let holds = |evidence: &&Evidence| evidence.span.start <= span.start && span.end <= evidence.span.end;
        let around = self.before.iter().flat_map(|assertion| &assertion.evidence).filter(holds);
        let around = around.min_by_key(|evidence| (evidence.span.end - evidence.span.start, (*evidence).clone()));
        let (zone, locator) = around.map_or((Zone::Body, None), |around| (around.zone, around.locator.clone()));
        Evidence { span, zone, locator }
    }

    /// Makes sure that the document has a thing that a decision names.
    fn know(&mut self, held: &Held, evidence: &[Evidence]) {
        let Held::Thing(id) = held else { return };
        if self.said.entities.contains_key(id) {
            return;
        }
        let (class, label) = things::unknown(id);
        let mut entity =
            Entity { id: id.clone(), class, label, kind: None, known: false, mentions: evidence[..1].to_vec() };
        self.tables.complete(&mut entity);
        self.said.entities.insert(id.clone(), entity);
        if let EntityId::Body { process, .. } | EntityId::Meeting { process, .. } = id
            && process != "shared"
        {
            self.know(&Held::Thing(EntityId::Organisation(process.clone())), evidence);
        }
    }

    /// A fact about a rejected thing is rejected with it, and nothing points to what is rejected.
    fn spread_rejections(&mut self) {
        let rejected = self.said.rejected.clone();
        self.said.primary_topics.retain(|topic| !rejected.contains_key(topic));
        for index in 0..self.said.assertions.len() {
            let stands = fact::things_of(&self.said.assertions[index].fact);
            for (role, id, needed) in &stands {
                let Some(decision) = rejected.get(id) else { continue };
                let others: Vec<Held> = stands
                    .iter()
                    .filter(|(other, id, _)| other == role && !rejected.contains_key(id))
                    .map(|(_, id, _)| Held::Thing(id.clone()))
                    .collect();
                if *needed && others.is_empty() {
                    let mark = Mark { decision: decision.clone(), effect: Effect::Rejected, note: None };
                    let marks = self.said.marks.entry(index).or_default();
                    if !marks.contains(&mark) {
                        marks.push(mark);
                    }
                } else {
                    fact::set(&mut self.said.assertions[index].fact, role, others);
                }
            }
        }
        let gone: Vec<usize> = (0..self.said.assertions.len()).filter(|index| self.said.is_rejected(*index)).collect();
        for assertion in &mut self.said.assertions {
            if let Fact::Act(act) = &mut assertion.fact {
                act.part_of = act.part_of.filter(|whole| !gone.contains(whole));
                act.calls_for_events.retain(|event| !gone.contains(event));
            }
        }
    }

    fn tell_what_is_still_said(&mut self) {
        let said = &*self.said;
        for index in (0..said.assertions.len()).filter(|index| said.is_rejected(*index)) {
            let fact = &said.assertions[index].fact;
            let living = |other: &usize| !said.is_rejected(*other) && same(&said.assertions[*other].fact, fact);
            if !(0..said.assertions.len()).any(|other| living(&other)) {
                continue;
            }
            let decisions: Vec<&str> = said.marks[&index].iter().map(|mark| mark.decision.as_str()).collect();
            for outcome in &mut self.outcomes {
                if outcome.fit == Fit::Applied && decisions.contains(&outcome.decision.as_str()) {
                    outcome.fit = Fit::StillSaid;
                    outcome.message = "another passage of the document says the same, so that it holds".into();
                }
            }
        }
    }
}

/// Whether two facts are one in the graph.
fn same(one: &Fact, other: &Fact) -> bool {
    let roles: &[&str] = match one {
        Fact::Participation { .. } => &["context", "member", "capacity", "territory"],
        Fact::BodyEvent { .. } => &["body", "event", "year"],
        Fact::Property { .. } => &["of", "property", "value"],
        _ => return one == other,
    };
    fact::kind(one) == fact::kind(other) && roles.iter().all(|role| fact::get(one, role) == fact::get(other, role))
}

/// Values in a note about a change.
fn written(held: &[Held]) -> String {
    if held.is_empty() {
        return "nothing".into();
    }
    let write = |held: &Held| match held {
        Held::Text(text) => text.clone(),
        Held::Thing(id) => things::path(id),
    };
    held.iter().map(write).collect::<Vec<_>>().join(", ")
}
