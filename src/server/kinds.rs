//! The kinds of thing that have pages: the first step of their path, what they are called, how they are marked.

use oxigraph::model::NamedNodeRef;

use crate::graph::vocab::{dcat, dcterms, foaf, igm, org, owl, prov, schema, skos};

/// A kind of thing with a list page.
#[derive(Debug, PartialEq)]
pub(super) struct Kind {
    /// First step of the path of its IRIs.
    pub(super) segment: &'static str,
    pub(super) singular: &'static str,
    pub(super) plural: &'static str,
    pub(super) classes: &'static [NamedNodeRef<'static>],
    /// Shown before the name, always with a word beside it: shape and word, never colour alone.
    pub(super) mark: &'static str,
    /// CSS class of the mark.
    pub(super) colour: &'static str,
}

const fn kind(
    segment: &'static str,
    singular: &'static str,
    plural: &'static str,
    classes: &'static [NamedNodeRef<'static>],
    mark: &'static str,
    colour: &'static str,
) -> Kind {
    Kind { segment, singular, plural, classes, mark, colour }
}

/// All kinds in the order of the home page.
pub(super) const KINDS: [Kind; 17] = [
    kind("doc", "Document", "Documents", &[igm::SOURCE_DOCUMENT], "▤", "document"),
    kind("meeting", "Meeting", "Meetings", &[igm::MEETING], "◆", "meeting"),
    kind("participation", "Participation", "Participations", &[igm::PARTICIPATION], "●", "state"),
    kind("mandate", "Mandate", "Mandates", &[igm::MANDATE], "▶", "mandate"),
    kind("pledge", "Pledge", "Pledges", &[igm::PLEDGE], "▶", "mandate"),
    kind("act", "Speech act", "Other speech acts", &[igm::SPEECH_ACT], "▷", "mandate"),
    kind("state", "State", "States", &[igm::STATE], "●", "state"),
    kind(
        "org",
        "Organisation",
        "Organisations and processes",
        &[org::FORMAL_ORGANIZATION, org::ORGANIZATIONAL_COLLABORATION],
        "■",
        "organisation",
    ),
    kind("body", "Body", "Bodies", &[org::ORGANIZATIONAL_UNIT], "⬢", "body"),
    kind("body-event", "Body event", "Events in the life of bodies", &[igm::BODY_EVENT], "⬡", "body"),
    kind("person", "Person", "Persons", &[foaf::PERSON], "◉", "role"),
    kind("post", "Post", "Posts", &[org::POST], "◎", "role"),
    kind("group", "Group", "Groups", &[foaf::GROUP], "◍", "role"),
    kind("count", "Count", "Stated numbers", &[igm::COUNT], "#", "document"),
    kind("place", "Place", "Places", &[schema::PLACE], "◈", "state"),
    kind(
        "work",
        "Work",
        "Works, plans and policies",
        &[schema::CREATIVE_WORK, prov::PLAN, dcterms::POLICY],
        "▣",
        "document",
    ),
    kind("voc", "Concept", "Concepts", &[skos::CONCEPT_SCHEME, skos::CONCEPT, org::ROLE_CLASS], "∴", "role"),
];

/// Kinds without a list of their own, which still need a word on their page.
pub(super) const OTHERS: [Kind; 5] = [
    kind("claim", "Claim", "Claims", &[igm::CLAIM], "§", "document"),
    kind("amount", "Amount", "Amounts", &[schema::MONETARY_AMOUNT], "¤", "document"),
    kind("original", "File as received", "Files as received", &[dcat::DISTRIBUTION_CLASS], "▤", "document"),
    kind("evidence", "Evidence", "Evidence", &[igm::EVIDENCE], "¶", "document"),
    kind(
        "ns",
        "Term",
        "Terms of the ontology",
        &[owl::CLASS, owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY],
        "∴",
        "role",
    ),
];

/// The kind with this first step of the path.
pub(super) fn by_segment(segment: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.segment == segment)
}

/// The kind of things of a class.
pub(super) fn by_class(class: NamedNodeRef<'_>) -> Option<&'static Kind> {
    KINDS.iter().chain(&OTHERS).find(|kind| kind.classes.contains(&class))
}
