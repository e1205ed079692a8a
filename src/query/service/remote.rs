//! `SERVICE <https://…>`: other endpoints, asked over HTTP. Only those that the settings name by their exact URLs.
//!
//! A query is written by a stranger, so the request must not reach what only this machine can reach: the addresses of a
//! host are looked up once, all of them must be public, and the connection goes to one of these. Nothing is
//! redirected, no proxy of the environment is used, time and bytes are limited, and one query asks each thing once.

use std::collections::HashMap;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use oxigraph::model::{BlankNode, NamedNode, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use oxigraph::sparql::{DefaultServiceHandler, QuerySolution, QuerySolutionIter, Variable};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use ureq::http::{Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::is_public;
use crate::store::asking;

/// Most requests of one query.
const REQUESTS: usize = 16;

/// What an endpoint says of a failure is not quoted further than this.
const QUOTED: usize = 200;

/// Addresses of a host that are tried, and for which the client has room.
const ADDRESSES: usize = 16;

/// Which other endpoints may be asked, and how long and how much they may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Their exact URLs.
    pub allow: Vec<String>,
    /// Hosts of these that may have addresses that are not public.
    pub private_hosts: Vec<String>,
    /// Time for one request, from looking up its host to the last byte.
    pub timeout: Duration,
    /// Bytes of one answer.
    pub bytes: u64,
}

/// Why another endpoint gave no rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// It is not on the list.
    #[error("SERVICE {0} is not answered: this endpoint asks only those that its settings name")]
    NotAllowed(NamedNode),
    /// The query asks too often.
    #[error("a query may ask other endpoints {REQUESTS} things, not more")]
    TooMany,
    /// It could not be reached, or its answer cannot be used.
    #[error("SERVICE <{url}> gave no answer: {reason}")]
    Failed {
        /// Which.
        url: String,
        /// Why.
        reason: String,
    },
}

/// A client that asks other endpoints.
pub struct Remote {
    endpoints: Endpoints,
    agent: ureq::Agent,
}

impl Remote {
    /// A client for these endpoints; nothing if there are none.
    pub fn new(endpoints: Endpoints) -> Option<Arc<Self>> {
        if endpoints.allow.is_empty() {
            return None;
        }
        let config = asking(endpoints.timeout);
        let addresses = Addresses { private_hosts: endpoints.private_hosts.clone() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), addresses);
        Some(Arc::new(Self { endpoints, agent }))
    }

    /// Whether an endpoint is on the list.
    pub(super) fn allows(&self, url: &str) -> bool {
        self.endpoints.allow.iter().any(|allowed| allowed == url)
    }

    /// The handler for one query.
    pub(crate) fn handler(self: &Arc<Self>) -> Handler {
        Handler { remote: self.clone(), known: Mutex::default() }
    }

    /// The rows of a query.
    fn ask(&self, url: &str, query: &str) -> Result<Rows, String> {
        let accept = "application/sparql-results+json, application/sparql-results+xml;q=0.8";
        let request = self.agent.post(url).header(header::ACCEPT, accept);
        let mut answer = request.send_form([("query", query)]).map_err(|error| self.said(error))?;
        let status = answer.status();
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let format = kind.and_then(QueryResultsFormat::from_media_type);
        let kind = kind.unwrap_or("nothing that has a name").to_owned();
        let body = answer.body_mut().with_config().limit(self.endpoints.bytes).read_to_vec();
        let body = body.map_err(|error| self.said(error))?;
        if status != ureq::http::StatusCode::OK {
            let said = String::from_utf8_lossy(&body[..body.len().min(QUOTED)]).into_owned();
            return Err(format!("it answered with status {}: {said}", status.as_u16()));
        }
        let format = format.ok_or_else(|| format!("it answered with {kind}, not with rows"))?;
        rows(format, &body).map_err(|reason| format!("its answer is damaged: {reason}"))
    }

    fn said(&self, error: ureq::Error) -> String {
        match error {
            ureq::Error::Timeout(_) => format!("it took longer than {} s", self.endpoints.timeout.as_secs_f64()),
            ureq::Error::BodyExceedsLimit(limit) => format!("its answer has more than {limit} bytes"),
            ureq::Error::HostNotFound => "its host is not known".to_owned(),
            other => other.to_string(),
        }
    }
}

/// The rows of an answer.
struct Rows {
    variables: Arc<[Variable]>,
    rows: Vec<Vec<Option<Term>>>,
}

fn rows(format: QueryResultsFormat, body: &[u8]) -> Result<Rows, String> {
    let parsed = QueryResultsParser::from_format(format).for_slice(body).map_err(|error| error.to_string())?;
    let SliceQueryResultsParserOutput::Solutions(solutions) = parsed else { return Err("it says yes or no".into()) };
    let variables: Arc<[Variable]> = solutions.variables().into();
    let mut nodes = HashMap::new();
    let mut rows = Vec::new();
    for solution in solutions {
        let solution: QuerySolution = solution.map_err(|error| error.to_string())?;
        // A blank node of theirs is none of ours, whatever its label.
        let row = solution.values().iter().map(|value| match value {
            Some(Term::BlankNode(node)) => {
                Some(nodes.entry(node.clone()).or_insert_with(BlankNode::default).clone().into())
            }
            other => other.clone(),
        });
        rows.push(row.collect());
    }
    Ok(Rows { variables, rows })
}

/// Asks other endpoints for one query, each thing once: the evaluator may come back for every row of a join.
pub(crate) struct Handler {
    remote: Arc<Remote>,
    known: Mutex<HashMap<String, Result<Arc<Rows>, RemoteError>>>,
}

impl Handler {
    fn rows(&self, name: &NamedNode, pattern: &GraphPattern) -> Result<Arc<Rows>, RemoteError> {
        if !self.remote.allows(name.as_str()) {
            return Err(RemoteError::NotAllowed(name.clone()));
        }
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: None }.to_string();
        let key = format!("{name} {query}");
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(&key) {
            return answer.clone();
        }
        if known.len() == REQUESTS {
            return Err(RemoteError::TooMany);
        }
        let answer = self.remote.ask(name.as_str(), &query);
        let answer = answer.map(Arc::new);
        let answer = answer.map_err(|reason| RemoteError::Failed { url: name.as_str().to_owned(), reason });
        known.insert(key, answer.clone());
        answer
    }
}

impl DefaultServiceHandler for Handler {
    type Error = RemoteError;

    fn handle(
        &self,
        name: &NamedNode,
        pattern: &GraphPattern,
        _base: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, RemoteError> {
        let answer = self.rows(name, pattern)?;
        let (variables, mut next) = (answer.variables.clone(), 0);
        let rows = std::iter::from_fn(move || {
            let row = answer.rows.get(next).cloned();
            next += 1;
            row.map(Ok)
        });
        Ok(QuerySolutionIter::from_tuples(variables, rows))
    }
}

/// Looks up hosts, and gives no address that strangers must not reach through us.
#[derive(Debug)]
struct Addresses {
    private_hosts: Vec<String>,
}

impl Addresses {
    fn of(&self, uri: &Uri) -> Result<Vec<SocketAddr>, ureq::Error> {
        let authority = uri.authority().ok_or(ureq::Error::HostNotFound)?;
        let host = authority.host().trim_matches(['[', ']']);
        let port = authority.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let may_be_private = self.private_hosts.iter().any(|private| private.eq_ignore_ascii_case(host));
        let found = (host, port).to_socket_addrs().map_err(|_| ureq::Error::HostNotFound)?;
        let addresses: Vec<SocketAddr> = found.take(ADDRESSES).collect();
        match addresses.iter().map(|address| address.ip().to_canonical()).find(|ip| !is_public(*ip)) {
            Some(ip) if !may_be_private => {
                let reason = format!("{host} has the address {ip}, which is not a public one");
                Err(ureq::Error::Io(std::io::Error::other(reason)))
            }
            _ if addresses.is_empty() => Err(ureq::Error::HostNotFound),
            _ => Ok(addresses),
        }
    }
}

impl Resolver for Addresses {
    // The system has its own limit of time for a name, and the query its deadline.
    fn resolve(&self, uri: &Uri, _: &ureq::config::Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        self.of(uri)?.into_iter().for_each(|address| addresses.push(address));
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_looked_up_and_its_address_must_be_public() {
        let resolve = |uri: &str, private: &[&str]| {
            let addresses = Addresses { private_hosts: private.iter().map(|&host| host.to_owned()).collect() };
            let found = addresses.of(&uri.parse().unwrap());
            found.map(|found| found[0]).map_err(|error| error.to_string())
        };
        for uri in ["http://127.0.0.1/", "http://localhost:3030/sparql", "https://[::1]/", "http://169.254.169.254/"] {
            let refused = resolve(uri, &["other"]).unwrap_err();
            assert!(refused.contains("not a public one"), "{uri}: {refused}");
        }
        assert_eq!(resolve("http://93.184.215.14/x", &[]), Ok("93.184.215.14:80".parse().unwrap()));
        assert_eq!(resolve("https://[2606:4700::1111]/", &[]), Ok("[2606:4700::1111]:443".parse().unwrap()));
        assert_eq!(resolve("http://127.0.0.1:3030/", &["127.0.0.1"]), Ok("127.0.0.1:3030".parse().unwrap()));
    }

    #[test]
    fn a_blank_node_of_another_endpoint_is_none_of_ours() {
        let json = br#"{"head":{"vars":["a","b"]},"results":{"bindings":[
            {"a":{"type":"bnode","value":"x"},"b":{"type":"bnode","value":"x"}},
            {"a":{"type":"bnode","value":"y"}}]}}"#;
        let answer = rows(QueryResultsFormat::Json, json).unwrap();
        assert_eq!(answer.rows[0][0], answer.rows[0][1]);
        assert_ne!(answer.rows[0][0], answer.rows[1][0]);
        assert_ne!(answer.rows[0][0], Some(BlankNode::new("x").unwrap().into()));
        assert_eq!(answer.rows[1][1], None);
        assert!(rows(QueryResultsFormat::Json, &json[..90]).is_err());
        assert!(rows(QueryResultsFormat::Json, br#"{"head":{},"boolean":true}"#).is_err());
    }
}
