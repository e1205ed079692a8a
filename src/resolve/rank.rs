//! Conflicting claims get ranks. The rule is Wikidata's: only the best rank holds, nothing is deleted.
//!
//! Claims are compared per subject and property. Where they give more than one value, one is Preferred and the rest
//! Normal; a value that only says less ("April 2003" beside "28 April 2003") is no conflict. A human decision comes
//! first, then the document about the subject itself, the more precise value, running text before headers, the
//! value that stands in one passage, and at last the smaller name of the claim, so that there is always one answer.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, TermRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{replacements, resource, statements};
use super::names::{
    CONFLICTS_WITH, CONTAINED_IN_PLACE, DEPRECATED, FUNCTIONAL, Graphs, KIND, LIFECYCLE_EVENT, NORMAL, PREFERRED,
    PRIMARY_TOPIC, RANK, WAS_DERIVED_FROM, WAS_GENERATED_BY, WAS_INFLUENCED_BY, WAS_INVALIDATED_BY, ZONES_OF_HEAD,
};

/// What a person decided about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Decision {
    Preferred,
    None,
    Deprecated,
}

/// A claim with what decides about it.
struct Claim<'a> {
    iri: NamedOrBlankNodeRef<'a>,
    /// Canonical value.
    value: TermRef<'a>,
    decision: Decision,
    /// The document that makes it is about the subject.
    first_hand: bool,
    precision: usize,
    in_head: bool,
    completed: bool,
}

/// The quads of `graph/resolution`, sorted, from the quads of all named graphs.
pub fn ranks(quads: &[Quad], graphs: &Graphs) -> Vec<Quad> {
    let named: Vec<QuadRef<'_>> =
        quads.iter().map(Quad::as_ref).filter(|quad| !quad.graph_name.is_default_graph()).collect();
    named_ranks(&named, graphs)
}

/// What [`ranks`] says, from quads of named graphs only.
pub(super) fn named_ranks(named: &[QuadRef<'_>], graphs: &Graphs) -> Vec<Quad> {
    let surroundings = Surroundings::new(named, graphs);
    // Where nobody decided anything, only properties with one value can have ranks.
    let decided = !surroundings.decisions.is_empty() || !surroundings.marked.is_empty();
    let mut groups: BTreeMap<(String, NamedNodeRef<'_>, String), Vec<Claim<'_>>> = BTreeMap::new();
    for ((graph, iri), statement) in statements(named, |_| true) {
        let facts = statement.facts().into_iter();
        for (subject, predicate, object) in facts.filter(|fact| decided || FUNCTIONAL.contains(&fact.1)) {
            let subject = surroundings.canonical(subject.into());
            let claim = surroundings.claim(graph, iri, subject, predicate, object);
            let within = if predicate == LIFECYCLE_EVENT { graph.to_string() } else { String::new() };
            groups.entry((subject.to_string(), predicate, within)).or_default().push(claim);
        }
    }
    let mut resolved = Vec::new();
    for ((_, predicate, _), mut claims) in groups {
        claims.sort_by_key(|a| (a.iri.to_string(), a.value.to_string()));
        let decided = claims.iter().any(|claim| claim.decision != Decision::None);
        if FUNCTIONAL.contains(&predicate) || decided {
            rank(&claims, FUNCTIONAL.contains(&predicate), &surroundings, &mut |s, p, o| {
                resolved.push(QuadRef::new(s, p, o, graphs.resolution.as_ref()).into_owned());
            });
        }
    }
    resolved.sort_by_cached_key(ToString::to_string);
    resolved.dedup();
    resolved
}

/// Ranks the claims about one property of one subject.
fn rank<'a>(
    claims: &[Claim<'a>],
    functional: bool,
    surroundings: &Surroundings<'a>,
    state: &mut impl FnMut(NamedOrBlankNodeRef<'a>, NamedNodeRef<'a>, TermRef<'a>),
) {
    for claim in claims.iter().filter(|claim| claim.decision == Decision::Deprecated) {
        state(claim.iri, RANK, DEPRECATED.into());
    }
    let open: Vec<&Claim<'a>> = claims.iter().filter(|claim| claim.decision != Decision::Deprecated).collect();
    let settled = open.iter().any(|claim| claim.decision == Decision::Preferred);
    if open.iter().all(|claim| claim.value == open[0].value) || !(functional || settled) {
        // What one passage says wrongly may be what another says rightly.
        let rejected =
            |value| claims.iter().any(|other| other.decision == Decision::Deprecated && other.value == value);
        for claim in open.iter().filter(|claim| rejected(claim.value)) {
            state(claim.iri, RANK, PREFERRED.into());
        }
        return;
    }
    let best = open.iter().min_by_key(|claim| {
        (
            claim.decision,
            !claim.first_hand,
            Reverse(claim.precision),
            claim.in_head,
            claim.completed,
            claim.iri.to_string(),
        )
    });
    let chosen = |claim: &Claim<'a>| {
        best.is_some_and(|best| best.value == claim.value) || !functional && claim.decision == Decision::Preferred
    };
    for claim in &open {
        state(claim.iri, RANK, if chosen(claim) { PREFERRED.into() } else { NORMAL.into() });
        // A person who chose has settled it: nothing is contested any more.
        for other in open.iter().filter(|_| functional && !settled) {
            if claim.iri != other.iri && !surroundings.compatible(claim.value, other.value) {
                state(claim.iri, CONFLICTS_WITH, other.iri.into());
            }
        }
    }
}

/// What has to be known around the claims.
struct Surroundings<'a> {
    replacements: FxHashMap<TermRef<'a>, Vec<TermRef<'a>>>,
    decisions: FxHashMap<NamedOrBlankNodeRef<'a>, Decision>,
    /// Decisions that stand in the document graphs, at what they are about.
    marked: FxHashMap<NamedOrBlankNodeRef<'a>, Decision>,
    topics: FxHashSet<(GraphNameRef<'a>, TermRef<'a>)>,
    heads: FxHashSet<(GraphNameRef<'a>, TermRef<'a>)>,
    passages: FxHashMap<(GraphNameRef<'a>, NamedOrBlankNodeRef<'a>), Vec<TermRef<'a>>>,
    around: FxHashMap<TermRef<'a>, Vec<TermRef<'a>>>,
}

impl<'a> Surroundings<'a> {
    fn new(named: &[QuadRef<'a>], graphs: &Graphs) -> Self {
        let curation = GraphNameRef::from(graphs.curation.as_ref());
        let mut surroundings = Self {
            replacements: replacements(named, graphs),
            decisions: FxHashMap::default(),
            marked: FxHashMap::default(),
            topics: FxHashSet::default(),
            heads: FxHashSet::default(),
            passages: FxHashMap::default(),
            around: FxHashMap::default(),
        };
        for quad in named {
            match quad.predicate {
                RANK if quad.graph_name == curation => {
                    let decision = match quad.object {
                        TermRef::NamedNode(PREFERRED) => Decision::Preferred,
                        TermRef::NamedNode(DEPRECATED) => Decision::Deprecated,
                        _ => continue,
                    };
                    surroundings.decisions.insert(quad.subject, decision);
                }
                WAS_INVALIDATED_BY => _ = surroundings.marked.insert(quad.subject, Decision::Deprecated),
                WAS_INFLUENCED_BY | WAS_GENERATED_BY => {
                    surroundings.marked.entry(quad.subject).or_insert(Decision::Preferred);
                }
                PRIMARY_TOPIC => _ = surroundings.topics.insert((quad.graph_name, surroundings.canonical(quad.object))),
                KIND if ZONES_OF_HEAD.iter().any(|zone| quad.object == (*zone).into()) => {
                    surroundings.heads.insert((quad.graph_name, quad.subject.into()));
                }
                WAS_DERIVED_FROM => {
                    surroundings.passages.entry((quad.graph_name, quad.subject)).or_default().push(quad.object)
                }
                CONTAINED_IN_PLACE => surroundings.around.entry(quad.subject.into()).or_default().push(quad.object),
                _ => {}
            }
        }
        surroundings
    }

    fn claim(
        &self,
        graph: GraphNameRef<'a>,
        iri: NamedOrBlankNodeRef<'a>,
        subject: TermRef<'a>,
        property: NamedNodeRef<'a>,
        value: TermRef<'a>,
    ) -> Claim<'a> {
        let value = self.canonical(value);
        // Of a property with many values, one that a person accepted says nothing about the others.
        let marked = self.marked.get(&iri).copied();
        let marked = marked.filter(|mark| *mark == Decision::Deprecated || FUNCTIONAL.contains(&property));
        let passages = self.passages.get(&(graph, iri)).map(Vec::as_slice).unwrap_or_default();
        Claim {
            iri,
            value,
            decision: self.decisions.get(&iri).copied().or(marked).unwrap_or(Decision::None),
            first_hand: self.topics.contains(&(graph, subject)),
            precision: match value {
                TermRef::Literal(literal) => literal.value().len(),
                place => self.places_around(place).len(),
            },
            in_head: !passages.is_empty() && passages.iter().all(|passage| self.heads.contains(&(graph, *passage))),
            completed: passages.len() > 1,
        }
    }

    /// The node that stands for another, after every human decision. Decisions in a circle end where they began to turn.
    fn canonical(&self, term: TermRef<'a>) -> TermRef<'a> {
        let mut seen = FxHashSet::from_iter([term]);
        let mut term = term;
        while let Some(next) =
            self.replacements.get(&term).and_then(|nodes| nodes.iter().min_by_key(|node| node.to_string()))
        {
            if resource(*next).is_none() || !seen.insert(*next) {
                break;
            }
            term = *next;
        }
        term
    }

    /// Everything in which a place lies.
    fn places_around(&self, place: TermRef<'a>) -> FxHashSet<TermRef<'a>> {
        let (mut found, mut open) = (FxHashSet::default(), vec![place]);
        while let Some(place) = open.pop() {
            open.extend(self.around.get(&place).into_iter().flatten().copied().filter(|around| found.insert(*around)));
        }
        found
    }

    /// Whether both values can hold: they are the same, or one only says less.
    fn compatible(&self, a: TermRef<'a>, b: TermRef<'a>) -> bool {
        let says_less = |less: &str, more: &str| more.strip_prefix(less).is_some_and(|rest| rest.starts_with('-'));
        match (a, b) {
            (TermRef::Literal(a), TermRef::Literal(b)) => {
                a == b || says_less(a.value(), b.value()) || says_less(b.value(), a.value())
            }
            _ => a == b || self.places_around(a).contains(&b) || self.places_around(b).contains(&a),
        }
    }
}
