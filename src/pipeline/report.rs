//! What a build did, and how far it is.

use std::collections::BTreeMap;

use super::decisions::Fate;

/// What happened to one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added,
    /// Its text, its metadata, or what reads it changed.
    Changed,
    /// Nothing had to be done.
    Unchanged,
    /// It is named no longer.
    Removed,
    /// It could not be taken.
    Failed {
        /// Why, and what to do.
        reason: String,
        /// Whether the store keeps what an earlier build made of it.
        kept: bool,
    },
}

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The generation that readers see now.
    pub generation: u64,
    /// Whether this build made it; otherwise nothing changed.
    pub published: bool,
    /// Number of quads in it.
    pub quads: u64,
    /// Documents by identifier.
    pub documents: BTreeMap<String, Outcome>,
    /// Failures that belong to no document ("corpus.toml:3: unknown key").
    pub failures: Vec<String>,
    /// Warnings by document: things that a person should look at.
    pub warnings: BTreeMap<String, Vec<String>>,
    /// Human decisions that do not simply hold: orphaned, at other words, overruled.
    pub decisions: Vec<Fate>,
}

impl Report {
    /// How many documents came out in a way.
    pub fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.documents.values().filter(|outcome| wanted(outcome)).count()
    }

    /// Whether a document, or an entry of the manifest, could not be taken.
    pub fn has_failures(&self) -> bool {
        !self.failures.is_empty() || self.documents.values().any(|outcome| matches!(outcome, Outcome::Failed { .. }))
    }
}

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// So many documents have to be read.
    Reading {
        /// Number of documents.
        documents: usize,
    },
    /// One document was read.
    Read {
        /// Its identifier.
        id: &'a str,
    },
    /// The graphs are being written, and conflicts ranked.
    Writing,
    /// The generation is being made durable.
    Publishing,
}
