//! The elements of the pattern language that need an algorithm: noun phrases, clauses, lists, known names, dates, ….

use std::ops::Range;

use crate::annotate::{Kinds, NameKind, NumberKind, TokenKind, is_auxiliary, is_preposition};

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
    /// A verb in base form ("give", "be").
    Base,
}

/// How far an element can reach from where it starts.
pub(super) enum Reach {
    /// One end, or where it starts if it cannot stand there; all tokens are captured.
    One(usize),
    /// These ends, in the order in which to try them, each with the tokens to capture.
    Ends(Vec<(usize, Range<usize>)>),
    /// Every end from the first to the last, the shortest first.
    Lazy { first: usize, last: usize },
}

impl Element {
    /// All elements by name; `<GAP:a-b>` is apart because of its bounds.
    pub(super) const NAMES: [(&'static str, Self); 21] = [
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
        ("BASE", Self::Base),
    ];

    /// What must have been found at a token at which it starts; none if that tells nothing.
    pub(super) fn kinds(self) -> Option<Kinds> {
        Some(match self {
            Self::Name => Kinds::STATE.or(Kinds::ORGANISATION).or(Kinds::PLACE),
            Self::NameOf(kind) => Kinds::of_name(kind),
            Self::Date => Kinds::DATE,
            Self::Money => Kinds::MONEY,
            Self::Number(_) => Kinds::NUMBER,
            Self::Person | Self::Post => Kinds::PERSON,
            _ => return None,
        })
    }

    /// Whether its end depends on what follows it.
    pub(super) fn is_run(self) -> bool {
        matches!(self, Self::NounPhrase | Self::List | Self::Any)
    }

    /// Where the element can end if it starts at a token; `last` says that nothing follows it in the pattern.
    pub(super) fn reach(self, scope: &Scope<'_, '_>, at: usize, last: bool) -> Reach {
        let whole = Reach::One;
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
            Self::Post => {
                let near = a.persons_near(at..at + 1).iter();
                ends(near.filter_map(|person| person.post.as_ref()).collect())
            }
            Self::Acronym => ends(starting(&a.acronyms, at, |acronym| &acronym.tokens, |_| true)),
            Self::Parenthesis => Reach::Ends(parentheses(scope, at)),
            Self::Capitals => Reach::Ends(capitals(scope, at)),
            Self::Base if !scope.is_base(at) => whole(at),
            Self::Base => whole(at + 1),
            Self::Word => whole(if scope.is_word(at) { at + 1 } else { at }),
        }
    }

    /// Whether a lazy element may end here.
    pub(super) fn may_end(self, scope: &Scope<'_, '_>, tokens: Range<usize>) -> bool {
        self != Self::NounPhrase || !leaves_open(scope.annotations.low(tokens.end - 1)) && balanced(scope, tokens)
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
    here.filter(|item| wanted(item)).map(&tokens).collect()
}

/// Whether a clause starts at a word, so that no noun phrase goes over it.
fn opens_clause(word: &str) -> bool {
    let relative =
        ["which", "who", "whom", "whose", "that", "whether", "while", "where", "when", ".", ";", ":"].contains(&word);
    // "countries in need", "a human being"
    relative || is_auxiliary(word) && !["need", "being"].contains(&word)
}

/// Whether a word ends no noun phrase.
fn leaves_open(word: &str) -> bool {
    const OPEN: &[&str] = &["the", "a", "an", "its", "their", "his", "her", "our", "and", "or", ",", "(", "-", "'s"];
    OPEN.contains(&word) || is_preposition(word) || word == "to"
}

/// The last token at which a noun phrase that starts here can end, read generously: lists and adjuncts included.
fn noun_phrase_limit(scope: &Scope<'_, '_>, at: usize) -> usize {
    const LONGEST: usize = 25;
    let limit = scope.end.min(at + LONGEST);
    if at >= scope.end || scope.annotations.noun_phrase_end(at, scope.end).is_none() {
        return at;
    }
    (at..limit).find(|&token| opens_clause(scope.annotations.low(token))).unwrap_or(limit)
}

/// The end of a noun phrase with nothing behind it in the pattern, read narrowly: it stops in front of adjuncts, and
/// goes over a comma or "and" only to another name.
fn noun_phrase_end(scope: &Scope<'_, '_>, at: usize) -> usize {
    let a = scope.annotations;
    let limit = noun_phrase_limit(scope, at);
    let adjunct =
        |token: usize| !scope.is(token, &["of", "for"]) && is_preposition(a.low(token)) || scope.is(token, &["to"]);
    let limit = (at..limit).find(|&token| adjunct(token)).unwrap_or(limit);
    let mut end = at;
    let mut next = Some(at);
    while let Some(reached) = next.and_then(|start| a.noun_phrase_end(start, limit)) {
        end = reached;
        let mut start = end;
        while start < limit && scope.is(start, &[",", "and", "the"]) {
            start += 1;
        }
        next = Some(start).filter(|&start| start > end && start < limit && a.tokens[start].capital);
    }
    while end > at && (leaves_open(a.low(end - 1)) || !balanced(scope, at..end)) {
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
