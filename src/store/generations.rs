//! Which generations there are, which one readers see, and going back.
//!
//! ```text
//! STORE/current                    number that readers see, then the numbers that are kept
//! STORE/lock                       held by the one writer
//! STORE/generations/000007/        database directory, never written again once published
//! STORE/generations/000007.search/ its text index, made with it
//! STORE/generations/000007.json    what it was built from
//! STORE/generations/000007.sums    the sums of its database files
//! STORE/texts/{sha256}.txt         texts as received
//! STORE/copied                     which generation a server has, and the sum of its version there
//! ```
//! `current` is replaced by a rename, so a reader sees the old or the new line. A directory that it does not name is
//! the orphan of a build that died, and goes when the next writer starts.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Record, Snapshot, StoreError, TextIndex, files, texts};

/// How many generations are kept, the current one included.
pub(super) const KEPT: usize = 3;

/// The content of `current`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pointer {
    pub(super) current: u64,
    /// Ascending; holds `current`.
    pub(super) kept: Vec<u64>,
}

impl Pointer {
    /// The file: the numbers, and a sum, because a digit that the disk has changed would name another generation.
    fn text(&self) -> String {
        let kept: String = self.kept.iter().map(|number| format!(" {number:06}")).collect();
        let numbers = format!("{:06}\nkept{kept}\n", self.current);
        format!("{numbers}sum {}\n", sum(&numbers))
    }

    /// Nothing if the text does not name the current generation and those that are kept. A person may write it without a sum.
    fn parse(text: &str) -> Option<Self> {
        let (numbers, summed) = text.split_once("sum ").map_or((text, None), |(numbers, sum)| (numbers, Some(sum)));
        if summed.is_some_and(|summed| summed.trim_end() != sum(numbers)) {
            return None;
        }
        let mut words = numbers.split_whitespace().filter(|word| *word != "kept").map(str::parse);
        let current = words.next()?.ok()?;
        let kept: Vec<u64> = words.collect::<Result<_, _>>().ok()?;
        kept.contains(&current).then_some(Self { current, kept })
    }
}

fn sum(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Database, text index and record of a generation that is not published yet: they go when this is dropped, so that a build
/// that failed on a full disk gives the space back. What a killed one leaves is removed by the next writer.
pub(super) struct Unfinished(Vec<PathBuf>);

impl Unfinished {
    fn published(mut self) {
        self.0.clear();
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for directory in &self.0 {
            // What cannot be removed now is an orphan for the next writer.
            let _ = files::remove(directory);
        }
    }
}

/// The folder of a store.
#[derive(Debug, Clone)]
pub struct Generations {
    folder: PathBuf,
}

/// How long to wait after each time that the lock was not free.
const LOCK_PAUSES: [Duration; 5] = [
    Duration::from_millis(1),
    Duration::from_millis(10),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::ZERO,
];

impl Generations {
    /// The store in a folder, which need not exist yet.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Opens the current generation of the store in a folder; nothing if nothing was published yet.
    pub fn open(folder: &Path) -> Result<Option<Snapshot>, StoreError> {
        Self::at(folder).snapshot()
    }

    /// Opens the current generation; nothing if nothing was published yet.
    pub fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        loop {
            let Some(number) = self.current()? else { return Ok(None) };
            match Snapshot::open_generation(&self.database(number), number) {
                Ok(snapshot) => return Ok(Some(snapshot.with_texts(self.texts()).marked(self.mark(number)))),
                // Between reading the number and opening, the generation may have been replaced and removed.
                Err(_) if self.current()? != Some(number) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Number of the generation that readers see. Reads one small file: cheap enough to ask before each request.
    pub fn current(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.pointer()?.map(|pointer| pointer.current))
    }

    /// Numbers of the generations that are kept, oldest first.
    pub fn kept(&self) -> Result<Vec<u64>, StoreError> {
        Ok(self.pointer()?.map(|pointer| pointer.kept).unwrap_or_default())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// When a generation was built, by the clock of the file system.
    pub fn published(&self, number: u64) -> Option<std::time::SystemTime> {
        self.record_file(number).metadata().and_then(|metadata| metadata.modified()).ok()
    }

    /// What tells a generation from one of the same number in a store that stood here before: when it was recorded.
    pub(super) fn mark(&self, number: u64) -> u64 {
        let since = self.published(number).and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
    }

    /// What the current generation was built from.
    pub fn record(&self) -> Result<Option<Record>, StoreError> {
        self.current()?.map(|number| Record::read(&self.record_file(number))).transpose()
    }

    /// Remembers that a generation was copied to a server as the version with this sum: its text index is one of that
    /// version, too.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn note_copy(&self, generation: u64, digest: &str) -> Result<(), StoreError> {
        files::write_whole(&self.folder.join("copied"), format!("{generation} {digest}\n").as_bytes())
    }

    /// Which generation was copied last to a server, and the sum of the version that it is there.
    pub fn last_copy(&self) -> Option<(u64, String)> {
        let noted = std::fs::read_to_string(self.folder.join("copied")).ok()?;
        let (generation, sum) = noted.trim().split_once(' ')?;
        Some((generation.parse().ok()?, sum.to_owned()))
    }

    /// The database directory of the generation that was copied as the version with this sum, if it is still kept.
    pub(super) fn copied_as(&self, digest: &str) -> Option<PathBuf> {
        let (generation, sum) = self.last_copy()?;
        let is_kept = sum == digest && self.kept().ok()?.contains(&generation);
        is_kept.then(|| self.database(generation))
    }

    /// The text of a document, by its SHA-256.
    pub fn text(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        texts::read(&self.texts(), sha256)
    }

    /// Makes the generation before the current one the current one; answers its number.
    pub fn rollback(&self) -> Result<u64, StoreError> {
        let _lock = self.lock()?;
        let missing =
            |missing: &str| StoreError::Missing { path: self.folder.display().to_string(), missing: missing.into() };
        let pointer = self.pointer()?.ok_or_else(|| missing("no generation yet; run `rapporteur build`"))?;
        let earlier = pointer.kept.iter().copied().filter(|&number| number < pointer.current).max();
        let earlier = earlier.ok_or_else(|| missing("no generation before the current one"))?;
        // It must open, or readers would be worse off than before.
        Snapshot::open_generation(&self.database(earlier), earlier)?;
        self.point(&Pointer { current: earlier, kept: pointer.kept })?;
        Ok(earlier)
    }

    /// Keeps the text of a document, durably; for a build that goes on, which takes away what no generation needs.
    pub fn keep_text(&self, sha256: &str, text: &str) -> Result<(), StoreError> {
        texts::keep(&self.texts(), sha256, text)
    }

    /// The file of a document as received, by its SHA-256, where it is not the text itself.
    pub fn original(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        texts::read_original(&self.texts(), sha256)
    }

    /// Keeps the file of a document as received, as [`Generations::keep_text`] keeps its text.
    pub fn keep_original(&self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        texts::keep_original(&self.texts(), sha256, bytes)
    }

    /// Removes what a killed build or restore left. Only under the lock.
    pub(super) fn remove_orphans(&self) -> Result<(), StoreError> {
        let kept = self.kept()?;
        for entry in std::fs::read_dir(&self.folder).map_err(StoreError::io(&self.folder))? {
            let path = entry.map_err(StoreError::io(&self.folder))?.path();
            if files::is_temporary(&path) {
                files::remove(&path)?;
            }
        }
        let folder = self.generations();
        for entry in std::fs::read_dir(&folder).map_err(StoreError::io(&folder))? {
            let path = entry.map_err(StoreError::io(&folder))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = [".json", ".search", ".sums"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
            let number = stem.parse::<u64>();
            if !number.is_ok_and(|number| kept.contains(&number)) {
                files::remove(&path)?;
            }
        }
        Ok(())
    }

    /// Lets go of all generations but the current one, and of the texts that only they name.
    pub fn keep_current_only(&self) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        if let Some(current) = self.current()? {
            self.point(&Pointer { current, kept: vec![current] })?;
            self.remove_orphans()?;
            self.remove_unused_texts()?;
        }
        Ok(())
    }

    /// Removes the texts that no kept generation names. Only under the lock.
    pub(super) fn remove_unused_texts(&self) -> Result<(), StoreError> {
        let mut used = BTreeSet::new();
        for number in self.kept()? {
            for document in Record::read(&self.record_file(number))?.documents.into_values() {
                used.extend(document.original.map(|original| original.sha256));
                used.insert(document.sha256);
            }
        }
        texts::forget_all_but(&self.texts(), &used)
    }

    /// Takes the lock of the one writer; it is given back when the file is closed, also by a kill. A child that is just
    /// being started holds what its parent held, until it has its own program: so a lock is asked for a few times.
    pub(super) fn lock(&self) -> Result<File, StoreError> {
        files::make_folder(&self.generations())?;
        let path = self.folder.join("lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))?;
        for pause in LOCK_PAUSES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => std::thread::sleep(pause),
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&path)(error)),
            }
        }
        Err(StoreError::Locked { path: self.folder.display().to_string() })
    }

    /// Reads `current`.
    pub(super) fn pointer(&self) -> Result<Option<Pointer>, StoreError> {
        let path = self.folder.join("current");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&path)(error)),
        };
        Pointer::parse(&text).map(Some).ok_or_else(|| StoreError::Damaged {
            path: path.display().to_string(),
            reason: format!(
                "{text:?} does not name the current and the kept generations, or not with the sum that it had; look \
                 into generations/, then write e.g. \"000002\\nkept 000001 000002\""
            ),
        })
    }

    /// Replaces `current`: from here on readers see another generation.
    pub(super) fn point(&self, pointer: &Pointer) -> Result<(), StoreError> {
        files::write_whole(&self.folder.join("current"), pointer.text().as_bytes())
    }

    /// Publishes a finished generation that stands on `base`, then lets go of the oldest ones.
    pub(super) fn publish(&self, number: u64, base: Option<u64>, unfinished: Unfinished) -> Result<(), StoreError> {
        let before = self.kept()?;
        // Generations that were rolled back are not a way to go back to.
        let mut kept: Vec<u64> = before.into_iter().filter(|&kept| base.is_some_and(|base| kept <= base)).collect();
        kept.push(number);
        let kept = kept.split_off(kept.len().saturating_sub(KEPT));
        let pointed = self.point(&Pointer { current: number, kept });
        // `current` tells whether the generation stays, also where writing it ended in an error.
        match (pointed, self.current()) {
            (Err(error), Ok(Some(current))) if current != number => return Err(error),
            (Err(error), Ok(None)) => return Err(error),
            (pointed, _) => {
                unfinished.published();
                let unconfirmed = |source| StoreError::Unconfirmed { generation: number, source: Box::new(source) };
                pointed.map_err(unconfirmed)?;
            }
        }
        // The work is done; what cannot be removed now goes with the next writer.
        let _ = self.remove_orphans().and_then(|()| self.remove_unused_texts());
        Ok(())
    }

    /// Watches over a generation that is being made; only under the lock.
    pub(super) fn unfinished(&self, number: u64) -> Unfinished {
        let database = self.database(number);
        let (search, sums) = (search_folder(&database), sums_file(&database));
        Unfinished(vec![database, search, sums, self.record_file(number)])
    }

    /// A number that no generation ever had.
    pub(super) fn next(&self) -> Result<u64, StoreError> {
        Ok(self.kept()?.last().copied().unwrap_or(0) + 1)
    }

    pub(super) fn generations(&self) -> PathBuf {
        self.folder.join("generations")
    }

    pub(super) fn database(&self, number: u64) -> PathBuf {
        self.generations().join(format!("{number:06}"))
    }

    /// Whether the current generation has a text index that can be used.
    pub fn has_text_index(&self) -> Result<bool, StoreError> {
        let current = self.current()?;
        Ok(current.is_some_and(|number| TextIndex::open(&search_folder(&self.database(number))).is_ok()))
    }

    pub(super) fn record_file(&self, number: u64) -> PathBuf {
        self.generations().join(format!("{number:06}.json"))
    }

    pub(super) fn texts(&self) -> PathBuf {
        self.folder.join("texts")
    }
}

/// Where the sums of a database lie.
pub(super) fn sums_file(database: &Path) -> PathBuf {
    database.with_extension("sums")
}

/// Where the text index of a database lies.
pub(super) fn search_folder(database: &Path) -> PathBuf {
    database.with_extension("search")
}
