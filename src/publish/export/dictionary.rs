//! What the columns of exported tables are: for people as `columns.csv`, for programs as a Frictionless data package.

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::model::{NamedNodeRef, Term};
use serde_json::json;

use super::ExportError;
use super::tables::{BETWEEN, Csv};
use super::things::{Things, local};
use crate::graph::vocab::{igm, prov, rdfs, skos, xsd};
use crate::store::StoreError;

/// One table.
pub(super) struct Table {
    pub(super) name: String,
    class: String,
    label: String,
    about: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
    pub(super) bytes: u64,
    pub(super) hash: String,
}

/// One column, or a few that belong together.
pub(super) struct Column {
    pub(super) name: String,
    /// IRI of the property, empty where there is none.
    pub(super) property: String,
    pub(super) holds: Holds,
    about: String,
}

/// What cells hold.
#[derive(Clone)]
pub(super) enum Holds {
    /// The IRI of the row's thing.
    Iri,
    /// What it is called.
    Label,
    /// What proves it: the passages, the document and the words of the first.
    Passages,
    /// The values of a property.
    Values {
        /// Whether some are things, which have names in a column of their own.
        things: bool,
        /// Whether a row has several.
        several: bool,
        datatypes: BTreeSet<String>,
    },
}

impl Holds {
    pub(super) fn add<'t>(&mut self, values: impl ExactSizeIterator<Item = &'t Term>) {
        let Self::Values { things, several, datatypes } = self else { return };
        *several |= values.len() > 1;
        for value in values {
            match value {
                Term::Literal(literal) => _ = datatypes.insert(literal.datatype().as_str().to_owned()),
                _ => *things = true,
            }
        }
    }

    /// The type of a field in a [Table Schema](https://specs.frictionlessdata.io/table-schema/#types-and-formats).
    fn field_type(&self) -> &'static str {
        match self {
            Self::Values { things: false, several: false, datatypes } if datatypes.len() == 1 => {
                let is = |datatype: NamedNodeRef<'_>| datatypes.contains(datatype.as_str());
                match () {
                    () if is(xsd::INTEGER) => "integer",
                    () if is(xsd::DECIMAL) => "number",
                    () if is(xsd::DATE) => "date",
                    () if is(xsd::G_YEAR) => "year",
                    () if is(xsd::G_YEAR_MONTH) => "yearmonth",
                    () => "string",
                }
            }
            _ => "string",
        }
    }
}

impl Table {
    pub(super) fn of(things: &mut Things<'_>, name: String, class: &str) -> Result<Self, StoreError> {
        let about = things.text(class, skos::DEFINITION)?.unwrap_or_default();
        let label = things.text(class, rdfs::LABEL)?.unwrap_or_else(|| name.replace('-', " "));
        let (columns, class) = (Vec::new(), class.to_owned());
        Ok(Self { name, class, label, about, columns, rows: 0, bytes: 0, hash: String::new() })
    }
}

impl Column {
    pub(super) fn of(property: &str) -> Self {
        let holds = Holds::Values { things: false, several: false, datatypes: BTreeSet::new() };
        Self { name: local(property).to_owned(), property: property.to_owned(), holds, about: String::new() }
    }

    pub(super) fn iri() -> Self {
        let about = "Identifier: an address that leads to the thing's page and data".to_owned();
        Self { name: "iri".into(), property: String::new(), holds: Holds::Iri, about }
    }

    pub(super) fn label() -> Self {
        let about = "What it is called".to_owned();
        Self { name: "label".into(), property: rdfs::LABEL.as_str().into(), holds: Holds::Label, about }
    }

    /// What proves the row.
    pub(super) fn of_proof() -> [Self; 1] {
        let about = "The passages that prove it, as documents with offsets in Unicode code points".to_owned();
        let property = prov::WAS_DERIVED_FROM.as_str().to_owned();
        [Self { name: "passages".into(), property, holds: Holds::Passages, about }]
    }

    /// Says what it holds, in the words of the ontology where it is a term of ours.
    pub(super) fn describe(&mut self, things: &mut Things<'_>) -> Result<(), StoreError> {
        self.about = things.text(&self.property, skos::DEFINITION)?.unwrap_or_default();
        Ok(())
    }

    /// The heads of its columns.
    pub(super) fn names(&self) -> Vec<String> {
        self.fields().into_iter().map(|field| field.0).collect()
    }

    /// Head, type, and what it is, of each of its columns.
    fn fields(&self) -> Vec<(String, &'static str, String)> {
        let several = matches!(self.holds, Holds::Values { several: true, .. });
        let about = match (self.about.as_str(), several) {
            (about, false) => about.to_owned(),
            ("", true) => format!("Several values with `{}` between them.", BETWEEN.trim()),
            (about, true) => format!("{about} Several values with `{}` between them.", BETWEEN.trim()),
        };
        let mut fields = vec![(self.name.clone(), self.holds.field_type(), about)];
        match self.holds {
            Holds::Passages => fields.extend([
                ("document".to_owned(), "string", "The document of the first of these passages".to_owned()),
                ("quote".to_owned(), "string", "The words of the first of these passages".to_owned()),
            ]),
            Holds::Values { things: true, .. } => {
                fields.push((format!("{}_label", self.name), "string", format!("The names of `{}`", self.name)));
            }
            _ => {}
        }
        fields
    }
}

/// Writes `columns.csv` and `datapackage.json`.
pub(super) fn write(things: &mut Things<'_>, tables: &[Table], folder: &Path, sheets: bool) -> Result<(), ExportError> {
    let mut file = Csv::create(&folder.join("columns.csv"), sheets)?;
    file.row(["table", "column", "type", "property", "meaning"])?;
    for table in tables {
        for column in &table.columns {
            for (name, kind, about) in column.fields() {
                file.row([&table.name, &name, kind, &column.property, &about])?;
            }
        }
    }
    let (bytes, hash) = file.finish()?;
    let string = |name: &str| json!({ "name": name, "type": "string" });
    let fields = ["table", "column", "type", "property", "meaning"].map(string);
    let mut resources: Vec<_> = tables.iter().map(resource).collect();
    resources.push(json!({
        "name": "columns", "path": "columns.csv", "profile": "tabular-data-resource", "title": "Columns",
        "description": "What each column of each table is.",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": bytes, "hash": format!("sha256:{hash}"),
        "schema": { "fields": fields },
    }));
    let mut sources = Vec::new();
    for document in super::network::instances(things.snapshot, igm::SOURCE_DOCUMENT)? {
        sources.push(json!({ "title": things.label(&document)?, "path": document }));
    }
    let package = json!({
        "profile": "tabular-data-package", "name": "rapporteur", "title": "What documents of intergovernmental meetings say",
        "description": format!(
            "One table for each class of the graph {}. The words that prove a row stand in it; `evidence.csv` has all passages.",
            things.base
        ),
        "version": env!("CARGO_PKG_VERSION"), "homepage": things.base, "sources": sources, "resources": resources,
    });
    let text = serde_json::to_string_pretty(&package).map_err(std::io::Error::other)?;
    Ok(std::fs::write(folder.join("datapackage.json"), text + "\n")?)
}

fn resource(table: &Table) -> serde_json::Value {
    let mut fields = Vec::new();
    for column in &table.columns {
        for (n, (name, kind, about)) in column.fields().into_iter().enumerate() {
            let mut field = json!({ "name": name, "type": kind });
            if !about.is_empty() {
                field["description"] = json!(about);
            }
            if n == 0 && !column.property.is_empty() {
                field["rdfType"] = json!(column.property);
            }
            fields.push(field);
        }
    }
    json!({
        "name": table.name, "path": format!("{}.csv", table.name), "profile": "tabular-data-resource",
        "title": table.label, "description": table.about, "rdfType": table.class, "rows": table.rows,
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": table.bytes,
        "hash": format!("sha256:{}", table.hash), "schema": { "fields": fields, "primaryKey": "iri" },
    })
}
