//! What a generation was built from: `STORE/generations/NNNNNN.json`, beside the database directory.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{StoreError, files};

/// The key of the default graph in [`Record::written`]; no IRI, because it has no colon.
pub(super) const DEFAULT: &str = "default";

/// One document of a generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// SHA-256 of its text.
    pub sha256: String,
    /// The file as received, where it is not the text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// Digest of everything else its graph was made from: metadata, extractor, rules, names.
    pub inputs: String,
    /// Name of its graph.
    pub graph: String,
    /// Number of quads in its graph.
    pub quads: u64,
    /// Number of distinct subjects in its graph.
    #[serde(default)]
    pub subjects: u64,
    /// Name of the file that was read, without its folders.
    #[serde(default)]
    pub file: String,
    /// Title, from the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Date, from the manifest: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Language tag, from the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it was published, from the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Licence or terms of use, from the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What reading it noted, so that an unchanged document still reports it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A file of which a text was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What it is.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
}

impl DocumentRecord {
    /// SHA-256 of the bytes as received.
    pub fn received(&self) -> &str {
        self.original.as_ref().map_or(&self.sha256, |original| &original.sha256)
    }
}

/// Something that reading a document noted for people.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// Kind, as `rapporteur check` calls it ("unresolved-name").
    pub kind: String,
    /// What, in a sentence.
    pub message: String,
    /// Where in the text, in code points, if it has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(usize, usize)>,
    /// The human decision that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// What a generation was built from. No times: the same input gives the same record, but for the number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The generation's number.
    pub generation: u64,
    /// Base IRI of everything minted.
    pub base: String,
    /// Digest of the graphs that belong to no document (reference, vocabulary, curation).
    pub shared: String,
    /// Number of quads, the default graph included.
    pub quads: u64,
    /// Number of entries of the text index; nothing in the record of a generation that was made without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<u64>,
    /// Documents by identifier.
    pub documents: BTreeMap<String, DocumentRecord>,
    /// Graphs that were written through the server and that builds carry on: number of quads by IRI, the default graph
    /// as `default`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub written: BTreeMap<String, u64>,
}

impl Record {
    /// Whether a graph is one that builds make, so that nobody else may change it: the default graph and all below
    /// `{base}graph/`, as soon as there is a document.
    ///
    /// ```
    /// use oxigraph::model::GraphNameRef;
    /// use rapporteur::store::{DocumentRecord, Record};
    /// let mut record = Record { base: "https://example.org/".into(), ..Record::default() };
    /// assert!(!record.reserves(GraphNameRef::DefaultGraph));
    /// record.documents.insert("report".into(), DocumentRecord::default());
    /// assert!(record.reserves(GraphNameRef::DefaultGraph));
    /// ```
    pub fn reserves(&self, graph: GraphNameRef<'_>) -> bool {
        !self.documents.is_empty() && is_made_by_builds(&self.base, graph)
    }

    /// The written graphs that a build under this base would make itself.
    pub fn written_in_the_way(&self, base: &str) -> Option<&str> {
        self.written.keys().map(String::as_str).find(|key| is_made_by_builds(base, graph_name(key).as_ref()))
    }

    /// Reads a record; one that says something else than what was written is an error.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let damaged = |reason: String| StoreError::Damaged {
            path: path.display().to_string(),
            reason: format!(
                "{reason}; `rapporteur rollback` goes back to the generation before, `restore` to a backup"
            ),
        };
        let bytes = std::fs::read(path).map_err(StoreError::io(path))?;
        let record: Self = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let seal: Seal = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        match seal.sum {
            Some(sum) if sum != record.sum() => Err(damaged("it is not what was written".into())),
            _ => Ok(record),
        }
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        files::write_whole_by(path, |file| {
            serde_json::to_writer_pretty(&mut *file, &Sealed { record: self, sum: self.sum() })?;
            file.write_all(b"\n")
        })
    }

    /// A sum of what it says, however that is written.
    fn sum(&self) -> String {
        let mut sink = Sink(Sha256::new());
        // Neither the record nor the sink can fail.
        let _ = serde_json::to_writer(&mut sink, self);
        sink.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A record with the sum of what it says.
#[derive(Serialize)]
struct Sealed<'r> {
    #[serde(flatten)]
    record: &'r Record,
    sum: String,
}

/// The sum alone; records of older programs have none.
#[derive(Deserialize)]
struct Seal {
    #[serde(default)]
    sum: Option<String>,
}

/// Writes into a sum.
struct Sink(Sha256);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn is_made_by_builds(base: &str, graph: GraphNameRef<'_>) -> bool {
    match graph {
        GraphNameRef::NamedNode(name) => {
            name.as_str().strip_prefix(base).is_some_and(|path| path.starts_with("graph/"))
        }
        GraphNameRef::DefaultGraph => true,
        GraphNameRef::BlankNode(_) => false,
    }
}

/// The graph of a key of [`Record::written`].
pub(super) fn graph_name(key: &str) -> GraphName {
    if key == DEFAULT { GraphName::DefaultGraph } else { NamedNode::new_unchecked(key).into() }
}

/// The key of a graph; a blank node has none.
pub(super) fn key(graph: GraphNameRef<'_>) -> Option<&str> {
    match graph {
        GraphNameRef::DefaultGraph => Some(DEFAULT),
        GraphNameRef::NamedNode(name) => Some(name.as_str()),
        GraphNameRef::BlankNode(_) => None,
    }
}
