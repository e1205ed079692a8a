//! Answers kept for who asks the same again. A generation never changes, so an answer to it stays right; the oldest
//! ones go when there is no room.
//!
//! There are three shelves: answers by the question that was understood, in front of it whole responses by the letters
//! of the request, which need no understanding, and the rows of saved queries, of which each use takes another part.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::HeaderMap;
use lru::LruCache;

use oxigraph::model::Term;

use super::ending::Completeness;
use super::evaluation::{Question, Start};
use crate::query::Answer;

/// A whole answer.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) start: Start,
    pub(super) completeness: Completeness,
    pub(super) body: Bytes,
}

/// A whole response to the letters of a request.
#[derive(Clone)]
pub(super) struct Ready {
    /// What it was read from, as [`crate::store::Snapshot::tag`] says.
    pub(super) generation: Arc<str>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Generation and question.
pub(super) type Key = (Arc<str>, Arc<Question>);

/// Generation and saved query, with its values in it.
pub(super) type SavedKey = (Arc<str>, Box<str>);

/// Answers and responses, bounded by their bytes.
pub(super) struct Cache {
    answers: Shelf<Key, Kept>,
    responses: Shelf<Box<[u8]>, Ready>,
    saved: Shelf<SavedKey, Arc<Answer>>,
}

/// What an entry takes beside its texts.
const OVERHEAD: usize = 512;

impl Cache {
    pub(super) fn new(most: usize) -> Self {
        let (answers, responses) = (most - most / 4, most / 4);
        Self {
            answers: Shelf::new(answers, answers / 8),
            responses: Shelf::new(responses, responses / 8),
            // Who reads a long answer part by part comes back for it soon.
            saved: Shelf::new(most, most / 2),
        }
    }

    /// The answer to a question.
    pub(super) fn get(&self, key: &Key) -> Option<Kept> {
        self.answers.get(key)
    }

    /// Keeps an answer, if it is not a large part of all that can be kept.
    pub(super) fn put(&self, key: Key, kept: Kept) {
        let warnings: usize = kept.start.warnings.iter().map(String::len).sum();
        let graphs = key.1.default_graphs.iter().chain(&key.1.named_graphs).map(String::len).sum::<usize>();
        let size = key.1.text.len() + graphs + kept.body.len() + warnings + OVERHEAD;
        self.answers.put(key, kept, size);
    }

    /// The response to a request, if it is still that of this generation.
    pub(super) fn ready(&self, letters: &[u8], generation: &str) -> Option<Ready> {
        self.responses.get(letters).filter(|ready| &*ready.generation == generation)
    }

    /// Keeps a response, if it is not a large part of all that can be kept.
    pub(super) fn put_ready(&self, letters: Box<[u8]>, ready: Ready) {
        let headers: usize = ready.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 64).sum();
        let size = letters.len() + headers + ready.body.len() + OVERHEAD;
        self.responses.put(letters, ready, size);
    }

    /// The answer of a saved query.
    pub(super) fn saved(&self, key: &SavedKey) -> Option<Arc<Answer>> {
        self.saved.get(key)
    }

    /// Keeps the answer of a saved query, if it is not most of all that can be kept.
    pub(super) fn put_saved(&self, key: SavedKey, answer: Arc<Answer>) {
        let size = key.1.len() + size_of_answer(&answer) + OVERHEAD;
        self.saved.put(key, answer, size);
    }
}

/// Bytes of an answer in memory, about.
fn size_of_answer(answer: &Answer) -> usize {
    let text = |term: &Term| match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len() + literal.language().map_or(0, str::len),
        Term::BlankNode(_) | Term::Triple(_) => size_of::<Term>(),
    };
    match answer {
        Answer::Boolean(_) => 0,
        Answer::Solutions(rows) => {
            let cells = rows.rows.iter().flatten();
            cells.map(|term| size_of::<Option<Term>>() + term.as_ref().map_or(0, text)).sum()
        }
        Answer::Graph { triples, .. } => triples
            .iter()
            .map(|triple| 3 * size_of::<Term>() + triple.predicate.as_str().len() + text(&triple.object))
            .sum(),
    }
}

struct Shelf<K: Hash + Eq, V> {
    most: usize,
    /// Bytes of the largest entry.
    largest: usize,
    inside: Mutex<Inside<K, V>>,
}

struct Inside<K: Hash + Eq, V> {
    entries: LruCache<K, (V, usize)>,
    bytes: usize,
}

impl<K: Hash + Eq, V: Clone> Shelf<K, V> {
    fn new(most: usize, largest: usize) -> Self {
        Self { most, largest, inside: Mutex::new(Inside { entries: LruCache::unbounded(), bytes: 0 }) }
    }

    fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.entries.get(key).map(|(value, _)| value.clone())
    }

    fn put(&self, key: K, value: V, size: usize) {
        if size > self.largest {
            return;
        }
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.bytes += size;
        if let Some((_, (_, size))) = inside.entries.push(key, (value, size)) {
            inside.bytes -= size;
        }
        while inside.bytes > self.most {
            let Some((_, (_, size))) = inside.entries.pop_lru() else { return };
            inside.bytes -= size;
        }
    }
}

/// Whether a query has the same answer each time it is asked of the same generation.
pub(super) fn is_steady(text: &str) -> bool {
    let text = text.as_bytes();
    let stands =
        |at: usize, word: &[u8]| text.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
    let mut services = 0_i64;
    for (at, byte) in text.iter().enumerate() {
        match byte.to_ascii_lowercase() {
            b'r' if stands(at, b"rand") => return false,
            b'n' if stands(at, b"now") => return false,
            b'u' if stands(at, b"uuid") => return false,
            b'b' if stands(at, b"bnode") => return false,
            // May hide a letter.
            b'\\' if stands(at, b"\\u") => return false,
            b's' if stands(at, b"service") => services += 1,
            b'<' if stands(at, b"<search:>") => services -= 1,
            _ => {}
        }
    }
    // What another endpoint says may change at any time.
    services == 0
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
        ("1".into(), Arc::new(question))
    }

    fn kept(bytes: usize) -> Kept {
        let start = Start { format: Format::Solutions(0), warnings: Vec::new() };
        Kept { start, completeness: Completeness::Complete, body: vec![0; bytes].into() }
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let cache = Cache::new(4 * 16 * 1024 / 3);
        for n in 0..12 {
            cache.put(key(&n.to_string()), kept(1000));
            cache.get(&key("0"));
        }
        assert!(cache.get(&key("0")).is_some() && cache.get(&key("11")).is_some());
        assert!(cache.get(&key("1")).is_none());
        assert!(cache.answers.inside.lock().unwrap().bytes <= 16 * 1024);
    }

    #[test]
    fn a_huge_answer_does_not_drive_out_all_others() {
        let cache = Cache::new(4 * 16 * 1024 / 3);
        cache.put(key("a"), kept(10));
        cache.put(key("b"), kept(10_000));
        assert!(cache.get(&key("a")).is_some() && cache.get(&key("b")).is_none());
        cache.put(key("a"), kept(20));
        assert_eq!(cache.answers.inside.lock().unwrap().bytes, 1 + 20 + OVERHEAD);
    }

    #[test]
    fn a_response_is_kept_for_its_generation_only() {
        let cache = Cache::new(64 * 1024);
        let ready = |generation: &str| Ready {
            generation: generation.into(),
            headers: HeaderMap::new(),
            body: Bytes::from(generation.to_owned()),
        };
        cache.put_ready(Box::from(*b"q"), ready("1"));
        assert_eq!(cache.ready(b"q", "1").unwrap().body, "1");
        assert!(cache.ready(b"q", "2").is_none() && cache.ready(b"p", "1").is_none());
        cache.put_ready(Box::from(*b"q"), ready("2"));
        assert_eq!(cache.ready(b"q", "2").unwrap().body, "2");
        assert_eq!(cache.responses.inside.lock().unwrap().bytes, 2 + OVERHEAD);
    }

    #[test]
    fn a_query_that_draws_lots_is_evaluated_each_time() {
        assert!(!is_steady("SELECT (Now() AS ?t) {}") && !is_steady("SELECT (STRUUID() AS ?t) {}"));
        assert!(is_steady("SELECT * { ?s ?p ?o }"));
        assert!(is_steady("SELECT * { Service Silent <search:> {} }"));
        assert!(!is_steady("SELECT * { SERVICE <search:> {} SERVICE <http://example.org/> {} }"));
    }
}
