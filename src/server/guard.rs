//! What a query text must not be, found before it is parsed: oversized, nested beyond what a parser's stack holds,
//! an update, or a way out to other hosts.

use crate::config::Limits;

/// Our own service, the text index.
const SEARCH: &str = "search:";

/// Why a query text is refused before it is parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The text is too long.
    #[error("the query has {bytes} bytes, the limit is {limit}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Brackets, operators or paths are nested or chained too deeply.
    #[error("the query is nested {depth} levels deep, the limit is {limit}")]
    TooDeep {
        /// The depth where we stopped to count.
        depth: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many operators: parser and optimiser need time that grows with the square of a chain's length.
    #[error("the query has more than {limit} operators and clauses")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// The text is a SPARQL Update.
    #[error("{keyword} is an update; this endpoint is read-only")]
    Update {
        /// The keyword that gives it away.
        keyword: String,
    },
    /// The text asks us to call another endpoint, which is not on the list.
    #[error("SERVICE {name} is refused: this endpoint asks {}; the name must be written as an IRI in full", asked(.allowed))]
    Service {
        /// What stands behind the keyword.
        name: String,
        /// The IRIs that may stand there.
        allowed: Vec<String>,
    },
}

fn asked(allowed: &[String]) -> String {
    match allowed {
        [] => "no other endpoint".to_owned(),
        some => format!("only <{}>", some.join(">, <")),
    }
}

/// Words that begin an update operation.
const UPDATES: [&str; 11] =
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING"];

/// Words in brackets without a comma between them that are not counted yet.
const LIST: usize = 16;

/// Words that add a clause to a query.
const CLAUSES: [&str; 8] = ["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "GRAPH", "LATERAL"];

/// Looks at the words of a query, skipping strings, comments and IRIs, in one pass and constant stack.
///
/// ```
/// use rapporteur::server::{Limits, guard};
/// assert!(guard("SELECT * { ?s ?p 'LOAD ((((' }", &Limits::default()).is_ok());
/// assert!(guard("LOAD <http://example.org/>", &Limits::default()).is_err());
/// ```
pub fn guard(query: &str, limits: &Limits) -> Result<(), Refusal> {
    scan(query, limits, false)
}

/// The same for an update, which may be one.
pub(super) fn guard_update(update: &str, limits: &Limits) -> Result<(), Refusal> {
    scan(update, limits, true)
}

fn scan(query: &str, limits: &Limits, may_update: bool) -> Result<(), Refusal> {
    if query.len() > limits.query_bytes {
        return Err(Refusal::TooLong { bytes: query.len(), limit: limits.query_bytes });
    }
    // An update asks nobody, not even the index.
    let asked = std::iter::once(SEARCH).chain(limits.services.allow.iter().map(String::as_str));
    let services: Vec<&str> = asked.filter(|_| !may_update).collect();
    let bytes = query.as_bytes();
    let (mut at, mut chain, mut first, mut operators) = (0, 0_usize, true, 0_usize);
    // Open brackets, each with the words since it opened or since a comma: a long list without commas is a
    // collection, and each of its items two triple patterns.
    let mut open: Vec<(u8, usize)> = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = end_of_line(bytes, at),
            quote @ (b'"' | b'\'') => at = end_of_string(bytes, at, quote),
            b'<' => at = end_of_iri(bytes, at),
            bracket @ (b'(' | b'{' | b'[') => {
                open.push((bracket, 0));
                operators += usize::from(bracket != b'(');
                at += 1;
            }
            b')' | b'}' | b']' => {
                open.pop();
                at += 1;
            }
            b',' => {
                match open.last_mut() {
                    Some((b'(', words)) => *words = 0,
                    _ => operators += 1,
                }
                at += 1;
            }
            // Prefix operators nest without brackets: `!!!!?x`, `----1`, `^^^^:p`.
            b'!' | b'-' | b'+' | b'^' => {
                chain += 1;
                operators += 1;
                at += 1;
            }
            b'|' | b'&' | b'/' | b'*' | b'=' | b'>' | b'.' | b';' => {
                operators += 1;
                chain = 0;
                at += 1;
            }
            b'?' | b'$' | b'@' => at = end_of_word(bytes, at + 1),
            byte if is_word(byte) => {
                let end = end_of_word(bytes, at);
                let word = &query[at..end];
                at = end;
                chain = 0;
                if let Some((b'(', words)) = open.last_mut() {
                    *words += 1;
                    operators += usize::from(*words > LIST);
                }
                // A prefixed name, not a keyword.
                if word.contains(':') {
                    continue;
                }
                let word = word.to_ascii_uppercase();
                if word == "SERVICE" {
                    at = service(query, at, &services)?;
                }
                if first && !may_update && UPDATES.contains(&word.as_str()) {
                    return Err(Refusal::Update { keyword: word });
                }
                operators += usize::from(CLAUSES.contains(&word.as_str()));
                first = first && matches!(word.as_str(), "PREFIX" | "BASE" | "VERSION");
            }
            byte => {
                if !byte.is_ascii_whitespace() {
                    chain = 0;
                }
                at += 1;
            }
        }
        if open.len() + chain > limits.query_depth {
            return Err(Refusal::TooDeep { depth: open.len() + chain, limit: limits.query_depth });
        }
        if operators > limits.query_operators {
            return Err(Refusal::TooMany { limit: limits.query_operators });
        }
    }
    Ok(())
}

/// Whether one of these keywords stands in a text, outside of strings, comments, IRIs and names.
pub(super) fn has_keyword(text: &str, keywords: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at = match bytes[at] {
            b'#' => end_of_line(bytes, at),
            quote @ (b'"' | b'\'') => end_of_string(bytes, at, quote),
            b'<' => end_of_iri(bytes, at),
            b'?' | b'$' | b'@' => end_of_word(bytes, at + 1),
            byte if is_word(byte) => {
                let end = end_of_word(bytes, at);
                if keywords.iter().any(|keyword| text[at..end].eq_ignore_ascii_case(keyword)) {
                    return true;
                }
                end
            }
            _ => at + 1,
        };
    }
    false
}

/// What stands behind `SERVICE` must be an allowed IRI, letter by letter; a variable or a prefixed name can be anything.
fn service(query: &str, from: usize, services: &[&str]) -> Result<usize, Refusal> {
    let bytes = query.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            Some(b'#') => at = end_of_line(bytes, at),
            Some(byte) if is_word(*byte) && query[at..end_of_word(bytes, at)].eq_ignore_ascii_case("SILENT") => {
                at = end_of_word(bytes, at);
            }
            _ => break,
        }
    }
    let end = match bytes.get(at) {
        Some(b'<') => end_of_iri(bytes, at),
        Some(b'?' | b'$') => end_of_word(bytes, at + 1),
        Some(_) => end_of_word(bytes, at),
        None => at,
    };
    let name = query[at..end].to_owned();
    let iri = name.strip_prefix('<').and_then(|name| name.strip_suffix('>'));
    match iri.is_some_and(|iri| services.contains(&iri)) {
        true => Ok(end),
        false => Err(Refusal::Service { name, allowed: services.iter().map(|&name| name.to_owned()).collect() }),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':' || byte >= 0x80
}

fn end_of_word(bytes: &[u8], from: usize) -> usize {
    let is_inner = |b: u8| is_word(b) || b == b'-' || b == b'.';
    bytes[from..].iter().position(|b| !is_inner(*b)).map_or(bytes.len(), |n| from + n)
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|b| *b == b'\n' || *b == b'\r').map_or(bytes.len(), |n| from + n)
}

fn end_of_string(bytes: &[u8], from: usize, quote: u8) -> usize {
    let long = bytes[from..].starts_with(&[quote; 3]);
    let close: &[u8] = if long { &[quote; 3] } else { &[quote] };
    let mut at = from + close.len();
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(close) {
            return at + close.len();
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// An IRI in angle brackets, else only the operator `<`.
fn end_of_iri(bytes: &[u8], from: usize) -> usize {
    for (n, byte) in bytes[from + 1..].iter().enumerate() {
        match byte {
            b'>' => return from + n + 2,
            b'<' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | 0..=0x20 => break,
            _ => {}
        }
    }
    from + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Services;

    fn check(query: &str) -> Result<(), Refusal> {
        guard(query, &Limits::default())
    }

    #[test]
    fn updates_are_named_whatever_stands_before_them() {
        for update in [
            "INSERT DATA { <a:a> <a:b> <a:c> }",
            "# SELECT\nPREFIX select: <http://SELECT/> delete where { ?s ?p ?o }",
            "BASE <http://x/> LOAD SILENT <file:///etc/passwd>",
            "with <g> delete { ?s ?p ?o } where { ?s ?p ?o }",
        ] {
            assert!(matches!(check(update), Err(Refusal::Update { .. })), "{update}");
        }
    }

    #[test]
    fn service_is_refused_only_as_a_keyword() {
        for query in [
            "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
            "SELECT * { ?a <b:c> ?d FILTER(?a<?d) SERVICE ?x {} }",
            "SELECT * { SERVICE",
            "SELECT * { SERVICE é",
        ] {
            assert!(matches!(check(query), Err(Refusal::Service { .. })), "{query}");
        }
        assert_eq!(check("SELECT * { ?service :SERVICE 'SERVICE', <http://SERVICE/> } # SERVICE"), Ok(()));
    }

    #[test]
    fn a_service_on_the_list_is_known_letter_by_letter() {
        let limits = Limits {
            services: Services { allow: vec!["http://example.org/sparql".into()], ..Services::default() },
            ..Limits::default()
        };
        let check = |name: &str| guard(&format!("SELECT * {{ SERVICE # x\n SILENT {name} {{ ?s ?p ?o }} }}"), &limits);
        assert_eq!(check("<http://example.org/sparql>"), Ok(()));
        for other in ["<http://example.org/sparql/>", "<http://example.org/sparq\\u006C>", "ex:sparql", "?service"] {
            let refusal = check(other).unwrap_err().to_string();
            assert!(refusal.contains(other) && refusal.contains("<http://example.org/sparql>"), "{refusal}");
        }
    }

    #[test]
    fn the_only_service_is_the_search() {
        assert_eq!(SEARCH, crate::query::service::SERVICE);
        for allowed in [
            "SELECT * { SERVICE <search:> { ?s search:text 'a' } }",
            "SELECT * { service # the index\n silent\n#\n<search:>{ ?s search:text 'a' } }",
            "SELECT * { SERVICE<search:>{ ?s search:text '} SERVICE <http://a/> {' } }",
        ] {
            assert_eq!(check(allowed), Ok(()), "{allowed}");
        }
        for refused in [
            "SERVICE search: { ?s ?p ?o }",
            "SERVICE ?search { ?s ?p ?o }",
            "SERVICE <search:x> { ?s ?p ?o }",
            "SERVICE <SEARCH:> { ?s ?p ?o }",
            "SERVICE < search:> { ?s ?p ?o }",
            "SERVICE <search\\u003A> { ?s ?p ?o }",
            "SERVICE SILENTLY <search:> { ?s ?p ?o }",
            "SERVICE # <search:>\n <http://127.0.0.1/> { ?s ?p ?o }",
            "SERVICE <search:> { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            "SERVICE SILENT",
        ] {
            let refusal = check(&format!("PREFIX search: <http://a/> SELECT * {{ {refused} }}"));
            assert!(matches!(refusal, Err(Refusal::Service { .. })), "{refused}");
        }
    }

    #[test]
    fn a_keyword_is_no_name_and_no_text() {
        let has = |text| has_keyword(text, &["ADD", "COPY"]);
        assert!(has("CLEAR DEFAULT ; copy <a:a> TO <a:b>") && has("ADD<a:a>TO<a:b>"));
        assert!(!has("INSERT DATA { <add> :copy 'ADD', \"COPY\"@add } # add") && !has("ASK { ?add ?copy add:copy }"));
    }

    #[test]
    fn depth_counts_brackets_and_prefix_operators_but_not_text() {
        let nested = format!("SELECT * {{ FILTER{}1{} }}", "(".repeat(200), ")".repeat(200));
        assert!(matches!(check(&nested), Err(Refusal::TooDeep { .. })));
        assert!(matches!(
            check(&format!("SELECT * {{ FILTER({}1) }}", "! ".repeat(200))),
            Err(Refusal::TooDeep { .. })
        ));
        assert_eq!(check(&format!("SELECT * {{ ?s ?p '{}' }} # {}", "(".repeat(200), "{".repeat(200))), Ok(()));
        assert_eq!(check(&format!("SELECT * {{ {} }}", "?s ?p [] . ".repeat(100))), Ok(()));
    }

    #[test]
    fn long_chains_are_refused_and_long_lists_are_not() {
        for link in ["+1", "||1", "/<p:p>", " UNION {}", " OPTIONAL {}"] {
            assert!(matches!(check(&format!("SELECT * {{ 1{} }}", link.repeat(3_000))), Err(Refusal::TooMany { .. })));
        }
        assert!(check(&format!("SELECT * {{ ?s ?p ({}) }}", "1 ".repeat(3_000))).is_err());
        assert_eq!(check(&format!("SELECT * {{ VALUES ?x {{ {} }} }}", "<http://a/b> ".repeat(4_000))), Ok(()));
    }

    #[test]
    fn a_broken_text_is_left_to_the_parser() {
        for text in ["", "\"", "'''x", "<", "\\", "SELECT \"\\", "é<é", "}}}}"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }
}
