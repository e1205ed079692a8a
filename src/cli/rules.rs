//! `rapporteur rules`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Ending;
use super::progress::say;
use crate::config::Config;
use crate::corpus::Corpus;
use crate::pipeline::Reader;
use crate::rules::{Coverage, Packs};

/// Tests the rule packs, lists their rules, or shows what they find in documents
#[derive(Args)]
#[command(
    after_help = "Examples:\n  rapporteur rules test                           run the tests that stand in the packs\n  rapporteur rules test --rules my-packs          those of packs of your own as well\n  rapporteur rules coverage                       which rules found what in the documents of the manifest\n  rapporteur rules coverage --documents notes/    and in other documents\n  rapporteur rules list                           every rule, with its place\nExit code 1 if a test fails or a document cannot be read."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Runs the tests that stand in the packs, each pack with those that it extends
    Test,
    /// Shows how often each rule fired, was kept and made a fact, and which never did
    Coverage {
        /// Files and folders to read instead of the manifest's documents
        #[arg(long, value_name = "PATH", num_args = 1..)]
        documents: Vec<PathBuf>,
    },
    /// Lists the rules with phase, kind, priority and place
    List,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    match &arguments.what {
        What::Test => {
            let report = Packs::load(&config.rules)?.test()?;
            writeln!(std::io::stdout().lock(), "{report}")?;
            Ok(if report.passed() { Ending::Fine } else { Ending::Findings })
        }
        What::Coverage { documents } => coverage(config, documents),
        What::List => {
            list(&Packs::load(&config.rules)?)?;
            Ok(Ending::Fine)
        }
    }
}

fn coverage(config: &Config, documents: &[PathBuf]) -> anyhow::Result<Ending> {
    let corpus = if documents.is_empty() {
        Corpus::from_manifest(&config.corpus).context("the manifest cannot be used")?
    } else {
        Corpus::from_paths(documents)
    };
    let reader = Reader::with_packs(&config.rules).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut coverage = Coverage::new(&reader.packs);
    for problem in &corpus.problems {
        say(format_args!("failed   {problem}"));
    }
    for source in &corpus.sources {
        reader
            .watch(source, |annotations, packs, said| {
                coverage.add(packs, annotations, said.assertions.iter().map(|assertion| assertion.rule.as_str()));
            })
            .map_err(|error| anyhow::anyhow!("{}: {error}", source.id))?;
    }
    writeln!(std::io::stdout().lock(), "{coverage}")?;
    Ok(if corpus.problems.is_empty() { Ending::Fine } else { Ending::Findings })
}

fn list(packs: &Packs) -> anyhow::Result<()> {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(["rule", "phase", "kind", "priority", "pack", "place"]);
    for rule in packs.rules() {
        let priority = rule.priority.to_string();
        let place = format!("{}:{}", rule.file, rule.line);
        table.add_row([rule.id.as_str(), &rule.phase, rule.kind(), &priority, &rule.pack, &place]);
    }
    writeln!(std::io::stdout().lock(), "{table}")?;
    Ok(())
}
