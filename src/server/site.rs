//! What all requests share: the published generation, the texts, the limits.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turn, Semaphore};

use super::cache::Cache;
use super::dataset::Description;
use super::documents::Additions;
use super::dumps::Dumps;
use super::errors::Problem;
use super::evaluation::Engine;
use super::house::House;
use super::index::Index;
use super::overview::Overview;
use super::places::Places;
use super::prepared::Prepared;
use super::quality::{self, Quality};
use super::running::{Running, RunningQuery};
use super::texts::Texts;
use super::worker::{Pool, Work, Workers};
use crate::config::{Config, Limits};
use crate::publish::dataset::Statistics;
use crate::query::service::{Endpoints, Remote};
use crate::query::{Library, Shelf};
use crate::store::Snapshot;

/// One generation with what we computed from it.
pub(super) struct Published {
    pub(super) snapshot: Snapshot,
    /// [`Snapshot::tag`].
    pub(super) tag: Arc<str>,
    index: Prepared<Index>,
    overview: Prepared<Overview>,
    statistics: Prepared<Statistics>,
    dumps: Prepared<Dumps>,
    quality: Prepared<Quality>,
    /// With the files that there are to be downloaded, or still without.
    description: Mutex<Option<(bool, Arc<Description>)>>,
    /// Evaluates free queries where there are no workers.
    pub(super) engine: Arc<Engine>,
    /// Evaluates free queries.
    pub(super) pool: Option<Arc<Pool>>,
}

impl Published {
    fn new(snapshot: Snapshot, base: &str, pool: Option<Arc<Pool>>, remote: Option<Arc<Remote>>) -> Self {
        let engine = Arc::new(Engine::new(snapshot.clone(), base, remote));
        let tag = snapshot.tag().into();
        let (index, overview) = (Prepared::default(), Prepared::default());
        let (statistics, dumps, quality) = (Prepared::default(), Prepared::default(), Prepared::default());
        let description = Mutex::default();
        Self { tag, snapshot, index, overview, statistics, dumps, quality, description, engine, pool }
    }

    /// Begins to make what takes long, each in a thread of its own.
    fn prepare(&self, base: &str) {
        let (snapshot, base) = (self.snapshot.clone(), base.to_owned());
        let (of_overview, base_of_overview) = (snapshot.clone(), base.clone());
        let (counted, base_of_quality) = (snapshot.clone(), base.clone());
        self.index.start(move || Index::read(&snapshot, &base));
        self.overview.start(move || Overview::read(&of_overview, &base_of_overview));
        let before = (self.index.clone(), self.overview.clone());
        self.statistics.start(move || {
            // The start page needs the others first.
            let _ = (before.0.patiently(), before.1.patiently());
            Statistics::read(&counted)
        });
        let (before, looked_at, base) = (self.statistics.clone(), self.snapshot.clone(), base_of_quality);
        self.quality.start(move || {
            let _ = before.patiently();
            quality::read(&looked_at, &base)
        });
    }

    /// Names and counts of everything.
    ///
    /// # Errors
    /// 503 while they are being made, 500 where they cannot be.
    pub(super) fn index(&self, base: &str) -> Result<Arc<Index>, Problem> {
        self.prepare(base);
        self.index.get()
    }

    /// What the overview screens show, if it is there now.
    pub(super) fn overview_ready(&self, base: &str) -> Option<Arc<Overview>> {
        self.prepare(base);
        self.overview.ready()
    }

    /// What the overview screens show.
    ///
    /// # Errors
    /// 503 while it is being made, 500 where it cannot be.
    pub(super) fn overview(&self, base: &str) -> Result<Arc<Overview>, Problem> {
        self.prepare(base);
        self.overview.get()
    }

    /// Which classes and properties occur how often, if that is counted already.
    pub(super) fn statistics_ready(&self) -> Option<Arc<Statistics>> {
        self.statistics.ready()
    }

    /// Which classes and properties occur how often.
    ///
    /// # Errors
    /// 503 while they are being counted, 500 where they cannot be.
    pub(super) fn statistics(&self) -> Result<Arc<Statistics>, Problem> {
        let snapshot = self.snapshot.clone();
        self.statistics.start(move || Statistics::read(&snapshot));
        self.statistics.get()
    }

    /// How well the documents are read.
    ///
    /// # Errors
    /// 503 while it is being looked at, 500 where it cannot be.
    pub(super) fn quality(&self, base: &str) -> Result<Arc<Quality>, Problem> {
        self.prepare(base);
        self.quality.get()
    }

    /// The description of the data set, made once without and once with its files.
    pub(super) fn description(
        &self,
        with_files: bool,
        make: impl FnOnce() -> Result<Description, Problem>,
    ) -> Result<Arc<Description>, Problem> {
        let mut kept = self.description.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((files, description)) = &*kept
            && *files == with_files
        {
            return Ok(description.clone());
        }
        let made = Arc::new(make()?);
        // Who saw no files yet does not push aside the description that has them.
        if with_files || kept.is_none() {
            *kept = Some((with_files, made.clone()));
        }
        Ok(made)
    }

    /// The whole as files, which begin to be written when somebody first asks.
    ///
    /// # Errors
    /// 503 while they are being written, 500 where they cannot be.
    pub(super) fn dumps(&self, base: &str) -> Result<Arc<Dumps>, Problem> {
        self.write(base);
        self.dumps.get()
    }

    /// Waits until they are written; not for requests.
    pub(super) fn wait_for_dumps(&self, base: &str) {
        self.write(base);
        let _ = self.dumps.patiently();
    }

    /// The same, as far as they are there now. Where they could not be written only who asks for one tries again.
    pub(super) fn dumps_ready(&self, base: &str) -> Option<Arc<Dumps>> {
        if !self.dumps.has_failed() {
            self.write(base);
        }
        self.dumps.ready()
    }

    fn write(&self, base: &str) {
        let (snapshot, base) = (self.snapshot.clone(), base.to_owned());
        self.dumps.start(move || {
            Dumps::make(&snapshot, &base)
                .inspect_err(|error| tracing::warn!(%error, "the files of the data set cannot be written"))
        });
    }
}

/// Everything a server serves: a graph, the texts behind it, and the limits within which it may be asked.
pub struct Site {
    published: RwLock<Arc<Published>>,
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
        published.prepare(&self.base);
        if let Some(pool) = published.pool.clone() {
            pool.warm().await;
        }
    }

    /// Waits until everything is there that pages show: names, counts, the tables of the overviews, the files to download. A
    /// server need not: it answers meanwhile, and says of these pages that they are being prepared.
    pub fn wait(&self) {
        let published = self.published();
        published.prepare(&self.base);
        published.write(&self.base);
        let ready = published.index.patiently().map(|_| ()).and(published.overview.patiently().map(|_| ()));
        let ready = ready.and(published.statistics.patiently().map(|_| ()));
        let ready = ready.and(published.dumps.patiently().map(|_| ()));
        let ready = ready.and(published.quality.patiently().map(|_| ()));
        if let Err(problem) = ready {
            tracing::warn!(detail = problem.detail, "the overviews could not be made");
        }
    }

    /// Moves over to a new generation. Requests that already run end on the old one; its workers end with them.
    pub fn publish(&self, snapshot: Snapshot) {
        self.replace(snapshot, None);
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
            new.prepare(&self.base);
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
