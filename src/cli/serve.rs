//! `rapporteur serve`.

use anyhow::Context;
use clap::Args;

use super::Ending;
use super::build::{build, tell};
use super::progress::say;
use crate::config::Config;
use crate::query::Library;
use crate::server::{Limits, MEMORY, Site, Texts, Workers, serve};
use crate::store::Generations;

/// Serves pages and SPARQL; builds first if there is no store yet
///
/// A new generation of the store is noticed within a second; requests that already run end on the old one.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur serve                           http://127.0.0.1:7878
  rapporteur serve --bind 127.0.0.1:8080     another port
  rapporteur serve --deadline 30 --rows 100000
  rapporteur serve --workers 8 --worker-memory 4096")]
pub(super) struct Arguments {
    /// Address to serve on [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) bind: Option<String>,
    /// Seconds that one query may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    deadline: u64,
    /// Rows of a SELECT answer; the rest is cut off, and the answer says so
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    rows: usize,
    /// Processes in which free SPARQL runs, so that no query can harm the server; 0 evaluates inside of the server, which
    /// is for trusted networks [default: two per core]
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// Memory (address space) of one worker in MiB; a query that needs more is ended
    #[arg(long, value_name = "MIB", default_value_t = MEMORY / MIB, value_parser = clap::value_parser!(u64).range(512..))]
    worker_memory: u64,
    /// Memory for answers that are kept for who asks the same again, in MiB; 0 keeps none
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    cache: usize,
}

const MIB: u64 = 1024 * 1024;

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    log();
    let generations = Generations::at(&config.store);
    let snapshot = match generations.snapshot()? {
        Some(snapshot) => snapshot,
        None => {
            say(format_args!("there is no store at {} yet: building it", config.store.display()));
            tell(&build(config, &[])?);
            generations.snapshot()?.context("the build published nothing; see above")?
        }
    };
    let base = super::base(config)?;
    let limits = Limits {
        deadline: std::time::Duration::from_secs(arguments.deadline.max(1)),
        rows: arguments.rows.max(1),
        cache: arguments.cache.saturating_mul(1024 * 1024),
        ..Limits::default()
    };
    let limits = match arguments.workers {
        Some(workers) if workers > 0 => Limits { concurrent: workers, waiting: workers * 8, ..limits },
        _ => limits,
    };
    let library = Library::shipped(&base)?;
    let site = Site::new(snapshot, base, Texts::Store, library, limits);
    let site = if arguments.workers == Some(0) {
        tracing::warn!("queries run inside of the server (--workers 0): one of them can take all memory and end it");
        site
    } else {
        site.with_workers(Workers::of_this_program(arguments.worker_memory.saturating_mul(MIB))?)
    };
    let newer = move |now: u64| match generations.current()? {
        // A rollback goes to a smaller number.
        Some(current) if current != now => generations.snapshot(),
        _ => Ok(None),
    };
    serve(site, config.bind, |address| greet(&format!("http://{address}")), newer)?;
    say(format_args!("stopped"));
    Ok(Ending::Fine)
}

/// What the server logs goes to standard error; RUST_LOG says how much.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,rapporteur=info"));
    // Where somebody set up a log before, theirs stays.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// The address and three things to try.
fn greet(address: &str) {
    say(format_args!(
        "\
Rapporteur serves {address}

Three things to try:
  in a browser    {address}/
  a question      curl '{address}/queries/contested_facts.csv'
  SPARQL          curl {address}/sparql -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?verb ?text ?quote {{ ?x a igm:Mandate ; igm:verb ?verb ; schema:text ?text ; prov:wasDerivedFrom ?e . GRAPH ?g {{ ?e oa:exact ?quote }} }} LIMIT 5'

Ctrl-C stops it."
    ));
}
