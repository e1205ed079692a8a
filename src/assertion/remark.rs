//! What is said about assertions: warnings of reading, and traces of human decisions.

use crate::document::Span;

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningKind {
    /// A name that no table of names has.
    UnresolvedName,
    /// A name that was not in use on the date of the document.
    NameOutOfUse,
    /// A stated number that the document's own list does not bear out.
    CountDiffers,
    /// A sentence with a verb of speech of which no act was read.
    UnreadAct,
    /// Anything else.
    Other,
}

impl WarningKind {
    /// As `rapporteur check` calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnresolvedName => "unresolved-name",
            Self::NameOutOfUse => "name-out-of-use",
            Self::CountDiffers => "count-differs",
            Self::UnreadAct => "unread-act",
            Self::Other => "reading",
        }
    }
}

/// Something that a reader of the report should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// About what.
    pub kind: WarningKind,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// What, in a sentence.
    pub message: String,
}

/// What a person's decision did to an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It holds, whatever others say.
    Accepted,
    /// It does not hold; it stays, with its sentence, as something that was read and rejected.
    Rejected,
    /// It was changed or added.
    Made,
}

/// The trace of a person's decision on an assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Name of the decision, as in `decision/{name}`.
    pub decision: String,
    /// What it did.
    pub effect: Effect,
    /// What was changed ("capacity: observer → member").
    pub note: Option<String>,
}
