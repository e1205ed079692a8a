//! What must hold of the graph, in [SHACL](https://www.w3.org/TR/shacl/): shapes are read from Turtle and looked at on a
//! snapshot, one node after the other, so that memory does not grow with the graph.
//!
//! SHACL Core is there but for qualified value shapes and closed shapes, and of SHACL-SPARQL the constraints (`sh:sparql`)
//! that are a SELECT. A shape that says anything else is refused: what is not looked at would pass for what holds.

mod compare;
mod data;
mod model;
mod path;
mod read;
mod report;
mod sparql;
mod validate;

pub use self::model::{Shapes, ShapesError};
pub use self::report::{Outcome, Report};
pub use self::validate::ValidationError;
