//! The suites of the W3C, asked over HTTP.

mod compare;
mod exceptions;
mod exchange;
mod manifest;
mod query;
mod update;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use oxigraph::model::Quad;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::{Build, Generations, Record, Snapshot};

use super::serving::{Serving, settings};
use exceptions::EXCEPTIONS;

/// Compares the cases that fail with those that are known to.
fn check(done: &[(String, Result<(), String>)]) {
    assert!(done.len() > 2, "only {} cases were found", done.len());
    let known = |id: &str| EXCEPTIONS.iter().any(|(name, _)| *name == id);
    let mut wrong = Vec::new();
    for (id, result) in done {
        match result {
            Err(reason) if !known(id) => wrong.push(format!("{id}: {reason}")),
            Ok(()) if known(id) => wrong.push(format!("{id} passes: take it from the list of exceptions")),
            _ => {}
        }
    }
    let passed = done.iter().filter(|(_, result)| result.is_ok()).count();
    let said = format!("{passed} of {} cases pass\n", done.len());
    std::io::Write::write_all(&mut std::io::stdout(), said.as_bytes()).unwrap();
    assert!(wrong.is_empty(), "{} of {} cases:\n\n{}", wrong.len(), done.len(), wrong.join("\n\n"));
}

/// No saved query is asked here.
fn library() -> Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::shipped(BASE).unwrap()).clone()
}

fn reading(quads: Vec<Quad>, base: &str) -> axum::Router {
    let snapshot = Snapshot::in_memory(quads).unwrap();
    router(Arc::new(Site::new(snapshot, base, Texts::Store, library(), Limits::default())))
}

/// A site over a store of its own, which may be written.
fn writing(folder: &Path, quads: &[Quad], base: &str) -> axum::Router {
    let generations = Generations::at(folder);
    let mut build = Build::begin(&generations, |_| false).unwrap();
    for quad in quads {
        if build.has_graph(quad.graph_name.as_ref()).unwrap() && !quad.graph_name.is_default_graph() {
            continue;
        }
        let same = quads.iter().filter(|other| other.graph_name == quad.graph_name).cloned().collect();
        build.write_graph(&quad.graph_name, same, false).unwrap();
    }
    build.publish(Record { quads: quads.len() as u64, ..Record::default() }).unwrap();
    let snapshot = generations.snapshot().unwrap().unwrap();
    let site = Site::new(snapshot, base, Texts::Store, library(), Limits::default());
    router(Arc::new(site.configured(&settings(folder, true))))
}

/// A folder that vanishes, in memory where the system has such a place: each case makes generations of its own, and
/// what they would survive is tested elsewhere.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn serving() -> Serving {
    Serving::start(axum::Router::new())
}

#[test]
fn every_exception_has_a_reason_and_is_there() {
    let Some(folder) = manifest::folder() else { return };
    let manifests = [query::MANIFESTS, update::MANIFESTS, exchange::MANIFESTS].concat();
    let ids: Vec<String> =
        manifests.iter().flat_map(|manifest| manifest::cases(&folder, manifest)).map(|case| case.id).collect();
    for (id, reason) in EXCEPTIONS {
        assert!(reason.len() > 10, "{id}");
        assert!(ids.iter().any(|known| known == id), "there is no {id}");
    }
}
