//! The saved queries over HTTP: the library, each query as a form with its rows, the rows as files and for programs.

mod api;
mod choices;
mod file;
mod rdf;
mod rows;
mod schema;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::cache::is_steady;
use super::errors::Problem;
use super::lists::reading;
use super::names::Names;
use super::pages;
use super::published::Published;
use super::refusals::{failed, late};
use super::request::{self, accept, parameters};
use super::site::Site;
use super::sparql::is_known;
use crate::publish::{GRAPH_FORMATS, GraphFormat, negotiate, quad_order, write_quads};
use crate::query::bind::Value;
use crate::query::{Answer, Parameter, RunError, SavedQuery, run, value};

pub(super) use api::{MOST_ROWS, MOST_VALUES, ROWS, VALUES, form_of, list, rows, values};
use choices::{Choices, choices};
pub(super) use rdf::quads;
pub(super) use rows::{Page, Part, page};
pub(super) use schema::{help, schema};

/// Suggestions for one field of a form.
const SUGGESTIONS: usize = 400;

/// One field: a parameter, what was given for it, and what could be.
pub(super) struct Field<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) given: String,
    /// A value that this store knows, if there is one: the declared example is of the shipped documents.
    pub(super) example: Option<String>,
    /// Values that are possible, and whether there are more.
    pub(super) choices: Choices,
}

/// `GET /queries`
pub(super) async fn library(State(site): State<Arc<Site>>) -> Response {
    reading(site, Site::published, |site, _| Ok(pages::library(site.library().iter()).into_response())).await
}

/// `GET /queries.ttl`, `.nt`, `.jsonld`: the library in RDF.
pub(super) async fn description(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let accept = accept(&headers);
    reading(site, Site::published, move |site, _| {
        let extension = uri.path().rsplit_once('.').map_or("", |(_, extension)| extension);
        let format = GraphFormat::from_extension(extension)
            .or_else(|| negotiate(&accept, GRAPH_FORMATS.iter().map(|format| (format.media_types, *format))))
            .unwrap_or(GRAPH_FORMATS[0]);
        let mut quads = quads(site, &site.library());
        quads.sort_by_cached_key(quad_order);
        let mut body = Vec::new();
        write_quads(&quads, format.format, &mut body).map_err(Problem::internal)?;
        Ok(([(header::CONTENT_TYPE, format.content_type), (header::CACHE_CONTROL, "no-cache")], body).into_response())
    })
    .await
}

/// `GET /queries/{name}[.csv|.json|…]`
pub(super) async fn saved(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    reading(site, Site::published, move |site, published| {
        let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
        let library = site.library();
        let respond = || {
            let query = library.get(stem).map_err(|error| api::unknown(&error))?;
            let given: BTreeMap<String, String> =
                parameters(&uri)?.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
            if extension.is_empty() {
                return form(site, published, query, &given, uri.query().unwrap_or_default());
            }
            if extension == "rq" {
                let text = [(header::CONTENT_TYPE, "application/sparql-query"), (header::CACHE_CONTROL, "no-cache")];
                return Ok((text, query.text.clone()).into_response());
            }
            let tag = match fresh(published, query, &uri, &headers) {
                Ok(tag) => tag,
                Err(known) => return Ok(known),
            };
            let values = terms(published, query, &given)?;
            let answer = evaluated(site, published, query, &values)?;
            let file = file::file(published, &site.base, &answer, extension)?;
            let name = format!("inline; filename=\"{stem}.{extension}\"");
            let headers =
                [(header::ETAG, tag), (header::CACHE_CONTROL, "no-cache".into()), (header::CONTENT_DISPOSITION, name)];
            Ok((headers, file).into_response())
        };
        match respond() {
            // A file is asked for by a program.
            Err(problem) if !extension.is_empty() => Ok(problem.into_response()),
            result => result,
        }
    })
    .await
}

/// `POST /queries/{name}`: the same form, sent in the body; the answer has an address of its own.
pub(super) async fn posted(State(site): State<Arc<Site>>, Path(name): Path<String>, request: Request) -> Response {
    let read = async {
        let kind = request::media_type(request.headers())?;
        if kind != request::FORM {
            let detail = format!("the values of a question come as {}, not as {kind:?}", request::FORM);
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not a form", detail));
        }
        request::pairs(&request::text(request, site.limits.query_bytes).await?)
    };
    match read.await {
        Ok(pairs) => {
            let pairs = pairs.iter().map(|(name, value)| format!("{}={}", pages::encode(name), pages::encode(value)));
            let address = format!("/queries/{}?{}", pages::encode(&name), pairs.collect::<Vec<_>>().join("&"));
            (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

/// Weak, because compression may change the bytes. The same question to the same generation has the same answer.
fn tag(published: &Published, query: &SavedQuery, uri: &Uri) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    uri.hash(&mut hasher);
    query.text.hash(&mut hasher);
    format!("W/\"{}-{:x}\"", published.tag, hasher.finish())
}

/// The tag of an answer, or the word that the client has it already.
fn fresh(published: &Published, query: &SavedQuery, uri: &Uri, headers: &HeaderMap) -> Result<String, Response> {
    let tag = tag(published, query, uri);
    if is_known(&tag, headers) {
        return Err((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(tag)
}

fn wrong(error: impl std::fmt::Display) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "These values do not fit the question", error.to_string())
}

/// The terms for what was given.
pub(super) fn terms(
    published: &Published,
    query: &SavedQuery,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, Problem> {
    value::values(&published.snapshot, query, given).map_err(wrong)
}

/// The answer, as it was kept or evaluated now.
pub(super) fn evaluated(
    site: &Site,
    published: &Published,
    query: &SavedQuery,
    values: &BTreeMap<String, Value>,
) -> Result<Arc<Answer>, Problem> {
    let bound = query.bind(values).map_err(wrong)?;
    let text = bound.to_string();
    let steady = site.limits.cache > 0 && is_steady(&text);
    let key = (published.tag.clone(), text.into_boxed_str());
    if let Some(answer) = steady.then(|| site.cache.saved(&key)).flatten() {
        return Ok(answer);
    }
    let limits = crate::query::Limits { rows: site.limits.rows, time: site.limits.deadline };
    let answer = run(&published.snapshot, bound, &limits).map_err(|error| match error {
        RunError::TimedOut { after } => late(after),
        RunError::Evaluation(error) => failed(error.into(), limits.time),
    })?;
    let answer = Arc::new(answer);
    if steady && answer.is_complete() {
        site.cache.put_saved(key, answer.clone());
    }
    Ok(answer)
}

fn form(
    site: &Site,
    published: &Published,
    query: &SavedQuery,
    given: &BTreeMap<String, String>,
    asked: &str,
) -> Result<Response, Problem> {
    let index = site.index(published)?;
    let fields = query
        .params
        .iter()
        .map(|parameter| {
            let choices = choices(&published.snapshot, &site.base, &index, parameter, "", SUGGESTIONS)?;
            let fits = value::value(&published.snapshot, &query.base, parameter, &parameter.example).is_ok();
            let declared = fits.then(|| parameter.example.clone());
            Ok(Field {
                parameter,
                given: given.get(&parameter.name).or(parameter.default.as_ref()).cloned().unwrap_or_default(),
                example: declared.or_else(|| choices.values.first().map(|choice| choice.value.clone())),
                choices,
            })
        })
        .collect::<Result<Vec<Field<'_>>, Problem>>()?;
    // The empty form of a question with a required value asks nothing yet.
    let ready = query.params.iter().all(|p| !p.required || given.contains_key(&p.name));
    let answered = || {
        let values = terms(published, query, given)?;
        let answer = evaluated(site, published, query, &values)?;
        Ok((query.bind(&values).map_err(wrong)?, answer))
    };
    let result = (ready || !given.is_empty()).then(answered);
    let names = Names::new(&published.snapshot, &site.base);
    let page = pages::saved(query, &fields, result.as_ref(), asked, &names)?;
    match &result {
        Some(Err(problem)) => Ok(problem.dress(page.into_response())),
        _ => Ok(page.into_response()),
    }
}
