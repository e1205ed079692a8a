//! Documents sent to a server, while others read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rapporteur::store::Generations;
use serde_json::Value;

use super::writing;
use crate::serving::{Reply, Serving, WRITER, bearer};

const FIRST: &[u8] = b"Ministers met in Suva, Fiji, on 3 May 2010. Ministers urged Tonga to count fish.";

fn send(serving: &Serving, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let token = bearer(WRITER);
    let headers: Vec<(&str, &str)> = [("authorization", token.as_str())].iter().chain(headers).copied().collect();
    serving.send("POST", path, &headers, body)
}

fn delete(serving: &Serving, path: &str) -> Reply {
    serving.send("DELETE", path, &[("authorization", &bearer(WRITER))], b"")
}

fn said(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.text()))
}

/// A store with one document, and a server of it.
fn started() -> (tempfile::TempDir, Serving) {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("first.txt");
    std::fs::write(&text, FIRST).unwrap();
    let added = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .arg("--store")
        .arg(folder.path())
        .arg("add")
        .arg(&text)
        .output()
        .unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let serving = writing(folder.path());
    (folder, serving)
}

#[test]
fn a_document_that_is_sent_is_there_when_the_answer_comes_and_goes_again() {
    let (folder, serving) = started();
    assert_eq!(serving.get("/doc/second", "text/html").status, 404);
    let page =
        b"<h1>Statement</h1><p>Officials met in Apia, Samoa, on 4 May 2011.<p>Officials urged Fiji to count boats.";
    let reply = send(&serving, "/documents?name=Second.html", &[("content-type", "text/html")], page);
    assert_eq!((reply.status, reply.header("location")), (201, "/doc/second"), "{}", reply.text());
    let report = said(&reply);
    assert_eq!((&report["documents"][0]["outcome"], &report["unchanged"]), (&"added".into(), &1.into()), "{report}");
    assert_eq!(serving.get("/doc/second", "text/html").status, 200);
    assert!(serving.get("/search.json?q=boats", "*/*").text().contains("doc/second"));
    // The same again changes nothing; another text under the name takes its place.
    let disposition = ("content-disposition", "attachment; filename=\"Second.html\"");
    let again = send(&serving, "/documents", &[disposition], page);
    assert_eq!((again.status, &said(&again)["published"]), (200, &false.into()), "{}", again.text());
    let changed = send(&serving, "/documents", &[disposition], b"<p>Officials urged Tonga to report.");
    assert_eq!((changed.status, &said(&changed)["documents"][0]["outcome"]), (200, &"changed".into()));
    // Several as a form, of which one cannot be taken: the others are.
    let boundary = "----boundary";
    let part = |name: &str, text: &str| {
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let form = [
        part("third.txt", "Ministers urged Samoa to meet."),
        part("empty.html", "<nav><a href=/>Home</a></nav>"),
        format!("--{boundary}--\r\n"),
    ];
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let both = send(&serving, "/documents", &[("content-type", &content_type)], form.concat().as_bytes());
    let report = said(&both);
    assert_eq!((both.status, both.header("location")), (201, "/doc/third"), "{report}");
    assert!(report.to_string().contains("is empty"), "{report}");
    // Out again, and without a trace.
    assert_eq!(delete(&serving, "/documents/third").status, 200);
    assert_eq!(serving.get("/doc/third", "text/html").status, 404);
    let unknown = delete(&serving, "/documents/third");
    assert_eq!((unknown.status, unknown.header("content-type")), (404, "application/problem+json"));
    assert_eq!(delete(&serving, "/documents/second?forget").status, 200);
    assert_eq!(serving.get("/doc/second", "text/html").status, 404);
    let generations = Generations::at(folder.path());
    assert_eq!(generations.kept().unwrap().len(), 1);
    assert_eq!(generations.verify().unwrap().findings, []);
}

#[test]
fn what_cannot_be_taken_is_refused_with_a_reason_and_changes_nothing() {
    let (folder, serving) = started();
    let before = Generations::at(folder.path()).current().unwrap();
    for (path, headers, body, status, why) in [
        ("/documents?name=scan.pdf", vec![], b"%PDF-1.4 nothing".as_slice(), 422, "PDF"),
        ("/documents?name=empty.txt", vec![], b"", 422, "empty"),
        ("/documents", vec![], FIRST, 400, "name"),
        ("/documents?name=..", vec![], FIRST, 400, "cannot be the name"),
        ("/documents?name=a.txt", vec![("content-encoding", "gzip")], FIRST, 415, "unencoded"),
        ("/documents", vec![("content-type", "multipart/form-data")], FIRST, 400, "boundary"),
    ] {
        let reply = send(&serving, path, &headers, body);
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert!(reply.text().contains(why), "{path}: {}", reply.text());
        assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
    }
    // A name that wants to be elsewhere, or to be a flag, is only a name.
    let odd = send(&serving, "/documents?name=../../--store.txt", &[], FIRST);
    assert_eq!((odd.status, odd.header("location")), (201, "/doc/store"), "{}", odd.text());
    assert_eq!(delete(&serving, "/documents/--help").status, 404);
    assert_eq!(delete(&serving, "/documents/store").status, 200);
    assert_eq!(Generations::at(folder.path()).current().unwrap(), before.map(|number| number + 2));
}

#[test]
fn who_writes_elsewhere_has_the_store_for_himself_and_the_sender_is_asked_to_come_back() {
    let (folder, serving) = started();
    let build = rapporteur::store::Build::begin(&Generations::at(folder.path()), |_| true).unwrap();
    let busy = send(&serving, "/documents?name=second.txt", &[], FIRST);
    assert_eq!((busy.status, busy.header("retry-after")), (503, "10"), "{}", busy.text());
    drop(build);
    assert_eq!(send(&serving, "/documents?name=second.txt", &[], FIRST).status, 201);
}

#[test]
fn no_request_is_dropped_while_documents_come_and_each_answer_is_of_one_generation() {
    let (_folder, serving) = started();
    let serving = Arc::new(serving);
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    // Both sentences are said by the same document: who sees one and not the other sees half a generation.
    let query = "SELECT (COUNT(DISTINCT ?n) AS ?names) WHERE { ?m a igm:Mandate ; igm:addressee/rdfs:label ?n \
                 VALUES ?n { \"Kiribati\"@en \"Nauru\"@en } }";
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (serving, stop, answered) = (serving.clone(), stop.clone(), answered.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let reply = serving.post("/sparql", "application/sparql-query", "text/csv", query);
                    assert_eq!(reply.status, 200, "{}", reply.text());
                    let rows = reply.text();
                    let names = rows.lines().nth(1).unwrap_or_default();
                    assert!(names == "0" || names == "2", "{rows}");
                    assert_eq!(serving.get("/doc/first", "text/html").status, 200);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for _ in 0..3 {
        let text = b"Ministers urged Kiribati to report. Ministers urged Nauru to report.";
        assert_eq!(send(&serving, "/documents?name=pair.txt", &[], text).status, 201);
        assert_eq!(delete(&serving, "/documents/pair").status, 200);
    }
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().unwrap();
    }
    assert!(answered.load(Ordering::Relaxed) > 10);
}
