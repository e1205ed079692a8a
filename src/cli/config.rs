//! `rapporteur config`: which settings hold, and whether they can be used.

use std::io::Write;

use clap::{Args, Subcommand};

use super::Ending;
use super::progress::{counted, say};
use crate::config::{Config, Layers};

/// The settings that hold, with the places they come from; whether they can be used
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur config show                     every setting, its value, and where it comes from
  rapporteur config show > rapporteur.toml   the same as a file to begin with
  rapporteur config check                    exit code 2 if the server would not start with them")]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Every setting with its value and its origin, as a settings file; secrets are only counted
    Show,
    /// Whether the settings can be used; what is hardly meant is told, with exit code 1
    Check,
}

pub(super) fn run(layers: &Layers, arguments: &Arguments) -> anyhow::Result<Ending> {
    match arguments.action {
        Action::Show => {
            std::io::stdout().lock().write_all(layers.show().as_bytes())?;
            Ok(Ending::Fine)
        }
        Action::Check => {
            Config::from(layers)?;
            let doubts = layers.doubts(std::env::vars_os().map(|(name, _)| name));
            for doubt in &doubts {
                say(format_args!("{doubt}"));
            }
            if doubts.is_empty() {
                say(format_args!("the settings can be used"));
                return Ok(Ending::Fine);
            }
            say(format_args!("the settings can be used; {} to look at", counted(doubts.len() as u64, "thing")));
            Ok(Ending::Findings)
        }
    }
}
