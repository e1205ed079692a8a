//! Evaluation and syntax of updates. Each case has a store of its own on disk, and a generation for its update.

use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Dataset, GraphName, NamedNode, NamedOrBlankNode, Quad};

use super::compare::same_dataset;
use super::manifest::{Case, cases, file, folder, node, text};
use super::{check, serving, writing};
use crate::serving::{Reply, Serving, WRITER, bearer};

pub(crate) const MANIFESTS: &[&str] = &["sparql11/manifest-sparql11-update.ttl"];

#[test]
fn updates_of_the_w3c_make_of_a_store_what_it_expects() {
    let Some(folder) = folder() else { return };
    let serving = serving();
    // What is only parsed needs no store of its own.
    let store = super::scratch();
    let shared = writing(store.path(), &[], "http://w3c.test/");
    let cases = MANIFESTS.iter().flat_map(|manifest| cases(&folder, manifest));
    check(&cases.map(|case| (case.id.clone(), run(&case, &folder, &serving, &shared))).collect::<Vec<_>>());
}

fn run(case: &Case, folder: &Path, serving: &Serving, shared: &axum::Router) -> Result<(), String> {
    serving.exchange(shared.clone());
    match case.kind.as_str() {
        "PositiveUpdateSyntaxTest" | "PositiveUpdateSyntaxTest11" => syntax(case, folder, serving, false),
        "NegativeUpdateSyntaxTest" | "NegativeUpdateSyntaxTest11" | "NegativeSyntaxTest11" => {
            syntax(case, folder, serving, true)
        }
        "UpdateEvaluationTest" => evaluate(case, folder, serving),
        other => Err(format!("unknown kind of test {other}")),
    }
}

fn post(serving: &Serving, update: &str) -> Reply {
    let headers = [("content-type", "application/sparql-update"), ("authorization", &bearer(WRITER))];
    serving.send("POST", "/update", &headers, update.as_bytes())
}

/// What parses may still fail: there is nothing in the store, and LOAD is refused.
fn syntax(case: &Case, folder: &Path, serving: &Serving, negative: bool) -> Result<(), String> {
    let iri = text(&case.action());
    let update = std::fs::read_to_string(file(&iri, folder)).unwrap();
    let reply = post(serving, &update);
    let is_syntax = reply.status == 400 && reply.text().contains("could not be parsed");
    if is_syntax == negative { Ok(()) } else { Err(format!("{} {}\n{update}", reply.status, reply.text())) }
}

fn evaluate(case: &Case, folder: &Path, serving: &Serving) -> Result<(), String> {
    let store = super::scratch();
    let action = node(&case.action()).unwrap();
    let iri = text(&case.one(&action, "ut:request").unwrap());
    serving.exchange(writing(store.path(), &case.dataset(&action, "ut", folder), &iri));
    let update = std::fs::read_to_string(file(&iri, folder)).unwrap();
    let reply = post(serving, &update);
    if reply.status != 204 {
        return Err(format!("{} {}\n{update}", reply.status, reply.text()));
    }
    let result: NamedOrBlankNode = node(&case.one(&case.node, "mf:result").ok_or("no result")?).unwrap();
    let expected: Dataset = case.dataset(&result, "ut", folder).into_iter().collect();
    let found = whole(serving)?;
    if !same_dataset(&found, &expected) {
        return Err(format!("{update}\n{found}\nexpected\n{expected}"));
    }
    let verified = rapporteur::store::Generations::at(store.path()).verify().unwrap();
    if verified.findings.is_empty() { Ok(()) } else { Err(format!("{:?}", verified.findings)) }
}

/// Everything in the store, as the graph store protocol gives it.
fn whole(serving: &Serving) -> Result<Dataset, String> {
    let names =
        serving.post("/sparql", "application/sparql-query", "text/csv", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }");
    let names = names.text();
    let named = names.lines().skip(1).map(|name| (format!("graph={}", crate::server::encode(name)), Some(name)));
    let mut found = Dataset::new();
    for (query, name) in std::iter::once(("default".to_owned(), None)).chain(named) {
        let reply = serving.get(&format!("/graph-store?{query}"), "application/n-triples");
        if reply.status != 200 {
            return Err(format!("{query}: {} {}", reply.status, reply.text()));
        }
        for quad in RdfParser::from_format(RdfFormat::NTriples).for_slice(&reply.body) {
            let quad = quad.map_err(|error| error.to_string())?;
            let graph = name.map_or(GraphName::DefaultGraph, |name| NamedNode::new_unchecked(name).into());
            found.insert(&Quad { graph_name: graph, ..quad });
        }
    }
    Ok(found)
}
