//! Query workers of one generation, kept warm.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

use super::child::Work;
use super::frame;
use super::process::Worker;
use crate::server::evaluation::{Event, Failure, Question};
use crate::server::places::Place;

/// The workers of one generation. When the last question to it is answered and nobody holds it, they end.
pub(in crate::server) struct Pool {
    program: PathBuf,
    work: Work,
    /// How many there are to be.
    size: usize,
    /// How many there are: idle, at work, or about to start.
    all: Arc<AtomicUsize>,
    /// The one that worked last is the first to work again.
    idle: Mutex<Vec<Member>>,
}

/// A worker, counted as long as it is there.
struct Member {
    worker: Worker,
    _counted: Counted,
}

struct Counted(Arc<AtomicUsize>);

impl Counted {
    /// Counts one more; with how many there were before.
    fn one_more(all: &Arc<AtomicUsize>) -> (Self, usize) {
        let before = all.fetch_add(1, Ordering::Relaxed);
        (Self(all.clone()), before)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    pub(in crate::server) fn new(program: PathBuf, work: Work, size: usize) -> Arc<Self> {
        Arc::new(Self { program, work, size, all: Arc::default(), idle: Mutex::default() })
    }

    /// Starts the workers that are missing, so that questions need not wait for it. One that does not start is started
    /// again when it is needed.
    pub(in crate::server) async fn warm(self: Arc<Self>) {
        loop {
            let (counted, before) = Counted::one_more(&self.all);
            if before >= self.size {
                return;
            }
            match self.start(counted).await {
                Ok(member) => self.back(member),
                Err(error) => {
                    tracing::error!(%error, "no query worker");
                    return;
                }
            }
        }
    }

    /// Asks a worker that is free, or a new one. The place is kept until there is a worker for the next who gets it.
    pub(in crate::server) async fn ask(self: &Arc<Self>, question: &Question, place: Place) -> io::Result<Lease> {
        let member = match self.free() {
            Some(member) => member,
            None => self.start(Counted::one_more(&self.all).0).await?,
        };
        // From here on, whoever drops the lease has the worker killed and replaced.
        let mut lease = Lease { pool: self.clone(), member: Some(member), place: Some(place) };
        let mut wire = Vec::with_capacity(question.text.len() + 512);
        frame::put_value(&mut wire, frame::QUESTION, question);
        if let Some(member) = &mut lease.member {
            member.worker.ask(&wire).await?;
        }
        Ok(lease)
    }

    async fn start(&self, counted: Counted) -> io::Result<Member> {
        Ok(Member { worker: Worker::start(&self.program, &self.work).await?, _counted: counted })
    }

    /// A worker that lives; one may have died while it was idle.
    fn free(&self) -> Option<Member> {
        loop {
            let mut member = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if member.worker.lives() {
                return Some(member);
            }
        }
    }

    /// Takes a worker back. One that was started beside those that were about to start is too many, and ends.
    fn back(&self, member: Member) {
        if self.all.load(Ordering::Relaxed) <= self.size {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(member);
        }
    }
}

/// A worker with one question. Dropped before the answer has ended, it kills the worker and has another one started.
pub(in crate::server) struct Lease {
    pool: Arc<Pool>,
    member: Option<Member>,
    place: Option<Place>,
}

impl Lease {
    /// The next event of the answer; none after the last one.
    pub(in crate::server) async fn next(&mut self) -> Option<Event> {
        let worker = &mut self.member.as_mut()?.worker;
        let event = worker.next().await;
        match event {
            // What it died of is known; who speaks no frames any more is dead, too.
            Event::Failed(Failure::OutOfMemory | Failure::TooDeep | Failure::Died(_)) => self.replace(),
            Event::Finished(_) | Event::Failed(_) if worker.spent => self.replace(),
            Event::Finished(_) | Event::Failed(_) => {
                if let Some(member) = self.member.take() {
                    self.pool.back(member);
                }
                self.place = None;
            }
            Event::Started(_) | Event::Chunk(_) => {}
        }
        Some(event)
    }

    /// The process that works.
    pub(in crate::server) fn pid(&self) -> Option<u32> {
        self.member.as_ref().and_then(|member| member.worker.pid())
    }

    fn replace(&mut self) {
        let Some(mut member) = self.member.take() else { return };
        member.worker.start_kill();
        let place = self.place.take();
        // Without a runtime the server is about to end, and its workers with it.
        let Ok(runtime) = Handle::try_current() else { return };
        let pool = Arc::downgrade(&self.pool);
        runtime.spawn(async move {
            let Member { worker, _counted: counted } = member;
            worker.kill().await;
            drop(counted);
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
