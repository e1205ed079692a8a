//! The pages: everything a person sees, rendered on the server, without script. The documents' own words are set in
//! serif, ours in sans; yellow is evidence and nothing else.

mod layout;
mod parts;
mod sparql;

pub(super) use layout::problem_page;
pub(super) use sparql::{sparql_answer, sparql_form};
