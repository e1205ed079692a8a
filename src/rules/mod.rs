//! The rule language: packs of lexicons and patterns in TOML, matched over the tokens of a document.
//!
//! `data/rules/README.md` fixes the semantics.

mod applicable;
mod block;
mod build;
mod coverage;
mod element;
mod hits;
mod kinds;
mod lexicon;
mod log;
mod matcher;
mod pack;
mod pattern;
mod program;
#[cfg(test)]
mod semantics;
mod set;
mod test;
mod trace;
mod traits;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range as Tokens;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::annotate::Annotations;

use applicable::Subsets;
use lexicon::Words;
use matcher::{Captured, Matcher, Scope};
use program::Program;
use set::{Index, Set};

pub use build::Rule;
pub use coverage::{Coverage, Fired};
pub use hits::Hits;
pub use kinds::{Constant, KINDS, Kind, PHASES};
pub use lexicon::Lexicon;
pub use log::Run;
pub use pack::PackError;
pub use test::{RuleReport, TestFailure, TestReport};
pub use trace::{Attempt, Outcome};

/// Rule packs, compiled.
#[derive(Debug, Default)]
pub struct Packs {
    words: Arc<Words>,
    /// By name.
    lexicons: Vec<Lexicon>,
    /// Entries of the lexicons by the number of their first word.
    starts: Vec<Vec<hits::Start>>,
    /// By identifier.
    rules: Vec<Rule>,
    phases: BTreeMap<String, Phase>,
    digest: String,
    /// The packs in order.
    sources: Arc<Vec<pack::Pack>>,
    /// Those of them that are compiled here.
    members: BTreeSet<usize>,
    subsets: Subsets,
    log: Option<log::Log>,
}

/// The patterns of one phase.
#[derive(Debug, Default)]
struct Phase {
    /// As (rule, pattern).
    patterns: Vec<(usize, usize)>,
    /// Their numbers by the words of which one must stand in a match.
    required: Index,
    /// Their numbers by the words of which one must start it.
    first: Index,
}

impl Phase {
    fn add(&mut self, rule: usize, pattern: usize, program: &Program) {
        let number = self.patterns.len() as u32;
        self.required.add(number, program.required.as_ref().map(|words| words.iter().copied()));
        self.first.add(number, program.first_words());
        self.patterns.push((rule, pattern));
    }

    /// The patterns whose words stand among these.
    fn triggered(&self, words: &[u32]) -> Set {
        self.required.allowed(words)
    }

    /// Those of them that can start at one of the first words.
    fn possible(&self, words: &[u32], starts: usize) -> Set {
        let mut possible = self.triggered(words);
        possible.keep(&self.first.allowed(&words[..starts]));
        possible
    }
}

/// A match of a rule.
#[derive(Debug, Clone)]
pub struct Match<'p> {
    /// The rule.
    pub rule: &'p Rule,
    /// The tokens matched.
    pub tokens: Tokens<usize>,
    /// For a rule of phase `block`: the tokens that its head matched.
    pub head: Option<Tokens<usize>>,
    pattern: usize,
    captures: Vec<Captured>,
    lexicons: &'p [Lexicon],
}

impl<'p> Match<'p> {
    /// The tokens captured under a name, if that part of the pattern took part in the match.
    pub fn capture(&self, name: &str) -> Option<Tokens<usize>> {
        self.captured(name)?.tokens.map(|(start, end)| start..end)
    }

    /// The concept of the lexicon entry captured under a name, directly or in a captured group.
    pub fn concept(&self, name: &str) -> Option<&'p str> {
        let (lexicon, concept) = self.captured(name)?.concept?;
        Some(self.lexicons[lexicon].concept_name(concept))
    }

    /// A constant of the rule's `emit`.
    pub fn emit(&self, key: &str) -> Option<&'p str> {
        self.rule.emit.get(key).map(String::as_str)
    }

    fn captured(&self, name: &str) -> Option<Captured> {
        let slot = self.rule.captures.iter().position(|known| known == name)?;
        self.captures.get(slot).copied()
    }
}

impl Packs {
    /// The packs that come with the program.
    pub fn shipped() -> Result<Self, PackError> {
        Self::build(pack::shipped()?)
    }

    /// The packs that come with the program and those in these folders, each a pack or a folder of packs. A pack
    /// takes the place of a shipped one of the same name.
    pub fn load(folders: &[PathBuf]) -> Result<Self, PackError> {
        let mut packs = pack::shipped()?;
        for folder in folders {
            packs.extend(pack::in_folder(folder)?);
        }
        let packs = Self::build(packs)?;
        if !folders.is_empty() {
            packs.check_each()?;
        }
        Ok(packs)
    }

    /// One pack of these files alone, as (path within the pack, content), without those that come with the program.
    ///
    /// ```
    /// # use rapporteur::rules::Packs;
    /// let files = [("pack.toml", "name = \"mine\""), ("rules/a.toml", "[[rule]]\nid = 1")];
    /// assert!(Packs::of(&files).unwrap_err().to_string().starts_with("rules/a.toml:2"));
    /// ```
    pub fn of(files: &[(&str, &str)]) -> Result<Self, PackError> {
        let file = |(path, content): &(&str, &str)| pack::PackFile {
            path: (*path).to_owned(),
            label: (*path).to_owned(),
            content: (*content).to_owned(),
        };
        Self::build(vec![pack::pack(files.iter().map(file).collect())?])
    }

    fn build(packs: Vec<pack::Pack>) -> Result<Self, PackError> {
        let packs = pack::in_order(packs)?;
        let members = (0..packs.len()).collect();
        Self::compile(Arc::new(packs), members)
    }

    fn compile(sources: Arc<Vec<pack::Pack>>, members: BTreeSet<usize>) -> Result<Self, PackError> {
        let packs: Vec<&pack::Pack> = members.iter().map(|&member| &sources[member]).collect();
        let built = build::build(&packs)?;
        let mut phases: BTreeMap<String, Phase> = BTreeMap::new();
        for (number, rule) in built.rules.iter().enumerate() {
            let phase = phases.entry(rule.phase.clone()).or_default();
            for (pattern, program) in rule.programs.iter().enumerate() {
                phase.add(number, pattern, program);
            }
        }
        let digest = digest(&packs);
        let build::Built { words, lexicons, rules } = built;
        let starts = hits::starts(&lexicons);
        let (subsets, log) = (Subsets::default(), None);
        Ok(Self { words, lexicons, starts, rules, phases, digest, sources, members, subsets, log })
    }

    /// A lexicon by name.
    pub fn lexicon(&self, name: &str) -> Option<&Lexicon> {
        let index = self.lexicons.binary_search_by(|lexicon| lexicon.name().cmp(name)).ok()?;
        Some(&self.lexicons[index])
    }

    /// All lexicons by name.
    pub fn lexicons(&self) -> impl Iterator<Item = &Lexicon> {
        self.lexicons.iter()
    }

    /// All rules by identifier.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The tables of names that packs bring: what kind of table, the file as messages name it, its text.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let files = self.members.iter().flat_map(|&member| &self.sources[member].files);
        files.filter_map(|file| Some((file.path.strip_prefix("names/")?, file.label.as_str(), file.content.as_str())))
    }

    /// SHA-256 over the content of all packs, in hexadecimal: equal if and only if the packs are.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }

    /// The matches of a phase in a scope, in order, none overlapping another: of overlapping ones the higher
    /// priority wins, then the longer, then the identifier that sorts first.
    pub fn run<'p>(&'p self, phase: &str, annotations: &Annotations<'_>, scope: Tokens<usize>) -> Vec<Match<'p>> {
        self.note(phase, &scope, None);
        self.kept(phase, &Scope::new(annotations, scope, &self.words))
    }

    fn kept<'p>(&'p self, phase: &str, scope: &Scope<'_, '_>) -> Vec<Match<'p>> {
        let mut kept: Vec<Match<'p>> = Vec::new();
        for found in self.matches(phase, scope) {
            let clash =
                |other: &Match<'_>| found.tokens.start < other.tokens.end && other.tokens.start < found.tokens.end;
            if !kept.iter().any(clash) {
                kept.push(found);
            }
        }
        kept.sort_by_key(|found| found.tokens.start);
        kept
    }

    /// All matches of a phase in a scope, overlapping ones included, the preferred first.
    fn matches<'p>(&'p self, phase: &str, scope: &Scope<'_, '_>) -> Vec<Match<'p>> {
        let mut found: Vec<Match<'p>> = Vec::new();
        let Some(phase) = self.phases.get(phase) else { return found };
        let words = scope.words(scope.start);
        for number in phase.possible(words, words.len()).iter() {
            let (rule, pattern) = phase.patterns[number];
            self.search(rule, pattern, scope, scope.start..scope.end, &mut found);
        }
        prefer(&mut found);
        found
    }

    /// The preferred match of a phase that starts exactly at a token.
    pub fn run_at<'p>(
        &'p self,
        phase: &str,
        annotations: &Annotations<'_>,
        scope: Tokens<usize>,
        at: usize,
    ) -> Option<Match<'p>> {
        self.note(phase, &scope, Some(at));
        self.preferred(phase, &Scope::new(annotations, scope, &self.words), at)
    }

    fn preferred<'p>(&'p self, phase: &str, scope: &Scope<'_, '_>, at: usize) -> Option<Match<'p>> {
        if !(scope.start..scope.end).contains(&at) {
            return None;
        }
        let phase = self.phases.get(phase)?;
        let mut found: Vec<Match<'p>> = Vec::new();
        for number in phase.possible(scope.words(at), 1).iter() {
            let (rule, pattern) = phase.patterns[number];
            self.search(rule, pattern, scope, at..at + 1, &mut found);
        }
        prefer(&mut found);
        found.into_iter().next()
    }

    /// Runs the tests that stand beside the rules, those of each pack with the packs that it can count on.
    pub fn test(&self) -> Result<TestReport, PackError> {
        test::run(self)
    }

    /// Adds the matches of a pattern that start at some tokens.
    fn search<'p>(
        &'p self,
        rule: usize,
        pattern: usize,
        scope: &Scope<'_, '_>,
        starts: Tokens<usize>,
        found: &mut Vec<Match<'p>>,
    ) {
        let rule = &self.rules[rule];
        let program = &rule.programs[pattern];
        if !program.can_match(scope) {
            return;
        }
        // Made when it is needed: most patterns have no word to start with in most sentences.
        let mut matcher: Option<Matcher<'_, '_, '_>> = None;
        let free = |end: usize| !rule.not_after.as_ref().is_some_and(|guard| self.starts(guard, rule, scope, end));
        for start in starts {
            if !program.can_start(scope, start) {
                continue;
            }
            if rule.not_before.as_ref().is_some_and(|guard| self.ends(guard, rule, scope, start)) {
                continue;
            }
            let matcher =
                matcher.get_or_insert_with(|| Matcher::new(program, &self.lexicons, scope, rule.captures.len()));
            let Some(matched) = matcher.run(start, &|end| end > start && free(end)) else { continue };
            let tokens = start..matched.end;
            found.push(Match {
                rule,
                tokens,
                head: None,
                pattern,
                captures: matched.captures,
                lexicons: &self.lexicons,
            });
        }
    }

    /// Whether a guard matches from a token on.
    fn starts(&self, guard: &Program, rule: &Rule, scope: &Scope<'_, '_>, at: usize) -> bool {
        guard.can_start(scope, at)
            && Matcher::new(guard, &self.lexicons, scope, rule.captures.len()).run(at, &|_| true).is_some()
    }

    /// Whether a guard matches a stretch that ends in front of a token.
    fn ends(&self, guard: &Program, rule: &Rule, scope: &Scope<'_, '_>, at: usize) -> bool {
        let mut matcher = Matcher::new(guard, &self.lexicons, scope, rule.captures.len());
        let mut starts = (scope.start..at).rev().filter(|start| guard.can_start(scope, *start));
        starts.any(|start| matcher.run(start, &|end| end == at).is_some())
    }
}

fn prefer(found: &mut [Match<'_>]) {
    found.sort_by(|a, b| {
        let length = |found: &Match<'_>| found.tokens.len();
        (b.rule.priority.cmp(&a.rule.priority))
            .then_with(|| length(b).cmp(&length(a)))
            .then_with(|| a.rule.id.cmp(&b.rule.id))
            .then_with(|| (a.tokens.start, a.pattern).cmp(&(b.tokens.start, b.pattern)))
    });
}

fn digest(packs: &[&pack::Pack]) -> String {
    let mut hash = Sha256::new();
    for pack in packs {
        for file in &pack.files {
            for part in [&pack.head.name, &file.path, &file.content] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}
