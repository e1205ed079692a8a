//! The plan of a query: what the evaluator does, step by step, and what each step cost.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Term};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};
use serde::{Deserialize, Serialize};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::service::{Remote, Search};
use super::{dataset, prefixes};
use crate::graph::vocab;
use crate::store::Snapshot;

/// Quads of a pattern that are counted, and of all patterns together.
const COUNTED: usize = 10_000;
const COUNTED_IN_ALL: usize = 50_000;

/// Longest step in a text, in characters.
const STEP: usize = 160;

/// How a query is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct How {
    /// Whether it is also run, for rows and times; else only planned.
    pub run: bool,
    /// Most rows, or triples, that are read.
    pub rows: usize,
    /// The time that it has.
    pub time: Duration,
}

/// The plan of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// SELECT, CONSTRUCT, DESCRIBE or ASK.
    pub kind: &'static str,
    /// The graphs it is asked of.
    pub dataset: String,
    /// The searches in the text index that it begins with.
    pub searches: Vec<Search>,
    /// The query as it was understood: prefixes resolved, parameters bound.
    pub query: String,
    /// Most rows, or triples.
    pub limit_rows: usize,
    /// Most seconds.
    pub limit_seconds: f64,
    /// Seconds that planning took.
    pub planning_seconds: Option<f64>,
    /// What running it gave; nothing if it was only planned.
    pub run: Option<Ran>,
    /// The last step; those that feed it hang below it.
    pub plan: Step,
}

/// What running a query gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ran {
    /// Number of rows, or triples.
    pub rows: usize,
    /// Seconds until the last of them.
    pub seconds: f64,
    /// Whether these are all: `complete`, `truncated at 100 rows`, `stopped after 10 s`.
    pub completeness: String,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What it does.
    pub name: String,
    /// How many quads fit its pattern alone, and whether there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<(usize, bool)>,
    /// Rows that it gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Seconds that it took, with those below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// The steps that feed it.
    pub children: Vec<Step>,
}

/// What the evaluator tells.
#[derive(Deserialize)]
struct Told {
    #[serde(rename = "planning duration in seconds")]
    planning: Option<f64>,
    plan: ToldStep,
}

#[derive(Deserialize)]
struct ToldStep {
    name: String,
    #[serde(rename = "number of results")]
    rows: Option<u64>,
    #[serde(rename = "duration in seconds")]
    seconds: Option<f64>,
    children: Vec<ToldStep>,
}

/// Plans a query, and runs it if asked to.
///
/// # Errors
/// What evaluating it would give, but that a run that is stopped in time still shows how far each step came.
pub fn explain(
    snapshot: &Snapshot,
    query: Query,
    how: How,
    remote: Option<&Arc<Remote>>,
    cancellation: CancellationToken,
) -> Result<Plan, QueryEvaluationError> {
    let started = Instant::now();
    let text = query.to_string();
    let dataset::Ready { snapshot: ready, query, searches } = dataset::ready(snapshot, query, remote, &cancellation)?;
    let (kind, asked_of) = match &query {
        Query::Select { dataset, .. } => ("SELECT", dataset),
        Query::Construct { dataset, .. } => ("CONSTRUCT", dataset),
        Query::Describe { dataset, .. } => ("DESCRIBE", dataset),
        Query::Ask { dataset, .. } => ("ASK", dataset),
    };
    let (asked_of, graphs) = (asked_of.clone(), described(asked_of.as_ref()));
    // The plan does not depend on the data, and over no data it costs nothing.
    let nothing = Snapshot::in_memory(Vec::new()).map_err(|error| QueryEvaluationError::Dataset(error.into()))?;
    // Who only plans asks nobody.
    let evaluator = dataset::evaluator(remote.filter(|_| how.run), cancellation);
    let planned = if how.run { &ready } else { &nothing }.explain(query, evaluator, how.run);
    let none = "a server plans in its own way, and tells nothing of it that is known here; --explain=plan shows the plan of this program";
    let (results, explanation) = planned.ok_or_else(|| QueryEvaluationError::Service(none.into()))?;
    let mut run = None;
    if how.run {
        let (rows, completeness) = drain(results, how)?;
        run = Some(Ran { rows, seconds: started.elapsed().as_secs_f64(), completeness });
    } else {
        drop(results?);
    }
    let broken = |error: String| QueryEvaluationError::Unexpected(error.into());
    let mut json = Vec::new();
    explanation.write_in_json(&mut json).map_err(|error| broken(error.to_string()))?;
    let mut reader = serde_json::Deserializer::from_slice(&json);
    // As deep as the query, which the parser has read.
    reader.disable_recursion_limit();
    let told = Told::deserialize(&mut reader).map_err(|error| broken(error.to_string()))?;
    let mut left = COUNTED_IN_ALL;
    let mut fits = |name: &str| {
        let found = fits(&ready, asked_of.as_ref(), name, left.min(COUNTED))?;
        left -= found.0;
        Some(found)
    };
    Ok(Plan {
        kind,
        dataset: graphs,
        plan: step(told.plan, &mut fits, &searches),
        searches,
        query: text,
        limit_rows: how.rows,
        limit_seconds: how.time.as_secs_f64(),
        planning_seconds: told.planning,
        run,
    })
}

/// Reads everything, as the figures of a step are those of what was read.
fn drain(
    results: Result<QueryResults<'static>, QueryEvaluationError>,
    how: How,
) -> Result<(usize, String), QueryEvaluationError> {
    let stopped = || format!("stopped after {} s", how.time.as_secs_f64());
    let count = |items: &mut dyn Iterator<Item = Result<(), QueryEvaluationError>>| {
        let mut rows = 0;
        for item in items {
            match item {
                Err(QueryEvaluationError::Cancelled) => return Ok((rows, stopped())),
                Err(error) => return Err(error),
                Ok(()) if rows == how.rows => return Ok((rows, format!("truncated at {rows} rows"))),
                Ok(()) => rows += 1,
            }
        }
        Ok((rows, "complete".to_owned()))
    };
    match results {
        Err(QueryEvaluationError::Cancelled) => Ok((0, stopped())),
        Err(error) => Err(error),
        Ok(QueryResults::Boolean(_)) => Ok((1, "complete".to_owned())),
        Ok(QueryResults::Solutions(solutions)) => count(&mut solutions.map(|row| row.map(|_| ()))),
        Ok(QueryResults::Graph(triples)) => count(&mut triples.map(|triple| triple.map(|_| ()))),
    }
}

fn step(told: ToldStep, fits: &mut dyn FnMut(&str) -> Option<(usize, bool)>, searches: &[Search]) -> Step {
    let fits_alone = fits(&told.name);
    let mut name = told.name;
    // The rows of a search are as good as its name.
    let searched = searches.iter().find(|search| {
        let columns: Vec<String> = search.columns.iter().map(|column| format!("?{column}")).collect();
        name.starts_with(&format!("StaticBindings(({})", columns.join(", ")))
    });
    if let Some(search) = searched {
        name = format!("Search({:?}: {} of {} texts)", search.text, search.rows, search.total);
    }
    let children = told.children.into_iter().map(|child| step(child, &mut *fits, searches)).collect();
    Step { name, fits: fits_alone, rows: told.rows, seconds: told.seconds, children }
}

fn described(dataset: Option<&QueryDataset>) -> String {
    let list =
        |graphs: &[oxigraph::model::NamedNode]| graphs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match dataset {
        None => "the default graph, what holds; GRAPH reaches the graphs of the documents".to_owned(),
        Some(dataset) => {
            let named = dataset.named.as_deref().map_or("all".to_owned(), list);
            format!("default graph: {}; named graphs: {named}", list(&dataset.default))
        }
    }
}

/// How many quads fit a pattern alone, as the step names it.
fn fits(snapshot: &Snapshot, dataset: Option<&QueryDataset>, step: &str, most: usize) -> Option<(usize, bool)> {
    let pattern = step.strip_prefix("QuadPattern(")?.strip_suffix(')')?;
    let (triple, graph) = triple(pattern)?;
    let (subject, predicate, object) =
        (constant(&triple.subject)?, named(&triple.predicate), constant(&triple.object)?);
    let graph = match &graph {
        Some(NamedNodePattern::NamedNode(graph)) => Some(GraphNameRef::NamedNode(graph.as_ref())),
        Some(NamedNodePattern::Variable(_)) => None,
        None => match dataset {
            None => Some(GraphNameRef::DefaultGraph),
            Some(dataset) => Some(GraphNameRef::NamedNode(dataset.default.first()?.as_ref())),
        },
    };
    let subject = match &subject {
        Some(Term::NamedNode(node)) => Some(NamedOrBlankNodeRef::from(node.as_ref())),
        Some(_) => return None,
        None => None,
    };
    let object = object.as_ref().map(Term::as_ref);
    let found = snapshot.quads(subject, predicate, object, graph).take(most + 1).count();
    Some((found.min(most), found > most))
}

fn triple(pattern: &str) -> Option<(TriplePattern, Option<NamedNodePattern>)> {
    let read = |text: String| match prefixes::parser(vocab::BASE).parse_query(&text).ok()? {
        Query::Select { pattern: GraphPattern::Project { inner, .. }, .. } => Some(*inner),
        _ => None,
    };
    let one = |pattern: &GraphPattern| match pattern {
        GraphPattern::Bgp { patterns } if patterns.len() == 1 => patterns.first().cloned(),
        _ => None,
    };
    if let Some(triple) = read(format!("SELECT * {{ {pattern} }}")).and_then(|inner| one(&inner)) {
        return Some((triple, None));
    }
    let (triple, graph) = pattern.rsplit_once(' ')?;
    match read(format!("SELECT * {{ GRAPH {graph} {{ {triple} }} }}"))? {
        GraphPattern::Graph { name, inner } => Some((one(&inner)?, Some(name))),
        _ => None,
    }
}

/// A constant, or none for a variable; nothing for what cannot be looked up.
#[allow(clippy::option_option, reason = "a pattern that cannot be counted is not one without a constant")]
fn constant(term: &TermPattern) -> Option<Option<Term>> {
    match term {
        TermPattern::NamedNode(node) => Some(Some(node.clone().into())),
        TermPattern::Literal(literal) => Some(Some(literal.clone().into())),
        TermPattern::Variable(_) | TermPattern::BlankNode(_) => Some(None),
        TermPattern::Triple(_) => None,
    }
}

fn named(name: &NamedNodePattern) -> Option<NamedNodeRef<'_>> {
    match name {
        NamedNodePattern::NamedNode(node) => Some(node.as_ref()),
        NamedNodePattern::Variable(_) => None,
    }
}

impl Plan {
    /// The plan for people: a head, then a line for each step, below it what feeds it.
    pub fn text(&self, base: &str) -> String {
        let mut text = format!("{} of {}\n", self.kind, short(&self.dataset, base));
        for search in &self.searches {
            let _ = writeln!(text, "search {:?}: {} of {} texts", search.text, search.rows, search.total);
        }
        let _ = writeln!(text, "limits: {} rows, {} s", self.limit_rows, self.limit_seconds);
        if let Some(seconds) = self.planning_seconds {
            let _ = writeln!(text, "planned in {seconds:.6} s");
        }
        match &self.run {
            Some(run) => {
                let _ = writeln!(text, "run in {:.6} s: {} rows, {}", run.seconds, run.rows, run.completeness);
            }
            None => text.push_str("not run\n"),
        }
        text.push_str(
            "\nrows: given by the step; seconds: with the steps below it; fits: quads that fit its pattern alone\n\n",
        );
        text.push_str("      rows     seconds      fits  step\n");
        self.plan.write(&mut text, 0, base);
        let _ = write!(text, "\nas understood:\n{}\n", short(&self.query, base));
        text
    }
}

impl Step {
    fn write(&self, text: &mut String, depth: usize, base: &str) {
        let rows = self.rows.map_or(String::new(), |rows| rows.to_string());
        let seconds = self.seconds.map_or(String::new(), |seconds| format!("{seconds:.6}"));
        let fits = match self.fits {
            Some((count, true)) => format!("> {count}"),
            Some((count, false)) => count.to_string(),
            None => String::new(),
        };
        let mut name = short(&self.name, base);
        if name.chars().count() > STEP {
            name = name.chars().take(STEP).chain(" …".chars()).collect();
        }
        let _ = writeln!(text, "{rows:>10}  {seconds:>10}  {fits:>8}  {}{name}", "  ".repeat(depth));
        self.children.iter().for_each(|child| child.write(text, depth + 1, base));
    }
}

/// With the IRIs as people read them.
fn short(text: &str, base: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = after.find(|c: char| c == '>' || c.is_whitespace() || c == '<' || c == '"').unwrap_or(after.len());
        let iri = &after[..end];
        if !after[end..].starts_with('>') {
            out.push('<');
            rest = after;
            continue;
        }
        match vocab::compact(iri, base) {
            whole if whole == iri => out.extend(["<", iri, ">"]),
            path if iri.strip_prefix(base) == Some(&path) => out.extend(["<", &path, ">"]),
            name => out.push_str(&name),
        }
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    out
}
