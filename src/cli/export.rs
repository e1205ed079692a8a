//! `rapporteur export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use oxigraph::model::NamedNode;

use super::progress::say;
use super::{Ending, open_store};
use crate::config::Config;
use crate::publish::{CRATE_METADATA, ExportFormat, describe, export, export_crate, export_tables, write_quads};
use crate::server::{COPY_MARKER, copy_site};
use crate::store::Snapshot;

/// Writes the graph to standard output, a file or a folder: sorted, the same bytes for the same store
///
/// nq, trig and jsonld hold all graphs; ttl, nt and rdfxml hold the default graph, or the one named. csv is a folder
/// with one table for each class and a description of the columns (Frictionless data package); sheets is the same
/// for spreadsheets, parquet the same as Parquet. graphml and gexf are networks for NetworkX, Gephi and others,
/// annotations the passages as Web Annotations, nanopubs each fact with its passages under an address made of its
/// content, quickstatements the meetings for Wikidata. crate is a folder with all of these and the texts, described as an
/// RO-Crate. site is a folder with all pages and their data, for any host of files. A name that ends with .gz or .zst is written compressed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur export --format nq --output graph.nq.zst
  rapporteur export --graph graph/bali-2003-mc2      one document's graph as Turtle
  rapporteur export --about state/fiji --format trig what the store says of one thing
  rapporteur export --format nt | sort -c            sorted already
  rapporteur export --format csv --output tables     a folder
  rapporteur export --output network.gexf            for Gephi")]
pub(super) struct Arguments {
    /// nq, trig, ttl, nt, jsonld, rdfxml, csv, sheets, parquet, graphml, gexf, annotations, nanopubs, quickstatements,
    /// crate or site [default: from the name of the output, else nq; ttl for one graph]
    #[arg(long, value_name = "FORMAT")]
    format: Option<ExportFormat>,
    /// The file to write, a folder for csv, sheets, parquet, crate and site; `-` is standard output
    #[arg(long, short, value_name = "PATH", default_value = "-")]
    output: PathBuf,
    /// Only this named graph: its IRI or its path below the base
    #[arg(long, value_name = "NAME")]
    graph: Option<String>,
    /// Only what is said of this thing, what leads to it, and the passages that prove it, in a format of RDF: its IRI or its path
    /// below the base
    #[arg(long, value_name = "NAME", conflicts_with = "graph")]
    about: Option<String>,
}

/// How a file is compressed.
#[derive(Clone, Copy)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let snapshot = open_store(config)?;
    let base = super::base(config)?;
    let (plain, packing) = packing(&arguments.output);
    let format = match arguments.format {
        Some(format) => format,
        None => by_name(&plain, arguments.graph.is_some() || arguments.about.is_some())?,
    };
    let to_stdout = arguments.output == Path::new("-");
    let marker = match format {
        ExportFormat::Tables(_) => Some("datapackage.json"),
        ExportFormat::Crate => Some(CRATE_METADATA),
        ExportFormat::Site => Some(COPY_MARKER),
        _ => None,
    };
    if let Some(marker) = marker {
        if to_stdout || arguments.graph.is_some() || arguments.about.is_some() {
            bail!(
                "{format} is a folder of files of the whole graph: name it with --output FOLDER, without --graph and --about"
            );
        }
        let written = replace_folder(&arguments.output, marker, |folder| {
            match format {
                ExportFormat::Tables(tables) => export_tables(&snapshot, &base, folder, tables)?,
                ExportFormat::Crate => export_crate(&snapshot, &base, folder)?,
                _ => {
                    let copies = copy_site(super::serve::to_copy(config, snapshot)?, folder)?;
                    say(format_args!("{} pages and {} other files", copies.pages, copies.files));
                }
            }
            Ok(())
        });
        written.with_context(|| format!("{} is unchanged", arguments.output.display()))?;
        return Ok(Ending::Fine);
    }
    let folder = arguments.output.parent().filter(|folder| folder.is_dir()).map_or_else(std::env::temp_dir, Into::into);
    let folder = if to_stdout { std::env::temp_dir() } else { folder };
    let mut hash = None;
    let mut write = |out: &mut dyn Write| -> anyhow::Result<()> {
        hash = packed(packing, out, |out| match &arguments.about {
            Some(thing) => about(&snapshot, format, &base, thing, out).map(|()| None),
            None => Ok(export(&snapshot, format, &base, arguments.graph.as_deref(), &folder, out)?),
        })??;
        Ok(())
    };
    if to_stdout {
        write(&mut BufWriter::new(std::io::stdout().lock()))?;
    } else if arguments.output.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        // A device or a pipe is written to; only a file can be replaced.
        let place = || arguments.output.display().to_string();
        write(&mut BufWriter::new(File::options().write(true).open(&arguments.output).with_context(place)?))?;
    } else {
        replace(&arguments.output, write).with_context(|| format!("{} is unchanged", arguments.output.display()))?;
    }
    if let Some(hash) = hash {
        say(format_args!("canonical form (RDFC-1.0), SHA-256 {hash}"));
    }
    Ok(Ending::Fine)
}

/// What the store says of one thing.
fn about(
    snapshot: &Snapshot,
    format: ExportFormat,
    base: &str,
    thing: &str,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let ExportFormat::Rdf(format) = format else {
        bail!("{format} is of the whole graph: leave --about out, or take ttl")
    };
    let iri = if thing.contains("://") { thing.to_owned() } else { format!("{base}{thing}") };
    let node = NamedNode::new(&iri).with_context(|| format!("{thing:?} is neither an IRI nor a path below {base}"))?;
    let description = describe(snapshot, node.as_ref(), usize::MAX - 1)?;
    if description.quads.is_empty() {
        bail!("the store says nothing of {iri}; `rapporteur query` or the search of `rapporteur serve` finds its name");
    }
    Ok(write_quads(&description.quads, format.format, out)?)
}

/// The name without the ending of a compressed file.
fn packing(output: &Path) -> (PathBuf, Packing) {
    match output.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => (output.with_extension(""), Packing::Gzip),
        Some("zst") => (output.with_extension(""), Packing::Zstd),
        _ => (output.to_owned(), Packing::None),
    }
}

fn packed<T>(packing: Packing, out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> T) -> std::io::Result<T> {
    Ok(match packing {
        Packing::None => write(out),
        Packing::Gzip => {
            // No time and no name in the head: the same bytes each time.
            let encoder = flate2::write::GzEncoder::new(out, flate2::Compression::default());
            // It clears its room for output at each call: it is called for many lines at once.
            let mut encoder = BufWriter::with_capacity(1 << 18, encoder);
            let written = write(&mut encoder);
            encoder.into_inner()?.finish()?;
            written
        }
        Packing::Zstd => {
            let mut encoder = zstd::Encoder::new(out, 3)?;
            let written = write(&mut encoder);
            encoder.finish()?;
            written
        }
    })
}

fn by_name(output: &Path, one_graph: bool) -> anyhow::Result<ExportFormat> {
    let extension = output.extension().and_then(|extension| extension.to_str());
    let name = extension.unwrap_or(if one_graph { "ttl" } else { "nq" });
    if name == "csv" {
        bail!("{} is one file, and tables are several: name a folder, with --format csv", output.display());
    }
    Ok(name.parse::<ExportFormat>()?)
}

/// The name of a file or folder beside its place, until it is whole.
fn part(path: &Path) -> anyhow::Result<PathBuf> {
    let mut name = path.file_name().context("the output has no file name")?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(name))
}

/// Writes a file beside its place and moves it there when it is whole.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let part = part(path)?;
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

/// The same for a folder, which has a file of this name if it comes from an export. Another one is left alone.
fn replace_folder(path: &Path, marker: &str, write: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let ours = path.join(marker).is_file();
    if path.exists() && !ours && path.read_dir().map_or(true, |mut entries| entries.next().is_some()) {
        bail!("it holds something else than such an export; name another folder");
    }
    let part = part(path)?;
    let written = (|| {
        std::fs::create_dir_all(&part).with_context(|| part.display().to_string())?;
        write(&part)?;
        let old = part.with_extension("old");
        if path.exists() {
            std::fs::rename(path, &old)?;
        }
        if let Err(error) = std::fs::rename(&part, path) {
            if old.exists() {
                std::fs::rename(&old, path)?;
            }
            return Err(error.into());
        }
        if old.exists() {
            std::fs::remove_dir_all(&old)?;
        }
        Ok(())
    })();
    if written.is_err() {
        let _ = std::fs::remove_dir_all(&part);
    }
    written
}
