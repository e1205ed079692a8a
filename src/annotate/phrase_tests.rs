use super::super::{Annotations, Gazetteer, NameKind};
use crate::document;

/// The noun phrase that begins with the given words.
fn phrase(text: &str, first: &str) -> Option<String> {
    let document = document::read("d", text.as_bytes()).unwrap();
    let names = Gazetteer::new([
        ("IOM", NameKind::Organisation, "iom"),
        ("Bali Process", NameKind::Organisation, "bali-process"),
        ("New Zealand", NameKind::State, "nz"),
    ]);
    let annotations = Annotations::new(&document, &names);
    let offset = document.logical.find(first).unwrap();
    let at = annotations.tokens.partition_point(|t| t.start < offset);
    annotations.noun_phrase_end(at, annotations.tokens.len()).map(|end| annotations.slice(at..end).to_owned())
}

#[test]
fn noun_phrases_end_before_verbs_and_clauses() {
    let cases = [
        ("Ministers directed the RSO to work with them.", "the RSO", "the RSO"),
        (
            "They urged the international community to assist source countries.",
            "the int",
            "the international community",
        ),
        ("They recommended that States enhance their focus.", "States", "States"),
        (
            "They asked the co-chairs and the two coordinators to follow up.",
            "the co-chairs",
            "the co-chairs and the two coordinators",
        ),
        (
            "It requested the Co-Chairs of the Steering Group to make it available.",
            "the Co",
            "the Co-Chairs of the Steering Group",
        ),
        ("They agreed that the Bali process should continue.", "the Bali", "the Bali process"),
        ("They noted that the legislative workshops had assisted many.", "the leg", "the legislative workshops"),
        ("They agreed that New Zealand coordinate activities.", "New", "New Zealand"),
        (
            "They welcomed the participation of Afghanistan as the first to do so.",
            "the part",
            "the participation of Afghanistan",
        ),
        ("The working group, which met, agreed.", "The working", "The working group"),
        ("They noted the need for secure access; it was late.", "the need", "the need for secure access"),
        ("Ministers directed that the RSO, in consultation with members, develop guides.", "the RSO", "the RSO"),
    ];
    for (text, first, expected) in cases {
        assert_eq!(phrase(text, first).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(phrase("They were late.", "were"), None);
}
