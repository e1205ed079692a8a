//! The command `rapporteur build`, run as a person runs it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use oxigraph::model::Quad;
use rapporteur::resolve::{Graphs, default_graph, ranks};
use rapporteur::store::Generations;

/// The built program, away from the settings of whoever runs the tests.
fn rapporteur(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("--store").arg(store).stdin(Stdio::null());
    command
}

fn build(store: &Path, arguments: &[&Path]) -> Output {
    rapporteur(store).arg("build").args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Everything that readers see, the entries of the text index too, sorted.
fn content(store: &Path) -> Option<Vec<String>> {
    let snapshot = Generations::open(store).unwrap()?;
    let mut lines: Vec<String> = snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
    let index = snapshot.text_index().unwrap().entries().unwrap();
    lines.extend(index.iter().map(|entry| format!("{entry:?}")));
    lines.sort();
    Some(lines)
}

#[test]
fn the_shipped_corpus_is_built_and_a_second_build_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let first = build(&store, &[]);
    assert_eq!(code(&first), 0, "{}", talk(&first));
    let before = content(&store).unwrap();
    assert!(before.len() > 20);
    let second = build(&store, &[]);
    assert_eq!(code(&second), 0);
    assert!(talk(&second).contains("nothing changed"), "{}", talk(&second));
    assert_eq!(Generations::at(&store).kept().unwrap(), [1]);
    assert_eq!(content(&store).unwrap(), before);
}

#[test]
fn an_export_has_the_same_bytes_whatever_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let export = |threads: &str, format: &str| {
        let store = folder.path().join(threads);
        let run = |arguments: &[&str]| {
            let output = rapporteur(&store).args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
            assert!(output.status.success(), "{}", talk(&output));
            output.stdout
        };
        if !store.exists() {
            assert_eq!(run(&["build"]), b"", "talk on standard output");
        }
        run(&["export", "--format", format])
    };
    for format in ["nq", "trig", "ttl"] {
        let one = export("1", format);
        assert!(one.len() > 100_000);
        assert!(one == export("1", format), "{format}: not the same bytes in a second run");
        assert!(one == export("4", format), "{format}: not the same bytes with four threads");
    }
}

#[test]
fn a_small_change_leads_to_the_same_store_as_a_build_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    copy_corpus(&documents);
    let (changed, fresh) = (folder.path().join("changed"), folder.path().join("fresh"));
    let taken_away = documents.join("2009-third-ministerial-conference.txt");
    let text = std::fs::read(&taken_away).unwrap();
    std::fs::remove_file(&taken_away).unwrap();
    assert_eq!(code(&build(&changed, &[&documents])), 0);
    std::fs::write(&taken_away, text).unwrap();
    let second = build(&changed, &[&documents]);
    assert!(talk(&second).contains("4 of 5 documents unchanged"), "{}", talk(&second));
    assert_eq!(code(&build(&fresh, &[&documents])), 0);
    assert_eq!(content(&changed), content(&fresh));
    // And back again.
    std::fs::remove_file(&taken_away).unwrap();
    let third = build(&changed, &[&documents]);
    assert!(talk(&third).contains("removed  2009-third-ministerial-conference"), "{}", talk(&third));
    let without = folder.path().join("without");
    assert_eq!(code(&build(&without, &[&documents])), 0);
    assert_eq!(content(&changed), content(&without));
}

#[test]
fn a_build_writes_what_the_definition_says_of_all_graphs_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    assert_eq!(code(&build(&store, &[])), 0);
    let snapshot = Generations::open(&store).unwrap().unwrap();
    let all: Vec<Quad> = snapshot.quads(None, None, None, None).map(Result::unwrap).collect();
    let graphs = Graphs::new("https://w3id.org/igm/");
    let is_resolved = |quad: &&Quad| {
        quad.graph_name.is_default_graph() || quad.graph_name.as_ref() == graphs.resolution.as_ref().into()
    };
    let (written, mut said): (Vec<Quad>, Vec<Quad>) = all.into_iter().partition(|quad| is_resolved(&quad));
    let ranks = ranks(&said, &graphs);
    assert!(ranks.len() > 2, "nothing contested in the corpus");
    said.extend(ranks.iter().cloned());
    let wanted = default_graph(&said, &graphs).into_iter().chain(ranks);
    let lines = |quads: Vec<Quad>| quads.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert!(lines(written) == lines(wanted.collect()));
}

#[test]
fn documents_with_the_same_text_are_built() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    for name in 0..100 {
        std::fs::write(documents.join(format!("{name}.txt")), "Officials met in Suva, Fiji, on 3 May 2010.\n").unwrap();
    }
    let output = build(&store, &[&documents]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert_eq!(Generations::at(&store).verify().unwrap().findings, []);
}

#[test]
fn a_bad_document_is_told_and_the_others_are_built() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    std::fs::write(documents.join("bad.txt"), b"caf\xc3\xa9 caf\xe9").unwrap();
    let output = build(&store, &[&documents]);
    assert_eq!(code(&output), 1);
    assert!(talk(&output).contains("bad.txt: cannot be read as text: line 1"), "{}", talk(&output));
    assert_eq!(Generations::at(&store).record().unwrap().unwrap().documents.len(), 5);
}

#[test]
fn a_document_that_turns_bad_keeps_its_earlier_graph() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    assert_eq!(code(&build(&store, &[&documents])), 0);
    let before = content(&store);
    std::fs::write(documents.join("2002-first-ministerial-conference.txt"), b"caf\xc3\xa9 caf\xe9").unwrap();
    let output = build(&store, &[&documents]);
    assert_eq!(code(&output), 1);
    assert!(talk(&output).contains("the earlier version stays"), "{}", talk(&output));
    assert_eq!(content(&store), before);
}

#[test]
fn a_wrong_manifest_entry_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "A text.\n").unwrap();
    let manifest = folder.path().join("corpus.toml");
    std::fs::write(
        &manifest,
        "[[document]]\nid = \"a\"\npath = \"a.txt\"\n[[document]]\nid = \"b\"\npath = \"a.txt\"\nsha256 = \"12\"\n",
    )
    .unwrap();
    let output = build(&folder.path().join("store"), &[Path::new("--corpus"), &manifest]);
    assert_eq!(code(&output), 1);
    assert!(talk(&output).contains("corpus.toml:7: sha256 of "), "{}", talk(&output));
    assert!(talk(&output).contains("added    a"), "{}", talk(&output));
}

#[test]
fn the_terms_that_the_manifest_states_stand_in_the_graph_and_its_exports_and_go_when_it_states_none() {
    let folder = tempfile::tempdir().unwrap();
    let (store, manifest) = (folder.path().join("store"), folder.path().join("corpus.toml"));
    std::fs::write(folder.path().join("a.txt"), "Fiji hosted the first Lake Conference on 2 May 2001.\n").unwrap();
    let document = "[[document]]\nid = \"a\"\npath = \"a.txt\"\n";
    let stated = |licence: &str| {
        std::fs::write(&manifest, format!("{licence}{document}")).unwrap();
        let output = build(&store, &[Path::new("--corpus"), &manifest]);
        assert_eq!(code(&output), 0, "{}", talk(&output));
        let lines = content(&store).unwrap();
        let of_the_whole = |line: &&String| {
            line.contains("/dataset> <http://purl.org/dc/terms/") && line.contains("/graph/catalogue>")
        };
        let terms =
            lines.iter().filter(of_the_whole).filter(|line| line.contains("/license>") || line.contains("/rights>"));
        terms.cloned().collect::<Vec<_>>()
    };
    let export = |format: &str| {
        let place = folder.path().join(format);
        let output = rapporteur(&store).args(["export", "--format", format, "--output"]).arg(&place).output().unwrap();
        assert_eq!(code(&output), 0, "{}", talk(&output));
        place
    };
    let read = |place: &Path, file: &str| std::fs::read_to_string(place.join(file)).unwrap();
    let by = "https://creativecommons.org/licenses/by/4.0/";
    let terms = stated(&format!("licence = \"{by}\"\n"));
    assert!(terms.len() == 1 && terms[0].contains(&format!("/license> <{by}>")), "{terms:?}");
    let (tables, release) = (export("csv"), export("crate"));
    assert!(read(&tables, "datapackage.json").contains(by));
    assert!(read(&release, "ro-crate-metadata.json").contains(&format!("\"license\": {{\n        \"@id\": \"{by}\"")));
    assert!(read(&release, "dataset.ttl").matches(&format!("<{by}>")).count() > 10, "on each distribution");
    let terms = stated("licence = \"For members only.\"\n");
    assert!(terms.len() == 1 && terms[0].contains("/rights> \"For members only.\""), "{terms:?}");
    let terms = stated("");
    assert!(terms.len() == 1 && terms[0].contains("No other terms are stated"), "{terms:?}");
    assert!(read(&export("crate"), "ro-crate-metadata.json").contains("No other terms are stated"));
}

#[test]
fn nothing_to_build_is_an_error_that_leaves_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let output = build(&store, &[&folder.path().join("none")]);
    assert_eq!(code(&output), 2, "{}", talk(&output));
    assert_eq!(Generations::at(&store).current().unwrap(), None);
}

#[test]
fn a_mistyped_folder_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    assert_eq!(code(&build(&store, &[&documents])), 0);
    let before = content(&store);
    let one = documents.join("2002-first-ministerial-conference.txt");
    assert_eq!(code(&build(&store, &[&folder.path().join("documnets")])), 2);
    assert_eq!(code(&build(&store, &[&one, &folder.path().join("documnets")])), 1);
    assert_eq!(content(&store), before);
}

#[test]
fn a_rollback_brings_the_graph_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    assert_eq!(code(&build(&store, &[&documents])), 0);
    let before = content(&store);
    std::fs::remove_file(documents.join("2004-senior-officials-meeting.txt")).unwrap();
    assert_eq!(code(&build(&store, &[&documents])), 0);
    assert_ne!(content(&store), before);
    assert_eq!(code(&rapporteur(&store).arg("rollback").output().unwrap()), 0);
    assert_eq!(content(&store), before);
    assert_eq!(code(&rapporteur(&store).arg("rollback").output().unwrap()), 2);
    assert_eq!(content(&store), before);
}

/// A limit on the size of files stands for the full disk: writing fails, wherever the build is.
#[test]
fn a_full_disk_is_told_and_leaves_the_old_graph_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    let one = documents.join("2003-second-ministerial-conference.txt");
    assert_eq!(code(&build(&store, &[&one])), 0);
    let before = content(&store);
    // In blocks of 512 bytes: the least that fails at once, and more.
    for blocks in [0, 8, 200, 400, 600] {
        let mut limited = Command::new("sh");
        // Without the trap the system would kill the process.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        limited.args(["-c", &script, env!("CARGO_BIN_EXE_rapporteur"), "build", "--store"]);
        let output = limited.arg(&store).arg(&documents).stdin(Stdio::null()).output().unwrap();
        assert_eq!(code(&output), 2, "{blocks} blocks: {}", talk(&output));
        let said = talk(&output);
        assert!(said.contains("nothing was published, so the store is as it was: "), "{said}");
        assert!(said.contains("File too large"), "{said}");
        assert!(content(&store) == before, "{blocks} blocks: another graph");
        let left: Vec<_> = std::fs::read_dir(store.join("generations")).unwrap().collect();
        assert_eq!(left.len(), 4, "{blocks} blocks: {left:?}");
    }
    assert_eq!(code(&build(&store, &[&documents])), 0);
    assert_eq!(Generations::at(&store).verify().unwrap().findings, []);
}

#[test]
fn a_store_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "mine").unwrap();
    let output = build(&file, &[Path::new("data/documents")]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains(file.to_str().unwrap()), "{}", talk(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_document_may_have_the_name_of_one_of_our_graphs() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    copy_corpus(&documents);
    for name in ["reference", "vocabulary", "resolution", "catalogue", "curation"] {
        let text = format!("The {name} meeting took place in Suva, Fiji, on 3 May 2010.\n");
        std::fs::write(documents.join(format!("{name}.txt")), text).unwrap();
    }
    let output = build(&store, &[&documents]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    let second = build(&store, &[&documents]);
    assert!(talk(&second).contains("nothing changed"), "{}", talk(&second));
    assert_eq!(Generations::at(&store).verify().unwrap().findings, []);
}

fn copy_corpus(to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir("data/documents").unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn where_warnings_are_many_those_of_what_was_read_now_are_told_and_the_others_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (store, many, one) =
        (folder.path().join("store"), folder.path().join("many.txt"), folder.path().join("zebra.txt"));
    let thanks = |n: u8| format!("Ministers thanked the {}ello Institute of Ports.\n\n", char::from(b'A' + n));
    let text: String = (0..24).map(thanks).collect();
    std::fs::write(&many, format!("The First Lake Forum was held in Suva on 3 May 2010.\n\n{text}")).unwrap();
    std::fs::write(&one, "The Second Reef Forum was held in Suva on 4 May 2011.\n").unwrap();
    let said = |command: &str, file: &Path| {
        let output = rapporteur(&store).arg(command).arg(file).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let told = said("build", &many);
    assert_eq!(told.matches("warning  many: ").count(), 20, "{told}");
    let told = said("add", &one);
    assert_eq!((told.matches("warning  many: ").count(), told.matches("warning  zebra: ").count()), (0, 1), "{told}");
    assert!(told.contains("more: `rapporteur check` lists all"), "{told}");
}
