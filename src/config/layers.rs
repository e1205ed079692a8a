//! The places from which settings come, one over the other, and where each value came from.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::setting::{Kind, SETTINGS, Setting, find, nearest};

/// Name of the settings file, looked for in the working directory.
pub const FILE: &str = "rapporteur.toml";

/// What the command line says: another settings file, and single settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// Another file than `rapporteur.toml`; this one must be there.
    pub file: Option<PathBuf>,
    /// Keys with values; the later one of a key holds.
    pub settings: Vec<(String, OsString)>,
}

impl Flags {
    /// Sets a setting by its key, if there is a value.
    pub fn set(&mut self, key: impl Into<String>, value: Option<impl Into<OsString>>) {
        self.settings.extend(value.map(|value| (key.into(), value.into())));
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    File { file: PathBuf, line: usize },
    Variable(String),
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { file, line } => write!(f, "{}:{line}", file.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// A value before anybody asked what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) texts: Vec<OsString>,
    pub(super) origin: Origin,
}

/// The value that holds for each setting: flags, then the environment, then the file, then defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers(BTreeMap<&'static str, Value>);

impl Layers {
    /// Looks into all places.
    ///
    /// # Errors
    /// A file that cannot be read or parsed, a key that is no setting, a secret on the command line.
    pub fn read(flags: &Flags) -> Result<Self, ConfigError> {
        Self::from(flags, |name| std::env::var_os(name))
    }

    /// What holds where nobody says anything.
    pub(super) fn defaults() -> Self {
        let defaults = SETTINGS.iter().map(|setting| {
            let texts = split(setting.kind, OsStr::new(setting.default));
            (setting.key, Value { texts, origin: Origin::Default })
        });
        Self(defaults.collect())
    }

    pub(super) fn from(flags: &Flags, variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let mut layers = Self::defaults();
        let named = flags.file.clone().or_else(|| variable("RAPPORTEUR_CONFIG").map(PathBuf::from));
        layers.file(named.as_deref().unwrap_or(Path::new(FILE)), named.is_some())?;
        for setting in SETTINGS {
            let name = setting.variable();
            let Some(text) = variable(&name) else { continue };
            let texts = split(setting.kind, &text);
            // An empty variable sets a list to nothing and says nothing of anything else.
            if !texts.is_empty() || setting.kind.is_list() {
                layers.0.insert(setting.key, Value { texts, origin: Origin::Variable(name) });
            }
        }
        for (key, text) in &flags.settings {
            let setting = find(key).ok_or_else(|| unknown("the command line".into(), key))?;
            if setting.kind == Kind::Secrets {
                let reason =
                    format!("{key} is a secret, and others see command lines: use a file or {}", setting.variable());
                return Err(ConfigError::File { place: "the command line".into(), reason });
            }
            layers.0.insert(setting.key, Value { texts: split(setting.kind, text), origin: Origin::Flag });
        }
        Ok(layers)
    }

    fn file(&mut self, file: &Path, must_be: bool) -> Result<(), ConfigError> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_be => return Ok(()),
            Err(error) => {
                return Err(ConfigError::File { place: file.display().to_string(), reason: error.to_string() });
            }
        };
        let line = |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let wrong = |at: usize, reason: &str| ConfigError::File {
            place: format!("{}:{}", file.display(), line(at)),
            reason: reason.to_owned(),
        };
        let table =
            DeTable::parse(&text).map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message()))?;
        let mut open: Vec<(String, &DeTable<'_>)> = vec![(String::new(), table.get_ref())];
        while let Some((prefix, table)) = open.pop() {
            for (name, value) in table {
                let key = format!("{prefix}{}", name.get_ref());
                let at = name.span().start;
                if let Some(setting) = find(&key) {
                    let texts = texts(setting, value).map_err(|reason| wrong(at, &reason))?;
                    let origin = Origin::File { file: file.to_owned(), line: line(at) };
                    self.0.insert(setting.key, Value { texts, origin });
                    continue;
                }
                match value.get_ref() {
                    DeValue::Table(inner) if SETTINGS.iter().any(|s| s.key.starts_with(&format!("{key}."))) => {
                        open.push((format!("{key}."), inner));
                    }
                    _ => return Err(unknown(format!("{}:{}", file.display(), line(at)), &key)),
                }
            }
        }
        Ok(())
    }

    pub(super) fn value(&self, key: &'static str) -> &Value {
        &self.0[key]
    }

    /// The text of a setting, if it is set.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<&str>, ConfigError> {
        let Some(text) = self.value(key).texts.first() else { return Ok(None) };
        text.to_str().map(Some).ok_or_else(|| self.wrong(key, "text in UTF-8"))
    }

    /// The path of a setting.
    pub(super) fn path(&self, key: &'static str) -> PathBuf {
        self.value(key).texts.first().map(PathBuf::from).unwrap_or_default()
    }

    /// All texts of a list.
    pub(super) fn list(&self, key: &'static str) -> Result<Vec<&str>, ConfigError> {
        let texts = self.value(key).texts.iter();
        texts.map(|text| text.to_str().ok_or_else(|| self.wrong(key, "text in UTF-8"))).collect()
    }

    /// What a setting means, or that it must be what is expected.
    pub(super) fn parsed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        self.text(key)?.and_then(parse).ok_or_else(|| self.wrong(key, expected))
    }

    pub(super) fn wrong(&self, name: &'static str, expected: &'static str) -> ConfigError {
        let Value { texts, origin } = self.value(name);
        let value = texts.iter().map(|text| text.to_string_lossy()).collect::<Vec<_>>().join(", ");
        ConfigError::Value { name, value, origin: origin.to_string(), expected }
    }
}

impl Kind {
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Folders | Self::Secrets)
    }
}

fn unknown(place: String, key: &str) -> ConfigError {
    let hint = nearest(key, SETTINGS.iter().map(|setting| setting.key));
    let hint =
        hint.map_or_else(|| "`rapporteur config show` lists all".into(), |near| format!("did you mean `{near}`?"));
    ConfigError::File { place, reason: format!("unknown setting `{key}`; {hint}") }
}

/// The texts of a variable or a flag.
fn split(kind: Kind, text: &OsStr) -> Vec<OsString> {
    match kind {
        _ if text.is_empty() => Vec::new(),
        Kind::Text | Kind::Bare => vec![text.to_owned()],
        Kind::Folders => std::env::split_paths(text).map(PathBuf::into_os_string).filter(|p| !p.is_empty()).collect(),
        Kind::List | Kind::Secrets => match text.to_str() {
            Some(text) => {
                text.split([',', ' ', '\n']).map(str::trim).filter(|t| !t.is_empty()).map(Into::into).collect()
            }
            None => vec![text.to_owned()],
        },
    }
}

/// The texts of a value in a file; a number or a switch may be quoted, a list may be a single text.
fn texts(setting: &Setting, value: &Spanned<DeValue<'_>>) -> Result<Vec<OsString>, String> {
    let one = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Ok(OsString::from(text.as_ref())),
        DeValue::Integer(number) if setting.kind == Kind::Bare && number.radix() == 10 => Ok(number.as_str().into()),
        DeValue::Float(number) if setting.kind == Kind::Bare => Ok(number.as_str().into()),
        DeValue::Boolean(switch) if setting.kind == Kind::Bare => Ok(switch.to_string().into()),
        other => Err(format!("{} must be {}, not {}", setting.key, setting.kind.name(), other.type_str())),
    };
    match value.get_ref() {
        DeValue::Array(values) if setting.kind.is_list() => values.iter().map(|value| one(value.get_ref())).collect(),
        value => one(value).map(|text| vec![text]),
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Bare => "a number, or true or false",
            Self::List | Self::Folders | Self::Secrets => "a list of texts",
        }
    }
}
