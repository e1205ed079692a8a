//! What a server can do of what we need, found out by trying it in two graphs of its own.

use oxigraph::model::Term;

use super::client::Server;
use super::{RemoteError, is_version_of};

/// Whether a server can be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As the standard has it.
    Fine,
    /// Otherwise than the standard or other servers have it, and nothing here depends on it.
    WorkedAround,
    /// Without this nothing goes.
    Missing,
}

/// What a trial came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What was tried.
    pub name: &'static str,
    /// Whether that will do.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
}

/// Graphs in which things are tried.
const SCRATCH: &str = "urn:x-rapporteur:scratch:1";
const SECOND: &str = "urn:x-rapporteur:scratch:2";

/// Rows that a query is made to give: more than the limits that servers usually have.
const ROWS: u64 = 150 * 150;

/// Tries a server; `writing` tells whether updates, too. The graphs that this uses are empty before and after.
pub fn examine(server: &Server, writing: bool) -> Vec<Probe> {
    let mut examined = Examined { server, probes: Vec::new() };
    if !examined.reading() || !writing {
        return examined.probes;
    }
    if examined.writing() {
        examined.queries();
        examined.sizes();
        examined.replacing();
    }
    let drop = format!("DROP SILENT GRAPH <{SCRATCH}> ; DROP SILENT GRAPH <{SECOND}>");
    let ended = server.update(&drop, "the end of the trial").and_then(|()| examined.triples(SCRATCH));
    examined.needed(
        "graphs are dropped",
        ended.map(|left| if left == 0 { Ok(String::new()) } else { Err(format!("{left} triples are left")) }),
    );
    examined.probes
}

type Tried = Result<Result<String, String>, RemoteError>;

struct Examined<'s> {
    server: &'s Server,
    probes: Vec<Probe>,
}

impl Examined<'_> {
    fn note(&mut self, name: &'static str, verdict: Verdict, seen: impl Into<String>) {
        self.probes.push(Probe { name, verdict, seen: seen.into() });
    }

    /// Notes something without which nothing goes; answers whether it is there.
    fn needed(&mut self, name: &'static str, tried: Tried) -> bool {
        match tried {
            Ok(Ok(seen)) => self.note(name, Verdict::Fine, seen),
            Ok(Err(seen)) => self.note(name, Verdict::Missing, seen),
            Err(error) => self.note(name, Verdict::Missing, error.to_string()),
        }
        self.probes.last().is_some_and(|probe| probe.verdict == Verdict::Fine)
    }

    /// Notes something on which nothing here depends.
    fn wanted(&mut self, name: &'static str, tried: Tried) {
        match tried {
            Ok(Ok(seen)) => self.note(name, Verdict::Fine, seen),
            Ok(Err(seen)) => self.note(name, Verdict::WorkedAround, seen),
            Err(error) => self.note(name, Verdict::WorkedAround, error.to_string()),
        }
    }

    fn one(&self, query: &str) -> Result<Option<Term>, RemoteError> {
        Ok(self.server.rows(query)?.into_iter().next().and_then(|row| row.into_iter().next().flatten()))
    }

    /// A query that must give exactly this text, or nothing.
    fn gives(&self, query: &str, wanted: Option<&str>) -> Tried {
        let found = self.one(query)?.map(|term| match term {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        });
        Ok(if found.as_deref() == wanted {
            Ok(String::new())
        } else {
            Err(format!("{} instead of {}", found.as_deref().unwrap_or("nothing"), wanted.unwrap_or("nothing")))
        })
    }

    fn triples(&self, graph: &str) -> Result<u64, RemoteError> {
        let rows = self.server.rows(&format!("SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))?;
        Ok(rows.len() as u64)
    }

    fn reading(&mut self) -> bool {
        let tried = self.server.rows("SELECT (1 AS ?one) { }").map(|rows| match rows.as_slice() {
            [row] if row.len() == 1 => Ok(self.server.endpoints().query.clone()),
            other => Err(format!("{} rows instead of one", other.len())),
        });
        let reads = self.needed("a query is answered with rows", tried);
        if reads {
            let wrong = match self.server.select("SELECT nonsense {") {
                Ok(_) => Ok(Err("it takes what is no query".to_owned())),
                Err(RemoteError::Failed { reason, .. }) => Ok(Ok(reason.chars().take(120).collect())),
                Err(error) => Err(error),
            };
            self.wanted("a mistake in a query is told", wrong);
        }
        reads
    }

    fn writing(&mut self) -> bool {
        let drop = format!("DROP SILENT GRAPH <{SCRATCH}> ; DROP SILENT GRAPH <{SECOND}>");
        let tried = self
            .server
            .update(&drop, "the beginning of the trial")
            .map(|()| Ok(self.server.endpoints().update.clone()));
        if !self.needed("updates are taken", tried) {
            return false;
        }
        let insert = format!(
            "INSERT DATA {{ GRAPH <{SCRATCH}> {{ <urn:s> <urn:text> \"Grüße, \\\"日本\\\"\\n\" ; <urn:label> \"Fiji\"@en-GB ; <urn:date> \
             \"2003-04-29\"^^<http://www.w3.org/2001/XMLSchema#date> ; <urn:month> \"2003-04\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> ; \
             <urn:yes> true ; <urn:number> 7 ; <urn:next> <urn:t> . <urn:t> <urn:next> <urn:u> }} GRAPH <{SECOND}> {{ <urn:s> <urn:number> 7 . \
             <{SCRATCH}> <{}> <urn:ours> }} }}",
            is_version_of().as_str()
        );
        let tried = self.server.update(&insert, "a trial").and_then(|()| self.triples(SCRATCH));
        let written = self.needed(
            "several graphs are written at once",
            tried.map(|found| match found {
                8 => Ok(String::new()),
                other => Err(format!("{other} of 8 triples")),
            }),
        );
        if written {
            let again = self.server.update(&insert, "a trial").and_then(|()| self.triples(SCRATCH));
            self.needed(
                "the same written twice is there once",
                again.map(|found| match found {
                    8 => Ok(String::new()),
                    other => Err(format!("{other} triples instead of 8")),
                }),
            );
        }
        written
    }

    fn queries(&mut self) {
        let in_scratch =
            |select: &str, pattern: &str| format!("SELECT {select} {{ GRAPH <{SCRATCH}> {{ {pattern} }} }}");
        let text = self.gives(&in_scratch("?o", "<urn:s> <urn:text> ?o"), Some("Grüße, \"日本\"\n"));
        self.needed("texts come back as they were", text);
        for (name, property, wanted) in [
            ("dates come back as they were", "date", "2003-04-29"),
            ("months come back as they were", "month", "2003-04"),
            ("truth values come back as true and false", "yes", "true"),
        ] {
            let tried =
                self.gives(&in_scratch("(STR(?o) AS ?text)", &format!("<urn:s> <urn:{property}> ?o")), Some(wanted));
            self.wanted(name, tried);
        }
        let tag = self.gives(&in_scratch("(LANG(?o) AS ?tag)", "<urn:s> <urn:label> ?o"), Some("en-GB"));
        self.wanted("tags of languages keep their case", tag);
        let path = self.gives(&in_scratch("(COUNT(?o) AS ?n)", "<urn:s> <urn:next>+ ?o"), Some("2"));
        self.needed("paths are followed in a graph", path);
        let any = format!(
            "SELECT ?ours {{ GRAPH ?g {{ <urn:t> <urn:next> ?o }} GRAPH <{SECOND}> {{ ?g <{}> ?ours }} }}",
            is_version_of().as_str()
        );
        let any = self.gives(&any, Some("<urn:ours>"));
        self.needed("a graph is found by what another says of it", any);
        let exists = "?s <urn:next> ?o FILTER NOT EXISTS { ?o <urn:next> ?further }";
        let exists = self.gives(&in_scratch("(STR(?s) AS ?text)", exists), Some("urn:t"));
        self.needed("NOT EXISTS", exists);
        let outside = format!(
            "SELECT ?s {{ GRAPH <{SCRATCH}> {{ ?s <urn:next> ?o }} FILTER NOT EXISTS {{ GRAPH <{SCRATCH}> {{ ?o <urn:next> ?further }} }} }}"
        );
        let outside = self.gives(&outside, Some("<urn:t>"));
        self.needed("NOT EXISTS with a graph of its own", outside);
        let optional = self.gives(
            &in_scratch("(COUNT(?further) AS ?n)", "?s <urn:next> ?o OPTIONAL { ?o <urn:next> ?further }"),
            Some("1"),
        );
        self.needed("OPTIONAL", optional);
        let minus =
            self.gives(&in_scratch("(COUNT(*) AS ?n)", "?s <urn:next> ?o MINUS { <urn:s> <urn:next> ?o }"), Some("1"));
        self.needed("MINUS", minus);
        let inner = format!("SELECT ?n {{ {{ SELECT (COUNT(*) AS ?n) {{ GRAPH <{SCRATCH}> {{ ?s ?p ?o }} }} }} }}");
        let inner = self.gives(&inner, Some("8"));
        self.needed("queries inside of queries", inner);
        let values = self
            .gives(&in_scratch("(COUNT(*) AS ?n)", "VALUES (?s ?x) { (<urn:s> UNDEF) } ?s <urn:next> ?o"), Some("1"));
        self.needed("VALUES", values);
        let concat = self.gives(
            &in_scratch("(GROUP_CONCAT(?t ; separator=\"|\") AS ?all)", "<urn:s> <urn:date> ?o BIND(STR(?o) AS ?t)"),
            Some("2003-04-29"),
        );
        self.needed("GROUP_CONCAT", concat);
        let ask = self.server.select(&format!("ASK {{ GRAPH <{SCRATCH}> {{ <urn:s> ?p ?o }} }}"));
        let ask = match ask {
            Err(RemoteError::Failed { reason, .. }) if reason.contains("yes or no") => Ok(Ok(String::new())),
            Ok(_) => Ok(Err("rows; ASK is sent as SELECT".to_owned())),
            Err(error) => Err(error),
        };
        self.wanted("ASK is answered with yes or no", ask);
        let union = self.gives("SELECT ?o { <urn:t> <urn:next> ?o }", None);
        let union =
            union.map(|seen| seen.map_err(|_| "it shows all named graphs; every pattern names its graph".to_owned()));
        self.wanted("the default graph is a graph of its own", union);
        let twice = self.gives("SELECT (COUNT(*) AS ?n) { GRAPH ?g { <urn:s> <urn:number> 7 } }", Some("2"));
        self.needed("a triple in two graphs is two rows", twice);
    }

    fn sizes(&mut self) {
        let lines: String = (0..150).map(|number| format!("<urn:n{number}> <urn:count> {number} .\n")).collect();
        let insert = format!("INSERT DATA {{ GRAPH <{SECOND}> {{ {lines} }} }}");
        let rows = self.server.update(&insert, "a trial").and_then(|()| {
            let pairs = "?a <urn:count> ?b . ?c <urn:count> ?d";
            Ok(self.server.rows(&format!("SELECT ?a ?c {{ GRAPH <{SECOND}> {{ {pairs} }} }}"))?.len() as u64)
        });
        match rows {
            Err(RemoteError::Cut { rows, .. }) => {
                let seen = format!("at {rows} rows: graphs are read in pieces, longer answers to queries are refused");
                self.note("answers are not cut off", Verdict::WorkedAround, seen);
            }
            rows => {
                let rows = rows.map(|found| match found {
                    ROWS => Ok(format!("{ROWS} rows")),
                    other => Err(format!("{other} of {ROWS} rows; raise its limit, or set remote.rows = {other}")),
                });
                self.needed("answers are not cut off", rows);
            }
        }
        let lines: String =
            (0..1_000).map(|number| format!("<urn:m{number}> <urn:text> \"{}\" .\n", "x".repeat(900))).collect();
        let insert = format!("INSERT DATA {{ GRAPH <{SECOND}> {{ {lines} }} }}");
        let large = self.server.update(&insert, "a trial").map(|()| Ok("1,000 triples, 1 MB".to_owned()));
        self.needed("large updates are taken", large);
        let long = "y".repeat(100_000);
        let insert = format!("INSERT DATA {{ GRAPH <{SECOND}> {{ <urn:long> <urn:text> \"{long}\" }} }}");
        let long = self.server.update(&insert, "a trial").and_then(|()| {
            self.gives(
                &format!("SELECT (STRLEN(?o) AS ?n) {{ GRAPH <{SECOND}> {{ <urn:long> <urn:text> ?o }} }}"),
                Some("100000"),
            )
        });
        self.wanted("texts of 100,000 letters are kept", long);
    }

    fn replacing(&mut self) {
        let count = |pattern: &str| format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{SCRATCH}> {{ {pattern} }} }}");
        let guarded = |old: &str| {
            format!(
                "DELETE {{ GRAPH <{SCRATCH}> {{ <urn:s> <urn:next> <{old}> }} }} INSERT {{ GRAPH <{SCRATCH}> {{ <urn:s> <urn:next> <urn:new> }} }} \
                 WHERE {{ GRAPH <{SCRATCH}> {{ <urn:s> <urn:next> <{old}> }} }}"
            )
        };
        let idle = self
            .server
            .update(&guarded("urn:other"), "a trial")
            .and_then(|()| self.gives(&count("<urn:s> <urn:next> <urn:new>"), Some("0")));
        self.needed("a condition that does not hold changes nothing", idle);
        let switch = self
            .server
            .update(&guarded("urn:t"), "a trial")
            .and_then(|()| self.gives(&count("<urn:s> <urn:next> ?o"), Some("1")));
        self.needed("a pointer is replaced in one update", switch);
        let deleted =
            self.server.update(&format!("DELETE WHERE {{ GRAPH <{SCRATCH}> {{ <urn:s> <urn:next> ?o }} }}"), "a trial");
        let deleted = deleted.and_then(|()| self.gives(&count("<urn:s> <urn:next> ?o"), Some("0")));
        self.needed("DELETE WHERE", deleted);
    }
}
