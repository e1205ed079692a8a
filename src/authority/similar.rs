//! Names that look like another one, without comparing it with all of them letter by letter.

use super::lookup::key;

/// A name as compared, with what tells cheaply that another name is not like it.
#[derive(Debug)]
pub(super) struct Shape {
    key: String,
    length: usize,
    /// For each of 32 classes of letters a bit if it occurs, and another if it occurs again.
    letters: u64,
    /// Further occurrences.
    more: usize,
}

impl Shape {
    pub(super) fn of(printed: &str) -> Self {
        let key = key(printed);
        let (mut length, mut letters, mut more) = (0, 0_u64, 0);
        for c in key.chars() {
            let class = if c.is_ascii_lowercase() { c as u32 - 'a' as u32 } else { 26 + c as u32 % 6 };
            let (once, twice) = (1 << class, 1 << (class + 32));
            length += 1;
            match (letters & once == 0, letters & twice == 0) {
                (true, _) => letters |= once,
                (false, true) => letters |= twice,
                (false, false) => more += 1,
            }
        }
        Self { key, length, letters, more }
    }

    /// Jaro-Winkler similarity.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        strsim::jaro_winkler(&self.key, &other.key)
    }

    /// The similarity is not above this: no more letters can match than both have, wherever they stand.
    pub(super) fn bound(&self, other: &Self) -> f64 {
        if self.length == 0 || other.length == 0 {
            return 1.0;
        }
        let matching = (self.letters & other.letters).count_ones() as usize + self.more.min(other.more);
        let part = |length: usize| matching.min(length) as f64 / length as f64;
        let jaro = (part(self.length) + part(other.length) + 1.0) / 3.0;
        let prefix = self.key.chars().zip(other.key.chars()).take(4).take_while(|(a, b)| a == b).count();
        // A hair above, for rounding.
        jaro + 0.1 * prefix as f64 * (1.0 - jaro) + 1e-9
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn no_similarity_is_above_its_bound() {
        let names = [
            "Afghanistan",
            "Afganistan",
            "Côte d'Ivoire",
            "Ivory Coast",
            "aaaaaa",
            "a",
            "",
            "Mali",
            "Bali 2",
            "2 Bali",
        ];
        for a in names.map(Shape::of) {
            for b in names.map(Shape::of) {
                assert!(a.similarity(&b) <= a.bound(&b), "{a:?} {b:?}");
            }
        }
        assert!(Shape::of("Afghanistan").bound(&Shape::of("Peru")) < 0.6);
    }
}
