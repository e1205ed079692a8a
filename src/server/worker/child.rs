//! The inside of a query worker: a process that opens one generation for reading, answers the questions that come
//! through its standard input, and dies alone.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use oxigraph::sparql::CancellationToken;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Resource, Rlimit, setrlimit};

use super::frame;
use crate::query::service::{Endpoints, Remote};
use crate::server::evaluation::{Engine, Event, Outlet, Question};
use crate::server::processor;
use crate::store::{Snapshot, StoreError};

/// What a query worker is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The database directory of a published generation.
    pub directory: PathBuf,
    /// Its number.
    pub generation: u64,
    /// Base of relative IRIs in queries.
    pub base: String,
    /// Most address space, in bytes; what would take more kills the worker.
    pub memory: u64,
    /// Stack of the thread that parses and evaluates, in bytes.
    pub stack: usize,
    /// Other endpoints that queries may ask.
    pub endpoints: Endpoints,
}

/// Why a query worker does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkError {
    /// The generation cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A limit was refused, or a pipe broke.
    #[error("query worker: {0}")]
    Io(#[from] io::Error),
    /// The thread that evaluates has panicked; its message stands above.
    #[error("query worker: the evaluation failed")]
    Panicked,
}

/// The name of the thread of a worker that parses and evaluates.
pub(super) const THREAD: &str = "query";

/// Answers questions until standard input ends. It ends, too, in the middle of a question when the server is gone,
/// however the server died.
pub fn work(work: &Work) -> Result<(), WorkError> {
    limit(work.memory)?;
    let snapshot = Snapshot::open_generation(&work.directory, work.generation)?;
    let engine = Engine::new(snapshot, &work.base, Remote::new(work.endpoints.clone()));
    let answer = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let questions = io::stdin().as_fd().try_clone_to_owned()?;
    let watched = questions.try_clone()?;
    std::thread::Builder::new().name("watch".into()).stack_size(64 * 1024).spawn(move || leave_with(&watched))?;
    let memory = work.memory;
    let evaluation = std::thread::Builder::new()
        .name(THREAD.into())
        .stack_size(work.stack)
        .spawn(move || serve(&engine, File::from(questions), answer, memory))?;
    Ok(evaluation.join().map_err(|_| WorkError::Panicked)??)
}

/// The limits of this process, and the wish to be the first to go when the machine is out of memory.
fn limit(memory: u64) -> io::Result<()> {
    let at_most = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
    setrlimit(Resource::Core, at_most(0))?;
    #[cfg(target_os = "linux")]
    {
        setrlimit(Resource::As, at_most(memory))?;
        // Where this is refused, the limit above holds.
        let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    }
    Ok(())
}

/// Waits until nobody can write questions any more, and ends the process: the evaluation may be busy for long and
/// would not see the end of the pipe.
fn leave_with(questions: &OwnedFd) {
    loop {
        let mut pipe = [PollFd::new(questions, PollFlags::empty())];
        match poll(&mut pipe, None) {
            Ok(_) if pipe[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => {
                std::process::exit(0)
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

fn serve(engine: &Engine, mut questions: File, answer: File, memory: u64) -> io::Result<()> {
    let mut pipe = Pipe { answer, pending: Vec::new(), memory, asked: Instant::now(), spent: false };
    // The only thread that works.
    frame::put_time(&mut pipe.pending, frame::READY, processor::of_this_thread());
    pipe.write()?;
    let mut buffer = BytesMut::new();
    let mut bytes = vec![0; 64 * 1024];
    loop {
        while let Some((kind, payload)) = frame::take(&mut buffer).map_err(io::Error::other)? {
            if kind != frame::QUESTION {
                return Err(io::Error::other("this is no question"));
            }
            let question: Question = frame::value(&payload).map_err(io::Error::other)?;
            pipe.asked = Instant::now();
            engine.answer(&question, &CancellationToken::new(), &mut pipe);
            if pipe.spent {
                return Ok(());
            }
        }
        match questions.read(&mut bytes)? {
            0 => return Ok(()),
            n => buffer.extend_from_slice(&bytes[..n]),
        }
    }
}

/// Events as frames: small answers go in one write.
struct Pipe {
    answer: File,
    pending: Vec<u8>,
    memory: u64,
    asked: Instant,
    /// Whether this process has grown and should be replaced.
    spent: bool,
}

/// Bytes that wait to be written together.
const TOGETHER: usize = 24 * 1024;

/// Queries shorter than this do not leave much memory behind.
const SHORT: Duration = Duration::from_millis(20);

impl Pipe {
    fn write(&mut self) -> io::Result<()> {
        self.answer.write_all(&self.pending)?;
        self.pending.clear();
        Ok(())
    }
}

impl Outlet for Pipe {
    fn send(&mut self, event: Event) -> io::Result<()> {
        if matches!(event, Event::Finished(_) | Event::Failed(_)) {
            frame::put_time(&mut self.pending, frame::USED, processor::of_this_thread());
            self.spent = self.asked.elapsed() > SHORT
                && processor::resident_memory(None).is_some_and(|bytes| bytes > self.memory / 4);
            if self.spent {
                frame::put(&mut self.pending, frame::SPENT, &[]);
            }
        }
        let last = frame::put_event(&mut self.pending, &event);
        if last || self.pending.len() >= TOGETHER { self.write() } else { Ok(()) }
    }
}
