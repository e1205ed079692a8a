//! What one document says, in the words of the field: assertions with the spans that prove them. Knows no RDF.
//!
//! An [`Extraction`] is the hand-over between reading and the graph: entities named by what they are
//! ([`EntityId`]), and [`Assertion`]s about them, each with its [`Evidence`] and the rule that found it.

mod dispute;
mod due;
mod remark;

use std::collections::BTreeMap;

pub use crate::annotate::PartialDate;
use crate::document::Span;

pub use due::Due;
pub use remark::{Effect, Mark, Warning, WarningKind};

/// The identity of a thing, before it becomes an IRI (`ontology.md`, "IRI scheme"). Parts are slugs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityId {
    /// `state/{slug}`.
    State(String),
    /// `place/{slug}`.
    Place(String),
    /// `org/{slug}`: an organisation or a process.
    Organisation(String),
    /// `body/{process}/{slug}`: an organ of a process or organisation.
    Body {
        /// Slug of the process or organisation.
        process: String,
        /// Slug of the body.
        slug: String,
    },
    /// `group/{slug}`: agents named as a class ("the international community").
    Group(String),
    /// `person/{slug}`.
    Person(String),
    /// `post/{holder}/{slug}`: a post in a state, organisation or body.
    Post {
        /// Slug of the state or organisation.
        of: String,
        /// Slug of the post.
        slug: String,
    },
    /// `meeting/{process}/{slug}`.
    Meeting {
        /// Slug of the process or organisation.
        process: String,
        /// Slug of the meeting: `{kind}-{ordinal}` or `{kind}-{yyyy[-mm]}-{host or place}`.
        slug: String,
    },
    /// `work/{process}/{slug}`: a document, website, plan, programme or framework.
    Work {
        /// Slug of the process or organisation, or `shared`.
        process: String,
        /// Slug of the work.
        slug: String,
    },
}

/// What class an entity has beyond its [`EntityId`] variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityClass {
    /// `igm:State`.
    State,
    /// `schema:Place`.
    Place,
    /// `org:FormalOrganization`.
    Organisation,
    /// `org:OrganizationalCollaboration`: a consultative process.
    Process,
    /// `org:OrganizationalUnit`: a body.
    Body,
    /// `foaf:Group`.
    Group,
    /// `foaf:Person`.
    Person,
    /// `org:Post`.
    Post,
    /// `igm:Meeting`.
    Meeting,
    /// `schema:CreativeWork`.
    Work,
    /// `prov:Plan`: a programme or strategy.
    Plan,
    /// `dcterms:Policy`: a framework, convention, or declaration.
    Policy,
    /// `schema:Event`: what happened, but was no meeting: an attack, an earthquake, a round of negotiations.
    Event,
}

/// An entity that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Identity.
    pub id: EntityId,
    /// Class.
    pub class: EntityClass,
    /// Label: the authority's where it is known, else as printed (white space collapsed).
    pub label: String,
    /// Concept of the scheme that fits the class: `org-kind` for organisations and bodies, `meeting-kind` for
    /// meetings ("ministerial-conference").
    pub kind: Option<String>,
    /// Whether the authority tables hold it: its label and class then stand in `graph/reference`.
    pub known: bool,
    /// Where the document names it, first mention first; never empty unless `known`.
    pub mentions: Vec<Evidence>,
}

/// The part of a document in which a passage stands (scheme `zone`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// A title or heading.
    Heading,
    /// A header field.
    Header,
    /// Running text.
    Body,
    /// The sentence that introduces a list.
    ListLead,
    /// One item of a list.
    ListItem,
    /// A list of participants, or one entry of it.
    ParticipantList,
}

/// A passage that proves an assertion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// Where it stands in the text as received.
    pub span: Span,
    /// In which part of the document.
    pub zone: Zone,
    /// Citation aid ("para. 24", "item A").
    pub locator: Option<String>,
}

/// Realisation of what is told (scheme `status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The text reports it as having happened.
    Done,
    /// Decided, not yet reported as done.
    Decided,
    /// Planned or announced.
    Planned,
    /// Offered by one participant.
    Offered,
    /// Proposed or recommended.
    Proposed,
    /// Only considered ("whether to hold another").
    Hypothetical,
    /// Said not to be ("no further meeting was planned").
    Negated,
}

/// The value of a binary fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Another entity.
    Entity(EntityId),
    /// A date of day, month or year precision.
    Date(PartialDate),
    /// A whole number.
    Integer(i64),
    /// Text, white space collapsed.
    Text(String),
}

/// A binary property of an entity; each becomes a plain triple and a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// `schema:startDate`.
    StartDate,
    /// `schema:endDate`.
    EndDate,
    /// `schema:location` → place or state.
    Location,
    /// `igm:ordinal`.
    Ordinal,
    /// `schema:description`: subject of a workshop, "as printed".
    Description,
    /// `org:holds`: person → post.
    Holds,
    /// `org:memberOf`: person → organisation.
    MemberOf,
    /// `schema:honorificPrefix`.
    HonorificPrefix,
    /// `schema:honorificSuffix`.
    HonorificSuffix,
    /// `skos:altLabel`: an acronym or long form that the text defines.
    AltLabel,
    /// `igm:establishedUnder`: body → framework.
    EstablishedUnder,
    /// `schema:creator`: work → agent.
    Creator,
    /// `prov:wasGeneratedBy`: work → meeting.
    GeneratedBy,
    /// `igm:followsUp`: meeting or work → the meeting whose mandate it answers.
    FollowsUp,
    /// `org:reportsTo`: body → the body or organisation to which it reports.
    ReportsTo,
    /// `igm:meetingOf`: meeting → process or body.
    MeetingOf,
    /// `org:unitOf`: body → process or organisation.
    UnitOf,
    /// `schema:containedInPlace`: the state of a place that no table knows.
    ContainedInPlace,
    /// `org:postIn`: post → state or organisation.
    PostIn,
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Plain decimal.
    pub value: String,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// What somebody is reported to say, by one verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechAct {
    /// Whether it is a plain act, a mandate, or a pledge.
    pub class: ActClass,
    /// Where its own words start in the text as received: names the act, with `verb`.
    pub start: usize,
    /// Operative verb as written, lower case ("called on", "recommended that").
    pub verb: String,
    /// Leaf concept of scheme `force` ("request").
    pub force: String,
    /// Who speaks.
    pub issued_by: Vec<EntityId>,
    /// At which meeting.
    pub issued_at: Option<EntityId>,
    /// Who is to act.
    pub addressees: Vec<EntityId>,
    /// With whom.
    pub partners: Vec<EntityId>,
    /// Reservations, triggers and limits, verbatim with white space collapsed.
    pub conditions: Vec<String>,
    /// Content, white space collapsed.
    pub text: String,
    /// Item marker ("A", "(a)").
    pub position: Option<String>,
    /// Index in [`Extraction::assertions`] of the act of which this is a part.
    pub part_of: Option<usize>,
    /// What is to come about: body events by assertion index are in `calls_for_events`; here meetings and works.
    pub calls_for: Vec<EntityId>,
    /// Indices in [`Extraction::assertions`] of the body events called for.
    pub calls_for_events: Vec<usize>,
    /// Concepts of scheme `topic`.
    pub topics: Vec<String>,
    /// Works, meetings and bodies referred to in its text.
    pub references: Vec<EntityId>,
    /// For a pledge: what is supported.
    pub pledged_for: Option<EntityId>,
    /// For a pledge: how much.
    pub amount: Option<Amount>,
    /// Meetings whose mandate this act answers ("as directed by the Fifth Ministerial Conference").
    pub follows_up: Vec<EntityId>,
    /// Indices in [`Extraction::assertions`] of the acts that it answers, where the document tells them.
    pub follows_up_acts: Vec<usize>,
    /// By when it is to be done.
    pub due: Option<Due>,
}

/// Class of a speech act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActClass {
    /// `igm:SpeechAct`.
    SpeechAct,
    /// `igm:Mandate`: directive, or collective commissive.
    Mandate,
    /// `igm:Pledge`: commissive of single participants.
    Pledge,
}

/// One thing that a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A meeting exists with this status; kind, label and series stand in its [`Entity`].
    Meeting {
        /// The meeting.
        id: EntityId,
        /// Held, planned, …
        status: Status,
    },
    /// A binary fact: plain triple and claim.
    Property {
        /// About what.
        subject: EntityId,
        /// Which property.
        property: Property,
        /// Its value.
        value: Value,
        /// Whether the value was completed from a second passage (a year from the header).
        completed: bool,
    },
    /// One agent in one capacity in one meeting, body or undertaking.
    Participation {
        /// In what.
        context: EntityId,
        /// Who: a state, organisation, group, body, or person.
        member: EntityId,
        /// Concept of scheme `capacity`.
        capacity: String,
        /// Member exactly as printed (white space collapsed).
        name_as_given: Option<String>,
        /// Who acted for the member.
        represented_by: Vec<EntityId>,
        /// Territory for which the member took part.
        in_respect_of: Option<EntityId>,
        /// What a presenter presented on, verbatim.
        about: Option<String>,
    },
    /// A speech act.
    Act(Box<SpeechAct>),
    /// A change in the life of a body.
    BodyEvent {
        /// The body.
        body: EntityId,
        /// Concept of scheme `lifecycle`.
        kind: String,
        /// Realisation.
        status: Status,
        /// Where it was decided.
        decided_at: Option<EntityId>,
        /// Year in its IRI, where the text settles it.
        year: Option<i16>,
    },
    /// A number stated about a meeting.
    Count {
        /// The meeting.
        about: EntityId,
        /// Concept of scheme `unit`.
        unit: String,
        /// The number.
        value: u64,
    },
    /// The realisation of a work.
    WorkStatus {
        /// The work.
        work: EntityId,
        /// Realisation.
        status: Status,
    },
    /// The document as a whole refers to a meeting, instrument or document.
    Reference {
        /// What is referred to.
        to: EntityId,
    },
}

/// One thing that a document says, where it says it, and which rule found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// What is said.
    pub fact: Fact,
    /// Passages, never empty: the narrowest first, then the sentence that leads it in.
    pub evidence: Vec<Evidence>,
    /// Identifier of the rule ("mandate.to").
    pub rule: String,
}

/// Everything that one document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extraction {
    /// What the document is about: the meetings it records.
    pub primary_topics: Vec<EntityId>,
    /// Concept of scheme `doc-kind`.
    pub doc_kind: Option<String>,
    /// Title as printed, where the text has one.
    pub title: Option<(String, Evidence)>,
    /// Entities by identity.
    pub entities: BTreeMap<EntityId, Entity>,
    /// Assertions in the order of their first evidence.
    pub assertions: Vec<Assertion>,
    /// Things to look at: lists that do not add up, names nobody knows.
    pub warnings: Vec<Warning>,
    /// Traces of human decisions, by index in [`Extraction::assertions`].
    pub marks: BTreeMap<usize, Vec<Mark>>,
    /// Things that a person said not to be any, each with the name of the decision.
    pub rejected: BTreeMap<EntityId, String>,
}

impl Extraction {
    /// Whether a person rejected an assertion: it then stays as read, but does not hold.
    pub fn is_rejected(&self, index: usize) -> bool {
        self.marks.get(&index).is_some_and(|marks| marks.iter().any(|mark| mark.effect == Effect::Rejected))
    }
}
