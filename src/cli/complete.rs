//! What a shell offers while a command is typed: names of saved queries, also of the user's own folders, their parameters,
//! and values that a parameter may have.
//!
//! Whatever goes wrong here offers less and says nothing: who types a command does not want to read about it.

use std::ffi::{OsStr, OsString};

use clap::{ArgMatches, CommandFactory, FromArgMatches};
use clap_complete::CompletionCandidate;

use super::global::Global;
use super::{Arguments, bash};
use crate::config::{Config, Layers};
use crate::graph::vocab::BASE;
use crate::query::{Library, Parameter, ParameterType, SavedQuery, beginning_with};
use crate::store::Generations;

/// Values that are offered for a parameter.
const VALUES: usize = 50;

/// What was typed so far.
struct Typed {
    matches: Option<ArgMatches>,
    config: Option<Config>,
    base: String,
    library: Library,
}

impl Typed {
    fn read() -> Option<Self> {
        let words: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
        let (words, _) = bash::whole(words, usize::MAX);
        let matches = Arguments::command().ignore_errors(true).try_get_matches_from(words).ok();
        let global = matches.as_ref().and_then(|matches| Global::from_arg_matches(matches).ok());
        let layers = global.and_then(|global| Layers::read(&global.flags().ok()?).ok());
        let config = layers.and_then(|layers| Config::from(&layers).ok());
        let base = config.as_ref().and_then(|config| super::base(config).ok()).unwrap_or_else(|| BASE.to_owned());
        let mut library = Library::shipped(&base).ok()?;
        for folder in config.iter().flat_map(|config| &config.queries) {
            // A file that cannot be used has no name to offer.
            let _ = library.take_in(folder);
        }
        Some(Self { matches, config, base, library })
    }

    /// The query whose parameters are being given, and which of them were.
    fn query(&self) -> Option<(&SavedQuery, Vec<String>)> {
        let matches = self.matches.as_ref()?.subcommand_matches("query")?;
        let query = self.library.get(matches.get_one::<String>("query")?).ok()?;
        let set = matches.get_many::<(String, String)>("set").into_iter().flatten();
        Some((query, set.map(|(name, _)| name.clone()).collect()))
    }

    /// Values of a parameter that begin like this, each with its name.
    fn values(&self, parameter: &Parameter, beginning: &str) -> Vec<(String, String)> {
        match parameter.kind {
            ParameterType::Choice => {
                let fitting = parameter.choices.iter().filter(|choice| choice.starts_with(beginning));
                fitting.map(|choice| (choice.clone(), String::new())).collect()
            }
            ParameterType::Entity | ParameterType::Concept => {
                let store = self.config.as_ref().map(|config| Generations::open(&config.store));
                let Some(Ok(Some(snapshot))) = store else { return Vec::new() };
                beginning_with(&snapshot, &self.base, parameter, beginning, VALUES).unwrap_or_default()
            }
            ParameterType::Date | ParameterType::Integer | ParameterType::String => {
                let fits = parameter.example.starts_with(beginning);
                fits.then(|| (parameter.example.clone(), "for example".to_owned())).into_iter().collect()
            }
        }
    }
}

fn candidate(value: impl Into<OsString>, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.to_owned().into()))
}

/// The saved queries, each with its question.
pub(super) fn queries() -> Vec<CompletionCandidate> {
    let Some(typed) = Typed::read() else { return Vec::new() };
    typed.library.iter().map(|query| candidate(&query.name, &query.summary)).collect()
}

/// `name=` for each parameter that is not given yet, and its values once the name stands there.
pub(super) fn settings(current: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(typed), Some(current)) = (Typed::read(), current.to_str()) else { return Vec::new() };
    let Some((query, set)) = typed.query() else { return Vec::new() };
    match current.split_once('=') {
        None => {
            let open = query.params.iter().filter(|parameter| {
                parameter.name.starts_with(current) && (!set.contains(&parameter.name) || parameter.name == current)
            });
            open.map(|parameter| candidate(format!("{}=", parameter.name), &parameter.help)).collect()
        }
        Some((name, beginning)) => {
            let Some(parameter) = query.params.iter().find(|parameter| parameter.name == name) else {
                return Vec::new();
            };
            let values = typed.values(parameter, beginning);
            values.into_iter().map(|(value, help)| candidate(format!("{name}={value}"), &help)).collect()
        }
    }
}
