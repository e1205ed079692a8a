//! What Prometheus reads.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use super::Server;

#[test]
fn odd_paths_and_methods_make_no_new_series() {
    let server = Server::start(&[("limits.pages", "1000")]);
    server.query("ASK {}", "");
    server.query("nonsense", "");
    let mut stream = server.connect();
    // The last one closes the connection.
    for n in 0..1_000 {
        let method = ["GET", "PUT", "DELETE", "PURGE", &format!("ODD{n}")][n % 5].to_owned();
        let close = if n == 999 { "Connection: close\r\n" } else { "" };
        let request = format!("{method} /odd/{n}/%22%7D%20x{n} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n{close}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        if n % 20 == 19 && n != 999 {
            // So that neither side waits for the other.
            let mut seen = 0;
            let mut buffer = [0; 64 * 1024];
            while seen < 1 {
                seen += stream.read(&mut buffer).unwrap();
            }
        }
    }
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    let text = server.metrics();
    let series: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let requests = series.iter().filter(|line| line.starts_with("rapporteur_requests_total{")).count();
    assert!(requests < 40 && series.len() < 400, "{requests} of {}\n{text}", series.len());
    assert!(!text.contains("/odd/"), "{text}");
    let all: f64 = series
        .iter()
        .filter(|line| line.starts_with("rapporteur_requests_total{"))
        .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!(all >= 1_000.0, "{all}\n{text}");
}

#[test]
fn the_metrics_are_those_of_prometheus_and_at_the_private_address_only() {
    let server = Server::start(&[]);
    server.query("ASK {}", "");
    server.get("/");
    assert_eq!(server.get("/metrics").status, 404);
    let text = server.metrics();
    let mut declared = BTreeSet::new();
    for line in text.lines() {
        if let Some(declaration) = line.strip_prefix("# TYPE ") {
            let (name, kind) = declaration.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(declared.insert(name), "declared twice: {line}");
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("no sample: {line:?}"));
            assert!(value.parse::<f64>().is_ok(), "{line}");
            let name = series.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!(declared.contains(name) || declared.contains(family), "not declared: {line}");
        }
    }
    for part in [
        "rapporteur_requests_total{route=\"/sparql\",method=\"POST\",outcome=\"answered\"} 1",
        "rapporteur_request_seconds_bucket{le=\"+Inf\",route=\"/sparql\"} 1",
        "rapporteur_queries_total{outcome=\"answered\"} 1",
        "rapporteur_query_seconds_count{outcome=\"answered\"} 1",
        "rapporteur_connections_open ",
        "rapporteur_generation 1",
        "rapporteur_generation_age_seconds ",
        "rapporteur_quads ",
        "rapporteur_graphs 5",
        "rapporteur_disk_free_bytes ",
        "rapporteur_queries_working 0",
        "rapporteur_queries_waiting 0",
        "rapporteur_worker_memory_bytes ",
        "rapporteur_processor_seconds_total ",
        "rapporteur_flush_seconds_count 0",
        "rapporteur_build_info{version=",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_age_of_the_last_backup_is_told_once_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        let output = command.args(arguments).arg("--store").arg(&store).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["build"]);
    let server = Server::start_on(&store, &[]);
    let age = || {
        let text = server.metrics();
        let line = text.lines().find_map(|line| line.strip_prefix("rapporteur_last_backup_age_seconds "))?;
        Some(line.parse::<f64>().unwrap())
    };
    assert_eq!(age(), None);
    run(&["backup", folder.path().join("copy").to_str().unwrap()]);
    assert!(age().is_some_and(|age| (0.0..600.0).contains(&age)), "{:?}", age());
}
