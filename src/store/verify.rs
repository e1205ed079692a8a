//! Whether a generation is what it should be: every quad is read, and compared with everything it can be compared with.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use oxigraph::model::Quad;
use oxigraph::store::Store;

use super::generations::sums_file;
use super::second_reader::SecondReader;
use super::{Generations, Record, Snapshot, StoreError, record, sums, wrong_quotes};

/// Something that is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which part: a graph, the record, the indexes.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.message)
    }
}

/// What a verification read and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// The generation that was read.
    pub generation: u64,
    /// Number of quads that were read.
    pub quads: u64,
    /// Number of quotations that were compared with their texts.
    pub quotations: u64,
    /// Number of entries of the text index.
    pub entries: u64,
    /// What is wrong; empty if all is well.
    pub findings: Vec<Finding>,
}

impl Generations {
    /// Verifies the current generation. Damage to the database is a finding, not an error.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let missing =
            || StoreError::Missing { path: self.folder().display().to_string(), missing: "no generation yet".into() };
        let number = self.current()?.ok_or_else(missing)?;
        let record = Record::read(&self.record_file(number))?;
        let mut verification = Verification { generation: number, ..Verification::default() };
        // Reading on would tell no more, and the database may not come to an end with damaged files.
        if verification.compare_files(&self.database(number), &sums_file(&self.database(number)))? {
            return Ok(verification);
        }
        match Snapshot::open_generation(&self.database(number), number) {
            Ok(snapshot) => Ok(verify(&snapshot.with_texts(self.texts()), &record)),
            Err(error) => {
                verification.find("database", error);
                Ok(verification)
            }
        }
    }
}

/// How long the indexes may be compared: at least this, and so many times what reading the quads took.
const LEAST: Duration = Duration::from_secs(30);
const TIMES: u32 = 30;

/// Compares the indexes with each other. The engine goes on at an error, and a disk that fails from now on gives errors
/// without end: after a while nobody waits for it any more, and the thread ends with the process.
fn validate(store: Store, patience: Duration) -> Result<(), String> {
    let (sender, receiver) = mpsc::channel();
    let compare = move || sender.send(store.validate().map_err(|error| error.to_string()));
    std::thread::Builder::new().name("validate".into()).spawn(compare).map_err(|error| error.to_string())?;
    receiver.recv_timeout(patience).unwrap_or_else(|_| {
        Err(format!("could not be read to their end in {} s: does the disk fail?", patience.as_secs()))
    })
}

/// Verifies one generation against its record.
pub(super) fn verify(snapshot: &Snapshot, record: &Record) -> Verification {
    let mut verification = Verification { generation: snapshot.generation(), ..Verification::default() };
    let (mut per_graph, mut reader) = (BTreeMap::new(), SecondReader::default());
    let began = Instant::now();
    for quad in snapshot.quads(None, None, None, None) {
        match quad {
            Ok(quad) => {
                verification.quads += 1;
                *per_graph.entry(quad.graph_name.to_string()).or_insert(0_u64) += 1;
                if let Err(error) = reader.add(&quad) {
                    verification.find(quad.graph_name.to_string(), error);
                }
            }
            Err(error) => {
                verification.find("database", error);
                break;
            }
        }
    }
    if let Err(error) = reader.end() {
        verification.find("second reader", error);
    }
    let patience = LEAST.max(began.elapsed() * TIMES);
    if verification.findings.is_empty()
        && let Some(Err(error)) = snapshot.store().map(|store| validate(store.clone(), patience))
    {
        verification.find("indexes", error);
    }
    if verification.quads != record.quads {
        verification.find("record", format!("says {} quads, the database has {}", record.quads, verification.quads));
    }
    for (name, quads) in &record.written {
        let graph = record::graph_name(name).to_string();
        let actual = per_graph.get(&graph).copied().unwrap_or(0);
        if actual != *quads {
            verification.find(&graph, format!("has {actual} quads, the record says {quads} were written"));
        }
    }
    for (id, document) in &record.documents {
        let graph = format!("<{}>", document.graph);
        let actual = per_graph.get(&graph).copied().unwrap_or(0);
        if actual != document.quads {
            verification.find(&graph, format!("has {actual} quads, the record says {}", document.quads));
        }
        verification.compare_quotes(snapshot, id, document.graph.as_str(), &document.sha256);
        if let Some(original) = &document.original {
            verification.check_original(snapshot, id, &original.sha256);
        }
    }
    verification.check_text_index(snapshot, record);
    verification
}

impl Verification {
    fn find(&mut self, place: impl Into<String>, message: impl fmt::Display) {
        self.findings.push(Finding { place: place.into(), message: message.to_string() });
    }

    /// Compares the files of a database with their sums; answers whether anything is wrong.
    pub(super) fn compare_files(&mut self, database: &Path, sums: &Path) -> Result<bool, StoreError> {
        for (name, wrong) in sums::check(database, sums)? {
            self.find(format!("database, {name}"), wrong);
        }
        Ok(!self.findings.is_empty())
    }

    /// A generation that was made without a text index is whole all the same.
    fn check_text_index(&mut self, snapshot: &Snapshot, record: &Record) {
        let Some(entries) = record.entries else { return };
        let read = snapshot.text_index().and_then(|index| Ok(index.entries()?.len() as u64));
        match read {
            Ok(found) => {
                self.entries = found;
                if found != entries {
                    self.find("text index", format!("has {found} entries, the record says {entries}"));
                }
            }
            Err(error) => self.find("text index", error),
        }
    }

    fn check_original(&mut self, snapshot: &Snapshot, id: &str, sha256: &str) {
        match snapshot.original(sha256) {
            Ok(Some(_)) => {}
            Ok(None) => self.find(id, format!("its file as received, {sha256}, is not in the store")),
            Err(error) => self.find(id, format!("its file as received cannot be used: {error}")),
        }
    }

    fn compare_quotes(&mut self, snapshot: &Snapshot, id: &str, graph: &str, sha256: &str) {
        let text = match snapshot.text(sha256) {
            Ok(Some(text)) => text,
            Ok(None) => return self.find(id, format!("its text {sha256} is not in the store")),
            Err(error) => return self.find(id, error),
        };
        let graph = oxigraph::model::NamedNodeRef::new_unchecked(graph);
        let quads: Result<Vec<Quad>, StoreError> = snapshot.quads(None, None, None, Some(graph.into())).collect();
        match quads {
            Ok(quads) => {
                self.quotations +=
                    quads.iter().filter(|quad| quad.predicate.as_str() == super::quotes::EXACT).count() as u64;
                for wrong in wrong_quotes(&quads, &text) {
                    self.find(id, wrong);
                }
            }
            Err(error) => self.find(id, error),
        }
    }
}
