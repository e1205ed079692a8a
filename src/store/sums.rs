//! The sums of a generation's database files: `STORE/generations/NNNNNN.sums`, as `sha256sum` writes them. RocksDB looks at a block
//! when it reads it, and there are blocks that only one query in a thousand reads; with the sums `verify` knows of every byte.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{StoreError, files};

/// Bytes that are read at a time.
const PART: usize = 1 << 20;

/// Writes the sums of all files in a folder. A file that the folder of an earlier generation has under the same name, as a hard link,
/// is not read again: so the cost follows what is new.
pub(super) fn write(folder: &Path, to: &Path, earlier: Option<(&Path, &Path)>) -> Result<(), StoreError> {
    let known = earlier.and_then(|(_, sums)| read(sums).ok().flatten()).unwrap_or_default();
    let mut lines = String::new();
    for name in names(folder)? {
        let path = folder.join(&name);
        let before = earlier.filter(|(earlier, _)| is_same(&earlier.join(&name), &path)).and_then(|_| known.get(&name));
        let sum = match before {
            Some(sum) => sum.clone(),
            None => sum(&path)?,
        };
        lines = lines + &sum + "  " + &name + "\n";
    }
    files::write_whole(to, lines.as_bytes())
}

/// What is wrong with the files of a folder, by name; nothing where an older program wrote no sums.
pub(super) fn check(folder: &Path, sums: &Path) -> Result<Vec<(String, String)>, StoreError> {
    let Some(known) = read(sums)? else { return Ok(Vec::new()) };
    let mut wrong = Vec::new();
    for (name, wanted) in &known {
        match sum(&folder.join(name)) {
            Ok(sum) if sum == *wanted => {}
            Ok(_) => wrong.push((name.clone(), "is not what was written".to_owned())),
            Err(error) => wrong.push((name.clone(), error.to_string())),
        }
    }
    for name in names(folder)? {
        if !known.contains_key(&name) {
            wrong.push((name, "was not there when the generation was published".to_owned()));
        }
    }
    Ok(wrong)
}

/// The sums of a file of sums, by name.
fn read(path: &Path) -> Result<Option<BTreeMap<String, String>>, StoreError> {
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(path)(error)),
    };
    let line = |line: &str| line.split_once("  ").map(|(sum, name)| (name.to_owned(), sum.to_owned()));
    Ok(Some(text.lines().filter_map(line).collect()))
}

/// The files of a folder, sorted; a lock has no content.
fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(StoreError::io(folder))? {
        let name = entry.map_err(StoreError::io(folder))?.file_name().to_string_lossy().into_owned();
        if name != "LOCK" {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether two names are of one file.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |path: &Path| path.metadata().map(|metadata| (metadata.dev(), metadata.ino())).ok();
    place(one).is_some_and(|place_of_one| Some(place_of_one) == place(other))
}

#[cfg(not(unix))]
fn is_same(_: &Path, _: &Path) -> bool {
    false
}

fn sum(path: &Path) -> Result<String, StoreError> {
    let mut file = File::open(path).map_err(StoreError::io(path))?;
    let (mut digest, mut part) = (Sha256::new(), vec![0; PART]);
    loop {
        match file.read(&mut part).map_err(StoreError::io(path))? {
            0 => break,
            length => digest.update(&part[..length]),
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
