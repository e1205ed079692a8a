//! `/timeline`: meetings and bodies by their dates, as a picture and as the table beside it.

use std::sync::Arc;

use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::server::errors::Problem;
use crate::server::overview::{Body, Change, Disputed, Meeting, Passage, Thing};

/// Rows of one page and of a file.
const PAGE: usize = 200;
const FILE: usize = 20_000;

/// Signs and bars that a person can still tell apart in one picture.
const DRAWN: usize = 160;

/// What is drawn: only what has a date, the larger meetings first.
#[derive(Debug)]
pub(in crate::server) struct Drawing<'o> {
    pub(in crate::server) meetings: Vec<&'o Meeting>,
    pub(in crate::server) others: Vec<&'o Meeting>,
    pub(in crate::server) bodies: Vec<&'o Body>,
    /// Things that found no place in it.
    pub(in crate::server) left_out: usize,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct TimelineScreen<'o> {
    pub(in crate::server) asked: Asked,
    /// Main meetings, other meetings, bodies: how many, and whether they are shown.
    pub(in crate::server) counts: [(&'static str, &'static str, usize, bool); 3],
    pub(in crate::server) drawing: Option<Drawing<'o>>,
    /// Dates on which passages disagree: meeting, `starts` or `ends`, value, passages.
    pub(in crate::server) disputed: Vec<(Arc<Thing>, Vec<Disputed>)>,
    pub(in crate::server) page: (usize, usize),
    pub(in crate::server) table: Table,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Meetings,
    Workshops,
    Bodies,
}

pub(super) fn read<'o>(of: &Of<'o>) -> Result<TimelineScreen<'o>, Problem> {
    let (overview, asked) = (of.overview, of.asked);
    let sorts = [("meetings", Sort::Meetings), ("workshops", Sort::Workshops), ("bodies", Sort::Bodies)];
    let shown = asked.choices("show", &sorts)?;
    let is_shown = |sort| shown.is_empty() || shown.contains(&sort);
    let (from, to) = (asked.year("from")?, asked.year("to")?);
    let within = |date: Option<&str>| match date.and_then(year) {
        Some(year) => from.is_none_or(|from| year >= from) && to.is_none_or(|to| year <= to),
        None => from.is_none() && to.is_none(),
    };
    let sort_of = |meeting: &Meeting| if meeting.is_main() { Sort::Meetings } else { Sort::Workshops };
    let meetings: Vec<&Meeting> = overview.meetings.iter().filter(|one| within(one.start.as_deref())).collect();
    let lives = |body: &&Body| match body.changes.iter().any(|change| change.date.is_some()) {
        true => body.changes.iter().any(|change| within(change.date.as_deref())),
        false => within(None),
    };
    let bodies: Vec<&Body> = overview.bodies.iter().filter(lives).collect();
    let of_sort = |sort| meetings.iter().filter(|meeting| sort_of(meeting) == sort).count();
    let counts = [
        ("meetings", "Meetings", of_sort(Sort::Meetings), is_shown(Sort::Meetings)),
        ("workshops", "Workshops and other meetings", of_sort(Sort::Workshops), is_shown(Sort::Workshops)),
        ("bodies", "Bodies", bodies.len(), is_shown(Sort::Bodies)),
    ];
    let meetings: Vec<&Meeting> = meetings.into_iter().filter(|meeting| is_shown(sort_of(meeting))).collect();
    let bodies: Vec<&Body> = if is_shown(Sort::Bodies) { bodies } else { Vec::new() };
    let mut rows: Vec<(Option<String>, Vec<Cell>)> =
        meetings.iter().map(|meeting| (meeting.start.clone(), of_meeting(meeting))).collect();
    for body in &bodies {
        if body.changes.is_empty() {
            rows.push((None, of_body(body)));
        }
        for change in body.changes.iter().filter(|change| change.date.is_none() || within(change.date.as_deref())) {
            rows.push((change.date.clone(), of_change(of, body, change)));
        }
    }
    rows.sort_by(|a, b| (a.0.is_none(), &a.0).cmp(&(b.0.is_none(), &b.0)));
    let total = rows.len();
    let pages = total.div_ceil(PAGE);
    let page = asked.part("page", pages)?;
    let (skip, take) = if of.whole { (0, FILE) } else { ((page - 1) * PAGE, PAGE) };
    let rows = rows.into_iter().skip(skip).take(take).map(|(_, row)| row).collect();
    let columns = vec![
        Column::of("date", "From"),
        Column::of("until", "Until"),
        Column::things("what", "What"),
        Column::of("sort", "Kind"),
        Column::things("place", "Where or at which meeting"),
        Column::of("status", "Status"),
        Column::of("other_dates", "Other dates"),
        Column::of("passages", "Source"),
    ];
    let caption = "Meetings and bodies by their dates".to_owned();
    let disputed = meetings.iter().filter(|meeting| !meeting.disputed.is_empty());
    Ok(TimelineScreen {
        asked: asked.clone(),
        counts,
        disputed: disputed.take(PAGE).map(|meeting| (meeting.thing.clone(), meeting.disputed.clone())).collect(),
        drawing: if of.whole { None } else { drawing(&meetings, &bodies) },
        page: (page, pages.max(1)),
        table: Table { caption, columns, rows, total },
    })
}

fn of_meeting(meeting: &Meeting) -> Vec<Cell> {
    let others: Vec<String> = meeting
        .disputed
        .iter()
        .filter(|(_, value, _)| Some(value) != meeting.start.as_ref() && Some(value) != meeting.end.as_ref())
        .map(|(property, value, _)| format!("{property} {value}"))
        .collect();
    let mut passages: Vec<Passage> = meeting.passage.iter().cloned().collect();
    passages.extend(meeting.disputed.iter().flat_map(|(_, _, passages)| passages.iter().cloned()));
    passages.dedup();
    vec![
        Cell::date(meeting.start.as_deref()),
        Cell::date(meeting.end.as_deref()),
        Cell::Thing(meeting.thing.clone()),
        Cell::Text(meeting.sort.as_ref().map_or("meeting", |sort| sort.label.as_str()).to_owned()),
        Cell::thing(meeting.place.as_ref()),
        Cell::Text(meeting.status.as_ref().map(|status| status.label.clone()).unwrap_or_default()),
        Cell::Text(others.join("; ")),
        Cell::Proofs(passages),
    ]
}

fn of_body(body: &Body) -> Vec<Cell> {
    vec![
        Cell::Nothing,
        Cell::Nothing,
        Cell::Thing(body.thing.clone()),
        Cell::Text(body.parent.as_ref().map_or("body".to_owned(), |parent| format!("body of {}", parent.label))),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::proof(body.passage.as_ref()),
    ]
}

fn of_change(of: &Of<'_>, body: &Body, change: &Change) -> Vec<Cell> {
    vec![
        Cell::date(change.date.as_deref()),
        Cell::Nothing,
        Cell::Thing(body.thing.clone()),
        Cell::Text(format!("body {}", change.sort.label)),
        Cell::thing(change.at.map(|at| &of.overview.meetings[at].thing)),
        Cell::Text(change.status.as_ref().map(|status| status.label.clone()).unwrap_or_default()),
        Cell::Nothing,
        Cell::proof(change.passage.as_ref()),
    ]
}

fn year(date: &str) -> Option<i32> {
    date.get(..4)?.parse().ok()
}

/// What is drawn; none where nothing has a date.
fn drawing<'o>(meetings: &[&'o Meeting], bodies: &[&'o Body]) -> Option<Drawing<'o>> {
    let dated = meetings.iter().copied().filter(|meeting| meeting.start.is_some());
    let (mut meetings, mut others): (Vec<_>, Vec<_>) = dated.partition(|meeting| meeting.is_main());
    let has_date = |body: &&Body| body.changes.iter().any(|change| change.date.is_some());
    let mut bodies: Vec<&Body> = bodies.iter().copied().filter(has_date).collect();
    let all = meetings.len() + bodies.len() + others.len();
    meetings.truncate(DRAWN);
    bodies.truncate(DRAWN - meetings.len());
    others.truncate(DRAWN - meetings.len() - bodies.len());
    let left_out = all - meetings.len() - bodies.len() - others.len();
    (all > 0).then_some(Drawing { meetings, others, bodies, left_out })
}
