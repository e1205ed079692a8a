//! `rapporteur convert-worker`, which only reading starts.

use clap::Args;

use super::Ending;
use crate::convert::{Format, work};

/// Makes the text of one file from its standard input; started by whatever reads documents
#[derive(Args)]
#[command(
    hide = true,
    after_help = "\
Example:
  rapporteur build     starts one for each file that is no plain text"
)]
pub(super) struct Arguments {
    /// Extension of the format of the file
    #[arg(long, value_name = "EXTENSION", value_parser = format)]
    format: Format,
    /// Most address space in bytes
    #[arg(long, value_name = "BYTES")]
    memory: u64,
}

fn format(extension: &str) -> Result<Format, String> {
    Format::ALL
        .into_iter()
        .find(|format| format.extension() == extension)
        .ok_or_else(|| "no format has this extension".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    work(arguments.format, arguments.memory)?;
    Ok(Ending::Fine)
}
