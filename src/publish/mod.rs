//! What the graph looks like outside: media types and their negotiation, exports, the description of one entity.

mod describe;
mod export;
mod format;
mod negotiation;
pub mod results;

pub use describe::{Description, describe};
pub(crate) use export::{Edge, Network, Node, quad_order, write_graphml};
pub use export::{ExportError, ExportFormat, export, export_tables, write_quads};
pub use format::{GRAPH_FORMATS, GraphFormat, SOLUTION_FORMATS, SolutionFormat};
pub use negotiation::{Preferences, negotiate};
