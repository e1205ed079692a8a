//! The real ingredients: what is read from the tables and packs of this program.

use std::collections::BTreeMap;

use oxigraph::model::Quad;

use super::decisions;
use super::report::{Event, Report};
use super::run::{BuildError, DocumentGraph, Ingredients, build};
use crate::annotate::{Annotations, Gazetteer, PartialDate};
use crate::authority::{self, Authority};
use crate::corpus::{Corpus, Source, sha256};
use crate::curation::Curation;
use crate::document;
use crate::extract::{Given, extract};
use crate::graph::{
    Build, Catalogued, Iris, SourceMeta, catalogue_quads, document_quads, reference, verify_quotes, vocabulary_quads,
};
use crate::rules::Packs;
use crate::slug::slug;
use crate::store::{DocumentRecord, Generations};

/// Version of the program; between releases the program's own checksum tells builds of it apart.
const EXTRACTOR: &str = env!("CARGO_PKG_VERSION");

/// Builds the graph of a corpus, with everything that this program knows, under a base IRI.
pub fn build_documents(
    store: &Generations,
    corpus: &Corpus,
    curation: &Curation,
    base: &str,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    let reader = Reader::new(base)?;
    let (decided, problems) = decisions::quads(curation, base);
    let mut shared = reference::quads(&reader.iris, &reader.authority);
    shared.extend(vocabulary_quads(&reader.iris));
    shared.extend(decided);
    let ingredients = Ingredients {
        version: format!("{} {}", reader.version.key(), own_checksum()),
        shared,
        read: &|source| reader.read(source),
        catalogue: &|documents| reader.catalogue(documents),
        iris: reader.iris.clone(),
    };
    let mut report = build(store, corpus, &ingredients, progress)?;
    report.failures.extend(problems);
    Ok(report)
}

/// Everything that reading a document takes, loaded once.
struct Reader {
    iris: Iris,
    authority: Authority,
    packs: Packs,
    gazetteer: Gazetteer,
    version: Build,
}

impl Reader {
    fn new(base: &str) -> Result<Self, BuildError> {
        let fail = |error: &dyn std::fmt::Display| BuildError::Ingredient(error.to_string());
        let authority = Authority::shipped().map_err(|e| fail(&e))?;
        let packs = Packs::shipped().map_err(|e| fail(&e))?;
        let gazetteer = Gazetteer::new(authority.names());
        let version =
            Build { version: EXTRACTOR.to_owned(), rules: packs.digest().to_owned(), names: authority.digest() };
        Ok(Self { iris: Iris::new(base).map_err(|e| fail(&e))?, authority, packs, gazetteer, version })
    }

    /// One document's way from bytes to quads.
    fn read(&self, source: &Source) -> Result<DocumentGraph, String> {
        let document = document::read(&source.id, &source.bytes).map_err(|e| e.to_string())?;
        let annotations = Annotations::new(&document, &self.gazetteer);
        let date = source.date.as_deref().and_then(partial_date);
        let given = Given { title: source.title.clone(), date, process: source.series.as_deref().map(slug) };
        let mut extraction = extract(&annotations, &self.packs, &given);
        authority::resolve(&self.authority, &mut extraction, date);
        let quads = document_quads(&self.iris, &meta(source), &document, &extraction);
        verify_quotes(&document, &quads).map_err(|e| e.to_string())?;
        let warnings = extraction.warnings.into_iter().map(|w| w.message).collect();
        Ok(DocumentGraph { quads, warnings })
    }

    fn catalogue(&self, documents: &BTreeMap<String, DocumentRecord>) -> Vec<Quad> {
        let entries: Vec<Catalogued> = documents.iter().map(|(id, record)| catalogued(id, record)).collect();
        catalogue_quads(&self.iris, &self.version, &entries, &[])
    }
}

/// What the catalogue says of a document; from the record, so that it says the same of a document that was not read again.
fn catalogued(id: &str, record: &DocumentRecord) -> Catalogued {
    let source = SourceMeta {
        id: id.to_owned(),
        title: record.title.clone().unwrap_or_else(|| id.to_owned()),
        date: record.date.as_deref().and_then(partial_date),
        language: record.language.clone().unwrap_or_else(|| "en".to_owned()),
        url: record.url.clone(),
        file_name: record.file.clone(),
        sha256: record.sha256.clone(),
        licence: record.licence.clone(),
    };
    Catalogued { source, triples: record.quads }
}

/// Checksum of the running program: another build of it may read the same document in another way.
fn own_checksum() -> String {
    let bytes = std::env::current_exe().and_then(std::fs::read);
    bytes.map(|bytes| sha256(&bytes)).unwrap_or_default()
}

/// What the graph says of a document that is no part of its text.
fn meta(source: &Source) -> SourceMeta {
    SourceMeta {
        id: source.id.clone(),
        title: source.title.clone().unwrap_or_else(|| source.id.clone()),
        date: source.date.as_deref().and_then(partial_date),
        language: source.language.clone().unwrap_or_else(|| "en".to_owned()),
        url: source.url.clone(),
        file_name: source.file_name().to_owned(),
        sha256: source.sha256.clone(),
        licence: source.licence.clone(),
    }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as the manifest checks it.
fn partial_date(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut small = || parts.next().and_then(|p| p.parse().ok());
    Some(PartialDate { year: Some(year), month: small(), day: small() })
}
