//! From packs to lexicons and compiled rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;

use super::lexicon::{Lexicon, Words, normalise, split};
use super::pack::{LexiconFile, Pack, PackError, PackFile, RawRule, RawTest, RuleFile, TestNames};
use super::pattern::{self, Fault, Node};
use super::program::{Compiler, Program};

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// Identifier ("mandate.to").
    pub id: String,
    /// Phase in which it runs.
    pub phase: String,
    /// Of overlapping matches, the one with the higher priority wins.
    pub priority: i32,
    /// Name of the pack in which it stands.
    pub pack: String,
    /// File in which it stands, as messages name it.
    pub file: String,
    /// Line of its identifier, counted from 1.
    pub line: usize,
    pub(super) emit: BTreeMap<String, String>,
    pub(super) captures: Vec<String>,
    pub(super) head: Option<Program>,
    pub(super) programs: Vec<Program>,
    pub(super) not_before: Option<Program>,
    pub(super) not_after: Option<Program>,
    /// Each with its line.
    pub(super) tests: Vec<(usize, RawTest)>,
    pub(super) names: TestNames,
}

/// A rule whose patterns are read, but not yet compiled.
struct Read<'p> {
    pack: &'p str,
    file: &'p PackFile,
    raw: RawRule,
    names: TestNames,
    head: Option<(usize, Node)>,
    patterns: Vec<(usize, Node)>,
    not_before: Option<(usize, Node)>,
    not_after: Option<(usize, Node)>,
}

/// Everything that packs hold: words, lexicons by name, rules by identifier.
pub(super) struct Built {
    pub(super) words: Arc<Words>,
    pub(super) lexicons: Vec<Lexicon>,
    pub(super) rules: Vec<Rule>,
}

/// Builds packs, in the order in which they extend one another.
pub(super) fn build(packs: &[&Pack]) -> Result<Built, PackError> {
    let contents = lexicons(packs)?;
    let rules = rules(packs)?;
    let mut words = Words::default();
    for form in contents.values().flat_map(BTreeMap::keys) {
        split(form).iter().for_each(|word| _ = words.add(word));
    }
    for (_, node) in rules
        .values()
        .flat_map(|rule| rule.patterns.iter().chain(&rule.head).chain(&rule.not_before).chain(&rule.not_after))
    {
        number(node, &mut words);
    }
    let words = Arc::new(words);
    let lexicons: Vec<Lexicon> = contents.iter().map(|(name, content)| Lexicon::new(name, content, &words)).collect();
    let rules = rules.into_values().map(|rule| compile(rule, &lexicons, &words)).collect::<Result<_, _>>()?;
    Ok(Built { words, lexicons, rules })
}

fn number(node: &Node, words: &mut Words) {
    match node {
        Node::Words(text) => split(text).iter().for_each(|word| _ = words.add(word)),
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().for_each(|node| number(node, words)),
        Node::Capture(_, node) | Node::Repeat { node, .. } | Node::Not { node, .. } => number(node, words),
        Node::Lexicon { .. } | Node::Element { .. } | Node::Start | Node::End => {}
    }
}

/// Lexicon → form → concept.
type Contents = BTreeMap<String, BTreeMap<String, String>>;

fn lexicons(packs: &[&Pack]) -> Result<Contents, PackError> {
    let mut contents = Contents::new();
    let mut unions: BTreeMap<String, Vec<(&PackFile, Spanned<String>)>> = BTreeMap::new();
    for pack in packs.iter().copied() {
        let mut own = Contents::new();
        for file in pack.files.iter().filter(|file| file.path.starts_with("lexicon/")) {
            let read: LexiconFile = file.read()?;
            for (name, concepts) in read.lexicon {
                let lexicon = own.entry(name.clone()).or_default();
                for (concept, forms) in concepts {
                    for form in forms {
                        let canonical = normalise(form.get_ref());
                        let at = form.span().start;
                        if canonical.is_empty() {
                            return Err(file.error(at, format!("lexicon {name}: an empty form under `{concept}`")));
                        }
                        if let Some(other) = lexicon.insert(canonical, concept.clone()) {
                            let form = form.get_ref();
                            let message = format!("lexicon {name}: `{form}` under `{concept}` and under `{other}`");
                            return Err(file.error(at, message + "; a form has one concept"));
                        }
                    }
                }
            }
            for (name, members) in read.union {
                unions.entry(name).or_default().extend(members.into_iter().map(|member| (file, member)));
            }
        }
        for (name, forms) in own {
            contents.entry(name).or_default().extend(forms);
        }
    }
    unite(&contents, unions)
}

fn unite(
    contents: &Contents,
    unions: BTreeMap<String, Vec<(&PackFile, Spanned<String>)>>,
) -> Result<Contents, PackError> {
    let mut all = contents.clone();
    for (name, members) in unions {
        let mut united: BTreeMap<String, String> = BTreeMap::new();
        for (file, member) in members {
            let at = member.span().start;
            let error = |message: String| Err(file.error(at, format!("union {name}: {message}")));
            if contents.contains_key(&name) {
                return error("there is a lexicon of this name already".into());
            }
            let Some(content) = contents.get(member.get_ref()) else {
                return error(format!("no lexicon `{}`; a union names lexicons, not unions", member.get_ref()));
            };
            for (form, concept) in content {
                let known = united.entry(form.clone()).or_insert_with(|| concept.clone());
                if known != concept {
                    return error(format!("`{form}` means `{known}` in one lexicon and `{concept}` in another"));
                }
            }
        }
        all.insert(name, united);
    }
    Ok(all)
}

fn rules<'p>(packs: &[&'p Pack]) -> Result<BTreeMap<String, Read<'p>>, PackError> {
    let mut rules: BTreeMap<String, Read<'p>> = BTreeMap::new();
    for pack in packs.iter().copied() {
        let mut own = BTreeSet::new();
        for file in pack.files.iter().filter(|file| file.path.starts_with("rules/")) {
            let read: RuleFile = file.read()?;
            for raw in read.rules {
                let id = raw.id.get_ref().clone();
                if !own.insert(id.clone()) {
                    return Err(at_rule(
                        file,
                        &id,
                        raw.id.span().start,
                        "there are two rules with this id in the pack",
                    ));
                }
                // A rule of a later pack takes the place of its namesake in an earlier one.
                rules.insert(id, parse(&pack.head.name, file, raw, read.names.clone())?);
            }
        }
    }
    Ok(rules)
}

fn at_rule(file: &PackFile, rule: &str, at: usize, message: impl Into<String>) -> PackError {
    PackError::Rule { file: file.label.clone(), line: file.line(at), rule: rule.to_owned(), message: message.into() }
}

fn in_pattern(file: &PackFile, rule: &str, at: usize, fault: &Fault) -> PackError {
    at_rule(file, rule, at, format!("pattern, column {}: {}", fault.at + 1, fault.message))
}

fn parse<'p>(pack: &'p str, file: &'p PackFile, raw: RawRule, names: TestNames) -> Result<Read<'p>, PackError> {
    let id = raw.id.get_ref();
    let read = |pattern: &Spanned<String>| {
        let at = pattern.span().start;
        pattern::parse(pattern.get_ref()).map(|node| (at, node)).map_err(|fault| in_pattern(file, id, at, &fault))
    };
    let patterns = raw.pattern.iter().chain(&raw.patterns).map(read).collect::<Result<Vec<_>, _>>()?;
    let head = raw.head.as_ref().map(read).transpose()?;
    let not_before = raw.not_before.as_ref().map(read).transpose()?;
    let not_after = raw.not_after.as_ref().map(read).transpose()?;
    let error = |message| Err(at_rule(file, id, raw.id.span().start, message));
    if patterns.is_empty() || (raw.pattern.is_some() && !raw.patterns.is_empty()) {
        return error("a rule has either `pattern` or `patterns`");
    }
    let block = raw.phase == super::block::PHASE;
    if block != head.is_some() {
        return error("a rule of phase `block` has a `head`, and no other rule has one");
    }
    if block && (not_before.is_some() || not_after.is_some()) {
        return error("a rule of phase `block` takes no `not_before` and no `not_after`");
    }
    if !raw.emit.contains_key("kind") {
        return error("`emit` needs a `kind`");
    }
    Ok(Read { pack, file, raw, names, head, patterns, not_before, not_after })
}

fn compile(rule: Read<'_>, lexicons: &[Lexicon], words: &Words) -> Result<Rule, PackError> {
    let Read { pack, file, raw, names, head, patterns, not_before, not_after } = rule;
    let (id, line) = (raw.id.get_ref().clone(), file.line(raw.id.span().start));
    let mut compiler = Compiler::new(lexicons, words);
    let mut program =
        |(at, node): &(usize, Node)| compiler.compile(node).map_err(|fault| in_pattern(file, &id, *at, &fault));
    let programs = patterns.iter().map(&mut program).collect::<Result<Vec<_>, _>>()?;
    let head = head.as_ref().map(&mut program).transpose()?;
    let not_before = not_before.as_ref().map(&mut program).transpose()?;
    let not_after = not_after.as_ref().map(&mut program).transpose()?;
    let captures = compiler.captures;
    for test in &raw.test {
        let unknown = test.want.iter().flat_map(BTreeMap::keys).find(|name| !captures.contains(name));
        if let Some(name) = unknown {
            let message = format!("a test wants `{name}`, but the pattern captures {}", captures.join(", "));
            return Err(at_rule(file, &id, test.text.span().start, message));
        }
    }
    let at = raw.id.span().start;
    let rule = Rule {
        id,
        phase: raw.phase,
        priority: raw.priority,
        pack: pack.to_owned(),
        file: file.label.clone(),
        line,
        emit: raw.emit,
        captures,
        head,
        programs,
        not_before,
        not_after,
        tests: raw.test.into_iter().map(|test| (file.line(test.text.span().start), test)).collect(),
        names,
    };
    match super::kinds::fault(&rule, lexicons) {
        Some(message) => Err(at_rule(file, &rule.id, at, message)),
        None => Ok(rule),
    }
}
