//! What we are given: documents with their metadata, from a manifest or from files and folders.
//!
//! A bad entry never stops the others: it becomes a [`Problem`] that names the manifest's line, and reading goes on.

mod described;
mod files;
mod manifest;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::convert::Format;

pub use described::Described;

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
    /// SHA-256 of the bytes as received, lower-case hexadecimal.
    pub sha256: String,
    /// What the bytes are.
    pub format: Format,
    /// The bytes as received, or where they wait.
    pub content: Content,
}

/// The bytes of a source. Many documents are more than memory should hold, so those of files stay there until they are
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// In memory.
    Held(Vec<u8>),
    /// In the file at the source's path, so many bytes.
    InFile(usize),
}

impl Source {
    /// The bytes as received, read anew where they are not in memory.
    ///
    /// # Errors
    /// The file is gone, or no longer the one whose checksum was taken.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Problem> {
        if let Content::Held(bytes) = &self.content {
            return Ok(Cow::Borrowed(bytes));
        }
        let bytes = read_file(&self.path).map_err(|reason| self.problem(reason))?;
        match sha256(&bytes) == self.sha256 {
            true => Ok(Cow::Owned(bytes)),
            false => Err(self.problem("was changed since it was listed; build again".to_owned())),
        }
    }

    /// Something that is wrong with it.
    pub fn problem(&self, reason: String) -> Problem {
        Problem { id: Some(self.id.clone()), place: self.path.display().to_string(), reason }
    }

    /// Length as received, in bytes.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::Held(bytes) => bytes.len(),
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

/// What a manifest says of some documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManifestPart {
    /// Those that are wanted.
    pub corpus: Corpus,
    /// Identifier and SHA-256 of the others.
    pub elsewhere: Vec<(String, String)>,
    /// SHA-256 of the manifest.
    pub sha256: String,
}

impl ManifestPart {
    /// Reads a manifest as [`Corpus::from_manifest`] does, but only the documents that `takes` wants by their identifiers;
    /// entries without one are asked for, too. The files of others are not read where the manifest states their checksums.
    ///
    /// # Errors
    /// As of [`Corpus::from_manifest`].
    pub fn read(path: &Path, takes: &dyn Fn(Option<&str>) -> bool) -> Result<Self, Problem> {
        let mut part = manifest::read(path, takes)?;
        part.corpus = part.corpus.in_order();
        Ok(part)
    }
}

impl Corpus {
    /// Reads a manifest and the documents it names; paths in it are relative to it. Fails only if the manifest
    /// itself cannot be read, is not TOML, or gives a base that is none.
    pub fn from_manifest(path: &Path) -> Result<Self, Problem> {
        Ok(ManifestPart::read(path, &|_| true)?.corpus)
    }

    /// Reads files, and folders with all files below them whose extension is one of [`EXTENSIONS`](crate::convert::EXTENSIONS). The identifier is the slug of the file
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
fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}

/// Reads a document and tells what it is, or says what is wrong with it.
fn read_document(path: &Path) -> Result<(Vec<u8>, Format), String> {
    let bytes = read_file(path)?;
    let format = format_of(&bytes, path)?;
    Ok((bytes, format))
}

/// What a document is, or what is wrong with it.
fn format_of(bytes: &[u8], path: &Path) -> Result<Format, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let format = Format::of(bytes, &name).map_err(|refusal| refusal.to_string())?;
    match bytes.iter().all(u8::is_ascii_whitespace) {
        true => Err("is empty".to_owned()),
        false => Ok(format),
    }
}
