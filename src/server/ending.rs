//! How an answer ends: whether it is all there is, said in words for a header and inside of the answer, where the
//! format has a place for it.

use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use serde::{Deserialize, Serialize};

use super::evaluation::Format;
use crate::publish::{GRAPH_FORMATS, SOLUTION_FORMATS};

/// Whether an answer is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Completeness {
    Complete,
    /// Cut off after so many rows or triples.
    Truncated(usize),
}

impl Completeness {
    /// As the header says it.
    pub(super) fn said(self) -> String {
        match self {
            Self::Complete => "true".into(),
            Self::Truncated(rows) => format!("false; rows={rows}"),
        }
    }
}

/// Adds to the last bytes of an answer that it was cut off: a member of JSON, else a comment. CSV, TSV and JSON-LD
/// have no place for it; nor has a whole answer a need.
pub(super) fn ending(last: &mut Vec<u8>, format: Format, completeness: Completeness) {
    let Completeness::Truncated(n) = completeness else { return };
    let comment = format!("truncated after {n}: there is more");
    match format {
        Format::Solutions(place) => match SOLUTION_FORMATS[place].format {
            QueryResultsFormat::Json if last.last() == Some(&b'}') => {
                last.pop();
                last.extend_from_slice(format!(",\"truncated\":{{\"after\":{n}}}}}").as_bytes());
            }
            QueryResultsFormat::Xml => last.extend_from_slice(format!("<!-- {comment} -->").as_bytes()),
            _ => {}
        },
        Format::Graph(place) => match GRAPH_FORMATS[place].format {
            RdfFormat::RdfXml => last.extend_from_slice(format!("\n<!-- {comment} -->\n").as_bytes()),
            RdfFormat::JsonLd { .. } => {}
            _ => last.extend_from_slice(format!("# {comment}\n").as_bytes()),
        },
    }
}
