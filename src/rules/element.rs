//! The elements of the pattern language that need an algorithm: noun phrases, clauses, lists, known names, dates, ….

use std::ops::Range;

use crate::annotate::{NameKind, NumberKind, TokenKind};

use super::matcher::Scope;

/// An element written `<…>` in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    NounPhrase,
    Clause,
    List,
    Any,
    /// Between so many and so many tokens.
    Gap(usize, usize),
    Name,
    NameOf(NameKind),
    Date,
    Money,
    Number(NumberKind),
    Person,
    Post,
    Acronym,
    Parenthesis,
    Capitals,
    Word,
}

/// How far an element can reach from where it starts.
pub(super) enum Reach {
    /// These ends, in the order in which to try them, each with the tokens to capture.
    Ends(Vec<(usize, Range<usize>)>),
    /// Every end from the first to the last, the shortest first.
    Lazy { first: usize, last: usize },
}

impl Element {
    /// All elements by name; `<GAP:a-b>` is apart because of its bounds.
    pub(super) const NAMES: [(&'static str, Self); 20] = [
        ("NP", Self::NounPhrase),
        ("CLAUSE", Self::Clause),
        ("LIST", Self::List),
        ("ANY", Self::Any),
        ("NAME", Self::Name),
        ("STATE", Self::NameOf(NameKind::State)),
        ("ORG", Self::NameOf(NameKind::Organisation)),
        ("PLACE", Self::NameOf(NameKind::Place)),
        ("DEMONYM", Self::NameOf(NameKind::Demonym)),
        ("DATE", Self::Date),
        ("MONEY", Self::Money),
        ("NUMBER", Self::Number(NumberKind::Cardinal)),
        ("ORDINAL", Self::Number(NumberKind::Ordinal)),
        ("ROMAN", Self::Number(NumberKind::Roman)),
        ("PERSON", Self::Person),
        ("POST", Self::Post),
        ("ACRONYM", Self::Acronym),
        ("PAREN", Self::Parenthesis),
        ("CAP", Self::Capitals),
        ("WORD", Self::Word),
    ];

    /// Whether its end depends on what follows it.
    pub(super) fn is_run(self) -> bool {
        matches!(self, Self::NounPhrase | Self::List | Self::Any)
    }

    /// Where the element can end if it starts at a token; `last` says that nothing follows it in the pattern.
    pub(super) fn reach(self, scope: &Scope<'_, '_>, at: usize, last: bool) -> Reach {
        let whole = |end: usize| Reach::Ends(if end > at { vec![(end, at..end)] } else { Vec::new() });
        let a = scope.annotations;
        let within = |tokens: &Range<usize>| tokens.start == at && tokens.end <= scope.end && !tokens.is_empty();
        let ends = |found: Vec<&Range<usize>>| {
            let mut found: Vec<usize> = found.into_iter().filter(|tokens| within(tokens)).map(|t| t.end).collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            Reach::Ends(found.into_iter().map(|end| (end, at..end)).collect())
        };
        match self {
            Self::NounPhrase if last => whole(noun_phrase_end(scope, at)),
            Self::NounPhrase => Reach::Lazy { first: at + 1, last: noun_phrase_limit(scope, at) },
            Self::Clause => whole(scope.content_end),
            Self::List | Self::Any if last => whole(scope.content_end),
            Self::List | Self::Any => Reach::Lazy { first: at + 1, last: scope.end },
            Self::Gap(least, most) => {
                let stop = (at..scope.end.min(at + most)).find(|&token| scope.is(token, &[".", ";"]));
                Reach::Lazy { first: at + least, last: stop.unwrap_or(scope.end.min(at + most)) }
            }
            Self::Name => ends(starting(&a.names, at, |name| &name.tokens, |n| n.kind != NameKind::Demonym)),
            Self::NameOf(kind) => ends(starting(&a.names, at, |name| &name.tokens, |n| n.kind == kind)),
            Self::Date => ends(starting(&a.dates, at, |date| &date.tokens, |_| true)),
            Self::Money => ends(starting(&a.money, at, |money| &money.tokens, |_| true)),
            Self::Number(kind) => ends(starting(&a.numbers, at, |number| &number.tokens, |n| n.kind == kind)),
            Self::Person => ends(starting(&a.persons, at, |person| &person.tokens, |_| true)),
            Self::Post => ends(a.persons.iter().filter_map(|person| person.post.as_ref()).collect()),
            Self::Acronym => ends(starting(&a.acronyms, at, |acronym| &acronym.tokens, |_| true)),
            Self::Parenthesis => Reach::Ends(parentheses(scope, at)),
            Self::Capitals => Reach::Ends(capitals(scope, at)),
            Self::Word => whole(if scope.is_word(at) { at + 1 } else { at }),
        }
    }

    /// Whether a lazy element may end here.
    pub(super) fn may_end(self, scope: &Scope<'_, '_>, tokens: Range<usize>) -> bool {
        self != Self::NounPhrase || !scope.is(tokens.end - 1, NO_PHRASE_END) && balanced(scope, tokens)
    }
}

/// The tokens of the wanted annotations that start at a token, in a list sorted by start.
fn starting<T>(
    items: &[T],
    at: usize,
    tokens: impl Fn(&T) -> &Range<usize>,
    wanted: impl Fn(&T) -> bool,
) -> Vec<&Range<usize>> {
    let first = items.partition_point(|item| tokens(item).start < at);
    let here = items[first..].iter().take_while(|item| tokens(item).start == at);
    here.filter(|item| wanted(item)).map(|item| tokens(item)).collect()
}

/// Words that cannot start a noun phrase.
const NO_PHRASE_START: &[&str] = &[
    "to", "that", "which", "who", "whether", "of", "in", "on", "at", "by", "with", "from", "for", "as", "and", "or",
    "but", "not", "also", "further", "if", "when", "while", "where", "how", ",", ")", "-", "'s", "'",
];

/// Words that end no noun phrase.
const NO_PHRASE_END: &[&str] = &[
    "the", "a", "an", "of", "and", "or", "in", "on", "at", "for", "to", "by", "with", "from", "as", "its", "their",
    "his", "her", "our", ",", "(", "-", "'s",
];

/// Auxiliaries, modals and relative words: behind them there is a clause, not a noun phrase.
const NO_PHRASE_WORD: &[&str] = &[
    ".", ";", ":", "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "will",
    "would", "shall", "should", "can", "could", "may", "might", "must", "which", "who", "that", "whether", "while",
    "where", "when",
];

/// Prepositions and the like behind which an adjunct starts, not the rest of the noun phrase.
const ADJUNCT: &[&str] = &[
    "in",
    "on",
    "at",
    "from",
    "to",
    "by",
    "with",
    "during",
    "over",
    "under",
    "through",
    "as",
    "until",
    "since",
    "after",
    "before",
    "within",
    "between",
    "and/or",
    "including",
    "but",
];

/// The last token at which a noun phrase that starts here can end, read generously: lists and adjuncts included.
fn noun_phrase_limit(scope: &Scope<'_, '_>, at: usize) -> usize {
    const LONGEST: usize = 25;
    if at >= scope.end || scope.is(at, NO_PHRASE_START) {
        return at;
    }
    (at..scope.end.min(at + LONGEST))
        .find(|&token| scope.is(token, NO_PHRASE_WORD))
        .unwrap_or(scope.end.min(at + LONGEST))
}

/// The end of a noun phrase with nothing behind it in the pattern, read narrowly: it stops in front of adjuncts, and
/// goes over a comma only within a list of capitalised names.
fn noun_phrase_end(scope: &Scope<'_, '_>, at: usize) -> usize {
    let limit = noun_phrase_limit(scope, at);
    let capital = |token: usize| token < limit && scope.annotations.tokens[token].capital;
    let list = |token: usize| {
        capital(token + 1) || scope.is(token + 1, &["and", "the"]) && (capital(token + 2) || capital(token + 3))
    };
    let stops = |&token: &usize| scope.is(token, ADJUNCT) || scope.is(token, &[","]) && !list(token);
    let mut end = (at..limit).find(stops).unwrap_or(limit);
    while end > at && (scope.is(end - 1, NO_PHRASE_END) || !balanced(scope, at..end)) {
        end -= 1;
    }
    end
}

fn balanced(scope: &Scope<'_, '_>, tokens: Range<usize>) -> bool {
    let mut depth = 0_i32;
    for token in tokens {
        match scope.annotations.low(token) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// `( … )`, `, … ,` or `– … –`, with what stands between the marks.
fn parentheses(scope: &Scope<'_, '_>, at: usize) -> Vec<(usize, Range<usize>)> {
    const LONGEST: usize = 40;
    if at >= scope.end {
        return Vec::new();
    }
    let mark = scope.annotations.low(at);
    let candidates = at + 2..scope.end.min(at + LONGEST);
    let found = |close: usize| (close + 1, at + 1..close);
    match mark {
        "(" | "[" => candidates.map(found).find(|(end, _)| balanced(scope, at..*end)).into_iter().collect(),
        "," | "–" | "—" => candidates
            .take_while(|&token| !scope.is(token, &[".", ";", ":"]))
            .filter(|&token| scope.is(token, &[mark]))
            .map(found)
            .filter(|(_, inner)| balanced(scope, inner.clone()))
            .collect(),
        _ => Vec::new(),
    }
}

/// Runs of capitalised words, the longest first, with small words only between them.
fn capitals(scope: &Scope<'_, '_>, at: usize) -> Vec<(usize, Range<usize>)> {
    let tokens = &scope.annotations.tokens;
    let capital = |token: usize| token < scope.end && tokens[token].capital && tokens[token].kind == TokenKind::Word;
    let mut ends = Vec::new();
    let mut token = at;
    while capital(token) {
        token += 1;
        ends.push((token, at..token));
        while token < scope.end && scope.is(token, &["of", "the", "for", "and", "on", "'s", "'"]) {
            token += 1;
        }
    }
    ends.reverse();
    ends
}
