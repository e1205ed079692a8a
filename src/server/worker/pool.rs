//! Query workers of one generation, kept warm.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::time::timeout;

use super::child::Work;
use super::frame;
use super::process::Worker;
use crate::server::client::Client;
use crate::server::evaluation::{Event, Failure, Question};
use crate::server::places::Place;
use crate::server::processor::resident_memory;

/// The workers of one generation. When the last question to it is answered and nobody holds it, they end.
pub(in crate::server) struct Pool {
    program: PathBuf,
    work: Work,
    /// How many there are to be.
    size: usize,
    /// How many there are: idle, at work, or about to start.
    all: Arc<Census>,
    /// The one that worked last is the first to work again.
    idle: Mutex<Vec<Member>>,
}

/// Time for an answer that nobody waits for any more.
const GRACE: Duration = Duration::from_millis(100);

/// A worker, counted as long as it is there.
struct Member {
    worker: Worker,
    counted: Counted,
}

/// All workers of a pool.
#[derive(Default)]
struct Census {
    number: AtomicUsize,
    pids: Mutex<BTreeSet<u32>>,
}

struct Counted {
    census: Arc<Census>,
    pid: Option<u32>,
}

impl Counted {
    /// Counts one more; with how many there were before.
    fn one_more(census: &Arc<Census>) -> (Self, usize) {
        let before = census.number.fetch_add(1, Ordering::Relaxed);
        (Self { census: census.clone(), pid: None }, before)
    }

    /// With its process, once there is one.
    fn with(mut self, pid: Option<u32>) -> Self {
        self.pid = pid;
        self.census.pids.lock().unwrap_or_else(PoisonError::into_inner).extend(pid);
        self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.census.number.fetch_sub(1, Ordering::Relaxed);
        if let Some(pid) = &self.pid {
            self.census.pids.lock().unwrap_or_else(PoisonError::into_inner).remove(pid);
        }
    }
}

/// Who pays for an answer, how much the worker had used before it, and when it was asked.
struct Bill {
    payer: Option<Client>,
    began: Duration,
    asked: Instant,
}

impl Bill {
    fn charge(&self, used: Duration) {
        if let Some(payer) = &self.payer {
            payer.charge(used.saturating_sub(self.began));
        }
    }

    /// Of a worker that died nobody knows more than for how long it had worked.
    fn charge_to_the_end(&self, used: Option<Duration>) {
        self.charge(used.unwrap_or_else(|| self.began + self.asked.elapsed()));
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
    /// Who asks pays for the processor time.
    pub(in crate::server) async fn ask(
        self: &Arc<Self>,
        question: &Question,
        mut place: Place,
        payer: Option<&Client>,
    ) -> io::Result<Lease> {
        let mut wire = Vec::with_capacity(question.text.len() + 512);
        frame::put_value(&mut wire, frame::QUESTION, question);
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let was_idle = idle.is_some();
            let member = match idle {
                Some(member) => member,
                None => self.start(Counted::one_more(&self.all).0).await?,
            };
            // From here on, whoever drops the lease has the worker killed and replaced.
            let (payer, began) = (payer.cloned(), member.worker.used());
            let bill = Bill { payer, began, asked: Instant::now() };
            let mut lease = Lease { pool: self.clone(), member: Some(member), place: Some(place), bill };
            match lease.asks(&wire).await {
                // One may die while it is idle.
                Err(error) if was_idle && error.kind() == io::ErrorKind::BrokenPipe => match lease.place.take() {
                    Some(kept) => place = kept,
                    None => return Err(error),
                },
                asked => return asked.map(|()| lease),
            }
        }
    }

    /// Memory that the workers hold together, in bytes, and how many they are.
    pub(in crate::server) fn memory(&self) -> (u64, usize) {
        let pids = self.all.pids.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (pids.iter().filter_map(|pid| resident_memory(Some(*pid))).sum(), pids.len())
    }

    async fn start(&self, counted: Counted) -> io::Result<Member> {
        let worker = Worker::start(&self.program, &self.work).await?;
        Ok(Member { counted: counted.with(worker.pid()), worker })
    }

    /// Takes a worker back. One that was started beside those that were about to start is too many, and ends.
    fn back(&self, member: Member) {
        if self.all.number.load(Ordering::Relaxed) <= self.size {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(member);
        }
    }
}

/// A worker with one question. Dropped before the answer has ended, it kills the worker, if that does not end it in a
/// moment, and has another one started.
pub(in crate::server) struct Lease {
    pool: Arc<Pool>,
    member: Option<Member>,
    place: Option<Place>,
    bill: Bill,
}

impl Lease {
    async fn asks(&mut self, wire: &[u8]) -> io::Result<()> {
        match &mut self.member {
            Some(member) => member.worker.ask(wire).await,
            None => Ok(()),
        }
    }

    /// The next event of the answer; none after the last one.
    pub(in crate::server) async fn next(&mut self) -> Option<Event> {
        let worker = &mut self.member.as_mut()?.worker;
        let event = worker.next().await;
        match event {
            // What it died of is known; who speaks no frames any more is dead, too.
            Event::Failed(Failure::OutOfMemory | Failure::TooDeep | Failure::Died(_)) => self.replace(),
            Event::Finished(_) | Event::Failed(_) if worker.spent => self.replace(),
            Event::Finished(_) | Event::Failed(_) => {
                self.bill.charge(worker.used());
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
        let place = self.place.take();
        let bill = Bill { payer: self.bill.payer.take(), ..self.bill };
        // Without a runtime the server is about to end, and its workers with it.
        let Ok(runtime) = Handle::try_current() else { return };
        let pool = Arc::downgrade(&self.pool);
        runtime.spawn(async move {
            // A client that leaves is no reason to start a process, if the answer is as good as made.
            let ended = timeout(GRACE, member.worker.ends()).await;
            bill.charge_to_the_end(match ended {
                Ok(true) => Some(member.worker.used()),
                _ => member.worker.used_by_now(),
            });
            if ended == Ok(true) {
                if let Some(pool) = pool.upgrade() {
                    pool.back(member);
                }
                return drop(place);
            }
            let Member { worker, counted } = member;
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
