//! All integration tests, one module per theme.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::path::Path;
use std::sync::OnceLock;

use rapporteur::corpus::Corpus;
use rapporteur::curation::Curation;
use rapporteur::pipeline::{BuildOptions, build_documents};
use rapporteur::store::{Generations, Snapshot};

mod architecture;
mod arrow;
mod browser;
mod build;
mod clients;
mod commands;
mod corpus;
mod curation;
mod documentation;
mod durability;
mod evaluate;
mod exports;
mod extraction;
mod formats;
mod hostile;
mod ideal;
mod incremental;
mod operations;
mod packs;
mod protocol;
mod queries;
mod remote;
mod resolve;
mod rust_paths;
mod search;
mod server;
mod serving;
mod settings;
mod shacl;
mod shards;
mod spark;
mod store;
mod w3c;
mod web;

/// The graph of the shipped corpus, built once for all tests.
fn corpus_snapshot() -> Snapshot {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    let build = || {
        let folder = tempfile::tempdir().unwrap();
        let corpus = Corpus::from_manifest(Path::new("data/corpus.toml")).unwrap();
        let curation = Curation::read(Path::new("data/curation.toml"));
        let options = BuildOptions::default();
        let report = build_documents(&Generations::at(folder.path()), &corpus, &curation, &options, &|_| ()).unwrap();
        assert!(!report.has_failures(), "{report:?}");
        // In memory, so that the folder can go.
        let snapshot = Generations::open(folder.path()).unwrap().unwrap();
        let copy = Snapshot::in_memory(snapshot.quads(None, None, None, None).map(Result::unwrap)).unwrap();
        copy.with_text_index(|writer| rapporteur::search::fill(writer, &snapshot)).unwrap()
    };
    SNAPSHOT.get_or_init(build).clone()
}
