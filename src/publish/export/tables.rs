//! One CSV table for each class, a row for each thing, with the words that prove it, and a description of all columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};
use sha2::{Digest, Sha256};

use super::ExportError;
use super::dictionary::{Column, Holds, Table};
use super::things::{Things, local, plain};
use crate::graph::vocab::{compact, dqv, owl, prov, rdfs, sd, sh, void};
use crate::publish::results::harmless;
use crate::store::{Snapshot, StoreError};

/// Several values stand in one cell, with this between them; a bar in a value is written twice.
pub(super) const BETWEEN: &str = " | ";

/// Classes of these vocabularies describe the data set and its terms; `--format ttl` has them.
const ABOUT_THE_DATA: [&str; 7] = [
    owl::NAMESPACE,
    rdfs::NAMESPACE,
    crate::graph::vocab::rdf::NAMESPACE,
    void::NAMESPACE,
    dqv::NAMESPACE,
    sh::NAMESPACE,
    sd::NAMESPACE,
];

/// Writes into an empty folder: a CSV file for each class, `columns.csv` that says what each column is, and
/// `datapackage.json` ([Frictionless Data Package](https://specs.frictionlessdata.io/tabular-data-package/)). Values are
/// those of the default graph; passages and claims, which only the graphs of documents hold, are tables, too. With
/// `sheets` the files are for spreadsheets: a byte order mark, and no cell that would be calculated.
///
/// # Errors
/// The store cannot be read or a file not be written.
pub fn export_tables(snapshot: &Snapshot, base: &str, folder: &Path, sheets: bool) -> Result<(), ExportError> {
    let mut classes: BTreeMap<String, bool> = BTreeMap::new();
    for quad in snapshot.quads(None, Some(rdf::TYPE), None, None) {
        let quad = quad?;
        let resolved = quad.graph_name == GraphName::DefaultGraph;
        let Term::NamedNode(class) = quad.object else { continue };
        if !ABOUT_THE_DATA.iter().any(|namespace| class.as_str().starts_with(namespace)) {
            *classes.entry(class.into_string()).or_default() |= resolved;
        }
    }
    let mut things = Things::new(snapshot, base);
    let mut tables: Vec<Table> = Vec::new();
    for (class, resolved) in classes {
        let mut name = in_kebabs(local(&class));
        if tables.iter().any(|table| table.name == name) {
            name = in_kebabs(&compact(&class, base).replace([':', '/'], "-"));
        }
        let rows = Rows { graph: resolved.then_some(GraphNameRef::DefaultGraph), class: &class };
        let mut table = Table::of(&mut things, name, &class)?;
        table.columns = rows.columns(&mut things)?;
        rows.write(&mut things, &mut table, folder, sheets)?;
        tables.push(table);
    }
    super::dictionary::write(&mut things, &tables, folder, sheets)
}

/// The things of one class.
struct Rows<'a> {
    /// The default graph, or any.
    graph: Option<GraphNameRef<'static>>,
    class: &'a str,
}

type Values = BTreeMap<String, BTreeMap<String, Term>>;

impl Rows<'_> {
    fn subjects(&self, snapshot: &Snapshot) -> Result<BTreeSet<String>, StoreError> {
        let class = NamedNodeRef::new_unchecked(self.class);
        let quads = snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), self.graph);
        let mut subjects = BTreeSet::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                subjects.insert(subject.into_string());
            }
        }
        Ok(subjects)
    }

    fn values(&self, snapshot: &Snapshot, subject: &str) -> Result<Values, StoreError> {
        let mut values = Values::new();
        let subject = NamedNodeRef::new_unchecked(subject);
        for quad in snapshot.quads(Some(subject.into()), None, None, self.graph) {
            let quad = quad?;
            let of_property = values.entry(quad.predicate.into_string()).or_default();
            of_property.insert(quad.object.to_string(), quad.object);
        }
        Ok(values)
    }

    /// What the values are, property by property.
    fn columns(&self, things: &mut Things<'_>) -> Result<Vec<Column>, ExportError> {
        let mut columns: BTreeMap<String, Column> = BTreeMap::new();
        let mut proved = false;
        for subject in self.subjects(things.snapshot)? {
            for (property, values) in self.values(things.snapshot, &subject)? {
                if property == prov::WAS_DERIVED_FROM.as_str() {
                    proved = true;
                } else if property != rdf::TYPE.as_str() && property != rdfs::LABEL.as_str() {
                    let of = || Column::of(&property);
                    columns.entry(property.clone()).or_insert_with(of).holds.add(values.values());
                }
            }
        }
        let mut columns: Vec<Column> = columns.into_values().collect();
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        for column in &mut columns {
            if names.iter().filter(|name| **name == column.name).count() > 1 {
                column.name = compact(&column.property, things.base).replace(':', "_");
            }
            column.describe(things)?;
        }
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        columns.splice(0..0, [Column::iri(), Column::label()]);
        if proved {
            columns.extend(Column::of_proof());
        }
        Ok(columns)
    }

    fn write(
        &self,
        things: &mut Things<'_>,
        table: &mut Table,
        folder: &Path,
        sheets: bool,
    ) -> Result<(), ExportError> {
        let mut file = Csv::create(&folder.join(format!("{}.csv", table.name)), sheets)?;
        file.row(table.columns.iter().flat_map(Column::names))?;
        for subject in self.subjects(things.snapshot)? {
            let mut values = self.values(things.snapshot, &subject)?;
            let mut row = Vec::new();
            for column in &table.columns {
                let found = values.remove(&column.property).unwrap_or_default();
                match column.holds {
                    Holds::Iri => row.push(subject.clone()),
                    Holds::Label => row.push(things.label(&subject)?),
                    Holds::Passages => {
                        let passages = things.passages(&subject)?;
                        row.push(together(passages.iter().map(|passage| passage.iri.clone())));
                        let first = passages.into_iter().next();
                        let (document, quote) = first.map(|first| (first.document, first.quote)).unzip();
                        row.extend([document.unwrap_or_default(), quote.unwrap_or_default()]);
                    }
                    Holds::Values { things: named, .. } => {
                        let mut labels = Vec::new();
                        for term in found.values().filter(|_| named) {
                            labels.push(match term {
                                Term::NamedNode(node) => things.label(node.as_str())?,
                                other => plain(other.clone()),
                            });
                        }
                        row.push(together(found.into_values().map(plain)));
                        if named {
                            row.push(together(labels));
                        }
                    }
                }
            }
            table.rows += 1;
            file.row(row)?;
        }
        (table.bytes, table.hash) = file.finish()?;
        Ok(())
    }
}

fn together(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    match values.len() {
        1 => values.concat(),
        _ => values.iter().map(|value| value.replace('|', "||")).collect::<Vec<_>>().join(BETWEEN),
    }
}

/// `FormalOrganization` as `formal-organization`.
fn in_kebabs(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// A CSV file with its size and checksum.
pub(super) struct Csv {
    writer: csv::Writer<Summed>,
    sheets: bool,
}

struct Summed {
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

impl Csv {
    pub(super) fn create(path: &Path, sheets: bool) -> io::Result<Self> {
        let file =
            File::create(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        let mut summed = Summed { file: BufWriter::new(file), bytes: 0, hash: Sha256::new() };
        if sheets {
            summed.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self { writer: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(summed), sheets })
    }

    pub(super) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
        let sheets = self.sheets;
        let cells = cells.into_iter().map(|cell| match cell.into() {
            cell if sheets && cell.parse::<f64>().is_err() => harmless(cell),
            cell => cell,
        });
        self.writer.write_record(cells).map_err(io::Error::other)
    }

    /// Size in bytes and SHA-256.
    pub(super) fn finish(self) -> io::Result<(u64, String)> {
        let mut summed = self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        summed.flush()?;
        summed.file.get_ref().sync_all()?;
        Ok((summed.bytes, summed.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_value_does_not_divide_it() {
        assert_eq!(together(["a|b".to_owned(), "c".to_owned()]), "a||b | c");
        assert_eq!(together(["a|b".to_owned()]), "a|b");
        assert_eq!(together([]), "");
    }

    #[test]
    fn names_of_tables_are_lower_case() {
        assert_eq!(in_kebabs("FormalOrganization"), "formal-organization");
        assert_eq!(in_kebabs("Meeting"), "meeting");
    }
}
