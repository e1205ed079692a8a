//! `rapporteur serve`.

use std::io::IsTerminal;

use anyhow::Context;
use clap::Args;

use super::Ending;
use super::build::{build, tell};
use super::progress::say;
use crate::config::{Config, Flags};
use crate::query::Shelf;
use crate::server::{Additions, Site, Texts, Workers, serve};
use crate::store::{Generations, Snapshot, StoreError};

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
    bind: Option<String>,
    /// Seconds that one query may take [default: 10]
    #[arg(long, value_name = "SECONDS")]
    deadline: Option<String>,
    /// Rows of a SELECT answer; the rest is cut off, and the answer says so [default: 10000]
    #[arg(long, value_name = "N")]
    rows: Option<String>,
    /// Processes in which free SPARQL runs, so that no query can harm the server; 0 evaluates inside of the server, which
    /// is for trusted networks [default: two per core]
    #[arg(long, value_name = "N")]
    workers: Option<String>,
    /// Memory (address space) of one worker in MiB; a query that needs more is ended [default: 2048]
    #[arg(long, value_name = "MIB")]
    worker_memory: Option<String>,
    /// Memory for answers that are kept for who asks the same again, in MiB, and as much for rows of saved queries; 0
    /// keeps none [default: 64]
    #[arg(long, value_name = "MIB")]
    cache: Option<String>,
    /// Private address for /metrics, or "off" [default: 127.0.0.1:7879]
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<String>,
    /// The log as lines of "text" or of "json" [default: text]
    #[arg(long, value_name = "FORMAT")]
    log: Option<String>,
}

impl Arguments {
    /// What these flags set.
    pub(super) fn settings(&self, flags: &mut Flags) {
        flags.set("bind", self.bind.as_ref());
        flags.set("limits.deadline", self.deadline.as_ref());
        flags.set("limits.rows", self.rows.as_ref());
        flags.set("limits.workers", self.workers.as_ref());
        flags.set("limits.worker-memory", self.worker_memory.as_ref());
        flags.set("limits.cache", self.cache.as_ref());
        flags.set("metrics.bind", self.metrics.as_ref());
        flags.set("log.format", self.log.as_ref());
    }
}

pub(super) fn run(config: &Config) -> anyhow::Result<Ending> {
    let (site, newer) = site(config)?;
    serve(site, config, |address| greet(&format!("http://{address}")), newer)?;
    say(format_args!("stopped"));
    Ok(Ending::Fine)
}

/// Gives a generation newer than a number, if there is one.
pub(super) type Newer = Box<dyn Fn(u64) -> Result<Option<Snapshot>, StoreError> + Send + Sync>;

/// What is served, as the settings say, and where newer generations come from.
pub(super) fn site(config: &Config) -> anyhow::Result<(Site, Newer)> {
    log(config.log.json);
    let (generations, server) = (Generations::at(&config.store), super::store::server(config)?);
    let found = match &server {
        Some(server) => Some(super::store::open(config, server)?.0),
        None => generations.snapshot()?,
    };
    let snapshot = match found {
        Some(snapshot) => snapshot,
        None => {
            say(format_args!("there is no store at {} yet: building it", config.store.display()));
            tell(&build(config, &[], false)?);
            generations.snapshot()?.context("the build published nothing; see above")?
        }
    };
    let base = super::base(config)?;
    let shelf = Shelf::open(&base, &config.queries)?;
    let site = Site::new(snapshot, base, Texts::Store, shelf, config.limits.clone()).configured(config);
    // Where the store is a server, that evaluates.
    let site = if server.is_some() {
        site
    } else if config.limits.workers {
        site.with_workers(Workers::of_this_program(config.limits.worker_memory)?)
    } else {
        tracing::warn!(
            "queries run inside of the server (limits.workers = 0): one of them can take all memory and end it"
        );
        site
    };
    let site = if config.writes && server.is_none() {
        site.with_additions(Additions::by(Workers::of_this_program(0)?.program, config)?)
    } else {
        site
    };
    if let Some(server) = server {
        return Ok((site, super::store::newer(config, server)));
    }
    let newer = move |now: u64| match generations.current()? {
        // A rollback goes to a smaller number.
        Some(current) if current != now => generations.snapshot(),
        _ => Ok(None),
    };
    Ok((site, Box::new(newer)))
}

/// The same for a copy of its pages: one reader, who may wait.
pub(super) fn to_copy(config: &Config, snapshot: Snapshot) -> anyhow::Result<Site> {
    let base = super::base(config)?;
    let shelf = Shelf::open(&base, &config.queries)?;
    Ok(Site::new(snapshot, base, Texts::Store, shelf, config.limits.clone()).copied(config.public_url.clone()))
}

/// What the server logs goes to standard error; RUST_LOG says how much.
fn log(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,rapporteur=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Where somebody set up a log before, theirs stays.
    let _ = match json {
        true => log.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
        false => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
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
