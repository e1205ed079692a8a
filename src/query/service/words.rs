//! The terms of a search. They stand in queries only, never in data.

use crate::store::Field;

/// The name of the service, and the namespace of its terms: `search:text` is `<search:text>`.
pub const SERVICE: &str = "search:";

/// The namespace of the terms.
pub const NAMESPACE: &str = SERVICE;

/// What stands behind the prefix: what may be said of the subject of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Text,
    Limit,
    Field,
    Kind,
    Document,
    Passage,
    Match,
    Snippet,
    Score,
    Rank,
    Total,
}

impl Word {
    pub(super) const ALL: [(&'static str, Self); 11] = [
        ("text", Self::Text),
        ("limit", Self::Limit),
        ("field", Self::Field),
        ("kind", Self::Kind),
        ("document", Self::Document),
        ("passage", Self::Passage),
        ("match", Self::Match),
        ("snippet", Self::Snippet),
        ("score", Self::Score),
        ("rank", Self::Rank),
        ("total", Self::Total),
    ];

    pub(super) fn named(iri: &str) -> Option<Self> {
        let local = iri.strip_prefix(NAMESPACE)?;
        Self::ALL.iter().find(|(name, _)| *name == local).map(|(_, word)| *word)
    }
}

/// The fields by their names in a query.
const FIELDS: [(&str, Field); 4] = [
    ("label", Field::Label),
    ("otherName", Field::OtherName),
    ("nameAsGiven", Field::NameAsGiven),
    ("passage", Field::Passage),
];

/// The IRI of a field: `search:nameAsGiven`.
pub fn field_iri(field: Field) -> String {
    let (name, _) = FIELDS.iter().find(|(_, known)| *known == field).unwrap_or(&FIELDS[0]);
    format!("{NAMESPACE}{name}")
}

/// The field with this IRI.
pub fn field_named(iri: &str) -> Option<Field> {
    let local = iri.strip_prefix(NAMESPACE)?;
    FIELDS.iter().find(|(name, _)| *name == local).map(|(_, field)| *field)
}

/// The names of all fields, for messages.
pub(super) fn fields() -> String {
    FIELDS.map(|(name, _)| format!("search:{name}")).join(", ")
}

/// The term that is most like one that does not exist.
pub(super) fn nearest(iri: &str) -> &'static str {
    let local = iri.strip_prefix(NAMESPACE).unwrap_or(iri).rsplit(['#', '/']).next().unwrap_or_default();
    let like = |name: &str| strsim::jaro_winkler(name, local);
    let best = Word::ALL.iter().max_by(|(a, _), (b, _)| like(a).total_cmp(&like(b)));
    best.map_or("text", |(name, _)| *name)
}
