//! Evaluates one query on a thread of its own and hands the bytes of the answer to the request that waits for it.
//!
//! Results of the evaluator are not `Send`, so parsing, evaluation and serialisation share one thread. Its stack is
//! large, because parser and evaluator recurse as deeply as the query does; its channel is bounded, because a client
//! may read slowly.

use std::collections::HashSet;
use std::io::{self, Write};

use axum::body::Bytes;
use oxigraph::io::RdfSerializer;
use oxigraph::model::{NamedNode, Triple};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};
use spargebra::Query;
use spargebra::algebra::QueryDataset;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::explain;
use crate::graph::vocab::PREFIXES;
use crate::publish::results::quotable;
use crate::publish::{GRAPH_FORMATS, Preferences, SOLUTION_FORMATS, negotiate};
use crate::query::explain::How;
use crate::query::syntax::{Mistake, mistake};
use crate::query::{dataset, prefixes};
use crate::store::Snapshot;

/// A query as it was asked.
pub(super) struct Question {
    pub(super) text: String,
    /// From the protocol, not the query text; if either is given they replace FROM and FROM NAMED.
    pub(super) default_graphs: Vec<NamedNode>,
    pub(super) named_graphs: Vec<NamedNode>,
    pub(super) accept: Preferences,
    pub(super) base: String,
    /// The plan instead of the answer.
    pub(super) explain: Option<How>,
    pub(super) rows: usize,
    pub(super) triples: usize,
    pub(super) stack: usize,
}

/// What the thread reports: `Started`, any number of `Chunk`s, then `Finished`; or `Failed` instead of any of them.
pub(super) enum Event {
    /// The query is parsed and its first result is about to be written.
    Started {
        content_type: &'static str,
    },
    Chunk(Bytes),
    Finished(Completeness),
    Failed(Failure),
}

/// Whether the answer is all there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Completeness {
    Complete,
    /// Cut off after so many rows or triples.
    Truncated(usize),
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    Syntax(Mistake),
    /// No format the client accepts; these are there.
    NotAcceptable(Vec<&'static str>),
    /// Cancelled, because nobody waits for it any more.
    Cancelled,
    Evaluation(String),
}

/// Starts the thread. The permit is given back when the thread ends, which may be after the deadline: an overdue
/// evaluation still takes a place.
pub(super) fn start(
    snapshot: Snapshot,
    question: Question,
    cancellation: CancellationToken,
    permit: OwnedSemaphorePermit,
) -> io::Result<Receiver<Event>> {
    let (sender, receiver) = channel(8);
    std::thread::Builder::new().name("query".into()).stack_size(question.stack).spawn(move || {
        let event = match answer(&snapshot, &question, cancellation, &sender) {
            Ok(completeness) => Event::Finished(completeness),
            Err(failure) => Event::Failed(failure),
        };
        // Fails only if the client has left.
        let _ = sender.blocking_send(event);
        drop(permit);
    })?;
    Ok(receiver)
}

fn answer(
    snapshot: &Snapshot,
    question: &Question,
    cancellation: CancellationToken,
    events: &Sender<Event>,
) -> Result<Completeness, Failure> {
    let query = parse(question)?;
    let stop = cancellation.clone();
    if let Some(how) = question.explain {
        let (content_type, body) = explain::answer(snapshot, query, how, question, &cancellation)?;
        let mut out = Chunks { events, stop, buffer: body };
        out.started(content_type)?;
        // What was stopped in time says so itself.
        out.stop = CancellationToken::new();
        out.flush()?;
        return Ok(Completeness::Complete);
    }
    let results = dataset::evaluate(snapshot, query, cancellation)?;
    let mut out = Chunks { events, stop, buffer: Vec::with_capacity(CHUNK) };
    match results {
        QueryResults::Boolean(value) => {
            let format = solution_format(question)?;
            out.started(format.content_type)?;
            QueryResultsSerializer::from_format(format.format).serialize_boolean_to_writer(&mut out, value)?;
            out.flush()?;
            Ok(Completeness::Complete)
        }
        QueryResults::Solutions(solutions) => {
            let format = solution_format(question)?;
            out.started(format.content_type)?;
            let mut writer = QueryResultsSerializer::from_format(format.format)
                .serialize_solutions_to_writer(&mut out, solutions.variables().to_vec())?;
            let mut completeness = Completeness::Complete;
            for (n, solution) in solutions.enumerate() {
                let solution = solution?;
                if n == question.rows {
                    completeness = Completeness::Truncated(n);
                    break;
                }
                let terms = solution.iter().map(|(name, term)| (name, quotable(format.format, term.as_ref())));
                writer.serialize(terms)?;
            }
            writer.finish()?.flush()?;
            Ok(completeness)
        }
        QueryResults::Graph(triples) => {
            let format = negotiate(&question.accept, GRAPH_FORMATS.iter().map(|f| (f.media_types, f)))
                .ok_or_else(|| Failure::NotAcceptable(GRAPH_FORMATS.iter().map(|f| f.media_types[0]).collect()))?;
            out.started(format.content_type)?;
            let mut serializer = RdfSerializer::from_format(format.format);
            for (name, namespace) in PREFIXES {
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
            writer.finish()?.flush()?;
            Ok(completeness)
        }
    }
}

fn parse(question: &Question) -> Result<Query, Failure> {
    let parsed = prefixes::parser(&question.base).parse_query(&question.text);
    let mut query = parsed.map_err(|_| Failure::Syntax(mistake(&question.text)))?;
    if !question.default_graphs.is_empty() || !question.named_graphs.is_empty() {
        let (Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. }) = &mut query;
        *dataset =
            Some(QueryDataset { default: question.default_graphs.clone(), named: Some(question.named_graphs.clone()) });
    }
    Ok(query)
}

fn solution_format(question: &Question) -> Result<&'static crate::publish::SolutionFormat, Failure> {
    negotiate(&question.accept, SOLUTION_FORMATS.iter().map(|f| (f.media_types, f)))
        .ok_or_else(|| Failure::NotAcceptable(SOLUTION_FORMATS.iter().map(|f| f.media_types[0]).collect()))
}

const CHUNK: usize = 32 * 1024;

/// Collects bytes into chunks and sends them, as long as somebody waits for them.
struct Chunks<'a> {
    events: &'a Sender<Event>,
    stop: CancellationToken,
    buffer: Vec<u8>,
}

impl Chunks<'_> {
    fn started(&self, content_type: &'static str) -> Result<(), Failure> {
        self.events.blocking_send(Event::Started { content_type }).map_err(|_| Failure::Cancelled)
    }
}

impl Write for Chunks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.stop.is_cancelled() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        self.events.blocking_send(Event::Chunk(chunk.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl From<QueryEvaluationError> for Failure {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
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
