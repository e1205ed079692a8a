//! What all requests share: the published generation, the texts, the limits.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tokio::sync::Semaphore;

use super::house::House;
use super::index::Index;
use super::limits::Limits;
use super::texts::Texts;
use crate::config::Config;
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
    pub(super) house: House,
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
            limits,
            house: House::default(),
        }
    }

    /// The same site with the settings of a server that strangers may reach. Without them there are no tokens, no
    /// writes and no budgets.
    #[must_use]
    pub fn configured(mut self, config: &Config) -> Self {
        self.house = House::new(config);
        self
    }

    /// Moves over to a new generation. Requests that already run end on the old one.
    pub fn publish(&self, snapshot: Snapshot) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Published::new(snapshot));
    }

    /// The generation that new requests see.
    pub(super) fn published(&self) -> Arc<Published> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
