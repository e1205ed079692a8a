//! Gold: what a person found in a document. Files are checked when they are read, so that no figure rests on a typo.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::format::{
    Acronym, Act, Body, Contradiction, Count, Entry, GoldFile, Meeting, Organisation, ParticipantKind, Participation,
    Person, Pledge, Reference,
};
use super::names::Name;
use super::places::{Place, places};

/// Why gold cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// A folder or file cannot be read.
    #[error("gold {} cannot be read: {source}; `--gold` names a folder of JSON files, one per document", path.display())]
    Read {
        /// What should be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A folder without gold.
    #[error("{} has no gold file (*.json) in it", .0.display())]
    Empty(PathBuf),
    /// A mistake in a gold file.
    #[error("{}:{line}: {problem}", file.display())]
    Label {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Gold of a document that was not read.
    #[error(
        "{} labels document {id:?}, which is not among those read; name its folder by `--documents`, or take the file away",
        file.display()
    )]
    NoDocument {
        /// The file.
        file: PathBuf,
        /// Identifier of the document.
        id: String,
    },
    /// Gold of another text.
    #[error(
        "{} labels a text with sha256 {labelled}, but that of document {id:?} is {actual}; the text was changed after it was labelled",
        file.display()
    )]
    OtherText {
        /// The file.
        file: PathBuf,
        /// Identifier of the document.
        id: String,
        /// Checksum in the gold file.
        labelled: String,
        /// Checksum of the text.
        actual: String,
    },
}

/// A gold file, read but not yet compared with its text.
#[derive(Debug, Clone)]
pub struct Gold {
    /// Where it stands.
    pub file: PathBuf,
    /// Identifier of the document, as written.
    pub document: String,
    /// SHA-256 of the text that was labelled, where the file names it.
    pub sha256: Option<String>,
    json: String,
    labels: GoldFile,
}

impl Gold {
    /// All gold files of a folder (`*.json`, but not `figures.json`, which an evaluation writes), in the order of their
    /// names.
    ///
    /// # Errors
    /// The first file that cannot be read or has a mistake, with the line.
    pub fn read_folder(folder: &Path) -> Result<Vec<Self>, GoldError> {
        let failed = |path: &Path, source| GoldError::Read { path: path.to_owned(), source };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
            let path = entry.map_err(|error| failed(folder, error))?.path();
            let is_gold = path.extension().is_some_and(|end| end == "json")
                && path.file_name().is_some_and(|name| name != super::FIGURES);
            if is_gold {
                files.push(path);
            }
        }
        files.sort();
        if files.is_empty() {
            return Err(GoldError::Empty(folder.to_owned()));
        }
        let read = |path: PathBuf| {
            let json = std::fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
            Self::parse(path, json)
        };
        files.into_iter().map(read).collect()
    }

    /// Gold from the text of its file.
    ///
    /// # Errors
    /// What is no JSON, an unknown key, a word that is not in its vocabulary: with line and key.
    pub fn parse(file: PathBuf, json: String) -> Result<Self, GoldError> {
        let labels: GoldFile = serde_json::from_str(&json).map_err(|error| {
            let place = format!(" at line {} column {}", error.line(), error.column());
            let message = error.to_string();
            let message = message.strip_suffix(&place).unwrap_or(&message);
            let problem = match key_before(&json, error.line(), error.column()) {
                Some(key) if !message.contains(&format!("`{key}`")) => format!("key `{key}`: {message}"),
                _ => message.to_owned(),
            };
            GoldError::Label { file: file.clone(), line: error.line(), problem }
        })?;
        let gold = Self { document: labels.document.clone(), sha256: labels.sha256.clone(), file, json, labels };
        gold.check()?;
        Ok(gold)
    }

    /// What the entries say of each other.
    fn check(&self) -> Result<(), GoldError> {
        let mut labels = BTreeSet::new();
        for meeting in &self.labels.meetings {
            if meeting.label.is_empty() || !labels.insert(meeting.label.as_str()) {
                return Err(
                    self.wrong(&meeting.label, format!("key `label`: {:?} names no or two meetings", meeting.label))
                );
            }
            for date in [&meeting.start, &meeting.end].into_iter().flatten() {
                if !is_date(date) {
                    return Err(self.wrong(date, format!("date {date:?} is not YYYY, YYYY-MM or YYYY-MM-DD")));
                }
            }
        }
        for entry in &self.labels.participations {
            if !labels.contains(entry.meeting.as_str()) {
                return Err(
                    self.wrong(&entry.meeting, format!("key `meeting`: no meeting is labelled {:?}", entry.meeting))
                );
            }
            let is_code = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
            if entry.participant_kind == Some(ParticipantKind::State) && !entry.code.as_ref().is_some_and(is_code) {
                let who = &entry.participant;
                return Err(self.wrong(who, format!("key `code`: state {who:?} needs its ISO 3166-1 alpha-2 code")));
            }
        }
        for entry in self.labels.counts.iter().flatten() {
            if !labels.contains(entry.meeting.as_str()) {
                return Err(
                    self.wrong(&entry.meeting, format!("key `meeting`: no meeting is labelled {:?}", entry.meeting))
                );
            }
        }
        Ok(())
    }

    /// A mistake, in the first line that holds the value.
    fn wrong(&self, value: &str, problem: String) -> GoldError {
        let literal = serde_json::to_string(value).unwrap_or_default();
        let at = self.json.find(&literal).or_else(|| self.json.find(value)).unwrap_or(0);
        let line = self.json[..at].matches('\n').count() + 1;
        GoldError::Label { file: self.file.clone(), line, problem }
    }

    /// The labels with their places in the text.
    ///
    /// # Errors
    /// A quotation that is not in the text, or a range that does not lie in it.
    pub(super) fn labels(&self, text: &str) -> Result<Labels, GoldError> {
        let gold = &self.labels;
        for statement in gold.contradictions.iter().flat_map(|entry| &entry.statements) {
            let value = statement.quote.as_deref().unwrap_or(&statement.value);
            places(statement.quote.as_deref(), statement.span, text).map_err(|problem| self.wrong(value, problem))?;
        }
        Ok(Labels {
            meetings: self.bind(&gold.meetings, text)?,
            participations: self.bind(&gold.participations, text)?,
            persons: self.bind(&gold.persons, text)?,
            organisations: self.bind(&gold.organisations, text)?,
            acronyms: self.bind(&gold.acronyms, text)?,
            bodies: self.bind(&gold.bodies, text)?,
            acts: self.bind(&gold.mandates, text)?,
            pledges: self.bind(&gold.pledges, text)?,
            counts: gold.counts.as_ref().map(|counts| self.bind(counts, text)).transpose()?,
            references: self.bind(&gold.references, text)?,
            contradictions: self.bind(&gold.contradictions, text)?,
        })
    }

    fn bind<E: Entry + Clone>(&self, entries: &[E], text: &str) -> Result<Vec<Label<E>>, GoldError> {
        let one = |entry: &E| {
            let common = entry.common();
            let place = places(common.quote, common.span, text).map_err(|problem| {
                let value = common.quote.map(str::to_owned).unwrap_or_else(|| format!("{:?}", common.span));
                self.wrong(&value, problem)
            })?;
            let note = common.note.unwrap_or_default();
            Ok(Label {
                optional: common.optional,
                words: Name::new(&place.quote),
                at: place,
                as_good: as_good(note),
                entry: entry.clone(),
            })
        };
        entries.iter().map(one).collect()
    }
}

/// A label with its places in the text.
#[derive(Debug, Clone)]
pub(super) struct Label<E> {
    /// A careful reader may leave it out: counted neither as missed nor as false.
    pub(super) optional: bool,
    pub(super) at: Place,
    /// The words quoted.
    pub(super) words: Name,
    /// Values that the note calls as good.
    pub(super) as_good: BTreeSet<String>,
    pub(super) entry: E,
}

impl<E> std::ops::Deref for Label<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.entry
    }
}

/// All labels of one document.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    pub(super) meetings: Vec<Label<Meeting>>,
    pub(super) participations: Vec<Label<Participation>>,
    pub(super) persons: Vec<Label<Person>>,
    pub(super) organisations: Vec<Label<Organisation>>,
    pub(super) acronyms: Vec<Label<Acronym>>,
    pub(super) bodies: Vec<Label<Body>>,
    pub(super) acts: Vec<Label<Act>>,
    pub(super) pledges: Vec<Label<Pledge>>,
    pub(super) counts: Option<Vec<Label<Count>>>,
    pub(super) references: Vec<Label<Reference>>,
    pub(super) contradictions: Vec<Label<Contradiction>>,
}

/// The words before each "is as good" of a note.
fn as_good(note: &str) -> BTreeSet<String> {
    let before: Vec<&str> = note.split(" is as good").collect();
    let word = |text: &&str| {
        let end = |c: char| !(c.is_alphanumeric() || c == '-' || c == '_');
        text.rsplit(end).next().filter(|word| !word.is_empty()).map(str::to_owned)
    };
    before[..before.len() - 1].iter().filter_map(word).collect()
}

/// The key whose value stands at or ends before a place in JSON.
fn key_before(json: &str, line: usize, column: usize) -> Option<&str> {
    let start: usize = json.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let end = json[start..].find('\n').map_or(json.len(), |length| start + length);
    let mut at = (start + column).min(end);
    while !json.is_char_boundary(at) {
        at += 1;
    }
    let key = json[start..at].rsplit("\":").nth(1)?.rsplit('"').next()?;
    (!key.is_empty()).then_some(key)
}

fn is_date(text: &str) -> bool {
    let is_number = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    parts.next().is_some_and(|year| is_number(year, 4)) && parts.clone().count() < 3 && parts.all(|p| is_number(p, 2))
}
