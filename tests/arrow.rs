//! Documents as a stream of Arrow record batches: what comes out, and what is refused.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BinaryArray, Int64Array, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema};

fn rapporteur(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a command says to some bytes.
fn given(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = rapporteur(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // One that refuses what comes in reads no more.
    let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn bytes(values: &[Option<&[u8]>]) -> ArrayRef {
    Arc::new(BinaryArray::from(values.to_vec()))
}

/// A stream of one batch.
fn stream(columns: &[(&str, ArrayRef)]) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns.iter().cloned()).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

fn batches(output: &[u8]) -> Vec<RecordBatch> {
    StreamReader::try_new(output, None).unwrap().map(Result::unwrap).collect()
}

/// The values of a column of texts.
fn column(batches: &[RecordBatch], name: &str) -> Vec<Option<String>> {
    let of = |batch: &RecordBatch| -> Vec<Option<String>> {
        let texts = batch.column_by_name(name).unwrap().as_string::<i32>().clone();
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    };
    batches.iter().flat_map(of).collect()
}

const TEXT: &str = "The Second Working Group Meeting on Seafarers was held in Suva on 3 March 2011. Fiji attended.\n";

#[test]
fn rows_say_of_each_document_what_became_of_it_and_a_bad_one_stops_no_other() {
    let html = format!("<html><body><p>{TEXT}</p></body></html>");
    let ids = [Some("a"), Some("Not An Id"), Some("b"), None, Some("c"), Some("c"), Some("d"), Some("e"), Some("f")];
    let paths = [
        Some("in/a.txt"),
        Some("x.txt"),
        Some("b.html"),
        None,
        Some("c.txt"),
        Some("again/c.txt"),
        Some("d.png"),
        Some("e.txt"),
        Some("f.txt"),
    ];
    let content: Vec<Option<&[u8]>> = vec![
        Some(TEXT.as_bytes()),
        Some(TEXT.as_bytes()),
        Some(html.as_bytes()),
        Some(TEXT.as_bytes()),
        Some(TEXT.as_bytes()),
        Some(b"Another text."),
        Some(b"\x89PNG\r\n"),
        None,
        Some(b" \n "),
    ];
    let dates = [Some("2011-03"), None, None, None, Some("2011-02-30"), None, None, None, None];
    let columns = [("id", texts(&ids)), ("path", texts(&paths)), ("content", bytes(&content)), ("date", texts(&dates))];
    let output = given(&["extract", "--arrow-stdio"], &stream(&columns));
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert!(talk(&output).contains("2 documents, 7 failed"), "{}", talk(&output));
    let rows = batches(&output.stdout);
    assert_eq!(column(&rows, "id"), ids.map(|id| id.map(str::to_owned)));
    let reasons = column(&rows, "reason");
    for (reason, word) in reasons.iter().zip([
        "",
        "id \"Not An Id\"",
        "",
        "no id",
        "date \"2011-02-30\"",
        "\"c\" is taken already",
        "is a picture",
        "has no content",
        "is empty",
    ]) {
        assert!(reason.as_deref().unwrap_or_default().contains(word), "{word}: {reason:?}");
        assert_eq!(reason.is_none(), word.is_empty(), "{reason:?}");
    }
    let (quads, lengths) =
        (&rows[0]["quads"].as_primitive::<Int64Type>(), &rows[0]["bytes"].as_primitive::<Int64Type>());
    for (row, nquads) in column(&rows, "nquads").iter().enumerate() {
        let nquads = nquads.clone().unwrap_or_default();
        assert_eq!(rows[0]["ok"].as_boolean().value(row), !nquads.is_empty());
        assert_eq!((quads.value(row), lengths.value(row)), (nquads.lines().count() as i64, nquads.len() as i64));
    }
    let graphs = column(&rows, "graph");
    let nquads = column(&rows, "nquads")[0].clone().unwrap();
    assert!(
        nquads.lines().count() > 20
            && nquads.lines().all(|line| line.ends_with(&format!(" <{}> .", graphs[0].as_deref().unwrap())))
    );
    assert!(nquads.contains("\"a.txt\"") && nquads.contains("2011-03"));
    // What was no text is kept beside the text.
    assert_eq!(column(&rows, "text")[0].as_deref(), Some(TEXT));
    assert_eq!(column(&rows, "text")[2].as_deref().map(str::trim), Some(TEXT.trim()));
    let original = rows[0]["original"].as_binary::<i32>();
    assert!(original.is_null(0) && original.value(2) == html.as_bytes());
    assert_eq!(column(&rows, "version")[0].as_deref(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_is_no_stream_of_documents_is_refused_in_words_that_name_the_column() {
    let (id, content) = (texts(&[Some("a")]), bytes(&[Some(TEXT.as_bytes())]));
    let number: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let good = stream(&[("id", id.clone()), ("content", content.clone())]);
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("nothing", Vec::new(), "it is empty"),
        ("JSON", b"[{\"id\": \"a\"}]".to_vec(), "no stream of Arrow IPC"),
        ("an Arrow file", b"ARROW1\0\0".to_vec(), "Arrow file"),
        ("no content", stream(&[("id", id.clone())]), "column \"content\" is missing"),
        ("no id", stream(&[("content", content.clone())]), "column \"id\" is missing"),
        (
            "a number as id",
            stream(&[("id", number.clone()), ("content", content.clone())]),
            "column \"id\" is of type Int64",
        ),
        (
            "a number as content",
            stream(&[("id", id.clone()), ("content", number.clone())]),
            "column \"content\" is of type Int64",
        ),
        (
            "a number as date",
            stream(&[("id", id.clone()), ("content", content.clone()), ("date", number)]),
            "column \"date\" is of type Int64, and has to be a text",
        ),
        (
            "a column misspelt",
            stream(&[("id", id.clone()), ("content", content), ("titel", id)]),
            "column \"titel\" is not known",
        ),
        // Without the mark of the end the last batch was read whole, and still nobody knows whether it was the last.
        ("no mark of the end", good[..good.len() - 8].to_vec(), "breaks off after 1 rows"),
    ];
    for (what, input, words) in cases {
        let output = given(&["extract", "--arrow-stdio"], &input);
        assert_eq!(output.status.code(), Some(2), "{what}: {}", talk(&output));
        assert!(talk(&output).contains(words), "{what}: {}", talk(&output));
        let ended = output.stdout.ends_with(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
        assert!(!ended, "{what}: rows end as if all were well");
    }
    // Wherever a stream breaks off, it is an error.
    for cut in (1..good.len()).step_by(97) {
        let output = given(&["extract", "--arrow-stdio"], &good[..cut]);
        assert_eq!(output.status.code(), Some(2), "cut at {cut}: {}", talk(&output));
    }
    // Texts may be of any form that Arrow has, also as content.
    let large = |text: &str| -> ArrayRef { Arc::new(LargeStringArray::from(vec![text])) };
    let nothing = Arc::new(arrow_array::NullArray::new(1));
    let output = given(
        &["extract", "--arrow-stdio"],
        &stream(&[("id", large("a")), ("content", large(TEXT)), ("title", nothing)]),
    );
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert_eq!(column(&batches(&output.stdout), "reason"), [None]);
    // Without identifiers the names of files make them.
    let paths = texts(&[Some("in/Working Group (2).txt"), Some("in/—.txt")]);
    let content = bytes(&[Some(TEXT.as_bytes()), Some(TEXT.as_bytes())]);
    let output = given(&["extract", "--arrow-stdio"], &stream(&[("path", paths), ("content", content)]));
    assert_eq!(column(&batches(&output.stdout), "id"), [Some("working-group-2".to_owned()), None]);
}

#[test]
fn rows_of_a_batch_come_before_the_next_batch_is_given() {
    let mut child = rapporteur(&["extract", "--arrow-stdio"]).spawn().unwrap();
    let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let schema =
        Schema::new(vec![Field::new("id", DataType::Utf8, true), Field::new("content", DataType::Binary, true)]);
    let mut writer = StreamWriter::try_new(stdin, &schema).unwrap();
    let mut reader = None;
    let mut stdout = Some(stdout);
    for number in 0..3 {
        let id = format!("paper-{number}");
        let columns = vec![texts(&[Some(&id)]), bytes(&[Some(TEXT.as_bytes())])];
        writer.write(&RecordBatch::try_new(Arc::new(schema.clone()), columns).unwrap()).unwrap();
        let reader = reader.get_or_insert_with(|| StreamReader::try_new(stdout.take().unwrap(), None).unwrap());
        assert_eq!(column(&[reader.next().unwrap().unwrap()], "id"), [Some(id)]);
    }
    writer.finish().unwrap();
    drop(writer);
    assert!(reader.unwrap().next().is_none());
    assert!(child.wait().unwrap().success());
}

/// The entries of a manifest as a stream of documents, sorted by identifier.
fn manifest(path: &Path, takes: impl Fn(&str) -> bool) -> Vec<u8> {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut entries: Vec<&toml::Table> =
        manifest["document"].as_array().unwrap().iter().map(|entry| entry.as_table().unwrap()).collect();
    entries.retain(|entry| takes(entry["id"].as_str().unwrap()));
    entries.sort_by_key(|entry| entry["id"].as_str());
    let of = |name: &str| texts(&entries.iter().map(|entry| entry.get(name)?.as_str()).collect::<Vec<_>>());
    let read =
        |entry: &&toml::Table| std::fs::read(path.with_file_name("").join(entry["path"].as_str().unwrap())).unwrap();
    let content: Vec<Vec<u8>> = entries.iter().map(read).collect();
    let content = bytes(&content.iter().map(|bytes| Some(bytes.as_slice())).collect::<Vec<_>>());
    let said = ["id", "path", "title", "date", "language", "source", "licence", "series", "sha256"];
    let columns: Vec<(&str, ArrayRef)> =
        said.iter().map(|name| (*name, of(name))).chain([("content", content)]).collect();
    stream(&columns)
}

#[test]
fn a_shard_of_rows_has_the_bytes_of_the_shard_of_the_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new("data/corpus.toml");
    let sum = rapporteur::corpus::sha256(&std::fs::read(path).unwrap());
    let (of_manifest, of_rows) = (folder.path().join("manifest"), folder.path().join("rows"));
    for number in 1..=2 {
        let shard = format!("{number}/2");
        let of_shard: rapporteur::pipeline::Shard = shard.parse().unwrap();
        let rows = given(&["extract", "--arrow-stdio"], &manifest(path, |id| of_shard.takes(id)));
        assert_eq!(rows.status.code(), Some(0), "{}", talk(&rows));
        let out = of_rows.to_string_lossy();
        let make = |shard: &str, rows: &[u8]| {
            given(&["extract", "--arrow-rows", "--shard", shard, "--made-of", &sum, "--out", &out], rows)
        };
        assert_eq!(make(&shard, &rows.stdout).status.code(), Some(0));
        let out = of_manifest.to_string_lossy();
        let shards = given(&["extract", "--shard", &shard, "--manifest", "data/corpus.toml", "--out", &out], b"");
        assert_eq!(shards.status.code(), Some(0), "{}", talk(&shards));
        // Rows of another shard, in another order, of another base or cut off make none.
        let wrong = make(if number == 1 { "2/2" } else { "1/2" }, &rows.stdout);
        assert!(talk(&wrong).contains("does not belong to shard"), "{}", talk(&wrong));
        let cut = make(&shard, &rows.stdout[..rows.stdout.len() - 8]);
        assert!(talk(&cut).contains("breaks off"), "{}", talk(&cut));
        let out = of_rows.to_string_lossy();
        let arguments = [
            "--base",
            "https://other.example/",
            "extract",
            "--arrow-rows",
            "--shard",
            &shard,
            "--made-of",
            &sum,
            "--out",
            &out,
        ];
        let other = given(&arguments, &rows.stdout);
        assert!(talk(&other).contains("another base"), "{}", talk(&other));
        assert_eq!((wrong.status.code(), cut.status.code(), other.status.code()), (Some(2), Some(2), Some(2)));
    }
    let names: Vec<_> = std::fs::read_dir(&of_manifest).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 8);
    for name in names {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert!(read(&of_manifest) == read(&of_rows), "{name:?}");
    }
}
