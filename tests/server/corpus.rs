//! The pages of the shipped corpus: every IRI that we mint has one, and data beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::model::Term;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};

use super::{read, send_to};
use crate::corpus_snapshot;

/// The paths of everything that the graphs of documents name, without fragments, and some of what is shipped.
fn paths() -> BTreeSet<String> {
    let snapshot = corpus_snapshot();
    let mut paths = BTreeSet::new();
    for quad in snapshot.quads(None, None, None, None).map(Result::unwrap) {
        let shared =
            ["reference", "vocabulary"].iter().any(|name| quad.graph_name.to_string().contains(&format!("/{name}>")));
        if shared || quad.graph_name.is_default_graph() {
            continue;
        }
        for term in [Term::from(quad.subject), Term::from(quad.predicate), quad.object] {
            if let Term::NamedNode(node) = term
                && let Some(path) = node.as_str().strip_prefix(BASE)
            {
                paths.insert(path.split('#').next().unwrap().to_owned());
            }
        }
    }
    paths
}

fn app() -> axum::Router {
    let library = Library::shipped(BASE).unwrap();
    router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default())))
}

#[test]
fn each_example_of_the_query_page_has_rows_and_one_says_who_says_so() {
    let (app, accept) = (app(), "text/html,application/xhtml+xml");
    let get = |path: &str, accept: &str| {
        send_to(app.clone(), Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
    };
    let page = get("/sparql", accept).body;
    let examples: Vec<&str> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        // Searches have a test of their own, with an index.
        .filter(|link| link.starts_with("/sparql?query=") && !link.contains("SERVICE"))
        .collect();
    assert_eq!(examples.len(), 6, "{page}");
    for example in &examples {
        let csv = get(example, "text/csv");
        assert_eq!(csv.status, StatusCode::OK, "{example}: {}", csv.body);
        assert!(csv.body.lines().count() > 2, "{example}: {}", csv.body);
        let table = get(example, accept).body;
        assert!(table.contains("<table>") && table.contains("<textarea"), "{example}: {table}");
    }
    // What the page says: without GRAPH a quote is not found, with it it is.
    let count = |pattern: &str| {
        let query = super::encode(&format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}"));
        get(&format!("/sparql?query={query}"), "text/csv").body.lines().nth(1).unwrap().parse::<usize>().unwrap()
    };
    assert_eq!(count("?passage oa:exact ?quote"), 0);
    assert!(count("GRAPH ?g { ?passage oa:exact ?quote }") > 100);
    // Who forgets it is told.
    let query = super::encode("SELECT * { ?claim a igm:Claim }");
    let claims = get(&format!("/sparql?query={query}"), "text/csv");
    assert_eq!(claims.body.lines().count(), 1, "{}", claims.body);
    assert!(claims.header("x-rapporteur-warning").contains("named graphs only"), "{:?}", claims.headers);
    assert!(get(&format!("/sparql?query={query}"), accept).body.contains("named graphs only"));
    // Each fact once, whatever the number of documents that say it.
    let date = "<meeting/bali-process/ministerial-conference-2> schema:startDate ?date";
    assert_eq!((count(date), count(&format!("GRAPH ?g {{ {date} }}")) > 1), (1, true));
}

#[test]
fn every_iri_that_a_document_leads_to_has_a_page_and_data() {
    let app = app();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let paths = paths();
    assert!(paths.len() > 400, "only {} paths", paths.len());
    let mut missing = Vec::new();
    for path in paths {
        let page = format!("/{path}");
        let data = if path == "ns" { "/graph/vocabulary.ttl".to_owned() } else { format!("/{path}.ttl") };
        for (place, accept) in [(page, "text/html"), (data, "*/*")] {
            let request =
                Request::get(&place).header("host", "localhost").header("accept", accept).body(Body::empty()).unwrap();
            let answer =
                runtime.block_on(async { read(tower::ServiceExt::oneshot(app.clone(), request).await.unwrap()).await });
            if answer.status != StatusCode::OK || answer.body.is_empty() {
                missing.push(format!("{place}: {}", answer.status));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
