//! Servers that stop, wait, refuse, or give less than they should.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use oxigraph::model::{GraphNameRef, NamedNodeRef};
use rapporteur::query::{Answer, Limits, prefixes, run};
use rapporteur::store::{Credentials, Endpoints, RemoteError, Server, StoreError, Verdict, examine, upload};

use super::{FACTS, client, content, facts, seen, servers::Running};

/// Listens on a port of its own and does `talk` with each connection; gives the URL.
fn listening(talk: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sparql", listener.local_addr().unwrap());
    let talk = Arc::new(talk);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let talk = talk.clone();
            std::thread::spawn(move || talk(stream));
        }
    });
    url
}

/// Reads a request whole.
fn request(stream: &mut TcpStream) -> Option<String> {
    let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        text.extend_from_slice(&buffer[..read]);
        let seen = String::from_utf8_lossy(&text).into_owned();
        if let Some((head, body)) = seen.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length =
                length.split("content-length:").nth(1).and_then(|rest| rest.trim().split("\r\n").next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(seen);
            }
        }
    }
}

/// A server that answers everything so.
fn answering(head: &'static str, body: &'static str) -> String {
    listening(move |mut stream| {
        while request(&mut stream).is_some() {
            let length = body.len();
            if write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n{body}").is_err() {
                break;
            }
        }
    })
}

const JSON: &str = "\r\nContent-Type: application/sparql-results+json";

fn said(url: &str) -> String {
    upload(&client(url), &facts(3), FACTS, &|_| ()).unwrap_err().to_string()
}

#[test]
fn what_a_server_says_instead_of_an_answer_is_told() {
    for (head, body, wanted) in [
        ("401 Unauthorized", "who are you", "RAPPORTEUR_REMOTE_CREDENTIALS"),
        ("500 Oops", "Virtuoso 42000 Error SR186: No permission to execute", "RAPPORTEUR_REMOTE_CREDENTIALS"),
        ("400 Bad Request", "syntax error at\r\n\tline 1", "status 400: syntax error at line 1"),
        ("200 OK\r\nContent-Type: text/html", "<html>a proxy</html>", "not with rows"),
        ("206 Partial Content", "", "only a part"),
    ] {
        let told = said(&answering(head, body));
        assert!(told.contains(wanted), "{head}: {told}");
    }
    let cut = format!("200 OK{JSON}");
    let told = said(&answering(cut.leak(), "{\"head\":{\"vars\":[\"version\"]},\"results\":{\"bindings\":["));
    assert!(told.contains("breaks off or is damaged"), "{told}");
    let part = format!("200 OK{JSON}\r\nX-SPARQL-MaxRows: 10000");
    assert!(said(&answering(part.leak(), "{}")).contains("cuts answers off at 10000 rows"));
}

#[test]
fn a_question_is_asked_again_and_a_change_never() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let url = listening(move |mut stream| {
        while request(&mut stream).is_some() {
            let busy = count.fetch_add(1, Ordering::SeqCst) < 2;
            let body = r#"{"head":{"vars":["data"]},"results":{"bindings":[]}}"#;
            let head = if busy { "503 Busy" } else { "200 OK\r\nContent-Type: application/sparql-results+json" };
            if write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).is_err() {
                break;
            }
        }
    });
    assert!(matches!(seen(&client(&url)).err().unwrap(), StoreError::Remote(RemoteError::Empty(_))));
    assert_eq!(asked.load(Ordering::SeqCst), 3);

    // A change is taken and the connection closed without a word.
    let changes = Arc::new(AtomicUsize::new(0));
    let count = changes.clone();
    let url = listening(move |mut stream| {
        while let Some(text) = request(&mut stream) {
            if text.contains("update=") {
                count.fetch_add(1, Ordering::SeqCst);
                return;
            }
            let body = r#"{"head":{"vars":["data"]},"results":{"bindings":[]}}"#;
            let head = "200 OK\r\nContent-Type: application/sparql-results+json";
            if write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).is_err() {
                break;
            }
        }
    });
    let told = said(&url);
    assert!(told.contains("it is not known whether the beginning of a new version was made"), "{told}");
    assert_eq!(changes.load(Ordering::SeqCst), 1);
}

#[test]
fn a_server_that_does_not_answer_is_left_after_the_time_that_it_has() {
    let url = listening(|mut stream| {
        let _ = request(&mut stream);
        std::thread::sleep(Duration::from_secs(30));
    });
    let server = Server::new(Endpoints::of(&url, None), None, Duration::from_millis(200), None).unwrap();
    let started = std::time::Instant::now();
    let told = upload(&server, &facts(1), FACTS, &|_| ()).unwrap_err().to_string();
    assert!(told.contains("longer than 0.2 s"), "{told}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn credentials_are_sent_and_never_in_the_clear() {
    let url = listening(|mut stream| {
        let text = request(&mut stream).unwrap_or_default().to_ascii_lowercase();
        let status =
            if text.contains("authorization: basic cmvhzgvyonnly3jlda==") { "400 known" } else { "401 unknown" };
        let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    let with = |url: &str, text: &str| {
        Server::new(Endpoints::of(url, None), Credentials::parse(text), Duration::from_secs(5), None)
    };
    let told = |text: &str| seen(&with(&url, text).unwrap()).err().unwrap().to_string();
    assert!(told("reader:secret").contains("status 400"), "{}", told("reader:secret"));
    assert!(told("reader:wrong").contains("status 401") && !told("reader:wrong").contains("wrong"));
    assert!(with("http://example.org/sparql", "reader:secret").is_err());
    assert!(with("https://example.org/sparql", "reader:secret").is_ok());
}

/// Hands everything on to a server, until so many bytes went there: then all connections break.
fn cut_after(running: &Running, bytes: i64) -> String {
    let (address, left) = (running.address().to_owned(), Arc::new(AtomicI64::new(bytes)));
    let url = listening(move |stream| {
        if left.load(Ordering::SeqCst) <= 0 {
            return;
        }
        let there = TcpStream::connect(&address).unwrap();
        let (mut back_from, mut back_to) = (there.try_clone().unwrap(), stream.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut back_from, &mut back_to);
            let _ = back_to.shutdown(Shutdown::Both);
        });
        let (mut from, mut to, mut buffer) = (stream, there, [0; 1024]);
        while let Some(read) = from.read(&mut buffer).ok().filter(|read| *read > 0) {
            if left.fetch_sub(read as i64, Ordering::SeqCst) - (read as i64) <= 0
                || to.write_all(&buffer[..read]).is_err()
            {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
    url.replace("/sparql", "")
}

#[test]
fn a_copy_that_breaks_off_shows_nothing_and_the_next_finishes_it() {
    let Some(running) = Running::oxigraph() else { return };
    let direct = client(&running.url);
    upload(&direct, &facts(100), FACTS, &|_| ()).unwrap();
    let wanted = facts(4_000);
    let (mut broken, mut sent) = (0, u64::MAX);
    // Broken off at places over the whole of a copy: in a question, in an update, between both.
    for bytes in [200, 900, 1_800, 3_000, 60_000, 200_000, 400_000, 560_000] {
        match upload(&client(&cut_after(&running, bytes)), &wanted, FACTS, &|_| ()) {
            Ok(done) => sent = done.sent,
            Err(error) => {
                broken += 1;
                assert!(matches!(error, StoreError::Remote(_)), "{error}");
                let shown = content(&seen(&direct).unwrap());
                assert!(shown == content(&facts(100)) || shown == content(&wanted), "half of a version is shown");
            }
        }
    }
    assert!(broken > 4, "only {broken} copies broke off");
    let done = upload(&direct, &wanted, FACTS, &|_| ()).unwrap();
    assert!(sent != u64::MAX || done.published);
    assert_eq!(content(&seen(&direct).unwrap()), content(&wanted));
    upload(&direct, &facts(7), FACTS, &|_| ()).unwrap();
    upload(&direct, &facts(8), FACTS, &|_| ()).unwrap();
    assert_eq!(running.graphs().len(), 7, "something is left of what broke off: {:#?}", running.graphs());
}

#[test]
fn an_answer_that_is_cut_off_without_a_word_is_noticed() {
    let Some(running) = Running::oxigraph() else { return };
    upload(&client(&running.url), &facts(50), FACTS, &|_| ()).unwrap();
    let limited = Server::new(Endpoints::of(&running.url, None), None, Duration::from_secs(60), Some(20)).unwrap();
    let there = seen(&limited).unwrap();
    let query = "SELECT ?s { GRAPH ?g { ?s ?p ?o } }";
    let asked = |limit: &str| {
        run(&there, prefixes::parser(FACTS).parse_query(&format!("{query}{limit}")).unwrap(), &Limits::default())
    };
    let told = asked("").unwrap_err().to_string();
    assert!(told.contains("cuts answers off at 20 rows"), "{told}");
    assert!(matches!(asked(" LIMIT 3"), Ok(Answer::Solutions(rows)) if rows.rows.len() == 3));

    let construct = "CONSTRUCT { ?s ?p true } WHERE { GRAPH ?g { ?s ?p ?o } }";
    let query = prefixes::parser(FACTS).parse_query(construct).unwrap();
    let told = run(&there, query, &Limits::default()).unwrap_err().to_string();
    assert!(told.contains("cuts answers off"), "{told}");
    let says = NamedNodeRef::new_unchecked("https://example.org/says");
    let graph = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked("https://example.org/graph/report"));
    for graph in [None, Some(graph)] {
        let found = there.quads(None, Some(says), None, graph).collect::<Result<Vec<_>, _>>();
        assert_eq!(found.unwrap().len(), 50, "patterns are read in pieces: {graph:?}");
    }
    assert_eq!(content(&there), content(&facts(50)));
}

#[test]
fn a_reader_of_a_version_that_was_taken_away_is_told_so_and_gets_no_empty_answer() {
    let Some(running) = Running::oxigraph() else { return };
    let server = client(&running.url);
    upload(&server, &facts(5), FACTS, &|_| ()).unwrap();
    let reader = seen(&server).unwrap();
    let query = || prefixes::parser(FACTS).parse_query("SELECT ?s { GRAPH ?g { ?s ?p ?o } }").unwrap();
    let rows = |answer| matches!(answer, Answer::Solutions(rows) if rows.rows.len() == 5);
    assert!(rows(run(&reader, query(), &Limits::default()).unwrap()));
    upload(&server, &facts(6), FACTS, &|_| ()).unwrap();
    assert!(rows(run(&reader, query(), &Limits::default()).unwrap()), "the version before is there as well");
    assert!(!upload(&server, &facts(6), FACTS, &|_| ()).unwrap().published);
    assert!(rows(run(&reader, query(), &Limits::default()).unwrap()), "a copy of nothing new takes nothing away");
    upload(&server, &facts(7), FACTS, &|_| ()).unwrap();
    let told = run(&reader, query(), &Limits::default()).unwrap_err().to_string();
    assert!(told.contains("version 1 was taken away while it was read; ask again"), "{told}");
    let says = NamedNodeRef::new_unchecked("https://example.org/says");
    let last = reader.quads(None, Some(says), None, None).last().unwrap();
    assert!(last.unwrap_err().to_string().contains("was taken away"));
}

#[test]
fn two_who_fill_an_empty_server_at_once_show_one_version_whole() {
    let Some(running) = Running::oxigraph() else { return };
    let sizes = [700, 701];
    let fill = |size| upload(&client(&running.url), &facts(size), FACTS, &|_| ()).is_ok();
    let done =
        std::thread::scope(|scope| sizes.map(|size| scope.spawn(move || fill(size))).map(|it| it.join().unwrap()));
    assert!(done.contains(&true), "nobody came to the end");
    let shown = content(&seen(&client(&running.url)).unwrap());
    assert!(sizes.iter().any(|size| shown == content(&facts(*size))), "what is shown is mixed");
}

#[test]
fn each_row_makes_a_blank_node_of_its_own_on_a_server_too() {
    let Some(running) = Running::oxigraph() else { return };
    upload(&client(&running.url), &facts(3), FACTS, &|_| ()).unwrap();
    for (template, wanted) in [("[] <is> true", 3), ("[] <of> ?g", 3), ("?g <is> true", 1)] {
        let query = format!("CONSTRUCT {{ {template} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}");
        let query = prefixes::parser(FACTS).parse_query(&query).unwrap();
        match run(&seen(&client(&running.url)).unwrap(), query, &Limits::default()).unwrap() {
            Answer::Graph { triples, .. } => assert_eq!(triples.len(), wanted, "{template}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_doctor_says_what_a_server_lacks() {
    let rows = r#"{"head":{"vars":["one"]},"results":{"bindings":[{"one":{"type":"literal","value":"1"}}]}}"#;
    let url = listening(move |mut stream| {
        while let Some(text) = request(&mut stream) {
            let answer = match text.contains("update=") {
                true => "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nread only".to_owned(),
                false => format!("HTTP/1.1 200 OK{JSON}\r\nContent-Length: {}\r\n\r\n{rows}", rows.len()),
            };
            if stream.write_all(answer.as_bytes()).is_err() {
                break;
            }
        }
    });
    let probes = examine(&client(&url), true);
    let updates = probes.iter().find(|probe| probe.name == "updates are taken").unwrap();
    assert_eq!(updates.verdict, Verdict::Missing);
    assert!(updates.seen.contains("read only") && updates.seen.contains("403"), "{}", updates.seen);
    assert!(examine(&client(&url), false).iter().all(|probe| probe.verdict != Verdict::Missing));
}
