//! The saved queries over HTTP: the library, each query as a form with its rows, and the rows as files.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::answer::COMPLETE;
use super::client::Client;
use super::errors::Problem;
use super::index::Index;
use super::lists::reading;
use super::names::Names;
use super::pages;
use super::request::parameters;
use super::site::{Published, Site};
use super::sparql::is_known;
use crate::graph::vocab;
use crate::publish::results::{Naming, ResultsFormat, write_boolean, write_rows, write_triples};
use crate::publish::{GraphFormat, SolutionFormat};
use crate::query::{Answer, Completeness, Parameter, ParameterType, SavedQuery, run, value};

/// Suggestions for one field of a form.
const SUGGESTIONS: usize = 400;

/// One field: a parameter, what was given for it, and what could be.
pub(super) struct Field<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) given: String,
    /// A value that this store knows, if there is one: the declared example is of the shipped documents.
    pub(super) example: Option<String>,
    /// Path and name.
    pub(super) suggestions: Vec<(String, String)>,
}

/// `GET /queries`
pub(super) async fn library(State(site): State<Arc<Site>>) -> Response {
    reading(site, |site, _| Ok(pages::library(site.library.iter()).into_response())).await
}

/// `GET /queries/{name}[.csv|.json|…]`
pub(super) async fn saved(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    uri: Uri,
    client: Option<Extension<Client>>,
    headers: HeaderMap,
) -> Response {
    reading(site, move |site, published| {
        let _paid = client.map(|Extension(client)| client.pays_for_thread());
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let respond = || {
            let query = site.library.get(stem).map_err(|error| {
                Problem::new(StatusCode::NOT_FOUND, "No such query", error.to_string())
                    .available(vec!["/queries".into()])
            })?;
            let given: BTreeMap<String, String> =
                parameters(&uri)?.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
            if extension.is_empty() {
                return page(site, published, query, &given, uri.query().unwrap_or_default());
            }
            let tag = tag(&published.snapshot.tag(), &uri);
            if is_known(&tag, &headers) {
                return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
            }
            let file = file(&answer(site, published, query, &given)?, extension)?;
            Ok(([(header::ETAG, tag), (header::CACHE_CONTROL, "no-cache".into())], file).into_response())
        };
        match respond() {
            // A file is asked for by a program.
            Err(problem) if !extension.is_empty() => Ok(problem.into_response()),
            result => result,
        }
    })
    .await
}

/// Weak, because compression may change the bytes. The same question to the same generation has the same answer.
fn tag(generation: &str, uri: &Uri) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    uri.hash(&mut hasher);
    format!("W/\"{generation}-{:x}\"", hasher.finish())
}

fn answer(
    site: &Site,
    published: &Published,
    query: &SavedQuery,
    given: &BTreeMap<String, String>,
) -> Result<Answer, Problem> {
    let wrong = |error: &dyn std::fmt::Display| {
        Problem::new(StatusCode::BAD_REQUEST, "These values do not fit the question", error.to_string())
    };
    let values = value::values(&published.snapshot, query, given).map_err(|error| wrong(&error))?;
    let bound = query.bind(&values).map_err(|error| wrong(&error))?;
    let limits = crate::query::Limits { rows: site.limits.rows, time: site.limits.deadline };
    run(&published.snapshot, bound, &limits)
        .map_err(|error| Problem::new(StatusCode::GATEWAY_TIMEOUT, "No answer", error.to_string()))
}

fn page(
    site: &Site,
    published: &Published,
    query: &SavedQuery,
    given: &BTreeMap<String, String>,
    asked: &str,
) -> Result<Response, Problem> {
    let index = published.index(&site.base)?;
    let fields: Vec<Field<'_>> = query
        .params
        .iter()
        .map(|parameter| {
            let suggestions = suggestions(index, parameter);
            let fits = value::value(&published.snapshot, &query.base, parameter, &parameter.example).is_ok();
            let declared = fits.then(|| parameter.example.clone());
            Field {
                parameter,
                given: given.get(&parameter.name).or(parameter.default.as_ref()).cloned().unwrap_or_default(),
                example: declared.or_else(|| suggestions.first().map(|(path, _)| path.clone())),
                suggestions,
            }
        })
        .collect();
    // The empty form of a question with a required value asks nothing yet.
    let ready = query.params.iter().all(|p| !p.required || given.contains_key(&p.name));
    let result = (ready || !given.is_empty()).then(|| answer(site, published, query, given));
    let names = Names::new(&published.snapshot, &site.base);
    let page = pages::saved(query, &fields, result.as_ref(), asked, &names)?;
    match &result {
        Some(Err(problem)) => Ok(problem.dress(page.into_response())),
        _ => Ok(page.into_response()),
    }
}

/// Things of the parameter's classes or scheme.
fn suggestions(index: &Index, parameter: &Parameter) -> Vec<(String, String)> {
    let classes: Vec<String> = parameter.class.iter().filter_map(|class| vocab::expand(class)).collect();
    let scheme = parameter.scheme.as_ref().map(|scheme| format!("voc/{scheme}/"));
    let fits = |entry: &&super::index::Entry| match parameter.kind {
        ParameterType::Entity => entry.kind.classes.iter().any(|class| classes.iter().any(|c| c == class.as_str())),
        ParameterType::Concept => scheme.as_ref().is_some_and(|scheme| entry.path.starts_with(scheme)),
        _ => false,
    };
    let found = index.entries.iter().filter(|entry| !entry.label.is_empty()).filter(fits);
    found.take(SUGGESTIONS).map(|entry| (entry.path.clone(), entry.label.clone())).collect()
}

/// The rows as a file.
fn file(answer: &Answer, extension: &str) -> Result<Response, Problem> {
    let known = ResultsFormat::from_name(extension).filter(|_| extension != "table");
    let content_type = SolutionFormat::from_extension(extension)
        .map(|format| format.content_type)
        .or(GraphFormat::from_extension(extension).map(|format| format.content_type));
    let (Some(format), Some(content_type)) = (known, content_type) else {
        let detail = format!("there is no format {extension:?} for an answer");
        return Err(Problem::new(StatusCode::NOT_FOUND, "No such format", detail)
            .available(["csv", "tsv", "json", "xml", "ttl", "nt", "jsonld"].map(Into::into).to_vec()));
    };
    if !format.takes_rows() && !matches!(answer, Answer::Graph { .. }) {
        let detail = format!("this question is answered by rows, and {extension} holds triples");
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "Not in this format", detail)
            .hint("put one of the extensions below behind the name of the question")
            .available(["csv", "tsv", "json", "xml"].map(Into::into).to_vec()));
    }
    // Only tables for people show names.
    let naming = Naming { labels: &BTreeMap::new(), shorten: &str::to_owned };
    let mut body = Vec::new();
    let (written, completeness) = match answer {
        Answer::Boolean(value) => (write_boolean(&mut body, *value, format), Completeness::Complete),
        Answer::Solutions(rows) => {
            (write_rows(&mut body, &rows.variables, &rows.rows, format, naming, None), rows.completeness)
        }
        Answer::Graph { triples, completeness } => {
            (write_triples(&mut body, triples, vocab::PREFIXES, format, naming, None), *completeness)
        }
    };
    written.map_err(|error| Problem::new(StatusCode::NOT_ACCEPTABLE, "Not in this format", error.to_string()))?;
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    let complete =
        if completeness.is_complete() { "true".into() } else { format!("false; {}", completeness.describe()) };
    if let Ok(value) = HeaderValue::from_str(&complete) {
        response.headers_mut().insert(COMPLETE, value);
    }
    Ok(response)
}
