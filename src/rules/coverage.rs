//! How often rules fire over documents.

use std::collections::BTreeMap;
use std::fmt;

use crate::annotate::Annotations;

use super::block::PHASE as BLOCK;
use super::{Outcome, Packs};

/// How often each rule fires, where the program runs it; `Display` prints it for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rule → figures, rules that never fired included.
    pub rules: BTreeMap<String, Fired>,
    /// Step of the program → number of facts that it made.
    pub steps: BTreeMap<String, usize>,
    /// Number of documents.
    pub documents: usize,
}

/// How often one rule fires.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fired {
    /// Matches, those that lost against another rule included.
    pub matched: usize,
    /// Matches that were kept.
    pub kept: usize,
    /// Facts that name the rule; for kind `mandate` the acts whose addressee it found, for phase `name` the things named.
    pub facts: usize,
    /// Rules to which it lost, with how often.
    pub lost_to: BTreeMap<String, usize>,
}

impl Coverage {
    /// No document yet, and all rules of the packs.
    pub fn new(packs: &Packs) -> Self {
        let rules = packs.rules().map(|rule| (rule.id.clone(), Fired::default())).collect();
        Self { rules, ..Self::default() }
    }

    /// Adds a document: the packs that noted what they were run over, and for each fact the rule or step that made it.
    pub fn add<'f>(&mut self, packs: &Packs, annotations: &Annotations<'_>, facts: impl Iterator<Item = &'f str>) {
        self.documents += 1;
        let lists = Packs::lists(annotations);
        for run in packs.runs() {
            if run.phase == BLOCK {
                let items = lists.iter().find(|(head, _)| (head.start, head.end) == run.scope);
                for found in items.map(|(head, items)| packs.run_list(annotations, head, items)).unwrap_or_default() {
                    let fired = self.rules.entry(found.rule.id.clone()).or_default();
                    (fired.matched, fired.kept) = (fired.matched + 1, fired.kept + 1);
                }
                continue;
            }
            for attempt in packs.attempts(annotations, &run) {
                let fired = self.rules.entry(attempt.rule.id.clone()).or_default();
                match attempt.outcome {
                    Outcome::Kept { .. } => {
                        (fired.matched, fired.kept) = (fired.matched + 1, fired.kept + 1);
                        // What names a thing makes no fact of its own.
                        fired.facts += usize::from(attempt.rule.phase == "name");
                    }
                    Outcome::Lost { to, .. } => {
                        fired.matched += 1;
                        *fired.lost_to.entry(to).or_default() += 1;
                    }
                    Outcome::Failed { .. } => {}
                }
            }
        }
        for made_by in facts {
            match self.rules.get_mut(made_by) {
                Some(fired) => fired.facts += 1,
                None => *self.steps.entry(made_by.to_owned()).or_default() += 1,
            }
        }
    }

    /// The rules that never fired.
    pub fn silent(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|(_, fired)| fired.matched == 0).map(|(rule, _)| rule.as_str())
    }

    /// The rules that fired and lost every time.
    pub fn always_lost(&self) -> impl Iterator<Item = &str> {
        let lost = |fired: &Fired| fired.matched > 0 && fired.kept == 0;
        self.rules.iter().filter(move |(_, fired)| lost(fired)).map(|(rule, _)| rule.as_str())
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>8} {:>8} {:>8}  rule", "matched", "kept", "facts")?;
        for (rule, fired) in &self.rules {
            let Fired { matched, kept, facts, lost_to } = fired;
            let winner = lost_to.iter().max_by_key(|(_, times)| **times).map_or("", |(rule, _)| rule);
            let note = match (matched, kept, facts) {
                (0, ..) => "  (never fired)".to_owned(),
                (_, 0, _) => format!("  (always lost, mostly to {winner})"),
                (_, _, 0) => "  (no fact came of it)".to_owned(),
                _ => String::new(),
            };
            writeln!(f, "{matched:>8} {kept:>8} {facts:>8}  {rule}{note}")?;
        }
        writeln!(f, "\n{:>8} {:>8} {:>8}  step of the program", "", "", "facts")?;
        for (step, facts) in &self.steps {
            writeln!(f, "{:>8} {:>8} {facts:>8}  {step}", "", "")?;
        }
        let (silent, lost) = (self.silent().count(), self.always_lost().count());
        write!(
            f,
            "\n{} documents, {} rules: {silent} never fired, {lost} always lost",
            self.documents,
            self.rules.len()
        )
    }
}
