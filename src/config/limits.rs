//! How much one caller may ask of us: what the settings say, and what follows from them.

use std::time::Duration;

use super::{ConfigError, Layers, Services};

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
    /// Endpoints beside our own search that queries may ask.
    pub services: Services,
    /// Whether free queries are evaluated in processes of their own.
    pub workers: bool,
    /// Bytes of memory that one of these may take.
    pub worker_memory: u64,
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
    /// Pages and saved questions made at the same time.
    pub pages: usize,
    /// Processor time of queries that one address may use in a minute; zero means any.
    pub budget: Duration,
    /// The same for a caller with a token.
    pub token_budget: Duration,
    /// Stack of a thread that parses and evaluates, in bytes. Only what is used becomes memory.
    pub stack: usize,
    /// Quads in the description of one entity.
    pub description: usize,
}

/// What holds where nobody says anything.
impl Default for Limits {
    fn default() -> Self {
        Self::from(&Layers::defaults()).expect("defaults are values that can be used")
    }
}

impl Limits {
    pub(super) fn from(layers: &Layers) -> Result<Self, ConfigError> {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        let or = |key, instead| if layers.value(key).texts.is_empty() { Ok(instead) } else { layers.number(key) };
        let workers = or("limits.workers", processors * 2)?;
        // Without workers as many queries run in threads.
        let concurrent = if workers == 0 { processors * 2 } else { workers };
        Ok(Self {
            deadline: layers.some_seconds("limits.deadline")?,
            rows: layers.count("limits.rows")?,
            triples: layers.count("limits.triples")?,
            query_bytes: layers.count("limits.query-bytes")?,
            query_depth: layers.count("limits.query-depth")?,
            query_operators: layers.count("limits.query-operators")?,
            query_patterns: layers.count("limits.query-patterns")?,
            services: Services::from(layers)?,
            workers: workers > 0,
            worker_memory: layers.parsed("limits.worker-memory", "a number of MiB, 512 or more", |text| {
                text.parse().ok().filter(|mib| (512..1 << 30).contains(mib)).map(|mib: u64| mib << 20)
            })?,
            concurrent,
            waiting: concurrent * 8,
            wait: layers.seconds("limits.wait")?,
            held_back: 1024 * 1024,
            held_back_for: Duration::from_secs(1),
            cache: layers.number("limits.cache")?.saturating_mul(1 << 20),
            pages: or("limits.pages", processors * 8)?.max(1),
            budget: layers.seconds("limits.budget")?,
            token_budget: layers.seconds("limits.token-budget")?,
            stack: 128 * 1024 * 1024,
            description: 5_000,
        })
    }
}
