//! What may be said of a document, wherever it is said.

use std::path::{Path, PathBuf};

use super::{Content, Source, format_of, sha256};
use crate::slug::slug;

/// What somebody who hands over the bytes of a document says of it: the same as an entry of the manifest.
///
/// ```
/// use rapporteur::corpus::Described;
/// let said = Described { path: Some("papers/Senior Officials 2004.txt".into()), ..Described::default() };
/// let source = said.source(b"Ministers met.".to_vec())?;
/// assert_eq!((source.id.as_str(), source.file_name().as_str()), ("senior-officials-2004", "Senior Officials 2004.txt"));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// Identifier; else it is the slug of the file's stem.
    pub id: Option<String>,
    /// The file, or its name; else it is called by the identifier.
    pub path: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Where it was published.
    pub source: Option<String>,
    /// Licence or terms of use.
    pub licence: Option<String>,
    /// SHA-256 that the bytes must have.
    pub sha256: Option<String>,
    /// Slug of the process or organisation whose document it is.
    pub series: Option<String>,
}

impl Described {
    /// The identifier that it has, or gets.
    pub fn id(&self) -> Option<String> {
        self.id.clone().or_else(|| {
            let stem = Path::new(self.path.as_ref()?).file_stem()?.to_string_lossy();
            Some(slug(&stem)).filter(|id| !id.is_empty())
        })
    }

    /// The document, if it can be taken.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub fn source(self, bytes: Vec<u8>) -> Result<Source, String> {
        let id = self.id().ok_or("has no id, and no path with a letter or digit to make one of")?;
        let path = PathBuf::from(self.path.unwrap_or_else(|| id.clone()));
        let wrong = wrong_id(&id)
            .or_else(|| self.date.as_deref().and_then(wrong_date))
            .or_else(|| self.series.as_deref().and_then(wrong_series));
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        let format = format_of(&bytes, &path).map_err(|reason| format!("file {} {reason}", path.display()))?;
        let actual = sha256(&bytes);
        if let Some(wrong) = self.sha256.and_then(|stated| wrong_sum(&path, &actual, &stated)) {
            return Err(wrong);
        }
        Ok(Source {
            id,
            path,
            title: self.title,
            date: self.date,
            language: self.language,
            url: self.source,
            licence: self.licence,
            series: self.series,
            sha256: actual,
            format,
            content: Content::Held(bytes),
        })
    }
}

pub(super) fn wrong_id(id: &str) -> Option<String> {
    (id.is_empty() || id != slug(id))
        .then(|| format!("id {id:?} may only have lower-case letters and digits, joined by single hyphens"))
}

pub(super) fn wrong_date(date: &str) -> Option<String> {
    (!is_date(date)).then(|| format!("date {date:?} is not a calendar date of the form YYYY, YYYY-MM or YYYY-MM-DD"))
}

pub(super) fn wrong_series(series: &str) -> Option<String> {
    (series.is_empty() || series != slug(series)).then(|| {
        format!(
            "series {series:?} must be the slug of a process or organisation: lower-case letters and digits, joined by single hyphens"
        )
    })
}

pub(super) fn wrong_sum(path: &Path, actual: &str, stated: &str) -> Option<String> {
    (!stated.eq_ignore_ascii_case(actual)).then(|| {
        let path = path.display();
        format!("sha256 of {path} is {actual}, not {stated} as stated; the file was changed, or the entry is wrong")
    })
}

/// Whether a text is a year, a month or a day of the calendar.
fn is_date(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    full.is_ascii() && full.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_manifest_may_not_say_nobody_may_say() {
        let said = |change: fn(&mut Described)| {
            let mut said = Described { id: Some("a".into()), ..Described::default() };
            change(&mut said);
            said.source(b"text".to_vec()).map(|source| source.id)
        };
        assert_eq!(said(|_| ()).unwrap(), "a");
        assert_eq!(
            said(|said| *said = Described { path: Some("x/B c.txt".into()), ..Described::default() }).unwrap(),
            "b-c"
        );
        for (change, word) in [
            ((|said| said.id = Some("A b".into())) as fn(&mut Described), "id \"A b\""),
            (|said| said.id = None, "no id"),
            (|said| *said = Described { path: Some("—.txt".into()), ..Described::default() }, "no id"),
            (|said| said.date = Some("2003-02-30".into()), "date \"2003-02-30\""),
            (|said| said.series = Some("Bali Process".into()), "series \"Bali Process\""),
            (|said| said.sha256 = Some("00".into()), "sha256 of a is"),
        ] {
            let wrong = said(change).unwrap_err();
            assert!(wrong.contains(word), "{wrong}");
        }
        let picture = Described { id: Some("a".into()), ..Described::default() }.source(b"\x89PNG\r\n".to_vec());
        assert!(picture.unwrap_err().contains("is a picture"));
    }
}
