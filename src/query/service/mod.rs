//! `SERVICE <search:> { … }`: the text index, asked from inside a query.
//!
//! ```sparql
//! SELECT ?passage ?snippet {
//!   SERVICE <search:> { ?passage search:text "people smuggling" ; search:field search:passage ; search:snippet ?snippet }
//! }
//! ```
//! As SPARQL says, a service is evaluated alone and its rows are joined with the rest. So it can be answered before the
//! evaluation begins: its rows take its place as inline data, and the evaluator can begin with them instead of reading
//! everything that they may be joined with.
//!
//! Other endpoints are asked during the evaluation (`remote`), and only those that the settings name; no other service is
//! answered, whatever hides its name in the text.

mod address;
mod asked;
mod remote;
mod words;

use oxigraph::model::NamedNode;
use oxigraph::sparql::QueryEvaluationError;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;

pub use asked::ServiceError;
pub use remote::{Endpoints, Remote, RemoteError};
pub use words::{NAMESPACE, SERVICE, field_iri, field_named};

use crate::store::{Snapshot, StoreError, inside_mut};

/// Most searches in one query.
const SEARCHES: usize = 16;

/// A search that was answered, for those who ask for the plan of a query.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Search {
    /// The words looked for, as written.
    pub text: String,
    /// The names of the columns that it gives.
    pub columns: Vec<String>,
    /// Number of rows that it gives.
    pub rows: usize,
    /// Number of all texts that fit.
    pub total: usize,
}

/// Puts the rows of each search into its place; `stop` is asked now and then whether to give up.
///
/// # Errors
/// If a search does not say what to look for, or the generation has no text index; a search marked `SILENT` gives one
/// empty row instead. If another service is asked, silent or not.
pub fn answered(
    snapshot: &Snapshot,
    query: &mut Query,
    remote: Option<&Remote>,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Search>, QueryEvaluationError> {
    let mut walk = Walk { snapshot, remote, stop, done: Vec::new() };
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    walk.pattern(pattern)?;
    Ok(walk.done)
}

struct Walk<'a> {
    snapshot: &'a Snapshot,
    remote: Option<&'a Remote>,
    stop: &'a dyn Fn() -> bool,
    done: Vec<Search>,
}

type Walked = Result<(), QueryEvaluationError>;

impl Walk<'_> {
    fn pattern(&mut self, pattern: &mut GraphPattern) -> Walked {
        match pattern {
            // The evaluator asks it, when and if it needs its rows.
            GraphPattern::Service { name: NamedNodePattern::NamedNode(name), .. }
                if self.remote.is_some_and(|remote| remote.allows(name.as_str())) =>
            {
                Ok(())
            }
            GraphPattern::Service { name, inner, silent } => {
                // Also where it is silent: it is not that another service failed, it is not asked.
                if *name != NamedNodePattern::NamedNode(NamedNode::new_unchecked(SERVICE)) {
                    let error = ServiceError::Other { name: name.to_string() };
                    return Err(QueryEvaluationError::Service(Box::new(error)));
                }
                let answer = match self.search(inner) {
                    Err(QueryEvaluationError::Service(_)) if *silent => GraphPattern::default(),
                    answer => answer?,
                };
                *pattern = answer;
                Ok(())
            }
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => Ok(()),
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression.iter_mut().try_for_each(|expression| self.expression(expression))
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.expression(expression)?;
                self.pattern(inner)
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                    self.expression(by)?;
                }
                self.pattern(inner)
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr)?;
                    }
                }
                self.pattern(inner)
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
        }
    }

    /// Patterns stand in expressions behind EXISTS.
    fn expression(&mut self, expression: &mut Expression) -> Walked {
        match expression {
            Expression::Exists(pattern) => self.pattern(pattern),
            other => inside_mut(other, |inner| self.expression(inner)),
        }
    }

    fn search(&mut self, inner: &GraphPattern) -> Result<GraphPattern, QueryEvaluationError> {
        let failed = |error: ServiceError| QueryEvaluationError::Service(Box::new(error));
        if self.done.len() == SEARCHES {
            return Err(failed(ServiceError::TooMany { limit: SEARCHES }));
        }
        let asked = asked::Asked::read(inner).map_err(failed)?;
        let unusable = |error: StoreError| failed(ServiceError::Index(error.to_string()));
        let index = self.snapshot.text_index().map_err(unusable)?;
        let found = index.find(&asked.request, self.stop).map_err(unusable)?;
        if found.stopped {
            return Err(QueryEvaluationError::Cancelled);
        }
        let (variables, bindings) = asked.rows(&found);
        self.done.push(Search {
            text: asked.text,
            columns: variables.iter().map(|variable| variable.as_str().to_owned()).collect(),
            rows: bindings.len(),
            total: found.total,
        });
        Ok(GraphPattern::Values { variables, bindings })
    }
}
