//! Reads Rust source just well enough to list the paths in it: comments and literals are skipped, `use` groups are
//! written out.

/// A piece of source that can stand in a path or next to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or keyword.
    Name(String),
    /// `::`.
    Separator,
    /// Any other sign.
    Mark(char),
}

/// The tokens of a source text, without comments, literals and white space.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |position: usize| chars.get(position).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let mut here = 0;
    while here < chars.len() {
        let start = here;
        match at(here) {
            '/' if at(here + 1) == '/' => here = skip_until(&chars, here, "\n"),
            '/' if at(here + 1) == '*' => here = skip_until(&chars, here, "*/"),
            '"' => here = skip_string(&chars, here),
            // A character literal; else the quote begins a lifetime or a label.
            '\'' if at(here + 1) == '\\' => here = skip_until(&chars, here + 3, "'"),
            '\'' if at(here + 2) == '\'' => here += 3,
            ':' if at(here + 1) == ':' => {
                found.push(Token::Separator);
                here += 2;
            }
            sign if sign.is_alphanumeric() || sign == '_' => {
                while at(here).is_alphanumeric() || at(here) == '_' {
                    here += 1;
                }
                let name: String = chars[start..here].iter().collect();
                let hashes = chars[here..].iter().take_while(|sign| **sign == '#').count();
                if matches!(name.as_str(), "r" | "br") && at(here + hashes) == '"' {
                    here = skip_until(&chars, here + hashes + 1, &format!("\"{}", "#".repeat(hashes)));
                } else {
                    found.push(Token::Name(name));
                }
            }
            sign => {
                if !sign.is_whitespace() {
                    found.push(Token::Mark(sign));
                }
                here += 1;
            }
        }
    }
    found
}

/// Every path of two parts or more, from its root, groups written out: `use a::{b, c::d}` gives `a::b` and `a::c::d`
/// (and `c::d`, which begins like a path too).
pub(crate) fn paths(source: &str) -> Vec<Vec<String>> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for position in 0..tokens.len() {
        let starts = matches!(tokens[position], Token::Name(_))
            && tokens.get(position + 1) == Some(&Token::Separator)
            && (position == 0 || tokens[position - 1] != Token::Separator);
        // `pub(in super::super)` says who may see something, it imports nothing.
        let shows = position > 1 && tokens[position - 2..position] == [Token::Mark('('), Token::Name("in".to_owned())];
        if starts && !shows {
            write_out(&tokens, position, &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Adds the paths that begin at a position, behind the prefix; returns the position after them.
fn write_out(tokens: &[Token], mut here: usize, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let outer = prefix.len();
    while let Some(Token::Name(name)) = tokens.get(here) {
        prefix.push(name.clone());
        here += 1;
        if tokens.get(here) != Some(&Token::Separator) {
            break;
        }
        here += 1;
    }
    if tokens.get(here) == Some(&Token::Mark('{')) && tokens.get(here.wrapping_sub(1)) == Some(&Token::Separator) {
        while !matches!(tokens.get(here), None | Some(Token::Mark('}'))) {
            here = write_out(tokens, here + 1, prefix, found).max(here + 1);
            while !matches!(tokens.get(here), None | Some(Token::Mark(',' | '}'))) {
                here += 1;
            }
        }
        here += 1;
    } else {
        found.push(prefix.clone());
    }
    prefix.truncate(outer);
    here
}

fn skip_until(chars: &[char], from: usize, end: &str) -> usize {
    let end: Vec<char> = end.chars().collect();
    let rest = chars.get(from..).unwrap_or_default();
    rest.windows(end.len()).position(|window| window == end).map_or(chars.len(), |found| from + found + end.len())
}

fn skip_string(chars: &[char], from: usize) -> usize {
    let mut here = from + 1;
    while here < chars.len() && chars[here] != '"' {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    here + 1
}

#[test]
fn groups_are_written_out_and_text_is_not_code() {
    let source = r##"
        // use crate::comment::Path;
        use crate::{document::{Span, text::Reader as R}, store};
        use oxigraph::store::*;
        fn f<'a>(c: char) -> &'a str { if c == '"' || c == '\'' { "crate::string" } else { r#"a "crate::raw" b"# } }
        #[axum::debug_handler] pub(in super::super) fn g() { super::super::h::<u8>(x.y::<crate::graph::Iri>()) }
    "##;
    let found: Vec<String> = paths(source).iter().map(|path| path.join("::")).collect();
    for expected in [
        "crate::document::Span",
        "crate::document::text::Reader",
        "crate::store",
        "oxigraph::store",
        "axum::debug_handler",
    ] {
        assert!(found.iter().any(|path| path == expected), "{expected} is missing in {found:?}");
    }
    assert!(found.iter().any(|path| path == "super::super::h"), "{found:?}");
    assert!(found.iter().any(|path| path == "crate::graph::Iri"), "{found:?}");
    assert!(!found.iter().any(|path| path.contains("comment") || path.contains("string") || path.contains("raw")));
}
