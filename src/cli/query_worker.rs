//! `rapporteur query-worker`, which only the server starts.

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use crate::server::{Work, work};

/// Answers the queries that a server hands over; started by `rapporteur serve`
#[derive(Args)]
#[command(
    hide = true,
    after_help = "\
Example:
  rapporteur serve     starts its workers itself"
)]
pub(super) struct Arguments {
    /// Database directory of a published generation
    #[arg(long, value_name = "DIR")]
    directory: PathBuf,
    /// Number of the generation
    #[arg(long, value_name = "N")]
    generation: u64,
    /// Most address space in bytes
    #[arg(long, value_name = "BYTES")]
    memory: u64,
    /// Stack of the evaluation in bytes
    #[arg(long, value_name = "BYTES")]
    stack: usize,
}

pub(super) fn run(arguments: Arguments, base: Option<String>) -> anyhow::Result<Ending> {
    let Arguments { directory, generation, memory, stack } = arguments;
    work(&Work { directory, generation, base: base.unwrap_or_default(), memory, stack })?;
    Ok(Ending::Fine)
}
