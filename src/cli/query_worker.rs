//! `rapporteur query-worker`, which only the server starts.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::Ending;
use crate::query::service::Endpoints;
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
    /// Exact URL of another endpoint that SERVICE may ask
    #[arg(long, value_name = "URL")]
    service: Vec<String>,
    /// Host of such an endpoint that may have a private address
    #[arg(long, value_name = "HOST")]
    private_host: Vec<String>,
    /// Milliseconds that such an endpoint has for an answer
    #[arg(long, value_name = "N")]
    service_timeout: u64,
    /// Most bytes of such an answer
    #[arg(long, value_name = "BYTES")]
    service_bytes: u64,
}

pub(super) fn run(arguments: Arguments, base: Option<String>) -> anyhow::Result<Ending> {
    let Arguments { directory, generation, memory, stack, service, private_host, service_timeout, service_bytes } =
        arguments;
    let endpoints = Endpoints {
        allow: service,
        private_hosts: private_host,
        timeout: Duration::from_millis(service_timeout),
        bytes: service_bytes,
    };
    work(&Work { directory, generation, base: base.unwrap_or_default(), memory, stack, endpoints })?;
    Ok(Ending::Fine)
}
