//! How two names are compared: without case, marks, articles and differences of spelling, word by word.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that tell no name from another.
const STOP: [&str; 17] =
    ["the", "of", "and", "on", "in", "for", "a", "an", "to", "at", "by", "with", "its", "their", "all", "both", ""];

/// Beginnings of words that are spelt in two ways.
const SPELLINGS: [(&str, &str); 5] = [
    ("labour", "labor"),
    ("programme", "program"),
    ("centre", "center"),
    ("defence", "defense"),
    ("intergovernmental", "inter governmental"),
];

/// Words that are written as one or as two.
const JOINED: [(&str, &str); 2] = [("south", "east"), ("task", "force")];

/// Words before or behind a person's name that are no part of it.
const TITLES: &str = "mr mrs ms miss dr hon honourable honorable he excellency his her sir lord lady dame senator sen \
                      prof professor minister foreign ambassador mp jr am ao gcmg dato datuk general gen the hrh king \
                      president prime secretary";

/// A name, ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// As printed.
    pub(super) printed: String,
    /// Lower case, plain letters, single spaces, no leading article.
    pub(super) folded: String,
    /// Its words in the singular, without stop words.
    pub(super) words: BTreeSet<String>,
}

impl Name {
    pub(super) fn new(printed: &str) -> Self {
        let folded = fold(printed);
        let words = folded.split(' ').map(singular).filter(|word| !STOP.contains(&word.as_str())).collect();
        Self { printed: printed.to_owned(), folded, words }
    }

    /// Whether both are one name.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.folded.chars().filter(|c| *c != ' ').eq(other.folded.chars().filter(|c| *c != ' '))
    }

    /// 1 for one name, else the share of common words.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        if self.same(other) {
            return 1.0;
        }
        ratio(self.common(other), self.words.union(&other.words).count())
    }

    /// Share of the shorter name's words that stand in the other.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        ratio(self.common(other), self.words.len().min(other.words.len()))
    }

    /// Number of common words.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.words.intersection(&other.words).count()
    }

    /// Whether the one names the person whom the other names, more or less fully.
    pub(super) fn same_person(&self, other: &Self) -> bool {
        let (one, other) = (self.person(), other.person());
        !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
    }

    /// The name up to its first "of": "ministers" of "Ministers of the Forum".
    pub(super) fn head(&self) -> &str {
        self.folded.split(" of ").next().unwrap_or_default()
    }

    fn person(&self) -> BTreeSet<&str> {
        let is_name = |word: &&str| word.chars().count() > 1 && !TITLES.split(' ').any(|title| title == *word);
        let kept: BTreeSet<&str> = self.folded.split(' ').filter(is_name).collect();
        if kept.is_empty() { self.folded.split(' ').filter(|word| !word.is_empty()).collect() } else { kept }
    }
}

/// Counts of words are small, so nothing is lost.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The best value of a measure over all pairs of names.
pub(super) fn best<'n>(
    measure: impl Fn(&Name, &Name) -> f64,
    names: impl IntoIterator<Item = &'n Name>,
    others: impl IntoIterator<Item = &'n Name>,
) -> f64 {
    let names: Vec<&Name> = names.into_iter().collect();
    let of = |other| names.iter().map(|name| measure(name, other)).fold(0.0, f64::max);
    others.into_iter().map(of).fold(0.0, f64::max)
}

/// Lower case, plain letters, one spelling, single spaces, no leading article.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut words: Vec<String> = Vec::new();
    for printed in plain.replace('&', " and ").split_whitespace() {
        let printed: String = printed.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʻ' | '`')).collect();
        for word in without_dots(&printed).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            words.push(spelling(word));
        }
    }
    let mut folded: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match folded.last_mut() {
            Some(last) if JOINED.iter().any(|(one, other)| last == one && word == *other) => last.push_str(&word),
            _ => folded.push(word),
        }
    }
    let article = folded.len() > 1 && matches!(folded[0].as_str(), "the" | "a" | "an");
    folded[usize::from(article)..].join(" ")
}

/// "u.s." is "us", also in "asean-u.s.": dots after two or more single letters are no ends of words.
fn without_dots(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut at = 0;
    while at < letters.len() {
        let begins = at == 0 || !letters[at - 1].is_alphanumeric();
        let pairs = letters[at..].chunks(2).take_while(|pair| matches!(pair, [c, '.'] if c.is_alphabetic())).count();
        if begins && pairs > 1 {
            out.extend(letters[at..at + pairs * 2].iter().filter(|c| **c != '.'));
            at += pairs * 2;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    out
}

fn spelling(word: &str) -> String {
    let word = word.replace("isation", "ization");
    for (one, other) in SPELLINGS {
        if let Some(rest) = word.strip_prefix(one) {
            return format!("{other}{rest}");
        }
    }
    word
}

pub(super) fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if word.len() > 4 => format!("{stem}y"),
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(one: &str, other: &str) -> f64 {
        Name::new(one).likeness(&Name::new(other))
    }

    #[test]
    fn case_marks_articles_and_spellings_make_no_other_name() {
        for (one, other) in [
            ("The Organisation of Côte d’Ivoire", "organization of Cote d'Ivoire"),
            ("U.S. Labour Programme", "US labor program"),
            ("OAS-U.S. Pact", "OAS-US Pact"),
            ("South East Asia Task Force", "Southeast Asia Taskforce"),
            ("Ports & Customs", "ports and customs"),
        ] {
            assert!((like(one, other) - 1.0).abs() < 1e-9, "{one} / {other}: {}", fold(one));
        }
    }

    #[test]
    fn other_names_are_alike_by_their_words() {
        assert!((like("Working Group on Fisheries", "Fishery Group") - 2.0 / 3.0).abs() < 1e-9);
        assert!(like("Harbour Council", "Rivers Board").abs() < 1e-9);
        let (short, long) = (Name::new("Foreign Minister"), Name::new("Minister for Foreign Affairs of Chad"));
        assert!((short.overlap(&long) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_person_is_known_by_the_family_name_alone_and_not_by_a_title() {
        let person = |one: &str, other: &str| Name::new(one).same_person(&Name::new(other));
        assert!(person("Hon. Ana Okoye MP", "Okoye"));
        assert!(!person("Minister Okoye", "Minister Banda"));
        assert!(!person("Ana Okoye", "Ana Banda"));
    }
}
