//! Rule packs as they lie in folders: `pack.toml`, `lexicon/*.toml`, `rules/*.toml`, `names/*.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

/// What is wrong with a rule pack.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// A file or folder cannot be read.
    #[error("cannot read rule pack {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A folder holds no pack.
    #[error("no rule pack in {0}: expected a file pack.toml in it or in a folder below it")]
    Missing(PathBuf),
    /// A file is not TOML, or says something that packs cannot say.
    #[error("{file}:{line}: {message}")]
    File {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// A rule is wrong.
    #[error("{file}:{line}: rule {rule}: {message}")]
    Rule {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Identifier of the rule.
        rule: String,
        /// What is wrong and what to do.
        message: String,
    },
}

/// The packs in `data/rules`, as they were when the program was built.
#[derive(RustEmbed)]
#[folder = "data/rules"]
#[include = "*.toml"]
#[include = "*.tsv"]
struct Shipped;

/// One file of a pack.
#[derive(Debug, Clone)]
pub(super) struct PackFile {
    /// Path within the pack, with `/`.
    pub(super) path: String,
    /// How messages name it.
    pub(super) label: String,
    pub(super) content: String,
}

impl PackFile {
    /// Line of a byte, counted from 1.
    pub(super) fn line(&self, byte: usize) -> usize {
        1 + self.content.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count()
    }

    /// An error at a byte of the file.
    pub(super) fn error(&self, byte: usize, message: impl Into<String>) -> PackError {
        PackError::File { file: self.label.clone(), line: self.line(byte), message: message.into() }
    }

    /// Reads the file as TOML.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, PackError> {
        toml::from_str(&self.content)
            .map_err(|error| self.error(error.span().map_or(0, |span| span.start), error.message()))
    }
}

/// A pack: its head and its files, sorted by path.
#[derive(Debug, Clone)]
pub(super) struct Pack {
    pub(super) head: Head,
    pub(super) files: Vec<PackFile>,
}

/// `pack.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) name: String,
    #[serde(default)]
    pub(super) extends: Vec<Spanned<String>>,
    /// Slugs of the processes to whose documents alone the pack applies; if there is none, it applies to all.
    #[serde(default)]
    pub(super) processes: Vec<String>,
    /// For readers of the file.
    #[serde(default, rename = "description")]
    _description: String,
}

/// `lexicon/*.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconFile {
    /// Lexicon → concept → surface forms.
    #[serde(default)]
    pub(super) lexicon: BTreeMap<String, BTreeMap<String, Vec<Spanned<String>>>>,
    /// Lexicon → lexicons of which it holds all entries.
    #[serde(default)]
    pub(super) union: BTreeMap<String, Vec<Spanned<String>>>,
}

/// `rules/*.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// Names known to the tests of this file: kind → names.
    #[serde(default)]
    pub(super) names: TestNames,
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<RawRule>,
}

/// Known names for the tests of a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TestNames {
    pub(super) state: Vec<String>,
    pub(super) organisation: Vec<String>,
    pub(super) place: Vec<String>,
    pub(super) demonym: Vec<String>,
}

/// One `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) id: Spanned<String>,
    pub(super) phase: String,
    #[serde(default)]
    pub(super) priority: i32,
    /// What the line that leads items in must match; phase `block` only.
    pub(super) head: Option<Spanned<String>>,
    pub(super) pattern: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) patterns: Vec<Spanned<String>>,
    pub(super) not_before: Option<Spanned<String>>,
    pub(super) not_after: Option<Spanned<String>>,
    pub(super) emit: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) test: Vec<RawTest>,
    /// For readers of the file.
    #[serde(default, rename = "comment")]
    _comment: String,
}

/// One inline test of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTest {
    pub(super) text: Spanned<String>,
    /// The matches of the rule in order: capture → what it holds.
    pub(super) want: Vec<BTreeMap<String, Want>>,
}

/// What a test wants of a capture: its text, or `{ text = …, concept = … }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Want {
    Text(String),
    Parts(WantParts),
}

/// Text and concept wanted of a capture.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantParts {
    pub(super) text: Option<String>,
    pub(super) concept: Option<String>,
}

/// The packs built into the program.
pub(super) fn shipped() -> Result<Vec<Pack>, PackError> {
    let mut packs: BTreeMap<String, Vec<PackFile>> = BTreeMap::new();
    for path in Shipped::iter() {
        let Some((pack, inner)) = path.split_once('/') else { continue };
        let Some(file) = Shipped::get(&path) else { continue };
        let content = String::from_utf8_lossy(&file.data).into_owned();
        let file = PackFile { path: inner.to_owned(), label: format!("data/rules/{path}"), content };
        packs.entry(pack.to_owned()).or_default().push(file);
    }
    packs.into_values().map(pack).collect()
}

/// The packs in a folder: the folder itself, or every folder in it that has a `pack.toml`.
pub(super) fn in_folder(folder: &Path) -> Result<Vec<Pack>, PackError> {
    let folders = match folder.join("pack.toml").is_file() {
        true => vec![folder.to_owned()],
        false => list(folder)?.into_iter().filter(|path| path.join("pack.toml").is_file()).collect(),
    };
    if folders.is_empty() {
        return Err(PackError::Missing(folder.to_owned()));
    }
    folders.iter().map(|folder| pack(files(folder)?)).collect()
}

/// The folders of a pack and what is read in each; of `gold` nothing is.
const PARTS: [(&str, &str); 4] = [("lexicon", "toml"), ("rules", "toml"), ("names", "tsv"), ("gold", "")];

/// The tables of names that a pack may bring.
const TABLES: [&str; 3] = ["organisations.tsv", "places.tsv", "state_names.tsv"];

fn files(folder: &Path) -> Result<Vec<PackFile>, PackError> {
    let mut paths = vec![("pack.toml".to_owned(), folder.join("pack.toml"))];
    for part in list(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((_, extension)) = PARTS.iter().find(|(known, _)| *known == name) else {
            if name.starts_with('.') {
                continue;
            }
            let message = format!("a pack has the folders {}, not `{name}`", PARTS.map(|part| part.0).join(", "));
            let file = folder.join("pack.toml").display().to_string();
            return Err(PackError::File { file, line: 1, message });
        };
        for path in list(&part)?.into_iter().filter(|path| path.extension().is_some_and(|found| found == *extension)) {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == "names" && !TABLES.contains(&file.as_str()) {
                let message = format!("no such table of names; there are {}", TABLES.join(", "));
                return Err(PackError::File { file: path.display().to_string(), line: 1, message });
            }
            paths.push((format!("{name}/{file}"), path));
        }
    }
    let read = |(path, full): (String, PathBuf)| match std::fs::read_to_string(&full) {
        Ok(content) => Ok(PackFile { path, label: full.display().to_string(), content }),
        Err(source) => Err(PackError::Read { path: full, source }),
    };
    paths.into_iter().map(read).collect()
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, PackError> {
    let failed = |source| PackError::Read { path: folder.to_owned(), source };
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}

/// A pack from its files.
pub(super) fn pack(mut files: Vec<PackFile>) -> Result<Pack, PackError> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    match files.iter().find(|file| file.path == "pack.toml") {
        Some(head) => Ok(Pack { head: head.read()?, files }),
        None => {
            let label = files.first().map_or("", |file| file.label.as_str());
            Err(PackError::Missing(Path::new(label).parent().unwrap_or(Path::new("")).to_owned()))
        }
    }
}

/// Packs in an order in which each stands behind those that it extends; of two with one name the later replaces the
/// earlier.
pub(super) fn in_order(packs: Vec<Pack>) -> Result<Vec<Pack>, PackError> {
    let mut waiting: Vec<Pack> = Vec::new();
    for pack in packs {
        match waiting.iter_mut().find(|known| known.head.name == pack.head.name) {
            Some(known) => *known = pack,
            None => waiting.push(pack),
        }
    }
    let names: BTreeSet<String> = waiting.iter().map(|pack| pack.head.name.clone()).collect();
    let mut ordered: Vec<Pack> = Vec::new();
    while !waiting.is_empty() {
        let loaded = |name: &str| ordered.iter().any(|pack| pack.head.name == name);
        let ready = waiting.iter().position(|pack| pack.head.extends.iter().all(|name| loaded(name.get_ref())));
        if let Some(index) = ready {
            ordered.push(waiting.remove(index));
            continue;
        }
        let pack = &waiting[0];
        let missing = pack.head.extends.iter().find(|name| !names.contains(name.get_ref()));
        let (at, message) = match missing {
            Some(name) => (name.span().start, format!("extends `{}`, but there is no such pack", name.get_ref())),
            None => (0, format!("pack `{}` extends itself by way of another pack", pack.head.name)),
        };
        let head = pack.files.iter().find(|file| file.path == "pack.toml");
        return Err(head.map_or_else(|| PackError::Missing(PathBuf::from(&pack.head.name)), |h| h.error(at, message)));
    }
    Ok(ordered)
}
