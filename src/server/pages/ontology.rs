//! The terms of the ontology, each with a section that its IRI lands on.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::name;
use crate::graph::vocab::igm::NAMESPACE;
use crate::publish::GRAPH_FORMATS;
use crate::server::entity::Entity;

/// Renders the page. Terms come with their local names, sorted.
pub(in crate::server) fn ontology(terms: &[(String, Entity)], schemes: &[(String, String)], base: &str) -> Markup {
    layout(
        "Ontology",
        "/ontology",
        html! {
            h1 { "Ontology" }
            p.summary {
                (terms.len()) " terms in " code { (NAMESPACE) } ". As data: "
                @for format in GRAPH_FORMATS { a href={ "/ontology." (format.extension) } { (format.extension) } " " }
            }
            @if !schemes.is_empty() {
                h2 { "Concept schemes" }
                ul.plain.columns { @for (path, label) in schemes { li { a href={ "/" (path) } { (label) } } } }
            }
            h2 { "Terms" }
            @for (local, term) in terms {
                section.card id=(local) {
                    h2 { a href={ "#" (local) } { (local) } }
                    table { tbody {
                        @for fact in &term.facts {
                            tr {
                                th scope="row" { (name(&fact.property, base)) }
                                td { ul.values { @for value in &fact.values { li { (super::parts::term_cell_named(value, base)) } } } }
                            }
                        }
                    } }
                }
            }
        },
    )
}
