//! What one document says, as quads of its own graph: the only place that spells the ontology's shape.

mod act;
mod entity;
mod fact;
#[cfg(test)]
mod invariants;
mod names;
#[cfg(test)]
mod passages;
mod verify;
mod writer;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::Iris;
use super::vocab::{MEDIA_TYPES, dcat, dcterms, foaf, igm, prov, rdf, rdfs, schema, xsd};
use crate::annotate::PartialDate;
use crate::assertion::{Extraction, Fact};
use crate::document::Document;

pub use verify::{QuoteError, verify_quotes};
use writer::Writer;

/// What is known of a document besides its text, from the manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMeta {
    /// Identifier, as in `doc/{id}`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Date of issue, as precise as it is known.
    pub date: Option<PartialDate>,
    /// BCP 47 tag of its language ("en").
    pub language: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Name of its file, without folders.
    pub file_name: String,
    /// SHA-256 of the text, 64 lower case hexadecimal digits.
    pub sha256: String,
    /// The file as received, where it is not the text itself.
    pub original: Option<Received>,
    /// Licence: an IRI, or a note in words.
    pub licence: Option<String>,
}

/// A file of which a text was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// SHA-256 of its bytes, 64 lower case hexadecimal digits.
    pub sha256: String,
    /// Its media type.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
}

/// All that a document says, in `graph/{doc}`, sorted and without repetitions. Every fact points to its passages;
/// [`verify_quotes`] proves that each passage is quoted as it stands.
pub fn document_quads(iris: &Iris, source: &SourceMeta, document: &Document, extraction: &Extraction) -> Vec<Quad> {
    let mut writer = Writer::new(iris, source, document);
    let names = names::Names::new(&writer, extraction);
    source_document(&mut writer, source, extraction);
    for entity in extraction.entities.values() {
        entity::write(&mut writer, entity, extraction);
        if let Some(decision) = extraction.rejected.get(&entity.id) {
            let (node, decision) = (iris.entity(&entity.id), iris.decision(decision));
            writer.add(&node, prov::WAS_INVALIDATED_BY, decision);
        }
    }
    for (index, assertion) in extraction.assertions.iter().enumerate() {
        writer.marks = extraction.marks.get(&index).map(Vec::as_slice).unwrap_or_default();
        match &assertion.fact {
            Fact::Act(said) => act::write(&mut writer, said, index, assertion, &names),
            other => fact::write(&mut writer, other, index, assertion, &names),
        }
    }
    writer.finish()
}

fn source_document(w: &mut Writer<'_>, source: &SourceMeta, extraction: &Extraction) {
    let node = w.document.clone();
    w.add(&node, rdf::TYPE, igm::SOURCE_DOCUMENT);
    w.add(&node, rdfs::LABEL, english(&source.title));
    w.add(&node, dcterms::IDENTIFIER, Literal::from(format!("sha256:{}", source.sha256)));
    w.add(&node, schema::NAME, Literal::from(source.file_name.as_str()));
    if let Some(received) = &source.original {
        let original = w.iris.original(&source.id);
        w.add(&node, dcterms::IS_FORMAT_OF, original.clone());
        w.add(&original, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
        w.add(&original, dcterms::IDENTIFIER, Literal::from(format!("sha256:{}", received.sha256)));
        let media = format!("{MEDIA_TYPES}{}", received.media_type);
        w.add(&original, dcat::MEDIA_TYPE, NamedNode::new_unchecked(media));
        w.add(&original, dcat::BYTE_SIZE, Literal::from(received.size));
        let bytes = w.iris.original_bytes(&received.sha256);
        w.add(&original, dcat::DOWNLOAD_URL, bytes);
        w.add(&original, rdfs::LABEL, Literal::from(source.file_name.as_str()));
    }
    if !source.language.is_empty() {
        w.add(&node, dcterms::LANGUAGE, Literal::from(source.language.as_str()));
    }
    if let Some(date) = source.date.as_ref().and_then(date_literal) {
        w.add(&node, dcterms::ISSUED, date);
    }
    if let Some(url) = &source.url {
        w.add(&node, dcterms::SOURCE, iri_or_text(url));
    }
    if let Some(kind) = &extraction.doc_kind {
        let kind = w.iris.concept("doc-kind", kind);
        w.add(&node, dcterms::TYPE, kind);
    }
    for topic in &extraction.primary_topics {
        let topic = w.iris.entity(topic);
        w.add(&node, foaf::PRIMARY_TOPIC, topic);
    }
    match &extraction.title {
        Some((title, evidence)) => {
            let title = w.text(title);
            w.state(&node, dcterms::TITLE, title, std::slice::from_ref(evidence), false, "");
        }
        None => {
            let title = w.text(&source.title);
            w.add(&node, dcterms::TITLE, title);
        }
    }
}

/// Text in English: labels of our own making.
fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

/// A date of the precision that is known: `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`; none without a year.
pub(in crate::graph) fn date_literal(date: &PartialDate) -> Option<Literal> {
    let year = date.year?;
    let (text, datatype): (String, NamedNodeRef<'_>) = match (date.month, date.day) {
        (Some(month), Some(day)) => (format!("{year:04}-{month:02}-{day:02}"), xsd::DATE),
        (Some(month), None) => (format!("{year:04}-{month:02}"), xsd::G_YEAR_MONTH),
        (None, _) => (format!("{year:04}"), xsd::G_YEAR),
    };
    Some(Literal::new_typed_literal(text, datatype))
}

/// An IRI if it is one, else the text.
pub(in crate::graph) fn iri_or_text(value: &str) -> Term {
    match NamedNode::new(value) {
        Ok(node) => node.into(),
        Err(_) => Literal::from(value).into(),
    }
}
