//! Changes that come through the server: SPARQL Update, and whole graphs. They go into a generation in the making, as
//! everything does, and only into graphs that no build makes.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, Quad};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator, UpdateEvaluationError};
use spargebra::algebra::{Expression, Function, GraphPattern, GraphTarget, QueryDataset};
use spargebra::term::{GraphNamePattern, Variable};
use spargebra::{GraphUpdateOperation, Query, Update};

use super::record::{self, DEFAULT};
use super::second_reader::SecondReader;
use super::{Build, Record, StoreError};

/// Why a change was not made. Nothing of it is published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The change would reach a graph that builds make.
    #[error("{0} is made by builds, and nobody else changes it; write into a named graph of your own")]
    Reserved(String),
    /// The change would fetch something.
    #[error("LOAD is refused: this server fetches nothing; send the data itself")]
    Load,
    /// A graph is there that must not, or is not there that must.
    #[error("{0}")]
    Conflict(String),
    /// The update cannot be evaluated, or its result cannot be kept.
    #[error("{0}")]
    Unusable(String),
    /// Time was up.
    #[error("the change took too long")]
    Cancelled,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was not there before.
    Created,
    /// It was there.
    Replaced,
}

/// The graphs that a change may have reached: all that may be written, where only the data tells.
enum Touched {
    Some(BTreeSet<String>),
    All,
}

impl Build {
    /// Applies an update: all its operations or, if one fails, none.
    ///
    /// # Errors
    /// A graph that builds make, LOAD, a graph that is not there, an evaluation that fails or is cancelled.
    pub fn update(&mut self, update: &Update, cancellation: &CancellationToken) -> Result<(), WriteError> {
        let mut touched = Touched::Some(BTreeSet::new());
        let mut transaction = self.store.start_transaction().map_err(StoreError::from)?;
        for operation in &update.operations {
            touch(self.record(), operation, &mut touched)?;
            for (pattern, using, graph) in graph_variables(operation) {
                // The data tells which graphs it is about; asked before anything is changed.
                let ask = reserved(self.record(), pattern, using, graph);
                let evaluator = SparqlEvaluator::new().with_cancellation_token(cancellation.clone());
                if let Some(ask) = ask
                    && matches!(
                        evaluator.for_query(ask).on_transaction(&transaction).execute()?,
                        QueryResults::Boolean(true)
                    )
                {
                    return Err(WriteError::Reserved(format!("a graph of {graph}")));
                }
            }
            let one = Update { base_iri: update.base_iri.clone(), operations: vec![operation.clone()] };
            SparqlEvaluator::new()
                .with_cancellation_token(cancellation.clone())
                .for_update(one)
                .on_transaction(&mut transaction)
                .execute()?;
        }
        transaction.commit().map_err(StoreError::from)?;
        self.recount(touched)
    }

    /// Makes a graph hold these triples, which stand in the default graph of `quads`: beside those that it has, or
    /// instead of them.
    ///
    /// # Errors
    /// A graph that builds make, or triples that cannot be kept.
    pub fn write_graph(&mut self, graph: &GraphName, quads: Vec<Quad>, keep: bool) -> Result<Changed, WriteError> {
        let mut touched = Touched::Some(BTreeSet::new());
        touched.add(self.record(), graph.as_ref())?;
        let changed = if self.has_graph(graph.as_ref())? { Changed::Replaced } else { Changed::Created };
        let mut transaction = self.store.start_transaction().map_err(StoreError::from)?;
        if !keep {
            transaction.clear_graph(graph.as_ref()).map_err(StoreError::from)?;
        }
        if let GraphName::NamedNode(name) = graph {
            transaction.insert_named_graph(name);
        }
        for quad in quads {
            transaction.insert(&Quad { graph_name: graph.clone(), ..quad });
        }
        transaction.commit().map_err(StoreError::from)?;
        self.recount(touched)?;
        Ok(changed)
    }

    /// Removes a graph and its name; the default graph becomes empty. False if there is no such graph.
    ///
    /// # Errors
    /// A graph that builds make.
    pub fn drop_graph(&mut self, graph: &GraphName) -> Result<bool, WriteError> {
        let mut touched = Touched::Some(BTreeSet::new());
        touched.add(self.record(), graph.as_ref())?;
        if !self.has_graph(graph.as_ref())? {
            return Ok(false);
        }
        match graph {
            GraphName::NamedNode(name) => {
                self.store.remove_named_graph(name).map_err(StoreError::from)?;
            }
            _ => self.store.clear_graph(graph.as_ref()).map_err(StoreError::from)?,
        }
        self.recount(touched)?;
        Ok(true)
    }

    /// Publishes what was changed, with everything else as it was.
    ///
    /// # Errors
    /// The file system.
    pub fn publish_changes(mut self) -> Result<u64, StoreError> {
        // What is written is not searched, so the index stays as it is.
        if self.has_text_index_before()? {
            let writer = self.text_writer()?;
            self.finish_text_index(writer)?;
        }
        let record = Record { quads: self.count()?, ..self.record().clone() };
        self.publish(record)
    }

    /// Whether there is this graph, with or without a triple; there is always a default graph.
    ///
    /// # Errors
    /// The database.
    pub fn has_graph(&self, graph: GraphNameRef<'_>) -> Result<bool, StoreError> {
        Ok(match graph {
            GraphNameRef::NamedNode(name) => self.store.contains_named_graph(name)?,
            _ => true,
        })
    }

    /// Counts the graphs that were touched, and has them read again: what `rapporteur verify` could not read is not kept.
    fn recount(&mut self, touched: Touched) -> Result<(), WriteError> {
        let keys = match touched {
            Touched::Some(keys) => keys,
            Touched::All => {
                let mut keys: BTreeSet<String> = self.written.keys().cloned().collect();
                keys.insert(DEFAULT.into());
                for name in self.store.named_graphs() {
                    let name = GraphName::from(name.map_err(StoreError::from)?);
                    let key = record::key(name.as_ref());
                    keys.insert(key.ok_or_else(|| unusable("a blank node cannot name a graph"))?.to_owned());
                }
                keys.retain(|key| !self.record().reserves(record::graph_name(key).as_ref()));
                keys
            }
        };
        for key in keys {
            let name = record::graph_name(&key);
            let (mut count, mut reader) = (0, SecondReader::default());
            for quad in self.quads(None, None, None, Some(name.as_ref())) {
                reader.add(&quad?).map_err(unusable)?;
                count += 1;
            }
            reader.end().map_err(unusable)?;
            let before = self.written.remove(&key).unwrap_or(0);
            if count > 0 || (!name.is_default_graph() && self.has_graph(name.as_ref())?) {
                self.written.insert(key, count);
            }
            self.count = self.count.map(|all| all.saturating_sub(before) + count);
            self.changes += count.abs_diff(before);
        }
        Ok(())
    }
}

impl Touched {
    fn add(&mut self, record: &Record, graph: GraphNameRef<'_>) -> Result<(), WriteError> {
        if record.reserves(graph) {
            let name = if graph.is_default_graph() { "the default graph".to_owned() } else { format!("graph {graph}") };
            return Err(WriteError::Reserved(name));
        }
        let key = record::key(graph).ok_or_else(|| unusable("a blank node cannot name a graph"))?;
        if let Self::Some(keys) = self {
            keys.insert(key.to_owned());
        }
        Ok(())
    }
}

/// Notes the graphs that an operation changes, as far as its text tells.
fn touch(record: &Record, operation: &GraphUpdateOperation, touched: &mut Touched) -> Result<(), WriteError> {
    match operation {
        GraphUpdateOperation::InsertData { data } => {
            data.iter().try_for_each(|quad| touched.add(record, name(&quad.graph_name).as_ref()))
        }
        GraphUpdateOperation::DeleteData { data } => {
            data.iter().try_for_each(|quad| touched.add(record, name(&quad.graph_name).as_ref()))
        }
        GraphUpdateOperation::DeleteInsert { delete, insert, .. } => {
            let graphs = delete.iter().map(|quad| &quad.graph_name).chain(insert.iter().map(|quad| &quad.graph_name));
            for graph in graphs {
                match graph {
                    GraphNamePattern::NamedNode(name) => touched.add(record, name.as_ref().into())?,
                    GraphNamePattern::DefaultGraph => touched.add(record, GraphNameRef::DefaultGraph)?,
                    GraphNamePattern::Variable(_) => *touched = Touched::All,
                }
            }
            Ok(())
        }
        GraphUpdateOperation::Load { .. } => Err(WriteError::Load),
        GraphUpdateOperation::Create { graph, .. } => touched.add(record, graph.as_ref().into()),
        GraphUpdateOperation::Clear { graph, .. } | GraphUpdateOperation::Drop { graph, .. } => match graph {
            GraphTarget::NamedNode(name) => touched.add(record, name.as_ref().into()),
            GraphTarget::DefaultGraph => touched.add(record, GraphNameRef::DefaultGraph),
            GraphTarget::NamedGraphs | GraphTarget::AllGraphs if !record.documents.is_empty() => {
                Err(WriteError::Reserved("a graph of ALL or NAMED".into()))
            }
            GraphTarget::NamedGraphs | GraphTarget::AllGraphs => {
                *touched = Touched::All;
                Ok(())
            }
        },
    }
}

fn name(graph: &spargebra::term::GraphName) -> GraphName {
    match graph {
        spargebra::term::GraphName::NamedNode(name) => name.clone().into(),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    }
}

/// The variables that stand for graphs in the templates of an operation, with what binds them.
fn graph_variables(
    operation: &GraphUpdateOperation,
) -> impl Iterator<Item = (&GraphPattern, Option<&QueryDataset>, &Variable)> {
    let found: Vec<_> = match operation {
        GraphUpdateOperation::DeleteInsert { delete, insert, using, pattern } => {
            let graphs = delete.iter().map(|quad| &quad.graph_name).chain(insert.iter().map(|quad| &quad.graph_name));
            let variables: BTreeSet<&Variable> = graphs
                .filter_map(|graph| match graph {
                    GraphNamePattern::Variable(variable) => Some(variable),
                    _ => None,
                })
                .collect();
            variables.into_iter().map(|variable| (&**pattern, using.as_ref(), variable)).collect()
        }
        _ => Vec::new(),
    };
    found.into_iter()
}

/// Asks whether a variable is bound to a graph that builds make; nothing if there is none.
fn reserved(
    record: &Record,
    pattern: &GraphPattern,
    using: Option<&QueryDataset>,
    variable: &Variable,
) -> Option<Query> {
    let prefix = format!("{}graph/", record.base);
    let is_reserved = record.reserves(NamedNode::new_unchecked(&prefix).as_ref().into());
    is_reserved.then(|| Query::Ask {
        dataset: using.cloned(),
        pattern: GraphPattern::Filter {
            expr: Expression::FunctionCall(
                Function::StrStarts,
                vec![
                    Expression::FunctionCall(Function::Str, vec![Expression::Variable(variable.clone())]),
                    Expression::Literal(Literal::from(prefix)),
                ],
            ),
            inner: Box::new(pattern.clone()),
        },
        base_iri: None,
    })
}

fn unusable(reason: impl std::fmt::Display) -> WriteError {
    WriteError::Unusable(reason.to_string())
}

impl From<QueryEvaluationError> for WriteError {
    fn from(error: QueryEvaluationError) -> Self {
        UpdateEvaluationError::from(error).into()
    }
}

impl From<UpdateEvaluationError> for WriteError {
    fn from(error: UpdateEvaluationError) -> Self {
        match error {
            UpdateEvaluationError::Storage(error) => Self::Store(error.into()),
            UpdateEvaluationError::GraphAlreadyExists(_) | UpdateEvaluationError::GraphDoesNotExist(_) => {
                Self::Conflict(error.to_string())
            }
            UpdateEvaluationError::Unexpected(error)
                if matches!(error.downcast_ref(), Some(QueryEvaluationError::Cancelled)) =>
            {
                Self::Cancelled
            }
            other => Self::Unusable(other.to_string()),
        }
    }
}
