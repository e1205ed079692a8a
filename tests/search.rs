//! The text index of a generation, asked by queries: what it finds, what it says of wrong questions, and that it is the
//! same however it came about.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad};
use rapporteur::graph::vocab::{BASE, igm, oa, org, prov, rdf, rdfs, skos};
use rapporteur::query::{Answer, Limits, Rows, prefixes, run};
use rapporteur::search;
use rapporteur::store::{Ask, Build, Entry, Field, Generations, Record, Request, Snapshot, StoreError};

fn name(path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{BASE}{path}"))
}

/// A document that lists one state under a name of its own.
fn document(id: &str, text: &str) -> Vec<Quad> {
    let graph = GraphName::from(name(&format!("graph/{id}")));
    let (passage, takes_part) = (name(&format!("doc/{id}#char=0,9")), name(&format!("participation/{id}/fiji/member")));
    let say = |subject: &NamedNode, property: NamedNodeRef<'_>, object: oxigraph::model::Term| {
        Quad::new(subject.clone(), property, object, graph.clone())
    };
    vec![
        say(&passage, rdf::TYPE, igm::EVIDENCE.into()),
        say(&passage, oa::EXACT, Literal::from(text).into()),
        say(&passage, prov::WAS_QUOTED_FROM, name(&format!("doc/{id}")).into()),
        say(&takes_part, org::MEMBER, name("state/fiji").into()),
        say(&takes_part, igm::NAME_AS_GIVEN, Literal::from("the Fiji Islands").into()),
        say(&takes_part, prov::WAS_DERIVED_FROM, passage.clone().into()),
    ]
}

fn names() -> Vec<Quad> {
    let say = |path: &str, property: NamedNodeRef<'_>, object: oxigraph::model::Term| {
        Quad::new(name(path), property, object, GraphName::DefaultGraph)
    };
    let label = |text: &str| Literal::new_language_tagged_literal_unchecked(text, "en").into();
    vec![
        say("state/fiji", rdf::TYPE, igm::STATE.into()),
        say("state/fiji", rdfs::LABEL, label("Fiji")),
        say("state/fiji", skos::ALT_LABEL, label("Republic of Fiji")),
        say("state/cote-d-ivoire", rdf::TYPE, igm::STATE.into()),
        say("state/cote-d-ivoire", rdfs::LABEL, label("Côte d’Ivoire")),
        say("org/fiji-water", rdf::TYPE, org::FORMAL_ORGANIZATION.into()),
        say("org/fiji-water", rdfs::LABEL, label("Fiji Water Council")),
    ]
}

const TEXTS: [(&str, &str); 3] = [
    ("lake-2001", "The Fiji Islands spoke of people smuggling, and of people who smuggle."),
    ("lake-2002", "Smuggling of people was not the only concern of Fiji."),
    ("lake-2003", "Ministers met."),
];

fn snapshot() -> Snapshot {
    let documents = TEXTS.iter().flat_map(|(id, text)| document(id, text));
    search::indexed(&Snapshot::in_memory(names().into_iter().chain(documents)).unwrap()).unwrap()
}

fn ask(snapshot: &Snapshot, query: &str) -> Result<Rows, String> {
    let query = prefixes::parser(BASE).parse_query(query).map_err(|error| error.to_string())?;
    match run(snapshot, query, &Limits::default()).map_err(|error| error.to_string())? {
        Answer::Solutions(rows) => Ok(rows),
        other => panic!("{other:?}"),
    }
}

/// The rows as text, values separated by a bar, IRIs without the base.
fn rows(query: &str) -> Vec<String> {
    let found = ask(&snapshot(), query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let value = |value: &Option<oxigraph::model::Term>| match value {
        Some(oxigraph::model::Term::NamedNode(node)) => node.as_str().trim_start_matches(BASE).to_owned(),
        Some(oxigraph::model::Term::Literal(literal)) => literal.value().to_owned(),
        other => format!("{other:?}"),
    };
    found.rows.iter().map(|row| row.iter().map(value).collect::<Vec<_>>().join(" | ")).collect()
}

/// What is found by these words, as the fields and things.
fn found(inside: &str) -> Vec<String> {
    rows(&format!(
        "SELECT ?t ?f {{ SERVICE <search:> {{ ?t search:field ?f ; search:rank ?r ; {inside} }} }} ORDER BY ?r"
    ))
}

#[test]
fn words_are_found_in_labels_other_names_printed_names_and_passages_best_first() {
    let all = found("search:text 'FIJI'");
    assert_eq!(all[0], "state/fiji | search:label");
    let expected = BTreeSet::from([
        "state/fiji | search:label",
        "state/fiji | search:otherName",
        "state/fiji | search:nameAsGiven",
        "org/fiji-water | search:label",
        "doc/lake-2001#char=0,9 | search:passage",
        "doc/lake-2002#char=0,9 | search:passage",
    ]);
    assert_eq!(all.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
    // Three documents print the name.
    assert_eq!(all.iter().filter(|row| row.ends_with("search:nameAsGiven")).count(), 3);
}

#[test]
fn phrases_prefixes_alternatives_and_exclusions_choose_passages() {
    for (words, expected) in [
        ("\"people smuggling\"", vec!["doc/lake-2001#char=0,9 | search:passage"]),
        ("smuggl* -islands", vec!["doc/lake-2002#char=0,9 | search:passage"]),
        (
            "ministers OR \"only concern\"",
            vec!["doc/lake-2002#char=0,9 | search:passage", "doc/lake-2003#char=0,9 | search:passage"],
        ),
        ("people NOT smuggle NOT concern", vec![]),
        ("cote divoire", vec![]),
    ] {
        let mut passages = found(&format!("search:field search:passage ; search:text '{words}'"));
        passages.sort();
        assert_eq!(passages, expected, "{words}");
    }
    assert_eq!(found("search:text \"COTE D'IVOIRE\""), ["state/cote-d-ivoire | search:label"]);
}

#[test]
fn field_kind_document_and_thing_narrow_a_search() {
    assert_eq!(found("search:text 'fiji' ; search:kind org:FormalOrganization"), ["org/fiji-water | search:label"]);
    assert_eq!(
        found("search:text 'fiji' ; search:document <doc/lake-2002> ; search:field search:passage, search:label"),
        ["doc/lake-2002#char=0,9 | search:passage"]
    );
    assert_eq!(
        rows("SELECT ?m { SERVICE <search:> { <org/fiji-water> search:text 'fiji' ; search:match ?m } }"),
        ["Fiji Water Council"]
    );
    assert_eq!(
        rows("SELECT ?t ?n { SERVICE <search:> { ?t search:text 'fiji' ; search:limit 1 ; search:total ?n } }"),
        ["state/fiji | 8"]
    );
}

#[test]
fn a_hit_leads_to_its_words_its_passage_and_its_document() {
    let query = "SELECT ?d ?p ?s ?k { SERVICE <search:> { [] search:text 'concern people' ; search:document ?d ; \
                 search:passage ?p ; search:snippet ?s ; search:kind ?k ; search:limit 1 } }";
    let shown = "doc/lake-2002 | doc/lake-2002#char=0,9 | Smuggling of **people** was not the only **concern** of Fiji. | \
                 https://w3id.org/igm/ns#Evidence";
    assert_eq!(rows(query), [shown.replace("https://w3id.org/igm/", "")]);
    let printed = "SELECT ?d ?p { SERVICE <search:> { <state/fiji> search:text 'islands' ; search:field search:nameAsGiven ; \
                   search:document ?d ; search:passage ?p } } ORDER BY ?d LIMIT 1";
    assert_eq!(rows(printed), ["doc/lake-2001 | doc/lake-2001#char=0,9"]);
}

#[test]
fn what_is_found_is_joined_with_the_rest_as_sparql_says() {
    let join = "SELECT ?member { SERVICE <search:> { ?p search:text 'concern' ; search:field search:passage } \
                GRAPH ?g { ?x prov:wasDerivedFrom ?p ; org:member ?member } }";
    assert_eq!(rows(join), ["state/fiji"]);
    let filtered =
        "SELECT ?t { VALUES ?t { <org/fiji-water> <state/tonga> } SERVICE <search:> { ?t search:text 'fiji' } }";
    assert_eq!(rows(filtered), ["org/fiji-water"]);
    let optional = "SELECT ?s ?m { ?s a igm:State OPTIONAL { SERVICE <search:> { ?s search:text 'republic' ; search:match ?m } } } ORDER BY ?s";
    assert_eq!(rows(optional), ["state/cote-d-ivoire | None", "state/fiji | Republic of Fiji"]);
    let exists = "SELECT ?s { ?s a igm:State FILTER EXISTS { SERVICE <search:> { ?s search:text 'republic' } } }";
    assert_eq!(rows(exists), ["state/fiji"]);
    let minus = "SELECT ?s { ?s a igm:State MINUS { SERVICE <search:> { ?s search:text 'republic' } } }";
    assert_eq!(rows(minus), ["state/cote-d-ivoire"]);
    let twice = "SELECT ?a ?b { SERVICE <search:> { ?a search:text 'republic' } SERVICE <search:> { ?b search:text 'ivoire' } }";
    assert_eq!(rows(twice), ["state/fiji | state/cote-d-ivoire"]);
}

#[test]
fn a_search_that_cannot_be_made_says_what_to_write() {
    let inside =
        |inside: &str| ask(&snapshot(), &format!("SELECT * {{ SERVICE <search:> {{ {inside} }} }}")).unwrap_err();
    for (search, said) in [
        ("", "does not say what to look for"),
        ("?t search:score ?s", "does not say what to look for"),
        ("?t search:text ?words", "?words is a variable"),
        ("?t search:text ' …! '", "there is no word to look for"),
        ("?t search:text '-fiji'", "name a word that must"),
        ("?t search:text <state/fiji>", "a literal"),
        ("?t search:text 'a' ; search:txt ?x", "did you mean search:text"),
        ("?t search:text 'a' ; rdfs:label ?x", "is no term of the search"),
        ("?t search:text 'a' ; ?p ?x", "is no term of the search"),
        ("?t search:text 'a' ; search:limit 0", "from 1 to 1000"),
        ("?t search:text 'a' ; search:limit 100000", "from 1 to 1000"),
        ("?t search:text 'a' ; search:limit ?n", "?n is a variable"),
        ("?t search:text 'a' ; search:field rdfs:label", "search:nameAsGiven"),
        ("?t search:text 'a' ; search:score 3", "given back, in a variable"),
        ("?t search:text 'a' . ?u search:text 'b'", "one subject"),
        ("?t search:text 'a' ; search:score ?x ; search:rank ?x", "?x stands for two things"),
        ("?t search:text 'a' FILTER(?t != 3)", "put FILTER outside"),
        ("VALUES ?w { 'a' } ?t search:text ?w", "put VALUES outside"),
        ("SERVICE <http://127.0.0.1/> { ?t search:text 'a' }", "another SERVICE outside"),
    ] {
        let error = inside(search);
        assert!(error.contains(said), "{search}: {error}");
    }
    let outside = "SELECT * { BIND('fiji' AS ?w) SERVICE <search:> { ?t search:text ?w } }";
    assert!(ask(&snapshot(), outside).unwrap_err().contains("does not reach it"));
}

#[test]
fn no_other_service_is_asked_whatever_hides_it() {
    for query in [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1:9/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <search:x> { ?s ?p ?o } } }",
        "SELECT (EXISTS { SERVICE SILENT <file:///etc/passwd> {} } AS ?x) {}",
    ] {
        assert!(
            ask(&snapshot(), query).unwrap_err().contains("its own search and those that its settings name"),
            "{query}"
        );
    }
    let escaped = "SELECT * { \\u0053ERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }";
    assert!(ask(&snapshot(), escaped).is_err());
    // A search that fails silently gives one row without values.
    assert_eq!(
        ask(&snapshot(), "SELECT ?t { SERVICE SILENT <search:> { ?t search:text ?w } }").unwrap().rows,
        [vec![None]]
    );
}

/// Publishes a generation whose documents are these, as a build does.
fn publish(generations: &Generations, documents: &[(&str, &str)]) {
    let mut build = Build::begin(generations, |_| true).unwrap();
    if !build.is_continued() {
        build.load(names()).unwrap();
    }
    for (id, _) in TEXTS {
        let quads = documents.iter().find(|(known, _)| *known == id).map(|(id, text)| document(id, text));
        build.replace_graph(name(&format!("graph/{id}")).as_ref().into(), &quads.unwrap_or_default()).unwrap();
    }
    search::index(&mut build).unwrap();
    let quads = build.count().unwrap();
    build.publish(Record { quads, ..Record::default() }).unwrap();
}

/// Everything that the index holds and answers.
fn index(generations: &Generations) -> (Vec<Entry>, Vec<(String, u64, usize)>) {
    let snapshot = generations.snapshot().unwrap().unwrap();
    let index = snapshot.text_index().unwrap();
    let mut entries = index.entries().unwrap();
    entries.sort();
    let mut answers = Vec::new();
    for words in ["fiji", "people OR smugg*", "islands of", "ministers", "fi* co*"] {
        let ask = Ask::read(words).unwrap();
        let request =
            Request { ask, fields: Vec::new(), kinds: Vec::new(), documents: Vec::new(), thing: None, limit: 5 };
        let found = index.find(&request, &|| false).unwrap();
        answers.extend(found.hits.iter().map(|hit| (format!("{:?}", hit.entry), hit.score().to_bits(), found.total)));
    }
    (entries, answers)
}

#[test]
fn an_index_that_grew_in_many_builds_answers_as_one_made_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (grown, fresh) = (Generations::at(&folder.path().join("grown")), Generations::at(&folder.path().join("fresh")));
    let [first, second, third] = TEXTS;
    let changed = ("lake-2002", "Another text about Fiji.");
    for documents in [&[first][..], &[first, second], &[second, third], &[changed, third], &[third], &TEXTS] {
        publish(&grown, documents);
    }
    publish(&fresh, &TEXTS);
    assert_eq!(index(&grown), index(&fresh));
    let passages = index(&grown).0.into_iter().filter(|entry| entry.field == Field::Passage).count();
    assert_eq!(passages, TEXTS.len());
}

fn folder_of(store: &Path, number: u64) -> PathBuf {
    store.join(format!("generations/{number:06}.search"))
}

fn files(folder: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn an_index_goes_where_its_generation_goes_and_readers_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let generations = Generations::at(&store);
    publish(&generations, &TEXTS);
    let (first, before) = (index(&generations), files(&folder_of(&store, 1)));
    assert_eq!(files(&folder_of(&store, 1)), before);
    let backup = folder.path().join("backup");
    generations.backup(&backup).unwrap();
    publish(&generations, &TEXTS[..1]);
    assert_ne!(index(&generations), first);
    // The next generation shares files with this one and changes none of them.
    assert_eq!(files(&folder_of(&store, 1)), before);
    generations.rollback().unwrap();
    assert_eq!(index(&generations), first);
    generations.restore(&backup).unwrap();
    assert_eq!(index(&generations), first);
    let verification = generations.verify().unwrap();
    assert_eq!((verification.findings, verification.entries), (Vec::new(), first.0.len() as u64));
    (0..4).for_each(|_| publish(&generations, &TEXTS));
    let kept = generations.kept().unwrap();
    assert!(!folder_of(&store, 1).exists() && kept.iter().all(|number| folder_of(&store, *number).exists()));
}

#[test]
fn a_missing_or_damaged_index_is_told_and_the_next_build_makes_it_anew() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, &TEXTS);
    let whole = index(&generations);
    let place = folder_of(folder.path(), 1);
    for (path, bytes) in files(&place) {
        for damaged in [None, Some(bytes[..bytes.len() / 2].to_vec()), Some(flipped(&bytes))] {
            std::fs::remove_file(&path).unwrap();
            damaged.iter().for_each(|bytes| std::fs::write(&path, bytes).unwrap());
            let snapshot = generations.snapshot().unwrap().unwrap();
            let said = ask(&snapshot, "SELECT * { SERVICE <search:> { ?t search:text 'fiji' } }");
            // A byte of the list of files may be one that nobody needs.
            if snapshot.text_index().is_err() {
                let said = said.unwrap_err();
                assert!(said.contains("text index") && said.contains("rapporteur build"), "{}: {said}", path.display());
                assert!(!generations.has_text_index().unwrap());
                assert!(!generations.verify().unwrap().findings.is_empty());
            } else {
                assert_eq!(index(&generations), whole, "{}", path.display());
            }
            assert_eq!(ask(&snapshot, "SELECT * { ?s a igm:State }").unwrap().rows.len(), 2);
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, &bytes).unwrap();
        }
    }
    std::fs::remove_dir_all(&place).unwrap();
    assert!(matches!(generations.snapshot().unwrap().unwrap().text_index(), Err(StoreError::NoTextIndex { .. })));
    publish(&generations, &TEXTS);
    assert_eq!(index(&generations), whole);
}

fn flipped(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    bytes
}
