//! From the syntax tree of a pattern to the instructions that the matcher runs.

use std::collections::BTreeSet;

use crate::annotate::Kinds;

use super::element::Element;
use super::lexicon::{Lexicon, Words, split};
use super::matcher::Scope;
use super::pattern::{Fault, Node};
use super::set::Set;
use super::traits::Traits;

/// One instruction.
#[derive(Debug)]
pub(super) enum Op {
    /// One word.
    Word(u32),
    /// One entry of a lexicon, of these concepts if there are any; `group` is the innermost captured group around it.
    Lexicon {
        lexicon: usize,
        concepts: Box<[u32]>,
        capture: Option<usize>,
        group: Option<usize>,
    },
    /// An element; `last` if nothing follows it.
    Element {
        element: Element,
        last: bool,
        capture: Option<usize>,
    },
    /// A captured group starts.
    Open(usize),
    /// A captured group ends.
    Close(usize),
    /// Goes on at the first; if that fails, at the second.
    Split(usize, usize),
    Jump(usize),
    /// This must not match here.
    Not(Program),
    Start,
    End,
    Match,
}

/// A pattern ready to run.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    /// What must start the match; `None` if anything can, or nothing at all.
    pub(super) first: Option<First>,
    /// What must have been found in the match.
    pub(super) needs: Kinds,
    /// Words of which one must stand in the match; `None` if no word must.
    pub(super) required: Option<BTreeSet<u32>>,
}

impl Program {
    /// Whether a match can start at a token, as far as its word tells.
    pub(super) fn can_start(&self, scope: &Scope<'_, '_>, at: usize) -> bool {
        let word = |first: &First| scope.words(at).first().is_some_and(|word| first.words.contains(*word));
        let kind = |first: &First| scope.annotations.kinds_over(at).has_one_of(first.kinds);
        self.first.as_ref().is_none_or(|first| word(first) || kind(first))
    }

    /// Whether all was found in a scope without which it cannot match.
    pub(super) fn can_match(&self, scope: &Scope<'_, '_>) -> bool {
        scope.kinds.has_all_of(self.needs)
    }

    /// The words of which one must start the match, if it is a word that must.
    pub(super) fn first_words(&self) -> Option<impl Iterator<Item = u32>> {
        let first = self.first.as_ref().filter(|first| first.kinds == Kinds::NONE);
        first.map(|first| first.words.iter().map(|word| word as u32))
    }
}

/// What can start a match: one of these words, or something of these kinds.
#[derive(Debug)]
pub(super) struct First {
    words: Set,
    kinds: Kinds,
}

/// Words so frequent that waiting for them saves nothing.
const FREQUENT: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "on", "by", "for", "and", "or", "that", "at", "with", "from", "as", "be", "is",
    "was", "were", ",", ".", ":", ";", "(", ")", "its", "their", "it", "they",
];

/// Compiles the patterns of one rule: names of captures are shared between them.
pub(super) struct Compiler<'c> {
    /// The lexicons by number.
    pub(super) lexicons: &'c [Lexicon],
    /// All words of all patterns and lexicons.
    pub(super) words: &'c Words,
    /// Names of the captures found so far.
    pub(super) captures: Vec<String>,
    frequent: BTreeSet<u32>,
    ops: Vec<Op>,
    groups: Vec<usize>,
}

impl<'c> Compiler<'c> {
    /// A compiler that knows these lexicons and words.
    pub(super) fn new(lexicons: &'c [Lexicon], words: &'c Words) -> Self {
        let frequent = FREQUENT.iter().map(|word| words.of(word)).collect();
        Self { lexicons, words, captures: Vec::new(), frequent, ops: Vec::new(), groups: Vec::new() }
    }

    /// Compiles one pattern.
    pub(super) fn compile(&mut self, node: &Node) -> Result<Program, Fault> {
        self.ops = Vec::new();
        let traits = self.node(node, true)?;
        if traits.nullable && !is_anchored(node) {
            return Err(Fault {
                at: 0,
                message: "the pattern can match nothing; at least one part must be needed".into(),
            });
        }
        self.ops.push(Op::Match);
        let first = traits.first.filter(|_| !traits.nullable);
        let first = first.map(|(words, kinds)| First { words: words.into_iter().collect(), kinds });
        let (required, needs) = (traits.required, traits.needs);
        Ok(Program { ops: std::mem::take(&mut self.ops), first, required, needs })
    }

    fn capture(&mut self, name: &str) -> usize {
        self.captures.iter().position(|known| known == name).unwrap_or_else(|| {
            self.captures.push(name.to_owned());
            self.captures.len() - 1
        })
    }

    fn then(&self, first: Traits, next: Traits) -> Traits {
        let cost = |words: &BTreeSet<u32>| {
            words.iter().map(|word| if self.frequent.contains(word) { 1_000 } else { 1 }).sum::<usize>()
        };
        first.then(next, &cost)
    }

    fn node(&mut self, node: &Node, last: bool) -> Result<Traits, Fault> {
        match node {
            Node::Words(text) => {
                let mut traits = Traits::EMPTY;
                for word in split(text) {
                    let word = self.words.of(&word);
                    self.ops.push(Op::Word(word));
                    traits = self.then(traits, Traits::words([word].into()));
                }
                Ok(traits)
            }
            Node::Lexicon { name, concepts, capture, at } => self.lexicon(name, concepts, capture.as_deref(), *at),
            Node::Element { name, arguments, at } => self.element(name, arguments, *at, last),
            Node::Sequence(items) => self.sequence(items, last),
            Node::Alternatives(items) => self.alternatives(items, last),
            Node::Capture(name, node) => {
                let slot = self.capture(name);
                self.ops.push(Op::Open(slot));
                self.groups.push(slot);
                let traits = self.node(node, last);
                self.groups.pop();
                self.ops.push(Op::Close(slot));
                traits
            }
            Node::Repeat { node, minimum, maximum, at } => self.repeat(node, *minimum, *maximum, *at, last),
            Node::Not { node, at } => {
                let outer = std::mem::take(&mut self.ops);
                let inner = self.compile(node);
                self.ops = outer;
                let inner = inner.map_err(|fault| Fault { at: fault.at.max(*at), ..fault })?;
                self.ops.push(Op::Not(inner));
                Ok(Traits::EMPTY)
            }
            Node::Start => {
                self.ops.push(Op::Start);
                Ok(Traits::EMPTY)
            }
            Node::End => {
                self.ops.push(Op::End);
                Ok(Traits::EMPTY)
            }
        }
    }

    /// Stops bounds within bounds from growing without limit.
    fn limit(&self, at: usize) -> Result<(), Fault> {
        const MOST: usize = 10_000;
        match self.ops.len() {
            0..MOST => Ok(()),
            _ => Err(Fault { at, message: "repeats within repeats make the pattern too large".into() }),
        }
    }

    fn lexicon(&mut self, name: &str, concepts: &[String], capture: Option<&str>, at: usize) -> Result<Traits, Fault> {
        let Some(index) = self.lexicons.iter().position(|lexicon| lexicon.name() == name) else {
            let names: Vec<&str> = self.lexicons.iter().map(Lexicon::name).collect();
            return Err(Fault { at, message: format!("no lexicon `{name}`; there are {}", names.join(", ")) });
        };
        let lexicon = &self.lexicons[index];
        let number = |concept: &String| {
            let known = || lexicon.concepts().collect::<Vec<_>>().join(", ");
            let message = || format!("lexicon `{name}` has no concept `{concept}`; it has {}", known());
            lexicon.concept(concept).ok_or_else(|| Fault { at, message: message() })
        };
        let concepts: Box<[u32]> = concepts.iter().map(number).collect::<Result<_, _>>()?;
        let traits = Traits::words(lexicon.first_words(&concepts).collect());
        let capture = capture.map(|name| self.capture(name));
        self.ops.push(Op::Lexicon { lexicon: index, concepts, capture, group: self.groups.last().copied() });
        Ok(traits)
    }

    fn element(&mut self, name: &str, arguments: &[String], at: usize, last: bool) -> Result<Traits, Fault> {
        let (element, capture) = match (name, arguments) {
            ("GAP", [bounds, capture @ ..]) => {
                let bounds = bounds.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                let Some((least, most)) = bounds.filter(|(least, most): &(usize, usize)| least <= most) else {
                    return Err(Fault { at, message: "the bounds of <GAP> read like <GAP:0-6>".into() });
                };
                (Element::Gap(least, most), capture)
            }
            ("GAP", []) => return Err(Fault { at, message: "<GAP> needs bounds, like <GAP:0-6>".into() }),
            (name, capture) => {
                let found = Element::NAMES.iter().find(|(known, _)| *known == name);
                let names = || Element::NAMES.map(|(known, _)| known).join(", ");
                let message = || format!("no element <{name}>; there are GAP, {}", names());
                (found.ok_or_else(|| Fault { at, message: message() })?.1, capture)
            }
        };
        let capture = match capture {
            [] => None,
            [name] => Some(self.capture(name)),
            _ => return Err(Fault { at, message: format!("<{name}> takes one name for its capture") }),
        };
        self.ops.push(Op::Element { element, last, capture });
        let traits = Traits { nullable: matches!(element, Element::Gap(0, _)), ..Traits::ANY };
        let Some(kinds) = element.kinds() else { return Ok(traits) };
        // Where one of several will do, none of them must be there.
        let needs = if element == Element::Name { Kinds::NONE } else { kinds };
        Ok(Traits { first: Some((BTreeSet::new(), kinds)), needs, ..traits })
    }

    fn sequence(&mut self, items: &[Node], last: bool) -> Result<Traits, Fault> {
        let mut traits = Traits::EMPTY;
        for (index, item) in items.iter().enumerate() {
            let rest = &items[index + 1..];
            if last && !rest.is_empty() && is_run(item) && rest.iter().all(is_optional) {
                let next = self.alternatives(&spread(item, rest), true)?;
                return Ok(self.then(traits, next));
            }
            let next = self.node(item, last && rest.is_empty())?;
            traits = self.then(traits, next);
        }
        Ok(traits)
    }

    fn alternatives(&mut self, items: &[Node], last: bool) -> Result<Traits, Fault> {
        let mut traits: Option<Traits> = None;
        let mut jumps = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let split = self.ops.len();
            let more = index + 1 < items.len();
            if more {
                self.ops.push(Op::Split(split + 1, 0));
            }
            let next = self.node(item, last)?;
            traits = Some(match traits {
                Some(traits) => traits.or(next),
                None => next,
            });
            if more {
                jumps.push(self.ops.len());
                self.ops.push(Op::Jump(0));
                self.ops[split] = Op::Split(split + 1, self.ops.len());
            }
        }
        let end = self.ops.len();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
        Ok(traits.unwrap_or(Traits::EMPTY))
    }

    fn repeat(
        &mut self,
        node: &Node,
        minimum: usize,
        maximum: Option<usize>,
        at: usize,
        last: bool,
    ) -> Result<Traits, Fault> {
        const MOST: usize = 40;
        if maximum.is_some_and(|maximum| maximum < minimum || maximum == 0) || minimum.max(maximum.unwrap_or(0)) > MOST
        {
            return Err(Fault { at, message: format!("bounds must rise, and end between 1 and {MOST}") });
        }
        let mut traits = Traits::EMPTY;
        for _ in 0..minimum {
            self.limit(at)?;
            let next = self.node(node, last && maximum == Some(1))?;
            traits = self.then(traits, next);
        }
        let optional =
            |traits: Traits| Traits { nullable: true, first: traits.first, required: None, needs: Kinds::NONE };
        match maximum {
            None => {
                let split = self.ops.len();
                self.ops.push(Op::Split(split + 1, 0));
                let next = self.node(node, false)?;
                self.ops.push(Op::Jump(split));
                self.ops[split] = Op::Split(split + 1, self.ops.len());
                traits = self.then(traits, optional(next));
            }
            Some(maximum) => {
                let mut splits = Vec::new();
                for _ in minimum..maximum {
                    self.limit(at)?;
                    splits.push(self.ops.len());
                    self.ops.push(Op::Split(self.ops.len() + 1, 0));
                    let next = self.node(node, last && maximum == 1)?;
                    traits = self.then(traits, optional(next));
                }
                let end = self.ops.len();
                for split in splits {
                    self.ops[split] = Op::Split(split + 1, end);
                }
            }
        }
        Ok(traits)
    }
}

/// Whether a part holds an anchor, which is something to match even where it takes up no token.
fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start | Node::End => true,
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().any(is_anchored),
        Node::Capture(_, node) => is_anchored(node),
        _ => false,
    }
}

fn is_run(node: &Node) -> bool {
    let Node::Element { name, .. } = node else { return false };
    Element::NAMES.iter().any(|(known, element)| known == name && element.is_run())
}

fn is_optional(node: &Node) -> bool {
    matches!(node, Node::Repeat { minimum: 0, .. })
}

/// `run a? b?` as `run a b? | run b | run`: a run goes on to what may follow it, wherever that stands, and only
/// without it to its own end.
fn spread(run: &Node, rest: &[Node]) -> Vec<Node> {
    let mut branches = Vec::new();
    for (index, item) in rest.iter().enumerate() {
        let Node::Repeat { node, maximum, at, .. } = item else { continue };
        let needed = Node::Repeat { node: node.clone(), minimum: 1, maximum: *maximum, at: *at };
        let mut branch = vec![run.clone(), needed];
        branch.extend_from_slice(&rest[index + 1..]);
        branches.push(Node::Sequence(branch));
    }
    branches.push(run.clone());
    branches
}
