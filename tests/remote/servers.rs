//! Servers of others on this machine, where they are installed.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::clients;

/// A server that ends with this.
pub(super) struct Running {
    child: Child,
    pub(super) url: String,
    update: &'static str,
    _folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Running {
    /// Oxigraph's own server, with a database in memory.
    pub(super) fn oxigraph() -> Option<Self> {
        let program = clients::python()?.with_file_name("oxigraph");
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["serve", "--bind", &format!("127.0.0.1:{port}")]);
        Some(Self::started(command, folder, format!("http://127.0.0.1:{port}"), "/update"))
    }

    /// Virtuoso, whose public endpoint may write and gives so many rows of an answer.
    pub(super) fn virtuoso(rows: u64) -> Option<Self> {
        let named = std::env::var_os("RAPPORTEUR_VIRTUOSO").map(PathBuf::from);
        let program = named.unwrap_or_else(|| PathBuf::from("/usr/bin/virtuoso-t"));
        if !program.exists() {
            let said = "left out: virtuoso-t is not there; Debian's package virtuoso-opensource-7-bin brings it\n";
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (port, http) = (free_port(), free_port());
        let settings = format!(
            "[Database]\nDatabaseFile = virtuoso.db\nErrorLogFile = virtuoso.log\nLockFile = virtuoso.lck\nTransactionFile = \
             virtuoso.trx\nxa_persistent_file = virtuoso.pxa\n[TempDatabase]\nDatabaseFile = temp.db\nTransactionFile = \
             temp.trx\n[Parameters]\nServerPort = 127.0.0.1:{port}\nNumberOfBuffers = 20000\nMaxDirtyBuffers = \
             12000\nDirsAllowed = .\n[HTTPServer]\nServerPort = 127.0.0.1:{http}\nServerThreads = 10\n[SPARQL]\nResultSetMaxRows = \
             {rows}\n"
        );
        std::fs::write(folder.path().join("virtuoso.ini"), settings).unwrap();
        // The first start makes the database; a right is given by the line that it reads from a file.
        let mut command = Command::new(program);
        command.args(["+foreground", "+configfile", "virtuoso.ini"]).current_dir(folder.path());
        let running = Self::started(command, folder, format!("http://127.0.0.1:{http}/sparql"), "");
        running.grant(port);
        Some(running)
    }

    fn started(mut command: Command, folder: TempDir, url: String, update: &'static str) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let running = Self { child, url, update, _folder: folder };
        let started = Instant::now();
        while TcpStream::connect(running.address()).is_err() {
            assert!(started.elapsed() < Duration::from_secs(60), "{} does not start", running.url);
            std::thread::sleep(Duration::from_millis(50));
        }
        running
    }

    /// Host and port.
    pub(super) fn address(&self) -> &str {
        self.url.trim_start_matches("http://").split('/').next().unwrap()
    }

    /// Lets everybody write.
    fn grant(&self, port: u16) {
        let program =
            std::env::var_os("RAPPORTEUR_ISQL").map(PathBuf::from).unwrap_or_else(|| "/usr/bin/isql-vt".into());
        let granted = Command::new(&program)
            .args([&format!("127.0.0.1:{port}"), "dba", "dba", "exec=GRANT SPARQL_UPDATE TO \"SPARQL\""])
            .stdin(Stdio::null())
            .output();
        assert!(granted.is_ok_and(|output| output.status.success()), "{} gives no right", program.display());
    }

    pub(super) fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends something as a form, and gives the body of the answer.
    fn send(&self, path: &str, name: &str, text: &str, accept: &str) -> String {
        let body =
            format!("{name}={}", percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC));
        let mut stream = TcpStream::connect(self.address()).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: {accept}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address(),
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 2"), "{answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Changes something as anybody could.
    pub(super) fn update(&self, text: &str) {
        self.send(self.update, "update", text, "*/*");
    }

    /// The names of all graphs.
    pub(super) fn graphs(&self) -> Vec<String> {
        let rows = self.send("/query", "query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "text/csv");
        rows.lines().filter(|line| line.contains("urn:")).map(str::to_owned).collect()
    }
}
