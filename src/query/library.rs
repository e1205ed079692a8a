//! The library: the shipped queries and a user's own folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use spargebra::Query;

use crate::query::bind::{self, BindError, Value};
use crate::query::header::{self, Chart, Header, Parameter};
use crate::query::shelf::is_query;
use crate::query::{check, entity, prefixes, syntax};

/// The files of `queries/`, in the binary.
#[derive(RustEmbed)]
#[folder = "queries/"]
#[include = "*.rq"]
pub(super) struct Shipped;

/// One saved query: a question, its parameters, its text.
#[derive(Debug, Clone)]
pub struct SavedQuery {
    /// The file's stem.
    pub name: String,
    /// The question, in one line.
    pub summary: String,
    /// How to read the answer, in Markdown.
    pub description: String,
    /// Words by which the library is grouped.
    pub tags: Vec<String>,
    /// The parameters, in the order of the form.
    pub params: Vec<Parameter>,
    /// How bad a row is, for an integrity check.
    pub severity: Option<check::Severity>,
    /// How the answer is drawn, if it is.
    pub chart: Option<Chart>,
    /// The file as it is, with its header.
    pub text: String,
    /// The base of the data, under which relative IRIs and short names stand.
    pub base: String,
    /// The query as parsed, its parameters free.
    pub query: Query,
}

/// Why a query file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The folder or a file of it cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The header is wrong.
    #[error("{path}:{line}: {message}")]
    Header {
        /// Which file.
        path: String,
        /// Line from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The query does not parse; the message begins with line and column.
    #[error("{path}:{message}")]
    Syntax {
        /// Which file.
        path: String,
        /// What the parser said.
        message: String,
    },
    /// Two files have one name.
    #[error("{path}: there is already a query `{name}`; give the file another name")]
    Shadows {
        /// Which file.
        path: String,
        /// The name.
        name: String,
    },
    /// No query has this name.
    #[error("there is no query `{name}`{}", nearest(similar))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Names that look like it, best first.
        similar: Vec<String>,
    },
}

fn nearest(similar: &[String]) -> String {
    match similar {
        [] => "; `rapporteur queries` lists them".to_owned(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}

impl SavedQuery {
    /// Reads one file; `path` is for messages, its stem is the name.
    pub fn parse(path: &str, text: &str, base: &str) -> Result<Self, LibraryError> {
        let fault = |line, message| LibraryError::Header { path: path.to_owned(), line, message };
        let header = Header::parse(text).map_err(|error| fault(error.line, error.message))?;
        let query = parse_query(path, text, base)?;
        let saved = Self {
            name: Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            summary: header.summary,
            description: header.description,
            tags: header.tags,
            params: header.params,
            severity: header.severity,
            chart: header.chart,
            text: text.to_owned(),
            base: base.to_owned(),
            query,
        };
        saved.agrees().map_err(|(needle, message)| {
            let line = text.lines().position(|line| line.contains(&needle)).map_or(1, |index| index + 1);
            fault(line, message)
        })?;
        Ok(saved)
    }

    /// Each declared parameter occurs in the query, and each variable in a parameter's form is declared.
    fn agrees(&self) -> Result<(), (String, String)> {
        let used = bind::variables(&self.query);
        for parameter in &self.params {
            let variable = parameter.variable();
            if !used.contains(&variable) {
                let message =
                    format!("parameter `{}` is declared, but ?{variable} is not in the query", parameter.name);
                return Err((format!("name: {}", parameter.name), message));
            }
        }
        let columns = self.columns();
        for column in self.chart.iter().flat_map(Chart::columns) {
            if !columns.iter().any(|known| known == column) {
                let message =
                    format!("the chart draws `{column}`, which is no column; there are {}", columns.join(", "));
                return Err(("chart:".to_owned(), message));
            }
        }
        for variable in used.iter().filter(|variable| variable.starts_with('_')) {
            if self.params.iter().all(|parameter| parameter.variable() != *variable) {
                return Err((
                    format!("?{variable}"),
                    format!("?{variable} looks like a parameter, but none is declared"),
                ));
            }
        }
        Ok(())
    }

    /// The query with the given terms in place of its parameters; see [`crate::query::value::values`].
    pub fn bind(&self, values: &BTreeMap<String, Value>) -> Result<Query, BindError> {
        bind::bind(&self.query, values)
    }

    /// The columns of the answer.
    pub fn columns(&self) -> Vec<String> {
        bind::columns(&self.query)
    }

    /// The text below the header.
    pub fn body(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.starts_with("#+"));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// Parses a query that has no header; the shipped prefixes are known, relative IRIs are under the base. `path` is for
/// messages.
pub fn parse_query(path: &str, text: &str, base: &str) -> Result<Query, LibraryError> {
    let syntax = |_| LibraryError::Syntax { path: path.to_owned(), message: syntax::explain(text) };
    prefixes::parser(base).parse_query(text).map_err(syntax)
}

/// Saved queries by name.
#[derive(Debug, Clone)]
pub struct Library {
    base: String,
    queries: BTreeMap<String, SavedQuery>,
}

impl Library {
    /// The queries in the binary, without the integrity checks; relative IRIs are under the base of the data.
    ///
    /// ```
    /// use rapporteur::{graph::vocab::BASE, query::Library};
    /// let library = Library::shipped(BASE).unwrap();
    /// assert_eq!(library.get("mandates_to").unwrap().params[0].name, "agent");
    /// ```
    pub fn shipped(base: &str) -> Result<Self, LibraryError> {
        Self::embedded("", base)
    }

    /// The embedded files directly in a folder (`""` or `checks/`).
    pub(super) fn embedded(folder: &str, base: &str) -> Result<Self, LibraryError> {
        let mut library = Self { base: base.to_owned(), queries: BTreeMap::new() };
        for path in Shipped::iter() {
            let Some(stem) = path.strip_prefix(folder) else { continue };
            if let (false, Some(file)) = (stem.contains('/'), Shipped::get(&path)) {
                library.add(&format!("queries/{path}"), &String::from_utf8_lossy(&file.data))?;
            }
        }
        Ok(library)
    }

    /// Adds the `.rq` files of a folder, which may not take a name that is taken.
    ///
    /// # Errors
    /// The first file that cannot be used.
    pub fn load(mut self, folder: &Path) -> Result<Self, LibraryError> {
        match self.take_in(folder).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }

    /// Adds those `.rq` files of a folder that can be used, by name, and says what is wrong with the others.
    pub(crate) fn take_in(&mut self, folder: &Path) -> Vec<LibraryError> {
        let io = |path: &Path, source| LibraryError::Io { path: path.display().to_string(), source };
        let listed = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>());
        let mut paths = match listed {
            Ok(paths) => paths,
            Err(error) => return vec![io(folder, error)],
        };
        paths.retain(|path| is_query(path));
        paths.sort();
        let add = |path: PathBuf| {
            let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
            self.add(&path.display().to_string(), &text)
        };
        paths.into_iter().map(add).filter_map(Result::err).collect()
    }

    fn add(&mut self, path: &str, text: &str) -> Result<(), LibraryError> {
        let query = SavedQuery::parse(path, text, &self.base)?;
        if !header::is_name(&query.name) {
            let name = &query.name;
            let message = format!("the file's name is the query's: lower case letters, digits and _, not `{name}`");
            return Err(LibraryError::Header { path: path.to_owned(), line: 1, message });
        }
        if self.queries.contains_key(&query.name) {
            return Err(LibraryError::Shadows { path: path.to_owned(), name: query.name });
        }
        self.queries.insert(query.name.clone(), query);
        Ok(())
    }

    /// The query of a name; the error names those that look like it.
    pub fn get(&self, name: &str) -> Result<&SavedQuery, LibraryError> {
        self.queries.get(name).ok_or_else(|| LibraryError::Unknown {
            name: name.to_owned(),
            similar: entity::similar(self.queries.keys().map(String::as_str), name),
        })
    }

    /// All queries, by name.
    pub fn iter(&self) -> impl Iterator<Item = &SavedQuery> {
        self.queries.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocab::BASE;

    const HEADER: &str = "#+ summary: s\n#+ params:\n#+   - {name: agent, type: entity, example: fiji, help: h}\n";

    #[test]
    fn the_shipped_library_is_sound_and_described() {
        let library = Library::shipped(BASE).unwrap();
        assert_eq!(library.iter().count(), 62);
        for query in library.iter() {
            assert!(query.summary.ends_with('?') && !query.description.is_empty(), "{}", query.name);
            assert!(!query.tags.is_empty() && query.severity.is_none(), "{}", query.name);
            assert!(query.body().contains("ORDER BY"), "{}: the order of its rows is open", query.name);
        }
    }

    #[test]
    fn header_and_query_must_agree() {
        let unused = SavedQuery::parse("q/a.rq", &format!("{HEADER}SELECT * {{ ?s ?p ?o }}"), BASE).unwrap_err();
        assert_eq!(unused.to_string(), "q/a.rq:3: parameter `agent` is declared, but ?_agent_iri is not in the query");
        let text = "#+ summary: s\nSELECT * {\n ?_agent_iri ?p ?o }";
        let undeclared = SavedQuery::parse("q/a.rq", text, BASE).unwrap_err();
        assert_eq!(undeclared.to_string(), "q/a.rq:3: ?_agent_iri looks like a parameter, but none is declared");
    }

    #[test]
    fn a_chart_draws_columns_that_are_there() {
        let text = "#+ summary: s\n#+ chart: {type: bar, label: s, value: n}\nSELECT ?s (1 AS ?m) { ?s ?p ?o }";
        let error = SavedQuery::parse("q/a.rq", text, BASE).unwrap_err();
        assert_eq!(error.to_string(), "q/a.rq:2: the chart draws `n`, which is no column; there are s, m");
        assert!(SavedQuery::parse("q/a.rq", &text.replace("?m", "?n"), BASE).unwrap().chart.is_some());
    }

    #[test]
    fn a_syntax_error_has_its_line() {
        let error = SavedQuery::parse("a.rq", "#+ summary: s\nSELECT * {\n ?s ?p }", BASE).unwrap_err().to_string();
        assert!(error.starts_with("a.rq:3:"), "{error}");
    }

    #[test]
    fn a_users_folder_may_add_but_not_shadow() {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{HEADER}SELECT * {{ ?_agent_iri ?p ?o }}");
        std::fs::write(folder.path().join("mine.rq"), &text).unwrap();
        let library = Library::shipped(BASE).unwrap().load(folder.path()).unwrap();
        assert_eq!(library.get("mine").unwrap().columns(), ["_agent_iri", "o", "p"].map(String::from));
        std::fs::write(folder.path().join("pledges.rq"), &text).unwrap();
        let error = Library::shipped(BASE).unwrap().load(folder.path()).unwrap_err();
        assert!(matches!(error, LibraryError::Shadows { .. }), "{error}");
    }

    #[test]
    fn an_unknown_name_brings_near_ones() {
        let error = Library::shipped(BASE).unwrap().get("mandate_to").unwrap_err().to_string();
        assert!(error.contains("mandates_to"), "{error}");
    }
}
