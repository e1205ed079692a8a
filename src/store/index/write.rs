//! Writing an index: anew, or from the one of an earlier generation.

use std::path::{Path, PathBuf};

use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::open::{LOCKS, META, SUMS, TextIndex, damaged, sums_of};
use super::{Columns, Entry, TIE, VERSION, WORDS, fold};
use crate::store::{StoreError, files};

/// Memory for entries that are not written yet. An index of any size is made with it.
const MEMORY: usize = 48_000_000;

/// How an index in memory is called in messages.
const MEMORY_NAME: &str = "memory";

/// An index in the making.
pub struct TextWriter {
    /// None for an index in memory.
    folder: Option<PathBuf>,
    columns: Columns,
    writer: IndexWriter,
    is_new: bool,
}

impl TextWriter {
    /// Begins an index in a folder that is not there yet: with the entries of `earlier` if it can be used, else empty.
    pub(crate) fn begin(folder: &Path, earlier: Option<&Path>) -> Result<Self, StoreError> {
        files::remove(folder)?;
        let taken_over =
            earlier.is_some_and(|earlier| TextIndex::open(earlier).is_ok() && copy(earlier, folder).is_ok());
        if !taken_over {
            files::remove(folder)?;
        }
        files::make_folder(folder)?;
        let index = match taken_over {
            true => Index::open_in_dir(folder),
            false => Index::create_in_dir(folder, Columns::new().schema),
        };
        index.and_then(|index| Self::of(&index, Some(folder.to_owned()), !taken_over)).map_err(damaged(folder))
    }

    /// Begins an index in memory.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Self::of(&Index::create_in_ram(Columns::new().schema), None, true).map_err(damaged(Path::new(MEMORY_NAME)))
    }

    fn of(index: &Index, folder: Option<PathBuf>, is_new: bool) -> tantivy::Result<Self> {
        index.tokenizers().register(WORDS, fold::analyzer());
        // One thread: entries are written in the order in which they come.
        let writer = index.writer_with_num_threads(1, MEMORY)?;
        Ok(Self { folder, columns: Columns::new(), writer, is_new })
    }

    fn place(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new(MEMORY_NAME))
    }

    /// Whether there is nothing in it yet, so that everything has to be added.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Takes away the entries of a subject that were there before the writer began.
    pub fn remove(&mut self, subject: &str) {
        self.writer.delete_term(Term::from_field_text(self.columns.subject, subject));
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let columns = &self.columns;
        let mut document = TantivyDocument::new();
        document.add_text(columns.subject, &entry.subject);
        document.add_text(columns.thing, &entry.thing);
        document.add_text(columns.field, entry.field.as_str());
        entry.kinds.iter().for_each(|kind| document.add_text(columns.kind, kind));
        entry.document.iter().for_each(|iri| document.add_text(columns.document, iri));
        document.add_text(columns.text, &entry.text);
        let json = serde_json::to_string(entry)
            .map_err(|error| StoreError::Damaged { path: TIE.to_owned(), reason: error.to_string() })?;
        document.add_text(columns.entry, json);
        document.add_u64(columns.tie, entry.tie());
        self.writer.add_document(document).map(|_| ()).map_err(damaged(self.place()))
    }

    /// Writes what is left, durably.
    pub(crate) fn finish(mut self) -> Result<TextIndex, StoreError> {
        let place = self.place().to_owned();
        let failed = |error| damaged(&place)(error);
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(VERSION);
        commit.commit().map_err(failed)?;
        let index = self.writer.index().clone();
        self.writer.wait_merging_threads().map_err(failed)?;
        let Some(folder) = self.folder else { return TextIndex::of(&index, place.clone()).map_err(failed) };
        for lock in LOCKS {
            files::remove(&folder.join(lock))?;
        }
        files::write_whole(&folder.join(SUMS), sums_of(&folder)?.as_bytes())?;
        files::sync_content(&folder)?;
        TextIndex::open(&folder)
    }
}

/// The files of an index in another folder. Segments are never written again, so they are shared where the file system
/// allows; the two files that are replaced are copied.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        // The sums are made anew at the end.
        if LOCKS.iter().chain([&SUMS]).any(|other| entry.file_name() == *other) {
            continue;
        }
        if META.iter().any(|name| entry.file_name() == *name) || std::fs::hard_link(&path, &target).is_err() {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
