//! A query over our graphs as one over the graphs of a server: there they have other names, so that several versions lie
//! beside each other and a reader sees one of them only. The graph of the version says which graph has which name.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, QueryDataset};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::Version;
use crate::store::walk::inside_mut;

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
}

/// The query that the server answers, and how its answer is to be read.
pub(super) fn rewritten(query: &Query, version: &Version) -> Result<(String, Shape), Unsupported> {
    let (mut pattern, dataset, shape) = match query.clone() {
        Query::Select { pattern, dataset, .. } => (pattern, dataset, Shape::Rows),
        Query::Ask { pattern, dataset, .. } => (yes(pattern), dataset, Shape::Yes),
        Query::Construct { template, pattern, dataset, .. } => {
            (projected(pattern, &template), dataset, Shape::Triples(template))
        }
        Query::Describe { .. } => return Err(Unsupported::Describe),
    };
    let mut rewriting = Rewriting { version, dataset: dataset.as_ref(), fresh: 0 };
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
            GraphPattern::Bgp { patterns } if inside || patterns.is_empty() => Ok(()),
            GraphPattern::Path { .. } if inside => Ok(()),
            GraphPattern::Values { .. } => Ok(()),
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => {
                let inner = std::mem::take(pattern);
                *pattern = self.default(inner);
                Ok(())
            }
            GraphPattern::Graph { name, inner } => {
                self.pattern(inner, true)?;
                let (name, inner) = (name.clone(), std::mem::take(&mut **inner));
                *pattern = self.named(name, inner);
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
    fn default(&mut self, inner: GraphPattern) -> GraphPattern {
        match self.dataset {
            None => {
                let name = self.version.default_graph.clone();
                GraphPattern::Graph { name: name.into(), inner: Box::new(inner) }
            }
            Some(dataset) => match dataset.default.as_slice() {
                [one] => {
                    let (graph, stored) = self.stored(one.clone().into());
                    join(GraphPattern::Graph { name: graph, inner: Box::new(inner) }, stored)
                }
                // Several are merged before a query comes here.
                _ => nothing(),
            },
        }
    }

    /// A pattern inside of GRAPH.
    fn named(&mut self, name: NamedNodePattern, inner: GraphPattern) -> GraphPattern {
        let (graph, stored) = self.stored(name.clone());
        let found = match &inner {
            GraphPattern::Bgp { patterns } if patterns.is_empty() => stored,
            _ => join(GraphPattern::Graph { name: graph, inner: Box::new(inner) }, stored),
        };
        let Some(dataset) = self.dataset else { return found };
        let seen = dataset.named.as_deref().unwrap_or_default();
        match name {
            NamedNodePattern::NamedNode(name) => {
                if seen.contains(&name) {
                    found
                } else {
                    nothing()
                }
            }
            NamedNodePattern::Variable(variable) => {
                let bindings = seen.iter().map(|name| vec![Some(GroundTerm::NamedNode(name.clone()))]).collect();
                join(GraphPattern::Values { variables: vec![variable], bindings }, found)
            }
        }
    }

    /// A name for a graph of the server, and the pattern that says which of ours it is.
    fn stored(&mut self, name: NamedNodePattern) -> (NamedNodePattern, GraphPattern) {
        let stored = Variable::new_unchecked(format!("stored_{}", self.fresh));
        self.fresh += 1;
        let object = match name {
            NamedNodePattern::NamedNode(name) => TermPattern::NamedNode(name),
            NamedNodePattern::Variable(variable) => TermPattern::Variable(variable),
        };
        let triple = TriplePattern {
            subject: TermPattern::Variable(stored.clone()),
            predicate: NamedNode::from(IS_VERSION_OF).into(),
            object,
        };
        let index = GraphPattern::Graph {
            name: self.version.index.clone().into(),
            inner: Box::new(GraphPattern::Bgp { patterns: vec![triple] }),
        };
        (stored.into(), index)
    }
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
        let (text, _) = rewritten(&query, &version).unwrap_or_else(|error| panic!("{error}"));
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
        assert!(sent.contains("?stored_0 <http://purl.org/dc/terms/isVersionOf> <urn:g>"), "{sent}");
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
        assert!(sent.contains("isVersionOf> <urn:a>") && !sent.contains("FROM") && !sent.contains("ASK"), "{sent}");
    }
}
