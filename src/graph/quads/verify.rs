//! The hard check before a document graph may enter the store: every quote is what the text says there.

use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashSet;

use super::super::offsets::CodePoints;
use super::super::vocab::{foaf, igm, oa, org, prov, rdf};
use crate::document::Document;

/// A passage that is not what it says it is.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuoteError {
    /// A fact that points to no passage.
    #[error("nothing proves {fact}; an assertion came without evidence")]
    Unproved {
        /// Which fact.
        fact: String,
    },
    /// A passage without offsets or without a quote.
    #[error("evidence {iri} lacks {what}; this is a bug in what wrote the graph")]
    Incomplete {
        /// Which passage.
        iri: String,
        /// What is missing or no number.
        what: &'static str,
    },
    /// The IRI gives other offsets than the passage.
    #[error("evidence {iri} says that it stands at {start},{end}")]
    Iri {
        /// Which passage.
        iri: String,
        /// Its start in code points.
        start: usize,
        /// Its end in code points.
        end: usize,
    },
    /// The text says something else.
    #[error("evidence {iri} quotes {quote:?}, but the text there says {found:?}; was the file changed?")]
    Text {
        /// Which passage.
        iri: String,
        /// What it quotes.
        quote: String,
        /// What stands there, or nothing if the text is shorter.
        found: Option<String>,
    },
    /// A fact points to a passage that is not in the graph.
    #[error("{fact} is derived from {iri}, which the graph does not hold")]
    Missing {
        /// Which fact.
        fact: String,
        /// Which passage.
        iri: String,
    },
}

const PROVED: [NamedNodeRef<'static>; 10] = [
    igm::BODY_EVENT,
    igm::CLAIM,
    igm::COUNT,
    igm::MANDATE,
    igm::MEETING,
    igm::PARTICIPATION,
    igm::PLEDGE,
    igm::SPEECH_ACT,
    foaf::PERSON,
    org::POST,
];

#[derive(Default)]
struct Passage<'q> {
    start: Option<usize>,
    end: Option<usize>,
    exact: Option<&'q str>,
}

/// Checks the graph of a document as [`super::document_quads`] gives it (sorted): that each `oa:exact` is the text between `oa:start` and `oa:end` (Unicode code points), that the IRI says
/// the same offsets, that every passage pointed to is there, and that every fact points to one.
pub fn verify_quotes(document: &Document, quads: &[Quad]) -> Result<(), QuoteError> {
    let points = CodePoints::new(&document.text);
    let mut passages: FxHashSet<&str> = FxHashSet::default();
    for said in quads.chunk_by(|a, b| a.subject == b.subject) {
        let NamedOrBlankNode::NamedNode(subject) = &said[0].subject else { continue };
        if let Some(passage) = passage(said) {
            check(&points, subject.as_str(), &passage)?;
            passages.insert(subject.as_str());
        }
    }
    for quad in quads.iter().filter(|q| q.predicate == prov::WAS_DERIVED_FROM) {
        if let Term::NamedNode(passage) = &quad.object
            && !passages.contains(passage.as_str())
        {
            return Err(QuoteError::Missing { fact: quad.subject.to_string(), iri: passage.as_str().to_owned() });
        }
    }
    let unproved = quads
        .chunk_by(|a, b| a.subject == b.subject)
        .find(|facts| facts.iter().any(needs_proof) && !facts.iter().any(|q| q.predicate == prov::WAS_DERIVED_FROM));
    match unproved {
        Some(facts) => Err(QuoteError::Unproved { fact: facts[0].subject.to_string() }),
        None => Ok(()),
    }
}

/// What is said of one subject, if that is a passage.
fn passage(said: &[Quad]) -> Option<Passage<'_>> {
    let (mut passage, mut is_passage) = (Passage::default(), false);
    for quad in said {
        let value = match &quad.object {
            Term::Literal(value) => Some(value.value()),
            _ => None,
        };
        match (quad.predicate.as_ref(), value) {
            (prov::WAS_QUOTED_FROM, _) => {}
            (oa::START, Some(value)) => passage.start = value.parse().ok(),
            (oa::END, Some(value)) => passage.end = value.parse().ok(),
            (oa::EXACT, Some(value)) => passage.exact = Some(value),
            _ => continue,
        }
        is_passage = true;
    }
    is_passage.then_some(passage)
}

/// Whether a triple gives its subject a class of which each instance must point to a passage.
fn needs_proof(quad: &Quad) -> bool {
    let Term::NamedNode(class) = &quad.object else { return false };
    quad.predicate == rdf::TYPE && PROVED.contains(&class.as_ref())
}

fn check(points: &CodePoints<'_>, iri: &str, passage: &Passage<'_>) -> Result<(), QuoteError> {
    let lacks = |what| QuoteError::Incomplete { iri: iri.to_owned(), what };
    let start = passage.start.ok_or_else(|| lacks("a start"))?;
    let end = passage.end.ok_or_else(|| lacks("an end"))?;
    let quote = passage.exact.filter(|q| !q.is_empty()).ok_or_else(|| lacks("a quote"))?;
    if !iri.ends_with(&format!("#char={start},{end}")) {
        return Err(QuoteError::Iri { iri: iri.to_owned(), start, end });
    }
    let found = (start < end).then(|| points.slice(start, end)).flatten();
    if found != Some(quote) {
        let found = found.map(str::to_owned);
        return Err(QuoteError::Text { iri: iri.to_owned(), quote: quote.to_owned(), found });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assertion::{EntityId, Evidence, Extraction, Fact, Zone};
    use crate::document::Span;
    use crate::graph::{Iris, SourceMeta, document_quads};

    fn document(text: &str) -> Document {
        crate::document::read("d", text.as_bytes()).unwrap()
    }

    fn graph(document: &Document) -> Vec<Quad> {
        let evidence = vec![Evidence { span: Span { start: 0, end: 7 }, zone: Zone::Body, locator: None }];
        let fact = Fact::Reference { to: EntityId::Place("a".into()) };
        let mut said = Extraction::default();
        said.assertions.push(crate::assertion::Assertion { fact, evidence, rule: "r".into() });
        let source = SourceMeta { id: "d".into(), ..SourceMeta::default() };
        document_quads(&Iris::default(), &source, document, &said)
    }

    #[test]
    fn a_changed_text_does_not_pass() {
        let quads = graph(&document("Café a Bali"));
        assert_eq!(verify_quotes(&document("Café a Bali"), &quads), Ok(()));
        let error = verify_quotes(&document("Cafe a Bali"), &quads).unwrap_err();
        assert!(matches!(&error, QuoteError::Text { quote, found, .. }
            if quote == "Café a" && found.as_deref() == Some("Cafe a")));
        assert!(matches!(verify_quotes(&document("Ca"), &quads), Err(QuoteError::Text { found: None, .. })));
    }

    #[test]
    fn a_fact_without_a_passage_does_not_pass() {
        let document = document("Café a Bali");
        let mut quads = graph(&document);
        quads.retain(|q| q.predicate != prov::WAS_DERIVED_FROM);
        assert!(
            matches!(verify_quotes(&document, &quads), Err(QuoteError::Unproved { fact }) if fact.contains("/claim/"))
        );
    }

    #[test]
    fn a_passage_that_is_pointed_to_must_be_there() {
        let document = document("Café a Bali");
        let mut quads = graph(&document);
        quads.retain(|q| !q.subject.to_string().contains("#char="));
        assert!(matches!(verify_quotes(&document, &quads), Err(QuoteError::Missing { .. })));
    }
}
