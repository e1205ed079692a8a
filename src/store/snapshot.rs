//! One published generation, open for reading.

use std::path::Path;

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, TermRef};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use spargebra::Query;

/// What can go wrong between us and the database directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database reported an error.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file of the store could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// One generation of the store, open for reading. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Snapshot {
    generation: u64,
    store: Store,
}

impl Snapshot {
    /// Opens the database directory of one generation for reading.
    pub fn open_generation(directory: &Path, generation: u64) -> Result<Self, StoreError> {
        Ok(Self { generation, store: Store::open_read_only(directory)? })
    }

    /// A snapshot in memory, for tests and for exports that need no directory.
    ///
    /// ```
    /// let snapshot = rapporteur::store::Snapshot::in_memory(Vec::new()).unwrap();
    /// assert!(snapshot.is_empty().unwrap());
    /// ```
    pub fn in_memory(quads: impl IntoIterator<Item = Quad>) -> Result<Self, StoreError> {
        let store = Store::new()?;
        store.extend(quads)?;
        Ok(Self { generation: 0, store })
    }

    /// The generation's number, the ETag of everything read from it.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Number of quads.
    pub fn len(&self) -> Result<usize, StoreError> {
        Ok(self.store.len()?)
    }

    /// Whether there is no quad at all.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.store.is_empty()?)
    }

    /// Starts the evaluation of a query. The results are read lazily and are not `Send`: evaluate and serialise
    /// on one blocking thread. The token is looked at whenever an index is scanned.
    pub fn evaluate(
        &self,
        query: Query,
        cancellation: CancellationToken,
    ) -> Result<QueryResults<'static>, QueryEvaluationError> {
        SparqlEvaluator::new().with_cancellation_token(cancellation).for_query(query).on_store(&self.store).execute()
    }

    /// The quads that match a pattern.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, StoreError>> + 'static {
        self.store.quads_for_pattern(subject, predicate, object, graph).map(|quad| Ok(quad?))
    }
}
