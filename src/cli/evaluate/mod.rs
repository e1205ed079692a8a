//! `rapporteur evaluate`.

mod registry;
mod show;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::Ending;
use super::progress::{counted, say};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::evaluate::{self, Bootstrap, FIGURES, Gold, Reading, Record, Run, Targets};
use crate::pipeline::Reader;

/// File beside gold that holds the floors.
const TARGETS: &str = "targets.toml";

/// Measures what is read against gold: precision, recall and F1 per kind of fact
///
/// Gold is a folder of JSON files, one per document, with what a person found in it; data/gold/README.md describes the
/// format. A file `targets.toml` beside it holds floors, which are checked when matching by overlap.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur evaluate                                       the shipped documents against data/gold
  rapporteur evaluate --misses 5                            and what was missed or is false, with its place
  rapporteur evaluate --gold my-gold --documents my-texts   other documents
  rapporteur evaluate --by rule                             how much of what each rule found is right
  rapporteur evaluate --format json --output before.json    keep a run ...
  rapporteur evaluate --against before.json                 ... and see what has changed since
Exit code 1 if a floor is not reached.")]
pub(super) struct Arguments {
    /// Folder of gold files [default: gold/ beside the manifest]
    #[arg(long, value_name = "DIR")]
    gold: Option<PathBuf>,
    /// Folder of the documents [default: those of the manifest]
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    /// The manifest [default: data/corpus.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "documents")]
    pub(super) corpus: Option<PathBuf>,
    /// When a finding is what a label says: by exactly its name and passage, by most of them, or by identity alone
    #[arg(long = "match", value_name = "MODE", default_value = "overlap")]
    matching: Match,
    /// What the lines of the table are
    #[arg(long, value_name = "WHAT", default_value = "category")]
    by: By,
    /// How many times documents are drawn anew for the 95 % intervals
    #[arg(long, value_name = "N", default_value_t = Bootstrap::default().samples)]
    bootstrap: usize,
    /// Where the drawing begins: the same seed gives the same intervals
    #[arg(long, value_name = "S", default_value_t = Bootstrap::default().seed)]
    seed: u64,
    /// Compare with an earlier run, written by `--format json` or `--record`
    #[arg(long, value_name = "FILE", conflicts_with = "by")]
    against: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "table")]
    format: Form,
    /// Where to write; `-` is standard output
    #[arg(long, value_name = "PATH", default_value = "-")]
    output: PathBuf,
    /// List so many misses and false findings of each row: file, offset in bytes, and words
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
    /// Write the figures that a build publishes: figures.json beside gold
    #[arg(long, conflicts_with_all = ["matching", "against", "bootstrap", "seed"])]
    record: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Match {
    Exact,
    Overlap,
    Identity,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Category,
    Document,
    Rule,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Json,
    Csv,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let folder = arguments.gold.clone().unwrap_or_else(|| gold_beside(&config.corpus));
    let matching = match arguments.matching {
        Match::Exact => evaluate::Match::Exact,
        Match::Overlap => evaluate::Match::Overlap,
        Match::Identity => evaluate::Match::Identity,
    };
    let corpus = match &arguments.documents {
        Some(documents) => Corpus::from_paths(std::slice::from_ref(documents)),
        None => Corpus::from_manifest(&config.corpus).context("the manifest cannot be used")?,
    };
    for problem in &corpus.problems {
        say(format_args!("left out {problem}"));
    }
    let run = measure(&folder, &corpus, &config.rules, matching)?;
    let how = Bootstrap { samples: arguments.bootstrap, seed: arguments.seed };
    let shown = match &arguments.against {
        Some(path) => {
            let before = Record::read(path)?;
            if before.matching != matching.name() {
                bail!("{} was matched by {:?}, this run by {:?}", path.display(), before.matching, matching.name());
            }
            let (differences, left_out) = evaluate::compare(&run, &before, how);
            if !left_out.is_empty() {
                say(format_args!("not compared, because only one run has them as they are: {}", left_out.join(", ")));
            }
            show::comparison(&differences, arguments.format)?
        }
        None => show::figures(&run, arguments, how, &corpus)?,
    };
    show::write(&arguments.output, &shown)?;
    if arguments.record {
        let path = folder.join(FIGURES);
        std::fs::write(&path, Record::new(&run, how).to_json()).with_context(|| path.display().to_string())?;
        say(format_args!("recorded {}", path.display()));
    }
    let targets = folder.join(TARGETS);
    if matching != evaluate::Match::Overlap || !targets.exists() {
        return Ok(Ending::Fine);
    }
    let shortfalls = Targets::read(&targets)?.shortfalls(&run);
    for shortfall in &shortfalls {
        say(format_args!("{}: {shortfall}", targets.display()));
    }
    Ok(if shortfalls.is_empty() { Ending::Fine } else { Ending::Findings })
}

/// Where gold of a manifest's documents stands.
pub(super) fn gold_beside(manifest: &Path) -> PathBuf {
    manifest.with_file_name("gold")
}

/// Reads the labelled documents and compares what is found with gold.
fn measure(gold: &Path, corpus: &Corpus, rules: &[PathBuf], matching: evaluate::Match) -> anyhow::Result<Run> {
    let golds = Gold::read_folder(gold)?;
    let pairs = evaluate::pair(&golds, corpus)?;
    let unlabelled = corpus.sources.len() - pairs.len();
    if unlabelled > 0 {
        say(format_args!("{} without gold", counted(unlabelled as u64, "document")));
    }
    let mut reader = Reader::with_packs(rules).map_err(|error| anyhow::anyhow!(error))?;
    reader.converter = crate::cli::converter();
    let mut read = Vec::with_capacity(pairs.len());
    for (_, source) in &pairs {
        read.push(reader.read(source).map_err(|error| anyhow::anyhow!("{}: {error}", source.path.display()))?);
    }
    let readings: Vec<Reading<'_>> = pairs
        .iter()
        .zip(&read)
        .map(|((gold, source), (document, extraction, _))| Reading {
            gold,
            sha256: &source.sha256,
            document,
            extraction,
        })
        .collect();
    let extractions = readings.iter().map(|reading| reading.extraction);
    let known = registry::registry(&reader.authority, extractions.flat_map(evaluate::things));
    Ok(evaluate::evaluate(&readings, &known, matching)?)
}
