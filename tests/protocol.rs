//! The protocols, clause by clause, over a socket: queries, whole graphs, writing.

mod documents;
mod graphs;
mod query;
mod writes;

use std::path::Path;
use std::sync::Arc;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Additions, Limits, Site, Texts, router};
use rapporteur::store::{Generations, Snapshot};

use crate::serving::{Serving, settings};

const LAKE: &str = "https://w3id.org/igm/graph/lake-2001";

fn quads() -> Vec<Quad> {
    let trig = include_str!("cases/server/graph.trig");
    RdfParser::from_format(RdfFormat::TriG).for_slice(trig.as_bytes()).map(|quad| quad.unwrap()).collect()
}

/// A server that only reads.
fn reading() -> Serving {
    let snapshot = Snapshot::in_memory(quads()).unwrap();
    let library = Library::shipped(BASE).unwrap();
    Serving::start(router(Arc::new(Site::new(snapshot, BASE, Texts::Store, library, Limits::default()))))
}

/// A server of the store in a folder, where those with a token may write.
fn writing(folder: &Path) -> Serving {
    served(folder, true)
}

fn served(folder: &Path, writes: bool) -> Serving {
    let snapshot = Generations::open(folder).unwrap().unwrap();
    let library = Library::shipped(BASE).unwrap();
    let site = Site::new(snapshot, BASE, Texts::Store, library, Limits::default());
    let config = settings(folder, writes);
    let additions = Additions::by(env!("CARGO_BIN_EXE_rapporteur").into(), &config).unwrap();
    Serving::start(router(Arc::new(site.configured(&config).with_additions(additions))))
}
