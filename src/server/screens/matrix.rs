//! `/matrix`: agents by meetings, with what the published lists say and what they do not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::bad;
use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::unit;
use crate::server::errors::Problem;
use crate::server::overview::{Meeting, Overview, Part, Passage, Role, Thing, is_state};

/// Meetings beside each other, and agents below each other, on one page.
const COLUMNS: usize = 12;
const ROWS: usize = 100;

/// Fields of a file, which has all meetings.
const FILE: usize = 20_000;

/// What stands where an agent and a meeting meet.
#[derive(Debug, Clone)]
pub(in crate::server) enum Field {
    /// How it took part, as each document says so.
    Part { role: Role, capacities: Vec<Arc<Thing>>, passages: Vec<Passage> },
    /// There is a list, and it is not on it.
    NotListed,
    /// No list was published, so nothing is known.
    NoList,
}

/// Stated and listed numbers of a meeting.
#[derive(Debug, Clone)]
pub(in crate::server) struct Listed {
    pub(in crate::server) unit: String,
    pub(in crate::server) stated: u64,
    pub(in crate::server) listed: u64,
    pub(in crate::server) passage: Option<Passage>,
}

/// A meeting at the head of a column.
#[derive(Debug)]
pub(in crate::server) struct Head {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) date: Option<String>,
    pub(in crate::server) place: Option<String>,
    pub(in crate::server) stated: Vec<Listed>,
    /// How many are on its lists; none where it has none.
    pub(in crate::server) listed: Option<usize>,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct MatrixScreen {
    pub(in crate::server) asked: Asked,
    pub(in crate::server) heads: Vec<Head>,
    /// Each agent with its fields in the order of the heads, and how often it took part in what is asked for.
    pub(in crate::server) rows: Vec<(Arc<Thing>, Vec<Field>, usize)>,
    pub(in crate::server) agents: usize,
    pub(in crate::server) meetings: usize,
    pub(in crate::server) page: (usize, usize),
    pub(in crate::server) block: (usize, usize),
    /// Years and processes to choose from, with how many meetings each has.
    pub(in crate::server) years: Vec<(String, usize)>,
    pub(in crate::server) processes: Vec<(Arc<Thing>, usize)>,
    pub(in crate::server) table: Table,
}

#[derive(Clone, Copy, PartialEq)]
enum Kinds {
    All,
    States,
    Others,
}

/// Meetings of one process, one year; or of all.
struct Wanted<'a> {
    process: Option<&'a str>,
    year: Option<i32>,
    workshops: bool,
}

impl Wanted<'_> {
    /// Whether a meeting is wanted, but for one of the conditions: so that a choice counts what it would give.
    fn has(&self, overview: &Overview, at: usize, but: &str) -> bool {
        let meeting = &overview.meetings[at];
        let recorded = !overview.parts_of(at).is_empty() || !meeting.counts.is_empty() || !meeting.documents.is_empty();
        recorded
            && (self.workshops || meeting.is_main())
            && (but == "year" || self.year.is_none_or(|year| meeting.year().and_then(|y| y.parse().ok()) == Some(year)))
            && (but == "process"
                || self.process.is_none_or(|wanted| meeting.process.as_ref().is_some_and(|of| of.iri == wanted)))
    }
}

/// An agent, and the meetings in which it took part.
type Attended = (Arc<Thing>, BTreeSet<usize>);

pub(super) fn read(of: &Of<'_>) -> Result<MatrixScreen, Problem> {
    let (overview, asked) = (of.overview, of.asked);
    let roles = asked.choices("role", &Role::ALL.map(|role| (role.name(), role)))?;
    let kinds = asked.choice("who", &[("all", Kinds::All), ("states", Kinds::States), ("others", Kinds::Others)])?;
    let by_times = asked.choice("sort", &[("name", false), ("times", true)])?;
    let process = asked.one("process").map(|path| format!("{}{path}", of.site.base));
    let wanted = Wanted {
        process: process.as_deref(),
        year: asked.year("year")?,
        workshops: asked.choice("meetings", &[("main", false), ("all", true)])?,
    };
    let (mut years, mut processes) = (BTreeMap::<String, usize>::new(), BTreeMap::new());
    for (at, meeting) in overview.meetings.iter().enumerate() {
        if let Some(year) = meeting.year().filter(|_| wanted.has(overview, at, "year")) {
            *years.entry(year.to_owned()).or_default() += 1;
        }
        if let Some(process) = meeting.process.as_ref().filter(|_| wanted.has(overview, at, "process")) {
            processes.entry(process.iri.as_str()).or_insert_with(|| (process.clone(), 0)).1 += 1;
        }
    }
    if let Some(unknown) = wanted.process.filter(|iri| !processes.contains_key(iri) && years.is_empty()) {
        return Err(bad(format!("`process` is none of which there are meetings here: {unknown}")));
    }
    let meetings: Vec<usize> = (0..overview.meetings.len()).filter(|at| wanted.has(overview, *at, "")).collect();
    let pages = meetings.len().div_ceil(COLUMNS);
    let page = asked.part("page", pages)?;
    let shown: Vec<usize> = match of.whole {
        true => meetings.clone(),
        false => meetings.iter().skip((page - 1) * COLUMNS).take(COLUMNS).copied().collect(),
    };
    let fits = |part: &&Part| {
        (roles.is_empty() || roles.contains(&part.role))
            && match kinds {
                Kinds::All => true,
                Kinds::States => is_state(&part.agent),
                Kinds::Others => !is_state(&part.agent),
            }
    };
    let mut agents: BTreeMap<(&str, &str), Attended> = BTreeMap::new();
    for part in shown.iter().flat_map(|at| overview.parts_of(*at)).filter(fits) {
        let key = (part.agent.label.as_str(), part.agent.iri.as_str());
        agents.entry(key).or_insert_with(|| (part.agent.clone(), BTreeSet::new()));
    }
    // Whoever stands on this page may have been elsewhere as well.
    for at in &meetings {
        for part in overview.parts_of(*at).iter().filter(fits) {
            if let Some((_, took)) = agents.get_mut(&(part.agent.label.as_str(), part.agent.iri.as_str())) {
                took.insert(*at);
            }
        }
    }
    let mut rows: Vec<(Arc<Thing>, usize)> = agents.into_values().map(|(agent, took)| (agent, took.len())).collect();
    if by_times {
        rows.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    }
    let total = rows.len();
    let blocks = total.div_ceil(ROWS);
    let block = asked.part("rows", blocks)?;
    let (skip, take) = if of.whole { (0, FILE / shown.len().max(1)) } else { ((block - 1) * ROWS, ROWS) };
    let heads: Vec<Head> = shown.iter().map(|at| head(overview, *at)).collect();
    let rows: Vec<(Arc<Thing>, Vec<Field>, usize)> = rows
        .into_iter()
        .skip(skip)
        .take(take)
        .map(|(agent, times)| {
            let fields = shown.iter().zip(&heads).map(|(at, head)| field(overview, *at, &agent, head.listed.is_some()));
            (agent.clone(), fields.collect(), times)
        })
        .collect();
    let mut table = table(&heads, &rows);
    if of.whole {
        table.total = total * heads.len();
    }
    let mut processes: Vec<(Arc<Thing>, usize)> = processes.into_values().collect();
    processes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.label.cmp(&b.0.label)));
    Ok(MatrixScreen {
        asked: asked.clone(),
        heads,
        rows,
        agents: total,
        meetings: meetings.len(),
        page: (page, pages.max(1)),
        block: (block, blocks.max(1)),
        years: years.into_iter().collect(),
        processes,
        table,
    })
}

/// The head of a meeting: when, where, how many are stated and listed.
pub(super) fn head(overview: &Overview, at: usize) -> Head {
    let meeting: &Meeting = &overview.meetings[at];
    let parts = overview.parts_of(at);
    let listed = |fits: &dyn Fn(&Part) -> bool| {
        let agents: BTreeSet<&str> =
            parts.iter().filter(|part| part.listed && fits(part)).map(|part| part.agent.iri.as_str()).collect();
        agents.len()
    };
    let stated = meeting.counts.iter().filter_map(|count| {
        let listed = match count.unit.iri.as_str() {
            of if of == unit::STATES.as_str() => listed(&|part| is_state(&part.agent)),
            of if of == unit::ORGANISATIONS.as_str() => listed(&|part| !is_state(&part.agent)),
            of if of == unit::MEMBERS.as_str() => listed(&|part| part.role != Role::Observer),
            of if of == unit::OBSERVERS.as_str() => listed(&|part| part.role == Role::Observer),
            // Delegates are not listed one by one.
            _ => return None,
        };
        Some(Listed {
            unit: count.unit.label.clone(),
            stated: count.value,
            listed: listed as u64,
            passage: count.passage.clone(),
        })
    });
    let all = listed(&|_| true);
    Head {
        thing: meeting.thing.clone(),
        date: meeting.start.clone(),
        place: meeting.place.as_ref().map(|place| place.label.clone()),
        stated: stated.collect(),
        listed: (all > 0).then_some(all),
    }
}

/// How an agent took part in a meeting.
pub(super) fn field(overview: &Overview, at: usize, agent: &Arc<Thing>, has_list: bool) -> Field {
    let parts: Vec<&Part> = overview.parts_of(at).iter().filter(|part| part.agent.iri == agent.iri).collect();
    match parts.iter().map(|part| part.role).max() {
        Some(role) => {
            let mut passages: Vec<Passage> = parts.iter().filter_map(|part| part.passage.clone()).collect();
            passages.sort();
            passages.dedup();
            Field::Part { role, capacities: parts.iter().map(|part| part.capacity.clone()).collect(), passages }
        }
        None if has_list => Field::NotListed,
        None => Field::NoList,
    }
}

/// One row for each field.
fn table(heads: &[Head], rows: &[(Arc<Thing>, Vec<Field>, usize)]) -> Table {
    let columns = vec![
        Column::things("agent", "Who"),
        Column::things("meeting", "Meeting"),
        Column::of("date", "Date"),
        Column::of("took_part", "Took part as"),
        Column::things("capacities", "Capacities"),
        Column::of("passages", "Source"),
    ];
    let mut cells = Vec::new();
    for (agent, fields, _) in rows {
        for (head, field) in heads.iter().zip(fields) {
            let (word, capacities, passages) = match field {
                Field::Part { role, capacities, passages } => (role.name(), capacities.clone(), passages.clone()),
                Field::NotListed => ("not listed", Vec::new(), Vec::new()),
                Field::NoList => ("no list published", Vec::new(), Vec::new()),
            };
            cells.push(vec![
                Cell::Thing(agent.clone()),
                Cell::Thing(head.thing.clone()),
                Cell::date(head.date.as_deref()),
                Cell::Text(word.to_owned()),
                Cell::Things(capacities),
                Cell::Proofs(passages),
            ]);
        }
    }
    Table { caption: "Who took part in which meeting".to_owned(), columns, total: cells.len(), rows: cells }
}
