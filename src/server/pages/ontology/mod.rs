//! The ontology for readers: its picture, and each term with a section that its IRI lands on.

mod diagram;

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{name, term_cell_named};
use crate::graph::vocab::igm::NAMESPACE;
use crate::graph::vocab::{rdfs, skos};
use crate::publish::GRAPH_FORMATS;
use crate::server::entity::{Entity, Fact};

/// What the page shows.
pub(in crate::server) struct Terms {
    /// Terms with their local names, sorted: classes come first, because they begin with capital letters.
    pub(in crate::server) terms: Vec<(String, Entity)>,
    /// How often each is used in the graph: members of a class, triples of a property.
    pub(in crate::server) uses: Vec<usize>,
    /// Concept schemes: path and name.
    pub(in crate::server) schemes: Vec<(String, String)>,
    /// The version that these terms are of, and its address.
    pub(in crate::server) version: Option<(String, String)>,
}

/// Renders the page.
pub(in crate::server) fn ontology(ontology: &Terms, base: &str) -> Markup {
    let classes = ontology.terms.iter().take_while(|(local, _)| local.starts_with(char::is_uppercase)).count();
    let used: Vec<_> = ontology.terms.iter().zip(&ontology.uses).collect();
    let (classes, properties) = used.split_at(classes);
    layout(
        "Ontology",
        "/ontology",
        html! {
            h1 { "Ontology" }
            p.summary {
                (classes.len()) " classes and " (properties.len()) " properties in " code { (NAMESPACE) }
                @if let Some((version, address)) = &ontology.version { ", version " a href=(address) { (version) } }
                ". As data: "
                @for format in GRAPH_FORMATS { a href={ "/ontology." (format.extension) } { (format.extension) } " " }
            }
            (diagram::diagram(&ontology.terms, base))
            @if !ontology.schemes.is_empty() {
                h2 { "Concept schemes" }
                ul.plain.columns { @for (path, label) in &ontology.schemes { li { a href={ "/" (path) } { (label) } } } }
            }
            @for (heading, terms, counted) in [("Classes", classes, "in the graph"), ("Properties", properties, "times in the graph")] {
                h2 #(heading.to_lowercase()) { (heading) }
                ul.plain.columns { @for ((local, _), _) in terms { li { a href={ "#" (local) } { (local) } } } }
                @for ((local, term), uses) in terms { (section(local, term, **uses, counted, base)) }
            }
        },
    )
}

fn section(local: &str, term: &Entity, uses: usize, counted: &str, base: &str) -> Markup {
    let (mut definition, mut rest) = (None, Vec::new());
    for fact in &term.facts {
        match fact.property.iri.as_str() {
            iri if iri == skos::DEFINITION.as_str() => definition = Some(fact),
            // The section says so by being here.
            iri if iri == rdfs::IS_DEFINED_BY.as_str() || iri == rdfs::LABEL.as_str() => {}
            _ => rest.push(fact),
        }
    }
    html! {
        section.card id=(local) {
            h3 { a href={ "#" (local) } { (local) } " " span.dim { (uses) " " (counted) } }
            @if let Some(definition) = definition { @for value in &definition.values { p { (value.label) } } }
            table { tbody { @for fact in rest { (row(fact, base)) } } }
        }
    }
}

fn row(fact: &Fact, base: &str) -> Markup {
    html! {
        tr {
            th scope="row" { (name(&fact.property, base)) }
            td { ul.values { @for value in &fact.values { li { (term_cell_named(value, base)) } } } }
        }
    }
}
