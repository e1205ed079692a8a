//! What we are given: documents with their metadata, from a manifest or from files and folders.
//!
//! A bad entry never stops the others: it becomes a [`Problem`] that names the manifest's line, and reading goes on.

mod files;
mod manifest;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// One document as received, with what the manifest says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Identifier, as in `doc/{id}`: lower-case ASCII letters, digits and hyphens.
    pub id: String,
    /// The file, as it can be opened from the working directory.
    pub path: PathBuf,
    /// Title, where the manifest gives one.
    pub title: Option<String>,
    /// Date of the document: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Language tag ("en").
    pub language: Option<String>,
    /// Where the document was published.
    pub url: Option<String>,
    /// Licence or terms of use.
    pub licence: Option<String>,
    /// Slug of the process or organisation whose document it is.
    pub series: Option<String>,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The text as received, or where it waits.
    pub content: Content,
}

/// The text of a source. Many documents are more than memory should hold, so those of files stay there until they are
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// In memory.
    Held(String),
    /// In the file at the source's path, so many bytes.
    InFile(usize),
}

impl Source {
    /// The text as received, read anew where it is not in memory.
    ///
    /// # Errors
    /// The file is gone, or no longer the one whose checksum was taken.
    pub fn text(&self) -> Result<Cow<'_, str>, Problem> {
        if let Content::Held(text) = &self.content {
            return Ok(Cow::Borrowed(text));
        }
        let problem = |reason| Problem { id: Some(self.id.clone()), place: self.path.display().to_string(), reason };
        let bytes = read_text(&self.path).map_err(problem)?;
        let same = sha256(&bytes) == self.sha256;
        let text = String::from_utf8(bytes).ok().filter(|_| same);
        text.map(Cow::Owned).ok_or_else(|| problem("was changed since it was listed; build again".to_owned()))
    }

    /// Length of the text in bytes.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::Held(text) => text.len(),
            Content::InFile(size) => *size,
        }
    }

    /// The file's name, without its folders.
    pub fn file_name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Why one document could not be taken; the others go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Problem {
    /// Identifier of the document, where it is known.
    pub id: Option<String>,
    /// File, and line of the manifest (`data/corpus.toml:12`).
    pub place: String,
    /// What is wrong and what to do.
    pub reason: String,
}

/// Documents to read, and those that could not be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corpus {
    /// Base IRI for everything minted, where the manifest sets it.
    pub base: Option<String>,
    /// Licence or terms of what is made of the documents, where the manifest states them: an IRI, or words.
    pub licence: Option<String>,
    /// The documents, sorted by identifier.
    pub sources: Vec<Source>,
    /// The entries that could not be taken.
    pub problems: Vec<Problem>,
}

impl Corpus {
    /// Reads a manifest and the documents it names; paths in it are relative to it. Fails only if the manifest
    /// itself cannot be read, is not TOML, or gives a base that is none.
    pub fn from_manifest(path: &Path) -> Result<Self, Problem> {
        manifest::read(path).map(Self::in_order)
    }

    /// Reads files, and folders with all `.txt` and `.md` files below them. The identifier is the slug of the file
    /// stem; two files with the same one are an error that names both.
    pub fn from_paths(paths: &[PathBuf]) -> Self {
        Self::in_order(files::read(paths))
    }

    fn in_order(mut self) -> Self {
        self.sources.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }
}

/// Hexadecimal SHA-256 of some bytes.
///
/// ```
/// assert!(rapporteur::corpus::sha256(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        for nibble in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        hex
    })
}

/// Reads one file whole, or says what is wrong with it, to be read after its name, in words that name a remedy.
fn read_text(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
        _ => format!("cannot be read: {error}"),
    })?;
    // What they begin with is ASCII, and sometimes all of a small one is.
    if bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04") {
        return Err("is no text but a PDF, Word or ZIP file; convert it first".to_owned());
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("is not UTF-8 but UTF-16; convert it first".to_owned());
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) if text.trim().is_empty() => Err("is empty".to_owned()),
        Ok(_) => Ok(bytes),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
            Err(format!("is not UTF-8: line {line} has a byte that fits no character; convert it first"))
        }
    }
}
