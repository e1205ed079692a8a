//! Whether two results are the same, whatever their blank nodes are called.

use std::collections::HashMap;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{BlankNode, Dataset, Graph, Literal, Quad, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};

use super::manifest::{name, node, text};

/// A result that a test expects or a server gives.
pub(crate) enum Outcome {
    Boolean(bool),
    /// Rows, each a sorted list of names and terms; whether their order counts.
    Rows(Vec<Row>, bool),
    Graph(Box<Graph>),
}

type Row = Vec<(String, Term)>;

impl Outcome {
    pub(crate) fn parse(format: QueryResultsFormat, bytes: &[u8], ordered: bool) -> Result<Self, String> {
        let parsed = QueryResultsParser::from_format(format).for_reader(bytes).map_err(|error| error.to_string())?;
        match parsed {
            ReaderQueryResultsParserOutput::Boolean(value) => Ok(Self::Boolean(value)),
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let mut rows = Vec::new();
                for solution in solutions {
                    let solution = solution.map_err(|error| error.to_string())?;
                    let row = solution.iter().map(|(name, term)| (name.as_str().to_owned(), term.clone()));
                    rows.push(row.collect());
                }
                Ok(Self::Rows(rows, ordered).sorted())
            }
        }
    }

    pub(crate) fn graph(format: RdfFormat, bytes: &[u8]) -> Result<Self, String> {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(format).for_slice(bytes) {
            graph.insert(&Triple::from(quad.map_err(|error| error.to_string())?));
        }
        Ok(Self::Graph(graph.into()))
    }

    /// Rows or a graph, from a file of expected results in RDF.
    pub(crate) fn from_quads(quads: Vec<Quad>) -> Self {
        let graph: Graph = quads.into_iter().map(Triple::from).collect();
        if let Some(boolean) = graph.triples_for_predicate(&name("rs:boolean")).next() {
            return Self::Boolean(text(&boolean.object.into_owned()) == "true");
        }
        if graph.subject_for_predicate_object(rdf::TYPE, &name("rs:ResultSet")).is_none() {
            return Self::Graph(graph.into());
        }
        let mut rows: Vec<(Option<usize>, Row)> = Vec::new();
        for solution in graph.triples_for_predicate(&name("rs:solution")) {
            let solution = node(&solution.object.into_owned()).unwrap();
            let index = graph.object_for_subject_predicate(&solution, &name("rs:index"));
            let index = index.and_then(|index| text(&index.into_owned()).parse().ok());
            let mut row = Row::new();
            for binding in graph.objects_for_subject_predicate(&solution, &name("rs:binding")) {
                let binding = node(&binding.into_owned()).unwrap();
                let of = |property: &str| graph.object_for_subject_predicate(&binding, &name(property)).map(Into::into);
                let (variable, value): (Option<Term>, Option<Term>) = (of("rs:variable"), of("rs:value"));
                row.extend(variable.zip(value).map(|(variable, value)| (text(&variable), value)));
            }
            rows.push((index, row));
        }
        let ordered = !rows.is_empty() && rows.iter().all(|(index, _)| index.is_some());
        rows.sort_by_key(|(index, _)| *index);
        Self::Rows(rows.into_iter().map(|(_, row)| row).collect(), ordered).sorted()
    }

    /// The names of each row in alphabetical order.
    fn sorted(mut self) -> Self {
        if let Self::Rows(rows, _) = &mut self {
            rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.0.cmp(&b.0)));
        }
        self
    }

    /// Each row once: what REDUCED may make of rows.
    pub(crate) fn reduced(self) -> Self {
        let Self::Rows(rows, ordered) = self else { return self };
        let mut distinct: Vec<Row> = Vec::new();
        for row in rows {
            if !distinct.contains(&row) {
                distinct.push(row);
            }
        }
        Self::Rows(distinct, ordered)
    }

    /// Nothing, or how this differs from what is expected.
    pub(crate) fn compare(&self, expected: &Self) -> Result<(), String> {
        let same = match (self, expected) {
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Graph(a), Self::Graph(b)) => canonical(a) == canonical(b),
            (Self::Rows(a, _), Self::Rows(b, ordered)) => {
                a.len() == b.len() && matched(a, b, *ordered, &mut vec![false; b.len()], &mut HashMap::new())
            }
            _ => false,
        };
        if same { Ok(()) } else { Err(format!("{}\nexpected\n{}", self.shown(), expected.shown())) }
    }

    fn shown(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Graph(graph) => graph.to_string(),
            Self::Rows(rows, _) => {
                let shown = |row: &Row| row.iter().map(|(name, term)| format!("{name}={term} ")).collect::<String>();
                let mut lines: Vec<String> = rows.iter().map(shown).collect();
                lines.sort();
                lines.join("\n")
            }
        }
    }
}

fn canonical(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

/// Whether two datasets are the same, whatever their blank nodes are called.
pub(crate) fn same_dataset(a: &Dataset, b: &Dataset) -> bool {
    let canonical = |dataset: &Dataset| {
        let mut dataset = dataset.clone();
        dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
        dataset
    };
    canonical(a) == canonical(b)
}

/// Pairs each row with one that is the same under one renaming of blank nodes.
fn matched(
    rows: &[Row],
    others: &[Row],
    ordered: bool,
    used: &mut Vec<bool>,
    names: &mut HashMap<BlankNode, BlankNode>,
) -> bool {
    let Some((row, rest)) = rows.split_first() else { return true };
    for at in 0..others.len() {
        if used[at] || (ordered && at != others.len() - rows.len()) {
            continue;
        }
        let before = names.clone();
        if same_row(row, &others[at], names) {
            used[at] = true;
            if matched(rest, others, ordered, used, names) {
                return true;
            }
            used[at] = false;
            // Rows without blank nodes are the same wherever they stand.
            if before.len() == names.len() {
                return false;
            }
        }
        *names = before;
    }
    false
}

fn same_row(a: &Row, b: &Row, names: &mut HashMap<BlankNode, BlankNode>) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|((name, term), (other_name, other))| {
            name == other_name
                && match (term, other) {
                    (Term::BlankNode(term), Term::BlankNode(other)) => match names.get(term) {
                        Some(known) => known == other,
                        None if names.values().any(|known| known == other) => false,
                        None => {
                            names.insert(term.clone(), other.clone());
                            true
                        }
                    },
                    (Term::Literal(term), Term::Literal(other)) => {
                        value(term) == value(other)
                            && term.datatype() == other.datatype()
                            && term.language().map(str::to_lowercase) == other.language().map(str::to_lowercase)
                    }
                    _ => term == other,
                }
        })
}

/// A literal as the store keeps it: a number by its value (`1` for `01`), a time zone by its distance (`Z` for `+00:00`).
fn value(literal: &Literal) -> String {
    match literal.datatype() {
        xsd::INTEGER | xsd::DECIMAL | xsd::DOUBLE | xsd::FLOAT => {
            literal.value().parse::<f64>().map_or_else(|_| literal.value().to_owned(), |number| number.to_string())
        }
        xsd::DATE | xsd::DATE_TIME => literal.value().replace("+00:00", "Z"),
        xsd::BOOLEAN => literal.value().replace('1', "true").replace('0', "false"),
        _ => literal.value().to_owned(),
    }
}
