//! The constants that a query names, found in its algebra.

use std::collections::BTreeSet;
use std::convert::Infallible;

use oxigraph::model::NamedNode;
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression as Path,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use crate::store::inside;

/// The predicates and graphs that a query names, and how many patterns it has.
#[derive(Debug, Default)]
pub struct Terms {
    /// Constant predicates, also those of paths and of patterns inside of filters.
    pub predicates: BTreeSet<NamedNode>,
    /// Those of patterns of the default graph, where the query does not say what that is.
    pub plain_predicates: BTreeSet<NamedNode>,
    /// Classes of which patterns of the default graph want instances, likewise.
    pub plain_classes: BTreeSet<NamedNode>,
    /// Graphs named by `GRAPH`, `FROM` and `FROM NAMED`, or by the protocol.
    pub graphs: BTreeSet<NamedNode>,
    /// Triple patterns and paths.
    pub patterns: usize,
}

impl Terms {
    /// Walks through a query. Patterns of `SERVICE` are asked of somebody else and do not count.
    pub fn of(query: &Query) -> Self {
        let mut walk = Walk { terms: Self::default(), plain: true };
        let (Query::Select { dataset, pattern, .. }
        | Query::Construct { dataset, pattern, .. }
        | Query::Describe { dataset, pattern, .. }
        | Query::Ask { dataset, pattern, .. }) = query;
        if let Some(dataset) = dataset {
            walk.plain = false;
            walk.terms.graphs.extend(dataset.default.iter().chain(dataset.named.iter().flatten()).cloned());
        }
        walk.pattern(pattern);
        walk.terms
    }
}

struct Walk {
    terms: Terms,
    /// Whether patterns here are those of the store's default graph.
    plain: bool,
}

impl Walk {
    fn predicate(&mut self, predicate: &NamedNode) {
        if self.plain && !self.terms.plain_predicates.contains(predicate) {
            self.terms.plain_predicates.insert(predicate.clone());
        }
        if !self.terms.predicates.contains(predicate) {
            self.terms.predicates.insert(predicate.clone());
        }
    }

    fn triple(&mut self, triple: &TriplePattern) {
        self.terms.patterns += 1;
        if let NamedNodePattern::NamedNode(predicate) = &triple.predicate {
            self.predicate(predicate);
        }
        if let (NamedNodePattern::NamedNode(predicate), TermPattern::NamedNode(class)) =
            (&triple.predicate, &triple.object)
            && self.plain
            && predicate.as_ref() == oxigraph::model::vocab::rdf::TYPE
        {
            self.terms.plain_classes.insert(class.clone());
        }
    }

    fn path(&mut self, path: &Path) {
        match path {
            Path::NamedNode(predicate) => self.predicate(predicate),
            Path::Reverse(a) | Path::ZeroOrMore(a) | Path::OneOrMore(a) | Path::ZeroOrOne(a) => self.path(a),
            Path::Sequence(a, b) | Path::Alternative(a, b) => {
                self.path(a);
                self.path(b);
            }
            // What is not meant need not be there.
            Path::NegatedPropertySet(_) => {}
        }
    }

    fn pattern(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter().for_each(|triple| self.triple(triple)),
            GraphPattern::Path { path, .. } => {
                self.terms.patterns += 1;
                self.path(path);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left);
                self.pattern(right);
                expression.iter().for_each(|expression| self.expression(expression));
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            GraphPattern::Graph { name, inner } => {
                if let NamedNodePattern::NamedNode(graph) = name {
                    self.terms.graphs.insert(graph.clone());
                }
                let outside = std::mem::replace(&mut self.plain, false);
                self.pattern(inner);
                self.plain = outside;
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.expression(expression);
                self.pattern(inner);
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                    self.expression(by);
                }
                self.pattern(inner);
            }
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
            GraphPattern::Group { inner, aggregates, .. } => {
                self.pattern(inner);
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
            }
            GraphPattern::Values { .. } | GraphPattern::Service { .. } => {}
        }
    }

    fn expression(&mut self, expression: &Expression) {
        let Ok(()) = match expression {
            Expression::Exists(pattern) => {
                self.pattern(pattern);
                Ok::<(), Infallible>(())
            }
            other => inside(other, |inner| {
                self.expression(inner);
                Ok(())
            }),
        };
    }
}
