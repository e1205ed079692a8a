//! `rapporteur verify`.

use clap::Args;

use super::progress::say;
use super::{Ending, filled_store};
use crate::config::Config;

/// Reads the whole store and compares it with itself, its texts and a second reader
///
/// Every quad is read once, the indexes are compared, the counts of the record are compared, every quotation is compared
/// with its text, every quad is written as N-Quads and read back by an independent parser, and the files of the text
/// index are compared with their checksums.
#[derive(Args)]
#[command(
    after_help = "Example:\n  rapporteur verify && rapporteur backup /mnt/backups/today\nExit code 1 if anything is wrong."
)]
pub(super) struct Arguments {}

pub(super) fn run(config: &Config, _arguments: &Arguments) -> anyhow::Result<Ending> {
    if let Some(server) = super::store::server(config)? {
        return super::store::verify(config, &server);
    }
    let verification = filled_store(config)?.verify()?;
    for finding in &verification.findings {
        say(format_args!("{finding}"));
    }
    say(format_args!(
        "generation {}: {} quads, {} quotations and {} entries of the text index read, {} wrong",
        verification.generation,
        verification.quads,
        verification.quotations,
        verification.entries,
        verification.findings.len()
    ));
    Ok(if verification.findings.is_empty() { Ending::Fine } else { Ending::Findings })
}
