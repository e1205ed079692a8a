//! From the patterns in the braces of a search to what is asked of the index, and from its hits to rows.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode};
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::words::{Word, field_iri, field_named, fields, nearest};
use crate::store::{Ask, AskError, Found, Hit, LIMIT, Request, snippet};

/// Hits of a search that names no limit.
const DEFAULT_LIMIT: usize = 100;

/// Characters of a snippet.
const SNIPPET: usize = 200;

/// Why a search gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// More searches than a query may have.
    #[error("SERVICE <search:>: a query may search {limit} times, not more")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// Another service.
    #[error("SERVICE {name} is not answered: this endpoint asks its own search and those that its settings name")]
    Other {
        /// Its name as written.
        name: String,
    },
    /// The index of the generation cannot be used.
    #[error("SERVICE <search:>: {0}")]
    Index(String),
    /// Something else than triple patterns in the braces.
    #[error("SERVICE <search:> holds triple patterns with the terms search:… alone; put {0} outside of its braces")]
    NotTriples(&'static str),
    /// Nothing to look for.
    #[error("SERVICE <search:> does not say what to look for: add ?thing search:text \"words\"")]
    NoText,
    /// A variable where the words must stand.
    #[error(
        "SERVICE <search:>: {term} needs its value in the query, and ?{variable} is a variable. A service is evaluated \
         alone before it is joined, so a value that BIND or VALUES give outside of it does not reach it; write the value \
         in its place, or make it a parameter of a saved query"
    )]
    Variable {
        /// The term.
        term: &'static str,
        /// The variable.
        variable: String,
    },
    /// The words cannot be looked for.
    #[error("SERVICE <search:>: search:text {text}: {error}")]
    Words {
        /// As written.
        text: String,
        /// Why.
        error: AskError,
    },
    /// A term with a value that it cannot have.
    #[error("SERVICE <search:>: {term} {value} is not possible: {expected}")]
    Value {
        /// The term.
        term: &'static str,
        /// The value.
        value: String,
        /// What could stand there.
        expected: String,
    },
    /// A predicate that is no term of the search.
    #[error("SERVICE <search:>: {predicate} is no term of the search; did you mean search:{nearest}?")]
    Term {
        /// As written.
        predicate: String,
        /// A term that is like it.
        nearest: &'static str,
    },
    /// Two subjects.
    #[error(
        "SERVICE <search:> is one search and has one subject, not {0} and {1}; write a second SERVICE for the other"
    )]
    Subjects(String, String),
    /// One variable in two places.
    #[error("SERVICE <search:>: ?{0} stands for two things at once; give each its own variable")]
    Twice(String),
}

/// What one search asks.
pub(super) struct Asked {
    pub(super) request: Request,
    /// The words as written.
    pub(super) text: String,
    thing: Option<Variable>,
    wanted: Vec<(Word, Variable)>,
}

impl Asked {
    pub(super) fn read(pattern: &GraphPattern) -> Result<Self, ServiceError> {
        let mut triples = Vec::new();
        collect(pattern, &mut triples)?;
        let first = triples.first().ok_or(ServiceError::NoText)?;
        let subject = &first.subject;
        let mut request = Request {
            ask: Ask::All(Vec::new()),
            fields: Vec::new(),
            kinds: Vec::new(),
            documents: Vec::new(),
            thing: None,
            limit: DEFAULT_LIMIT,
        };
        let (mut asks, mut texts, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        for triple in &triples {
            if triple.subject != *subject {
                return Err(ServiceError::Subjects(subject.to_string(), triple.subject.to_string()));
            }
            let (name, word) = word(&triple.predicate)?;
            match (word, &triple.object) {
                (Word::Text, TermPattern::Literal(text)) => {
                    let wrong = |error| ServiceError::Words { text: shortened(text), error };
                    asks.push(Ask::read(text.value()).map_err(wrong)?);
                    texts.push(text.value().to_owned());
                }
                (Word::Limit, TermPattern::Literal(limit)) => request.limit = limit_of(limit)?,
                (Word::Text | Word::Limit, TermPattern::Variable(variable)) => {
                    return Err(ServiceError::Variable { term: name, variable: variable.as_str().to_owned() });
                }
                (Word::Text | Word::Limit, other) => {
                    let expected = if word == Word::Text { "a literal, \"words\"" } else { "a whole number" };
                    return Err(impossible(name, other, expected.to_owned()));
                }
                (_, TermPattern::Variable(variable)) => wanted.push((word, variable.clone())),
                // Somebody who only wants it to be there.
                (_, TermPattern::BlankNode(_)) => {}
                (Word::Field, TermPattern::NamedNode(field)) => match field_named(field.as_str()) {
                    Some(field) => request.fields.push(field),
                    None => return Err(impossible(name, &triple.object, format!("one of {}", fields()))),
                },
                (Word::Kind, TermPattern::NamedNode(kind)) => request.kinds.push(kind.as_str().to_owned()),
                (Word::Document, TermPattern::NamedNode(iri)) => request.documents.push(iri.as_str().to_owned()),
                (Word::Kind | Word::Document | Word::Field, other) => {
                    return Err(impossible(name, other, "an IRI, or a variable".to_owned()));
                }
                (_, other) => return Err(impossible(name, other, "it is given back, in a variable".to_owned())),
            }
        }
        request.ask = match asks.len() {
            0 => return Err(ServiceError::NoText),
            1 => asks.remove(0),
            _ => Ask::All(asks),
        };
        let thing = match subject {
            TermPattern::Variable(variable) => Some(variable.clone()),
            TermPattern::NamedNode(node) => {
                request.thing = Some(node.as_str().to_owned());
                None
            }
            _ => None,
        };
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = thing.iter().chain(wanted.iter().map(|(_, v)| v)).find(|v| !seen.insert(v.as_str())) {
            return Err(ServiceError::Twice(twice.as_str().to_owned()));
        }
        Ok(Self { request, text: texts.join(" "), thing, wanted })
    }

    /// The rows of the hits: one for each text that was found, and where its classes are asked for, one for each class.
    pub(super) fn rows(&self, found: &Found) -> (Vec<Variable>, Vec<Vec<Option<GroundTerm>>>) {
        let variables = self.thing.iter().chain(self.wanted.iter().map(|(_, variable)| variable)).cloned().collect();
        let by_kind = self.wanted.iter().any(|(word, _)| *word == Word::Kind);
        let mut rows = Vec::new();
        for (place, hit) in found.hits.iter().enumerate() {
            let mut kinds: Vec<Option<&str>> = vec![None];
            if by_kind && !hit.entry.kinds.is_empty() {
                kinds = hit.entry.kinds.iter().map(|kind| Some(kind.as_str())).collect();
            }
            for kind in kinds {
                let thing = self.thing.iter().map(|_| Some(iri(&hit.entry.thing)));
                let others = self.wanted.iter().map(|(word, _)| self.value(*word, hit, kind, place, found.total));
                rows.push(thing.chain(others).collect());
            }
        }
        (variables, rows)
    }

    fn value(&self, word: Word, hit: &Hit, kind: Option<&str>, place: usize, total: usize) -> Option<GroundTerm> {
        let entry = &hit.entry;
        let number = |number: usize| Some(Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into());
        match word {
            Word::Field => Some(iri(&field_iri(entry.field))),
            Word::Kind => kind.map(iri),
            Word::Document => entry.document.as_deref().map(iri),
            Word::Passage => entry.passage.as_deref().map(iri),
            Word::Match => Some(match &entry.language {
                Some(language) => Literal::new_language_tagged_literal_unchecked(&entry.text, language).into(),
                None => Literal::new_simple_literal(&entry.text).into(),
            }),
            Word::Snippet => {
                let snippet = snippet(&self.request.ask, &entry.text, SNIPPET);
                Some(Literal::new_simple_literal(snippet.marked_text()).into())
            }
            Word::Score => Some(Literal::new_typed_literal(hit.score().to_string(), xsd::DECIMAL).into()),
            Word::Rank => number(place + 1),
            Word::Total => number(total),
            // Both must have their values in the query.
            Word::Text | Word::Limit => None,
        }
    }
}

/// The triple patterns of a group of nothing else.
fn collect<'a>(pattern: &'a GraphPattern, triples: &mut Vec<&'a TriplePattern>) -> Result<(), ServiceError> {
    let other = match pattern {
        GraphPattern::Bgp { patterns } => {
            triples.extend(patterns);
            return Ok(());
        }
        GraphPattern::Join { left, right } => {
            collect(left, triples)?;
            return collect(right, triples);
        }
        GraphPattern::Filter { .. } => "FILTER",
        GraphPattern::Extend { .. } => "BIND",
        GraphPattern::Values { .. } => "VALUES",
        GraphPattern::LeftJoin { .. } => "OPTIONAL",
        GraphPattern::Union { .. } => "UNION",
        GraphPattern::Minus { .. } => "MINUS",
        GraphPattern::Graph { .. } => "GRAPH",
        GraphPattern::Service { .. } => "another SERVICE",
        GraphPattern::Path { .. } => "property paths",
        _ => "subqueries",
    };
    Err(ServiceError::NotTriples(other))
}

/// The term of a predicate, with its name for messages.
fn word(predicate: &NamedNodePattern) -> Result<(&'static str, Word), ServiceError> {
    let written = match predicate {
        NamedNodePattern::NamedNode(node) => node.as_str(),
        NamedNodePattern::Variable(variable) => {
            return Err(ServiceError::Term { predicate: variable.to_string(), nearest: "text" });
        }
    };
    let word = Word::named(written)
        .ok_or_else(|| ServiceError::Term { predicate: predicate.to_string(), nearest: nearest(written) })?;
    let name = match word {
        Word::Text => "search:text",
        Word::Limit => "search:limit",
        Word::Field => "search:field",
        Word::Kind => "search:kind",
        Word::Document => "search:document",
        Word::Passage => "search:passage",
        Word::Match => "search:match",
        Word::Snippet => "search:snippet",
        Word::Score => "search:score",
        Word::Rank => "search:rank",
        Word::Total => "search:total",
    };
    Ok((name, word))
}

fn limit_of(limit: &Literal) -> Result<usize, ServiceError> {
    match limit.value().parse() {
        Ok(number @ 1..=LIMIT) if limit.datatype() == xsd::INTEGER => Ok(number),
        _ => Err(ServiceError::Value {
            term: "search:limit",
            value: shortened(limit),
            expected: format!("a whole number from 1 to {LIMIT}"),
        }),
    }
}

fn impossible(term: &'static str, value: &TermPattern, expected: String) -> ServiceError {
    let mut value = value.to_string();
    if value.len() > 100 {
        value = "…".to_owned();
    }
    ServiceError::Value { term, value, expected }
}

fn shortened(literal: &Literal) -> String {
    match literal.value().char_indices().nth(60) {
        Some((end, _)) => format!("\"{}…\"", &literal.value()[..end]),
        None => literal.to_string(),
    }
}

fn iri(iri: &str) -> GroundTerm {
    NamedNode::new_unchecked(iri).into()
}
