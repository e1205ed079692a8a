//! The prefixes that every query may use without declaring them.

use spargebra::SparqlParser;

use crate::graph::vocab::PREFIXES;
use crate::query::service;

/// A SPARQL parser that knows the base of our data only. A copy of it costs little, and what it can read, [`parser`] reads
/// in the same way.
pub fn bare_parser(base: &str) -> SparqlParser {
    SparqlParser::new().with_base_iri(base).unwrap_or_default()
}

/// A SPARQL parser that knows the base of our data and the prefixes; what a query declares itself wins.
///
/// ```
/// use rapporteur::graph::vocab::BASE;
/// let query = rapporteur::query::prefixes::parser(BASE).parse_query("ASK { <state/fiji> a igm:State }").unwrap();
/// assert!(query.to_string().contains("<https://w3id.org/igm/state/fiji>"));
/// ```
pub fn parser(base: &str) -> SparqlParser {
    // A base that is no IRI was refused where it was configured; here it would only leave relative IRIs unreadable.
    let search = [("search", service::NAMESPACE)];
    PREFIXES.iter().chain(&search).fold(bare_parser(base), |parser, (prefix, namespace)| {
        parser.with_prefix(*prefix, *namespace).expect("the namespaces are constant IRIs")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_of_the_ontology_do_not_move_with_the_base_of_the_data() {
        let query = parser("https://example.org/").parse_query("ASK { <state/fiji> a igm:State }").unwrap().to_string();
        assert!(query.contains("<https://example.org/state/fiji>"), "{query}");
        assert!(query.contains("<https://w3id.org/igm/ns#State>"), "{query}");
    }
}
