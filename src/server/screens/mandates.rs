//! `/mandates`: who asked whom to do what, how strongly, and what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::table::{Cell, Column, Table};
use super::{Asked, Of};
use crate::graph::vocab::{igm, schema};
use crate::server::errors::Problem;
use crate::server::names::shorten;
use crate::server::overview::{Mandate, Status, Thing};

/// Mandates on one page, and in one file.
const PAGE: usize = 50;
const FILE: usize = 20_000;

/// Names in a list of choices.
const CHOICES: usize = 60;

/// Characters of a mandate's words on the page.
const WORDS: usize = 400;

/// One value of a facet: its name in addresses, its title, how many mandates it would give, whether it is asked for.
#[derive(Debug)]
pub(in crate::server) struct Choice {
    pub(in crate::server) value: String,
    pub(in crate::server) title: String,
    pub(in crate::server) strength: Option<u8>,
    pub(in crate::server) count: usize,
    pub(in crate::server) asked: bool,
}

/// What the page shows.
#[derive(Debug)]
pub(in crate::server) struct MandatesScreen {
    pub(in crate::server) asked: Asked,
    pub(in crate::server) forces: Vec<Choice>,
    pub(in crate::server) statuses: Vec<Choice>,
    pub(in crate::server) by: Vec<Choice>,
    pub(in crate::server) to: Vec<Choice>,
    pub(in crate::server) at: Vec<Choice>,
    /// The newest date with a record.
    pub(in crate::server) until: Option<String>,
    pub(in crate::server) all: usize,
    pub(in crate::server) page: (usize, usize),
    pub(in crate::server) table: Table,
}

#[derive(Clone, Copy)]
enum Order {
    Date,
    Oldest,
    Force,
    Status,
}

/// The facets that are asked for. The values of one are alternatives.
struct Facets<'a> {
    base: &'a str,
    force: Vec<&'a str>,
    status: Vec<Status>,
    by: Vec<&'a str>,
    to: Vec<&'a str>,
    at: Option<&'a str>,
}

impl Facets<'_> {
    fn path<'t>(&self, thing: &'t Thing) -> &'t str {
        thing.iri.strip_prefix(self.base).unwrap_or(&thing.iri)
    }

    /// Whether a mandate fits all facets but one: a facet counts what each of its values would give.
    fn fit(&self, of: &Of<'_>, mandate: &Mandate, but: &str) -> bool {
        let one_of = |wanted: &[&str], things: &[Arc<Thing>]| {
            wanted.is_empty() || things.iter().any(|thing| wanted.contains(&self.path(thing)))
        };
        let force = mandate.force.as_ref().map(|force| last(&force.iri));
        (but == "force" || self.force.is_empty() || force.is_some_and(|force| self.force.contains(&force)))
            && (but == "status" || self.status.is_empty() || self.status.contains(&mandate.status))
            && (but == "by" || one_of(&self.by, &mandate.by))
            && (but == "to" || one_of(&self.to, &mandate.to))
            && (but == "at"
                || self.at.is_none_or(|wanted| {
                    mandate.at.is_some_and(|at| self.path(&of.overview.meetings[at].thing) == wanted)
                }))
    }
}

fn last(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap_or(iri)
}

/// A value of a facet: its name in addresses, its title, its strength.
type Valued = (String, String, Option<u8>);

pub(super) fn read(of: &Of<'_>) -> Result<MandatesScreen, Problem> {
    let (overview, asked) = (of.overview, of.asked);
    let facets = Facets {
        base: &of.site.base,
        force: asked.all("force"),
        status: asked.choices("status", &Status::ALL.map(|status| (status.name(), status)))?,
        by: asked.all("by"),
        to: asked.all("to"),
        at: asked.one("at"),
    };
    let orders = [("date", Order::Date), ("oldest", Order::Oldest), ("force", Order::Force), ("status", Order::Status)];
    let order = asked.choice("sort", &orders)?;
    let mut found: Vec<&Mandate> = overview.mandates.iter().filter(|mandate| facets.fit(of, mandate, "")).collect();
    match order {
        Order::Date => {}
        Order::Oldest => found.sort_by_key(|mandate| (mandate.date.is_none(), &mandate.date)),
        Order::Force => found.sort_by_key(|mandate| std::cmp::Reverse(mandate.strength)),
        Order::Status => found.sort_by_key(|mandate| mandate.status),
    }
    let pages = found.len().div_ceil(PAGE);
    let page = asked.part("page", pages)?;
    let (skip, take) = if of.whole { (0, FILE) } else { ((page - 1) * PAGE, PAGE) };
    let rows = found.iter().skip(skip).take(take).map(|mandate| row(of, mandate)).collect::<Result<_, _>>()?;
    let counted =
        |name: &str, all: bool, values: &dyn Fn(&Mandate) -> Vec<Valued>| choices(of, &facets, name, all, values);
    let things = |things: &[Arc<Thing>]| {
        things.iter().map(|thing| (facets.path(thing).to_owned(), thing.label.clone(), None)).collect::<Vec<_>>()
    };
    let forces = counted("force", true, &|mandate| {
        let force = mandate.force.iter();
        force.map(|force| (last(&force.iri).to_owned(), force.label.clone(), mandate.strength)).collect()
    });
    let statuses = counted("status", true, &|mandate| {
        vec![(mandate.status.name().to_owned(), mandate.status.title().to_owned(), None)]
    });
    let at = counted("at", false, &|mandate| {
        mandate.at.map(|at| things(std::slice::from_ref(&overview.meetings[at].thing))).unwrap_or_default()
    });
    let columns = vec![
        Column::of("date", "Date"),
        Column::things("by", "Told by"),
        Column::things("at", "At"),
        Column::things("mandate", "Verb"),
        Column::things("force", "Force"),
        Column::things("to", "Told to"),
        Column::of("what", "To do what"),
        Column::of("status", "Status"),
        Column::of("due", "Due"),
        Column::things("answers", "What answers it"),
        Column::of("answered_by", "Where"),
        Column::of("age", "Age in years"),
        Column::of("passages", "Source"),
    ];
    let caption = "Who told whom to do what".to_owned();
    Ok(MandatesScreen {
        asked: asked.clone(),
        by: counted("by", false, &|mandate| things(&mandate.by)),
        to: counted("to", false, &|mandate| things(&mandate.to)),
        forces,
        statuses,
        at,
        until: overview.until.clone(),
        all: overview.mandates.len(),
        page: (page, pages.max(1)),
        table: Table { caption, columns, rows, total: found.len() },
    })
}

/// The values of a facet, strongest or most frequent first; those asked for are always among them.
fn choices(
    of: &Of<'_>,
    facets: &Facets<'_>,
    name: &str,
    all: bool,
    values: &dyn Fn(&Mandate) -> Vec<Valued>,
) -> Vec<Choice> {
    let mut counts: BTreeMap<String, (String, Option<u8>, usize)> = BTreeMap::new();
    for mandate in &of.overview.mandates {
        let fits = facets.fit(of, mandate, name);
        if !fits && !all {
            continue;
        }
        for (value, title, strength) in values(mandate) {
            counts.entry(value).or_insert((title, strength, 0)).2 += usize::from(fits);
        }
    }
    let wanted = of.asked.all(name);
    let mut choices: Vec<Choice> = counts
        .into_iter()
        .map(|(value, (title, strength, count))| {
            let asked = wanted.contains(&value.as_str());
            Choice { value, title, strength, count, asked }
        })
        .collect();
    choices.sort_by(|a, b| {
        (b.asked && !all, b.strength, b.count, &a.title).cmp(&(a.asked && !all, a.strength, a.count, &b.title))
    });
    choices.truncate(CHOICES);
    choices
}

fn row(of: &Of<'_>, mandate: &Mandate) -> Result<Vec<Cell>, Problem> {
    let verb = of.names.text(&mandate.iri, igm::VERB)?.unwrap_or_default();
    let text = of.names.text(&mandate.iri, schema::TEXT)?.unwrap_or_default();
    let text = if of.whole { text } else { shorten(&text, WORDS) };
    let at = mandate.at.map(|at| &of.overview.meetings[at].thing);
    let mut places: Vec<_> = mandate.answers.iter().filter_map(|(_, passage)| passage.clone()).collect();
    places.sort();
    places.dedup();
    Ok(vec![
        Cell::date(mandate.date.as_deref()),
        Cell::Things(mandate.by.clone()),
        Cell::thing(at),
        Cell::Fact(mandate.iri.clone(), if verb.is_empty() { "says".to_owned() } else { verb }),
        mandate.force.as_ref().map_or(Cell::Nothing, |force| Cell::Force(force.clone(), mandate.strength)),
        Cell::Things(mandate.to.clone()),
        Cell::Words(text),
        Cell::Badge(mandate.status.name(), mandate.status.mark(), mandate.status.title().to_owned()),
        Cell::date(mandate.due.as_deref()),
        Cell::Things(mandate.answers.iter().map(|(answer, _)| answer.clone()).collect()),
        Cell::Proofs(places),
        mandate.age.map_or(Cell::Nothing, |age| Cell::Number(age.into())),
        Cell::proof(mandate.passage.as_ref()),
    ])
}
