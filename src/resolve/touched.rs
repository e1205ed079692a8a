//! What a change touches.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use rustc_hash::FxHashSet;

use super::merge::resource;
use super::names::{
    ADDRESSEE, ALT_LABEL, ATTENDEE, BROADER, CLAIM, CONTAINED_IN_PLACE, CONTEXT, EVIDENCE, FOLLOWS_UP, FORCE,
    FUNCTIONAL, Graphs, IS_REPLACED_BY, ISSUED_AT, ISSUED_BY, LABEL, MEMBER, ORGANIZER, PRIMARY_TOPIC, RANK, ROLE,
    SHOWN_BY, STATUS, SUBJECT, TEXT, TYPE, WAS_DERIVED_FROM, WAS_INVALIDATED_BY,
};
use crate::store::{Build, StoreError};

/// Subjects in an order, so that the same change is the same work.
pub(super) type Subjects = BTreeMap<String, NamedOrBlankNode>;

/// What a change touches: fill it with the quads of changed graphs, old and new.
#[derive(Debug, Default)]
pub struct Touched {
    pub(super) subjects: Subjects,
    /// Subjects of which no more is touched than `facts` and the claims about them.
    pub(super) lightly: Subjects,
    /// What may hold now or hold no longer of those, each fact by itself.
    pub(super) facts: Vec<Quad>,
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

    /// Notes that one graph, of a document or of the catalogue, will say `new` instead of `old`; `build` still has it as it
    /// is, and all others as they are. What other graphs say of the same subjects as well is not touched, so a state that every
    /// document names costs what one document says of it.
    ///
    /// # Errors
    /// The database.
    pub fn change(&mut self, build: &Build, graphs: &Graphs, old: &[Quad], new: &[Quad]) -> Result<(), StoreError> {
        let (before, after): (FxHashSet<&Quad>, FxHashSet<&Quad>) = (old.iter().collect(), new.iter().collect());
        let mut changed: BTreeMap<String, Vec<&Quad>> = BTreeMap::new();
        for quad in old.iter().filter(|quad| !after.contains(quad)).chain(new.iter().filter(|q| !before.contains(q))) {
            changed.entry(quad.subject.to_string()).or_default().push(quad);
        }
        if changed.is_empty() {
            return Ok(());
        }
        // Ranks and answers follow from all that a graph says of a claim or an act.
        let mut proofs = FxHashSet::default();
        for quad in old.iter().chain(new) {
            match quad.predicate.as_ref() {
                SUBJECT => {
                    add(&mut self.lightly, quad.object.as_ref());
                    self.about.push((quad.subject.clone(), quad.object.clone()));
                }
                ISSUED_AT | FOLLOWS_UP => add(&mut self.mandated, quad.object.as_ref()),
                RANK => add(&mut self.claims, quad.subject.as_ref().into()),
                // What a document is about takes its name from it, by more than one of its facts.
                PRIMARY_TOPIC => add(&mut self.subjects, quad.object.as_ref()),
                IS_REPLACED_BY | BROADER => self.everything = true,
                _ => {}
            }
            if is_proof(quad) {
                proofs.insert(&quad.subject);
            }
        }
        for (key, quads) in changed {
            let Some(subject) = quads.first().map(|quad| &quad.subject) else { continue };
            for quad in quads.iter().filter(|quad| quad.predicate == CONTAINED_IN_PLACE) {
                add(&mut self.places, quad.subject.as_ref().into());
            }
            if self.subjects.contains_key(&key) {
                continue;
            }
            let others = Others { build, graphs, graph: quads[0].graph_name.as_ref() };
            let open = if proofs.contains(subject) { None } else { others.leave_open(&quads)? };
            match open {
                Some(facts) => {
                    self.facts.extend(facts);
                    self.lightly.insert(key, subject.clone());
                }
                None => _ = self.subjects.insert(key, subject.clone()),
            }
        }
        Ok(())
    }

    /// Whether nothing is touched.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty() && self.lightly.is_empty() && !self.everything
    }

    /// Whether the change may touch anything, so that all has to be made anew.
    pub fn is_everything(&self) -> bool {
        self.everything
    }
}

/// Whether a quad makes its subject a proof in its graph, of which nothing holds.
fn is_proof(quad: &Quad) -> bool {
    let object = quad.object.as_ref();
    quad.predicate == WAS_INVALIDATED_BY
        || quad.predicate == TYPE && (object == CLAIM.into() || object == EVIDENCE.into())
}

/// Facts from which other facts follow, or that give way to others, so that all of their subject has to be seen.
const INTERWOVEN: [NamedNodeRef<'_>; 21] = [
    TYPE,
    LABEL,
    ALT_LABEL,
    STATUS,
    WAS_DERIVED_FROM,
    SHOWN_BY,
    CONTEXT,
    MEMBER,
    ROLE,
    ATTENDEE,
    ORGANIZER,
    BROADER,
    FOLLOWS_UP,
    ISSUED_AT,
    ISSUED_BY,
    ADDRESSEE,
    FORCE,
    TEXT,
    IS_REPLACED_BY,
    WAS_INVALIDATED_BY,
    RANK,
];

/// The graphs beside one that changes.
struct Others<'b> {
    build: &'b Build,
    graphs: &'b Graphs,
    graph: GraphNameRef<'b>,
}

impl Others<'_> {
    /// Of quads about a subject that come or go those that they do not say; nothing if all of the subject has to be looked at.
    fn leave_open(&self, quads: &[&Quad]) -> Result<Option<Vec<Quad>>, StoreError> {
        let is_interwoven = |quad: &Quad| {
            INTERWOVEN.contains(&quad.predicate.as_ref()) || FUNCTIONAL.contains(&quad.predicate.as_ref())
        };
        // Most subjects are of one document alone, and their classes tell that at once.
        let (interwoven, single): (Vec<&Quad>, Vec<&Quad>) = quads.iter().partition(|quad| is_interwoven(quad));
        for quad in interwoven {
            if !says(self.build, self.graphs, quad, Some(self.graph))? {
                return Ok(None);
            }
        }
        let mut open = Vec::new();
        for quad in single {
            if !says(self.build, self.graphs, quad, Some(self.graph))? {
                open.push(Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
            }
        }
        Ok(Some(open))
    }
}

/// Whether a graph that builds make, other than one that is left out, says the same, and not of a proof.
pub(super) fn says(
    build: &Build,
    graphs: &Graphs,
    said: &Quad,
    but: Option<GraphNameRef<'_>>,
) -> Result<bool, StoreError> {
    let subject = said.subject.as_ref();
    for quad in build.quads(Some(subject), Some(said.predicate.as_ref()), Some(said.object.as_ref()), None) {
        let quad = quad?;
        let graph = quad.graph_name.as_ref();
        if Some(graph) == but || !graphs.is_made_by_builds(graph) || graph == graphs.resolution.as_ref().into() {
            continue;
        }
        let mut is = false;
        for (property, object) in [(TYPE, Some(CLAIM)), (TYPE, Some(EVIDENCE)), (WAS_INVALIDATED_BY, None)] {
            let mut found = build.quads(Some(subject), Some(property), object.map(TermRef::from), Some(graph));
            is |= found.next().transpose()?.is_some();
        }
        if !is {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Adds a term, if it can be a subject.
pub(super) fn add(subjects: &mut Subjects, term: TermRef<'_>) {
    if let Some(node) = resource(term) {
        subjects.entry(node.to_string()).or_insert_with(|| node.into_owned());
    }
}
