//! Cardinal and ordinal numbers.

use std::ops::Range as Tokens;

/// Whether a number counts or orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// "47", "nine", "thirty-three".
    Cardinal,
    /// "third", "11th", "twentieth", "twenty-first".
    Ordinal,
    /// "II" as in "Bali II", "AHEG I".
    Roman,
}

/// A number in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its tokens.
    pub tokens: Tokens<usize>,
    /// Its value.
    pub value: u64,
    /// Whether it counts or orders.
    pub kind: NumberKind,
}
