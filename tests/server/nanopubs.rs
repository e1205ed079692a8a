//! A nanopublication resolves under its own address, and only as long as the graph says what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rapporteur::graph::vocab::BASE;
use rapporteur::publish::{ExportFormat, export};
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};

use super::{Answer, send_to};
use crate::corpus_snapshot;

fn app() -> Router {
    let library = Library::shipped(BASE).unwrap();
    router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default())))
}

fn get(app: &Router, path: &str, accept: &str) -> Answer {
    send_to(app.clone(), Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
}

fn parsed(text: &str, format: RdfFormat) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    quads.map(|quad| quad.unwrap_or_else(|error| panic!("{error}\n{text}")).to_string()).collect()
}

/// All nanopublications as they are exported, by their addresses.
fn exported() -> BTreeMap<String, BTreeSet<String>> {
    let mut text = Vec::new();
    let format: ExportFormat = "nanopubs".parse().unwrap();
    export(&corpus_snapshot(), format, BASE, None, &std::env::temp_dir(), &mut text).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(&text) {
        let quad: Quad = quad.unwrap();
        let graph = quad.graph_name.to_string();
        let address = graph.trim_start_matches('<').split('#').next().unwrap().to_owned();
        found.entry(address).or_default().insert(quad.to_string());
    }
    found
}

#[test]
fn the_address_of_a_nanopublication_gives_what_was_exported_and_leads_people_to_the_fact() {
    let app = app();
    let all = exported();
    assert!(all.len() > 500, "{}", all.len());
    let jsonld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for (address, quads) in all.iter().step_by(7) {
        let path = format!("/{}", address.strip_prefix(BASE).unwrap());
        for (ending, accept, format) in [
            (".trig", "*/*", RdfFormat::TriG),
            ("", "application/trig", RdfFormat::TriG),
            ("", "application/n-quads", RdfFormat::NQuads),
            ("", "application/ld+json", jsonld),
        ] {
            let answer = get(&app, &format!("{path}{ending}"), accept);
            assert_eq!(answer.status, StatusCode::OK, "{path}{ending}: {}", answer.body);
            assert_eq!(parsed(&answer.body, format), *quads, "{path}{ending} as {accept}");
            assert_eq!(answer.header("vary"), "accept");
            assert!(answer.header("link").contains(&format!("<{address}>; rel=\"canonical\"")));
        }
        let page = get(&app, &path, "text/html");
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        let fact = page.header("location").to_owned();
        assert!(path.starts_with(&format!("/np{fact}/RA")), "{path} leads to {fact}");
        let published = format!("href=\"/np{fact}.trig\"");
        assert!(get(&app, &fact, "text/html").body.contains(&published), "{fact} leads to its nanopublications");
        let of_fact = parsed(&get(&app, &format!("/np{fact}.trig"), "*/*").body, RdfFormat::TriG);
        assert!(of_fact.is_superset(quads), "{fact}");
    }
}

#[test]
fn an_address_whose_hash_is_another_is_not_found_and_formats_without_graphs_are_refused() {
    let app = app();
    let all = exported();
    let path = format!("/{}", all.keys().next().unwrap().strip_prefix(BASE).unwrap());
    let other = format!("{}A", &path[..path.len() - 1]);
    let other = if other == path { format!("{}B", &path[..path.len() - 1]) } else { other };
    let answer = get(&app, &other, "application/trig");
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
    assert!(answer.body.contains("hash of its content"), "{}", answer.body);
    assert_eq!(get(&app, "/np/state/nowhere/", "*/*").status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(get(&app, "/np/state/nowhere", "*/*").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&app, &path, "text/turtle").status, StatusCode::NOT_ACCEPTABLE);
}
