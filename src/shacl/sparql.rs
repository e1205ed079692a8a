//! [SPARQL-based constraints](https://www.w3.org/TR/shacl/#sparql-constraints): a SELECT whose rows must not be.

use std::collections::BTreeSet;
use std::fmt::Write;

use oxigraph::model::{Graph, NamedNode, NamedOrBlankNode, Term, Variable};
use oxigraph::sparql::{CancellationToken, QueryResults};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::NamedNodePattern;

use super::data::{Data, Node};
use super::model::{ShapesError, Sparql};
use super::read::{one, shown, subject, text};
use super::validate::ValidationError;
use crate::graph::vocab::sh;

/// Reads the value of `sh:sparql`; none where it is deactivated.
pub(super) fn read(graph: &Graph, id: &NamedOrBlankNode, value: &Term) -> Result<Option<Sparql>, ShapesError> {
    let broken = |problem: String| ShapesError::Broken { shape: shown(id), problem };
    let node = subject(value).ok_or_else(|| broken(format!("sh:sparql is no constraint: {value}")))?;
    let said = |name: &str| one(graph, &node, &NamedNode::new_unchecked(format!("{}{name}", sh::NAMESPACE)));
    if said("deactivated").is_some_and(|value| text(value) == "true") {
        return Ok(None);
    }
    let select = said("select").map(text).ok_or_else(|| broken("its sh:sparql has no sh:select".into()))?;
    let mut query = String::new();
    if let Some(prefixes) = said("prefixes").and_then(|node| subject(&node)) {
        for declaration in graph.objects_for_subject_predicate(&prefixes, sh::DECLARE) {
            let Some(declaration) = subject(&declaration.into_owned()) else { continue };
            let prefix = one(graph, &declaration, &sh::PREFIX.into_owned()).map(text).unwrap_or_default();
            let namespace = one(graph, &declaration, &sh::NAMESPACE_OF.into_owned()).map(text).unwrap_or_default();
            let _ = writeln!(query, "PREFIX {prefix}: <{namespace}>");
        }
    }
    query.push_str(&select);
    let parsed = spargebra::SparqlParser::new().parse_query(&query);
    let query = parsed.map_err(|error| broken(format!("its sh:select is no query: {error}")))?;
    match &query {
        Query::Select { pattern, .. } if has_this(pattern) => {}
        _ => return Err(broken("its sh:select is no SELECT that gives $this".into())),
    }
    Ok(Some(Sparql { query, message: said("message").map(text) }))
}

fn has_this(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Project { variables, .. } => variables.iter().any(|variable| variable.as_str() == "this"),
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => has_this(inner),
        GraphPattern::Slice { inner, .. } | GraphPattern::OrderBy { inner, .. } => has_this(inner),
        _ => false,
    }
}

/// The nodes that must not be, with the value that is wrong where the query gives one: of the default graph, and of each
/// document's graph for the claims and passages in it.
pub(super) fn found(
    data: &Data<'_>,
    constraint: &Sparql,
    nodes: &BTreeSet<Node>,
) -> Result<BTreeSet<(Node, Option<Node>)>, ValidationError> {
    let mut found = BTreeSet::new();
    for within_graphs in [false, true] {
        let mut query = constraint.query.clone();
        if let Query::Select { pattern, .. } = &mut query
            && within_graphs
        {
            into_graphs(pattern);
        }
        let QueryResults::Solutions(rows) = data.snapshot.evaluate(query, CancellationToken::new())? else {
            continue;
        };
        for row in rows {
            let row = row?;
            let Some(this) = row.get("this") else { continue };
            let this = Node(this.clone());
            // A node of the default graph is not judged by what one document says of it.
            if nodes.contains(&this) && (!within_graphs || data.is_cited_node(&this.0)?) {
                found.insert((this, row.get("value").cloned().map(Node)));
            }
        }
    }
    Ok(found)
}

/// Asks each named graph instead of the default graph.
fn into_graphs(pattern: &mut GraphPattern) {
    match pattern {
        GraphPattern::Project { inner, .. } => {
            let asked = std::mem::replace(inner.as_mut(), GraphPattern::Values { variables: vec![], bindings: vec![] });
            let name = NamedNodePattern::Variable(Variable::new_unchecked("graph_of_this"));
            **inner = GraphPattern::Graph { name, inner: Box::new(asked) };
        }
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => into_graphs(inner),
        GraphPattern::Slice { inner, .. } | GraphPattern::OrderBy { inner, .. } => into_graphs(inner),
        _ => {}
    }
}
