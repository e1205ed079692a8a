//! Any server that speaks SPARQL 1.1 as the store: published generations are copied there, and read from there.
//!
//! ```text
//! urn:x-rapporteur:head              graph: which versions there are of which data, and which one readers see
//! urn:x-rapporteur:DATA:version:7:SUM   graph: which graphs of the server make version 7, of which of ours each is, how large it is
//! urn:x-rapporteur:SUM               graph: one of ours, named by what is in it
//! ```
//! A graph of the server is named by a sum of its name and content, so it never changes: an unchanged document is not
//! sent again, and sending it twice changes nothing. Nothing names a graph that is not there yet: the pointer to the
//! version is written last, by one small update. The default graph of the server is neither read nor written.

mod client;
mod data;
mod doctor;
mod each;
mod endpoints;
mod pieces;
mod publish;
mod rewrite;

use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use sha2::{Digest, Sha256};

pub(crate) use client::asking;
pub use client::{Credentials, Server};
pub(super) use data::Remote;
pub use data::{VersionCheck, verify_version};
pub use doctor::{Probe, Verdict, examine};
pub use endpoints::{Endpoints, Profile};
pub use publish::{Step, Uploaded, upload};

/// The graph that says what there is.
const HEAD: &str = "urn:x-rapporteur:head";
/// That data has a version, begun or whole.
const HAS_PART: &str = "http://purl.org/dc/terms/hasPart";
/// That a version is the one that readers see.
const HAS_VERSION: &str = "http://purl.org/dc/terms/hasVersion";
/// That a version is being taken away: its graphs may be gone.
const GOES: &str = "urn:x-rapporteur:takesAway";
/// Number of quads of a version, or of triples of a graph.
const TRIPLES: &str = "http://rdfs.org/ns/void#triples";
/// Sum of a version.
const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";
/// That a graph of the server is our default graph in a version; it is none that a query finds by a name.
const IS_DEFAULT_OF: &str = "urn:x-rapporteur:isDefaultGraphOf";

/// Why a server cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// It cannot be reached, or its answer cannot be used.
    #[error("{url}: {reason}")]
    Failed {
        /// Which address.
        url: String,
        /// Why.
        reason: String,
    },
    /// It gives so many rows of an answer, and there may be more.
    #[error(
        "{url}: it cuts answers off at {rows} rows, and this one has as many or more; ask for fewer, or raise its limit"
    )]
    Cut {
        /// Which address.
        url: String,
        /// At how many.
        rows: u64,
    },
    /// A right is missing.
    #[error(
        "{url} refuses {what} (status {status}: {said}); RAPPORTEUR_REMOTE_CREDENTIALS or remote.credentials-file name who asks"
    )]
    Refused {
        /// Which address.
        url: String,
        /// What was asked.
        what: String,
        /// What it says.
        said: String,
        /// With which status.
        status: u16,
    },
    /// The connection broke after a change was sent.
    #[error(
        "{url}: it is not known whether {what} was made: {reason}; readers see the version of before, or the new one whole. \
         Run the same again: it goes on from what is there"
    )]
    Unknown {
        /// Which address.
        url: String,
        /// Which change.
        what: String,
        /// Why it is not known.
        reason: String,
    },
    /// Nothing of ours is there.
    #[error("{0} holds no data of this program; `rapporteur build --store {0}` copies some there")]
    Empty(String),
    /// Settings do not fit.
    #[error("{0}")]
    Settings(String),
}

/// One version of the data on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) number: u64,
    /// The graph that names its graphs.
    pub(super) index: NamedNode,
    /// The graph of the server that is our default graph.
    pub(super) default_graph: NamedNode,
    pub(super) quads: u64,
    pub(super) digest: String,
}

impl Version {
    /// What tells it from a version of this number of other data.
    pub(super) fn mark(&self) -> u64 {
        u64::from_str_radix(self.digest.get(..16).unwrap_or_default(), 16).unwrap_or_default()
    }
}

/// The name of a version of the data under a base. Two who begin the same number at the same time have two names, so that
/// what they write does not mix.
fn version_name(base: &str, number: u64, digest: &str) -> NamedNode {
    let (data, content) = (hex(&Sha256::digest(base.as_bytes())), digest.get(..16).unwrap_or(digest));
    NamedNode::new_unchecked(format!("urn:x-rapporteur:{}:version:{number}:{content}", &data[..16]))
}

/// The number of a version, from its name.
fn version_number(name: &str) -> Option<u64> {
    name.rsplit_once(":version:")?.1.split(':').next()?.parse().ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Number and sum of the version that readers of a server see; nothing where there is none.
///
/// # Errors
/// The server cannot be read, or holds data under several bases and none is named.
pub fn shown(server: &Server, base: Option<&str>) -> Result<Option<(u64, String)>, RemoteError> {
    let base = match base_of(server, base) {
        Err(RemoteError::Empty(_)) => return Ok(None),
        base => base?,
    };
    Ok(current(server, &base)?.map(|version| (version.number, version.digest)))
}

/// The base of the data that a server holds.
///
/// # Errors
/// The server cannot be read, holds none, or holds several and `wanted` names none of them.
pub(super) fn base_of(server: &Server, wanted: Option<&str>) -> Result<String, RemoteError> {
    let query = format!("SELECT DISTINCT ?data {{ GRAPH <{HEAD}> {{ ?data <{HAS_VERSION}> ?version }} }}");
    let bases: Vec<String> = server.rows(&query)?.into_iter().filter_map(|row| iri(row.into_iter().next()?)).collect();
    let empty = || RemoteError::Empty(server.endpoints().query.clone());
    match (wanted, bases.as_slice()) {
        (_, []) => Err(empty()),
        (Some(wanted), bases) if bases.iter().any(|base| base == wanted) => Ok(wanted.to_owned()),
        (None, [one]) => Ok(one.clone()),
        (_, bases) => {
            let reason = format!("it holds data under {}; --base names one of them", bases.join(" and "));
            Err(server.failed(reason))
        }
    }
}

/// The version that readers see; nothing where there is none.
fn current(server: &Server, base: &str) -> Result<Option<Version>, RemoteError> {
    let query = format!(
        "SELECT ?version ?default ?triples ?digest {{ GRAPH <{HEAD}> {{ <{base}> <{HAS_VERSION}> ?version . ?version \
         <{TRIPLES}> ?triples ; <{IDENTIFIER}> ?digest }} GRAPH ?version {{ ?default <{IS_DEFAULT_OF}> ?version }} }}"
    );
    let mut rows = server.rows(&query)?;
    let damaged = || server.failed(format!("what it says of its versions in <{HEAD}> is damaged"));
    match rows.len() {
        0 => Ok(None),
        1 => {
            let row = rows.remove(0);
            let mut row = row.into_iter();
            let mut next = || row.next().flatten().ok_or_else(damaged);
            let (index, default_graph, quads, digest) = (next()?, next()?, next()?, next()?);
            let (Term::NamedNode(index), Term::NamedNode(default_graph)) = (index, default_graph) else {
                return Err(damaged());
            };
            let number = version_number(index.as_str()).ok_or_else(damaged)?;
            let quads = number_of(&quads).ok_or_else(damaged)?;
            let Term::Literal(digest) = digest else { return Err(damaged()) };
            Ok(Some(Version { number, index, default_graph, quads, digest: digest.value().to_owned() }))
        }
        _ => Err(damaged()),
    }
}

fn iri(term: Option<Term>) -> Option<String> {
    match term? {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    }
}

fn number_of(term: &Term) -> Option<u64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

/// For patterns with a fixed predicate.
fn is_version_of() -> NamedNodeRef<'static> {
    rewrite::IS_VERSION_OF
}
