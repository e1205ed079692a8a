//! The table of a screen: what its page shows and what its downloads hold.

use std::io;
use std::sync::Arc;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, TripleRef};
use serde_json::{Map, Value, json};

use crate::graph::vocab::PREFIXES;
use crate::server::overview::{Passage, Thing};
use crate::server::pages::passage;

/// A column: its name in downloads, its title on the page.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct Column {
    pub(in crate::server) name: &'static str,
    pub(in crate::server) title: &'static str,
    /// Whether its cells are things, so that a file of names has their IRIs too.
    pub(in crate::server) things: bool,
}

impl Column {
    pub(super) const fn of(name: &'static str, title: &'static str) -> Self {
        Self { name, title, things: false }
    }

    pub(super) const fn things(name: &'static str, title: &'static str) -> Self {
        Self { name, title, things: true }
    }
}

/// What stands in a row under a column.
#[derive(Debug, Clone)]
pub(in crate::server) enum Cell {
    Nothing,
    Text(String),
    /// Words of a document.
    Words(String),
    Date(String),
    Number(i64),
    Thing(Arc<Thing>),
    Things(Vec<Arc<Thing>>),
    /// A fact by words of its document: IRI, words.
    Fact(String, String),
    Force(Arc<Thing>, Option<u8>),
    /// A state of affairs: CSS class, sign, words.
    Badge(&'static str, &'static str, String),
    Proofs(Vec<Passage>),
}

impl Cell {
    pub(super) fn date(date: Option<&str>) -> Self {
        date.map_or(Self::Nothing, |date| Self::Date(date.to_owned()))
    }

    pub(super) fn thing(thing: Option<&Arc<Thing>>) -> Self {
        thing.map_or(Self::Nothing, |thing| Self::Thing(thing.clone()))
    }

    pub(super) fn proof(passage: Option<&Passage>) -> Self {
        Self::Proofs(passage.into_iter().cloned().collect())
    }

    /// As text: of things their names.
    fn text(&self, base: &str) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Words(text) | Self::Date(text) | Self::Fact(_, text) | Self::Badge(_, _, text) => {
                text.clone()
            }
            Self::Number(number) => number.to_string(),
            Self::Thing(thing) | Self::Force(thing, _) => thing.label.clone(),
            Self::Things(things) => joined(things.iter().map(|thing| thing.label.clone()), "; "),
            Self::Proofs(passages) => joined(passages.iter().map(|passage| passage.iri(base)), " "),
        }
    }

    /// The IRIs of things.
    fn iris(&self) -> String {
        match self {
            Self::Thing(thing) | Self::Force(thing, _) => thing.iri.clone(),
            Self::Things(things) => joined(things.iter().map(|thing| thing.iri.clone()), " "),
            Self::Fact(iri, _) => iri.clone(),
            _ => String::new(),
        }
    }

    /// As terms of RDF.
    fn terms(&self, base: &str) -> Vec<Term> {
        let node = |iri: &str| Term::from(NamedNode::new_unchecked(iri));
        match self {
            Self::Nothing => Vec::new(),
            Self::Number(number) => vec![Literal::from(*number).into()],
            Self::Date(date) => vec![Literal::new_typed_literal(date, precision(date)).into()],
            Self::Text(text) | Self::Words(text) | Self::Badge(_, _, text) if text.is_empty() => Vec::new(),
            Self::Text(text) | Self::Words(text) | Self::Badge(_, _, text) => vec![Literal::from(text.as_str()).into()],
            Self::Thing(thing) | Self::Force(thing, _) => vec![node(&thing.iri)],
            Self::Things(things) => things.iter().map(|thing| node(&thing.iri)).collect(),
            Self::Fact(iri, _) => vec![node(iri)],
            Self::Proofs(passages) => passages.iter().map(|passage| node(&passage.iri(base))).collect(),
        }
    }

    fn json(&self, base: &str) -> Value {
        let thing = |thing: &Thing| json!({ "iri": thing.iri, "label": thing.label });
        match self {
            Self::Nothing => Value::Null,
            Self::Number(number) => json!(number),
            Self::Thing(one) => thing(one),
            Self::Things(things) => things.iter().map(|one| thing(one)).collect(),
            Self::Fact(iri, words) => json!({ "iri": iri, "words": words }),
            Self::Force(one, strength) => json!({ "iri": one.iri, "label": one.label, "strength": strength }),
            Self::Proofs(passages) => passages
                .iter()
                .map(|place| {
                    let href = passage(&place.document, &format!("{},{}", place.start, place.end));
                    json!({ "iri": place.iri(base), "href": href })
                })
                .collect(),
            other => other.text(base).into(),
        }
    }
}

/// The datatype of a date: a year, a month or a day.
fn precision(date: &str) -> NamedNodeRef<'static> {
    match date.len() {
        4 => xsd::G_YEAR,
        7 => xsd::G_YEAR_MONTH,
        _ => xsd::DATE,
    }
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

/// Rows under columns.
#[derive(Debug)]
pub(in crate::server) struct Table {
    pub(in crate::server) caption: String,
    pub(in crate::server) columns: Vec<Column>,
    pub(in crate::server) rows: Vec<Vec<Cell>>,
    /// How many rows there are in all.
    pub(in crate::server) total: usize,
}

impl Table {
    /// With a line of names; things have a column of names and one of IRIs.
    pub(super) fn csv(&self, base: &str) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names = self.columns.iter().flat_map(|column| {
            let iris = column.things.then(|| format!("{}_iri", column.name));
            std::iter::once(column.name.to_owned()).chain(iris)
        });
        writer.write_record(names)?;
        for row in &self.rows {
            let cells =
                self.columns.iter().zip(row).flat_map(|(column, cell)| {
                    std::iter::once(cell.text(base)).chain(column.things.then(|| cell.iris()))
                });
            writer.write_record(cells)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// One subject for each row and one property for each column, as [Generating RDF from Tabular Data on the
    /// Web](https://www.w3.org/TR/csv2rdf/) does it in minimal mode, but that a row has a name, by [RFC
    /// 7111](https://www.rfc-editor.org/rfc/rfc7111): its place in the file of comma-separated values. `file` is the IRI of
    /// that file, `asked` what stands behind it.
    pub(super) fn turtle(&self, base: &str, file: &str, asked: &str) -> io::Result<Vec<u8>> {
        let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
        for (name, namespace) in PREFIXES {
            serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
        }
        let column = |column: &Column| NamedNode::new_unchecked(format!("{file}#{}", column.name));
        let properties: Vec<NamedNode> = self.columns.iter().map(column).collect();
        let mut writer = serializer.for_writer(Vec::new());
        for (n, row) in self.rows.iter().enumerate() {
            // The first row of the file is that of the names.
            let subject = NamedNode::new_unchecked(format!("{file}{asked}#row={}", n + 2));
            for (property, cell) in properties.iter().zip(row) {
                for value in cell.terms(base) {
                    writer.serialize_triple(TripleRef::new(&subject, property, &value))?;
                }
            }
        }
        writer.finish()
    }

    /// Columns with their titles, rows by the names of the columns, and how many rows there are in all.
    pub(super) fn json(&self, base: &str) -> Value {
        let columns: Vec<Value> =
            self.columns.iter().map(|column| json!({ "name": column.name, "title": column.title })).collect();
        let rows: Vec<Map<String, Value>> = self
            .rows
            .iter()
            .map(|row| {
                let cells = self.columns.iter().zip(row);
                cells.map(|(column, cell)| (column.name.to_owned(), cell.json(base))).collect()
            })
            .collect();
        json!({ "caption": self.caption, "columns": columns, "rows": rows, "total": self.total })
    }
}
