//! `rapporteur rules`.

use std::io::Write;

use clap::{Args, Subcommand};

use super::Ending;
use crate::config::Config;
use crate::rules::Packs;

/// Tests the rule packs, or shows what they cover
#[derive(Args)]
#[command(
    after_help = "Examples:\n  rapporteur rules test        run the tests that stand in the packs\n  rapporteur rules coverage    which rules found what in the corpus"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Copy, Subcommand)]
enum What {
    /// Runs the tests that stand in the packs
    Test,
    /// Shows which rules found how much in the store
    Coverage,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    match arguments.what {
        What::Test => {
            let report = Packs::load(&config.rules)?.test()?;
            writeln!(std::io::stdout().lock(), "{report}")?;
            Ok(if report.passed() { Ending::Fine } else { Ending::Findings })
        }
        What::Coverage => super::checks::coverage(&super::open_store(config)?),
    }
}
