//! The JSON-LD of a thing is one tree that says what its quads say.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad};
use rapporteur::graph::vocab::BASE;
use rapporteur::publish::{describe, framed};
use serde_json::Value;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};

use super::send_to;
use crate::{clients, corpus_snapshot};

fn app() -> Router {
    let library = Library::shipped(BASE).unwrap();
    let site = Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default());
    // The description of the data set grows when its files are written.
    site.wait();
    router(Arc::new(site))
}

fn get_from(app: &Router, path: &str) -> String {
    let answer = send_to(app.clone(), Request::get(path).body(Body::empty()).unwrap());
    assert!(answer.status.is_success(), "{path}: {}", answer.body);
    answer.body
}

fn parsed(text: &str) -> BTreeSet<String> {
    let parser = RdfParser::from_format(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() });
    parser
        .for_slice(text.as_bytes())
        .map(|quad| quad.unwrap_or_else(|error| panic!("{error}\n{text}")).to_string())
        .collect()
}

#[test]
fn the_tree_of_each_thing_holds_its_description_and_nothing_else() {
    let snapshot = corpus_snapshot();
    let mut things: BTreeSet<NamedNode> = BTreeSet::new();
    for quad in snapshot.quads(None, None, None, None) {
        if let NamedOrBlankNode::NamedNode(thing) = quad.unwrap().subject {
            things.insert(thing);
        }
    }
    for thing in things.iter().step_by(11) {
        let description = describe(&snapshot, thing.as_ref(), 5_000).unwrap();
        let tree = framed(&description.quads, thing.as_ref()).unwrap().to_string();
        let wanted: BTreeSet<String> = description.quads.iter().map(Quad::to_string).collect();
        assert_eq!(parsed(&tree), wanted, "{thing}\n{tree}");
    }
}

#[test]
fn a_tree_begins_with_its_thing_and_holds_what_leads_to_it() {
    let app = app();
    let body = get_from(&app, "/meeting/bali-process/ministerial-conference-1.jsonld");
    let tree: Value = serde_json::from_str(&body).unwrap();
    let meeting = &tree["@graph"][0];
    assert_eq!(meeting["id"], format!("{BASE}meeting/bali-process/ministerial-conference-1"));
    assert_eq!(meeting["type"], "igm:Meeting");
    assert_eq!(tree["@context"]["startDate"]["@id"], "schema:startDate");
    assert!(meeting["startDate"].is_string(), "{meeting:#}");
    let taking_part = meeting["@reverse"]["context"].as_array().unwrap();
    let fiji = |participation: &Value| participation["id"].as_str().unwrap().ends_with("/fiji/member");
    assert!(taking_part.iter().any(fiji), "{taking_part:#?}");
    let whole: Value = serde_json::from_str(&get_from(&app, "/context.jsonld")).unwrap();
    for (name, meaning) in tree["@context"].as_object().unwrap() {
        assert_eq!(&whole["@context"][name], meaning, "the tree's context is a part of the shipped one");
    }
}

#[test]
fn what_looks_like_a_name_with_a_prefix_is_written_flat() {
    let quad = "<http://example.org/a> <http://example.org/b> <schema:name> .";
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::NQuads).for_slice(quad.as_bytes()).map(Result::unwrap).collect();
    assert!(framed(&quads, NamedNode::new_unchecked("http://example.org/a").as_ref()).is_none());
}

#[test]
fn other_readers_of_json_ld_read_the_same_quads() {
    let app = app();
    let folder = tempfile::tempdir().unwrap();
    let things = [
        "state/fiji",
        "meeting/bali-process/ministerial-conference-2",
        "doc/bali-2004-som",
        "body/bali-process/regional-support-office",
        "dataset",
    ];
    for thing in things {
        for extension in ["jsonld", "nq"] {
            let body = get_from(&app, &format!("/{thing}.{extension}"));
            std::fs::write(folder.path().join(thing.replace('/', "-")).with_extension(extension), body).unwrap();
        }
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    if let Some(python) = clients::python() {
        clients::run(Command::new(python).arg(scripts.join("trees.py")).arg(folder.path()));
    }
    if let Some((node, packages)) = clients::node() {
        let script = scripts.join("trees.mjs");
        clients::run(Command::new(node).env("RAPPORTEUR_CLIENTS", packages).arg(script).arg(folder.path()));
    }
}

/// The JSON-LD in a page.
fn embedded(page: &str) -> Value {
    let start = "<script type=\"application/ld+json\">";
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("{page}"));
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_page_tells_search_engines_what_it_is_about_in_terms_of_schema_org() {
    let app = app();
    let page = |path: &str| {
        let request = Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
        embedded(&send_to(app.clone(), request).body)
    };
    let meeting = page("/meeting/bali-process/ministerial-conference-2");
    assert_eq!(meeting["@type"], "Event");
    assert_eq!((&meeting["startDate"], &meeting["location"]["name"]), (&"2003-04-28".into(), &"Bali".into()));
    let first = page("/meeting/bali-process/ministerial-conference-1");
    assert!(first["attendee"].as_array().unwrap().iter().any(|agent| agent["name"] == "Fiji"), "{first:#}");
    assert_eq!(page("/doc/bali-2004-som")["@type"], "DigitalDocument");
    assert_eq!(page("/dataset")["@type"], "Dataset");
    let fiji = page("/state/fiji");
    assert_eq!(fiji["@type"], "Country");
    assert!(fiji["sameAs"].to_string().contains("wikidata.org/entity/Q"), "{fiji:#}");
}
