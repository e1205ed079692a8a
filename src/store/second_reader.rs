//! An independent second opinion on what we write: quads go out as N-Quads through Oxigraph and come back through
//! `rio_turtle`. That crate is retired by its author, who points to the parser inside of Oxigraph; so it is used here
//! and in tests, and nowhere else.

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use rio_api::model as rio;
use rio_api::parser::QuadsParser;
use rio_turtle::{NQuadsParser, TurtleError};

/// How many quads go through at once.
const BATCH: usize = 1_000;

/// Reads quads a second time, in batches.
#[derive(Default)]
pub(super) struct SecondReader {
    batch: Vec<Quad>,
}

impl SecondReader {
    /// Takes one quad; an error tells what came back differently.
    pub(super) fn add(&mut self, quad: &Quad) -> Result<(), String> {
        self.batch.push(quad.clone());
        if self.batch.len() < BATCH { Ok(()) } else { self.end() }
    }

    /// Reads what has not been read yet.
    pub(super) fn end(&mut self) -> Result<(), String> {
        let batch = std::mem::take(&mut self.batch);
        let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        for quad in &batch {
            serializer.serialize_quad(quad).map_err(|error| error.to_string())?;
        }
        let text = serializer.finish().map_err(|error| error.to_string())?;
        let mut read = Vec::with_capacity(batch.len());
        NQuadsParser::new(text.as_slice())
            .parse_all(&mut |quad| {
                read.push(owned(quad));
                Ok::<(), TurtleError>(())
            })
            .map_err(|error| format!("the second reader cannot read what we write: {error}"))?;
        if read.len() != batch.len() {
            return Err(format!("{} quads were written, the second reader found {}", batch.len(), read.len()));
        }
        match batch.iter().zip(&read).find(|(ours, theirs)| theirs.as_ref() != Some(ours)) {
            Some((ours, Some(theirs))) => Err(format!("{ours} was written, the second reader found {theirs}")),
            Some((ours, None)) => {
                Err(format!("{ours} was written, the second reader found something else than RDF 1.1"))
            }
            None => Ok(()),
        }
    }
}

/// The same quad in Oxigraph's types; nothing for quoted triples, which we never write.
fn owned(quad: rio::Quad<'_>) -> Option<Quad> {
    let subject: NamedOrBlankNode = match quad.subject {
        rio::Subject::NamedNode(node) => named(node).into(),
        rio::Subject::BlankNode(node) => blank(node).into(),
        rio::Subject::Triple(_) => return None,
    };
    let object: Term = match quad.object {
        rio::Term::NamedNode(node) => named(node).into(),
        rio::Term::BlankNode(node) => blank(node).into(),
        rio::Term::Literal(rio::Literal::Simple { value }) => Literal::new_simple_literal(value).into(),
        rio::Term::Literal(rio::Literal::LanguageTaggedString { value, language }) => {
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        rio::Term::Literal(rio::Literal::Typed { value, datatype }) => {
            Literal::new_typed_literal(value, named(datatype)).into()
        }
        rio::Term::Triple(_) => return None,
    };
    let graph = match quad.graph_name {
        None => GraphName::DefaultGraph,
        Some(rio::GraphName::NamedNode(node)) => named(node).into(),
        Some(rio::GraphName::BlankNode(node)) => blank(node).into(),
    };
    Some(Quad::new(subject, named(quad.predicate), object, graph))
}

fn named(node: rio::NamedNode<'_>) -> NamedNode {
    NamedNode::new_unchecked(node.iri)
}

fn blank(node: rio::BlankNode<'_>) -> BlankNode {
    BlankNode::new_unchecked(node.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn difficult_literals_come_back_as_they_were() {
        let mut reader = SecondReader::default();
        let name = |iri: &str| NamedNode::new_unchecked(iri);
        for literal in [
            Literal::from("line\nbreak \"quoted\" \\ tab\t – ’ \u{1F600}\u{0}\u{7f}"),
            Literal::new_language_tagged_literal_unchecked("été", "fr"),
            Literal::from(47),
        ] {
            reader.add(&Quad::new(name("urn:s"), name("urn:p"), literal, name("urn:g"))).unwrap();
        }
        assert_eq!(reader.end(), Ok(()));
    }
}
