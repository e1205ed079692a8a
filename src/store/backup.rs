//! A copy of the current generation somewhere else, and the way back.
//!
//! ```text
//! BACKUP/database/     checkpoint of the generation, as files of its own
//! BACKUP/search/       its text index, if it has one
//! BACKUP/record.json   what it was built from
//! BACKUP/texts/        the texts as received that it was built from
//! ```

use std::path::Path;
use std::time::SystemTime;

use super::generations::{search_folder, sums_file};
use super::{Generations, Record, Snapshot, StoreError, files, texts, verify};

/// In the folder of the store: which generation was copied last; the time is that of the file.
const NOTE: &str = "backed-up";

impl Generations {
    /// Copies the current generation into a new folder; answers its number. Nothing is shared with the store, so damage to
    /// one does not reach the other. Others may write meanwhile: a generation that goes while it is copied is given up for the one that
    /// took its place.
    pub fn backup(&self, to: &Path) -> Result<u64, StoreError> {
        let exists = || std::io::Error::new(std::io::ErrorKind::AlreadyExists, "exists already; name a new folder");
        if to.exists() {
            return Err(StoreError::io(to)(exists()));
        }
        let missing =
            || StoreError::Missing { path: self.folder().display().to_string(), missing: "no generation yet".into() };
        loop {
            let number = self.current()?.ok_or_else(missing)?;
            let (mark, copied) = (self.mark(number), self.copy_out(number, to));
            // What is still kept lost nothing while it was copied; without a published generation nothing is kept.
            let is_whole = self.kept()?.contains(&number) && self.mark(number) == mark;
            if copied.is_err() || !is_whole {
                files::remove(to)?;
            }
            if is_whole {
                copied?;
                // The backup is whole without the note of it.
                let _ = files::write_whole(&self.folder().join(NOTE), format!("{number:06}\n").as_bytes());
                return Ok(number);
            }
        }
    }

    fn copy_out(&self, number: u64, to: &Path) -> Result<(), StoreError> {
        let record = Record::read(&self.record_file(number))?;
        files::make_folder(to)?;
        copy_folder(&self.database(number), &to.join("database"))?;
        copy_file(&sums_file(&self.database(number)), &to.join("sums"))?;
        if record.entries.is_some() {
            copy_folder(&search_folder(&self.database(number)), &to.join("search"))?;
        }
        for document in record.documents.values() {
            if let Some(text) = self.text(&document.sha256)? {
                texts::keep(&to.join("texts"), &document.sha256, &text)?;
            }
            if let Some(bytes) = self.original(document.received())? {
                texts::keep_original(&to.join("texts"), document.received(), &bytes)?;
            }
        }
        // The record comes last: a folder without it is no backup.
        record.write(&to.join("record.json"))
    }

    /// The generation that was copied last by [`Generations::backup`], and when; nothing if none was.
    pub fn last_backup(&self) -> Option<(u64, SystemTime)> {
        let note = self.folder().join(NOTE);
        let number = std::fs::read_to_string(&note).ok()?.trim().parse().ok()?;
        Some((number, note.metadata().and_then(|metadata| metadata.modified()).ok()?))
    }

    /// Verifies a backup and publishes it as a new generation; answers its number. A backup in which anything is wrong is
    /// refused, and the store stays as it was.
    pub fn restore(&self, from: &Path) -> Result<u64, StoreError> {
        let _lock = self.lock()?;
        self.remove_orphans()?;
        let restored = self.bring_back(from);
        if restored.is_err() {
            self.remove_unused_texts()?;
        }
        restored
    }

    /// Does the work of [`Generations::restore`].
    fn bring_back(&self, from: &Path) -> Result<u64, StoreError> {
        let damaged = |reason: &dyn std::fmt::Display| StoreError::Damaged {
            path: from.display().to_string(),
            reason: format!("the backup is damaged: {reason}"),
        };
        let number = self.next()?;
        let (unfinished, directory) = (self.unfinished(number), self.database(number));
        let mut record = Record::read(&from.join("record.json"))?;
        copy_folder(&from.join("database"), &directory)?;
        copy_file(&from.join("sums"), &sums_file(&directory))?;
        let mut verification = verify::Verification::default();
        if verification.compare_files(&directory, &sums_file(&directory))?
            && let Some(finding) = verification.findings.first()
        {
            return Err(damaged(finding));
        }
        if record.entries.is_some() {
            copy_folder(&from.join("search"), &search_folder(&directory))?;
        }
        for document in record.documents.values() {
            if let Some(text) = texts::read(&from.join("texts"), &document.sha256)? {
                texts::keep(&self.texts(), &document.sha256, &text)?;
            }
            if let Some(bytes) = texts::read_original(&from.join("texts"), document.received())? {
                self.keep_original(document.received(), &bytes)?;
            }
        }
        let snapshot =
            Snapshot::open_generation(&directory, number).map_err(|error| damaged(&error))?.with_texts(self.texts());
        if let Some(finding) = verify::verify(&snapshot, &record).findings.first() {
            return Err(damaged(finding));
        }
        drop(snapshot);
        files::sync_content(&directory)?;
        record.generation = number;
        record.write(&self.record_file(number))?;
        self.publish(number, self.current()?, unfinished)?;
        Ok(number)
    }
}

/// Copies a file that older programs did not write; its folder is synced later.
fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::read(from) {
        Ok(bytes) => files::write_whole(to, &bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(from)(error)),
    }
}

/// Copies the files of a database directory, durably. A generation has no folders in it, and nobody writes to it.
fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    files::make_folder(to)?;
    for entry in std::fs::read_dir(from).map_err(StoreError::io(from))? {
        let path = entry.map_err(StoreError::io(from))?.path();
        if path.is_file() {
            let target = to.join(path.file_name().unwrap_or_default());
            std::fs::copy(&path, &target).map_err(StoreError::io(&target))?;
        }
    }
    files::sync_content(to)
}
