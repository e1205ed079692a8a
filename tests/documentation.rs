//! The documents are true: every command, saved query and route is described, and what they name exists.

mod figures;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::architecture::dependencies;

/// The documents that a newcomer reads.
const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

#[test]
fn every_command_is_in_the_readme_and_no_other() {
    let help = Command::new(env!("CARGO_BIN_EXE_rapporteur")).arg("--help").output().expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("help is text");
    let commands: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Continued descriptions are indented deeper than names.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(!commands.is_empty(), "no commands in the help:\n{help}");

    let readme = read("README.md");
    for command in &commands {
        assert!(readme.contains(&format!("`rapporteur {command}")), "README.md has no `rapporteur {command}`");
    }
    for document in DOCUMENTS {
        let text = read(document);
        for name in words_after(&text, "rapporteur ") {
            assert!(commands.contains(name.as_str()), "{document} names `rapporteur {name}`");
        }
    }
}

#[test]
fn every_saved_query_is_in_the_readme() {
    let readme = read("README.md");
    let mut expected = Vec::new();
    for entry in fs::read_dir(root().join("queries")).expect("queries") {
        let path = entry.expect("readable entry").path();
        if path.extension().is_some_and(|extension| extension == "rq") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("readable query");
            let summary = text.lines().find_map(|line| line.strip_prefix("#+ summary: ")).unwrap_or_default();
            expected.push(format!("| `{name}` | {} |", summary.trim().trim_matches('"')));
        }
    }
    expected.sort();
    assert!(!expected.is_empty(), "no saved queries");
    let missing: Vec<_> = expected.iter().filter(|row| !readme.contains(*row)).map(String::as_str).collect();
    assert!(missing.is_empty(), "rows that README.md lacks:\n{}", missing.join("\n"));
}

#[test]
fn every_route_is_described() {
    let documents: String = DOCUMENTS.iter().map(|document| read(document)).collect();
    let mut routes = BTreeSet::new();
    for file in rust_files(&root().join("src/server")) {
        let source = fs::read_to_string(&file).expect("readable source");
        for after in source.split(".route(").skip(1) {
            let literal = after.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            routes.extend(literal.map(str::to_owned));
        }
    }
    assert!(!routes.is_empty(), "no routes in src/server");
    let missing: Vec<_> = routes.iter().filter(|route| !documents.contains(&format!("`{route}`"))).collect();
    assert!(missing.is_empty(), "routes that no document describes: {missing:?}");
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    let architecture = read("ARCHITECTURE.md");
    let section = architecture.lines().skip_while(|line| *line != "## Dependencies").skip(1);
    let table: Vec<&str> = section.take_while(|line| !line.starts_with("## ")).collect();
    let dependencies: Vec<&str> = dependencies(&manifest).collect();
    assert!(!dependencies.is_empty(), "no dependencies in Cargo.toml");
    for name in &dependencies {
        let named = |line: &&str| line.starts_with("| ") && line.contains(&format!("`{name}`"));
        assert!(table.iter().any(named), "ARCHITECTURE.md, Dependencies: no reason for `{name}`");
    }
    for row in table.iter().filter(|line| line.starts_with("| `")) {
        for name in row.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2) {
            assert!(dependencies.contains(&name), "Cargo.toml has no `{name}`");
        }
    }
}

#[test]
fn documents_name_only_what_exists() {
    let makefile = read("Makefile");
    for document in DOCUMENTS {
        let text = read(document);
        for target in words_after(&text, "make ") {
            let is_target = makefile.lines().any(|line| line.starts_with(&format!("{target}:")));
            assert!(is_target, "{document} names `make {target}`");
        }
        for link in text.split("](").skip(1).filter_map(|after| after.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            let is_local = !path.is_empty() && !path.contains("://") && !path.starts_with("mailto:");
            assert!(!is_local || root().join(path).exists(), "{document} links to {path}, which does not exist");
        }
    }
}

/// The words after a program's name where that begins a line or a code span; prose is let through.
fn words_after(text: &str, program: &str) -> Vec<String> {
    let before = text.split(program);
    let after = text.split(program).skip(1);
    before
        .zip(after)
        .filter(|(before, _)| before.ends_with(['`', '\n']))
        .map(|(_, after)| after.chars().take_while(char::is_ascii_lowercase).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
