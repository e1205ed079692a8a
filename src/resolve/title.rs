//! One label for each thing: documents call the same thing by several names, and a question should not get a row for
//! each of them. The other names stay, as alternatives.

use std::cmp::Reverse;

use oxigraph::model::{NamedOrBlankNodeRef, QuadRef, TermRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::Fact;
use super::names::{ALT_LABEL, LABEL, PRIMARY_TOPIC};

/// How well a label suits: given by a document about the thing, given to the thing itself and not to a duplicate of it,
/// longer, first in the order of code points. Less is better.
type Rank<'a> = (bool, bool, Reverse<usize>, &'a str);

/// Keeps the best label of each language, and makes the others alternative labels.
pub(super) fn one_label_each<'a>(facts: &mut [Fact<'a>], named: &[QuadRef<'a>]) {
    let mut best: FxHashMap<(NamedOrBlankNodeRef<'a>, &'a str), Vec<&'a str>> = FxHashMap::default();
    for (subject, value, language) in facts.iter().filter_map(label) {
        best.entry((subject, language)).or_default().push(value);
    }
    best.retain(|_, labels| labels.len() > 1);
    if best.is_empty() {
        return;
    }
    let topics: FxHashSet<_> =
        named.iter().filter(|q| q.predicate == PRIMARY_TOPIC).map(|q| (q.graph_name, q.object)).collect();
    // Whether a document about the thing gives a label, for all labels that are given to the thing itself.
    let mut given: FxHashMap<(NamedOrBlankNodeRef<'a>, &'a str, &'a str), bool> = FxHashMap::default();
    for quad in named {
        if let Some((subject, value, language)) = label(&(quad.subject, quad.predicate, quad.object))
            && best.contains_key(&(subject, language))
        {
            *given.entry((subject, value, language)).or_default() |=
                topics.contains(&(quad.graph_name, subject.into()));
        }
    }
    for (&(subject, language), labels) in &mut best {
        let rank = |value: &&'a str| -> Rank<'a> {
            let about = given.get(&(subject, *value, language));
            (about != Some(&true), about.is_none(), Reverse(value.chars().count()), *value)
        };
        labels.sort_by_key(rank);
        labels.truncate(1);
    }
    for fact in facts {
        if let Some((subject, value, language)) = label(fact)
            && best.get(&(subject, language)).is_some_and(|kept| !kept.contains(&value))
        {
            fact.1 = ALT_LABEL;
        }
    }
}

/// What a fact calls its subject, in which language.
fn label<'a>(&(subject, predicate, object): &Fact<'a>) -> Option<(NamedOrBlankNodeRef<'a>, &'a str, &'a str)> {
    match object {
        TermRef::Literal(label) if predicate == LABEL => Some((subject, label.value(), label.language().unwrap_or(""))),
        _ => None,
    }
}
