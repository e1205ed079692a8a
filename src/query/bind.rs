//! Binding: a parameter's variable gives its place to a term, everywhere in the parsed query, never in its text.
//!
//! A bound variable stands for one term in the whole query: in patterns, at the ends of paths, as the name of a
//! graph, in filters and in patterns inside of filters, in `BIND`, `VALUES`, groups, aggregates and orders, and also
//! inside of subqueries that do not project it. What the query projects it still projects, now as a constant.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, Term};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::Variable;

use crate::query::binder::Binder;

/// What can take a variable's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A thing of the graph.
    Iri(NamedNode),
    /// A text, a number, a date.
    Literal(Literal),
}

impl From<NamedNode> for Value {
    fn from(iri: NamedNode) -> Self {
        Self::Iri(iri)
    }
}

impl From<Literal> for Value {
    fn from(literal: Literal) -> Self {
        Self::Literal(literal)
    }
}

impl From<Value> for Term {
    fn from(value: Value) -> Self {
        match value {
            Value::Iri(iri) => iri.into(),
            Value::Literal(literal) => literal.into(),
        }
    }
}

/// Why a query cannot take a value at a variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// The variable stands where only an IRI may stand, and the value is a literal.
    #[error("?{variable} stands where only an IRI may stand, and {literal} is a literal")]
    LiteralAsName {
        /// The variable, without question mark.
        variable: String,
        /// The value.
        literal: String,
    },
    /// The query gives the variable a value itself.
    #[error("?{variable} is given a value in the query itself (AS ?{variable}), so it cannot be a parameter")]
    Assigned {
        /// The variable, without question mark.
        variable: String,
    },
}

/// The query with the values in place of the variables (named without question mark); other variables stay free.
///
/// ```
/// use oxigraph::model::Literal;
/// use rapporteur::{graph::vocab::BASE, query::{bind, prefixes}};
///
/// let query = prefixes::parser(BASE).parse_query("ASK { ?s rdfs:label ?_name }").unwrap();
/// let values = [("_name".to_owned(), Literal::from("} ; DROP ALL # \"").into())].into();
/// let bound = bind::bind(&query, &values).unwrap();
/// assert!(bound.to_string().contains(r#""} ; DROP ALL # \"""#));
/// ```
pub fn bind(query: &Query, values: &BTreeMap<String, Value>) -> Result<Query, BindError> {
    let mut binder = Binder::new(values);
    let mut bound = query.clone();
    match &mut bound {
        Query::Select { pattern, .. } | Query::Describe { pattern, .. } => binder.top(pattern)?,
        Query::Ask { pattern, .. } => binder.pattern(pattern)?,
        Query::Construct { template, pattern, .. } => {
            for triple in template {
                binder.triple(triple)?;
            }
            binder.pattern(pattern)?;
        }
    }
    Ok(bound)
}

/// The names of all variables that occur anywhere in a query.
pub fn variables(query: &Query) -> BTreeSet<String> {
    let nothing = BTreeMap::new();
    let mut binder = Binder::new(&nothing);
    let mut copy = query.clone();
    let walked = match &mut copy {
        Query::Select { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            binder.pattern(pattern)
        }
        Query::Construct { template, pattern, .. } => {
            template.iter_mut().try_for_each(|triple| binder.triple(triple)).and_then(|()| binder.pattern(pattern))
        }
    };
    debug_assert!(walked.is_ok(), "nothing is bound, so nothing can be refused");
    binder.seen
}

/// The names of the columns of a SELECT, in order; none for the other forms.
pub fn columns(query: &Query) -> Vec<String> {
    fn projected(pattern: &GraphPattern) -> Vec<Variable> {
        match pattern {
            GraphPattern::Project { variables, .. } => variables.clone(),
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                projected(inner)
            }
            _ => Vec::new(),
        }
    }
    match query {
        Query::Select { pattern, .. } => projected(pattern).iter().map(|v| v.as_str().to_owned()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::{self, BASE};
    use crate::query::{prefixes, run};
    use crate::store::Snapshot;
    use oxigraph::model::{GraphName, Quad};
    use std::fmt::Write;

    fn iri(path: &str) -> NamedNode {
        NamedNode::new(format!("{BASE}{path}")).unwrap()
    }

    /// a p b, c. b p c. a q "one". The triple a p b also stands in the graph g.
    fn data() -> Snapshot {
        let quad = |s: &str, p: &str, o: Term, g: GraphName| Quad::new(iri(s), iri(p), o, g);
        Snapshot::in_memory([
            quad("a", "p", iri("b").into(), GraphName::DefaultGraph),
            quad("a", "p", iri("c").into(), GraphName::DefaultGraph),
            quad("b", "p", iri("c").into(), GraphName::DefaultGraph),
            quad("a", "q", Literal::from("one").into(), GraphName::DefaultGraph),
            quad("a", "p", iri("b").into(), iri("g").into()),
        ])
        .unwrap()
    }

    fn answers(text: &str, values: &[(&str, Value)]) -> String {
        let query = prefixes::parser(BASE).parse_query(text).unwrap();
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let rows = match run::run(&data(), bind(&query, &values).unwrap(), &run::Limits::default()).unwrap() {
            run::Answer::Solutions(rows) => rows,
            run::Answer::Boolean(value) => return value.to_string(),
            run::Answer::Graph { triples, .. } => return triples.len().to_string(),
        };
        let mut out = String::new();
        for row in &rows.rows {
            for cell in row {
                let cell = cell.as_ref().map_or("-".to_owned(), |term| match term {
                    Term::NamedNode(iri) => vocab::compact(iri.as_str(), BASE),
                    Term::Literal(literal) => literal.value().to_owned(),
                    other => other.to_string(),
                });
                write!(out, "{cell} ").unwrap();
            }
            out.truncate(out.trim_end().len());
            out.push('|');
        }
        out
    }

    #[test]
    fn the_value_stands_wherever_the_variable_stood() {
        let b = Value::from(iri("b"));
        for (query, expected) in [
            ("SELECT ?o { ?_x <p> ?o }", "c|"),
            ("SELECT ?s { ?s <p> ?_x }", "a|"),
            ("SELECT ?s { ?s <p>+ ?_x }", "a|"),
            ("SELECT ?_x ?o { ?_x <p> ?o }", "b c|"),
            ("SELECT * { ?_x <p> ?o }", "b c|"),
            ("SELECT ?s { ?s <p> ?o FILTER(?o = ?_x) }", "a|"),
            ("SELECT ?s { ?s <p> <c> FILTER NOT EXISTS { ?s <p> ?_x } }", "b|"),
            ("SELECT ?s { ?s <p> <c> FILTER(?s IN (?_x, <c>)) }", "b|"),
            ("SELECT ?n { ?s <p> <c> BIND(STRAFTER(STR(?_x), 'igm/') AS ?n) FILTER(?s = ?_x) }", "b|"),
            ("SELECT ?s { VALUES (?_x ?s) { (<b> 1) (<c> 2) (UNDEF 3) } }", "1|3|"),
            ("SELECT (COUNT(*) AS ?n) { ?_x <p> ?o } GROUP BY ?_x", "1|"),
            ("SELECT ?_x (COUNT(*) AS ?n) { ?_x <p> ?o } GROUP BY ?_x", "b 1|"),
            ("SELECT (SUM(IF(?o = ?_x, 10, 1)) AS ?n) { <a> <p> ?o }", "11|"),
            ("SELECT ?o { <a> <p> ?o } ORDER BY (?o = ?_x)", "c|b|"),
            ("SELECT ?s ?n { ?s <p> ?_x { SELECT ?_x (COUNT(*) AS ?n) { ?_x <p> ?o } GROUP BY ?_x } }", "a 1|"),
            ("SELECT ?s { ?s <p> ?_x { SELECT (COUNT(*) AS ?n) { ?_x <p> ?o } } FILTER(?n = 1) }", "a|"),
            ("SELECT ?s { { ?s <p> ?_x } UNION { ?_x <p> ?s } } ORDER BY ?s", "a|c|"),
            ("SELECT ?s ?o { ?s <q> ?l OPTIONAL { ?s <p> ?o FILTER(?o = ?_x) } }", "a b|"),
            ("SELECT DISTINCT ?_x { ?s ?p ?_x } LIMIT 5", "b|"),
            ("ASK { ?_x <p> <c> FILTER(BOUND(?_x)) }", "true"),
            ("CONSTRUCT { ?_x <r> ?s } WHERE { ?s <p> ?_x }", "1"),
            ("DESCRIBE ?_x", "1"),
        ] {
            assert_eq!(answers(query, &[("_x", b.clone())]), expected, "{query}");
        }
    }

    #[test]
    fn a_graph_can_be_a_parameter() {
        assert_eq!(answers("SELECT ?s { GRAPH ?_g { ?s <p> ?o } }", &[("_g", iri("g").into())]), "a|");
        assert_eq!(answers("SELECT ?s { GRAPH ?_g { ?s <p> ?o } }", &[("_g", iri("h").into())]), "");
    }

    #[test]
    fn minus_still_compares_the_bound_variable() {
        let query = "SELECT ?o { ?_x <p> ?o MINUS { ?_x <q> ?l } }";
        assert_eq!(answers(query, &[("_x", iri("a").into())]), "");
        assert_eq!(answers(query, &[("_x", iri("b").into())]), "c|");
    }

    #[test]
    fn an_empty_group_stays_empty() {
        let query = "SELECT (COUNT(*) AS ?n) { ?_x <p> ?o } GROUP BY ?_x";
        assert_eq!(answers(query, &[("_x", iri("nobody").into())]), "");
    }

    #[test]
    fn no_text_is_more_than_a_value() {
        let hostile = [
            "\"",
            "'",
            "\\",
            "\\\"",
            "\"\"\"",
            "} #",
            "\n",
            "\r\n",
            "\u{0}",
            "\\u0022",
            "\u{22}) || (1=1",
            "?_name",
            "%s",
            "\" } UNION { ?s ?p ?o",
            "<a>",
            "# comment",
            "{ }",
            "\u{202e}",
            "e\u{301}",
            "$x",
            "\"@en",
            "\"^^<x>",
        ];
        let query = prefixes::parser(BASE).parse_query("SELECT (?_name AS ?n) { }").unwrap();
        for text in hostile {
            let literal = Literal::from(text);
            let bound = bind(&query, &[("_name".to_owned(), literal.clone().into())].into()).unwrap();
            let run::Answer::Solutions(rows) = run::run(&data(), bound, &run::Limits::default()).unwrap() else {
                panic!("a SELECT answers with solutions")
            };
            assert_eq!(rows.rows, [[Some(Term::from(literal))]], "{text:?}");
        }
    }

    #[test]
    fn a_literal_cannot_name_a_property_or_a_graph() {
        for text in ["SELECT * { ?s ?_x ?o }", "SELECT * { GRAPH ?_x { ?s ?p ?o } }", "SELECT * { ?_x ?p ?o }"] {
            let query = prefixes::parser(BASE).parse_query(text).unwrap();
            let error = bind(&query, &[("_x".to_owned(), Literal::from("one").into())].into()).unwrap_err();
            assert!(matches!(error, BindError::LiteralAsName { .. }), "{error}");
        }
    }

    #[test]
    fn a_variable_that_the_query_assigns_is_no_parameter() {
        for text in ["SELECT * { BIND(1 AS ?_x) }", "SELECT (COUNT(*) AS ?_x) { ?s ?p ?o }"] {
            let query = prefixes::parser(BASE).parse_query(text).unwrap();
            let error = bind(&query, &[("_x".to_owned(), Literal::from("one").into())].into()).unwrap_err();
            assert!(matches!(error, BindError::Assigned { .. }), "{error}");
        }
    }

    #[test]
    fn every_variable_is_found() {
        let text = "SELECT (COUNT(?a) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER EXISTS { ?x <p>/<q> ?y MINUS { ?m <p> 1 } } \
                    VALUES ?v { 1 } } GROUP BY ?k ORDER BY ?z";
        let query = prefixes::parser(BASE).parse_query(text).unwrap();
        for name in ["a", "n", "g", "s", "p", "o", "x", "y", "m", "v", "k"] {
            assert!(variables(&query).contains(name), "{name}");
        }
    }
}
