//! The thing that somebody means who writes a name, a path or an IRI into a form.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::Of;
use crate::server::errors::Problem;
use crate::server::index::{Entry, Index};
use crate::server::names::Names;
use crate::server::site::Site;

/// Names that are offered where a text names nothing, or several things.
const OFFERED: usize = 12;

/// What a text in a form leads to.
#[derive(Debug, Clone)]
pub(in crate::server) enum Found {
    /// Nothing was written.
    Nothing,
    /// IRI.
    One(String),
    /// No thing, or several: paths and labels of what may be meant.
    Several(Vec<(String, String)>),
}

impl Found {
    /// The IRI, if the text names one thing.
    pub(in crate::server) fn iri(&self) -> Option<&str> {
        match self {
            Self::One(iri) => Some(iri),
            _ => None,
        }
    }

    /// For a file, which has no form: what is wrong with a parameter.
    fn problem(&self, name: &str, text: Option<&str>) -> Option<Problem> {
        let bad = |status, detail| Some(Problem::new(status, "Unreadable parameters", detail));
        match (self, text) {
            (Self::One(_), _) => None,
            (Self::Nothing, _) | (_, None) => {
                bad(StatusCode::BAD_REQUEST, format!("`{name}` is missing: an IRI, a path or a name"))
            }
            (Self::Several(offered), Some(text)) => {
                let detail = format!("`{name}` names no one thing: {text:?}; those that come near are listed");
                let offered = offered.iter().map(|(path, _)| format!("/{path}")).collect();
                bad(StatusCode::NOT_FOUND, detail).map(|problem| problem.available(offered))
            }
        }
    }
}

/// The two things that two parameters name; a file, which has no form, needs both.
pub(super) fn both(of: &Of<'_>, index: &Index, names: [&str; 2], wanted: &[&str]) -> Result<[Found; 2], Problem> {
    let texts = names.map(|name| of.asked.one(name));
    let found = [find(of.site, of.names, index, texts[0], wanted)?, find(of.site, of.names, index, texts[1], wanted)?];
    if of.whole {
        let parts = names.iter().zip(texts).zip(&found);
        for ((name, text), found) in parts {
            if let Some(problem) = found.problem(name, text) {
                return Err(problem);
            }
        }
    }
    Ok(found)
}

/// Reads a text as an IRI, a path, the end of a path, or a name; `wanted` are the first steps of the paths that will do, none
/// for any.
pub(in crate::server) fn find(
    site: &Site,
    names: &Names<'_>,
    index: &Index,
    text: Option<&str>,
    wanted: &[&str],
) -> Result<Found, Problem> {
    let Some(text) = text else { return Ok(Found::Nothing) };
    let text = text.trim_matches(['<', '>', ' ']);
    let path = text.strip_prefix(&site.base).unwrap_or(text).trim_matches('/');
    let fits = |entry: &Entry| wanted.is_empty() || wanted.contains(&entry.kind.segment);
    if let Ok(at) = index.entries.binary_search_by(|entry| entry.path.as_str().cmp(path))
        && fits(&index.entries[at])
    {
        return Ok(Found::One(format!("{}{path}", site.base)));
    }
    let lower = text.to_lowercase();
    let end = format!("/{}", path.to_lowercase());
    let mut exact: BTreeSet<&str> = BTreeSet::new();
    for entry in index.entries.iter().filter(|entry| fits(entry)) {
        if entry.is_called(&lower) || (entry.path.len() > end.len() && entry.path.ends_with(&end)) {
            exact.insert(&entry.path);
        }
    }
    if let (1, Some(path)) = (exact.len(), exact.first()) {
        return Ok(Found::One(format!("{}{path}", site.base)));
    }
    let mut offered: Vec<&Entry> =
        index.entries.iter().filter(|entry| exact.contains(entry.path.as_str())).take(OFFERED).collect();
    if offered.is_empty() {
        offered = index.search(text, OFFERED, fits).0;
    }
    if offered.is_empty() {
        offered = index.nearest(text, OFFERED * 4).into_iter().filter(|entry| fits(entry)).take(OFFERED).collect();
    }
    let labelled = offered.into_iter().map(|entry| {
        let label = match entry.label.is_empty() {
            true => names.label(&format!("{}{}", site.base, entry.path))?,
            false => entry.label.clone(),
        };
        Ok::<_, Problem>((entry.path.clone(), label))
    });
    Ok(Found::Several(labelled.collect::<Result<_, _>>()?))
}
