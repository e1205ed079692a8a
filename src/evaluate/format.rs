//! The format of a gold file, as `data/gold/README.md` describes it: one JSON object per document.

use serde::Deserialize;

/// An enumeration whose names in JSON are checked while reading, so that a mistake has a line.
macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub(super) enum $name { $(#[serde(rename = $word)] $variant),* }

        impl $name {
            /// The word in JSON.
            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

vocabulary! {
    /// Kind of meeting.
    MeetingKind {
        MinisterialConference = "ministerial-conference",
        SeniorOfficialsMeeting = "senior-officials-meeting",
        AdHocGroupMeeting = "ad-hoc-group-meeting",
        Workshop = "workshop",
        Summit = "summit",
        Other = "other",
    }
}
vocabulary! {
    /// Kind of participant.
    ParticipantKind { State = "state", Organisation = "organisation", Territory = "territory", Person = "person" }
}
vocabulary! {
    /// In what capacity somebody takes part.
    Capacity {
        Participant = "participant",
        Observer = "observer",
        Host = "host",
        CoHost = "co-host",
        Chair = "chair",
        CoChair = "co-chair",
        Organiser = "organiser",
        Presenter = "presenter",
        Delegate = "delegate",
    }
}
vocabulary! {
    /// What happens to a body.
    Event {
        Established = "established",
        Proposed = "proposed",
        Retasked = "retasked",
        Discontinued = "discontinued",
        Renamed = "renamed",
        Mentioned = "mentioned",
    }
}
vocabulary! {
    /// How binding a speech act is.
    BindingClass {
        Decision = "decision",
        Request = "request",
        Recommendation = "recommendation",
        Commitment = "commitment",
        Endorsement = "endorsement",
        Acknowledgement = "acknowledgement",
    }
}
vocabulary! {
    /// What is referred to.
    ReferenceKind { Meeting = "meeting", Instrument = "instrument", Document = "document", Event = "event" }
}

/// An entry of a category, with what every entry may have: a passage (words, or a range of code points), a remark, and
/// whether a careful reader may leave it out.
macro_rules! entries {
    ($($(#[$about:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Default, Deserialize)]
            #[serde(deny_unknown_fields, default)]
            pub(super) struct $name {
                $(pub(super) $field: $type,)*
                quote: Option<String>,
                span: Option<[usize; 2]>,
                note: Option<String>,
                optional: bool,
            }

            impl Entry for $name {
                fn common(&self) -> Common<'_> {
                    Common { quote: self.quote.as_deref(), span: self.span, note: self.note.as_deref(), optional: self.optional }
                }
            }
        )*
    };
}

/// What every entry may have.
pub(super) struct Common<'e> {
    pub(super) quote: Option<&'e str>,
    pub(super) span: Option<[usize; 2]>,
    pub(super) note: Option<&'e str>,
    pub(super) optional: bool,
}

/// An entry of a category.
pub(super) trait Entry {
    /// What every entry may have.
    fn common(&self) -> Common<'_>;
}

entries! {
    /// A meeting that the text names.
    Meeting {
        label: String, kind: Option<MeetingKind>, ordinal: Option<u32>, series: Option<String>, start: Option<String>,
        end: Option<String>, place: Option<String>, country: Option<String>, subject_of_document: bool,
    }
    /// A named participant in one capacity.
    Participation {
        meeting: String, participant: String, participant_kind: Option<ParticipantKind>, code: Option<String>,
        capacity: Option<Capacity>,
    }
    /// A person, or an office whose holder is not named.
    Person { name: Option<String>, post: Option<String>, affiliation: Option<String>, role_at_meeting: Option<String> }
    /// An organisation.
    Organisation { name: String, acronym: Option<String> }
    /// A short form that the text explains.
    Acronym { short: String, long: String }
    /// A body, and what happens to it.
    Body { name: String, acronym: Option<String>, event: Option<Event>, by: Option<String> }
    /// A speech act.
    Act {
        issuer: Option<String>, addressee: Option<String>, force: String, binding_class: Option<BindingClass>,
        action: Option<String>,
    }
    /// A sum promised.
    Pledge { donor: Option<String>, amount: Option<f64>, currency: Option<String>, purpose: Option<String> }
    /// A number stated of a meeting.
    Count { meeting: String, unit: String, value: u64 }
    /// What the text refers to.
    Reference { to: String, kind: Option<ReferenceKind> }
}

/// Statements that disagree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Contradiction {
    pub(super) subject: String,
    pub(super) field: String,
    pub(super) statements: Vec<Statement>,
    note: Option<String>,
    optional: bool,
}

impl Entry for Contradiction {
    fn common(&self) -> Common<'_> {
        let first = self.statements.first();
        Common {
            quote: first.and_then(|s| s.quote.as_deref()),
            span: first.and_then(|s| s.span),
            note: self.note.as_deref(),
            optional: self.optional,
        }
    }
}

/// One of the statements that disagree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Statement {
    pub(super) value: String,
    pub(super) quote: Option<String>,
    pub(super) span: Option<[usize; 2]>,
}

/// A gold file as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldFile {
    pub(super) document: String,
    pub(super) sha256: Option<String>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) participations: Vec<Participation>,
    pub(super) persons: Vec<Person>,
    pub(super) organisations: Vec<Organisation>,
    pub(super) acronyms: Vec<Acronym>,
    pub(super) bodies: Vec<Body>,
    pub(super) mandates: Vec<Act>,
    pub(super) pledges: Vec<Pledge>,
    /// None: the numbers of this document are not labelled.
    pub(super) counts: Option<Vec<Count>>,
    pub(super) references: Vec<Reference>,
    #[serde(default)]
    pub(super) contradictions: Vec<Contradiction>,
}
