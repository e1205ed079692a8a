//! Running a bound query within limits, with an honest word on whether the answer is whole.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use oxigraph::model::{Term, Triple};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, Variable};
use spargebra::Query;

use crate::query::dataset;
use crate::store::Snapshot;

/// How much an answer may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most rows, or triples of a CONSTRUCT or DESCRIBE.
    pub rows: usize,
    /// Most time.
    pub time: Duration,
}

impl Default for Limits {
    /// 100,000 rows, 60 seconds.
    fn default() -> Self {
        Self { rows: 100_000, time: Duration::from_secs(60) }
    }
}

/// Whether an answer is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// Nothing is missing.
    Complete,
    /// There are more rows than were asked for.
    Truncated {
        /// The limit, which is the number of rows given.
        limit: usize,
    },
    /// The time was over before the last row; what is given holds, but more may exist.
    TimedOut {
        /// The time that the query had.
        after: Duration,
    },
}

impl Completeness {
    /// Whether nothing is missing.
    pub fn is_complete(self) -> bool {
        self == Self::Complete
    }

    /// What to tell the reader: `complete`, `truncated at 100 rows`, `stopped after 60 s`.
    pub fn describe(self) -> String {
        match self {
            Self::Complete => "complete".to_owned(),
            Self::Truncated { limit } => format!("truncated at {limit} rows"),
            Self::TimedOut { after } => format!("stopped after {} s", after.as_secs_f64()),
        }
    }
}

/// The rows of a SELECT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The columns.
    pub variables: Vec<Variable>,
    /// The rows; each has a place for every column.
    pub rows: Vec<Vec<Option<Term>>>,
    /// Whether these are all.
    pub completeness: Completeness,
}

impl Rows {
    /// The column of a variable.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|variable| variable.as_str() == name)
    }
}

/// What a query answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The rows of a SELECT.
    Solutions(Rows),
    /// The answer of an ASK.
    Boolean(bool),
    /// The triples of a CONSTRUCT or DESCRIBE, each once, sorted.
    Graph {
        /// The triples.
        triples: Vec<Triple>,
        /// Whether these are all.
        completeness: Completeness,
    },
}

impl Answer {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Boolean(_) => true,
            Self::Solutions(Rows { completeness, .. }) | Self::Graph { completeness, .. } => completeness.is_complete(),
        }
    }
}

/// Why a query gave no answer at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The time was over before there was anything to say.
    #[error("the query was stopped after {} s without an answer; narrow it or allow more time", after.as_secs_f64())]
    TimedOut {
        /// The time that the query had.
        after: Duration,
    },
    /// The evaluation failed.
    #[error(transparent)]
    Evaluation(QueryEvaluationError),
}

/// Evaluates a query, reads at most as many rows as the limits allow, and says whether the answer is whole.
///
/// Blocks the thread until the last row or the deadline. The evaluation looks at the token when it scans an index and
/// we look at the clock between rows, so a large product of patterns built in memory can pass the deadline: queries
/// that anybody may write belong into a process that can be killed.
pub fn run(snapshot: &Snapshot, query: Query, limits: &Limits) -> Result<Answer, RunError> {
    let deadline = Instant::now() + limits.time;
    let token = CancellationToken::new();
    within(&token, limits.time, || match dataset::evaluate(snapshot, query, None, token.clone()) {
        Ok(results) => collect(results, limits, deadline),
        Err(error) => Err(failure(error, limits)),
    })
}

/// Does something, and cancels the token when the time is over: an evaluation looks at the token, and somebody else has to
/// look at the clock.
pub fn within<T>(token: &CancellationToken, time: Duration, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (finished, wait) = mpsc::channel::<()>();
        let watched = token.clone();
        scope.spawn(move || {
            if wait.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
                watched.cancel();
            }
        });
        let answer = work();
        drop(finished);
        answer
    })
}

fn collect(results: QueryResults<'_>, limits: &Limits, deadline: Instant) -> Result<Answer, RunError> {
    match results {
        QueryResults::Boolean(value) => Ok(Answer::Boolean(value)),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let rows = solutions.map(|solution| Ok(solution?.values().to_vec()));
            let (rows, completeness) = take(rows, limits, deadline)?;
            Ok(Answer::Solutions(Rows { variables, rows, completeness }))
        }
        QueryResults::Graph(triples) => {
            let (mut triples, completeness) = take(triples, limits, deadline)?;
            // A template yields the same triple once per row.
            triples.sort_by_cached_key(ToString::to_string);
            triples.dedup();
            Ok(Answer::Graph { triples, completeness })
        }
    }
}

fn take<T>(
    items: impl Iterator<Item = Result<T, QueryEvaluationError>>,
    limits: &Limits,
    deadline: Instant,
) -> Result<(Vec<T>, Completeness), RunError> {
    let mut taken = Vec::new();
    for item in items {
        if taken.len() == limits.rows {
            return Ok((taken, Completeness::Truncated { limit: limits.rows }));
        }
        match item {
            Ok(item) if Instant::now() < deadline => taken.push(item),
            Ok(_) | Err(QueryEvaluationError::Cancelled) if !taken.is_empty() => {
                return Ok((taken, Completeness::TimedOut { after: limits.time }));
            }
            Ok(_) => return Err(RunError::TimedOut { after: limits.time }),
            Err(error) => return Err(failure(error, limits)),
        }
    }
    Ok((taken, Completeness::Complete))
}

fn failure(error: QueryEvaluationError, limits: &Limits) -> RunError {
    match error {
        QueryEvaluationError::Cancelled => RunError::TimedOut { after: limits.time },
        other => RunError::Evaluation(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::BASE;
    use crate::query::prefixes;
    use oxigraph::model::{GraphName, NamedNode, Quad};

    fn numbers(count: u32) -> Snapshot {
        let number = |n: u32| NamedNode::new(format!("{BASE}n/{n}")).unwrap();
        Snapshot::in_memory((0..count).map(|n| Quad::new(number(n), number(0), number(n), GraphName::DefaultGraph)))
            .unwrap()
    }

    fn rows(text: &str, limits: Limits) -> Result<Answer, RunError> {
        run(&numbers(300), prefixes::parser(BASE).parse_query(text).unwrap(), &limits)
    }

    #[test]
    fn a_cut_answer_says_so_and_a_whole_one_too() {
        for (limit, given, completeness) in
            [(10, 10, Completeness::Truncated { limit: 10 }), (300, 300, Completeness::Complete)]
        {
            let limits = Limits { rows: limit, ..Limits::default() };
            let Answer::Solutions(rows) = rows("SELECT ?s { ?s ?p ?o }", limits).unwrap() else { panic!("no rows") };
            assert_eq!((rows.rows.len(), rows.completeness), (given, completeness));
        }
    }

    #[test]
    fn a_query_stops_at_its_deadline_and_says_so() {
        let started = Instant::now();
        let limits = Limits { rows: usize::MAX, time: Duration::from_millis(400) };
        match rows("SELECT ?a { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }", limits) {
            Ok(Answer::Solutions(rows)) => assert!(matches!(rows.completeness, Completeness::TimedOut { .. })),
            Err(error) => assert!(matches!(error, RunError::TimedOut { .. }), "{error}"),
            other => panic!("{other:?}"),
        }
        assert!(started.elapsed() < Duration::from_secs(10), "it took {:?}", started.elapsed());
    }
}
