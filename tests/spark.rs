//! Apache Spark runs the extraction: a real master and two workers, each a process of its own, one of which is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::clients;
use crate::shards::{content, corpus, extract, files, load, rapporteur, talk};

const FOLDER: &str = "integrations/spark";

/// A run of one of the scripts, away from the settings of whoever runs the tests.
fn script(python: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(python);
    command.args(arguments).env("PYSPARK_PYTHON", python).env("SPARK_LOCAL_IP", "127.0.0.1");
    for name in ["SPARK_HOME", "PYTHONPATH", "RAPPORTEUR_CURATION", "RAPPORTEUR_BASE"] {
        command.env_remove(name);
    }
    command
}

/// Names in a folder and below.
fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        found.push(entry.file_name().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            found.extend(names(&entry.path()));
        }
    }
    found
}

/// Decisions about a document that is there, and about one that has another name now.
fn decisions(folder: &Path) -> PathBuf {
    let decision = |document: &str, file: &str| {
        let text = fs::read(folder.join("corpus").join(file)).unwrap();
        format!(
            "[[decision]]\nkind = \"reject\"\nauthor = \"A\"\ndate = \"2024-01-01\"\nreason = \"r\"\ndocument = \
             \"{document}\"\nsha256 = \"{}\"\nquote = \"Fiji and Tonga attended.\"\nfact = \
             {{ kind = \"participation\", member = \"Fiji\", capacity = \"member\" }}\n",
            rapporteur::corpus::sha256(&text)
        )
    };
    let path = folder.join("curation.toml");
    fs::write(&path, decision("paper-1", "paper-1.txt") + &decision("moved-away", "paper-2.txt")).unwrap();
    path
}

#[test]
fn spark_with_a_worker_killed_gives_the_bytes_and_the_store_of_one_machine() {
    let Some(python) = clients::spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let manifest = corpus(&path("corpus"), 150);
    let curation = decisions(folder.path());
    let (out, program) = (path("out"), env!("CARGO_BIN_EXE_rapporteur"));
    let (loopback, job) = (format!("{FOLDER}/loopback.py"), format!("{FOLDER}/job.py"));
    let given = [
        "--program",
        program,
        "--shards",
        "4",
        "--manifest",
        manifest.to_str().unwrap(),
        "--curation",
        curation.to_str().unwrap(),
        "--output",
        out.to_str().unwrap(),
    ];
    // Tasks that seem slow are run twice at the same time.
    let twice = [
        "--conf",
        "spark.speculation=true",
        "--conf",
        "spark.speculation.multiplier=1.1",
        "--conf",
        "spark.speculation.interval=50ms",
    ];
    let arguments = [&[loopback.as_str(), "--kill"][..], &twice, &[&job], &given].concat();
    let run = script(&python, &arguments).output().unwrap();
    let said = format!("{}{}", talk(&run), String::from_utf8_lossy(&run.stdout));
    assert_eq!(run.status.code(), Some(0), "{said}");
    assert!(said.contains("killed a worker:") && said.contains("from 150 documents, 2 failed"), "{said}");
    // Nothing is there of attempts that came to no end.
    let there = names(&out);
    assert!(there.iter().any(|name| name == "_SUCCESS"));
    assert!(!there.iter().any(|name| name.contains("_temporary") || name.contains("attempt")), "{there:?}");

    // What each shard says has the bytes that it has without Spark.
    let alone = path("alone");
    let done = |mut command: Command, status| {
        let output = command.env("RAPPORTEUR_CURATION", &curation).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", talk(&output));
    };
    for shard in 1..=4 {
        done(extract(&format!("{shard}/4"), &manifest, &alone), 0);
    }
    let (alone, parts) = (files(&alone), files(&out.join("parts")));
    assert_eq!(alone.keys().collect::<Vec<_>>(), parts.keys().collect::<Vec<_>>());
    for (name, bytes) in alone.iter().filter(|(name, _)| !name.ends_with(".json")) {
        assert!(parts.get(name) == Some(bytes), "{name} is another than without Spark");
    }
    // A person's word was heard wherever the document was read.
    let rejected = parts.values().filter(|bytes| String::from_utf8_lossy(bytes).contains("wasInvalidatedBy")).count();
    assert!(rejected > 0);
    // And so the store is the one of a build.
    let (built, loaded) = (path("built"), path("loaded"));
    done(load(&out.join("parts"), &manifest, &loaded), 1);
    let mut build = rapporteur();
    build.args(["build", "--corpus"]).arg(&manifest).arg("--store").arg(&built);
    done(build, 1);
    assert!(content(&built) == content(&loaded), "a store loaded from Spark is not what a build is");
}

#[test]
fn files_that_spark_finds_give_the_store_of_a_build_of_their_folder() {
    let Some(python) = clients::spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    corpus(&path("corpus"), 12);
    fs::remove_file(path("corpus/corpus.toml")).unwrap();
    for (number, name) in
        ["Réunion d’experts (Nº 2).txt", "Łódź — final.v2.txt", ".txt", "—.txt", "a.b.html", "PAPER_X.TXT"]
            .iter()
            .enumerate()
    {
        fs::write(
            path("corpus").join(name),
            format!("Fiji attended the meeting held in Suva on {} May 2004.\n", number + 1),
        )
        .unwrap();
    }
    fs::write(path("corpus/broken.docx"), b"PK\x03\x04 and no more").unwrap();
    let out = path("out");
    let arguments = [
        format!("{FOLDER}/job.py"),
        "--program".into(),
        env!("CARGO_BIN_EXE_rapporteur").into(),
        "--ship".into(),
        "--input".into(),
        path("corpus").to_string_lossy().into_owned(),
        "--option".into(),
        "pathGlobFilter=[!.]*".into(),
        "--shards".into(),
        "3".into(),
        "--output".into(),
        out.to_string_lossy().into_owned(),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = script(&python, &arguments).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", talk(&run));
    assert!(talk(&run).contains("no id") && talk(&run).contains("broken.docx"), "{}", talk(&run));
    let (built, loaded) = (path("built"), path("loaded"));
    let from_files = rapporteur().arg("build").arg(path("corpus")).arg("--store").arg(&built).output().unwrap();
    let from_shards = rapporteur().arg("load").arg(out.join("parts")).arg("--store").arg(&loaded).output().unwrap();
    assert_eq!((from_files.status.code(), from_shards.status.code()), (Some(1), Some(1)), "{}", talk(&from_shards));
    assert!(content(&built) == content(&loaded), "a store loaded from Spark is not what a build is");

    // An output that is there is not taken away unasked, and its shards can be made again without Spark.
    let again = script(&python, &arguments).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(talk(&again).contains("is there already"), "{}", talk(&again));
    let (rows, others) = (out.join("rows"), path("others"));
    let parts = format!("{FOLDER}/parts.py");
    let arguments = [
        &parts,
        rows.to_str().unwrap(),
        others.to_str().unwrap(),
        "--shards",
        "3",
        "--program",
        env!("CARGO_BIN_EXE_rapporteur"),
    ];
    let run = script(&python, &arguments).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", talk(&run));
    assert!(files(&others) == files(&out.join("parts")));
}

#[test]
fn a_program_that_fails_fails_the_job_with_its_words() {
    let Some(python) = clients::spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in.json"), folder.path().join("out"));
    fs::write(&input, "{\"id\": \"a\", \"content\": \"Ministers met.\"}\n").unwrap();
    let job = format!("{FOLDER}/job.py");
    let arguments = [
        &job,
        "--program",
        env!("CARGO_BIN_EXE_rapporteur"),
        "--format",
        "json",
        "--base",
        "no base",
        "--input",
        input.to_str().unwrap(),
        "--output",
        out.to_str().unwrap(),
        "--shards",
        "2",
    ];
    let run = script(&python, &arguments).output().unwrap();
    assert_ne!(run.status.code(), Some(0));
    assert!(talk(&run).contains("no base"), "{}", talk(&run));
    assert!(!out.join("rows/_SUCCESS").exists() && !out.join("parts").exists());
}
