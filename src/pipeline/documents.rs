//! The real ingredients: what is read from the tables and packs of this program.

use std::collections::BTreeMap;
use std::path::PathBuf;

use oxigraph::model::Quad;

use super::decisions;
use super::reader::{Reader, partial_date};
use super::report::{Event, Report};
use super::run::{BuildError, DocumentGraph, Ingredients, build};
use crate::corpus::{Corpus, Source, sha256};
use crate::curation::Curation;
use crate::graph::{
    Build, Catalogued, Iris, SourceMeta, catalogue_quads, document_quads, reference, verify_quotes, vocabulary_quads,
};
use crate::store::{DocumentRecord, Generations};

/// Version of the program; between releases the program's own checksum tells builds of it apart.
const EXTRACTOR: &str = env!("CARGO_PKG_VERSION");

/// Builds the graph of a corpus under a base IRI, with everything that this program knows and the rule packs in these
/// folders.
pub fn build_documents(
    store: &Generations,
    corpus: &Corpus,
    curation: &Curation,
    rules: &[PathBuf],
    base: &str,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    let builder = Builder::new(rules, base)?;
    let (decided, problems) = decisions::quads(curation, base);
    let mut shared = reference::quads(&builder.iris, &builder.reader.authority);
    shared.extend(vocabulary_quads(&builder.iris));
    shared.extend(decided);
    let ingredients = Ingredients {
        version: format!("{} {}", builder.version.key(), own_checksum()),
        shared,
        read: &|source| builder.read(source),
        catalogue: &|documents| builder.catalogue(documents),
        iris: builder.iris.clone(),
    };
    let mut report = build(store, corpus, &ingredients, progress)?;
    report.failures.extend(problems);
    Ok(report)
}

/// A reader, and what its facts become.
struct Builder {
    reader: Reader,
    iris: Iris,
    version: Build,
}

impl Builder {
    fn new(rules: &[PathBuf], base: &str) -> Result<Self, BuildError> {
        let reader = Reader::with_packs(rules).map_err(|error| BuildError::Ingredient(error.to_string()))?;
        let iris = Iris::new(base).map_err(|error| BuildError::Ingredient(error.to_string()))?;
        let (rules, names) = (reader.packs.digest().to_owned(), reader.authority.digest());
        Ok(Self { reader, iris, version: Build { version: EXTRACTOR.to_owned(), rules, names } })
    }

    /// One document's way from bytes to quads.
    fn read(&self, source: &Source) -> Result<DocumentGraph, String> {
        let (document, extraction) = self.reader.read(source).map_err(|e| e.to_string())?;
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
