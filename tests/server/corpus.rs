//! The pages of the shipped corpus: every IRI that we mint has one, and data beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::model::Term;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};

use super::read;
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

#[test]
fn every_iri_that_a_document_leads_to_has_a_page_and_data() {
    let library = Library::shipped(BASE).unwrap();
    let site = Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default());
    let app = router(Arc::new(site));
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
