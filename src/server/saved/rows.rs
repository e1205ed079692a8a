//! The answer of a saved query as programs get it: typed cells with their names, cut into pages.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use oxigraph::model::Term;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::query::bind::Value;
use crate::query::{Answer, Completeness, Rows, SavedQuery};
use crate::server::errors::Problem;
use crate::server::names::Names;
use crate::server::pages::proof;
use crate::store::StoreError;

/// One value, in the words of the [SPARQL results in JSON](https://www.w3.org/TR/sparql11-results-json/), with what people
/// want beside it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::server) struct Cell {
    #[serde(rename = "type")]
    kind: &'static str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    datatype: Option<String>,
    #[serde(rename = "xml:lang", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The name of a thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// Of a passage: its place in the document, for a browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) page: Option<String>,
}

impl Cell {
    pub(in crate::server) fn new(term: &Term, names: &Names<'_>) -> Result<Self, StoreError> {
        let plain = |kind, value: &str| Self {
            kind,
            value: value.to_owned(),
            datatype: None,
            language: None,
            label: None,
            page: None,
        };
        Ok(match term {
            Term::NamedNode(iri) => match proof(iri.as_str(), names.base) {
                Some((_, address)) => Self { page: Some(address), ..plain("uri", iri.as_str()) },
                None => Self { label: Some(names.label(iri.as_str())?), ..plain("uri", iri.as_str()) },
            },
            Term::BlankNode(node) => plain("bnode", node.as_str()),
            Term::Literal(literal) => {
                let string = literal.datatype() == oxigraph::model::vocab::xsd::STRING;
                let typed = (!string && literal.language().is_none()).then(|| literal.datatype().as_str().to_owned());
                Self {
                    datatype: typed,
                    language: literal.language().map(str::to_owned),
                    ..plain("literal", literal.value())
                }
            }
            Term::Triple(triple) => plain("triple", &triple.to_string()),
        })
    }

    /// The cell in a line of text: the name, or the value.
    pub(in crate::server) fn text(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.value)
    }
}

/// A part of the answer.
#[derive(Debug, Serialize)]
pub(in crate::server) struct Page {
    pub(in crate::server) query: String,
    pub(in crate::server) summary: String,
    /// What was asked, as terms.
    pub(in crate::server) parameters: BTreeMap<String, Cell>,
    pub(in crate::server) columns: Vec<String>,
    pub(in crate::server) rows: Vec<BTreeMap<String, Cell>>,
    /// Rows of the whole answer; none where it was cut.
    pub(in crate::server) total: Option<usize>,
    pub(in crate::server) complete: bool,
    /// `complete`, or in which way it is not.
    pub(in crate::server) completeness: String,
    /// Where the next part is; none behind the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) next: Option<String>,
    /// The value for `after` with which the next part begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) after: Option<String>,
    /// Of a question that is answered by yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) boolean: Option<bool>,
}

/// Which part is wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Part {
    /// Most rows.
    pub(in crate::server) limit: usize,
    /// The key of the row behind which it begins.
    pub(in crate::server) after: Option<String>,
}

/// The part of an answer that is wanted. A part begins behind a row, not at a number, so that no row is left out or given
/// twice when the graph changes in between.
pub(in crate::server) fn page(
    query: &SavedQuery,
    values: &BTreeMap<String, Value>,
    answer: &Answer,
    part: &Part,
    names: &Names<'_>,
) -> Result<Page, Problem> {
    let mut parameters = BTreeMap::new();
    for parameter in &query.params {
        if let Some(value) = values.get(&parameter.variable()) {
            parameters.insert(parameter.name.clone(), Cell::new(&value.clone().into(), names)?);
        }
    }
    let mut page = Page {
        query: query.name.clone(),
        summary: query.summary.clone(),
        parameters,
        columns: query.columns(),
        rows: Vec::new(),
        total: None,
        complete: true,
        completeness: Completeness::Complete.describe(),
        next: None,
        after: None,
        boolean: None,
    };
    match answer {
        Answer::Boolean(value) => page.boolean = Some(*value),
        Answer::Solutions(rows) => cut(&mut page, rows, part, names)?,
        Answer::Graph { .. } => {
            let detail = "this question is answered by triples";
            return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "Not as rows", detail)
                .available(vec![format!("/queries/{}.ttl", query.name)]));
        }
    }
    Ok(page)
}

fn cut(page: &mut Page, rows: &Rows, part: &Part, names: &Names<'_>) -> Result<(), Problem> {
    let begin = match &part.after {
        None => 0,
        Some(key) => 1 + place(&rows.rows, key).ok_or_else(gone)?,
    };
    let end = rows.rows.len().min(begin.saturating_add(part.limit));
    for row in &rows.rows[begin.min(end)..end] {
        let mut cells = BTreeMap::new();
        for (variable, term) in rows.variables.iter().zip(row) {
            if let Some(term) = term {
                cells.insert(variable.as_str().to_owned(), Cell::new(term, names)?);
            }
        }
        page.rows.push(cells);
    }
    page.complete = rows.completeness.is_complete();
    page.completeness = rows.completeness.describe();
    page.total = page.complete.then_some(rows.rows.len());
    page.after = (end > begin && end < rows.rows.len()).then(|| key(&rows.rows, end - 1));
    Ok(())
}

fn gone() -> Problem {
    Problem::new(
        StatusCode::GONE,
        "The row is gone",
        "the answer has no row any more behind which this part would begin",
    )
    .hint("the graph has changed; ask for the first part again, without `after`")
}

/// What names a row: its place, and a digest of its values, so that it is found again where the answer has grown.
fn key(rows: &[Vec<Option<Term>>], index: usize) -> String {
    format!("{index}-{}", digest(&rows[index]))
}

fn place(rows: &[Vec<Option<Term>>], key: &str) -> Option<usize> {
    let (index, wanted) = key.split_once('-')?;
    let index: usize = index.parse().ok()?;
    if rows.get(index).is_some_and(|row| digest(row) == wanted) {
        return Some(index);
    }
    rows.iter().position(|row| digest(row) == wanted)
}

fn digest(row: &[Option<Term>]) -> String {
    let mut hasher = Sha256::new();
    for term in row {
        hasher.update(term.as_ref().map(ToString::to_string).unwrap_or_default());
        hasher.update([0]);
    }
    let bytes = hasher.finalize();
    bytes.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    fn rows(names: &[&str]) -> Vec<Vec<Option<Term>>> {
        names.iter().map(|name| vec![Some(Literal::from(*name).into()), None]).collect()
    }

    #[test]
    fn a_row_is_found_again_where_others_came_before_it() {
        let before = rows(&["b", "c", "d"]);
        let after = rows(&["a", "b", "b2", "c", "d"]);
        assert_eq!(place(&before, &key(&before, 1)), Some(1));
        assert_eq!(place(&after, &key(&before, 1)), Some(3));
        assert_eq!(place(&rows(&["a"]), &key(&before, 1)), None);
        for wrong in ["", "1", "x-y", "-", "99999999999999999999-ab"] {
            assert_eq!(place(&before, wrong), None, "{wrong}");
        }
    }
}
