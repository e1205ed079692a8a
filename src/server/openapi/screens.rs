//! The overview screens: their parameters, as a page and as data.

use serde_json::{Value, json};

use super::parts::parameter;
use crate::server::screens::{Form, Screen};

/// What a screen is called here, what it shows, and its parameters.
pub(super) fn parts(screen: Screen, form: Form) -> (String, &'static str, Vec<Value>, &'static str) {
    let (summary, parameters) = match screen {
        Screen::Matrix => ("Who took part in which meeting", matrix()),
        Screen::Mandates => ("Who told whom to do what, and what became of it", mandates()),
        Screen::Timeline => ("Meetings and bodies by their dates", timeline()),
        Screen::Map => ("Where participants come from", map()),
        Screen::Compare => ("Two meetings beside each other", compare()),
        Screen::Paths => ("How two things are connected, each step with its sentence", paths()),
    };
    let (suffix, media_type) = match form {
        Form::Page => ("", "text/html"),
        Form::Csv => ("_csv", "text/csv"),
        Form::Json => ("_json", "application/json"),
        Form::Turtle => ("_turtle", "text/turtle"),
    };
    (format!("{}{suffix}", screen.name()), summary, parameters, media_type)
}

fn text(name: &str, description: &str) -> Value {
    parameter(name, description, false, &json!({ "type": "string" }))
}

fn number(name: &str, description: &str) -> Value {
    parameter(name, description, false, &json!({ "type": "integer", "minimum": 1 }))
}

fn one(name: &str, description: &str, of: &[&str]) -> Value {
    parameter(name, description, false, &json!({ "enum": of }))
}

fn many(name: &str, description: &str, of: &[&str]) -> Value {
    parameter(name, description, false, &json!({ "type": "array", "items": { "enum": of } }))
}

fn texts(name: &str, description: &str) -> Value {
    parameter(name, description, false, &json!({ "type": "array", "items": { "type": "string" } }))
}

fn role() -> Value {
    many("role", "Took part as", &["participant", "observer", "host"])
}

fn page() -> Value {
    number("page", "Which part")
}

fn matrix() -> Vec<Value> {
    vec![
        role(),
        one("who", "Which agents", &["all", "states", "others"]),
        one("meetings", "Conferences only, or all meetings", &["main", "all"]),
        text("process", "Path of the process or body whose meetings they are"),
        number("year", "In which they began"),
        one("sort", "Order of the agents", &["name", "times"]),
        page(),
        number("rows", "Which part of the agents"),
    ]
}

fn mandates() -> Vec<Value> {
    vec![
        texts("force", "Forces, by the last part of their path"),
        many("status", "What became of it", &["done", "followed-up", "partly", "due-date-passed", "no-follow-up"]),
        texts("by", "Paths of who told"),
        texts("to", "Paths of who was told"),
        text("at", "Path of the meeting"),
        one("sort", "Order", &["date", "oldest", "force", "status"]),
        page(),
    ]
}

fn timeline() -> Vec<Value> {
    vec![
        many("show", "What is shown", &["meetings", "workshops", "bodies"]),
        number("from", "First year"),
        number("to", "Last year"),
        page(),
    ]
}

fn map() -> Vec<Value> {
    vec![role(), texts("meeting", "Paths of meetings")]
}

fn compare() -> Vec<Value> {
    let meeting = "A meeting, by its IRI, its path, or its name";
    vec![text("a", meeting), text("b", meeting)]
}

fn paths() -> Vec<Value> {
    let thing = "A thing, by its IRI, its path, or its name";
    vec![
        text("from", thing),
        text("to", thing),
        number("max", "Steps at most, up to 6"),
        texts("avoid", "Paths of things that it does not lead through"),
    ]
}
