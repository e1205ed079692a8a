//! The prefixes used in everything we write and known to the SPARQL endpoint without being declared.

/// Base of the IRIs we mint, where the configuration names no other.
pub const DEFAULT_BASE: &str = "https://w3id.org/igm/";

/// Prefixes of our vocabularies below the base (name, path below the base) and of those we use (name, namespace).
/// Longer namespaces stand before those they begin with.
pub const PREFIXES: &[(&str, &str)] = &[
    ("cap", "voc/capacity/"),
    ("force", "voc/force/"),
    ("life", "voc/lifecycle/"),
    ("stat", "voc/status/"),
    ("mk", "voc/meeting-kind/"),
    ("ok", "voc/org-kind/"),
    ("unit", "voc/unit/"),
    ("zone", "voc/zone/"),
    ("dk", "voc/doc-kind/"),
    ("topic", "voc/topic/"),
    ("igm", "ns#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eucountry", "http://publications.europa.eu/resource/authority/country/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("odrl", "http://www.w3.org/ns/odrl/2/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wikibase", "http://wikiba.se/ontology#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The prefixes with their whole namespaces under a base.
pub(crate) fn namespaces(base: &str) -> impl Iterator<Item = (&'static str, String)> + '_ {
    PREFIXES.iter().map(move |(name, namespace)| match namespace.contains("://") {
        true => (*name, (*namespace).to_owned()),
        false => (*name, format!("{base}{namespace}")),
    })
}

/// An IRI as people write it: `prefix:name`, `<path>` below the base, or the IRI itself.
///
/// ```
/// use rapporteur::publish::{DEFAULT_BASE, compact};
/// assert_eq!(compact("https://w3id.org/igm/ns#Mandate", DEFAULT_BASE), "igm:Mandate");
/// assert_eq!(compact("https://w3id.org/igm/state/fiji", DEFAULT_BASE), "state/fiji");
/// ```
pub fn compact(iri: &str, base: &str) -> String {
    for (name, namespace) in namespaces(base) {
        if let Some(local) = iri.strip_prefix(namespace.as_str())
            && !local.contains(['/', '#'])
        {
            return format!("{name}:{local}");
        }
    }
    iri.strip_prefix(base).unwrap_or(iri).to_owned()
}
