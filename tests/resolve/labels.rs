//! Which of its names is the label of a thing, as documents change.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphNameRef, Literal, Quad};
use rapporteur::resolve::{Graphs, Touched, update};
use rapporteur::store::{Build, Generations, Record};

use super::{BASE, iri, replace};

#[test]
fn a_name_that_a_document_about_a_thing_comes_to_give_is_its_label_though_others_give_it_already() {
    let graphs = Graphs::new(BASE);
    let folder = tempfile::tempdir().unwrap();
    let mut build = Build::begin(&Generations::at(folder.path()), |_: &Record| true).unwrap();
    let called = |name: &str, graph: &str| {
        Quad::new(iri("meeting/x"), rdfs::LABEL, Literal::from(name), iri(&format!("graph/{graph}")))
    };
    let topic =
        Quad::new(iri("doc/d"), iri("http://xmlns.com/foaf/0.1/primaryTopic"), iri("meeting/x"), iri("graph/d"));
    let mut named = BTreeMap::new();
    for (graph, new) in [
        ("e", vec![called("Lake", "e")]),
        ("f", vec![called("The longer name", "f")]),
        ("d", vec![topic.clone()]),
        ("d", vec![topic, called("Lake", "d")]),
    ] {
        let mut touched = Touched::default();
        replace(&mut build, &mut named, &mut touched, &iri(&format!("graph/{graph}")), new);
        update(&mut build, &graphs, touched).unwrap();
    }
    let label =
        build.quads(Some(iri("meeting/x").as_ref().into()), Some(rdfs::LABEL), None, Some(GraphNameRef::DefaultGraph));
    let label: Vec<_> = label.map(|quad| quad.unwrap().object).collect();
    assert_eq!(label, [Literal::from("Lake").into()]);
}
