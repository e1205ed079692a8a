//! What Prometheus may know: counts, times and sizes, with labels of which there are few whatever clients send.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::processor::resident_memory;
use super::site::Site;

/// The media type of Prometheus' text format.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Upper bounds of the buckets of a time, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

type Label = (&'static str, &'static str);
type Seconds<const N: usize> = Family<[Label; N], Histogram, fn() -> Histogram>;

/// All counts of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<[Label; 3], Counter>,
    request_seconds: Seconds<1>,
    running: Gauge,
    bytes: Counter,
    connections: Family<[Label; 1], Counter>,
    open: Gauge,
    queries: Family<[Label; 1], Counter>,
    query_seconds: Seconds<1>,
    generation: Gauge,
    age: Gauge,
    quads: Gauge,
    graphs: Gauge,
    disk_free: Gauge,
    memory: Gauge,
    worker_memory: Gauge,
    workers: Gauge,
    working: Gauge,
    waiting: Gauge,
    processor_seconds: Counter<f64, AtomicU64>,
    flush_seconds: Histogram,
    backup: Backup,
    store: Mutex<Option<StoreFacts>>,
}

/// What is known of a generation, and does not change.
#[derive(Debug, Clone, Copy)]
struct StoreFacts {
    generation: u64,
    quads: i64,
    graphs: i64,
    published: Option<SystemTime>,
}

impl Default for Metrics {
    fn default() -> Self {
        fn seconds() -> Histogram {
            Histogram::new(SECONDS)
        }
        let mut registry = Registry::with_prefix("rapporteur");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let start: Gauge<f64, AtomicU64> = Gauge::default();
        start.set(now);
        registry.register("start_time_seconds", "When the server began, in seconds of Unix time", start);
        let build: Family<[Label; 1], Gauge> = Family::default();
        build.get_or_create(&[("version", env!("CARGO_PKG_VERSION"))]).set(1);
        registry.register("build_info", "The version of the program", build);
        let metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            running: Gauge::default(),
            bytes: Counter::default(),
            connections: Family::default(),
            open: Gauge::default(),
            queries: Family::default(),
            query_seconds: Family::new_with_constructor(seconds),
            generation: Gauge::default(),
            age: Gauge::default(),
            quads: Gauge::default(),
            graphs: Gauge::default(),
            disk_free: Gauge::default(),
            memory: Gauge::default(),
            worker_memory: Gauge::default(),
            workers: Gauge::default(),
            working: Gauge::default(),
            waiting: Gauge::default(),
            processor_seconds: Counter::default(),
            flush_seconds: seconds(),
            backup: Backup::default(),
            store: Mutex::default(),
        };
        registry.register("requests", "Requests by route, method and outcome", metrics.requests.clone());
        registry.register(
            "request_seconds",
            "From the head of a request to the last byte of its answer",
            metrics.request_seconds.clone(),
        );
        registry.register("requests_running", "Requests whose answer is not complete", metrics.running.clone());
        registry.register("response_bytes", "Bytes of the bodies of answers", metrics.bytes.clone());
        registry.register("connections", "Connections that ended, by the reason", metrics.connections.clone());
        registry.register("connections_open", "Connections that are open", metrics.open.clone());
        registry.register("queries", "Queries by outcome", metrics.queries.clone());
        registry.register("query_seconds", "Time of evaluation, by outcome", metrics.query_seconds.clone());
        registry.register("generation", "Number of the generation that is served", metrics.generation.clone());
        registry.register("generation_age_seconds", "Since it was published", metrics.age.clone());
        registry.register("quads", "Quads of that generation, the default graph included", metrics.quads.clone());
        registry.register("graphs", "Document graphs of that generation", metrics.graphs.clone());
        registry.register("disk_free_bytes", "Room on the disk of the store", metrics.disk_free.clone());
        registry.register("resident_memory_bytes", "Memory of the server without its workers", metrics.memory.clone());
        registry.register(
            "worker_memory_bytes",
            "Memory of the query workers of the generation that is served, together",
            metrics.worker_memory.clone(),
        );
        registry.register("workers", "Query workers of that generation", metrics.workers.clone());
        registry.register("queries_working", "Queries that have a place", metrics.working.clone());
        registry.register("queries_waiting", "Queries that wait for a place", metrics.waiting.clone());
        registry.register(
            "processor_seconds",
            "Processor time of queries, as it is charged to who asked",
            metrics.processor_seconds.clone(),
        );
        registry.register(
            "flush_seconds",
            "From a change that came through this server to its generation, safe on the disk and published",
            metrics.flush_seconds.clone(),
        );
        registry.register_collector(Box::new(metrics.backup.clone()));
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// A request has begun.
    pub(super) fn begin(&self) {
        self.running.inc();
    }

    /// A request has ended; `whole` says whether its answer was sent to the end.
    pub(super) fn end(&self, route: &'static str, method: &'static str, ended: &Ended) {
        self.running.dec();
        self.bytes.inc_by(ended.bytes);
        let labels = [("route", route), ("method", method), ("outcome", ended.outcome())];
        self.requests.get_or_create(&labels).inc();
        self.request_seconds.get_or_create(&[("route", route)]).observe(ended.time.as_secs_f64());
    }

    /// A connection has ended, or was not let in.
    pub(super) fn connection(&self, reason: &'static str) {
        self.connections.get_or_create(&[("reason", reason)]).inc();
    }

    /// A connection is open until what is given back is dropped.
    pub(super) fn open(&self) -> Open {
        self.open.inc();
        Open(self.open.clone())
    }

    /// A query has ended after so much time of evaluation.
    pub(super) fn query(&self, outcome: &'static str, time: Duration) {
        self.queries.get_or_create(&[("outcome", outcome)]).inc();
        self.query_seconds.get_or_create(&[("outcome", outcome)]).observe(time.as_secs_f64());
    }

    /// Queries have used so much processor time.
    pub(super) fn processor(&self, time: Duration) {
        self.processor_seconds.inc_by(time.as_secs_f64());
    }

    /// Making a change safe has taken so long.
    pub(super) fn flushed(&self, time: Duration) {
        self.flush_seconds.observe(time.as_secs_f64());
    }

    /// Everything in Prometheus' text format.
    pub(super) fn text(&self, site: &Site) -> String {
        self.look(site);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = text::encode_registry(&mut text, &self.registry);
        classic(&text)
    }

    fn look(&self, site: &Site) {
        let snapshot = site.published().snapshot.clone();
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if store.is_none_or(|facts| facts.generation != snapshot.generation()) {
            let record = site.house.generations.as_ref().and_then(|generations| generations.record().ok().flatten());
            *store = record.filter(|record| record.generation == snapshot.generation()).map(|record| StoreFacts {
                generation: record.generation,
                quads: i64::try_from(record.quads).unwrap_or(i64::MAX),
                graphs: i64::try_from(record.documents.len()).unwrap_or(i64::MAX),
                published: site.house.generations.as_ref().and_then(|store| store.published(record.generation)),
            });
        }
        self.generation.set(i64::try_from(snapshot.generation()).unwrap_or(i64::MAX));
        if let Some(facts) = *store {
            self.quads.set(facts.quads);
            self.graphs.set(facts.graphs);
            let age = facts.published.and_then(|time| time.elapsed().ok()).unwrap_or_default();
            self.age.set(i64::try_from(age.as_secs()).unwrap_or(i64::MAX));
        }
        if let Some(free) = site.house.generations.as_ref().and_then(|generations| disk_free(generations.folder())) {
            self.disk_free.set(free);
        }
        let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        self.memory.set(resident_memory(None).map(size).unwrap_or_default());
        let (memory, workers) = site.published().pool.as_ref().map(|pool| pool.memory()).unwrap_or_default();
        self.worker_memory.set(size(memory));
        self.workers.set(count(workers));
        let (working, waiting) = site.load();
        self.working.set(count(working));
        self.waiting.set(count(waiting));
        let last = site.house.generations.as_ref().and_then(|generations| generations.last_backup());
        *self.backup.0.lock().unwrap_or_else(PoisonError::into_inner) = last.map(|(_, time)| time);
    }
}

/// When the store was copied last. Without a copy there is no sample: no number says "never" without being taken for a time.
#[derive(Debug, Clone, Default)]
struct Backup(Arc<Mutex<Option<SystemTime>>>);

impl Collector for Backup {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(age) = last.map(|last| last.elapsed().unwrap_or_default()) else { return Ok(()) };
        let gauge = ConstGauge::new(age.as_secs_f64());
        let help = "Since `rapporteur backup` copied the store last; absent if it never did";
        let metric = encoder.encode_descriptor("last_backup_age_seconds", help, None, gauge.metric_type())?;
        gauge.encode(metric)
    }
}

/// A connection that is open.
pub(super) struct Open(Gauge);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// How a request ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) status: StatusCode,
    pub(super) bytes: u64,
    pub(super) time: Duration,
    /// Whether the answer was sent to its end.
    pub(super) whole: bool,
}

impl Ended {
    pub(super) fn outcome(&self) -> &'static str {
        match self.status.as_u16() {
            _ if !self.whole => "cut",
            429 => "over budget",
            503 => "busy",
            504 => "timed out",
            408 => "slow body",
            400..500 => "refused",
            500.. => "failed",
            _ => "answered",
        }
    }
}

/// `OpenMetrics`, which the library writes, as the older text format, which every reader of metrics knows: there a counter
/// is declared with the ending that its samples have.
fn classic(text: &str) -> String {
    let mut counters = Vec::new();
    for line in text.lines() {
        counters.extend(line.strip_prefix("# TYPE ").and_then(|line| line.strip_suffix(" counter")));
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next()) {
            (Some("#"), Some(what @ ("TYPE" | "HELP")), Some(name)) if counters.contains(&name) => {
                out.extend(["# ", what, " ", name, "_total ", words.next().unwrap_or_default()]);
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

#[cfg(unix)]
fn disk_free(folder: &std::path::Path) -> Option<i64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    i64::try_from(disk.f_bavail.saturating_mul(disk.f_frsize)).ok()
}

#[cfg(not(unix))]
fn disk_free(_: &std::path::Path) -> Option<i64> {
    None
}
