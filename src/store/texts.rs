//! The texts that were read, by their hash: `STORE/texts/{sha256}.txt`. Pages show them, `verify` compares quotes with them.
//! Files of other formats are kept beside them as received: `STORE/originals/{sha256}`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{StoreError, files};

fn file(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(format!("{sha256}.txt"))
}

/// The text with this hash, if there is one. What is not a hash names no file, so nobody leaves the folder.
pub(super) fn read(folder: &Path, sha256: &str) -> Result<Option<String>, StoreError> {
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let path = file(folder, sha256);
    let Some(bytes) = read_whole(&path, sha256)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|error| damaged(&path, &error))
}

/// A file that is named by its hash. What the disk has changed is an error, and never shown as if it were what was received.
fn read_whole(path: &Path, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) if has_hash(&bytes, sha256) => Ok(Some(bytes)),
        Ok(_) => Err(damaged(path, &"its bytes are not those with this sha256")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path)(error)),
    }
}

fn damaged(path: &Path, reason: &dyn std::fmt::Display) -> StoreError {
    StoreError::Damaged { path: path.display().to_string(), reason: reason.to_string() }
}

/// Where the originals of the texts in a folder lie.
fn originals(texts: &Path) -> PathBuf {
    texts.with_file_name("originals")
}

/// The original with this hash, if there is one, of the texts in a folder.
pub(super) fn read_original(texts: &Path, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    read_whole(&originals(texts).join(sha256), sha256)
}

/// Keeps an original, durably; the same again costs nothing.
pub(super) fn keep_original(texts: &Path, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
    keep_file(&originals(texts), &originals(texts).join(sha256), bytes)
}

/// Whether these bytes are those with this hash.
fn has_hash(bytes: &[u8], sha256: &str) -> bool {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(bytes);
    digest
        .iter()
        .enumerate()
        .all(|(i, byte)| sha256.get(2 * i..2 * i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) == Some(*byte))
}

/// Keeps a text, durably; the same text again costs nothing.
pub(super) fn keep(folder: &Path, sha256: &str, text: &str) -> Result<(), StoreError> {
    keep_file(folder, &file(folder, sha256), text.as_bytes())
}

fn keep_file(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // One that the disk has damaged is mended by this, so its length says too little.
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    files::make_folder(folder)?;
    files::write_whole(path, bytes)
}

/// Removes every text that no kept generation names, and every original.
pub(super) fn forget_all_but(folder: &Path, kept: &BTreeSet<String>) -> Result<(), StoreError> {
    forget_files(folder, kept)?;
    forget_files(&originals(folder), kept)
}

fn forget_files(folder: &Path, kept: &BTreeSet<String>) -> Result<(), StoreError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(StoreError::io(folder))?.path();
        let hash = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if !kept.contains(&hash) || files::is_temporary(&path) {
            files::remove(&path)?;
        }
    }
    Ok(())
}
