//! The names that resolving needs.

use oxigraph::model::{NamedNode, NamedNodeRef};

/// Names of the graphs that resolving reads and writes; they stand under the base IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphs {
    /// Ranks and conflicts, written here and nowhere else.
    pub resolution: NamedNode,
    /// Human decisions.
    pub curation: NamedNode,
}

impl Graphs {
    /// The graphs under a base IRI such as `https://w3id.org/igm/`.
    pub fn new(base: &str) -> Self {
        Self {
            resolution: NamedNode::new_unchecked(format!("{base}graph/resolution")),
            curation: NamedNode::new_unchecked(format!("{base}graph/curation")),
        }
    }
}

const fn name(iri: &'static str) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(iri)
}

pub(super) const TYPE: NamedNodeRef<'_> = name("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
pub(super) const SUBJECT: NamedNodeRef<'_> = name("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject");
pub(super) const PREDICATE: NamedNodeRef<'_> = name("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate");
pub(super) const OBJECT: NamedNodeRef<'_> = name("http://www.w3.org/1999/02/22-rdf-syntax-ns#object");
pub(super) const BROADER: NamedNodeRef<'_> = name("http://www.w3.org/2004/02/skos/core#broader");
pub(super) const IS_REPLACED_BY: NamedNodeRef<'_> = name("http://purl.org/dc/terms/isReplacedBy");
pub(super) const KIND: NamedNodeRef<'_> = name("http://purl.org/dc/terms/type");
pub(super) const PRIMARY_TOPIC: NamedNodeRef<'_> = name("http://xmlns.com/foaf/0.1/primaryTopic");
pub(super) const WAS_DERIVED_FROM: NamedNodeRef<'_> = name("http://www.w3.org/ns/prov#wasDerivedFrom");
pub(super) const MEMBER: NamedNodeRef<'_> = name("http://www.w3.org/ns/org#member");
pub(super) const ROLE: NamedNodeRef<'_> = name("http://www.w3.org/ns/org#role");
pub(super) const ATTENDEE: NamedNodeRef<'_> = name("https://schema.org/attendee");
pub(super) const ORGANIZER: NamedNodeRef<'_> = name("https://schema.org/organizer");
pub(super) const CONTAINED_IN_PLACE: NamedNodeRef<'_> = name("https://schema.org/containedInPlace");
pub(super) const CONTEXT: NamedNodeRef<'_> = name("https://w3id.org/igm/ns#context");
pub(super) const MEETING: NamedNodeRef<'_> = name("https://w3id.org/igm/ns#Meeting");
pub(super) const CLAIM: NamedNodeRef<'_> = name("https://w3id.org/igm/ns#Claim");
pub(super) const EVIDENCE: NamedNodeRef<'_> = name("https://w3id.org/igm/ns#Evidence");
pub(super) const CONFLICTS_WITH: NamedNodeRef<'_> = name("https://w3id.org/igm/ns#conflictsWith");
pub(super) const CONVENOR: NamedNodeRef<'_> = name("https://w3id.org/igm/voc/capacity/convenor");
pub(super) const ZONES_OF_HEAD: [NamedNodeRef<'_>; 2] =
    [name("https://w3id.org/igm/voc/zone/header"), name("https://w3id.org/igm/voc/zone/heading")];
pub(super) const RANK: NamedNodeRef<'_> = name("http://wikiba.se/ontology#rank");
pub(super) const PREFERRED: NamedNodeRef<'_> = name("http://wikiba.se/ontology#PreferredRank");
pub(super) const NORMAL: NamedNodeRef<'_> = name("http://wikiba.se/ontology#NormalRank");
pub(super) const DEPRECATED: NamedNodeRef<'_> = name("http://wikiba.se/ontology#DeprecatedRank");

/// Properties with one value per subject (`ontology.md`, "Resolver").
pub(super) const FUNCTIONAL: [NamedNodeRef<'_>; 4] = [
    name("https://schema.org/startDate"),
    name("https://schema.org/endDate"),
    name("https://schema.org/location"),
    name("https://w3id.org/igm/ns#ordinal"),
];
