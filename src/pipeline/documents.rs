//! The real ingredients: what is read from the tables and packs of this program.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

use oxigraph::model::Quad;

use super::decisions::{self, Tables, note};
use super::plan::{self, Scope};
use super::reader::{Reader, partial_date};
use super::report::{Event, Report};
use super::run::{BuildError, DocumentGraph, Ingredients, build};
use super::shards::{MadeBy, Shards};
use crate::annotate::Gazetteer;
use crate::assertion::{EntityId, WarningKind};
use crate::convert::{Converter, Format};
use crate::corpus::{Corpus, Source, sha256};
use crate::curation::{self, Curation, Decision, by_path};
use crate::document::Span;
use crate::graph::vocab::BASE;
use crate::graph::{
    Build, Iris, Quality, Received, SourceMeta, catalogue_entry, catalogue_quads, document_quads, quality_quads,
    reference, terms_quads, topic_quads, verify_quotes, vocabulary_quads,
};
use crate::rules::Lexicon;
use crate::shacl::Shapes;
use crate::store::{DocumentRecord, Generations, Note, Original, Snapshot};

/// Version of the program; between releases the program's own checksum tells builds of it apart.
const EXTRACTOR: &str = env!("CARGO_PKG_VERSION");

/// How a build of documents is done.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The base IRI of everything minted.
    pub base: String,
    /// Folders with rule packs beside those of this program.
    pub rules: Vec<PathBuf>,
    /// What an evaluation of these documents gave, to be published with them.
    pub quality: Quality,
    /// Whether nothing is published where the graph violates a shape.
    pub strict: bool,
    /// What makes texts of files in other formats.
    pub converter: Converter,
    /// What becomes of documents that the corpus does not name.
    pub scope: Scope,
}

impl Default for BuildOptions {
    /// Under the base of the ontology, with what this program knows.
    fn default() -> Self {
        let (base, converter) = (BASE.to_owned(), Converter::default());
        Self { base, rules: Vec::new(), quality: Quality::default(), strict: false, converter, scope: Scope::default() }
    }
}

/// Builds the graph of a corpus, with everything that this program knows.
pub fn build_documents(
    store: &Generations,
    corpus: &Corpus,
    curation: &Curation,
    options: &BuildOptions,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    build_from(store, corpus, None, curation, options, progress)
}

/// Builds the graph of documents that were read before, in shards: the same as [`build_documents`] of their manifest, but
/// for the reading.
///
/// # Errors
/// The shards were made with another program, other rules, names or decisions; and as of [`build_documents`].
pub fn load_shards(
    store: &Generations,
    shards: &Shards,
    curation: &Curation,
    options: &BuildOptions,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    build_from(store, &shards.corpus, Some(shards), curation, options, progress)
}

fn build_from(
    store: &Generations,
    corpus: &Corpus,
    shards: Option<&Shards>,
    curation: &Curation,
    options: &BuildOptions,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, BuildError> {
    let mut curation = curation.clone();
    let builder = Builder::new(options, &mut curation)?;
    let before = store.record()?.unwrap_or_default();
    let documents = decisions::held(corpus, &before, &options.scope);
    let by_document = curation.by_document(&documents);
    let (decided, problems) =
        decisions::quads(&curation, &builder.iris, &documents.iter().map(|(id, _)| *id).collect());
    let mut shared = reference::quads(&builder.iris, &builder.reader.authority);
    shared.extend(builder.vocabulary.iter().cloned());
    shared.extend(decided);
    shared.extend(quality_quads(&builder.iris, &options.quality));
    shared.extend(terms_quads(&builder.iris, corpus.licence.as_deref()));
    let program = own_checksum();
    let (version, decided) = (builder.key(&program), decisions::digests(&by_document));
    if let Some(shards) = shards {
        shards.must_be_made_by(&MadeBy::new(&builder.version, &program))?;
        for source in &corpus.sources {
            shards.must_follow_from(&source.id, &plan::inputs(source, &version, &decided))?;
        }
    }
    let ingredients = Ingredients {
        version,
        decided,
        shared,
        read: &|source| match shards {
            Some(shards) => shards.document(source).map_err(|error| error.to_string()),
            None => builder.read(source, by_document.get(&source.id).map(Vec::as_slice).unwrap_or_default()),
        },
        received: &|source| match shards {
            Some(shards) => shards.received(source).map(Cow::Owned).map_err(|error| error.to_string()),
            None => source.bytes().map_err(|problem| problem.to_string()),
        },
        catalogue: &|documents, triples| catalogue_quads(&builder.iris, &builder.version, documents, triples),
        entry: &|id, record| catalogue_entry(&builder.iris, &builder.version, &catalogued(id, record), record.quads),
        iris: builder.iris.clone(),
        must_hold: options.strict.then_some(&fits_shapes),
        scope: options.scope.clone(),
    };
    let mut report = build(store, corpus, &ingredients, progress)?;
    report.failures.extend(curation.problems.iter().cloned().chain(problems));
    report.decisions = decisions::fates(&curation, &store.record()?.unwrap_or_default());
    Ok(report)
}

/// Refuses a graph that violates a shape of the ontology.
fn fits_shapes(snapshot: &Snapshot) -> Result<(), BuildError> {
    let report = Shapes::shipped().validate(snapshot).map_err(|error| BuildError::Ingredient(error.to_string()))?;
    let violations = report.outcomes.iter().filter(|outcome| outcome.is_violation());
    let violations: Vec<String> = violations.map(|outcome| format!("{}: {}", outcome.focus, outcome.message)).collect();
    if violations.is_empty() { Ok(()) } else { Err(BuildError::Violations(violations)) }
}

/// A reader, and what its facts become.
pub(super) struct Builder {
    reader: Reader,
    pub(super) iris: Iris,
    vocabulary: Vec<Quad>,
    meeting_kinds: BTreeSet<String>,
    names: Vec<(EntityId, String)>,
    pub(super) version: Build,
}

impl Builder {
    /// What the file of decisions has wrong beside its form is told in it.
    pub(super) fn new(options: &BuildOptions, curation: &mut Curation) -> Result<Self, BuildError> {
        let mut reader =
            Reader::with_packs(&options.rules).map_err(|error| BuildError::Ingredient(error.to_string()))?;
        reader.converter = options.converter.clone();
        let iris = Iris::new(&options.base).map_err(|error| BuildError::Ingredient(error.to_string()))?;
        let mut vocabulary = vocabulary_quads(&iris);
        let topics = reader.packs.lexicon("Topic").into_iter().flat_map(Lexicon::entries);
        vocabulary.extend(topic_quads(&iris, topics));
        let concepts = decisions::concepts(&vocabulary);
        curation.check_concepts(&|scheme, slug| concepts.contains(&iris.concept(scheme, slug).to_string()));
        let problems = decisions::name(curation, &mut reader.authority);
        curation.problems.extend(problems);
        reader.gazetteer = Gazetteer::new(reader.authority.names());
        let names = curation.names().into_iter().filter_map(|(what, name)| Some((by_path(what)?, name.to_owned())));
        let names = names.collect();
        let scheme = iris.scheme("meeting-kind").into_string() + "/";
        let slug = |concept: &String| concept.trim_matches(['<', '>']).strip_prefix(&scheme).map(str::to_owned);
        let meeting_kinds = concepts.iter().filter_map(slug).collect();
        let (rules, known) = (reader.packs.digest().to_owned(), reader.authority.digest());
        let version = Build { version: EXTRACTOR.to_owned(), rules, names: known };
        Ok(Self { reader, iris, vocabulary, meeting_kinds, names, version })
    }

    /// What changes whenever the same document could give another graph, with the checksum of the program.
    pub(super) fn key(&self, program: &str) -> String {
        format!("{} {program}", self.version.key())
    }

    /// One document's way from bytes to quads.
    pub(super) fn read(&self, source: &Source, decisions: &[&Decision]) -> Result<DocumentGraph, String> {
        let (document, mut extraction, said) = self.reader.read(source).map_err(|e| e.to_string())?;
        let tables = Tables { authority: &self.reader.authority, meeting_kinds: &self.meeting_kinds };
        curation::rename(&self.names, &mut extraction);
        let outcomes = curation::apply(decisions, &document, &mut extraction, &tables);
        let original = original(source, &document.text);
        let sha256 = match &original {
            Some(_) => sha256(document.text.as_bytes()),
            None => source.sha256.clone(),
        };
        let meta = meta(source, &sha256, original.as_ref());
        let quads = document_quads(&self.iris, &meta, &document, &extraction);
        verify_quotes(&document, &quads).map_err(|e| e.to_string())?;
        let at = |span: Option<Span>| span.map(|span| document.code_points(span));
        let warned = extraction.warnings.into_iter().map(|warning| Note {
            kind: warning.kind.as_str().to_owned(),
            message: warning.message,
            at: at(warning.span),
            decision: None,
        });
        let of_text = said.into_iter().map(|message| Note {
            kind: WarningKind::Other.as_str().to_owned(),
            message,
            at: None,
            decision: None,
        });
        let decided = outcomes.iter().filter_map(|outcome| note(outcome, at(outcome.span)));
        let notes = of_text.chain(warned).chain(decided).collect();
        Ok(DocumentGraph { quads, notes, text: document.text, sha256, original })
    }
}

/// What the catalogue says of a document; from the record, so that it says the same of a document that was not read again.
fn catalogued(id: &str, record: &DocumentRecord) -> SourceMeta {
    SourceMeta {
        id: id.to_owned(),
        title: record.title.clone().unwrap_or_else(|| id.to_owned()),
        date: record.date.as_deref().and_then(partial_date),
        language: record.language.clone().unwrap_or_else(|| "en".to_owned()),
        url: record.url.clone(),
        file_name: record.file.clone(),
        original: record.original.as_ref().map(received),
        sha256: record.sha256.clone(),
        licence: record.licence.clone(),
    }
}

/// Checksum of the running program: another build of it may read the same document in another way.
pub(super) fn own_checksum() -> String {
    let bytes = std::env::current_exe().and_then(std::fs::read);
    bytes.map(|bytes| sha256(&bytes)).unwrap_or_default()
}

/// The file of a document, where its text is not just what is in it.
fn original(source: &Source, text: &str) -> Option<Original> {
    let is_text =
        source.format == Format::Text && source.size() == text.len() && source.sha256 == sha256(text.as_bytes());
    (!is_text).then(|| Original {
        sha256: source.sha256.clone(),
        media_type: source.format.media_type().to_owned(),
        size: source.size() as u64,
    })
}

/// The same for the graph.
fn received(original: &Original) -> Received {
    Received { sha256: original.sha256.clone(), media_type: original.media_type.clone(), size: original.size }
}

/// What the graph says of a document that is no part of its text.
fn meta(source: &Source, sha256: &str, original: Option<&Original>) -> SourceMeta {
    SourceMeta {
        id: source.id.clone(),
        title: source.title.clone().unwrap_or_else(|| source.id.clone()),
        date: source.date.as_deref().and_then(partial_date),
        language: source.language.clone().unwrap_or_else(|| "en".to_owned()),
        url: source.url.clone(),
        file_name: source.file_name().to_owned(),
        sha256: sha256.to_owned(),
        original: original.map(received),
        licence: source.licence.clone(),
    }
}
