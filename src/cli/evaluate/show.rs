//! An evaluation as a table, JSON or CSV.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context;
use comfy_table::{CellAlignment, Table};
use serde_json::json;

use super::{Arguments, By, Form};
use crate::corpus::{Corpus, Source};
use crate::evaluate::{self, Bootstrap, Difference, Line, Record, Row, Run, Side};

type Interval = Option<(f64, f64)>;

/// The figures of a run, and its misses where they are asked for.
pub(super) fn figures(run: &Run, arguments: &Arguments, how: Bootstrap, corpus: &Corpus) -> anyhow::Result<String> {
    let by = match arguments.by {
        By::Category => evaluate::By::Category,
        By::Document => evaluate::By::Document,
        By::Rule => evaluate::By::Rule,
    };
    let lines = run.lines(by, how);
    let remarks = remarks(run, arguments.misses, corpus);
    match arguments.format {
        Form::Table => {
            let mut shown = lines_table(&lines, by).to_string();
            shown.push('\n');
            for (row, side, document, remark) in &remarks {
                // Writing into a string cannot fail.
                let _ = writeln!(
                    shown,
                    "{} {}: {}:{} [{}] {} {:?}",
                    row.name(),
                    side_name(*side),
                    document.file,
                    remark.span.start,
                    remark.kind,
                    remark.about,
                    document.quote
                );
            }
            Ok(shown)
        }
        Form::Json if arguments.misses == 0 && by == evaluate::By::Category => Ok(Record::new(run, how).to_json()),
        Form::Json => {
            let mut whole = serde_json::to_value(Record::new(run, how))?;
            if by != evaluate::By::Category {
                whole["lines"] = lines.iter().map(line_json).collect();
            }
            let misses = remarks.iter().map(|(row, side, document, remark)| {
                json!({
                    "row": row.name(), "side": side_name(*side), "kind": remark.kind, "about": remark.about,
                    "file": document.file, "start": remark.span.start, "end": remark.span.end, "quote": document.quote,
                })
            });
            whole["misses"] = misses.collect();
            Ok(serde_json::to_string_pretty(&whole)? + "\n")
        }
        Form::Csv => {
            let header = [
                "document",
                "name",
                "gold",
                "found",
                "right",
                "precision",
                "recall",
                "f1",
                "bootstrap_low",
                "bootstrap_high",
                "wilson_low",
                "wilson_high",
            ];
            let rows = lines.iter().map(|line| {
                let figures = line.figures;
                let counts = figures.counts;
                let mut row = vec![line.document.clone().unwrap_or_default(), line.name.clone()];
                row.extend([counts.gold, counts.found, counts.right].map(|count| count.to_string()));
                row.extend([counts.precision(), counts.recall(), counts.f1()].map(plain));
                for interval in [figures.bootstrap, figures.wilson] {
                    row.extend([plain(interval.map(|i| i.0)), plain(interval.map(|i| i.1))]);
                }
                row
            });
            csv(&header, rows)
        }
    }
}

/// What changed between two runs.
pub(super) fn comparison(differences: &[Difference], form: Form) -> anyhow::Result<String> {
    let cells = |d: &Difference| {
        let [precision, recall, f1] = d.deltas();
        (precision, recall, f1, d.before.f1(), d.after.f1())
    };
    match form {
        Form::Table => {
            let mut table = table(&["", "F1 before", "F1 now", "precision", "recall", "F1", "95 % interval"]);
            for d in differences {
                let (precision, recall, f1, before, after) = cells(d);
                let name = d.row.name().to_owned();
                let changes = [precision, recall, f1].map(signed);
                let [precision, recall, f1] = changes;
                let interval = d.interval.map(|(low, high)| format!("{low:+.3} to {high:+.3}"));
                table.add_row([
                    name,
                    figure(before),
                    figure(after),
                    precision,
                    recall,
                    f1,
                    interval.unwrap_or_default(),
                ]);
            }
            Ok(format!("{table}\n"))
        }
        Form::Json => {
            let rows: Vec<_> = differences
                .iter()
                .map(|d| {
                    let (precision, recall, f1, before, after) = cells(d);
                    json!({
                        "name": d.row.name(), "before": d.before, "after": d.after, "f1_before": before,
                        "f1_after": after, "precision": precision, "recall": recall, "f1": f1, "interval": d.interval,
                    })
                })
                .collect();
            Ok(serde_json::to_string_pretty(&json!({ "differences": rows }))? + "\n")
        }
        Form::Csv => {
            let header = ["name", "f1_before", "f1_after", "precision", "recall", "f1", "low", "high"];
            let rows = differences.iter().map(|d| {
                let (precision, recall, f1, before, after) = cells(d);
                let mut row = vec![d.row.name().to_owned()];
                let interval = [d.interval.map(|i| i.0), d.interval.map(|i| i.1)];
                row.extend([before, after, precision, recall, f1].into_iter().chain(interval).map(plain));
                row
            });
            csv(&header, rows)
        }
    }
}

/// Writes to standard output or a file.
pub(super) fn write(output: &Path, shown: &str) -> anyhow::Result<()> {
    if output == Path::new("-") {
        std::io::stdout().lock().write_all(shown.as_bytes()).context("writing the figures")
    } else {
        std::fs::write(output, shown).with_context(|| output.display().to_string())
    }
}

/// Where a remark stands.
struct Place {
    file: String,
    quote: String,
}

/// The text of a document, if it can be read again.
fn text_of(source: &Source) -> Option<String> {
    let converted = crate::cli::converter().convert(source.format, &source.bytes().ok()?);
    Some(converted.ok()?.text)
}

fn remarks<'r>(run: &'r Run, n: usize, corpus: &Corpus) -> Vec<(Row, Side, Place, &'r evaluate::Remark)> {
    let mut all = Vec::new();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for row in Row::ALL {
        for side in [Side::Missed, Side::False] {
            for (document, remark) in run.instructive(*row, side, n) {
                let source = corpus.sources.iter().find(|source| source.id == document.id);
                let text = texts.entry(&document.id).or_insert_with(|| source.and_then(text_of).unwrap_or_default());
                let words = text.get(remark.span.start..remark.span.end).unwrap_or_default();
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let quote: String = words.chars().take(160).collect();
                let file = source.map_or_else(|| document.id.clone(), |source| source.path.display().to_string());
                all.push((*row, side, Place { file, quote }, remark));
            }
        }
    }
    all
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Missed => "missed",
        Side::False => "false",
    }
}

fn lines_table(lines: &[Line], by: evaluate::By) -> Table {
    let first = if by == evaluate::By::Document { vec!["document", ""] } else { vec![""] };
    let rest = ["gold", "found", "right", "precision", "recall", "F1", "95 % (documents)", "95 % (Wilson)"];
    let rest = rest.iter().filter(|name| by != evaluate::By::Rule || !["gold", "recall", "F1"].contains(*name));
    let mut table = table(&first.into_iter().chain(rest.copied()).collect::<Vec<_>>());
    for line in lines {
        let figures = line.figures;
        let counts = figures.counts;
        let mut row: Vec<String> = line.document.iter().cloned().chain([line.name.clone()]).collect();
        if by == evaluate::By::Rule {
            row.extend([counts.found.to_string(), counts.right.to_string(), figure(counts.precision())]);
        } else {
            row.extend([counts.gold, counts.found, counts.right].map(|count| count.to_string()));
            row.extend([counts.precision(), counts.recall(), counts.f1()].map(figure));
        }
        row.extend([interval(figures.bootstrap), interval(figures.wilson)]);
        table.add_row(row);
    }
    table
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(header.iter().copied());
    for (index, name) in header.iter().enumerate() {
        if !["", "document"].contains(name)
            && let Some(column) = table.column_mut(index)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn signed(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.3}"))
}

fn interval(interval: Interval) -> String {
    interval.map_or_else(String::new, |(low, high)| format!("{low:.3}–{high:.3}"))
}

fn plain(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.4}"))
}

fn line_json(line: &Line) -> serde_json::Value {
    let figures = line.figures;
    json!({
        "document": line.document, "name": line.name, "gold": figures.counts.gold, "found": figures.counts.found,
        "right": figures.counts.right, "precision": figures.counts.precision(), "recall": figures.counts.recall(),
        "f1": figures.counts.f1(), "bootstrap": figures.bootstrap, "wilson": figures.wilson,
    })
}

fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
