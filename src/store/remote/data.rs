//! A version on a server, read as a snapshot is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use oxigraph::model::{
    BlankNode, GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple,
};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::client::canonical;
use super::pieces::{self, Pattern, Read, Way};
use super::publish::named_by_content;
use super::rewrite::{Shape, Unsupported, rewritten};
use super::{
    HAS_PART, HEAD, IS_DEFAULT_OF, RemoteError, Server, TRIPLES, Version, base_of, current, is_version_of, number_of,
};
use crate::store::StoreError;

/// A version of the data on a server.
#[derive(Clone)]
pub(in crate::store) struct Remote {
    server: Server,
    pub(in crate::store) version: Version,
    /// Names there of graphs that queries named; a version does not change.
    names: Arc<Mutex<HashMap<NamedNode, NamedNode>>>,
}

/// Subject, predicate and object, each where it is fixed.
pub(in crate::store) type Fixed = (Option<NamedOrBlankNode>, Option<NamedNode>, Option<Term>);

type Quads = Box<dyn Iterator<Item = Result<Quad, StoreError>>>;

impl Remote {
    /// The version that readers see.
    pub(in crate::store) fn open(server: &Server, base: &str) -> Result<Self, RemoteError> {
        let empty = || RemoteError::Empty(server.endpoints().query.clone());
        let version = current(server, base)?.ok_or_else(empty)?;
        Ok(Self { server: server.clone(), version, names: Arc::default() })
    }

    /// Asks the server; the rows are read as they come.
    pub(in crate::store) fn evaluate(&self, query: &Query) -> Result<QueryResults<'static>, QueryEvaluationError> {
        let (text, shape) = rewritten(query, &self.version, &|name| self.name(name)).map_err(|error| match error {
            Unsupported::Remote(error) => evaluation(error),
            error => QueryEvaluationError::Service(Box::new(error)),
        })?;
        let rows = self.server.select(&text).map_err(evaluation)?;
        let variables = rows.variables().into();
        let mut rows = self.watched(pieces::whole(&self.server, rows));
        match shape {
            Shape::Yes => {
                let first = rows.next().transpose().map_err(evaluation)?;
                Ok(QueryResults::Boolean(first.is_some()))
            }
            Shape::Rows => {
                let rows = rows.map(|row| {
                    let row = row.map_err(evaluation)?;
                    Ok(row.values().iter().map(|term| term.clone().map(canonical)).collect())
                });
                Ok(QueryResults::Solutions(QuerySolutionIter::from_tuples(variables, rows)))
            }
            Shape::Triples(template) => {
                let triples = rows.flat_map(move |row| match row {
                    Ok(row) => instances(&template, &row).into_iter().map(Ok).collect::<Vec<_>>(),
                    Err(error) => vec![Err(evaluation(error))],
                });
                Ok(QueryResults::Graph(QueryTripleIter::new(triples)))
            }
        }
    }

    /// Rows, and an error behind them where the version was taken away meanwhile.
    fn watched(&self, mut rows: Read) -> impl Iterator<Item = Result<QuerySolution, RemoteError>> + use<> {
        let (this, mut ended) = (self.clone(), false);
        std::iter::from_fn(move || match rows.next() {
            _ if ended => None,
            Some(row) => {
                ended = row.is_err();
                Some(row)
            }
            None => {
                ended = true;
                this.is_there().err().map(Err)
            }
        })
    }

    /// That the version is still one that the server holds whole.
    fn is_there(&self) -> Result<(), RemoteError> {
        let index = &self.version.index;
        let rows = self.server.rows(&format!("SELECT ?data {{ GRAPH <{HEAD}> {{ ?data <{HAS_PART}> {index} }} }}"))?;
        match rows.is_empty() {
            false => Ok(()),
            true => {
                let number = self.version.number;
                Err(self.server.failed(format!("version {number} was taken away while it was read; ask again")))
            }
        }
    }

    /// The quads that match a pattern; without a graph, those of all of them.
    pub(in crate::store) fn quads(&self, fixed: Fixed, graph: Option<GraphNameRef<'_>>) -> Quads {
        let found = match graph {
            Some(GraphNameRef::DefaultGraph) => self.in_default(),
            Some(GraphNameRef::NamedNode(name)) => self.stored(name),
            Some(GraphNameRef::BlankNode(_)) => Ok(None),
            None => return self.in_any(fixed),
        };
        match (found, graph) {
            // Of a whole graph it is known how large it is.
            (Ok(Some((stored, triples))), Some(ours)) if fixed == (None, None, None) => {
                self.counted(&stored, ours.into_owned(), triples)
            }
            (Ok(Some((stored, _))), Some(ours)) => self.of_graph(fixed, &stored, ours.into_owned(), None),
            (Err(error), _) => Box::new(std::iter::once(Err(error.into()))),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn in_any(&self, fixed: Fixed) -> Quads {
        if fixed == (None, None, None) {
            return match self.graphs() {
                Ok(graphs) => {
                    let this = self.clone();
                    let all = move |(stored, ours, triples)| this.counted(&stored, ours, triples);
                    Box::new(graphs.into_iter().flat_map(all))
                }
                Err(error) => Box::new(std::iter::once(Err(error.into()))),
            };
        }
        let index = self.version.index.as_str();
        let default = self.of_graph(fixed.clone(), &self.version.default_graph, GraphName::DefaultGraph, None);
        let asked = Asked::new(fixed);
        let (stored, is) = (format!("GRAPH ?stored {{ {} }}", asked.pattern()), is_version_of());
        let columns = format!("{} ?graph", asked.columns());
        let body = format!("{stored} GRAPH <{index}> {{ ?stored {is} ?graph }}");
        let ways = asked.ways().into_iter().chain([Way::sums("?stored")]).collect();
        Box::new(default.chain(self.read(Pattern { columns, body, ways, rows: None }, asked, None)))
    }

    fn of_graph(&self, fixed: Fixed, stored: &NamedNode, ours: GraphName, rows: Option<u64>) -> Quads {
        let asked = Asked::new(fixed);
        let (columns, body) = (asked.columns(), format!("GRAPH {stored} {{ {} }}", asked.pattern()));
        self.read(Pattern { columns, body, ways: asked.ways(), rows }, asked, Some(ours))
    }

    /// A whole graph, of which it is known how large it is.
    fn counted(&self, stored: &NamedNode, ours: GraphName, triples: u64) -> Quads {
        let mut quads = self.of_graph((None, None, None), stored, ours.clone(), Some(triples));
        let this = self.clone();
        let mut count = 0;
        let mut ended = false;
        Box::new(std::iter::from_fn(move || match quads.next() {
            Some(quad) => {
                count += u64::from(quad.is_ok());
                Some(quad)
            }
            None if ended || count == triples => None,
            None => {
                ended = true;
                let reason =
                    format!("it gave {count} of the {triples} triples of {ours}; it cuts answers off, or was changed");
                Some(Err(this.is_there().err().unwrap_or_else(|| this.server.failed(reason)).into()))
            }
        }))
    }

    fn read(&self, pattern: Pattern, asked: Asked, ours: Option<GraphName>) -> Quads {
        // Of which it is known how many there are, that is looked at behind them.
        let is_counted = pattern.rows.is_some();
        let rows = pieces::all(&self.server, pattern);
        let rows = if is_counted { rows } else { Box::new(self.watched(rows)) };
        let server = self.server.clone();
        Box::new(rows.map(move |row| {
            let row = row?;
            let quad = asked.quad(&row, ours.as_ref());
            Ok(quad.ok_or_else(|| server.failed("a row of its answer is no quad".into()))?)
        }))
    }

    /// The graph of the server that is one of ours, and how many triples it has.
    fn stored(&self, name: NamedNodeRef<'_>) -> Result<Option<(NamedNode, u64)>, RemoteError> {
        self.found(&format!("?stored {} {name}", is_version_of()))
    }

    /// The name there of one of our graphs.
    fn name(&self, ours: &NamedNode) -> Result<Option<NamedNode>, RemoteError> {
        // Somebody who panicked left what is known.
        let names = || self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names().get(ours) {
            return Ok(Some(known.clone()));
        }
        let found = self.stored(ours.as_ref())?.map(|(stored, _)| stored);
        if let Some(stored) = &found {
            names().insert(ours.clone(), stored.clone());
        }
        Ok(found)
    }

    /// The graph of the server that is our default graph.
    fn in_default(&self) -> Result<Option<(NamedNode, u64)>, RemoteError> {
        self.found(&format!("?stored <{IS_DEFAULT_OF}> {}", self.version.index))
    }

    fn found(&self, pattern: &str) -> Result<Option<(NamedNode, u64)>, RemoteError> {
        let index = self.version.index.as_str();
        let query =
            format!("SELECT ?stored ?triples {{ GRAPH <{index}> {{ {pattern} . ?stored <{TRIPLES}> ?triples }} }}");
        let rows = self.server.rows(&query)?;
        Ok(rows.first().and_then(|row| match row.as_slice() {
            [Some(Term::NamedNode(stored)), Some(triples)] => Some((stored.clone(), number_of(triples)?)),
            _ => None,
        }))
    }

    /// Reads everything and compares it with the names of the graphs, which are sums of what was sent; answers for how many
    /// graphs it holds, and which are others.
    fn compared(&self) -> Result<(u64, Vec<String>), StoreError> {
        let (mut graphs, mut others) = (0, Vec::new());
        for (stored, ours, triples) in self.graphs()? {
            graphs += 1;
            match named_by_content(ours.clone(), self.counted(&stored, ours.clone(), triples)) {
                Ok(found) if found.stored == stored => {}
                Ok(_) => others.push(format!("{ours}: is not what was sent")),
                Err(error) => others.push(format!("{ours}: {error}")),
            }
        }
        Ok((graphs, others))
    }

    /// Whether one of ours has this name.
    pub(in crate::store) fn has_graph(&self, name: NamedNodeRef<'_>) -> Result<bool, RemoteError> {
        Ok(self.stored(name)?.is_some())
    }

    /// All graphs: their names there, their names here, and how many triples each has.
    pub(in crate::store) fn graphs(&self) -> Result<Vec<(NamedNode, GraphName, u64)>, RemoteError> {
        let index = self.version.index.as_str();
        let body = format!(
            "GRAPH <{index}> {{ ?stored <{TRIPLES}> ?triples . {{ ?stored {} ?graph }} UNION {{ ?stored <{IS_DEFAULT_OF}> ?graph }} }}",
            is_version_of()
        );
        let columns = "?stored ?graph ?triples".to_owned();
        let damaged = || self.server.failed(format!("what it says in <{index}> is damaged"));
        let mut graphs = Vec::new();
        for row in pieces::all(&self.server, Pattern { columns, body, ways: vec![Way::sums("?stored")], rows: None }) {
            graphs.push(match row?.values() {
                [Some(Term::NamedNode(stored)), Some(Term::NamedNode(graph)), Some(triples)] => {
                    let is_default = *graph == self.version.index;
                    let ours = if is_default { GraphName::DefaultGraph } else { graph.clone().into() };
                    (stored.clone(), ours, number_of(triples).ok_or_else(damaged)?)
                }
                _ => return Err(damaged()),
            });
        }
        graphs.sort_by_cached_key(|(_, ours, _)| ours.to_string());
        Ok(graphs)
    }
}

/// A pattern of which some places are fixed.
struct Asked {
    fixed: Fixed,
}

impl Asked {
    fn new(fixed: Fixed) -> Self {
        Self { fixed }
    }

    fn columns(&self) -> String {
        let (s, p, o) = &self.fixed;
        let open = [("?s", s.is_none()), ("?p", p.is_none()), ("?o", o.is_none())];
        let open: Vec<&str> = open.into_iter().filter(|(_, open)| *open).map(|(name, _)| name).collect();
        // A query has a column, also where nothing is asked but whether there is such a triple.
        if open.is_empty() { "(1 AS ?yes)".to_owned() } else { open.join(" ") }
    }

    /// How its rows are divided where they are too many for one answer.
    fn ways(&self) -> Vec<Way> {
        let (s, p, o) = &self.fixed;
        let ways = [(p.is_none(), Way::Each("?p")), (s.is_none(), Way::sums("?s")), (o.is_none(), Way::sums("?o"))];
        ways.into_iter().filter(|(open, _)| *open).map(|(_, way)| way).collect()
    }

    fn pattern(&self) -> String {
        let (s, p, o) = &self.fixed;
        let text = |term: Option<String>, name: &str| term.unwrap_or_else(|| name.to_owned());
        let (s, p, o) = (
            s.as_ref().map(ToString::to_string),
            p.as_ref().map(ToString::to_string),
            o.as_ref().map(ToString::to_string),
        );
        format!("{} {} {}", text(s, "?s"), text(p, "?p"), text(o, "?o"))
    }

    fn quad(&self, row: &QuerySolution, ours: Option<&GraphName>) -> Option<Quad> {
        let value = |name: &str| row.get(name).cloned().map(canonical);
        let (s, p, o) = &self.fixed;
        let subject = match s {
            Some(subject) => subject.clone(),
            None => match value("s")? {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                _ => return None,
            },
        };
        let predicate = match p {
            Some(predicate) => predicate.clone(),
            None => named(value("p")?)?,
        };
        let object = match o {
            Some(object) => object.clone(),
            None => value("o")?,
        };
        let graph = match ours {
            Some(graph) => graph.clone(),
            None => named(value("graph")?)?.into(),
        };
        Some(Quad::new(subject, predicate, object, graph))
    }
}

fn named(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// The triples that a row makes of a template; those with an open place, or that are none, are left out.
fn instances(template: &[TriplePattern], row: &QuerySolution) -> Vec<Triple> {
    let mut nodes: HashMap<BlankNode, BlankNode> = HashMap::new();
    let mut term = |pattern: &TermPattern| -> Option<Term> {
        match pattern {
            TermPattern::NamedNode(node) => Some(node.clone().into()),
            TermPattern::Literal(literal) => Some(literal.clone().into()),
            TermPattern::BlankNode(node) => Some(nodes.entry(node.clone()).or_default().clone().into()),
            TermPattern::Variable(variable) => row.get(variable).cloned().map(canonical),
            _ => None,
        }
    };
    let made = template.iter().filter_map(|triple| {
        let subject = match term(&triple.subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return None,
        };
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(node) => node.clone(),
            NamedNodePattern::Variable(variable) => named(row.get(variable)?.clone())?,
        };
        Some(Triple::new(subject, predicate, term(&triple.object)?))
    });
    made.collect()
}

fn evaluation(error: RemoteError) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(Box::new(error))
}

/// What a look at a whole version came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionCheck {
    /// The version that readers see.
    pub version: u64,
    /// Number of its graphs.
    pub graphs: u64,
    /// Number of its quads.
    pub quads: u64,
    /// Graphs that are not what was sent, each with what is wrong.
    pub others: Vec<String>,
}

/// Reads the version that readers of a server see, and compares every graph with the sum of what was sent.
///
/// # Errors
/// The server cannot be read, or holds no such data.
pub fn verify_version(server: &Server, base: Option<&str>) -> Result<VersionCheck, StoreError> {
    let remote = Remote::open(server, &base_of(server, base)?)?;
    let (graphs, others) = remote.compared()?;
    Ok(VersionCheck { version: remote.version.number, graphs, quads: remote.version.quads, others })
}
