//! `/paths`: how two things have to do with each other, each step with its sentence.

mod edges;
mod search;

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::found::{Found, find};
use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::{igm, oa};
use crate::server::errors::Problem;
use crate::server::evidence::{Claim, Evidence};
use crate::server::index::Index;
use crate::server::overview::{Passage, Thing};

/// Paths that are shown.
const SHOWN: usize = 12;

/// Claims of one thing that are looked through for the passage of a property.
const CLAIMS: usize = 400;

/// Longest path that may be asked for, and how long it is where nothing is asked.
const MOST: usize = 6;
const USUAL: usize = 4;

/// One step of a path.
#[derive(Debug)]
pub(in crate::server) struct Hop {
    pub(in crate::server) from: Arc<Thing>,
    pub(in crate::server) words: String,
    pub(in crate::server) fact: Option<Arc<Thing>>,
    pub(in crate::server) to: Arc<Thing>,
    pub(in crate::server) passages: Vec<Passage>,
    /// The words of the first passage.
    pub(in crate::server) quote: String,
}

/// A path.
#[derive(Debug)]
pub(in crate::server) struct Way {
    pub(in crate::server) hops: Vec<Hop>,
    /// Whether one sentence proves all of it.
    pub(in crate::server) one_sentence: bool,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct PathsScreen {
    pub(in crate::server) asked: Asked,
    pub(in crate::server) found: [Found; 2],
    pub(in crate::server) ends: Option<[Arc<Thing>; 2]>,
    pub(in crate::server) ways: Vec<Way>,
    /// Paths that were found, also those that are not shown.
    pub(in crate::server) total: usize,
    pub(in crate::server) opened: usize,
    pub(in crate::server) complete: bool,
    pub(in crate::server) most: usize,
    pub(in crate::server) table: Table,
}

pub(super) fn read(of: &Of<'_>, index: &Index) -> Result<PathsScreen, Problem> {
    let asked = of.asked;
    let kinds = ["state", "org", "body", "meeting", "person", "post", "group", "place", "work"];
    let found = [find(of, index, asked.one("from"), &kinds)?, find(of, index, asked.one("to"), &kinds)?];
    if of.whole {
        let wrong = ["from", "to"].iter().zip(&found).find_map(|(name, found)| found.problem(name, asked.one(name)));
        if let Some(problem) = wrong {
            return Err(problem);
        }
    }
    let most = asked.number("max")?.unwrap_or(USUAL).min(MOST);
    let base = &of.site.base;
    let avoid: FxHashSet<String> = asked.all("avoid").iter().map(|path| format!("{base}{path}")).collect();
    let mut screen = PathsScreen {
        asked: asked.clone(),
        ends: None,
        ways: Vec::new(),
        total: 0,
        opened: 0,
        complete: true,
        most,
        table: Table { caption: "Paths, step by step".to_owned(), columns: columns(), rows: Vec::new(), total: 0 },
        found,
    };
    let [Some(from), Some(to)] = screen.found.each_ref().map(|found| found.iri().map(str::to_owned)) else {
        return Ok(screen);
    };
    screen.ends = Some([thing(of, &from)?, thing(of, &to)?]);
    if from == to {
        return Ok(screen);
    }
    let paths = search::search(of.names, &from, &to, most, &avoid)?;
    (screen.total, screen.opened, screen.complete) = (paths.found.len(), paths.opened, paths.complete);
    for path in paths.found.into_iter().take(SHOWN) {
        screen.ways.push(way(of, &from, &path)?);
    }
    // One sentence that proves the whole path is worth more than a path through smaller things.
    screen.ways.sort_by_key(|way| (way.hops.len(), !way.one_sentence));
    screen.table.rows = rows(&screen.ways);
    screen.table.total = screen.table.rows.len();
    Ok(screen)
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("path", "Path"),
        Column::of("step", "Step"),
        Column::things("from", "From"),
        Column::of("relation", "Relation"),
        Column::things("to", "To"),
        Column::things("fact", "Fact"),
        Column::of("quote", "Sentence"),
        Column::of("passages", "Source"),
    ]
}

fn thing(of: &Of<'_>, iri: &str) -> Result<Arc<Thing>, Problem> {
    Ok(Arc::new(Thing { iri: iri.to_owned(), label: of.names.label(iri)?, kind: of.names.kind(iri)? }))
}

fn way(of: &Of<'_>, from: &str, path: &search::Path) -> Result<Way, Problem> {
    let (mut here, mut hops) = (from.to_owned(), Vec::new());
    for step in &path.steps {
        let passages = passages(of, &here, step)?;
        let quote = match passages.first() {
            Some(passage) => of.names.text(&passage.iri(&of.site.base), oa::EXACT)?.unwrap_or_default(),
            None => String::new(),
        };
        hops.push(Hop {
            from: thing(of, &here)?,
            words: edges::words(of.names, step)?,
            fact: step.fact.as_ref().map(|fact| thing(of, fact)).transpose()?,
            to: thing(of, &step.to)?,
            passages,
            quote,
        });
        here.clone_from(&step.to);
    }
    let mut common: Option<BTreeSet<&Passage>> = None;
    for hop in &hops {
        let here: BTreeSet<&Passage> = hop.passages.iter().collect();
        common = Some(common.map_or(here.clone(), |common| common.intersection(&here).copied().collect()));
    }
    let one_sentence = hops.len() > 1 && common.is_some_and(|common| !common.is_empty());
    Ok(Way { hops, one_sentence })
}

/// The passages of a step: those of its fact, or of the claims that two things are joined.
fn passages(of: &Of<'_>, here: &str, step: &edges::Step) -> Result<Vec<Passage>, Problem> {
    let base = &of.site.base;
    let shown = |iri: &str| -> Result<Vec<Passage>, Problem> {
        let shown = of.names.iris(iri, igm::SHOWN_BY)?;
        let shown = shown.first().and_then(|iri| Passage::of_iri(iri, base));
        let mut all: Vec<Passage> = shown.into_iter().collect();
        for iri in Evidence::iris(of.names, iri)? {
            all.extend(
                Passage::of_iri(&iri, base).filter(|passage| !all.contains(passage)).into_iter().collect::<Vec<_>>(),
            );
        }
        Ok(all)
    };
    if let Some(fact) = &step.fact {
        return shown(fact);
    }
    let (subject, object) = if step.backwards { (step.to.as_str(), here) } else { (here, step.to.as_str()) };
    let mut passages = Vec::new();
    for claim in Claim::about(of.names, subject, CLAIMS)? {
        if claim.predicate == step.from_as && super::super::names::plain(&claim.value) == object {
            for evidence in claim.evidence {
                let range = (u32::try_from(evidence.start), u32::try_from(evidence.end));
                if let (Ok(start), Ok(end)) = range {
                    passages.push(Passage { document: evidence.document.into(), start, end });
                }
            }
        }
    }
    // What nobody claims in one place follows from where the thing itself is told of.
    if passages.is_empty() { shown(subject) } else { Ok(passages) }
}

fn rows(ways: &[Way]) -> Vec<Vec<Cell>> {
    let number = |number: usize| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let mut rows = Vec::new();
    for (n, way) in ways.iter().enumerate() {
        for (step, hop) in way.hops.iter().enumerate() {
            rows.push(vec![
                number(n + 1),
                number(step + 1),
                Cell::Thing(hop.from.clone()),
                Cell::Text(hop.words.clone()),
                Cell::Thing(hop.to.clone()),
                Cell::thing(hop.fact.as_ref()),
                Cell::Words(hop.quote.clone()),
                Cell::Proofs(hop.passages.clone()),
            ]);
        }
    }
    rows
}
