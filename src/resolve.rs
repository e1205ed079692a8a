//! Conflicting claims get ranks, and document graphs become the default graph: what holds, beside who says so.

mod answers;

mod names;

mod merge;

mod passage;

mod rank;

mod status;

mod title;

mod touched;

mod alone;

mod gather;

mod update;

pub use alone::{Alone, Resolved, Together};
pub use merge::default_graph;
pub use names::Graphs;
pub use rank::ranks;
pub use touched::Touched;
pub use update::{rebuild, update};
