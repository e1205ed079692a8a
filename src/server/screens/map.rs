//! `/map`: where those come from who took part, and where meetings were.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::bad;
use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::schema;
use crate::server::errors::Problem;
use crate::server::overview::{Passage, Role, Thing, is_state};

/// Meetings to choose from.
const CHOICES: usize = 200;

/// Passages that are given for one state.
const PASSAGES: usize = 3;

/// A state on the map.
#[derive(Debug)]
pub(in crate::server) struct Dot {
    pub(in crate::server) thing: Arc<Thing>,
    pub(in crate::server) latitude: f64,
    pub(in crate::server) longitude: f64,
    pub(in crate::server) meetings: usize,
    pub(in crate::server) observer_only: bool,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct MapScreen {
    pub(in crate::server) asked: Asked,
    /// Meetings of which somebody is known, each with its date.
    pub(in crate::server) meetings: Vec<(Arc<Thing>, Option<String>)>,
    pub(in crate::server) dots: Vec<Dot>,
    /// States of which no place is known.
    pub(in crate::server) nowhere: usize,
    pub(in crate::server) table: Table,
}

#[derive(Default)]
struct Took {
    meetings: BTreeSet<usize>,
    observed: BTreeSet<usize>,
    passages: BTreeSet<Passage>,
}

pub(super) fn read(of: &Of<'_>) -> Result<MapScreen, Problem> {
    let (overview, asked) = (of.overview, of.asked);
    let roles = asked.choices("role", &Role::ALL.map(|role| (role.name(), role)))?;
    let meetings: Vec<usize> = (0..overview.meetings.len()).filter(|at| !overview.parts_of(*at).is_empty()).collect();
    let mut wanted = Vec::new();
    for path in asked.all("meeting") {
        let iri = format!("{}{path}", of.site.base);
        let at = overview.meeting(&iri);
        wanted.push(at.ok_or_else(|| bad(format!("`meeting` is a path as /meeting lists them, not {path:?}")))?);
    }
    let mut states: BTreeMap<(&str, &str), (Arc<Thing>, Took)> = BTreeMap::new();
    for part in &overview.parts {
        let fits = is_state(&part.agent)
            && (wanted.is_empty() || wanted.contains(&part.meeting))
            && (roles.is_empty() || roles.contains(&part.role));
        if !fits {
            continue;
        }
        let key = (part.agent.label.as_str(), part.agent.iri.as_str());
        let (_, took) = states.entry(key).or_insert_with(|| (part.agent.clone(), Took::default()));
        took.meetings.insert(part.meeting);
        if part.role == Role::Observer {
            took.observed.insert(part.meeting);
        }
        if took.passages.len() < PASSAGES {
            took.passages.extend(part.passage.clone());
        }
    }
    let (mut dots, mut rows, mut nowhere) = (Vec::new(), Vec::new(), 0);
    for (thing, took) in states.into_values() {
        let degrees = |property| -> Result<Option<f64>, Problem> {
            let text = of.names.text(&thing.iri, property)?;
            Ok(text.and_then(|text| text.parse::<f64>().ok()).filter(|degrees| degrees.is_finite()))
        };
        let (latitude, longitude) = (degrees(schema::LATITUDE)?, degrees(schema::LONGITUDE)?);
        let number = |number: usize| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
        let place = |degrees: Option<f64>| degrees.map_or(Cell::Nothing, |degrees| Cell::Text(degrees.to_string()));
        rows.push(vec![
            Cell::Thing(thing.clone()),
            number(took.meetings.len()),
            number(took.observed.len()),
            place(latitude),
            place(longitude),
            Cell::Proofs(took.passages.into_iter().take(PASSAGES).collect()),
        ]);
        match latitude.zip(longitude) {
            Some((latitude, longitude)) => dots.push(Dot {
                thing,
                latitude,
                longitude,
                meetings: took.meetings.len(),
                observer_only: took.observed.len() == took.meetings.len(),
            }),
            None => nowhere += 1,
        }
    }
    let columns = vec![
        Column::things("state", "State"),
        Column::of("meetings", "Meetings"),
        Column::of("as_observer", "As observer"),
        Column::of("latitude", "Latitude"),
        Column::of("longitude", "Longitude"),
        Column::of("passages", "Source"),
    ];
    let of_choice = |at: &usize| (overview.meetings[*at].thing.clone(), overview.meetings[*at].start.clone());
    let caption = "States that took part".to_owned();
    Ok(MapScreen {
        asked: asked.clone(),
        meetings: meetings.iter().take(CHOICES).map(of_choice).collect(),
        dots,
        nowhere,
        table: Table { caption, columns, total: rows.len(), rows },
    })
}
