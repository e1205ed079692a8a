//! The formats we publish in, with their media types and file extensions.

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::results::QueryResultsFormat;

/// A format for the solutions of a SELECT or the answer of an ASK.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolutionFormat {
    /// Oxigraph's name of it.
    pub format: QueryResultsFormat,
    /// The `Content-Type` we send.
    pub content_type: &'static str,
    /// Media types that ask for it, the registered one first.
    pub media_types: &'static [&'static str],
    /// File extension without a dot.
    pub extension: &'static str,
}

/// A format for triples or quads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GraphFormat {
    /// Oxigraph's name of it.
    pub format: RdfFormat,
    /// The `Content-Type` we send.
    pub content_type: &'static str,
    /// Media types that ask for it, the registered one first.
    pub media_types: &'static [&'static str],
    /// File extension without a dot.
    pub extension: &'static str,
}

/// Formats of solutions, the one for clients without a wish first.
pub const SOLUTION_FORMATS: [SolutionFormat; 4] = [
    SolutionFormat {
        format: QueryResultsFormat::Json,
        content_type: "application/sparql-results+json",
        media_types: &["application/sparql-results+json", "application/json"],
        extension: "json",
    },
    SolutionFormat {
        format: QueryResultsFormat::Xml,
        content_type: "application/sparql-results+xml",
        media_types: &["application/sparql-results+xml", "application/xml", "text/xml"],
        extension: "xml",
    },
    SolutionFormat {
        format: QueryResultsFormat::Csv,
        content_type: "text/csv; charset=utf-8; header=present",
        media_types: &["text/csv"],
        extension: "csv",
    },
    SolutionFormat {
        format: QueryResultsFormat::Tsv,
        content_type: "text/tab-separated-values; charset=utf-8; header=present",
        media_types: &["text/tab-separated-values"],
        extension: "tsv",
    },
];

/// Formats of graphs, the one for clients without a wish first.
pub const GRAPH_FORMATS: [GraphFormat; 6] = [
    GraphFormat {
        format: RdfFormat::Turtle,
        content_type: "text/turtle; charset=utf-8",
        media_types: &["text/turtle", "application/x-turtle"],
        extension: "ttl",
    },
    GraphFormat {
        format: RdfFormat::NTriples,
        content_type: "application/n-triples",
        media_types: &["application/n-triples", "text/plain"],
        extension: "nt",
    },
    GraphFormat {
        format: RdfFormat::NQuads,
        content_type: "application/n-quads",
        media_types: &["application/n-quads"],
        extension: "nq",
    },
    GraphFormat {
        format: RdfFormat::TriG,
        content_type: "application/trig; charset=utf-8",
        media_types: &["application/trig"],
        extension: "trig",
    },
    GraphFormat {
        format: RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        content_type: "application/ld+json",
        media_types: &["application/ld+json", "application/json"],
        extension: "jsonld",
    },
    GraphFormat {
        format: RdfFormat::RdfXml,
        content_type: "application/rdf+xml",
        media_types: &["application/rdf+xml", "application/xml", "text/xml"],
        extension: "rdf",
    },
];

impl SolutionFormat {
    /// The format with this file extension.
    pub fn from_extension(extension: &str) -> Option<Self> {
        SOLUTION_FORMATS.into_iter().find(|f| f.extension == extension)
    }
}

impl GraphFormat {
    /// The format with this file extension.
    ///
    /// ```
    /// let turtle = rapporteur::publish::GraphFormat::from_extension("ttl").unwrap();
    /// assert_eq!(turtle.media_types[0], "text/turtle");
    /// ```
    pub fn from_extension(extension: &str) -> Option<Self> {
        GRAPH_FORMATS.into_iter().find(|f| f.extension == extension)
    }
}
