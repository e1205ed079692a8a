//! Settings: defaults, then `rapporteur.toml`, then the environment (`RAPPORTEUR_STORE` …), then flags.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Name of the settings file, looked for in the working directory.
pub const FILE: &str = "rapporteur.toml";

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The settings file cannot be read or is wrong.
    #[error("{place}: {reason}")]
    File {
        /// File and line.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A value is none that fits.
    #[error("{name} is {value:?}; it must be {expected}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What it is.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
}

/// Settings from one place; what is not set there is left to the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folder of the store.
    pub store: Option<PathBuf>,
    /// The manifest.
    pub corpus: Option<PathBuf>,
    /// Human decisions.
    pub curation: Option<PathBuf>,
    /// Address to serve on.
    pub bind: Option<String>,
    /// Base IRI; beats the manifest's.
    pub base: Option<String>,
    /// Folders with rule packs of one's own.
    pub rules: Option<Vec<PathBuf>>,
}

/// Validated settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Folder of the store.
    pub store: PathBuf,
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
}

impl Config {
    /// The settings that hold: flags, then the environment, then the file in the working directory, then defaults.
    pub fn load(flags: Settings) -> Result<Self, ConfigError> {
        Self::from(flags, |name| std::env::var(name).ok(), Path::new(FILE))
    }

    fn from(flags: Settings, variable: impl Fn(&str) -> Option<String>, file: &Path) -> Result<Self, ConfigError> {
        let file = match std::fs::read_to_string(file) {
            Ok(text) => parse(&text, file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(error) => {
                return Err(ConfigError::File { place: file.display().to_string(), reason: error.to_string() });
            }
        };
        let path = |flag: Option<PathBuf>, name: &str, file: Option<PathBuf>, default: &str| {
            flag.or_else(|| variable(name).map(PathBuf::from)).or(file).unwrap_or_else(|| default.into())
        };
        let bind =
            flags.bind.or_else(|| variable("RAPPORTEUR_BIND")).or(file.bind).unwrap_or_else(|| "127.0.0.1:7878".into());
        let base = flags.base.or_else(|| variable("RAPPORTEUR_BASE")).or(file.base);
        if let Some(base) = base.as_ref().filter(|base| !is_base(base)) {
            return Err(ConfigError::Value {
                name: "base",
                value: base.clone(),
                expected: "an absolute IRI that ends in \"/\"",
            });
        }
        Ok(Self {
            store: path(flags.store, "RAPPORTEUR_STORE", file.store, "store"),
            corpus: path(flags.corpus, "RAPPORTEUR_CORPUS", file.corpus, "data/corpus.toml"),
            curation: path(flags.curation, "RAPPORTEUR_CURATION", file.curation, "data/curation.toml"),
            bind: address(&bind).ok_or(ConfigError::Value {
                name: "bind",
                value: bind,
                expected: "an address and port like 127.0.0.1:7878 or localhost:7878",
            })?,
            base,
            rules: flags.rules.or_else(|| folders(&variable("RAPPORTEUR_RULES")?)).or(file.rules).unwrap_or_default(),
        })
    }
}

/// Folders in one variable, separated as in `PATH`.
fn folders(value: &str) -> Option<Vec<PathBuf>> {
    Some(std::env::split_paths(value).filter(|path| !path.as_os_str().is_empty()).collect())
}

/// The address of a number or a name with a port. `localhost` has two addresses: people mean the older one.
fn address(bind: &str) -> Option<SocketAddr> {
    let addresses: Vec<SocketAddr> = bind.to_socket_addrs().ok()?.collect();
    addresses.iter().find(|address| address.is_ipv4()).or(addresses.first()).copied()
}

/// Whether an IRI can be a base: absolute, and ready for a path to be added.
fn is_base(base: &str) -> bool {
    base.ends_with('/') && oxigraph::model::NamedNode::new(base).is_ok()
}

fn parse(text: &str, file: &Path) -> Result<Settings, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1;
        ConfigError::File { place: format!("{}:{line}", file.display()), reason: error.message().to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_beat_the_environment_which_beats_the_file_which_beats_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        std::fs::write(&file, "store = \"from-file\"\ncorpus = \"from-file\"\nbind = \"127.0.0.1:1\"\n").unwrap();
        let flags = Settings { store: Some("from-flag".into()), ..Settings::default() };
        let variable = |name: &str| {
            (name != "RAPPORTEUR_BASE" && name != "RAPPORTEUR_BIND" && name != "RAPPORTEUR_CURATION")
                .then(|| if name == "RAPPORTEUR_RULES" { "one:two".into() } else { "from-variable".into() })
        };
        let config = Config::from(flags, variable, &file).unwrap();
        assert_eq!(config.store, Path::new("from-flag"));
        assert_eq!(config.corpus, Path::new("from-variable"));
        assert_eq!(config.bind.port(), 1);
        assert_eq!(config.curation, Path::new("data/curation.toml"));
        assert_eq!(config.rules, [Path::new("one"), Path::new("two")]);
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        std::fs::write(&file, "store = \"a\"\ncolour = 1\n").unwrap();
        let error = Config::from(Settings::default(), |_| None, &file).unwrap_err().to_string();
        assert!(error.contains("rapporteur.toml:2: unknown field `colour`"), "{error}");
        let flags = Settings { base: Some("no iri/".into()), ..Settings::default() };
        assert!(
            Config::from(flags, |_| None, &folder.path().join("none")).unwrap_err().to_string().contains("\"no iri/\"")
        );
    }

    #[test]
    fn an_address_to_serve_on_may_be_a_name() {
        assert_eq!(address("localhost:80"), Some(([127, 0, 0, 1], 80).into()));
        assert_eq!(address("[::1]:80").map(|address| address.port()), Some(80));
        for wrong in ["7878", "localhost", ":", "127.0.0.1:99999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
