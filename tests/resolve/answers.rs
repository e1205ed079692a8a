//! Links from what a document says it follows up to the mandate in the record of the meeting.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, GraphNameRef, Literal, Quad, Term};
use rapporteur::resolve::{Graphs, Touched, default_graph, rebuild, update};
use rapporteur::store::{Build, Generations, Record};

use super::{BASE, TYPE, in_graph, iri, lines, replace, resolved_one_by_one};

/// An act in the graph of a document: its class, where it was said, by whom, to whom, with which force and words.
fn act(node: &str, class: &str, at: &str, by: &str, to: &str, force: &str, text: &str) -> Vec<Quad> {
    let graph = GraphName::from(iri(&format!("graph/{}", node.split('/').nth(1).unwrap())));
    let say = |property: &str, value: Term| Quad::new(iri(node), iri(property), value, graph.clone());
    let mut quads = vec![
        say(TYPE, iri(class).into()),
        say("ns#issuedAt", iri(at).into()),
        say("ns#issuedBy", iri(by).into()),
        say("ns#force", iri(force).into()),
        say("https://schema.org/text", Literal::new_simple_literal(text).into()),
    ];
    if !to.is_empty() {
        quads.push(say("ns#addressee", iri(to).into()));
    }
    quads
}

#[test]
fn an_answer_to_a_meeting_answers_the_one_mandate_whose_body_and_words_it_has() {
    let graphs = Graphs::new(BASE);
    let broader = "http://www.w3.org/2004/02/skos/core#broader";
    let force = |force: &str| {
        Quad::new(iri(&format!("voc/force/{force}")), iri(broader), iri("voc/force/directive"), iri("graph/vocabulary"))
    };
    let mandate = |to: &str, text: &str| {
        act("mandate/first/5-asked", "ns#Mandate", "meeting/a", "body/m", to, "voc/force/request", text)
    };
    let other = act(
        "mandate/first/90-asked",
        "ns#Mandate",
        "meeting/a",
        "body/m",
        "body/board",
        "voc/force/request",
        "the Board to elect a chair",
    );
    let answer = |by: &str, text: &str| {
        let mut quads = act("act/second/7-adopted", "ns#SpeechAct", "meeting/b", by, "", "voc/force/adopt", text);
        quads.push(Quad::new(iri("act/second/7-adopted"), iri("ns#followsUp"), iri("meeting/a"), iri("graph/second")));
        quads
    };
    let words = "the Board to prepare an atlas of groundwater wells";
    let link = "<https://w3id.org/igm/act/second/7-adopted> <https://w3id.org/igm/ns#followsUp> \
                <https://w3id.org/igm/mandate/first/5-asked>";
    for (given, answered, linked) in [
        (mandate("body/board", words), answer("body/board", "the atlas of groundwater wells"), true),
        (mandate("body/board", words), answer("body/panel", "the atlas of groundwater wells"), false),
        (mandate("body/board", words), answer("body/board", "the minutes of its last session"), false),
    ] {
        let mut named: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        let folder = tempfile::tempdir().unwrap();
        let mut build = Build::begin(&Generations::at(folder.path()), |_: &Record| true).unwrap();
        let steps = [
            ("graph/vocabulary", vec![force("request"), force("adopt")]),
            ("graph/second", answered),
            ("graph/first", [given, other.clone()].concat()),
        ];
        for (name, quads) in steps {
            let mut touched = Touched::default();
            replace(&mut build, &mut named, &mut touched, &iri(name), quads);
            update(&mut build, &graphs, touched).unwrap();
        }
        let all: Vec<Quad> = named.values().flatten().cloned().collect();
        let held = in_graph(&build, GraphNameRef::DefaultGraph);
        assert_eq!(held.contains(link), linked, "{held:?}");
        assert_eq!(held, lines(&default_graph(&all, &graphs)));
        assert!(resolved_one_by_one(&named).is_superset(&held));
        rebuild(&mut build, &graphs).unwrap();
        assert_eq!(in_graph(&build, GraphNameRef::DefaultGraph), held);
        let mut touched = Touched::default();
        replace(&mut build, &mut named, &mut touched, &iri("graph/first"), Vec::new());
        update(&mut build, &graphs, touched).unwrap();
        assert!(!in_graph(&build, GraphNameRef::DefaultGraph).contains(link));
    }
}
