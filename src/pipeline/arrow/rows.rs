//! Rows of what documents say: how they are written, and read again.

use std::io::{BufWriter, Read, Write};
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use oxigraph::io::{RdfFormat, RdfSerializer};
use serde::{Deserialize, Serialize};

use super::StreamError;
use super::stream::{Bytes, Stream, Texts, booleans_at, bytes_at, texts_at};
use crate::convert::Format;
use crate::corpus::Source;
use crate::pipeline::fresh::Fresh;
use crate::pipeline::shards::MadeBy;
use crate::store::DocumentRecord;

/// What is collected before a batch goes out, in bytes.
const BATCH: usize = 16 << 20;

/// The longest value of a row: offsets of Arrow's texts are of 31 bits, and those of a batch are added.
const LONGEST: usize = 1 << 30;

/// What a build needs to know of a document that stands in no other column.
#[derive(Serialize, Deserialize)]
pub(in crate::pipeline) struct About {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::pipeline) series: Option<String>,
    pub(in crate::pipeline) format: Format,
    pub(in crate::pipeline) size: u64,
    pub(in crate::pipeline) record: DocumentRecord,
}

fn schema() -> SchemaRef {
    let column = |name: &str, kind: DataType, may_be_null: bool| Field::new(name, kind, may_be_null);
    Arc::new(Schema::new(vec![
        column("id", DataType::Utf8, true),
        column("place", DataType::Utf8, false),
        column("ok", DataType::Boolean, false),
        column("reason", DataType::Utf8, true),
        column("graph", DataType::Utf8, true),
        column("quads", DataType::Int64, false),
        column("nquads", DataType::Utf8, true),
        column("bytes", DataType::Int64, false),
        column("text", DataType::Utf8, true),
        column("original", DataType::Binary, true),
        column("record", DataType::Utf8, true),
        column("version", DataType::Utf8, false),
        column("made_by", DataType::Utf8, false),
    ]))
}

/// Columns in the making.
#[derive(Default)]
struct Columns {
    id: StringBuilder,
    place: StringBuilder,
    ok: BooleanBuilder,
    reason: StringBuilder,
    graph: StringBuilder,
    quads: Int64Builder,
    nquads: StringBuilder,
    bytes: Int64Builder,
    text: StringBuilder,
    original: BinaryBuilder,
    record: StringBuilder,
    version: StringBuilder,
    made_by: StringBuilder,
    /// Length of what is in them.
    length: usize,
}

/// Rows that go out.
pub(super) struct Rows<W: Write> {
    writer: StreamWriter<BufWriter<W>>,
    columns: Columns,
    version: String,
    made_by: String,
}

impl<W: Write> Rows<W> {
    pub(super) fn new(output: W, made_by: &MadeBy) -> Result<Self, StreamError> {
        let writer = StreamWriter::try_new_buffered(output, &schema()).map_err(unwritten)?;
        let text = serde_json::to_string(made_by).map_err(|error| StreamError::Ingredient(error.to_string()))?;
        Ok(Self { writer, columns: Columns::default(), version: made_by.extractor.clone(), made_by: text })
    }

    /// One document; says how many quads, or nothing where it was not taken.
    pub(super) fn add(
        &mut self,
        id: Option<&str>,
        place: &str,
        read: Result<(&Source, Fresh), String>,
    ) -> Result<Option<u64>, StreamError> {
        let said = read.and_then(|(source, fresh)| Said::of(source, fresh));
        let columns = &mut self.columns;
        columns.id.append_option(id);
        columns.place.append_value(place);
        columns.version.append_value(&self.version);
        columns.made_by.append_value(&self.made_by);
        columns.ok.append_value(said.is_ok());
        let said = said.map_err(|reason| columns.reason.append_value(reason)).ok();
        if said.is_some() {
            columns.reason.append_null();
        }
        let said = said.as_ref();
        let quads = said.map(|said| said.about.record.quads);
        let record = said.map(|said| serde_json::to_string(&said.about)).transpose();
        let record = record.map_err(|error| StreamError::Ingredient(error.to_string()))?;
        columns.graph.append_option(said.map(|said| said.about.record.graph.as_str()));
        columns.quads.append_value(number(quads.unwrap_or_default()));
        columns.nquads.append_option(said.map(|said| said.nquads.as_str()));
        columns.bytes.append_value(number(said.map_or(0, |said| said.nquads.len() as u64)));
        columns.text.append_option(said.map(|said| said.text.as_str()));
        columns.original.append_option(said.and_then(|said| said.original.as_deref()));
        columns.record.append_option(record.as_deref());
        columns.length += said.map_or(0, Said::length) + place.len() + self.made_by.len();
        if columns.length >= BATCH {
            self.send()?;
        }
        Ok(quads)
    }

    /// Sends what there is.
    pub(super) fn send(&mut self) -> Result<(), StreamError> {
        let mut columns = std::mem::take(&mut self.columns);
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(columns.id.finish()),
            Arc::new(columns.place.finish()),
            Arc::new(columns.ok.finish()),
            Arc::new(columns.reason.finish()),
            Arc::new(columns.graph.finish()),
            Arc::new(columns.quads.finish()),
            Arc::new(columns.nquads.finish()),
            Arc::new(columns.bytes.finish()),
            Arc::new(columns.text.finish()),
            Arc::new(columns.original.finish()),
            Arc::new(columns.record.finish()),
            Arc::new(columns.version.finish()),
            Arc::new(columns.made_by.finish()),
        ];
        if arrays[0].is_empty() {
            return Ok(());
        }
        let batch = RecordBatch::try_new(schema(), arrays).map_err(unwritten)?;
        self.writer.write(&batch).and_then(|()| self.writer.flush()).map_err(unwritten)
    }

    /// Marks the end.
    pub(super) fn end(&mut self) -> Result<(), StreamError> {
        self.send()?;
        self.writer.finish().and_then(|()| self.writer.flush()).map_err(unwritten)
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn unwritten(error: ArrowError) -> StreamError {
    match error {
        ArrowError::IoError(_, error) => StreamError::Output(error),
        other => StreamError::Output(std::io::Error::other(other.to_string())),
    }
}

/// What a document says, as a row has it.
pub(in crate::pipeline) struct Said {
    pub(in crate::pipeline) nquads: String,
    pub(in crate::pipeline) text: String,
    pub(in crate::pipeline) original: Option<Vec<u8>>,
    pub(in crate::pipeline) about: About,
}

impl Said {
    /// What reading a document came to.
    pub(in crate::pipeline) fn of(source: &Source, fresh: Fresh) -> Result<Self, String> {
        let original = match fresh.record.original {
            Some(_) => Some(source.bytes().map_err(|problem| problem.reason)?.into_owned()),
            None => None,
        };
        let mut lines = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        for quad in &fresh.quads {
            lines.serialize_quad(quad).map_err(|error| error.to_string())?;
        }
        let lines = lines.finish().map_err(|error| error.to_string())?;
        let nquads = String::from_utf8(lines).map_err(|error| error.to_string())?;
        let size = source.size() as u64;
        let about = About { series: source.series.clone(), format: source.format, size, record: fresh.record };
        let said = Self { nquads, text: fresh.text, original, about };
        if said.length() > LONGEST {
            return Err(format!("says more than a row can hold, which is {} MiB", LONGEST >> 20));
        }
        Ok(said)
    }

    fn length(&self) -> usize {
        self.nquads.len() + self.text.len() + self.original.as_ref().map_or(0, Vec::len)
    }
}

/// Rows that come in again.
pub(in crate::pipeline) struct SaidRows<R: Read> {
    stream: Stream<R>,
    texts: [usize; TEXTS.len()],
    ok: usize,
    original: usize,
}

/// The columns of texts that are needed of them.
const TEXTS: [&str; 7] = ["id", "place", "reason", "nquads", "text", "record", "made_by"];

/// One of them.
pub(in crate::pipeline) struct SaidRow {
    pub(in crate::pipeline) id: Option<String>,
    pub(in crate::pipeline) place: String,
    pub(in crate::pipeline) made_by: MadeBy,
    pub(in crate::pipeline) said: Result<Said, String>,
}

impl<R: Read> SaidRows<R> {
    pub(in crate::pipeline) fn open(input: R) -> Result<Self, StreamError> {
        let stream = Stream::open(input)?;
        let schema = stream.schema();
        let missing = |column: &str| StreamError::MissingColumn {
            column: column.to_owned(),
            needed: "rows are those that `rapporteur extract --arrow-stdio` writes".to_owned(),
        };
        let mut texts = [0; TEXTS.len()];
        for (at, column) in texts.iter_mut().zip(TEXTS) {
            *at = texts_at(&schema, column)?.ok_or_else(|| missing(column))?;
        }
        let ok = booleans_at(&schema, "ok")?.ok_or_else(|| missing("ok"))?;
        let original = bytes_at(&schema, "original")?.ok_or_else(|| missing("original"))?;
        Ok(Self { stream, texts, ok, original })
    }

    /// Gives the rows of the next batch to somebody; false after the last.
    pub(in crate::pipeline) fn each<E: From<StreamError>>(
        &mut self,
        mut take: impl FnMut(SaidRow) -> Result<(), E>,
    ) -> Result<bool, E> {
        let Some(batch) = self.stream.next()? else { return Ok(false) };
        let texts = self.texts.map(|at| Texts::of(Some(batch.column(at))));
        let original = Bytes::of(Some(batch.column(self.original)));
        let ok = batch.column(self.ok).as_boolean();
        for row in 0..batch.num_rows() {
            let [id, place, reason, nquads, text, record, made_by] =
                texts.each_ref().map(|texts| texts.value(row).map(str::to_owned));
            let bad = |what: &str| self.stream.damaged(format!("{what} of document {id:?}"));
            let made_by = serde_json::from_str(&made_by.unwrap_or_default()).map_err(|_| bad("made_by"))?;
            let said = if ok.is_valid(row) && ok.value(row) {
                let about = serde_json::from_str(&record.unwrap_or_default()).map_err(|_| bad("record"))?;
                let (nquads, text) = (nquads.ok_or_else(|| bad("nquads"))?, text.ok_or_else(|| bad("text"))?);
                Ok(Said { nquads, text, original: original.value(row).map(<[u8]>::to_owned), about })
            } else {
                Err(reason.unwrap_or_else(|| "was not read".to_owned()))
            };
            take(SaidRow { place: place.unwrap_or_default(), id, made_by, said })?;
        }
        Ok(true)
    }
}
