//! What answers a mandate of another document: a text says that it follows up what a meeting decided, and the record of
//! that meeting has the words.
//!
//! The link is made only where it can be proven: the mandate was given at that meeting, the same body is meant, it is of
//! the same kind where the text repeats it, its words come back, and no other mandate of the meeting fits as well. Else
//! the answer stays one to the meeting.

use std::collections::BTreeSet;

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use rustc_hash::FxHashMap;

use super::merge::{Fact, resource};
use super::names::{ADDRESSEE, BROADER, FOLLOWS_UP, FORCE, Graphs, ISSUED_AT, ISSUED_BY, MANDATE, TEXT, TYPE};
use super::touched::Subjects;
use crate::store::{Build, StoreError};

/// Words that a mandate and its answer share at least.
const SHARED: usize = 3;

/// Longer words that tell nothing of that.
const EMPTY: [&str; 22] = [
    "with",
    "that",
    "their",
    "this",
    "from",
    "have",
    "been",
    "shall",
    "should",
    "will",
    "would",
    "which",
    "these",
    "those",
    "into",
    "also",
    "such",
    "were",
    "them",
    "they",
    "other",
    "including",
];

/// Letters of a word that tells what is to be done.
const LETTERS: usize = 4;

/// What holds, to be asked for values and for what has a value.
trait Known {
    fn objects(&self, subject: &Term, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError>;

    fn subjects(&self, property: NamedNodeRef<'_>, object: &Term) -> Result<Vec<Term>, StoreError>;
}

impl Known for Build {
    fn objects(&self, subject: &Term, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        let Some(subject) = resource(subject.as_ref()) else { return Ok(Vec::new()) };
        self.quads(Some(subject), Some(property), None, DEFAULT).map(|quad| Ok(quad?.object)).collect()
    }

    fn subjects(&self, property: NamedNodeRef<'_>, object: &Term) -> Result<Vec<Term>, StoreError> {
        self.quads(None, Some(property), Some(object.as_ref()), DEFAULT).map(|quad| Ok(quad?.subject.into())).collect()
    }
}

/// Facts in memory.
#[derive(Default)]
struct Told<'a> {
    of: FxHashMap<(TermRef<'a>, NamedNodeRef<'a>), Vec<TermRef<'a>>>,
    by: FxHashMap<(NamedNodeRef<'a>, TermRef<'a>), Vec<TermRef<'a>>>,
}

impl Known for Told<'_> {
    fn objects(&self, subject: &Term, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        let found = self.of.get(&(subject.as_ref(), property)).into_iter().flatten();
        Ok(found.map(|term| term.into_owned()).collect())
    }

    fn subjects(&self, property: NamedNodeRef<'_>, object: &Term) -> Result<Vec<Term>, StoreError> {
        let found = self.by.get(&(property, object.as_ref())).into_iter().flatten();
        Ok(found.map(|term| term.into_owned()).collect())
    }
}

/// The links from answers to mandates of other documents, of all that holds.
pub(super) fn of_facts(facts: &[Fact<'_>]) -> Vec<Quad> {
    const LOOKED_AT: [NamedNodeRef<'_>; 8] = [TYPE, FOLLOWS_UP, ISSUED_AT, ISSUED_BY, ADDRESSEE, FORCE, BROADER, TEXT];
    let mut told = Told::default();
    for (subject, property, object) in facts.iter().filter(|fact| LOOKED_AT.contains(&fact.1)) {
        let subject = TermRef::from(*subject);
        told.of.entry((subject, *property)).or_default().push(*object);
        if matches!(*property, FOLLOWS_UP | ISSUED_AT) {
            told.by.entry((*property, *object)).or_default().push(subject);
        }
    }
    let (mut links, mut seen) = (Vec::new(), BTreeSet::new());
    for (subject, _, _) in facts.iter().filter(|fact| fact.1 == FOLLOWS_UP) {
        let answer = Term::from(subject.into_owned());
        if !seen.insert(answer.to_string()) {
            continue;
        }
        let said = told.objects(&answer, FOLLOWS_UP).unwrap_or_default();
        for mandate in mandates(&told, &answer, &said).unwrap_or_default() {
            links.push(Quad::new(subject.into_owned(), FOLLOWS_UP, mandate, GraphNameRef::DefaultGraph));
        }
    }
    links
}

const DEFAULT: Option<GraphNameRef<'_>> = Some(GraphNameRef::DefaultGraph);

/// Brings the links from answers to mandates of other documents up to date: of all answers or of those given, and of those that name one of the meetings.
pub(super) fn link(
    build: &mut Build,
    graphs: &Graphs,
    every: bool,
    answers: &Subjects,
    meetings: &Subjects,
) -> Result<(), StoreError> {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for answer in affected(build, every, answers, meetings)? {
        let Some(node) = resource(answer.as_ref()).map(|node| node.into_owned()) else { continue };
        let said = build.objects(&answer, FOLLOWS_UP)?;
        let wanted = mandates(build, &answer, &said)?;
        for mandate in said.iter().filter(|mandate| !wanted.contains(mandate)) {
            // a mandate, or one whose document is gone
            let is = is_mandate(build, mandate)? || build.objects(mandate, TYPE)?.is_empty();
            if is && !states(build, graphs, &node, mandate)? {
                removed.push(Quad::new(node.clone(), FOLLOWS_UP, mandate.clone(), GraphNameRef::DefaultGraph));
            }
        }
        for mandate in wanted.iter().filter(|mandate| !said.contains(mandate)) {
            added.push(Quad::new(node.clone(), FOLLOWS_UP, mandate.clone(), GraphNameRef::DefaultGraph));
        }
    }
    if removed.is_empty() && added.is_empty() { Ok(()) } else { build.change(&removed, &added) }
}

/// The answers whose links may be others than before.
fn affected(build: &Build, every: bool, answers: &Subjects, meetings: &Subjects) -> Result<Vec<Term>, StoreError> {
    let mut found: Vec<Term> = answers.values().cloned().map(Term::from).collect();
    if every {
        for quad in build.quads(None, Some(FOLLOWS_UP), None, DEFAULT) {
            found.push(quad?.subject.into());
        }
    }
    for meeting in meetings.values() {
        let meeting = Term::from(meeting.clone());
        found.extend(build.subjects(FOLLOWS_UP, &meeting)?);
        for mandate in build.subjects(ISSUED_AT, &meeting)? {
            found.extend(build.subjects(FOLLOWS_UP, &mandate)?);
        }
    }
    found.sort_by_cached_key(ToString::to_string);
    found.dedup();
    Ok(found)
}

/// The mandates of other documents that an answer to `said` provably answers.
fn mandates(known: &impl Known, answer: &Term, said: &[Term]) -> Result<Vec<Term>, StoreError> {
    let mut found = Vec::new();
    let own = Act::read(known, answer)?;
    for what in said {
        if is_mandate(known, what)? {
            // the text repeats the mandate of a meeting
            if document(what) == document(answer) {
                let told = Act::read(known, what)?;
                for meeting in known.objects(what, ISSUED_AT)? {
                    found.extend(proven(known, &meeting, &own, Some(&told), answer)?);
                }
            }
        } else {
            found.extend(proven(known, what, &own, None, answer)?);
        }
    }
    found.sort_by_cached_key(ToString::to_string);
    found.dedup();
    Ok(found)
}

/// The one mandate of a meeting that an answer answers, if there is just one that fits best.
fn proven(
    known: &impl Known,
    meeting: &Term,
    answer: &Act,
    told: Option<&Act>,
    node: &Term,
) -> Result<Option<Term>, StoreError> {
    let mut best: Option<(usize, Term)> = None;
    let mut tie = false;
    for mandate in known.subjects(ISSUED_AT, meeting)? {
        if document(&mandate) == document(node) || !is_mandate(known, &mandate)? {
            continue;
        }
        let given = Act::read(known, &mandate)?;
        if !given.is_meant_by(answer, told) {
            continue;
        }
        let words = told.map_or(&answer.words, |told| &told.words);
        let shared = given.words.intersection(words).count();
        if shared < SHARED || shared * 2 < given.words.len().min(words.len()) {
            continue;
        }
        tie = best.as_ref().is_some_and(|(most, _)| *most == shared)
            || tie && best.as_ref().is_some_and(|(most, _)| *most > shared);
        if best.as_ref().is_none_or(|(most, _)| *most < shared) {
            best = Some((shared, mandate));
        }
    }
    Ok(best.filter(|_| !tie).map(|(_, mandate)| mandate))
}

/// What of an act tells which one it is.
struct Act {
    by: BTreeSet<String>,
    to: BTreeSet<String>,
    /// The class of its force.
    kinds: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Act {
    fn read(known: &impl Known, act: &Term) -> Result<Self, StoreError> {
        let names = |terms: Vec<Term>| terms.iter().map(ToString::to_string).collect();
        let mut kinds = BTreeSet::new();
        for force in known.objects(act, FORCE)? {
            kinds.extend(known.objects(&force, BROADER)?.iter().map(ToString::to_string));
        }
        let texts = known.objects(act, TEXT)?;
        let words =
            texts.iter().filter_map(|text| if let Term::Literal(text) = text { Some(text.value()) } else { None });
        let words = words.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase);
        Ok(Self {
            by: names(known.objects(act, ISSUED_BY)?),
            to: names(known.objects(act, ADDRESSEE)?),
            kinds,
            words: words.filter(|word| word.chars().count() >= LETTERS && !EMPTY.contains(&word.as_str())).collect(),
        })
    }

    /// Whether an answer, or the mandate as its text repeats it, may speak of this mandate: the same body is to act, or is
    /// said to have acted, and what is repeated is of the same kind.
    fn is_meant_by(&self, answer: &Self, told: Option<&Self>) -> bool {
        let none = BTreeSet::new();
        let (by, to) = told.map_or((&none, &none), |told| (&told.by, &told.to));
        let addressed = [&answer.by, &answer.to, to].iter().any(|bodies| !self.to.is_disjoint(bodies));
        let same_issuer =
            self.to.is_empty() && (!self.by.is_disjoint(by) || told.is_none() && !self.by.is_disjoint(&answer.by));
        let same_kind = told.is_none_or(|told| !self.kinds.is_disjoint(&told.kinds));
        (addressed || same_issuer) && same_kind
    }
}

fn is_mandate(known: &impl Known, thing: &Term) -> Result<bool, StoreError> {
    Ok(known.objects(thing, TYPE)?.iter().any(|class| class.as_ref() == TermRef::from(MANDATE)))
}

/// Whether a graph of a document says so itself.
fn states(build: &Build, graphs: &Graphs, answer: &NamedOrBlankNode, what: &Term) -> Result<bool, StoreError> {
    for quad in build.quads(Some(answer.as_ref()), Some(FOLLOWS_UP), Some(what.as_ref()), None) {
        let name = quad?.graph_name;
        if graphs.is_made_by_builds(name.as_ref()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The document of an act, which its IRI names: `mandate/{doc}/…`.
fn document(act: &Term) -> Option<&str> {
    let Term::NamedNode(act) = act else { return None };
    act.as_str().rsplit('/').nth(1)
}
