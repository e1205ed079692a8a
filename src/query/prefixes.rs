//! The prefixes that every query may use without declaring them, and IRIs as people write them.

use spargebra::SparqlParser;

use crate::graph::vocab::PREFIXES;

/// A SPARQL parser that knows the base of our data and the prefixes; what a query declares itself wins.
///
/// ```
/// use rapporteur::graph::vocab::BASE;
/// let query = rapporteur::query::prefixes::parser(BASE).parse_query("ASK { <state/fiji> a igm:State }").unwrap();
/// assert!(query.to_string().contains("<https://w3id.org/igm/state/fiji>"));
/// ```
pub fn parser(base: &str) -> SparqlParser {
    // A base that is no IRI was refused where it was configured; here it would only leave relative IRIs unreadable.
    let parser = SparqlParser::new().with_base_iri(base).unwrap_or_default();
    PREFIXES.iter().fold(parser, |parser, (prefix, namespace)| {
        parser.with_prefix(*prefix, *namespace).expect("the namespaces are constant IRIs")
    })
}

/// The IRI that a prefixed name such as `igm:State` stands for, if its prefix is known.
pub fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(format!("{namespace}{local}"))
}

/// An IRI as people read it: a prefixed name, the path under the base, or the IRI itself.
///
/// ```
/// use rapporteur::{graph::vocab::BASE, query::prefixes::shorten};
/// assert_eq!(shorten("https://w3id.org/igm/state/fiji", BASE), "state/fiji");
/// assert_eq!(shorten("http://xmlns.com/foaf/0.1/Person", BASE), "foaf:Person");
/// ```
pub fn shorten(iri: &str, base: &str) -> String {
    let prefixed = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        (!local.is_empty() && !local.contains(['/', '#', '?'])).then(|| format!("{prefix}:{local}"))
    });
    prefixed.or_else(|| iri.strip_prefix(base).map(str::to_owned)).unwrap_or_else(|| iri.to_owned())
}
