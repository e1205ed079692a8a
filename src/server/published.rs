//! One generation with what a server makes of it: names, counts, tables of the overviews, files to download.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::dataset::Description;
use super::dumps::Dumps;
use super::errors::Problem;
use super::evaluation::Engine;
use super::index::Index;
use super::overview::Overview;
use super::prepared::Prepared;
use super::quality::{self, Quality};
use super::worker::Pool;
use crate::publish::dataset::Statistics;
use crate::query::service::Remote;
use crate::store::Snapshot;

/// One generation with what we computed from it.
pub(super) struct Published {
    pub(super) snapshot: Snapshot,
    /// [`Snapshot::tag`].
    pub(super) tag: Arc<str>,
    pub(super) index: Prepared<Index>,
    overview: Prepared<Overview>,
    statistics: Prepared<Statistics>,
    pub(super) dumps: Prepared<Dumps>,
    quality: Prepared<Quality>,
    /// With the files that there are to be downloaded, or still without.
    description: Mutex<Option<(bool, Arc<Description>)>>,
    /// Evaluates free queries where there are no workers.
    pub(super) engine: Arc<Engine>,
    /// Evaluates free queries.
    pub(super) pool: Option<Arc<Pool>>,
    /// Whether one after the other is prepared for the site, so that no request need begin it.
    settles: AtomicBool,
}

impl Published {
    pub(super) fn new(snapshot: Snapshot, base: &str, pool: Option<Arc<Pool>>, remote: Option<Arc<Remote>>) -> Self {
        let engine = Arc::new(Engine::new(snapshot.clone(), base, remote));
        let tag = snapshot.tag().into();
        let (index, overview) = (Prepared::default(), Prepared::default());
        let (statistics, dumps, quality) = (Prepared::default(), Prepared::default(), Prepared::default());
        let description = Mutex::default();
        let settles = AtomicBool::new(false);
        Self { tag, snapshot, index, overview, statistics, dumps, quality, description, engine, pool, settles }
    }

    /// Begins to make what takes long, each in a thread of its own.
    pub(super) fn prepare(&self, base: &str) {
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

    /// Somebody prepares it, in its turn.
    pub(super) fn settles(&self) {
        self.settles.store(true, Ordering::Relaxed);
    }

    /// Makes what takes long, and waits for it.
    ///
    /// # Errors
    /// What could not be made.
    pub(super) fn prepared(&self, base: &str) -> Result<(), Problem> {
        self.prepare(base);
        let made = self.index.patiently().map(|_| ()).and(self.overview.patiently().map(|_| ()));
        made.and(self.statistics.patiently().map(|_| ())).and(self.quality.patiently().map(|_| ()))
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
        if !self.settles.load(Ordering::Relaxed) {
            self.prepare(base);
        }
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

    pub(super) fn write(&self, base: &str) {
        let (snapshot, base) = (self.snapshot.clone(), base.to_owned());
        self.dumps.start(move || {
            Dumps::make(&snapshot, &base)
                .inspect_err(|error| tracing::warn!(%error, "the files of the data set cannot be written"))
        });
    }
}
