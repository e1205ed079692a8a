//! `rapporteur check`.

use std::io::Write;

use clap::Args;

use super::Ending;
use super::checks;
use super::open_store;
use super::progress::{counted, say};
use crate::config::Config;
use crate::query::Severity;

/// Looks for what does not fit: quotations, shapes, stated against listed numbers, unknown names, conflicts
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur check                 everything
  rapporteur check --violations    only what must not be
Exit code 1 if there is a violation.")]
pub(super) struct Arguments {
    /// Show violations only
    #[arg(long)]
    violations: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let mut findings = checks::findings(config, &open_store(config)?)?;
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let [violations, warnings, notes] = [Severity::Violation, Severity::Warning, Severity::Info].map(count);
    findings.retain(|finding| !arguments.violations || finding.severity == Severity::Violation);
    let mut out = std::io::stdout().lock();
    if !findings.is_empty() {
        let mut table = comfy_table::Table::new();
        if let Some(width) = super::query::width() {
            table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic).set_width(width);
        }
        table.load_style(comfy_table::presets::NOTHING).set_header(["severity", "check", "about", "finding"]);
        for finding in &findings {
            table.add_row([
                finding.severity.as_str(),
                finding.check.as_str(),
                finding.about.as_str(),
                finding.message.as_str(),
            ]);
        }
        writeln!(out, "{table}")?;
    }
    let (violated, warned) = (counted(violations, "violation"), counted(warnings, "warning"));
    say(format_args!("{violated}, {warned}, {}", counted(notes, "note")));
    Ok(if violations > 0 { Ending::Findings } else { Ending::Fine })
}
