//! Documents in, a new generation of the store out: the steps of the other modules composed.

mod arrow;

mod decisions;

mod documents;

mod forget;

mod fresh;

mod plan;

mod reader;

mod report;

mod run;

mod shards;

mod write;

pub use arrow::{ELSEWHERE, StreamError, Streamed, extract_stream};
pub use decisions::{Fate, ORPHANED, fates, held, unknown_things};
pub use documents::{BuildOptions, build_documents, load_shards};
pub use forget::forget;
pub use plan::Scope;
pub use reader::Reader;
pub use report::{Event, Outcome, Report};
pub use run::{BuildError, Catalogue, DocumentGraph, Entry, Ingredients, MustHold, Read, ReceivedBytes, build};
pub use shards::{Failed, FileSum, MadeBy, MadeOf, Receipt, Shard, ShardError, Shards, extract_shard, shard_of_rows};
