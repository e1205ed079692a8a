//! The logical text cut into tokens.

use super::{Token, TokenKind};

/// Appends the tokens of `text[from..to]`.
pub(super) fn tokenise(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < to {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\n' {
            at += 1;
        } else if byte.is_ascii_digit() {
            at = number(text, at, to, tokens);
        } else if byte.is_ascii_alphabetic() {
            at = word(text, at, to, tokens, byte.is_ascii_uppercase());
        } else if let Some(c) = letter(text, at, to) {
            at = word(text, at, to, tokens, c.is_uppercase());
        } else if byte == b'\'' && possessive(text, at, to) {
            push(tokens, at, at + 2, TokenKind::Word, false);
            at += 2;
        } else {
            let len = text[at..to].chars().next().map_or(1, char::len_utf8);
            push(tokens, at, at + len, TokenKind::Punctuation, false);
            at += len;
        }
    }
}

/// Whether a byte is an ASCII letter or digit, looked up: most bytes of a text are asked for it.
const IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn push(tokens: &mut Vec<Token>, start: usize, end: usize, kind: TokenKind, capital: bool) {
    tokens.push(Token { start, end, kind, capital });
}

/// The letter at a byte, if there is one.
#[inline]
fn letter(text: &str, at: usize, to: usize) -> Option<char> {
    if at >= to {
        return None;
    }
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return byte.is_ascii_alphabetic().then_some(char::from(byte));
    }
    text[at..to].chars().next().filter(|c| c.is_alphabetic())
}

/// Whether `'s` stands at a byte, after a word and before none.
fn possessive(text: &str, at: usize, to: usize) -> bool {
    let s = text.as_bytes().get(at + 1).is_some_and(|b| matches!(b, b's' | b'S'));
    let after_word = text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '.' || c == ')');
    s && at + 2 <= to && after_word && letter(text, at + 2, to).is_none()
}

/// "Chairs'Statement": a plural's apostrophe whose space got lost.
fn lost_space(text: &str, at: usize, to: usize) -> bool {
    let capital = letter(text, at + 1, to).is_some_and(char::is_uppercase);
    let plural = text[..at].ends_with('s') && text[..at].ends_with(|c: char| c.is_lowercase());
    capital && plural && text[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count() > 3
}

fn number(text: &str, start: usize, to: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| at < to && bytes[at].is_ascii_digit();
    let mut at = start;
    while digit(at) || (at < to && matches!(bytes[at], b'.' | b',') && digit(at + 1)) {
        at += 1;
    }
    // "11th" is one token; in "3.4m" and "270B" the letters are a token of their own.
    let suffix = text.get(at..(at + 2).min(to)).unwrap_or("");
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|s| suffix.eq_ignore_ascii_case(s));
    if ordinal && letter(text, at + 2, to).is_none() {
        push(tokens, start, at + 2, TokenKind::Word, false);
        return at + 2;
    }
    push(tokens, start, at, TokenKind::Number, false);
    at
}

fn word(text: &str, start: usize, to: usize, tokens: &mut Vec<Token>, capital: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < to {
        let byte = bytes[at];
        if IN_WORDS[usize::from(byte)] {
            at += 1;
        } else if let Some(c) = letter(text, at, to) {
            at += c.len_utf8();
        } else if !byte.is_ascii() {
            // Marks that combine with the letter before them.
            match text[at..to].chars().next() {
                Some(c) if ('\u{300}'..='\u{36f}').contains(&c) => at += c.len_utf8(),
                _ => break,
            }
        } else if (byte == b'-' && inner_hyphen(text, start, at, to))
            || (byte == b'\''
                && letter(text, at + 1, to).is_some()
                && !possessive(text, at, to)
                && !lost_space(text, at, to))
        {
            at += 1;
        } else {
            break;
        }
    }
    let end = if at < to && bytes[at] == b'.' { with_stop(text, start, at, to) } else { at };
    push(tokens, start, end, TokenKind::Word, capital);
    end
}

/// A hyphen between letters or digits belongs to the word, but not between two acronyms ("ASEAN-US").
fn inner_hyphen(text: &str, start: usize, at: usize, to: usize) -> bool {
    let after = &text[at + 1..to];
    if !after.starts_with(char::is_alphanumeric) {
        return false;
    }
    let shouted = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_uppercase());
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let dotted = after.starts_with(|c: char| c.is_ascii_uppercase()) && after[1..].starts_with('.');
    let sentence_in_capitals =
        text[to.min(at + 1 + end)..to].starts_with(' ') && shouted(&after[..end]) && after[..end].len() > 6;
    // "FORTY-FIFTH"
    let tens = super::number::TENS.iter().any(|tens| text[start..at].eq_ignore_ascii_case(tens));
    !(shouted(&text[start..at]) && (shouted(&after[..end]) || dotted)) || sentence_in_capitals || tens
}

/// Abbreviations that keep their full stop, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "amb", "approx", "apr", "art", "aug", "brig", "capt", "cf", "eng", "cmdr", "cdr", "col", "corp", "dec", "dr",
    "dra", "drs", "ed", "eds", "esq", "etc", "feb", "fig", "gen", "gov", "he", "hon", "ibid", "inc", "insp", "jan",
    "jr", "lt", "ltd", "maj", "messrs", "mr", "mrs", "ms", "nos", "nov", "oct", "para", "paras", "pp", "prof", "res",
    "ref", "rep", "resp", "ret", "rev", "sec", "sen", "sept", "sgt", "sr", "st", "supt", "tel", "viz", "vol", "vs",
];

/// End of a word with the full stop of an abbreviation, or without the one that ends a sentence.
fn with_stop(text: &str, start: usize, at: usize, to: usize) -> usize {
    let word = &text[start..at];
    let bytes = text.as_bytes();
    let single = |from: usize| from + 1 < to && bytes[from].is_ascii_alphabetic() && bytes[from + 1] == b'.';
    if word.len() == 1 && single(at + 1) {
        let mut end = at + 1;
        while single(end) {
            end += 2;
        }
        return end;
    }
    let rest = text[at + 1..to].trim_start_matches(' ');
    let spaced = rest.len() < to - at - 1;
    let initial = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    // "Ms. I. Novak", but not "so am I."
    let initial = initial && (word != "I" || text[..start].trim_end_matches(' ').ends_with('.'));
    if initial && spaced && rest.starts_with(|c: char| c.is_uppercase()) && named_before(text, start) {
        return at + 1;
    }
    // "M. Jean Leka", as French has it, behind a word in small letters, a mark or nothing
    if word == "M" && spaced && rest.starts_with(|c: char| c.is_uppercase()) && monsieur(text, start, rest) {
        return at + 1;
    }
    let lower = word.to_ascii_lowercase();
    let listed = ABBREVIATIONS.contains(&lower.as_str());
    // "He." and "No." are words too: only "HE." and a number behind "No." tell.
    let sure = match lower.as_str() {
        "he" => word == "HE" && spaced,
        "etc" | "jr" | "sr" | "esq" | "inc" | "ltd" | "corp" => {
            !rest.starts_with(|c: char| c.is_uppercase()) || !spaced
        }
        "no" | "nos" | "art" | "fig" | "ref" | "sec" | "rep" => {
            rest.starts_with(|c: char| c.is_ascii_digit() || (lower != "no" && c.is_uppercase()))
        }
        _ => listed,
    };
    if sure && (listed || lower == "no") && !rest.is_empty() { at + 1 } else { at }
}

/// Whether an initial may stand here: after a capitalised name or an honorific, not after "Annex" and its like.
fn named_before(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(' ');
    let word = before.rsplit([' ', '\n', '(', '/']).next().unwrap_or("");
    let section =
        ["Annex", "Appendix", "Group", "Part", "Phase", "Section", "Option", "Paragraph", "Category", "Class"];
    word.starts_with(|c: char| c.is_uppercase()) && !section.contains(&word)
}

/// Whether "M." in front of these words is a title: two words of a name, or one behind something that is no heading.
fn monsieur(text: &str, start: usize, rest: &str) -> bool {
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase()) && word.len() > 1;
    let mut words = rest.split([' ', '\n']);
    let name = words.next().is_some_and(capital);
    let two = words.next().is_some_and(|word| capital(word) || word.starts_with('('));
    let inside = !text[..start].trim_end_matches(' ').ends_with(|c: char| c == '\n' || c == '.' || c.is_alphanumeric());
    let word = text[..start].trim_end().rsplit([' ', '\n']).next().unwrap_or("");
    let low = word.starts_with(|c: char| c.is_lowercase());
    name && (two || inside || low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenise(text, 0, text.len(), &mut tokens);
        tokens.iter().map(|t| &text[t.start..t.end]).collect()
    }

    #[test]
    fn hyphens_stay_and_possessives_are_their_own_tokens() {
        assert_eq!(
            words("co-hosted People's Experts' Nuku'alofa"),
            ["co-hosted", "People", "'s", "Experts", "'", "Nuku'alofa"]
        );
        assert_eq!(words("UNTAET/East Timor-Leste"), ["UNTAET", "/", "East", "Timor-Leste"]);
        assert_eq!(words("ASEAN-U.S. Summit"), ["ASEAN", "-", "U.S.", "Summit"]);
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(words("US$10,000, 2.5 10-11 11th"), ["US", "$", "10,000", ",", "2.5", "10", "-", "11", "11th"]);
        assert_eq!(words("A$ 3.4m A/RES/70/999."), ["A", "$", "3.4", "m", "A", "/", "RES", "/", "70", "/", "999", "."]);
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        assert_eq!(words("H.E. Dr. C. Lee of No. 5."), ["H.E.", "Dr.", "C.", "Lee", "of", "No.", "5", "."]);
        assert_eq!(
            words("Mr D. Martin Holloway. No. He."),
            ["Mr", "D.", "Martin", "Holloway", ".", "No", ".", "He", "."]
        );
    }
}
