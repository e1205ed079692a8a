//! Sets of small numbers, as bits: of words, and of the patterns of a phase.

/// A set of small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Set(Vec<u64>);

impl Set {
    /// Adds a number.
    pub(super) fn insert(&mut self, number: u32) {
        let at = number as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (number % 64);
    }

    #[inline]
    pub(super) fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    /// Adds all numbers of another set.
    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, more)| *own |= more);
    }

    /// Keeps the numbers that another set has, too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(own, both)| *own &= both);
    }

    /// The numbers in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, &bits)| {
            let rest = std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)));
            rest.take_while(|bits| *bits != 0).map(move |bits| at * 64 + bits.trailing_zeros() as usize)
        })
    }
}

impl FromIterator<u32> for Set {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

/// Numbers by words: those that any word allows, and those that only some words do.
#[derive(Debug, Default)]
pub(super) struct Index {
    always: Set,
    /// For each word the place of its set, counted from 1; 0 if it has none.
    places: Vec<u32>,
    sets: Vec<Set>,
}

impl Index {
    /// Adds a number under some words; without words under all.
    pub(super) fn add(&mut self, number: u32, words: Option<impl Iterator<Item = u32>>) {
        let Some(words) = words else { return self.always.insert(number) };
        for word in words.map(|word| word as usize) {
            if self.places.len() <= word {
                self.places.resize(word + 1, 0);
            }
            if self.places[word] == 0 {
                self.sets.push(Set::default());
                self.places[word] = self.sets.len() as u32;
            }
            self.sets[self.places[word] as usize - 1].insert(number);
        }
    }

    /// The numbers that one of these words allows. Words without a number allow nothing.
    pub(super) fn allowed(&self, words: &[u32]) -> Set {
        let mut allowed = self.always.clone();
        let places = words.iter().filter(|word| **word != super::lexicon::Words::UNKNOWN);
        for place in places.filter_map(|word| self.places.get(*word as usize)).filter(|place| **place > 0) {
            allowed.add(&self.sets[*place as usize - 1]);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let mut set: Set = [3, 64, 200].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 200]);
        assert!(set.contains(64) && !set.contains(65) && !set.contains(9_000));
        set.add(&[1, 300].into_iter().collect());
        assert_eq!(set.iter().collect::<Vec<_>>(), [1, 3, 64, 200, 300]);
        set.keep(&[3, 65, 200].into_iter().collect());
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 200]);
    }

    #[test]
    fn words_allow_what_stands_under_them_or_under_all() {
        let mut index = Index::default();
        index.add(7, None::<std::iter::Empty<u32>>);
        index.add(70, Some([2, 5].into_iter()));
        index.add(1, Some([5].into_iter()));
        let allowed = |words: &[u32]| index.allowed(words).iter().collect::<Vec<_>>();
        assert_eq!(allowed(&[]), [7]);
        assert_eq!(allowed(&[2, 99]), [7, 70]);
        assert_eq!(allowed(&[5, 5]), [1, 7, 70]);
    }
}
