//! The program as a server of its own, on a port that is free, with a graph of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use rapporteur::graph::vocab::BASE;
use rapporteur::store::{Build, Generations, Record};

/// Publishes the small graph of these tests, and so many things in a chain beside it, each with a text.
pub(super) fn publish(store: &Path, things: usize) -> u64 {
    let trig = include_str!("../cases/server/graph.trig");
    let mut quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::TriG).for_slice(trig.as_bytes()).map(|quad| quad.unwrap()).collect();
    let node = |path: String| NamedNode::new_unchecked(format!("{BASE}{path}"));
    let (next, text) = (node("next".into()), node("text".into()));
    for n in 0..things {
        let thing = node(format!("thing/{n}"));
        for graph in [GraphName::DefaultGraph, node(format!("graph/{}", n % 10)).into()] {
            quads.push(Quad::new(thing.clone(), next.clone(), node(format!("thing/{}", n + 1)), graph.clone()));
            let words = format!("{} {n}", "a".repeat(40));
            quads.push(Quad::new(thing.clone(), text.clone(), Literal::from(words), graph));
        }
    }
    let mut build = Build::begin(&Generations::at(store), |_| false).unwrap();
    build.change(&[], &quads).unwrap();
    build.publish(Record { quads: quads.len() as u64, base: BASE.into(), ..Record::default() }).unwrap()
}

/// A server that runs; it is killed when the test ends.
pub(super) struct Served {
    child: Child,
    address: String,
    private: String,
}

impl Served {
    pub(super) fn start(store: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
            command.env_remove(format!("RAPPORTEUR_{name}"));
        }
        // One client may use up everything here; that it may not elsewhere is another test.
        command.args(["serve", "--bind", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--setting", "limits.budget=0"]);
        command.arg("--store").arg(store).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = child.stderr.take().unwrap();
        let (sender, receiver) = mpsc::channel();
        // Read to the end, or the server would wait for somebody to read.
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                // Logged before, as is its place.
                if line.contains("metrics")
                    && let Some((_, address)) = line.split_once("address=")
                {
                    let _ = sender.send(address.to_owned());
                }
                if let Some((_, address)) = line.split_once("serves http://") {
                    let _ = sender.send(address.to_owned());
                }
                if std::env::var_os("RAPPORTEUR_SHOW").is_some() {
                    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
                }
            }
        });
        let said = || receiver.recv_timeout(Duration::from_secs(60)).expect("the server does not start");
        let (private, address) = (said(), said());
        Self { child, address, private }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// How many queries it has answered.
    pub(super) fn answered(&self) -> u64 {
        let mut stream = TcpStream::connect(&self.private).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let (_, text) = received(stream);
        let count = text.lines().find_map(|line| line.strip_prefix("rapporteur_queries_total{outcome=\"answered\"} "));
        count.map_or(0, |count| count.trim().parse().unwrap())
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a request with nothing more said; the answer can be read from what is returned.
    pub(super) fn send(&self, query: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
        let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n";
        let request = format!("{head}Content-Length: {}\r\n{headers}\r\n{query}", query.len());
        // The server may refuse a long query before it has read it.
        let _ = stream.write_all(request.as_bytes());
        stream
    }

    /// Status, and everything that came back. It asks again as clients do that are told to come back: while a killed worker is replaced, there may be no place.
    pub(super) fn ask(&self, query: &str) -> (u16, String) {
        for _ in 0..100 {
            let (status, answer) = received(self.send(query, "Accept: text/csv, text/turtle\r\n"));
            if status != 503 || !answer.contains("all places for queries are taken") {
                return (status, answer);
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("there is no place for {query}");
    }

    /// The processes that the server has started and that live.
    pub(super) fn workers(&self) -> Vec<u32> {
        children(self.pid())
    }

    /// As `kill -9`: the server has no time for anything.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn received(mut stream: TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

/// The fields of `/proc/{pid}/stat` behind the name: state, parent and so on.
fn stat(pid: u32) -> Option<Vec<String>> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

pub(super) fn children(parent: u32) -> Vec<u32> {
    let pids = std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid).is_some_and(|stat| stat[1] == parent.to_string() && stat[0] != "Z")).collect()
}

pub(super) fn lives(pid: u32) -> bool {
    stat(pid).is_some_and(|stat| stat[0] != "Z")
}

/// Processor time of a process, in hundredths of a second as Linux counts them.
pub(super) fn ticks(pid: u32) -> u64 {
    stat(pid).map_or(0, |stat| stat[11].parse::<u64>().unwrap() + stat[12].parse::<u64>().unwrap())
}

/// Memory that a process holds, in bytes.
pub(super) fn resident(pid: u32) -> u64 {
    stat(pid).map_or(0, |stat| stat[21].parse::<u64>().unwrap() * 4096)
}

/// Waits until something holds, for as long as a busy machine may need.
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
