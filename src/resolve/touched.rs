//! What a change touches.

use std::collections::BTreeMap;

use oxigraph::model::{NamedOrBlankNode, Quad, Term, TermRef};

use super::merge::resource;
use super::names::{BROADER, CONTAINED_IN_PLACE, FOLLOWS_UP, IS_REPLACED_BY, ISSUED_AT, PRIMARY_TOPIC, RANK, SUBJECT};

/// Subjects in an order, so that the same change is the same work.
pub(super) type Subjects = BTreeMap<String, NamedOrBlankNode>;

/// What a change touches: fill it with the quads of changed graphs, old and new.
#[derive(Debug, Default)]
pub struct Touched {
    pub(super) subjects: Subjects,
    pub(super) places: Subjects,
    pub(super) claims: Subjects,
    /// Claims of changed graphs, each with what it is about.
    pub(super) about: Vec<(NamedOrBlankNode, Term)>,
    pub(super) everything: bool,
    /// Meetings at which mandates came or went, or that answers came or ceased to name.
    pub(super) mandated: Subjects,
    /// Whether all answers to mandates are to be looked at.
    pub(super) every_answer: bool,
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
            ISSUED_AT | FOLLOWS_UP => add(&mut self.mandated, quad.object.as_ref()),
            RANK => add(&mut self.claims, quad.subject.as_ref().into()),
            // Who stands for whom, and which capacity is a kind of which, may touch anything.
            IS_REPLACED_BY | BROADER => self.everything = true,
            _ => {}
        }
    }

    /// Whether nothing is touched.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty() && !self.everything
    }

    /// Whether the change may touch anything, so that all has to be made anew.
    pub fn is_everything(&self) -> bool {
        self.everything
    }
}

/// Adds a term, if it can be a subject.
pub(super) fn add(subjects: &mut Subjects, term: TermRef<'_>) {
    if let Some(node) = resource(term) {
        subjects.entry(node.to_string()).or_insert_with(|| node.into_owned());
    }
}
