//! The default graph: what holds, made from what the documents say.
//!
//! This is the SPARQL Update `merge.ru` of the ontology, step by step and with the same results, in one pass over the
//! quads in memory; `tests/resolve.rs` compares both.

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, TermRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{
    ATTENDEE, BROADER, CLAIM, CONTEXT, CONVENOR, EVIDENCE, Graphs, IS_REPLACED_BY, MEETING, MEMBER, OBJECT, ORGANIZER,
    PREDICATE, PREFERRED, RANK, ROLE, SUBJECT, TYPE, WAS_INVALIDATED_BY,
};
use super::passage::shown;
use super::status::one_status_each;
use super::title::one_label_each;

/// A triple that borrows from the quads given.
pub(super) type Fact<'a> = (NamedOrBlankNodeRef<'a>, NamedNodeRef<'a>, TermRef<'a>);

/// Everything that stands in the default graph, from all quads of the named graphs; what `quads` has in the default
/// graph is ignored. No order is promised, but the same quads in the same order give the same answer.
pub fn default_graph(quads: &[Quad], graphs: &Graphs) -> Vec<Quad> {
    let named: Vec<QuadRef<'_>> =
        quads.iter().map(Quad::as_ref).filter(|quad| !quad.graph_name.is_default_graph()).collect();
    let facts = facts(&named, graphs);
    let links = super::answers::of_facts(&facts);
    let mut all: Vec<Quad> = facts.into_iter().map(fact_quad).collect();
    let known: FxHashSet<Quad> = if links.is_empty() { FxHashSet::default() } else { all.iter().cloned().collect() };
    all.extend(links.into_iter().filter(|link| !known.contains(link)));
    all
}

/// What [`default_graph`] says without the links between documents.
pub(super) fn within_documents(quads: &[Quad], graphs: &Graphs) -> Vec<Quad> {
    let named: Vec<QuadRef<'_>> =
        quads.iter().map(Quad::as_ref).filter(|quad| !quad.graph_name.is_default_graph()).collect();
    facts(&named, graphs).into_iter().map(fact_quad).collect()
}

/// What [`default_graph`] says, from quads of named graphs only.
pub(super) fn facts<'a>(named: &[QuadRef<'a>], graphs: &Graphs) -> Vec<Fact<'a>> {
    let replacements = replacements(named, graphs);
    let lost = outranked(named, graphs);
    let mut facts = plain(named, graphs);
    facts.retain(|fact| !lost.contains(fact));
    if !replacements.is_empty() {
        let renamed_subjects = distinct(facts.into_iter().flat_map(|(s, p, o)| {
            let others = if p == IS_REPLACED_BY { None } else { replacements.get(&TermRef::from(s)) };
            renamed(TermRef::from(s), others).into_iter().filter_map(move |s| Some((resource(s)?, p, o)))
        }));
        facts = distinct(
            renamed_subjects
                .into_iter()
                .flat_map(|(s, p, o)| renamed(o, replacements.get(&o)).into_iter().map(move |o| (s, p, o))),
        );
    }
    one_status_each(&mut facts);
    one_label_each(&mut facts, named);
    facts.extend(shortcuts(&facts));
    facts.extend(shown(&facts));
    distinct(facts)
}

/// A fact as a quad of the default graph.
pub(super) fn fact_quad((s, p, o): Fact<'_>) -> Quad {
    QuadRef::new(s, p, o, GraphNameRef::DefaultGraph).into_owned()
}

/// What a quad says, wherever it stands.
pub(super) fn triple(quad: QuadRef<'_>) -> Fact<'_> {
    (quad.subject, quad.predicate, quad.object)
}

/// Facts of every graph but the resolution, without the nodes that a graph calls claims or evidence, and without what a
/// person rejected in that graph.
fn plain<'a>(named: &[QuadRef<'a>], graphs: &Graphs) -> Vec<Fact<'a>> {
    let proofs: FxHashSet<(GraphNameRef<'a>, NamedOrBlankNodeRef<'a>)> = named
        .iter()
        .filter(|quad| {
            let is_proof = || quad.object == CLAIM.into() || quad.object == EVIDENCE.into();
            quad.predicate == WAS_INVALIDATED_BY || quad.predicate == TYPE && is_proof()
        })
        .map(|quad| (quad.graph_name, quad.subject))
        .collect();
    let resolution = GraphNameRef::from(graphs.resolution.as_ref());
    distinct(
        named
            .iter()
            .filter(|quad| quad.graph_name != resolution && !proofs.contains(&(quad.graph_name, quad.subject)))
            .copied()
            .map(triple),
    )
}

/// Facts whose claims all have a rank below Preferred.
fn outranked<'a>(named: &[QuadRef<'a>], graphs: &Graphs) -> FxHashSet<Fact<'a>> {
    let resolution = GraphNameRef::from(graphs.resolution.as_ref());
    let mut ranks: FxHashMap<NamedOrBlankNodeRef<'a>, (bool, bool)> = FxHashMap::default();
    for quad in named.iter().filter(|quad| quad.graph_name == resolution && quad.predicate == RANK) {
        let (preferred, other) = ranks.entry(quad.subject).or_default();
        *(if quad.object == PREFERRED.into() { preferred } else { other }) = true;
    }
    let (mut kept, mut lost) = (FxHashSet::default(), FxHashSet::default());
    for ((_, claim), statement) in statements(named, |claim| ranks.contains_key(&claim)) {
        let (preferred, other) = ranks.get(&claim).copied().unwrap_or_default();
        for fact in statement.facts() {
            if preferred {
                kept.insert(fact);
            }
            if other {
                lost.insert(fact);
            }
        }
    }
    lost.retain(|fact| !kept.contains(fact));
    lost
}

/// The parts of an `rdf:Statement` in one graph.
#[derive(Default)]
pub(super) struct Statement<'a> {
    pub(super) subjects: Vec<TermRef<'a>>,
    pub(super) predicates: Vec<TermRef<'a>>,
    pub(super) objects: Vec<TermRef<'a>>,
}

impl<'a> Statement<'a> {
    /// The triples that it states: one, if the graph has the shape that it should.
    pub(super) fn facts(&self) -> Vec<Fact<'a>> {
        let mut facts = Vec::new();
        for subject in self.subjects.iter().filter_map(|term| resource(*term)) {
            for predicate in &self.predicates {
                let TermRef::NamedNode(predicate) = predicate else { continue };
                facts.extend(self.objects.iter().map(|object| (subject, *predicate, *object)));
            }
        }
        facts
    }
}

/// Statements by graph and node, of those nodes that are wanted.
pub(super) fn statements<'a>(
    named: &[QuadRef<'a>],
    wanted: impl Fn(NamedOrBlankNodeRef<'a>) -> bool,
) -> FxHashMap<(GraphNameRef<'a>, NamedOrBlankNodeRef<'a>), Statement<'a>> {
    let mut statements: FxHashMap<_, Statement<'a>> = FxHashMap::default();
    for quad in named {
        let part: for<'s> fn(&'s mut Statement<'a>) -> &'s mut Vec<TermRef<'a>> = match quad.predicate {
            SUBJECT => |statement| &mut statement.subjects,
            PREDICATE => |statement| &mut statement.predicates,
            OBJECT => |statement| &mut statement.objects,
            _ => continue,
        };
        if wanted(quad.subject) {
            part(statements.entry((quad.graph_name, quad.subject)).or_default()).push(quad.object);
        }
    }
    statements
}

/// What curation says replaces what.
pub(super) fn replacements<'a>(named: &[QuadRef<'a>], graphs: &Graphs) -> FxHashMap<TermRef<'a>, Vec<TermRef<'a>>> {
    let curation = GraphNameRef::from(graphs.curation.as_ref());
    let mut replacements: FxHashMap<TermRef<'a>, Vec<TermRef<'a>>> = FxHashMap::default();
    for quad in named.iter().filter(|quad| quad.graph_name == curation && quad.predicate == IS_REPLACED_BY) {
        replacements.entry(quad.subject.into()).or_default().push(quad.object);
    }
    replacements
}

/// The node itself, or what replaces it.
fn renamed<'a>(term: TermRef<'a>, others: Option<&Vec<TermRef<'a>>>) -> Vec<TermRef<'a>> {
    others.cloned().unwrap_or_else(|| vec![term])
}

/// `schema:attendee` and `schema:organizer` of meetings, from their participations.
fn shortcuts<'a>(facts: &[Fact<'a>]) -> Vec<Fact<'a>> {
    let mut meetings = FxHashSet::default();
    let mut members: FxHashMap<NamedOrBlankNodeRef<'a>, Vec<TermRef<'a>>> = FxHashMap::default();
    let mut roles: FxHashMap<NamedOrBlankNodeRef<'a>, Vec<TermRef<'a>>> = FxHashMap::default();
    for &(s, p, o) in facts {
        match p {
            TYPE if o == MEETING.into() => _ = meetings.insert(s),
            MEMBER => members.entry(s).or_default().push(o),
            ROLE => roles.entry(s).or_default().push(o),
            _ => {}
        }
    }
    let convenors = convenors(facts.iter().copied());
    let mut made = Vec::new();
    for &(participation, p, context) in facts {
        let Some(meeting) = resource(context).filter(|meeting| p == CONTEXT && meetings.contains(meeting)) else {
            continue;
        };
        let convened = roles.get(&participation).is_some_and(|roles| roles.iter().any(|role| convenors.contains(role)));
        for &member in members.get(&participation).into_iter().flatten() {
            made.push((meeting, ATTENDEE, member));
            if convened {
                made.push((meeting, ORGANIZER, member));
            }
        }
    }
    made
}

/// The capacities that convene: the convenor's, and those that are kinds of it.
pub(super) fn convenors<'a>(facts: impl IntoIterator<Item = Fact<'a>>) -> FxHashSet<TermRef<'a>> {
    let mut narrower: FxHashMap<TermRef<'a>, Vec<TermRef<'a>>> = FxHashMap::default();
    for (s, _, o) in facts.into_iter().filter(|fact| fact.1 == BROADER) {
        narrower.entry(o).or_default().push(s.into());
    }
    let mut found = FxHashSet::default();
    let mut open = vec![TermRef::from(CONVENOR)];
    while let Some(concept) = open.pop() {
        if found.insert(concept) {
            open.extend(narrower.get(&concept).into_iter().flatten());
        }
    }
    found
}

fn distinct<'a>(facts: impl IntoIterator<Item = Fact<'a>>) -> Vec<Fact<'a>> {
    let mut seen = FxHashSet::default();
    facts.into_iter().filter(|fact| seen.insert(*fact)).collect()
}

/// The term as something that can be a subject.
pub(super) fn resource(term: TermRef<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        TermRef::NamedNode(node) => Some(node.into()),
        TermRef::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}
