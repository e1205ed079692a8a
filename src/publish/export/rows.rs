//! The files that hold tables: CSV, CSV for spreadsheets, Parquet. Each is written row by row, with its size and
//! checksum.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use sha2::{Digest, Sha256};

use super::TableFormat;
use crate::publish::results::harmless;

/// Several values stand in one cell of CSV, with this between them; a bar in a value is written twice.
pub(super) const BETWEEN: &str = " | ";

/// Bytes of cells that are kept until a group of rows is written: memory is bounded by it.
const GROUP: usize = 32 << 20;

/// A column of a file.
pub(super) struct Field {
    pub(super) name: String,
    /// Whether a row may have several values.
    pub(super) several: bool,
    /// What a single value is.
    pub(super) holds: Scalar,
}

/// A value that Parquet has a type for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Text,
    Integer,
    Date,
}

impl Field {
    pub(super) fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), several: false, holds: Scalar::Text }
    }
}

/// A number as Parquet has it.
pub(super) fn integer(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// Days since the first of January 1970.
pub(super) fn days(text: &str) -> Option<i32> {
    let date: jiff::civil::Date = text.parse().ok()?;
    Some((date - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The values of one row in one column.
pub(super) type Cell = Vec<String>;

/// A table that is being written.
pub(super) enum TableFile {
    Csv { writer: csv::Writer<Summed>, sheets: bool },
    Parquet(Groups),
}

impl TableFile {
    /// Begins the file `name` with the extension of its format, with the heads of its columns.
    pub(super) fn create(folder: &Path, name: &str, format: TableFormat, fields: Vec<Field>) -> io::Result<Self> {
        let path = folder.join(format!("{name}.{}", format.extension()));
        let file = File::create(&path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        let mut summed = Summed { file: BufWriter::new(file), bytes: 0, hash: Sha256::new() };
        if format == TableFormat::Parquet {
            return Groups::begin(summed, name, &fields).map(Self::Parquet).map_err(io::Error::other);
        }
        let sheets = format == TableFormat::Sheets;
        if sheets {
            summed.write_all("\u{feff}".as_bytes())?;
        }
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(summed);
        let mut table = Self::Csv { writer, sheets };
        table.row(fields.into_iter().map(|field| vec![field.name]).collect())?;
        Ok(table)
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        match self {
            Self::Parquet(groups) => groups.row(cells).map_err(io::Error::other),
            Self::Csv { writer, sheets } => {
                let cells = cells.iter().map(together).map(|cell| match *sheets && cell.parse::<f64>().is_err() {
                    true => harmless(cell),
                    false => cell,
                });
                writer.write_record(cells).map_err(io::Error::other)
            }
        }
    }

    /// Size in bytes and SHA-256.
    pub(super) fn finish(self) -> io::Result<(u64, String)> {
        let mut summed = match self {
            Self::Csv { writer, .. } => writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?,
            Self::Parquet(groups) => groups.finish().map_err(io::Error::other)?,
        };
        summed.flush()?;
        summed.file.get_ref().sync_all()?;
        Ok((summed.bytes, summed.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

fn together(values: &Cell) -> String {
    match values.len() {
        1 => values.concat(),
        _ => values.iter().map(|value| value.replace('|', "||")).collect::<Vec<_>>().join(BETWEEN),
    }
}

/// A file that knows what was written into it.
pub(super) struct Summed {
    file: BufWriter<File>,
    bytes: u64,
    hash: Sha256,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.bytes += n as u64;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A [Parquet](https://parquet.apache.org/docs/file-format/) file: a column of one value is an optional string, of
/// several a list of strings.
pub(super) struct Groups {
    writer: SerializedFileWriter<Summed>,
    columns: Vec<Column>,
    bytes: usize,
}

struct Column {
    several: bool,
    values: Values,
    /// How much of the path to the value is there (Dremel's definition levels).
    defined: Vec<i16>,
    /// Whether a value goes on with a row (repetition levels).
    repeated: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Date(Vec<i32>),
}

impl Groups {
    fn begin(file: Summed, name: &str, fields: &[Field]) -> Result<Self, ParquetError> {
        let types = fields.iter().map(field_type).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder(name).with_fields(types).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
        let columns = fields.iter().map(Column::of).collect();
        Ok(Self { writer, columns, bytes: 0 })
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ParquetError> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += cell.iter().map(String::len).sum::<usize>() + 8;
            column.push(cell);
        }
        if self.bytes >= GROUP { self.group() } else { Ok(()) }
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        self.bytes = 0;
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut written) = group.next_column()? else { break };
            let repeated = column.several.then_some(column.repeated.as_slice());
            let defined = Some(column.defined.as_slice());
            match &column.values {
                Values::Text(values) => written.typed::<ByteArrayType>().write_batch(values, defined, repeated)?,
                Values::Integer(values) => written.typed::<Int64Type>().write_batch(values, defined, repeated)?,
                Values::Date(values) => written.typed::<Int32Type>().write_batch(values, defined, repeated)?,
            };
            written.close()?;
            column.clear();
        }
        group.close().map(|_| ())
    }

    fn finish(mut self) -> Result<Summed, ParquetError> {
        if self.columns.iter().any(|column| !column.defined.is_empty()) {
            self.group()?;
        }
        self.writer.into_inner()
    }
}

impl Column {
    fn of(field: &Field) -> Self {
        let values = match field.holds {
            _ if field.several => Values::Text(Vec::new()),
            Scalar::Text => Values::Text(Vec::new()),
            Scalar::Integer => Values::Integer(Vec::new()),
            Scalar::Date => Values::Date(Vec::new()),
        };
        Self { several: field.several, values, defined: Vec::new(), repeated: Vec::new() }
    }

    fn clear(&mut self) {
        match &mut self.values {
            Values::Text(values) => values.clear(),
            Values::Integer(values) => values.clear(),
            Values::Date(values) => values.clear(),
        }
        self.defined.clear();
        self.repeated.clear();
    }

    fn push(&mut self, cell: Cell) {
        let there = if self.several { 2 } else { 1 };
        let before = self.defined.len();
        for value in cell {
            match &mut self.values {
                Values::Text(values) => values.push(ByteArray::from(value.into_bytes())),
                // Columns are numbers or days only where all of their values are.
                Values::Integer(values) => values.extend(integer(&value)),
                Values::Date(values) => values.extend(days(&value)),
            }
            self.repeated.push(i16::from(self.defined.len() > before));
            self.defined.push(there);
        }
        if self.defined.len() == before {
            self.defined.push(0);
            self.repeated.push(0);
        }
    }
}

fn field_type(field: &Field) -> Result<TypePtr, ParquetError> {
    let text = |name: &str, repetition| {
        let text = Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_repetition(repetition);
        text.with_converted_type(ConvertedType::UTF8).build().map(Arc::new)
    };
    if !field.several {
        let of = |physical| Type::primitive_type_builder(&field.name, physical).with_repetition(Repetition::OPTIONAL);
        return match field.holds {
            Scalar::Text => text(&field.name, Repetition::OPTIONAL),
            Scalar::Integer => of(Physical::INT64).build().map(Arc::new),
            Scalar::Date => of(Physical::INT32).with_converted_type(ConvertedType::DATE).build().map(Arc::new),
        };
    }
    let element = text("element", Repetition::REQUIRED)?;
    let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![element]);
    let group = Type::group_type_builder(&field.name).with_repetition(Repetition::OPTIONAL);
    let group = group.with_converted_type(ConvertedType::LIST).with_fields(vec![Arc::new(list.build()?)]);
    group.build().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_value_does_not_divide_it() {
        assert_eq!(together(&vec!["a|b".to_owned(), "c".to_owned()]), "a||b | c");
        assert_eq!(together(&vec!["a|b".to_owned()]), "a|b");
        assert_eq!(together(&vec![]), "");
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!((days("1970-01-01"), days("1970-01-31"), days("1969-12-31")), (Some(0), Some(30), Some(-1)));
        assert_eq!(days("2002-02-26"), Some(11_744));
        assert_eq!(days("soon"), None);
    }
}
