//! Whether every quotation is what the text says there.

use std::collections::BTreeMap;

use oxigraph::model::{Quad, TermRef};

const START: &str = "http://www.w3.org/ns/oa#start";
const END: &str = "http://www.w3.org/ns/oa#end";
pub(super) const EXACT: &str = "http://www.w3.org/ns/oa#exact";

/// Offsets, in code points, and quotation of one passage.
#[derive(Default)]
struct Passage<'a> {
    start: Option<usize>,
    end: Option<usize>,
    exact: Option<&'a str>,
}

/// The passages among `quads` whose `oa:exact` is not what `text` has from code point `oa:start` to `oa:end`, each as a
/// sentence that names the passage; empty if all is well.
pub fn wrong_quotes<'a>(quads: impl IntoIterator<Item = &'a Quad>, text: &str) -> Vec<String> {
    let mut passages: BTreeMap<String, Passage<'a>> = BTreeMap::new();
    for quad in quads {
        let TermRef::Literal(literal) = quad.object.as_ref() else { continue };
        let passage = match quad.predicate.as_str() {
            START | END | EXACT => passages.entry(quad.subject.to_string()).or_default(),
            _ => continue,
        };
        match quad.predicate.as_str() {
            START => passage.start = literal.value().parse().ok(),
            END => passage.end = literal.value().parse().ok(),
            _ => passage.exact = Some(literal.value()),
        }
    }
    // Byte offset of each code point, and of the end.
    let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    let mut wrong = Vec::new();
    for (iri, passage) in passages {
        let (Some(start), Some(end), Some(exact)) = (passage.start, passage.end, passage.exact) else {
            wrong.push(format!("{iri} lacks oa:start, oa:end or oa:exact"));
            continue;
        };
        let actual = offsets.get(start).zip(offsets.get(end)).and_then(|(&start, &end)| text.get(start..end));
        if actual != Some(exact) || start >= end {
            wrong.push(format!("{iri} quotes {exact:?}, but the text has {:?} there", actual.unwrap_or_default()));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{GraphName, Literal, NamedNode};

    use super::*;

    fn passage(start: i64, end: i64, exact: &str) -> Vec<Quad> {
        let quad = |predicate: &str, object: Literal| {
            Quad::new(
                NamedNode::new_unchecked("urn:e"),
                NamedNode::new_unchecked(predicate),
                object,
                GraphName::DefaultGraph,
            )
        };
        vec![quad(START, start.into()), quad(END, end.into()), quad(EXACT, exact.into())]
    }

    #[test]
    fn offsets_count_code_points() {
        assert_eq!(wrong_quotes(&passage(2, 4, "né"), "– né en"), Vec::<String>::new());
        assert_eq!(wrong_quotes(&passage(2, 4, "n"), "– né en").len(), 1);
        assert_eq!(wrong_quotes(&passage(2, 40, "né"), "– né en").len(), 1);
        assert_eq!(wrong_quotes(&passage(2, 4, "né")[..2], "– né en").len(), 1);
    }
}
