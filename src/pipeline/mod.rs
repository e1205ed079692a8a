//! Documents in, a new generation of the store out: the steps of the other modules composed.

mod decisions;

mod documents;

mod forget;

mod plan;

mod reader;

mod report;

mod run;

mod write;

pub use decisions::{Fate, ORPHANED, fates, held, unknown_things};
pub use documents::{BuildOptions, build_documents};
pub use forget::forget;
pub use plan::Scope;
pub use reader::Reader;
pub use report::{Event, Outcome, Report};
pub use run::{BuildError, Catalogue, DocumentGraph, Entry, Ingredients, MustHold, Read, build};
