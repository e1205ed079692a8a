//! The real ingredients: what is read from the tables and packs of this program.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, vocab::rdf, vocab::rdfs};

use super::decisions;
use super::report::{Event, Report};
use super::run::{BuildError, DocumentGraph, Ingredients, build};
use crate::config::Config;
use crate::corpus::{Corpus, Source};
use crate::curation::Curation;
use crate::store::{DocumentRecord, Generations};

/// Base IRI where neither the settings nor the manifest has one.
const BASE: &str = "https://w3id.org/igm/";

/// Version of everything that reads: set at compile time to a digest of its code, where that is known.
const EXTRACTOR: &str = match option_env!("RAPPORTEUR_EXTRACTOR") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// Builds the graph of a corpus into the store of the settings.
pub fn build_documents(
    config: &Config,
    corpus: &Corpus,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    let base = config.base.clone().or_else(|| corpus.base.clone()).unwrap_or_else(|| BASE.to_owned());
    let (shared, problems) = decisions::quads(&Curation::read(&config.curation), &base);
    let ingredients = Ingredients {
        version: EXTRACTOR.to_owned(),
        shared,
        read: &|source| Ok(read(source, &base)),
        catalogue: &|documents| catalogue(documents, &base),
        base: base.clone(),
    };
    let mut report = build(&Generations::at(&config.store), corpus, &ingredients, progress)?;
    report.failures.extend(problems);
    Ok(report)
}

/// What is known of a document without reading it. EXTRACTION GOES HERE.
fn read(source: &Source, base: &str) -> DocumentGraph {
    let graph = GraphName::from(iri(base, "graph", &source.id));
    let document = iri(base, "doc", &source.id);
    let quad = |predicate: NamedNode, object: oxigraph::model::Term| {
        Quad::new(document.clone(), predicate, object, graph.clone())
    };
    let dcterms = |name: &str| NamedNode::new_unchecked(format!("http://purl.org/dc/terms/{name}"));
    let mut quads = vec![
        quad(rdf::TYPE.into_owned(), NamedNode::new_unchecked("https://w3id.org/igm/ns#SourceDocument").into()),
        quad(dcterms("source"), Literal::from(source.file_name()).into()),
        quad(dcterms("identifier"), Literal::from(format!("sha256:{}", source.sha256)).into()),
    ];
    quads.push(quad(
        rdfs::LABEL.into_owned(),
        Literal::from(source.title.clone().unwrap_or_else(|| source.id.clone())).into(),
    ));
    DocumentGraph { quads, warnings: Vec::new() }
}

/// Which document each graph was made from.
fn catalogue(documents: &BTreeMap<String, DocumentRecord>, base: &str) -> Vec<Quad> {
    let graph = iri(base, "graph", "catalogue");
    let derived = NamedNode::new_unchecked("http://www.w3.org/ns/prov#wasDerivedFrom");
    documents
        .keys()
        .map(|id| Quad::new(iri(base, "graph", id), derived.clone(), iri(base, "doc", id), graph.clone()))
        .collect()
}

fn iri(base: &str, kind: &str, id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{base}{kind}/{id}"))
}
