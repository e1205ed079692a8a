//! Query workers of one generation, kept warm.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

use super::child::Work;
use super::frame;
use super::process::Worker;
use crate::server::evaluation::{Event, Question};
use crate::server::places::Place;

/// The workers of one generation. When the last question to it is answered and nobody holds it, they end.
pub(in crate::server) struct Pool {
    program: PathBuf,
    work: Work,
    /// How many there are to be.
    size: usize,
    /// How many there are: idle, at work, or about to start.
    all: AtomicUsize,
    /// The one that worked last is the first to work again.
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    pub(in crate::server) fn new(program: PathBuf, work: Work, size: usize) -> Arc<Self> {
        Arc::new(Self { program, work, size, all: AtomicUsize::new(0), idle: Mutex::default() })
    }

    /// Starts the workers that are missing, so that questions need not wait for it. One that does not start is started
    /// again when it is needed.
    pub(in crate::server) async fn warm(self: Arc<Self>) {
        loop {
            if self.all.fetch_add(1, Ordering::Relaxed) >= self.size {
                self.all.fetch_sub(1, Ordering::Relaxed);
                return;
            }
            match self.start().await {
                Ok(worker) => self.back(worker),
                Err(error) => {
                    tracing::error!(%error, "no query worker");
                    return;
                }
            }
        }
    }

    /// Starts a worker that is counted already.
    async fn start(&self) -> io::Result<Worker> {
        let started = Worker::start(&self.program, &self.work).await;
        if started.is_err() {
            self.all.fetch_sub(1, Ordering::Relaxed);
        }
        started
    }

    /// Asks a worker that is free, or a new one. The place is kept until there is a worker for the next who gets it.
    pub(in crate::server) async fn ask(self: &Arc<Self>, question: &Question, place: Place) -> io::Result<Lease> {
        let worker = match self.free() {
            Some(worker) => worker,
            None => {
                self.all.fetch_add(1, Ordering::Relaxed);
                self.start().await?
            }
        };
        // From here on, whoever drops the lease has the worker killed and replaced.
        let mut lease = Lease { pool: self.clone(), worker: Some(worker), place: Some(place) };
        let mut wire = Vec::with_capacity(question.text.len() + 512);
        frame::put_value(&mut wire, frame::QUESTION, question);
        if let Some(worker) = &mut lease.worker {
            worker.ask(&wire).await?;
        }
        Ok(lease)
    }

    /// A worker that lives; one may have died while it was idle.
    fn free(&self) -> Option<Worker> {
        loop {
            let mut worker = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if worker.lives() {
                return Some(worker);
            }
            self.all.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Takes a worker back. One that was started beside those that were about to start is too many, and ends.
    fn back(&self, worker: Worker) {
        if self.all.fetch_sub(1, Ordering::Relaxed) > self.size {
            return;
        }
        self.all.fetch_add(1, Ordering::Relaxed);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
}

/// A worker with one question. Dropped before the answer has ended, it kills the worker and has another one started.
pub(in crate::server) struct Lease {
    pool: Arc<Pool>,
    worker: Option<Worker>,
    place: Option<Place>,
}

impl Lease {
    /// The next event of the answer; none after the last one.
    pub(in crate::server) async fn next(&mut self) -> Option<Event> {
        let worker = self.worker.as_mut()?;
        let event = worker.next().await;
        match event {
            Event::Finished(_) | Event::Failed(_) if worker.spent || !worker.lives() => self.replace(),
            Event::Finished(_) | Event::Failed(_) => {
                if let Some(worker) = self.worker.take() {
                    self.pool.back(worker);
                }
                self.place = None;
            }
            Event::Started(_) | Event::Chunk(_) => {}
        }
        Some(event)
    }

    /// The process that works.
    pub(in crate::server) fn pid(&self) -> Option<u32> {
        self.worker.as_ref().and_then(Worker::pid)
    }

    fn replace(&mut self) {
        let Some(mut worker) = self.worker.take() else { return };
        worker.start_kill();
        let place = self.place.take();
        // Without a runtime the server is about to end, and its workers with it.
        let Ok(runtime) = Handle::try_current() else { return };
        self.pool.all.fetch_sub(1, Ordering::Relaxed);
        let pool = Arc::downgrade(&self.pool);
        runtime.spawn(async move {
            worker.kill().await;
            // Nobody asks an old generation any more.
            if let Some(pool) = pool.upgrade() {
                pool.warm().await;
            }
            drop(place);
        });
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.replace();
    }
}
