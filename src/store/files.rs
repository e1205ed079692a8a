//! Files that are whole or not there, also after a power cut.

use std::fs::{self, File};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::Path;

use super::StoreError;

/// Writes a file so that readers see the old or the new content, never a part: a temporary file beside it is
/// written, synced and renamed, and the folder synced.
pub(super) fn write_whole(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    write_whole_by(path, |file| file.write_all(content))
}

/// As [`write_whole`], with what `fill` writes, so that it need not be in memory at once.
pub(super) fn write_whole_by(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let write = || {
        let mut file = BufWriter::new(File::create(&temporary)?);
        fill(&mut file)?;
        file.into_inner().map_err(IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, path)
    };
    if let Err(error) = write() {
        // Of no use, and its place is needed where the disk is full.
        let _ = fs::remove_file(&temporary);
        return Err(StoreError::io(path)(error));
    }
    sync_folder(above(path))
}

/// The folder in which something lies.
fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file is one that a write left behind which was killed.
pub(super) fn is_temporary(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tmp")
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(StoreError::io(path))
}

/// Makes a folder's files and their names durable; not what is in folders below it.
pub(super) fn sync_content(path: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(path).map_err(StoreError::io(path))? {
        let entry = entry.map_err(StoreError::io(path))?.path();
        if entry.is_file() {
            File::open(&entry).and_then(|file| file.sync_all()).map_err(StoreError::io(&entry))?;
        }
    }
    sync_folder(path)
}

/// Makes a folder and those above it, durably: a folder whose name is lost in a power cut takes along what is in it.
pub(crate) fn make_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    make_folder_in(above(path), path)
}

fn make_folder_in(above: &Path, path: &Path) -> Result<(), StoreError> {
    make_folder(above)?;
    match fs::create_dir(path) {
        Err(error) if !path.is_dir() => return Err(StoreError::io(path)(error)),
        _ => {}
    }
    sync_folder(above)
}

/// Removes a file or a folder; nothing to do if it is gone already.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
        _ => Ok(()),
    }
}
