//! The pages: everything a person sees, rendered on the server, without script. The documents' own words are set in
//! serif, ours in sans; yellow is evidence and nothing else.

mod about;
mod chart;
mod compare;
mod copied;
mod document;
mod entity;
mod examples;
mod graph;
mod help;
mod home;
mod layout;
mod mandates;
mod map;
mod matrix;
mod ontology;
mod parts;
mod paths;
mod picture;
mod quality;
mod saved;
mod schema_org;
mod search;
mod sparql;
mod table;
mod timeline;

pub(super) use compare::compare;
pub(super) use copied::{copied_search, without_server};
pub(super) use document::document;
pub(super) use entity::{dataset, entity, listed};
pub(super) use graph::{graph, graph_start, graph_unknown};
pub(super) use help::help;
pub(super) use home::{ListEntry, ListPage, home, list, unknown};
pub(super) use layout::problem_page;
pub(super) use mandates::mandates;
pub(super) use map::map;
pub(super) use matrix::matrix;
pub(super) use ontology::{Terms, ontology};
pub(super) use parts::{encode, href, passage, passage_of, proof};
pub(super) use paths::paths;
pub(super) use quality::quality;
pub(super) use saved::{library, saved};
pub(super) use search::search;
pub(super) use sparql::{SparqlAnswer, sparql_answer, sparql_form, sparql_plan, sparql_problem};
pub(super) use timeline::timeline;
