//! The clients that people use, on a server with a store on disk: curl, SPARQLWrapper, rdflib, Oxigraph, Comunica, a client
//! generated from the description of the interface, and an assistant that speaks the Model Context Protocol.
//!
//! `scripts/setup --checks`, and so `make test`, installs them. Where a registry could not be reached a test says that it
//! was left out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::{Build, Generations, Record};
use serde_json::Value;
use tempfile::TempDir;

use crate::server::encode;
use crate::serving::{Serving, WRITER, settings};

/// A server of the small graph, which may be written. The folder goes with it.
fn serving() -> (Serving, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    let trig = include_str!("cases/server/graph.trig");
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::TriG).for_slice(trig.as_bytes()).map(|quad| quad.unwrap()).collect();
    let mut build = Build::begin(&generations, |_| false).unwrap();
    let record = Record { base: BASE.into(), quads: quads.len() as u64, ..Record::default() };
    build.load(quads).unwrap();
    build.publish(record).unwrap();
    let snapshot = generations.snapshot().unwrap().unwrap();
    let library = Library::shipped(BASE).unwrap();
    let site = Site::new(snapshot, BASE, Texts::Store, library, Limits::default());
    let site = site.configured(&settings(folder.path(), true));
    (Serving::start(router(Arc::new(site))), folder)
}

/// A file of the installed clients, if they are there.
fn client(path: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    let file = cache.join("rapporteur/clients").join(path);
    if file.exists() {
        return Some(file);
    }
    let said = format!("left out: {} is not there; `scripts/env scripts/setup --checks` installs it\n", file.display());
    std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
    None
}

/// The Python with the installed clients, if it is there.
pub(crate) fn python() -> Option<PathBuf> {
    client("python/bin/python").filter(|_| client("python.stamp").is_some())
}

/// The Python with Apache Spark, if it and a Java to run it are there.
pub(crate) fn spark() -> Option<PathBuf> {
    let python = client("spark/bin/python").filter(|_| client("spark.stamp").is_some())?;
    let java = Command::new("java").arg("-version").output().is_ok_and(|output| output.status.success());
    if !java {
        let said =
            "left out: java is not there, and Apache Spark needs it; Debian's openjdk-17-jre-headless brings it\n";
        std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
    }
    java.then_some(python)
}

/// Node, and the folder that the installed packages lie in, if both are there.
pub(crate) fn node() -> Option<(PathBuf, PathBuf)> {
    let package = client("package.json").filter(|_| client("node.stamp").is_some())?;
    let own = package.with_file_name("node_modules/.bin/node");
    let node = if own.exists() { own } else { PathBuf::from("node") };
    Some((node, package.parent()?.to_owned()))
}

/// A Node that is new enough for a browser: the system's, or the one that was installed beside the clients.
pub(crate) fn new_node() -> Option<PathBuf> {
    let is_new = |node: &PathBuf| {
        let said = Command::new(node).arg("--version").output().ok()?.stdout;
        let major = String::from_utf8(said).ok()?.trim_start_matches('v').split('.').next()?.parse::<u32>().ok()?;
        (major >= 20).then_some(())
    };
    let system = Some(PathBuf::from("node")).filter(|node| is_new(node).is_some());
    system.or_else(|| client("node_modules/.bin/node"))
}

pub(crate) fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn curl(arguments: &[&str]) -> String {
    let output = run(Command::new("curl").args(["--silent", "--show-error"]).args(arguments));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn curl_asks_and_writes() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("left out: curl is not installed; `scripts/env scripts/setup --checks` installs it");
        return;
    }
    let (serving, folder) = serving();
    let (sparql, graphs) = (serving.url("/sparql"), serving.url("/graph-store"));
    let query = "query=SELECT ?l { <state/fiji> rdfs:label ?l }";
    let csv = ["--header", "Accept: text/csv", "--data-urlencode", query];
    assert_eq!(curl(&[&[sparql.as_str()], &csv[..]].concat()), "l\r\nFiji\r\n");
    assert_eq!(curl(&[&["--get", sparql.as_str()], &csv[..]].concat()), "l\r\nFiji\r\n");
    assert_eq!(curl(&[&["--compressed", sparql.as_str()], &csv[..]].concat()), "l\r\nFiji\r\n");
    let head = curl(&["--head", &format!("{graphs}?default"), "--header", "Accept: application/n-triples"]);
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-type: application/n-triples"), "{head}");

    let file = folder.path().join("notes.ttl");
    std::fs::write(&file, "<a> <b> 'a note' .").unwrap();
    let address = format!("{graphs}?graph=http://example.org/notes");
    let upload = ["--upload-file", file.to_str().unwrap(), "--header", "Content-Type: text/turtle"];
    let status = ["--output", "/dev/null", "--write-out", "%{http_code}"];
    let token = ["--header", &format!("Authorization: Bearer {WRITER}")];
    assert_eq!(curl(&[&upload[..], &status, &[&address]].concat()), "401");
    assert_eq!(curl(&[&upload[..], &status, &token, &[&address]].concat()), "201");
    let notes = curl(&[&address, "--header", "Accept: application/n-triples"]);
    assert_eq!(notes, "<http://example.org/a> <http://example.org/b> \"a note\" .\n");
    assert_eq!(curl(&[&["--request", "DELETE"], &status[..], &token, &[&address]].concat()), "204");
    assert_eq!(curl(&[&status[..], &[&address]].concat()), "404");
}

#[test]
fn clients_in_python_ask_and_write() {
    let Some(python) = python() else { return };
    let (serving, _folder) = serving();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/ask.py");
    run(Command::new(python).arg(script).args([&serving.url(""), WRITER]));
}

#[test]
fn a_validator_of_others_takes_the_description_of_the_interface() {
    let Some(python) = python() else { return };
    let (serving, folder) = serving();
    let file = folder.path().join("openapi.json");
    std::fs::write(&file, serving.get("/openapi.json", "*/*").body).unwrap();
    run(Command::new(python).args(["-m", "openapi_spec_validator", "--errors", "all"]).arg(&file));
}

#[test]
fn a_client_that_is_generated_from_the_description_asks_every_saved_query() {
    let Some(python) = client("python/bin/python").filter(|_| client("python.stamp").is_some()) else { return };
    let library = Library::shipped(BASE).unwrap();
    let site = Site::new(crate::corpus_snapshot(), BASE, Texts::Store, library, Limits::default());
    let (serving, folder) = (Serving::start(router(Arc::new(site))), tempfile::tempdir().unwrap());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/generated.py");
    run(Command::new(python).arg(script).arg(serving.url("")).arg(folder.path()));
}

#[test]
fn comunica_asks_the_endpoint() {
    let Some(comunica) = client("node_modules/.bin/comunica-sparql").filter(|_| client("node.stamp").is_some()) else {
        return;
    };
    let (serving, _folder) = serving();
    let own = client_path(&comunica);
    let ask = |query: &str| {
        let source = format!("sparql@{}", serving.url("/sparql"));
        let mut command = Command::new(&comunica);
        let output = run(command.env("PATH", &own).args([&source, "-q", query, "-t", "text/csv"]));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let labels = ask(&format!(
        "SELECT ?label WHERE {{ <{BASE}state/fiji> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    ));
    assert_eq!(labels.lines().map(str::trim).collect::<Vec<_>>(), ["label", "Fiji"]);
    let graphs = ask(&format!("SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?claim a <{BASE}ns#Claim> }} }}"));
    assert!(graphs.contains(&format!("{BASE}graph/lake-2001")), "{graphs}");
}

/// The search path with the Node that was installed beside the client, if it needed one.
fn client_path(program: &Path) -> std::ffi::OsString {
    let mut folders = vec![program.parent().unwrap().to_owned()];
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    std::env::join_paths(folders).unwrap()
}

/// The shipped corpus in a store on disk, as a user has it.
fn corpus() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(["build", "--store"]).arg(folder.path()));
    folder
}

/// What an assistant got of every tool.
fn assistant(python: &Path, arguments: &[&str]) -> Value {
    let output = run(Command::new(python).arg("tests/clients/assistant.py").args(arguments));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The first rows of a query, as the command line gives them.
fn by_command(store: &Path, name: &str, given: &serde_json::Map<String, Value>) -> Vec<Vec<(String, String)>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(["query", name, "--format", "json", "--store"]).arg(store);
    for (name, value) in given {
        command.arg("--set").arg(format!("{name}={}", text(value)));
    }
    let answer: Value = serde_json::from_slice(&run(&mut command).stdout).unwrap();
    let rows = answer["results"]["bindings"].as_array().unwrap().iter().take(30);
    rows.map(cells).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn cells(row: &Value) -> Vec<(String, String)> {
    row.as_object().unwrap().iter().map(|(name, cell)| (name.clone(), cell["value"].to_string())).collect()
}

#[test]
fn an_assistant_gets_from_every_tool_what_api_and_command_give_with_sentence_and_link() {
    let Some(python) = python() else { return };
    let folder = corpus();
    let snapshot = Generations::open(folder.path()).unwrap().unwrap();
    let shelf = Library::shipped(BASE).unwrap();
    let site = Arc::new(Site::new(snapshot, BASE, Texts::Store, shelf, Limits::default()));
    let serving = Serving::start(router(site));
    let by_http = assistant(&python, &[&serving.url("/mcp")]);
    let store = folder.path().to_str().unwrap();
    let by_pipe = assistant(&python, &[env!("CARGO_BIN_EXE_rapporteur"), "mcp", "--store", store]);
    let library = Library::shipped(BASE).unwrap();
    for query in library.iter() {
        let (http, pipe) = (&by_http["answers"][&query.name], &by_pipe["answers"][&query.name]);
        assert_eq!((&http["error"], &http["reads"]), (&Value::from(false), &Value::from(true)), "{http}");
        let given = http["given"].as_object().unwrap();
        let pairs = given.iter().map(|(name, value)| format!("&{name}={}", encode(&text(value))));
        let address = format!("/api/queries/{}?limit=30{}", query.name, pairs.collect::<String>());
        let api: Value = serde_json::from_str(&curl(&[&serving.url(&address)])).unwrap();
        assert_eq!(api["total"], http["data"]["total"], "{}", query.name);
        let values = |answer: &Value| -> Vec<Vec<(String, String)>> {
            answer["rows"].as_array().unwrap().iter().map(cells).collect()
        };
        assert_eq!(values(&api), values(&http["data"]), "{}", query.name);
        assert_eq!(values(&api), values(&pipe["data"]), "{}", query.name);
        assert_eq!(values(&api), by_command(folder.path(), &query.name, given), "{}", query.name);
        // What proves a row is told with it: the sentence, and an address that leads to its place.
        for row in http["data"]["rows"].as_array().unwrap() {
            let told = http["text"].as_str().unwrap();
            if let Some(page) = row["evidence"]["page"].as_str() {
                assert!(page.starts_with("http://") && told.contains(page), "{}: {row}", query.name);
            }
        }
    }
    let answers = &by_http["answers"];
    for (tool, said) in [
        ("search", "Regional Support Office (body/bali-process/regional-support-office)"),
        ("entity", "Fiji (State, state/fiji)"),
        ("evidence", "2003-04-28"),
        ("schema", "igm:Mandate ("),
        ("sparql", "\"complete\":\"false; rows=3\""),
    ] {
        let text = answers[tool]["text"].as_str().unwrap();
        assert!(answers[tool]["error"] == false && text.contains(said), "{tool}: {text}");
    }
    for (tool, said) in [("mandates_to", "that the graph knows"), ("sparql", "line 1"), ("entity", "`thing` is needed")]
    {
        let refused = &by_http["refused"][tool];
        assert!(refused["error"] == true && refused["text"].as_str().unwrap().contains(said), "{tool}: {refused}");
    }
}
