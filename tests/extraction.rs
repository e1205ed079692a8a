//! What a user relies on when a document is read: invented texts, from received bytes to what they are taken to say.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rapporteur::annotate::PartialDate;
use rapporteur::assertion::{EntityId, Evidence, Extraction, Fact, Property, SpeechAct, Status, Value};
use rapporteur::pipeline::Reader;

mod acts;
mod attendance;
mod bodies;
mod follow_ups;
mod forms;
mod gatherings;
mod genre;
mod issuers;
mod mandates;
mod meetings;
mod not_said;
mod participants;
mod persons;
mod pledges;
mod reports;
mod robustness;
mod second_meetings;
mod styles;
mod things;
mod transcripts;
mod voices;
mod works;

/// The sentence that opens most invented texts, so that the rest has a meeting to belong to.
const OPENING: &str =
    "The Fourth Ministerial Conference of the Budapest Process took place in Istanbul on 19 April 2013.";

/// Identity of the meeting of [`OPENING`].
const CONFERENCE: &str = "ministerial-conference-4";

/// Reads a text with what the program ships and nothing from a manifest.
fn read(text: &str) -> Extraction {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::shipped().unwrap()).read_text("invented", text.as_bytes()).unwrap().1
}

/// Reads [`OPENING`] and what follows it.
fn read_conference(rest: &str) -> Extraction {
    read(&format!("{OPENING} {rest}"))
}

/// The last part of an identity, which is its name: "kenya", "ministerial-conference-4".
fn slug(id: &EntityId) -> &str {
    match id {
        EntityId::State(slug)
        | EntityId::Place(slug)
        | EntityId::Organisation(slug)
        | EntityId::Group(slug)
        | EntityId::Person(slug)
        | EntityId::Body { slug, .. }
        | EntityId::Post { slug, .. }
        | EntityId::Meeting { slug, .. }
        | EntityId::Work { slug, .. } => slug,
    }
}

fn slugs(ids: &[EntityId]) -> Vec<&str> {
    ids.iter().map(slug).collect()
}

/// Who took part in a meeting or body, and as what, in the order of the text.
fn participations<'e>(extraction: &'e Extraction, context: &str) -> Vec<(&'e str, &'e str)> {
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        if let Fact::Participation { context: found, member, capacity, .. } = &assertion.fact
            && slug(found) == context
        {
            out.push((slug(member), capacity.as_str()));
        }
    }
    out
}

fn speech_acts(extraction: &Extraction) -> Vec<&SpeechAct> {
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        if let Fact::Act(act) = &assertion.fact {
            out.push(&**act);
        }
    }
    out
}

/// Force, addressees and content of each act, in the order of the text.
fn acts(extraction: &Extraction) -> Vec<(&str, Vec<&str>, &str)> {
    let mut out = Vec::new();
    for act in speech_acts(extraction) {
        out.push((act.force.as_str(), slugs(&act.addressees), act.text.as_str()));
    }
    out
}

/// Status of each meeting, by identity.
fn meetings(extraction: &Extraction) -> BTreeSet<(&str, Status)> {
    let mut out = BTreeSet::new();
    for assertion in &extraction.assertions {
        if let Fact::Meeting { id, status } = &assertion.fact {
            out.insert((slug(id), *status));
        }
    }
    out
}

/// Values of one property of one thing, printed: "2013-04-19", "istanbul".
fn values(extraction: &Extraction, subject: &str, wanted: Property) -> Vec<String> {
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        if let Fact::Property { subject: found, property, value, .. } = &assertion.fact
            && slug(found) == subject
            && *property == wanted
        {
            out.push(printed(value));
        }
    }
    out
}

fn printed(value: &Value) -> String {
    match value {
        Value::Entity(id) => slug(id).to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date_printed(date),
    }
}

fn date_printed(date: &PartialDate) -> String {
    let year = date.year.map_or_else(|| "?".to_owned(), |year| format!("{year:04}"));
    let rest = [date.month, date.day].into_iter().flatten().map(|part| format!("{part:02}"));
    std::iter::once(year).chain(rest).collect::<Vec<_>>().join("-")
}

/// Body, kind and status of each event in the life of a body.
fn body_events(extraction: &Extraction) -> Vec<(&str, &str, Status)> {
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        if let Fact::BodyEvent { body, kind, status, .. } = &assertion.fact {
            out.push((slug(body), kind.as_str(), *status));
        }
    }
    out
}

/// Every passage that the extraction cites.
fn all_evidence(extraction: &Extraction) -> Vec<&Evidence> {
    let of_assertions = extraction.assertions.iter().flat_map(|assertion| &assertion.evidence);
    let of_entities = extraction.entities.values().flat_map(|entity| &entity.mentions);
    of_assertions.chain(of_entities).chain(extraction.title.iter().map(|(_, evidence)| evidence)).collect()
}
