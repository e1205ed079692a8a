//! Files that appear whole, with their length and checksum, also after a power cut.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::{Builder, NamedTempFile};

use super::{FileSum, Part, ShardError};

/// A file in the making: it lies beside its place under a name of its own, so that two attempts at the same shard never
/// write into one file.
pub(super) struct Whole<'f> {
    folder: &'f Path,
    name: String,
    file: BufWriter<NamedTempFile>,
    digest: Sha256,
    bytes: u64,
}

/// What stands between the name of a file and that of an attempt at it.
const ATTEMPT: &str = ".attempt-";

impl<'f> Whole<'f> {
    pub(super) fn new(folder: &'f Path, name: String) -> Result<Self, ShardError> {
        let temporary = Builder::new().prefix(&format!(".{name}{ATTEMPT}")).tempfile_in(folder);
        let file = BufWriter::with_capacity(1 << 18, temporary.map_err(ShardError::io(folder))?);
        Ok(Self { folder, name, file, digest: Sha256::new(), bytes: 0 })
    }

    /// Writes some bytes and says where they stand.
    pub(super) fn part(&mut self, bytes: &[u8]) -> Result<Part, ShardError> {
        let part = Part { at: self.bytes, bytes: bytes.len() as u64 };
        self.digest.update(bytes);
        self.bytes += part.bytes;
        self.file.write_all(bytes).map_err(ShardError::io(&self.folder.join(&self.name)))?;
        Ok(part)
    }

    /// Makes the content durable, but does not show it yet.
    pub(super) fn end(self) -> Result<Written<'f>, ShardError> {
        let Self { folder, name, file, digest, bytes } = self;
        let failed = || ShardError::io(&folder.join(&name));
        let file = file.into_inner().map_err(io::IntoInnerError::into_error).map_err(failed())?;
        file.as_file().sync_all().map_err(failed())?;
        let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Written { folder, name, file, sum: FileSum { bytes, sha256 } })
    }
}

/// A file that is durable under the name of an attempt.
pub(super) struct Written<'f> {
    folder: &'f Path,
    name: String,
    file: NamedTempFile,
    pub(super) sum: FileSum,
}

impl Written<'_> {
    /// Gives it its name.
    pub(super) fn show(self) -> Result<(), ShardError> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.join(&self.name);
        // Temporary files are for their owner only; who loads may be somebody else.
        let readable = std::fs::Permissions::from_mode(0o644);
        self.file.as_file().set_permissions(readable).map_err(ShardError::io(&path))?;
        self.file.persist(&path).map_err(|error| ShardError::io(&path)(error.error))?;
        Ok(())
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ShardError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(ShardError::io(folder))
}

/// Takes away what a killed attempt at a shard left. One that still runs fails when it shows its files.
pub(super) fn remove_attempts(folder: &Path, stem: &str) -> Result<(), ShardError> {
    for entry in std::fs::read_dir(folder).map_err(ShardError::io(folder))? {
        let entry = entry.map_err(ShardError::io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&format!(".{stem}.")) && name.contains(ATTEMPT) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Takes a file away; nothing to do where it is gone.
pub(super) fn remove(path: &Path) -> Result<(), ShardError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ShardError::io(path)(error)),
        _ => Ok(()),
    }
}
