//! How much one caller may ask of us.

use std::time::Duration;

/// The limits of the query endpoint and the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Time for one query, from its arrival to its last byte.
    pub deadline: Duration,
    /// Rows of a SELECT answer; more are cut off, and the answer says so.
    pub rows: usize,
    /// Triples of a CONSTRUCT or DESCRIBE answer; more are cut off, and the answer says so.
    pub triples: usize,
    /// Length of a query in bytes.
    pub query_bytes: usize,
    /// Levels of nested brackets and operators in a query.
    pub query_depth: usize,
    /// Operators, clauses and triple patterns in a query.
    pub query_operators: usize,
    /// Triple patterns and paths in a query.
    pub query_patterns: usize,
    /// IRIs that may stand behind `SERVICE`, letter by letter.
    pub services: Vec<String>,
    /// Queries evaluated at the same time, which is also the number of query workers.
    pub concurrent: usize,
    /// Queries that wait for a place; further ones are asked at once to come back.
    pub waiting: usize,
    /// How long a query waits for a place.
    pub wait: Duration,
    /// Bytes of an answer held back until its end is known, so that a late error still gets its status.
    pub held_back: usize,
    /// How long an answer that has begun is held back.
    pub held_back_for: Duration,
    /// Bytes of answers kept for who asks the same again.
    pub cache: usize,
    /// Stack of a thread that parses and evaluates, in bytes. Only what is used becomes memory.
    pub stack: usize,
    /// Quads in the description of one entity.
    pub description: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let places = std::thread::available_parallelism().map_or(4, |n| n.get() * 2);
        Self {
            deadline: Duration::from_secs(10),
            rows: 10_000,
            triples: 100_000,
            query_bytes: 1024 * 1024,
            query_depth: 64,
            query_operators: 1_000,
            query_patterns: 500,
            services: vec![crate::query::service::SERVICE.to_owned()],
            concurrent: places,
            waiting: places * 8,
            wait: Duration::from_millis(80),
            held_back: 1024 * 1024,
            held_back_for: Duration::from_secs(1),
            cache: 64 * 1024 * 1024,
            stack: 128 * 1024 * 1024,
            description: 5_000,
        }
    }
}
