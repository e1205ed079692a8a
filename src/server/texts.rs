//! Where the words of the documents come from: the store keeps every text as it was received, named by its checksum.

use std::collections::BTreeMap;

use crate::store::Snapshot;

/// Texts by the sha256 of their bytes, in lower case hexadecimal.
#[derive(Debug, Clone)]
pub enum Texts {
    /// Those that the store keeps beside its generations.
    Store,
    /// In memory, for tests.
    Memory(BTreeMap<String, String>),
}

impl Texts {
    /// The text with this checksum; `None` where it is not kept, or the name is no checksum, so that a name from
    /// the graph never becomes a path.
    pub(super) fn read(&self, snapshot: &Snapshot, sha256: &str) -> Option<String> {
        let is_checksum = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        match self {
            _ if !is_checksum => None,
            Self::Store => snapshot.text(sha256).unwrap_or_else(|error| {
                tracing::warn!(%error, sha256, "the text of a document cannot be read");
                None
            }),
            Self::Memory(texts) => texts.get(sha256).cloned(),
        }
    }
}
