//! The kinds of fact and their roles, as the file of decisions writes them.

/// What a role takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A thing: its path ("state/fiji") or a name by which it is known ("Fiji").
    Thing,
    /// A concept of this scheme ("observer").
    Concept(&'static str),
    /// A realisation ("planned").
    Status,
    /// Name of a property ("start-date").
    Property,
    /// What the property takes.
    Value,
    /// A whole number.
    Number,
    /// Text.
    Text,
}

/// One role of a kind of fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    /// A fact without it is none.
    pub(super) needed: bool,
    /// It can be filled more than once.
    pub(super) many: bool,
}

const fn one(name: &'static str, takes: Takes) -> Role {
    Role { name, takes, needed: true, many: false }
}

const fn optional(name: &'static str, takes: Takes) -> Role {
    Role { name, takes, needed: false, many: false }
}

const fn any(name: &'static str, takes: Takes) -> Role {
    Role { name, takes, needed: false, many: true }
}

use Takes::{Concept, Number, Property, Status, Text, Thing, Value};

const PARTICIPATION: &[Role] = &[
    one("context", Thing),
    one("member", Thing),
    one("capacity", Concept("capacity")),
    optional("name", Text),
    any("represented-by", Thing),
    optional("territory", Thing),
    optional("about", Text),
];

const ACT: &[Role] = &[
    one("verb", Text),
    one("force", Concept("force")),
    Role { name: "issuer", takes: Thing, needed: true, many: true },
    optional("meeting", Thing),
    any("addressee", Thing),
    any("partner", Thing),
    any("condition", Text),
    one("text", Text),
    optional("position", Text),
    any("calls-for", Thing),
    any("topic", Concept("topic")),
    any("reference", Thing),
    any("follows-up", Thing),
    optional("due", Text),
    optional("for", Thing),
    optional("amount", Text),
    optional("currency", Text),
];

const BODY_EVENT: &[Role] = &[
    one("body", Thing),
    one("event", Concept("lifecycle")),
    one("status", Status),
    optional("decided-at", Thing),
    optional("year", Number),
];

/// Kinds of fact with their roles.
pub(super) const KINDS: &[(&str, &[Role])] = &[
    ("participation", PARTICIPATION),
    ("meeting", &[one("meeting", Thing), one("status", Status)]),
    ("property", &[one("of", Thing), one("property", Property), one("value", Value)]),
    ("alias", &[one("of", Thing), one("name", Text)]),
    ("speech-act", ACT),
    ("mandate", ACT),
    ("pledge", ACT),
    ("body-event", BODY_EVENT),
    ("count", &[one("about", Thing), one("unit", Concept("unit")), one("value", Number)]),
    ("work", &[one("work", Thing), one("status", Status)]),
    ("reference", &[one("to", Thing)]),
    ("thing", &[one("thing", Thing)]),
];

/// The roles of a kind of fact.
pub(super) fn roles(kind: &str) -> Option<&'static [Role]> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, roles)| *roles)
}

/// A role of a kind of fact.
pub(super) fn role(kind: &str, name: &str) -> Option<&'static Role> {
    roles(kind)?.iter().find(|role| role.name == name)
}
