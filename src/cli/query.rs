//! `rapporteur query`.

use clap::Args;

use super::Ending;
use crate::config::Config;

/// Answers a saved query, a query in a file, or one from standard input
#[derive(Args)]
#[command(
    after_help = "Example:\n  rapporteur query participants_of_meeting --set meeting=bali-process/ministerial-conference-2"
)]
pub(super) struct Arguments {}

pub(super) fn run(_config: &Config, _arguments: &Arguments) -> anyhow::Result<Ending> {
    anyhow::bail!("`rapporteur query` is not built yet")
}
