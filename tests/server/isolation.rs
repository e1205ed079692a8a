//! Free queries run in processes of their own: whatever they do there, the server goes on, and says what happened.

#![cfg(target_os = "linux")]

use std::io::Read;

use super::killers::{endless, killers};
use super::served::{Served, children, lives, publish, received, resident, ticks, until};

const EASY: &str = "SELECT ?l { <state/fiji> rdfs:label ?l }";

fn served(things: usize, arguments: &[&str]) -> (tempfile::TempDir, Served) {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), things);
    let served = Served::start(folder.path(), arguments);
    (folder, served)
}

/// The server is as it was: as many workers as before, an easy query has its answer.
fn is_well(served: &Served, workers: usize) {
    let (status, answer) = served.ask(EASY);
    assert_eq!(status, 200, "{answer}");
    assert!(answer.contains("x-rapporteur-complete: true") && answer.contains("Fiji"), "{answer}");
    until("all workers are back", || served.workers().len() == workers);
}

#[test]
fn a_query_that_kills_ends_alone_and_the_next_one_is_answered() {
    // RAPPORTEUR_KILLERS=5 runs all of them, each with five seconds.
    let long = std::env::var("RAPPORTEUR_KILLERS").ok();
    let deadline = long.clone().unwrap_or_else(|| "1".into());
    let arguments = ["--workers", "2", "--deadline", &deadline, "--worker-memory", "1024"];
    let (_folder, served) = served(20_000, &arguments);
    is_well(&served, 2);
    let every = if long.is_some() { 1 } else { 8 };
    let (mut slowest, mut statuses) = (0.0_f64, std::collections::BTreeMap::<u16, usize>::new());
    for (name, query) in killers().into_iter().step_by(every) {
        let started = std::time::Instant::now();
        let (status, answer) = served.ask(&query);
        let seconds = started.elapsed().as_secs_f64();
        *statuses.entry(status).or_default() += 1;
        slowest = slowest.max(seconds);
        let head = answer.lines().take(12).collect::<Vec<_>>().join("\n");
        assert!([200, 400, 413, 504, 507].contains(&status), "{name}: {status} after {seconds} s\n{head}");
        if long.is_some() {
            std::io::Write::write_all(
                &mut std::io::stderr(),
                format!("{seconds:6.2} s  {status}  {name}\n").as_bytes(),
            )
            .unwrap();
            assert!(seconds < deadline.parse::<f64>().unwrap() + 1.0, "{name} ended after {seconds} s");
        }
        assert_eq!(served.ask(EASY).0, 200, "after {name}");
    }
    is_well(&served, 2);
    let held: u64 = served.workers().into_iter().chain([served.pid()]).map(resident).sum();
    assert!(held < 1024 * 1024 * 1024, "{held} bytes are held after all");
    if long.is_some() {
        let said = format!("slowest {slowest:.2} s, statuses {statuses:?}, {} MB held\n", held / 1_000_000);
        std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
    }
}

#[test]
fn a_query_that_needs_too_much_memory_is_told_so() {
    let (_folder, served) = served(10, &["--workers", "1", "--deadline", "60", "--worker-memory", "512"]);
    let doubling: String = (1..40).map(|n| format!("BIND(CONCAT(?x{}, ?x{}) AS ?x{n}) ", n - 1, n - 1)).collect();
    let (status, answer) = served.ask(&format!("SELECT (STRLEN(?x39) AS ?n) {{ BIND('xxxxxxxx' AS ?x0) {doubling} }}"));
    assert_eq!(status, 507, "{answer}");
    assert!(answer.contains("x-rapporteur-complete: false; out-of-memory"), "{answer}");
    assert!(answer.contains("\"outcome\": \"out-of-memory\""), "{answer}");
    is_well(&served, 1);
}

#[test]
fn the_search_is_answered_in_workers_without_any_setting() {
    let (_folder, served) = served(10, &["--workers", "1"]);
    let (status, answer) = served.ask("SELECT * { SERVICE <search:> { ?s search:text 'fiji' } }");
    // This store was made without a text index, and that is all that is wrong.
    assert_eq!(status, 400, "{answer}");
    assert!(answer.contains("text index"), "{answer}");
}

#[test]
fn the_work_stops_when_the_client_leaves() {
    let (_folder, served) = served(2_000, &["--workers", "1", "--deadline", "600"]);
    let worker = served.workers()[0];
    let client = served.send(&endless(), "Accept: text/csv\r\n");
    until("the worker works", || ticks(worker) > 30);
    drop(client);
    until("the worker is gone", || !lives(worker));
    is_well(&served, 1);
    let new = served.workers()[0];
    let before = ticks(new);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(ticks(new) <= before + 5, "somebody still works");
}

#[test]
fn the_work_stops_when_a_client_leaves_in_the_middle_of_an_answer() {
    let (_folder, served) = served(2_000, &["--workers", "1", "--deadline", "600", "--rows", "1000000000"]);
    let worker = served.workers()[0];
    let mut client = served.send("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "Accept: text/csv\r\n");
    let mut some = [0; 4096];
    client.read_exact(&mut some).unwrap();
    assert!(String::from_utf8_lossy(&some).contains("x-rapporteur-complete: unknown; limit=1000000000"));
    drop(client);
    until("the worker is gone", || !lives(worker));
    is_well(&served, 1);
}

#[test]
fn no_worker_outlives_a_server_that_is_killed() {
    let (_folder, mut served) = served(2_000, &["--workers", "3", "--deadline", "600"]);
    let _client = served.send(&endless(), "Accept: text/csv\r\n");
    let workers = served.workers();
    assert_eq!(workers.len(), 3);
    until("a worker works", || workers.iter().any(|worker| ticks(*worker) > 30));
    served.kill();
    until("all workers are gone", || workers.iter().all(|worker| !lives(*worker)));
}

#[test]
fn a_worker_that_somebody_kills_is_replaced_and_its_client_told() {
    let (_folder, served) = served(2_000, &["--workers", "1", "--deadline", "600"]);
    let worker = served.workers()[0];
    let client = served.send(&endless(), "Accept: text/csv\r\n");
    until("the worker works", || ticks(worker) > 10);
    let signal = std::process::Command::new("kill").args(["-9", &worker.to_string()]).status().unwrap();
    assert!(signal.success());
    let (status, answer) = received(client);
    assert_eq!(status, 500, "{answer}");
    assert!(answer.contains("x-rapporteur-complete: false; failed"), "{answer}");
    is_well(&served, 1);
}

#[test]
fn workers_move_over_to_a_new_generation() {
    let (folder, served) = served(10, &["--workers", "2", "--deadline", "60"]);
    let count = "SELECT (COUNT(*) AS ?n) { ?s <next> ?o }";
    assert!(served.ask(count).1.ends_with("10\r\n"));
    let before = served.workers();
    publish(folder.path(), 20);
    until("the answer is new", || served.ask(count).1.ends_with("20\r\n"));
    until("the old workers are gone", || before.iter().all(|worker| !lives(*worker)));
    is_well(&served, 2);
    assert_eq!(children(served.pid()).len(), 2);
}

#[test]
fn the_tag_of_an_answer_does_not_outlive_its_store() {
    let tag = |served: &Served| {
        let (status, answer) = served.ask(EASY);
        assert_eq!(status, 200, "{answer}");
        answer.lines().find(|line| line.starts_with("etag: ")).unwrap().to_owned()
    };
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), 10);
    let first = tag(&Served::start(folder.path(), &["--workers", "1"]));
    // Another server of the same store says the same.
    assert_eq!(tag(&Served::start(folder.path(), &["--workers", "1"])), first);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }
    assert_eq!(publish(folder.path(), 10), 1);
    assert_ne!(tag(&Served::start(folder.path(), &["--workers", "1"])), first);
}

#[test]
fn a_long_answer_has_the_last_word_in_its_trailer_and_is_cut_when_it_fails() {
    let (_folder, served) = served(20_000, &["--workers", "1", "--deadline", "8", "--rows", "60000"]);
    let whole = "SELECT * { { ?a <text> ?b } UNION { ?a <next> ?b } }";
    let (_, answer) = received(served.send(whole, "Accept: text/csv\r\nTE: trailers\r\n"));
    assert!(answer.contains("x-rapporteur-complete: unknown; limit=60000\r\n"), "{}", &answer[..500]);
    assert!(answer.ends_with("\r\n0\r\nx-rapporteur-complete: true\r\n\r\n"), "{}", &answer[answer.len() - 200..]);
    let late = "SELECT * { { ?a <text> ?b } UNION { ?a <next> ?b } UNION \
                { SELECT (COUNT(*) AS ?a) { ?a0 ?b0 ?c0 . ?d ?e ?f . ?g ?h ?i } } }";
    // On a busy machine the deadline may come before the first rows, and is told in the status.
    let answered = (0..4).map(|_| received(served.send(late, "Accept: text/csv\r\n"))).find(|(status, _)| {
        assert!([200, 503, 504].contains(status), "{status}");
        *status == 200
    });
    let (_, answer) = answered.expect("rows before the deadline");
    assert!(!answer.ends_with("0\r\n\r\n"), "half an answer looks whole");
}
