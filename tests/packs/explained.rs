//! What the program tells an analyst: why a rule found something or nothing, and which rules do anything at all.

use std::path::Path;

use super::{folder, run, said, write};

const RULES: &str = "[[rule]]
id = \"own.host\"
phase = \"sentence\"
priority = 5
pattern = '<STATE:agent> \"opened\" \"its\" \"doors\"'
emit = { kind = \"participation\", capacity = \"host\" }

[[rule]]
id = \"own.door\"
phase = \"sentence\"
pattern = '<STATE:agent> \"opened\" <ANY>'
emit = { kind = \"participation\", capacity = \"member\" }

[[rule]]
id = \"own.window\"
phase = \"sentence\"
pattern = '<STATE:agent> \"opened\" \"its\" \"windows\"'
emit = { kind = \"participation\", capacity = \"member\" }

[[rule]]
id = \"own.never\"
phase = \"sentence\"
pattern = '\"zeppelins\" \"of\" <STATE:agent>'
emit = { kind = \"participation\", capacity = \"member\" }
";

const NOTE: &str = "The Second Ministerial Conference of the Budapest Process took place in Rome on 3 May 2011.

Italy opened its doors.
";

fn notes() -> tempfile::TempDir {
    let folder = folder(&[("own/pack.toml", "name = \"own\"\nextends = [\"base\"]\n"), ("own/rules/r.toml", RULES)]);
    write(folder.path(), "note.txt", NOTE);
    write(folder.path(), "rapporteur.toml", "rules = [\"own\"]\n");
    folder
}

fn explain(folder: &Path, place: &str, format: &str) -> String {
    let output = run(folder, &["explain", place, "--format", format]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_place_tells_which_rules_were_tried_and_where_each_failed() {
    let folder = notes();
    let at = NOTE.find("doors").unwrap();
    let text = explain(folder.path(), &format!("note.txt:{at}"), "text");
    for needle in [
        &format!("sentence {}-{} \"Italy opened its doors.\"", at - 17, at + 6),
        "kept    own.host  own/rules/r.toml:2\n            \"Italy opened its doors\": agent = \"Italy\"",
        "lost    own.door  own/rules/r.toml:9\n            \"Italy opened its doors\": to own.host: priority 5 over 0",
        "failed  own.window  own/rules/r.toml:15\n            \"windows\" is not \"doors\", behind \"Italy opened its\"",
        "participation: state/italy is host of meeting/budapest-process/ministerial-conference-2\n    by rule own.host",
        "Italy                 state italy",
    ] {
        assert!(text.contains(needle), "no {needle:?} in\n{text}");
    }
    assert!(!text.contains("own.never"), "{text}");
}

#[test]
fn a_fact_of_a_step_names_the_step() {
    let text = explain(notes().path(), &format!("note.txt:{}", NOTE.find("Rome").unwrap()), "text");
    assert!(text.contains("place/rome\n    by step meeting.place"), "{text}");
}

#[test]
fn programs_read_the_same_as_json() {
    let folder = notes();
    let at = NOTE.find("doors").unwrap();
    let json = explain(folder.path(), &format!("note.txt:{at}"), "json");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["sentence"]["text"], "Italy opened its doors.");
    let outcomes: Vec<&str> = value["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|scope| scope["rules"].as_array().unwrap())
        .map(|rule| rule["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["kept", "lost", "failed"]);
}

#[test]
fn a_place_where_nothing_stands_says_so_and_a_wrong_one_says_what_to_do() {
    let folder = notes();
    let blank = explain(folder.path(), &format!("note.txt:{}", NOTE.find("\n\n").unwrap()), "text");
    assert!(
        blank.contains("no sentence covers this place") && blank.contains("no fact rests on this place"),
        "{blank}"
    );
    for (place, needle) in [
        ("note.txt:9999", "note.txt has no offset 9999: its 117 code points are 0 to 116"),
        ("nowhere:1", "no document and no file is called \"nowhere\""),
    ] {
        let output = run(folder.path(), &["explain", place]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(needle), "{}", said(&output));
    }
}

#[test]
fn a_document_of_the_store_is_found_by_its_id() {
    let folder = notes();
    assert_eq!(run(folder.path(), &["build", "note.txt"]).status.code(), Some(0));
    std::fs::remove_file(folder.path().join("note.txt")).unwrap();
    assert!(explain(folder.path(), "note:0", "text").contains("by step meeting.ordinal"));
}

#[test]
fn coverage_tells_rules_that_never_fire_or_always_lose() {
    let folder = notes();
    let output = run(folder.path(), &["rules", "coverage", "--documents", "note.txt"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = said(&output);
    for line in [
        "       1        1        1  own.host",
        "       1        0        0  own.door  (always lost, mostly to own.host)",
        "       0        0        0  own.never  (never fired)",
        "       1  meeting.ordinal",
    ] {
        assert!(text.lines().any(|found| found.ends_with(line)), "no {line:?} in\n{text}");
    }
}

#[test]
fn a_failed_test_is_told_with_the_line_of_its_text() {
    let folder = notes();
    let test = "test = [\n    { text = \"Zeppelins of Fiji.\", want = [ { agent = \"Fiji\" } ] },\n    { text = \"Fiji.\", want = [ { agent = \"Fiji\" } ] },\n]\n[names]\nstate = [\"Fiji\"]\n";
    write(folder.path(), "own/rules/r.toml", &format!("{RULES}{test}"));
    let output = run(folder.path(), &["rules", "test"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("own/rules/r.toml:27: rule own.never\n  \"Fiji."), "{}", said(&output));
    assert!(said(&run(folder.path(), &["rules", "list"])).contains("own.never"));
}
