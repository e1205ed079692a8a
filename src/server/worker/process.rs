//! The outside of a query worker: starting it, asking it, and finding out what it died of.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::BytesMut;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::child::{THREAD, Work};
use super::frame;
use crate::server::evaluation::{Event, Failure};
use crate::server::processor;

/// Settings of the C library's allocator: memory freed after each small query is kept for the next one, and threads
/// share it, since one of them works and only the first arena grows by more than a page at a time. What a large query
/// leaves is given back by ending the worker.
const ALLOCATOR: [(&str, &str); 5] = [
    ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=127"),
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_TOP_PAD_", "4194304"),
    ("MALLOC_TRIM_THRESHOLD_", "67108864"),
    ("MALLOC_MMAP_THRESHOLD_", "4194304"),
];

/// Time to open a generation.
const OPENING: Duration = Duration::from_secs(30);

/// Time to die, and to say of what.
const DYING: Duration = Duration::from_secs(2);

/// Lines of standard error that are kept, to know what a worker died of.
const LAST_WORDS: usize = 20;

/// A query worker that runs, open for one question at a time.
pub(super) struct Worker {
    child: Child,
    questions: ChildStdin,
    answers: ChildStdout,
    buffer: BytesMut,
    last_words: Arc<Mutex<Vec<String>>>,
    listening: JoinHandle<()>,
    /// Whether it ends after the present answer.
    pub(super) spent: bool,
    /// The processor time that it has used, as it told last.
    used: Duration,
}

impl Worker {
    /// Starts a process and waits until it has opened its generation. It gets none of our environment.
    pub(super) async fn start(program: &PathBuf, work: &Work) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg("query-worker").arg("--directory").arg(&work.directory);
        command.args(["--generation", &work.generation.to_string(), "--base", &work.base]);
        command.args(["--memory", &work.memory.to_string(), "--stack", &work.stack.to_string()]);
        let endpoints = &work.endpoints;
        for url in &endpoints.allow {
            command.args(["--service", url]);
        }
        for host in &endpoints.private_hosts {
            command.args(["--private-host", host]);
        }
        command.args(["--service-timeout", &endpoints.timeout.as_millis().to_string()]);
        command.args(["--service-bytes", &endpoints.bytes.to_string()]);
        command.env_clear().envs(ALLOCATOR).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C is for the server, which lets running queries end.
        command.process_group(0).kill_on_drop(true);
        let mut child = command.spawn()?;
        let (Some(questions), Some(answers), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("a query worker has no pipes"));
        };
        let last_words = Arc::<Mutex<Vec<String>>>::default();
        let listening = tokio::spawn(listen(errors, last_words.clone()));
        let buffer = BytesMut::with_capacity(64 * 1024);
        let mut worker =
            Self { child, questions, answers, buffer, last_words, listening, spent: false, used: Duration::ZERO };
        match timeout(OPENING, worker.frame()).await {
            Ok(Ok((frame::READY, payload))) => {
                worker.used = frame::time(&payload).unwrap_or_default();
                Ok(worker)
            }
            _ => {
                let _ = worker.child.start_kill();
                Err(io::Error::other(format!("a query worker does not start: {}", worker.died_of().await)))
            }
        }
    }

    /// Its process.
    pub(super) fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// The processor time that it has used until its last answer ended.
    pub(super) fn used(&self) -> Duration {
        self.used
    }

    /// The processor time that it has used until now, also in the middle of an answer; nothing if it is dead.
    pub(super) fn used_by_now(&self) -> Option<Duration> {
        self.pid().and_then(|pid| processor::of_threads(pid, THREAD))
    }

    /// Sends a question; `next` gives the events of its answer.
    pub(super) async fn ask(&mut self, frame: &[u8]) -> io::Result<()> {
        self.questions.write_all(frame).await
    }

    /// The next event of the answer. A process that died gives `Failed` with what it died of.
    pub(super) async fn next(&mut self) -> Event {
        loop {
            match self.frame().await {
                Ok((frame::SPENT, _)) => self.spent = true,
                Ok((frame::USED, payload)) => self.used = frame::time(&payload).unwrap_or(self.used),
                Ok((kind, payload)) => match frame::event(kind, payload) {
                    Ok(event) => return event,
                    Err(error) => return Event::Failed(Failure::Died(error.to_string())),
                },
                Err(_) => return Event::Failed(self.post_mortem().await),
            }
        }
    }

    /// Reads the answer to its end; whether the worker can be asked again then.
    pub(super) async fn ends(&mut self) -> bool {
        loop {
            match self.frame().await {
                Ok((frame::SPENT, _)) => self.spent = true,
                Ok((frame::USED, payload)) => self.used = frame::time(&payload).unwrap_or(self.used),
                Ok((kind, _)) if frame::is_last(kind) => return !self.spent,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }

    /// Kills the process and waits until it is gone, with its memory.
    pub(super) async fn kill(mut self) {
        if let Err(error) = self.child.kill().await {
            tracing::warn!(%error, "a query worker could not be killed");
        }
    }

    async fn frame(&mut self) -> io::Result<(u8, axum::body::Bytes)> {
        loop {
            if let Some(frame) = frame::take(&mut self.buffer).map_err(io::Error::other)? {
                return Ok(frame);
            }
            self.buffer.reserve(32 * 1024);
            if self.answers.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// What a process that closed its pipe died of.
    async fn post_mortem(&mut self) -> Failure {
        let said = self.died_of().await;
        let failure = if said.contains("memory allocation of") || said.contains("bad_alloc") {
            Failure::OutOfMemory
        } else if said.contains("overflowed its stack") {
            Failure::TooDeep
        } else {
            Failure::Died(said.clone())
        };
        tracing::warn!(pid = self.child.id(), said, "a query worker died");
        failure
    }

    /// Its last words and its status, in one line.
    async fn died_of(&mut self) -> String {
        let status = match timeout(DYING, self.child.wait()).await {
            Ok(Ok(status)) => status.to_string(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it closed its pipe and runs on".to_owned(),
        };
        let _ = timeout(DYING, &mut self.listening).await;
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        words.iter().map(String::as_str).chain([status.as_str()]).collect::<Vec<_>>().join("; ")
    }
}

/// Keeps the last lines that a worker says.
async fn listen(errors: ChildStderr, last_words: Arc<Mutex<Vec<String>>>) {
    let mut lines = BufReader::new(errors).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let mut words = last_words.lock().unwrap_or_else(PoisonError::into_inner);
        if words.len() == LAST_WORDS {
            words.remove(0);
        }
        words.push(line.chars().take(200).collect());
    }
}
