//! `rapporteur queries`.

use clap::Args;

use super::Ending;
use crate::config::Config;

/// Lists the saved queries with their parameters
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur queries participants_of_meeting")]
pub(super) struct Arguments {}

pub(super) fn run(_config: &Config, _arguments: &Arguments) -> anyhow::Result<Ending> {
    anyhow::bail!("`rapporteur queries` is not built yet")
}
