//! `rapporteur export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::Ending;
use crate::config::Config;
use crate::publish::{DEFAULT_BASE, ExportFormat, export};

/// Writes the graph to a file or to standard output: the same bytes for the same documents
#[derive(Args)]
#[command(after_help = "Examples:
  rapporteur export --format nq --output graph.nq
  rapporteur export --format ttl > resolved.ttl
  rapporteur export --format ttl --graph graph/bali-2003-mc2")]
pub(super) struct Arguments {
    /// nq, trig or jsonld for all graphs; ttl, nt or rdfxml for the resolved default graph or one graph
    #[arg(long, default_value = "nq", value_name = "FORMAT")]
    format: ExportFormat,
    /// File to write, - for standard output; a file is replaced only when all is written
    #[arg(long, default_value = "-", value_name = "PATH")]
    output: PathBuf,
    /// Only this graph: its IRI, or its path below the base
    #[arg(long, value_name = "GRAPH")]
    graph: Option<String>,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let snapshot = super::open_store(config)?;
    let base = config.base.as_deref().unwrap_or(DEFAULT_BASE);
    let graph = arguments.graph.as_deref();
    if arguments.output.as_os_str() == "-" {
        let mut out = BufWriter::new(std::io::stdout().lock());
        export(&snapshot, arguments.format, base, graph, &mut out)?;
        out.flush()?;
        return Ok(Ending::Fine);
    }
    let path = &arguments.output;
    let partial = path.with_extension("partial");
    let written = || -> anyhow::Result<()> {
        let mut out = BufWriter::new(File::create(&partial)?);
        export(&snapshot, arguments.format, base, graph, &mut out)?;
        out.into_inner().map_err(|e| e.into_error())?.sync_all()?;
        std::fs::rename(&partial, path)?;
        Ok(())
    };
    if let Err(error) = written() {
        // Half a file helps nobody; that it cannot be removed changes nothing of the error.
        let _ = std::fs::remove_file(&partial);
        return Err(error).with_context(|| format!("{} could not be written", path.display()));
    }
    Ok(Ending::Fine)
}
