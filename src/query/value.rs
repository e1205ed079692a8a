//! From what a user wrote to a term of the parameter's type.

use std::collections::BTreeMap;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use oxigraph::sparql::QueryEvaluationError;

use crate::query::bind::Value;
use crate::query::entity;
use crate::query::header::{Parameter, ParameterType};
use crate::query::library::SavedQuery;
use crate::store::{Snapshot, StoreError};

/// One thing that a user may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The thing.
    pub iri: NamedNode,
    /// Its IRI as people write it: the path under the base.
    pub short: String,
    /// Its label.
    pub label: String,
}

/// Why a value does not fit its parameter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The query has no such parameter.
    #[error("{query} has no parameter `{name}`; it has {}", list_names(known))]
    UnknownParameter {
        /// The query.
        query: String,
        /// What was given.
        name: String,
        /// The parameters that it has.
        known: Vec<String>,
    },
    /// A parameter that is needed was not given.
    #[error("{query} needs `{name}`: {help}, for example {name}={example}")]
    Missing {
        /// The query.
        query: String,
        /// The parameter.
        name: String,
        /// What it is.
        help: String,
        /// A value that works.
        example: String,
    },
    /// The text is not of the parameter's type.
    #[error("{name}={value:?} is not {expected}")]
    NotOfType {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// What is expected, in words.
        expected: String,
    },
    /// Nothing in the graph answers to the text.
    #[error("{name}={value:?} is not {expected} that the graph knows{}", list_candidates("; nearest", candidates))]
    Unknown {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// What is expected, in the words of the parameter's help.
        expected: String,
        /// The nearest, best first.
        candidates: Vec<Candidate>,
    },
    /// Several things in the graph answer to the text.
    #[error("{name}={value:?} may mean several things{}", list_candidates("", candidates))]
    Ambiguous {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// All of them, by IRI.
        candidates: Vec<Candidate>,
    },
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store could not be asked for the possible values.
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
}

fn list_names(known: &[String]) -> String {
    if known.is_empty() { "none".to_owned() } else { known.join(", ") }
}

fn list_candidates(lead: &str, candidates: &[Candidate]) -> String {
    let mut text = String::new();
    for (index, candidate) in candidates.iter().enumerate() {
        text.push_str(if index == 0 { lead } else { "" });
        text.push_str(if index == 0 { ":\n  " } else { "\n  " });
        text.push_str(&candidate.short);
        text.push_str("  ");
        text.push_str(&candidate.label);
    }
    text
}

/// Makes the terms for all parameters of a query: what was given, else the defaults.
///
/// Parameters that are neither given nor have a default stay free; it is an error where they are required.
pub fn values(
    snapshot: &Snapshot,
    query: &SavedQuery,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, ValueError> {
    if let Some(name) = given.keys().find(|name| query.params.iter().all(|parameter| parameter.name != **name)) {
        let known = query.params.iter().map(|parameter| parameter.name.clone()).collect();
        return Err(ValueError::UnknownParameter { query: query.name.clone(), name: name.clone(), known });
    }
    let mut values = BTreeMap::new();
    for parameter in &query.params {
        match given.get(&parameter.name).or(parameter.default.as_ref()) {
            Some(text) => {
                values.insert(parameter.variable(), value(snapshot, &query.base, parameter, text)?);
            }
            None if parameter.required => {
                return Err(ValueError::Missing {
                    query: query.name.clone(),
                    name: parameter.name.clone(),
                    help: parameter.help.clone(),
                    example: parameter.example.clone(),
                });
            }
            None => {}
        }
    }
    Ok(values)
}

/// Makes the term for one parameter.
///
/// An entity or a concept is found by its IRI, by its path under the base (`state/fiji`), by the last parts of that
/// path (`fiji`), by a label or an alternative label in any case, or, for a meeting, by the id of its record.
pub fn value(snapshot: &Snapshot, base: &str, parameter: &Parameter, text: &str) -> Result<Value, ValueError> {
    let not =
        |expected: String| ValueError::NotOfType { name: parameter.name.clone(), value: text.to_owned(), expected };
    Ok(match parameter.kind {
        ParameterType::String => Literal::from(text).into(),
        ParameterType::Integer => {
            let number = text.trim().parse::<i64>().map_err(|_| not("a whole number".to_owned()))?;
            Literal::from(number).into()
        }
        ParameterType::Date => {
            let datatype =
                date_type(text.trim()).ok_or_else(|| not("a date as 2003, 2003-04 or 2003-04-28".to_owned()))?;
            Literal::new_typed_literal(text.trim(), datatype).into()
        }
        ParameterType::Choice if parameter.choices.iter().any(|choice| choice == text) => Literal::from(text).into(),
        ParameterType::Choice => return Err(not(format!("one of {}", parameter.choices.join(", ")))),
        ParameterType::Entity | ParameterType::Concept => entity::find(snapshot, base, parameter, text)?.into(),
    })
}

/// The XSD type of a year, a month or a day of the calendar.
fn date_type(text: &str) -> Option<NamedNodeRef<'static>> {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let (day, datatype) = match parts[..] {
        [year] if digits(year, 4) => (format!("{year}-01-01"), xsd::G_YEAR),
        [year, month] if digits(year, 4) && digits(month, 2) => (format!("{year}-{month}-01"), xsd::G_YEAR_MONTH),
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => (text.to_owned(), xsd::DATE),
        _ => return None,
    };
    day.parse::<jiff::civil::Date>().is_ok().then_some(datatype)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(kind: &str) -> Parameter {
        let yaml = format!("{{name: x, type: {kind}, choices: [a, b], example: '1', help: h}}");
        serde_saphyr::from_str(&yaml).unwrap()
    }

    fn read(kind: &str, text: &str) -> Option<String> {
        let snapshot = Snapshot::in_memory([]).unwrap();
        match value(&snapshot, "https://example.org/", &parameter(kind), text) {
            Ok(Value::Literal(literal)) => Some(literal.to_string().rsplit('#').next().unwrap_or_default().to_owned()),
            _ => None,
        }
    }

    #[test]
    fn dates_have_three_precisions_and_must_exist() {
        assert_eq!(read("date", "2003").as_deref(), Some("gYear>"));
        assert_eq!(read("date", "2003-04").as_deref(), Some("gYearMonth>"));
        assert_eq!(read("date", "2004-02-29").as_deref(), Some("date>"));
        for wrong in ["2003-02-29", "2003-13", "28 April 2003", "", "2003-4", "+2003", "2003-04-28-01"] {
            assert_eq!(read("date", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_and_choices_are_checked() {
        assert_eq!(read("integer", "-4").as_deref(), Some("integer>"));
        assert_eq!(read("integer", "4; DROP"), None);
        assert_eq!(read("choice", "b").as_deref(), Some("\"b\""));
        assert_eq!(read("choice", "c"), None);
    }

    #[test]
    fn a_string_stays_as_it_is() {
        assert_eq!(read("string", " \"} \n").as_deref(), Some("\" \\\"} \\n\""));
    }
}
