//! Where the words of the documents come from: the store keeps every text as it was received, named by its checksum.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Texts by the sha256 of their bytes, in lower case hexadecimal.
#[derive(Debug, Clone)]
pub enum Texts {
    /// A folder with files `{sha256}.txt`.
    Folder(PathBuf),
    /// In memory, for tests.
    Memory(BTreeMap<String, String>),
}

impl Texts {
    /// The text with this checksum, or `None` where it is not kept (or the name is no checksum, so that it never
    /// becomes a path).
    ///
    /// ```
    /// use rapporteur::server::Texts;
    /// assert_eq!(Texts::Folder("/etc".into()).read("../hostname"), None);
    /// ```
    pub fn read(&self, sha256: &str) -> Option<String> {
        let is_checksum = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        match self {
            _ if !is_checksum => None,
            Self::Folder(folder) => std::fs::read_to_string(folder.join(format!("{sha256}.txt"))).ok(),
            Self::Memory(texts) => texts.get(sha256).cloned(),
        }
    }
}
