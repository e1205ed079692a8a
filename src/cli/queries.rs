//! `rapporteur queries`: the library, and one query with its parameters and its text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::Args;
use clap_complete::ArgValueCandidates;

use super::Ending;
use crate::config::Config;
use crate::query::{Parameter, SavedQuery, Shelf};

/// Lists the saved queries, or shows one with its parameters
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur queries                    all of them
  rapporteur queries mandates_to        one, with its parameters and its text
  rapporteur queries --tag mandates     those with a tag")]
pub(super) struct Arguments {
    /// Name of the query to show
    #[arg(add = ArgValueCandidates::new(super::complete::queries))]
    name: Option<String>,
    /// Only queries with this tag
    #[arg(long)]
    tag: Option<String>,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let library = Shelf::open(&super::base(config)?, &config.queries)?.library();
    let mut output = io::stdout().lock();
    match &arguments.name {
        Some(name) => show(library.get(name)?, &mut output)?,
        None => list(library.iter(), arguments.tag.as_deref(), &mut output)?,
    }
    Ok(Ending::Fine)
}

fn list<'a>(
    queries: impl Iterator<Item = &'a SavedQuery>,
    tag: Option<&str>,
    output: &mut dyn Write,
) -> io::Result<()> {
    // A query stands under its first tag, so that each is listed once.
    let mut groups: BTreeMap<&str, Vec<&SavedQuery>> = BTreeMap::new();
    for query in queries {
        if tag.is_none_or(|tag| query.tags.iter().any(|known| known == tag)) {
            let group = query.tags.first().map_or("other", String::as_str);
            groups.entry(group).or_default().push(query);
        }
    }
    if groups.is_empty() {
        return writeln!(output, "no query has the tag {}", tag.unwrap_or_default());
    }
    let names = groups.values().flatten().map(|query| signature(query).chars().count());
    let width = names.max().unwrap_or(0);
    for (index, (group, queries)) in groups.iter().enumerate() {
        writeln!(output, "{}{group}", if index == 0 { "" } else { "\n" })?;
        for query in queries {
            writeln!(output, "  {:width$}  {}", signature(query), query.summary)?;
        }
    }
    Ok(())
}

/// `standing_changes(from, to)`
fn signature(query: &SavedQuery) -> String {
    let names: Vec<_> = query.params.iter().map(|parameter| parameter.name.as_str()).collect();
    if names.is_empty() { query.name.clone() } else { format!("{}({})", query.name, names.join(", ")) }
}

fn show(query: &SavedQuery, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "{}\n{}\n", query.name, query.summary)?;
    if !query.description.is_empty() {
        writeln!(output, "{}\n", query.description.trim())?;
    }
    writeln!(output, "tags: {}", query.tags.join(", "))?;
    writeln!(output, "columns: {}", query.columns().join(", "))?;
    if !query.params.is_empty() {
        writeln!(output, "\nparameters")?;
        for parameter in &query.params {
            writeln!(output, "  {}  {}: {}", parameter.name, kind(parameter), parameter.help)?;
            let need = match &parameter.default {
                Some(default) => format!("default {default}"),
                None if parameter.required => "required".to_owned(),
                None => "optional".to_owned(),
            };
            writeln!(output, "    {need}; for example {}", parameter.example)?;
        }
    }
    let settings: String =
        query.params.iter().map(|parameter| format!(" --set {}={}", parameter.name, parameter.example)).collect();
    writeln!(output, "\ntry\n  rapporteur query {}{settings}\n\n{}", query.name, query.body())
}

/// `entity (igm:Meeting)`, `concept (topic)`, `choice (a, b)`, `date`
fn kind(parameter: &Parameter) -> String {
    let mut of = parameter.class.clone();
    of.extend(parameter.scheme.clone());
    of.extend(parameter.choices.iter().cloned());
    let name = parameter.kind.as_str();
    if of.is_empty() { name.to_owned() } else { format!("{name} ({})", of.join(", ")) }
}
