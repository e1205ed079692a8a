//! The store: generations of an embedded Oxigraph database. The only module that knows `oxigraph::store`.

mod snapshot;

pub use snapshot::{Snapshot, StoreError};
