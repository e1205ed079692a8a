//! The prefixes that every query may use without declaring them.

use spargebra::SparqlParser;

/// The base of the data's IRIs in queries that declare no `BASE` of their own.
pub const BASE: &str = "https://w3id.org/igm/";

/// Prefix and namespace, in the order in which people read them: ours, our schemes, then the standards.
pub const PREFIXES: [(&str, &str); 25] = [
    ("igm", "https://w3id.org/igm/ns#"),
    ("cap", "https://w3id.org/igm/voc/capacity/"),
    ("force", "https://w3id.org/igm/voc/force/"),
    ("life", "https://w3id.org/igm/voc/lifecycle/"),
    ("stat", "https://w3id.org/igm/voc/status/"),
    ("mk", "https://w3id.org/igm/voc/meeting-kind/"),
    ("ok", "https://w3id.org/igm/voc/org-kind/"),
    ("unit", "https://w3id.org/igm/voc/unit/"),
    ("zone", "https://w3id.org/igm/voc/zone/"),
    ("dk", "https://w3id.org/igm/voc/doc-kind/"),
    ("topic", "https://w3id.org/igm/voc/topic/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("schema", "https://schema.org/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wikibase", "http://wikiba.se/ontology#"),
];

/// A SPARQL parser that knows the base and the prefixes; what a query declares itself wins.
///
/// ```
/// let query = rapporteur::query::prefixes::parser().parse_query("ASK { <state/fiji> a igm:State }").unwrap();
/// assert!(query.to_string().contains("<https://w3id.org/igm/state/fiji>"));
/// ```
pub fn parser() -> SparqlParser {
    let parser = SparqlParser::new().with_base_iri(BASE).expect("the base is a constant IRI");
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

/// An IRI as people read it: the path under the base, a prefixed name, or the IRI itself.
///
/// ```
/// use rapporteur::query::prefixes::shorten;
/// assert_eq!(shorten("https://w3id.org/igm/state/fiji"), "state/fiji");
/// assert_eq!(shorten("http://xmlns.com/foaf/0.1/Person"), "foaf:Person");
/// ```
pub fn shorten(iri: &str) -> String {
    let prefixed = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        (!local.is_empty() && !local.contains(['/', '#', '?'])).then(|| format!("{prefix}:{local}"))
    });
    prefixed.or_else(|| iri.strip_prefix(BASE).map(str::to_owned)).unwrap_or_else(|| iri.to_owned())
}
