//! Evaluation of queries, syntax of queries, formats of results.

use std::path::Path;

use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad};
use oxigraph::sparql::results::QueryResultsFormat;
use spargebra::{Query, SparqlParser};

use super::compare::Outcome;
use super::manifest::{Case, cases, file, folder, node, quads, text};
use super::{check, reading, serving};
use crate::serving::Serving;

pub(crate) const MANIFESTS: &[&str] = &[
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
    "sparql10/manifest-evaluation.ttl",
    "sparql10/manifest-syntax.ttl",
];

#[test]
fn queries_of_the_w3c_get_the_answers_that_it_expects() {
    let Some(folder) = folder() else { return };
    let serving = serving();
    let cases = MANIFESTS.iter().flat_map(|manifest| cases(&folder, manifest));
    check(&cases.map(|case| (case.id.clone(), run(&case, &folder, &serving))).collect::<Vec<_>>());
}

fn run(case: &Case, folder: &Path, serving: &Serving) -> Result<(), String> {
    match case.kind.as_str() {
        "PositiveSyntaxTest" | "PositiveSyntaxTest11" => syntax(case, folder, serving, false),
        "NegativeSyntaxTest" | "NegativeSyntaxTest11" => syntax(case, folder, serving, true),
        "QueryEvaluationTest" | "CSVResultFormatTest" => evaluate(case, folder, serving),
        other => Err(format!("unknown kind of test {other}")),
    }
}

/// What parses may still fail: nobody knows the functions that some of these queries call.
fn syntax(case: &Case, folder: &Path, serving: &Serving, negative: bool) -> Result<(), String> {
    let iri = text(&case.action());
    serving.exchange(reading(Vec::new(), &iri));
    let query = std::fs::read_to_string(file(&iri, folder)).unwrap();
    let reply = serving.post("/sparql", "application/sparql-query", "*/*", &query);
    let is_right = match negative {
        true => reply.status == 400 && reply.text().contains("could not be parsed"),
        false => reply.status == 200 || reply.text().contains("is not supported"),
    };
    if is_right { Ok(()) } else { Err(format!("{} {}\n{query}", reply.status, reply.text())) }
}

fn evaluate(case: &Case, folder: &Path, serving: &Serving) -> Result<(), String> {
    let action = node(&case.action()).unwrap();
    let iri = text(&case.one(&action, "qt:query").unwrap());
    let query = std::fs::read_to_string(file(&iri, folder)).unwrap();
    serving.exchange(reading(data(case, &action, &query, &iri, folder), &iri));
    let expected = case.one(&case.node, "mf:result").ok_or("no result")?;
    let expected = file(&text(&expected), folder);
    let bytes = std::fs::read(&expected).unwrap();
    let ask = |accept: &str| {
        let reply = serving.post("/sparql", "application/sparql-query", accept, &query);
        let content_type = reply.header("content-type").split(';').next().unwrap_or_default().to_owned();
        match (reply.status, content_type == accept) {
            (200, true) => Ok(reply.body),
            _ => Err(format!("{} {}\n{query}", reply.status, reply.text())),
        }
    };
    let extension = expected.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let (accept, format) = match extension {
        "srj" => ("application/sparql-results+json", QueryResultsFormat::Json),
        "tsv" => ("text/tab-separated-values", QueryResultsFormat::Tsv),
        "csv" => return compare_csv(&ask("text/csv")?, &bytes),
        _ => ("application/sparql-results+xml", QueryResultsFormat::Xml),
    };
    let expected = match extension {
        "srj" | "srx" | "tsv" => Outcome::parse(format, &bytes, is_ordered(&query))?,
        _ => Outcome::from_quads(quads(&expected, folder, &GraphName::DefaultGraph)),
    };
    let outcome = match expected {
        Outcome::Graph(_) => Outcome::graph(RdfFormat::Turtle, &ask("text/turtle")?)?,
        _ => Outcome::parse(format, &ask(accept)?, false)?,
    };
    let (outcome, expected) =
        if query.contains("REDUCED") { (outcome.reduced(), expected.reduced()) } else { (outcome, expected) };
    outcome.compare(&expected).map_err(|difference| format!("{query}\n{difference}"))
}

/// The data that a test names, or else the graphs that its query names.
fn data(case: &Case, action: &NamedOrBlankNode, query: &str, iri: &str, folder: &Path) -> Vec<Quad> {
    let mut data = case.dataset(action, "qt", folder);
    let parsed = SparqlParser::new().with_base_iri(iri).unwrap().parse_query(query);
    if let Ok(
        Query::Select { dataset: Some(dataset), .. }
        | Query::Construct { dataset: Some(dataset), .. }
        | Query::Describe { dataset: Some(dataset), .. }
        | Query::Ask { dataset: Some(dataset), .. },
    ) = parsed
    {
        for graph in dataset.default.iter().chain(dataset.named.iter().flatten()) {
            data.extend(quads(&file(graph.as_str(), folder), folder, &graph.clone().into()));
        }
    }
    data
}

/// Whether the rows of a query have an order.
fn is_ordered(query: &str) -> bool {
    let end = query.rfind('}').unwrap_or(0);
    query[end..].to_uppercase().contains("ORDER")
}

/// Columns of `SELECT *` come in any order, and rows of CSV have no types: blank nodes are told by their beginning,
/// numbers by what they look like.
fn compare_csv(ours: &[u8], theirs: &[u8]) -> Result<(), String> {
    let rows = |bytes: &[u8]| -> Vec<Vec<(String, String)>> {
        let mut reader = csv::Reader::from_reader(bytes);
        let names = reader.headers().unwrap().clone();
        let cell = |cell: &str| match cell.parse::<f64>() {
            _ if cell.starts_with("_:") => "_:".to_owned(),
            Ok(number) => number.to_string(),
            Err(_) => cell.to_owned(),
        };
        let mut rows: Vec<Vec<(String, String)>> = Vec::new();
        for row in reader.records() {
            let row = row.unwrap();
            let mut cells: Vec<_> = names.iter().map(str::to_owned).zip(row.iter().map(cell)).collect();
            cells.sort();
            rows.push(cells);
        }
        rows.sort();
        rows
    };
    let (ours, theirs) = (rows(ours), rows(theirs));
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?}\nexpected\n{theirs:?}")) }
}
