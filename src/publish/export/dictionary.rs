//! What the columns of exported tables are: for people as `columns.csv`, for programs as a Frictionless data package.

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::model::{Literal, NamedNodeRef, Term};
use serde_json::json;

use super::rows::{BETWEEN, Field, Scalar, TableFile, days, integer};
use super::things::{Things, local};
use super::{ExportError, TableFormat};
use crate::graph::vocab::{dcterms, igm, prov, rdfs, skos, xsd};
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
                Term::Literal(literal) => _ = datatypes.insert(fitting(literal).as_str().to_owned()),
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

/// The datatype, or a string where the value is not of it.
fn fitting(literal: &Literal) -> NamedNodeRef<'_> {
    let (datatype, value) = (literal.datatype(), literal.value());
    let fits = match datatype {
        xsd::INTEGER => integer(value).is_some(),
        xsd::DATE => days(value).is_some(),
        xsd::DECIMAL => value.parse::<f64>().is_ok(),
        _ => true,
    };
    if fits { datatype } else { xsd::STRING }
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

    /// Each of its columns in the file.
    pub(super) fn fields(&self) -> Vec<Described> {
        let several = matches!(self.holds, Holds::Values { several: true, .. } | Holds::Passages);
        let of = |name: String, several: bool, kind: &'static str, about: String| {
            let holds = match kind {
                "integer" => Scalar::Integer,
                "date" => Scalar::Date,
                _ => Scalar::Text,
            };
            let field = Field { name, several, holds };
            Described { field, kind, about }
        };
        let mut fields = vec![of(self.name.clone(), several, self.holds.field_type(), self.about.clone())];
        match self.holds {
            Holds::Passages => fields.extend([
                of("document".into(), false, "string", "The document of the first of these passages".into()),
                of("quote".into(), false, "string", "The words of the first of these passages".into()),
            ]),
            Holds::Values { things: true, .. } => {
                let about = format!("The names of `{}`", self.name);
                fields.push(of(format!("{}_label", self.name), several, "string", about));
            }
            _ => {}
        }
        fields
    }
}

/// A column of a file, with its type as a Table Schema has it, and what it is.
pub(super) struct Described {
    pub(super) field: Field,
    kind: &'static str,
    about: String,
}

impl Described {
    /// What it is, and how several values are written.
    fn meaning(&self, format: TableFormat) -> String {
        if !self.field.several {
            return self.about.clone();
        }
        let how = match format {
            TableFormat::Parquet => "A list.".to_owned(),
            _ => format!("Several values with `{}` between them.", BETWEEN.trim()),
        };
        format!("{} {how}", self.about).trim_start().to_owned()
    }

    fn kind(&self, format: TableFormat) -> &'static str {
        match format {
            TableFormat::Parquet if self.field.several => "array",
            TableFormat::Parquet if self.field.holds == Scalar::Text => "string",
            _ => self.kind,
        }
    }
}

/// Writes `columns.csv` and `datapackage.json`.
pub(super) fn write(
    things: &mut Things<'_>,
    tables: &[Table],
    folder: &Path,
    format: TableFormat,
) -> Result<(), ExportError> {
    let heads = ["table", "column", "type", "property", "meaning"];
    let fields = heads.map(Field::text);
    let mut file = TableFile::create(folder, "columns", format.with_dictionary(), fields.into())?;
    for table in tables {
        for column in &table.columns {
            for described in column.fields() {
                let (kind, meaning) = (described.kind(format).to_owned(), described.meaning(format));
                let row = [table.name.clone(), described.field.name, kind, column.property.clone(), meaning];
                file.row(row.map(|cell| vec![cell]).into())?;
            }
        }
    }
    let (bytes, hash) = file.finish()?;
    let string = |name: &str| json!({ "name": name, "type": "string" });
    let fields = heads.map(string);
    let mut resources: Vec<_> = tables.iter().map(|table| resource(table, format)).collect();
    resources.push(json!({
        "name": "columns", "path": "columns.csv", "profile": "tabular-data-resource", "title": "Columns",
        "description": "What each column of each table is.",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": bytes, "hash": format!("sha256:{hash}"),
        "schema": { "fields": fields },
    }));
    let mut sources = Vec::new();
    for document in super::network::sorted(things.snapshot, igm::SOURCE_DOCUMENT)? {
        sources.push(json!({ "title": things.label(&document)?, "path": document }));
    }
    let profile = if format == TableFormat::Parquet { "data-package" } else { "tabular-data-package" };
    let mut package = json!({
        "profile": profile, "name": "rapporteur", "title": "What documents of intergovernmental meetings say",
        "description": format!(
            "One table for each class of the graph {}. The words that prove a row stand in it; `evidence` has all passages.",
            things.base
        ),
        "version": env!("CARGO_PKG_VERSION"), "homepage": things.base, "sources": sources, "resources": resources,
    });
    // The terms of the whole, if they have an address; the package has no word for others.
    let whole = format!("{}{}", things.base, crate::publish::dataset::PATH);
    if let Some(licence) = things.text(&whole, dcterms::LICENSE)? {
        package["licenses"] = json!([{ "path": licence }]);
    }
    let text = serde_json::to_string_pretty(&package).map_err(std::io::Error::other)?;
    Ok(std::fs::write(folder.join("datapackage.json"), text + "\n")?)
}

fn resource(table: &Table, format: TableFormat) -> serde_json::Value {
    let mut fields = Vec::new();
    for column in &table.columns {
        for (n, described) in column.fields().into_iter().enumerate() {
            let mut field = json!({ "name": described.field.name, "type": described.kind(format) });
            let about = described.meaning(format);
            if !about.is_empty() {
                field["description"] = json!(about);
            }
            if n == 0 && !column.property.is_empty() {
                field["rdfType"] = json!(column.property);
            }
            fields.push(field);
        }
    }
    let (extension, mut resource) = (format.extension(), json!({}));
    for (key, value) in [
        ("name", json!(table.name)),
        ("path", json!(format!("{}.{extension}", table.name))),
        ("title", json!(table.label)),
        ("description", json!(table.about)),
        ("rdfType", json!(table.class)),
        ("rows", json!(table.rows)),
        ("format", json!(extension)),
        ("mediatype", json!(format.media_type())),
        ("bytes", json!(table.bytes)),
        ("hash", json!(format!("sha256:{}", table.hash))),
        ("schema", json!({ "fields": fields, "primaryKey": "iri" })),
    ] {
        resource[key] = value;
    }
    if format != TableFormat::Parquet {
        resource["profile"] = json!("tabular-data-resource");
        resource["encoding"] = json!("utf-8");
    }
    resource
}
