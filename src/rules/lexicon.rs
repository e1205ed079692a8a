//! Lexicons: surface forms of one or more words, each under a concept.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::annotate::{Annotations, Gazetteer};
use crate::document;

/// The words that occur in patterns and lexicons, each with a number; everything else is [`Words::UNKNOWN`].
#[derive(Debug, Default)]
pub(super) struct Words(FxHashMap<Box<str>, u32>);

impl Words {
    /// The number of every word that no pattern and no lexicon holds.
    pub(super) const UNKNOWN: u32 = 0;

    /// The number of a lower-case word.
    pub(super) fn of(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or(Self::UNKNOWN)
    }

    /// All words with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(word, number)| (&**word, *number))
    }

    /// Numbers a lower-case word.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.0.get(word) {
            return known;
        }
        let number = self.0.len() as u32 + 1;
        self.0.insert(word.into(), number);
        number
    }
}

/// A printed form in lower case, with plain quotes and single spaces.
pub(super) fn normalise(form: &str) -> String {
    let form = form.replace(['\u{2019}', '\u{2018}'], "'").to_ascii_lowercase();
    form.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a printed form into lower-case words exactly as the tokeniser cuts the text.
pub(super) fn split(form: &str) -> Vec<String> {
    let form = normalise(form);
    // Plain words and single marks need no tokeniser.
    if form.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') || form.chars().count() == 1 {
        return form.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    }
    // Within a sentence no form looks like a heading or the marker of an item.
    // A possessive only is one behind a word.
    let glued = form.starts_with('\'');
    let sentence = format!("They said the {}{form} twice.", if glued { "word" } else { "" });
    let document = document::read("form", sentence.as_bytes()).expect("a string is UTF-8");
    let annotations = Annotations::new(&document, &Gazetteer::default());
    let inside = 3 + usize::from(glued)..annotations.tokens.len().saturating_sub(2);
    inside.map(|token| annotations.low(token).to_owned()).collect()
}

/// First letter and length of some words: most other words differ in that.
#[derive(Debug)]
struct Looks(Box<[u32; 256]>);

impl Default for Looks {
    fn default() -> Self {
        Self(Box::new([0; 256]))
    }
}

impl Looks {
    fn add(&mut self, word: &str) {
        let Some(first) = word.bytes().next() else { return };
        self.0[usize::from(first)] |= 1 << word.len().min(31);
    }

    /// Whether a word may be one of them; not if this is false.
    #[inline]
    fn fit(&self, word: &str) -> bool {
        word.bytes().next().is_some_and(|first| self.0[usize::from(first)] >> word.len().min(31) & 1 == 1)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Words after the first.
    rest: Box<[u32]>,
    /// Index in [`Lexicon::concepts`].
    concept: u32,
}

/// A set of surface forms, each under one concept ("urged" → `urge`).
#[derive(Debug)]
pub struct Lexicon {
    name: String,
    concepts: Vec<String>,
    /// Form in lower case → concept.
    forms: BTreeMap<String, u32>,
    /// How the forms look, and their first words.
    looks: Looks,
    first_looks: Looks,
    /// First word → entries, longest first.
    entries: FxHashMap<u32, Vec<Entry>>,
    words: Arc<Words>,
}

impl Lexicon {
    /// Builds a lexicon whose words are all in `words`.
    pub(super) fn new(name: &str, content: &BTreeMap<String, String>, words: &Arc<Words>) -> Self {
        let mut concepts: Vec<String> = content.values().cloned().collect();
        concepts.sort();
        concepts.dedup();
        let mut lexicon = Self {
            name: name.to_owned(),
            forms: BTreeMap::new(),
            looks: Looks::default(),
            first_looks: Looks::default(),
            entries: FxHashMap::default(),
            words: Arc::clone(words),
            concepts,
        };
        for (form, concept) in content {
            let concept = lexicon.concepts.partition_point(|known| known < concept) as u32;
            let cut = split(form);
            let numbers: Vec<u32> = cut.iter().map(|word| words.of(word)).collect();
            let Some((&first, rest)) = numbers.split_first() else { continue };
            lexicon.looks.add(form);
            lexicon.first_looks.add(&cut[0]);
            lexicon.forms.insert(form.clone(), concept);
            lexicon.entries.entry(first).or_default().push(Entry { rest: rest.into(), concept });
        }
        for entries in lexicon.entries.values_mut() {
            entries.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        lexicon
    }

    /// The name by which patterns refer to it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The longest entry that starts at a token: the token after it, and its concept. Never crosses a block.
    pub fn at(&self, annotations: &Annotations<'_>, token: usize) -> Option<(usize, &str)> {
        if token >= annotations.tokens.len() || !self.first_looks.fit(annotations.low(token)) {
            return None;
        }
        let word = |at: usize| (at < annotations.tokens.len()).then(|| self.words.of(annotations.low(at)));
        let entries = self.entries.get(&word(token)?)?;
        let fits = |entry: &&Entry| (token + 1..).zip(&entry.rest).all(|(at, &expected)| word(at) == Some(expected));
        let one_line = |entry: &&Entry| !annotations.slice(token..token + 1 + entry.rest.len()).contains('\n');
        let entry = entries.iter().filter(fits).find(one_line)?;
        Some((token + 1 + entry.rest.len(), &self.concepts[entry.concept as usize]))
    }

    /// The concept of a whole phrase, whatever its case and white space.
    ///
    /// ```
    /// let packs = rapporteur::rules::Packs::shipped()?;
    /// let verbs = packs.lexicon("SpeechVerb").expect("shipped with the base pack");
    /// assert_eq!(verbs.concept_of("Called  upon"), Some("request"));
    /// # Ok::<(), rapporteur::rules::PackError>(())
    /// ```
    pub fn concept_of(&self, phrase: &str) -> Option<&str> {
        // Most questions are about one token in lower case.
        let is_plain = phrase.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase());
        let concept = if is_plain {
            if !self.looks.fit(phrase) {
                return None;
            }
            self.forms.get(phrase)
        } else {
            self.forms.get(&normalise(phrase))
        }?;
        Some(&self.concepts[*concept as usize])
    }

    /// All entries as (concept, form in lower case), by form.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.forms.iter().map(|(form, &concept)| (self.concepts[concept as usize].as_str(), form.as_str()))
    }

    /// The concepts in alphabetical order.
    pub fn concepts(&self) -> impl Iterator<Item = &str> {
        self.concepts.iter().map(String::as_str)
    }

    /// The number of a concept.
    pub(super) fn concept(&self, name: &str) -> Option<u32> {
        self.concepts.iter().position(|concept| concept == name).map(|index| index as u32)
    }

    /// The name of a concept by its number.
    pub(super) fn concept_name(&self, concept: u32) -> &str {
        &self.concepts[concept as usize]
    }

    /// The first words of all entries under the given concepts (all, if there are none).
    pub(super) fn first_words(&self, concepts: &[u32]) -> impl Iterator<Item = u32> {
        let wanted = |entry: &Entry| concepts.is_empty() || concepts.contains(&entry.concept);
        self.entries.iter().filter(move |(_, entries)| entries.iter().any(wanted)).map(|(&word, _)| word)
    }

    /// First word, further words and concept of each entry, those with one first word together and the longest first.
    pub(super) fn by_first_word(&self) -> impl Iterator<Item = (u32, &[u32], u32)> {
        self.entries.iter().flat_map(|(&word, entries)| entries.iter().map(move |e| (word, &*e.rest, e.concept)))
    }

    /// The entries that start with the first of these words, longest first: number of words, and concept.
    pub(super) fn matches(&self, words: &[u32]) -> impl Iterator<Item = (usize, u32)> {
        let entries = words.first().and_then(|first| self.entries.get(first)).map_or(&[][..], Vec::as_slice);
        let rest = words.get(1..).unwrap_or_default();
        let fits = move |entry: &&Entry| rest.starts_with(&entry.rest);
        entries.iter().filter(fits).map(|entry| (1 + entry.rest.len(), entry.concept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_cut_like_text() {
        assert_eq!(split("Senior  Officials’ Meeting"), ["senior", "officials", "'", "meeting"]);
        assert_eq!(split("the minister's co-hosted"), ["the", "minister", "'s", "co-hosted"]);
        assert_eq!(split("Côte d’Ivoire, 11th (U.S.)"), ["côte", "d'ivoire", ",", "11th", "(", "u.s.", ")"]);
        for (mark, words) in [(":", [":"]), (" ( ", ["("]), ("a", ["a"])] {
            assert_eq!(split(mark), words);
        }
        assert_eq!(split("  "), [""; 0]);
    }

    #[test]
    fn the_longest_entry_comes_first() {
        let mut words = Words::default();
        for word in ["working", "group", "on"] {
            words.add(word);
        }
        let content = [("working group", "group"), ("working", "state")];
        let content = content.map(|(form, concept)| (form.to_owned(), concept.to_owned())).into();
        let lexicon = Lexicon::new("Body", &content, &Arc::new(words));
        let found: Vec<_> = lexicon.matches(&[1, 2, 3]).map(|(n, c)| (n, lexicon.concept_name(c))).collect();
        assert_eq!(found, [(2, "group"), (1, "state")]);
        assert_eq!(lexicon.concept_of("WORKING  Group"), Some("group"));
        assert_eq!(lexicon.concept_of("group"), None);
    }
}
