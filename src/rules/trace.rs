//! Why a rule found something or nothing: every pattern that was tried in a scope, and how far it came.

use std::ops::Range as Tokens;

use crate::annotate::Annotations;

use super::block::PHASE as BLOCK;
use super::build::Rule;
use super::element::Element;
use super::lexicon::Words;
use super::matcher::{Matcher, Scope};
use super::program::{Op, Program};
use super::{Match, Packs, Run};

/// One pattern tried in one scope.
#[derive(Debug)]
pub struct Attempt<'p> {
    /// The rule.
    pub rule: &'p Rule,
    /// Number of the pattern in the rule, from 0.
    pub pattern: usize,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a pattern that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It matched these tokens, and the match was kept.
    Kept {
        /// The tokens.
        tokens: Tokens<usize>,
        /// What each name captured.
        captures: Vec<(String, Tokens<usize>)>,
    },
    /// It matched, but a match that overlaps it was preferred.
    Lost {
        /// The tokens.
        tokens: Tokens<usize>,
        /// The rule that won.
        to: String,
        /// By what: a higher priority, a longer match, its identifier, or an earlier start.
        because: String,
    },
    /// It did not match.
    Failed {
        /// Where the way started that came furthest in the pattern.
        start: usize,
        /// The part of the pattern that did not fit.
        element: String,
        /// The tokens on which it was tried.
        tried: Tokens<usize>,
        /// What it stands behind in the text: the tokens that fitted before.
        fitted: Tokens<usize>,
    },
}

/// How far the matcher came: the last instruction of the program that it tried, and where.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trace {
    best: Option<Furthest>,
    /// Where the present way starts.
    pub(super) from: usize,
}

#[derive(Debug, Clone, Copy)]
struct Furthest {
    op: usize,
    /// First and last token on which it was tried.
    first: usize,
    last: usize,
    /// Where the way started.
    start: usize,
}

impl Trace {
    /// Notes that an instruction is tried at a token.
    pub(super) fn note(&mut self, op: usize, at: usize) {
        match &mut self.best {
            Some(best) if op < best.op => {}
            Some(best) if op == best.op => best.last = best.last.max(at),
            _ => self.best = Some(Furthest { op, first: at, last: at, start: self.from }),
        }
    }
}

impl Packs {
    /// Every pattern whose words stand in the scope of a run, with what came of it: kept ones first, then lost and
    /// failed ones, by rule. For phase `block` this is about the line that leads the items in; see
    /// [`Packs::item_attempts`].
    pub fn attempts<'p>(&'p self, annotations: &Annotations<'_>, run: &Run) -> Vec<Attempt<'p>> {
        let tokens = run.scope.0..run.scope.1;
        let scope = Scope::new(annotations, tokens.clone(), &self.words);
        if run.phase == BLOCK {
            let heads = self.rules.iter().filter_map(|rule| Some((rule, rule.head.as_ref()?)));
            let tried = heads.map(|(rule, head)| self.attempt(rule, 0, head, &scope, scope.start..scope.end));
            return in_order(tried.collect());
        }
        let starts = run.at.map_or(scope.start..scope.end, |at| at..(at + 1).min(scope.end));
        let found = match run.at {
            Some(at) => self.run_at(&run.phase, annotations, tokens, at).into_iter().collect(),
            None => self.run(&run.phase, annotations, tokens),
        };
        let mut attempts = Vec::new();
        let Some(phase) = self.phases.get(&run.phase) else { return attempts };
        for number in phase.triggered(scope.words(starts.start)).iter() {
            let (rule, pattern) = phase.patterns[number];
            let mut matches = Vec::new();
            self.search(rule, pattern, &scope, starts.clone(), &mut matches);
            let rule = &self.rules[rule];
            if matches.is_empty() {
                attempts.push(self.attempt(rule, pattern, &rule.programs[pattern], &scope, starts.clone()));
            }
            attempts.extend(matches.into_iter().map(|one| Attempt { rule, pattern, outcome: chosen(&one, &found) }));
        }
        in_order(attempts)
    }

    /// For an item of a list whose head some rules of phase `block` match: what came of their patterns.
    pub fn item_attempts<'p>(
        &'p self,
        annotations: &Annotations<'_>,
        head: &Tokens<usize>,
        item: &Tokens<usize>,
    ) -> Vec<Attempt<'p>> {
        let found = self.run_list(annotations, head, std::slice::from_ref(item));
        let scope = Scope::new(annotations, item.clone(), &self.words);
        let mut attempts = Vec::new();
        for rule in self.heads_of(annotations, head) {
            for (pattern, program) in rule.programs.iter().enumerate() {
                let kept = found.iter().find(|one| one.rule.id == rule.id && one.pattern == pattern);
                attempts.push(match kept {
                    Some(kept) => Attempt { rule, pattern, outcome: chosen(kept, &found) },
                    None => self.attempt(rule, pattern, program, &scope, scope.start..scope.start + 1),
                });
            }
        }
        in_order(attempts)
    }

    /// Runs a pattern to see how far it comes.
    fn attempt<'p>(
        &'p self,
        rule: &'p Rule,
        pattern: usize,
        program: &Program,
        scope: &Scope<'_, '_>,
        starts: Tokens<usize>,
    ) -> Attempt<'p> {
        let mut matcher = Matcher::new(program, &self.lexicons, scope, rule.captures.len());
        matcher.trace = Some(Trace::default());
        let mut guarded = None;
        for start in starts.clone() {
            if let Some(trace) = &mut matcher.trace {
                trace.from = start;
            }
            if let Some(found) = matcher.run(start, &|end| end > start) {
                let tokens = start..found.end;
                let before = rule.not_before.as_ref().is_some_and(|guard| self.ends(guard, rule, scope, start));
                let after = rule.not_after.as_ref().is_some_and(|guard| self.starts(guard, rule, scope, found.end));
                if before || after {
                    let guard = if before { "not_before" } else { "not_after" };
                    guarded.get_or_insert((guard, tokens));
                    continue;
                }
                let outcome = Outcome::Kept { tokens, captures: Vec::new() };
                return Attempt { rule, pattern, outcome };
            }
        }
        let outcome = match (guarded, matcher.trace.take().and_then(|trace| trace.best)) {
            (Some((guard, tokens)), _) => {
                let tried = if guard == "not_before" { tokens.start..tokens.start } else { tokens.end..tokens.end };
                Outcome::Failed { start: tokens.start, element: guard.to_owned(), tried, fitted: tokens }
            }
            (None, Some(furthest)) => Outcome::Failed {
                start: furthest.start,
                element: self.describe(program, furthest.op, rule),
                tried: furthest.first..(furthest.last + 1).min(scope.end).max(furthest.first),
                fitted: furthest.start..furthest.first.max(furthest.start),
            },
            (None, None) => Outcome::Failed {
                start: starts.start,
                element: String::new(),
                tried: starts.clone(),
                fitted: starts.start..starts.start,
            },
        };
        Attempt { rule, pattern, outcome }
    }

    /// An instruction as it is written in a pattern.
    fn describe(&self, program: &Program, op: usize, rule: &Rule) -> String {
        let named = |capture: &Option<usize>| {
            capture.and_then(|slot| rule.captures.get(slot)).map_or_else(String::new, |name| format!(":{name}"))
        };
        match program.ops.get(op) {
            Some(Op::Word(word)) => format!("\"{}\"", self.words.word(*word)),
            Some(Op::Lexicon { lexicon, concepts, capture, .. }) => {
                let lexicon = &self.lexicons[*lexicon];
                let concepts: Vec<&str> = concepts.iter().map(|concept| lexicon.concept_name(*concept)).collect();
                let dot = if concepts.is_empty() { "" } else { "." };
                format!("{{{}{dot}{}{}}}", lexicon.name(), concepts.join("|"), named(capture))
            }
            Some(Op::Element { element, capture, .. }) => {
                let name = match element {
                    Element::Gap(least, most) => format!("GAP:{least}-{most}"),
                    other => {
                        Element::NAMES.iter().find(|known| known.1 == *other).map_or("", |known| known.0).to_owned()
                    }
                };
                format!("<{name}{}>", named(capture))
            }
            Some(Op::Not(_)) => "(?! …)".to_owned(),
            Some(Op::Start) => "^".to_owned(),
            Some(Op::End) => "$".to_owned(),
            _ => "its end".to_owned(),
        }
    }
}

impl Words {
    /// The word with a number.
    fn word(&self, number: u32) -> &str {
        self.iter().find(|(_, known)| *known == number).map_or("?", |(word, _)| word)
    }
}

/// Whether a match was kept, and what beat it if not.
fn chosen(one: &Match<'_>, kept: &[Match<'_>]) -> Outcome {
    let tokens = one.tokens.clone();
    let same = |other: &&Match<'_>| other.rule.id == one.rule.id && other.tokens == tokens;
    if kept.iter().any(|other| same(&other)) {
        let captures = one.rule.captures.iter().filter_map(|name| Some((name.clone(), one.capture(name)?)));
        return Outcome::Kept { captures: captures.collect(), tokens };
    }
    let overlaps = |other: &&Match<'_>| tokens.start < other.tokens.end && other.tokens.start < tokens.end;
    let Some(winner) = kept.iter().find(overlaps).or(kept.first()) else {
        return Outcome::Lost { tokens, to: String::new(), because: "another match was preferred".to_owned() };
    };
    let (ours, theirs) = (one.rule.priority, winner.rule.priority);
    let because = if theirs > ours {
        format!("priority {theirs} over {ours}")
    } else if winner.tokens.len() > tokens.len() {
        format!("{} tokens over {}", winner.tokens.len(), tokens.len())
    } else if winner.rule.id != one.rule.id {
        "its id sorts first".to_owned()
    } else {
        "it starts earlier".to_owned()
    };
    Outcome::Lost { tokens, to: winner.rule.id.clone(), because }
}

fn in_order(mut attempts: Vec<Attempt<'_>>) -> Vec<Attempt<'_>> {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Kept { .. } => 0,
        Outcome::Lost { .. } => 1,
        Outcome::Failed { .. } => 2,
    };
    attempts.sort_by(|a, b| (rank(&a.outcome), &a.rule.id, a.pattern).cmp(&(rank(&b.outcome), &b.rule.id, b.pattern)));
    attempts
}
