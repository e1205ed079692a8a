//! Answers kept for who asks the same again. A generation never changes, so an answer to it stays right; the oldest
//! ones go when there is no room.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use lru::LruCache;

use super::ending::Completeness;
use super::evaluation::{Question, Start};

/// A whole answer.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) start: Start,
    pub(super) completeness: Completeness,
    pub(super) body: Bytes,
}

/// Generation and question.
pub(super) type Key = (u64, Arc<Question>);

/// Answers, bounded by their bytes.
pub(super) struct Cache {
    most: usize,
    inside: Mutex<Inside>,
}

struct Inside {
    answers: LruCache<Key, Kept>,
    bytes: usize,
}

/// What an entry takes beside its texts.
const OVERHEAD: usize = 512;

impl Cache {
    pub(super) fn new(most: usize) -> Self {
        Self { most, inside: Mutex::new(Inside { answers: LruCache::unbounded(), bytes: 0 }) }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Kept> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).answers.get(key).cloned()
    }

    /// Keeps an answer, if it is not a large part of all that can be kept.
    pub(super) fn put(&self, key: Key, kept: Kept) {
        let added = size(&key, &kept);
        if added > self.most / 8 {
            return;
        }
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.bytes += added;
        if let Some((key, kept)) = inside.answers.push(key, kept) {
            inside.bytes -= size(&key, &kept);
        }
        while inside.bytes > self.most {
            let Some((key, kept)) = inside.answers.pop_lru() else { return };
            inside.bytes -= size(&key, &kept);
        }
    }
}

fn size((_, question): &Key, kept: &Kept) -> usize {
    let warnings: usize = kept.start.warnings.iter().map(String::len).sum();
    let graphs = question.default_graphs.iter().chain(&question.named_graphs).map(String::len).sum::<usize>();
    question.text.len() + graphs + kept.body.len() + warnings + OVERHEAD
}

/// Whether a query has the same answer each time it is asked of the same generation.
pub(super) fn is_steady(text: &str) -> bool {
    let text = text.as_bytes();
    // A backslash may hide a letter.
    !["rand", "now", "uuid", "bnode", "\\u"]
        .iter()
        .any(|name| text.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::evaluation::Format;

    fn key(text: &str) -> Key {
        let question = Question {
            text: text.into(),
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            solutions: Some(0),
            graphs: Some(0),
            plan: None,
            rows: 1,
            triples: 1,
            patterns: 1,
        };
        (1, Arc::new(question))
    }

    fn kept(bytes: usize) -> Kept {
        let start = Start { format: Format::Solutions(0), warnings: Vec::new() };
        Kept { start, completeness: Completeness::Complete, body: vec![0; bytes].into() }
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let cache = Cache::new(16 * 1024);
        for n in 0..12 {
            cache.put(key(&n.to_string()), kept(1000));
            cache.get(&key("0"));
        }
        assert!(cache.get(&key("0")).is_some() && cache.get(&key("11")).is_some());
        assert!(cache.get(&key("1")).is_none());
        assert!(cache.inside.lock().unwrap().bytes <= 16 * 1024);
    }

    #[test]
    fn a_huge_answer_does_not_drive_out_all_others() {
        let cache = Cache::new(16 * 1024);
        cache.put(key("a"), kept(10));
        cache.put(key("b"), kept(10_000));
        assert!(cache.get(&key("a")).is_some() && cache.get(&key("b")).is_none());
        cache.put(key("a"), kept(20));
        assert_eq!(cache.inside.lock().unwrap().bytes, size(&key("a"), &kept(20)));
    }

    #[test]
    fn a_query_that_draws_lots_is_evaluated_each_time() {
        assert!(!is_steady("SELECT (Now() AS ?t) {}") && !is_steady("SELECT (STRUUID() AS ?t) {}"));
        assert!(is_steady("SELECT * { ?s ?p ?o }"));
    }
}
