//! The page of figures: what it shows of a graph with measurements, and of one without.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::model::{GraphName, Quad};
use rapporteur::graph::vocab::BASE;
use rapporteur::graph::{Iris, Quality, QualityRow, quality_quads};
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;

use super::{Answer, get, send_to, snapshot};

const HTML: &str = "text/html";

/// The graph of the other tests with figures in its catalogue, as a build puts them there.
fn measured(path: &str) -> Answer {
    let row = |name: &str, precision| QualityRow {
        name: name.into(),
        about: format!("All <{name}> there are."),
        gold: 12,
        found: 11,
        precision: Some(precision),
        recall: Some(0.9167),
        f1: None,
        interval: Some((0.81, 0.9)),
    };
    let quality = Quality { documents: vec!["lake-2001".into()], rows: vec![row("workshops", 1.0), row("acts", 0.5)] };
    let figures = quality_quads(&Iris::default(), &quality);
    let facts = figures.iter().map(|q| Quad { graph_name: GraphName::DefaultGraph, ..q.clone() });
    let quads = snapshot().quads(None, None, None, None).map(Result::unwrap).chain(facts).chain(figures.clone());
    let snapshot = Snapshot::in_memory(quads.collect::<Vec<_>>()).unwrap();
    let texts = Texts::Memory(BTreeMap::new());
    let site = Site::new(snapshot, BASE, texts, Library::shipped(BASE).unwrap(), Limits::default());
    send_to(router(Arc::new(site)), Request::get(path).header("accept", HTML).body(Body::empty()).unwrap())
}

#[test]
fn each_category_is_shown_with_what_it_counts_and_its_figures() {
    let page = measured("/quality");
    assert_eq!(page.status, StatusCode::OK);
    let row = page.body.split("<tr id=\"workshops\">").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    let row = row.split("</tr>").next().unwrap();
    for part in ["All &lt;workshops&gt; there are.", ">12<", ">11<", ">1.000<", ">0.917<", ">–<", ">0.810<", ">0.900<"]
    {
        assert!(row.contains(part), "{part}\n{row}");
    }
    let order: Vec<_> = ["id=\"workshops\"", "id=\"acts\""].iter().map(|id| page.body.find(id)).collect();
    assert!(order.is_sorted(), "rows stand in the order of the evaluation");
    assert!(page.body.contains("Second Lake Conference (report)"), "the documents that were measured");
    assert!(page.body.contains("other documents will be read less well"), "{}", page.body);
}

#[test]
fn the_figures_are_data_too() {
    let json: serde_json::Value = serde_json::from_str(&measured("/quality.json").body).unwrap();
    assert_eq!((&json["rows"][0]["name"], &json["rows"][0]["found"]), (&"workshops".into(), &11.into()));
    assert_eq!(json["rows"][1]["shares"]["precision"], 0.5);
    let turtle = measured("/quality.ttl");
    assert!(turtle.body.contains("dqv:QualityMetadata"), "{}", turtle.body);
}

#[test]
fn a_graph_without_figures_says_so_and_shows_what_passages_disagree_on() {
    let page = get("/quality", HTML);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("There are no figures in this graph"), "{}", page.body);
    assert!(page.body.contains("1 fact on which passages disagree"), "{}", page.body);
    assert!(page.body.contains("2001-05-01 or 2001-05-02"), "{}", page.body);
    assert!(get("/", HTML).body.contains("href=\"/quality\""));
}
