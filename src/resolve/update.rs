//! Brings ranks and default graph up to date for the subjects that a change touches, and for no others.
//!
//! The quads around the touched subjects are gathered from the store, the definitions of [`super::ranks`] and
//! [`super::default_graph`] are applied to them as they are, and the answers for the touched subjects are written.
//! So there is one definition, and the cost follows the change, not the store.

use std::collections::BTreeSet;

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};

use super::merge::{default_graph, resource};
use super::names::{
    BROADER, CONTAINED_IN_PLACE, CONTEXT, FUNCTIONAL, Graphs, IS_REPLACED_BY, OBJECT, PRIMARY_TOPIC, RANK, ROLE,
    SUBJECT, WAS_DERIVED_FROM, WAS_INVALIDATED_BY,
};
use super::rank::ranks;
use crate::store::{Build, StoreError};

/// Subjects in an order, so that the same change is the same work.
type Subjects = std::collections::BTreeMap<String, NamedOrBlankNode>;

/// What a change touches: fill it with the quads of changed graphs, old and new.
#[derive(Debug, Default)]
pub struct Touched {
    subjects: Subjects,
    places: Subjects,
    claims: Subjects,
    /// Claims of changed graphs, each with what it is about.
    about: Vec<(NamedOrBlankNode, Term)>,
    everything: bool,
}

impl Touched {
    /// Notes a quad that goes, comes, or stands in a graph that changes.
    pub fn note(&mut self, quad: &Quad) {
        add(&mut self.subjects, quad.subject.as_ref().into());
        match quad.predicate.as_ref() {
            SUBJECT => {
                add(&mut self.subjects, quad.object.as_ref());
                self.about.push((quad.subject.clone(), quad.object.clone()));
            }
            PRIMARY_TOPIC => add(&mut self.subjects, quad.object.as_ref()),
            CONTAINED_IN_PLACE => add(&mut self.places, quad.subject.as_ref().into()),
            RANK => add(&mut self.claims, quad.subject.as_ref().into()),
            // Who stands for whom, and which capacity is a kind of which, may touch anything.
            IS_REPLACED_BY | BROADER => self.everything = true,
            _ => {}
        }
    }

    /// Whether nothing is touched.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }
}

fn add(subjects: &mut Subjects, term: TermRef<'_>) {
    if let Some(node) = resource(term) {
        subjects.entry(node.to_string()).or_insert_with(|| node.into_owned());
    }
}

/// Makes ranks and default graph anew from all named graphs that builds make. Holds the whole store in memory.
pub fn rebuild(build: &mut Build, graphs: &Graphs) -> Result<(), StoreError> {
    let resolution = GraphNameRef::from(graphs.resolution.as_ref());
    let mut quads = Vec::new();
    for quad in build.quads(None, None, None, None) {
        let quad = quad?;
        if graphs.is_made_by_builds(&quad.graph_name) && quad.graph_name.as_ref() != resolution {
            quads.push(quad);
        }
    }
    let ranked = ranks(&quads, graphs);
    quads.extend(ranked.iter().cloned());
    build.replace_graph(resolution, &ranked)?;
    build.replace_graph(GraphNameRef::DefaultGraph, &default_graph(&quads, graphs))
}

/// Brings ranks and default graph up to date after the named graphs of `build` were changed.
pub fn update(build: &mut Build, graphs: &Graphs, touched: Touched) -> Result<(), StoreError> {
    if touched.everything {
        return rebuild(build, graphs);
    }
    let gatherer = Gatherer { build, graphs };
    let ranked_before = gatherer.ranked_before(&touched)?;
    let subjects = gatherer.widen(touched)?;
    let rankable = gatherer.rankable(&subjects, ranked_before)?;
    let (claims, ranked) = gatherer.rerank(&subjects, &rankable)?;
    build.replace_subjects(graphs.resolution.as_ref().into(), claims, &ranked)?;

    let around = Gatherer { build, graphs }.around(&subjects, &rankable)?;
    let facts: Vec<Quad> = default_graph(&around, graphs)
        .into_iter()
        .filter(|quad| subjects.contains_key(&quad.subject.to_string()))
        .collect();
    build.replace_subjects(GraphNameRef::DefaultGraph, subjects.into_values(), &facts)
}

/// Reads what stands around some subjects.
struct Gatherer<'b> {
    build: &'b Build,
    graphs: &'b Graphs,
}

impl Gatherer<'_> {
    /// Quads of the named graphs that builds make, and of `graph` only, if given.
    fn read(
        &self,
        subject: Option<&NamedOrBlankNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Vec<Quad>, StoreError> {
        let quads = self.build.quads(subject.map(NamedOrBlankNode::as_ref), predicate, object, graph);
        quads
            .filter(|quad| {
                let made = |quad: &Quad| self.graphs.is_made_by_builds(&quad.graph_name);
                graph.is_some() || quad.as_ref().map_or(true, made)
            })
            .collect()
    }

    fn curation(&self) -> Option<GraphNameRef<'_>> {
        Some(self.graphs.curation.as_ref().into())
    }

    /// The subjects, with those that stand for them or for which they stand, and the meetings whose shortcuts hang on them.
    fn widen(&self, touched: Touched) -> Result<Subjects, StoreError> {
        let mut open = touched.subjects;
        for place in touched.places.values() {
            for located in self.read(None, Some(OBJECT), Some(place.as_ref().into()), None)? {
                for claim in self.read(Some(&located.subject), Some(SUBJECT), None, None)? {
                    add(&mut open, claim.object.as_ref());
                }
            }
        }
        for claim in touched.claims.values() {
            for quad in self.read(Some(claim), Some(SUBJECT), None, None)? {
                add(&mut open, quad.object.as_ref());
            }
        }
        let mut subjects = Subjects::new();
        while let Some((key, subject)) = open.pop_first() {
            for quad in self.read(Some(&subject), Some(IS_REPLACED_BY), None, self.curation())? {
                add(&mut open, quad.object.as_ref());
            }
            for quad in self.read(None, Some(IS_REPLACED_BY), Some(subject.as_ref().into()), self.curation())? {
                add(&mut open, quad.subject.as_ref().into());
            }
            for graph in [None, Some(GraphNameRef::DefaultGraph)] {
                for quad in self.read(Some(&subject), Some(CONTEXT), None, graph)? {
                    add(&mut open, quad.object.as_ref());
                }
            }
            subjects.insert(key, subject);
            open.retain(|key, _| !subjects.contains_key(key));
        }
        Ok(subjects)
    }

    /// What changed claims with a rank are about: when such a claim goes, or a decision about it does, the ranks of its
    /// rivals may go too.
    fn ranked_before(&self, touched: &Touched) -> Result<BTreeSet<String>, StoreError> {
        let resolution = GraphNameRef::from(self.graphs.resolution.as_ref());
        let mut about = BTreeSet::new();
        for (claim, subject) in &touched.about {
            if !self.read(Some(claim), Some(RANK), None, Some(resolution))?.is_empty() {
                about.insert(subject.to_string());
            }
        }
        for claim in touched.claims.values() {
            about.extend(
                self.read(Some(claim), Some(SUBJECT), None, None)?.into_iter().map(|quad| quad.object.to_string()),
            );
        }
        Ok(about)
    }

    /// Those of the subjects whose claims can have ranks: only there the claims have to be looked at, and a state or an
    /// organisation that every document names does not make a change dear.
    fn rankable(&self, subjects: &Subjects, ranked_before: BTreeSet<String>) -> Result<BTreeSet<String>, StoreError> {
        let curation = self.read(None, None, None, self.curation())?;
        let mut rankable = ranked_before;
        for decision in curation.iter().filter(|quad| quad.predicate == RANK) {
            for claim in self.read(Some(&decision.subject), Some(SUBJECT), None, None)? {
                rankable.insert(claim.object.to_string());
            }
        }
        for rejected in self.read(None, Some(WAS_INVALIDATED_BY), None, None)? {
            for claim in self.read(Some(&rejected.subject), Some(SUBJECT), None, None)? {
                rankable.insert(claim.object.to_string());
            }
        }
        for (key, subject) in subjects {
            for predicate in FUNCTIONAL {
                if !self.read(Some(subject), Some(predicate), None, None)?.is_empty() {
                    rankable.insert(key.clone());
                }
            }
        }
        // What stands for each other is ranked together.
        let same: Vec<(String, String)> = curation
            .iter()
            .filter(|quad| quad.predicate == IS_REPLACED_BY)
            .map(|quad| (quad.subject.to_string(), quad.object.to_string()))
            .collect();
        let mut before = usize::MAX;
        while before != rankable.len() {
            before = rankable.len();
            for (duplicate, kept) in &same {
                if rankable.contains(duplicate) || rankable.contains(kept) {
                    rankable.extend([duplicate.clone(), kept.clone()]);
                }
            }
        }
        Ok(rankable)
    }

    /// All claims about the subjects that have or may get a rank, and the ranks that they should have.
    fn rerank(
        &self,
        subjects: &Subjects,
        rankable: &BTreeSet<String>,
    ) -> Result<(Vec<NamedOrBlankNode>, Vec<Quad>), StoreError> {
        let resolution = GraphNameRef::from(self.graphs.resolution.as_ref());
        let mut quads = self.read(None, None, None, self.curation())?;
        let mut claims = Subjects::new();
        for (key, subject) in subjects {
            // A touched node may have been a claim that is gone now.
            if !self.read(Some(subject), None, None, Some(resolution))?.is_empty() {
                add(&mut claims, subject.as_ref().into());
            }
            if rankable.contains(key) {
                quads.extend(self.read(None, Some(PRIMARY_TOPIC), Some(subject.as_ref().into()), None)?);
                for claim in self.read(None, Some(SUBJECT), Some(subject.as_ref().into()), None)? {
                    add(&mut claims, claim.subject.as_ref().into());
                }
            }
        }
        let mut places = Vec::new();
        for claim in claims.values() {
            let about = self.read(Some(claim), None, None, None)?;
            for quad in &about {
                match quad.predicate.as_ref() {
                    WAS_DERIVED_FROM => {
                        if let Some(passage) = resource(quad.object.as_ref()) {
                            quads.extend(self.read(Some(&passage.into_owned()), None, None, None)?);
                        }
                    }
                    OBJECT => places.push(quad.object.clone()),
                    _ => {}
                }
            }
            quads.extend(about);
        }
        quads.extend(self.upwards(places, CONTAINED_IN_PLACE)?);
        quads.retain(|quad| quad.graph_name.as_ref() != resolution);
        Ok((claims.into_values().collect(), ranks(&quads, self.graphs)))
    }

    /// Everything from which the default graph says something about the subjects.
    fn around(&self, subjects: &Subjects, rankable: &BTreeSet<String>) -> Result<Vec<Quad>, StoreError> {
        let mut quads = self.read(None, None, None, self.curation())?;
        let mut sources = subjects.clone();
        for subject in subjects.values() {
            for participation in self.read(None, Some(CONTEXT), Some(subject.as_ref().into()), None)? {
                self.add_with_aliases(&mut sources, participation.subject)?;
            }
            // Whose label counts more.
            quads.extend(self.read(None, Some(PRIMARY_TOPIC), Some(subject.as_ref().into()), None)?);
        }
        let mut roles = Vec::new();
        let resolution = GraphNameRef::from(self.graphs.resolution.as_ref());
        for source in sources.values() {
            let about = self.read(Some(source), None, None, None)?;
            roles.extend(about.iter().filter(|quad| quad.predicate == ROLE).map(|quad| quad.object.clone()));
            quads.extend(about);
        }
        // Only claims that have a rank can take something away.
        for subject in subjects.iter().filter(|(key, _)| rankable.contains(*key)).map(|(_, subject)| subject) {
            for claim in self.read(None, Some(SUBJECT), Some(subject.as_ref().into()), None)? {
                if !self.read(Some(&claim.subject), Some(RANK), None, Some(resolution))?.is_empty() {
                    quads.extend(self.read(Some(&claim.subject), None, None, None)?);
                }
            }
        }
        quads.extend(self.upwards(roles, BROADER)?);
        Ok(quads)
    }

    /// Adds a node with what stands for it and for what it stands.
    fn add_with_aliases(&self, nodes: &mut Subjects, node: NamedOrBlankNode) -> Result<(), StoreError> {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if nodes.insert(node.to_string(), node.clone()).is_some() {
                continue;
            }
            for quad in self.read(Some(&node), Some(IS_REPLACED_BY), None, self.curation())? {
                open.extend(resource(quad.object.as_ref()).map(oxigraph::model::NamedOrBlankNodeRef::into_owned));
            }
            for quad in self.read(None, Some(IS_REPLACED_BY), Some(node.as_ref().into()), self.curation())? {
                open.push(quad.subject);
            }
        }
        Ok(())
    }

    /// The quads of one property that lead upwards from some nodes.
    fn upwards(&self, from: Vec<Term>, predicate: NamedNodeRef<'_>) -> Result<Vec<Quad>, StoreError> {
        let (mut quads, mut open, mut seen) = (Vec::new(), from, BTreeSet::new());
        while let Some(node) = open.pop() {
            let Some(subject) = resource(node.as_ref()).filter(|_| seen.insert(node.to_string())) else { continue };
            for quad in self.read(Some(&subject.into_owned()), Some(predicate), None, None)? {
                open.push(quad.object.clone());
                quads.push(quad);
            }
        }
        Ok(quads)
    }
}
