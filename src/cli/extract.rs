//! `rapporteur extract` and `load`: the work of a build on several machines.

use std::io::{stdin, stdout};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::build::{ending, quality, tell, told_of};
use super::progress::{BuildProgress, counted, say};
use super::{Ending, converter};
use crate::config::Config;
use crate::corpus::{ManifestPart, sha256};
use crate::curation::Curation;
use crate::graph::Quality;
use crate::graph::vocab::BASE;
use crate::pipeline::{
    self, BuildOptions, Event, MadeOf, Scope, Shard, Shards, extract_shard, extract_stream, load_shards, shard_of_rows,
};
use crate::query::Shelf;
use crate::store::{Generations, Record};

/// Reads a part of the documents of a manifest and writes what they say into files, for `rapporteur load`
///
/// Each document belongs to one of N shards, by a hash of its identifier. Any machine can extract any shard, several at a
/// time, again after it was killed: the files have the same bytes. Their names begin with part-k-of-N; the receipt, a JSON
/// file, comes last.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur extract --shard 1/2 --manifest corpus.toml --out shards   on one machine
  rapporteur extract --shard 2/2 --manifest corpus.toml --out shards   on another
  rapporteur load shards                                               when both have ended
A document that cannot be taken is no error here, since a scheduler would try again: the receipt names it, and so does
`rapporteur load`. With sha256 in the manifest's entries, a shard reads the files of its own documents only.
With --arrow-stdio it is a part of somebody else's pipeline: documents come in as Arrow record batches (columns id, path,
content, and those of the manifest), rows of what they say go out. integrations/spark runs it in Apache Spark.")]
pub(super) struct ExtractArguments {
    /// Which shard of how many
    #[arg(long, value_name = "k/N", default_value_t = Shard::WHOLE)]
    shard: Shard,
    /// The manifest [default: data/corpus.toml]
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    /// Folder for the files; all shards of a manifest go into the same
    #[arg(long, value_name = "DIR", required_unless_present = "arrow_stdio")]
    out: Option<PathBuf>,
    /// Read documents from standard input and write what they say to standard output, as streams of Arrow IPC
    #[arg(long, conflicts_with_all = ["shard", "manifest", "out"])]
    arrow_stdio: bool,
    /// Make the shard of rows that --arrow-stdio wrote, sorted by id, from standard input; --made-of takes the place of the
    /// manifest
    #[arg(long, requires = "made_of", conflicts_with_all = ["manifest", "arrow_stdio"])]
    arrow_rows: bool,
    /// SHA-256 of what lists the documents, the same for all shards
    #[arg(long, value_name = "SHA256", requires = "arrow_rows")]
    made_of: Option<String>,
    /// Terms of use of the whole, as the manifest would state them
    #[arg(long, value_name = "TEXT", requires = "arrow_rows")]
    licence: Option<String>,
}

/// Makes the store hold exactly the documents of a folder of shards
///
/// The store is the one that `rapporteur build` makes of the same manifest. Shards that are missing, were made of another
/// manifest, or by another program, are refused.
#[derive(Args)]
#[command(after_help = "\
Example:
  rapporteur load shards
Exit code 1 if a document could not be taken when its shard was extracted; the others are in the store nevertheless.")]
pub(super) struct LoadArguments {
    /// The folder that `rapporteur extract` wrote
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// The manifest of which the shards were made, for the figures of an evaluation that lie beside it [default: data/corpus.toml]
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    /// Publish nothing where the graph violates a shape of the ontology
    #[arg(long)]
    strict: bool,
}

pub(super) fn extract(config: &Config, arguments: &ExtractArguments) -> anyhow::Result<Ending> {
    let shard = arguments.shard;
    let of_manifest = !arguments.arrow_stdio && !arguments.arrow_rows;
    let part = of_manifest.then(|| ManifestPart::read(&config.corpus, &|id| shard.takes_entry(id))).transpose();
    let part = part.context("the manifest cannot be used")?;
    let of_manifest = part.as_ref().and_then(|part| part.corpus.base.as_deref());
    let base = config.base.as_deref().or(of_manifest).unwrap_or(BASE).to_owned();
    let (rules, converter) = (config.rules.clone(), converter());
    let options = BuildOptions { base, rules, converter, ..BuildOptions::default() };
    let curation = Curation::read(&config.curation);
    let Some(out) = &arguments.out else {
        let done = extract_stream(stdin().lock(), stdout().lock(), &curation, &options)?;
        told(done.documents, done.quads, done.failed, "");
        return Ok(Ending::Fine);
    };
    let receipt = match &part {
        Some(part) => {
            let progress = BuildProgress::new();
            let receipt = extract_shard(shard, part, &curation, &options, out, &|event| progress.note(event));
            progress.end();
            receipt
        }
        None => {
            let (sha256, licence) = (arguments.made_of.clone().unwrap_or_default(), arguments.licence.clone());
            shard_of_rows(shard, stdin().lock(), &MadeOf { sha256, licence }, &curation, &options, out)
        }
    };
    let receipt = receipt.with_context(|| format!("shard {shard} is not written"))?;
    for failed in &receipt.failed {
        say(format_args!("failed   {}: {}", failed.place, failed.reason));
    }
    told(receipt.documents, receipt.quads, receipt.failed.len() as u64, &format!("shard {shard}: "));
    Ok(Ending::Fine)
}

fn told(documents: u64, quads: u64, failed: u64, of: &str) {
    let (documents, quads) = (counted(documents, "document"), counted(quads, "quad"));
    let failed = if failed == 0 { String::new() } else { format!(", {failed} failed") };
    say(format_args!("{of}{quads} from {documents}{failed}"));
}

pub(super) fn load(config: &Config, arguments: &LoadArguments) -> anyhow::Result<Ending> {
    let shards = Shards::open(&arguments.from)?;
    let base = shards.base().to_owned();
    if let Some(other) = config.base.as_deref().filter(|other| *other != base) {
        anyhow::bail!("the shards were extracted under the base {base}, not {other}");
    }
    Shelf::open(&base, &config.queries).context("a saved query is not in order")?;
    let quality = quality_of(config, &shards);
    let progress = BuildProgress::new();
    let note = |event: Event<'_>| progress.note(event);
    let (rules, strict) = (config.rules.clone(), arguments.strict);
    let options = BuildOptions { base, rules, quality, strict, converter: converter(), scope: Scope::Exactly };
    let store = Generations::at(&config.store);
    let report = load_shards(&store, &shards, &Curation::read(&config.curation), &options, &note);
    progress.end();
    let report = report.map_err(told_of)?;
    super::store::copied(config)?;
    tell(&report);
    Ok(ending(&report))
}

/// The figures of an evaluation beside the manifest, where that is the one of which the shards were made.
fn quality_of(config: &Config, shards: &Shards) -> Quality {
    let is_theirs = |manifest: &Path| std::fs::read(manifest).is_ok_and(|text| sha256(&text) == shards.manifest());
    if !is_theirs(&config.corpus) {
        return Quality::default();
    }
    quality(&config.corpus, &pipeline::held(&shards.corpus, &Record::default(), &Scope::Exactly), true)
}
