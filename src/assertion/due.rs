//! By when something is to be done.

use super::{Evidence, PartialDate};

/// By when a mandate is to be done, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day, month or year for it.
    pub date: PartialDate,
    /// The words that give it, then those of the date from which a time runs; empty where a person decided it.
    pub evidence: Vec<Evidence>,
    /// Whether it was counted from the date of the meeting, which stands in the second passage ("within a year").
    pub completed: bool,
}
