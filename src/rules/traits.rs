//! What the parts of a pattern tell about its matches before it is run.

use std::collections::BTreeSet;

use crate::annotate::Kinds;

/// What is known about the matches of a part of a pattern.
pub(super) struct Traits {
    pub(super) nullable: bool,
    /// Words of which one must start a match, or kinds of what was found there; `None` if anything can.
    pub(super) first: Option<(BTreeSet<u32>, Kinds)>,
    /// Words of which one must stand in a match; `None` if none must.
    pub(super) required: Option<BTreeSet<u32>>,
    /// What must have been found in a match.
    pub(super) needs: Kinds,
}

impl Traits {
    pub(super) const EMPTY: Self =
        Self { nullable: true, first: Some((BTreeSet::new(), Kinds::NONE)), required: None, needs: Kinds::NONE };
    pub(super) const ANY: Self = Self { nullable: false, first: None, required: None, needs: Kinds::NONE };

    pub(super) fn words(words: BTreeSet<u32>) -> Self {
        Self { first: Some((words.clone(), Kinds::NONE)), required: Some(words), ..Self::ANY }
    }

    pub(super) fn then(self, next: Self, cost: &impl Fn(&BTreeSet<u32>) -> usize) -> Self {
        let first = if self.nullable { either(self.first, next.first) } else { self.first };
        let required = match (self.required, next.required) {
            (Some(a), Some(b)) => Some(if cost(&b) < cost(&a) { b } else { a }),
            (a, b) => a.or(b),
        };
        Self { nullable: self.nullable && next.nullable, first, required, needs: self.needs.or(next.needs) }
    }

    pub(super) fn or(self, other: Self) -> Self {
        let required = union(self.required, other.required);
        let (first, needs) = (either(self.first, other.first), self.needs.and(other.needs));
        Self { nullable: self.nullable || other.nullable, first, required, needs }
    }
}

fn either(a: Option<(BTreeSet<u32>, Kinds)>, b: Option<(BTreeSet<u32>, Kinds)>) -> Option<(BTreeSet<u32>, Kinds)> {
    let (a, b) = (a?, b?);
    Some((union(Some(a.0), Some(b.0))?, a.1.or(b.1)))
}

fn union(a: Option<BTreeSet<u32>>, b: Option<BTreeSet<u32>>) -> Option<BTreeSet<u32>> {
    let (mut a, b) = (a?, b?);
    a.extend(b);
    Some(a)
}
