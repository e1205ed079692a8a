//! `rapporteur check`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use oxigraph::io::RdfFormat;

use super::Ending;
use super::checks::{self, Finding};
use super::open_store;
use super::progress::{counted, say};
use crate::config::Config;
use crate::query::Severity;
use crate::shacl::Shapes;
use crate::store::Snapshot;

/// Looks for what does not fit, each with its sentence: shapes, stated against listed numbers, unknown names, conflicts,
/// sentences of which no act was read, things that may be one, decisions that do not apply any more
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur check                           everything
  rapporteur check --violations              only what must not be
  rapporteur check --kind unread-act         sentences with a verb of speech of which no act was read
  rapporteur check --kind contradiction --format json
  rapporteur check --shapes house.ttl        also with SHACL shapes of your own
  rapporteur check --format report           what the shapes find, as sh:ValidationReport in Turtle
Exit code 1 if there is a violation.")]
pub(super) struct Arguments {
    /// Show violations only
    #[arg(long)]
    violations: bool,
    /// Show only findings of this kind; can be given more than once
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Look also with the SHACL shapes of this Turtle file; can be given more than once
    #[arg(long, value_name = "FILE")]
    shapes: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: long sentences are shortened
    Table,
    /// An array of findings, each with its passages
    Json,
    /// One row per finding and passage
    Csv,
    /// What the shapes find, and nothing else, as a SHACL validation report in Turtle
    Report,
}

/// Longest sentence in a table, in characters.
const SENTENCE: usize = 240;

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let wanted: Vec<String> = arguments.kind.iter().map(|kind| kind.replace('_', "-")).collect();
    let kinds = checks::kinds()?;
    if let Some(unknown) = wanted.iter().find(|kind| !kinds.contains(*kind)) {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        bail!("{unknown:?} is no kind of finding; kinds are {}", kinds.join(", "));
    }
    let snapshot = open_store(config)?;
    if arguments.format == Format::Report {
        return report(config, arguments, &snapshot);
    }
    let mut findings = checks::findings(config, &snapshot, &arguments.shapes)?;
    findings.retain(|finding| wanted.is_empty() || wanted.contains(&finding.kind));
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let [violations, warnings, notes] = [Severity::Violation, Severity::Warning, Severity::Info].map(count);
    findings.retain(|finding| !arguments.violations || finding.severity == Severity::Violation);
    let mut out = std::io::stdout().lock();
    match arguments.format {
        Format::Table => table(&findings, &mut out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &findings)?;
            writeln!(out)?;
        }
        Format::Csv => csv(&findings, &mut out)?,
        Format::Report => {}
    }
    let (violated, warned) = (counted(violations, "violation"), counted(warnings, "warning"));
    say(format_args!("{violated}, {warned}, {}", counted(notes, "note")));
    Ok(if violations > 0 { Ending::Findings } else { Ending::Fine })
}

/// The validation report alone.
fn report(config: &Config, arguments: &Arguments, snapshot: &Snapshot) -> anyhow::Result<Ending> {
    if !arguments.kind.is_empty() || arguments.violations {
        bail!("a validation report is whole: leave --kind and --violations out, or take another --format");
    }
    let base = super::base(config)?;
    let report = Shapes::shipped().and(checks::own(&arguments.shapes, &base)?).validate(snapshot)?;
    let violations = report.outcomes.iter().filter(|outcome| outcome.is_violation()).count();
    report.write(&format!("{base}dataset/validation"), RdfFormat::Turtle, std::io::stdout().lock())?;
    Ok(if violations > 0 { Ending::Findings } else { Ending::Fine })
}

fn table(findings: &[Finding], out: &mut impl Write) -> anyhow::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let mut table = comfy_table::Table::new();
    if let Some(width) = super::query::width() {
        table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic).set_width(width);
    }
    table.load_style(comfy_table::presets::NOTHING).set_header(["severity", "kind", "about", "finding", "sentence"]);
    for finding in findings {
        let cite = |place: &checks::Place| format!("\"{}\" {}", shortened(&place.sentence), place.cited());
        let sentences: Vec<String> = finding.passages.iter().map(cite).collect();
        table.add_row([
            finding.severity.as_str(),
            finding.kind.as_str(),
            finding.about.as_str(),
            shortened(&finding.finding).as_str(),
            sentences.join("\n").as_str(),
        ]);
    }
    writeln!(out, "{table}")?;
    Ok(())
}

fn shortened(sentence: &str) -> String {
    match sentence.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{} …", sentence[..at].trim_end()),
        None => sentence.to_owned(),
    }
}

fn csv(findings: &[Finding], out: &mut impl Write) -> anyhow::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["severity", "kind", "about", "finding", "document", "start", "end", "locator", "sentence"])?;
    for finding in findings {
        let own = [finding.severity.as_str(), &finding.kind, &finding.about, &finding.finding];
        for place in &finding.passages {
            let (start, end) = (place.start.to_string(), place.end.to_string());
            let locator = place.locator.as_deref().unwrap_or_default();
            rows.write_record(own.iter().copied().chain([&place.document, &*start, &*end, locator, &place.sentence]))?;
        }
        if finding.passages.is_empty() {
            rows.write_record(own.into_iter().chain([""; 5]))?;
        }
    }
    rows.flush()?;
    Ok(())
}
