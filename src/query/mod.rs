//! Saved queries: their header, their typed parameters, the binding of values in the algebra, and running them.
//!
//! A saved query is one reviewed file `queries/{name}.rq`: plain SPARQL under a `#+` header. A value given for a
//! parameter is first made a term of the parameter's type ([`value`]) and then takes the variable's place in the
//! parsed query ([`bind`]); it never becomes part of the text.

mod binder;

pub mod bind;

pub mod check;

pub mod dataset;

mod entity;

pub mod explain;

pub mod header;

pub mod hints;

pub mod labels;

pub mod library;

pub mod prefixes;

pub mod run;

pub mod service;

mod shelf;

pub mod syntax;

pub mod terms;

pub mod value;

pub use check::{Checks, Finding, Severity};
pub use entity::{beginning_with, entity_named, is_wanted};
pub use header::{Chart, Parameter, ParameterType};
pub use library::{Library, LibraryError, SavedQuery};
pub use run::{Answer, Completeness, Limits, Rows, RunError, run};
pub use shelf::Shelf;
pub use value::{Candidate, ValueError};
