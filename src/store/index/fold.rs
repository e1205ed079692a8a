//! Words as the index knows them: without case, accents and punctuation, each with its place in the text.

use tantivy::tokenizer::{AsciiFoldingFilter, TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word in bytes; what is longer is cut, so that a picture in base64 is no word of a megabyte.
const LONGEST: usize = 200;

/// What makes words of a text, for the index and for what is asked of it.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(Words::default()).filter(AsciiFoldingFilter).build()
}

/// The words of a text in their order, each with the bytes that it takes.
pub(super) fn words(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut analyzer = analyzer();
    let mut stream = analyzer.token_stream(text);
    let mut words = Vec::new();
    while let Some(token) = stream.next() {
        words.push((token.text.clone(), token.offset_from..token.offset_to));
    }
    words
}

/// Splits at everything that is neither letter, digit nor combining mark; writing without spaces at every character.
#[derive(Clone, Default)]
struct Words(Token);

struct WordStream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.0.reset();
        WordStream { text, at: 0, token: &mut self.0 }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        let rest = &self.text[self.at..];
        let Some(start) = rest.find(char::is_alphanumeric) else { return false };
        let word = &rest[start..];
        let inner = |c: char| c.is_alphanumeric() && !stands_alone(c) || is_combining_mark(c);
        let mut characters = word.char_indices();
        let alone = characters.next().is_some_and(|(_, first)| stands_alone(first));
        let length = characters
            .find(|(_, c)| if alone { !is_combining_mark(*c) } else { !inner(*c) })
            .map_or(word.len(), |(end, _)| end);
        let word = &word[..length];
        for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if self.token.text.len() < LONGEST {
                self.token.text.push(c);
            }
        }
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = self.at + start;
        self.token.offset_to = self.at + start + length;
        self.at = self.token.offset_to;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Writing that puts no space between words: a run of it would be one word that nobody asks for.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::words;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn case_accents_ligatures_and_punctuation_do_not_count() {
        assert_eq!(folded("Côte d’Ivoire, CÔTE D'IVOIRE"), ["cote", "d", "ivoire", "cote", "d", "ivoire"]);
        assert_eq!(folded("Co\u{302}te ﬁnal Straße Łódź Ærø"), ["cote", "final", "strasse", "lodz", "aero"]);
        assert_eq!(folded("co-chairs' 29–30 April (2003)"), ["co", "chairs", "29", "30", "april", "2003"]);
        assert_eq!(folded("Ελλάδα МОСКВА"), ["ελλαδα", "москва"]);
    }

    #[test]
    fn writing_without_spaces_is_found_by_its_characters() {
        assert_eq!(folded("联合国 2003年"), ["联", "合", "国", "2003", "年"]);
    }

    #[test]
    fn each_word_knows_its_bytes_in_the_text() {
        let text = "– l’Été 😀 à Nîmes!";
        for (word, range) in words(text) {
            assert!(["l", "Été", "à", "Nîmes"].contains(&&text[range.clone()]), "{word} {range:?}");
        }
    }

    #[test]
    fn a_text_without_words_has_none_and_a_long_word_is_cut() {
        assert!(folded(" …!?😀\u{301} ").is_empty());
        assert!(folded(&"x".repeat(100_000))[0].len() <= 204);
    }
}
