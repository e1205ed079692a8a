//! Brings ranks and default graph up to date for the subjects that a change touches, and for no others.
//!
//! The quads around the touched subjects are gathered from the store, the definitions of [`super::ranks`] and
//! [`super::default_graph`] are applied to them as they are, and the answers for the touched subjects are written.
//! So there is one definition, and the cost follows the change, not the store. The subjects are taken part by part, so
//! that also a large change needs little memory.

use oxigraph::model::{GraphNameRef, NamedOrBlankNode, Quad};
use rustc_hash::FxHashSet;

use super::alone::{Alone, Together};
use super::gather::{Around, Claims, Gatherer, Known};
use super::merge::within_documents;
use super::names::{BROADER, FOLLOWS_UP, Graphs};
use super::rank::ranks;
use super::touched::{Subjects, Touched, add, says};
use crate::store::{Build, StoreError};

/// A part of the work is done when so many quads are in memory.
const PART: usize = 50_000;

/// Makes ranks and default graph anew from all named graphs that builds make, of which one at a time is in memory.
pub fn rebuild(build: &mut Build, graphs: &Graphs) -> Result<(), StoreError> {
    let resolution = GraphNameRef::from(graphs.resolution.as_ref());
    build.clear(resolution)?;
    build.clear(GraphNameRef::DefaultGraph)?;
    let curation = build.quads(None, None, None, Some(graphs.curation.as_ref().into()));
    let hierarchy = build.quads(None, Some(BROADER), None, None);
    let hierarchy =
        hierarchy.filter(|quad| quad.as_ref().map_or(true, |quad| graphs.is_made_by_builds(quad.graph_name.as_ref())));
    let context: Vec<Quad> = curation.chain(hierarchy).collect::<Result<_, _>>()?;
    let alone = Alone::new(&context, graphs);
    let (mut together, mut facts) = (Together::default(), Vec::new());
    for name in build.graphs()? {
        let name = GraphNameRef::from(name.as_ref());
        if name == resolution || !graphs.is_made_by_builds(name) {
            continue;
        }
        let quads: Vec<Quad> = build.quads(None, None, None, Some(name)).collect::<Result<_, _>>()?;
        let resolved = alone.resolve(&quads);
        together.add(&resolved);
        facts.extend(resolved.facts);
        if facts.len() >= PART {
            build.load(std::mem::take(&mut facts))?;
        }
    }
    build.load(facts)?;
    together_only(build, graphs, together.touched())
}

/// Brings ranks and default graph up to date after the named graphs of `build` were changed.
pub fn update(build: &mut Build, graphs: &Graphs, touched: Touched) -> Result<(), StoreError> {
    if touched.everything { rebuild(build, graphs) } else { together_only(build, graphs, touched) }
}

/// Does the work of [`update`] for the touched subjects.
fn together_only(build: &mut Build, graphs: &Graphs, touched: Touched) -> Result<(), StoreError> {
    let (every, mandated) = (touched.every_answer, touched.mandated.clone());
    let answers = subjects_only(build, graphs, touched)?;
    super::answers::link(build, graphs, every, &answers, &mandated)
}

/// The same without the links between documents; returns which of the subjects answer something.
fn subjects_only(build: &mut Build, graphs: &Graphs, mut touched: Touched) -> Result<Subjects, StoreError> {
    let known = Known::new(build, graphs)?;
    let gatherer = Gatherer { build, known: &known };
    let ranked_before = gatherer.ranked_before(&touched)?;
    let facts = gatherer.weigh(&mut touched, &ranked_before)?;
    let subjects = gatherer.widen(touched)?;
    let rankable = gatherer.rankable(&subjects, ranked_before)?;
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for fact in facts.into_iter().filter(|fact| !subjects.contains_key(&fact.subject.to_string())) {
        if says(build, graphs, &fact, None)? { &mut come } else { &mut gone }.push(fact);
    }
    // What stands for each other has to be seen together, so it comes first and as one.
    let (joined, single): (Vec<_>, Vec<_>) = subjects.into_iter().partition(|(key, _)| known.is_joined(key));
    let groups: Vec<Vec<(String, NamedOrBlankNode)>> =
        [joined].into_iter().chain(single.into_iter().map(|one| vec![one])).collect();

    let mut open = groups.iter().peekable();
    while open.peek().is_some() {
        let mut claims = Claims::new(Gatherer { build, known: &known });
        while let Some(group) = open.next_if(|_| claims.size() < PART) {
            claims.add(group, &rankable)?;
        }
        let (claims, quads) = claims.finish()?;
        let ranked = ranks(&quads, graphs);
        build.replace_subjects(graphs.resolution.as_ref().into(), claims.into_values(), &ranked)?;
    }
    let mut answers = Subjects::new();
    let mut open = groups.iter().peekable();
    while open.peek().is_some() {
        let mut around = Around::new(Gatherer { build, known: &known });
        let mut part: FxHashSet<NamedOrBlankNode> = FxHashSet::default();
        while let Some(group) = open.next_if(|_| around.size() < PART) {
            around.add(group, &rankable)?;
            part.extend(group.iter().map(|(_, subject)| subject.clone()));
        }
        let mut facts = within_documents(&around.finish()?, graphs);
        facts.retain(|quad| part.contains(&quad.subject));
        for quad in facts.iter().filter(|quad| quad.predicate == FOLLOWS_UP) {
            add(&mut answers, quad.subject.as_ref().into());
        }
        build.replace_subjects(GraphNameRef::DefaultGraph, part, &facts)?;
    }
    build.change(&gone, &come)?;
    Ok(answers)
}
