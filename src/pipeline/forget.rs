//! Documents out of the store without a trace: not only no graph says anything from them any more, their words are gone from
//! the files of the store, too.

use super::run::BuildError;
use crate::search;
use crate::store::{Build, Generations, StoreError};

/// Quads that are written at a time.
const PART: usize = 50_000;

/// Writes the current generation anew from what it holds, and lets go of all others; answers its number. A database keeps the
/// strings of quads that were removed, and older generations keep the quads: after a document was removed, this is what makes its words
/// go. A server that shows an older generation moves over as after any build; copies elsewhere are not reached.
///
/// # Errors
/// There is no generation, or the store could not be read or written; then it is as it was.
pub fn forget(store: &Generations) -> Result<u64, BuildError> {
    let missing =
        || StoreError::Missing { path: store.folder().display().to_string(), missing: "no generation yet".into() };
    let snapshot = store.snapshot()?.ok_or_else(missing)?;
    let mut build = Build::begin(store, |_| false)?;
    let mut quads = snapshot.quads(None, None, None, None);
    build.load_batches(|| {
        let part: Vec<_> = quads.by_ref().take(PART).collect::<Result<_, _>>()?;
        Ok(Some(part).filter(|part| !part.is_empty()))
    })?;
    drop(quads);
    drop(snapshot);
    search::index(&mut build)?;
    let mut record = build.record().clone();
    record.quads = build.count()?;
    let number = build.publish(record)?;
    store.keep_current_only()?;
    Ok(number)
}
