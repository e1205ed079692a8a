//! Messages for queries that do not parse: the line, a mark under the column, and the usual causes in words.

use crate::query::prefixes::PREFIXES;

/// What to tell the author of a query that does not parse, given what the parser said (`error at 3:5: expected …`).
///
/// ```
/// let text = "SELECT * {\n  ?s foo:bar ?o }";
/// let error = rapporteur::query::prefixes::parser().parse_query(text).unwrap_err().to_string();
/// let message = rapporteur::query::syntax::explain(text, &error);
/// assert!(message.starts_with("2:6: the prefix `foo:` is not declared"), "{message}");
/// ```
pub fn explain(text: &str, error: &str) -> String {
    if let Some((line, column, prefix)) = undeclared_prefix(text) {
        let what = format!("the prefix `{prefix}:` is not declared; add PREFIX {prefix}: <…>");
        return marked(text, line, column, &what);
    }
    match position(error) {
        Some((line, column, expected)) => marked(text, line, column, &expected),
        None => error.to_owned(),
    }
}

/// `error at 3:5: expected …` in its parts.
fn position(error: &str) -> Option<(usize, usize, String)> {
    let (line, rest) = error.strip_prefix("error at ")?.split_once(':')?;
    let (column, expected) = rest.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, format!("this cannot be read; {}", expected.trim())))
}

fn marked(text: &str, line: usize, column: usize, message: &str) -> String {
    let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    // Tabs keep their width, so that the mark stands under its column.
    let lead = source.chars().chain(std::iter::repeat(' ')).take(column.saturating_sub(1));
    let lead: String = lead.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    format!("{line}:{column}: {message}\n  {source}\n  {lead}^")
}

/// The first prefixed name whose prefix neither the query nor we declare, with line and column.
fn undeclared_prefix(text: &str) -> Option<(usize, usize, String)> {
    let names = prefixed_names(text);
    let mut declared: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    declared.extend(names.iter().filter(|name| name.declares).map(|name| name.prefix.as_str()));
    let unknown = names.iter().find(|name| !name.declares && !declared.contains(&name.prefix.as_str()))?;
    let before = &text[..unknown.at];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Some((line, column, unknown.prefix.clone()))
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
        assert_eq!(undeclared_prefix(text), Some((2, 2, "x".to_owned())));
        assert_eq!(undeclared_prefix("ASK { ?s :y 1 }"), Some((1, 10, String::new())));
    }

    #[test]
    fn the_mark_stands_under_the_column() {
        let text = "SELECT ?s {\n\t?s a }";
        let error = crate::query::prefixes::parser().parse_query(text).unwrap_err().to_string();
        let message = explain(text, &error);
        let lines: Vec<_> = message.lines().collect();
        assert!(lines[0].starts_with("2:"), "{message}");
        assert_eq!(lines[1], "  \t?s a }");
        assert!(lines[2].starts_with("  \t") && lines[2].ends_with('^'), "{message}");
    }

    #[test]
    fn unfinished_text_is_survived() {
        for text in ["\"", "'''", "<", "\"\\", "a:", ":", "ä:ö", "# x", "\"\"", "<a", "'\\'"] {
            prefixed_names(text);
        }
    }
}
