//! Documents that come in: one row each.

use std::io::Read;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::stream::{Bytes, Stream, Texts, bytes_at, texts_at};
use super::{ELSEWHERE, StreamError};
use crate::corpus::{Described, Source};

/// What a row may say of a document beside its bytes.
const SAID: [&str; 9] = ["id", "path", "title", "date", "language", "source", "licence", "series", "sha256"];

/// The bytes.
const CONTENT: &str = "content";

/// Documents, batch by batch.
pub(super) struct Documents<R: Read> {
    stream: Stream<R>,
    said: [Option<usize>; SAID.len()],
    content: usize,
    /// Documents of other streams.
    pub(super) elsewhere: Vec<(String, String)>,
}

/// A document, or why it is none.
pub(super) struct Row {
    pub(super) id: Option<String>,
    /// Its file, as it was named.
    pub(super) place: String,
    pub(super) source: Result<Source, String>,
}

impl<R: Read> Documents<R> {
    /// Looks at the columns before anything is read.
    pub(super) fn open(input: R) -> Result<Self, StreamError> {
        let stream = Stream::open(input)?;
        let schema = stream.schema();
        let known = || format!("{}, {CONTENT}", SAID.join(", "));
        for field in schema.fields() {
            if !SAID.contains(&field.name().as_str()) && field.name() != CONTENT {
                return Err(StreamError::UnknownColumn { column: field.name().clone(), known: known() });
            }
        }
        let mut said = [None; SAID.len()];
        for (at, column) in said.iter_mut().zip(SAID) {
            *at = texts_at(&schema, column)?;
        }
        let missing = |column: &str, needed: &str| StreamError::MissingColumn {
            column: column.to_owned(),
            needed: needed.to_owned(),
        };
        let content =
            bytes_at(&schema, CONTENT)?.ok_or_else(|| missing(CONTENT, "it holds the bytes of each document"))?;
        if said[0].is_none() && said[1].is_none() {
            return Err(missing("id", "it names each document; where there is `path`, the name of the file does"));
        }
        let elsewhere = elsewhere(&schema)?;
        Ok(Self { stream, said, content, elsewhere })
    }

    pub(super) fn next(&mut self) -> Result<Option<Batch>, StreamError> {
        let Some(batch) = self.stream.next()? else { return Ok(None) };
        let said = self.said.map(|at| Texts::of(at.map(|at| batch.column(at))));
        let content = Bytes::of(Some(batch.column(self.content)));
        Ok(Some(Batch { batch, has_ids: self.said[0].is_some(), said, content }))
    }
}

/// Some documents.
pub(super) struct Batch {
    batch: RecordBatch,
    has_ids: bool,
    said: [Texts; SAID.len()],
    content: Bytes,
}

impl Batch {
    /// Its documents; the bytes of each are copied when it is asked for.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        (0..self.batch.num_rows()).map(|row| {
            let [id, path, title, date, language, source, licence, series, sha256] =
                self.said.each_ref().map(|texts| texts.value(row).map(str::to_owned));
            let said = Described { id, path, title, date, language, source, licence, sha256, series };
            // Where there are identifiers, one that is missing is a mistake.
            let is_nameless = self.has_ids && said.id.is_none();
            let id = if is_nameless { None } else { said.id() };
            let place = said.path.clone().or_else(|| id.clone()).unwrap_or_else(|| "a row without id and path".into());
            let source = match self.content.value(row) {
                _ if is_nameless => Err("has no id".to_owned()),
                Some(bytes) => said.source(bytes.to_owned()),
                None => Err("has no content".to_owned()),
            };
            Row { id, place, source }
        })
    }
}

fn elsewhere(schema: &Schema) -> Result<Vec<(String, String)>, StreamError> {
    let Some(text) = schema.metadata().get(ELSEWHERE) else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|error| StreamError::Damaged {
        rows: 0,
        reason: format!("{ELSEWHERE} in its metadata is no array of pairs of id and sha256: {error}"),
    })
}
