//! Exports for analysts, as the program writes them: tables, networks, annotations, compressed files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use oxigraph::model::{Literal, NamedNode, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Generations;
use rio_api::parser::{QuadsParser, TriplesParser};
use rio_turtle::{NQuadsParser, NTriplesParser, TriGParser, TurtleError, TurtleParser};
use sha2::{Digest, Sha256};

use crate::clients;
use crate::commands::{answer, corpus_store, refusal};
use crate::serving::Serving;

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn exported(folder: &Path, name: &str, format: &str) -> PathBuf {
    let path = folder.join(name);
    answer(&["export", "--format", format, "--output", path.to_str().unwrap()]);
    path
}

/// A table by the heads of its columns.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn each_class_is_a_table_with_a_row_for_each_thing_and_the_words_that_prove_it() {
    let folder = tempfile::tempdir().unwrap();
    let tables = exported(folder.path(), "tables", "csv");
    let count = |class: &str| {
        let query = format!("SELECT (COUNT(?s) AS ?n) {{ ?s a {class} }}");
        let file = folder.path().join("count.rq");
        std::fs::write(&file, query).unwrap();
        let counted = answer(&["query", file.to_str().unwrap(), "--format", "csv"]);
        counted.lines().nth(1).unwrap().parse::<usize>().unwrap()
    };
    for (name, class) in [("meeting", "igm:Meeting"), ("participation", "igm:Participation"), ("state", "igm:State")] {
        assert_eq!(table(&tables.join(format!("{name}.csv"))).len(), count(class), "{class}");
    }
    let meetings = table(&tables.join("meeting.csv"));
    let second = meetings.iter().find(|row| row["iri"].ends_with("/ministerial-conference-2")).unwrap();
    assert_eq!((second["startDate"].as_str(), second["location_label"].as_str()), ("2003-04-28", "Bali"));
    assert!(second["document"].ends_with("doc/bali-2003-mc2"), "{second:?}");
    let participations = table(&tables.join("participation.csv"));
    assert!(participations.iter().all(|row| !row["quote"].is_empty() && !row["passages"].is_empty()));
    assert!(participations.iter().any(|row| row["label"] == "Fiji, member, First Bali Process Ministerial Conference"));
    let passages = table(&tables.join("evidence.csv"));
    let quoted = |row: &BTreeMap<String, String>| passages.iter().any(|passage| passage["exact"] == row["quote"]);
    assert!(participations.iter().all(quoted));
}

#[test]
fn the_description_of_a_package_of_tables_is_true_of_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let tables = exported(folder.path(), "tables", "csv");
    let package = std::fs::read_to_string(tables.join("datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let mut described: Vec<String> = vec!["datapackage.json".into()];
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        described.push(path.to_owned());
        let bytes = std::fs::read(tables.join(path)).unwrap();
        assert_eq!(resource["hash"], format!("sha256:{}", sum(&bytes)), "{path}");
        assert_eq!(resource["bytes"], bytes.len(), "{path}");
        let fields: Vec<&str> =
            resource["schema"]["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), fields, "{path}");
        let rows = reader.records().map(Result::unwrap).count();
        assert!(resource["rows"].is_null() || resource["rows"] == rows, "{path}");
    }
    let mut there: Vec<String> =
        tables.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    described.sort();
    assert_eq!(there, described);
    let columns = table(&tables.join("columns.csv"));
    let addressee = columns.iter().find(|row| row["table"] == "mandate" && row["column"] == "addressee").unwrap();
    assert!(addressee["meaning"].starts_with("Who is to act."), "{addressee:?}");
}

#[test]
fn tables_for_spreadsheets_say_that_they_are_utf_8_and_the_same_tables_come_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (first, again) = (exported(folder.path(), "one", "sheets"), exported(folder.path(), "two", "sheets"));
    for entry in first.read_dir().unwrap() {
        let name = entry.unwrap().file_name();
        let bytes = std::fs::read(first.join(&name)).unwrap();
        assert_eq!(bytes, std::fs::read(again.join(&name)).unwrap(), "{name:?}");
        assert!(bytes.starts_with("\u{feff}".as_bytes()) || name == "datapackage.json", "{name:?}");
    }
    // A folder of tables is replaced, any other is left alone.
    exported(folder.path(), "one", "csv");
    assert!(!std::fs::read(first.join("meeting.csv")).unwrap().starts_with("\u{feff}".as_bytes()));
    let said = refusal(&["export", "--format", "csv", "--output", folder.path().to_str().unwrap()]);
    assert!(said.contains("something else"), "{said}");
    assert!(folder.path().join("two").is_dir());
}

#[test]
fn what_cannot_be_exported_so_is_said_with_what_to_do() {
    assert!(refusal(&["export", "--format", "csv"]).contains("--output FOLDER"));
    assert!(refusal(&["export", "--format", "gexf", "--graph", "graph/bali-2003-mc2"]).contains("leave --graph out"));
    assert!(refusal(&["export", "--format", "docx"]).contains("graphml"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.csv");
    assert!(refusal(&["export", "--output", file.to_str().unwrap()]).contains("name a folder"));
}

#[test]
fn what_is_said_of_one_thing_can_be_exported_with_its_proofs() {
    let fiji = answer(&["export", "--about", "state/fiji", "--format", "nq"]);
    assert!(
        fiji.lines().any(|line| line.contains("/state/fiji> <http://www.w3.org/2000/01/rdf-schema#label> \"Fiji\"")),
        "{fiji}"
    );
    assert!(fiji.contains("/participation/") && fiji.contains("oa#exact"), "what leads to it, and the words");
    assert!(answer(&["export", "--about", "state/fiji"]).starts_with("@prefix"), "Turtle where nothing else is said");
    assert!(refusal(&["export", "--about", "state/nowhere"]).contains("says nothing of"));
    assert!(refusal(&["export", "--about", "state/fiji", "--format", "gexf"]).contains("leave --about out"));
}

#[test]
fn compressed_files_hold_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let plain = std::fs::read(exported(folder.path(), "graph.nq", "nq")).unwrap();
    let packed = |name: &str| {
        let path = folder.path().join(name);
        answer(&["export", "--output", path.to_str().unwrap()]);
        std::fs::File::open(path).unwrap()
    };
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed("graph.nq.gz")).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain);
    assert!(zstd::decode_all(packed("graph.nq.zst")).unwrap() == plain);
}

#[test]
fn annotations_select_the_words_that_they_quote() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(exported(folder.path(), "annotations.jsonld", "annotations")).unwrap();
    let collection: serde_json::Value = serde_json::from_str(&text).unwrap();
    let items = collection["first"]["items"].as_array().unwrap();
    assert_eq!(collection["total"], items.len());
    let mut texts: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for (id, path) in [
        ("bali-2002-mc1", "2002-first-ministerial-conference.txt"),
        ("bali-2003-mc2", "2003-second-ministerial-conference.txt"),
    ] {
        texts.insert(id, std::fs::read_to_string(Path::new("data/documents").join(path)).unwrap().chars().collect());
    }
    let mut seen = 0;
    for item in items {
        let selectors = &item["target"]["selector"];
        let document = item["target"]["source"].as_str().unwrap().rsplit('/').next().unwrap();
        let Some(text) = texts.get(document) else { continue };
        let at = |name: &str| usize::try_from(selectors[0][name].as_u64().unwrap()).unwrap();
        let (start, end) = (at("start"), at("end"));
        let words = |range: std::ops::Range<usize>| text[range].iter().collect::<String>();
        assert_eq!(selectors[1]["exact"], words(start..end));
        assert!(words(0..start).ends_with(selectors[1]["prefix"].as_str().unwrap()));
        assert!(words(end..text.len()).starts_with(selectors[1]["suffix"].as_str().unwrap()));
        assert!(!item["body"].as_array().unwrap().is_empty(), "{item}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn meetings_for_wikidata_name_those_who_took_part_with_the_words_that_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(exported(folder.path(), "meetings.tsv", "quickstatements")).unwrap();
    let mut items: Vec<Vec<Vec<&str>>> = Vec::new();
    for line in text.lines() {
        match line {
            "CREATE" => items.push(Vec::new()),
            _ => items.last_mut().unwrap().push(line.split('\t').collect()),
        }
    }
    let first = items.iter().find(|item| item[0][2].contains("First Bali Process Ministerial")).unwrap();
    let of = |property: &str| first.iter().filter(|line| line[1] == property).collect::<Vec<_>>();
    assert_eq!(of("P31")[0][2], "Q625994", "a conference");
    assert_eq!((of("P580")[0][2], of("P582")[0][2]), ("+2002-02-26T00:00:00Z/11", "+2002-02-28T00:00:00Z/11"));
    assert!(of("P664").iter().any(|line| line[2] == "Q408"), "Australia was a host: {first:?}");
    assert!(of("P710").len() > 20, "{first:?}");
    for line in of("P710") {
        let reference = line.iter().position(|part| *part == "S854").unwrap();
        assert!(line[reference + 1].contains("/doc/") && line[reference + 3].starts_with("en:\""), "{line:?}");
    }
}

#[test]
fn the_notebook_draws_the_network_of_who_took_part() {
    let Some(python) = clients::python() else { return };
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), "tables", "csv");
    exported(folder.path(), "network.graphml", "graphml");
    let snapshot = Generations::open(corpus_store()).unwrap().unwrap();
    let site = Site::new(snapshot, BASE, Texts::Store, Library::shipped(BASE).unwrap(), Limits::default());
    let serving = Serving::start(router(Arc::new(site)));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = clients::run(
        Command::new(python)
            .arg(root.join("tests/clients/notebook.py"))
            .arg(root.join("examples/participation-network.ipynb"))
            .env("RAPPORTEUR_EXPORTS", folder.path())
            .env("RAPPORTEUR_SERVER", serving.url("").trim_end_matches('/'))
            .env("MPLCONFIGDIR", folder.path()),
    );
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("18 meetings") && said.contains("directed Regional Support Office"), "{said}");
    assert!(std::fs::metadata(folder.path().join("participation-network.png")).unwrap().len() > 10_000);
}

#[test]
fn readers_of_others_read_each_export_as_the_same_graph() {
    let Some(python) = clients::python() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [
        ("graph.nq", "nq"),
        ("graph.trig", "trig"),
        ("graph.jsonld", "jsonld"),
        ("graph.nt", "nt"),
        ("graph.ttl", "ttl"),
        ("graph.rdf", "rdfxml"),
        ("network.graphml", "graphml"),
        ("network.gexf", "gexf"),
        ("tables", "csv"),
        ("parquet", "parquet"),
        ("nanopubs.trig", "nanopubs"),
        ("annotations.jsonld", "annotations"),
        ("crate", "crate"),
    ] {
        exported(folder.path(), name, format);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/exports.py");
    let snapshot = Generations::open(corpus_store()).unwrap().unwrap();
    let quads = snapshot.len().unwrap().to_string();
    clients::run(Command::new(python).arg(script).arg(folder.path()).arg(quads));
    std::fs::remove_file(folder.path().join("annotations.jsonld")).unwrap();
    if let Some((node, packages)) = clients::node() {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/trees.mjs");
        clients::run(Command::new(node).env("RAPPORTEUR_CLIENTS", packages).arg(script).arg(folder.path()));
    }
}

/// A term of the other reader as ours writes it.
fn quad_of(subject: &str, predicate: &str, object: &rio_api::model::Term<'_>, graph: Option<&str>) -> String {
    use rio_api::model::{Literal as Told, Term as Other};
    let object: Term = match object {
        Other::NamedNode(node) => NamedNode::new_unchecked(node.iri).into(),
        Other::Literal(Told::Simple { value }) => Literal::new_simple_literal(*value).into(),
        Other::Literal(Told::LanguageTaggedString { value, language }) => {
            Literal::new_language_tagged_literal_unchecked(*value, *language).into()
        }
        Other::Literal(Told::Typed { value, datatype }) => {
            Literal::new_typed_literal(*value, NamedNode::new_unchecked(datatype.iri)).into()
        }
        other => panic!("{other}"),
    };
    let graph = graph.map_or(String::new(), |graph| format!(" {graph}"));
    format!("{subject} {predicate} {object}{graph}")
}

fn quads_of(mut parser: impl QuadsParser<Error = TurtleError>) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    let each = &mut |quad: rio_api::model::Quad<'_>| {
        let graph = quad.graph_name.map(|graph| graph.to_string());
        read.insert(quad_of(&quad.subject.to_string(), &quad.predicate.to_string(), &quad.object, graph.as_deref()));
        Ok::<_, TurtleError>(())
    };
    parser.parse_all(each).unwrap();
    read
}

fn triples_of(mut parser: impl TriplesParser<Error = TurtleError>) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    let each = &mut |triple: rio_api::model::Triple<'_>| {
        read.insert(quad_of(&triple.subject.to_string(), &triple.predicate.to_string(), &triple.object, None));
        Ok::<_, TurtleError>(())
    };
    parser.parse_all(each).unwrap();
    read
}

#[test]
fn an_independent_reader_of_turtle_reads_each_export_as_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, format| BufReader::new(File::open(exported(folder.path(), name, format)).unwrap());
    let (mut whole, mut resolved) = (BTreeSet::new(), BTreeSet::new());
    for quad in Generations::open(corpus_store()).unwrap().unwrap().quads(None, None, None, None) {
        let quad = quad.unwrap();
        if quad.graph_name.is_default_graph() {
            resolved.insert(quad.to_string().trim_end().to_owned());
        }
        whole.insert(quad.to_string().trim_end().to_owned());
    }
    assert!(quads_of(NQuadsParser::new(file("graph.nq", "nq"))) == whole, "N-Quads");
    assert!(quads_of(TriGParser::new(file("graph.trig", "trig"), None)) == whole, "TriG");
    assert!(triples_of(NTriplesParser::new(file("graph.nt", "nt"))) == resolved, "N-Triples");
    assert!(triples_of(TurtleParser::new(file("graph.ttl", "ttl"), None)) == resolved, "Turtle");
}
