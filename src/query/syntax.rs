//! Messages for queries that do not parse: the line, a mark under the column, and the usual causes in words.

use serde::{Deserialize, Serialize};

use crate::graph::vocab::{BASE, PREFIXES};
use crate::query::{hints, prefixes};

/// What to tell the author of a query that does not parse, from its line and column on.
///
/// ```
/// use rapporteur::query::syntax::explain;
/// assert!(explain("SELECT * {\n  ?s foo:bar ?o }").starts_with("2:6: the prefix `foo:` is not declared"));
/// assert!(explain("SELECT * { ?s ?p ?o } ORDER ?s").starts_with("1:29: this cannot be read"));
/// ```
pub fn explain(text: &str) -> String {
    mistake(text).to_string()
}

/// What is wrong with a query that does not parse, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What is wrong, in words.
    pub message: String,
    /// The line as written.
    source: String,
}

impl std::fmt::Display for Mistake {
    /// Line, column, message; then the line with a mark under the column.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tabs keep their width, so that the mark stands under its column.
        let before = self.source.chars().take(self.column - 1);
        let lead: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        write!(f, "{}:{}: {}\n  {}\n  {lead}^", self.line, self.column, self.message, self.source)
    }
}

/// Finds the mistake in a query that does not parse.
pub fn mistake(text: &str) -> Mistake {
    if prefixes::parser(BASE).parse_update(text).is_ok_and(|update| !update.operations.is_empty()) {
        return marked(text, text.len() - text.trim_start().len(), "this is an update, and queries only read");
    }
    if let Some((at, prefix)) = undeclared_prefix(text) {
        let declared = prefixed_names(text).into_iter().filter(|name| name.declares).map(|name| name.prefix);
        let nearest = hints::nearest_prefix(&prefix, &declared.collect::<Vec<_>>());
        let meant = nearest.map(|near| format!(", or did you mean `{near}:`?")).unwrap_or_default();
        return marked(text, at, &format!("the prefix `{prefix}:` is not declared; add PREFIX {prefix}: <…>{meant}"));
    }
    // To try a keyword, the parser passes as many characters as the keyword has, and then calls the place behind them
    // the place of the error. Blanks at the end keep that from running into the end of the text.
    let padded = format!("{text}{}", " ".repeat(LONGEST_KEYWORD));
    let Err(error) = prefixes::parser(BASE).parse_query(&padded) else { return marked(text, 0, "this cannot be read") };
    explained(text, &padded, &error.to_string())
}

/// Finds the mistake in an update that does not parse.
pub fn mistake_in_update(text: &str) -> Mistake {
    if let Some((at, prefix)) = undeclared_prefix(text) {
        return marked(text, at, &format!("the prefix `{prefix}:` is not declared; add PREFIX {prefix}: <…>"));
    }
    let padded = format!("{text}{}", " ".repeat(LONGEST_KEYWORD));
    let Err(error) = prefixes::parser(BASE).parse_update(&padded) else {
        return marked(text, 0, "this cannot be read");
    };
    explained(text, &padded, &error.to_string())
}

/// What the parser found, in words.
fn explained(text: &str, padded: &str, error: &str) -> Mistake {
    let Some((at, expected)) = position(padded, error) else { return marked(text, 0, error) };
    let items: Vec<&str> = expected.trim_start_matches("one of ").split(", ").collect();
    // Beside what the grammar expects, the parser lists its findings in words.
    if let Some(finding) =
        items.iter().find(|item| item.starts_with(char::is_alphabetic) && item.split(' ').count() > 3)
    {
        return marked(text, at, finding);
    }
    let is_keyword = |item: &&&str| item.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && item.len() > 1;
    let passed = items.iter().filter(is_keyword).map(|keyword| keyword.len()).max().unwrap_or(0);
    let at = back(padded, at, passed);
    if text[at.min(text.len())..].trim().is_empty() {
        marked(text, text.trim_end().len(), "the query ends too early")
    } else if passed == 0 && expected.len() < 60 {
        marked(text, at, &format!("this cannot be read; expected {expected}"))
    } else {
        // The longest keyword that was tried is rarely the one that is missing, and a list of letters helps nobody.
        marked(text, at, "this cannot be read")
    }
}

/// More than any keyword of the grammar has.
const LONGEST_KEYWORD: usize = 32;

/// `error at 3:5: expected …`: the place in bytes, and what is expected.
fn position<'a>(text: &str, error: &'a str) -> Option<(usize, &'a str)> {
    let (line, rest) = error.strip_prefix("error at ")?.split_once(':')?;
    let (column, expected) = rest.split_once(": expected ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start = match line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2)?.0 + 1,
    };
    let rest = &text[start..];
    let length = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    Some((start + length, expected.trim()))
}

/// The place so many characters before a place.
fn back(text: &str, at: usize, characters: usize) -> usize {
    let before = text[..at].char_indices().rev();
    before.take(characters).last().map_or(at, |(at, _)| at)
}

fn marked(text: &str, at: usize, message: &str) -> Mistake {
    let before = &text[..at.min(text.len())];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Mistake {
        line: before.matches('\n').count() + 1,
        column: before[start..].chars().count() + 1,
        message: message.to_owned(),
        source: text[start..].lines().next().unwrap_or_default().to_owned(),
    }
}

/// The first prefixed name whose prefix neither the query nor we declare, with its place.
fn undeclared_prefix(text: &str) -> Option<(usize, String)> {
    let names = prefixed_names(text);
    let mut declared: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).chain(["search"]).collect();
    declared.extend(names.iter().filter(|name| name.declares).map(|name| name.prefix.as_str()));
    let unknown = names.iter().find(|name| !name.declares && !declared.contains(&name.prefix.as_str()))?;
    Some((unknown.at, unknown.prefix.clone()))
}

struct PrefixedName {
    at: usize,
    prefix: String,
    /// Whether it stands after `PREFIX`.
    declares: bool,
}

/// All `prefix:` outside of comments, strings and IRIs.
fn prefixed_names(text: &str) -> Vec<PrefixedName> {
    let mut names = Vec::new();
    let mut word: Option<usize> = None;
    let mut last_word = "";
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let in_name = c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if c == ':' {
            let start = word.take().unwrap_or(at);
            let declares = last_word.eq_ignore_ascii_case("PREFIX");
            names.push(PrefixedName { at: start, prefix: text[start..at].to_owned(), declares });
            last_word = "";
            // The local part may hold more colons; it ends with the name.
            while chars.next_if(|(_, c)| !c.is_whitespace() && !"<>\"'{}()[];,^|/*+?!#".contains(*c)).is_some() {}
            continue;
        }
        if in_name {
            word.get_or_insert(at);
            continue;
        }
        if let Some(start) = word.take() {
            last_word = &text[start..at];
        }
        match c {
            // A variable has no prefix, nor has a language tag or a blank node's label after it.
            '?' | '$' | '@' => while chars.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-')).is_some() {},
            '#' => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '<' => skip_iri(text, at, &mut chars),
            '"' | '\'' => skip_string(text, at, c, &mut chars),
            _ => {}
        }
    }
    names.retain(|name| name.prefix != "_");
    names
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn skip_until(end: usize, chars: &mut Chars<'_>) {
    while chars.next_if(|(at, _)| *at < end).is_some() {}
}

/// Passes an IRI; a `<` that opens none is a comparison.
fn skip_iri(text: &str, at: usize, chars: &mut Chars<'_>) {
    let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}');
    if let Some(length) = text[at + 1..].find(stop)
        && text[at + 1 + length..].starts_with('>')
    {
        skip_until(at + length + 2, chars);
    }
}

/// Passes a string, short or long; one that is not closed reaches to the end.
fn skip_string(text: &str, at: usize, quote: char, chars: &mut Chars<'_>) {
    let long: String = [quote; 3].iter().collect();
    let close = if text[at..].starts_with(&long) { long } else { quote.to_string() };
    let mut from = at + close.len();
    while let Some(rest) = text.get(from..) {
        let Some(c) = rest.chars().next() else { break };
        if rest.starts_with(&close) {
            return skip_until(from + close.len(), chars);
        }
        from += c.len_utf8();
        if c == '\\' {
            from += text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
    skip_until(text.len(), chars);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_count_as_prefixed() {
        let text = "PREFIX a: <http://x/b:c> # d:e\nSELECT ?f { ?f a:g 'h:i' ; a:j \"\"\"k:\"l:\"\"\" ; a:b \"\\\"m:n\" \
                    FILTER(?f<3 && ?f>2) _:o a:p:q \"r\"@s-t }";
        let names: Vec<_> = prefixed_names(text).into_iter().map(|name| name.prefix).collect();
        assert_eq!(names, ["a"; 5]);
        assert_eq!(undeclared_prefix(text), None);
    }

    #[test]
    fn an_undeclared_prefix_is_found_after_other_text() {
        let text = "ASK { ?s rdfs:label \"ä:ö\" ;\n\tx:y <z> }";
        assert_eq!(undeclared_prefix(text), Some((text.find("x:y").unwrap(), "x".to_owned())));
        assert_eq!(undeclared_prefix("ASK { ?s :y 1 }"), Some((9, String::new())));
    }

    #[test]
    fn the_mark_stands_under_the_error() {
        for text in [
            "ASK { ?s ?p ?o \u{1})",
            // Of a triple that is not whole, its beginning is marked.
            "SELECT ?s {\n\t\u{1}?s a }",
            "SELECT ?s { ?s ?p ?o FILTER(?o > \u{1}) }",
            "SELECT ?s { ?s ?p ?o } ORDER \u{1}?s",
            "\u{1}SELEC * {}",
            "# ä\nSELECT * { \u{1}?s BIND }\n",
            "ASK { ?s ?p ?o\u{1}",
            "ASK { ?s ?p \u{1}\n",
        ] {
            let at = text.find('\u{1}').unwrap();
            let text = text.replace('\u{1}', "");
            let message = explain(&text);
            let end = text.trim_end().len();
            assert!(
                message.starts_with(marked(&text, at.min(end), "").to_string().split(" \n").next().unwrap()),
                "{text}\n{message}"
            );
            assert!(message.ends_with('^'), "{message}");
        }
        assert!(explain("SELECT ?s {\n\t?s a }").ends_with("\n  \t?s a }\n  \t^"));
    }

    #[test]
    fn a_finding_of_the_parser_is_said_in_its_words() {
        let unbound = explain("SELECT (SUM(?s) AS ?n) ?y { ?s ?p ?o }");
        assert!(unbound.contains(": The SELECT contains a variable that is unbound"), "{unbound}");
    }

    #[test]
    fn an_update_is_called_one() {
        assert!(explain("\nDELETE WHERE { ?s a igm:State }").starts_with("2:1: this is an update"));
        assert!(explain("").starts_with("1:1: the query ends too early"));
    }

    #[test]
    fn unfinished_text_is_survived() {
        for text in ["\"", "'''", "<", "\"\\", "a:", ":", "ä:ö", "# x", "\"\"", "<a", "'\\'"] {
            assert!(!explain(text).is_empty());
        }
    }
}
