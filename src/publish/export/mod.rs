//! The graph as files: in the formats of RDF, as tables, as a network, as annotations.

mod annotations;
mod crate_folder;
mod dictionary;
mod gexf;
mod graphml;
mod nanopubs;
mod network;
mod quickstatements;
mod rdf;
mod rows;
mod sorted;
mod tables;
mod things;
mod whole;

use std::io::{self, Write};
use std::path::Path;

pub use self::crate_folder::{CRATE_METADATA, export_crate};
pub(crate) use self::graphml::write as write_graphml;
pub use self::nanopubs::{Nanopublication, has_nanopublication, nanopublication_path, nanopublications};
pub(crate) use self::network::{Edge, Network, Node};
pub use self::rdf::write_quads;
pub(crate) use self::rdf::{QuadOrder, quad_order};
pub use self::tables::export_tables;
use super::format::GraphFormat;
use crate::store::{Snapshot, StoreError};

/// What can go wrong while writing an export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file or stream could not be written.
    #[error("export could not be written: {0}")]
    Write(#[from] io::Error),
    /// There is no such graph.
    #[error(
        "there is no graph {0}; `rapporteur query` with SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} lists them"
    )]
    NoSuchGraph(String),
    /// There is no such format.
    #[error("there is no export format {0:?}; there are {formats}", formats = NAMES.join(", "))]
    NoSuchFormat(String),
    /// Only the formats of RDF hold a graph of a document alone.
    #[error("{0} holds what follows from all documents, so it has no single graph; leave --graph out, or take ttl")]
    NotOfOneGraph(ExportFormat),
}

/// The names of the formats, as on the command line.
const NAMES: [&str; 16] = [
    "nq",
    "trig",
    "ttl",
    "nt",
    "jsonld",
    "rdfxml",
    "csv",
    "sheets",
    "parquet",
    "graphml",
    "gexf",
    "annotations",
    "nanopubs",
    "quickstatements",
    "crate",
    "site",
];

/// The files of a folder of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// CSV for programs (RFC 4180).
    Csv,
    /// CSV for spreadsheets: a byte order mark, and no cell that would be calculated.
    Sheets,
    /// [Parquet](https://parquet.apache.org/), compressed with Zstandard; several values are a list.
    Parquet,
}

impl TableFormat {
    fn extension(self) -> &'static str {
        if self == Self::Parquet { "parquet" } else { "csv" }
    }

    fn media_type(self) -> &'static str {
        if self == Self::Parquet { "application/vnd.apache.parquet" } else { "text/csv" }
    }

    /// The format of the description of the columns, which people read, too.
    fn with_dictionary(self) -> Self {
        if self == Self::Sheets { Self::Sheets } else { Self::Csv }
    }
}

/// A format of `export`, by its name on the command line.
///
/// ```
/// use rapporteur::publish::ExportFormat;
/// assert!("ttl".parse::<ExportFormat>().is_ok());
/// assert!("docx".parse::<ExportFormat>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExportFormat {
    /// A format of RDF.
    Rdf(GraphFormat),
    /// A folder of tables, see [`export_tables`].
    Tables(TableFormat),
    /// [GraphML](http://graphml.graphdrawing.org/): who is connected with whom.
    GraphMl,
    /// [GEXF 1.3](https://gexf.net/), the same for Gephi, with time.
    Gexf,
    /// [Web Annotations](https://www.w3.org/TR/annotation-model/): the passages that prove the facts.
    Annotations,
    /// [Nanopublications](https://nanopub.net/) as TriG: each fact with its passages, under a trusty URI.
    Nanopubs,
    /// [QuickStatements](https://www.wikidata.org/wiki/Help:QuickStatements): meetings for Wikidata.
    QuickStatements,
    /// [RO-Crate](https://www.researchobject.org/ro-crate/): a folder with all of it, see [`export_crate`].
    Crate,
    /// A folder with a copy of the whole site, which the server makes.
    Site,
}

impl std::str::FromStr for ExportFormat {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        Ok(match name {
            "csv" => Self::Tables(TableFormat::Csv),
            "sheets" => Self::Tables(TableFormat::Sheets),
            "parquet" => Self::Tables(TableFormat::Parquet),
            "graphml" => Self::GraphMl,
            "gexf" => Self::Gexf,
            "annotations" => Self::Annotations,
            "nanopubs" => Self::Nanopubs,
            "quickstatements" => Self::QuickStatements,
            "crate" => Self::Crate,
            "site" => Self::Site,
            _ => {
                let extension = if name == "rdfxml" { "rdf" } else { name };
                let format = GraphFormat::from_extension(extension);
                Self::Rdf(format.ok_or_else(|| ExportError::NoSuchFormat(name.into()))?)
            }
        })
    }
}

impl std::fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Rdf(format) => format.extension,
            Self::Tables(TableFormat::Csv) => "csv",
            Self::Tables(TableFormat::Sheets) => "sheets",
            Self::Tables(TableFormat::Parquet) => "parquet",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Annotations => "annotations",
            Self::Nanopubs => "nanopubs",
            Self::QuickStatements => "quickstatements",
            Self::Crate => "crate",
            Self::Site => "site",
        })
    }
}

/// Writes the store as one stream: all graphs where the format can name them, else the default graph; with `graph`, an
/// IRI or a path below `base`, only that one. The bytes depend on nothing but the statements. What does not fit into
/// memory is sorted in files without a name in the folder `spill`.
///
/// Gives the SHA-256 of the canonical form of the data set
/// ([RDFC-1.0](https://www.w3.org/TR/rdf-canon/)) where that form is what was written: N-Quads or N-Triples of
/// data without blank nodes.
///
/// # Errors
/// The store cannot be read, `out` not written, there is no such graph, or the format is no stream or has no single
/// graphs.
pub fn export(
    snapshot: &Snapshot,
    format: ExportFormat,
    base: &str,
    graph: Option<&str>,
    spill: &Path,
    out: impl Write,
) -> Result<Option<String>, ExportError> {
    match (format, graph) {
        (ExportFormat::Rdf(format), graph) => {
            let graph = graph.map(|g| if g.contains("://") { g.to_owned() } else { format!("{base}{g}") });
            rdf::write(snapshot, format, graph.as_deref(), spill, out)
        }
        (format, Some(_)) => Err(ExportError::NotOfOneGraph(format)),
        (ExportFormat::GraphMl, None) => {
            graphml::write(&mut whole::Whole::read(snapshot, base, spill)?, out).map(|()| None)
        }
        (ExportFormat::Gexf, None) => gexf::write(&mut whole::Whole::read(snapshot, base, spill)?, out).map(|()| None),
        (ExportFormat::Nanopubs, None) => nanopubs::write(snapshot, base, out).map(|()| None),
        (ExportFormat::QuickStatements, None) => quickstatements::write(snapshot, base, out).map(|()| None),
        (ExportFormat::Annotations, None) => annotations::write(snapshot, base, out).map(|()| None),
        (ExportFormat::Tables(_) | ExportFormat::Crate | ExportFormat::Site, None) => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "these are several files: name a folder").into())
        }
    }
}
