//! `rapporteur query`: a saved query, a file, or standard input, answered in the format that is asked for.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use spargebra::Query;

use super::Ending;
use crate::publish::results::{self, FORMAT_NAMES, Naming, ResultsFormat};
use crate::query::{Answer, Completeness, Library, Limits, Rows, SavedQuery, labels, library, prefixes, value};
use crate::store::Snapshot;

/// Ask the graph a question.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur query meetings_timeline
  rapporteur query participants_of_meeting --set meeting=ministerial-conference-1
  rapporteur query mandates_to --set agent='Regional Support Office' --format csv
  echo 'SELECT ?s { ?s a igm:State } LIMIT 5' | rapporteur query -")]
pub struct QueryArgs {
    /// Name of a saved query, path of a .rq file, or - for standard input.
    pub query: String,

    /// Value of a parameter: an IRI, the end of its path, or a label.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,

    /// How to write the answer; a table for rows, ttl for triples, if not given.
    #[arg(long, value_parser = FORMAT_NAMES)]
    pub format: Option<String>,

    /// A folder with queries of your own, beside the shipped ones.
    #[arg(long, value_name = "DIR")]
    pub queries: Option<PathBuf>,

    /// Most rows to give.
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    pub limit: usize,

    /// Most seconds to take.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().time.as_secs())]
    pub timeout: u64,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value".to_owned()),
    }
}

/// The shipped library, with the user's folder if there is one.
pub(super) fn library(folder: Option<&Path>) -> anyhow::Result<Library> {
    let library = Library::shipped()?;
    Ok(match folder {
        Some(folder) => library.load(folder)?,
        None => library,
    })
}

/// Answers one query from a snapshot; the answer goes to `output`, talk to standard error.
pub(super) fn run(args: &QueryArgs, snapshot: &Snapshot, output: &mut dyn Write) -> anyhow::Result<Ending> {
    let query = bound(args, snapshot)?;
    let limits = Limits { rows: args.limit, time: Duration::from_secs(args.timeout) };
    let answer = crate::query::run(snapshot, query, &limits)?;
    match write(args, snapshot, &answer, output) {
        // A reader such as `head` that has seen enough is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Ending::Fine),
        written => written.context("writing the answer")?,
    }
    if let Answer::Solutions(Rows { completeness, .. }) | Answer::Graph { completeness, .. } = &answer {
        report(*completeness)?;
    }
    Ok(Ending::Fine)
}

fn report(completeness: Completeness) -> io::Result<()> {
    if completeness.is_complete() {
        return Ok(());
    }
    let advice = match completeness {
        Completeness::TimedOut { .. } => "--timeout gives more time",
        _ => "--limit gives more",
    };
    writeln!(io::stderr(), "the answer is not complete: {}; {advice}", completeness.describe())
}

/// The query to run: found, parsed, its parameters bound.
fn bound(args: &QueryArgs, snapshot: &Snapshot) -> anyhow::Result<Query> {
    let mut given = BTreeMap::new();
    for (name, value) in &args.set {
        if given.insert(name.clone(), value.clone()).is_some() {
            bail!("--set {name}=… is given twice");
        }
    }
    let path = Path::new(&args.query);
    let text = if args.query == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading the query from standard input")?;
        Some(("<stdin>", text))
    } else if path.extension().is_some_and(|extension| extension == "rq") || path.is_file() {
        Some((args.query.as_str(), std::fs::read_to_string(path).with_context(|| args.query.clone())?))
    } else {
        None
    };
    let saved = match text {
        // A query without a header has no parameters, and so nothing to bind.
        Some((path, text)) if !text.lines().any(|line| line.starts_with("#+")) => {
            if let Some(name) = given.keys().next() {
                bail!("{path} has no `#+` header, so it has no parameter `{name}`");
            }
            return Ok(library::parse_query(path, &text)?);
        }
        Some((path, text)) => SavedQuery::parse(path, &text)?,
        None => library(args.queries.as_deref())?.get(&args.query)?.clone(),
    };
    let values = value::values(snapshot, &saved, &given)?;
    Ok(saved.bind(&values)?)
}

fn write(args: &QueryArgs, snapshot: &Snapshot, answer: &Answer, output: &mut dyn Write) -> io::Result<()> {
    let fallback = if matches!(answer, Answer::Graph { .. }) { "ttl" } else { "table" };
    let name = args.format.as_deref().unwrap_or(fallback);
    let format = ResultsFormat::from_name(name).ok_or_else(|| io::Error::other(format!("unknown format {name}")))?;
    let labels = match format {
        ResultsFormat::Table | ResultsFormat::Markdown => labels::labels(snapshot, answer).map_err(io::Error::other)?,
        _ => BTreeMap::new(),
    };
    let naming = Naming { labels: &labels, shorten: prefixes::shorten };
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
            results::write_triples(output, triples, &prefixes::PREFIXES, format, naming, width())
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
fn width() -> Option<u16> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    if io::stdout().is_terminal() { told.or(Some(160)) } else { None }
}
