//! Things by path or name.

use crate::assertion::{Entity, EntityClass, EntityId, Extraction};

/// What the tables of names know: the curation of a document asks it for things that the document itself does not name.
pub trait Things {
    /// The thing with exactly this printed name.
    fn named(&self, name: &str) -> Option<EntityId>;
    /// Completes what the tables know of a thing: label, class and kind.
    fn complete(&self, entity: &mut Entity);
}

/// The thing that a path under the base names ("state/fiji").
pub fn by_path(path: &str) -> Option<EntityId> {
    let mut parts = path.split('/');
    let (kind, first, second) = (parts.next()?, parts.next()?.to_owned(), parts.next().map(str::to_owned));
    if parts.next().is_some() || first.is_empty() || second.as_deref() == Some("") {
        return None;
    }
    Some(match (kind, second) {
        ("state", None) => EntityId::State(first),
        ("place", None) => EntityId::Place(first),
        ("org", None) => EntityId::Organisation(first),
        ("group", None) => EntityId::Group(first),
        ("person", None) => EntityId::Person(first),
        ("body", Some(slug)) => EntityId::Body { process: first, slug },
        ("post", Some(slug)) => EntityId::Post { of: first, slug },
        ("meeting", Some(slug)) => EntityId::Meeting { process: first, slug },
        ("work", Some(slug)) => EntityId::Work { process: first, slug },
        _ => return None,
    })
}

/// The path of a thing, as the file writes it.
pub(super) fn path(id: &EntityId) -> String {
    match id {
        EntityId::State(slug) => format!("state/{slug}"),
        EntityId::Place(slug) => format!("place/{slug}"),
        EntityId::Organisation(slug) => format!("org/{slug}"),
        EntityId::Group(slug) => format!("group/{slug}"),
        EntityId::Person(slug) => format!("person/{slug}"),
        EntityId::Body { process, slug } => format!("body/{process}/{slug}"),
        EntityId::Post { of, slug } => format!("post/{of}/{slug}"),
        EntityId::Meeting { process, slug } => format!("meeting/{process}/{slug}"),
        EntityId::Work { process, slug } => format!("work/{process}/{slug}"),
    }
}

/// The thing that a value names: by path, by a label of the document, or by the tables of names.
pub(super) fn find(value: &str, said: &Extraction, things: &dyn Things) -> Result<EntityId, String> {
    if value.contains('/') {
        return by_path(value).ok_or_else(|| format!("`{value}` is no path of a thing, like `state/fiji`"));
    }
    let mut labelled = said.entities.values().filter(|entity| entity.label.to_lowercase() == value.to_lowercase());
    match (labelled.next(), labelled.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(one), Some(other)) => Err(format!(
            "`{value}` names {} and {} here; write the path of the one you mean",
            path(&one.id),
            path(&other.id)
        )),
        (None, _) => things.named(value).ok_or_else(|| {
            format!("`{value}` names nothing here; write the path of the thing, like `person/jane-doe`")
        }),
    }
}

/// The class of a thing of which nothing but its path is known, and a label made of that.
pub(super) fn unknown(id: &EntityId) -> (EntityClass, String) {
    let (class, slug) = match id {
        EntityId::State(slug) => (EntityClass::State, slug),
        EntityId::Place(slug) => (EntityClass::Place, slug),
        EntityId::Organisation(slug) => (EntityClass::Organisation, slug),
        EntityId::Group(slug) => (EntityClass::Group, slug),
        EntityId::Person(slug) => (EntityClass::Person, slug),
        EntityId::Body { slug, .. } => (EntityClass::Body, slug),
        EntityId::Post { slug, .. } => (EntityClass::Post, slug),
        EntityId::Meeting { slug, .. } => (EntityClass::Meeting, slug),
        EntityId::Work { slug, .. } => (EntityClass::Work, slug),
    };
    let words = slug.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    });
    let names_one = matches!(class, EntityClass::Person | EntityClass::State | EntityClass::Place);
    let label = words.collect::<Vec<_>>().join(" ");
    (class, if names_one { label } else { sentence_case(&label) })
}

fn sentence_case(label: &str) -> String {
    let (first, rest) = label.split_once(' ').unwrap_or((label, ""));
    if rest.is_empty() { first.to_owned() } else { format!("{first} {}", rest.to_lowercase()) }
}
