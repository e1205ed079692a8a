//! Shards as a build takes them: a corpus whose documents were read already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use sha2::{Digest, Sha256};

use super::{FORMAT, FileSum, Line, MadeBy, Part, Receipt, Shard, ShardError};
use crate::corpus::{Content, Corpus, Problem, Source};
use crate::pipeline::run::DocumentGraph;

/// A folder with all shards of a corpus, each file compared with its receipt. What documents say stays in the files
/// until it is asked for.
pub struct Shards {
    folder: PathBuf,
    open: Vec<Open>,
    /// Where the line of each document stands.
    lines: BTreeMap<String, (usize, Part)>,
    /// The documents, as a build takes them.
    pub corpus: Corpus,
    first: Receipt,
}

/// The files of one shard.
struct Open {
    nq: File,
    files: File,
    jsonl: File,
}

impl Shards {
    /// Opens a folder that [`extract_shard`](super::extract_shard) wrote.
    ///
    /// # Errors
    /// A shard is missing, was made of another manifest or by another program than the rest, or a file is not what its
    /// receipt says.
    pub fn open(folder: &Path) -> Result<Self, ShardError> {
        let receipts = receipts(folder)?;
        let first = receipts[0].clone();
        let mut shards = Self {
            folder: folder.to_owned(),
            open: Vec::new(),
            lines: BTreeMap::new(),
            corpus: Corpus::default(),
            first,
        };
        for receipt in &receipts {
            shards.take(receipt)?;
        }
        shards.corpus.base = Some(shards.first.base.clone());
        shards.corpus.licence = shards.first.licence.clone();
        shards.corpus.sources.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(shards)
    }

    /// Base IRI of everything minted.
    pub fn base(&self) -> &str {
        &self.first.base
    }

    /// SHA-256 of the manifest of which they were made.
    pub fn manifest(&self) -> &str {
        &self.first.manifest
    }

    /// How many shards there are.
    pub fn of(&self) -> u32 {
        self.first.of
    }

    /// Refuses shards that were made with other means than those that are here.
    pub(in crate::pipeline) fn must_be_made_by(&self, here: &MadeBy) -> Result<(), ShardError> {
        self.first.made_by.differs(here).map_or(Ok(()), |what| Err(ShardError::Other(what)))
    }

    /// Refuses a document that was read with other decisions of people about it.
    pub(in crate::pipeline) fn must_follow_from(&self, id: &str, inputs: &str) -> Result<(), ShardError> {
        match self.line(id)?.record.inputs == inputs {
            true => Ok(()),
            false => Err(ShardError::Other(format!("other human decisions, or other metadata, about document {id}"))),
        }
    }

    fn take(&mut self, receipt: &Receipt) -> Result<(), ShardError> {
        let stem = Shard { number: receipt.shard, of: receipt.of }.stem();
        let path = |extension: &str| self.folder.join(format!("{stem}.{extension}"));
        for (extension, sum) in [("nq", &receipt.nq), ("files", &receipt.files), ("jsonl", &receipt.jsonl)] {
            compare(&path(extension), sum)?;
        }
        let open = |path: PathBuf| File::open(&path).map_err(ShardError::io(&path));
        let jsonl = path("jsonl");
        let shard = self.open.len();
        self.open.push(Open { nq: open(path("nq"))?, files: open(path("files"))?, jsonl: open(path("jsonl"))? });
        let (mut at, mut text) = (0u64, Vec::new());
        let mut lines = BufReader::new(File::open(&jsonl).map_err(ShardError::io(&jsonl))?);
        loop {
            text.clear();
            let bytes = lines.read_until(b'\n', &mut text).map_err(ShardError::io(&jsonl))? as u64;
            if bytes == 0 {
                break;
            }
            let line: Line = serde_json::from_slice(&text).map_err(|error| ShardError::damaged(&jsonl, error))?;
            if self.lines.insert(line.id.clone(), (shard, Part { at, bytes })).is_some() {
                return Err(ShardError::damaged(&jsonl, format_args!("document {} is in two shards", line.id)));
            }
            at += bytes;
            self.corpus.sources.push(source(line));
        }
        let failed = receipt.failed.iter().cloned();
        self.corpus.problems.extend(failed.map(|failed| Problem {
            id: failed.id,
            place: failed.place,
            reason: failed.reason,
        }));
        Ok(())
    }

    fn line(&self, id: &str) -> Result<Line, ShardError> {
        let missing = || ShardError::damaged(&self.folder, format_args!("no document {id}"));
        let (shard, part) = self.lines.get(id).ok_or_else(missing)?;
        let bytes = self.read(&self.open[*shard].jsonl, *part)?;
        serde_json::from_slice(&bytes).map_err(|error| ShardError::damaged(&self.folder, error))
    }

    fn read(&self, file: &File, part: Part) -> Result<Vec<u8>, ShardError> {
        let mut bytes = vec![0; usize::try_from(part.bytes).unwrap_or(usize::MAX)];
        file.read_exact_at(&mut bytes, part.at).map_err(ShardError::io(&self.folder))?;
        Ok(bytes)
    }

    fn files_of(&self, id: &str) -> Option<&Open> {
        self.lines.get(id).map(|(shard, _)| &self.open[*shard])
    }

    /// What a document says, as it was read when its shard was extracted.
    pub(in crate::pipeline) fn document(&self, source: &Source) -> Result<DocumentGraph, ShardError> {
        let line = self.line(&source.id)?;
        let Some(open) = self.files_of(&source.id) else { return Err(ShardError::damaged(&self.folder, "no file")) };
        let lines = self.read(&open.nq, line.nq)?;
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&lines);
        let quads = quads.collect::<Result<_, _>>().map_err(|error| ShardError::damaged(&self.folder, error))?;
        let text = String::from_utf8(self.read(&open.files, line.text)?);
        let text = text.map_err(|error| ShardError::damaged(&self.folder, error))?;
        let (notes, sha256, original) = (line.record.notes, line.record.sha256, line.record.original);
        Ok(DocumentGraph { quads, notes, text, sha256, original })
    }

    /// The file of a document as received, where it is not the text itself.
    pub(in crate::pipeline) fn received(&self, source: &Source) -> Result<Vec<u8>, ShardError> {
        let part = self.line(&source.id)?.original;
        match (part, self.files_of(&source.id)) {
            (Some(part), Some(open)) => self.read(&open.files, part),
            _ => Err(ShardError::damaged(&self.folder, format_args!("no file of document {}", source.id))),
        }
    }
}

/// A document, as the manifest told of it. Its bytes are asked of the shards, never of its path.
fn source(line: Line) -> Source {
    let sha256 = line.record.received().to_owned();
    let record = line.record;
    Source {
        id: line.id,
        path: PathBuf::from(record.file),
        title: record.title,
        date: record.date,
        language: record.language,
        url: record.url,
        licence: record.licence,
        series: line.series,
        sha256,
        format: line.format,
        content: Content::InFile(usize::try_from(line.size).unwrap_or(usize::MAX)),
    }
}

/// The receipts in a folder, one for each shard, in order.
fn receipts(folder: &Path) -> Result<Vec<Receipt>, ShardError> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(ShardError::io(folder))? {
        let path = entry.map_err(ShardError::io(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.starts_with("part-") || !name.ends_with(".json") {
            continue;
        }
        let text = std::fs::read(&path).map_err(ShardError::io(&path))?;
        let receipt: Receipt = serde_json::from_slice(&text).map_err(|error| ShardError::damaged(&path, error))?;
        if receipt.format != FORMAT {
            let reason = format!("is of form {}, and this program reads form {FORMAT}", receipt.format);
            return Err(ShardError::damaged(&path, reason));
        }
        found.insert((receipt.of, receipt.shard), receipt);
    }
    let folder = folder.display().to_string();
    let sizes: BTreeSet<u32> = found.keys().map(|(of, _)| *of).collect();
    let mut sizes = sizes.into_iter();
    let Some(of) = sizes.next() else { return Err(ShardError::Nothing(folder)) };
    if let Some(other) = sizes.next() {
        return Err(ShardError::Mixed { folder, what: format!("some are of {of} shards, some of {other}") });
    }
    let missing: Vec<u32> = (1..=of).filter(|shard| !found.contains_key(&(of, *shard))).collect();
    if !missing.is_empty() {
        return Err(ShardError::Gaps { folder, of, missing });
    }
    let receipts: Vec<Receipt> = found.into_values().collect();
    let first = &receipts[0];
    for receipt in &receipts {
        let (one, two) = (first.shard, receipt.shard);
        let manifest = (receipt.manifest != first.manifest).then(|| "they are of different manifests".to_owned());
        let base = (receipt.base != first.base).then(|| format!("base {} and {}", first.base, receipt.base));
        let what = first.made_by.differs(&receipt.made_by).or(manifest).or(base);
        if let Some(what) = what {
            return Err(ShardError::Mixed { folder, what: format!("shard {one} and shard {two}: {what}") });
        }
    }
    Ok(receipts)
}

/// Compares a file with what its receipt says of it.
fn compare(path: &Path, sum: &FileSum) -> Result<(), ShardError> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ShardError::damaged(path, "is missing"),
        _ => ShardError::io(path)(error),
    })?;
    let (mut digest, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 18], 0u64);
    loop {
        let read = file.read(&mut buffer).map_err(ShardError::io(path))?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
    let actual: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if bytes != sum.bytes || actual != sum.sha256 {
        return Err(ShardError::damaged(path, "is not the file of which its receipt tells"));
    }
    Ok(())
}
