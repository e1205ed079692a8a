//! The saved queries for programs: `/api/queries`, one of them with its rows, and the values that its parameters may have.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use serde::Serialize;
use spargebra::Query;

use super::choices::choices;
use super::rows::{Part, page};
use super::{evaluated, fresh, terms};
use crate::query::{Chart, Parameter, SavedQuery};
use crate::server::answer::COMPLETE;
use crate::server::data::{data, json};
use crate::server::errors::Problem;
use crate::server::names::Names;
use crate::server::pages::encode;
use crate::server::request::parameters;
use crate::server::site::Site;

/// Rows of a part, unless a number is asked for, and at most.
pub(in crate::server) const ROWS: usize = 100;
pub(in crate::server) const MOST_ROWS: usize = 1000;

/// Values that are suggested, unless a number is asked for, and at most.
pub(in crate::server) const VALUES: usize = 20;
pub(in crate::server) const MOST_VALUES: usize = 200;

/// One query in the list.
#[derive(Serialize)]
pub(in crate::server) struct Listed<'a> {
    name: &'a str,
    summary: &'a str,
    description: &'a str,
    tags: &'a [String],
    /// `select`, `ask`, `construct` or `describe`.
    form: &'static str,
    parameters: Vec<ListedParameter<'a>>,
    columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: &'a Option<Chart>,
    /// Where its rows are, its page, its text.
    rows: String,
    page: String,
    text: String,
}

/// One parameter, as its header declares it.
#[derive(Serialize)]
struct ListedParameter<'a> {
    #[serde(flatten)]
    declared: &'a Parameter,
    /// Where its possible values are.
    values: String,
}

impl<'a> Listed<'a> {
    pub(in crate::server) fn new(query: &'a SavedQuery) -> Self {
        let name = &query.name;
        let listed = |parameter: &'a Parameter| ListedParameter {
            declared: parameter,
            values: format!("/api/queries/{name}/params/{}", parameter.name),
        };
        Self {
            name,
            summary: &query.summary,
            description: query.description.trim(),
            tags: &query.tags,
            form: form_of(query),
            parameters: query.params.iter().map(listed).collect(),
            columns: query.columns(),
            chart: &query.chart,
            rows: format!("/api/queries/{name}"),
            page: format!("/queries/{name}"),
            text: format!("/queries/{name}.rq"),
        }
    }
}

pub(in crate::server) fn form_of(query: &SavedQuery) -> &'static str {
    match query.query {
        Query::Select { .. } => "select",
        Query::Ask { .. } => "ask",
        Query::Construct { .. } => "construct",
        Query::Describe { .. } => "describe",
    }
}

/// `GET /api/queries`
pub(in crate::server) async fn list(State(site): State<Arc<Site>>) -> Response {
    data(site, Site::published, |site, _| {
        let library = site.library();
        let queries: Vec<Listed<'_>> = library.iter().map(Listed::new).collect();
        Ok(json(&serde_json::json!({ "total": queries.len(), "queries": queries })))
    })
    .await
}

/// `GET /api/queries/{name}?…&limit=&after=`
pub(in crate::server) async fn rows(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    data(site, Site::published, move |site, published| {
        let library = site.library();
        let query = library.get(&name).map_err(|error| unknown(&error))?;
        let (mut given, part) = part(&uri)?;
        given.retain(|_, value| !value.trim().is_empty());
        let tag = match fresh(published, query, &uri, &headers) {
            Ok(tag) => tag,
            Err(known) => return Ok(known),
        };
        let values = terms(published, query, &given)?;
        let answer = evaluated(site, published, query, &values)?;
        let names = Names::new(&published.snapshot, &site.base);
        let mut page = page(query, &values, &answer, &part, &names)?;
        page.next = page.after.as_ref().map(|after| {
            let given = given.iter().map(|(name, value)| format!("{name}={}&", encode(value)));
            format!("/api/queries/{name}?{}limit={}&after={after}", given.collect::<String>(), part.limit)
        });
        let mut response = json(&page);
        let complete = if page.complete { "true".into() } else { format!("false; {}", page.completeness) };
        if let (Ok(tag), Ok(complete)) = (HeaderValue::from_str(&tag), HeaderValue::from_str(&complete)) {
            response.headers_mut().insert(header::ETAG, tag);
            response.headers_mut().insert(COMPLETE, complete);
        }
        if let Some(link) = page.next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
            response.headers_mut().insert(header::LINK, link);
        }
        Ok(response)
    })
    .await
}

/// `GET /api/queries/{name}/params/{param}?q=&limit=`
pub(in crate::server) async fn values(
    State(site): State<Arc<Site>>,
    Path((name, parameter)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    data(site, Site::published, move |site, published| {
        let library = site.library();
        let query = library.get(&name).map_err(|error| unknown(&error))?;
        let known = |declared: &&Parameter| declared.name == parameter;
        let declared = query.params.iter().find(known).ok_or_else(|| {
            let available =
                query.params.iter().map(|parameter| format!("/api/queries/{name}/params/{}", parameter.name));
            Problem::new(StatusCode::NOT_FOUND, "No such parameter", format!("{name} has no parameter `{parameter}`"))
                .available(available.collect())
        })?;
        let (mut words, mut limit) = (String::new(), VALUES);
        for (name, value) in parameters(&uri)? {
            match name.as_str() {
                "q" => words = value,
                "limit" => limit = number(&name, &value, MOST_VALUES)?,
                _ => return Err(strange(&name, "q, limit")),
            }
        }
        let index = site.index(published)?;
        Ok(json(&choices(&published.snapshot, &site.base, &index, declared, words.trim(), limit)?))
    })
    .await
}

/// The values that were given, and the part that is asked for.
fn part(uri: &Uri) -> Result<(BTreeMap<String, String>, Part), Problem> {
    let mut part = Part { limit: ROWS, after: None };
    let mut given = BTreeMap::new();
    for (name, value) in parameters(uri)? {
        match name.as_str() {
            "limit" => part.limit = number(&name, &value, MOST_ROWS)?,
            "after" => part.after = Some(value),
            _ if given.contains_key(&name) => {
                let detail = format!("`{name}` is given twice");
                return Err(Problem::new(StatusCode::BAD_REQUEST, "These values do not fit the question", detail));
            }
            _ => {
                given.insert(name, value);
            }
        }
    }
    Ok((given, part))
}

fn number(name: &str, value: &str, most: usize) -> Result<usize, Problem> {
    value.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| {
        let detail = format!("`{name}` is a number from 1 to {most}, not {value:?}");
        Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail)
    })
}

fn strange(name: &str, known: &str) -> Problem {
    let detail = format!("there is no parameter {name:?} here; there are {known}");
    Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail)
}

pub(super) fn unknown(error: &crate::query::LibraryError) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "No such query", error.to_string()).available(vec!["/queries".into()])
}
