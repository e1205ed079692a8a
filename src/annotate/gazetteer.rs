//! Known names and where they stand.

use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{Token, token};

/// What kind of thing a known name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A state or territory.
    State,
    /// An organisation, process or known body.
    Organisation,
    /// A city, region or other place.
    Place,
    /// The adjective of a state ("Australian"): names the state only in front of a post or an organ.
    Demonym,
}

/// A known name in the text, without an article in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Tokens<usize>,
    /// What it names.
    pub kind: NameKind,
    /// Key in the authority tables ("australia", "iom", "bali").
    pub key: String,
}

/// All known names, ready to be found in a text whatever its line ends, hyphens, and typographic marks.
///
/// An acronym in capitals ("UNDP", "WHO") is found only in capitals; every other name wherever its first letter is a
/// capital. Hyphens, apostrophes, full stops and accents make no difference, `&` is `and`, and an article in front of
/// a printed name is left away.
#[derive(Debug, Default)]
pub struct Gazetteer {
    words: FxHashMap<Box<str>, u32>,
    /// From the root of the trie by word, 0 where no name begins with it; from other nodes by node and word.
    roots: Vec<u32>,
    edges: FxHashMap<(u32, u32), u32>,
    /// For each node of the trie the names that end there.
    ends: Vec<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    kind: NameKind,
    key: Box<str>,
    /// Found only in capitals.
    acronym: bool,
}

/// No known name holds this word.
const UNKNOWN: u32 = u32::MAX;

impl Gazetteer {
    /// Builds the gazetteer from printed names; the first entry for a printed name wins.
    ///
    /// ```
    /// use rapporteur::annotate::{Annotations, Gazetteer, NameKind};
    /// let names = Gazetteer::new([("Timor-Leste", NameKind::State, "timor-leste")]);
    /// let document = rapporteur::document::read("d", b"Officials met in Timor Leste.")?;
    /// let annotations = Annotations::new(&document, &names);
    /// assert_eq!(annotations.names[0].key, "timor-leste");
    /// # Ok::<_, rapporteur::document::ReadError>(())
    /// ```
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, NameKind, &'a str)>) -> Self {
        let mut gazetteer = Self { ends: vec![Vec::new()], ..Self::default() };
        for (printed, kind, key) in names {
            gazetteer.insert(printed, kind, key);
        }
        gazetteer
    }

    fn insert(&mut self, printed: &str, kind: NameKind, key: &str) {
        let plain = printed.replace(['’', '‘'], "'").replace(['\u{2011}', '\u{2010}'], "-").replace('\u{a0}', " ");
        let bare = plain.trim();
        let bare = bare.strip_prefix("the ").or_else(|| bare.strip_prefix("The ")).unwrap_or(bare);
        let mut tokens = Vec::new();
        token::tokenise(bare, 0, bare.len(), &mut tokens);
        let mut node = 0;
        for t in &tokens {
            for_parts(&bare[t.start..t.end], |part| {
                let fresh = self.words.len() as u32;
                let word = *self.words.entry(part.into()).or_insert(fresh);
                let next = self.ends.len() as u32;
                let at = match node {
                    0 => {
                        self.roots.resize(self.words.len(), 0);
                        &mut self.roots[word as usize]
                    }
                    _ => self.edges.entry((node, word)).or_default(),
                };
                if *at == 0 {
                    *at = next;
                    self.ends.push(Vec::new());
                }
                node = *at;
            });
        }
        if node == 0 {
            return;
        }
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        let acronym = letters > 1 && !bare.contains(char::is_lowercase) && !bare.contains(' ');
        let ends = &mut self.ends[node as usize];
        if ends.iter().all(|e| e.acronym != acronym) {
            ends.push(Entry { kind, key: key.into(), acronym });
        }
    }

    /// The known names in the tokens of one block, longest first from the left.
    pub(super) fn find(&self, text: &str, lower: &str, tokens: &[Token], range: Tokens<usize>, names: &mut Vec<Name>) {
        if self.words.is_empty() {
            return;
        }
        let mut parts = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let found =
                if tokens[at].capital { self.longest(text, lower, &tokens[..range.end], at, &mut parts) } else { None };
            match found {
                Some(name) => {
                    at = name.tokens.end;
                    names.push(name);
                }
                None => at += 1,
            }
        }
    }

    /// The longest name that begins with a token; `parts` is room to work in.
    fn longest(&self, text: &str, lower: &str, tokens: &[Token], start: usize, parts: &mut Vec<u32>) -> Option<Name> {
        let (mut node, mut best) = (0, None);
        'walk: for at in start..tokens.len() {
            parts.clear();
            self.ids(&lower[tokens[at].start..tokens[at].end], parts);
            for part in parts.iter() {
                let next = match node {
                    0 => self.roots.get(*part as usize).copied().unwrap_or(0),
                    _ => self.edges.get(&(node, *part)).copied().unwrap_or(0),
                };
                if next == 0 {
                    break 'walk;
                }
                node = next;
            }
            let ends = &self.ends[node as usize];
            if parts.is_empty() || ends.is_empty() {
                continue;
            }
            let capitals = !text[tokens[start].start..tokens[at].end].contains(char::is_lowercase);
            // The way in capitals comes first: "US" is not "us", but "INTERPOL" is "Interpol" too.
            let entry = ends.iter().find(|e| e.acronym && capitals).or_else(|| ends.iter().find(|e| !e.acronym));
            best = entry.map(|e| (at + 1, e)).or(best);
        }
        best.map(|(end, e)| Name { tokens: start..end, kind: e.kind, key: e.key.to_string() })
    }

    /// Appends the words of a token that names know.
    fn ids(&self, lower: &str, parts: &mut Vec<u32>) {
        let plain = lower.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if plain {
            parts.push(self.words.get(lower).copied().unwrap_or(UNKNOWN));
        } else {
            for_parts(lower, |part| parts.push(self.words.get(part).copied().unwrap_or(UNKNOWN)));
        }
    }
}

/// The words of a token: split at hyphens, in lower case, without apostrophes, full stops and accents.
fn for_parts(token: &str, mut each: impl FnMut(&str)) {
    if token == "&" {
        return each("and");
    }
    for part in token.split('-') {
        // The fast way: nothing to fold.
        if part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            if !part.is_empty() {
                each(part);
            }
            continue;
        }
        let folded: String = part
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '.'))
            .flat_map(char::to_lowercase)
            .collect();
        if !folded.is_empty() {
            each(&folded);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Annotations;
    use super::*;
    use crate::document;

    fn found(names: &[(&str, NameKind, &str)], text: &str) -> Vec<(String, String)> {
        let gazetteer = Gazetteer::new(names.iter().copied());
        let document = document::read("d", text.as_bytes()).unwrap();
        let annotations = Annotations::new(&document, &gazetteer);
        annotations.names.iter().map(|n| (annotations.slice(n.tokens.clone()).to_owned(), n.key.clone())).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn hyphens_accents_and_line_ends_make_no_difference() {
        let names = [
            ("Timor-Leste", NameKind::State, "timor-leste"),
            ("Côte d'Ivoire", NameKind::State, "cote-divoire"),
            ("Republic of the Marshall Islands", NameKind::State, "marshall-islands"),
            ("Saint Vincent and the Grenadines", NameKind::State, "svg"),
            ("St Vincent and the Grenadines", NameKind::State, "svg"),
        ];
        let text = "All of the members of the group in question met in Timor\nLeste with Cote d’Ivoire, the Republic of\nthe Marshall Islands and St. Vincent & the Grenadines.";
        assert_eq!(
            found(&names, text),
            pairs(&[
                ("Timor Leste", "timor-leste"),
                ("Cote d'Ivoire", "cote-divoire"),
                ("Republic of the Marshall Islands", "marshall-islands"),
                ("St. Vincent & the Grenadines", "svg"),
            ])
        );
    }

    #[test]
    fn acronyms_are_found_in_capitals_only() {
        let names = [
            ("US", NameKind::State, "usa"),
            ("WHO", NameKind::Organisation, "who"),
            ("INTERPOL", NameKind::Organisation, "interpol"),
            ("Interpol", NameKind::Organisation, "interpol"),
            ("Turkey", NameKind::State, "turkey"),
        ];
        let text = "Who told us? The U.S. and WHO told Interpol, INTERPOL and interpol about turkey in Turkey.";
        assert_eq!(
            found(&names, text),
            pairs(&[
                ("U.S.", "usa"),
                ("WHO", "who"),
                ("Interpol", "interpol"),
                ("INTERPOL", "interpol"),
                ("Turkey", "turkey")
            ])
        );
    }

    #[test]
    fn the_longest_name_wins_and_blocks_are_not_crossed() {
        let names = [
            ("Korea", NameKind::State, "korea"),
            ("the Republic of Korea", NameKind::State, "rok"),
            ("New Zealand", NameKind::State, "nz"),
        ];
        assert_eq!(found(&names, "The Republic of Korea met."), pairs(&[("Republic of Korea", "rok")]));
        assert_eq!(found(&names, "New\n\nZealand agreed."), pairs(&[]));
        assert_eq!(found(&names, "New Zealand’s offer"), pairs(&[("New Zealand", "nz")]));
    }
}
