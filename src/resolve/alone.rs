//! Graphs resolved one by one, each as if there were no other, so that only a part of them is in memory at a time.
//!
//! Most subjects are told of by one graph only, and what that graph gives is what holds. Those that several graphs tell
//! of, or on which one disagrees with itself, are few: they are remembered, and resolved together once all graphs are
//! in the store.

use std::hash::BuildHasher;

use oxigraph::model::{NamedOrBlankNode, NamedOrBlankNodeRef, Quad, QuadRef};
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::merge::{convenors, facts, resource, triple};
use super::names::{
    BROADER, CONTEXT, Graphs, IS_REPLACED_BY, LABEL, MEETING, MEMBER, RANK, ROLE, SHOWN_BY, SUBJECT, TYPE,
};
use super::rank::named_ranks;
use super::touched::{Touched, add};

/// Resolves single graphs, with what people decided and the vocabulary in mind.
pub struct Alone<'g> {
    graphs: &'g Graphs,
    /// Quads of other graphs without which none can be resolved: decisions, and which capacities convene.
    context: Vec<Quad>,
    /// All quads that say which concept is a kind of which.
    hierarchy: FxHashSet<Quad>,
}

/// What a graph gives, as if there were no other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Quads of the default graph.
    pub facts: Vec<Quad>,
    /// Subjects on which other graphs may have a say, each once.
    open: Vec<NamedOrBlankNode>,
    /// Subjects on which the graph disagrees with itself, or about which a person decided.
    contested: Vec<NamedOrBlankNode>,
    /// Whether it says what may change all others.
    everything: bool,
}

impl<'g> Alone<'g> {
    /// With the quads of the graphs that belong to no document; others among them do no harm.
    pub fn new<'q>(shared: impl IntoIterator<Item = &'q Quad>, graphs: &'g Graphs) -> Self {
        let (mut context, mut hierarchy) = (Vec::new(), FxHashSet::default());
        for quad in shared {
            match quad.predicate.as_ref() {
                IS_REPLACED_BY | RANK if quad.graph_name.as_ref() == graphs.curation.as_ref().into() => {
                    context.push(quad.clone());
                }
                BROADER => _ = hierarchy.insert(quad.clone()),
                _ => {}
            }
        }
        let moved = context.iter().any(|quad: &Quad| quad.predicate == IS_REPLACED_BY);
        let kinds = convenors(hierarchy.iter().map(|quad| triple(quad.as_ref())));
        // A concept that stands for another may bring its kinds along.
        context.extend(hierarchy.iter().filter(|quad| moved || kinds.contains(&quad.object.as_ref())).cloned());
        Self { graphs, context, hierarchy }
    }

    /// Resolves the quads of one graph, or of some that are taken for one.
    pub fn resolve(&self, quads: &[Quad]) -> Resolved {
        let own = || quads.iter().map(Quad::as_ref).filter(|quad| !quad.graph_name.is_default_graph());
        let named: Vec<QuadRef<'_>> = own().chain(self.context.iter().map(Quad::as_ref)).collect();
        // What the context gives is given by the graph that says it.
        let is_context = |predicate| matches!(predicate, IS_REPLACED_BY | BROADER | RANK);
        let said: FxHashSet<_> = own().filter(|quad| is_context(quad.predicate)).map(triple).collect();
        let mut facts = facts(&named, self.graphs);
        facts.retain(|fact| !is_context(fact.1) || said.contains(fact));
        let ranked: FxHashSet<NamedOrBlankNode> =
            named_ranks(&named, self.graphs).into_iter().map(|quad| quad.subject).collect();

        let (mut open, mut contested) = (FxHashSet::default(), FxHashSet::default());
        for quad in own() {
            match quad.predicate {
                LABEL | MEMBER | ROLE => _ = open.insert(quad.subject),
                TYPE if quad.object == MEETING.into() => _ = open.insert(quad.subject),
                CONTEXT => open.extend(resource(quad.object).into_iter().chain([quad.subject])),
                SUBJECT => {
                    open.extend(resource(quad.object));
                    if ranked.contains(&quad.subject.into_owned()) {
                        contested.extend(resource(quad.object));
                    }
                }
                IS_REPLACED_BY => contested.extend(resource(quad.object).into_iter().chain([quad.subject])),
                _ => {}
            }
        }
        // The passage to show may stand in another graph.
        open.extend(facts.iter().filter(|fact| fact.1 == SHOWN_BY).map(|fact| fact.0));
        Resolved {
            facts: facts.into_iter().map(super::merge::fact_quad).collect(),
            open: open.into_iter().map(NamedOrBlankNodeRef::into_owned).collect(),
            contested: contested.into_iter().map(NamedOrBlankNodeRef::into_owned).collect(),
            everything: quads.iter().any(|quad| quad.predicate == BROADER && !self.hierarchy.contains(quad)),
        }
    }
}

/// Finds out which subjects have to be resolved together, from what each graph gave alone.
#[derive(Debug, Default)]
pub struct Together {
    /// Hashes of the subjects that were met. Two that happen to have the same are resolved together for nothing.
    met: FxHashSet<u64>,
    touched: Touched,
}

impl Together {
    /// Takes note of one more graph.
    pub fn add(&mut self, resolved: &Resolved) {
        for subject in &resolved.open {
            if !self.met.insert(FxBuildHasher.hash_one(subject)) {
                add(&mut self.touched.subjects, subject.as_ref().into());
            }
        }
        for subject in &resolved.contested {
            add(&mut self.touched.subjects, subject.as_ref().into());
        }
        self.touched.everything |= resolved.everything;
    }

    /// What is to be resolved by [`update`](super::update) when all graphs are in the store.
    pub fn touched(self) -> Touched {
        Touched { every_answer: true, ..self.touched }
    }
}
