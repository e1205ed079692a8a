//! Documents and what they say as streams of Arrow record batches: how schedulers of others (Apache Spark) run this program.
//!
//! In, a row is a document: `id`, `path`, and what an entry of the manifest says (`title`, `date`, `language`, `source`,
//! `licence`, `series`, `sha256`), all texts that may be null, and `content`, its bytes. Where there is no column `id`, the name
//! of the file makes one. Out, a row is what became of one
//! document, in the same order:
//!
//! ```text
//! id, place        which document, and its file
//! ok, reason       whether it was taken; else why not
//! graph, quads     the name of its graph, and how many quads there are
//! nquads, bytes    all of them, sorted, as N-Quads, and their length
//! text, original   the text that was read, and the file as received where that is something else
//! record           what a build records of it, as JSON
//! version, made_by version of the program; with checksums of program, rules and names, as JSON
//! ```
//! One row for each document, and not one for each quad, because a document is what is replaced, retried, refused and
//! counted: a row is there whole or not at all, its bytes can be compared, and a shard is what rows say one after the other.
//!
//! The streams are those of [Arrow IPC](https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format). A stream in
//! that ends without its mark of the end is an error, since somebody who wrote it may have died; so the stream out has that
//! mark only if everything went well.

mod documents;
mod rows;
mod stream;

use std::collections::BTreeMap;
use std::io::{Read, Write};

use documents::{Documents, Row};
use rows::Rows;
pub(super) use rows::{About, Said, SaidRow, SaidRows};

use super::decisions;
use super::documents::{BuildOptions, Builder, own_checksum};
use super::fresh::{Reading, batch_size};
use super::shards::MadeBy;
use crate::corpus::Source;
use crate::curation::Curation;

/// Key of the stream's metadata under which documents stand that may be in other streams: a JSON array of pairs of
/// identifier and SHA-256. A human decision about a text that has moved goes to whichever document has it now.
pub const ELSEWHERE: &str = "rapporteur.documents";

/// Why a stream cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// Something else comes in.
    #[error("what comes in is no stream of Arrow IPC: {0}; write it as pyarrow.ipc.new_stream does")]
    NotArrow(String),
    /// A column has to be there.
    #[error("column {column:?} is missing; {needed}")]
    MissingColumn {
        /// Which.
        column: String,
        /// What has to be there.
        needed: String,
    },
    /// A column is of another type.
    #[error("column {column:?} is of type {found}, and has to be {wanted}")]
    WrongType {
        /// Which.
        column: String,
        /// What it is.
        found: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A column that nobody would read; it may be a known one, misspelt.
    #[error("column {column:?} is not known; there are {known}")]
    UnknownColumn {
        /// Which.
        column: String,
        /// The known ones.
        known: String,
    },
    /// The stream ends without saying so.
    #[error("the stream breaks off after {0} rows: whoever wrote it did not come to its end")]
    BrokenOff(u64),
    /// Something in the stream is not what it should be.
    #[error("the stream is damaged after {rows} rows: {reason}")]
    Damaged {
        /// Rows before.
        rows: u64,
        /// What is wrong.
        reason: String,
    },
    /// The system does not give what comes in.
    #[error("the stream cannot be read: {0}")]
    Input(std::io::Error),
    /// Nobody takes what is written.
    #[error("rows cannot be written: {0}")]
    Output(#[source] std::io::Error),
    /// Tables, rules or the base cannot be used.
    #[error("{0}")]
    Ingredient(String),
}

/// What went through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streamed {
    /// Documents that were read.
    pub documents: u64,
    /// Quads that they say.
    pub quads: u64,
    /// Documents that could not be taken; their rows say why.
    pub failed: u64,
}

/// Reads documents from a stream and writes what they say into another, as a build reads them. A document that cannot be
/// taken never stops the others. No more is in memory than a batch that came in, and a part of what its documents say.
///
/// Of two documents with the same identifier that follow each other the second is refused; who sorts by identifier finds
/// all of them so.
///
/// # Errors
/// What comes in is no such stream, has other columns, or breaks off; nobody takes what goes out; tables, rules or the base
/// cannot be used.
pub fn extract_stream(
    input: impl Read,
    output: impl Write,
    curation: &Curation,
    options: &BuildOptions,
) -> Result<Streamed, StreamError> {
    let mut curation = curation.clone();
    let builder = Builder::new(options, &mut curation).map_err(|error| StreamError::Ingredient(error.to_string()))?;
    let program = own_checksum();
    let mut documents = Documents::open(input)?;
    let rows = Rows::new(output, &MadeBy::new(&builder.version, &program))?;
    let key = builder.key(&program);
    let elsewhere = std::mem::take(&mut documents.elsewhere);
    let mut work = Work { builder, curation, elsewhere, key, rows, done: Streamed::default() };
    let mut last: Option<String> = None;
    while let Some(batch) = documents.next()? {
        let (mut waiting, mut size) = (Vec::new(), 0);
        for mut row in batch.rows() {
            if row.id.is_some() && row.id == last {
                let id = row.id.as_deref().unwrap_or_default();
                row.source = Err(format!("id {id:?} is taken already by the document before"));
            }
            last.clone_from(&row.id);
            size += row.source.as_ref().map_or(0, Source::size);
            waiting.push(row);
            if size >= batch_size() {
                work.read(&waiting)?;
                waiting.clear();
                size = 0;
            }
        }
        work.read(&waiting)?;
        work.rows.send()?;
    }
    work.rows.end()?;
    Ok(work.done)
}

/// Everything that makes rows of documents.
struct Work<W: Write> {
    builder: Builder,
    curation: Curation,
    elsewhere: Vec<(String, String)>,
    key: String,
    rows: Rows<W>,
    done: Streamed,
}

impl<W: Write> Work<W> {
    fn read(&mut self, waiting: &[Row]) -> Result<(), StreamError> {
        let sources: Vec<&Source> = waiting.iter().filter_map(|row| row.source.as_ref().ok()).collect();
        let own = sources.iter().map(|source| (source.id.as_str(), source.sha256.as_str()));
        let mut known: BTreeMap<&str, &str> =
            self.elsewhere.iter().map(|(id, sha256)| (id.as_str(), sha256.as_str())).collect();
        known.extend(own);
        let by_document = self.curation.by_document(&known.into_iter().collect::<Vec<_>>());
        let builder = &self.builder;
        let reading = Reading {
            iris: &builder.iris,
            version: &self.key,
            decided: &decisions::digests(&by_document),
            read: &|source| builder.read(source, by_document.get(&source.id).map(Vec::as_slice).unwrap_or_default()),
        };
        let mut read = reading.batch(&sources, None, &|_| ()).into_iter();
        for row in waiting {
            let fresh = match &row.source {
                Ok(source) => read
                    .next()
                    .map_or_else(|| Err("was not read".to_owned()), |(_, fresh)| fresh.map(|fresh| (source, fresh))),
                Err(reason) => Err(reason.clone()),
            };
            let quads = self.rows.add(row.id.as_deref(), &row.place, fresh)?;
            match quads {
                Some(quads) => {
                    (self.done.documents, self.done.quads) = (self.done.documents + 1, self.done.quads + quads)
                }
                None => self.done.failed += 1,
            }
        }
        Ok(())
    }
}
