//! The table of a screen: what its page shows and what its downloads hold.

use std::sync::Arc;

use serde_json::{Map, Value, json};

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
