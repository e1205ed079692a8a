//! `rapporteur export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::{Ending, open_store};
use crate::config::Config;
use crate::publish::{ExportFormat, export};

/// Writes the graph to standard output or a file: sorted, the same bytes for the same store
///
/// nq, trig and jsonld hold all graphs; ttl, nt and rdfxml hold the default graph, or the one named.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur export --format nq --output graph.nq
  rapporteur export --graph graph/bali-2003-mc2      one document's graph as Turtle
  rapporteur export --format nt | sort -c            sorted already")]
pub(super) struct Arguments {
    /// nq, trig, ttl, nt, jsonld or rdfxml [default: from the name of the output, else nq; ttl for one graph]
    #[arg(long, value_name = "FORMAT")]
    format: Option<ExportFormat>,
    /// The file to write; `-` is standard output
    #[arg(long, short, value_name = "PATH", default_value = "-")]
    output: PathBuf,
    /// Only this named graph: its IRI or its path below the base
    #[arg(long, value_name = "NAME")]
    graph: Option<String>,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let snapshot = open_store(config)?;
    let base = super::base(config)?;
    let format = match arguments.format {
        Some(format) => format,
        None => by_name(&arguments.output, arguments.graph.is_some())?,
    };
    let write = |out: &mut dyn Write| export(&snapshot, format, &base, arguments.graph.as_deref(), out);
    if arguments.output == Path::new("-") {
        write(&mut BufWriter::new(std::io::stdout().lock()))?;
        return Ok(Ending::Fine);
    }
    // A device or a pipe is written to; only a file can be replaced.
    if arguments.output.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let place = || arguments.output.display().to_string();
        write(&mut BufWriter::new(File::options().write(true).open(&arguments.output).with_context(place)?))?;
        return Ok(Ending::Fine);
    }
    replace(&arguments.output, |file| Ok(write(file)?))
        .with_context(|| format!("{} is unchanged", arguments.output.display()))?;
    Ok(Ending::Fine)
}

fn by_name(output: &Path, one_graph: bool) -> anyhow::Result<ExportFormat> {
    let extension = output.extension().and_then(|extension| extension.to_str());
    let name = extension.unwrap_or(if one_graph { "ttl" } else { "nq" });
    Ok(name.parse::<ExportFormat>()?)
}

/// Writes a file beside its place and moves it there when it is whole.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut name = path.file_name().context("the output has no file name")?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = (|| {
        let mut file = BufWriter::new(File::create(&part).with_context(|| part.display().to_string())?);
        write(&mut file)?;
        file.into_inner()?.sync_all()?;
        std::fs::rename(&part, path)?;
        Ok(())
    })();
    if written.is_err() {
        // What is left over of a failed export is of no use; if it cannot be removed, its name says what it is.
        let _ = std::fs::remove_file(&part);
    }
    written
}
