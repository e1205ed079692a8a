//! What all requests share: the published generation, the texts, the limits.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tokio::sync::Semaphore;

use super::index::Index;
use super::limits::Limits;
use super::texts::Texts;
use super::writes::Writes;
use crate::query::Library;
use crate::store::{Snapshot, StoreError};

/// One generation with what we computed from it.
pub(super) struct Published {
    pub(super) snapshot: Snapshot,
    index: OnceLock<Index>,
}

impl Published {
    pub(super) fn new(snapshot: Snapshot) -> Self {
        Self { snapshot, index: OnceLock::new() }
    }

    /// Names and counts of everything, made at the first request for them.
    pub(super) fn index(&self, base: &str) -> Result<&Index, StoreError> {
        if self.index.get().is_none() {
            let index = Index::read(&self.snapshot, base)?;
            let _ = self.index.set(index);
        }
        Ok(self.index.get_or_init(Index::default))
    }
}

/// Everything a server serves: a graph, the texts behind it, and the limits within which it may be asked.
pub struct Site {
    published: RwLock<Arc<Published>>,
    pub(super) base: String,
    pub(super) texts: Texts,
    pub(super) library: Library,
    pub(super) limits: Limits,
    pub(super) permits: Arc<Semaphore>,
    /// Places for whole graphs on their way out.
    pub(super) downloads: Arc<Semaphore>,
    pub(super) writes: Option<Writes>,
}

impl Site {
    /// A site over one generation; `base` is the base of the IRIs we mint.
    pub fn new(snapshot: Snapshot, base: impl Into<String>, texts: Texts, library: Library, limits: Limits) -> Self {
        Self {
            published: RwLock::new(Arc::new(Published::new(snapshot))),
            base: base.into(),
            texts,
            library,
            permits: Arc::new(Semaphore::new(limits.concurrent)),
            downloads: Arc::new(Semaphore::new(limits.concurrent.max(1) * 2)),
            limits,
            writes: None,
        }
    }

    /// The same site, where those may write whom `writes` lets.
    #[must_use]
    pub fn with_writes(mut self, writes: Writes) -> Self {
        self.writes = Some(writes);
        self
    }

    /// Moves over to a new generation. Requests that already run end on the old one.
    pub fn publish(&self, snapshot: Snapshot) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Published::new(snapshot));
    }

    /// Moves over to a new generation, if the site is still at generation `from`: what was looked up a while ago does
    /// not push aside what somebody wrote meanwhile.
    pub(super) fn publish_after(&self, from: u64, snapshot: Snapshot) {
        let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
        if published.snapshot.generation() == from {
            *published = Arc::new(Published::new(snapshot));
        }
    }

    /// The generation that new requests see.
    pub(super) fn published(&self) -> Arc<Published> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
