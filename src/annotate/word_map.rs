//! A map by words that is asked for every token of a text.

use rustc_hash::FxHashMap;

/// Values by word. Words of up to 16 bytes, which nearly all are, are compared as one number.
#[derive(Debug)]
pub(crate) struct WordMap<V> {
    short: FxHashMap<u128, V>,
    long: FxHashMap<Box<str>, V>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

/// The word as a number; none for long words, and for those with a NUL, which would look like shorter ones.
#[inline]
fn number(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    (bytes[word.len().saturating_sub(1)] != 0).then(|| u128::from_le_bytes(bytes))
}

impl<V: Copy> WordMap<V> {
    /// The value of a word.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        match number(word) {
            Some(number) => self.short.get(&number),
            None => self.long.get(word),
        }
        .copied()
    }

    /// Gives a word a value.
    pub(crate) fn insert(&mut self, word: &str, value: V) {
        match number(word) {
            Some(number) => self.short.insert(number, value),
            None => self.long.insert(word.into(), value),
        };
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }
}

#[cfg(test)]
mod tests {
    use super::WordMap;

    #[test]
    fn words_of_any_length_are_found_and_no_others() {
        let words = ["", "a", "\0", "a\0", "a\0b", "sixteen-letters-", "seventeen-letters", "é", "\0\0"];
        let mut map = WordMap::default();
        for (value, word) in words.iter().enumerate() {
            map.insert(word, value);
        }
        assert_eq!(map.len(), words.len());
        assert!(words.iter().enumerate().all(|(value, word)| map.get(word) == Some(value)));
        assert_eq!((map.get("b"), map.get("seventeen-letterz"), map.get("\0a")), (None, None, None));
    }
}
