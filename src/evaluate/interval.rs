//! How sure a figure is: intervals that hold in 95 of 100 cases.

use super::tally::Counts;

/// A generator of numbers that look random and are the same for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, each as likely as the next.
    fn below(&mut self, end: usize) -> usize {
        // The high half of the product; for less than a million documents no number is favoured noticeably.
        usize::try_from((u128::from(self.next()) * end as u128) >> 64).unwrap_or(0)
    }
}

/// How an interval is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How many times the documents are drawn anew.
    pub samples: usize,
    /// Where the generator begins: the same seed gives the same interval.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { samples: 1000, seed: 0 }
    }
}

/// 95 % interval of a figure of the sum, when the documents are drawn anew with replacement. None without a value.
pub(super) fn bootstrap<T: Copy>(
    documents: &[T],
    how: Bootstrap,
    figure: impl Fn(&[T]) -> Option<f64>,
) -> Option<(f64, f64)> {
    if documents.is_empty() {
        return None;
    }
    let mut random = Random(how.seed);
    let mut values: Vec<f64> = (0..how.samples)
        .filter_map(|_| {
            let drawn: Vec<T> = documents.iter().map(|_| documents[random.below(documents.len())]).collect();
            figure(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some((values[last * 25 / 1000], values[(last * 975).div_ceil(1000)]))
}

/// 95 % interval of a share of `whole` cases (Wilson 1927): also sound where there are few, or where all are right.
pub(super) fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if whole == 0 {
        return None;
    }
    let (n, share) = (whole as f64, part.min(whole) as f64 / whole as f64);
    let centre = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0)))
}

/// Wilson's interval for F1: what is right among all that is labelled or found is a share, and F1 grows with it.
pub(super) fn wilson_f1(counts: Counts) -> Option<(f64, f64)> {
    let all = (counts.gold + counts.found).saturating_sub(counts.right);
    let f1 = |share: f64| 2.0 * share / (1.0 + share);
    wilson(counts.right, all).map(|(low, high)| (f1(low), f1(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_the_published_tables() {
        // 81 of 263 and 15 of 148: Newcombe 1998, table I, method 3.
        for (part, whole, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)] {
            let (l, h) = wilson(part, whole).unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{part}/{whole}: {l} {h}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn all_right_in_few_cases_is_no_certainty() {
        let (low, high) = wilson_f1(Counts { gold: 4, found: 4, right: 4 }).unwrap();
        assert!(low < 0.7 && high > 0.999, "{low} {high}");
    }

    #[test]
    fn the_same_seed_draws_the_same_documents() {
        let documents = [0.2, 0.4, 0.9, 1.0];
        let mean = |drawn: &[f64]| Some(drawn.iter().sum::<f64>() / 4.0);
        let with = |seed| bootstrap(&documents, Bootstrap { samples: 500, seed }, mean).unwrap();
        assert_eq!(with(1), with(1));
        let (low, high) = with(1);
        assert!(low < 0.5 && high > 0.75 && low >= 0.2 && high <= 1.0, "{low} {high}");
        assert_eq!(bootstrap(&[1.0, 1.0], Bootstrap::default(), |d| Some(d[0])), Some((1.0, 1.0)));
        assert_eq!(bootstrap(&[], Bootstrap::default(), mean), None);
    }
}
