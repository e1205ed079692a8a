//! `rapporteur check` and `explain`, run as a person runs them.

use std::path::Path;
use std::process::{Command, Output};

use super::*;

/// A folder with texts, a store and a file of decisions.
struct Desk(TempDir);

impl Desk {
    fn new(texts: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(desk.0.path().join("texts")).unwrap();
        for (name, text) in texts {
            std::fs::write(desk.0.path().join("texts").join(name), text).unwrap();
        }
        desk
    }

    fn decides(&self, decisions: &str) -> Output {
        std::fs::write(self.0.path().join("c.toml"), decisions).unwrap();
        self.run(&["build", "texts"])
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        for name in ["CORPUS", "BIND", "BASE", "RULES"] {
            command.env_remove(format!("RAPPORTEUR_{name}"));
        }
        command.current_dir(self.0.path()).env("RAPPORTEUR_CURATION", "c.toml").env("RAPPORTEUR_STORE", "store");
        command.args(arguments).output().unwrap()
    }

    /// Findings of a kind: what they are about, what they say, and their sentences.
    fn findings(&self, kind: &str) -> Vec<(String, String, Vec<String>)> {
        let output = self.run(&["check", "--kind", kind, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let sentences = |finding: &serde_json::Value| {
            finding["passages"].as_array().unwrap().iter().map(|place| text(&place["sentence"])).collect()
        };
        let findings = json.as_array().unwrap().iter();
        findings.map(|found| (text(&found["about"]), text(&found["finding"]), sentences(found))).collect()
    }
}

fn harbour() -> Desk {
    Desk::new(&[("harbour.txt", TEXT)])
}

#[test]
fn an_orphaned_decision_is_a_violation_until_somebody_looks_at_it() {
    let desk = harbour();
    let gone =
        decision("reject", "Palau attended as a guest.", "fact = { kind = \"participation\", member = \"Palau\" }");
    let build = desk.decides(&format!("# a remark\n{gone}"));
    assert_eq!(build.status.code(), Some(0));
    let told = String::from_utf8_lossy(&build.stderr).into_owned();
    assert!(
        told.contains("orphaned c.toml:2: reject participation: member Palau: its words are not in the text"),
        "{told}"
    );
    let check = desk.run(&["check", "--violations"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&check.stdout).contains("c.toml:2"));
    desk.decides("");
    assert_eq!(desk.run(&["check"]).status.code(), Some(0));
}

#[test]
fn a_decision_about_a_document_that_is_not_here_is_a_warning() {
    let desk = harbour();
    let elsewhere = decision("reject", "x y z", "fact = { kind = \"participation\" }")
        .replace("harbour", "another")
        .replace(&sha256(TEXT.as_bytes()), &"0".repeat(64));
    desk.decides(&elsewhere);
    let check = desk.run(&["check", "--kind", "orphaned", "--format", "csv"]);
    assert_eq!(check.status.code(), Some(0));
    let rows = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(
        rows.starts_with("severity,kind,about,finding,document,start,end,locator,sentence\nwarning,orphaned,"),
        "{rows}"
    );
}

#[test]
fn a_wrong_entry_makes_the_build_end_with_findings_and_names_its_line() {
    let desk = harbour();
    let wrong = decision("edit", "Ministers urged", "fact = { kind = \"mandate\" }\nset = { force = \"beg\" }");
    let build = desk.decides(&wrong);
    assert_eq!(build.status.code(), Some(1));
    let told = String::from_utf8_lossy(&build.stderr).into_owned();
    assert!(told.contains("c.toml:1: \"beg\" is no concept of the scheme voc/force"), "{told}");
}

#[test]
fn explain_tells_who_decided_what_when_and_why() {
    let desk = harbour();
    let reject = decision(
        "reject",
        "Tonga and Samoa attended as observers.",
        "fact = { kind = \"participation\", member = \"Tonga\" }",
    );
    let edit = decision("edit", "New Zealand pledged", "fact = { kind = \"pledge\" }\nset = { amount = \"25000\" }");
    desk.decides(&(reject + &edit));
    let told = |thing: &str| String::from_utf8(desk.run(&["explain", thing]).stdout).unwrap();
    let tonga = told("state/tonga");
    assert!(tonga.contains("rejected, by Ana Weaver, 2026-03-01: The annex says so."), "{tonga}");
    assert!(tonga.contains("\"Tonga and Samoa attended as observers.\""), "{tonga}");
    let zealand = told("state/new-zealand");
    assert!(zealand.contains("changed amount: 20000 → 25000"), "{zealand}");
}

#[test]
fn each_finding_comes_with_its_sentence() {
    let text = "Report\n\nThe Fourth Ministerial Conference of the Budapest Process was held in Oslo on 4 June 2011. \
                Twelve members agreed with it.\n\nDelegates dined. Ms Vera Moss of the Lamp League of Oslo presented a report. \
                She noted that lamps were lit.\n";
    let desk = Desk::new(&[("report.txt", text)]);
    desk.decides("");
    let unread = desk.findings("unread-act");
    assert!(
        unread
            .iter()
            .any(|(about, _, sentences)| { about == "doc/report" && sentences == &["She noted that lamps were lit."] }),
        "{unread:?}"
    );
    for kind in ["unresolved-name", "meeting-without-date"] {
        for (_, _, sentences) in desk.findings(kind) {
            assert!(
                sentences.iter().all(|sentence| text.contains(sentence.as_str())) && !sentences.is_empty(),
                "{sentences:?}"
            );
        }
    }
    let unknown = desk.run(&["check", "--kind", "nonsense"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("kinds are act-without-meeting, amount-is-money"));
}

#[test]
fn passages_that_disagree_are_shown_together_until_a_person_decides() {
    let text = TEXT.replace("Date: 3 - 4 May 2016", "Date: 2 - 4 May 2016");
    let desk = Desk::new(&[("harbour.txt", &text)]);
    desk.decides("");
    let found = desk.findings("contradiction");
    let [(about, finding, sentences)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((about.as_str(), finding.as_str()), (MEETING, "schema:startDate; 2016-05-02; 2016-05-03"));
    assert!(sentences.iter().any(|sentence| sentence.contains("2 - 4 May 2016")), "{sentences:?}");
    assert!(sentences.iter().any(|sentence| sentence.contains("from 3 to 4 May 2016")), "{sentences:?}");
    let accept = decision(
        "accept",
        "took place in Suva from 3 to 4 May 2016",
        "fact = { kind = \"property\", property = \"start-date\" }",
    );
    desk.decides(&accept);
    assert!(desk.findings("contradiction").is_empty());
}

#[test]
fn likely_duplicates_are_asked_about_until_a_person_answers() {
    let one = "Report\n\nThe Budapest Process held a workshop on visa fraud in May 2014. Mr Arben Hoxha chaired the workshop.\n";
    let other = "Note\n\nThe workshop on document fraud of the Budapest Process was held in Tirana on 14 May 2014. Dr A. Hoxha chaired the workshop.\n";
    let desk = Desk::new(&[("one.txt", one), ("two.txt", other)]);
    desk.decides("");
    let persons = desk.findings("duplicate-person");
    assert!(persons.iter().any(|(_, finding, _)| finding.contains("may be one person")), "{persons:?}");
    let found = desk.findings("duplicate-meeting");
    let [(about, finding, sentences)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    let rest = finding.strip_prefix("may be the same as ").unwrap();
    let to = rest.split(": ").next().unwrap();
    desk.decides(&format!("[[decision]]\nkind = \"not-same\"\nwhat = \"{about}\"\nto = \"{to}\"\n{WHO}"));
    assert!(desk.findings("duplicate-meeting").is_empty());
}

#[test]
fn the_example_of_the_readme_does_what_it_says() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let section = readme.split("## Curation").nth(1).unwrap();
    let example = section.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let curation = Curation::parse(example, "README.md");
    assert_eq!(curation.problems, Vec::<String>::new());
    let folder = tempfile::tempdir().unwrap();
    let corpus = Corpus::from_manifest(Path::new("data/corpus.toml")).unwrap();
    let report =
        build_documents(&Generations::at(folder.path()), &corpus, &curation, &BuildOptions::default(), &|_| ())
            .unwrap();
    assert_eq!(fates(&report), []);
    let case = Case { folder, text: String::new() };
    assert!(
        !case.asks(
            "GRAPH <graph/resolution> { ?c igm:conflictsWith ?d } GRAPH ?g { ?c rdf:predicate schema:startDate }"
        )
    );
    assert!(case.asks("?a igm:issuedBy <state/new-zealand> ; igm:verb \"noted\" ; prov:wasGeneratedBy ?d"));
    assert!(case.asks("<org/afp> a org:FormalOrganization ; rdfs:label \"Australian Federal Police\"@en"));
    let warned: Vec<&String> =
        report.warnings.values().flatten().filter(|warning| warning.contains("Federal")).collect();
    assert!(warned.is_empty(), "{warned:?}");
}
