//! `GRAPH ?g { … }` with queries of their own or `MINUS` inside. SPARQL evaluates what is inside once for each graph. Where the
//! variable of the graph is not seen, as in a query inside that does not select it, engines count over all graphs together,
//! and on a server those are also graphs of other versions. So the graph is said at each triple, and handed through.

use std::collections::BTreeSet;
use std::convert::Infallible;

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::Variable;

use crate::store::walk::inside_mut;

/// Whether something inside does not see the variable of the graph.
pub(super) fn is_hidden(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Project { .. } | GraphPattern::Group { .. } | GraphPattern::Minus { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::LeftJoin { left, right, .. } => is_hidden(left) || is_hidden(right),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => is_hidden(inner),
        GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. }
        | GraphPattern::Graph { .. }
        | GraphPattern::Service { .. } => false,
    }
}

/// Says at each triple of a pattern in which graph it is. A graph in which a query inside finds nothing to count gives no row,
/// where SPARQL has one with zero.
pub(super) fn say(pattern: &mut GraphPattern, graph: &Variable) {
    match pattern {
        GraphPattern::Bgp { patterns } if patterns.is_empty() => {}
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => {
            let inner = Box::new(std::mem::take(pattern));
            *pattern = GraphPattern::Graph { name: graph.clone().into(), inner };
        }
        GraphPattern::Values { .. } | GraphPattern::Graph { .. } | GraphPattern::Service { .. } => {}
        // Rows that have nothing in common take nothing away, and now all of a graph have the graph in common.
        GraphPattern::Minus { left, right } if seen(left).is_disjoint(&seen(right)) => {
            let mut left = std::mem::take(&mut **left);
            say(&mut left, graph);
            *pattern = left;
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => {
            say(left, graph);
            say(right, graph);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            say(left, graph);
            say(right, graph);
            expression.iter_mut().for_each(|expression| within(expression, graph));
        }
        GraphPattern::Filter { expr: expression, inner } | GraphPattern::Extend { inner, expression, .. } => {
            within(expression, graph);
            say(inner, graph);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                within(by, graph);
            }
            say(inner, graph);
        }
        GraphPattern::Group { inner, variables, aggregates } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    within(expr, graph);
                }
            }
            variables.push(graph.clone());
            say(inner, graph);
        }
        GraphPattern::Project { inner, variables } => {
            variables.push(graph.clone());
            say(inner, graph);
        }
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
            say(inner, graph);
        }
    }
}

fn within(expression: &mut Expression, graph: &Variable) {
    if let Expression::Exists(pattern) = expression {
        return say(pattern, graph);
    }
    let visited: Result<(), Infallible> = inside_mut(expression, |inner| {
        within(inner, graph);
        Ok(())
    });
    let Ok(()) = visited;
}

fn seen(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut seen = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| _ = seen.insert(variable.clone()));
    seen
}
