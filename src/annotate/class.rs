//! What a word can be: looked up once for each token, so that every search passes over the words that it cannot begin with.

use std::ops::BitOr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Annotations, Token, TokenKind, date, lexicon, number, titles};

/// Kinds of words, as a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Class(u32);

impl Class {
    pub(super) const AUXILIARY: Self = Self(1);
    pub(super) const DETERMINER: Self = Self(1 << 1);
    pub(super) const PREPOSITION: Self = Self(1 << 2);
    /// Of any closed class.
    pub(super) const FUNCTION: Self = Self(1 << 3);
    pub(super) const VERB_BASE: Self = Self(1 << 4);
    /// A past form that no ending tells.
    pub(super) const VERB_PAST: Self = Self(1 << 5);
    /// The head of a post in the singular.
    pub(super) const POST: Self = Self(1 << 6);
    /// The head of a post in the plural.
    pub(super) const POSTS: Self = Self(1 << 7);
    /// A field of ministries and offices.
    pub(super) const FIELD: Self = Self(1 << 8);
    /// An honorific or rank, with a full stop or without.
    pub(super) const HONORIFIC: Self = Self(1 << 9);
    /// In no name of a person.
    pub(super) const NO_NAME: Self = Self(1 << 10);
    /// Begins a number in words.
    pub(super) const NUMBER: Self = Self(1 << 11);
    pub(super) const ORDINAL: Self = Self(1 << 12);
    /// Begins the part of a year ("late 2004").
    pub(super) const YEAR_PART: Self = Self(1 << 13);
    /// With a hyphen inside.
    pub(super) const HYPHENATED: Self = Self(1 << 14);
    /// The name of a month or its abbreviation, with a full stop or without.
    pub(super) const MONTH: Self = Self(1 << 15);
    /// The letters of a Roman numeral.
    pub(super) const ROMAN: Self = Self(1 << 16);
    /// A word with a capital.
    pub(super) const CAPITAL: Self = Self(1 << 17);
    /// Begins with a digit.
    pub(super) const DIGIT: Self = Self(1 << 18);
    /// `$` and its like.
    pub(super) const CURRENCY: Self = Self(1 << 19);
    /// `(`.
    pub(super) const BRACKET: Self = Self(1 << 20);
    /// Ends the name of an institution.
    pub(super) const INSTITUTION: Self = Self(1 << 21);

    /// The kinds of a token, with its text in lower case.
    pub(super) fn of_token(token: &Token, low: &str) -> Self {
        let capital = if token.capital { Self::CAPITAL } else { Self::default() };
        match (token.kind, low.as_bytes()[0]) {
            (_, b'0'..=b'9') => Self::DIGIT,
            (TokenKind::Word, _) => Self::of(low) | capital,
            (TokenKind::Punctuation, b'(') => Self::BRACKET,
            (TokenKind::Punctuation, _) if matches!(low, "$" | "€" | "£" | "¥") => Self::CURRENCY,
            _ => Self::default(),
        }
    }

    /// Either of two kinds.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is of one of these kinds.
    pub(super) fn is(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }

    /// The kinds of a word in lower case.
    pub(super) fn of(word: &str) -> Self {
        let mut class = KNOWN.get(word).copied().unwrap_or_default();
        if let Some(bare) = word.strip_suffix('.') {
            let bare = KNOWN.get(bare.trim_end_matches('.')).copied().unwrap_or_default();
            class = class | Self(bare.0 & Self::HONORIFIC.or(Self::MONTH).0);
        }
        if word.bytes().any(|byte| byte == b'-') { class | Self::HYPHENATED } else { class }
    }
}

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

static KNOWN: LazyLock<FxHashMap<String, Class>> = LazyLock::new(|| {
    let mut known: FxHashMap<String, Class> = FxHashMap::default();
    let mut add = |words: &[&str], class: Class| {
        for word in words.iter().flat_map(|words| words.split_whitespace()) {
            let entry = known.entry(word.to_owned()).or_default();
            *entry = *entry | class;
        }
    };
    add(&[lexicon::AUXILIARIES], Class::AUXILIARY);
    add(&[lexicon::DETERMINERS], Class::DETERMINER);
    add(&[lexicon::PREPOSITIONS], Class::PREPOSITION);
    add(&lexicon::CLOSED, Class::FUNCTION);
    add(&[lexicon::VERBS], Class::VERB_BASE);
    add(&[lexicon::PAST], Class::VERB_PAST);
    add(&[titles::HEADS], Class::POST);
    let heads: Vec<&str> = titles::HEADS.split_whitespace().collect();
    let plurals: Vec<String> = heads.iter().map(|head| format!("{head}s")).collect();
    let plurals = plurals.iter().map(String::as_str).chain(titles::PLURALS.iter().copied());
    add(&plurals.filter(|plural| !heads.contains(plural)).collect::<Vec<_>>(), Class::POSTS);
    add(&[titles::FIELDS], Class::FIELD);
    add(&[titles::HONORIFICS], Class::HONORIFIC);
    add(&[titles::NO_NAMES], Class::NO_NAME);
    add(&[titles::INSTITUTIONS], Class::INSTITUTION);
    add(number::UNITS, Class::NUMBER);
    add(number::TENS, Class::NUMBER);
    add(&["a"], Class::NUMBER);
    add(number::ORDINALS, Class::ORDINAL);
    add(number::TENTHS, Class::ORDINAL);
    add(&["inaugural"], Class::ORDINAL);
    add(date::YEAR_PARTS, Class::YEAR_PART);
    add(&date::MONTHS, Class::MONTH);
    add(&date::MONTHS.map(|month| &month[..3]), Class::MONTH);
    add(&["sept"], Class::MONTH);
    let romans = number::romans();
    add(&romans.iter().map(String::as_str).collect::<Vec<_>>(), Class::ROMAN);
    known
});

impl Annotations<'_> {
    /// Whether a token is of one of these kinds; none behind the last.
    pub(super) fn is(&self, token: usize, kinds: Class) -> bool {
        self.classes.get(token).is_some_and(|class| class.is(kinds))
    }
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn a_word_is_of_all_its_kinds() {
        assert!(Class::of("further").is(Class::DETERMINER) && Class::of("further").is(Class::FUNCTION));
        assert!(Class::of("chair").is(Class::POST) && Class::of("chair").is(Class::VERB_BASE));
        assert!(Class::of("secretaries").is(Class::POSTS) && !Class::of("secretaries").is(Class::POST));
        assert!(Class::of("h.e.").is(Class::HONORIFIC) && Class::of("he").is(Class::HONORIFIC | Class::FUNCTION));
        assert!(Class::of("thirty-three").is(Class::HYPHENATED) && !Class::of("thirty-three").is(Class::NUMBER));
        assert_eq!(Class::of("zebra"), Class::default());
    }
}
