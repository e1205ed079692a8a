//! Names of the vocabularies that we use: one module per namespace, constants named like the terms.

/// Base of the ontology and, unless configured otherwise, of our data.
pub const BASE: &str = "https://w3id.org/igm/";

/// What stands in front of a media type to make an IRI of it.
pub const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";

macro_rules! namespaces {
    ($( $(#[$about:meta])* $module:ident = $namespace:literal { $( $name:ident = $local:literal ),* $(,)? } )*) => {
        $(
            $(#[$about])*
            pub mod $module {
                use oxigraph::model::NamedNodeRef;

                /// The namespace.
                pub const NAMESPACE: &str = $namespace;

                $(
                    #[doc = concat!("`", stringify!($module), ":", $local, "`")]
                    pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));
                )*

                /// All names of this module.
                pub const ALL: &[NamedNodeRef<'static>] = &[$($name),*];
            }
        )*

        /// Prefixes and namespaces for queries and serializers, in the order of this module.
        pub const PREFIXES: &[(&str, &str)] = &[$((stringify!($module), $namespace)),*];

        /// The names of each namespace, in the order of [`PREFIXES`].
        pub const NAMES: &[&[oxigraph::model::NamedNodeRef<'static>]] = &[$($module::ALL),*];
    };
}

namespaces! {
    /// Our ontology.
    igm = "https://w3id.org/igm/ns#" {
        STATE = "State", MEETING = "Meeting", PARTICIPATION = "Participation", SPEECH_ACT = "SpeechAct",
        MANDATE = "Mandate", PLEDGE = "Pledge", BODY_EVENT = "BodyEvent", COUNT = "Count",
        SOURCE_DOCUMENT = "SourceDocument", EVIDENCE = "Evidence", CLAIM = "Claim",
        CONTEXT = "context", REPRESENTED_BY = "representedBy", IN_RESPECT_OF = "inRespectOf",
        NAME_AS_GIVEN = "nameAsGiven", ISSUED_AT = "issuedAt", ISSUED_BY = "issuedBy", VERB = "verb",
        FORCE = "force", ADDRESSEE = "addressee", PARTNER = "partner", CALLS_FOR = "callsFor",
        CONDITION = "condition", PLEDGED_FOR = "pledgedFor", DECIDED_AT = "decidedAt", STATUS = "status",
        ESTABLISHED_UNDER = "establishedUnder", MEETING_OF = "meetingOf", ORDINAL = "ordinal",
        COUNT_OF = "countOf", LOCATOR = "locator", CONFLICTS_WITH = "conflictsWith", RULE = "rule",
        FOLLOWS_UP = "followsUp", LIFECYCLE_EVENT = "lifecycleEvent", SHOWN_BY = "shownBy",
        DUE_DATE = "dueDate",
    }
    /// Capacities in which an agent takes part.
    cap = "https://w3id.org/igm/voc/capacity/" {
        MEMBER = "member", OBSERVER = "observer", CONVENOR = "convenor", HOST = "host", CO_HOST = "co-host",
        CHAIR = "chair", CO_CHAIR = "co-chair", ORGANISER = "organiser", CO_ORGANISER = "co-organiser",
        COORDINATOR = "coordinator", LEAD = "lead", CONTRIBUTOR = "contributor", DONOR = "donor",
        STAFF_CONTRIBUTOR = "staff-contributor", TECHNICAL_SUPPORT = "technical-support",
        PRESENTER = "presenter", DEVELOPER = "developer",
    }
    /// Force of speech acts.
    force = "https://w3id.org/igm/voc/force/" {
        DIRECTIVE = "directive", COMMISSIVE = "commissive", ASSERTIVE = "assertive", EXPRESSIVE = "expressive",
    }
    /// Changes in the life of a body.
    life = "https://w3id.org/igm/voc/lifecycle/" {
        ESTABLISHED = "established", RETASKED = "retasked", RENAMED = "renamed", MERGED = "merged",
        CONTINUED = "continued", DISCONTINUED = "discontinued", LINKED = "linked",
    }
    /// Realisation of what is told.
    stat = "https://w3id.org/igm/voc/status/" {
        DONE = "done", DECIDED = "decided", PLANNED = "planned", OFFERED = "offered", PROPOSED = "proposed",
        HYPOTHETICAL = "hypothetical", NEGATED = "negated", ASSERTED = "asserted",
    }
    /// Kinds of meeting.
    mk = "https://w3id.org/igm/voc/meeting-kind/" {
        CONFERENCE = "conference", MINISTERIAL_CONFERENCE = "ministerial-conference",
        SENIOR_OFFICIALS_MEETING = "senior-officials-meeting", SUMMIT = "summit", WORKSHOP = "workshop",
    }
    /// Kinds of organisation and body.
    ok = "https://w3id.org/igm/voc/org-kind/" { PLENARY = "plenary", CONSULTATIVE_PROCESS = "consultative-process" }
    /// Units counted.
    unit = "https://w3id.org/igm/voc/unit/" {
        DELEGATES = "delegates", STATES = "states", ORGANISATIONS = "organisations", MEMBERS = "members",
        OBSERVERS = "observers",
    }
    /// Zones of a document.
    zone = "https://w3id.org/igm/voc/zone/" {
        HEADING = "heading", HEADER = "header", BODY = "body", LIST_LEAD = "list-lead", LIST_ITEM = "list-item",
        PARTICIPANT_LIST = "participant-list",
    }
    /// Kinds of document.
    dk = "https://w3id.org/igm/voc/doc-kind/" { DECLARATION = "declaration", REPORT = "report" }
    /// Topics.
    topic = "https://w3id.org/igm/voc/topic/" {}
    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        TYPE = "type", STATEMENT = "Statement", SUBJECT = "subject", PREDICATE = "predicate", OBJECT = "object",
        PROPERTY = "Property", FIRST = "first", REST = "rest", NIL = "nil",
    }
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        CLASS = "Class", LABEL = "label", COMMENT = "comment", SUB_CLASS_OF = "subClassOf", SUB_PROPERTY_OF = "subPropertyOf",
        DOMAIN = "domain", RANGE = "range", IS_DEFINED_BY = "isDefinedBy", SEE_ALSO = "seeAlso",
    }
    /// OWL.
    owl = "http://www.w3.org/2002/07/owl#" {
        CLASS = "Class", OBJECT_PROPERTY = "ObjectProperty", DATATYPE_PROPERTY = "DatatypeProperty",
        ONTOLOGY = "Ontology", SAME_AS = "sameAs", DIFFERENT_FROM = "differentFrom", VERSION_INFO = "versionInfo",
        VERSION_IRI = "versionIRI",
    }
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        STRING = "string", INTEGER = "integer", DECIMAL = "decimal", DATE = "date", G_YEAR_MONTH = "gYearMonth",
        G_YEAR = "gYear", ANY_URI = "anyURI", HEX_BINARY = "hexBinary", NON_NEGATIVE_INTEGER = "nonNegativeInteger",
    }
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept", CONCEPT_SCHEME = "ConceptScheme", PREF_LABEL = "prefLabel", ALT_LABEL = "altLabel",
        HIDDEN_LABEL = "hiddenLabel", DEFINITION = "definition", EXAMPLE = "example", NOTATION = "notation",
        NOTE = "note", CHANGE_NOTE = "changeNote", SCOPE_NOTE = "scopeNote", BROADER = "broader", IN_SCHEME = "inScheme",
        TOP_CONCEPT_OF = "topConceptOf", HAS_TOP_CONCEPT = "hasTopConcept", EXACT_MATCH = "exactMatch",
        CLOSE_MATCH = "closeMatch",
    }
    /// DCMI terms.
    dcterms = "http://purl.org/dc/terms/" {
        TYPE = "type", TITLE = "title", LANGUAGE = "language", ISSUED = "issued", SOURCE = "source",
        IDENTIFIER = "identifier", REFERENCES = "references", SUBJECT = "subject", IS_PART_OF = "isPartOf",
        REQUIRES = "requires", IS_REPLACED_BY = "isReplacedBy", LICENSE = "license", RIGHTS = "rights",
        POLICY = "Policy", DESCRIPTION = "description", DATE = "date",
        CONFORMS_TO = "conformsTo", IS_FORMAT_OF = "isFormatOf",
    }
    /// FOAF.
    foaf = "http://xmlns.com/foaf/0.1/" {
        AGENT = "Agent", PERSON = "Person", GROUP = "Group", DOCUMENT = "Document", NAME = "name",
        PRIMARY_TOPIC = "primaryTopic", PAGE = "page",
    }
    /// schema.org.
    schema = "https://schema.org/" {
        KEYWORDS = "keywords", TARGET = "target", NAME = "name", TEXT = "text", POSITION = "position", AMOUNT = "amount", VALUE = "value",
        CURRENCY = "currency", MONETARY_AMOUNT = "MonetaryAmount", START_DATE = "startDate", END_DATE = "endDate",
        LOCATION = "location", DESCRIPTION = "description", ABOUT = "about", OBSERVATION_ABOUT = "observationAbout",
        HONORIFIC_PREFIX = "honorificPrefix", HONORIFIC_SUFFIX = "honorificSuffix", CREATOR = "creator",
        CREATIVE_WORK = "CreativeWork", PLACE = "Place", COUNTRY = "Country", EVENT = "Event",
        OBSERVATION = "Observation", CONTAINED_IN_PLACE = "containedInPlace", FOUNDING_DATE = "foundingDate",
        ATTENDEE = "attendee", ORGANIZER = "organizer", DOMAIN_INCLUDES = "domainIncludes",
        RANGE_INCLUDES = "rangeIncludes", LATITUDE = "latitude", LONGITUDE = "longitude",
    }
    /// The Organization Ontology.
    org = "http://www.w3.org/ns/org#" {
        FORMAL_ORGANIZATION = "FormalOrganization", ORGANIZATIONAL_COLLABORATION = "OrganizationalCollaboration",
        ORGANIZATIONAL_UNIT = "OrganizationalUnit", ORGANIZATION = "Organization", POST = "Post", ROLE_CLASS = "Role",
        MEMBERSHIP = "Membership", CHANGE_EVENT = "ChangeEvent", MEMBER = "member", ROLE = "role", HOLDS = "holds",
        POST_IN = "postIn", MEMBER_OF = "memberOf", UNIT_OF = "unitOf", REPORTS_TO = "reportsTo", CLASSIFICATION = "classification",
        ORIGINAL_ORGANIZATION = "originalOrganization", RESULTING_ORGANIZATION = "resultingOrganization",
        SUB_ORGANIZATION_OF = "subOrganizationOf",
    }
    /// Provenance.
    prov = "http://www.w3.org/ns/prov#" {
        ENTITY = "Entity", ACTIVITY = "Activity", PLAN = "Plan", SOFTWARE_AGENT = "SoftwareAgent",
        WAS_DERIVED_FROM = "wasDerivedFrom", WAS_QUOTED_FROM = "wasQuotedFrom", WAS_GENERATED_BY = "wasGeneratedBy",
        WAS_ASSOCIATED_WITH = "wasAssociatedWith", USED = "used", WAS_ATTRIBUTED_TO = "wasAttributedTo",
        WAS_INVALIDATED_BY = "wasInvalidatedBy", WAS_INFLUENCED_BY = "wasInfluencedBy", AGENT = "Agent",
    }
    /// Web Annotation.
    oa = "http://www.w3.org/ns/oa#" {
        START = "start", END = "end", EXACT = "exact", TEXT_POSITION_SELECTOR = "TextPositionSelector",
        TEXT_QUOTE_SELECTOR = "TextQuoteSelector",
    }
    /// SEMIC Core Vocabularies.
    cv = "http://data.europa.eu/m8g/" { PARTICIPATION = "Participation" }
    /// Wikibase: ranks.
    wikibase = "http://wikiba.se/ontology#" {
        STATEMENT = "Statement", RANK = "rank", PREFERRED_RANK = "PreferredRank", NORMAL_RANK = "NormalRank",
        DEPRECATED_RANK = "DeprecatedRank",
    }
    /// Wikidata entities.
    wd = "http://www.wikidata.org/entity/" {}
    /// Countries of the EU Publications Office.
    eucountry = "http://publications.europa.eu/resource/authority/country/" {}
    /// VoID.
    void = "http://rdfs.org/ns/void#" {
        DATASET = "Dataset", SUBSET = "subset", TRIPLES = "triples", ENTITIES = "entities", DISTINCT_SUBJECTS =
        "distinctSubjects", DOCUMENTS = "documents", VOCABULARY = "vocabulary", URI_SPACE = "uriSpace",
        SPARQL_ENDPOINT = "sparqlEndpoint", CLASSES = "classes", PROPERTIES = "properties",
        CLASS_PARTITION = "classPartition", CLASS = "class", PROPERTY_PARTITION = "propertyPartition",
        PROPERTY = "property", LINKSET = "Linkset", LINK_PREDICATE = "linkPredicate", SUBJECTS_TARGET = "subjectsTarget",
        OBJECTS_TARGET = "objectsTarget", FEATURE = "feature", DATA_DUMP = "dataDump",
    }
    /// DCAT.
    dcat = "http://www.w3.org/ns/dcat#" {
        DATASET = "Dataset", DATA_SERVICE = "DataService", DISTRIBUTION_CLASS = "Distribution",
        DISTRIBUTION = "distribution", ACCESS_SERVICE = "accessService", ACCESS_URL = "accessURL",
        MEDIA_TYPE = "mediaType", ENDPOINT_URL = "endpointURL", SERVES_DATASET = "servesDataset",
        LANDING_PAGE = "landingPage", CATALOG = "Catalog", DATASET_OF = "dataset", SERVICE = "service",
        DOWNLOAD_URL = "downloadURL", BYTE_SIZE = "byteSize", COMPRESS_FORMAT = "compressFormat",
    }
    /// Checksums.
    spdx = "http://spdx.org/rdf/terms#" {
        CHECKSUM = "checksum", CHECKSUM_CLASS = "Checksum", ALGORITHM = "algorithm", CHECKSUM_VALUE = "checksumValue",
        SHA_256 = "checksumAlgorithm_sha256",
    }
    /// Data quality.
    dqv = "http://www.w3.org/ns/dqv#" {
        QUALITY_METADATA = "QualityMetadata", QUALITY_MEASUREMENT = "QualityMeasurement", METRIC = "Metric",
        HAS_QUALITY_METADATA = "hasQualityMetadata", IS_MEASUREMENT_OF = "isMeasurementOf",
        COMPUTED_ON = "computedOn", VALUE = "value", EXPECTED_DATA_TYPE = "expectedDataType",
        IN_DIMENSION = "inDimension",
    }
    /// Dimensions of the quality of linked data.
    ldqd = "http://www.w3.org/2016/05/ldqd#" { SEMANTIC_ACCURACY = "semanticAccuracy", COMPLETENESS = "completeness" }
    /// ODRL, to which terms of ours are close.
    odrl = "http://www.w3.org/ns/odrl/2/" {}
    /// SPARQL service descriptions.
    sd = "http://www.w3.org/ns/sparql-service-description#" {
        SERVICE = "Service", ENDPOINT = "endpoint", SUPPORTED_LANGUAGE = "supportedLanguage",
        SPARQL_10_QUERY = "SPARQL10Query", SPARQL_11_QUERY = "SPARQL11Query", SPARQL_11_UPDATE = "SPARQL11Update",
        FEATURE = "feature", EMPTY_GRAPHS = "EmptyGraphs", LANGUAGE_EXTENSION = "languageExtension",
        FEATURE_CLASS = "Feature", ENTAILMENT = "defaultEntailmentRegime", INPUT_FORMAT = "inputFormat",
        RESULT_FORMAT = "resultFormat", DEFAULT_DATASET = "defaultDataset",
        DATASET = "Dataset", DEFAULT_GRAPH = "defaultGraph", GRAPH = "Graph", NAMED_GRAPHS = "namedGraph",
        NAMED_GRAPH = "NamedGraph", NAME = "name",
    }
    /// SHACL.
    sh = "http://www.w3.org/ns/shacl#" {
        NODE_SHAPE = "NodeShape", SPARQL_EXECUTABLE = "SPARQLExecutable",
        SPARQL_SELECT_EXECUTABLE = "SPARQLSelectExecutable", SPARQL_ASK_EXECUTABLE = "SPARQLAskExecutable",
        SPARQL_CONSTRUCT_EXECUTABLE = "SPARQLConstructExecutable", SELECT = "select", ASK = "ask",
        CONSTRUCT = "construct", PREFIXES = "prefixes", DECLARE = "declare", PREFIX = "prefix",
        NAMESPACE_OF = "namespace", PARAMETER = "parameter", PARAMETER_CLASS = "Parameter", PATH = "path",
        ORDER = "order", NAME = "name", DESCRIPTION = "description", OPTIONAL = "optional",
        DEFAULT_VALUE = "defaultValue", CLASS = "class", DATATYPE = "datatype", NODE_KIND = "nodeKind", IRI = "IRI",
        OR = "or", IN = "in", VIOLATION = "Violation", WARNING = "Warning", INFO = "Info",
    }
    /// Nanopublications.
    np = "http://www.nanopub.org/nschema#" {
        NANOPUBLICATION = "Nanopublication", HAS_ASSERTION = "hasAssertion", HAS_PROVENANCE = "hasProvenance",
        HAS_PUBLICATION_INFO = "hasPublicationInfo",
    }
    /// Examples of queries, as the SIB describes them.
    spex = "https://purl.expasy.org/sparql-examples/ontology#" {
        DESCRIBE_EXECUTABLE = "SPARQLDescribeExecutable", DESCRIBE = "describe",
    }
}

/// The IRI that a prefixed name such as `igm:State` stands for, if its prefix is known.
pub fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(format!("{namespace}{local}"))
}

/// An IRI as people read it: a prefixed name, the path under the base of the data, or the IRI itself.
///
/// ```
/// use rapporteur::graph::vocab::{BASE, compact};
/// assert_eq!(compact("https://w3id.org/igm/ns#Mandate", BASE), "igm:Mandate");
/// assert_eq!(compact("https://w3id.org/igm/state/fiji", BASE), "state/fiji");
/// assert_eq!(compact("http://xmlns.com/foaf/0.1/Person", BASE), "foaf:Person");
/// ```
pub fn compact(iri: &str, base: &str) -> String {
    let prefixed = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        (!local.is_empty() && !local.contains(['/', '#', '?'])).then(|| format!("{prefix}:{local}"))
    });
    prefixed.or_else(|| iri.strip_prefix(base).map(str::to_owned)).unwrap_or_else(|| iri.to_owned())
}
