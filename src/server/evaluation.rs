//! Evaluates one query and writes its answer, event by event, to whoever waits for it: a thread of the server hands
//! the events to the request, a query worker writes them into a pipe.
//!
//! Results of the evaluator are not `Send`, so parsing, evaluation and serialisation share one thread.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

use axum::body::Bytes;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{NamedNode, Triple};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};
use serde::{Deserialize, Serialize};
use spargebra::algebra::QueryDataset;
use spargebra::{Query, SparqlParser};

use super::ending::{Completeness, ending};
use super::explain;
use crate::graph::vocab::PREFIXES;
use crate::publish::results::quotable;
use crate::publish::{GRAPH_FORMATS, SOLUTION_FORMATS};
use crate::query::explain::How;
use crate::query::hints::Hints;
use crate::query::service::{Remote, RemoteError};
use crate::query::syntax::{Mistake, mistake};
use crate::query::terms::Terms;
use crate::query::{dataset, prefixes};
use crate::store::Snapshot;

/// A query as it was asked; two that are equal have the same answer from the same generation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Question {
    pub(super) text: String,
    /// IRIs from the protocol, not the query text; if either is given they replace FROM and FROM NAMED.
    pub(super) default_graphs: Vec<String>,
    pub(super) named_graphs: Vec<String>,
    /// The client's favourites, as places in [`SOLUTION_FORMATS`] and [`GRAPH_FORMATS`]: which of them is needed turns
    /// out when the query is parsed. None where it accepts none.
    pub(super) solutions: Option<usize>,
    pub(super) graphs: Option<usize>,
    /// The plan instead of the answer, in this of [`explain::FORMATS`].
    pub(super) plan: Option<(How, usize)>,
    pub(super) rows: usize,
    pub(super) triples: usize,
    pub(super) patterns: usize,
}

/// The format of an answer, by its place in the list of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Format {
    Solutions(usize),
    Graph(usize),
    /// Of a plan.
    Plan(usize),
}

impl Format {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Solutions(place) => SOLUTION_FORMATS.get(place).map_or("", |format| format.content_type),
            Self::Graph(place) => GRAPH_FORMATS.get(place).map_or("", |format| format.content_type),
            Self::Plan(place) => explain::FORMATS.get(place).map_or("", |(_, content_type)| content_type),
        }
    }
}

/// What an evaluation reports: `Started`, any number of `Chunk`s, then `Finished`; or `Failed` instead of any of them.
pub(super) enum Event {
    /// The query is parsed and its first result is about to be written.
    Started(Start),
    Chunk(Bytes),
    Finished(Completeness),
    Failed(Failure),
}

/// What is known before the first result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Start {
    pub(super) format: Format,
    /// What the query names and the data does not hold.
    pub(super) warnings: Vec<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Failure {
    Syntax(Mistake),
    /// More triple patterns than the limit.
    TooManyPatterns(usize),
    /// The client accepts no format of rows (of triples, if true).
    NotAcceptable(bool),
    /// Cancelled, because nobody waits for it any more.
    Cancelled,
    Evaluation(String),
    /// Another endpoint gave no answer.
    Remote(String),
    /// The worker could get no more memory.
    OutOfMemory,
    /// The worker's stack was used up.
    TooDeep,
    /// The worker died otherwise.
    Died(String),
}

/// Where the events go. An error means that nobody waits any more.
pub(super) trait Outlet {
    fn send(&mut self, event: Event) -> io::Result<()>;
}

/// One generation, ready to be asked.
pub(super) struct Engine {
    snapshot: Snapshot,
    /// For queries that declare all their prefixes.
    bare: SparqlParser,
    parser: SparqlParser,
    hints: Hints,
    base: String,
    /// Asks other endpoints, where there are any that may be asked.
    remote: Option<Arc<Remote>>,
}

impl Engine {
    pub(super) fn new(snapshot: Snapshot, base: &str, remote: Option<Arc<Remote>>) -> Self {
        let (bare, parser) = (prefixes::bare_parser(base), prefixes::parser(base));
        Self { snapshot, bare, parser, hints: Hints::default(), base: base.to_owned(), remote }
    }

    /// Answers a question to the end; the last event is `Finished` or `Failed`.
    pub(super) fn answer(&self, question: &Question, stop: &CancellationToken, outlet: &mut dyn Outlet) {
        let answered = self.parse(question).and_then(|query| {
            self.evaluate(query, question, stop, outlet, |query| {
                dataset::evaluate(&self.snapshot, query, self.remote.as_ref(), stop.clone())
            })
        });
        let last = match answered {
            Ok(completeness) => Event::Finished(completeness),
            Err(failure) => Event::Failed(failure),
        };
        // Fails only if the client has left.
        let _ = outlet.send(last);
    }

    /// Answers a question that is parsed, with the results that `find` finds; the end is what is given back.
    pub(super) fn evaluate(
        &self,
        query: Query,
        question: &Question,
        stop: &CancellationToken,
        outlet: &mut dyn Outlet,
        find: impl FnOnce(Query) -> Result<QueryResults<'static>, QueryEvaluationError>,
    ) -> Result<Completeness, Failure> {
        let terms = Terms::of(&query);
        if terms.patterns > question.patterns {
            return Err(Failure::TooManyPatterns(question.patterns));
        }
        if let Some((how, place)) = question.plan {
            let body = explain::answer(&self.snapshot, query, how, place, &self.base, self.remote.as_ref(), stop)?;
            outlet.send(Event::Started(Start { format: Format::Plan(place), warnings: Vec::new() }))?;
            outlet.send(Event::Chunk(body.into()))?;
            return Ok(Completeness::Complete);
        }
        let format = match query {
            Query::Select { .. } | Query::Ask { .. } => question.solutions.map(Format::Solutions),
            Query::Construct { .. } | Query::Describe { .. } => question.graphs.map(Format::Graph),
        };
        let of_triples = matches!(query, Query::Construct { .. } | Query::Describe { .. });
        let format = format.ok_or(Failure::NotAcceptable(of_triples))?;
        let warnings = self.hints.warnings(&self.snapshot, &terms, &self.base);
        let warnings = warnings.map_err(|error| Failure::Evaluation(error.to_string()))?;
        let results = find(query)?;
        outlet.send(Event::Started(Start { format, warnings }))?;
        let mut out = Chunks { outlet, stop, buffer: Vec::new() };
        let completeness = match (results, format) {
            (QueryResults::Boolean(value), Format::Solutions(place)) => {
                let format = SOLUTION_FORMATS[place].format;
                QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut out, value)?;
                Completeness::Complete
            }
            (QueryResults::Solutions(solutions), Format::Solutions(place)) => {
                let format = SOLUTION_FORMATS[place].format;
                let mut writer = QueryResultsSerializer::from_format(format)
                    .serialize_solutions_to_writer(&mut out, solutions.variables().to_vec())?;
                let mut completeness = Completeness::Complete;
                for (n, solution) in solutions.enumerate() {
                    let solution = solution?;
                    if n == question.rows {
                        completeness = Completeness::Truncated(n);
                        break;
                    }
                    let terms = solution.iter().map(|(name, term)| (name, quotable(format, term.as_ref())));
                    writer.serialize(terms)?;
                }
                writer.finish()?;
                completeness
            }
            (QueryResults::Graph(triples), Format::Graph(place)) => {
                let format = GRAPH_FORMATS[place].format;
                let mut serializer = RdfSerializer::from_format(format);
                let names = if matches!(format, RdfFormat::NTriples | RdfFormat::NQuads) { &[] } else { PREFIXES };
                for (name, namespace) in names {
                    serializer = serializer.with_prefix(*name, *namespace).map_err(io::Error::other)?;
                }
                let mut writer = serializer.for_writer(&mut out);
                let mut completeness = Completeness::Complete;
                // The evaluator may give a triple more than once; a graph has each once.
                let mut seen: HashSet<Triple> = HashSet::new();
                for triple in triples {
                    let triple = triple?;
                    if seen.contains(&triple) {
                        continue;
                    }
                    if seen.len() == question.triples {
                        completeness = Completeness::Truncated(seen.len());
                        break;
                    }
                    writer.serialize_triple(&triple)?;
                    seen.insert(triple);
                }
                writer.finish()?;
                completeness
            }
            _ => return Err(Failure::Evaluation("the answer is of another kind than the query".into())),
        };
        ending(&mut out.buffer, format, completeness);
        out.flush()?;
        Ok(completeness)
    }

    /// What is asked.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether triples with a predicate are there, so that no other has to be looked for.
    pub(super) fn has(&self, predicate: &NamedNode) -> bool {
        self.hints.occurs(&self.snapshot, predicate).unwrap_or(false)
    }

    /// The query of a question.
    pub(super) fn parse(&self, question: &Question) -> Result<Query, Failure> {
        let bare = self.bare.clone().parse_query(&question.text);
        let parsed = bare.or_else(|_| self.parser.clone().parse_query(&question.text));
        let mut query = parsed.map_err(|_| Failure::Syntax(mistake(&question.text)))?;
        if !question.default_graphs.is_empty() || !question.named_graphs.is_empty() {
            let nodes = |iris: &[String]| iris.iter().map(NamedNode::new).collect::<Result<Vec<_>, _>>();
            let both = nodes(&question.default_graphs).and_then(|some| Ok((some, nodes(&question.named_graphs)?)));
            let (default, named) = both.map_err(|error| Failure::Evaluation(error.to_string()))?;
            let (Query::Select { dataset, .. }
            | Query::Construct { dataset, .. }
            | Query::Describe { dataset, .. }
            | Query::Ask { dataset, .. }) = &mut query;
            *dataset = Some(QueryDataset { default, named: Some(named) });
        }
        Ok(query)
    }
}

const CHUNK: usize = 32 * 1024;

/// Collects bytes into chunks and sends them, as long as somebody waits for them. What was written last stays in the
/// buffer until `flush`, so that the end of an answer can still be changed.
struct Chunks<'a> {
    outlet: &'a mut dyn Outlet,
    stop: &'a CancellationToken,
    buffer: Vec<u8>,
}

impl Write for Chunks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.stop.is_cancelled() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::take(&mut self.buffer);
        self.outlet.send(Event::Chunk(chunk.into()))
    }
}

impl From<QueryEvaluationError> for Failure {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            QueryEvaluationError::Service(error) if error.is::<RemoteError>() => Self::Remote(error.to_string()),
            other => Self::Evaluation(other.to_string()),
        }
    }
}

/// Writing fails only where nobody reads any more.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::BrokenPipe => Self::Cancelled,
            _ => Self::Evaluation(error.to_string()),
        }
    }
}
