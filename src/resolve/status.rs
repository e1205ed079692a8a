//! One status for each thing: one document announces a meeting and another reports it, and a question should get the
//! meeting once, as held. What each document says stands in its graph.

use oxigraph::model::{NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use rustc_hash::FxHashMap;

use super::merge::Fact;
use super::names::STATUS;
use crate::graph::vocab::stat;

/// Keeps the most real status of each thing, in the order of the scheme: done, decided, planned and so on.
pub(super) fn one_status_each<'a>(facts: &mut Vec<Fact<'a>>) {
    let mut best: FxHashMap<NamedOrBlankNodeRef<'a>, (usize, bool)> = FxHashMap::default();
    for (subject, rank) in facts.iter().filter_map(status) {
        let kept = best.entry(subject).or_insert((rank, false));
        kept.1 |= kept.0 != rank;
        kept.0 = kept.0.min(rank);
    }
    if best.values().all(|(_, several)| !several) {
        return;
    }
    facts.retain(|fact| status(fact).is_none_or(|(subject, rank)| best.get(&subject).is_none_or(|b| b.0 == rank)));
}

/// How real a fact says that its subject is; less is more. Statuses of others are left alone.
fn status<'a>(&(subject, predicate, object): &Fact<'a>) -> Option<(NamedOrBlankNodeRef<'a>, usize)> {
    let TermRef::NamedNode(object) = object else { return None };
    if predicate != STATUS {
        return None;
    }
    stat::ALL.iter().position(|known: &NamedNodeRef<'_>| *known == object).map(|rank| (subject, rank))
}
