//! How good the extraction is: precision, recall and F1 against gold, labels that a person made by reading.
//!
//! Assertions are compared, not RDF: a [`Gold`] file says what a document holds, an extraction says what the program
//! found, and [`evaluate`] pairs the two category by category. What each row counts is told by [`Row::about`] and, with
//! the format of gold, in `data/gold/README.md`.

mod acronyms;
mod acts;
mod bodies;
mod compare;
mod figures;
mod format;
mod gold;
mod interval;
mod judge;
mod known;
mod meetings;
mod names;
mod pairing;
mod participations;
mod persons;
mod places;
mod pledges;
mod record;
mod references;
mod run;
mod said;
mod tally;
mod targets;
#[cfg(test)]
mod tests;
mod things;
mod verbs;

pub use compare::{Difference, compare};
pub use figures::{By, Figures, Line};
pub use gold::{Gold, GoldError};
pub use interval::Bootstrap;
pub use judge::Match;
pub use known::{Known, Registry, things};
pub use record::{Record, RecordError, RecordedDocument, RecordedRow};
pub use run::{DocumentResult, Reading, Run, evaluate, pair};
pub use tally::{Counts, Remark, Row, Side};
pub use targets::{Shortfall, Targets, TargetsError};

/// Name of the file beside gold in which the published figures stand; no gold file itself.
pub const FIGURES: &str = "figures.json";
