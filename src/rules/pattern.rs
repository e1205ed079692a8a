//! The pattern language: from a pattern string to its syntax tree. Names in it are resolved by `program`.

use winnow::ascii::{dec_uint, multispace0, multispace1};
use winnow::combinator::{alt, cut_err, delimited, not, opt, peek, preceded, repeat, separated, terminated};
use winnow::error::{StrContext, StrContextValue};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location};
use winnow::token::{one_of, take_while};

/// One part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Words one after the other, as written between the quotes.
    Words(String),
    /// `{Lexicon.concept|concept:capture}`.
    Lexicon {
        /// Name of the lexicon.
        name: String,
        /// Concepts to which it is restricted; empty for all.
        concepts: Vec<String>,
        /// Name under which the entry is captured.
        capture: Option<String>,
        /// Byte in the pattern string.
        at: usize,
    },
    /// `<NAME:argument:argument>`.
    Element {
        /// Name of the element in capitals.
        name: String,
        /// What follows, colon by colon.
        arguments: Vec<String>,
        /// Byte in the pattern string.
        at: usize,
    },
    /// Parts one after the other.
    Sequence(Vec<Node>),
    /// The first alternative that lets the whole pattern match.
    Alternatives(Vec<Node>),
    /// `(?<name> …)`.
    Capture(String, Box<Node>),
    /// `(?! …)`: what must not follow here; takes up no token.
    Not {
        /// What must not follow.
        node: Box<Node>,
        /// Byte in the pattern string.
        at: usize,
    },
    /// A part `minimum` to `maximum` times, as often as possible.
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// At least so often.
        minimum: usize,
        /// At most so often.
        maximum: Option<usize>,
        /// Byte in the pattern string.
        at: usize,
    },
    /// `^`: start of the scope.
    Start,
    /// `$`: end of the scope, its final punctuation ignored.
    End,
}

/// What is wrong with a pattern, and at which byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Byte in the pattern string.
    pub(super) at: usize,
    /// What is wrong.
    pub(super) message: String,
}

type Input<'p> = LocatingSlice<&'p str>;
type Parsed<T> = ModalResult<T>;

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Node, Fault> {
    // Groups are read by recursion.
    const MOST_GROUPS: usize = 100;
    if let Some((at, _)) = pattern.match_indices('(').nth(MOST_GROUPS) {
        return Err(Fault { at, message: format!("more than {MOST_GROUPS} groups") });
    }
    let whole = terminated(line, multispace0);
    { whole }.parse(LocatingSlice::new(pattern)).map_err(|error| {
        let at = error.offset();
        let expected: Vec<String> = error.inner().context().filter_map(expectation).collect();
        let found = match pattern[at..].chars().next() {
            Some(character) => format!("found `{character}`"),
            None => "the pattern ends here".to_owned(),
        };
        let message = match expected.is_empty() {
            true => format!("expected a \"word\", {{Lexicon}}, <ELEMENT>, group, ^ or $; {found}"),
            false => format!("expected {}; {found}", expected.join(" or ")),
        };
        Fault { at, message }
    })
}

fn expectation(context: &StrContext) -> Option<String> {
    match context {
        StrContext::Expected(value) => Some(value.to_string()),
        _ => None,
    }
}

fn expected(what: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(what))
}

/// ` | ` between spaces separates whole sequences: `("called" "on" | "urged")`.
fn line(input: &mut Input<'_>) -> Parsed<Node> {
    let sequence = repeat(1.., preceded(multispace0, choice)).map(sequence);
    separated(1.., sequence, (multispace1, '|', peek(multispace1))).map(alternatives).parse_next(input)
}

/// `|` without spaces joins two neighbouring items: `"called" "on"|"upon"`.
fn choice(input: &mut Input<'_>) -> Parsed<Node> {
    let bar = ('|', peek(not(multispace1)));
    separated(1.., item, bar).map(alternatives).parse_next(input)
}

fn sequence(mut items: Vec<Node>) -> Node {
    if items.len() == 1 { items.remove(0) } else { Node::Sequence(items) }
}

fn alternatives(mut items: Vec<Node>) -> Node {
    if items.len() == 1 { items.remove(0) } else { Node::Alternatives(items) }
}

fn item(input: &mut Input<'_>) -> Parsed<Node> {
    let at = input.current_token_start();
    let node =
        alt((words, lexicon, element, parenthesis, '^'.value(Node::Start), '$'.value(Node::End))).parse_next(input)?;
    Ok(match opt(quantifier).parse_next(input)? {
        Some((minimum, maximum)) => Node::Repeat { node: Box::new(node), minimum, maximum, at },
        None => node,
    })
}

fn words(input: &mut Input<'_>) -> Parsed<Node> {
    let text = take_while(1.., |c| c != '"').context(expected("words before the closing quote"));
    let close = '"'.context(expected("a closing quote"));
    preceded('"', cut_err(terminated(text, close))).map(|text: &str| Node::Words(text.to_owned())).parse_next(input)
}

fn lexicon(input: &mut Input<'_>) -> Parsed<Node> {
    let at = input.current_token_start();
    let name = word.context(expected("the name of a lexicon"));
    let concept = word.context(expected("a concept after the dot"));
    let capture = word.context(expected("a name for the capture after the colon"));
    let inner = (
        name,
        opt(preceded('.', cut_err(separated(1.., concept, '|')))),
        opt(preceded(':', cut_err(capture))),
        '}'.context(expected("`}`")),
    );
    let (name, concepts, capture, _): (String, Option<Vec<String>>, _, _) =
        preceded('{', cut_err(inner)).parse_next(input)?;
    Ok(Node::Lexicon { name, concepts: concepts.unwrap_or_default(), capture, at })
}

fn element(input: &mut Input<'_>) -> Parsed<Node> {
    let at = input.current_token_start();
    let name =
        take_while(1.., |c: char| c.is_ascii_uppercase()).context(expected("the name of an element in capitals"));
    let argument = word.context(expected("an argument after the colon"));
    let inner = (name, repeat(0.., preceded(':', cut_err(argument))), '>'.context(expected("`>`")));
    let (name, arguments, _): (&str, Vec<String>, _) = preceded('<', cut_err(inner)).parse_next(input)?;
    Ok(Node::Element { name: name.to_owned(), arguments, at })
}

fn parenthesis(input: &mut Input<'_>) -> Parsed<Node> {
    let at = input.current_token_start();
    if opt("(?!").parse_next(input)?.is_some() {
        let inner = (line, multispace0, ')'.context(expected("`)`")));
        return cut_err(inner).map(|(node, ..)| Node::Not { node: Box::new(node), at }).parse_next(input);
    }
    let name = word.context(expected("the name of the captured group"));
    let name = opt(preceded("?<", cut_err(terminated(name, '>'.context(expected("`>`"))))));
    let close = ')'.context(expected("`)`"));
    let inner = (name, line, multispace0, close);
    let (name, node, _, _) = preceded('(', cut_err(inner)).parse_next(input)?;
    Ok(match name {
        Some(name) => Node::Capture(name, Box::new(node)),
        None => node,
    })
}

fn quantifier(input: &mut Input<'_>) -> Parsed<(usize, Option<usize>)> {
    let exact = |(minimum, maximum): (usize, Option<Option<usize>>)| (minimum, maximum.unwrap_or(Some(minimum)));
    // A digit tells `{0,3}` from `{Lexicon}`.
    let bounds = (dec_uint, opt(preceded(',', opt(dec_uint)))).map(exact);
    let close = cut_err('}'.context(expected("`}` after the bounds")));
    alt(('?'.value((0, Some(1))), '*'.value((0, None)), '+'.value((1, None)), delimited('{', bounds, close)))
        .parse_next(input)
}

fn word(input: &mut Input<'_>) -> Parsed<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (one_of(|c: char| c.is_ascii_alphanumeric()), take_while(0.., allowed))
        .take()
        .map(|text: &str| text.to_owned())
        .parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Node {
        Node::Words(text.to_owned())
    }

    #[test]
    fn a_bar_without_spaces_joins_its_neighbours_only() {
        let parsed = parse(r#""called" "on"|"upon" "members""#).unwrap();
        let alternatives = Node::Alternatives(vec![words("on"), words("upon")]);
        assert_eq!(parsed, Node::Sequence(vec![words("called"), alternatives, words("members")]));
    }

    #[test]
    fn a_bar_between_spaces_separates_whole_sequences() {
        let parsed = parse(r#"( "called" "on" | "urged" )"#).unwrap();
        let called_on = Node::Sequence(vec![words("called"), words("on")]);
        assert_eq!(parsed, Node::Alternatives(vec![called_on, words("urged")]));
    }

    #[test]
    fn bounds_and_lexicons_share_braces() {
        let parsed = parse("{Adverb}{0,3} {Verb.ask|urge:verb}").unwrap();
        let Node::Sequence(items) = parsed else { panic!("not a sequence") };
        assert!(matches!(&items[0], Node::Repeat { minimum: 0, maximum: Some(3), .. }));
        let Node::Lexicon { concepts, capture, at, .. } = &items[1] else { panic!("not a lexicon") };
        assert_eq!(
            (concepts.as_slice(), capture.as_deref(), *at),
            (&["ask".into(), "urge".into()][..], Some("verb"), 14)
        );
    }

    #[test]
    fn a_fault_says_where_and_what_was_expected() {
        for (pattern, at, needle) in [
            (r#""Ministers"#, 10, "a closing quote; the pattern ends here"),
            ("{Verb:}", 6, "a name for the capture after the colon; found `}`"),
            ("<np>", 1, "the name of an element in capitals; found `n`"),
            (r#"("a" | "b""#, 10, "`)`; the pattern ends here"),
            (r#""a" ?"#, 4, "found `?`"),
            (r#""a"| "b""#, 3, "found `|`"),
            ("", 0, "the pattern ends here"),
        ] {
            let fault = parse(pattern).expect_err(pattern);
            assert_eq!(fault.at, at, "{pattern}: {}", fault.message);
            assert!(fault.message.contains(needle), "{pattern}: {}", fault.message);
        }
    }
}
