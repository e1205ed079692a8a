//! Reading in a process of its own, with limits of memory and time: what breaks there breaks one file.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::{Converted, Format, Refusal, convert};

/// Memory of a process: some for all, and some for each byte of its file, up to a limit.
const MEMORY: u64 = 512 << 20;
const FOR_EACH: u64 = 16;
const MOST: u64 = 4 << 30;

/// Time that a process has for one file.
const TIME: Duration = Duration::from_secs(60);

/// Largest file.
const FILE: u64 = 1 << 30;

/// Stack of the thread that reads: libraries recurse as deeply as files do.
const STACK: usize = 64 << 20;

/// Reads files, each in a process of its own if there is a program to run.
#[derive(Debug, Clone, Default)]
pub struct Converter {
    program: Option<PathBuf>,
}

impl Converter {
    /// Reads in processes of this program, which knows the command `convert-worker`.
    pub fn with(program: PathBuf) -> Self {
        Self { program: Some(program) }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Says why the file has no text.
    pub fn convert(&self, format: Format, bytes: &[u8]) -> Result<Converted, Refusal> {
        match &self.program {
            // Decoding a text is safe and takes a time that its length tells.
            Some(program) if format != Format::Text => apart(program, format, bytes),
            _ => convert(format, bytes),
        }
    }
}

fn apart(program: &PathBuf, format: Format, bytes: &[u8]) -> Result<Converted, Refusal> {
    if bytes.len() as u64 > FILE {
        return Err(Refusal::TooMuch(format!("{} MiB", FILE >> 20)));
    }
    let memory = (MEMORY + FOR_EACH * bytes.len() as u64).min(MOST);
    let failed = |error: io::Error| Refusal::Process(format!("{}: {error}", program.display()));
    let mut child = Command::new(program)
        .args(["convert-worker", "--format", format.extension(), "--memory", &memory.to_string()])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let said = spoken(&mut child, bytes);
    let status = child.wait().map_err(failed)?;
    let Some((answer, complaint)) = said else { return Err(Refusal::TooMuch(format!("{} seconds", TIME.as_secs()))) };
    match serde_json::from_slice::<Result<Converted, Refusal>>(&answer) {
        Ok(answer) => answer,
        Err(_) => Err(died(format, memory, status, &String::from_utf8_lossy(&complaint))),
    }
}

/// What a process writes until it ends; nothing if it does not end in time.
fn spoken(child: &mut Child, bytes: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut stdin, stdout, stderr) = (child.stdin.take()?, child.stdout.take()?, child.stderr.take()?);
    std::thread::scope(|scope| {
        let (sender, answers) = mpsc::channel();
        // One that dies reads no more; its answer tells.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        scope.spawn(move || {
            let mut complaint = Vec::new();
            let complaints = scope.spawn(move || {
                let _ = stderr.take(64 << 10).read_to_end(&mut complaint);
                complaint
            });
            let mut answer = Vec::new();
            let _ = stdout.take(FILE).read_to_end(&mut answer);
            let _ = sender.send((answer, complaints.join().unwrap_or_default()));
        });
        let said = answers.recv_timeout(TIME).ok();
        if said.is_none() {
            // Its pipes end with it, and so do the threads that read them.
            let _ = child.kill();
        }
        said
    })
}

fn died(format: Format, memory: u64, status: ExitStatus, complaint: &str) -> Refusal {
    if complaint.contains("memory allocation") {
        return Refusal::TooMuch(format!("{} MiB of memory", memory >> 20));
    }
    if complaint.contains("overflowed its stack") {
        return Refusal::Broken(format.name().to_owned(), "it is nested too deeply".to_owned());
    }
    Refusal::Broken(format.name().to_owned(), format!("the process that read it ended with {status}"))
}

/// The work of a process: a file from standard input, its text or why it has none to standard output.
///
/// # Errors
/// The limits were refused, or nobody listens.
pub fn work(format: Format, memory: u64) -> io::Result<()> {
    let at_most = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::Core, at_most(0))?;
    setrlimit(Resource::Cpu, at_most(TIME.as_secs()))?;
    #[cfg(target_os = "linux")]
    setrlimit(Resource::As, at_most(memory))?;
    let mut bytes = Vec::new();
    io::stdin().lock().take(FILE).read_to_end(&mut bytes)?;
    let read =
        std::thread::Builder::new().name("convert".into()).stack_size(STACK).spawn(move || convert(format, &bytes))?;
    let broken =
        || Err(Refusal::Broken(format.name().to_owned(), "it is damaged in a way that was not expected".to_owned()));
    let answer = read.join().unwrap_or_else(|_| broken());
    let answer = serde_json::to_vec(&answer)?;
    io::stdout().lock().write_all(&answer)
}
