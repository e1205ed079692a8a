//! The structure that `ARCHITECTURE.md` promises: who imports whom, which foreign crate stays behind which fence, how
//! long a file may be. The tables here are the single place where this is written; the document repeats them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::rust_paths::{Token, paths, tokens};

/// What each module may import of the others, and why. Direct imports only: an arrow never turns back.
const ARROWS: &[(&str, &[&str], &str)] = &[
    ("config", &[], "settings; no step of reading knows them"),
    ("slug", &[], "the readable part of an IRI, made of a name"),
    ("convert", &[], "files of other formats as plain text"),
    ("corpus", &["slug", "convert"], "what we are given"),
    ("document", &["corpus"], "reads the bytes of a source"),
    ("annotate", &["document"], "marks a document's surface"),
    ("rules", &["document", "annotate"], "patterns over annotations; the tests inside of packs read a text"),
    ("assertion", &["document", "annotate"], "spans prove an assertion; a partial date is a value"),
    ("extract", &["slug", "document", "annotate", "rules", "assertion"], "pure: no RDF, no I/O, no clock"),
    (
        "authority",
        &["slug", "document", "annotate", "assertion"],
        "identities for names of a kind, valid at a partial date; the span of a name it does not know",
    ),
    ("curation", &["document", "annotate", "assertion"], "human decisions on assertions, at the words that they quote"),
    ("graph", &["slug", "corpus", "document", "annotate", "assertion", "authority"], "spells all of these as quads"),
    ("resolve", &["graph", "store"], "ranks what the document graphs claim"),
    ("store", &[], "generations of quads, each with its text index; knows only RDF"),
    ("search", &["graph", "store"], "what of the graph is found by its words"),
    ("shacl", &["graph", "store"], "what must hold of a snapshot"),
    (
        "pipeline",
        &[
            "config",
            "slug",
            "convert",
            "corpus",
            "document",
            "annotate",
            "rules",
            "extract",
            "assertion",
            "authority",
            "curation",
            "graph",
            "resolve",
            "store",
            "search",
            "shacl",
        ],
        "composes the steps, with the paths and the base that the settings give",
    ),
    ("evaluate", &["slug", "corpus", "document", "assertion"], "compares assertions with gold, not RDF"),
    ("query", &["store", "graph"], "questions to a snapshot"),
    ("publish", &["store", "graph"], "writes what a snapshot holds"),
    ("server", &["config", "query", "publish", "store", "graph"], "only reads: no text, no rules, no extraction"),
    (
        "cli",
        &[
            "config",
            "convert",
            "corpus",
            "document",
            "annotate",
            "rules",
            "assertion",
            "extract",
            "authority",
            "curation",
            "graph",
            "resolve",
            "shacl",
            "store",
            "pipeline",
            "evaluate",
            "query",
            "publish",
            "server",
        ],
        "the rim: everything below",
    ),
    ("main", &["cli"], "parse, dispatch, exit code"),
];

/// Foreign crates, or modules of them, and the only places that name them.
const FENCES: &[(&str, &[&str])] = &[
    ("axum", &["server", "main"]),
    ("hyper", &["server/net"]),
    ("hyper_util", &["server/net"]),
    ("http_body", &["server"]),
    ("prometheus_client", &["server/metrics"]),
    ("rustix", &["server", "convert/child"]),
    ("pdf_extract", &["convert/pdf"]),
    ("html5gum", &["convert/html"]),
    ("pulldown_cmark", &["convert/markdown"]),
    ("zip", &["convert/docx"]),
    ("encoding_rs", &["convert/encoding"]),
    ("chardetng", &["convert/encoding"]),
    ("sd_notify", &["server/signals"]),
    ("subtle", &["config"]),
    ("tokio", &["server", "main"]),
    ("tokio_stream", &["server"]),
    ("tower", &["server"]),
    ("tower_http", &["server"]),
    ("maud", &["server/pages"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("rmcp", &["server/mcp"]),
    ("indicatif", &["cli"]),
    ("comfy_table", &["cli", "publish"]),
    ("anyhow", &["cli", "main"]),
    ("arrow_array", &["pipeline/arrow"]),
    ("arrow_ipc", &["pipeline/arrow"]),
    ("arrow_schema", &["pipeline/arrow"]),
    ("oxigraph::store", &["store"]),
    ("tantivy", &["store/index"]),
    ("ureq", &["query/service/remote", "store/remote"]),
    ("rustls", &["store/remote"]),
    ("oxiri", &["query/service/remote"]),
    ("rio_turtle", &["store/second_reader", "graph/vocabulary"]),
];

/// Longest file we accept, tests inside included.
const MAX_LINES: usize = 400;

#[test]
fn imports_follow_the_arrows() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let module = module_of(&file);
        let Some((_, allowed, _)) = ARROWS.iter().find(|(name, ..)| *name == module) else { continue };
        for path in paths(&read(&file)) {
            let root = path.first().map_or("", String::as_str);
            let Some(imported) = path.get(1).filter(|_| matches!(root, "crate" | "rapporteur")) else { continue };
            if *imported != module && is_module(imported) && !allowed.contains(&imported.as_str()) {
                offences.push(format!("{}: {module} may not import {}", file.display(), path.join("::")));
            }
        }
    }
    assert!(offences.is_empty(), "{}\n(the arrows are in tests/architecture.rs)", offences.join("\n"));
}

#[test]
fn no_module_reaches_the_crate_root_by_super() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        // Modules between the file and the crate root; a `mod tests`, inside or in a file of its own, adds one.
        let depth = file.strip_prefix(root().join("src")).expect("below src").components().count()
            - usize::from(file.ends_with("mod.rs"));
        let tests_inside = usize::from(read(&file).contains("mod tests {") || holds_tests(&file));
        for path in paths(&read(&file)) {
            let supers = path.iter().take_while(|part| *part == "super").count();
            if supers >= depth + tests_inside {
                offences.push(format!("{}: write crate:: instead of {}", file.display(), path.join("::")));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn foreign_crates_stay_behind_their_fences() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let place = file.strip_prefix(root().join("src")).expect("below src").with_extension("");
        for path in paths(&read(&file)) {
            for (fenced, places) in FENCES {
                let inside = fenced.split("::").eq(path.iter().take(fenced.split("::").count()).map(String::as_str));
                if inside && !places.iter().any(|allowed| place.starts_with(allowed)) {
                    offences.push(format!("{}: {fenced} belongs to {}", file.display(), places.join(", ")));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn every_dependency_is_used() {
    let manifest = read(&root().join("Cargo.toml"));
    let named: BTreeSet<String> = ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| rust_files(folder))
        .flat_map(|file| paths(&read(&file)))
        .filter_map(|path| path.into_iter().next())
        .collect();
    let unused: Vec<_> = dependencies(&manifest).filter(|name| !named.contains(&name.replace('-', "_"))).collect();
    assert!(unused.is_empty(), "in Cargo.toml, but named nowhere: {unused:?}");
}

#[test]
fn the_arrows_name_every_module_and_never_turn_back() {
    let modules: BTreeSet<String> = rust_files("src").iter().map(|file| module_of(file)).collect();
    let named: BTreeSet<String> = ARROWS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let missing: Vec<_> = modules.difference(&named).filter(|name| *name != "lib").collect();
    assert!(missing.is_empty(), "modules without arrows: {missing:?}");
    let stale: Vec<_> = named.difference(&modules).collect();
    assert!(stale.is_empty(), "arrows of modules that do not exist: {stale:?}");

    // Take away what imports nothing that is left, until nothing is left or nothing can be taken: a cycle.
    let mut left: Vec<_> = ARROWS.iter().collect();
    while !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|(name, ..)| *name).collect();
        let before = left.len();
        left.retain(|(_, imported, _)| imported.iter().any(|name| names.contains(name)));
        assert!(left.len() < before, "a circle of imports among {names:?}");
    }
}

#[test]
fn the_document_repeats_the_tables() {
    let mut expected = String::new();
    for (module, imported, reason) in ARROWS {
        let imported = if imported.is_empty() { "nothing".to_owned() } else { code_list(imported) };
        let _ = writeln!(expected, "| `{module}` | {imported} | {reason} |");
    }
    let mut fences = String::new();
    for (fenced, places) in FENCES {
        let _ = writeln!(fences, "| `{fenced}` | {} |", code_list(places));
    }
    let text = read(&root().join("ARCHITECTURE.md"));
    assert!(text.contains(&expected), "ARCHITECTURE.md must hold this table of imports:\n{expected}");
    assert!(text.contains(&fences), "ARCHITECTURE.md must hold this table of fences:\n{fences}");
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let mut offences = Vec::new();
    for folder in ["src", "tests", "web/src"] {
        for file in files(folder, &["rs", "ts", "css"]) {
            let lines = read(&file).lines().count();
            if lines > MAX_LINES {
                offences.push(format!("{}: {lines} lines, {MAX_LINES} allowed", file.display()));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent: Vec<_> =
        rust_files("src").into_iter().filter(|file| !holds_tests(file) && !read(file).starts_with("//! ")).collect();
    assert!(silent.is_empty(), "no //! header: {silent:?}");
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_switched_off() {
    let mut offences = Vec::new();
    for folder in ["src", "tests"] {
        for file in rust_files(folder) {
            for window in tokens(&read(&file)).windows(3) {
                let [first, second, third] = window else { continue };
                let unfinished = matches!(first, Token::Name(name) if name == "todo" || name == "unimplemented")
                    && *second == Token::Mark('!');
                let ignored = (first, second) == (&Token::Mark('#'), &Token::Mark('['))
                    && matches!(third, Token::Name(name) if name == "ignore");
                if unfinished || ignored {
                    offences.push(format!("{}: {window:?}", file.display()));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

fn is_module(name: &str) -> bool {
    ARROWS.iter().any(|(module, ..)| *module == name)
}

/// The top module of a file: `graph` of `src/graph/iri.rs` and of `src/graph.rs`.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).expect("below src").with_extension("");
    below.iter().next().expect("a file has a name").to_string_lossy().into_owned()
}

/// The names of all dependencies in a `Cargo.toml`.
pub(crate) fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    manifest
        .lines()
        .scan(false, |inside, line| {
            if line.starts_with('[') {
                *inside = line.ends_with("dependencies]");
            }
            // A heading may hold an equals sign, too: `[target.'cfg(target_os = "linux")'.dependencies]`.
            let entry = *inside && !line.starts_with(['#', '[']);
            Some(line.split_once(" = ").filter(|_| entry).map(|(name, _)| name))
        })
        .flatten()
}

/// Whether a file is the `mod tests` of the file next to it.
fn holds_tests(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem == "tests" || stem.to_string_lossy().ends_with("_tests"))
}

fn code_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let found = files(folder, &["rs"]);
    assert!(!found.is_empty(), "no Rust files in {folder}");
    found
}

/// Files below a folder with one of the extensions, sorted; none if there is no such folder.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
