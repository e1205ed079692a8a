//! Reads what stands around some subjects.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use rustc_hash::FxHashSet;

use super::merge::resource;
use super::names::{
    BROADER, CONTAINED_IN_PLACE, CONTEXT, FUNCTIONAL, Graphs, IS_REPLACED_BY, OBJECT, PRIMARY_TOPIC, RANK, ROLE,
    SUBJECT, WAS_DERIVED_FROM, WAS_INVALIDATED_BY,
};
use super::touched::{Subjects, Touched, add};
use crate::store::{Build, StoreError};

/// A subject behind its key.
type Subject = (String, NamedOrBlankNode);

/// What people decided: little enough to be known while subjects are resolved.
pub(super) struct Known<'g> {
    pub(super) graphs: &'g Graphs,
    curation: Vec<Quad>,
    /// What stands for a node, and for what it stands, one step away.
    aliases: BTreeMap<String, Vec<NamedOrBlankNode>>,
}

impl<'g> Known<'g> {
    pub(super) fn new(build: &Build, graphs: &'g Graphs) -> Result<Self, StoreError> {
        let curation = build.quads(None, None, None, Some(graphs.curation.as_ref().into()));
        let curation: Vec<Quad> = curation.collect::<Result<_, _>>()?;
        let mut aliases: BTreeMap<String, Vec<NamedOrBlankNode>> = BTreeMap::new();
        for quad in curation.iter().filter(|quad| quad.predicate == IS_REPLACED_BY) {
            if let Some(kept) = resource(quad.object.as_ref()) {
                aliases.entry(quad.subject.to_string()).or_default().push(kept.into_owned());
                aliases.entry(kept.to_string()).or_default().push(quad.subject.clone());
            }
        }
        Ok(Self { graphs, curation, aliases })
    }

    /// Whether a subject stands for another, or another for it.
    pub(super) fn is_joined(&self, key: &str) -> bool {
        self.aliases.contains_key(key)
    }

    fn aliases(&self, key: &str) -> &[NamedOrBlankNode] {
        self.aliases.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    fn resolution(&self) -> GraphNameRef<'_> {
        self.graphs.resolution.as_ref().into()
    }
}

/// Reads around subjects, in the state that the store has now.
pub(super) struct Gatherer<'b> {
    pub(super) build: &'b Build,
    pub(super) known: &'b Known<'b>,
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
                let made = |quad: &Quad| self.known.graphs.is_made_by_builds(quad.graph_name.as_ref());
                graph.is_some() || quad.as_ref().map_or(true, made)
            })
            .collect()
    }

    /// The subjects, with those that stand for them or for which they stand, and the meetings whose shortcuts hang on them.
    pub(super) fn widen(&self, touched: Touched) -> Result<Subjects, StoreError> {
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
            for alias in self.known.aliases(&key) {
                add(&mut open, alias.as_ref().into());
            }
            for graph in [None, Some(GraphNameRef::DefaultGraph)] {
                for quad in self.read(Some(&subject), Some(CONTEXT), None, graph)? {
                    add(&mut open, quad.object.as_ref());
                }
            }
            subjects.insert(key, subject);
            while open.first_key_value().is_some_and(|(key, _)| subjects.contains_key(key)) {
                open.pop_first();
            }
        }
        Ok(subjects)
    }

    /// Takes to the touched subjects what is touched lightly only, and has or may get ranks, or stands for something else; answers
    /// the facts that are touched each by itself.
    pub(super) fn weigh(
        &self,
        touched: &mut Touched,
        ranked_before: &BTreeSet<String>,
    ) -> Result<Vec<Quad>, StoreError> {
        let facts = std::mem::take(&mut touched.facts);
        for fact in facts.iter().filter(|fact| self.known.is_joined(&fact.object.to_string())) {
            add(&mut touched.subjects, fact.subject.as_ref().into());
        }
        let mut lightly = std::mem::take(&mut touched.lightly);
        lightly.retain(|key, _| !touched.subjects.contains_key(key));
        let rankable = self.rankable(&lightly, ranked_before.clone())?;
        lightly.retain(|key, _| rankable.contains(key) || self.known.is_joined(key));
        touched.subjects.extend(lightly);
        Ok(facts)
    }

    /// What changed claims with a rank are about: when such a claim goes, or a decision about it does, the ranks of its
    /// rivals may go too.
    pub(super) fn ranked_before(&self, touched: &Touched) -> Result<BTreeSet<String>, StoreError> {
        let mut about = BTreeSet::new();
        for (claim, subject) in &touched.about {
            if !self.read(Some(claim), Some(RANK), None, Some(self.known.resolution()))?.is_empty() {
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
    pub(super) fn rankable(
        &self,
        subjects: &Subjects,
        ranked_before: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut rankable = ranked_before;
        for decision in self.known.curation.iter().filter(|quad| quad.predicate == RANK) {
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
        let mut open: Vec<String> = rankable.iter().filter(|key| self.known.is_joined(key)).cloned().collect();
        while let Some(key) = open.pop() {
            for alias in self.known.aliases(&key) {
                let alias = alias.to_string();
                if rankable.insert(alias.clone()) {
                    open.push(alias);
                }
            }
        }
        Ok(rankable)
    }
}

/// What has to be known to rank the claims about some subjects.
pub(super) struct Claims<'b> {
    gatherer: Gatherer<'b>,
    /// Quads in memory; those that decide come from the start.
    quads: Vec<Quad>,
    claims: Subjects,
    places: Vec<Term>,
}

impl<'b> Claims<'b> {
    pub(super) fn new(gatherer: Gatherer<'b>) -> Self {
        let quads = gatherer.known.curation.clone();
        Self { gatherer, quads, claims: Subjects::new(), places: Vec::new() }
    }

    /// Number of quads gathered.
    pub(super) fn size(&self) -> usize {
        self.quads.len() - self.gatherer.known.curation.len()
    }

    /// Adds the claims about some subjects that have or may get a rank.
    pub(super) fn add(&mut self, subjects: &[Subject], rankable: &BTreeSet<String>) -> Result<(), StoreError> {
        let (gatherer, resolution) = (&self.gatherer, self.gatherer.known.resolution());
        let mut claims = Subjects::new();
        for (key, subject) in subjects {
            // A touched node may have been a claim that is gone now; one that is there comes with what it is about.
            if !gatherer.read(Some(subject), None, None, Some(resolution))?.is_empty()
                && gatherer.read(Some(subject), Some(SUBJECT), None, None)?.is_empty()
            {
                add(&mut claims, subject.as_ref().into());
            }
            if rankable.contains(key) {
                self.quads.extend(gatherer.read(None, Some(PRIMARY_TOPIC), Some(subject.as_ref().into()), None)?);
                for claim in gatherer.read(None, Some(SUBJECT), Some(subject.as_ref().into()), None)? {
                    add(&mut claims, claim.subject.as_ref().into());
                }
            }
        }
        claims.retain(|key, _| !self.claims.contains_key(key));
        for claim in claims.values() {
            let about = gatherer.read(Some(claim), None, None, None)?;
            for quad in &about {
                match quad.predicate.as_ref() {
                    WAS_DERIVED_FROM => {
                        if let Some(passage) = resource(quad.object.as_ref()) {
                            self.quads.extend(gatherer.read(Some(&passage.into_owned()), None, None, None)?);
                        }
                    }
                    OBJECT => self.places.push(quad.object.clone()),
                    _ => {}
                }
            }
            self.quads.extend(about.into_iter().filter(|quad| quad.graph_name.as_ref() != resolution));
        }
        self.claims.extend(claims);
        Ok(())
    }

    /// The claims, and everything from which their ranks follow.
    pub(super) fn finish(mut self) -> Result<(Subjects, Vec<Quad>), StoreError> {
        self.quads.extend(self.gatherer.upwards(self.places, CONTAINED_IN_PLACE)?);
        Ok((self.claims, self.quads))
    }
}

/// Everything from which the default graph says something about some subjects.
pub(super) struct Around<'b> {
    gatherer: Gatherer<'b>,
    quads: Vec<Quad>,
    /// Nodes about which everything was read.
    sources: FxHashSet<NamedOrBlankNode>,
    roles: FxHashSet<Term>,
}

impl<'b> Around<'b> {
    pub(super) fn new(gatherer: Gatherer<'b>) -> Self {
        let quads = gatherer.known.curation.clone();
        Self { gatherer, quads, sources: FxHashSet::default(), roles: FxHashSet::default() }
    }

    /// Number of quads gathered.
    pub(super) fn size(&self) -> usize {
        self.quads.len() - self.gatherer.known.curation.len()
    }

    /// Adds what stands around some subjects.
    pub(super) fn add(&mut self, subjects: &[Subject], rankable: &BTreeSet<String>) -> Result<(), StoreError> {
        for (_, subject) in subjects {
            self.add_source(subject.clone(), rankable)?;
            for participation in self.gatherer.read(None, Some(CONTEXT), Some(subject.as_ref().into()), None)? {
                let mut open = vec![participation.subject];
                while let Some(node) = open.pop() {
                    let aliases = self.gatherer.known.aliases(&node.to_string());
                    if self.add_source(node, rankable)? {
                        open.extend(aliases.iter().cloned());
                    }
                }
            }
            // Whose label counts more.
            self.quads.extend(self.gatherer.read(None, Some(PRIMARY_TOPIC), Some(subject.as_ref().into()), None)?);
        }
        Ok(())
    }

    /// Adds what is said of a node, and its claims that have a rank: only these can take something away. Answers whether
    /// it is new.
    fn add_source(&mut self, source: NamedOrBlankNode, rankable: &BTreeSet<String>) -> Result<bool, StoreError> {
        if self.sources.contains(&source) {
            return Ok(false);
        }
        let gatherer = &self.gatherer;
        let about = gatherer.read(Some(&source), None, None, None)?;
        self.roles.extend(about.iter().filter(|quad| quad.predicate == ROLE).map(|quad| quad.object.clone()));
        self.quads.extend(about);
        if rankable.contains(&source.to_string()) {
            for claim in gatherer.read(None, Some(SUBJECT), Some(source.as_ref().into()), None)? {
                let ranked =
                    gatherer.read(Some(&claim.subject), Some(RANK), None, Some(gatherer.known.resolution()))?;
                if !ranked.is_empty() {
                    self.quads.extend(gatherer.read(Some(&claim.subject), None, None, None)?);
                }
            }
        }
        self.sources.insert(source);
        Ok(true)
    }

    /// The quads, with the kinds of the capacities among them.
    pub(super) fn finish(mut self) -> Result<Vec<Quad>, StoreError> {
        self.quads.extend(self.gatherer.upwards(self.roles, BROADER)?);
        Ok(self.quads)
    }
}

impl Gatherer<'_> {
    /// The quads of one property that lead upwards from some nodes.
    fn upwards(
        &self,
        from: impl IntoIterator<Item = Term>,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Quad>, StoreError> {
        let (mut quads, mut open, mut seen) = (Vec::new(), Vec::from_iter(from), BTreeSet::new());
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
