//! `rapporteur query`: a saved query, a file, or standard input, answered in the format that is asked for.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use clap_complete::{ArgValueCandidates, ArgValueCompleter};
use oxigraph::sparql::CancellationToken;
use spargebra::Query;

use super::{Ending, base, complete, open_store, progress};
use crate::config::Config;
use crate::graph::vocab;
use crate::publish::results::{self, FORMAT_NAMES, Naming, ResultsFormat};
use crate::query::explain::{How, explain};
use crate::query::run::within;
use crate::query::{Answer, Completeness, Limits, Rows, SavedQuery, Shelf, labels, library, value};
use crate::store::Snapshot;

/// Answers a question: a saved query by its name, a file, or standard input
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur query meetings_timeline
  rapporteur query participants_of_meeting --set meeting=bali-2002-mc1
  rapporteur query mandates_to --set agent='Regional Support Office' --format csv
  echo 'SELECT ?s { ?s a igm:State } LIMIT 5' | rapporteur query -
  rapporteur query mandates_to --set agent=state/fiji --explain")]
pub(super) struct Arguments {
    /// Name of a saved query, path of a .rq file, or - for standard input
    #[arg(add = ArgValueCandidates::new(complete::queries))]
    query: String,
    /// Value of a parameter: an IRI, the end of its path, or a label
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    #[arg(add = ArgValueCompleter::new(complete::settings))]
    set: Vec<(String, String)>,
    /// How to write the answer; a table for rows and ttl for triples, if not given
    #[arg(long, value_parser = FORMAT_NAMES)]
    format: Option<String>,
    /// Most rows to give
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    limit: usize,
    /// Most seconds to take
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().time.as_secs())]
    timeout: u64,
    /// Show the plan instead of the answer: with the rows and the time of each step, or, as --explain=plan, without
    /// running it; as text, or with --format json as JSON
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "run")]
    #[arg(value_parser = ["run", "plan"])]
    explain: Option<String>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value".to_owned()),
    }
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let snapshot = open_store(config)?;
    let base = base(config)?;
    let query = bound(config, arguments, &snapshot, &base)?;
    let limits = Limits { rows: arguments.limit, time: Duration::from_secs(arguments.timeout) };
    if let Some(how) = &arguments.explain {
        let how = How { run: how == "run", rows: limits.rows, time: limits.time };
        return plan(arguments, &snapshot, &base, query, how);
    }
    let answer = crate::query::run(&snapshot, query, &limits)?;
    write(arguments, &snapshot, &base, &answer, &mut io::stdout().lock()).context("writing the answer")?;
    if let Answer::Solutions(Rows { completeness, .. }) | Answer::Graph { completeness, .. } = &answer {
        let advice = match completeness {
            Completeness::Complete => return Ok(Ending::Fine),
            Completeness::Truncated { .. } => "--limit gives more",
            Completeness::TimedOut { .. } => "--timeout gives more time",
        };
        progress::say(format_args!("the answer is not complete: {}; {advice}", completeness.describe()));
    }
    Ok(Ending::Fine)
}

/// Writes the plan of a query.
fn plan(a: &Arguments, snapshot: &Snapshot, base: &str, query: Query, how: How) -> anyhow::Result<Ending> {
    let token = CancellationToken::new();
    let plan = within(&token, how.time, || explain(snapshot, query, how, None, token.clone()))?;
    let text = match a.format.as_deref() {
        None => plan.text(base),
        Some("json") => format!("{}\n", serde_json::to_string_pretty(&plan)?),
        Some(other) => bail!("a plan is text or json, not {other}"),
    };
    io::stdout().lock().write_all(text.as_bytes()).context("writing the plan")?;
    Ok(Ending::Fine)
}

/// The query to run: found, parsed, its parameters bound.
fn bound(config: &Config, arguments: &Arguments, snapshot: &Snapshot, base: &str) -> anyhow::Result<Query> {
    let mut given = BTreeMap::new();
    for (name, value) in &arguments.set {
        if given.insert(name.clone(), value.clone()).is_some() {
            bail!("--set {name}=… is given twice");
        }
    }
    let path = Path::new(&arguments.query);
    let text = if arguments.query == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading the query from standard input")?;
        Some(("<stdin>", text))
    } else if path.extension().is_some_and(|extension| extension == "rq") || path.is_file() {
        Some((arguments.query.as_str(), std::fs::read_to_string(path).with_context(|| arguments.query.clone())?))
    } else {
        None
    };
    let saved = match text {
        // A query without a header has no parameters, and so nothing to bind.
        Some((path, text)) if !text.lines().any(|line| line.starts_with("#+")) => {
            if let Some(name) = given.keys().next() {
                bail!("{path} has no `#+` header, so it has no parameter `{name}`");
            }
            return Ok(library::parse_query(path, &text, base)?);
        }
        Some((path, text)) => SavedQuery::parse(path, &text, base)?,
        None => Shelf::open(base, &config.queries)?.library().get(&arguments.query)?.clone(),
    };
    let values = value::values(snapshot, &saved, &given)?;
    Ok(saved.bind(&values)?)
}

fn write(
    arguments: &Arguments,
    snapshot: &Snapshot,
    base: &str,
    answer: &Answer,
    output: &mut dyn Write,
) -> io::Result<()> {
    let fallback = if matches!(answer, Answer::Graph { .. }) { "ttl" } else { "table" };
    let name = arguments.format.as_deref().unwrap_or(fallback);
    let format = ResultsFormat::from_name(name).ok_or_else(|| io::Error::other(format!("unknown format {name}")))?;
    let labels = match format {
        ResultsFormat::Table | ResultsFormat::Markdown | ResultsFormat::Sheet => {
            labels::labels(snapshot, answer).map_err(io::Error::other)?
        }
        _ => BTreeMap::new(),
    };
    let naming = Naming { labels: &labels, shorten: &|iri: &str| vocab::compact(iri, base) };
    match answer {
        Answer::Boolean(value) => results::write_boolean(output, *value, format),
        Answer::Solutions(rows) => {
            results::write_rows(&mut *output, &rows.variables, &rows.rows, format, naming, width())?;
            match format {
                ResultsFormat::Table => writeln!(output, "{}", count(rows.rows.len(), rows.completeness)),
                _ => Ok(()),
            }
        }
        Answer::Graph { triples, .. } => {
            results::write_triples(output, triples, vocab::PREFIXES, format, naming, width())
        }
    }
}

fn count(rows: usize, completeness: Completeness) -> String {
    let noun = if rows == 1 { "row" } else { "rows" };
    match completeness {
        Completeness::Complete => format!("{rows} {noun}"),
        incomplete => format!("{rows} {noun}, {}", incomplete.describe()),
    }
}

/// The width of the terminal, as the shell tells it; none where the output is a file or a pipe.
pub(super) fn width() -> Option<u16> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    if io::stdout().is_terminal() { told.or(Some(160)) } else { None }
}
