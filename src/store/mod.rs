//! The store: generations of an embedded Oxigraph database. The only module that knows `oxigraph::store`.

mod snapshot;

mod generations;

mod record;

mod texts;

mod files;

mod build;

mod write;

mod backup;

mod verify;

mod second_reader;

mod quotes;

pub use build::Build;
pub use generations::Generations;
pub use quotes::wrong_quotes;
pub use record::{DocumentRecord, Note, Record};
pub use snapshot::{Snapshot, StoreError};
pub use verify::{Finding, Verification};
pub use write::{Changed, WriteError};
