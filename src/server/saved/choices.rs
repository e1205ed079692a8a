//! Values that a parameter may have, from the data: what fits, how it is called, how often it occurs.

use oxigraph::model::{GraphNameRef, NamedNodeRef, TermRef};
use serde::Serialize;

use crate::graph::vocab;
use crate::query::{Parameter, ParameterType, is_wanted};
use crate::server::index::{Entry, Index};
use crate::store::{Snapshot, StoreError};

/// Mentions that are counted for one value.
const COUNTED: usize = 1000;

/// Values that are counted to find those that occur.
const LOOKED_AT: usize = 200;

/// A value with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::server) struct Choice {
    /// What to give for the parameter: the path of a thing, the word of a choice.
    pub(in crate::server) value: String,
    pub(in crate::server) label: String,
    /// The statements that hold with it as their object; at most 1000 are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) count: Option<usize>,
}

/// What fits a parameter and some words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::server) struct Choices {
    pub(in crate::server) values: Vec<Choice>,
    /// How many fit.
    pub(in crate::server) total: usize,
    /// Whether all of them are here.
    pub(in crate::server) complete: bool,
    /// Whether other values are possible: numbers, dates, any text.
    pub(in crate::server) open: bool,
}

/// Those that occur first, of these the ones that begin with the words; without words, the ones that fit by their path.
pub(in crate::server) fn choices(
    snapshot: &Snapshot,
    base: &str,
    index: &Index,
    parameter: &Parameter,
    words: &str,
    limit: usize,
) -> Result<Choices, StoreError> {
    let (found, total) = match parameter.kind {
        ParameterType::Choice => {
            let words = words.to_lowercase();
            let fitting = parameter.choices.iter().filter(|choice| choice.to_lowercase().contains(&words));
            let all: Vec<Choice> =
                fitting.map(|word| Choice { value: word.clone(), label: word.clone(), count: None }).collect();
            let total = all.len();
            (all.into_iter().take(limit).collect(), total)
        }
        ParameterType::Entity | ParameterType::Concept => {
            let classes: Vec<String> = parameter.class.iter().filter_map(|class| vocab::expand(class)).collect();
            let scheme = parameter.scheme.as_ref().map(|scheme| format!("voc/{scheme}/"));
            // A kind of the explorer may have several classes; what is suggested must be taken.
            let is_value = |entry: &Entry| {
                let iri = format!("{base}{}", entry.path);
                is_wanted(snapshot, parameter, NamedNodeRef::new_unchecked(&iri)).unwrap_or(false)
            };
            let fits = |entry: &Entry| {
                !entry.label.is_empty() && is_one(entry, parameter, &classes, scheme.as_deref()) && is_value(entry)
            };
            let (entries, total) = index.search(words, limit.max(LOOKED_AT), fits);
            let choice = |entry: &Entry| {
                let iri = format!("{base}{}", entry.path);
                let object = TermRef::from(NamedNodeRef::new_unchecked(&iri));
                let mut count = 0;
                for quad in snapshot.quads(None, None, Some(object), Some(GraphNameRef::DefaultGraph)).take(COUNTED) {
                    quad?;
                    count += 1;
                }
                Ok(Choice { value: entry.path.clone(), label: entry.label.clone(), count: Some(count) })
            };
            let mut found = entries.into_iter().map(choice).collect::<Result<Vec<_>, StoreError>>()?;
            // What only the tables of names know comes after what documents speak of.
            found.sort_by_key(|choice| choice.count == Some(0));
            found.truncate(limit);
            (found, total)
        }
        ParameterType::Date | ParameterType::Integer | ParameterType::String => (Vec::new(), 0),
    };
    let open = matches!(parameter.kind, ParameterType::Date | ParameterType::Integer | ParameterType::String);
    Ok(Choices { complete: found.len() == total, values: found, total, open })
}

fn is_one(entry: &Entry, parameter: &Parameter, classes: &[String], scheme: Option<&str>) -> bool {
    match parameter.kind {
        ParameterType::Concept => scheme.is_some_and(|scheme| entry.path.starts_with(scheme)),
        _ => classes.is_empty() || entry.kind.classes.iter().any(|class| classes.iter().any(|c| c == class.as_str())),
    }
}
