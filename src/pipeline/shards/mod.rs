//! A corpus in parts: each part is read by a process of its own, on any machine, and one store is loaded from what they
//! wrote.
//!
//! ```text
//! OUT/part-00001-of-00004.nq       what the documents of the shard say: N-Quads, one document after the other in the order
//!                                  of identifiers, each sorted by subject, predicate, object
//! OUT/part-00001-of-00004.files    their texts, and the files as received that are no plain text, one behind the other
//! OUT/part-00001-of-00004.jsonl    a line for each document: what a build records of it, and where its parts begin
//! OUT/part-00001-of-00004.json     the receipt, written last: without it the shard is not there
//! ```
//! No clock, no name of a machine, no random: a shard that is extracted again has the same bytes.

mod extract;
mod files;
mod load;
mod rows;
mod writer;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::arrow::StreamError;
use crate::convert::Format;
use crate::graph::Build;
use crate::store::DocumentRecord;

pub use extract::extract_shard;
pub use load::Shards;
pub use rows::{MadeOf, shard_of_rows};

/// The form of what is written here; another number is refused.
const FORMAT: u32 = 1;

/// One part of a corpus. To which part a document belongs, a hash of its identifier says, and nothing else.
///
/// ```
/// use rapporteur::pipeline::Shard;
/// let shards: Vec<Shard> = ["1/2", "2/2"].iter().map(|shard| shard.parse().unwrap()).collect();
/// let takes = shards.iter().filter(|shard| shard.takes("bali-2003-mc2"));
/// assert_eq!(takes.count(), 1);
/// assert!("3/2".parse::<Shard>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// All documents.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether a document belongs to it.
    pub fn takes(&self, id: &str) -> bool {
        let digest = Sha256::digest(id.as_bytes());
        let hash = digest.iter().take(8).fold(0u64, |hash, byte| (hash << 8) | u64::from(*byte));
        hash % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// Whether an entry of the manifest belongs to it; one without an identifier belongs to the first.
    pub fn takes_entry(&self, id: Option<&str>) -> bool {
        id.map_or(self.number == 1, |id| self.takes(id))
    }

    /// The beginning of the names of its files.
    fn stem(&self) -> String {
        format!("part-{:05}-of-{:05}", self.number, self.of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) && of < 100_000 => Ok(Self { number, of }),
            _ => Err(format!("{text:?} is no shard; write k/N with k from 1 to N, as in 3/8")),
        }
    }
}

/// What a shard holds, and from what it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The form of the files.
    pub format: u32,
    /// Which shard it is, from 1.
    pub shard: u32,
    /// Of how many.
    pub of: u32,
    /// SHA-256 of the manifest.
    pub manifest: String,
    /// What read the documents.
    pub made_by: MadeBy,
    /// Base IRI of everything minted.
    pub base: String,
    /// Terms of use that the manifest states for the whole.
    pub licence: Option<String>,
    /// Number of documents in it.
    pub documents: u64,
    /// Number of quads in it.
    pub quads: u64,
    /// Documents of the shard that could not be taken.
    pub failed: Vec<Failed>,
    /// The quads.
    pub nq: FileSum,
    /// Texts and files.
    pub files: FileSum,
    /// The line of each document.
    pub jsonl: FileSum,
}

/// What a document's graph follows from beside the document: shards with different ones do not belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Version of the program.
    pub extractor: String,
    /// SHA-256 of the program.
    pub program: String,
    /// SHA-256 of the rule packs.
    pub rules: String,
    /// SHA-256 of the tables of names, with those that people added.
    pub names: String,
}

impl MadeBy {
    pub(super) fn new(build: &Build, program: &str) -> Self {
        let Build { version, rules, names } = build.clone();
        Self { extractor: version, program: program.to_owned(), rules, names }
    }

    /// What tells two of them apart, for people.
    fn differs(&self, other: &Self) -> Option<String> {
        let pairs = [
            ("version", &self.extractor, &other.extractor),
            ("rules", &self.rules, &other.rules),
            ("names", &self.names, &other.names),
            ("program", &self.program, &other.program),
        ];
        let short = |text: &str| text.chars().take(12).collect::<String>();
        pairs
            .into_iter()
            .find(|(_, one, two)| one != two)
            .map(|(what, one, two)| format!("{what} {} and {}", short(one), short(two)))
    }
}

/// A document that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Its identifier, where it is known.
    pub id: Option<String>,
    /// File, and line of the manifest.
    pub place: String,
    /// Why, and what to do.
    pub reason: String,
}

/// Length and checksum of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: String,
}

/// Where something stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    at: u64,
    bytes: u64,
}

/// One document of a shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    format: Format,
    /// Length as received.
    size: u64,
    nq: Part,
    text: Part,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<Part>,
    record: DocumentRecord,
}

/// Why shards cannot be written or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file does not say what its receipt says.
    #[error("{path}: {reason}; extract the shard again")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// No receipt at all.
    #[error("{0} holds no shard; `rapporteur extract --shard k/N --out {0}` writes them")]
    Nothing(String),
    /// Some shards are not there, or have not ended.
    #[error("{folder} lacks {} of {of} shards: {}; extract them into it", .missing.len(), numbers(.missing))]
    Gaps {
        /// The folder.
        folder: String,
        /// Of how many shards.
        of: u32,
        /// Which are missing.
        missing: Vec<u32>,
    },
    /// Shards that were not made of the same.
    #[error("{folder} mixes shards that do not belong together: {what}; extract all of them again, or the older ones")]
    Mixed {
        /// The folder.
        folder: String,
        /// What differs.
        what: String,
    },
    /// Shards of another program, or of other rules, names or decisions, than those here.
    #[error("the shards were made with other means than are here: {0}; load them with the same, or extract them again")]
    Other(String),
    /// Rows of which a shard is made cannot be read.
    #[error("the rows cannot be used: {0}")]
    Rows(#[from] StreamError),
    /// Tables, rules or the base cannot be used.
    #[error("{0}")]
    Ingredient(String),
}

impl ShardError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| Self::Io { path, source }
    }

    fn damaged(path: &Path, reason: impl fmt::Display) -> Self {
        Self::Damaged { path: path.display().to_string(), reason: reason.to_string() }
    }
}

/// Numbers that a message names.
const NUMBERS: usize = 10;

fn numbers(missing: &[u32]) -> String {
    let shown: Vec<String> = missing.iter().take(NUMBERS).map(ToString::to_string).collect();
    let more = if missing.len() > NUMBERS { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_belongs_to_exactly_one_shard_and_shards_are_about_equal() {
        let shards: Vec<Shard> = (1..=7).map(|number| Shard { number, of: 7 }).collect();
        let mut sizes = [0u32; 7];
        for number in 0..7_000 {
            let id = format!("document-{number}");
            let takes: Vec<usize> = (0..7).filter(|&shard| shards[shard].takes(&id)).collect();
            assert_eq!(takes.len(), 1, "{id}");
            sizes[takes[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (850..1_150).contains(size)), "{sizes:?}");
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        for text in ["", "1", "0/4", "5/4", "1/0", "-1/4", "a/b", "1/200000"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert_eq!("4/4".parse::<Shard>().unwrap().to_string(), "4/4");
    }
}
