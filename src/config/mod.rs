//! Settings: defaults, then `rapporteur.toml`, then the environment (`RAPPORTEUR_STORE` …), then flags.
//!
//! [`Layers`] knows which value holds and where it comes from, [`Config`] what the values mean.

mod layers;
mod limits;
mod network;
mod setting;
mod show;
mod tokens;

#[cfg(test)]
mod tests;

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

pub use layers::{FILE, Flags, Layers};
pub use limits::Limits;
pub use network::Network;
pub use tokens::{Caller, Role, Tokens};

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A place of settings cannot be read or is wrong.
    #[error("{place}: {reason}")]
    File {
        /// File and line, or which other place.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A value is none that fits.
    #[error("{name} is {value:?} ({origin}); it must be {expected}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What it is.
        value: String,
        /// Where it stands.
        origin: String,
        /// What it may be.
        expected: &'static str,
    },
}

/// Validated settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Folder of the store; where the store is a server, of that from which it is filled.
    pub store: PathBuf,
    /// The server that is the store, if one is.
    pub remote: Option<Remote>,
    /// The manifest.
    pub corpus: PathBuf,
    /// Human decisions.
    pub curation: PathBuf,
    /// Address to serve on.
    pub bind: SocketAddr,
    /// Base IRI, where it is set; otherwise the manifest's holds.
    pub base: Option<String>,
    /// Folders with rule packs beside those that come with the program; each is a pack or holds packs.
    pub rules: Vec<PathBuf>,
    /// Folders with saved queries beside those that come with the program.
    pub queries: Vec<PathBuf>,
    /// The address under which people reach the server, with `/` at its end. It is never taken from a request.
    pub public_url: Option<String>,
    /// What one caller may ask.
    pub limits: Limits,
    /// Who may do more than anybody may.
    pub tokens: Tokens,
    /// Whether callers with a token may write.
    pub writes: bool,
    /// Length of the body of a writing request.
    pub write_bytes: usize,
    /// What one client may do to our sockets.
    pub connections: Connections,
    /// Private address for `/metrics`, unless it is off.
    pub metrics: Option<SocketAddr>,
    /// Whether somebody asked for that address: if not, the server runs also where it is taken.
    pub metrics_asked: bool,
    /// What the log holds.
    pub log: Log,
}

/// Other endpoints that queries may ask, by `SERVICE`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services {
    /// Their exact URLs.
    pub allow: Vec<String>,
    /// Hosts of theirs that may have private addresses; all others must have public ones.
    pub private_hosts: Vec<String>,
    /// Time for one request.
    pub timeout: Duration,
    /// Bytes of one answer.
    pub bytes: u64,
}

/// A server that is the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its URL.
    pub url: String,
    /// Which addresses it has, where that is said.
    pub profile: Option<String>,
    /// Who asks.
    pub credentials: Option<String>,
    /// A file that says it.
    pub credentials_file: Option<PathBuf>,
    /// Time for one answer.
    pub timeout: Duration,
    /// Rows at which it cuts answers off.
    pub rows: Option<u64>,
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Credentials go into no log.
        f.debug_struct("Remote").field("url", &self.url).field("profile", &self.profile).finish_non_exhaustive()
    }
}

/// What one client may do to our sockets.
#[derive(Debug, Clone, PartialEq)]
pub struct Connections {
    /// Connections at the same time.
    pub max: usize,
    /// Connections at the same time from one address.
    pub per_address: usize,
    /// Time in which the head of a request must be there.
    pub header_timeout: Duration,
    /// Time in which the body of a request must be there.
    pub body_timeout: Duration,
    /// Time for which a client may take nothing of an answer.
    pub write_timeout: Duration,
    /// Time for which a connection may be silent between requests.
    pub idle_timeout: Duration,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

/// What the log holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// One JSON object in each line, instead of text.
    pub json: bool,
    /// From when on a query is slow.
    pub slow: Duration,
    /// Whether the log of a slow query holds its text.
    pub queries: bool,
}

impl Config {
    /// The settings that hold: flags, then the environment, then the settings file, then defaults.
    ///
    /// # Errors
    /// The first setting that is wrong, with its place and what it may be.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        Self::from(&Layers::read(flags)?)
    }

    /// What the values mean.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from(layers: &Layers) -> Result<Self, ConfigError> {
        let tokens = Tokens::from(layers)?;
        let writes = layers.switch("writes.enabled")?;
        if writes && !tokens.any(Role::Write) {
            return Err(layers.wrong("writes.enabled", "false as long as no token may write (auth.write, auth.file)"));
        }
        const ADDRESS: &str = "an address and port like 127.0.0.1:7878 or localhost:7878";
        let metrics = if layers.text("metrics.bind")? == Some("off") {
            None
        } else {
            Some(layers.parsed("metrics.bind", "\"off\", or an address and port like 127.0.0.1:7879", address)?)
        };
        let remote = layers.text("store")?.filter(|store| is_web(store)).map(str::to_owned);
        let remote = remote.map(|url| Remote::from(layers, &url)).transpose()?;
        Ok(Self {
            store: layers.path(if remote.is_some() { "remote.stage" } else { "store" }),
            remote,
            corpus: layers.path("corpus"),
            curation: layers.path("curation"),
            bind: layers.parsed("bind", ADDRESS, address)?,
            base: layers.optional("base", "an absolute IRI that ends in \"/\"", is_iri_of_folder)?,
            rules: layers.value("rules").texts.iter().map(PathBuf::from).collect(),
            queries: layers.value("queries").texts.iter().map(PathBuf::from).collect(),
            public_url: layers.optional("public-url", "an http or https URL that ends in \"/\"", |url| {
                is_iri_of_folder(url) && is_web(url) && !url.contains(['?', '#', '@'])
            })?,
            limits: Limits::from(layers)?,
            tokens,
            writes,
            write_bytes: layers.count("writes.body-bytes")?,
            connections: Connections::from(layers)?,
            metrics,
            metrics_asked: layers.value("metrics.bind").origin != layers::Origin::Default,
            log: Log {
                json: layers.parsed("log.format", "\"text\" or \"json\"", |format| match format {
                    "text" => Some(false),
                    "json" => Some(true),
                    _ => None,
                })?,
                slow: layers.seconds("log.slow")?,
                queries: layers.switch("log.queries")?,
            },
        })
    }
}

impl Remote {
    /// What the settings say of the server at a URL, which need not be the store.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn from(layers: &Layers, url: &str) -> Result<Self, ConfigError> {
        Ok(Self {
            url: url.to_owned(),
            profile: layers.text("remote.profile")?.filter(|profile| !profile.is_empty()).map(str::to_owned),
            credentials: match layers.list("remote.credentials")?.as_slice() {
                [] => None,
                [one] => Some((*one).to_owned()),
                ["Bearer", token] => Some(format!("Bearer {token}")),
                _ => {
                    let expected =
                        "one user:password without blanks and commas, or Bearer and a token; others go into a file";
                    let (name, origin) = ("remote.credentials", layers.value("remote.credentials").origin.to_string());
                    return Err(ConfigError::Value { name, value: "not shown".into(), origin, expected });
                }
            },
            credentials_file: layers
                .text("remote.credentials-file")?
                .filter(|file| !file.is_empty())
                .map(PathBuf::from),
            timeout: layers.some_seconds("remote.timeout")?,
            rows: match layers.text("remote.rows")? {
                None | Some("") => None,
                Some(_) => Some(layers.count("remote.rows")? as u64),
            },
        })
    }
}

impl Connections {
    fn from(layers: &Layers) -> Result<Self, ConfigError> {
        let proxies = layers.list("connections.trusted-proxies")?;
        let networks = proxies.into_iter().map(Network::parse).collect::<Option<_>>();
        Ok(Self {
            max: layers.count("connections.max")?,
            per_address: layers.count("connections.per-address")?,
            header_timeout: layers.some_seconds("connections.header-timeout")?,
            body_timeout: layers.some_seconds("connections.body-timeout")?,
            write_timeout: layers.some_seconds("connections.write-timeout")?,
            idle_timeout: layers.some_seconds("connections.idle-timeout")?,
            trusted_proxies: networks.ok_or_else(|| {
                layers.wrong("connections.trusted-proxies", "addresses or networks like 10.0.0.1 or 10.0.0.0/8")
            })?,
        })
    }
}

impl Layers {
    fn switch(&self, key: &'static str) -> Result<bool, ConfigError> {
        self.parsed(key, "true or false", |text| text.parse().ok())
    }

    fn number(&self, key: &'static str) -> Result<usize, ConfigError> {
        self.parsed(key, "a whole number", |text| text.parse().ok())
    }

    fn count(&self, key: &'static str) -> Result<usize, ConfigError> {
        self.parsed(key, "a whole number, 1 or more", |text| text.parse().ok().filter(|number| *number > 0))
    }

    fn seconds(&self, key: &'static str) -> Result<Duration, ConfigError> {
        self.parsed(key, "a number of seconds, at most a day", |text| seconds(text, 0.0))
    }

    fn some_seconds(&self, key: &'static str) -> Result<Duration, ConfigError> {
        self.parsed(key, "a number of seconds, from 0.01 to a day", |text| seconds(text, 0.01))
    }

    fn optional(
        &self,
        key: &'static str,
        expected: &'static str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, ConfigError> {
        match self.text(key)? {
            Some(text) if !fits(text) => Err(self.wrong(key, expected)),
            text => Ok(text.map(str::to_owned)),
        }
    }
}

fn seconds(text: &str, least: f64) -> Option<Duration> {
    let seconds = text.parse().ok().filter(|seconds| (least..=86_400.0).contains(seconds))?;
    Some(Duration::from_secs_f64(seconds))
}

impl Services {
    fn from(layers: &Layers) -> Result<Self, ConfigError> {
        let allow = layers.list("service.allow")?;
        if allow.iter().any(|url| !is_web(url) || oxigraph::model::NamedNode::new(*url).is_err()) {
            return Err(layers.wrong("service.allow", "http or https URLs"));
        }
        let private_hosts = layers.list("service.private-hosts")?;
        if private_hosts.iter().any(|host| host.contains(['/', '@', '?', '#', '*'])) {
            return Err(layers.wrong("service.private-hosts", "names or addresses of hosts, without ports and paths"));
        }
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        Ok(Self {
            allow: owned(allow),
            private_hosts: owned(private_hosts),
            timeout: layers.some_seconds("service.timeout")?,
            bytes: layers.count("service.bytes")? as u64,
        })
    }
}

fn is_web(url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

/// The address of a number or a name with a port. `localhost` has two addresses: people mean the older one.
fn address(bind: &str) -> Option<SocketAddr> {
    let addresses: Vec<SocketAddr> = bind.to_socket_addrs().ok()?.collect();
    addresses.iter().find(|address| address.is_ipv4()).or(addresses.first()).copied()
}

/// Whether an IRI can be a base: absolute, and ready for a path to be added.
fn is_iri_of_folder(base: &str) -> bool {
    base.ends_with('/') && oxigraph::model::NamedNode::new(base).is_ok()
}
