//! A generation copied to a server as a new version. Everything before the last update can be done twice, and nobody
//! reads of it; so a run that was killed, or whose server stopped, is simply run again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use sha2::{Digest, Sha256};

use super::client::Server;
use super::pieces::{self, Pattern, Way};
use super::{
    GOES, HAS_PART, HAS_VERSION, HEAD, IDENTIFIER, IS_DEFAULT_OF, RemoteError, TRIPLES, Version, current, hex, iri,
    is_version_of, number_of, version_name, version_number,
};
use crate::store::{Snapshot, StoreError};

/// Triples of one update: servers compile an update as a whole.
const PART: usize = 1_000;

/// Bytes of one update, if not that many triples are fewer.
const BYTES: usize = 1 << 20;

/// Graphs that one query counts, or one update drops.
const GRAPHS: usize = 100;

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many graphs, with so many triples, are sent.
    Sending {
        /// Graphs that the server has not.
        graphs: u64,
        /// Their triples.
        triples: u64,
    },
    /// So many triples were taken.
    Sent {
        /// Of one update.
        triples: u64,
    },
}

/// What a copy came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// The version that readers see now.
    pub version: u64,
    /// Whether it is new.
    pub published: bool,
    /// Number of its quads.
    pub quads: u64,
    /// Triples that were sent.
    pub sent: u64,
    /// Sum of what is in it.
    pub digest: String,
    /// Why versions that nobody reads are still there.
    pub untidy: Option<String>,
}

/// One graph of a version.
pub(super) struct Planned {
    /// Its name here.
    pub(super) name: GraphName,
    pub(super) stored: NamedNode,
    pub(super) triples: u64,
}

/// Copies a generation to a server, and lets its readers see it.
///
/// # Errors
/// The generation cannot be read; the server cannot be reached, refuses, or does not hold what it took. Then its readers see
/// what they saw; only after [`RemoteError::Unknown`] at the last update they may see the new version, whole.
pub fn upload(
    server: &Server,
    snapshot: &Snapshot,
    base: &str,
    progress: &dyn Fn(Step),
) -> Result<Uploaded, StoreError> {
    let planned = planned(snapshot)?;
    let quads = planned.iter().map(|planned| planned.triples).sum();
    let digest = digest(&planned);
    let before = current(server, base)?;
    let versions = versions(server, base)?;
    if let Some(before) = before.as_ref().filter(|before| before.digest == digest) {
        // Only what is marked already may go: somebody may read in the others, or be about to fill them.
        let (old, kept): (Vec<&Begun>, Vec<&Begun>) = versions.iter().partition(|version| version.goes);
        let kept: Vec<&NamedNode> = kept.into_iter().map(|version| &version.index).collect();
        let untidy = tidy(server, base, &old, &kept).err();
        let (version, untidy) = (before.number, untidy.map(|error| error.to_string()));
        return Ok(Uploaded { version, published: false, quads, sent: 0, digest, untidy });
    }
    // A version of the same that was begun is gone on with, and one that readers saw before is theirs again.
    let same = versions.iter().find(|begun| begun.digest == digest && !begun.goes);
    let number = match same {
        Some(same) => same.number,
        None => versions.iter().map(|begun| begun.number).max().unwrap_or(0) + 1,
    };
    let index = version_name(base, number, &digest);
    if same.is_none() {
        let update = format!(
            "INSERT DATA {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_PART}> {index} . {index} <{TRIPLES}> {quads} ; <{IDENTIFIER}> \"{digest}\" }} }}"
        );
        server.update(&update, "the beginning of a new version")?;
    }
    let mut there = BTreeSet::new();
    if let Some(version) = &before {
        there.extend(graphs_of(server, &version.index)?);
    }
    let sending = Sending { server, snapshot, progress };
    sending.index(&index, &planned)?;
    let missing: Vec<&Planned> = planned.iter().filter(|planned| !there.contains(planned.stored.as_str())).collect();
    let counted = sending.count(&missing)?;
    let is_whole = |planned: &&Planned| counted.get(planned.stored.as_str()) == Some(&planned.triples);
    let missing: Vec<&Planned> = missing.into_iter().filter(|planned| !is_whole(planned)).collect();
    let triples = missing.iter().map(|planned| planned.triples).sum();
    progress(Step::Sending { graphs: missing.len() as u64, triples });
    sending.graphs(&missing)?;
    let counted = sending.count(&missing)?;
    for planned in &missing {
        let found = counted.get(planned.stored.as_str()).copied().unwrap_or_default();
        if found != planned.triples {
            let (name, wanted) = (&planned.name, planned.triples);
            let reason =
                format!("it took {wanted} triples of {name} and holds {found}; nothing is shown of this version");
            return Err(server.failed(reason).into());
        }
    }
    switch(server, base, &index, before.as_ref())?;
    // Readers may still be in the version of before.
    let kept: Vec<&NamedNode> = std::iter::once(&index).chain(before.iter().map(|before| &before.index)).collect();
    let old: Vec<&Begun> = versions.iter().filter(|version| !kept.contains(&&version.index)).collect();
    let untidy = tidy(server, base, &old, &kept).err().map(|error| error.to_string());
    Ok(Uploaded { version: number, published: true, quads, sent: triples, digest, untidy })
}

/// Every graph, with the name that it has on a server, in an order.
fn planned(snapshot: &Snapshot) -> Result<Vec<Planned>, StoreError> {
    let names = snapshot.named_graphs().collect::<Result<Vec<_>, _>>()?;
    let mut planned = Vec::new();
    for name in names.into_iter().chain([GraphName::DefaultGraph]) {
        let graph = named_by_content(name.clone(), snapshot.quads(None, None, None, Some(name.as_ref())))?;
        if graph.triples > 0 || name == GraphName::DefaultGraph {
            planned.push(graph);
        }
    }
    planned.sort_by_cached_key(|planned| planned.name.to_string());
    Ok(planned)
}

/// The name on a server of a graph with these quads.
pub(super) fn named_by_content(
    name: GraphName,
    quads: impl Iterator<Item = Result<Quad, StoreError>>,
) -> Result<Planned, StoreError> {
    let (mut sum, mut triples) = ([0u64; 4], 0);
    for quad in quads {
        // The order in which quads come is that of the database; a sum knows none.
        let hash = Sha256::digest(quad?.to_string().as_bytes());
        for (lane, bytes) in sum.iter_mut().zip(hash.chunks_exact(8)) {
            let bytes = bytes.iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
            *lane = lane.wrapping_add(bytes);
        }
        triples += 1;
    }
    let content: String = sum.iter().fold(String::new(), |text, lane| format!("{text}{lane:016x}"));
    let sum = hex(&Sha256::digest(format!("{name} {triples} {content}").as_bytes()));
    let stored = NamedNode::new_unchecked(format!("urn:x-rapporteur:{}", &sum[..40]));
    Ok(Planned { name, stored, triples })
}

/// A sum of a whole version.
fn digest(planned: &[Planned]) -> String {
    let mut lines: Vec<String> =
        planned.iter().map(|planned| format!("{} {}", planned.stored, planned.triples)).collect();
    lines.sort_unstable();
    hex(&Sha256::digest(lines.join("\n").as_bytes()))
}

/// A version of which a server tells: begun, whole, old, or going.
struct Begun {
    index: NamedNode,
    number: u64,
    digest: String,
    goes: bool,
}

fn versions(server: &Server, base: &str) -> Result<Vec<Begun>, RemoteError> {
    let query = format!(
        "SELECT ?version ?is ?digest {{ VALUES ?is {{ <{HAS_PART}> <{GOES}> }} GRAPH <{HEAD}> {{ <{base}> ?is ?version . ?version <{IDENTIFIER}> ?digest }} }}"
    );
    let rows = server.rows(&query)?.into_iter().filter_map(|row| match row.as_slice() {
        [Some(Term::NamedNode(index)), Some(Term::NamedNode(is)), Some(Term::Literal(digest))] => {
            let (number, digest) = (version_number(index.as_str())?, digest.value().to_owned());
            Some(Begun { index: index.clone(), number, digest, goes: is.as_str() == GOES })
        }
        _ => None,
    });
    Ok(rows.collect())
}

/// The graphs of a version.
fn graphs_of(server: &Server, index: &NamedNode) -> Result<Vec<String>, RemoteError> {
    let body = format!("GRAPH {index} {{ ?stored <{TRIPLES}> ?triples }}");
    let pattern = Pattern { columns: "?stored".into(), body, ways: vec![Way::sums("?stored")], rows: None };
    pieces::all(server, pattern)
        .map(|row| Ok(row?.get("stored").cloned()))
        .filter_map(|term| term.map(iri).transpose())
        .collect()
}

/// Lets readers see a version: the one update of which all depends. It changes nothing where somebody else was faster.
fn switch(server: &Server, base: &str, index: &NamedNode, before: Option<&Version>) -> Result<(), StoreError> {
    let update = match before {
        None => format!(
            "INSERT {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_VERSION}> {index} }} }} WHERE {{ FILTER NOT EXISTS {{ GRAPH <{HEAD}> \
             {{ <{base}> <{HAS_VERSION}> ?other }} }} }}"
        ),
        Some(Version { index: old, .. }) => format!(
            "DELETE {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_VERSION}> {old} }} }} INSERT {{ GRAPH <{HEAD}> {{ <{base}> \
             <{HAS_VERSION}> {index} }} }} WHERE {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_VERSION}> {old} }} }}"
        ),
    };
    server.update(&update, "the switch to the new version")?;
    match current(server, base)? {
        Some(now) if now.index == *index => Ok(()),
        _ => Err(server
            .failed("readers do not see the new version: somebody else published at the same time".into())
            .into()),
    }
}

/// Takes away old versions, and graphs that none of those that are kept names. Before a graph goes the version is marked, so
/// that who reads in it notices.
fn tidy(server: &Server, base: &str, old: &[&Begun], kept: &[&NamedNode]) -> Result<(), RemoteError> {
    let what = "the removal of an old version";
    let mut needed = BTreeSet::new();
    for index in kept.iter().filter(|_| !old.is_empty()) {
        needed.extend(graphs_of(server, index)?);
    }
    for Begun { index, .. } in old {
        let update = format!(
            "DELETE DATA {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_PART}> {index} }} }} ; INSERT DATA {{ GRAPH <{HEAD}> {{ <{base}> <{GOES}> {index} }} }}"
        );
        server.update(&update, what)?;
        let graphs = graphs_of(server, index)?;
        let unneeded: Vec<&String> = graphs.iter().filter(|graph| !needed.contains(*graph)).collect();
        for part in unneeded.chunks(GRAPHS) {
            let drops: Vec<String> = part.iter().map(|graph| format!("DROP SILENT GRAPH <{graph}>")).collect();
            server.update(&drops.join(" ; "), what)?;
        }
        let update = format!(
            "DROP SILENT GRAPH {index} ; DELETE WHERE {{ GRAPH <{HEAD}> {{ {index} ?p ?o }} }} ; DELETE WHERE {{ GRAPH <{HEAD}> {{ ?s ?p {index} }} }}"
        );
        server.update(&update, what)?;
    }
    Ok(())
}

/// What is sent to a server.
struct Sending<'a> {
    server: &'a Server,
    snapshot: &'a Snapshot,
    progress: &'a dyn Fn(Step),
}

impl Sending<'_> {
    /// Which graphs make a version. Those that it names are there later, or it is not shown.
    fn index(&self, index: &NamedNode, planned: &[Planned]) -> Result<(), StoreError> {
        let mut batch = Batch::new(self.server);
        let predicate = is_version_of();
        for Planned { name, stored, triples } in planned {
            let is = match name {
                GraphName::DefaultGraph => format!("<{IS_DEFAULT_OF}> {index}"),
                name => format!("{predicate} {name}"),
            };
            batch.add(index.as_str(), &format!("{stored} {is} ; <{TRIPLES}> {triples} ."))?;
        }
        batch.send()?;
        Ok(())
    }

    fn graphs(&self, missing: &[&Planned]) -> Result<(), StoreError> {
        let mut batch = Batch::new(self.server);
        for planned in missing {
            for quad in self.snapshot.quads(None, None, None, Some(planned.name.as_ref())) {
                let quad = quad?;
                let line = format!("{} {} {} .", quad.subject, quad.predicate, quad.object);
                if let Some(triples) = batch.add(planned.stored.as_str(), &line)? {
                    (self.progress)(Step::Sent { triples });
                }
            }
        }
        let triples = batch.send()?;
        (self.progress)(Step::Sent { triples });
        Ok(())
    }

    /// How many triples the server holds of each of these graphs.
    fn count(&self, graphs: &[&Planned]) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut found = BTreeMap::new();
        for part in graphs.chunks(GRAPHS) {
            let names: Vec<String> = part.iter().map(|planned| planned.stored.to_string()).collect();
            let query = format!(
                "SELECT ?graph (COUNT(*) AS ?triples) {{ VALUES ?graph {{ {} }} GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph",
                names.join(" ")
            );
            for row in self.server.rows(&query)? {
                if let [Some(Term::NamedNode(graph)), Some(triples)] = row.as_slice() {
                    found.insert(graph.as_str().to_owned(), number_of(triples).unwrap_or_default());
                }
            }
        }
        Ok(found)
    }
}

/// Triples of some graphs that go in one update.
struct Batch<'a> {
    server: &'a Server,
    text: String,
    graph: String,
    triples: usize,
}

impl<'a> Batch<'a> {
    fn new(server: &'a Server) -> Self {
        Self { server, text: String::new(), graph: String::new(), triples: 0 }
    }

    /// Adds a line; sends what there is where that is enough, and says how much it was.
    fn add(&mut self, graph: &str, line: &str) -> Result<Option<u64>, RemoteError> {
        if self.graph != graph {
            if !self.graph.is_empty() {
                self.text.push_str("} ");
            }
            graph.clone_into(&mut self.graph);
            // Writing into a text cannot fail.
            let _ = write!(self.text, "GRAPH <{graph}> {{ ");
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.triples += 1;
        if self.triples < PART && self.text.len() < BYTES { Ok(None) } else { self.send().map(Some) }
    }

    fn send(&mut self) -> Result<u64, RemoteError> {
        let triples = std::mem::take(&mut self.triples) as u64;
        self.graph.clear();
        let text = std::mem::take(&mut self.text);
        if triples > 0 {
            self.server.update(&format!("INSERT DATA {{ {text} }} }}"), "the copy of a graph")?;
        }
        Ok(triples)
    }
}
