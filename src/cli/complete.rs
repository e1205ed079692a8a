//! What a shell offers while a command is typed: names of saved queries, and what `--set` may set.

use clap_complete::CompletionCandidate;

use crate::graph::vocab::BASE;
use crate::query::Library;

/// The saved queries that come with the program, each with its question.
pub(super) fn queries() -> Vec<CompletionCandidate> {
    let Ok(library) = Library::shipped(BASE) else { return Vec::new() };
    let queries = library.iter();
    queries.map(|query| CompletionCandidate::new(&query.name).help(Some(query.summary.clone().into()))).collect()
}

/// `name=` for each parameter of the saved queries, once, with what it is.
pub(super) fn settings() -> Vec<CompletionCandidate> {
    let mut names = std::collections::BTreeMap::new();
    if let Ok(library) = Library::shipped(BASE) {
        for parameter in library.iter().flat_map(|query| &query.params) {
            names.entry(format!("{}=", parameter.name)).or_insert_with(|| parameter.help.clone());
        }
    }
    names.into_iter().map(|(name, help)| CompletionCandidate::new(name).help(Some(help.into()))).collect()
}
