//! Collects the quads of one document graph; knows evidence and claims.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, TermRef};
use rustc_hash::FxHashMap;

use super::super::compare_objects;
use super::super::iri::Iris;
use super::super::vocab::{dcterms, igm, oa, prov, rdf, skos, zone};
use super::SourceMeta;
use crate::assertion::{Effect, Evidence, Mark, Zone};
use crate::document::{Document, Span};

/// Claims that start at one place with one predicate, in the order in which they are made.
type Claims = FxHashMap<(usize, &'static str), Vec<(NamedNode, Term)>>;

struct Passage {
    zone: Zone,
    locator: Option<String>,
    node: NamedNode,
    span: Span,
}

/// One triple; subjects and predicates by number, since most occur many times.
struct Row {
    subject: u32,
    predicate: u32,
    /// None once it has been handed on.
    object: Option<Term>,
}

pub(super) struct Writer<'a> {
    pub(super) iris: &'a Iris,
    pub(super) document: NamedNode,
    id: &'a str,
    language: &'a str,
    source: &'a Document,
    graph: GraphName,
    subjects: Vec<Rc<str>>,
    numbers: FxHashMap<Rc<str>, u32>,
    predicates: Vec<NamedNodeRef<'static>>,
    /// Numbers of predicates by the place and length of their text; a text that stands in two places gets two.
    predicate_numbers: FxHashMap<(usize, usize), u32>,
    rows: Vec<Row>,
    /// Passages by offsets in code points; the first mention settles zone and locator.
    passages: BTreeMap<(usize, usize), Passage>,
    claims: Claims,
    /// Traces of human decisions on the assertion that is being written.
    pub(super) marks: &'a [Mark],
}

impl<'a> Writer<'a> {
    pub(super) fn new(iris: &'a Iris, source: &'a SourceMeta, document: &'a Document) -> Self {
        Self {
            iris,
            document: iris.document(&source.id),
            id: &source.id,
            language: &source.language,
            source: document,
            graph: iris.document_graph(&source.id).into(),
            subjects: Vec::new(),
            numbers: FxHashMap::default(),
            predicates: Vec::new(),
            predicate_numbers: FxHashMap::default(),
            rows: Vec::new(),
            passages: BTreeMap::new(),
            claims: Claims::default(),
            marks: &[],
        }
    }

    /// Identifier of the document.
    pub(super) fn id(&self) -> &'a str {
        self.id
    }

    /// Code points before a byte of the text as received.
    pub(super) fn point(&self, byte: usize) -> usize {
        self.source.code_points(Span { start: byte, end: byte }).0
    }

    /// Where the first passage starts, in code points: names what it proves.
    pub(super) fn start(&self, evidence: &[Evidence]) -> usize {
        evidence.first().map_or(0, |e| self.point(e.span.start))
    }

    /// Text in the language of the document.
    pub(super) fn text(&self, text: &str) -> Literal {
        Literal::new_language_tagged_literal(text, self.language).unwrap_or_else(|_| Literal::from(text))
    }

    /// One plain triple.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: impl Into<Term>) {
        let subject = self.number(subject);
        let text = predicate.as_str();
        let predicate = *self.predicate_numbers.entry((text.as_ptr().addr(), text.len())).or_insert_with(|| {
            self.predicates.push(predicate);
            self.predicates.len() as u32 - 1
        });
        self.rows.push(Row { subject, predicate, object: Some(object.into()) });
    }

    /// The number of a subject; what is said of one subject mostly comes in a row.
    fn number(&mut self, subject: &NamedNode) -> u32 {
        if let Some(row) = self.rows.last().filter(|row| *self.subjects[row.subject as usize] == *subject.as_str()) {
            return row.subject;
        }
        if let Some(known) = self.numbers.get(subject.as_str()) {
            return *known;
        }
        let fresh = self.subjects.len() as u32;
        let name: Rc<str> = subject.as_str().into();
        self.subjects.push(Rc::clone(&name));
        self.numbers.insert(name, fresh);
        fresh
    }

    /// Points a fact or entity to its passages.
    pub(super) fn derived(&mut self, subject: &NamedNode, evidence: &[Evidence]) {
        for passage in evidence {
            let passage = self.passage(passage);
            self.add(subject, prov::WAS_DERIVED_FROM, passage);
        }
    }

    /// A binary fact about a shared thing: the plain triple, and the claim of this document that it holds. A value
    /// completed from a second passage names that passage as one that it requires.
    pub(super) fn state(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'static>,
        object: impl Into<Term>,
        evidence: &[Evidence],
        completed: bool,
        rule: &str,
    ) {
        let object = object.into();
        self.add(subject, predicate, object.clone());
        let start = self.start(evidence);
        let name = local_name(predicate);
        let same = self.claims.entry((start, name)).or_default();
        let said = (subject.clone(), object.clone());
        let known = same.iter().position(|claim| *claim == said);
        let k = known.unwrap_or(same.len()) + 1;
        if known.is_none() {
            same.push(said);
        }
        let claim = self.iris.claim(self.id, start, name, k);
        if known.is_none() {
            self.add(&claim, rdf::TYPE, igm::CLAIM);
            self.add(&claim, rdf::SUBJECT, subject.clone());
            self.add(&claim, rdf::PREDICATE, predicate);
            self.add(&claim, rdf::OBJECT, object);
            self.rule(&claim, rule);
        }
        self.derived(&claim, evidence);
        if completed {
            for passage in evidence.iter().skip(1) {
                let passage = self.passage(passage);
                self.add(&claim, dcterms::REQUIRES, passage);
            }
        }
    }

    /// Names the rule that found a fact, and the people who decided about it.
    pub(super) fn rule(&mut self, fact: &NamedNode, rule: &str) {
        if !rule.is_empty() {
            self.add(fact, igm::RULE, Literal::from(rule));
        }
        for mark in self.marks {
            let decision = self.iris.decision(&mark.decision);
            let link = match mark.effect {
                Effect::Accepted => prov::WAS_INFLUENCED_BY,
                Effect::Rejected => prov::WAS_INVALIDATED_BY,
                Effect::Made => prov::WAS_GENERATED_BY,
            };
            self.add(fact, link, decision);
            if let Some(note) = &mark.note {
                self.add(fact, skos::CHANGE_NOTE, Literal::from(note.as_str()));
            }
        }
    }

    /// Whether a person rejected what is being written.
    pub(super) fn rejects(&self) -> bool {
        self.marks.iter().any(|mark| mark.effect == Effect::Rejected)
    }

    /// All quads, sorted as [`sort_quads`](super::super::sort_quads) sorts them, without repetitions.
    pub(super) fn finish(mut self) -> Vec<Quad> {
        let breaks: Vec<usize> = self.source.text.match_indices(PAGE_BREAK).map(|(at, _)| at).collect();
        for ((start, end), passage) in std::mem::take(&mut self.passages) {
            let Passage { zone, locator, node, span } = passage;
            self.add(&node, rdf::TYPE, igm::EVIDENCE);
            self.add(&node, prov::WAS_QUOTED_FROM, self.document.clone());
            self.add(&node, oa::START, Literal::from(start as u64));
            self.add(&node, oa::END, Literal::from(end as u64));
            let exact = self.source.quote(span);
            self.add(&node, oa::EXACT, Literal::from(exact));
            self.add(&node, dcterms::TYPE, zone_concept(zone));
            let page = pages(&breaks, span);
            let locator: Vec<String> = page.into_iter().chain(locator).collect();
            if !locator.is_empty() {
                self.add(&node, igm::LOCATOR, Literal::from(locator.join(", ")));
            }
        }
        let subject_places = places(self.subjects.iter().map(|subject| &**subject));
        let predicate_places = places(self.predicates.iter().map(|predicate| predicate.as_str()));
        // The rows of each subject by the subject's place: how many begin before it, then each put to its own.
        let mut ends = vec![0_usize; self.subjects.len() + 1];
        self.rows.iter().for_each(|row| ends[subject_places[row.subject as usize] as usize + 1] += 1);
        (1..ends.len()).for_each(|place| ends[place] += ends[place - 1]);
        let mut order = vec![(0_u32, 0_u32); self.rows.len()];
        for (row, number) in self.rows.iter().zip(0..) {
            let next = &mut ends[subject_places[row.subject as usize] as usize];
            order[*next] = (predicate_places[row.predicate as usize], number);
            *next += 1;
        }
        let Self { mut rows, subjects, predicates, graph, .. } = self;
        let mut quads: Vec<Quad> = Vec::with_capacity(rows.len());
        let mut begin = 0;
        for end in ends {
            let said = &mut order[begin..end];
            begin = end;
            // Two numbers tell most rows apart.
            said.sort_unstable_by(|a, b| {
                let objects = || object(&rows, a.1).zip(object(&rows, b.1)).map(|(a, b)| compare_objects(a, b));
                a.0.cmp(&b.0).then_with(|| objects().unwrap_or(Ordering::Equal))
            });
            let mut before = None;
            for &(place, number) in &*said {
                let row = &mut rows[number as usize];
                let Some(object) = row.object.take() else { continue };
                let again = before == Some(place) && quads.last().is_some_and(|quad| quad.object == object);
                before = Some(place);
                if !again {
                    let subject = NamedNode::new_unchecked(&*subjects[row.subject as usize]);
                    quads.push(Quad::new(subject, predicates[row.predicate as usize], object, graph.clone()));
                }
            }
        }
        quads
    }

    fn passage(&mut self, evidence: &Evidence) -> NamedNode {
        let span = self.whole(evidence.span);
        let (start, end) = self.source.code_points(span);
        let (iris, id) = (self.iris, self.id);
        let passage = self.passages.entry((start, end)).or_insert_with(|| Passage {
            zone: evidence.zone,
            locator: None,
            node: iris.evidence(id, start, end),
            span,
        });
        if passage.locator.is_none() {
            passage.locator.clone_from(&evidence.locator);
        }
        passage.node.clone()
    }

    /// The span, widened to whole characters and kept within the text.
    fn whole(&self, span: Span) -> Span {
        let mut start = span.start.min(self.source.text.len());
        while !self.source.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, self.source.text.len());
        while !self.source.text.is_char_boundary(end) {
            end += 1;
        }
        Span { start, end }
    }
}

/// The object of a row.
fn object(rows: &[Row], number: u32) -> Option<TermRef<'_>> {
    rows[number as usize].object.as_ref().map(Term::as_ref)
}

/// The place of each text among all in their order; equal texts have the same.
fn places<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u32> {
    let mut order: Vec<(&str, usize)> = texts.zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    let (mut place, mut before) = (0, None);
    for (text, number) in order {
        place += u32::from(before.is_some_and(|before| before != text));
        before = Some(text);
        places[number] = place;
    }
    places
}

/// What follows the last `/` or `#`.
fn local_name(term: NamedNodeRef<'static>) -> &'static str {
    let iri = term.as_str();
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn zone_concept(zone: Zone) -> NamedNodeRef<'static> {
    match zone {
        Zone::Heading => zone::HEADING,
        Zone::Header => zone::HEADER,
        Zone::Body => zone::BODY,
        Zone::ListLead => zone::LIST_LEAD,
        Zone::ListItem => zone::LIST_ITEM,
        Zone::ParticipantList => zone::PARTICIPANT_LIST,
    }
}
/// What divides pages in a text.
const PAGE_BREAK: char = '\u{c}';

/// The pages of a passage, where a text has pages: `p. 3`, `pp. 3–4`.
fn pages(breaks: &[usize], span: Span) -> Option<String> {
    let page = |at: usize| breaks.partition_point(|page| *page < at) + 1;
    let (first, last) = (page(span.start), page(span.end.saturating_sub(1)));
    match breaks.is_empty() {
        true => None,
        false if first == last => Some(format!("p. {first}")),
        false => Some(format!("pp. {first}–{last}")),
    }
}
