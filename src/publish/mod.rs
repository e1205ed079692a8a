//! What the graph looks like outside: media types and their negotiation, exports, the description of one entity, as a
//! tree where it is JSON-LD.

pub(crate) mod dataset;
mod describe;
mod export;
mod format;
mod framed;
mod negotiation;
pub mod results;

pub use describe::{Description, describe};
pub use export::{
    CRATE_METADATA, ExportError, ExportFormat, Nanopublication, TableFormat, export, export_crate, export_tables,
    has_nanopublication, nanopublication_path, nanopublications, write_quads,
};
pub(crate) use export::{Edge, Network, Node, quad_order, write_graphml};
pub use format::{GRAPH_FORMATS, GraphFormat, SOLUTION_FORMATS, SolutionFormat};
pub use framed::{context, framed};
pub use negotiation::{Preferences, negotiate};
