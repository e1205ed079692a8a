//! `rapporteur backup`, `restore` and `rollback`.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::progress::say;
use super::{Ending, filled_store};
use crate::config::Config;
use crate::store::Generations;

/// Copies the current generation, with its texts, to a new folder
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur backup /mnt/backups/2026-11-22")]
pub(super) struct BackupArguments {
    /// The new folder; must not exist yet
    #[arg(value_name = "DIR")]
    to: PathBuf,
}

/// Publishes a backup as a new generation, after verifying it
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur restore /mnt/backups/2026-11-22")]
pub(super) struct RestoreArguments {
    /// A folder that `rapporteur backup` made
    #[arg(value_name = "DIR")]
    from: PathBuf,
}

/// Goes back to the generation before the current one
///
/// The last three generations are kept. The next build starts from the one that is current then.
#[derive(Args)]
#[command(after_help = "Example:\n  rapporteur rollback")]
pub(super) struct RollbackArguments {}

pub(super) fn backup(config: &Config, arguments: &BackupArguments) -> anyhow::Result<Ending> {
    let number = filled_store(config)?.backup(&arguments.to)?;
    say(format_args!("generation {number} copied to {}", arguments.to.display()));
    Ok(Ending::Fine)
}

pub(super) fn restore(config: &Config, arguments: &RestoreArguments) -> anyhow::Result<Ending> {
    // What each backup has, and no other folder.
    if !arguments.from.join("record.json").is_file() {
        bail!("{} is no backup; `rapporteur backup DIR` makes one", arguments.from.display());
    }
    let number = Generations::at(&config.store).restore(&arguments.from)?;
    say(format_args!("{} is now generation {number}", arguments.from.display()));
    Ok(Ending::Fine)
}

pub(super) fn rollback(config: &Config, _arguments: &RollbackArguments) -> anyhow::Result<Ending> {
    let number = filled_store(config)?.rollback()?;
    say(format_args!("generation {number} is current again"));
    Ok(Ending::Fine)
}
