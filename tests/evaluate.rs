//! `rapporteur evaluate`: its figures, its forms of output, its exit codes, and what it says of gold that cannot be used.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs `rapporteur evaluate`, away from the settings of whoever runs the tests.
fn evaluate(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("evaluate").args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const TEXT: &str = "Fourth Harbour Conference\n\nThe Fourth Harbour Conference was held in Suva, Fiji, on 3 and 4 May 2011. \
                    It was attended by Fiji, Kenya and Tonga. Ministers urged Kenya to share data on water levels.\n";

const GOLD: &str = r#"{
 "document": "harbour",
 "meetings": [
  {"label": "H4", "kind": "other", "ordinal": 4, "series": null, "start": "2011-05-03", "end": "2011-05-04",
   "place": "Suva", "country": "FJ", "subject_of_document": true, "quote": "The Fourth Harbour Conference"}
 ],
 "participations": [
  {"meeting": "H4", "participant": "Fiji", "participant_kind": "state", "code": "FJ", "capacity": "participant", "quote": "Fiji, Kenya and Tonga"},
  {"meeting": "H4", "participant": "Kenya", "participant_kind": "state", "code": "KE", "capacity": "participant", "quote": "Fiji, Kenya and Tonga"},
  {"meeting": "H4", "participant": "Tonga", "participant_kind": "state", "code": "TO", "capacity": "participant", "quote": "Fiji, Kenya and Tonga"},
  {"meeting": "H4", "participant": "Palau", "participant_kind": "state", "code": "PW", "capacity": "participant", "quote": "Fiji, Kenya and Tonga"}
 ],
 "persons": [], "organisations": [], "acronyms": [], "bodies": [],
 "mandates": [
  {"issuer": "Ministers", "addressee": "Kenya", "force": "urge", "binding_class": "request", "action": "share data",
   "quote": "Ministers urged Kenya to share data on water levels."}
 ],
 "pledges": [], "references": []
}"#;

/// A folder with a document and its gold; Palau is labelled, but not in the text.
fn folders(gold: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["texts", "gold"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("texts/harbour.txt"), TEXT).unwrap();
    fs::write(folder.path().join("gold/harbour.json"), gold).unwrap();
    folder
}

fn on(folder: &Path, arguments: &[&str]) -> Output {
    let (gold, texts) = (folder.join("gold"), folder.join("texts"));
    let given = ["--gold", gold.to_str().unwrap(), "--documents", texts.to_str().unwrap()];
    evaluate(&[&given, arguments].concat())
}

/// What the command says of gold that it cannot use; it must give no figures.
fn refusal(gold: &str) -> String {
    let output = on(folders(gold).path(), &[]);
    assert_eq!((output.status.code(), data(&output).as_str()), (Some(2), ""), "{}", said(&output));
    said(&output)
}

#[test]
fn the_shipped_documents_reach_their_floors() {
    let output = evaluate(&[]);
    assert_eq!(output.status.code(), Some(0), "{}{}", said(&output), data(&output));
}

#[test]
fn the_table_says_what_is_labelled_found_and_right() {
    let output = on(folders(GOLD).path(), &[]);
    let table = data(&output);
    let row = table.lines().find(|line| line.trim().starts_with("participations ")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells[1..7], ["4", "3", "3", "1.000", "0.750", "0.857"], "{table}");
    let csv = data(&on(folders(GOLD).path(), &["--format", "csv", "--by", "document"]));
    assert!(csv.contains("\nharbour,participations,4,3,3,1.0000,0.7500,0.8571,"), "{csv}");
}

#[test]
fn json_is_the_same_each_time_and_can_be_compared_with() {
    let folder = folders(GOLD);
    let before = folder.path().join("before.json");
    let path = before.to_str().unwrap();
    assert_eq!(on(folder.path(), &["--format", "json", "--output", path]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&before).unwrap(), data(&on(folder.path(), &["--format", "json"])));
    let run: serde_json::Value = serde_json::from_str(&fs::read_to_string(&before).unwrap()).unwrap();
    let row = run["rows"].as_array().unwrap().iter().find(|row| row["name"] == "participations").unwrap();
    assert_eq!((&row["gold"], &row["recall"]), (&4.into(), &0.75.into()), "{row}");

    let without = GOLD.lines().filter(|line| !line.contains("Palau")).collect::<Vec<_>>().join("\n");
    let without = without.replace(
        "\"code\": \"TO\", \"capacity\": \"participant\", \"quote\": \"Fiji, Kenya and Tonga\"},",
        "\"code\": \"TO\", \"capacity\": \"participant\", \"quote\": \"Fiji, Kenya and Tonga\"}",
    );
    fs::write(folder.path().join("gold/harbour.json"), without).unwrap();
    let csv = data(&on(folder.path(), &["--against", path, "--format", "csv"]));
    assert!(csv.contains("\nparticipations,0.8571,1.0000,0.0000,0.2500,0.1429,"), "{csv}");
    assert!(csv.contains("\nmeetings,1.0000,1.0000,0.0000,0.0000,0.0000,"), "{csv}");
}

#[test]
fn a_miss_is_listed_with_file_offset_and_words() {
    let table = data(&on(folders(GOLD).path(), &["--misses", "3"]));
    let line = table.lines().find(|line| line.starts_with("participations missed")).unwrap();
    let offset = TEXT.find("Fiji, Kenya and Tonga").unwrap();
    assert!(line.contains(&format!("harbour.txt:{offset} [state as participant: not found] Palau")), "{line}");
    assert!(line.ends_with("\"Fiji, Kenya and Tonga\""), "{line}");
}

#[test]
fn precision_is_told_per_rule() {
    let csv = data(&on(folders(GOLD).path(), &["--by", "rule", "--format", "csv"]));
    let line = csv.lines().find(|line| line.starts_with(",participants.")).unwrap_or_else(|| panic!("{csv}"));
    assert!(line.contains(",3,3,1.0000,"), "{csv}");
}

#[test]
fn a_floor_that_is_not_reached_is_named_and_ends_with_one() {
    let folder = folders(GOLD);
    let targets = folder.path().join("gold/targets.toml");
    fs::write(&targets, "[meetings]\nf1 = 1\n\n[participations]\nprecision = 1\nrecall = 0.9\n").unwrap();
    let output = on(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    assert!(message.contains("recall of participations is 0.750, below its floor 0.900"), "{message}");
    assert!(!message.contains("meetings") && !message.contains("precision"), "{message}");
    fs::write(&targets, "\n[participants]\nf1 = 1\n").unwrap();
    let output = on(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("targets.toml:2: there is no row \"participants\""), "{}", said(&output));
}

#[test]
fn a_mistake_in_gold_is_named_with_line_and_key() {
    for (from, to, wanted) in [
        ("\"series\": null", "\"colour\": null", "harbour.json:4: unknown field `colour`"),
        ("\"ordinal\": 4", "\"ordinal\": \"four\"", "harbour.json:4: key `ordinal`: invalid type: string \"four\""),
        ("\"kind\": \"other\"", "\"kind\": \"picnic\"", "harbour.json:4: key `kind`: unknown variant `picnic`"),
        ("2011-05-03", "3 May 2011", "harbour.json:4: date \"3 May 2011\""),
        ("\"code\": \"KE\"", "\"code\": \"KEN\"", "key `code`: state \"Kenya\" needs"),
        ("water levels.\"", "wind.\"", "harbour.json:16: key `quote`: not in the text: \"Ministers urged"),
        (
            "\"meeting\": \"H4\", \"participant\": \"Kenya\"",
            "\"meeting\": \"H5\", \"participant\": \"Kenya\"",
            "harbour.json:9: key `meeting`: no meeting is labelled \"H5\"",
        ),
        ("\"pledges\": [],", "", "missing field `pledges`"),
    ] {
        assert!(GOLD.contains(from), "{from}");
        let message = refusal(&GOLD.replacen(from, to, 1));
        assert!(message.contains(wanted), "{wanted}\n{message}");
    }
}

#[test]
fn gold_of_another_text_or_of_no_document_is_refused() {
    let message = refusal(&GOLD.replacen("\"document\"", "\"sha256\": \"00\", \"document\"", 1));
    assert!(message.contains("labels a text with sha256 00, but that of document \"harbour\" is "), "{message}");
    let message = refusal(&GOLD.replacen("\"harbour\"", "\"airport\"", 1));
    assert!(message.contains("harbour.json labels document \"airport\", which is not among those read"), "{message}");
    let folder = folders(GOLD);
    fs::remove_file(folder.path().join("gold/harbour.json")).unwrap();
    assert!(said(&on(folder.path(), &[])).contains("has no gold file (*.json) in it"));
}

#[test]
fn a_build_publishes_the_recorded_figures_of_the_texts_as_they_are() {
    let folder = folders(GOLD);
    let (path, manifest) = (folder.path(), folder.path().join("corpus.toml"));
    fs::write(&manifest, "[[document]]\nid = \"harbour\"\npath = \"texts/harbour.txt\"\n").unwrap();
    let manifest = manifest.to_str().unwrap();
    assert_eq!(evaluate(&["--corpus", manifest, "--record"]).status.code(), Some(0));
    let store = path.join("store");
    let rapporteur = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        let output = command.args(arguments).arg("--store").arg(&store).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        output
    };
    let recall = || {
        let query = "SELECT ?value { GRAPH <graph/catalogue> { <quality#participations-recall> dqv:value ?value ; \
                     dqv:isMeasurementOf <quality#recall> ; dqv:computedOn <dataset> } }";
        fs::write(path.join("recall.rq"), query).unwrap();
        data(&rapporteur(&["query", path.join("recall.rq").to_str().unwrap(), "--format", "csv"]))
    };
    rapporteur(&["build", "--corpus", manifest]);
    assert_eq!(recall().lines().nth(1), Some("0.75"));
    // another text: the figures are no longer its own
    fs::write(path.join("texts/harbour.txt"), TEXT.replace("Tonga", "Samoa")).unwrap();
    let output = rapporteur(&["build", "--corpus", manifest]);
    assert!(said(&output).contains("figures.json is of another text of harbour"), "{}", said(&output));
    assert_eq!(recall().lines().count(), 1);
}
