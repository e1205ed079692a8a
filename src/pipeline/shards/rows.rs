//! A shard of documents that were read before, somewhere else: what they say comes as a stream of rows.

use std::io::Read;
use std::path::Path;

use super::files::{Files, Head};
use super::{Failed, MadeBy, Receipt, Shard, ShardError};
use crate::curation::Curation;
use crate::pipeline::arrow::{SaidRow, SaidRows};
use crate::pipeline::documents::{BuildOptions, Builder, own_checksum};

/// What all shards of a corpus have in common, where no manifest tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeOf {
    /// SHA-256 of whatever lists the documents, the same for all shards.
    pub sha256: String,
    /// Terms of use of the whole.
    pub licence: Option<String>,
}

/// Writes a shard of rows, as [`extract_stream`](crate::pipeline::extract_stream) writes them, sorted by identifier: the same
/// files that [`extract_shard`](crate::pipeline::extract_shard) writes of the same documents.
///
/// # Errors
/// Rows are not of this shard, not in order, of another program or base than this one, or damaged; a file cannot be written.
pub fn shard_of_rows(
    shard: Shard,
    rows: impl Read,
    made_of: &MadeOf,
    curation: &Curation,
    options: &BuildOptions,
    out: &Path,
) -> Result<Receipt, ShardError> {
    let mut rows = SaidRows::open(rows)?;
    let builder =
        Builder::new(options, &mut curation.clone()).map_err(|error| ShardError::Ingredient(error.to_string()))?;
    let made_by = MadeBy::new(&builder.version, &own_checksum());
    let mut files = Files::new(out, shard)?;
    let mut failed = Vec::new();
    let mut last: Option<String> = None;
    let mut take = |row: SaidRow| {
        let SaidRow { id, place, made_by: theirs, said } = row;
        if let Some(what) = made_by.differs(&theirs) {
            return Err(ShardError::Other(what));
        }
        let name = id.clone().unwrap_or_else(|| place.clone());
        if !shard.takes_entry(id.as_deref()) {
            return Err(ShardError::Ingredient(format!("document {name} does not belong to shard {shard}")));
        }
        match (id, said) {
            (Some(id), Ok(said)) => {
                if said.about.record.graph != builder.iris.document_graph(&id).as_str() {
                    return Err(ShardError::Other(format!(
                        "another base: the graph of document {id} is called {}",
                        said.about.record.graph
                    )));
                }
                if last.as_ref().is_some_and(|last| *last >= id) {
                    let last = last.as_deref().unwrap_or_default();
                    return Err(ShardError::Ingredient(format!(
                        "document {id} comes after {last}; sort the rows by id"
                    )));
                }
                files.add(&id, said)?;
                last = Some(id);
            }
            (id, Err(reason)) => failed.push(Failed { id, place, reason }),
            (None, Ok(_)) => return Err(ShardError::Ingredient(format!("document {name} has no id"))),
        }
        Ok(())
    };
    while rows.each(&mut take)? {}
    let MadeOf { sha256, licence } = made_of.clone();
    files.show(Head { manifest: sha256, made_by, base: options.base.clone(), licence, failed })
}
