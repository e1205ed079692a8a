//! The file of decisions: reading it, and telling what is wrong in it, by file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::role::{self, Takes};
use super::{About, Curation, Decision, DecisionKind, Passage, Roles, fact, things};

/// One value or several.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a role takes a string, a whole number, or a list of strings")]
enum Values {
    Number(u64),
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Spanned<DecisionKind>,
    what: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
    name: Option<Spanned<String>>,
    document: Option<Spanned<String>>,
    sha256: Option<Spanned<String>>,
    at: Option<Spanned<usize>>,
    quote: Option<Spanned<String>>,
    prefix: Option<Spanned<String>>,
    suffix: Option<Spanned<String>>,
    fact: Option<Spanned<BTreeMap<String, Values>>>,
    set: Option<Spanned<BTreeMap<String, Values>>>,
    author: Spanned<String>,
    date: Spanned<String>,
    reason: Spanned<String>,
}

/// Where in the file, if not at the beginning of the entry, and what is wrong.
type Wrong = (Option<usize>, String);

impl Curation {
    /// Reads a file of decisions; without the file there are none.
    pub fn read(path: &Path) -> Self {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => Self { problems: vec![format!("{}: {error}", path.display())], ..Self::default() },
        }
    }

    /// Reads the text of a file of decisions; `file` names it in messages.
    pub fn parse(text: &str, file: &str) -> Self {
        let place = |offset: usize| {
            let line = text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1;
            format!("{file}:{line}")
        };
        let root = match DeTable::parse(text) {
            Ok(root) => root.into_inner(),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                return Self { problems: vec![format!("{}: {}", place(offset), error.message())], ..Self::default() };
            }
        };
        let mut curation = Self::default();
        let (mut merged, mut seen) = (BTreeMap::new(), BTreeMap::new());
        for (key, value) in root {
            match (key.get_ref().as_ref(), value.into_inner()) {
                ("decision", DeValue::Array(entries)) => {
                    for entry in entries {
                        let start = entry.span().start;
                        let read = read_entry(entry, place(start));
                        let read = read.and_then(|decision| once(decision, &mut merged, &mut seen));
                        match read {
                            Ok(decision) => curation.decisions.push(decision),
                            Err((offset, reason)) => {
                                curation.problems.push(format!("{}: {reason}", place(offset.unwrap_or(start))));
                            }
                        }
                    }
                }
                (other, _) => {
                    let reason = format!("unknown key {other:?}; the file has [[decision]] tables only");
                    curation.problems.push(format!("{}: {reason}", place(key.span().start)));
                }
            }
        }
        curation
    }

    /// Takes out decisions with a concept that there is not, and tells them: `is_concept` gets scheme and slug.
    pub fn check_concepts(&mut self, is_concept: &dyn Fn(&str, &str) -> bool) {
        let wrong = |decision: &Decision| {
            let passage = decision.passage()?;
            passage.roles.iter().chain(&passage.set).find_map(|(name, values)| {
                let Some(Takes::Concept(scheme)) = role::role(&passage.kind, name).map(|role| role.takes) else {
                    return None;
                };
                let value = values.iter().find(|value| !is_concept(scheme, value))?;
                Some(format!("{}: {value:?} is no concept of the scheme voc/{scheme}", decision.place))
            })
        };
        let problems: Vec<String> = self.decisions.iter().filter_map(wrong).collect();
        self.decisions.retain(|decision| wrong(decision).is_none());
        self.problems.extend(problems);
    }
}

/// What no single entry shows: a decision that stands twice, and chains of sameness.
fn once(
    decision: Decision,
    merged: &mut BTreeMap<String, String>,
    seen: &mut BTreeMap<String, String>,
) -> Result<Decision, Wrong> {
    if let Some(first) = seen.insert(decision.id(), decision.place.clone()) {
        return Err((None, format!("the same decision stands at {first} already")));
    }
    // One step is applied at a time, so that what stands for another must not itself be replaced.
    if let (DecisionKind::SameAs, About::Things { what, to }) = (decision.kind, &decision.about) {
        if let Some(other) = merged.get(what) {
            return Err((None, format!("{what} is the same as {other} already; decide once")));
        }
        if let Some(end) = merged.get(to) {
            return Err((None, format!("{to} is itself the same as {end}; name that instead")));
        }
        if let Some((earlier, _)) = merged.iter().find(|(_, end)| *end == what) {
            return Err((
                None,
                format!("{earlier} was decided to be the same as {what}; change that decision to {to}, too"),
            ));
        }
        merged.insert(what.clone(), to.clone());
    }
    Ok(decision)
}

fn read_entry(entry: Spanned<DeValue<'_>>, place: String) -> Result<Decision, Wrong> {
    let entry = Entry::deserialize(entry.into_deserializer())
        .map_err(|error| (error.span().map(|span| span.start), error.message().to_owned()))?;
    let kind = *entry.kind.get_ref();
    if entry.date.get_ref().len() != 10 || entry.date.get_ref().parse::<jiff::civil::Date>().is_err() {
        return wrong(&entry.date, format!("date {:?} is not of the form YYYY-MM-DD", entry.date.get_ref()));
    }
    for (field, name) in [(&entry.reason, "reason"), (&entry.author, "author")] {
        if field.get_ref().trim().is_empty() {
            return wrong(field, format!("a decision needs a {name}"));
        }
    }
    only_fitting(&entry)?;
    let (author, date, reason) =
        (entry.author.get_ref().clone(), entry.date.get_ref().clone(), entry.reason.get_ref().clone());
    let about = match kind {
        DecisionKind::SameAs | DecisionKind::NotSame => {
            let (what, to) = (required(&entry, "what", &entry.what)?, required(&entry, "to", &entry.to)?);
            if what.get_ref() == to.get_ref() {
                return wrong(to, "a thing cannot be compared with itself".into());
            }
            About::Things { what: what.get_ref().clone(), to: to.get_ref().clone() }
        }
        DecisionKind::Alias => {
            let (what, name) = (required(&entry, "what", &entry.what)?, required(&entry, "name", &entry.name)?);
            if things::by_path(what.get_ref()).is_none() {
                return wrong(what, format!("{:?} is no path of a thing, like \"org/unhcr\"", what.get_ref()));
            }
            About::Name { what: what.get_ref().clone(), name: name.get_ref().clone() }
        }
        _ => About::Passage(Box::new(passage(entry, kind)?)),
    };
    Ok(Decision { kind, about, author, date, reason, place })
}

fn wrong<T>(field: &Spanned<impl Sized>, reason: String) -> Result<T, Wrong> {
    Err((Some(field.span().start), reason))
}

fn required<'e>(entry: &Entry, name: &str, field: &'e Option<Spanned<String>>) -> Result<&'e Spanned<String>, Wrong> {
    match field {
        Some(field) if !field.get_ref().trim().is_empty() => Ok(field),
        Some(field) => wrong(field, format!("{name:?} is empty")),
        None => wrong(
            &entry.kind,
            format!("{name:?} is missing: a decision of kind {} needs it", entry.kind.get_ref().as_str()),
        ),
    }
}

/// Keys that a kind of decision does not have are mistakes, not decoration.
fn only_fitting(entry: &Entry) -> Result<(), Wrong> {
    let text = |field: &Option<Spanned<String>>| field.as_ref().map(|field| field.span().start);
    let given = [
        ("what", text(&entry.what)),
        ("to", text(&entry.to)),
        ("name", text(&entry.name)),
        ("document", text(&entry.document)),
        ("sha256", text(&entry.sha256)),
        ("at", entry.at.as_ref().map(|field| field.span().start)),
        ("quote", text(&entry.quote)),
        ("prefix", text(&entry.prefix)),
        ("suffix", text(&entry.suffix)),
        ("fact", entry.fact.as_ref().map(|field| field.span().start)),
        ("set", entry.set.as_ref().map(|field| field.span().start)),
    ];
    let fitting: &[&str] = match entry.kind.get_ref() {
        DecisionKind::SameAs | DecisionKind::NotSame => &["what", "to"],
        DecisionKind::Alias => &["what", "name"],
        DecisionKind::Edit => &["document", "sha256", "at", "quote", "prefix", "suffix", "fact", "set"],
        _ => &["document", "sha256", "at", "quote", "prefix", "suffix", "fact"],
    };
    match given.iter().find(|(name, at)| at.is_some() && !fitting.contains(name)) {
        Some((name, at)) => {
            let kind = entry.kind.get_ref().as_str();
            Err((*at, format!("{name:?} is no key of a decision of kind {kind}: {}", fitting.join(", "))))
        }
        None => Ok(()),
    }
}

fn passage(mut entry: Entry, kind: DecisionKind) -> Result<Passage, Wrong> {
    let document = required(&entry, "document", &entry.document)?.get_ref().clone();
    let quote = required(&entry, "quote", &entry.quote)?.get_ref().clone();
    let sha256 = required(&entry, "sha256", &entry.sha256)?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if sha256.get_ref().len() != 64 || !sha256.get_ref().bytes().all(hex) {
        return wrong(sha256, "sha256 is the checksum of the text: 64 lower case hexadecimal digits".into());
    }
    let sha256 = sha256.get_ref().clone();
    let Some(said) = entry.fact.take() else {
        return wrong(&entry.kind, format!("\"fact\" is missing: what the fact says, like {EXAMPLE}"));
    };
    let (at, text) =
        (said.span().start, |field: Option<Spanned<String>>| field.map(Spanned::into_inner).unwrap_or_default());
    let mut roles = roles(said.into_inner());
    let fact_kind = roles.remove("kind").and_then(|mut kinds| kinds.pop()).unwrap_or_default();
    let fact_kind = normal(fact_kind, &mut roles);
    if role::roles(&fact_kind).is_none() {
        let kinds: Vec<&str> = role::KINDS.iter().map(|(kind, _)| *kind).collect();
        return Err((Some(at), format!("{fact_kind:?} is no kind of fact: {}", kinds.join(", "))));
    }
    if kind == DecisionKind::Add && matches!(fact_kind.as_str(), "speech-act" | "mandate" | "pledge") {
        let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        roles.entry("text".into()).or_insert_with(|| vec![words]);
    }
    check_roles(&fact_kind, &roles, kind == DecisionKind::Add, &roles).map_err(|reason| (Some(at), reason))?;
    if fact_kind == "thing" && kind != DecisionKind::Reject {
        return Err((Some(at), "a thing can only be rejected; a fact about it adds it".into()));
    }
    let set = match entry.set.take() {
        Some(set) => {
            let (at, set) = (set.span().start, self::roles(set.into_inner()));
            check_set(&fact_kind, &set, &roles).map_err(|reason| (Some(at), reason))?;
            set
        }
        None if kind == DecisionKind::Edit => {
            return wrong(
                &entry.kind,
                "\"set\" is missing: what the fact says instead, like { capacity = \"member\" }".into(),
            );
        }
        None => Roles::new(),
    };
    Ok(Passage {
        document,
        sha256,
        at: entry.at.map(Spanned::into_inner),
        quote,
        prefix: text(entry.prefix),
        suffix: text(entry.suffix),
        kind: fact_kind,
        roles,
        set,
    })
}

const EXAMPLE: &str = "{ kind = \"participation\", member = \"Fiji\", capacity = \"observer\" }";

fn roles(values: BTreeMap<String, Values>) -> Roles {
    let texts = |values| match values {
        Values::Number(number) => vec![number.to_string()],
        Values::One(text) => vec![text],
        Values::Many(texts) => texts,
    };
    values.into_iter().map(|(role, values)| (role, texts(values))).collect()
}

/// An alias is a property like others.
fn normal(kind: String, roles: &mut Roles) -> String {
    if kind != "alias" {
        return kind;
    }
    if let Some(name) = roles.remove("name") {
        roles.insert("value".into(), name);
    }
    roles.insert("property".into(), vec!["alt-label".into()]);
    "property".into()
}

fn check_roles(kind: &str, roles: &Roles, complete: bool, all: &Roles) -> Result<(), String> {
    let known = role::roles(kind).unwrap_or_default();
    let property = all.get("property").and_then(|values| values.first()).map_or("", String::as_str);
    for (name, values) in roles {
        let Some(role) = role::role(kind, name) else {
            let names: BTreeSet<&str> = known.iter().map(|role| role.name).collect();
            let names: Vec<&str> = names.into_iter().collect();
            return Err(format!("{name:?} is no role of a {kind}: {}", names.join(", ")));
        };
        if values.len() > 1 && !role.many {
            return Err(format!("{name:?} of a {kind} takes one value"));
        }
        for value in values {
            fact::check(role.takes, property, value).map_err(|reason| format!("{name}: {reason}"))?;
        }
    }
    let missing = known.iter().find(|role| role.needed && roles.get(role.name).is_none_or(Vec::is_empty));
    match missing {
        Some(role) if complete => Err(format!("{:?} is missing: a {kind} needs it", role.name)),
        _ => Ok(()),
    }
}

fn check_set(kind: &str, set: &Roles, roles: &Roles) -> Result<(), String> {
    if set.is_empty() {
        return Err("\"set\" is empty: it says what the fact says instead".into());
    }
    if set.contains_key("property") || set.contains_key("kind") {
        return Err("a fact cannot become one of another kind or property: reject it and add the other".into());
    }
    if set.contains_key("value") && kind == "property" && !roles.contains_key("property") {
        return Err("to change a value, say of which property the fact is".into());
    }
    let emptied = |name: &str| role::role(kind, name).is_some_and(|role| role.needed);
    if let Some((name, _)) = set.iter().find(|(name, values)| values.is_empty() && emptied(name)) {
        return Err(format!("a {kind} needs {name:?}; reject the fact instead"));
    }
    check_roles(kind, set, false, roles)
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
