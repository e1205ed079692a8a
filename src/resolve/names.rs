//! The names that resolving needs.

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef};

use crate::graph::vocab::{cap, dcterms, foaf, igm, org, prov, rdf, rdfs, schema, skos, wikibase, zone};

/// Names of the graphs that resolving reads and writes; they stand under the base IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphs {
    /// Ranks and conflicts, written here and nowhere else.
    pub resolution: NamedNode,
    /// Human decisions.
    pub curation: NamedNode,
    /// How the names of all graphs begin that builds make.
    made: String,
}

impl Graphs {
    /// The graphs under a base IRI such as `https://w3id.org/igm/`.
    pub fn new(base: &str) -> Self {
        Self {
            resolution: NamedNode::new_unchecked(format!("{base}graph/resolution")),
            curation: NamedNode::new_unchecked(format!("{base}graph/curation")),
            made: format!("{base}graph/"),
        }
    }

    /// Whether builds make this graph; what others wrote has no say in what holds.
    pub(super) fn is_made_by_builds(&self, graph: GraphNameRef<'_>) -> bool {
        matches!(graph, GraphNameRef::NamedNode(name) if name.as_str().starts_with(&self.made))
    }
}

pub(super) const TYPE: NamedNodeRef<'_> = rdf::TYPE;
pub(super) const SUBJECT: NamedNodeRef<'_> = rdf::SUBJECT;
pub(super) const PREDICATE: NamedNodeRef<'_> = rdf::PREDICATE;
pub(super) const OBJECT: NamedNodeRef<'_> = rdf::OBJECT;
pub(super) const BROADER: NamedNodeRef<'_> = skos::BROADER;
pub(super) const LABEL: NamedNodeRef<'_> = rdfs::LABEL;
pub(super) const ALT_LABEL: NamedNodeRef<'_> = skos::ALT_LABEL;
pub(super) const IS_REPLACED_BY: NamedNodeRef<'_> = dcterms::IS_REPLACED_BY;
pub(super) const KIND: NamedNodeRef<'_> = dcterms::TYPE;
pub(super) const PRIMARY_TOPIC: NamedNodeRef<'_> = foaf::PRIMARY_TOPIC;
pub(super) const WAS_DERIVED_FROM: NamedNodeRef<'_> = prov::WAS_DERIVED_FROM;
pub(super) const WAS_INVALIDATED_BY: NamedNodeRef<'_> = prov::WAS_INVALIDATED_BY;
pub(super) const WAS_INFLUENCED_BY: NamedNodeRef<'_> = prov::WAS_INFLUENCED_BY;
pub(super) const WAS_GENERATED_BY: NamedNodeRef<'_> = prov::WAS_GENERATED_BY;
pub(super) const MEMBER: NamedNodeRef<'_> = org::MEMBER;
pub(super) const ROLE: NamedNodeRef<'_> = org::ROLE;
pub(super) const ATTENDEE: NamedNodeRef<'_> = schema::ATTENDEE;
pub(super) const ORGANIZER: NamedNodeRef<'_> = schema::ORGANIZER;
pub(super) const CONTAINED_IN_PLACE: NamedNodeRef<'_> = schema::CONTAINED_IN_PLACE;
pub(super) const CONTEXT: NamedNodeRef<'_> = igm::CONTEXT;
pub(super) const MEETING: NamedNodeRef<'_> = igm::MEETING;
pub(super) const CLAIM: NamedNodeRef<'_> = igm::CLAIM;
pub(super) const EVIDENCE: NamedNodeRef<'_> = igm::EVIDENCE;
pub(super) const CONFLICTS_WITH: NamedNodeRef<'_> = igm::CONFLICTS_WITH;
pub(super) const CONVENOR: NamedNodeRef<'_> = cap::CONVENOR;
pub(super) const ZONES_OF_HEAD: [NamedNodeRef<'_>; 2] = [zone::HEADER, zone::HEADING];
pub(super) const FOLLOWS_UP: NamedNodeRef<'_> = igm::FOLLOWS_UP;
pub(super) const MANDATE: NamedNodeRef<'_> = igm::MANDATE;
pub(super) const ISSUED_AT: NamedNodeRef<'_> = igm::ISSUED_AT;
pub(super) const ISSUED_BY: NamedNodeRef<'_> = igm::ISSUED_BY;
pub(super) const ADDRESSEE: NamedNodeRef<'_> = igm::ADDRESSEE;
pub(super) const FORCE: NamedNodeRef<'_> = igm::FORCE;
pub(super) const TEXT: NamedNodeRef<'_> = schema::TEXT;
pub(super) const RANK: NamedNodeRef<'_> = wikibase::RANK;
pub(super) const PREFERRED: NamedNodeRef<'_> = wikibase::PREFERRED_RANK;
pub(super) const NORMAL: NamedNodeRef<'_> = wikibase::NORMAL_RANK;
pub(super) const DEPRECATED: NamedNodeRef<'_> = wikibase::DEPRECATED_RANK;

/// Made here: the one passage that is shown for a thing.
pub(super) const SHOWN_BY: NamedNodeRef<'_> = igm::SHOWN_BY;

pub(super) const STATUS: NamedNodeRef<'_> = igm::STATUS;
pub(super) const LIFECYCLE_EVENT: NamedNodeRef<'_> = igm::LIFECYCLE_EVENT;

/// Properties with one value per subject of which the best-ranked claim holds.
///
/// Changes of a body are claimed only where one document tells changes that exclude each other, so they compete within
/// that document.
pub(super) const FUNCTIONAL: [NamedNodeRef<'_>; 5] =
    [schema::START_DATE, schema::END_DATE, schema::LOCATION, igm::ORDINAL, LIFECYCLE_EVENT];
