//! Documents named on the command line: files, and folders with everything readable below them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Content, Corpus, Problem, Source, read_document, sha256};
use crate::convert::{EXTENSIONS, Format};
use crate::slug::slug;

pub(super) fn read(paths: &[PathBuf]) -> Corpus {
    let mut corpus = Corpus::default();
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        match collect(path, true, &mut found) {
            Ok(()) if found.len() > before => {}
            Ok(()) => corpus.problems.push(problem(
                None,
                path,
                format!("has no file in it that ends in .{}", EXTENSIONS.join(", .")),
            )),
            Err(problem) => corpus.problems.push(problem),
        }
    }
    found.sort();
    found.dedup();
    let mut by_id: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in found {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        by_id.entry(slug(&stem)).or_default().push(path);
    }
    for (id, files) in by_id {
        match files.as_slice() {
            _ if id.is_empty() => {
                for path in &files {
                    corpus.problems.push(problem(
                        None,
                        path,
                        "the file name has no letter or digit to make an identifier of; rename it".into(),
                    ));
                }
            }
            [path] => match read_document(path) {
                Ok((bytes, format)) => corpus.sources.push(source(id, path, &bytes, format)),
                Err(reason) => corpus.problems.push(problem(Some(id), path, reason)),
            },
            [first, others @ ..] => {
                for other in others {
                    let reason =
                        format!("gets the identifier {id:?}, and so does {}; rename one of them", first.display());
                    corpus.problems.push(problem(Some(id.clone()), other, reason));
                }
            }
            [] => {}
        }
    }
    corpus
}

fn source(id: String, path: &Path, bytes: &[u8], format: Format) -> Source {
    Source {
        id,
        path: path.to_owned(),
        title: None,
        date: None,
        language: None,
        url: None,
        licence: None,
        series: None,
        sha256: sha256(bytes),
        format,
        content: Content::InFile(bytes.len()),
    }
}

fn problem(id: Option<String>, path: &Path, reason: String) -> Problem {
    Problem { id, place: path.display().to_string(), reason }
}

/// Adds the files below a path. A file that was named is taken whatever its extension.
fn collect(path: &Path, named: bool, found: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let failed = |error: std::io::Error| problem(None, path, error.to_string());
    if std::fs::metadata(path).map_err(failed)?.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        entries.sort();
        for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
            // A link to a folder could lead back here; links to files are followed.
            if !(entry.is_symlink() && entry.is_dir()) {
                collect(entry, false, found)?;
            }
        }
    } else if named
        || path
            .extension()
            .is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
    {
        found.push(path.to_owned());
    }
    Ok(())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_with_everything_below_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("below")).unwrap();
        std::fs::write(folder.path().join("One Report.txt"), "one").unwrap();
        std::fs::write(folder.path().join("below/two.md"), "two").unwrap();
        std::fs::write(folder.path().join("below/picture.png"), [0xff]).unwrap();
        let corpus = Corpus::from_paths(&[folder.path().to_owned()]);
        assert_eq!(corpus.problems, []);
        let ids: Vec<&str> = corpus.sources.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids, ["one-report", "two"]);
    }

    #[test]
    fn a_text_that_changed_since_it_was_listed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.txt");
        std::fs::write(&file, "one").unwrap();
        let corpus = Corpus::from_paths(std::slice::from_ref(&file));
        let source = &corpus.sources[0];
        assert_eq!((source.size(), source.bytes().unwrap().as_ref()), (3, b"one".as_slice()));
        std::fs::write(&file, "two").unwrap();
        let problem = source.bytes().unwrap_err();
        assert!(problem.to_string().ends_with("one.txt: was changed since it was listed; build again"), "{problem}");
        std::fs::remove_file(&file).unwrap();
        assert!(source.bytes().unwrap_err().to_string().ends_with("does not exist"));
    }

    #[test]
    fn two_files_with_one_identifier_are_an_error_that_names_both() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a b.txt"), "one").unwrap();
        std::fs::write(folder.path().join("a-b.txt"), "two").unwrap();
        std::fs::write(folder.path().join("c.txt"), "three").unwrap();
        let corpus = Corpus::from_paths(&[folder.path().to_owned()]);
        assert_eq!(corpus.sources.len(), 1);
        let message = corpus.problems[0].to_string();
        assert!(message.contains("a b.txt") && message.contains("a-b.txt"), "{message}");
    }
}
