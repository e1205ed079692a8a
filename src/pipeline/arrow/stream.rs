//! Streams of record batches, and their columns.

use std::io::{self, BufRead, BufReader, Read};

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};

use super::StreamError;

/// With what every message of a stream begins.
const BEGINS: [u8; 4] = [0xff; 4];

/// A stream that comes in.
pub(super) struct Stream<R: Read> {
    reader: StreamReader<BufReader<Ended<R>>>,
    rows: u64,
}

impl<R: Read> Stream<R> {
    pub(super) fn open(input: R) -> Result<Self, StreamError> {
        let mut input = BufReader::with_capacity(1 << 18, Ended { input, ended: false });
        let begins = input.fill_buf().map_err(StreamError::Input)?;
        if begins.is_empty() {
            return Err(StreamError::NotArrow("it is empty".into()));
        }
        if begins.starts_with(b"ARROW1") {
            return Err(StreamError::NotArrow("it is an Arrow file, with its index at the end".into()));
        }
        let length = begins.len().min(BEGINS.len());
        if begins[..length] != BEGINS[..length] {
            return Err(StreamError::NotArrow(format!(
                "it begins with {:?}",
                String::from_utf8_lossy(&begins[..begins.len().min(16)])
            )));
        }
        let reader = StreamReader::try_new(input, None).map_err(|error| StreamError::NotArrow(error.to_string()))?;
        Ok(Self { reader, rows: 0 })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.reader.schema()
    }

    /// The next batch; nothing after the mark of the end.
    pub(super) fn next(&mut self) -> Result<Option<RecordBatch>, StreamError> {
        let next = self.reader.next().transpose();
        // A reader takes what breaks off between two batches for the end.
        let ended = self.reader.get_ref().get_ref().ended;
        match next {
            Ok(Some(batch)) => {
                self.rows += batch.num_rows() as u64;
                Ok(Some(batch))
            }
            _ if ended => Err(StreamError::BrokenOff(self.rows)),
            Ok(None) => Ok(None),
            Err(ArrowError::IoError(_, error)) => Err(StreamError::Input(error)),
            Err(error) => Err(self.damaged(error.to_string())),
        }
    }

    pub(super) fn damaged(&self, reason: String) -> StreamError {
        StreamError::Damaged { rows: self.rows, reason }
    }
}

/// Knows whether somebody wanted to read past the last byte.
struct Ended<R> {
    input: R,
    ended: bool,
}

impl<R: Read> Read for Ended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}

/// A column of texts, in any of the forms that Arrow has for them.
pub(super) enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    /// A column of type null.
    None,
}

/// Where the column of texts stands, if there is one.
pub(super) fn texts_at(schema: &Schema, column: &str) -> Result<Option<usize>, StreamError> {
    at(schema, column, "a text (utf8)", |found| is_text(found) || *found == DataType::Null)
}

/// Where the column of bytes stands, if there is one; texts are bytes, too.
pub(super) fn bytes_at(schema: &Schema, column: &str) -> Result<Option<usize>, StreamError> {
    let is_bytes = |found: &DataType| matches!(found, DataType::Binary | DataType::LargeBinary | DataType::BinaryView);
    at(schema, column, "bytes (binary) or a text (utf8)", |found| is_bytes(found) || is_text(found))
}

pub(super) fn booleans_at(schema: &Schema, column: &str) -> Result<Option<usize>, StreamError> {
    at(schema, column, "true or false (bool)", |found| *found == DataType::Boolean)
}

fn is_text(found: &DataType) -> bool {
    matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn at(
    schema: &Schema,
    column: &str,
    wanted: &'static str,
    fits: impl Fn(&DataType) -> bool,
) -> Result<Option<usize>, StreamError> {
    let Some((at, field)) = schema.column_with_name(column) else { return Ok(None) };
    let wrong = || StreamError::WrongType { column: column.to_owned(), found: field.data_type().to_string(), wanted };
    if fits(field.data_type()) { Ok(Some(at)) } else { Err(wrong()) }
}

impl Texts {
    /// Of a column whose type was looked at.
    pub(super) fn of(column: Option<&ArrayRef>) -> Self {
        match column.map(|column| (column, column.data_type())) {
            Some((column, DataType::Utf8)) => Self::Small(column.as_string().clone()),
            Some((column, DataType::LargeUtf8)) => Self::Large(column.as_string().clone()),
            Some((column, DataType::Utf8View)) => Self::View(column.as_string_view().clone()),
            _ => Self::None,
        }
    }

    pub(super) fn value(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Large(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::None => None,
        }
    }
}

/// A column of bytes, in any of the forms that Arrow has for them.
pub(super) enum Bytes {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    Texts(Texts),
}

impl Bytes {
    /// Of a column whose type was looked at.
    pub(super) fn of(column: Option<&ArrayRef>) -> Self {
        match column.map(|column| (column, column.data_type())) {
            Some((column, DataType::Binary)) => Self::Small(column.as_binary().clone()),
            Some((column, DataType::LargeBinary)) => Self::Large(column.as_binary().clone()),
            Some((column, DataType::BinaryView)) => Self::View(column.as_binary_view().clone()),
            _ => Self::Texts(Texts::of(column)),
        }
    }

    pub(super) fn value(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Small(bytes) => bytes.is_valid(row).then(|| bytes.value(row)),
            Self::Large(bytes) => bytes.is_valid(row).then(|| bytes.value(row)),
            Self::View(bytes) => bytes.is_valid(row).then(|| bytes.value(row)),
            Self::Texts(texts) => texts.value(row).map(str::as_bytes),
        }
    }
}
