//! A query over our graphs as one over the graphs of a server: there they have other names, so that several versions lie
//! beside each other and a reader sees one of them only. The graph of the version says which graph has which name.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, QueryDataset};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::{RemoteError, Version, each};
use crate::store::walk::{inside, inside_mut};

/// That a graph of the server is one of ours.
pub(super) const IS_VERSION_OF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/isVersionOf");

/// How the answer of the server is to be read.
pub(super) enum Shape {
    /// As it is.
    Rows,
    /// Whether there is a row.
    Yes,
    /// Each row makes these triples.
    Triples(Vec<TriplePattern>),
}

/// What cannot be asked of a server.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsupported {
    /// Servers mean different things by it.
    #[error("DESCRIBE is not asked of a server, since each describes in its own way; write CONSTRUCT")]
    Describe,
    /// Other endpoints.
    #[error("SERVICE is not asked through a server")]
    Service,
    /// It is not known which graph of the server is meant.
    #[error(transparent)]
    Remote(#[from] RemoteError),
}

/// Which graph of the server is one of ours.
type Named<'a> = &'a dyn Fn(&NamedNode) -> Result<Option<NamedNode>, RemoteError>;

/// The query that the server answers, and how its answer is to be read.
pub(super) fn rewritten(query: &Query, version: &Version, named: Named<'_>) -> Result<(String, Shape), Unsupported> {
    let (mut pattern, dataset, shape) = match query.clone() {
        Query::Select { pattern, dataset, .. } => (pattern, dataset, Shape::Rows),
        Query::Ask { pattern, dataset, .. } => (yes(pattern), dataset, Shape::Yes),
        Query::Construct { template, pattern, dataset, .. } => {
            (projected(pattern, &template), dataset, Shape::Triples(template))
        }
        Query::Describe { .. } => return Err(Unsupported::Describe),
    };
    let mut rewriting = Rewriting { version, named, dataset: dataset.as_ref(), fresh: 0 };
    rewriting.pattern(&mut pattern, false)?;
    Ok((Query::Select { dataset: None, pattern, base_iri: None }.to_string(), shape))
}

/// One row where there is any: not all servers answer ASK in the same form.
fn yes(pattern: GraphPattern) -> GraphPattern {
    GraphPattern::Slice { inner: Box::new(each(pattern)), start: 0, length: Some(1) }
}

/// As many rows as there are, with nothing in them that is asked for.
fn each(pattern: GraphPattern) -> GraphPattern {
    let yes = Variable::new_unchecked("stored_yes");
    let inner = GraphPattern::Extend {
        inner: Box::new(pattern),
        variable: yes.clone(),
        expression: Expression::Literal(Literal::from(1)),
    };
    GraphPattern::Project { inner: Box::new(inner), variables: vec![yes] }
}

/// The variables of a template, each combination once: of an answer in triples nobody could tell whether it was cut off.
fn projected(pattern: GraphPattern, template: &[TriplePattern]) -> GraphPattern {
    let mut variables: Vec<Variable> = Vec::new();
    for triple in template {
        let predicate = match &triple.predicate {
            NamedNodePattern::Variable(variable) => Some(variable),
            NamedNodePattern::NamedNode(_) => None,
        };
        let ends = [&triple.subject, &triple.object].into_iter().filter_map(|term| match term {
            TermPattern::Variable(variable) => Some(variable),
            _ => None,
        });
        variables.extend(ends.chain(predicate).cloned());
    }
    variables.sort();
    variables.dedup();
    // Each row makes a blank node of its own, so every row counts.
    let is_blank = |term: &TermPattern| matches!(term, TermPattern::BlankNode(_));
    if template.iter().any(|triple| is_blank(&triple.subject) || is_blank(&triple.object)) {
        return match variables.is_empty() {
            true => each(pattern),
            false => GraphPattern::Project { inner: Box::new(pattern), variables },
        };
    }
    if variables.is_empty() {
        return yes(pattern);
    }
    GraphPattern::Distinct { inner: Box::new(GraphPattern::Project { inner: Box::new(pattern), variables }) }
}

struct Rewriting<'a> {
    version: &'a Version,
    named: Named<'a>,
    dataset: Option<&'a QueryDataset>,
    fresh: usize,
}

type Rewritten = Result<(), Unsupported>;

impl Rewriting<'_> {
    fn pattern(&mut self, pattern: &mut GraphPattern, inside: bool) -> Rewritten {
        // A label of a blank node may stand in one group only, and what was one group may become several.
        match pattern {
            GraphPattern::Bgp { patterns } => {
                patterns
                    .iter_mut()
                    .flat_map(|triple| [&mut triple.subject, &mut triple.object])
                    .for_each(without_label);
            }
            GraphPattern::Path { subject, object, .. } => [subject, object].into_iter().for_each(without_label),
            _ => {}
        }
        match pattern {
            // Virtuoso forgets the condition of an OPTIONAL where both sides name their graph; so the graph is named around both.
            GraphPattern::LeftJoin { .. } if !inside && is_of_triples(pattern) => {
                self.pattern(pattern, true)?;
                let inner = std::mem::take(pattern);
                *pattern = self.default(inner)?;
                Ok(())
            }
            GraphPattern::Bgp { patterns } if inside || patterns.is_empty() => Ok(()),
            GraphPattern::Path { .. } if inside => Ok(()),
            GraphPattern::Values { .. } => Ok(()),
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => {
                let inner = std::mem::take(pattern);
                *pattern = self.default(inner)?;
                Ok(())
            }
            GraphPattern::Graph { name, inner } => {
                self.pattern(inner, true)?;
                let (name, inner) = (name.clone(), std::mem::take(&mut **inner));
                *pattern = match name {
                    NamedNodePattern::NamedNode(name) => self.in_one(&name, inner)?,
                    NamedNodePattern::Variable(name) => self.in_each(name, inner),
                };
                Ok(())
            }
            GraphPattern::Service { .. } => Err(Unsupported::Service),
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left, inside)?;
                self.pattern(right, inside)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left, inside)?;
                self.pattern(right, inside)?;
                expression.iter_mut().try_for_each(|expression| self.expression(expression, inside))
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr, inside)?;
                self.pattern(inner, inside)
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.expression(expression, inside)?;
                self.pattern(inner, inside)
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                    self.expression(by, inside)?;
                }
                self.pattern(inner, inside)
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr, inside)?;
                    }
                }
                self.pattern(inner, inside)
            }
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner, inside),
        }
    }

    fn expression(&mut self, expression: &mut Expression, inside: bool) -> Rewritten {
        match expression {
            Expression::Exists(pattern) => self.pattern(pattern, inside),
            other => inside_mut(other, |inner| self.expression(inner, inside)),
        }
    }

    /// A pattern that stands outside of GRAPH. Nothing of ours stands in the default graph of a server.
    fn default(&mut self, inner: GraphPattern) -> Result<GraphPattern, Unsupported> {
        match self.dataset {
            None => {
                let name = self.version.default_graph.clone();
                Ok(GraphPattern::Graph { name: name.into(), inner: Box::new(inner) })
            }
            Some(dataset) => match dataset.default.as_slice() {
                [one] => self.in_graph(one, inner),
                // Several are merged before a query comes here.
                _ => Ok(nothing()),
            },
        }
    }

    /// A pattern inside of a GRAPH that is named.
    fn in_one(&mut self, name: &NamedNode, inner: GraphPattern) -> Result<GraphPattern, Unsupported> {
        let is_seen = |dataset: &QueryDataset| dataset.named.as_deref().unwrap_or_default().contains(name);
        if self.dataset.is_none_or(is_seen) { self.in_graph(name, inner) } else { Ok(nothing()) }
    }

    /// A pattern in one of our graphs. The query names the graph of the server: behind a variable that the index binds, what is
    /// counted in a query inside would be counted over all graphs together.
    fn in_graph(&mut self, name: &NamedNode, inner: GraphPattern) -> Result<GraphPattern, Unsupported> {
        Ok(match ((self.named)(name)?, inner) {
            (None, _) => nothing(),
            (Some(_), GraphPattern::Bgp { patterns }) if patterns.is_empty() => GraphPattern::default(),
            (Some(stored), inner) => GraphPattern::Graph { name: stored.into(), inner: Box::new(inner) },
        })
    }

    /// A pattern inside of GRAPH with a variable.
    fn in_each(&mut self, variable: Variable, inner: GraphPattern) -> GraphPattern {
        let stored = Variable::new_unchecked(format!("stored_{}", self.fresh));
        self.fresh += 1;
        let triple = TriplePattern {
            subject: TermPattern::Variable(stored.clone()),
            predicate: NamedNode::from(IS_VERSION_OF).into(),
            object: TermPattern::Variable(variable.clone()),
        };
        let index = GraphPattern::Graph {
            name: self.version.index.clone().into(),
            inner: Box::new(GraphPattern::Bgp { patterns: vec![triple] }),
        };
        let found = match inner {
            GraphPattern::Bgp { patterns } if patterns.is_empty() => index,
            mut inner if each::is_hidden(&inner) => {
                each::say(&mut inner, &stored);
                join(inner, index)
            }
            inner => join(GraphPattern::Graph { name: stored.into(), inner: Box::new(inner) }, index),
        };
        let Some(dataset) = self.dataset else { return found };
        let seen = dataset.named.as_deref().unwrap_or_default();
        let bindings = seen.iter().map(|name| vec![Some(GroundTerm::NamedNode(name.clone()))]).collect();
        join(GraphPattern::Values { variables: vec![variable], bindings }, found)
    }
}

/// Whether nothing inside names a graph or is a query of its own.
fn is_of_triples(pattern: &GraphPattern) -> bool {
    let is_plain = |expression: &Expression| !has_exists(expression);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => is_of_triples(left) && is_of_triples(right),
        GraphPattern::LeftJoin { left, right, expression } => {
            is_of_triples(left) && is_of_triples(right) && expression.as_ref().is_none_or(is_plain)
        }
        GraphPattern::Filter { expr: expression, inner } | GraphPattern::Extend { inner, expression, .. } => {
            is_plain(expression) && is_of_triples(inner)
        }
        _ => false,
    }
}

fn has_exists(expression: &Expression) -> bool {
    matches!(expression, Expression::Exists(_))
        || inside(expression, |inner| if has_exists(inner) { Err(()) } else { Ok(()) }).is_err()
}

fn without_label(term: &mut TermPattern) {
    if let TermPattern::BlankNode(node) = term {
        *term = Variable::new_unchecked(format!("stored_node_{}", node.as_str())).into();
    }
}

fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
}

/// A pattern without rows.
fn nothing() -> GraphPattern {
    GraphPattern::Filter { expr: Expression::Literal(Literal::from(false)), inner: Box::default() }
}

#[cfg(test)]
mod tests {
    use spargebra::SparqlParser;

    use super::*;

    fn text(query: &str) -> String {
        let node = |name: &str| NamedNode::new_unchecked(format!("urn:{name}"));
        let version = Version {
            number: 1,
            index: node("index"),
            default_graph: node("default"),
            quads: 0,
            digest: String::new(),
        };
        let query = SparqlParser::new().parse_query(query).unwrap();
        let named = |name: &NamedNode| {
            Ok((name.as_str() != "urn:none").then(|| node(&name.as_str().replace("urn:", "stored:"))))
        };
        let (text, _) = rewritten(&query, &version, &named).unwrap_or_else(|error| panic!("{error}"));
        // What is sent is a query.
        SparqlParser::new().parse_query(&text).unwrap();
        text
    }

    #[test]
    fn every_pattern_names_a_graph_of_the_version() {
        let sent = text("SELECT ?s { ?s <urn:p> ?o . FILTER EXISTS { ?o <urn:q>+ [] } }");
        assert_eq!(sent.matches("GRAPH <urn:default>").count(), 2, "{sent}");
        let sent = text("SELECT ?g { GRAPH ?g { ?s <urn:p> ?o FILTER NOT EXISTS { ?o <urn:q> 1 } } }");
        assert!(sent.contains("GRAPH ?stored_0") && sent.contains("GRAPH <urn:index>"), "{sent}");
        assert!(sent.contains("?stored_0 <http://purl.org/dc/terms/isVersionOf> ?g"), "{sent}");
        assert!(!sent.contains("GRAPH ?g"), "{sent}");
        let sent = text("SELECT * { GRAPH <urn:g> { ?s ?p ?o } }");
        assert!(sent.contains("GRAPH <urn:stored:g>") && !sent.contains("isVersionOf"), "{sent}");
        let sent = text("SELECT * { GRAPH <urn:none> { ?s ?p ?o } }");
        assert!(sent.contains("FILTER(\"false\"") && !sent.contains("GRAPH"), "{sent}");
    }

    #[test]
    fn what_is_counted_inside_of_a_graph_is_counted_in_that_graph() {
        let sent = text(
            "SELECT * { GRAPH ?g { ?s <urn:p> ?o { SELECT ?s (COUNT(*) AS ?n) { ?s <urn:q> ?x } GROUP BY ?s } } }",
        );
        assert_eq!(sent.matches("GRAPH ?stored_0").count(), 2, "{sent}");
        assert!(sent.contains("GROUP BY ?s ?stored_0"), "{sent}");
        let sent = text("SELECT * { GRAPH ?g { ?s <urn:p> ?o MINUS { ?s <urn:q> ?x } MINUS { ?a <urn:r> ?b } } }");
        assert!(sent.contains("urn:q") && !sent.contains("urn:r"), "{sent}");
    }

    #[test]
    fn a_path_and_what_hangs_on_its_end_may_share_a_blank_node() {
        let sent = text("SELECT ?s { ?s <urn:p>+ [ <urn:q> ?o ] }");
        assert_eq!(sent.matches("GRAPH <urn:default>").count(), 2, "{sent}");
        assert!(!sent.contains("_:"), "{sent}");
    }

    #[test]
    fn graphs_that_a_query_names_are_all_that_it_sees() {
        let sent = text("SELECT * FROM NAMED <urn:a> FROM NAMED <urn:b> { GRAPH ?g { ?s ?p ?o } }");
        assert!(sent.contains("VALUES") && sent.contains("<urn:a>") && sent.contains("<urn:b>"), "{sent}");
        let sent = text("ASK FROM <urn:a> { ?s ?p ?o }");
        assert!(sent.contains("GRAPH <urn:stored:a>") && !sent.contains("FROM") && !sent.contains("ASK"), "{sent}");
    }
}
