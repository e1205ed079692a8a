//! Runs the tests that stand beside the rules.

use std::fmt;

use crate::annotate::{Annotations, Gazetteer, NameKind};
use crate::document;

use super::build::Rule;
use super::pack::{RawTest, TestNames, Want};
use super::{Match, PackError, Packs};

/// What the tests of all rules came to; `Display` prints it for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestReport {
    /// One report per rule, by identifier.
    pub rules: Vec<RuleReport>,
}

/// What the tests of one rule came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// Identifier of the rule.
    pub rule: String,
    /// File in which it stands.
    pub file: String,
    /// Line of its identifier, counted from 1.
    pub line: usize,
    /// Number of tests; 0 means that nothing shows that the rule works.
    pub tests: usize,
    /// The tests that failed.
    pub failures: Vec<TestFailure>,
}

/// A test that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFailure {
    /// Line of the test's text, counted from 1.
    pub line: usize,
    /// The text, and each capture wanted beside the one found.
    pub message: String,
}

impl TestReport {
    /// Whether every test passed.
    pub fn passed(&self) -> bool {
        self.rules.iter().all(|rule| rule.failures.is_empty())
    }

    /// Number of tests.
    pub fn tests(&self) -> usize {
        self.rules.iter().map(|rule| rule.tests).sum()
    }

    /// Number of failed tests.
    pub fn failures(&self) -> usize {
        self.rules.iter().map(|rule| rule.failures.len()).sum()
    }

    /// The rules without a test.
    pub fn untested(&self) -> impl Iterator<Item = &RuleReport> {
        self.rules.iter().filter(|rule| rule.tests == 0)
    }
}

impl fmt::Display for TestReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rule in self.rules.iter().filter(|rule| !rule.failures.is_empty()) {
            for failure in &rule.failures {
                writeln!(f, "{}:{}: rule {}\n{}", rule.file, failure.line, rule.rule, failure.message)?;
            }
        }
        for rule in self.untested() {
            writeln!(f, "{}:{}: rule {} has no test", rule.file, rule.line, rule.rule)?;
        }
        write!(f, "{} rules, {} tests, {} failed", self.rules.len(), self.tests(), self.failures())
    }
}

/// Tests every rule.
pub(super) fn run(packs: &Packs) -> Result<TestReport, PackError> {
    let mut rules = Vec::new();
    for (index, name) in packs.members() {
        let around = packs.around(index)?;
        rules.extend(around.rules().filter(|rule| rule.pack == name).map(|rule| RuleReport {
            rule: rule.id.clone(),
            file: rule.file.clone(),
            line: rule.line,
            tests: rule.tests.len(),
            failures: rule.tests.iter().filter_map(|test| check(&around, rule, test)).collect(),
        }));
    }
    rules.sort_by(|a, b| (&a.rule, &a.file).cmp(&(&b.rule, &b.file)));
    Ok(TestReport { rules })
}

/// What is wrong, if the rule finds something else than the test wants.
fn check(packs: &Packs, rule: &Rule, (line, test): &(usize, RawTest)) -> Option<TestFailure> {
    let document = document::read("test", test.text.get_ref().as_bytes()).expect("a string is UTF-8");
    let annotations = Annotations::new(&document, &gazetteer(&rule.names));
    let all = if rule.phase == super::block::PHASE {
        let lists = Packs::lists(&annotations);
        lists.iter().flat_map(|(head, items)| packs.run_list(&annotations, head, items)).collect()
    } else {
        packs.run(&rule.phase, &annotations, 0..annotations.tokens.len())
    };
    let (own, others): (Vec<Match<'_>>, Vec<Match<'_>>) = all.into_iter().partition(|found| found.rule.id == rule.id);
    let mut problems = Vec::new();
    for (number, want) in test.want.iter().enumerate() {
        let Some(found) = own.get(number) else {
            problems.push(format!("match {}: none found", number + 1));
            continue;
        };
        for (capture, want) in want {
            let (text, concept) = match want {
                Want::Text(text) => (Some(text), None),
                Want::Parts(parts) => (parts.text.as_ref(), parts.concept.as_ref()),
            };
            let printed = found.capture(capture).map(|tokens| annotations.slice(tokens));
            for (what, want, found) in [("", text, printed), (".concept", concept, found.concept(capture))] {
                let Some(want) = want.filter(|want| found != Some(want.as_str())) else { continue };
                let found = found.map_or_else(|| "nothing".to_owned(), |found| format!("{found:?}"));
                let what = format!("match {}: {capture}{what}", number + 1);
                problems.push(format!("{what}\n      wanted {want:?}\n      found  {found}"));
            }
        }
    }
    for found in own.iter().skip(test.want.len()) {
        problems.push(format!("not wanted: {:?}", annotations.slice(found.tokens.clone())));
    }
    if problems.is_empty() {
        return None;
    }
    for other in others {
        problems.push(format!("rule {} took {:?}", other.rule.id, annotations.slice(other.tokens.clone())));
    }
    let message = format!("  {:?}\n    {}", document.logical, problems.join("\n    "));
    Some(TestFailure { line: *line, message })
}

fn gazetteer(names: &TestNames) -> Gazetteer {
    let kinds = [
        (&names.state, NameKind::State),
        (&names.organisation, NameKind::Organisation),
        (&names.place, NameKind::Place),
        (&names.demonym, NameKind::Demonym),
    ];
    let keys =
        kinds.map(|(names, kind)| names.iter().map(move |name| (name, kind, name.to_lowercase().replace(' ', "-"))));
    let keyed: Vec<(&String, NameKind, String)> = keys.into_iter().flatten().collect();
    Gazetteer::new(keyed.iter().map(|(name, kind, key)| (name.as_str(), *kind, key.as_str())))
}
