//! The description of one thing as a tree in [JSON-LD](https://www.w3.org/TR/json-ld11/), as
//! [framing](https://www.w3.org/TR/json-ld11-framing/) gives it: the thing first, what it leads to inside of it, what
//! leads to it under `@reverse`, each node once.

mod context;
mod tree;

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, NamedNodeRef, Quad};
use serde_json::{Value, json};

use self::tree::Trees;
use crate::graph::vocab::PREFIXES;

/// The shipped context: a prefix for each vocabulary, and a short name for each property of theirs that we use.
///
/// ```
/// let context = rapporteur::publish::context();
/// assert_eq!(context["@context"]["startDate"]["@id"], "schema:startDate");
/// assert_eq!(context["@context"]["issuedBy"]["@type"], "@id");
/// ```
pub fn context() -> Value {
    json!({ "@context": context::context(|_| true) })
}

/// The description of `root` as one JSON-LD document that carries the part of [`context`] that it needs. The default
/// graph is one tree where everything hangs together; each named graph is an object of its own.
///
/// None where an IRI of the data would be taken for a prefixed name.
pub fn framed(quads: &[Quad], root: NamedNodeRef<'_>) -> Option<Value> {
    let mut used = BTreeSet::new();
    let mut graphs: Vec<(&GraphName, Vec<&Quad>)> = Vec::new();
    for quad in quads {
        match graphs.last_mut() {
            Some((name, of)) if **name == quad.graph_name => of.push(quad),
            _ => graphs.push((&quad.graph_name, vec![quad])),
        }
    }
    let mut objects = Vec::new();
    for (name, quads) in graphs {
        let nodes = Trees::new(&quads, &mut used)?.written(root.as_str())?;
        match name {
            GraphName::DefaultGraph => objects.extend(nodes),
            GraphName::NamedNode(name) => {
                let id = tree::safe(name.as_str())?;
                objects.push(json!({ "id": id, "@graph": nodes }));
            }
            GraphName::BlankNode(name) => objects.push(json!({ "id": name.to_string(), "@graph": nodes })),
        }
    }
    let context = context::context(|name| used.contains(name));
    Some(match objects.as_mut_slice() {
        [Value::Object(only)] => {
            only.insert("@context".into(), context);
            Value::Object(std::mem::take(only))
        }
        _ => json!({ "@context": context, "@graph": objects }),
    })
}

/// The prefix of an IRI's namespace and the rest, where the rest is a plain name.
fn prefixed(iri: &str) -> Option<(&'static str, &str)> {
    PREFIXES.iter().filter(|(prefix, _)| context::is_prefix(prefix)).find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        let plain = local.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        (plain && !local.is_empty()).then_some((*prefix, local))
    })
}
