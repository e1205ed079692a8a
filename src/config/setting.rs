//! Every setting there is: its key, its default, and how it is written.

/// How the value of a setting is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, in quotes in a file.
    Text,
    /// A number or a switch.
    Bare,
    /// Several texts: an array in a file, separated by commas elsewhere.
    List,
    /// Several folders: an array in a file, separated as in `PATH` elsewhere.
    Folders,
    /// Several texts that are shown to nobody and taken from no flag, since other users see those.
    Secrets,
}

/// One setting.
pub(super) struct Setting {
    /// Its name in the file: `limits.rows` is `rows` in the section `[limits]`.
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// What holds where nobody says anything; empty: nothing.
    pub(super) default: &'static str,
    /// What it is, in a few words.
    pub(super) help: &'static str,
}

impl Setting {
    /// The environment variable: `RAPPORTEUR_LIMITS_ROWS`.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.replace(['.', '-'], "_").to_ascii_uppercase())
    }
}

/// What the names of our variables begin with.
pub(super) const PREFIX: &str = "RAPPORTEUR_";

/// The setting of that name.
pub(super) fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// The known name that is nearest, if any is near.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

const fn setting(key: &'static str, kind: Kind, default: &'static str, help: &'static str) -> Setting {
    Setting { key, kind, default, help }
}

/// All settings, in the order in which they are shown.
pub(super) const SETTINGS: &[Setting] = &[
    setting("store", Kind::Text, "store", "folder of the store, or the http or https URL of a SPARQL server"),
    setting("corpus", Kind::Text, "data/corpus.toml", "the manifest"),
    setting("curation", Kind::Text, "data/curation.toml", "human decisions"),
    setting("bind", Kind::Text, "127.0.0.1:7878", "address to serve on"),
    setting("base", Kind::Text, "", "base IRI of everything minted; where it is not set, the manifest's holds"),
    setting("rules", Kind::Folders, "", "folders with rule packs of one's own"),
    setting(
        "queries",
        Kind::Folders,
        "",
        "folders with saved queries of one's own; a file that comes, goes or changes is noticed by a running server",
    ),
    setting(
        "public-url",
        Kind::Text,
        "",
        "the address under which people reach the server; else the one it listens on",
    ),
    setting("limits.deadline", Kind::Bare, "10", "seconds that one query may take"),
    setting("limits.rows", Kind::Bare, "10000", "rows of a SELECT answer; the rest is cut off, and the answer says so"),
    setting("limits.triples", Kind::Bare, "100000", "triples of a CONSTRUCT or DESCRIBE answer; likewise"),
    setting("limits.query-bytes", Kind::Bare, "1048576", "length of a query"),
    setting("limits.query-depth", Kind::Bare, "64", "levels of nested brackets and operators in a query"),
    setting("limits.query-operators", Kind::Bare, "1000", "operators, clauses and triple patterns in a query"),
    setting("limits.query-patterns", Kind::Bare, "500", "triple patterns and paths in a query"),
    setting(
        "limits.workers",
        Kind::Bare,
        "",
        "processes that evaluate free queries, one query each; not set: two for each processor; 0: evaluate inside of the \
         server, for trusted networks only",
    ),
    setting(
        "limits.wait",
        Kind::Bare,
        "0.08",
        "seconds that a query waits for a free worker before it is asked to come back",
    ),
    setting("limits.worker-memory", Kind::Bare, "2048", "MiB of memory that one of them may take"),
    setting(
        "limits.cache",
        Kind::Bare,
        "64",
        "MiB of answers that are kept for who asks the same again, and as much for rows of saved queries; 0: none",
    ),
    setting(
        "limits.pages",
        Kind::Bare,
        "",
        "pages and saved questions made at the same time; not set: eight for each processor",
    ),
    setting(
        "limits.budget",
        Kind::Bare,
        "60",
        "seconds of processor time that the queries of one address may use in a minute; 0: no budget",
    ),
    setting("limits.token-budget", Kind::Bare, "240", "the same for a caller with a token"),
    setting("auth.read", Kind::Secrets, "", "tokens that have the larger budget"),
    setting("auth.write", Kind::Secrets, "", "tokens that may write"),
    setting("auth.admin", Kind::Secrets, "", "tokens that may see and end running queries"),
    setting("auth.file", Kind::Text, "", "file with a role and a token in each line"),
    setting("writes.enabled", Kind::Bare, "false", "whether callers with a token may write"),
    setting("writes.body-bytes", Kind::Bare, "67108864", "length of the body of a writing request"),
    setting("service.allow", Kind::List, "", "other endpoints that SERVICE may ask, by their exact URLs"),
    setting(
        "service.private-hosts",
        Kind::List,
        "",
        "hosts of these endpoints that may have private addresses, for a trusted network; all others must have public ones",
    ),
    setting("service.timeout", Kind::Bare, "5", "seconds that another endpoint has for one answer"),
    setting("service.bytes", Kind::Bare, "4194304", "length of an answer of another endpoint"),
    setting(
        "remote.stage",
        Kind::Text,
        "stage",
        "where the store is a server: folder of the store from which it is filled",
    ),
    setting(
        "remote.profile",
        Kind::Text,
        "",
        "which addresses a server has: oxigraph, fuseki, rdf4j (GraphDB too), stardog, or one (Virtuoso, QLever, Neptune); \
         not set: by the look of its URL",
    ),
    setting("remote.credentials", Kind::Secrets, "", "user:password, or Bearer and a token, for the server"),
    setting("remote.credentials-file", Kind::Text, "", "file with them in its first line"),
    setting("remote.timeout", Kind::Bare, "120", "seconds that the server has for one answer"),
    setting("remote.rows", Kind::Bare, "", "rows at which the server is known to cut answers off"),
    setting("connections.max", Kind::Bare, "2048", "connections at the same time; more are asked to come back"),
    setting("connections.per-address", Kind::Bare, "512", "the same for one address"),
    setting("connections.header-timeout", Kind::Bare, "10", "seconds in which the head of a request must be there"),
    setting("connections.body-timeout", Kind::Bare, "30", "seconds in which the body of a request must be there"),
    setting("connections.write-timeout", Kind::Bare, "30", "seconds for which a client may take nothing of an answer"),
    setting(
        "connections.idle-timeout",
        Kind::Bare,
        "60",
        "seconds for which a connection may be silent between requests",
    ),
    setting("connections.trusted-proxies", Kind::List, "", "addresses or networks whose X-Forwarded-For is believed"),
    setting("metrics.bind", Kind::Text, "127.0.0.1:7879", "private address for /metrics, or \"off\""),
    setting("log.format", Kind::Text, "text", "\"text\", or \"json\": one object in each line"),
    setting("log.slow", Kind::Bare, "1", "seconds from which on a query is logged as slow"),
    setting("log.queries", Kind::Bare, "false", "whether the log of a slow query holds its text"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_settings_share_a_name() {
        let mut names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), SETTINGS.len());
        assert_eq!(find("limits.query-bytes").map(Setting::variable), Some("RAPPORTEUR_LIMITS_QUERY_BYTES".into()));
    }
}
