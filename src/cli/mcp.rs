//! `rapporteur mcp`.

use clap::Args;

use super::Ending;
use crate::config::Config;
use crate::server::assist;

/// Serves the graph to an assistant over standard input and output (Model Context Protocol)
///
/// Each saved query is a tool, beside search, one thing, its evidence, the schema, and SPARQL within the limits of the
/// server. A running `rapporteur serve` offers the same at /mcp over HTTP. Links in answers lead to the public address of
/// the settings (public-url), else to where `rapporteur serve` would listen.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur mcp --store store
  {\"mcpServers\": {\"rapporteur\": {\"command\": \"rapporteur\", \"args\": [\"mcp\", \"--store\", \"/data/store\"]}}}")]
pub(super) struct Arguments {}

pub(super) fn run(config: &Config) -> anyhow::Result<Ending> {
    let (site, newer) = super::serve::site(config)?;
    assist(site, config, newer)?;
    Ok(Ending::Fine)
}
