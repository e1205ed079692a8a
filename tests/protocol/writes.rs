//! Writing: who may, what is refused, and what becomes of it when a build comes after.

use std::fs;
use std::path::Path;

use rapporteur::corpus::Corpus;
use rapporteur::curation::Curation;
use rapporteur::graph::vocab::BASE;
use rapporteur::pipeline::{BuildOptions, Report, build_documents};
use rapporteur::store::{Generations, WriteError};

use super::{served, writing};
use crate::serving::{READER, Reply, Serving, WRITER, bearer};

const UPDATE: &str = "application/sparql-update";
const NOTES: &str = "/graph-store?graph=http://example.org/notes";
const NOTE: &str = "INSERT DATA { GRAPH <http://example.org/notes> { <http://example.org/a> rdfs:label 'a note' } }";

/// Builds a store of some texts.
fn built(store: &Path, base: &str, texts: &[(&str, &str)]) -> Result<Report, String> {
    let folder = store.join("documents");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in texts {
        fs::write(folder.join(name), text).unwrap();
    }
    let corpus = Corpus::from_paths(&[folder]);
    let curation = Curation::read(Path::new("data/curation.toml"));
    let options = BuildOptions { base: base.to_owned(), ..BuildOptions::default() };
    let report = build_documents(&Generations::at(store), &corpus, &curation, &options, &|_| ());
    report.map_err(|error| error.to_string())
}

const FIRST: (&str, &str) =
    ("first.txt", "Report of the First Lake Conference\n\nThe conference was held in Suva on 2 May 2001.\n");
const SECOND: (&str, &str) =
    ("second.txt", "Report of the Second Lake Conference\n\nThe conference was held in Apia on 3 May 2002.\n");

fn update(serving: &Serving, update: &str) -> Reply {
    serving.send("POST", "/update", &[("content-type", UPDATE), ("authorization", &bearer(WRITER))], update.as_bytes())
}

fn put(serving: &Serving, method: &str, path: &str, turtle: &str) -> Reply {
    let headers = [("content-type", "text/turtle"), ("authorization", &bearer(WRITER))];
    serving.send(method, path, &headers, turtle.as_bytes())
}

fn is_well(store: &Path) {
    let verified = Generations::at(store).verify().unwrap();
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);
}

fn number(store: &Path) -> u64 {
    Generations::at(store).current().unwrap().unwrap()
}

#[test]
fn who_may_write_what_is_one_matrix() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path(), BASE, &[FIRST]).unwrap();
    let off = served(folder.path(), false);
    let on = writing(folder.path());
    let basic = "Basic dXNlcjpwYXNzd29yZA==";
    let (reader, writer) = (bearer(READER), bearer(WRITER));
    let tokens = [None, Some(basic), Some("Bearer nobodys-token-at-all"), Some(reader.as_str()), Some(&writer)];
    let status = |serving: &Serving, method: &str, path: &str, token: Option<&str>| {
        let content_type = if path == "/update" { UPDATE } else { "text/turtle" };
        let body = if path == "/update" { NOTE } else { "<a:a> <a:b> <a:c> ." };
        let mut headers = vec![("content-type", content_type)];
        headers.extend(token.map(|token| ("authorization", token)));
        let body = if method == "DELETE" { "" } else { body };
        let reply = serving.send(method, path, &headers, body.as_bytes());
        assert!(reply.status != 401 || !reply.header("www-authenticate").is_empty(), "{method} {path}");
        reply.status
    };
    // A token that nobody has is told so everywhere.
    let (no_method, refused) = ([405, 405, 401, 405, 405], [403, 403, 401, 403, 403]);
    for (method, path, when_off, when_on) in [
        ("POST", "/update", refused, [401, 401, 401, 403, 204]),
        ("PUT", NOTES, no_method, [401, 401, 401, 403, 204]),
        ("POST", NOTES, no_method, [401, 401, 401, 403, 204]),
        ("DELETE", NOTES, no_method, [401, 401, 401, 403, 204]),
        ("DELETE", "/documents/nobody", refused, [401, 401, 401, 403, 404]),
        ("POST", "/documents", refused, [401, 401, 401, 403, 400]),
        ("PUT", "/documents", no_method, no_method),
        ("PUT", "/update", no_method, no_method),
        ("PUT", "/sparql", no_method, no_method),
        ("PATCH", NOTES, no_method, no_method),
    ] {
        for (n, token) in tokens.iter().enumerate() {
            assert_eq!(status(&off, method, path, *token), when_off[n], "off: {method} {path} {token:?}");
            assert_eq!(status(&on, method, path, *token), when_on[n], "on: {method} {path} {token:?}");
        }
    }
    // The route of queries refuses updates, whoever asks; reading never changes anything.
    let before = number(folder.path());
    let headers = [("content-type", UPDATE), ("authorization", writer.as_str())];
    assert_eq!(on.send("POST", "/sparql", &headers, b"CLEAR ALL").status, 403);
    let headers = [("authorization", writer.as_str())];
    for path in ["/sparql?update=CLEAR+ALL", "/update?update=CLEAR+ALL", "/sparql?query=CLEAR+ALL"] {
        assert!(on.send("GET", path, &headers, b"").status >= 400, "{path}");
    }
    assert_eq!(number(folder.path()), before);
    assert_eq!(on.send("OPTIONS", NOTES, &[], b"").header("allow"), "GET, HEAD, PUT, POST, DELETE, OPTIONS");
}

#[test]
fn nothing_is_fetched_and_an_update_is_made_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path(), BASE, &[FIRST]).unwrap();
    let serving = writing(folder.path());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let canary = format!("http://{}/", listener.local_addr().unwrap());
    let before = number(folder.path());
    for (text, status) in [
        (format!("LOAD <{canary}>"), 403),
        (format!("LOAD SILENT <{canary}> INTO GRAPH <http://example.org/notes>"), 403),
        ("LOAD <file:///etc/passwd>".to_owned(), 403),
        (format!("{NOTE} ; LOAD SILENT <{canary}>"), 403),
        (
            format!(
                "{NOTE} ; INSERT {{ GRAPH <a:a> {{ ?s ?p ?o }} }} WHERE {{ SERVICE SILENT <{canary}> {{ ?s ?p ?o }} }}"
            ),
            403,
        ),
        (format!("{NOTE} ; CREATE GRAPH <http://example.org/notes>"), 409),
        (format!("{NOTE} ; DROP GRAPH <http://example.org/none>"), 409),
        (format!("{NOTE} ; INSERT DATA {{ GRAPH <graph/first> {{ <a:a> <a:b> 1 }} }}"), 403),
        (format!("{NOTE} ; INSERT DATA {{ <a:a> <a:b> }}"), 400),
        (format!("{NOTE} ; INSERT DATA {{ GRAPH <a:a> {{ <a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> }} }}"), 400),
        ("SELECT * { ?s ?p ?o }".to_owned(), 400),
        (
            format!(
                "INSERT {{ GRAPH <a:a> {{ <a:a> <a:b> <a:c> }} }} WHERE {{ {}{} }}",
                "{".repeat(500),
                "}".repeat(500)
            ),
            400,
        ),
    ] {
        let reply = update(&serving, &text);
        assert_eq!(reply.status, status, "{text}\n{}", reply.text());
    }
    assert!(listener.accept().is_err(), "somebody was asked");
    assert_eq!(number(folder.path()), before);
    assert_eq!(serving.get(NOTES, "*/*").status, 404);
    let mistake = update(&serving, "INSERT DATA {\n  <a:a> nope:b 1 }");
    assert!(mistake.text().contains("\"line\": 2") && mistake.text().contains("nope:"), "{}", mistake.text());
}

#[test]
fn what_builds_make_is_written_by_builds_only() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path(), BASE, &[FIRST]).unwrap();
    let serving = writing(folder.path());
    for text in [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT { GRAPH ?g { <a:a> <a:b> <a:c> } } WHERE { GRAPH ?g { ?s a igm:SourceDocument } }",
        "WITH <graph/first> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR DEFAULT",
        "DROP SILENT ALL",
        "CLEAR NAMED",
        "COPY <http://example.org/notes> TO DEFAULT",
        "MOVE <graph/first> TO <http://example.org/notes>",
        "CREATE GRAPH <graph/mine>",
    ] {
        let reply = update(&serving, text);
        assert_eq!(reply.status, 403, "{text}\n{}", reply.text());
        assert!(reply.text().contains("made by builds"), "{text}\n{}", reply.text());
    }
    assert_eq!(put(&serving, "PUT", "/graph-store?default", "<a:a> <a:b> <a:c> .").status, 403);
    assert_eq!(put(&serving, "DELETE", "/graph-store?graph=graph/first", "").status, 403);
    // A graph of one's own may be filled from what builds made, also where a variable names it.
    let own = "INSERT { GRAPH ?own { ?s ?p ?o } } WHERE { GRAPH <graph/first> { ?s ?p ?o } VALUES ?own { <http://example.org/notes> } }";
    let reply = update(&serving, own);
    assert_eq!(reply.status, 204, "{}", reply.text());
    is_well(folder.path());
    assert!(Generations::at(folder.path()).record().unwrap().unwrap().written["http://example.org/notes"] > 5);
    let message = WriteError::Reserved("the default graph".into()).to_string();
    assert!(message.contains("a named graph of your own"), "{message}");
}

#[test]
fn what_was_written_is_read_at_once_and_stays_through_builds() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    built(store, BASE, &[FIRST]).unwrap();
    let serving = writing(store);
    let first = number(store);
    assert_eq!(update(&serving, NOTE).status, 204);
    assert_eq!(put(&serving, "PUT", "/graph-store/mine", "<a> <b> <state/fiji> , [] .").status, 201);
    assert_eq!(update(&serving, "CREATE GRAPH <http://example.org/empty>").status, 204);
    // Of something that the documents name: it must not get into what holds.
    let claim = "INSERT DATA { GRAPH <http://example.org/notes> { <state/samoa> rdfs:label 'Not so'@en ; a igm:State . \
         <http://example.org/p> oa:exact 'a quokka' . <doc/second> a igm:SourceDocument ; oa:exact 'two quokkas' } }";
    assert_eq!(update(&serving, claim).status, 204);
    assert_eq!(number(store), first + 4);
    let labels = |serving: &Serving| {
        let query = "SELECT ?g ?l { GRAPH ?g { ?s rdfs:label ?l } FILTER(STRSTARTS(STR(?g), 'http://example.org/')) } ORDER BY ?l";
        serving.post("/sparql", "application/sparql-query", "text/csv", query).text()
    };
    assert_eq!(labels(&serving).lines().count(), 3, "read at once");
    is_well(store);

    let mine = serving.get("/graph-store?graph=graph-store/mine", "application/n-triples").text();
    assert_eq!(mine.lines().count(), 2);
    assert!(mine.contains("<https://w3id.org/igm/graph-store/a> <https://w3id.org/igm/graph-store/b>"), "{mine}");
    // A build that adds a document, one that takes everything anew under another base, and one that goes back.
    for (base, texts) in
        [(BASE, [FIRST, SECOND].as_slice()), ("https://example.org/other/", &[SECOND]), (BASE, &[SECOND, FIRST])]
    {
        let report = built(store, base, texts).unwrap();
        assert!(report.published, "{base}");
        is_well(store);
        let serving = writing(store);
        assert_eq!(labels(&serving).lines().count(), 3, "{base}");
        assert_eq!(serving.get("/graph-store?graph=http://example.org/empty", "*/*").status, 200, "{base}");
        assert_eq!(serving.get("/graph-store/mine", "application/n-triples").text().lines().count(), 2, "{base}");
        let plain =
            serving.post("/sparql", "application/sparql-query", "text/csv", "SELECT ?s { ?s rdfs:label 'Not so'@en }");
        assert_eq!(plain.text(), "s\r\n", "{base}: what others wrote has no say in what holds");
        let search = "SELECT ?t { SERVICE <search:> { ?t search:text 'quokka*' } }";
        let found = serving.post("/sparql", "application/sparql-query", "text/csv", search);
        assert_eq!(found.text(), "t\r\n", "{base}: nor is it searched, whether the index is made anew or goes on");
    }
    assert!(!built(store, BASE, &[SECOND, FIRST]).unwrap().published, "nothing changed");
    // Going back takes what was written back with it.
    Generations::at(store).rollback().unwrap();
    is_well(store);
}

#[test]
fn a_build_does_not_take_the_place_of_a_graph_that_somebody_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    rapporteur::store::Build::begin(&generations, |_| false).unwrap().publish_changes().unwrap();
    let serving = writing(folder.path());
    // Nothing was built yet, so everything may be written.
    assert_eq!(put(&serving, "POST", "/graph-store?graph=graph/first", "<a:a> <a:b> <a:c> .").status, 201);
    let refused = built(folder.path(), BASE, &[FIRST]).unwrap_err();
    assert!(refused.contains("graph https://w3id.org/igm/graph/first was written"), "{refused}");
    assert_eq!(update(&serving, "MOVE <graph/first> TO <http://example.org/notes>").status, 204);
    built(folder.path(), BASE, &[FIRST]).unwrap();
    assert_eq!(writing(folder.path()).get(NOTES, "*/*").status, 200);
    is_well(folder.path());
}

#[test]
fn a_graph_is_changed_only_as_its_writer_expects_it() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path(), BASE, &[FIRST]).unwrap();
    let serving = writing(folder.path());
    let put_if = |header: &str, value: &str, turtle: &str| {
        let token = bearer(WRITER);
        let headers = [("content-type", "text/turtle"), ("authorization", token.as_str()), (header, value)];
        serving.send("PUT", NOTES, &headers, turtle.as_bytes()).status
    };
    assert_eq!(put_if("if-match", "*", "<a:a> <a:b> 1 ."), 412, "it is not there yet");
    assert_eq!(put_if("if-none-match", "*", "<a:a> <a:b> 1 ."), 201);
    assert_eq!(put_if("if-none-match", "*", "<a:a> <a:b> 2 ."), 412);
    let tag = serving.get(NOTES, "text/turtle").header("etag").to_owned();
    assert_eq!(put_if("if-match", &tag, "<a:a> <a:b> 2 ."), 204);
    assert_eq!(put_if("if-match", &tag, "<a:a> <a:b> 3 ."), 412, "somebody was faster");
    assert!(serving.get(NOTES, "text/turtle").text().contains('2'));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path(), BASE, &[FIRST]).unwrap();
    let serving = writing(folder.path());
    let before = number(folder.path());
    let broken = put(&serving, "PUT", NOTES, "<a:a> <a:b> <a:c> .\n<a:a> nope:b 1 .");
    assert_eq!(broken.status, 400);
    assert!(broken.text().contains("\"line\": 2"), "{}", broken.text());
    let send = |content_type: &str, body: &[u8]| {
        let token = bearer(WRITER);
        serving.send("PUT", NOTES, &[("content-type", content_type), ("authorization", &token)], body)
    };
    let unknown = send("text/csv", b"a,b");
    assert_eq!(unknown.status, 415);
    assert!(unknown.text().contains("application/ld+json"), "{}", unknown.text());
    assert_eq!(send("application/trig", b"<a:g> { <a:a> <a:b> <a:c> }").status, 400, "another graph");
    assert_eq!(send("text/turtle", &vec![b' '; (64 << 20) + 1]).status, 413);
    assert_eq!(put(&serving, "PUT", "/graph-store", "<a:a> <a:b> <a:c> .").status, 400, "which graph?");
    assert_eq!(number(folder.path()), before);
}
