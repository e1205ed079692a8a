//! `rapporteur export`.

use clap::Args;

use super::Ending;
use crate::config::Config;

/// Writes the whole graph to standard output or a file
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur export --format nq --output graph.nq")]
pub(super) struct Arguments {}

pub(super) fn run(_config: &Config, _arguments: &Arguments) -> anyhow::Result<Ending> {
    anyhow::bail!("`rapporteur export` is not built yet")
}
