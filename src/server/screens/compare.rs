//! `/compare`: two meetings beside each other: who was in both, who in one only, what each asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::found::{Found, both};
use super::matrix::{Head, head};
use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::{igm, schema};
use crate::server::errors::Problem;
use crate::server::index::Index;
use crate::server::overview::{Mandate, Overview, Part, Passage, Thing};

/// Mandates of one meeting that are shown.
const MANDATES: usize = 300;

/// Meetings that the form offers.
const OFFERED: usize = 300;

/// One of the two meetings.
#[derive(Debug)]
pub(in crate::server) struct Side {
    pub(in crate::server) head: Head,
    pub(in crate::server) documents: Vec<Arc<Thing>>,
    /// The passage to show for the meeting.
    pub(in crate::server) passage: Option<Passage>,
    pub(in crate::server) mandates: usize,
}

/// Which rows of the table are of which part: both, only the first, only the second, mandates of each.
pub(in crate::server) const PARTS: [&str; 5] = ["both", "only a", "only b", "mandate of a", "mandate of b"];

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct CompareScreen {
    pub(in crate::server) asked: Asked,
    pub(in crate::server) found: [Found; 2],
    pub(in crate::server) sides: Option<[Side; 2]>,
    /// Names of meetings for the form.
    pub(in crate::server) offered: Vec<String>,
    /// Pairs to begin with: paths and names.
    pub(in crate::server) pairs: Vec<[(String, String); 2]>,
    pub(in crate::server) table: Table,
}

/// How an agent took part in one meeting: its capacities, and what proves them.
#[derive(Default, Clone)]
struct Took {
    capacities: Vec<Arc<Thing>>,
    passages: Vec<Passage>,
}

/// An agent, and how it took part in each of the two.
type InBoth = (Arc<Thing>, [Option<Took>; 2]);

pub(super) fn read(of: &Of<'_>, index: &Index) -> Result<CompareScreen, Problem> {
    let (overview, asked) = (of.overview, of.asked);
    let found = both(of, index, ["a", "b"], &["meeting"])?;
    let places = found.each_ref().map(|found| found.iri().and_then(|iri| overview.meeting(iri)));
    let mut table =
        Table { caption: "Two meetings beside each other".to_owned(), columns: columns(), rows: Vec::new(), total: 0 };
    let sides = match places {
        [Some(a), Some(b)] => {
            table.rows = rows(of, a, b)?;
            table.total = table.rows.len();
            Some([side(overview, a), side(overview, b)])
        }
        _ => None,
    };
    let path = |at: usize| {
        let thing = &overview.meetings[at].thing;
        (thing.iri.strip_prefix(&of.site.base).unwrap_or(&thing.iri).to_owned(), thing.label.clone())
    };
    // Meetings with a list are those that can be compared best.
    let listed: Vec<usize> =
        (0..overview.meetings.len()).filter(|at| overview.parts_of(*at).iter().any(|part| part.listed)).collect();
    let pairs = listed.windows(2).rev().take(4).map(|pair| [path(pair[0]), path(pair[1])]).collect();
    let main = overview.meetings.iter().filter(|meeting| meeting.is_main());
    let offered = main.rev().take(OFFERED).map(|meeting| meeting.thing.label.clone()).collect();
    Ok(CompareScreen { asked: asked.clone(), found, sides, offered, pairs, table })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("part", "Part"),
        Column::things("what", "Who or what"),
        Column::of("words", "Words"),
        Column::things("in_a", "In the first"),
        Column::of("passages_a", "Source"),
        Column::things("in_b", "In the second"),
        Column::of("passages_b", "Source"),
    ]
}

/// A meeting as it stands at the head of its side.
pub(super) fn side(overview: &Overview, at: usize) -> Side {
    let meeting = &overview.meetings[at];
    Side {
        head: head(overview, at),
        documents: meeting.documents.clone(),
        passage: meeting.passage.clone(),
        mandates: overview.mandates.iter().filter(|mandate| mandate.at == Some(at)).count(),
    }
}

fn rows(of: &Of<'_>, a: usize, b: usize) -> Result<Vec<Vec<Cell>>, Problem> {
    let mut agents: BTreeMap<(&str, &str), InBoth> = BTreeMap::new();
    for (side, at) in [a, b].into_iter().enumerate() {
        for part in of.overview.parts_of(at) {
            let Part { agent, capacity, passage, .. } = part;
            let key = (agent.label.as_str(), agent.iri.as_str());
            let (_, took) = agents.entry(key).or_insert_with(|| (agent.clone(), [None, None]));
            let took = took[side].get_or_insert_default();
            if !took.capacities.iter().any(|known| known.iri == capacity.iri) {
                took.capacities.push(capacity.clone());
            }
            took.passages.extend(passage.clone());
            took.passages.sort();
            took.passages.dedup();
        }
    }
    let mut rows = Vec::new();
    for (part, name) in PARTS.iter().take(3).enumerate() {
        for (agent, [in_a, in_b]) in agents.values() {
            let here = match (in_a.is_some(), in_b.is_some()) {
                (true, true) => 0,
                (true, false) => 1,
                _ => 2,
            };
            if here != part {
                continue;
            }
            let cells = |took: &Option<Took>, at: usize| match took {
                Some(took) => [Cell::Things(took.capacities.clone()), Cell::Proofs(took.passages.clone())],
                None if of.overview.parts_of(at).iter().any(|part| part.listed) => {
                    [Cell::Text("not on its list".to_owned()), Cell::Nothing]
                }
                None => [Cell::Text("no list published".to_owned()), Cell::Nothing],
            };
            let [first, first_proof] = cells(in_a, a);
            let [second, second_proof] = cells(in_b, b);
            rows.push(vec![
                Cell::Text((*name).to_owned()),
                Cell::Thing(agent.clone()),
                Cell::Nothing,
                first,
                first_proof,
                second,
                second_proof,
            ]);
        }
    }
    for (side, at) in [a, b].into_iter().enumerate() {
        let mut mandates: Vec<&Mandate> =
            of.overview.mandates.iter().filter(|mandate| mandate.at == Some(at)).collect();
        mandates.sort_by_key(|mandate| (std::cmp::Reverse(mandate.strength), &mandate.passage));
        for mandate in mandates.into_iter().take(MANDATES) {
            let verb = of.names.text(&mandate.iri, igm::VERB)?.unwrap_or_default();
            let text = of.names.text(&mandate.iri, schema::TEXT)?.unwrap_or_default();
            let force = mandate.force.as_ref().map_or(Cell::Nothing, |f| Cell::Force(f.clone(), mandate.strength));
            let proof = Cell::proof(mandate.passage.as_ref());
            let [mut first, mut first_proof, mut second, mut second_proof] = [const { Cell::Nothing }; 4];
            if side == 0 {
                (first, first_proof) = (force, proof);
            } else {
                (second, second_proof) = (force, proof);
            }
            rows.push(vec![
                Cell::Text(PARTS[3 + side].to_owned()),
                Cell::Fact(mandate.iri.clone(), if verb.is_empty() { "says".to_owned() } else { verb }),
                Cell::Words(text),
                first,
                first_proof,
                second,
                second_proof,
            ]);
        }
    }
    Ok(rows)
}
