//! Opening an index: for reading only, by any number of processes at once, without a byte written.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Index, ReloadPolicy, Searcher, TantivyError};

use super::{Columns, VERSION, WORDS, fold};
use crate::store::StoreError;

/// The files that a writer replaces; all others are written once.
pub(super) const META: [&str; 2] = ["meta.json", ".managed.json"];

/// Our own file beside them: their checksums, which they do not have in them.
pub(super) const SUMS: &str = "sums";

/// Files that hold a writer's locks.
pub(super) const LOCKS: [&str; 2] = [".tantivy-writer.lock", ".tantivy-meta.lock"];

/// The text index of one generation, open for reading. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct TextIndex {
    pub(super) folder: Arc<PathBuf>,
    pub(super) columns: Columns,
    pub(super) searcher: Searcher,
    /// Words of an entry, on average; entries that were taken away do not count.
    pub(super) average: f64,
}

impl TextIndex {
    /// Opens the index in a folder and compares every file with its checksum, so that what is damaged is known now and
    /// not in the middle of an answer.
    ///
    /// # Errors
    /// Says which file is missing or damaged, or that another version wrote the index.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let failed = |error| damaged(folder)(error);
        let wrong = |reason: String| StoreError::Damaged { path: folder.display().to_string(), reason };
        if !folder.is_dir() {
            return Err(wrong("this generation has no text index; `rapporteur build` makes it".to_owned()));
        }
        let directory = MmapDirectory::open(folder).map_err(|error| failed(error.into()))?;
        let index = Index::open(ReadOnly(directory)).map_err(failed)?;
        let payload = index.load_metas().map_err(failed)?.payload;
        if payload.as_deref() != Some(VERSION) || index.schema() != Columns::new().schema {
            return Err(wrong(
                "another version of the program made the text index; `rapporteur build` makes it anew".to_owned(),
            ));
        }
        // Of a file that is not there the library may think that it is empty.
        let listed = index.directory().list_managed_files();
        let missing = META.iter().map(PathBuf::from).chain(listed).find(|name| !folder.join(name).is_file());
        if let Some(name) = missing {
            return Err(failed(TantivyError::InternalError(format!("{} is missing", name.display()))));
        }
        let sums = folder.join(SUMS);
        // Indexes of older programs have none.
        if sums.exists() && std::fs::read_to_string(&sums).map_err(StoreError::io(&sums))? != sums_of(folder)? {
            return Err(failed(TantivyError::InternalError("its list of files is not what was written".to_owned())));
        }
        for entry in std::fs::read_dir(folder).map_err(StoreError::io(folder))? {
            let name = entry.map_err(StoreError::io(folder))?.file_name();
            if META.iter().chain(&LOCKS).chain([&SUMS]).any(|known| name == *known) {
                continue;
            }
            let whole = index.directory().validate_checksum(Path::new(&name));
            if !whole.map_err(|error| failed(error.into()))? {
                return Err(failed(TantivyError::InternalError(format!("{} is not what was written", name.display()))));
            }
        }
        Self::of(&index, folder.to_owned()).map_err(failed)
    }

    /// An index whose files are whole; the folder is for messages.
    pub(super) fn of(index: &Index, folder: PathBuf) -> tantivy::Result<Self> {
        let columns = Columns::new();
        index.tokenizers().register(WORDS, fold::analyzer());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let average = average(&searcher, &columns)?;
        Ok(Self { folder: Arc::new(folder), columns, searcher, average })
    }

    /// Number of entries.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The checksums of the files that a writer replaces, a line each.
pub(super) fn sums_of(folder: &Path) -> Result<String, StoreError> {
    let mut lines = String::new();
    for name in META {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(StoreError::io(&path))?;
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        lines = lines + &sum + "  " + name + "\n";
    }
    Ok(lines)
}

fn average(searcher: &Searcher, columns: &Columns) -> tantivy::Result<f64> {
    let mut words = 0_u64;
    for segment in searcher.segment_readers() {
        let lengths = segment.get_fieldnorms_reader(columns.text)?;
        words += segment.doc_ids_alive().map(|entry| u64::from(lengths.fieldnorm(entry))).sum::<u64>();
    }
    #[allow(clippy::cast_precision_loss, reason = "an average needs no more than 52 bits")]
    Ok((words as f64 / searcher.num_docs().max(1) as f64).max(1.0))
}

/// What the library reports, as an error of the store that says what to do.
pub(super) fn damaged(folder: &Path) -> impl FnOnce(TantivyError) -> StoreError + use<> {
    let path = folder.display().to_string();
    move |error| match error {
        TantivyError::IoError(source) => {
            StoreError::Io { path, source: io::Error::new(source.kind(), source.to_string()) }
        }
        error => StoreError::Damaged {
            path,
            reason: format!("the text index cannot be used: {error}; `rapporteur build` makes it anew"),
        },
    }
}

/// A folder of which nothing is changed: no lock file, nothing collected, nobody watching.
#[derive(Clone, Debug)]
struct ReadOnly(MmapDirectory);

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a published index is never written")
}

impl Directory for ReadOnly {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(refused()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_owned()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // Nobody writes here, so there is nobody to be protected from.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
