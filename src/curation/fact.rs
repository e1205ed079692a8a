//! Facts by their roles: reading them, changing them, making new ones.

use super::role::{Takes, role};
use crate::annotate::PartialDate;
use crate::assertion::{ActClass, Amount, Due, EntityId, Fact, Property, SpeechAct, Status, Value};

/// What fills a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    Thing(EntityId),
    Text(String),
}

use Held::{Text, Thing};

const STATUSES: [(&str, Status); 7] = [
    ("done", Status::Done),
    ("decided", Status::Decided),
    ("planned", Status::Planned),
    ("offered", Status::Offered),
    ("proposed", Status::Proposed),
    ("hypothetical", Status::Hypothetical),
    ("negated", Status::Negated),
];

const PROPERTIES: [(&str, Property, Takes); 18] = [
    ("start-date", Property::StartDate, Takes::Text),
    ("end-date", Property::EndDate, Takes::Text),
    ("location", Property::Location, Takes::Thing),
    ("ordinal", Property::Ordinal, Takes::Number),
    ("description", Property::Description, Takes::Text),
    ("holds", Property::Holds, Takes::Thing),
    ("member-of", Property::MemberOf, Takes::Thing),
    ("honorific-prefix", Property::HonorificPrefix, Takes::Text),
    ("honorific-suffix", Property::HonorificSuffix, Takes::Text),
    ("alt-label", Property::AltLabel, Takes::Text),
    ("established-under", Property::EstablishedUnder, Takes::Thing),
    ("creator", Property::Creator, Takes::Thing),
    ("generated-by", Property::GeneratedBy, Takes::Thing),
    ("follows-up", Property::FollowsUp, Takes::Thing),
    ("reports-to", Property::ReportsTo, Takes::Thing),
    ("meeting-of", Property::MeetingOf, Takes::Thing),
    ("unit-of", Property::UnitOf, Takes::Thing),
    ("post-in", Property::PostIn, Takes::Thing),
];

/// What a value of a property is written as; none for a property that there is not.
pub(super) fn value_of(property: &str) -> Option<Takes> {
    PROPERTIES.iter().find(|(name, ..)| *name == property).map(|(_, _, takes)| *takes)
}

/// Whether a written value is one that a role takes; things and concepts are looked up later.
pub(super) fn check(takes: Takes, property: &str, value: &str) -> Result<(), String> {
    match takes {
        Takes::Status if status(value).is_none() => Err(format!("{value:?} is no status: {}", names(&STATUSES))),
        Takes::Property if value_of(value).is_none() => {
            let known: Vec<&str> = PROPERTIES.iter().map(|(name, ..)| *name).collect();
            Err(format!("{value:?} is no property: {}", known.join(", ")))
        }
        Takes::Number if value.parse::<u32>().is_err() => Err(format!("{value:?} is no whole number")),
        Takes::Value => match value_of(property) {
            Some(Takes::Text) if property.ends_with("-date") && date(value).is_none() => {
                Err(format!("{value:?} is no date: YYYY, YYYY-MM or YYYY-MM-DD"))
            }
            Some(other) => check(other, "", value),
            None => Ok(()),
        },
        _ if value.trim().is_empty() => Err("the value is empty".to_owned()),
        _ => Ok(()),
    }
}

fn names<T>(table: &[(&str, T)]) -> String {
    table.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn status(name: &str) -> Option<Status> {
    STATUSES.iter().find(|(known, _)| *known == name).map(|(_, status)| *status)
}

fn status_name(status: Status) -> String {
    STATUSES.iter().find(|(_, known)| *known == status).map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

/// `2004`, `2004-03` or `2004-03-17`.
fn date(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut small = || parts.next().map(|part| part.parse::<u8>().ok().filter(|_| part.len() == 2).ok_or(()));
    let (month, day) = (small().transpose().ok()?, small().transpose().ok()?);
    let whole = parts.next().is_none() && month.is_none_or(|month| (1..=12).contains(&month));
    let exists = match (month, day) {
        (Some(month), Some(day)) => jiff::civil::Date::new(year, month as i8, day as i8).is_ok(),
        _ => true,
    };
    (whole && exists).then_some(PartialDate { year: Some(year), month, day })
}

fn date_text(date: &PartialDate) -> String {
    let year = date.year.map(|year| format!("{year:04}"));
    let rest = [date.month, date.day].into_iter().flatten().map(|part| format!("{part:02}"));
    year.into_iter().chain(rest).collect::<Vec<_>>().join("-")
}

/// The kind of fact, as the file calls it.
pub(super) fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::Meeting { .. } => "meeting",
        Fact::Property { .. } => "property",
        Fact::Participation { .. } => "participation",
        Fact::Act(act) => match act.class {
            ActClass::SpeechAct => "speech-act",
            ActClass::Mandate => "mandate",
            ActClass::Pledge => "pledge",
        },
        Fact::BodyEvent { .. } => "body-event",
        Fact::Count { .. } => "count",
        Fact::WorkStatus { .. } => "work",
        Fact::Reference { .. } => "reference",
    }
}

fn things(ids: &[EntityId]) -> Vec<Held> {
    ids.iter().cloned().map(Thing).collect()
}

fn texts(texts: &[String]) -> Vec<Held> {
    texts.iter().cloned().map(Text).collect()
}

fn thing(id: &EntityId) -> Vec<Held> {
    vec![Thing(id.clone())]
}

fn text(text: impl Into<String>) -> Vec<Held> {
    vec![Text(text.into())]
}

/// What fills a role of a fact; nothing for a role that it does not have.
pub(super) fn get(fact: &Fact, role: &str) -> Vec<Held> {
    match (fact, role) {
        (Fact::Participation { context, .. }, "context") => thing(context),
        (Fact::Participation { member, .. }, "member") => thing(member),
        (Fact::Participation { capacity, .. }, "capacity") => text(capacity),
        (Fact::Participation { name_as_given, .. }, "name") => texts(name_as_given.as_slice()),
        (Fact::Participation { represented_by, .. }, "represented-by") => things(represented_by),
        (Fact::Participation { in_respect_of, .. }, "territory") => things(in_respect_of.as_slice()),
        (Fact::Participation { about, .. }, "about") => texts(about.as_slice()),
        (Fact::Meeting { id, .. }, "meeting") | (Fact::WorkStatus { work: id, .. }, "work") => thing(id),
        (Fact::Meeting { status, .. } | Fact::WorkStatus { status, .. } | Fact::BodyEvent { status, .. }, "status") => {
            text(status_name(*status))
        }
        (Fact::Property { subject, .. }, "of") => thing(subject),
        (Fact::Property { property, .. }, "property") => {
            text(PROPERTIES.iter().find(|(_, known, _)| known == property).map_or("", |(name, ..)| name))
        }
        (Fact::Property { value, .. }, "value") => match value {
            Value::Entity(id) => thing(id),
            Value::Date(date) => text(date_text(date)),
            Value::Integer(number) => text(number.to_string()),
            Value::Text(value) => text(value),
        },
        (Fact::BodyEvent { body, .. }, "body") => thing(body),
        (Fact::BodyEvent { kind, .. }, "event") => text(kind),
        (Fact::BodyEvent { decided_at, .. }, "decided-at") => things(decided_at.as_slice()),
        (Fact::BodyEvent { year, .. }, "year") => year.iter().map(|year| Text(year.to_string())).collect(),
        (Fact::Count { about, .. }, "about") => thing(about),
        (Fact::Count { unit, .. }, "unit") => text(unit),
        (Fact::Count { value, .. }, "value") => text(value.to_string()),
        (Fact::Reference { to }, "to") => thing(to),
        (Fact::Act(act), role) => get_of_act(act, role),
        _ => Vec::new(),
    }
}

fn get_of_act(act: &SpeechAct, role: &str) -> Vec<Held> {
    match role {
        "verb" => text(&act.verb),
        "force" => text(&act.force),
        "issuer" => things(&act.issued_by),
        "meeting" => things(act.issued_at.as_slice()),
        "addressee" => things(&act.addressees),
        "partner" => things(&act.partners),
        "condition" => texts(&act.conditions),
        "text" => text(&act.text),
        "position" => texts(act.position.as_slice()),
        "calls-for" => things(&act.calls_for),
        "topic" => texts(&act.topics),
        "reference" => things(&act.references),
        "follows-up" => things(&act.follows_up),
        "due" => act.due.iter().map(|due| Text(date_text(&due.date))).collect(),
        "for" => things(act.pledged_for.as_slice()),
        "amount" => act.amount.iter().map(|amount| Text(amount.value.clone())).collect(),
        "currency" => act.amount.iter().filter_map(|amount| amount.currency.clone()).map(Text).collect(),
        _ => Vec::new(),
    }
}

fn ids(held: Vec<Held>) -> Vec<EntityId> {
    held.into_iter().filter_map(|held| if let Thing(id) = held { Some(id) } else { None }).collect()
}

fn strings(held: Vec<Held>) -> Vec<String> {
    held.into_iter().filter_map(|held| if let Text(text) = held { Some(text) } else { None }).collect()
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// Fills a role of a fact anew. What a fact needs stays as it is where nothing is given.
pub(super) fn set(fact: &mut Fact, role: &str, held: Vec<Held>) {
    match (fact, role) {
        (Fact::Participation { context, .. }, "context") => put(context, ids(held).pop()),
        (Fact::Participation { member, .. }, "member") => put(member, ids(held).pop()),
        (Fact::Participation { capacity, .. }, "capacity") => put(capacity, strings(held).pop()),
        (Fact::Participation { name_as_given, .. }, "name") => *name_as_given = strings(held).pop(),
        (Fact::Participation { represented_by, .. }, "represented-by") => *represented_by = ids(held),
        (Fact::Participation { in_respect_of, .. }, "territory") => *in_respect_of = ids(held).pop(),
        (Fact::Participation { about, .. }, "about") => *about = strings(held).pop(),
        (Fact::Meeting { id, .. }, "meeting") | (Fact::WorkStatus { work: id, .. }, "work") => {
            put(id, ids(held).pop());
        }
        (
            Fact::Meeting { status: place, .. }
            | Fact::WorkStatus { status: place, .. }
            | Fact::BodyEvent { status: place, .. },
            "status",
        ) => put(place, strings(held).pop().as_deref().and_then(status)),
        (Fact::Property { subject, .. }, "of") => put(subject, ids(held).pop()),
        (Fact::Property { property, .. }, "property") => {
            let named = strings(held).pop();
            let known = PROPERTIES.iter().find(|(name, ..)| Some(*name) == named.as_deref());
            put(property, known.map(|(_, property, _)| *property));
        }
        (Fact::Property { property, value, completed, .. }, "value") => {
            *completed = false;
            put(value, held.into_iter().next().and_then(|held| value_from(*property, held)));
        }
        (Fact::BodyEvent { body, .. }, "body") => put(body, ids(held).pop()),
        (Fact::BodyEvent { kind, .. }, "event") => put(kind, strings(held).pop()),
        (Fact::BodyEvent { decided_at, .. }, "decided-at") => *decided_at = ids(held).pop(),
        (Fact::BodyEvent { year, .. }, "year") => *year = strings(held).pop().and_then(|year| year.parse().ok()),
        (Fact::Count { about, .. }, "about") => put(about, ids(held).pop()),
        (Fact::Count { unit, .. }, "unit") => put(unit, strings(held).pop()),
        (Fact::Count { value, .. }, "value") => put(value, strings(held).pop().and_then(|value| value.parse().ok())),
        (Fact::Reference { to }, "to") => put(to, ids(held).pop()),
        (Fact::Act(act), role) => set_of_act(act, role, held),
        _ => {}
    }
}

fn value_from(property: Property, held: Held) -> Option<Value> {
    Some(match (property, held) {
        (_, Thing(id)) => Value::Entity(id),
        (Property::StartDate | Property::EndDate, Text(text)) => Value::Date(date(&text)?),
        (Property::Ordinal, Text(text)) => Value::Integer(text.parse().ok()?),
        (_, Text(text)) => Value::Text(text),
    })
}

fn set_of_act(act: &mut SpeechAct, role: &str, held: Vec<Held>) {
    match role {
        "verb" => put(&mut act.verb, strings(held).pop()),
        "force" => put(&mut act.force, strings(held).pop()),
        "issuer" => act.issued_by = ids(held),
        "meeting" => act.issued_at = ids(held).pop(),
        "addressee" => act.addressees = ids(held),
        "partner" => act.partners = ids(held),
        "condition" => act.conditions = strings(held),
        "text" => put(&mut act.text, strings(held).pop()),
        "position" => act.position = strings(held).pop(),
        "calls-for" => act.calls_for = ids(held),
        "topic" => act.topics = strings(held),
        "reference" => act.references = ids(held),
        "follows-up" => act.follows_up = ids(held),
        "due" => {
            let given = strings(held).pop().as_deref().and_then(date);
            act.due = given.map(|date| Due { date, evidence: Vec::new(), completed: false });
        }
        "for" => act.pledged_for = ids(held).pop(),
        "amount" => match strings(held).pop() {
            Some(value) => act.amount.get_or_insert_with(no_money).value = value,
            None => act.amount = None,
        },
        "currency" => act.amount.get_or_insert_with(no_money).currency = strings(held).pop(),
        _ => {}
    }
}

fn no_money() -> Amount {
    Amount { value: String::new(), currency: None }
}

/// A fact of a kind with nothing in it yet; none for a kind that cannot be added. `start` is where an act begins.
pub(super) fn empty(kind: &str, start: usize) -> Option<Fact> {
    let nobody = || EntityId::Group(String::new());
    let act = |class| {
        Fact::Act(Box::new(SpeechAct {
            class,
            start,
            verb: String::new(),
            force: String::new(),
            issued_by: Vec::new(),
            issued_at: None,
            addressees: Vec::new(),
            partners: Vec::new(),
            conditions: Vec::new(),
            text: String::new(),
            position: None,
            part_of: None,
            calls_for: Vec::new(),
            calls_for_events: Vec::new(),
            topics: Vec::new(),
            references: Vec::new(),
            pledged_for: None,
            amount: None,
            follows_up: Vec::new(),
            follows_up_acts: Vec::new(),
            due: None,
        }))
    };
    Some(match kind {
        "participation" => Fact::Participation {
            context: nobody(),
            member: nobody(),
            capacity: String::new(),
            name_as_given: None,
            represented_by: Vec::new(),
            in_respect_of: None,
            about: None,
        },
        "meeting" => Fact::Meeting { id: nobody(), status: Status::Done },
        "property" => Fact::Property {
            subject: nobody(),
            property: Property::AltLabel,
            value: Value::Text(String::new()),
            completed: false,
        },
        "speech-act" => act(ActClass::SpeechAct),
        "mandate" => act(ActClass::Mandate),
        "pledge" => act(ActClass::Pledge),
        "body-event" => {
            Fact::BodyEvent { body: nobody(), kind: String::new(), status: Status::Done, decided_at: None, year: None }
        }
        "count" => Fact::Count { about: nobody(), unit: String::new(), value: 0 },
        "work" => Fact::WorkStatus { work: nobody(), status: Status::Done },
        "reference" => Fact::Reference { to: nobody() },
        _ => return None,
    })
}

/// Every thing that a fact is about, with the role in which it stands and whether the fact needs it there.
pub(super) fn things_of(fact: &Fact) -> Vec<(&'static str, EntityId, bool)> {
    let kind = kind(fact);
    let mut found = Vec::new();
    for role in super::role::roles(kind).unwrap_or_default() {
        for held in get(fact, role.name) {
            if let Thing(id) = held {
                found.push((role.name, id, role.needed));
            }
        }
    }
    found
}

/// What a role of a kind of fact takes.
pub(super) fn takes(kind: &str, name: &str) -> Option<Takes> {
    role(kind, name).map(|role| role.takes)
}
