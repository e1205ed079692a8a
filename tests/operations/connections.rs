//! Clients that take their time, or too many places.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::{PATIENCE, Reply, Server, wait};

/// How many sockets the slow client opens.
fn slow_sockets() -> usize {
    std::env::var("RAPPORTEUR_SLOW_SOCKETS").ok().and_then(|number| number.parse().ok()).unwrap_or(150)
}

/// Lets this process open as many files as the system allows.
fn more_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

/// Whether the other side has closed, sooner or later.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
    }
}

#[test]
fn half_heads_keep_nobody_out_and_are_ended() {
    more_files();
    let settings =
        [("connections.per-address", "10000"), ("connections.max", "10000"), ("connections.header-timeout", "3")];
    let server = Server::start(&settings);
    let mut slow: Vec<TcpStream> = (0..slow_sockets()).map(|_| server.connect()).collect();
    for (n, stream) in slow.iter_mut().enumerate() {
        // Nothing at all, a beginning of HTTP/2, a head that never ends.
        let begun = ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "][n % 4];
        let _ = stream.write_all(begun.as_bytes());
    }
    let asked = std::time::Instant::now();
    assert_eq!(server.get("/health/ready").status, 200);
    assert_eq!(server.query("ASK {}", "").status, 200);
    eprintln!("{} slow sockets, a new client was served in {:?}", slow.len(), asked.elapsed() / 2);
    assert!(slow.iter_mut().all(is_closed));
    let closed = slow.len().to_string();
    wait(|| server.get("/health/live").status.eq(&200).then_some(()));
    // All of them are counted; some of HTTP/2 end in another way.
    let counted = server_ended(&server, "slow head") + server_ended(&server, "served") + server_ended(&server, "idle");
    assert!(counted >= slow.len(), "{counted} of {closed}");
}

/// How many connections of the server itself ended for a reason.
fn server_ended(server: &Server, reason: &str) -> usize {
    let metrics = server.metrics();
    let line = format!("rapporteur_connections_total{{reason=\"{reason}\"}} ");
    metrics.lines().find_map(|found| found.strip_prefix(&line)?.parse().ok()).unwrap_or(0)
}

#[test]
fn a_body_that_trickles_is_ended_with_a_word() {
    let server = Server::start(&[("connections.body-timeout", "1")]);
    let mut stream = server.connect();
    let head =
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK";
    stream.write_all(head.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let reply = Reply::parse(&bytes);
    assert_eq!((reply.status, reply.header("connection")), (408, Some("close")), "{}", reply.head);
}

#[test]
fn who_takes_nothing_of_an_answer_is_left() {
    let server = Server::start(&[("connections.write-timeout", "1"), ("limits.rows", "1000000")]);
    let mut stream = server.connect();
    let query = "GET /sparql?query=SELECT%20*%20%7BGRAPH%20%3Fg%20%7B%3Fs%20%3Fp%20%3Fo%7D%7D HTTP/1.1\r\nHost: x\r\nAccept: application/sparql-results+xml\r\n\r\n";
    // More than the buffers of any system hold.
    for _ in 0..60 {
        if stream.write_all(query.as_bytes()).is_err() {
            break;
        }
    }
    wait(|| (server_ended(&server, "slow reader") > 0).then_some(()));
    assert!(is_closed(&mut stream));
}

#[test]
fn a_silent_connection_is_closed_and_a_used_one_is_kept() {
    let server = Server::start(&[("connections.idle-timeout", "2"), ("connections.header-timeout", "1")]);
    let mut stream = server.connect();
    for _ in 0..3 {
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut read = Vec::new();
        let mut buffer = [0; 1024];
        while !read.ends_with(b"live\n") {
            let bytes = stream.read(&mut buffer).unwrap();
            assert!(bytes > 0, "closed too early");
            read.extend_from_slice(&buffer[..bytes]);
        }
        // Longer than a head may take, shorter than a pause.
        std::thread::sleep(std::time::Duration::from_millis(1_300));
    }
    assert!(is_closed(&mut stream));
    assert!(server_ended(&server, "idle") > 0);
}

#[test]
fn the_excess_is_told_to_come_back() {
    for settings in [[("connections.max", "3")], [("connections.per-address", "3")]] {
        let server = Server::start(&settings);
        let held: Vec<TcpStream> = (0..3).map(|_| server.connect()).collect();
        let turned_away = server.get("/");
        assert_eq!(turned_away.status, 503, "{settings:?}: {}", turned_away.head);
        assert!(turned_away.header("retry-after").is_some(), "{}", turned_away.head);
        drop(held);
        wait(|| (server.get("/health/live").status == 200).then_some(()));
    }
}
