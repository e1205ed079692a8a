//! Generations: published whole or not at all, kept, rolled back, verified, copied and brought back.

use std::path::Path;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use rapporteur::store::{Build, DocumentRecord, Generations, Record, StoreError};

fn quad(value: i64) -> Quad {
    let name = |path: &str| NamedNode::new_unchecked(format!("https://example.org/{path}"));
    Quad::new(name("s"), name("p"), Literal::from(value), GraphName::from(name("graph/d")))
}

const TEXT: &str = "One text.";

fn hash(text: &str) -> String {
    rapporteur::corpus::sha256(text.as_bytes())
}

/// Publishes a generation that holds one quad with this value.
fn publish(generations: &Generations, value: i64) -> u64 {
    let mut build = Build::begin(generations, |_| true).unwrap();
    let quad = quad(value);
    let GraphName::NamedNode(graph) = &quad.graph_name else { unreachable!() };
    build.replace_graph(graph.as_ref().into(), std::slice::from_ref(&quad)).unwrap();
    generations.keep_text(&hash(TEXT), TEXT).unwrap();
    let document =
        DocumentRecord { sha256: hash(TEXT), graph: graph.as_str().into(), quads: 1, ..DocumentRecord::default() };
    build.publish(Record { quads: 1, documents: [("d".to_owned(), document)].into(), ..Record::default() }).unwrap()
}

fn values(generations: &Generations) -> Vec<String> {
    let snapshot = generations.snapshot().unwrap().unwrap();
    snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().object.to_string()).collect()
}

fn expected(value: i64) -> Vec<String> {
    vec![Literal::from(value).to_string()]
}

#[test]
fn readers_see_nothing_of_a_build_before_it_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    assert!(generations.snapshot().unwrap().is_none());
    publish(&generations, 1);
    let old = generations.snapshot().unwrap().unwrap();
    let mut build = Build::begin(&generations, |_| true).unwrap();
    build.change(&[quad(1)], &[quad(2)]).unwrap();
    assert_eq!(values(&generations), expected(1));
    drop(build);
    assert_eq!(values(&generations), expected(1));
    publish(&generations, 3);
    assert_eq!(values(&generations), expected(3));
    // Who reads the old generation goes on reading it.
    assert_eq!(old.quads(None, None, None, None).next().unwrap().unwrap(), quad(1));
    assert_eq!(old.text(&hash(TEXT)).unwrap().as_deref(), Some(TEXT));
}

#[test]
fn there_is_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    let build = Build::begin(&generations, |_| true).unwrap();
    assert!(matches!(Build::begin(&generations, |_| true), Err(StoreError::Locked { .. })));
    assert!(matches!(generations.rollback(), Err(StoreError::Locked { .. })));
    drop(build);
    assert!(Build::begin(&generations, |_| true).is_ok());
}

#[test]
fn three_generations_are_kept_and_a_reader_of_a_removed_one_is_not_disturbed() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    let reader = generations.snapshot().unwrap().unwrap();
    (2..=5).for_each(|value| _ = publish(&generations, value));
    assert_eq!(generations.kept().unwrap(), [3, 4, 5]);
    assert!(!folder.path().join("generations/000001").exists());
    assert_eq!(reader.quads(None, None, None, None).next().unwrap().unwrap(), quad(1));
}

#[test]
fn a_rollback_goes_one_back_and_its_number_is_never_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    assert!(matches!(generations.rollback(), Err(StoreError::Missing { .. })));
    publish(&generations, 2);
    publish(&generations, 3);
    assert_eq!(generations.rollback().unwrap(), 2);
    assert_eq!(values(&generations), expected(2));
    assert_eq!(publish(&generations, 4), 4);
    // What was rolled back is no way to go back to.
    assert_eq!(generations.kept().unwrap(), [1, 2, 4]);
    assert_eq!(generations.rollback().unwrap(), 2);
}

#[test]
fn what_a_killed_build_left_goes_with_the_next_writer() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    let orphans = ["generations/000002", "generations/000002.json", "generations/000009"];
    std::fs::create_dir_all(folder.path().join(orphans[0]).join("below")).unwrap();
    std::fs::write(folder.path().join(orphans[1]), "{").unwrap();
    std::fs::create_dir(folder.path().join(orphans[2])).unwrap();
    assert_eq!(values(&generations), expected(1));
    assert_eq!(publish(&generations, 2), 2);
    assert_eq!(values(&generations), expected(2));
    assert!(!folder.path().join(orphans[2]).exists());
    assert_eq!(generations.verify().unwrap().findings, []);
}

#[test]
fn a_build_that_is_given_up_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    let build = Build::begin(&generations, |_| true).unwrap();
    let database = folder.path().join(format!("generations/{:06}", build.number()));
    assert!(database.exists());
    drop(build);
    assert!(!database.exists());
    assert_eq!(values(&generations), expected(1));
}

#[test]
fn a_backup_comes_back_as_a_new_generation() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(&folder.path().join("store"));
    publish(&generations, 1);
    let backup = folder.path().join("backup");
    assert_eq!(generations.backup(&backup).unwrap(), 1);
    assert!(generations.backup(&backup).is_err());
    publish(&generations, 2);
    assert_eq!(generations.restore(&backup).unwrap(), 3);
    assert_eq!(values(&generations), expected(1));
    // Into a store that does not exist yet, too.
    let other = Generations::at(&folder.path().join("other"));
    other.restore(&backup).unwrap();
    assert_eq!(values(&other), expected(1));
    assert_eq!(other.verify().unwrap().findings, []);
}

#[test]
fn a_damaged_backup_is_refused_and_the_store_stays() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(&folder.path().join("store"));
    publish(&generations, 1);
    let backup = folder.path().join("backup");
    generations.backup(&backup).unwrap();
    flip_a_byte(&backup.join("database"));
    publish(&generations, 2);
    assert!(generations.restore(&backup).is_err());
    assert_eq!(values(&generations), expected(2));
    assert_eq!(generations.kept().unwrap(), [1, 2]);
    assert!(!folder.path().join("store/generations/000003").exists());
}

#[test]
fn verify_finds_a_flipped_byte_a_wrong_text_and_a_wrong_count() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    assert_eq!(generations.verify().unwrap().findings, []);

    let text = folder.path().join(format!("texts/{}.txt", hash(TEXT)));
    std::fs::write(&text, "Another text.").unwrap();
    assert!(generations.verify().unwrap().findings[0].message.contains("its bytes are not those"));
    std::fs::remove_file(&text).unwrap();
    assert!(generations.verify().unwrap().findings[0].message.contains("is not in the store"));
    std::fs::write(&text, TEXT).unwrap();

    let record = folder.path().join("generations/000001.json");
    let written = std::fs::read_to_string(&record).unwrap();
    let changed = written.replace("\"quads\": 1", "\"quads\": 2");
    std::fs::write(&record, &changed).unwrap();
    assert!(generations.verify().unwrap_err().to_string().contains("it is not what was written"));
    // As of a program that wrote no sums.
    std::fs::write(&record, changed.replace("\"sum\":", "\"other\":")).unwrap();
    assert_eq!(generations.verify().unwrap().findings.len(), 2);
    std::fs::write(&record, written).unwrap();

    flip_a_byte(&folder.path().join("generations/000001"));
    assert!(generations.verify().is_ok_and(|verification| !verification.findings.is_empty()));
}

#[test]
fn a_damaged_pointer_is_an_error_that_says_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    std::fs::write(folder.path().join("current"), "seven").unwrap();
    let error = generations.current().unwrap_err().to_string();
    assert!(error.contains("\"seven\"") && error.contains("write e.g."), "{error}");
}

#[test]
fn a_text_is_only_found_by_a_hash() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    publish(&generations, 1);
    assert_eq!(generations.text(&hash(TEXT)).unwrap().as_deref(), Some(TEXT));
    assert_eq!(generations.text(&hash("another")).unwrap(), None);
    assert_eq!(generations.text("../current").unwrap(), None);
}

/// Changes one byte in the middle of each table file that has data.
fn flip_a_byte(database: &Path) {
    for entry in std::fs::read_dir(database).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "sst") {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[10] ^= 0x40;
            // A hard link would carry the damage into the checkpoint that it came from.
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, bytes).unwrap();
        }
    }
}
