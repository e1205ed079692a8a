//! Collects the quads of one document graph; knows evidence and claims.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
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

/// One triple; subjects by number, since most say many things.
struct Row {
    subject: u32,
    predicate: NamedNodeRef<'static>,
    object: Term,
}

pub(super) struct Writer<'a> {
    pub(super) iris: &'a Iris,
    pub(super) document: NamedNode,
    id: &'a str,
    language: &'a str,
    source: &'a Document,
    graph: GraphName,
    subjects: Vec<NamedNode>,
    numbers: FxHashMap<NamedNode, u32>,
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
        self.rows.push(Row { subject, predicate, object: object.into() });
    }

    /// The number of a subject; what is said of one subject mostly comes in a row.
    fn number(&mut self, subject: &NamedNode) -> u32 {
        if let Some(row) = self.rows.last().filter(|row| self.subjects[row.subject as usize] == *subject) {
            return row.subject;
        }
        if let Some(known) = self.numbers.get(subject) {
            return *known;
        }
        let fresh = self.subjects.len() as u32;
        self.subjects.push(subject.clone());
        self.numbers.insert(subject.clone(), fresh);
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
        for ((start, end), passage) in std::mem::take(&mut self.passages) {
            let Passage { zone, locator, node, span } = passage;
            self.add(&node, rdf::TYPE, igm::EVIDENCE);
            self.add(&node, prov::WAS_QUOTED_FROM, self.document.clone());
            self.add(&node, oa::START, Literal::from(start as u64));
            self.add(&node, oa::END, Literal::from(end as u64));
            let exact = self.source.quote(span);
            self.add(&node, oa::EXACT, Literal::from(exact));
            self.add(&node, dcterms::TYPE, zone_concept(zone));
            if let Some(locator) = locator {
                self.add(&node, igm::LOCATOR, Literal::from(locator));
            }
        }
        let mut order: Vec<u32> = (0..self.subjects.len() as u32).collect();
        order.sort_unstable_by_key(|number| self.subjects[*number as usize].as_str());
        let mut place = vec![0_u32; order.len()];
        for (at, number) in order.into_iter().enumerate() {
            place[number as usize] = at as u32;
        }
        self.rows.sort_unstable_by(|a, b| {
            (place[a.subject as usize].cmp(&place[b.subject as usize]))
                .then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()))
                .then_with(|| compare_objects(a.object.as_ref(), b.object.as_ref()))
        });
        self.rows.dedup_by(|a, b| a.subject == b.subject && a.predicate == b.predicate && a.object == b.object);
        let (subjects, graph) = (self.subjects, self.graph);
        let quad =
            |row: Row| Quad::new(subjects[row.subject as usize].clone(), row.predicate, row.object, graph.clone());
        self.rows.into_iter().map(quad).collect()
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
