//! Ranks and default graph: the worked example, and the definition against the SPARQL Update that it stands for.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use rapporteur::resolve::{Alone, Graphs, Together, Touched, default_graph, ranks, rebuild, update};
use rapporteur::store::{Build, Generations, Record};

mod answers;
mod labels;

const BASE: &str = "https://w3id.org/igm/";

fn iri(path: &str) -> NamedNode {
    NamedNode::new_unchecked(if path.contains("://") { path.to_owned() } else { format!("{BASE}{path}") })
}

fn lines<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> BTreeSet<String> {
    quads.into_iter().map(ToString::to_string).collect()
}

/// What `merge.ru` makes of named graphs, by Oxigraph's own SPARQL Update.
fn merged_by_sparql(quads: &[Quad]) -> BTreeSet<String> {
    let store = Store::new().unwrap();
    store.extend(quads.iter().cloned()).unwrap();
    SparqlEvaluator::new()
        .parse_update(include_str!("cases/resolve/merge.ru"))
        .unwrap()
        .on_store(&store)
        .execute()
        .unwrap();
    let facts: Vec<Quad> =
        store.quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph)).map(Result::unwrap).collect();
    lines(&facts)
}

fn contested() -> Vec<Quad> {
    let parser = RdfParser::from_format(RdfFormat::TriG);
    parser.for_slice(include_bytes!("cases/resolve/contested.trig")).map(Result::unwrap).collect()
}

#[test]
fn the_sentence_beats_the_header_and_both_stay_visible() {
    let quads = contested();
    let graphs = Graphs::new(BASE);
    let resolved: BTreeSet<String> = ranks(&quads, &graphs)
        .iter()
        .map(|quad| {
            format!("{} {} {}", quad.subject, quad.predicate, quad.object)
                .replace(BASE, "")
                .replace("http://wikiba.se/ontology#", "")
        })
        .collect();
    let expected = [
        "<claim/other/10-location> <rank> <NormalRank>",
        "<claim/other/10-startDate> <rank> <NormalRank>",
        "<claim/own/102-location> <rank> <PreferredRank>",
        "<claim/own/102-startDate> <ns#conflictsWith> <claim/own/31-startDate>",
        "<claim/own/102-startDate> <rank> <PreferredRank>",
        "<claim/own/31-startDate> <ns#conflictsWith> <claim/own/102-startDate>",
        "<claim/own/31-startDate> <rank> <NormalRank>",
    ];
    assert_eq!(resolved, expected.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_human_decision_beats_everything_and_settles_the_conflict() {
    let mut quads = contested();
    let rank = iri("http://wikiba.se/ontology#rank");
    let preferred = iri("http://wikiba.se/ontology#PreferredRank");
    quads.push(Quad::new(iri("claim/own/31-startDate"), rank, preferred, iri("graph/curation")));
    let graphs = Graphs::new(BASE);
    let resolved = ranks(&quads, &graphs);
    assert!(!resolved.iter().any(|quad| quad.predicate.as_str().ends_with("conflictsWith")));
    quads.extend(resolved);
    let dates: Vec<String> = default_graph(&quads, &graphs)
        .iter()
        .filter(|quad| quad.predicate.as_str() == "https://schema.org/startDate")
        .map(|quad| quad.object.to_string())
        .collect();
    assert_eq!(dates, ["\"2003-04-29\"^^<http://www.w3.org/2001/XMLSchema#date>"]);
}

#[test]
fn a_thing_has_one_label_and_its_other_names_stay_as_alternatives() {
    let label = iri("http://www.w3.org/2000/01/rdf-schema#label");
    let mut quads = contested();
    let mut call = |name: &str, graph: &str| {
        let object = Literal::new_language_tagged_literal_unchecked(name, "en");
        quads.push(Quad::new(iri("meeting/x"), label.clone(), object, iri(graph)));
    };
    call("The two conferences of that year", "graph/other");
    call("Conference", "graph/own");
    call("Second Conference", "graph/own");
    let topic = iri("http://xmlns.com/foaf/0.1/primaryTopic");
    quads.push(Quad::new(iri("doc/own"), topic, iri("meeting/x"), iri("graph/own")));
    let names: BTreeSet<String> = default_graph(&quads, &Graphs::new(BASE))
        .iter()
        .filter(|quad| quad.subject == iri("meeting/x").into())
        .map(|quad| format!("{} {}", quad.predicate.as_str().rsplit(['#', '/']).next().unwrap(), quad.object))
        .collect();
    let expected = [
        "altLabel \"Conference\"@en",
        "altLabel \"The two conferences of that year\"@en",
        "label \"Second Conference\"@en",
    ];
    assert_eq!(names, expected.into_iter().map(str::to_owned).collect());
}

#[test]
fn of_the_statuses_that_documents_give_the_most_real_one_holds() {
    let status = iri("ns#status");
    let say = |what: &str, status_is: &str, graph: &str| {
        Quad::new(iri(what), status.clone(), iri(&format!("voc/status/{status_is}")), iri(graph))
    };
    let quads = [
        say("meeting/x", "planned", "graph/first"),
        say("meeting/x", "done", "graph/second"),
        say("meeting/y", "planned", "graph/second"),
    ];
    let held: BTreeSet<String> = lines(&default_graph(&quads, &Graphs::new(BASE)));
    let expected = [say("meeting/x", "done", "graph/first"), say("meeting/y", "planned", "graph/first")];
    assert_eq!(held, expected.map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }.to_string()).into());
}

/// A small generator of pseudo-random numbers, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }
}

const MEETINGS: [&str; 4] = ["meeting/a", "meeting/b", "meeting/c", "meeting/d"];
const AGENTS: [&str; 3] = ["state/x", "state/y", "org/z"];
const ROLES: [&str; 3] = ["voc/capacity/member", "voc/capacity/co-host", "voc/capacity/convenor"];
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A document's graph with the shape of real ones: a topic, passages, claims with their triples, participations.
fn random_document(dice: &mut Dice, id: &str) -> Vec<Quad> {
    let graph = GraphName::from(iri(&format!("graph/{id}")));
    let mut quads = Vec::new();
    let mut say = |s: &str, p: &str, o: Term| quads.push(Quad::new(iri(s), iri(p), o, graph.clone()));
    let document = format!("doc/{id}");
    if dice.roll(3) > 0 {
        say(&document, "http://xmlns.com/foaf/0.1/primaryTopic", iri(dice.pick(&MEETINGS)).into());
    }
    for n in 0..dice.roll(5) {
        let (meeting, claim, passage) =
            (dice.pick(&MEETINGS), format!("claim/{id}/{n}"), format!("doc/{id}#char={n},9"));
        let (property, value): (&str, Term) = match dice.roll(3) {
            0 => (
                "https://schema.org/startDate",
                Literal::new_simple_literal(dice.pick(&["2003", "2003-04", "2003-04-28", "2003-04-29"])).into(),
            ),
            1 => ("https://schema.org/location", iri(dice.pick(&["place/p", "place/q", "state/x"])).into()),
            _ => ("https://schema.org/description", Literal::new_simple_literal(dice.pick(&["one", "two"])).into()),
        };
        say(&passage, TYPE, iri("ns#Evidence").into());
        say(&passage, "http://purl.org/dc/terms/type", iri(dice.pick(&["voc/zone/header", "voc/zone/body"])).into());
        say(meeting, property, value.clone());
        if dice.roll(5) > 0 {
            say(meeting, TYPE, iri("ns#Meeting").into());
        }
        if dice.roll(2) > 0 {
            say(meeting, "ns#status", iri(dice.pick(&["voc/status/done", "voc/status/planned", "ns#other"])).into());
        }
        if dice.roll(2) > 0 {
            let label = dice.pick(&["First Meeting", "Meeting one", "Paris meeting", "the meeting"]);
            let label = if dice.roll(3) > 0 {
                Literal::new_language_tagged_literal_unchecked(label, dice.pick(&["en", "fr"]))
            } else {
                Literal::new_simple_literal(label)
            };
            say(meeting, "http://www.w3.org/2000/01/rdf-schema#label", label.into());
        }
        say(&claim, TYPE, iri("ns#Claim").into());
        say(&claim, &format!("{RDF}subject"), iri(meeting).into());
        say(&claim, &format!("{RDF}predicate"), iri(property).into());
        say(&claim, &format!("{RDF}object"), value);
        say(&claim, "http://www.w3.org/ns/prov#wasDerivedFrom", iri(&passage).into());
    }
    for _ in 0..dice.roll(4) {
        let (meeting, agent, role) = (dice.pick(&MEETINGS), dice.pick(&AGENTS), dice.pick(&ROLES));
        let node = format!("participation/{}/{}", &meeting[8..], agent.replace('/', "-"));
        say(&node, "ns#context", iri(meeting).into());
        say(&node, "http://www.w3.org/ns/org#member", iri(agent).into());
        say(&node, "http://www.w3.org/ns/org#role", iri(role).into());
        for _ in 0..dice.roll(4) {
            let (from, length) = (dice.roll(12), dice.roll(12));
            let passage = format!("doc/{id}#char={from},{}", from + length);
            say(&passage, TYPE, iri("ns#Evidence").into());
            say(&node, "http://www.w3.org/ns/prov#wasDerivedFrom", iri(&passage).into());
            say(meeting, "http://www.w3.org/ns/prov#wasDerivedFrom", iri(&passage).into());
        }
    }
    quads
}

/// Reference, vocabulary, and now and then decisions.
fn random_shared(dice: &mut Dice) -> Vec<Quad> {
    let quad = |s: &str, p: &str, o: &str, g: &str| Quad::new(iri(s), iri(p), iri(o), iri(&format!("graph/{g}")));
    let mut quads = vec![
        quad(
            "voc/capacity/co-host",
            "http://www.w3.org/2004/02/skos/core#broader",
            "voc/capacity/convenor",
            "vocabulary",
        ),
        quad("place/p", "https://schema.org/containedInPlace", "state/x", "reference"),
    ];
    if dice.roll(3) == 0 {
        let (from, to) =
            (dice.pick(&["meeting/a", "state/x", "place/p"]), dice.pick(&["meeting/b", "state/y", "meeting/c"]));
        quads.push(quad(from, "http://purl.org/dc/terms/isReplacedBy", to, "curation"));
    }
    if dice.roll(3) == 0 {
        let rank = dice.pick(&["http://wikiba.se/ontology#PreferredRank", "http://wikiba.se/ontology#DeprecatedRank"]);
        quads.push(quad(&format!("claim/d{}/0", dice.roll(4)), "http://wikiba.se/ontology#rank", rank, "curation"));
    }
    quads
}

/// What a graph says.
fn in_graph(build: &Build, graph: GraphNameRef<'_>) -> BTreeSet<String> {
    let quads: Vec<Quad> = build.quads(None, None, None, Some(graph)).map(Result::unwrap).collect();
    lines(&quads)
}

/// What a first build makes of some graphs: each is resolved alone and loaded, and what they share is resolved at the end.
fn resolved_one_by_one(named: &BTreeMap<String, Vec<Quad>>) -> BTreeSet<String> {
    let graphs = Graphs::new(BASE);
    let folder = tempfile::tempdir().unwrap();
    let mut build = Build::begin(&Generations::at(folder.path()), |_: &Record| true).unwrap();
    let is_shared = |name: &str| ["reference", "vocabulary", "curation"].iter().any(|shared| name.contains(shared));
    let (shared, documents): (Vec<_>, Vec<_>) = named.iter().partition(|(name, _)| is_shared(name));
    let shared: Vec<Quad> = shared.into_iter().flat_map(|(_, quads)| quads).cloned().collect();
    let alone = Alone::new(&shared, &graphs);
    let mut together = Together::default();
    for quads in [&shared].into_iter().chain(documents.into_iter().map(|(_, quads)| quads)) {
        let resolved = alone.resolve(quads);
        together.add(&resolved);
        build.load([quads.clone(), resolved.facts].concat()).unwrap();
    }
    update(&mut build, &graphs, together.touched()).unwrap();
    let quads: Vec<Quad> = build.quads(None, None, None, None).map(Result::unwrap).collect();
    assert_eq!(build.count().unwrap(), quads.len() as u64);
    lines(&quads)
}

#[test]
fn the_definition_is_merge_ru_and_changes_or_builds_of_any_size_lead_to_the_same_graph() {
    let graphs = Graphs::new(BASE);
    for seed in 1..=25_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let folder = tempfile::tempdir().unwrap();
        let mut build = Build::begin(&Generations::at(folder.path()), |_: &Record| true).unwrap();
        let mut named: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for step in 0..14 {
            let mut touched = Touched::default();
            if step == 0 || dice.roll(6) == 0 {
                let shared = random_shared(&mut dice);
                for name in ["reference", "vocabulary", "curation"] {
                    let graph = iri(&format!("graph/{name}"));
                    let new: Vec<Quad> = shared
                        .iter()
                        .filter(|quad| quad.graph_name == GraphName::from(graph.clone()))
                        .cloned()
                        .collect();
                    replace(&mut build, &mut named, &mut touched, &graph, new);
                }
            } else {
                let id = format!("d{}", dice.roll(4));
                let new = if dice.roll(4) == 0 { Vec::new() } else { random_document(&mut dice, &id) };
                replace(&mut build, &mut named, &mut touched, &iri(&format!("graph/{id}")), new);
            }
            update(&mut build, &graphs, touched).unwrap();

            let mut all: Vec<Quad> = named.values().flatten().cloned().collect();
            let resolved = ranks(&all, &graphs);
            let ranked = lines(&resolved);
            assert_eq!(in_graph(&build, graphs.resolution.as_ref().into()), ranked, "ranks, seed {seed}, step {step}");
            all.extend(resolved);
            let by_sparql = merged_by_sparql(&all);
            assert_eq!(lines(&default_graph(&all, &graphs)), by_sparql, "definition, seed {seed}, step {step}");
            assert_eq!(
                in_graph(&build, GraphNameRef::DefaultGraph),
                by_sparql,
                "small change, seed {seed}, step {step}"
            );
            if step % 4 == 3 {
                assert_eq!(
                    resolved_one_by_one(&named),
                    lines(&all).union(&by_sparql).cloned().collect(),
                    "seed {seed}"
                );
                rebuild(&mut build, &graphs).unwrap();
                assert_eq!(
                    in_graph(&build, GraphNameRef::DefaultGraph),
                    by_sparql,
                    "made anew, seed {seed}, step {step}"
                );
                assert_eq!(
                    in_graph(&build, graphs.resolution.as_ref().into()),
                    ranked,
                    "made anew, seed {seed}, step {step}"
                );
            }
        }
    }
}

#[test]
fn only_the_subjects_that_a_change_touches_are_written_anew() {
    let graphs = Graphs::new(BASE);
    let folder = tempfile::tempdir().unwrap();
    let mut build = Build::begin(&Generations::at(folder.path()), |_: &Record| true).unwrap();
    let fact = |meeting: &str, graph: Option<&str>| {
        let graph = graph.map_or(GraphName::DefaultGraph, |graph| iri(graph).into());
        Quad::new(iri(meeting), iri("ns#status"), iri("voc/status/done"), graph)
    };
    // What follows from no document: a renewal of its subject takes it away.
    let marks = [fact("meeting/a", None), fact("meeting/b", None)];
    build.change(&[], &marks).unwrap();
    let document = [Quad::new(iri("meeting/a"), rdfs::LABEL, Literal::from("A meeting"), iri("graph/d"))];
    let mut touched = Touched::default();
    replace(&mut build, &mut BTreeMap::new(), &mut touched, &iri("graph/d"), document.to_vec());
    update(&mut build, &graphs, touched).unwrap();
    let plain: Vec<Quad> =
        build.quads(None, None, None, Some(GraphNameRef::DefaultGraph)).map(Result::unwrap).collect();
    let said = Quad { graph_name: GraphName::DefaultGraph, ..document[0].clone() };
    assert_eq!(lines(&plain), lines([&said, &marks[1]]));
    // A fact from which nothing else follows comes and goes alone, and one that others say, too, touches nothing.
    let mark = fact("meeting/a", None);
    build.change(&[], std::slice::from_ref(&mark)).unwrap();
    let more = Quad::new(iri("meeting/a"), iri("ns#verb"), Literal::from("met"), iri("graph/e"));
    let same = Quad { graph_name: iri("graph/e").into(), ..document[0].clone() };
    let mut named = BTreeMap::new();
    for (new, held) in [(vec![more.clone(), same], true), (Vec::new(), false)] {
        let mut touched = Touched::default();
        replace(&mut build, &mut named, &mut touched, &iri("graph/e"), new);
        update(&mut build, &graphs, touched).unwrap();
        let plain = in_graph(&build, GraphNameRef::DefaultGraph);
        let fact = Quad { graph_name: GraphName::DefaultGraph, ..more.clone() };
        assert_eq!(plain.is_superset(&lines([&fact])), held);
        assert!(plain.is_superset(&lines([&said, &mark, &marks[1]])));
    }
}

fn replace(
    build: &mut Build,
    named: &mut BTreeMap<String, Vec<Quad>>,
    touched: &mut Touched,
    graph: &NamedNode,
    new: Vec<Quad>,
) {
    let old = named.insert(graph.to_string(), new).unwrap_or_default();
    let new = &named[&graph.to_string()];
    let is_shared = ["reference", "vocabulary", "curation"].iter().any(|name| graph.as_str().ends_with(name));
    if is_shared {
        old.iter().chain(new).for_each(|quad| touched.note(quad));
    } else {
        touched.change(build, &Graphs::new(BASE), &old, new).unwrap();
    }
    build.replace_graph(graph.as_ref().into(), new).unwrap();
}
