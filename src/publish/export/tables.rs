//! One table for each class, a row for each thing, with the words that prove it, and a description of all columns.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};

use super::dictionary::{Column, Holds, Table};
use super::rows::{Cell, TableFile};
use super::sorted::Sorter;
use super::things::{Things, local, plain};
use super::{ExportError, TableFormat};
use crate::graph::vocab::{compact, dqv, owl, prov, rdfs, sd, sh, void};
use crate::store::{Snapshot, StoreError};

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

/// Writes into an empty folder: a file for each class, `columns.csv` that says what each column is, and
/// `datapackage.json` ([Frictionless Data Package](https://specs.frictionlessdata.io/tabular-data-package/)). Values are
/// those of the default graph; passages and claims, which only the graphs of documents hold, are tables, too.
///
/// # Errors
/// The store cannot be read or a file not be written.
pub fn export_tables(snapshot: &Snapshot, base: &str, folder: &Path, format: TableFormat) -> Result<(), ExportError> {
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
        rows.write(&mut things, &mut table, folder, format)?;
        tables.push(table);
    }
    super::dictionary::write(&mut things, &tables, folder, format)
}

/// The things of one class.
struct Rows<'a> {
    /// The default graph, or any.
    graph: Option<GraphNameRef<'static>>,
    class: &'a str,
}

type Values = BTreeMap<String, BTreeMap<String, Term>>;

impl Rows<'_> {
    /// In the order of the store; one that stands in several graphs comes more than once.
    fn subjects(&self, snapshot: &Snapshot) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        let class = NamedNodeRef::new_unchecked(self.class);
        let quads = snapshot.quads(None, Some(rdf::TYPE), Some(class.into()), self.graph);
        quads.filter_map(|quad| match quad.map(|quad| quad.subject) {
            Ok(NamedOrBlankNode::NamedNode(subject)) => Some(Ok(subject.into_string())),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
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
        for subject in self.subjects(things.snapshot) {
            let subject = subject?;
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
        format: TableFormat,
    ) -> Result<(), ExportError> {
        let fields = table.columns.iter().flat_map(Column::fields).map(|described| described.field).collect();
        let mut file = TableFile::create(folder, &table.name, format, fields)?;
        // Things of a class may be more than memory should hold.
        let mut sorter = Sorter::in_folder(folder, 4);
        for subject in self.subjects(things.snapshot) {
            let subject = subject?;
            sorter.push(|line| writeln!(line, "{subject}"))?;
        }
        sorter.finish(|line| {
            let subject = String::from_utf8_lossy(line).trim_end_matches('\n').to_owned();
            let mut values = self.values(things.snapshot, &subject).map_err(io::Error::other)?;
            let mut row: Vec<Cell> = Vec::new();
            for column in &table.columns {
                let found = values.remove(&column.property).unwrap_or_default();
                match column.holds {
                    Holds::Iri => row.push(vec![subject.clone()]),
                    Holds::Label => row.push(vec![things.label(&subject).map_err(io::Error::other)?]),
                    Holds::Passages => {
                        let passages = things.passages(&subject).map_err(io::Error::other)?;
                        row.push(passages.iter().map(|passage| passage.iri.clone()).collect());
                        let first = passages.into_iter().next().map(|first| (first.document, first.quote));
                        let (document, quote) = first.unzip();
                        row.extend([Vec::from_iter(document), Vec::from_iter(quote)]);
                    }
                    Holds::Values { things: named, .. } => {
                        let mut labels = Vec::new();
                        for term in found.values().filter(|_| named) {
                            labels.push(match term {
                                Term::NamedNode(node) => things.label(node.as_str()).map_err(io::Error::other)?,
                                other => plain(other.clone()),
                            });
                        }
                        row.push(found.into_values().map(plain).collect());
                        if named {
                            row.push(labels);
                        }
                    }
                }
            }
            table.rows += 1;
            file.row(row)
        })?;
        (table.bytes, table.hash) = file.finish()?;
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tables_are_lower_case() {
        assert_eq!(in_kebabs("FormalOrganization"), "formal-organization");
        assert_eq!(in_kebabs("Meeting"), "meeting");
    }
}
