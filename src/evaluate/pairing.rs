//! Which label belongs to which finding: places compared, and the assignment of one to one.

use std::collections::BTreeMap;

use crate::document::Span;

/// Bytes that both cover.
pub(super) fn common(one: Span, other: Span) -> usize {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}

/// Common share of what both cover together.
pub(super) fn iou(one: Span, other: Span) -> f64 {
    let both = common(one, other);
    let union = (one.end - one.start) + (other.end - other.start) - both;
    if union == 0 { 0.0 } else { both as f64 / union as f64 }
}

/// Whether nearly all of the one lies within the other.
pub(super) fn inside(inner: Span, outer: Span) -> bool {
    let length = inner.end - inner.start;
    length > 0 && common(inner, outer) * 100 >= length * 95
}

/// Whether any of the one touches any of the other.
pub(super) fn touch(spans: &[Span], others: &[Span]) -> bool {
    spans.iter().any(|a| others.iter().any(|b| common(*a, *b) > 0))
}

/// Pairs each label with at most one finding, best scores first; at equal scores what stands first. A score of zero
/// is no pair.
pub(super) fn assign(golds: usize, found: usize, score: impl Fn(usize, usize) -> f64) -> BTreeMap<usize, usize> {
    let mut ranked: Vec<(f64, usize, usize)> = Vec::new();
    for gold in 0..golds {
        ranked.extend((0..found).map(|other| (score(gold, other), gold, other)).filter(|(score, ..)| *score > 0.0));
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs = BTreeMap::new();
    let mut taken = vec![false; found];
    for (_, gold, other) in ranked {
        if !taken[other] && !pairs.contains_key(&gold) {
            pairs.insert(gold, other);
            taken[other] = true;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[test]
    fn places_are_compared_by_what_they_share() {
        assert!((iou(span(0, 10), span(5, 15)) - 1.0 / 3.0).abs() < 1e-9);
        assert!(iou(span(0, 0), span(0, 0)).abs() < 1e-9);
        assert!(inside(span(2, 40), span(0, 39)) && !inside(span(0, 20), span(0, 10)));
        assert!(touch(&[span(0, 3)], &[span(8, 9), span(2, 4)]) && !touch(&[span(0, 3)], &[span(3, 4)]));
    }

    #[test]
    fn the_best_pair_is_made_first_and_nobody_twice() {
        let scores = [[0.9, 0.8], [1.0, 0.0], [0.7, 0.8]];
        let pairs = assign(3, 2, |gold, found| scores[gold][found]);
        assert_eq!(pairs, BTreeMap::from([(1, 0), (0, 1)]));
    }
}
