//! Query workers: child processes of the same program, in which the queries of strangers run.
//!
//! A query can take all memory, all time or the whole stack, and Oxigraph looks at its cancellation token in some places
//! only. So whoever may write queries freely gets a process of its own for as long as the query runs: [`child`] is its
//! inside, with limits of memory and stack; [`process`] its outside; [`pool`] keeps some of them warm. At the deadline,
//! or when nobody waits any more, the process is killed, and another one takes its place.

mod child;
mod frame;
mod pool;
mod process;

use std::path::{Path, PathBuf};

pub use child::{Work, WorkError, work};
pub(super) use pool::{Lease, Pool};

/// How query workers are started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    /// The program `rapporteur`.
    pub program: PathBuf,
    /// Most address space of one worker, in bytes.
    pub memory: u64,
}

impl Workers {
    /// Workers of the program that runs, also after its file was replaced by a newer one.
    ///
    /// # Errors
    /// The system does not say which program this is.
    pub fn of_this_program(memory: u64) -> std::io::Result<Self> {
        let same = Path::new("/proc/self/exe");
        let program = if same.exists() { same.to_owned() } else { std::env::current_exe()? };
        Ok(Self { program, memory })
    }
}
