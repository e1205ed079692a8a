//! The real ingredients: what is read from the tables and packs of this program.

use std::collections::BTreeMap;

use oxigraph::model::Quad;

use super::report::{Event, Report};
use super::run::{BuildError, DocumentGraph, Ingredients, build};
use crate::annotate::{Annotations, Gazetteer, PartialDate};
use crate::authority::{self, Authority};
use crate::config::Config;
use crate::corpus::{Corpus, Source};
use crate::extract::{Given, extract};
use crate::graph::{
    Build, Catalogued, Iris, SourceMeta, catalogue_quads, document_quads, reference, verify_quotes, vocabulary_quads,
};
use crate::rules::Packs;
use crate::store::{DocumentRecord, Generations};
use crate::document;

/// Base IRI where neither the settings nor the manifest has one.
const BASE: &str = "https://w3id.org/igm/";

/// Changes with every release; between releases the executable's own checksum tells builds of it apart.
const EXTRACTOR: &str = env!("CARGO_PKG_VERSION");

/// Builds the graph of a corpus into the store of the settings.
pub fn build_documents(
    config: &Config,
    corpus: &Corpus,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    let base = config.base.clone().or_else(|| corpus.base.clone()).unwrap_or_else(|| BASE.to_owned());
    let reader = Reader::new(&base)?;
    let mut shared = reference::quads(&reader.iris, &reader.authority);
    shared.extend(vocabulary_quads(&reader.iris));
    let ingredients = Ingredients {
        version: reader.version.key(),
        shared,
        read: &|source| reader.read(source),
        catalogue: &|documents| reader.catalogue(corpus, documents),
        base: base.clone(),
    };
    build(&Generations::at(&config.store), corpus, &ingredients, progress)
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
        let given = Given { title: source.title.clone(), date, process: source.series.as_deref().map(authority::slug) };
        let mut extraction = extract(&annotations, &self.packs, &given);
        authority::resolve(&self.authority, &mut extraction, date);
        let quads = document_quads(&self.iris, &meta(source), &document, &extraction);
        verify_quotes(&document, &quads).map_err(|e| e.to_string())?;
        let warnings = extraction.warnings.into_iter().map(|w| w.message).collect();
        Ok(DocumentGraph { quads, warnings })
    }

    fn catalogue(&self, corpus: &Corpus, documents: &BTreeMap<String, DocumentRecord>) -> Vec<Quad> {
        let of = |id: &str| corpus.sources.iter().find(|s| s.id == id).map(meta);
        let entries: Vec<Catalogued> = documents
            .iter()
            .map(|(id, record)| Catalogued {
                source: of(id).unwrap_or_else(|| SourceMeta {
                    id: id.clone(),
                    title: id.clone(),
                    sha256: record.sha256.clone(),
                    ..SourceMeta::default()
                }),
                triples: record.quads,
            })
            .collect();
        catalogue_quads(&self.iris, &self.version, &entries, &[])
    }
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
