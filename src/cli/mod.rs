//! The command line. Standard output carries data, standard error talk; the exit code is 0 for fine, 1 for findings,
//! 2 for errors.

mod answer;
mod backup;
mod bash;
mod build;
mod changes;
mod check;
mod checks;
mod complete;
mod config;
mod convert_worker;
mod evaluate;
mod explain;
mod export;
mod extract;
mod facts;
mod global;
mod health;
mod mcp;
mod place;
mod place_view;
mod progress;
mod queries;
mod query;
mod query_worker;
mod rules;
mod serve;
mod store;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::CompleteEnv;
use clap_complete::env::{Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};
use global::Global;

use crate::config::{Config, Layers};
use crate::convert::Converter;
use crate::graph::vocab::BASE;
use crate::server::Workers;
use crate::store::{Generations, Snapshot};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All is well.
    Fine,
    /// The command did its work and found something that a person should look at.
    Findings,
}

/// Documents of intergovernmental meetings in, a knowledge graph out, with the sentence behind every fact.
#[derive(Parser)]
#[command(
    name = "rapporteur",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  rapporteur build                     build the graph of the documents in data/corpus.toml
  rapporteur build my-documents/       build the graph of all texts in a folder
  rapporteur serve                     serve pages and SPARQL on http://127.0.0.1:7878
  rapporteur queries                   list the saved queries
  rapporteur explain state/fiji        show the sentences behind what is known of Fiji

Settings come from flags, then the environment (RAPPORTEUR_STORE, RAPPORTEUR_LIMITS_ROWS ...),
then rapporteur.toml; `rapporteur config show` lists them all with the place each comes from.
Exit code: 0 fine, 1 findings, 2 error."
)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Extract(extract::ExtractArguments),
    Load(extract::LoadArguments),
    Add(changes::AddArguments),
    Remove(changes::RemoveArguments),
    Forget(changes::ForgetArguments),
    Watch(changes::WatchArguments),
    Serve(serve::Arguments),
    Mcp(mcp::Arguments),
    Query(query::Arguments),
    Queries(queries::Arguments),
    Explain(explain::Arguments),
    Check(check::Arguments),
    Evaluate(evaluate::Arguments),
    Export(export::Arguments),
    Rules(rules::Arguments),
    Config(config::Arguments),
    Health(health::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    Rollback(backup::RollbackArguments),
    Verify(verify::Arguments),
    Store(store::Arguments),
    QueryWorker(query_worker::Arguments),
    ConvertWorker(convert_worker::Arguments),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // Where a shell asks for completions, that is all we do.
    let shells: [&dyn EnvCompleter; 5] = [&bash::WholeWords, &Elvish, &Fish, &Powershell, &Zsh];
    CompleteEnv::with_factory(Arguments::command).shells(Shells(&shells)).complete();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; whether they can be printed changes nothing.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match run(arguments) {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        // Who reads our output has read enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            progress::say(format_args!("error: {}", told(&error)));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Ending> {
    // It has all its settings from the server.
    if let Command::QueryWorker(worker) = arguments.command {
        return query_worker::run(worker, arguments.global.base);
    }
    if let Command::ConvertWorker(worker) = arguments.command {
        return convert_worker::run(&worker);
    }
    let mut flags = arguments.global.flags()?;
    match &arguments.command {
        Command::Build(build) => flags.set("corpus", build.corpus.as_ref()),
        Command::Extract(extract) => flags.set("corpus", extract.manifest.as_ref()),
        Command::Load(load) => flags.set("corpus", load.manifest.as_ref()),
        Command::Evaluate(evaluate) => flags.set("corpus", evaluate.corpus.as_ref()),
        Command::Serve(serve) => serve.settings(&mut flags),
        Command::Health(health) => flags.set("bind", health.bind.as_ref()),
        _ => {}
    }
    let layers = Layers::read(&flags)?;
    // `config show` shows settings that cannot be used, too.
    let config = || Config::from(&layers);
    let folder = |command: &str, instead: &str| {
        let config = config()?;
        store::must_be_folder(&config, command, instead).map(|()| config)
    };
    const COPIES: &str = "use its own means, or name the folder from which it is filled (remote.stage)";
    match arguments.command {
        Command::Build(arguments) => build::run(&config()?, &arguments),
        Command::Extract(arguments) => extract::extract(&config()?, &arguments),
        Command::Load(arguments) => extract::load(&config()?, &arguments),
        Command::Add(arguments) => changes::add(&config()?, &arguments),
        Command::Remove(arguments) => changes::remove(&config()?, &arguments),
        Command::Forget(arguments) => changes::forget(&folder("forget", COPIES)?, &arguments),
        Command::Watch(arguments) => changes::watch(&config()?, &arguments),
        Command::Serve(_) => serve::run(&config()?),
        Command::Mcp(_) => mcp::run(&config()?),
        Command::Query(arguments) => query::run(&config()?, &arguments),
        Command::Queries(arguments) => queries::run(&config()?, &arguments),
        Command::Explain(arguments) => explain::run(&config()?, &arguments),
        Command::Check(arguments) => check::run(&config()?, &arguments),
        Command::Evaluate(arguments) => evaluate::run(&config()?, &arguments),
        Command::Export(arguments) => export::run(&config()?, &arguments),
        Command::Rules(arguments) => rules::run(&config()?, &arguments),
        Command::Config(arguments) => config::run(&layers, &arguments),
        Command::Health(_) => health::run(&config()?),
        Command::Backup(arguments) => backup::backup(&folder("backup", COPIES)?, &arguments),
        Command::Restore(arguments) => backup::restore(&folder("restore", COPIES)?, &arguments),
        Command::Rollback(arguments) => backup::rollback(&folder("rollback", COPIES)?, &arguments),
        Command::Verify(arguments) => verify::run(&config()?, &arguments),
        Command::Store(arguments) => store::run(&layers, &arguments),
        Command::QueryWorker(arguments) => query_worker::run(arguments, config()?.base),
        Command::ConvertWorker(arguments) => convert_worker::run(&arguments),
    }
}

/// The error and what caused it; some errors say in their own words what caused them, and then it is not told twice.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        _ if told.contains(&cause) => told,
        _ => format!("{told}: {cause}"),
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// What makes texts of files: processes of this program, or this process where that cannot be found.
pub(crate) fn converter() -> Converter {
    Workers::of_this_program(0).map_or_else(|_| Converter::default(), |workers| Converter::with(workers.program))
}

/// Opens what readers see, or says what to do first.
pub(crate) fn open_store(config: &Config) -> anyhow::Result<Snapshot> {
    if let Some(server) = store::server(config)? {
        return Ok(store::open(config, &server)?.0);
    }
    Generations::open(&config.store)?
        .ok_or_else(|| anyhow::anyhow!("store {} is empty; run `rapporteur build` first", config.store.display()))
}

/// The base of the data: that of the store where there is one, else the configured one.
pub(crate) fn base(config: &Config) -> anyhow::Result<String> {
    if let Some(server) = store::server(config)? {
        return Ok(store::open(config, &server)?.1);
    }
    let record = Generations::at(&config.store).record()?;
    let base = record.map(|record| record.base).filter(|base| !base.is_empty());
    Ok(base.or_else(|| config.base.clone()).unwrap_or_else(|| BASE.to_owned()))
}

/// The store that has something to copy, compare or leave, or what to do first.
pub(crate) fn filled_store(config: &Config) -> anyhow::Result<Generations> {
    open_store(config)?;
    Ok(Generations::at(&config.store))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let full = || std::io::Error::other("the disk is full");
        let io = crate::publish::ExportError::from(full());
        assert_eq!(
            told(&anyhow::Error::from(io).context("a.nq is unchanged")),
            "a.nq is unchanged: export could not be written: the disk is full"
        );
        assert_eq!(
            told(&anyhow::Error::from(full()).context("writing the answer")),
            "writing the answer: the disk is full"
        );
    }

    #[test]
    fn the_help_of_every_command_has_an_example() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for command in command.get_subcommands() {
            let help = command.clone().render_long_help().to_string();
            assert!(help.contains("Example"), "{} has no example", command.get_name());
        }
    }
}
