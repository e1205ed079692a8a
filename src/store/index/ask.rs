//! What is asked of the index, read from what a person types.
//!
//! All words must occur. `"words in quotes"` stand beside each other, `traffick*` begins a word, `OR` stands between
//! alternatives, `-word` or `NOT word` must not occur, brackets group. Everything else is white space.

use super::fold;

/// Most characters of a question.
pub(super) const LONGEST: usize = 1_000;

/// Most words of a question.
pub(super) const WORDS: usize = 64;

/// Most brackets in brackets.
const DEPTH: usize = 8;

/// Why nothing can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// No letter and no digit.
    #[error("there is no word to look for")]
    Empty,
    /// Only what must not occur.
    #[error("it only says what must not occur; name a word that must")]
    OnlyWithout,
    /// Too many characters.
    #[error("it is longer than {LONGEST} characters")]
    TooLong,
    /// Too many words.
    #[error("it has more than {WORDS} words")]
    TooManyWords,
    /// Brackets in brackets in brackets.
    #[error("its brackets are nested more than {DEPTH} deep")]
    TooDeep,
}

/// What must occur; words are folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// These words beside each other; at least one.
    Phrase(Vec<String>),
    /// A word that begins so.
    Prefix(String),
    /// All of these.
    All(Vec<Ask>),
    /// At least one of these.
    Any(Vec<Ask>),
    /// Not this; stands in [`Ask::All`] beside something that must occur.
    Not(Box<Ask>),
}

impl Ask {
    /// Reads what a person typed. Forgiving: a quote or bracket that is not closed ends with the text.
    ///
    /// # Errors
    /// If there is no word that must occur, or more than can be looked for.
    pub fn read(text: &str) -> Result<Self, AskError> {
        if text.chars().count() > LONGEST {
            return Err(AskError::TooLong);
        }
        let mut reader = Reader { marks: marks(text), words: 0 };
        reader.marks.reverse();
        let mut parts = Vec::new();
        while !reader.marks.is_empty() {
            // A bracket that closes nothing ends nothing.
            parts.extend(reader.alternatives(0)?);
        }
        let ask = all(parts).ok_or(AskError::Empty)?;
        if ask.asks_for_something() { Ok(ask) } else { Err(AskError::OnlyWithout) }
    }

    fn asks_for_something(&self) -> bool {
        match self {
            Self::Phrase(_) | Self::Prefix(_) => true,
            Self::All(parts) => parts.iter().any(Self::asks_for_something),
            Self::Any(parts) => parts.iter().all(Self::asks_for_something),
            Self::Not(_) => false,
        }
    }

    /// The words that count for the score and are marked in a snippet: those that may occur in a hit, with whether they
    /// only begin a word; each once, in their order.
    pub fn words(&self) -> Vec<(&str, bool)> {
        let mut words = Vec::new();
        self.collect(&mut words);
        let mut seen = std::collections::BTreeSet::new();
        words.retain(|word| seen.insert(*word));
        words
    }

    /// The same, but that each single word may also be the beginning of one.
    #[must_use]
    pub fn or_beginnings(self) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(Self::or_beginnings).collect();
        match self {
            Self::Phrase(mut words) if words.len() == 1 => {
                let word = words.remove(0);
                Self::Any(vec![Self::Phrase(vec![word.clone()]), Self::Prefix(word)])
            }
            Self::All(parts) => Self::All(each(parts)),
            Self::Any(parts) => Self::Any(each(parts)),
            other => other,
        }
    }

    fn collect<'a>(&'a self, words: &mut Vec<(&'a str, bool)>) {
        match self {
            Self::Phrase(phrase) => words.extend(phrase.iter().map(|word| (word.as_str(), false))),
            Self::Prefix(start) => words.push((start, true)),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.collect(words)),
            Self::Not(_) => {}
        }
    }
}

#[derive(Debug, PartialEq)]
enum Mark {
    Open,
    Close,
    Or,
    Not,
    Quoted(String),
    Word(String),
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '(' => {
                marks.push(Mark::Open);
                after
            }
            ')' => {
                marks.push(Mark::Close);
                after
            }
            '-' | '−' if after.starts_with(|c: char| c.is_alphanumeric() || c == '(' || is_quote(c)) => {
                marks.push(Mark::Not);
                after
            }
            quote if is_quote(quote) => {
                let end = after.find(is_quote).unwrap_or(after.len());
                marks.push(Mark::Quoted(after[..end].to_owned()));
                after[end..].strip_prefix(is_quote).unwrap_or_default()
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c);
                let end = rest.find(ends).unwrap_or(rest.len());
                marks.push(match &rest[..end] {
                    "OR" => Mark::Or,
                    "NOT" => Mark::Not,
                    word => Mark::Word(word.to_owned()),
                });
                &rest[end..]
            }
        }
        .trim_start();
    }
    marks.retain(|mark| *mark != Mark::Word("AND".to_owned()));
    marks
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

struct Reader {
    /// Last first.
    marks: Vec<Mark>,
    words: usize,
}

impl Reader {
    /// Everything up to the bracket that closes, or the end.
    fn alternatives(&mut self, depth: usize) -> Result<Option<Ask>, AskError> {
        if depth > DEPTH {
            return Err(AskError::TooDeep);
        }
        let (mut alternatives, mut parts) = (Vec::new(), Vec::new());
        while let Some(mark) = self.marks.pop() {
            match mark {
                Mark::Close => break,
                Mark::Or => alternatives.extend(all(std::mem::take(&mut parts))),
                mark => parts.extend(self.part(mark, depth)?),
            }
        }
        alternatives.extend(all(parts));
        Ok(match alternatives.len() {
            0 | 1 => alternatives.pop(),
            _ => Some(Ask::Any(alternatives)),
        })
    }

    fn part(&mut self, mark: Mark, depth: usize) -> Result<Option<Ask>, AskError> {
        Ok(match mark {
            Mark::Open => self.alternatives(depth + 1)?,
            Mark::Quoted(text) => self.phrase(&text)?,
            Mark::Word(text) => match text.strip_suffix('*') {
                Some(start) => self.prefix(start)?,
                None => self.phrase(&text)?,
            },
            Mark::Not => {
                // What is denied twice is denied once: nobody means more.
                let mut next = self.marks.pop();
                while next == Some(Mark::Not) {
                    next = self.marks.pop();
                }
                match next {
                    Some(mark @ (Mark::Close | Mark::Or)) => {
                        self.marks.push(mark);
                        None
                    }
                    Some(mark) => self.part(mark, depth)?.map(|part| match part {
                        Ask::Not(_) => part,
                        part => Ask::Not(Box::new(part)),
                    }),
                    None => None,
                }
            }
            Mark::Close | Mark::Or => None,
        })
    }

    fn folded(&mut self, text: &str) -> Result<Vec<String>, AskError> {
        let words: Vec<String> = fold::words(text).into_iter().map(|(word, _)| word).collect();
        self.words += words.len();
        if self.words > WORDS { Err(AskError::TooManyWords) } else { Ok(words) }
    }

    fn phrase(&mut self, text: &str) -> Result<Option<Ask>, AskError> {
        let words = self.folded(text)?;
        Ok(if words.is_empty() { None } else { Some(Ask::Phrase(words)) })
    }

    fn prefix(&mut self, text: &str) -> Result<Option<Ask>, AskError> {
        let mut words = self.folded(text)?;
        let Some(start) = words.pop() else { return Ok(None) };
        let mut parts = vec![Ask::Prefix(start)];
        if !words.is_empty() {
            parts.insert(0, Ask::Phrase(words));
        }
        Ok(all(parts))
    }
}

fn all(mut parts: Vec<Ask>) -> Option<Ask> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Ask::All(parts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(words: &str) -> Ask {
        Ask::Phrase(words.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn words_phrases_prefixes_alternatives_and_exclusions_are_told_apart() {
        let ask = Ask::read("Trafficking AND \"people smuggling\" border* -sea (Fiji OR NOT Côte-d'Ivoire)").unwrap();
        let or = Ask::Any(vec![phrase("fiji"), Ask::Not(Box::new(phrase("cote d ivoire")))]);
        let expected = vec![
            phrase("trafficking"),
            phrase("people smuggling"),
            Ask::Prefix("border".into()),
            Ask::Not(Box::new(phrase("sea"))),
            or,
        ];
        assert_eq!(ask, Ask::All(expected));
    }

    #[test]
    fn a_word_with_a_hyphen_is_a_phrase_and_not_an_exclusion() {
        assert_eq!(Ask::read("co-chairs"), Ok(phrase("co chairs")));
        assert_eq!(Ask::read("a - b"), Ok(Ask::All(vec![phrase("a"), phrase("b")])));
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text_and_what_closes_nothing_is_left_out() {
        assert_eq!(Ask::read("\"people smuggling"), Ok(phrase("people smuggling")));
        assert_eq!(Ask::read(")) Fiji )("), Ok(phrase("fiji")));
        assert_eq!(Ask::read("OR OR Fiji OR AND *"), Ok(phrase("fiji")));
    }

    #[test]
    fn what_cannot_be_looked_for_says_why() {
        for (text, error) in [
            ("", AskError::Empty),
            ("  \"\" () * – 😀 ' NOT", AskError::Empty),
            ("-Fiji", AskError::OnlyWithout),
            ("Fiji OR -Tonga", AskError::OnlyWithout),
            ("NOT NOT Fiji", AskError::OnlyWithout),
            (&"x".repeat(10_000), AskError::TooLong),
            (&"x ".repeat(100), AskError::TooManyWords),
            (&"(".repeat(500), AskError::TooDeep),
        ] {
            assert_eq!(Ask::read(text), Err(error), "{text}");
        }
    }
}
