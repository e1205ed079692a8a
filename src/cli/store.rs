//! `rapporteur store`, and what commands share whose store is a server.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::Ending;
use super::progress::{counted, say};
use crate::config::{self, Config, Layers};
use crate::store::{
    Credentials, Endpoints, Generations, Profile, RemoteError, Server, Snapshot, Step, StoreError, Verdict, examine,
    shown, upload, verify_version,
};

/// Time between words about a long copy.
const TOLD: Duration = Duration::from_secs(10);

/// Time between looks at which version a server shows.
const LOOKS: Duration = Duration::from_secs(5);

/// What a SPARQL server can do that is to be the store
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur store doctor http://127.0.0.1:7878               an Oxigraph server
  rapporteur store doctor https://example.org/acts/sparql     a Fuseki
  rapporteur build --store http://127.0.0.1:7878              then fills it
RAPPORTEUR_REMOTE_CREDENTIALS=user:password, or a file named by the setting remote.credentials-file, says who asks.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Tries everything that is needed of a server in graphs of its own, and says what is otherwise than the standard has
    /// it; exit code 1 where something is missing
    Doctor {
        /// URL of the server
        #[arg(value_name = "URL")]
        url: String,
        /// Try no updates: the server is only read
        #[arg(long)]
        read_only: bool,
    },
}

pub(super) fn run(layers: &Layers, arguments: &Arguments) -> anyhow::Result<Ending> {
    let Action::Doctor { url, read_only } = &arguments.action;
    let server = server_at(&config::Remote::from(layers, url)?)?;
    let endpoints = server.endpoints();
    println_to_stdout(format_args!(
        "profile {}: queries {}, updates {}",
        endpoints.profile, endpoints.query, endpoints.update
    ))?;
    let mut missing = 0;
    for probe in examine(&server, !read_only) {
        let verdict = match probe.verdict {
            Verdict::Fine => "ok     ",
            Verdict::WorkedAround => "differs",
            Verdict::Missing => "MISSING",
        };
        missing += u64::from(probe.verdict == Verdict::Missing);
        let seen = if probe.seen.is_empty() { String::new() } else { format!(": {}", probe.seen) };
        println_to_stdout(format_args!("{verdict} {}{seen}", probe.name))?;
    }
    if missing == 0 {
        return Ok(Ending::Fine);
    }
    say(format_args!("{} missing", counted(missing, "thing")));
    Ok(Ending::Findings)
}

fn println_to_stdout(line: std::fmt::Arguments<'_>) -> std::io::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout().lock(), "{line}")
}

/// The server that is the store, if one is.
pub(super) fn server(config: &Config) -> anyhow::Result<Option<Server>> {
    config.remote.as_ref().map(server_at).transpose()
}

fn server_at(remote: &config::Remote) -> anyhow::Result<Server> {
    let profile: Option<Profile> =
        remote.profile.as_deref().map(str::parse).transpose().map_err(anyhow::Error::msg).context("remote.profile")?;
    let credentials = match (&remote.credentials, &remote.credentials_file) {
        (Some(text), _) => {
            let parsed = Credentials::parse(text);
            Some(parsed.context("remote.credentials must be user:password, or Bearer and a token")?)
        }
        (None, Some(file)) => Some(Credentials::read(file)?),
        (None, None) => None,
    };
    Ok(Server::new(Endpoints::of(&remote.url, profile), credentials, remote.timeout, remote.rows)?)
}

/// Refuses to change some documents where the server holds what this stage did not send: what is only there would go.
pub(super) fn must_continue(config: &Config) -> anyhow::Result<()> {
    let Some(server) = server(config)? else { return Ok(()) };
    let stage = Generations::at(&config.store);
    let base = config.base.clone().or(stage.record()?.map(|record| record.base)).filter(|base| !base.is_empty());
    let Some((version, digest)) = shown(&server, base.as_deref())? else { return Ok(()) };
    if stage.last_copy().is_none_or(|(_, sent)| sent != digest) {
        bail!(
            "{} holds version {version}, which the stage {} did not send, and what is only there would be lost; name its stage by \
             --setting remote.stage=DIR, or fill the server anew by `rapporteur build`",
            server.endpoints().query,
            config.store.display()
        );
    }
    Ok(())
}

/// Copies what the store in the stage holds to the server, where the store is one.
pub(super) fn copied(config: &Config) -> anyhow::Result<()> {
    let Some(server) = server(config)? else { return Ok(()) };
    let stage = Generations::at(&config.store);
    let (Some(snapshot), Some(record)) = (stage.snapshot()?, stage.record()?) else { return Ok(()) };
    let (sent, said, all) = (Cell::new(0), Cell::new(Instant::now()), Cell::new(0));
    let told = |step: Step| match step {
        Step::Sending { graphs, triples } => {
            all.set(triples);
            say(format_args!("sending  {} in {}", counted(triples, "triple"), counted(graphs, "graph")));
        }
        Step::Sent { triples } => {
            sent.set(sent.get() + triples);
            if said.get().elapsed() > TOLD {
                said.set(Instant::now());
                say(format_args!("sent     {} of {}", sent.get(), counted(all.get(), "triple")));
            }
        }
    };
    let done = upload(&server, &snapshot, &record.base, &told);
    let stays =
        || format!("readers see what they saw; the store in {} is ready to be sent again", config.store.display());
    let done = match done {
        Err(error @ StoreError::Remote(RemoteError::Unknown { .. })) => return Err(error.into()),
        done => done.with_context(stays)?,
    };
    if let Some(why) = &done.untidy {
        say(format_args!("warning  old versions are still on the server, and go with the next build: {why}"));
    }
    stage.note_copy(snapshot.generation(), &done.digest)?;
    let (url, version, quads) = (&server.endpoints().query, done.version, done.quads);
    match done.published {
        true => say(format_args!("version {version} of {url}: {quads} quads, {} triples sent", done.sent)),
        false => say(format_args!("version {version} of {url} is the same: {quads} quads")),
    }
    Ok(())
}

/// The version that readers of the server see, and its base.
pub(super) fn open(config: &Config, server: &Server) -> anyhow::Result<(Snapshot, String)> {
    Ok(Snapshot::on_server(server, config.base.as_deref(), &Generations::at(&config.store))?)
}

/// Looks now and then whether the server shows another version.
pub(super) fn newer(config: &Config, server: Server) -> super::serve::Newer {
    let (config, looked) = (config.clone(), Mutex::new(Instant::now()));
    Box::new(move |now| {
        {
            let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
            if looked.elapsed() < LOOKS {
                return Ok(None);
            }
            *looked = Instant::now();
        }
        let stage = Generations::at(&config.store);
        let (snapshot, _) = Snapshot::on_server(&server, config.base.as_deref(), &stage)?;
        Ok((snapshot.generation() != now).then_some(snapshot))
    })
}

/// Refuses a command that works on the files of a store.
pub(super) fn must_be_folder(config: &Config, command: &str, instead: &str) -> anyhow::Result<()> {
    match &config.remote {
        Some(remote) => {
            bail!("`rapporteur {command}` works on a store in a folder, and {} is a server; {instead}", remote.url)
        }
        None => Ok(()),
    }
}

/// Compares what a server holds with what was sent.
pub(super) fn verify(config: &Config, server: &Server) -> anyhow::Result<Ending> {
    let check = verify_version(server, config.base.as_deref())?;
    for other in &check.others {
        say(format_args!("{other}"));
    }
    let (version, graphs, quads, wrong) = (check.version, check.graphs, check.quads, check.others.len());
    say(format_args!(
        "version {version}: {quads} quads in {graphs} graphs read and compared with what was sent, {wrong} wrong"
    ));
    Ok(if check.others.is_empty() { Ending::Fine } else { Ending::Findings })
}
