//! What all requests share: the published generation, the texts, the limits.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turn, Semaphore};

use super::cache::Cache;
use super::documents::Additions;
use super::errors::Problem;
use super::house::House;
use super::index::Index;
use super::places::Places;
use super::published::Published;
use super::running::{Running, RunningQuery};
use super::settled::Settled;
use super::texts::Texts;
use super::worker::{Pool, Work, Workers};
use crate::config::{Config, Limits};
use crate::query::service::{Endpoints, Remote};
use crate::query::{Library, Shelf};
use crate::store::Snapshot;

/// How long a change waits for names and counts of what it made.
const MOMENT: Duration = Duration::from_secs(1);

/// Everything a server serves: a graph, the texts behind it, and the limits within which it may be asked.
pub struct Site {
    published: RwLock<Arc<Published>>,
    settled: Arc<Settled>,
    pub(super) base: String,
    pub(super) texts: Texts,
    shelf: Shelf,
    pub(super) limits: Limits,
    workers: Option<Workers>,
    pub(super) additions: Option<Additions>,
    /// Asks other endpoints, where there are any that may be asked, for queries that run in threads.
    remote: Option<Arc<Remote>>,
    pub(super) places: Arc<Places>,
    pub(super) running: Arc<Running>,
    pub(super) cache: Cache,
    pub(super) house: House,
    /// Places for whole graphs on their way out.
    pub(super) downloads: Arc<Semaphore>,
    /// Held by the change that is being made: this server is one writer.
    pub(super) turn: Arc<Turn<()>>,
}

impl Site {
    /// A site over one generation; `base` is the base of the IRIs we mint. Free queries run in threads of this process:
    /// [`Site::with_workers`] gives them processes of their own.
    pub fn new(
        snapshot: Snapshot,
        base: impl Into<String>,
        texts: Texts,
        queries: impl Into<Shelf>,
        limits: Limits,
    ) -> Self {
        let (base, remote) = (base.into(), Remote::new(endpoints(&limits)));
        Self {
            published: RwLock::new(Arc::new(Published::new(snapshot, &base, None, remote.clone()))),
            settled: Arc::default(),
            remote,
            base,
            texts,
            shelf: queries.into(),
            workers: None,
            additions: None,
            places: Places::new(&limits),
            running: Arc::default(),
            cache: Cache::new(limits.cache),
            downloads: Arc::new(Semaphore::new(limits.concurrent.max(1) * 2)),
            limits,
            house: House::default(),
            turn: Arc::default(),
        }
    }

    /// The same site with the settings of a server that strangers may reach. Without them there are no tokens and no
    /// budgets.
    #[must_use]
    pub fn configured(mut self, config: &Config) -> Self {
        self.house = House::new(config);
        self
    }

    /// The same site as files that lie at this address, if they lie at any that is known: nobody answers questions there.
    #[must_use]
    pub fn copied(mut self, address: Option<String>) -> Self {
        self.house.copied(address);
        self
    }

    /// The same site to which documents can be sent, where its settings let anybody write.
    #[must_use]
    pub fn with_additions(mut self, additions: Additions) -> Self {
        self.additions = Some(additions);
        self
    }

    /// The same site with query workers, [`Limits::concurrent`] of them. They open the directory of the generation;
    /// one in memory has none, and is asked in this process.
    pub fn with_workers(mut self, workers: Workers) -> Self {
        self.workers = Some(workers);
        let snapshot = self.published().snapshot.clone();
        self.publish(snapshot);
        self
    }

    /// Starts the query workers, in the runtime of the caller, before the first question comes.
    /// Meanwhile it begins to make the tables of the overviews.
    pub async fn warm(&self) {
        let published = self.published();
        self.settled.settle(published.clone(), &self.base);
        if let Some(pool) = published.pool.clone() {
            pool.warm().await;
        }
    }

    /// Waits until everything is there that pages show: names, counts, the tables of the overviews, the files to download. A
    /// server need not: it answers meanwhile, and says of these pages that they are being prepared.
    pub fn wait(&self) {
        let published = self.published();
        published.write(&self.base);
        let ready = published.prepared(&self.base).and(published.dumps.patiently().map(|_| ()));
        if let Err(problem) = ready {
            tracing::warn!(detail = problem.detail, "the overviews could not be made");
        }
    }

    /// Moves over to a new generation. Requests that already run end on the old one; its workers end with them. A moment is
    /// waited for names and counts, so that whoever wrote to a graph of usual size finds it in the lists too.
    pub fn publish(&self, snapshot: Snapshot) {
        self.replace(snapshot, None);
        self.settled.wait(MOMENT);
    }

    /// Moves over to a new generation, if the site is still at generation `from`: what was looked up a while ago does
    /// not push aside what somebody wrote meanwhile.
    pub(super) fn publish_after(&self, from: u64, snapshot: Snapshot) {
        self.replace(snapshot, Some(from));
    }

    fn replace(&self, snapshot: Snapshot, from: Option<u64>) {
        let pool = self.pool(&snapshot);
        let new = Arc::new(Published::new(snapshot, &self.base, pool.clone(), self.remote.clone()));
        {
            let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
            if from.is_some_and(|from| published.snapshot.generation() != from) {
                return;
            }
            *published = new.clone();
        }
        if let Ok(runtime) = Handle::try_current() {
            // Where nothing is served, as before the server starts, nobody waits for the tables.
            self.settled.settle(new, &self.base);
            if let Some(pool) = pool {
                runtime.spawn(pool.warm());
            }
        }
    }

    /// The saved queries, as their files stand now.
    pub(super) fn library(&self) -> Arc<Library> {
        self.shelf.library()
    }

    /// The queries that run now, oldest first.
    pub fn running(&self) -> Vec<RunningQuery> {
        self.running.list()
    }

    /// Stops the query with this number, and kills the worker that evaluates it; false where it does not run any more.
    pub fn stop(&self, id: u64) -> bool {
        self.running.stop(id)
    }

    /// How many queries have a place, and how many wait for one.
    pub fn load(&self) -> (usize, usize) {
        self.places.load()
    }

    /// The generation that new requests see.
    pub(super) fn published(&self) -> Arc<Published> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The newest generation of which names and counts are there: lists, the start page and all that counts show it until
    /// those of a newer one have been made. Where there is none yet, the one that is published.
    pub(super) fn settled(&self) -> Arc<Published> {
        self.settled.now().unwrap_or_else(|| self.published())
    }

    /// Names of everything: of the generation itself, or of the one before while they are being made. Who looks things up with
    /// them asks the generation itself what they are.
    ///
    /// # Errors
    /// 503 while there are none yet, 500 where they cannot be made.
    pub(super) fn index(&self, published: &Published) -> Result<Arc<Index>, Problem> {
        match published.index.ready() {
            Some(index) => Ok(index),
            None => self.settled().index(&self.base),
        }
    }

    fn pool(&self, snapshot: &Snapshot) -> Option<Arc<Pool>> {
        let workers = self.workers.as_ref()?;
        let work = Work {
            directory: std::path::absolute(snapshot.directory()?).ok()?,
            generation: snapshot.generation(),
            base: self.base.clone(),
            memory: workers.memory,
            stack: self.limits.stack,
            endpoints: endpoints(&self.limits),
        };
        Some(Pool::new(workers.program.clone(), work, self.limits.concurrent))
    }
}

/// The other endpoints that queries may ask.
fn endpoints(limits: &Limits) -> Endpoints {
    let services = &limits.services;
    Endpoints {
        allow: services.allow.clone(),
        private_hosts: services.private_hosts.clone(),
        timeout: services.timeout,
        bytes: services.bytes,
    }
}
