//! `/paths`: how two things have to do with each other, each step with its sentence.

mod edges;
mod search;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::first::pair;
use super::found::{Found, both};
use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::{igm, oa, prov};
use crate::server::errors::Problem;
use crate::server::evidence::Statements;
use crate::server::index::Index;
use crate::server::overview::{Passage, Thing};

/// Paths that are shown, and facts that tell of the steps of one.
const SHOWN: usize = 12;
const TOLD: usize = 6;

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

impl Way {
    /// Takes over what another path through the same things says of its steps.
    fn join(&mut self, other: Self) {
        for (hop, other) in self.hops.iter_mut().zip(other.hops) {
            if !hop.words.split(AND).any(|words| words == other.words) {
                hop.words = format!("{}{AND}{}", hop.words, other.words);
            }
            for passage in other.passages {
                if !hop.passages.contains(&passage) {
                    hop.passages.push(passage);
                }
            }
        }
    }

    /// Whether one passage proves each step.
    fn is_proved_at_once(&self) -> bool {
        let mut hops = self.hops.iter();
        let Some(first) = hops.next().filter(|_| self.hops.len() > 1) else { return false };
        first.passages.iter().any(|passage| hops.clone().all(|hop| hop.passages.contains(passage)))
    }
}

/// Between what several facts say of one step.
const AND: &str = ", and ";

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct PathsScreen {
    pub(in crate::server) asked: Asked,
    pub(in crate::server) found: [Found; 2],
    /// Two things that have to do with each other, to begin with.
    pub(in crate::server) example: Option<[Arc<Thing>; 2]>,
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
    let found = both(of, index, ["from", "to"], &edges::THING_KINDS)?;
    let most = asked.number("max")?.unwrap_or(USUAL).min(MOST);
    let base = &of.site.base;
    let avoid: FxHashSet<String> = asked.all("avoid").iter().map(|path| format!("{base}{path}")).collect();
    let mut screen = PathsScreen {
        asked: asked.clone(),
        example: pair(of.overview),
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
    (screen.opened, screen.complete) = (paths.opened, paths.complete);
    // Paths through the same things are one path, of which several facts tell.
    let mut groups: Vec<(Vec<&str>, Vec<&search::Path>)> = Vec::new();
    for path in &paths.found {
        let things: Vec<&str> = path.steps.iter().map(|step| step.to.as_str()).collect();
        match groups.iter_mut().find(|(known, _)| *known == things) {
            Some((_, group)) if group.len() < TOLD => group.push(path),
            Some(_) => {}
            None => groups.push((things, vec![path])),
        }
    }
    screen.total = groups.len();
    let mut statements = Statements::new(of.names);
    for (_, group) in groups.into_iter().take(SHOWN) {
        let mut ways = group.into_iter().map(|path| way(of, &mut statements, &from, path));
        let Some(mut shown) = ways.next().transpose()? else { continue };
        for other in ways {
            shown.join(other?);
        }
        screen.ways.push(shown);
    }
    for way in &mut screen.ways {
        way.one_sentence = way.is_proved_at_once();
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

fn way(of: &Of<'_>, statements: &mut Statements<'_>, from: &str, path: &search::Path) -> Result<Way, Problem> {
    let (mut here, mut hops) = (from.to_owned(), Vec::new());
    for step in &path.steps {
        let passages = passages(of, statements, &here, step)?;
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
    Ok(Way { hops, one_sentence: false })
}

/// The passages of a step: those of its fact, or of the claims that two things are joined.
fn passages(
    of: &Of<'_>,
    statements: &mut Statements<'_>,
    here: &str,
    step: &edges::Step,
) -> Result<Vec<Passage>, Problem> {
    let base = &of.site.base;
    let shown = |iri: &str| -> Result<Vec<Passage>, Problem> {
        let shown = of.names.iris(iri, igm::SHOWN_BY)?;
        let shown = shown.first().and_then(|iri| Passage::of_iri(iri, base));
        let mut all: Vec<Passage> = shown.into_iter().collect();
        for iri in of.names.held(iri, prov::WAS_DERIVED_FROM)? {
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
    let proved = statements.passages(subject, &step.from_as, object)?;
    let passages: Vec<Passage> = proved.iter().filter_map(Passage::of_evidence).collect();
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
