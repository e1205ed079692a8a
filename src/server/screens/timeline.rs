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

/// Width of the picture, its margins, and of a letter in it.
pub(in crate::server) const WIDTH: f64 = 1240.0;
const LEFT: f64 = 24.0;
const RIGHT: f64 = 40.0;
const LETTER: f64 = 7.3;

/// Longest label in the picture, in letters.
const LABEL: usize = 46;

/// A sign of a meeting.
#[derive(Debug)]
pub(in crate::server) struct Mark {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) label: String,
    pub(in crate::server) when: String,
    pub(in crate::server) x: f64,
    pub(in crate::server) row: usize,
    /// Whether the label stands on the left of the sign.
    pub(in crate::server) before: bool,
    pub(in crate::server) held: bool,
    pub(in crate::server) disputed: bool,
}

/// The life of a body.
#[derive(Debug)]
pub(in crate::server) struct Bar {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) label: String,
    pub(in crate::server) from: f64,
    pub(in crate::server) to: f64,
    pub(in crate::server) row: usize,
    /// Whether it goes on, as far as the documents tell.
    pub(in crate::server) goes_on: bool,
    pub(in crate::server) before: bool,
    /// Changes: where, in words, and the passage.
    pub(in crate::server) changes: Vec<(f64, String, Option<Passage>)>,
}

/// Signs under one heading.
#[derive(Debug)]
pub(in crate::server) struct Lane {
    pub(in crate::server) title: &'static str,
    pub(in crate::server) marks: Vec<Mark>,
    pub(in crate::server) bars: Vec<Bar>,
    pub(in crate::server) rows: usize,
}

/// The picture: years with their places, and the lanes.
#[derive(Debug)]
pub(in crate::server) struct Picture {
    pub(in crate::server) years: Vec<(i32, f64)>,
    pub(in crate::server) lanes: Vec<Lane>,
    /// Things that found no place in it.
    pub(in crate::server) left_out: usize,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct TimelineScreen {
    pub(in crate::server) asked: Asked,
    /// Main meetings, other meetings, bodies: how many, and whether they are shown.
    pub(in crate::server) counts: [(&'static str, &'static str, usize, bool); 3],
    pub(in crate::server) picture: Option<Picture>,
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

pub(super) fn read(of: &Of<'_>) -> Result<TimelineScreen, Problem> {
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
        picture: if of.whole { None } else { picture(&meetings, &bodies) },
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

/// A date as a number of years; a mere year is its middle.
fn place(date: &str) -> Option<f64> {
    let mut parts = date.split('-').map(|part| part.parse::<f64>().ok());
    let year = parts.next()??;
    Some(match (parts.next().flatten(), parts.next().flatten()) {
        (Some(month), Some(day)) => year + (month - 1.0) / 12.0 + (day - 1.0) / 365.0,
        (Some(month), None) => year + (month - 0.5) / 12.0,
        _ => year + 0.5,
    })
}

/// The picture; none where nothing has a date.
fn picture(meetings: &[&Meeting], bodies: &[&Body]) -> Option<Picture> {
    let of_bodies = bodies.iter().flat_map(|body| &body.changes).filter_map(|change| change.date.as_deref());
    let dates = meetings.iter().filter_map(|meeting| meeting.start.as_deref()).chain(of_bodies);
    let years: Vec<i32> = dates.filter_map(year).collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()? + 1);
    let span = f64::from(last - first);
    let at = |years: f64| LEFT + (years - f64::from(first)) / span * (WIDTH - LEFT - RIGHT);
    let dated: Vec<&&Meeting> = meetings.iter().filter(|meeting| meeting.start.is_some()).collect();
    let alive: Vec<&&Body> = bodies.iter().filter(|body| body.changes.iter().any(|c| c.date.is_some())).collect();
    let mut room = DRAWN;
    let mut take = |wanted: usize| {
        let taken = wanted.min(room);
        room -= taken;
        taken
    };
    let (main, others): (Vec<&Meeting>, Vec<&Meeting>) = dated.iter().map(|one| **one).partition(|one| one.is_main());
    let (of_main, of_bodies, of_others) = (take(main.len()), take(alive.len()), take(others.len()));
    let lanes = [
        lane("Meetings", main.iter().take(of_main), &at),
        lane("Workshops and other meetings", others.iter().take(of_others), &at),
        bars(alive.iter().take(of_bodies).map(|body| **body), &at, at(f64::from(last))),
    ];
    let step = (last - first).div_euclid(14) + 1;
    Some(Picture {
        years: (first..=last).filter(|year| (year - first) % step == 0).map(|year| (year, at(year.into()))).collect(),
        lanes: lanes.into_iter().filter(|lane| lane.rows > 0).collect(),
        left_out: main.len() + alive.len() + others.len() - of_main - of_bodies - of_others,
    })
}

/// Letters as a length.
#[expect(clippy::cast_precision_loss, reason = "labels are short")]
fn length(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

/// Signs with their labels, each in the first row where it has room.
fn lane<'m>(title: &'static str, meetings: impl Iterator<Item = &'m &'m Meeting>, at: &dyn Fn(f64) -> f64) -> Lane {
    let mut ends: Vec<f64> = Vec::new();
    let mut marks = Vec::new();
    for meeting in meetings {
        let Some(start) = &meeting.start else { continue };
        let Some(x) = place(start).map(at) else { continue };
        let label = crate::server::names::shorten(&meeting.thing.label, LABEL);
        let place = meeting.place.as_ref().map(|place| format!("{}, ", place.label)).unwrap_or_default();
        let when = format!("{place}{start}");
        let width = length(&label).max(length(&when)) + 28.0;
        let before = x + width > WIDTH;
        let (from, to) = if before { (x - width, x + 12.0) } else { (x - 12.0, x + width) };
        let row = ends.iter().position(|end| *end <= from).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(to);
        } else {
            ends[row] = to;
        }
        marks.push(Mark {
            thing: meeting.thing.clone(),
            label,
            when,
            x,
            row,
            before,
            held: meeting.is_held(),
            disputed: !meeting.disputed.is_empty(),
        });
    }
    Lane { title, marks, bars: Vec::new(), rows: ends.len() }
}

fn bars<'b>(bodies: impl Iterator<Item = &'b Body>, at: &dyn Fn(f64) -> f64, right: f64) -> Lane {
    let mut bars = Vec::new();
    for body in bodies {
        let dated = || body.changes.iter().filter_map(|change| Some((change, place(change.date.as_deref()?)?)));
        let Some((_, first)) = dated().next() else { continue };
        let end = dated().find(|(change, _)| change.ends() && !change.is_open());
        let from = at(first);
        let to = end.map_or(right, |(_, end)| at(end)).max(from + 8.0);
        let label = crate::server::names::shorten(&body.thing.label, LABEL);
        let word = |change: &Change| {
            let status = change.status.as_ref().map(|status| format!(", {}", status.label)).unwrap_or_default();
            format!("{}{status}, {}", change.sort.label, change.date.as_deref().unwrap_or_default())
        };
        bars.push(Bar {
            thing: body.thing.clone(),
            before: from + 12.0 + length(&label) > WIDTH,
            label,
            from,
            to,
            row: bars.len(),
            goes_on: end.is_none(),
            changes: dated().map(|(change, x)| (at(x), word(change), change.passage.clone())).collect(),
        });
    }
    Lane { title: "Bodies", marks: Vec::new(), rows: bars.len(), bars }
}
