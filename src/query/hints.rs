//! What a query names that the data does not hold: the usual reasons for an empty answer.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, OnceLock, PoisonError};

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode};

use super::terms::Terms;
use crate::graph::vocab::{PREFIXES, compact};
use crate::store::{Snapshot, StoreError};

/// Where a predicate stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Default,
    NamedOnly,
    Nowhere,
}

/// What is known of the terms of one generation. A generation never changes, so each is looked up once.
#[derive(Default)]
pub struct Hints {
    predicates: Mutex<HashMap<NamedNode, Place>>,
    graphs: Mutex<HashMap<NamedNode, bool>>,
    /// Classes whose instances stand in named graphs only.
    classes: Mutex<HashMap<NamedNode, bool>>,
    /// Predicates to choose the nearest from.
    candidates: OnceLock<BTreeSet<String>>,
}

/// Terms remembered; more are looked up each time.
const REMEMBERED: usize = 20_000;

/// Quads looked through for predicates to propose.
const SAMPLE: usize = 50_000;

/// Graphs looked through for a name to propose.
const GRAPHS: usize = 20_000;

/// How near a name must be to be proposed.
const NEAR: f64 = 0.9;

impl Hints {
    /// A sentence for each predicate and each graph that a query names and the data does not hold, with the nearest that it
    /// does hold; and for each predicate and each class of a plain pattern that stands in named graphs only.
    pub fn warnings(&self, snapshot: &Snapshot, terms: &Terms, base: &str) -> Result<Vec<String>, StoreError> {
        let mut warnings = Vec::new();
        for predicate in &terms.predicates {
            let plain = terms.plain_predicates.contains(predicate);
            let name = compact(predicate.as_str(), base);
            match self.place(snapshot, predicate)? {
                Place::Nowhere => {
                    let nearest = self.nearest_predicate(snapshot, predicate, base)?;
                    warnings.push(format!("the predicate {name} does not occur in the data{}", proposal(nearest)));
                }
                Place::NamedOnly if plain => warnings.push(format!(
                    "the predicate {name} stands in named graphs only, which a plain pattern does not see; write GRAPH ?g {{ … }} around it"
                )),
                Place::NamedOnly | Place::Default => {}
            }
        }
        for class in &terms.plain_classes {
            if self.hides(snapshot, class)? {
                let name = compact(class.as_str(), base);
                warnings.push(format!(
                    "instances of {name} stand in named graphs only, which a plain pattern does not see; write GRAPH ?g {{ … }} around it"
                ));
            }
        }
        for graph in &terms.graphs {
            if !self.holds(snapshot, graph)? {
                let nearest = nearest_graph(snapshot, graph, base)?;
                let name = compact(graph.as_str(), base);
                warnings.push(format!("there is no graph {name}{}", proposal(nearest)));
            }
        }
        Ok(warnings)
    }

    /// Whether the default graph has triples with a predicate.
    pub fn occurs(&self, snapshot: &Snapshot, predicate: &NamedNode) -> Result<bool, StoreError> {
        Ok(self.place(snapshot, predicate)? == Place::Default)
    }

    fn place(&self, snapshot: &Snapshot, predicate: &NamedNode) -> Result<Place, StoreError> {
        if let Some(place) = self.predicates.lock().unwrap_or_else(PoisonError::into_inner).get(predicate) {
            return Ok(*place);
        }
        let stands = |graph| snapshot.quads(None, Some(predicate.as_ref()), None, graph).next().transpose();
        let place = if stands(Some(GraphNameRef::DefaultGraph))?.is_some() {
            Place::Default
        } else if stands(None)?.is_some() {
            Place::NamedOnly
        } else {
            Place::Nowhere
        };
        let mut known = self.predicates.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < REMEMBERED {
            known.insert(predicate.clone(), place);
        }
        Ok(place)
    }

    /// Whether a class has instances, and all of them stand in named graphs.
    fn hides(&self, snapshot: &Snapshot, class: &NamedNode) -> Result<bool, StoreError> {
        if let Some(hides) = self.classes.lock().unwrap_or_else(PoisonError::into_inner).get(class) {
            return Ok(*hides);
        }
        let a = Some(oxigraph::model::vocab::rdf::TYPE);
        let is_there = |graph| snapshot.quads(None, a, Some(class.as_ref().into()), graph).next().transpose();
        let hides = is_there(Some(GraphNameRef::DefaultGraph))?.is_none() && is_there(None)?.is_some();
        let mut known = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < REMEMBERED {
            known.insert(class.clone(), hides);
        }
        Ok(hides)
    }

    fn holds(&self, snapshot: &Snapshot, graph: &NamedNode) -> Result<bool, StoreError> {
        if let Some(holds) = self.graphs.lock().unwrap_or_else(PoisonError::into_inner).get(graph) {
            return Ok(*holds);
        }
        let quad = snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(graph.as_ref()))).next();
        let holds = quad.transpose()?.is_some();
        let mut known = self.graphs.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < REMEMBERED {
            known.insert(graph.clone(), holds);
        }
        Ok(holds)
    }

    fn nearest_predicate(
        &self,
        snapshot: &Snapshot,
        wrong: &NamedNode,
        base: &str,
    ) -> Result<Option<String>, StoreError> {
        if self.candidates.get().is_none() {
            let found = candidates(snapshot)?;
            let _ = self.candidates.set(found);
        }
        let names = self.candidates.get_or_init(BTreeSet::new).iter().map(String::as_str);
        Ok(nearest(&compact(wrong.as_str(), base), names.map(|name| compact(name, base))))
    }
}

/// Predicates of the first quads of the store, and those that the vocabulary in it declares and the data uses.
fn candidates(snapshot: &Snapshot) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for quad in snapshot.quads(None, None, None, None).take(SAMPLE) {
        let predicate = quad?.predicate;
        if !found.contains(predicate.as_str()) {
            found.insert(predicate.into_string());
        }
    }
    let kinds = ["owl#ObjectProperty", "owl#DatatypeProperty"].map(|kind| format!("http://www.w3.org/2002/07/{kind}"));
    let a = oxigraph::model::vocab::rdf::TYPE;
    for kind in &kinds {
        let kind = NamedNodeRef::new_unchecked(kind);
        for quad in snapshot.quads(None, Some(a), Some(kind.into()), None).take(SAMPLE) {
            let NamedOrBlankNode::NamedNode(property) = quad?.subject else { continue };
            if snapshot.quads(None, Some(property.as_ref()), None, None).next().transpose()?.is_some() {
                found.insert(property.into_string());
            }
        }
    }
    Ok(found)
}

fn nearest_graph(snapshot: &Snapshot, wrong: &NamedNode, base: &str) -> Result<Option<String>, StoreError> {
    let mut names = Vec::new();
    for graph in snapshot.named_graphs().take(GRAPHS) {
        if let GraphName::NamedNode(name) = graph? {
            names.push(compact(name.as_str(), base));
        }
    }
    Ok(nearest(&compact(wrong.as_str(), base), names.into_iter()))
}

/// The prefix that was meant, of those that a query may use.
pub(super) fn nearest_prefix(wrong: &str, declared: &[String]) -> Option<String> {
    let known = PREFIXES.iter().map(|(prefix, _)| (*prefix).to_owned());
    nearest(wrong, known.chain(declared.iter().cloned()))
}

/// The most similar name, if one is similar enough; of equally similar ones the first in the alphabet.
fn nearest(wrong: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let likeness = |name: &str| {
        // What two names of the same vocabulary share says nothing.
        let shared = wrong.bytes().zip(name.bytes()).take_while(|(a, b)| a == b && *a != b':').count();
        let local = match (wrong.as_bytes().get(shared), name.as_bytes().get(shared)) {
            (Some(b':'), Some(b':')) => shared + 1,
            _ => 0,
        };
        strsim::jaro_winkler(&wrong[local..].to_lowercase(), &name[local..].to_lowercase())
    };
    let best = names.map(|name| (likeness(&name), name)).filter(|(likeness, _)| *likeness >= NEAR);
    best.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, name)| name)
}

fn proposal(nearest: Option<String>) -> String {
    nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::BASE;
    use crate::query::prefixes;
    use oxigraph::model::{Literal, Quad};

    fn warnings(text: &str) -> Vec<String> {
        let node = |name: &str| NamedNode::new_unchecked(format!("{BASE}{name}"));
        let label = NamedNode::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");
        let verb = NamedNode::new_unchecked("https://w3id.org/igm/ns#verb");
        let a = oxigraph::model::vocab::rdf::TYPE.into_owned();
        let snapshot = Snapshot::in_memory([
            Quad::new(node("state/fiji"), label, Literal::from("Fiji"), GraphName::DefaultGraph),
            Quad::new(node("act/1"), verb, Literal::from("urged"), node("graph/lake-2001")),
            Quad::new(node("act/1"), a, node("ns#Mandate"), node("graph/lake-2001")),
        ])
        .unwrap();
        let query = prefixes::parser(BASE).parse_query(text).unwrap();
        Hints::default().warnings(&snapshot, &Terms::of(&query), BASE).unwrap()
    }

    #[test]
    fn a_predicate_that_does_not_occur_is_named_with_the_nearest() {
        assert_eq!(
            warnings("SELECT * { ?s rdfs:lable ?o }"),
            ["the predicate rdfs:lable does not occur in the data; did you mean rdfs:label?"]
        );
        assert_eq!(
            warnings("ASK { ?s rdfs:label/<http://x/y> ?o OPTIONAL { ?s rdfs:label ?l } }"),
            ["the predicate http://x/y does not occur in the data"]
        );
        assert!(warnings("SELECT * { ?s rdfs:label ?o ; ?p ?q FILTER EXISTS { ?s ?p ?x } }").is_empty());
        assert_eq!(warnings("ASK { ?s ?p ?o FILTER NOT EXISTS { ?s schema:nme ?x } }").len(), 1);
    }

    #[test]
    fn a_plain_pattern_that_needs_a_graph_is_told_so() {
        let plain = warnings("SELECT * { ?s igm:verb ?o }");
        assert!(plain[0].contains("igm:verb stands in named graphs only"), "{plain:?}");
        assert!(warnings("SELECT * { GRAPH ?g { ?s igm:verb ?o } }").is_empty());
        let class = warnings("SELECT * { ?s a igm:Mandate }");
        assert!(class.iter().any(|warning| warning.contains("instances of igm:Mandate stand in named graphs only")));
        let inside = warnings("SELECT * { GRAPH ?g { ?s a igm:Mandate } }");
        assert!(!inside.iter().any(|warning| warning.contains("instances")), "{inside:?}");
        assert!(warnings("SELECT * FROM <graph/lake-2001> { ?s igm:verb ?o }").is_empty());
    }

    #[test]
    fn a_graph_that_does_not_exist_is_named_with_the_nearest() {
        assert_eq!(
            warnings("SELECT * { GRAPH <graph/lake-2002> { ?s ?p ?o } }"),
            ["there is no graph graph/lake-2002; did you mean graph/lake-2001?"]
        );
        assert_eq!(warnings("SELECT * FROM <http://x/> { ?s ?p ?o }"), ["there is no graph http://x/"]);
        assert!(warnings("SELECT * { GRAPH <graph/lake-2001> { ?s ?p ?o } }").is_empty());
    }
}
