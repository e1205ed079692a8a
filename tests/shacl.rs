//! Shapes: what they find, what they refuse, and that a strict build publishes nothing that violates them.

use std::path::Path;
use std::process::Command;

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, Literal, Quad, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::graph::vocabulary::SHAPES;
use rapporteur::shacl::{Report, Shapes};
use rapporteur::store::Snapshot;

use crate::{clients, corpus_snapshot};

const PREFIXES: &str = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://example.org/> . ";

fn validate(shape: &str, data: &str) -> Report {
    let data = format!("{PREFIXES}{data}");
    let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::TriG).for_slice(&data).map(|q| q.unwrap()).collect();
    let snapshot = Snapshot::in_memory(quads).unwrap();
    Shapes::read(&format!("{PREFIXES}{shape}"), BASE).unwrap().validate(&snapshot).unwrap()
}

/// Each constraint of SHACL Core that is there: what it is about, data that fits and data that does not.
const CONSTRAINTS: [(&str, &str, &str); 29] = [
    ("sh:path :p ; sh:minCount 1", ":p 1", ":q 1"),
    ("sh:path :p ; sh:maxCount 1", ":p 1", ":p 1, 2"),
    ("sh:path :p ; sh:class :Sort", ":p :sorted", ":p :other"),
    ("sh:path :p ; sh:datatype xsd:date", ":p '2003-04-29'^^xsd:date", ":p '2003-04-31'^^xsd:date"),
    ("sh:path :p ; sh:nodeKind sh:BlankNodeOrIRI", ":p :o", ":p 'o'"),
    ("sh:path :p ; sh:minExclusive 1.5", ":p 1.6e0", ":p 1.5"),
    ("sh:path :p ; sh:minInclusive 1", ":p 1", ":p 0.9"),
    ("sh:path :p ; sh:maxExclusive 5", ":p 4", ":p 5"),
    ("sh:path :p ; sh:maxInclusive 5", ":p 5", ":p 'five'"),
    ("sh:path :p ; sh:minLength 3", ":p 'año'", ":p 'añ'"),
    ("sh:path :p ; sh:maxLength 3", ":p 'año'", ":p 'años'"),
    ("sh:path :p ; sh:pattern '^A' ; sh:flags 'i'", ":p 'abc'", ":p 'bcd'"),
    ("sh:path :p ; sh:languageIn ( 'en' 'fr' )", ":p 'a'@en-GB", ":p 'a'@enm"),
    ("sh:path :p ; sh:uniqueLang true", ":p 'a'@en, 'b'@fr", ":p 'a'@en, 'b'@EN"),
    ("sh:path :p ; sh:equals :q", ":p 1 ; :q 1", ":p 1 ; :q 1, 2"),
    ("sh:path :p ; sh:disjoint :q", ":p 1 ; :q 2", ":p 1 ; :q 1"),
    ("sh:path :p ; sh:lessThan :q", ":p 1 ; :q 2", ":p 2 ; :q 2"),
    ("sh:path :p ; sh:lessThanOrEquals :q", ":p 2 ; :q 2", ":p 3 ; :q 2"),
    ("sh:path :p ; sh:hasValue :o", ":p :o, :x", ":p :x"),
    ("sh:path :p ; sh:in ( :o 7 )", ":p 7", ":p 8"),
    ("sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]", ":q 1", ":p 1"),
    (
        "sh:and ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ] )",
        ":p 1 ; :q 1",
        ":p 1",
    ),
    (
        "sh:or ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ] )",
        ":q 1",
        ":r 1",
    ),
    (
        "sh:xone ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ] )",
        ":q 1",
        ":p 1 ; :q 1",
    ),
    ("sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]", ":p :linked", ":p :other"),
    ("sh:path ( :p :q ) ; sh:minCount 1", ":p :linked", ":p :other"),
    ("sh:path [ sh:inversePath :names ] ; sh:minCount 2", ":of :pair", ":of :none"),
    ("sh:path [ sh:zeroOrMorePath :next ] ; sh:maxCount 3", ":next :one", ":next :one, :three"),
    ("sh:path [ sh:alternativePath ( :p [ sh:zeroOrOnePath :q ] ) ] ; sh:in ( :this 1 )", ":p 1 ; :q 1", ":p 2"),
];

#[test]
fn every_constraint_finds_what_does_not_fit_and_nothing_else() {
    let around = ":sorted a :Below . :Below rdfs:subClassOf :Sort . :linked :q 1 . :one :next :two . :two :next :one .
        :three :next :four . :a :names :this . :b :names :this .";
    for (constraint, fits, does_not) in CONSTRAINTS {
        let property = constraint.starts_with("sh:path");
        let shape = match property {
            true => format!(":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ {constraint} ] ."),
            false => format!(":S a sh:NodeShape ; sh:targetClass :Thing ; {constraint} ."),
        };
        let data = |said: &str| format!(":this a :Thing ; {said} . {around}");
        assert!(validate(&shape, &data(fits)).conforms(), "{constraint}: {fits}");
        let around_less = around.replace(":b :names :this .", "");
        let bad = format!(":this a :Thing ; {does_not} . {around_less}");
        let report = validate(&shape, &bad);
        assert!(!report.conforms(), "{constraint}: {does_not}");
        assert!(report.outcomes.iter().all(|outcome| outcome.focus.to_string() == "<http://example.org/this>"));
    }
}

#[test]
fn targets_severities_and_messages_are_those_of_the_shape() {
    let shape = ":S a sh:NodeShape ; sh:targetNode :a ; sh:targetSubjectsOf :says ; sh:targetObjectsOf :says ;
        sh:property [ sh:path :label ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message 'nothing names it' ] ;
        sh:property [ sh:path :label ; sh:maxCount 1 ] .
        :Off a sh:NodeShape ; sh:targetNode :a ; sh:deactivated true ; sh:hasValue :b .";
    let report = validate(shape, ":b :says :c . :b :label 'one', 'two' .");
    let said: Vec<String> = report
        .outcomes
        .iter()
        .map(|o| format!("{} {} {}", o.severity.as_str().rsplit('#').next().unwrap(), o.focus, o.message))
        .collect();
    let expected = [
        "Violation <http://example.org/b> http://example.org/label has 2 values, at most 1 may be",
        "Warning <http://example.org/a> nothing names it",
        "Warning <http://example.org/c> nothing names it",
    ];
    assert_eq!(said, expected);
}

#[test]
fn claims_and_passages_are_looked_at_in_the_graphs_of_their_documents_and_nothing_else_there() {
    let shape = "@prefix igm: <https://w3id.org/igm/ns#> . :p sh:declare [ sh:prefix 'e' ; sh:namespace 'http://example.org/'^^xsd:anyURI ] .
        :E a sh:NodeShape ; sh:targetClass igm:Evidence ; sh:property [ sh:path :quote ; sh:minCount 1 ] ;
            sh:sparql [ sh:prefixes :p ; sh:select 'SELECT $this WHERE { $this e:quote \"\" }' ; sh:message 'empty' ] .
        :M a sh:NodeShape ; sh:targetClass igm:Meeting ; sh:property [ sh:path :start ; sh:maxCount 1 ] .";
    let data = "@prefix igm: <https://w3id.org/igm/ns#> . :m a igm:Meeting ; :start 1 .
        :g1 { :m a igm:Meeting ; :start 1 . :e1 a igm:Evidence ; :quote 'x' . :e2 a igm:Evidence ; :quote '' }
        :g2 { :m a igm:Meeting ; :start 2 . :e3 a igm:Evidence . :n a igm:Meeting ; :start 1, 2 }";
    let report = validate(shape, data);
    let found: Vec<_> = report.outcomes.iter().map(|o| (o.focus.to_string(), o.message.as_str())).collect();
    let (first, second) = (&found[0], &found[1]);
    assert_eq!((first.0.as_str(), first.1), ("<http://example.org/e2>", "empty"));
    assert!(second.0 == "<http://example.org/e3>" && second.1.contains("at least 1"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn what_is_not_looked_at_is_refused_with_the_name_of_the_shape() {
    let refused = |shape: &str| Shapes::read(&format!("{PREFIXES}{shape}"), BASE).unwrap_err().to_string();
    let closed = refused(":S a sh:NodeShape ; sh:closed true .");
    assert_eq!(closed, "shape http://example.org/S: sh:closed is not supported");
    let counted = refused(":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 'many' ] .");
    assert_eq!(counted, "shape without a name: sh:minCount is a whole number from 0");
    let query = refused(":S a sh:NodeShape ; sh:sparql [ sh:select 'SELECT ?x WHERE { ?x ?y }' ] .");
    assert!(query.contains("S: its sh:select is no query"), "{query}");
    let other = refused(":S a sh:NodeShape ; sh:sparql [ sh:select 'SELECT ?x WHERE { ?x ?y ?z }' ] .");
    assert!(other.contains("gives $this"), "{other}");
    let text = refused(":S a sh:NodeShape");
    assert!(text.contains("no Turtle") && text.contains("line"), "{text}");
}

#[test]
fn a_shape_that_is_inside_of_itself_comes_to_an_end() {
    let shape = ":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :next ; sh:minCount 1 ; sh:node :S ] .";
    assert!(validate(shape, ":a :next :b . :b :next :a .").conforms());
    assert!(!validate(shape, ":a :next :b .").conforms());
}

#[test]
fn the_shipped_corpus_violates_no_shape() {
    let report = Shapes::shipped().validate(&corpus_snapshot()).unwrap();
    let violations: Vec<_> = report.outcomes.iter().filter(|outcome| outcome.is_violation()).collect();
    assert!(violations.is_empty(), "{violations:#?}");
    assert!(!report.outcomes.is_empty(), "warnings are expected: not every pledge names an amount");
}

/// The shipped graph with something wrong in many places.
fn damaged() -> Vec<Quad> {
    let mut quads: Vec<Quad> = corpus_snapshot().quads(None, None, None, None).map(Result::unwrap).collect();
    quads.sort_by_cached_key(ToString::to_string);
    let is_fact = |quad: &Quad| quad.subject.to_string().contains("/igm/") && !quad.to_string().contains("/ns#");
    let mut damaged = Vec::new();
    for (at, quad) in quads.into_iter().enumerate() {
        let touched = quad.graph_name == GraphName::DefaultGraph && !quad.predicate.as_str().ends_with("#type");
        match at % 13 {
            0 if touched && is_fact(&quad) => {}
            5 if touched => {
                damaged.push(Quad { object: Term::from(Literal::new_simple_literal("x")), ..quad.clone() });
                damaged.push(quad);
            }
            8 if quad.predicate.as_str().ends_with("oa#end") => {
                damaged.push(Quad { object: Literal::from(3).into(), ..quad });
            }
            _ => damaged.push(quad),
        }
    }
    damaged
}

#[test]
fn another_validator_finds_the_same_in_a_damaged_graph() {
    let Some(python) = clients::python() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/shapes.py");
    let (quads, folder) = (damaged(), tempfile::tempdir().unwrap());
    let place = |name: &str| folder.path().join(name);
    let report = Shapes::shipped().validate(&Snapshot::in_memory(quads.iter().cloned()).unwrap()).unwrap();
    assert!(report.outcomes.iter().filter(|outcome| outcome.is_violation()).count() > 50);
    let file = std::fs::File::create(place("report.ttl")).unwrap();
    report.write("http://example.org/report", RdfFormat::Turtle, file).unwrap();
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    quads.iter().for_each(|quad| writer.serialize_quad(quad).unwrap());
    std::fs::write(place("graph.nq"), writer.finish().unwrap()).unwrap();
    std::fs::write(place("shapes.ttl"), SHAPES).unwrap();
    let files = ["graph.nq", "shapes.ttl", "report.ttl"].map(place);
    clients::run(Command::new(&python).arg(&script).args(files));
}
