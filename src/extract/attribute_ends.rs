//! Where lists and clauses behind a meeting end.

use super::reader::Reader;
use crate::annotate::NameKind;

/// Whether another name or capitalised word follows a comma.
pub(super) fn list_goes_on(r: &Reader<'_>, comma: usize, limit: usize) -> bool {
    let mut t = comma + 1;
    while t < limit && matches!(r.low(t), "the" | "and" | "as" | "well" | "of") {
        t += 1;
    }
    t < limit
        && (r.a.name_at(t).is_some_and(|n| !matches!(n.kind, NameKind::Place)) || (r.is_capital(t) && r.is_word(t)))
}

pub(super) fn clause_end(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    while t < limit && !matches!(r.low(t), ";" | ".") {
        if r.low(t) == "," && matches!(r.low(t + 1), "following" | "which" | "hosted" | "and") {
            break;
        }
        t += 1;
    }
    t
}

pub(super) fn skip(r: &Reader<'_>, from: usize, limit: usize, mut accept: impl FnMut(&str) -> bool) -> usize {
    let mut t = from;
    while t < limit && accept(r.low(t)) {
        t += 1;
    }
    t
}
