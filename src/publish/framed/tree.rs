//! The nodes of one graph as trees.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};

use super::context::{Holds, TERMS};
use super::prefixed;
use crate::graph::vocab::{PREFIXES, xsd};

/// How deep nodes stand inside of others; further nodes stand beside them.
const DEEPEST: usize = 16;

type Properties<'q> = BTreeMap<&'q str, Vec<&'q Term>>;

/// The nodes of one graph, each of which is written once.
pub(super) struct Trees<'q, 'u> {
    nodes: BTreeMap<String, Properties<'q>>,
    written: BTreeSet<String>,
    /// Names of the context that are needed.
    used: &'u mut BTreeSet<&'static str>,
}

impl<'q, 'u> Trees<'q, 'u> {
    pub(super) fn new(quads: &[&'q Quad], used: &'u mut BTreeSet<&'static str>) -> Option<Self> {
        let mut nodes: BTreeMap<String, Properties<'q>> = BTreeMap::new();
        for quad in quads {
            let id = subject(&quad.subject)?;
            let values = nodes.entry(id).or_default().entry(quad.predicate.as_str()).or_default();
            if !values.contains(&&quad.object) {
                values.push(&quad.object);
            }
        }
        Some(Self { nodes, written: BTreeSet::new(), used })
    }

    /// All nodes, the root first where this graph says something of it or leads to it.
    pub(super) fn written(mut self, root: &str) -> Option<Vec<Value>> {
        let pointing = self.pointing(root);
        let mut out = Vec::new();
        if self.nodes.contains_key(root) || !pointing.is_empty() {
            let mut node = self.node(root, 0)?;
            let mut reverse = Map::new();
            for (property, subjects) in pointing {
                let mut of = Vec::new();
                for id in subjects {
                    if !self.written.contains(&id) {
                        of.push(self.without(&id, property, root)?);
                    }
                }
                if !of.is_empty() {
                    let key = self.key(property)?.0;
                    reverse.insert(key, Value::Array(of));
                }
            }
            if !reverse.is_empty() {
                node.insert("@reverse".into(), Value::Object(reverse));
            }
            out.push(Value::Object(node));
        }
        let ids: Vec<String> = self.nodes.keys().cloned().collect();
        for id in ids {
            if !self.written.contains(&id) {
                out.push(Value::Object(self.node(&id, 0)?));
            }
        }
        Some(out)
    }

    /// Who leads to the root, by property; each node under the first of its properties that does.
    fn pointing(&self, root: &str) -> BTreeMap<&'q str, Vec<String>> {
        let mut pointing: BTreeMap<&'q str, Vec<String>> = BTreeMap::new();
        for (id, properties) in self.nodes.iter().filter(|(id, _)| *id != root) {
            let leads =
                |values: &Vec<&Term>| values.iter().any(|v| matches!(v, Term::NamedNode(n) if n.as_str() == root));
            let property =
                properties.iter().find(|(property, values)| **property != rdf::TYPE.as_str() && leads(values));
            if let Some((property, _)) = property {
                pointing.entry(property).or_default().push(id.clone());
            }
        }
        pointing
    }

    /// A node, without the one statement that its place under `@reverse` makes.
    fn without(&mut self, id: &str, property: &'q str, root: &str) -> Option<Value> {
        if let Some(values) = self.nodes.get_mut(id).and_then(|properties| properties.get_mut(property)) {
            values.retain(|value| !matches!(value, Term::NamedNode(node) if node.as_str() == root));
        }
        self.node(id, 1).map(Value::Object)
    }

    fn node(&mut self, id: &str, depth: usize) -> Option<Map<String, Value>> {
        self.written.insert(id.to_owned());
        let mut node = Map::new();
        node.insert("id".into(), json!(if id.starts_with("_:") { id } else { safe(id)? }));
        for (property, values) in self.nodes.get(id).cloned().unwrap_or_default() {
            if values.is_empty() {
                continue;
            }
            if property == rdf::TYPE.as_str() && values.iter().all(|value| matches!(value, Term::NamedNode(_))) {
                let classes = values.iter().map(|class| self.class(class)).collect::<Option<Vec<_>>>()?;
                node.insert("type".into(), one_or_all(classes));
                continue;
            }
            let (key, holds) = self.key(property)?;
            let mut written = Vec::new();
            for value in values {
                written.push(self.value(value, holds, depth)?);
            }
            node.insert(key, one_or_all(written));
        }
        Some(node)
    }

    fn class(&mut self, class: &Term) -> Option<Value> {
        let Term::NamedNode(class) = class else { return None };
        Some(json!(self.short(class.as_str())?))
    }

    /// An IRI with its prefix, as keys and classes are written.
    fn short(&mut self, iri: &str) -> Option<String> {
        Some(match prefixed(iri) {
            Some((prefix, local)) => {
                self.used.insert(prefix);
                format!("{prefix}:{local}")
            }
            None => safe(iri)?.to_owned(),
        })
    }

    fn key(&mut self, property: &str) -> Option<(String, Holds)> {
        if let Some(term) = TERMS.get(property) {
            self.used.insert(term.name);
            return Some((term.name.to_owned(), term.holds));
        }
        Some((self.short(property)?, Holds::Plain))
    }

    fn value(&mut self, value: &Term, holds: Holds, depth: usize) -> Option<Value> {
        let id = match value {
            Term::Literal(literal) => return self.literal(literal, holds),
            Term::NamedNode(node) => safe(node.as_str())?.to_owned(),
            Term::BlankNode(node) => node.to_string(),
            Term::Triple(_) => return None,
        };
        let inside = depth < DEEPEST && self.nodes.contains_key(&id) && !self.written.contains(&id);
        Some(match (inside, holds) {
            (true, _) => Value::Object(self.node(&id, depth + 1)?),
            (false, Holds::Iri) => json!(id),
            (false, _) => json!({ "id": id }),
        })
    }

    fn literal(&mut self, literal: &Literal, holds: Holds) -> Option<Value> {
        let text = literal.value();
        if literal.direction().is_some() {
            return None;
        }
        if let Some(language) = literal.language() {
            return Some(json!({ "@value": text, "@language": language }));
        }
        let datatype = literal.datatype();
        if matches!(holds, Holds::Typed(wanted) if wanted == datatype.as_str()) {
            return Some(json!(text));
        }
        if datatype == xsd::STRING {
            return Some(if holds == Holds::Plain { json!(text) } else { json!({ "@value": text }) });
        }
        // Numbers that every reader of JSON has without loss, written as XML Schema writes them.
        if datatype == xsd::INTEGER
            && holds == Holds::Plain
            && let Ok(number) = text.parse::<i32>()
            && number.to_string() == text
        {
            return Some(json!(number));
        }
        let datatype = match prefixed(datatype.as_str()) {
            Some((prefix, local)) => {
                self.used.insert(prefix);
                format!("{prefix}:{local}")
            }
            None => datatype.as_str().to_owned(),
        };
        Some(json!({ "@value": text, "@type": datatype }))
    }
}

fn subject(subject: &NamedOrBlankNode) -> Option<String> {
    match subject {
        NamedOrBlankNode::NamedNode(node) => safe(node.as_str()).map(str::to_owned),
        NamedOrBlankNode::BlankNode(node) => Some(node.to_string()),
    }
}

fn one_or_all(mut values: Vec<Value>) -> Value {
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

/// The IRI, unless a reader would take it for a name with one of our prefixes.
pub(super) fn safe(iri: &str) -> Option<&str> {
    let (scheme, rest) = iri.split_once(':')?;
    let taken = !rest.starts_with("//") && (scheme == "_" || PREFIXES.iter().any(|(prefix, _)| *prefix == scheme));
    (!taken).then_some(iri)
}
