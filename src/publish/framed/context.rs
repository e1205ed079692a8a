//! The context of our [JSON-LD](https://www.w3.org/TR/json-ld11/): short names for the properties that we use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::graph::vocab::{BASE, NAMES, PREFIXES, igm, schema, xsd};

/// Where two vocabularies use the same name, the earlier of these has it; the names of others keep their prefix.
const FIRST: [&str; 2] = ["igm", "schema"];

/// Names of properties that lead to things, so that a value is an IRI and needs no object around it.
const LEADS: [&str; 55] = [
    "accessService",
    "addressee",
    "attendee",
    "broader",
    "callsFor",
    "classification",
    "conflictsWith",
    "conformsTo",
    "containedInPlace",
    "context",
    "countOf",
    "creator",
    "decidedAt",
    "domain",
    "endpointURL",
    "establishedUnder",
    "exactMatch",
    "closeMatch",
    "followsUp",
    "force",
    "holds",
    "inRespectOf",
    "inScheme",
    "isDefinedBy",
    "isPartOf",
    "isReplacedBy",
    "issuedAt",
    "issuedBy",
    "license",
    "lifecycleEvent",
    "location",
    "meetingOf",
    "member",
    "memberOf",
    "observationAbout",
    "organizer",
    "originalOrganization",
    "page",
    "partner",
    "pledgedFor",
    "postIn",
    "primaryTopic",
    "range",
    "rank",
    "references",
    "representedBy",
    "resultingOrganization",
    "role",
    "sameAs",
    "shownBy",
    "status",
    "subClassOf",
    "unitOf",
    "wasDerivedFrom",
    "wasQuotedFrom",
];

/// The short names, by IRI.
pub(super) static TERMS: LazyLock<BTreeMap<&'static str, Term>> = LazyLock::new(terms);

/// A short name.
pub(super) struct Term {
    pub(super) name: &'static str,
    /// The name with its prefix, as the context spells out the IRI.
    prefixed: String,
    pub(super) holds: Holds,
}

/// What a bare string stands for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Holds {
    Plain,
    Iri,
    /// A literal with this datatype.
    Typed(&'static str),
}

fn terms() -> BTreeMap<&'static str, Term> {
    let mut properties: Vec<(&str, &'static str, &'static str)> = Vec::new();
    for ((prefix, namespace), names) in PREFIXES.iter().zip(NAMES) {
        let concepts = namespace.starts_with(BASE) && *namespace != igm::NAMESPACE;
        for iri in names.iter().map(|name| name.as_str()).filter(|_| !concepts) {
            let local = &iri[namespace.len()..];
            // Classes begin with a capital letter; these two are the names of keywords.
            if local.starts_with(char::is_lowercase) && local != "id" && local != "type" {
                properties.push((prefix, local, iri));
            }
        }
    }
    let ours = |name: &str, prefix: &str| {
        let of_name = || properties.iter().filter(|(_, local, _)| *local == name).map(|(prefix, ..)| *prefix);
        match FIRST.iter().find(|first| of_name().any(|prefix| prefix == **first)) {
            Some(first) => *first == prefix,
            None => of_name().count() == 1,
        }
    };
    let named = properties.iter().filter(|(prefix, local, _)| ours(local, prefix));
    named
        .map(|(prefix, name, iri)| {
            let holds = match *iri {
                iri if iri == schema::START_DATE.as_str() || iri == schema::END_DATE.as_str() => {
                    Holds::Typed(xsd::DATE.as_str())
                }
                _ if LEADS.contains(name) => Holds::Iri,
                _ => Holds::Plain,
            };
            (*iri, Term { name, prefixed: format!("{prefix}:{name}"), holds })
        })
        .collect()
}

/// Whether a prefix can be one here: some are names of properties, too, which are of more use.
pub(super) fn is_prefix(prefix: &str) -> bool {
    !TERMS.values().any(|term| term.name == prefix)
}

/// The context: everything, or what `wanted` says is needed of prefixes and short names.
pub(super) fn context(wanted: impl Fn(&str) -> bool) -> Value {
    let mut context = Map::new();
    context.insert("id".into(), json!("@id"));
    context.insert("type".into(), json!("@type"));
    let mut prefixes: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).filter(|p| wanted(p)).collect();
    prefixes.retain(|prefix| is_prefix(prefix));
    for term in TERMS.values().filter(|term| wanted(term.name)) {
        prefixes.extend(term.prefixed.split(':').next());
        let kind = match term.holds {
            Holds::Plain => None,
            Holds::Iri => Some("@id".to_owned()),
            Holds::Typed(datatype) => {
                prefixes.push("xsd");
                Some(datatype.replace(xsd::NAMESPACE, "xsd:"))
            }
        };
        let written = match kind {
            None => json!(term.prefixed),
            Some(kind) => json!({ "@id": term.prefixed, "@type": kind }),
        };
        context.insert(term.name.into(), written);
    }
    for (prefix, namespace) in PREFIXES.iter().filter(|(prefix, _)| prefixes.contains(prefix)) {
        // Said in full, so that a namespace may end in any character.
        context.insert((*prefix).into(), json!({ "@id": namespace, "@prefix": true }));
    }
    Value::Object(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_leads_to_things_is_a_short_name() {
        for name in LEADS {
            assert!(TERMS.values().any(|term| term.name == name), "{name} is no property that we use");
        }
    }
}
