//! The commands that ask the graph, run as a person runs them: data on standard output, talk on standard error.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use oxigraph::io::{RdfFormat, RdfParser};
use tempfile::TempDir;

/// Runs the built program on a store, away from the settings of whoever runs the tests.
fn on(store: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.args(arguments).arg("--store").arg(store).stdin(Stdio::null()).output().unwrap()
}

/// The store of the shipped corpus, made by the program once for all tests here.
pub(crate) fn corpus_store() -> &'static Path {
    static STORE: OnceLock<TempDir> = OnceLock::new();
    let made = STORE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let output = on(folder.path(), &["build"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        folder
    });
    made.path()
}

fn run(arguments: &[&str]) -> Output {
    on(corpus_store(), arguments)
}

fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The answer of a command that must find all well.
pub(crate) fn answer(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    data(&output)
}

/// What a command says that cannot do its work; it must give no data.
pub(crate) fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!((output.status.code(), data(&output).as_str()), (Some(2), ""), "{arguments:?}");
    said(&output)
}

#[test]
fn a_query_searches_words_and_shows_its_plan() {
    let query = tempfile::Builder::new().suffix(".rq").tempfile().unwrap();
    let text = "SELECT ?snippet { SERVICE <search:> { ?p search:text '\"people smuggling\"' ; search:field search:passage ; \
                search:snippet ?snippet ; search:limit 3 } }";
    std::fs::write(query.path(), text).unwrap();
    let path = query.path().to_str().unwrap();
    let rows = answer(&["query", path, "--format", "csv"]);
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(rows.to_lowercase().contains("**people** **smuggling**"), "{rows}");
    let plan = answer(&["query", path, "--explain"]);
    assert!(plan.contains("run in") && plan.contains("Search(") && plan.contains("3 rows, complete"), "{plan}");
    let planned = answer(&["query", "mandates_to", "--set", "agent=state/fiji", "--explain=plan", "--format", "json"]);
    let planned: serde_json::Value = serde_json::from_str(&planned).unwrap();
    assert!(planned["run"].is_null() && planned["query"].as_str().unwrap().contains("state/fiji"), "{planned:#}");
    assert!(refusal(&["query", path, "--explain", "--format", "csv"]).contains("a plan is text or json"));
}

#[test]
fn a_saved_query_answers_with_the_words_that_prove_each_row() {
    let csv = answer(&["query", "contested_facts", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (value, quote, evidence) = (column("value"), column("quote"), column("evidence"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for (day, words) in
        [("2003-04-28", "took place in Bali from 28 to 30 April 2003."), ("2003-04-29", "29 - 30 April")]
    {
        let row = rows.iter().find(|row| &row[value] == day).unwrap_or_else(|| panic!("no {day} in {csv}"));
        assert!(row[quote].contains(words), "{row:?}");
        assert!(row[evidence].contains("doc/bali-2003-mc2#char="), "{row:?}");
    }
}

#[test]
fn a_question_comes_from_standard_input_as_well() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(["query", "-", "--format", "tsv", "--store"])
        .arg(corpus_store())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let query = "SELECT ?start { <meeting/bali-process/ministerial-conference-2> schema:startDate ?start }";
    child.stdin.take().unwrap().write_all(query.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(data(&output).contains("2003-04-28"), "{}", data(&output));
    assert!(!data(&output).contains("2003-04-29"), "{}", data(&output));
}

#[test]
fn explain_shows_the_sentences_and_an_unknown_thing_its_neighbours() {
    let text = answer(&["explain", "meeting/bali-process/ministerial-conference-2"]);
    assert!(text.contains("took place in Bali from 28 to 30 April 2003."), "{text}");
    assert!(text.contains("doc/bali-2003-mc2#char=31,80"), "{text}");
    assert!(refusal(&["explain", "state/fjii"]).contains("state/fiji"));
}

#[test]
fn every_format_is_read_again_by_its_parser() {
    let quads = |name: &str, format: RdfFormat| -> usize {
        let text = answer(&["export", "--format", name]);
        let quads: Result<Vec<_>, _> = RdfParser::from_format(format).for_slice(text.as_bytes()).collect();
        quads.unwrap_or_else(|error| panic!("{name}: {error}")).len()
    };
    let all = quads("nq", RdfFormat::NQuads);
    assert_eq!(quads("trig", RdfFormat::TriG), all);
    assert_eq!(quads("jsonld", RdfFormat::JsonLd { profile: Default::default() }), all);
    let plain = quads("nt", RdfFormat::NTriples);
    assert!(plain < all);
    assert_eq!(quads("ttl", RdfFormat::Turtle), plain);
    assert_eq!(quads("rdfxml", RdfFormat::RdfXml), plain);
}

#[test]
fn what_is_wrong_with_a_question_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.rq");
    std::fs::write(&file, "SELECT ?x WHERE {\n  ?x nope:y ?z\n}").unwrap();
    assert!(refusal(&["query", file.to_str().unwrap()]).contains("mine.rq:2:"));
    assert!(refusal(&["query", "no_such_query"]).contains("`rapporteur queries`"));
    assert!(refusal(&["query", "participants_of_meeting"]).contains("meeting=bali-2002-mc1"));
    assert!(refusal(&["query", "participants_of_meeting", "--set", "meeting=nowhere"]).contains("nowhere"));
    assert!(refusal(&["export", "--graph", "graph/nowhere"]).contains("graph/nowhere"));
    let empty = on(&folder.path().join("none"), &["query", "contested_facts"]);
    assert_eq!(empty.status.code(), Some(2));
    assert!(said(&empty).contains("run `rapporteur build` first"), "{}", said(&empty));
}

#[test]
fn a_build_fails_at_a_saved_query_that_is_not_in_order_with_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let (queries, store) = (folder.path().join("queries"), folder.path().join("store"));
    std::fs::create_dir(&queries).unwrap();
    let query = "#+ summary: Which things?\n#+ description: All of them.\n#+ tags: [all]\n#+ method: GET\n#+ params:\n#+   - name: agent\n#+     type: entity\n#+     class: [igm:State]\n#+     example: state/fiji\n#+     help: a state\nSELECT ?thing { ?thing ?property ?value }\n";
    std::fs::write(queries.join("things.rq"), query).unwrap();
    let output = on(&store, &["build", "--queries", queries.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("things.rq:") && said(&output).contains("agent"), "{}", said(&output));
    assert!(!store.join("current").exists());
}

#[test]
fn a_strict_build_publishes_nothing_that_violates_a_shape_and_check_says_what() {
    let folder = tempfile::tempdir().unwrap();
    let head = "Second Ministerial Conference of the Lantern Group\nOslo, 3 June 2010\n\nCo-Chairs' Statement\n\n";
    let documents = folder.path().join("documents");
    std::fs::create_dir(&documents).unwrap();
    for (name, text) in [
        ("statement.txt", "The Conference was attended by Ministers from Fiji, Norway and Japan."),
        (
            "press.txt",
            "The Conference was attended by Ministers from Norway and Japan. Fiji attended it as an observer.",
        ),
    ] {
        std::fs::write(documents.join(name), format!("{head}{text}\n")).unwrap();
    }
    let (store, document) = (folder.path().join("store"), documents.to_str().unwrap());
    let refused = on(&store, &["build", "--strict", document]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("member and observer of the same meeting"), "{}", said(&refused));
    assert!(!store.join("current").exists());

    assert!(on(&store, &["build", document]).status.success());
    let again = on(&store, &["build", "--strict", document]);
    assert_eq!(again.status.code(), Some(2), "a store that is there already is looked at too: {}", said(&again));
    let house = folder.path().join("house.ttl");
    std::fs::write(
        &house,
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <house> sh:targetClass <ns#Meeting> ;
        sh:property [ sh:path <ns#meetingOf> ; sh:nodeKind sh:Literal ; sh:message 'a place by name' ] .",
    )
    .unwrap();
    let checked = on(&store, &["check", "--kind", "shape", "--shapes", house.to_str().unwrap(), "--format", "csv"]);
    assert!(data(&checked).contains("house: a place by name"), "{}", data(&checked));
    let report = on(&store, &["check", "--format", "report"]);
    let report = data(&report);
    assert!(report.contains("a sh:ValidationReport ;\n\tsh:conforms false"), "{report}");
    assert!(report.contains("sh:resultMessage \"the same agent is member and observer of the same meeting\""));
    std::fs::write(&house, "<house> a .").unwrap();
    let broken = on(&store, &["check", "--shapes", house.to_str().unwrap()]);
    assert!(said(&broken).contains("house.ttl") && broken.status.code() == Some(2), "{}", said(&broken));
}

#[test]
fn the_shipped_corpus_passes_check_verify_and_the_tests_of_its_rules() {
    answer(&["check", "--violations"]);
    assert!(data(&run(&["check", "--kind", "shape", "--violations", "--format", "csv"])).lines().count() == 1);
    assert!(said(&run(&["verify"])).contains("0 wrong"));
    answer(&["rules", "test"]);
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(["export", "--store"]).arg(corpus_store()).stdout(full);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("No space left"), "{}", said(&output));
}

#[test]
fn an_export_that_fails_leaves_the_file_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.nq");
    std::fs::write(&file, "mine").unwrap();
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_rapporteur")]);
    let output = limited.args(["export", "--output"]).arg(&file).arg("--store").arg(corpus_store()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("is unchanged"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A text of another process, of which no table of ours but that of names knows.
const OTHER: &str = "Third Ministerial Meeting of the Colombo Process
Suva, Fiji, 3-4 May 2011

1. The Third Ministerial Meeting of the Colombo Process was held in Suva, Fiji, on 3 and 4 May 2011. It was attended by Fiji, Kenya and Tonga. Norway and the World Bank attended as observers.

2. Ministers urged Kenya to share data on water levels with the other members.
";

#[test]
fn a_folder_of_other_documents_becomes_a_graph_in_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("texts"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    std::fs::write(documents.join("Final Statement 2011.txt"), OTHER).unwrap();
    assert_eq!(on(&store, &["build", documents.to_str().unwrap()]).status.code(), Some(0));
    let ask = |arguments: &[&str]| {
        let output = on(&store, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        data(&output)
    };
    let meetings = ask(&["query", "meetings_timeline", "--format", "csv"]);
    assert!(meetings.contains("2011-05-03,2011-05-04"), "{meetings}");
    let meeting = "meeting=final-statement-2011";
    let participants = ask(&["query", "participants_of_meeting", "--set", meeting, "--format", "csv"]);
    for (capacity, agent) in [("member", "state/tonga"), ("observer", "state/norway"), ("observer", "org/world-bank")] {
        let row = participants.lines().find(|line| line.contains(agent)).unwrap_or_else(|| panic!("{participants}"));
        assert!(row.starts_with(capacity) && row.contains("doc/final-statement-2011#char="), "{row}");
    }
    let asked = ask(&["query", "mandates_to", "--set", "agent=state/kenya", "--format", "csv"]);
    assert!(asked.contains("urged") && asked.contains("share data on water levels"), "{asked}");
    assert_eq!(on(&store, &["check", "--violations"]).status.code(), Some(0));
    assert!(said(&on(&store, &["verify"])).contains("0 wrong"));
}
