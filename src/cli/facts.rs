//! A fact of a document in one line, as people read it.

use crate::annotate::PartialDate;
use crate::assertion::{EntityId, Fact, Status, Value};
use crate::graph::Iris;
use crate::graph::vocab::compact;

/// A fact in one line: "participation: state/fiji is host of meeting/…".
pub(super) fn line(iris: &Iris, fact: &Fact) -> String {
    let name = |id: &EntityId| thing(iris, id);
    let names = |ids: &[EntityId]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    match fact {
        Fact::Meeting { id, status } => format!("meeting: {} ({})", name(id), status_word(*status)),
        Fact::Property { subject, property, value, .. } => {
            let value = match value {
                Value::Entity(id) => name(id),
                Value::Date(date) => date_word(*date),
                Value::Integer(number) => number.to_string(),
                Value::Text(text) => format!("{text:?}"),
            };
            format!("property: {} {property:?} {value}", name(subject))
        }
        Fact::Participation { context, member, capacity, .. } => {
            format!("participation: {} is {capacity} of {}", name(member), name(context))
        }
        Fact::Act(act) => {
            let to = if act.addressees.is_empty() { String::new() } else { format!(" to {}", names(&act.addressees)) };
            format!("act: {} {:?} ({}){to}: {:?}", names(&act.issued_by), act.verb, act.force, act.text)
        }
        Fact::BodyEvent { body, kind, status, .. } => {
            format!("body event: {} {kind} ({})", name(body), status_word(*status))
        }
        Fact::Count { about, unit, value } => format!("count: {value} {unit} at {}", name(about)),
        Fact::WorkStatus { work, status } => format!("work: {} ({})", name(work), status_word(*status)),
        Fact::Reference { to } => format!("reference: to {}", name(to)),
    }
}

/// Path of a thing under the base.
pub(super) fn thing(iris: &Iris, id: &EntityId) -> String {
    compact(iris.entity(id).as_str(), iris.base())
}

fn status_word(status: Status) -> String {
    format!("{status:?}").to_lowercase()
}

fn date_word(date: PartialDate) -> String {
    let year = date.year.map_or_else(|| "?".to_owned(), |year| format!("{year:04}"));
    let parts = [date.month, date.day].into_iter().flatten().map(|part| format!("-{part:02}"));
    std::iter::once(year).chain(parts).collect()
}
