//! `rapporteur serve`.

use clap::Args;

use super::Ending;
use crate::config::Config;

/// Serves pages and SPARQL; builds first if there is no store yet
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur serve --bind 127.0.0.1:8080")]
pub(super) struct Arguments {
    /// Address to serve on [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) bind: Option<String>,
}

pub(super) fn run(_config: &Config, _arguments: &Arguments) -> anyhow::Result<Ending> {
    anyhow::bail!("`rapporteur serve` is not built yet")
}
