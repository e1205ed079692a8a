//! Rule packs of one's own: a folder is all it takes, and it changes nothing where it does not belong.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rapporteur::assertion::EntityId;
use rapporteur::pipeline::Reader;
use tempfile::TempDir;

mod kinds;

/// A folder with the files of a pack, and a document.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        write(folder.path(), path, content);
    }
    folder
}

fn write(folder: &Path, path: &str, content: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Runs the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE", "RULES"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const HEAD: &str =
    "name = \"lake\"\nextends = [\"base\"]\nprocesses = [\"lake-process\"]\ndescription = \"Meetings on a lake.\"\n";
const LEXICON: &str = "[lexicon.ProcessBody]\n\"lake-process/lake-wardens\" = [\"lake wardens\"]\n";
const NAMES: &str =
    "slug\tlabel\tkind\tvariants\nlake-process\tLake Process\tconsultative-process\tLake Consultations\n";

fn lake() -> TempDir {
    folder(&[
        ("lake/pack.toml", HEAD),
        ("lake/lexicon/process.toml", LEXICON),
        ("lake/names/organisations.tsv", NAMES),
        ("lake/names/state_names.tsv", "slug\tname\nfiji\tFidschi\n"),
        (
            "note.txt",
            "The Second Ministerial Conference of the Lake Process took place in Suva on 3 May 2011. Fiji and Fidschi agree.\n\nMinisters asked the lake wardens to report.\n",
        ),
    ])
}

fn entities(reader: &Reader, text: &str) -> Vec<EntityId> {
    reader.read_text("d", text.as_bytes()).unwrap().1.entities.into_keys().collect()
}

#[test]
fn a_folder_brings_words_and_names_without_rust() {
    let folder = lake();
    let reader = Reader::with_packs(&[folder.path().to_owned()]).unwrap();
    let text = fs::read_to_string(folder.path().join("note.txt")).unwrap();
    let (_, said) = reader.read_text("note", text.as_bytes()).unwrap();
    let board = EntityId::Body { process: "lake-process".into(), slug: "lake-wardens".into() };
    assert!(said.entities.contains_key(&board), "{:?}", said.entities.keys());
    assert!(said.entities[&EntityId::Organisation("lake-process".into())].known);
    assert_eq!(said.entities[&EntityId::State("fiji".into())].mentions.len(), 2);
    let meeting = EntityId::Meeting { process: "lake-process".into(), slug: "ministerial-conference-2".into() };
    assert_eq!(said.primary_topics, [meeting]);
    assert!(!entities(&Reader::shipped().unwrap(), &text).contains(&board));
}

#[test]
fn a_pack_of_a_process_is_silent_in_documents_of_others() {
    let folder = lake();
    let reader = Reader::with_packs(&[folder.path().to_owned()]).unwrap();
    let bodies = |text: &str| {
        let of_lake = |id: &EntityId| matches!(id, EntityId::Body { process, .. } if process == "lake-process");
        entities(&reader, text).iter().filter(|id| of_lake(id)).count()
    };
    let sentence = "Ministers asked the lake wardens to report.";
    assert_eq!(bodies(&format!("The Budapest Process met in Rome on 3 May 2011. {sentence}")), 0);
    assert_eq!(bodies(&format!("The Lake Consultations met in Rome on 3 May 2011. {sentence}")), 1);
}

#[test]
fn a_changed_pack_has_its_documents_read_again() {
    let folder = lake();
    let build = || said(&run(folder.path(), &["build", "note.txt", "--rules", "lake"]));
    assert!(build().contains("added    note"), "{}", build());
    assert!(build().contains("nothing changed"));
    write(folder.path(), "lake/lexicon/process.toml", &LEXICON.replace("lake wardens", "lake guards"));
    assert!(build().contains("changed  note"));
    // The settings file serves as well as the flag.
    write(folder.path(), "rapporteur.toml", "rules = [\"lake\"]\n");
    assert!(said(&run(folder.path(), &["build", "note.txt"])).contains("nothing changed"));
}

#[test]
fn a_wrong_pack_is_refused_with_file_and_line() {
    for (file, content, needle) in [
        ("lake/pack.toml", "name = \"lake\"\nprocess = \"x\"", "pack.toml:2: unknown field `process`"),
        ("lake/names/organisations.tsv", "slug\tname\n", "organisations.tsv:1: unknown column `name`"),
        (
            "lake/names/organisations.tsv",
            "slug\tlabel\tkind\nours\tIOM\tigo\n",
            "organisations.tsv:2: column slug: `IOM` stands for iom already",
        ),
        ("lake/names/state_names.tsv", "slug\tname\natlantis\tA\n", "state_names.tsv:2: column slug: `atlantis`"),
        ("lake/names/states.tsv", "slug\n", "states.tsv:1: no such table of names; there are organisations.tsv"),
        ("lake/lexicons/a.toml", "", "a pack has the folders lexicon, rules, names, gold, not `lexicons`"),
    ] {
        let folder = lake();
        write(folder.path(), file, content);
        let output = run(folder.path(), &["build", "note.txt", "--rules", "lake"]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(said(&output).contains(needle), "{}", said(&output));
    }
    let output = run(lake().path(), &["rules", "test", "--rules", "nowhere"]);
    assert!(said(&output).contains("nowhere"), "{}", said(&output));
}

#[test]
fn no_pack_leans_on_one_that_may_not_apply() {
    let folder = lake();
    let rule = "[[rule]]\nid = \"r\"\nphase = \"sentence\"\npattern = '{SeriesNickname:agent}'\nemit = { kind = \"participation\", capacity = \"member\" }\n";
    write(folder.path(), "lake/rules/r.toml", rule);
    write(folder.path(), "sea/pack.toml", "name = \"sea\"\nextends = [\"base\"]\nprocesses = [\"sea-process\"]\n");
    write(folder.path(), "sea/lexicon/l.toml", "[lexicon.Sea]\nx = [\"sea\"]\n");
    assert!(Reader::with_packs(&[folder.path().to_owned()]).is_ok());
    write(folder.path(), "lake/rules/r.toml", &rule.replace("SeriesNickname", "Sea"));
    let error = Reader::with_packs(&[folder.path().to_owned()]).err().unwrap().to_string();
    assert!(error.contains("r.toml:4: rule r: pattern, column 1: no lexicon `Sea`"), "{error}");
}
