//! One published generation, open for reading.

use std::path::{Path, PathBuf};

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, TermRef};
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
    /// Somebody else is writing.
    #[error("store {path} is being written by another process; wait for it to end")]
    Locked {
        /// The store's folder.
        path: String,
    },
    /// A file of the store does not say what it should.
    #[error("{path}: {reason}")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// There is nothing to go back to, or nothing at all.
    #[error("store {path} has {missing}")]
    Missing {
        /// The store's folder.
        path: String,
        /// What is missing.
        missing: String,
    },
}

impl StoreError {
    /// For `map_err` after a call of the file system.
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| Self::Io { path, source }
    }
}

/// One generation of the store, open for reading. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Snapshot {
    generation: u64,
    store: Store,
    directory: Option<PathBuf>,
    texts: Option<PathBuf>,
}

impl Snapshot {
    /// Opens the database directory of one generation for reading.
    pub fn open_generation(directory: &Path, generation: u64) -> Result<Self, StoreError> {
        Ok(Self {
            generation,
            store: Store::open_read_only(directory)?,
            directory: Some(directory.to_owned()),
            texts: None,
        })
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
        Ok(Self { generation: 0, store, directory: None, texts: None })
    }

    /// The generation's number, the ETag of everything read from it.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The database directory, which other processes may open too; nothing for a snapshot in memory.
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// The names of the graphs that have one.
    pub fn named_graphs(&self) -> impl Iterator<Item = Result<GraphName, StoreError>> + 'static {
        self.store.named_graphs().map(|graph| Ok(graph?.into()))
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

    /// The text of a document as received, by its SHA-256; nothing if this store does not hold it.
    pub fn text(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        self.texts.as_deref().map_or(Ok(None), |folder| super::texts::read(folder, sha256))
    }

    /// The same snapshot, with the folder that holds the texts.
    pub(super) fn with_texts(mut self, folder: PathBuf) -> Self {
        self.texts = Some(folder);
        self
    }

    /// Whether there is a named graph of this name, with or without a triple.
    pub fn has_graph(&self, name: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        Ok(self.store.contains_named_graph(name)?)
    }

    /// The database itself, for the modules of the store.
    pub(super) fn store(&self) -> &Store {
        &self.store
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
