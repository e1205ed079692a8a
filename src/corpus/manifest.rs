//! The manifest `corpus.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::described::{wrong_date, wrong_id, wrong_series, wrong_sum};
use super::{Content, Corpus, ManifestPart, Problem, Source, read_document, read_file, sha256};

/// One `[[document]]` table as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    path: Spanned<String>,
    title: Option<String>,
    date: Option<Spanned<String>>,
    language: Option<String>,
    source: Option<String>,
    licence: Option<String>,
    sha256: Option<Spanned<String>>,
    series: Option<Spanned<String>>,
}

/// A mistake at a byte of the manifest.
type Mistake = (usize, String);

pub(super) fn read(path: &Path, takes: &dyn Fn(Option<&str>) -> bool) -> Result<ManifestPart, Problem> {
    let whole = |reason: String| Problem { id: None, place: path.display().to_string(), reason };
    let text = read_file(path).map_err(whole)?;
    let mut elsewhere = Vec::new();
    let sum = sha256(&text);
    let text = std::str::from_utf8(&text).map_err(|error| whole(error.to_string()))?;
    let at = |offset: usize, id: Option<String>, reason: String| Problem {
        id,
        place: format!("{}:{}", path.display(), line(text, offset)),
        reason,
    };
    let root = DeTable::parse(text)
        .map_err(|error| at(error.span().map_or(0, |span| span.start), None, error.message().to_owned()))?;

    let folder = path.parent().unwrap_or(Path::new(""));
    let mut corpus = Corpus::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (key, value) in root.into_inner() {
        let offset = key.span().start;
        match (key.get_ref().as_ref(), value.into_inner()) {
            ("base", DeValue::String(base)) if base.ends_with('/') && base.contains("://") => {
                corpus.base = Some(base.into_owned())
            }
            // With another base all IRIs would be others.
            ("base", _) => {
                let reason = "base must be an absolute IRI that ends in \"/\", in quotes";
                return Err(at(offset, None, reason.into()));
            }
            ("licence", DeValue::String(licence)) if !licence.trim().is_empty() => {
                corpus.licence = Some(licence.into_owned())
            }
            ("document", DeValue::Array(entries)) => {
                for entry in entries {
                    let start = entry.span().start;
                    let id = entry.get_ref().get("id").and_then(|id| id.get_ref().as_str()).map(str::to_owned);
                    if !takes(id.as_deref()) {
                        elsewhere
                            .extend(id.and_then(|id| received(entry.get_ref(), folder).map(|sha256| (id, sha256))));
                        continue;
                    }
                    match take(entry, text, folder, &mut seen) {
                        Ok(source) => corpus.sources.push(source),
                        Err((offset, reason)) => {
                            corpus.problems.push(at(if offset == 0 { start } else { offset }, id, reason))
                        }
                    }
                }
            }
            (other, _) if takes(None) => {
                let reason =
                    format!("unknown key {other:?}; a manifest has \"base\", \"licence\" and [[document]] tables");
                corpus.problems.push(at(offset, None, reason));
            }
            _ => {}
        }
    }
    Ok(ManifestPart { corpus, elsewhere, sha256: sum })
}

/// Checksum of a document that somebody else reads: as stated, else that of its file; none where that is not there.
fn received(entry: &DeValue<'_>, folder: &Path) -> Option<String> {
    let path = folder.join(entry.get("path")?.get_ref().as_str()?);
    match entry.get("sha256").and_then(|sha256| sha256.get_ref().as_str()) {
        Some(stated) => path.exists().then(|| stated.to_ascii_lowercase()),
        None => read_file(&path).ok().map(|bytes| sha256(&bytes)),
    }
}

/// The line of a byte, from 1.
fn line(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

fn take(
    entry: Spanned<DeValue<'_>>,
    text: &str,
    folder: &Path,
    seen: &mut BTreeMap<String, usize>,
) -> Result<Source, Mistake> {
    let entry = Entry::deserialize(entry.into_deserializer())
        .map_err(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
    let offset = entry.id.span().start;
    let id = entry.id.into_inner();
    if let Some(reason) = wrong_id(&id) {
        return Err((offset, reason));
    }
    if let Some(&first) = seen.get(&id) {
        return Err((offset, format!("id {id:?} is taken already in line {}", line(text, first))));
    }
    seen.insert(id.clone(), offset);
    for (text, wrong) in [(&entry.date, wrong_date as fn(&str) -> _), (&entry.series, wrong_series)] {
        if let Some((start, reason)) = text.as_ref().and_then(|text| Some((text.span().start, wrong(text.get_ref())?)))
        {
            return Err((start, reason));
        }
    }
    let path = folder.join(entry.path.get_ref());
    let (bytes, format) = read_document(&path)
        .map_err(|reason| (entry.path.span().start, format!("file {} {reason}", path.display())))?;
    let actual = sha256(&bytes);
    if let Some(stated) = &entry.sha256
        && let Some(reason) = wrong_sum(&path, &actual, stated.get_ref())
    {
        return Err((stated.span().start, reason));
    }
    Ok(Source {
        id,
        path,
        title: entry.title,
        date: entry.date.map(Spanned::into_inner),
        language: entry.language,
        url: entry.source,
        licence: entry.licence,
        series: entry.series.map(Spanned::into_inner),
        sha256: actual,
        format,
        content: Content::InFile(bytes.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with `a.txt` and a manifest; the manifest's corpus.
    fn corpus(manifest: &str) -> Result<Corpus, Problem> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "text").unwrap();
        std::fs::write(folder.path().join("picture.txt"), b"\x89PNG\r\n").unwrap();
        let path = folder.path().join("corpus.toml");
        std::fs::write(&path, manifest).unwrap();
        Corpus::from_manifest(&path)
    }

    /// The only problem of a manifest whose second document is bad; the first must be taken.
    fn only_problem(second: &str) -> String {
        let corpus = corpus(&format!("[[document]]\nid = \"a\"\npath = \"a.txt\"\n[[document]]\n{second}\n")).unwrap();
        assert_eq!(corpus.sources.len(), 1, "{:?}", corpus.problems);
        assert_eq!(corpus.problems.len(), 1);
        let message = corpus.problems[0].to_string();
        message[message.find("corpus.toml").unwrap()..].to_owned()
    }

    #[test]
    fn a_bad_entry_names_its_line_and_the_others_go_on() {
        assert!(
            only_problem("id = \"b\"\npath = \"a.txt\"\ncolour = \"red\"")
                .starts_with("corpus.toml:7: unknown field `colour`")
        );
        assert!(only_problem("id = \"b\"").starts_with("corpus.toml:4: missing field `path`"));
        assert!(only_problem("id = \"b\"\npath = \"none.txt\"").starts_with("corpus.toml:6: file "));
        assert!(only_problem("id = \"b\"\npath = \"picture.txt\"").contains("is a picture"));
        assert!(only_problem("id = \"b\"\npath = \"a.txt\"\nsha256 = \"00\"").starts_with("corpus.toml:7: sha256 of "));
        assert!(
            only_problem("id = \"b\"\npath = \"a.txt\"\ndate = \"2003-02-30\"")
                .starts_with("corpus.toml:7: date \"2003-02-30\"")
        );
        assert!(only_problem("id = \"B 1\"\npath = \"a.txt\"").starts_with("corpus.toml:5: id \"B 1\""));
        let twice = only_problem("id = \"a\"\npath = \"a.txt\"");
        assert!(
            twice.starts_with("corpus.toml:5: id \"a\" is taken already") && twice.ends_with("in line 2"),
            "{twice}"
        );
    }

    #[test]
    fn a_manifest_that_is_not_toml_is_an_error_with_its_line() {
        assert!(
            corpus("base = \"https://w3id.org/igm/\"\n[[document]\n")
                .unwrap_err()
                .to_string()
                .contains("corpus.toml:2: ")
        );
        assert!(corpus("\nbase = \"w3id\"\n").unwrap_err().to_string().contains("corpus.toml:2: base must be"));
    }

    #[test]
    fn the_shipped_manifest_has_no_problem() {
        let corpus = Corpus::from_manifest(Path::new("data/corpus.toml")).unwrap();
        assert_eq!(corpus.problems, []);
        assert_eq!(corpus.sources.len(), 5);
        assert_eq!(corpus.base.as_deref(), Some("https://w3id.org/igm/"));
    }
}
