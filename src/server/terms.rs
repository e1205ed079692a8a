//! The names of the vocabulary that pages look for.

macro_rules! terms {
    ($($module:ident = $namespace:literal { $($name:ident = $local:literal),* $(,)? })*) => {
        $(pub(super) mod $module {
            use oxigraph::model::NamedNodeRef;
            $(pub(in super::super) const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        })*
    };
}

terms! {
    igm = "https://w3id.org/igm/ns#" {
        STATE = "State", MEETING = "Meeting", PARTICIPATION = "Participation", SPEECH_ACT = "SpeechAct",
        MANDATE = "Mandate", PLEDGE = "Pledge", BODY_EVENT = "BodyEvent", COUNT = "Count",
        SOURCE_DOCUMENT = "SourceDocument", EVIDENCE = "Evidence", CLAIM = "Claim", CONTEXT = "context",
        REPRESENTED_BY = "representedBy", NAME_AS_GIVEN = "nameAsGiven", ISSUED_AT = "issuedAt",
        ISSUED_BY = "issuedBy", VERB = "verb", FORCE = "force", ADDRESSEE = "addressee", PARTNER = "partner",
        COUNT_OF = "countOf", LOCATOR = "locator", CONFLICTS_WITH = "conflictsWith",
    }
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label", COMMENT = "comment" }
    owl = "http://www.w3.org/2002/07/owl#" {
        CLASS = "Class", OBJECT_PROPERTY = "ObjectProperty", DATATYPE_PROPERTY = "DatatypeProperty",
    }
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept", CONCEPT_SCHEME = "ConceptScheme", PREF_LABEL = "prefLabel", ALT_LABEL = "altLabel",
        NOTATION = "notation", IN_SCHEME = "inScheme",
    }
    dcterms = "http://purl.org/dc/terms/" {
        TITLE = "title", IDENTIFIER = "identifier", TYPE = "type", POLICY = "Policy",
    }
    foaf = "http://xmlns.com/foaf/0.1/" { PERSON = "Person", GROUP = "Group", NAME = "name" }
    schema = "https://schema.org/" {
        TEXT = "text", VALUE = "value", CURRENCY = "currency", START_DATE = "startDate", END_DATE = "endDate", PLACE = "Place",
        CREATIVE_WORK = "CreativeWork", MONETARY_AMOUNT = "MonetaryAmount", OBSERVATION_ABOUT = "observationAbout",
    }
    org = "http://www.w3.org/ns/org#" {
        FORMAL_ORGANIZATION = "FormalOrganization", ORGANIZATIONAL_COLLABORATION = "OrganizationalCollaboration",
        ORGANIZATIONAL_UNIT = "OrganizationalUnit", POST = "Post", ROLE = "Role", MEMBER = "member", HAS_ROLE = "role",
        ORIGINAL = "originalOrganization", RESULTING = "resultingOrganization",
    }
    prov = "http://www.w3.org/ns/prov#" {
        WAS_DERIVED_FROM = "wasDerivedFrom", WAS_QUOTED_FROM = "wasQuotedFrom", PLAN = "Plan",
    }
    oa = "http://www.w3.org/ns/oa#" { START = "start", END = "end", EXACT = "exact" }
    wikibase = "http://wikiba.se/ontology#" { RANK = "rank", PREFERRED_RANK = "PreferredRank" }
    void = "http://rdfs.org/ns/void#" { DATASET = "Dataset" }
}
