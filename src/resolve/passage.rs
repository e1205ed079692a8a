//! The one passage that is shown for a thing: most questions give each fact with one sentence, and choosing it for each row
//! anew would compare all passages of a thing with each other.

use std::cmp::Reverse;

use oxigraph::model::TermRef;
use rustc_hash::FxHashMap;

use super::merge::Fact;
use super::names::{SHOWN_BY, WAS_DERIVED_FROM};

/// How well a passage suits: of the first document, as far to the end as others, the widest. So the item of a list comes
/// before its lead-in, and the whole of a sentence before its part. Less is better.
type Rank<'a> = (&'a str, Reverse<u64>, u64);

/// `igm:shownBy` of everything that is derived from passages.
pub(super) fn shown<'a>(facts: &[Fact<'a>]) -> Vec<Fact<'a>> {
    let mut best: FxHashMap<_, (Rank<'a>, TermRef<'a>)> = FxHashMap::default();
    let mut order = Vec::new();
    for &(subject, property, passage) in facts {
        let Some(rank) = (property == WAS_DERIVED_FROM).then(|| rank(passage)).flatten() else { continue };
        let chosen = best.entry(subject).or_insert_with(|| {
            order.push(subject);
            (rank, passage)
        });
        if rank < chosen.0 {
            *chosen = (rank, passage);
        }
    }
    order.into_iter().filter_map(|subject| Some((subject, SHOWN_BY, best.get(&subject)?.1))).collect()
}

/// The rank of a passage, which its IRI tells: `doc/{id}#char={from},{until}`. What is no passage has none.
fn rank(passage: TermRef<'_>) -> Option<Rank<'_>> {
    let TermRef::NamedNode(passage) = passage else { return None };
    let (document, place) = passage.as_str().split_once("#char=")?;
    let (from, until) = place.split_once(',')?;
    Some((document, Reverse(until.parse().ok()?), from.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use oxigraph::model::NamedNodeRef;

    use super::*;

    fn chosen(passages: &[&str]) -> Option<String> {
        let thing = NamedNodeRef::new_unchecked("urn:thing");
        let fact =
            |passage: &&'static str| (thing.into(), WAS_DERIVED_FROM, NamedNodeRef::new_unchecked(passage).into());
        let passages: Vec<&'static str> =
            passages.iter().map(|passage| -> &'static str { passage.to_string().leak() }).collect();
        let facts: Vec<Fact<'_>> = passages.iter().map(fact).collect();
        shown(&facts).first().map(|fact| fact.2.to_string())
    }

    #[test]
    fn the_passage_shown_is_the_last_and_widest_of_the_first_document() {
        let shown = |passages: &[&str]| chosen(passages).unwrap_or_default();
        assert_eq!(shown(&["urn:b#char=0,9", "urn:a#char=3,4"]), "<urn:a#char=3,4>");
        assert_eq!(shown(&["urn:a#char=3,4", "urn:a#char=0,9"]), "<urn:a#char=0,9>");
        assert_eq!(shown(&["urn:a#char=0,9", "urn:a#char=20,100"]), "<urn:a#char=20,100>");
        assert_eq!(shown(&["urn:a#char=20,100", "urn:a#char=0,100"]), "<urn:a#char=0,100>");
        assert_eq!(chosen(&["urn:a"]), None);
    }
}
