//! SPARQL servers as the store: what is copied there, and what is read from there.

mod asked;
mod drawn;
mod servers;
mod spoiled;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, Quad};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::{Answer, Library, Limits, Rows, SavedQuery, run, value};
use rapporteur::server::{self, Site, Texts, router};
use rapporteur::store::{
    Endpoints, Generations, RemoteError, Server, Snapshot, StoreError, Verdict, examine, upload, verify_version,
};

use spargebra::SparqlParser;

use crate::corpus_snapshot;
use crate::serving::{Reply, Serving};
use asked::Otherwise;
use servers::Running;

/// A client without credentials.
fn client(url: &str) -> Server {
    Server::new(Endpoints::of(url, None), None, Duration::from_secs(60), None).unwrap()
}

/// What readers of a server see.
fn seen(server: &Server) -> Result<Snapshot, StoreError> {
    let nowhere = Generations::at(Path::new("no such folder"));
    Snapshot::on_server(server, None, &nowhere).map(|(snapshot, _)| snapshot)
}

/// Everything in a snapshot, sorted.
fn content(snapshot: &Snapshot) -> Vec<String> {
    let mut lines: Vec<String> = snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
    lines.sort();
    lines
}

/// A graph with `count` facts, and one that says so in the default graph.
fn facts(count: u32) -> Snapshot {
    let node = |name: String| NamedNode::new(format!("https://example.org/{name}")).unwrap();
    let fact = move |number: u32| {
        let text = Literal::from(format!("fact {number} \u{e9}\u{20ac}\n\"quoted\""));
        Quad::new(node(format!("fact/{number}")), node("says".into()), text, node("graph/report".into()))
    };
    let whole = Quad::new(node("whole".into()), node("count".into()), Literal::from(count), GraphName::DefaultGraph);
    Snapshot::in_memory((0..count).map(fact).chain([whole])).unwrap()
}

const FACTS: &str = "https://example.org/";

fn rows(snapshot: &Snapshot, query: &SavedQuery) -> Result<Rows, String> {
    let given = query.params.iter().map(|parameter| (parameter.name.clone(), parameter.example.clone())).collect();
    let values = value::values(snapshot, query, &given).map_err(|error| error.to_string())?;
    match run(snapshot, query.bind(&values).unwrap(), &Limits::default()).map_err(|error| error.to_string())? {
        Answer::Solutions(rows) => Ok(rows),
        other => Err(format!("{other:?}")),
    }
}

/// Rows as a set with numbers: in which order rows that compare equal stand, each engine decides.
fn compared(rows: &Rows) -> Vec<String> {
    let mut lines: Vec<String> = rows.rows.iter().map(|row| format!("{row:?}")).collect();
    lines.sort();
    lines
}

/// Everything that is copied comes back, and every saved query gives the same rows; those for which an engine is known to
/// give others are listed.
fn all_of_the_corpus_is_read_from(server: &Server, engine: &str) {
    let here = corpus_snapshot();
    let copied = upload(server, &here, BASE, &|_| ()).unwrap();
    assert_eq!((copied.version, copied.published, copied.sent), (1, true, copied.quads));
    let there = seen(server).unwrap();
    assert_eq!(there.len().unwrap(), here.len().unwrap());
    assert!(content(&there) == content(&here), "other quads come back than went");
    let check = verify_version(server, Some(BASE)).unwrap();
    assert_eq!((check.others.as_slice(), check.quads), ([].as_slice(), copied.quads));

    let mut wrong = BTreeMap::new();
    for query in Library::shipped(BASE).unwrap().iter() {
        let wanted = rows(&here, query).unwrap();
        match rows(&there, query) {
            Ok(found) if compared(&found) == compared(&wanted) => {}
            Ok(found) => {
                _ = wrong.insert(query.name.clone(), format!("{} rows, {} here", found.rows.len(), wanted.rows.len()))
            }
            Err(error) => _ = wrong.insert(query.name.clone(), error),
        }
    }
    let names: Vec<&str> = wrong.keys().map(String::as_str).collect();
    let listed = Otherwise::listed().saved.remove(engine).unwrap_or_default();
    assert_eq!(names, listed.keys().collect::<Vec<_>>(), "{wrong:#?}");
    let again = upload(server, &here, BASE, &|_| ()).unwrap();
    assert_eq!((again.version, again.published, again.sent), (1, false, 0));
}

#[test]
fn all_of_the_corpus_is_read_from_an_oxigraph_server() {
    let Some(running) = Running::oxigraph() else { return };
    let server = client(&running.url);
    let probes = examine(&server, true);
    assert!(probes.iter().all(|probe| probe.verdict != Verdict::Missing), "{probes:#?}");
    assert!(probes.len() > 25);
    all_of_the_corpus_is_read_from(&server, "oxigraph");
}

#[test]
fn all_of_the_corpus_is_read_from_virtuoso_but_for_some_questions() {
    let Some(running) = Running::virtuoso(2_000_000) else { return };
    let server = client(&running.url);
    let probes = examine(&server, true);
    assert!(probes.iter().all(|probe| probe.verdict != Verdict::Missing), "{probes:#?}");
    all_of_the_corpus_is_read_from(&server, "virtuoso");
}

#[test]
fn more_than_virtuoso_gives_at_once_is_read_in_pieces() {
    let Some(running) = Running::virtuoso(1_000) else { return };
    let server = client(&running.url);
    let here = corpus_snapshot();
    let copied = upload(&server, &here, BASE, &|_| ()).unwrap();
    let there = seen(&server).unwrap();
    assert!(content(&there) == content(&here), "other quads come back than went");
    let check = verify_version(&server, Some(BASE)).unwrap();
    assert_eq!((check.others.as_slice(), check.quads), ([].as_slice(), copied.quads));
    let query = SparqlParser::new().parse_query("SELECT ?s { ?s ?p ?o }").unwrap();
    let told = run(&there, query, &Limits::default()).unwrap_err().to_string();
    assert!(told.contains("cuts answers off at 1000 rows"), "{told}");
    // Patterns that are larger than an answer, whichever of their places are fixed.
    let same = |subject: Option<&Quad>, predicate: Option<&Quad>, object: Option<&Quad>, default: bool| {
        let of = |snapshot: &Snapshot| {
            let subject = subject.map(|quad| quad.subject.as_ref());
            let (predicate, object) =
                (predicate.map(|quad| quad.predicate.as_ref()), object.map(|quad| quad.object.as_ref()));
            let graph = default.then_some(GraphNameRef::DefaultGraph);
            let found = snapshot.quads(subject, predicate, object, graph);
            let mut found: Vec<String> = found.map(|quad| quad.unwrap().to_string()).collect();
            found.sort();
            found
        };
        let found = of(&there);
        assert!(found == of(&here), "{predicate:?} {object:?}");
        found.len()
    };
    let most = |key: fn(&Quad) -> String| {
        let mut counted = BTreeMap::<String, (usize, Quad)>::new();
        for quad in here.quads(None, None, None, None).map(Result::unwrap) {
            counted.entry(key(&quad)).or_insert((0, quad)).0 += 1;
        }
        counted.into_values().max_by_key(|(count, _)| *count).unwrap().1
    };
    let (subject, predicate, object) = (
        most(|quad| quad.subject.to_string()),
        most(|quad| quad.predicate.to_string()),
        most(|quad| quad.object.to_string()),
    );
    for default in [false, true] {
        let found = [
            same(None, Some(&predicate), None, default),
            same(None, None, Some(&object), default),
            same(Some(&subject), None, None, default),
        ];
        assert!(found[0] > 1_000, "{found:?}");
    }
    // What was there is gone on with.
    let again = upload(&server, &here, BASE, &|_| ()).unwrap();
    assert_eq!((again.version, again.published, again.sent), (1, false, 0));
}

#[test]
fn a_new_version_takes_the_place_of_the_old_and_only_what_is_new_is_sent() {
    let Some(running) = Running::oxigraph() else { return };
    let server = client(&running.url);
    for (number, count) in [(1, 10), (2, 2_500), (3, 20)] {
        let done = upload(&server, &facts(count), FACTS, &|_| ()).unwrap();
        assert_eq!((done.version, done.published, done.quads), (number, true, u64::from(count) + 1));
        assert_eq!(content(&seen(&server).unwrap()), content(&facts(count)));
    }
    // Back to what the version before holds: nothing has to be sent.
    let done = upload(&server, &facts(2_500), FACTS, &|_| ()).unwrap();
    assert_eq!((done.version, done.sent), (2, 0));
    assert_eq!(content(&seen(&server).unwrap()), content(&facts(2_500)));
    // Of versions that nobody reads any more nothing is left: two graphs and an index of each of two versions, and the head.
    assert_eq!(running.graphs().len(), 7, "{:#?}", running.graphs());
    // Other data on the same server is left alone, and has to be named.
    upload(&server, &facts(5), "https://other.example/", &|_| ()).unwrap();
    assert!(seen(&server).err().unwrap().to_string().contains("--base names one of them"));
    let nowhere = Generations::at(Path::new("no such folder"));
    let (first, _) = Snapshot::on_server(&server, Some(FACTS), &nowhere).unwrap();
    assert_eq!(content(&first), content(&facts(2_500)));
}

#[test]
fn an_empty_server_is_told_from_one_that_is_gone() {
    let Some(mut running) = Running::oxigraph() else { return };
    let server = client(&running.url);
    assert!(matches!(seen(&server).err().unwrap(), StoreError::Remote(RemoteError::Empty(_))));
    running.stop();
    let gone = upload(&server, &facts(1), FACTS, &|_| ()).unwrap_err().to_string();
    assert!(gone.contains(&running.url), "{gone}");
}

/// The built program on a server, away from the settings of whoever runs the tests.
fn rapporteur(url: &str, stage: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("--store").arg(url).args(arguments).env("RAPPORTEUR_REMOTE_STAGE", stage);
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn documents_are_added_only_from_the_stage_that_sent_what_a_server_holds() {
    let Some(running) = Running::oxigraph() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (stage, other) = (folder.path().join("stage"), folder.path().join("other"));
    let texts =
        ["First Lake Meeting\n\nFiji hosted it in Suva on 3 May 2001.\n", "Second Lake Meeting\n\nTonga hosted it.\n"];
    let files: Vec<_> = ["first.txt", "second.txt"].map(|name| folder.path().join(name)).into();
    files.iter().zip(texts).for_each(|(file, text)| std::fs::write(file, text).unwrap());
    let [first, second] = [0, 1].map(|n| files[n].to_string_lossy().into_owned());
    let url = running.url.as_str();
    assert!(rapporteur(url, &stage, &["build", &first]).status.success());
    let before = content(&seen(&client(url)).unwrap());
    let refused = rapporteur(url, &other, &["add", &second]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("did not send") && told.contains("remote.stage"), "{told}");
    assert_eq!(content(&seen(&client(url)).unwrap()), before);
    assert!(rapporteur(url, &stage, &["add", &second]).status.success());
    assert!(content(&seen(&client(url)).unwrap()).len() > before.len());
}

#[test]
fn commands_work_on_a_server_as_on_a_folder_or_say_why_not() {
    let Some(running) = Running::oxigraph() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stage = folder.path().join("stage");
    let talk = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let url = running.url.as_str();
    let build = rapporteur(url, &stage, &["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", talk(&build));
    assert!(talk(&build).contains("version 1 of"), "{}", talk(&build));
    let folder_of = stage.to_string_lossy().into_owned();
    let texts = [
        vec!["query", "mandates_to", "--set", "agent=state/fiji", "--format", "csv"],
        vec!["query", "passages_about", "--set", "words=smuggling", "--format", "csv"],
        vec!["explain", "meeting/bali-process/ministerial-conference-2"],
        vec!["export", "--format", "nq"],
        vec!["export", "--format", "csv", "--output"],
        vec!["check", "--format", "csv"],
    ];
    for arguments in texts {
        let (there, here) = (folder.path().join("there"), folder.path().join("here"));
        let is_file = arguments.last() == Some(&"--output");
        let ask = |store: &str, file: &Path| {
            let file = file.to_string_lossy();
            let all: Vec<&str> = arguments.iter().copied().chain(is_file.then_some(&*file)).collect();
            rapporteur(store, &stage, &all)
        };
        let (from_server, from_folder) = (ask(url, &there), ask(&folder_of, &here));
        assert_eq!(from_server.status.code(), from_folder.status.code(), "{arguments:?}: {}", talk(&from_server));
        assert!(from_server.stdout == from_folder.stdout, "{arguments:?}");
        if is_file {
            let read = |folder: &Path| {
                let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
                let mut files: Vec<_> =
                    files.map(|file| (file.file_name().unwrap().to_owned(), std::fs::read(&file).unwrap())).collect();
                files.sort();
                files
            };
            let (from_server, from_folder) = (read(&there), read(&here));
            let names = |files: &[(_, _)]| {
                files.iter().map(|(name, _): &(std::ffi::OsString, Vec<u8>)| name.clone()).collect::<Vec<_>>()
            };
            assert_eq!(names(&from_server), names(&from_folder), "{arguments:?}");
            assert!(from_server.len() > 3, "{arguments:?}");
            for ((name, one), (_, other)) in from_server.iter().zip(&from_folder) {
                assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other), "{arguments:?} {name:?}");
            }
        } else {
            assert!(!from_server.stdout.is_empty(), "{arguments:?}: {}", talk(&from_server));
        }
    }
    let verify = rapporteur(url, &stage, &["verify"]);
    assert!(verify.status.success() && talk(&verify).contains("0 wrong"), "{}", talk(&verify));
    for arguments in [vec!["backup", "x"], vec!["rollback"], vec!["forget"]] {
        let refused = rapporteur(url, &stage, &arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(talk(&refused).contains("works on a store in a folder"), "{}", talk(&refused));
    }
    let doctor = rapporteur("unused", &stage, &["store", "doctor", url]);
    assert_eq!(doctor.status.code(), Some(0), "{}", String::from_utf8_lossy(&doctor.stdout));
    // Somebody changes what is there: reading notices it.
    let label = "<http://www.w3.org/2000/01/rdf-schema#label>";
    running.update(&format!("DELETE WHERE {{ GRAPH ?g {{ ?s {label} ?o }} }}"));
    let verify = rapporteur(url, &stage, &["verify"]);
    assert_eq!(verify.status.code(), Some(1), "{}", talk(&verify));
    let export = rapporteur(url, &stage, &["export", "--format", "nq"]);
    assert_eq!(export.status.code(), Some(2));
    assert!(talk(&export).contains("cuts answers off, or was changed"), "{}", talk(&export));
}

/// Lists whose entries have no order, as the names of a thing, stand as a database gives them; the pages here have none.
#[test]
fn pages_and_data_are_the_same_from_a_server() {
    let Some(running) = Running::oxigraph() else { return };
    let server = client(&running.url);
    upload(&server, &corpus_snapshot(), BASE, &|_| ()).unwrap();
    let serving = |snapshot: Snapshot| {
        let library = Library::shipped(BASE).unwrap();
        Serving::start(router(Arc::new(Site::new(snapshot, BASE, Texts::Store, library, server::Limits::default()))))
    };
    let (here, there) = (serving(corpus_snapshot()), serving(seen(&server).unwrap()));
    for path in [
        "/",
        "/state/fiji",
        "/state/fiji.ttl",
        "/meeting",
        "/doc/bali-2003-mc2",
        "/doc/bali-2003-mc2.nq",
        "/queries/contested_facts.csv",
        "/api/queries/meetings_timeline",
        "/sparql?query=SELECT+%3Fs+%7B+%3Fs+a+igm%3AMeeting+%7D+ORDER+BY+%3Fs",
        "/sparql?query=CONSTRUCT+%7B+%3Fs+a+igm%3AMeeting+%7D+WHERE+%7B+%3Fs+a+igm%3AMeeting+%7D",
        "/graph-store?graph=https%3A%2F%2Fw3id.org%2Figm%2Fgraph%2Fbali-2003-mc2",
    ] {
        // Triples have no order, and a line for each is the same in any.
        let are_triples = path.starts_with("/graph-store") || path.contains("CONSTRUCT");
        let accept: &[(&str, &str)] = if are_triples { &[("Accept", "application/n-triples")] } else { &[] };
        let lines = |reply: &Reply| {
            let mut lines: Vec<String> = reply.text().lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        // Some pages are asked to come back until all of the graph was read.
        let ask = |serving: &Serving| {
            let mut tries = (0..240).map(|_| serving.send("GET", path, accept, b""));
            let ready = |reply: &Reply| {
                let is_ready = reply.status != 503;
                if !is_ready {
                    std::thread::sleep(Duration::from_millis(500));
                }
                is_ready
            };
            tries.find(ready).unwrap_or_else(|| panic!("{path} is never ready"))
        };
        let (here, there) = (ask(&here), ask(&there));
        assert_eq!((here.status, there.status), (200, 200), "{path}: {}", there.text());
        assert_eq!(here.header("content-type"), there.header("content-type"), "{path}");
        assert!(lines(&here) == lines(&there), "{path} is another from a server");
    }
    let describe = there.send("GET", "/sparql?query=DESCRIBE+%3Cstate%2Ffiji%3E", &[], b"");
    assert!(describe.status >= 400 && describe.text().contains("write CONSTRUCT"), "{}", describe.text());
}
