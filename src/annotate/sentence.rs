//! Tokens gathered into sentences.

use super::{Sentence, Token, TokenKind};

/// Appends the sentences of the tokens `from..` of one block.
pub(super) fn split(text: &str, tokens: &[Token], from: usize, block: usize, sentences: &mut Vec<Sentence>) {
    let mut start = from;
    let mut at = from;
    if let Some(end) = dateline(text, tokens, from) {
        sentences.push(Sentence { tokens: from..end, block });
        (start, at) = (end, end);
    }
    while at < tokens.len() {
        let stop =
            matches!(&text[tokens[at].start..tokens[at].end], "." | "?" | "!") || abbreviation_ends(text, tokens, at);
        if !stop {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len() && closes(text, tokens, end) {
            end += 1;
        }
        if end == tokens.len() || begins(text, tokens, end) {
            sentences.push(Sentence { tokens: start..end, block });
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        sentences.push(Sentence { tokens: start..tokens.len(), block });
    }
}

/// The end of a dateline, which is no part of the sentence behind it: "SUVA, 27 March 2019 - ", "Suva (Fiji), 3 May 2019: ".
fn dateline(text: &str, tokens: &[Token], from: usize) -> Option<usize> {
    const LONGEST: usize = 14;
    let printed = |at: usize| &text[tokens[at].start..tokens[at].end];
    let is_mark = |at: usize| matches!(printed(at), "-" | "–" | "—" | ":");
    let limit = tokens.len().min(from + LONGEST);
    let first = tokens.get(from).filter(|t| t.capital && t.kind == TokenKind::Word)?;
    let shouted = !text[first.start..first.end].contains(char::is_lowercase);
    (from + 1..limit).filter(|at| is_mark(*at)).find_map(|mark| {
        let end = (mark..limit).take_while(|at| is_mark(*at)).last()? + 1;
        let number = |at: &usize| tokens[*at].kind == TokenKind::Number;
        let year = (from..mark).any(|at| number(&at) && tokens[at].end - tokens[at].start == 4);
        let comma = (from..mark).any(|at| matches!(printed(at), "," | "("));
        let names = (from..mark).all(|at| tokens[at].capital || tokens[at].kind != TokenKind::Word);
        let spaced = printed(mark) == ":" || tokens[mark - 1].end < tokens[mark].start;
        let dated = (from..mark).filter(number).count() > 1 && year || shouted && (from..mark).any(|at| number(&at));
        let begins = tokens.get(end).is_some_and(|next| next.capital || printed(end) == "\"");
        (comma && names && spaced && dated && begins).then_some(end)
    })
}

/// Whether a token is a further stop, or a quote or bracket that closes directly after one.
fn closes(text: &str, tokens: &[Token], at: usize) -> bool {
    let t = &tokens[at];
    let touches = tokens[at - 1].end == t.start;
    touches && matches!(&text[t.start..t.end], "." | "?" | "!" | "\"" | "'" | ")" | "]")
}

/// Whether a new sentence can begin with a token: after a space, in a capital, a digit, or an opening mark.
fn begins(text: &str, tokens: &[Token], at: usize) -> bool {
    let t = &tokens[at];
    let spaced = tokens[at - 1].end < t.start;
    let opening = matches!(&text[t.start..t.end], "\"" | "(" | "[" | "'" | "•");
    spaced && (t.capital || opening || (t.kind != TokenKind::Punctuation && text.as_bytes()[t.start].is_ascii_digit()))
}

/// An abbreviation like "U.S." ends a sentence only where the next word is one that begins sentences.
fn abbreviation_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    const FIRST: &[&str] = &["He", "In", "It", "She", "The", "These", "They", "This", "Those", "We"];
    let t = &tokens[at];
    if text.as_bytes()[t.end - 1] != b'.' {
        return false;
    }
    let printed = &text[t.start..t.end];
    let acronym = t.kind == TokenKind::Word
        && printed.len() >= 4
        && printed != "H.E."
        && printed[..printed.len() - 1].contains('.');
    acronym && tokens.get(at + 1).is_some_and(|n| FIRST.contains(&&text[n.start..n.end]))
}

#[cfg(test)]
mod tests {
    use super::super::{Annotations, Gazetteer};
    use crate::document;

    fn sentences(text: &str) -> Vec<String> {
        let document = document::read("d", text.as_bytes()).unwrap();
        let annotations = Annotations::new(&document, &Gazetteer::default());
        annotations.sentences.iter().map(|s| annotations.slice(s.tokens.clone()).to_owned()).collect()
    }

    #[test]
    fn abbreviations_and_addresses_do_not_end_sentences() {
        let text = "H.E. Dr. Lund spoke (www.example.net) at 2.5 p.m. on No. 5. \"He agreed.\" They left Washington, D.C. on 2 May.";
        assert_eq!(
            sentences(text),
            [
                "H.E. Dr. Lund spoke (www.example.net) at 2.5 p.m. on No. 5.",
                "\"He agreed.\"",
                "They left Washington, D.C. on 2 May."
            ]
        );
        assert_eq!(sentences("It came from the U.S. The rest: a; b."), ["It came from the U.S.", "The rest: a; b."]);
    }

    #[test]
    fn a_dateline_is_no_part_of_the_sentence_behind_it() {
        let found = sentences("SUVA, 27 - 28 March 2019 - Ministers agreed. They left.");
        assert_eq!(found, ["SUVA, 27 - 28 March 2019 -", "Ministers agreed.", "They left."]);
        assert_eq!(
            sentences("Apia (Samoa), 3 May 2019: The talks began."),
            ["Apia (Samoa), 3 May 2019:", "The talks began."]
        );
        assert_eq!(sentences("The members, Fiji and Tonga: All came.").len(), 1);
    }

    #[test]
    fn the_longest_source_text_splits_into_whole_sentences() {
        let text = include_str!("../../data/documents/2004-senior-officials-meeting.txt");
        let all = sentences(text);
        let odd: Vec<_> = all.iter().filter(|s| !s.ends_with('.') && s.split(' ').count() > 14).collect();
        assert!(odd.is_empty(), "{odd:?}");
        assert!(all.iter().all(|s| s.starts_with(|c: char| c.is_uppercase())), "{all:?}");
    }
}
