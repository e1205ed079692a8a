//! Questions so narrow that they need no worker: what holds of one thing, where that is little. Links that are followed
//! ask such questions, one after the other, and a process of its own costs each of them more than its answer.
//!
//! Nothing of what is let through here can run away: one triple pattern about a constant subject, or DESCRIBE of some
//! constants, in the default graph; no expression, no path, no order, nothing nested. It reads one range of an index and
//! ends at the first of [`ROWS`] rows or [`BYTES`] bytes too many; then it goes the way of all other questions. A pattern
//! is read without the evaluator, whose plan takes longer than the reading.

use std::io;

use oxigraph::model::{GraphNameRef, NamedNode, Quad, Term, TermRef, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::cache::Kept;
use super::ending::Completeness;
use super::evaluation::{Engine, Event, Outlet, Question};
use crate::store::StoreError;

/// Most letters of such a question.
const LETTERS: usize = 1_000;

/// Letters that no such question needs outside of its IRIs; those of them that nest cost a parser stack.
const OTHERS: [u8; 6] = [b'(', b'[', b'^', b'!', b';', b'"'];

/// Most things that one DESCRIBE names.
const THINGS: usize = 4;

type Found = Result<QueryResults<'static>, QueryEvaluationError>;

/// Rows or triples, and bytes, that are given at once.
const ROWS: usize = 256;
const BYTES: usize = 256 * 1024;

/// The whole answer, where the question is narrow and the answer short; otherwise nothing, and nothing is lost but some
/// hundred rows read. Nothing also where each reading waits for a server.
pub(super) fn at_once(engine: &Engine, question: &Question) -> Option<Kept> {
    if !engine.snapshot().is_here() || !looks_narrow(question) {
        return None;
    }
    let query = engine.parse(question).ok()?;
    let found = find(&query, engine)?;
    let (rows, triples) = (question.rows.min(ROWS), question.triples.min(ROWS));
    let question = Question { rows, triples, ..question.clone() };
    let mut collected = Collected::default();
    let completeness = engine.evaluate(query, &question, &CancellationToken::new(), &mut collected, |_| found).ok()?;
    let is_whole = completeness == Completeness::Complete;
    is_whole.then_some(Kept { start: collected.start?, completeness, body: collected.body.into() })
}

/// What can be told before the text is parsed.
fn looks_narrow(question: &Question) -> bool {
    let text = question.text.as_bytes();
    question.plan.is_none()
        && question.default_graphs.is_empty()
        && question.named_graphs.is_empty()
        && text.len() <= LETTERS
        && text.iter().filter(|byte| **byte == b'{').count() <= 1
        && !text.iter().any(|byte| OTHERS.contains(byte))
}

/// What a narrow query finds, read from an index: the results that the evaluator would give, in the same order.
fn find(query: &Query, engine: &Engine) -> Option<Found> {
    match query {
        Query::Select { dataset: None, pattern, .. } => looked_up(lookup(pattern)?, engine),
        Query::Ask { dataset: None, pattern, .. } => match looked_up(lookup(pattern)?, engine)? {
            Ok(QueryResults::Solutions(mut rows)) => {
                Some(rows.next().transpose().map(|row| QueryResults::Boolean(row.is_some())))
            }
            found => Some(found),
        },
        Query::Describe { dataset: None, pattern: GraphPattern::Project { inner, .. }, .. } => {
            described(&constants(inner)?, engine)
        }
        _ => None,
    }
}

/// A query that looks for one pattern and does nothing else.
#[derive(Clone, Copy)]
struct Lookup<'q> {
    pattern: &'q TriplePattern,
    /// The columns of the answer.
    variables: &'q [Variable],
    /// Most rows that are asked for.
    most: usize,
}

/// The lookup that a query is. What leaves rows out could read many before it gives one.
fn lookup(pattern: &GraphPattern) -> Option<Lookup<'_>> {
    match pattern {
        GraphPattern::Project { inner, variables } => Some(Lookup { variables, ..lookup(inner)? }),
        GraphPattern::Slice { inner, start: 0, length } => {
            let inner = lookup(inner)?;
            Some(Lookup { most: length.map_or(inner.most, |length| length.min(inner.most)), ..inner })
        }
        GraphPattern::Bgp { patterns } => match patterns.as_slice() {
            [pattern] => Some(Lookup { pattern, variables: &[], most: usize::MAX }),
            _ => None,
        },
        _ => None,
    }
}

/// The rows of a lookup about one thing, if every row that is read is one of them: a variable that stands twice would choose
/// among them.
fn looked_up(Lookup { pattern, variables, most }: Lookup<'_>, engine: &Engine) -> Option<Found> {
    let TermPattern::NamedNode(subject) = &pattern.subject else { return None };
    let (predicate, property) = match &pattern.predicate {
        NamedNodePattern::NamedNode(node) => (Some(node.as_ref()), None),
        NamedNodePattern::Variable(variable) => (None, Some(variable)),
    };
    let (object, value) = match &pattern.object {
        TermPattern::NamedNode(node) => (Some(TermRef::from(node.as_ref())), None),
        TermPattern::Literal(literal) => (Some(TermRef::from(literal.as_ref())), None),
        TermPattern::Variable(variable) => (None, Some(variable)),
        _ => return None,
    };
    if property.is_some() && property == value || !is_known(&pattern.predicate, engine) {
        return None;
    }
    let graph = Some(GraphNameRef::DefaultGraph);
    let quads = engine.snapshot().quads(Some(subject.as_ref().into()), predicate, object, graph).take(most);
    let places: Vec<(bool, bool)> =
        variables.iter().map(|variable| (Some(variable) == property, Some(variable) == value)).collect();
    let rows = quads.map(move |quad| {
        let Quad { predicate, object, .. } = quad.map_err(failed)?;
        let column = |place: &(bool, bool)| match place {
            (true, _) => Some(Term::from(predicate.clone())),
            (_, true) => Some(object.clone()),
            _ => None,
        };
        Ok(places.iter().map(column).collect())
    });
    Some(Ok(QueryResults::Solutions(QuerySolutionIter::from_tuples(variables.into(), rows))))
}

fn failed(error: StoreError) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(error.into())
}

/// For a predicate that does not occur the nearest one is looked for, which takes a while.
fn is_known(predicate: &NamedNodePattern, engine: &Engine) -> bool {
    match predicate {
        NamedNodePattern::NamedNode(predicate) => engine.has(predicate),
        NamedNodePattern::Variable(_) => true,
    }
}

/// The constants that a DESCRIBE names, the last first, as the evaluator describes them, if it names nothing else.
fn constants(pattern: &GraphPattern) -> Option<Vec<&NamedNode>> {
    match pattern {
        GraphPattern::Bgp { patterns } if patterns.is_empty() => Some(Vec::new()),
        GraphPattern::Extend { inner, expression: Expression::NamedNode(node), .. } => {
            let mut things = constants(inner)?;
            things.insert(0, node);
            Some(things)
        }
        _ => None,
    }
}

/// What the default graph says of the things, unless these are many, or that is much or leads to blank nodes, which are
/// described with them.
fn described(things: &[&NamedNode], engine: &Engine) -> Option<Found> {
    if !(1..=THINGS).contains(&things.len()) {
        return None;
    }
    let mut triples = Vec::new();
    for thing in things {
        for quad in engine.snapshot().quads(Some((*thing).into()), None, None, Some(GraphNameRef::DefaultGraph)) {
            if triples.len() > ROWS || quad.as_ref().is_ok_and(|quad| quad.object.is_blank_node()) {
                return None;
            }
            triples.push(quad.map(Triple::from).map_err(failed));
        }
    }
    Some(Ok(QueryResults::Graph(QueryTripleIter::new(triples.into_iter()))))
}

/// An answer as it comes, as long as it is short.
#[derive(Default)]
struct Collected {
    start: Option<super::evaluation::Start>,
    body: Vec<u8>,
}

impl Outlet for Collected {
    fn send(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Started(start) => self.start = Some(start),
            Event::Chunk(chunk) if self.body.len() + chunk.len() <= BYTES => self.body.extend_from_slice(&chunk),
            Event::Chunk(_) => return Err(io::ErrorKind::BrokenPipe.into()),
            Event::Finished(_) | Event::Failed(_) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{BlankNode, GraphName, Literal};

    use super::*;
    use crate::graph::vocab::BASE;
    use crate::store::Snapshot;

    /// One thing of which two things hold, and one of which more holds than is given at once.
    fn engine() -> Engine {
        let node = |name: &str| NamedNode::new_unchecked(format!("{BASE}{name}"));
        let quad = |subject: &str, predicate: &str, object: usize| {
            Quad::new(node(subject), node(predicate), Literal::from(object as u64), GraphName::DefaultGraph)
        };
        let much = (0..=ROWS).map(|n| quad("much", "p", n));
        let nameless = BlankNode::new_unchecked("b");
        let leads = Quad::new(node("open"), node("p"), nameless.clone(), GraphName::DefaultGraph);
        let led = Quad::new(nameless, node("p"), Literal::from(3), GraphName::DefaultGraph);
        let few = [quad("little", "p", 1), quad("little", "q", 2), quad("other", "p", 2), leads, led];
        Engine::new(Snapshot::in_memory(much.chain(few)).unwrap(), BASE, None)
    }

    fn question(text: &str) -> Question {
        Question {
            text: text.to_owned(),
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            solutions: Some(0),
            graphs: Some(0),
            plan: None,
            rows: 10_000,
            triples: 10_000,
            patterns: 100,
        }
    }

    #[test]
    fn what_holds_of_one_thing_is_answered_at_once_as_any_way_would() {
        let engine = engine();
        for text in [
            "SELECT ?p ?o { <little> ?p ?o }",
            "SELECT * WHERE { <little> <p> ?o . } LIMIT 1",
            "ASK { <little> <q> 2 }",
            "SELECT ?o { <nowhere> ?p ?o }",
            "SELECT ?o ?nothing ?p { <little> ?p ?o }",
            "SELECT ?o { <little> ?p ?o } LIMIT 0",
            "SELECT ?p { <little> ?p 2 }",
            "SELECT ?p { <little> ?p <nobody> }",
            "SELECT * { <little> <p> 1 }",
            "ASK { <little> <q> 3 }",
            "DESCRIBE <little>",
            "DESCRIBE <little> <much2>",
            "DESCRIBE <other> <little>",
            "DESCRIBE <other> <little> <nowhere>",
            "DESCRIBE <little> <little>",
        ] {
            let kept = at_once(&engine, &question(text)).unwrap_or_else(|| panic!("{text}"));
            let mut all = Collected::default();
            engine.answer(&question(text), &CancellationToken::new(), &mut all);
            assert_eq!((&kept.body[..], Some(kept.start)), (&all.body[..], all.start), "{text}");
        }
    }

    #[test]
    fn what_could_read_more_than_it_gives_goes_another_way() {
        let engine = engine();
        for text in [
            "SELECT * { ?s ?p ?o }",
            "SELECT * { ?s <p> 1 }",
            "SELECT * { <much> ?p ?o }",
            "SELECT * { <little> ?x ?x }",
            "SELECT DISTINCT ?p { <little> ?p ?o }",
            "SELECT * { <little> ?p ?o } OFFSET 1",
            "SELECT * { <little> ?p ?o } ORDER BY ?o",
            "SELECT * { <little> ?p ?o . <much> ?q ?x }",
            "SELECT * { <little> <p>/<q> ?o }",
            "SELECT * { <little> <p>+ ?o }",
            "SELECT * FROM <g> { <little> ?p ?o }",
            "DESCRIBE <much>",
            "DESCRIBE <open>",
            "DESCRIBE <little> <open>",
            "DESCRIBE ?s { <little> ?s ?o }",
            "DESCRIBE <1> <2> <3> <4> <5>",
            "SELECT * { <little> <unknown> ?o }",
            "SELECT * { nonsense",
        ] {
            assert!(at_once(&engine, &question(text)).is_none(), "{text}");
        }
        let of_graph = Question { named_graphs: vec!["a:a".into()], ..question("ASK { <little> ?p ?o }") };
        assert!(at_once(&engine, &of_graph).is_none());
    }
}
