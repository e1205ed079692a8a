//! The dataset that a query is asked of, where its author names the graphs.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, Quad};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::Query;
use spargebra::algebra::QueryDataset;

use crate::query::service::{self, Remote};
use crate::store::Snapshot;

/// Most quads of the graphs that one query merges.
const MERGED: usize = 200_000;

/// Starts the evaluation of a query, as [`Snapshot::evaluate`] does, after answering its searches ([`service`]), and gives
/// each triple of the default graph once. `remote` asks other endpoints.
///
/// The default graph of several `FROM` clauses is the merge of these graphs ([SPARQL 1.1, section 13.2.1]). The
/// evaluator goes through them one after the other and gives a triple as often as it stands in them, which makes rows
/// and counts wrong; so these graphs are merged in memory first.
///
/// [SPARQL 1.1, section 13.2.1]: https://www.w3.org/TR/sparql11-query/#unnamedGraph
pub fn evaluate(
    snapshot: &Snapshot,
    query: Query,
    remote: Option<&Arc<Remote>>,
    cancellation: CancellationToken,
) -> Result<QueryResults<'static>, QueryEvaluationError> {
    let ready = ready(snapshot, query, remote, &cancellation)?;
    ready.snapshot.evaluate_by(ready.query, evaluator(remote, cancellation))
}

/// The evaluator of one query, which asks other endpoints where these are given.
pub(super) fn evaluator(remote: Option<&Arc<Remote>>, cancellation: CancellationToken) -> SparqlEvaluator {
    let evaluator = SparqlEvaluator::new().with_cancellation_token(cancellation);
    match remote {
        Some(remote) => evaluator.with_default_service_handler(remote.handler()),
        None => evaluator,
    }
}

/// A query that the evaluator can take as it is.
pub(super) struct Ready {
    /// What it is asked of.
    pub(super) snapshot: Snapshot,
    /// The query, its searches answered.
    pub(super) query: Query,
    /// The searches.
    pub(super) searches: Vec<service::Search>,
}

/// Answers the searches of a query and merges the graphs that it names.
pub(super) fn ready(
    snapshot: &Snapshot,
    mut query: Query,
    remote: Option<&Arc<Remote>>,
    cancellation: &CancellationToken,
) -> Result<Ready, QueryEvaluationError> {
    let searches = service::answered(snapshot, &mut query, remote.map(AsRef::as_ref), &|| cancellation.is_cancelled())?;
    let (Query::Select { dataset, .. }
    | Query::Construct { dataset, .. }
    | Query::Describe { dataset, .. }
    | Query::Ask { dataset, .. }) = &mut query;
    // The same graph twice counts twice, too.
    let snapshot = match dataset.take_if(|dataset| dataset.default.len() > 1) {
        Some(named) => merged(snapshot, &named, cancellation)?,
        None => snapshot.clone(),
    };
    Ok(Ready { snapshot, query, searches })
}

/// The graphs of a dataset in memory, those of its default graph as one.
fn merged(
    snapshot: &Snapshot,
    named: &QueryDataset,
    cancellation: &CancellationToken,
) -> Result<Snapshot, QueryEvaluationError> {
    let distinct = |graphs: &[NamedNode]| graphs.iter().cloned().collect::<BTreeSet<_>>();
    let copies = distinct(&named.default).into_iter().map(|graph| (graph, None)).chain(
        distinct(named.named.as_deref().unwrap_or_default()).into_iter().map(|graph| (graph.clone(), Some(graph))),
    );
    let mut quads = Vec::new();
    for (graph, name) in copies {
        let name = name.map_or(GraphName::DefaultGraph, GraphName::NamedNode);
        for quad in snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(graph.as_ref()))) {
            if cancellation.is_cancelled() {
                return Err(QueryEvaluationError::Cancelled);
            }
            let quad = quad.map_err(|error| QueryEvaluationError::Dataset(error.into()))?;
            quads.push(Quad { graph_name: name.clone(), ..quad });
            if quads.len() > MERGED {
                let message = format!("the graphs named hold more than {MERGED} triples: name fewer, or use GRAPH");
                return Err(QueryEvaluationError::Dataset(message.into()));
            }
        }
    }
    Snapshot::in_memory(quads).map_err(|error| QueryEvaluationError::Dataset(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::BASE;
    use crate::query::{Answer, Limits, prefixes, run};

    /// One triple in three graphs, another in one of them.
    fn rows(text: &str) -> usize {
        let node = |name: &str| NamedNode::new_unchecked(format!("{BASE}{name}"));
        let quad = |object: &str, graph: &str| Quad::new(node("s"), node("p"), node(object), node(graph));
        let snapshot = Snapshot::in_memory([quad("o", "a"), quad("o", "b"), quad("o", "c"), quad("x", "c")]).unwrap();
        let query = prefixes::parser(BASE).parse_query(text).unwrap();
        match run(&snapshot, query, &Limits::default()).unwrap() {
            Answer::Solutions(rows) => rows.rows.len(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_triple_that_stands_in_several_graphs_of_the_default_graph_is_one() {
        assert_eq!(rows("SELECT * FROM <a> FROM <b> { ?s ?p ?o }"), 1);
        assert_eq!(rows("SELECT * FROM <a> FROM <b> FROM <c> { ?s ?p ?o }"), 2);
        assert_eq!(rows("SELECT * FROM <a> FROM <a> { ?s ?p ?o }"), 1);
    }

    #[test]
    fn named_graphs_stay_apart_and_only_those_named_are_seen() {
        assert_eq!(rows("SELECT * FROM <a> FROM <b> FROM NAMED <b> FROM NAMED <c> { GRAPH ?g { ?s ?p ?o } }"), 3);
        assert_eq!(rows("SELECT * FROM <a> FROM <b> { GRAPH ?g { ?s ?p ?o } }"), 0);
    }
}
