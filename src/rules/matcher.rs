//! Runs a compiled pattern over the tokens of a scope.
//!
//! A backtracking matcher that never tries the same instruction at the same token twice, so its work is bounded by
//! instructions × tokens × the reach of an element; there is no pattern that makes it explode.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use crate::annotate::{Annotations, Kinds, TokenKind, is_verb_base};

use super::element::{Element, Reach};
use super::lexicon::{Lexicon, Words};
use super::program::{Op, Program};
use super::trace::Trace;

/// The tokens among which rules look, with the numbers of their words.
pub(super) struct Scope<'a, 'd> {
    pub(super) annotations: &'a Annotations<'d>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The end without final punctuation.
    pub(super) content_end: usize,
    /// What was found in it.
    pub(super) kinds: Kinds,
    words: Cow<'a, [u32]>,
    /// Room that matchers before have left.
    rooms: RefCell<Vec<Room>>,
}

/// What a matcher works in.
#[derive(Default)]
struct Room {
    captures: Vec<Captured>,
    /// Instruction × token pairs that are known to fail.
    failed: Vec<u64>,
    steps: Vec<Step>,
}

impl<'a, 'd> Scope<'a, 'd> {
    /// Looks up the words of a scope.
    pub(super) fn new(annotations: &'a Annotations<'d>, tokens: Range<usize>, words: &Words) -> Self {
        let end = tokens.end.min(annotations.tokens.len());
        let start = tokens.start.min(end);
        let words = (start..end).map(|token| words.of(annotations.low(token))).collect();
        Self::over(annotations, start..end, Cow::Owned(words))
    }

    /// A scope in a document whose words have all been looked up.
    pub(super) fn within(annotations: &'a Annotations<'d>, tokens: Range<usize>, words: &'a [u32]) -> Self {
        let end = tokens.end.min(words.len());
        let start = tokens.start.min(end);
        Self::over(annotations, start..end, Cow::Borrowed(&words[start..end]))
    }

    fn over(annotations: &'a Annotations<'d>, Range { start, end }: Range<usize>, words: Cow<'a, [u32]>) -> Self {
        let closing = |token: usize| matches!(annotations.low(token), "." | ";" | ":" | "," | "?" | "!");
        let content_end = (start..end).rev().find(|&token| !closing(token)).map_or(start, |token| token + 1);
        let kinds = annotations.kinds_in(start..end);
        Self { annotations, start, end, content_end, kinds, words, rooms: RefCell::default() }
    }

    /// The numbers of the words from a token on.
    pub(super) fn words(&self, from: usize) -> &[u32] {
        self.words.get(from - self.start..).unwrap_or_default()
    }

    /// Whether a token is one of these words.
    pub(super) fn is(&self, token: usize, words: &[&str]) -> bool {
        token < self.end && words.contains(&self.annotations.low(token))
    }

    /// Whether a token is a verb in base form.
    pub(super) fn is_base(&self, token: usize) -> bool {
        token < self.end && (is_verb_base(self.annotations.low(token)) || self.annotations.low(token) == "be")
    }

    /// Whether a token is a word.
    pub(super) fn is_word(&self, token: usize) -> bool {
        token < self.end && self.annotations.tokens[token].kind == TokenKind::Word
    }
}

/// What a match captured under one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Captured {
    /// First token and the one after the last.
    pub(super) tokens: Option<(usize, usize)>,
    /// Lexicon and concept of the entry captured.
    pub(super) concept: Option<(usize, u32)>,
}

/// A match of a program.
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) captures: Vec<Captured>,
}

enum Step {
    At(usize, usize),
    /// Go on at an instruction and token once this is captured.
    Take(usize, usize, Option<usize>, Captured),
    /// Try a lazy element up to here, then one token further.
    Reach {
        op: usize,
        at: usize,
        end: usize,
        last: usize,
    },
    Restore(usize, Captured),
}

/// Runs one program in one scope, from as many starts as asked for.
pub(super) struct Matcher<'m, 'a, 'd> {
    program: &'m Program,
    lexicons: &'m [Lexicon],
    scope: &'m Scope<'a, 'd>,
    room: Room,
    /// Notes how far the program comes, for those who ask why it did not match.
    pub(super) trace: Option<Trace>,
}

impl<'m, 'a, 'd> Matcher<'m, 'a, 'd> {
    /// A matcher for a rule with so many captures.
    pub(super) fn new(
        program: &'m Program,
        lexicons: &'m [Lexicon],
        scope: &'m Scope<'a, 'd>,
        captures: usize,
    ) -> Self {
        let pairs = program.ops.len() * (scope.end - scope.start + 1);
        let mut room = scope.rooms.borrow_mut().pop().unwrap_or_default();
        room.failed.clear();
        room.failed.resize(pairs.div_ceil(64), 0);
        room.captures.clear();
        room.captures.resize(captures, Captured::default());
        Self { program, lexicons, scope, room, trace: None }
    }

    /// The preferred match that starts at a token and whose end is accepted; the answer about an end must not change
    /// between calls.
    pub(super) fn run(&mut self, start: usize, accept: &dyn Fn(usize) -> bool) -> Option<Found> {
        self.room.captures.fill(Captured::default());
        self.room.steps.clear();
        self.room.steps.push(Step::At(0, start));
        let found = self.search(accept)?;
        // What led to a match has not failed: forget everything rather than sort it out.
        self.room.failed.fill(0);
        Some(found)
    }

    fn search(&mut self, accept: &dyn Fn(usize) -> bool) -> Option<Found> {
        while let Some(step) = self.room.steps.pop() {
            let (op, at) = match step {
                Step::Restore(slot, old) => {
                    self.room.captures[slot] = old;
                    continue;
                }
                Step::At(op, at) => (op, at),
                Step::Take(op, at, slot, captured) => {
                    if let Some(slot) = slot {
                        self.set(slot, captured);
                    }
                    (op, at)
                }
                Step::Reach { op, at, end, last } => {
                    let Op::Element { element, capture, .. } = self.program.ops[op] else { continue };
                    if end < last {
                        self.room.steps.push(Step::Reach { op, at, end: end + 1, last });
                    }
                    if end > at && !element.may_end(self.scope, at..end) {
                        continue;
                    }
                    if let Some(slot) = capture {
                        self.set(slot, Captured { tokens: Some((at, end)), concept: None });
                    }
                    (op + 1, end)
                }
            };
            if let Some(reached) = self.follow(op, at)
                && accept(reached)
            {
                return Some(Found { end: reached, captures: self.room.captures.clone() });
            }
        }
        None
    }

    /// Follows instructions as long as there is only one way; the token reached if the pattern ends.
    fn follow(&mut self, mut op: usize, mut at: usize) -> Option<usize> {
        let program = self.program;
        loop {
            let pair = op * (self.scope.end - self.scope.start + 1) + (at - self.scope.start);
            if self.room.failed[pair / 64] >> (pair % 64) & 1 == 1 {
                return None;
            }
            self.room.failed[pair / 64] |= 1 << (pair % 64);
            if let Some(trace) = &mut self.trace
                && !matches!(program.ops[op], Op::Split(..) | Op::Jump(_) | Op::Open(_) | Op::Close(_))
            {
                trace.note(op, at);
            }
            match &program.ops[op] {
                Op::Match => return Some(at),
                Op::Word(word) => {
                    if self.scope.words(at).first() != Some(word) || *word == Words::UNKNOWN {
                        return None;
                    }
                    (op, at) = (op + 1, at + 1);
                }
                Op::Split(first, second) => {
                    self.room.steps.push(Step::At(*second, at));
                    op = *first;
                }
                Op::Jump(target) => op = *target,
                Op::Not(inner) => {
                    let slots = self.room.captures.len();
                    let fits = || Matcher::new(inner, self.lexicons, self.scope, slots).run(at, &|_| true).is_some();
                    if inner.can_start(self.scope, at) && fits() {
                        return None;
                    }
                    op += 1;
                }
                Op::Start if at == self.scope.start => op += 1,
                Op::End if at >= self.scope.content_end => op += 1,
                Op::Start | Op::End => return None,
                Op::Open(slot) => {
                    // The end follows at `Close`; a group left open is never read.
                    self.set(*slot, Captured { tokens: Some((at, at)), concept: None });
                    op += 1;
                }
                Op::Close(slot) => {
                    let open = self.room.captures[*slot];
                    let tokens = open.tokens.map(|(start, _)| (start, at));
                    self.set(*slot, Captured { tokens, ..open });
                    op += 1;
                }
                Op::Lexicon { lexicon, concepts, capture, group } => {
                    self.lexicon(op, at, *lexicon, concepts, *capture, *group);
                    return None;
                }
                Op::Element { element, last, capture } => {
                    self.element(op, at, *element, *last, *capture);
                    return None;
                }
            }
        }
    }

    fn lexicon(
        &mut self,
        op: usize,
        at: usize,
        lexicon: usize,
        concepts: &[u32],
        capture: Option<usize>,
        group: Option<usize>,
    ) {
        let entries = self.lexicons[lexicon].matches(self.scope.words(at));
        let wanted = entries.filter(|(_, concept)| concepts.is_empty() || concepts.contains(concept));
        let mut ways: Vec<(usize, u32)> = wanted.collect();
        ways.reverse();
        // A group around an entry without a name of its own takes over its concept.
        for (length, concept) in ways {
            let concept = Some((lexicon, concept));
            let (slot, captured) = match (capture, group) {
                (Some(slot), _) => (Some(slot), Captured { tokens: Some((at, at + length)), concept }),
                (None, Some(group)) => (Some(group), Captured { tokens: self.room.captures[group].tokens, concept }),
                (None, None) => (None, Captured::default()),
            };
            self.room.steps.push(Step::Take(op + 1, at + length, slot, captured));
        }
    }

    fn element(&mut self, op: usize, at: usize, element: Element, last: bool, capture: Option<usize>) {
        match element.reach(self.scope, at, last) {
            Reach::One(end) if end > at => {
                let captured = Captured { tokens: Some((at, end)), concept: None };
                self.room.steps.push(Step::Take(op + 1, end, capture, captured));
            }
            Reach::One(_) => {}
            Reach::Ends(ends) => {
                for (end, tokens) in ends.into_iter().rev() {
                    let captured = Captured { tokens: Some((tokens.start, tokens.end)), concept: None };
                    self.room.steps.push(Step::Take(op + 1, end, capture, captured));
                }
            }
            Reach::Lazy { first, last } if first <= last => {
                self.room.steps.push(Step::Reach { op, at, end: first, last });
            }
            Reach::Lazy { .. } => {}
        }
    }

    fn set(&mut self, slot: usize, captured: Captured) {
        self.room.steps.push(Step::Restore(slot, self.room.captures[slot]));
        self.room.captures[slot] = captured;
    }
}

impl Drop for Matcher<'_, '_, '_> {
    fn drop(&mut self) {
        self.scope.rooms.borrow_mut().push(std::mem::take(&mut self.room));
    }
}
