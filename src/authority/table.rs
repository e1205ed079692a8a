//! Reads the tab-separated tables of names; every mistake is told with file, line and column.

use std::collections::BTreeMap;

use crate::slug::slug;

/// A table of names that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorityError {
    /// A value is missing, unknown or out of range.
    #[error("{file}:{line}: column {column}: {message}")]
    Value {
        /// Path of the table in the repository.
        file: String,
        /// Line, counted from 1, the header being line 1.
        line: usize,
        /// Column name.
        column: String,
        /// What is wrong with which value, and what to write instead.
        message: String,
    },
    /// The header line or the number of fields in a line is wrong.
    #[error("{file}:{line}: {message}")]
    Shape {
        /// Path of the table in the repository.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// One line of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table<'t>,
    number: usize,
}

/// A table in memory.
#[derive(Debug)]
pub(super) struct Table<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    lines: Vec<(usize, Vec<&'t str>)>,
}

impl<'t> Table<'t> {
    /// Splits a table into fields. Empty lines and lines that start with `#` are skipped.
    pub(super) fn read(file: &'t str, text: &'t str, expected: &[&str]) -> Result<Self, AuthorityError> {
        let table = Self::read_some(file, text, expected)?;
        if table.columns != expected {
            let message = format!("columns are `{}`, expected `{}`", table.columns.join(" "), expected.join(" "));
            return Err(AuthorityError::Shape { file: file.to_owned(), line: 1, message });
        }
        Ok(table)
    }

    /// Splits a table that may leave columns out.
    pub(super) fn read_some(file: &'t str, text: &'t str, known: &[&str]) -> Result<Self, AuthorityError> {
        let shape = |line: usize, message: String| AuthorityError::Shape { file: file.to_owned(), line, message };
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let (head, columns) = lines.next().map_or((0, Vec::new()), |(at, line)| (at, line.split('\t').collect()));
        if let Some(unknown) = columns.iter().find(|column| !known.contains(column)) {
            let message = format!(
                "unknown column `{unknown}`; columns are separated by tabs, and there are {}",
                known.join(", ")
            );
            return Err(shape(head + 1, message));
        }
        if !columns.contains(&"slug") {
            return Err(shape(head + 1, "the first line must name the columns, with `slug` among them".to_owned()));
        }
        let mut out = Vec::new();
        for (index, line) in lines {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            if fields.len() != columns.len() {
                return Err(shape(index + 1, format!("{} fields, expected {}", fields.len(), columns.len())));
            }
            out.push((index + 1, fields));
        }
        Ok(Self { file, columns, lines: out })
    }

    /// Its lines after the header.
    pub(super) fn rows(&'t self) -> impl Iterator<Item = Row<'t>> {
        (0..self.lines.len()).map(|number| Row { table: self, number })
    }
}

impl<'t> Row<'t> {
    /// The field of a column; empty if the column does not exist.
    pub(super) fn get(&self, column: &str) -> &'t str {
        let at = self.table.columns.iter().position(|name| *name == column);
        at.map_or("", |at| self.table.lines[self.number].1[at])
    }

    /// The field of a column, `None` if empty.
    pub(super) fn optional(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The field of a column that must not be empty.
    pub(super) fn required(&self, column: &str) -> Result<String, AuthorityError> {
        self.optional(column).ok_or_else(|| self.error(column, "is empty, write a value".to_owned()))
    }

    /// A field that must be one of a few words.
    pub(super) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, AuthorityError> {
        let value = self.get(column);
        words.iter().find(|(word, _)| *word == value).map(|(_, found)| *found).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.error(column, format!("unknown value `{value}`, write one of {}", known.join(", ")))
        })
    }

    /// A slug: lower-case ASCII letters, digits and hyphens.
    pub(super) fn slug(&self, column: &str) -> Result<String, AuthorityError> {
        let value = self.required(column)?;
        if value == slug(&value) {
            return Ok(value);
        }
        Err(self.error(column, format!("`{value}` is not a slug, write `{}`", slug(&value))))
    }

    /// A field of several values, separated by `|`.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.get(column).split('|').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// A Wikidata item ("Q408").
    pub(super) fn wikidata(&self) -> Result<Option<String>, AuthorityError> {
        self.checked("wikidata", "a Wikidata item such as Q408", |value| {
            value
                .strip_prefix('Q')
                .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        })
    }

    /// A number without sign ("1149361").
    pub(super) fn digits(&self, column: &str) -> Result<Option<String>, AuthorityError> {
        self.checked(column, "digits", |value| value.bytes().all(|b| b.is_ascii_digit()))
    }

    /// Degrees as a plain decimal between `-limit` and `limit`.
    pub(super) fn degrees(&self, column: &str, limit: f64) -> Result<Option<String>, AuthorityError> {
        self.checked(column, "degrees as a plain decimal", |value| {
            value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-')
                && value.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit)
        })
    }

    /// A calendar day ("2002-05-20").
    pub(super) fn day(&self, column: &str) -> Result<Option<String>, AuthorityError> {
        self.checked(column, "a day such as 2002-05-20", |value| {
            let parts: Vec<&str> = value.split('-').collect();
            let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u8>().ok());
            value.len() == 10
                && parts.len() == 3
                && parts[0].parse::<u16>().is_ok()
                && number(1).is_some_and(|month| (1..=12).contains(&month))
                && number(2).is_some_and(|day| (1..=31).contains(&day))
        })
    }

    fn checked(
        &self,
        column: &str,
        wanted: &str,
        holds: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, AuthorityError> {
        match self.optional(column) {
            Some(value) if !holds(&value) => Err(self.error(column, format!("`{value}` is not {wanted}"))),
            value => Ok(value),
        }
    }

    /// An error at this line and column.
    pub(super) fn error(&self, column: &str, message: String) -> AuthorityError {
        let line = self.table.lines[self.number].0;
        AuthorityError::Value { file: self.table.file.to_owned(), line, column: column.to_owned(), message }
    }
}

/// Rows by slug; two rows with one slug are an error.
pub(super) fn by_slug<T>(
    rows: impl IntoIterator<Item = Result<(String, T, AuthorityError), AuthorityError>>,
) -> Result<BTreeMap<String, T>, AuthorityError> {
    let mut out = BTreeMap::new();
    for row in rows {
        let (slug, value, duplicate) = row?;
        if out.insert(slug, value).is_some() {
            return Err(duplicate);
        }
    }
    Ok(out)
}
