//! The library as it is now: folders of queries may change while a server runs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::query::library::{Library, LibraryError};

/// How often the folders are looked at.
const LOOKED_AT: Duration = Duration::from_millis(500);

/// Name, time and length of each file of the folders: when one of them changes, the library is read anew.
type Stamp = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// The shipped queries and those of a user's folders, as the files stand now.
///
/// A file that was good when the shelf was opened and is spoilt later is left out with a word in the log; the others stay.
#[derive(Debug)]
pub struct Shelf {
    base: String,
    folders: Vec<PathBuf>,
    now: Mutex<Now>,
}

#[derive(Debug)]
struct Now {
    library: Arc<Library>,
    stamp: Stamp,
    looked: Instant,
}

impl Shelf {
    /// The shipped queries and the `.rq` files directly in the folders; relative IRIs are under the base of the data.
    ///
    /// # Errors
    /// The first file that cannot be used, with its line; a folder that is not there; a name that is taken.
    ///
    /// ```
    /// use rapporteur::{graph::vocab::BASE, query::Shelf};
    /// let shelf = Shelf::open(BASE, &[]).unwrap();
    /// assert!(shelf.library().get("mandates_to").is_ok());
    /// ```
    pub fn open(base: &str, folders: &[PathBuf]) -> Result<Self, LibraryError> {
        let stamp = stamp(folders);
        let library = folders.iter().try_fold(Library::shipped(base)?, |library, folder| library.load(folder))?;
        let now = Now { library: Arc::new(library), stamp, looked: Instant::now() };
        Ok(Self { base: base.to_owned(), folders: folders.to_vec(), now: Mutex::new(now) })
    }

    /// The library, read anew if a file of the folders came, went or changed.
    pub fn library(&self) -> Arc<Library> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.folders.is_empty() && now.looked.elapsed() >= LOOKED_AT {
            now.looked = Instant::now();
            let stamp = stamp(&self.folders);
            if stamp != now.stamp {
                now.stamp = stamp;
                match Library::shipped(&self.base) {
                    Ok(shipped) => now.library = Arc::new(self.read(shipped)),
                    Err(error) => tracing::error!(%error, "the shipped queries cannot be read"),
                }
            }
        }
        now.library.clone()
    }

    /// What can be read of the folders.
    fn read(&self, mut library: Library) -> Library {
        for folder in &self.folders {
            let faults = library.take_in(folder);
            for error in faults {
                tracing::warn!(%error, "a saved query is left out");
            }
        }
        library
    }
}

impl From<Library> for Shelf {
    /// A library that does not change.
    fn from(library: Library) -> Self {
        let now = Now { library: Arc::new(library), stamp: Vec::new(), looked: Instant::now() };
        Self { base: String::new(), folders: Vec::new(), now: Mutex::new(now) }
    }
}

fn stamp(folders: &[PathBuf]) -> Stamp {
    let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let mut stamp: Stamp = files
        .filter(|entry| is_query(&entry.path()))
        .filter_map(|entry| {
            let metadata = std::fs::metadata(entry.path()).ok()?;
            Some((entry.path(), metadata.modified().ok(), metadata.len()))
        })
        .collect();
    stamp.sort();
    stamp
}

/// Whether a file of a folder is meant as a query.
pub(super) fn is_query(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rq")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::BASE;

    fn now(shelf: &Shelf) -> Arc<Library> {
        std::thread::sleep(LOOKED_AT + Duration::from_millis(20));
        shelf.library()
    }

    #[test]
    fn a_file_that_comes_goes_or_breaks_later_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.rq");
        let shelf = Shelf::open(BASE, &[folder.path().to_owned()]).unwrap();
        assert!(shelf.library().get("mine").is_err());
        std::fs::write(&path, "#+ summary: Mine?\nSELECT ?s { ?s ?p ?o } ORDER BY ?s").unwrap();
        assert_eq!(now(&shelf).get("mine").unwrap().summary, "Mine?");
        std::fs::write(&path, "#+ summary: Mine?\nSELECT ?s {").unwrap();
        let broken = now(&shelf);
        assert!(broken.get("mine").is_err() && broken.get("mandates_to").is_ok());
        std::fs::remove_file(&path).unwrap();
        assert!(now(&shelf).get("mine").is_err());
    }

    #[test]
    fn a_shelf_does_not_open_over_a_faulty_file_or_a_missing_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Mine 1.rq"), "#+ summary: Mine?\nSELECT ?s { ?s ?p ?o }").unwrap();
        let error = Shelf::open(BASE, &[folder.path().to_owned()]).unwrap_err().to_string();
        assert!(error.contains("Mine 1.rq:1") && error.contains("lower case"), "{error}");
        let missing = folder.path().join("missing");
        let error = Shelf::open(BASE, std::slice::from_ref(&missing)).unwrap_err().to_string();
        assert!(error.starts_with(&missing.display().to_string()), "{error}");
    }
}
