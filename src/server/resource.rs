//! Everything with an IRI: its page or its data, by suffix or by the Accept header. A page's path is its IRI's path.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphNameRef, NamedNodeRef};

use super::answer::{COMPLETE, WARNING};
use super::client::in_thread;
use super::dataset;
use super::document::{Part, Reading};
use super::entity::{Bounds, Entity, Listed};
use super::errors::Problem;
use super::kept::steady;
use super::kinds::{KINDS, OTHERS, by_segment};
use super::names::Names;
use super::overview::Overview;
use super::published::Published;
use super::request::{accept, parameters};
use super::screens::about;
use super::site::Site;
use super::sparql::is_known;
use super::written::{with_completeness, written};
use super::{dumps, lists, nanopub, pages};
use crate::publish::dataset::Statistics;
use crate::publish::{GRAPH_FORMATS, GraphFormat, describe, framed, negotiate};
use crate::store::StoreError;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}

/// A representation of a thing.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Page,
    Graph(GraphFormat),
    Csv,
    /// What the page shows, for programs that know no RDF.
    Json,
}

impl Form {
    /// The format of RDF, if it is one.
    fn graph(self) -> Option<GraphFormat> {
        if let Self::Graph(format) = self { Some(format) } else { None }
    }
}

/// `GET /id/{path}`: the thing itself cannot be sent, so 303 to its page or its data.
pub(super) async fn thing(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches("/id").to_owned();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let target = match accepted(&headers) {
        Some(Form::Page) => format!("{path}{query}"),
        Some(Form::Graph(format)) => format!("{path}.{}", format.extension),
        Some(Form::Csv) => format!("{path}.csv"),
        Some(Form::Json) => format!("{path}.json"),
        None => return not_acceptable().into_response(),
    };
    // Two slashes would name a host.
    let target = format!("/{}", target.trim_start_matches('/'));
    vary(Redirect::to(&target).into_response())
}

/// `GET /{path}`: a list, a page, or data.
pub(super) async fn resource(State(site): State<Arc<Site>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let wants_page = accepted(&headers) == Some(Form::Page);
    match in_thread(move || respond(&site, &method, &uri, &headers)).await.flatten() {
        Ok(response) => vary(response),
        Err(problem) if wants_page => vary(pages::problem_page(&problem)),
        Err(problem) => vary(problem.into_response()),
    }
}

fn accepted(headers: &HeaderMap) -> Option<Form> {
    let accept = accept(headers);
    let page: (&[&str], Form) = (&["text/html", "application/xhtml+xml"], Form::Page);
    let graphs = GRAPH_FORMATS.iter().map(|format| (format.media_types, Form::Graph(*format)));
    let csv: (&[&str], Form) = (&["text/csv"], Form::Csv);
    negotiate(&accept, std::iter::once(page).chain(graphs).chain(std::iter::once(csv)))
}

fn respond(site: &Site, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Response, Problem> {
    let published = site.published();
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8().map_err(|_| unknown_bytes())?;
    if path.ends_with('/') {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(Redirect::permanent(&format!("/{}{query}", uri.path().trim_matches('/'))).into_response());
    }
    let path = path.trim_matches('/');
    if let Some(("ns" | "ontology", extension)) = path.rsplit_once('.')
        && let Some(form @ Form::Graph(_)) = form_of(extension)
    {
        return data(site, &published, &format!("{}graph/vocabulary", site.base), form);
    }
    // The terms of this version are those that are served.
    if path.starts_with("ns/")
        && lists::version(site, &published)?.is_some_and(|(_, address)| address.trim_start_matches('/') == path)
    {
        return Ok(Redirect::to("/ontology").into_response());
    }
    let file = path.strip_prefix(dataset::PATH).and_then(|path| path.strip_prefix('/'));
    if let Some(answer) = file.and_then(|name| dumps::respond(site, &site.settled(), name, method, headers)) {
        return answer;
    }
    if let Some(path) = path.strip_prefix(nanopub::BELOW) {
        return nanopub::respond(site, &published, path, headers);
    }
    if let Some(kind) = by_segment(path) {
        return lists::list(site, &site.settled(), kind, uri);
    }
    if let Some(iri) = known(site, &published, path)? {
        let form = accepted(headers).ok_or_else(not_acceptable)?;
        return represent(site, &published, &iri, form, uri, headers);
    }
    if let Some((stem, extension)) = path.rsplit_once('.')
        && let Some(form) = form_of(extension)
        && let Some(iri) = known(site, &published, stem)?
    {
        return represent(site, &published, &iri, form, uri, headers);
    }
    let index = site.index(&published)?;
    let nearest = index.nearest(path, 8);
    if accepted(headers) == Some(Form::Page) {
        let nearest = lists::labelled(site, &published, nearest)?;
        return Ok((StatusCode::NOT_FOUND, pages::unknown(path, &nearest)).into_response());
    }
    let detail = format!("there is nothing at /{path}; the nearest names are listed");
    Err(Problem::new(StatusCode::NOT_FOUND, "No such page", detail)
        .available(nearest.iter().map(|entry| format!("/{}", entry.path)).collect()))
}

fn form_of(extension: &str) -> Option<Form> {
    match extension {
        "html" => Some(Form::Page),
        "csv" => Some(Form::Csv),
        "json" => Some(Form::Json),
        _ => GraphFormat::from_extension(extension).map(Form::Graph),
    }
}

/// The IRI of a path, if the store says anything about it.
fn known(site: &Site, published: &Published, path: &str) -> Result<Option<String>, Problem> {
    let iri = format!("{}{path}", site.base);
    if is_dataset(site, &iri) {
        return Ok(Some(iri));
    }
    let Ok(node) = NamedNodeRef::new(&iri) else { return Ok(None) };
    let snapshot = &published.snapshot;
    let about = snapshot.quads(Some(node.into()), None, None, None).next();
    let found = match about.or_else(|| snapshot.quads(None, None, Some(node.into()), None).next()) {
        None => snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(node))).next(),
        found => found,
    };
    Ok(found.transpose()?.map(|_| iri.clone()))
}

fn represent(
    site: &Site,
    published: &Published,
    iri: &str,
    form: Form,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let extension = match form {
        Form::Page => "html",
        Form::Csv => "csv",
        Form::Json => "json",
        Form::Graph(format) => format.extension,
    };
    // What is said of the whole is said of what has been counted.
    let settled = is_dataset(site, iri).then(|| site.settled());
    let published = settled.as_deref().unwrap_or(published);
    // What is not counted yet is left out, and files that are not written yet are not described: another text, another tag.
    let ready = Ready {
        statistics: published.statistics_ready().filter(|_| matches!(form, Form::Page | Form::Json)),
        overview: published.overview_ready(&site.base).filter(|_| form == Form::Page),
    };
    let files = if is_dataset(site, iri) && published.dumps_ready(&site.base).is_some() { "-files" } else { "" };
    let there = [ready.statistics.is_some(), ready.overview.is_some()].map(u8::from);
    let is_whole = match form {
        Form::Page => there == [1, 1],
        Form::Json => there[0] == 1,
        Form::Csv | Form::Graph(_) => true,
    } && (!is_dataset(site, iri) || !files.is_empty());
    let tag = format!("W/\"{}-{extension}{files}-{}{}\"", published.snapshot.tag(), there[0], there[1]);
    if is_known(&tag, headers) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let mut response = match form {
        Form::Page => page(site, published, iri, uri, ready)?,
        Form::Json => json(site, published, iri, &ready)?,
        form => data(site, published, iri, form)?,
    };
    let path = iri.strip_prefix(&site.base).unwrap_or(iri);
    let mut link = format!("<{iri}>; rel=\"canonical\"");
    for format in GRAPH_FORMATS {
        let media_type = format.media_types[0];
        let _ = write!(link, ", </{path}.{}>; rel=\"alternate\"; type=\"{media_type}\"", format.extension);
    }
    link.push_str(", </.well-known/void>; rel=\"describedby\"; type=\"text/turtle\"");
    if let Some(licence) = dataset::licence(&published.snapshot, iri, &site.base)? {
        let _ = write!(link, ", <{licence}>; rel=\"license\"");
    }
    let headers = response.headers_mut();
    for (name, value) in [(header::ETAG, tag), (header::LINK, link), (header::CACHE_CONTROL, "no-cache".into())] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    Ok(if is_whole { steady(response, &published.tag) } else { response })
}

/// What of a generation was there when a request came.
struct Ready {
    statistics: Option<Arc<Statistics>>,
    overview: Option<Arc<Overview>>,
}

fn page(site: &Site, published: &Published, iri: &str, uri: &Uri, ready: Ready) -> Result<Response, Problem> {
    let names = Names::new(&published.snapshot, &site.base);
    let statistics = ready.statistics.as_deref();
    if let Some((list, number)) = list(uri)? {
        let listed = Listed::read(&names, iri, &list, number, statistics)?.ok_or_else(|| {
            let detail = format!("there is no page {number} of what has the relation {list:?} to this");
            Problem::new(StatusCode::NOT_FOUND, "No such page", detail)
        })?;
        return Ok(pages::listed(&listed, &site.base).into_response());
    }
    let bounds = Bounds::page(statistics);
    if let Some(reading) = Reading::read(&names, &site.texts, iri, part(uri)?)? {
        let about = Entity::read(&names, iri, &bounds)?;
        return Ok(pages::document(&reading, about.as_ref(), &site.base).into_response());
    }
    match Entity::read(&names, iri, &bounds)? {
        Some(entity) if is_dataset(site, iri) => {
            let described = dataset::described(site, published)?;
            Ok(pages::dataset(&entity, &described.parts, &described.files, &site.base).into_response())
        }
        Some(entity) => {
            // Without the overviews a page has its facts all the same.
            let about =
                ready.overview.zip(entity.kind).and_then(|(overview, kind)| about(&overview, iri, kind.segment));
            Ok(pages::entity(&entity, about.as_ref(), &site.base).into_response())
        }
        // Only a name of a graph, or only said about in other graphs: its data says what there is.
        None => Ok(Redirect::to(&format!("/{}.trig", iri.strip_prefix(&site.base).unwrap_or(iri))).into_response()),
    }
}

/// The ontology as data, if the client likes that better than the page.
pub(super) fn vocabulary(site: &Site, published: &Published, headers: &HeaderMap) -> Result<Option<Response>, Problem> {
    match accepted(headers) {
        Some(form @ Form::Graph(_)) => data(site, published, &format!("{}graph/vocabulary", site.base), form).map(Some),
        _ => Ok(None),
    }
}

/// What the page shows, in JSON.
fn json(site: &Site, published: &Published, iri: &str, ready: &Ready) -> Result<Response, Problem> {
    let names = Names::new(&published.snapshot, &site.base);
    let bounds = Bounds::data(site.limits.description, ready.statistics.as_deref());
    let Some(entity) = Entity::read(&names, iri, &bounds)? else {
        let path = iri.strip_prefix(&site.base).unwrap_or(iri);
        return Err(Problem::new(StatusCode::NOT_FOUND, "No such page", "this is only the name of a graph")
            .available(vec![format!("/{path}.trig")]));
    };
    let body = serde_json::to_vec_pretty(&entity).map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// `?list=igm:context&page=2`: all things of one relation, of which a page shows the first.
fn list(uri: &Uri) -> Result<Option<(String, usize)>, Problem> {
    let (mut list, mut page) = (None, 1);
    for (name, value) in parameters(uri)? {
        match name.as_str() {
            "list" => list = Some(value),
            "page" => page = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    Ok(list.map(|list| (list, page)))
}

/// What of a document is asked for: a passage or the number of a fact, kinds of fact, sentences without one.
fn part(uri: &Uri) -> Result<Part, Problem> {
    let mut part = Part { range: asked(uri)?, ..Part::default() };
    let bad = |detail: String| Err(Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail));
    for (name, value) in parameters(uri)? {
        match (name.as_str(), value.as_str()) {
            ("kind", kind) if KINDS.iter().chain(&OTHERS).any(|known| known.segment == kind) => part.kinds.push(value),
            ("kind", _) => {
                return bad(format!("`kind` is the first step of a path, as mandate or body, not {value:?}"));
            }
            ("without", "show") => part.bare = true,
            ("without", _) => return bad(format!("`without` is show, not {value:?}")),
            ("fact", number) => match number.parse() {
                Ok(number) => part.fact = Some(number),
                Err(_) => return bad(format!("`fact` is the number of a passage, not {value:?}")),
            },
            _ => {}
        }
    }
    Ok(part)
}

/// `?char=a,b`: code point offsets as in the fragment of a passage's IRI, which a browser keeps to itself.
fn asked(uri: &Uri) -> Result<Option<(usize, usize)>, Problem> {
    let Some((_, range)) = parameters(uri)?.into_iter().find(|(name, _)| name == "char") else { return Ok(None) };
    let range = range.split_once(',').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match range {
        Some((start, end)) if start < end => Ok(Some((start, end))),
        _ => Err(Problem::new(StatusCode::BAD_REQUEST, "No such passage", "char is two offsets: char=102,265")),
    }
}

/// A named graph as a whole, else the description of the entity. What is not whole says where the rest is.
fn data(site: &Site, published: &Published, iri: &str, form: Form) -> Result<Response, Problem> {
    let mut response = described(site, published, iri, form)?;
    let path = iri.strip_prefix(&site.base).unwrap_or(iri);
    if response.headers().get(COMPLETE).is_some_and(|complete| complete != "true")
        && let Ok(rest) = HeaderValue::from_str(&match path.starts_with("graph/") {
            true => format!("not all of it: /graph-store?graph={path} has all of the graph"),
            false => format!("not all of it: the lists of /{path} have all of a relation, /sparql the rest"),
        })
    {
        response.headers_mut().insert(WARNING, rest);
    }
    Ok(response)
}

fn described(site: &Site, published: &Published, iri: &str, form: Form) -> Result<Response, Problem> {
    if is_dataset(site, iri) {
        let described = dataset::described(site, published)?;
        return written(&described.quads, true, form.graph());
    }
    let node = NamedNodeRef::new_unchecked(iri);
    let graph = published.snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(node)));
    let mut quads = graph.take(site.limits.triples + 1).collect::<Result<Vec<_>, _>>()?;
    let complete = if quads.is_empty() {
        let description = describe(&published.snapshot, node, site.limits.description)?;
        if let Form::Graph(format) = form
            && matches!(format.format, RdfFormat::JsonLd { .. })
            && let Some(tree) = framed(&description.quads, node)
        {
            let body = serde_json::to_vec_pretty(&tree).map_err(Problem::internal)?;
            return Ok(with_completeness((format.content_type, body), description.quads.len(), description.complete));
        }
        quads = description.quads;
        description.complete
    } else {
        let complete = quads.len() <= site.limits.triples;
        quads.truncate(site.limits.triples);
        quads.sort_by_cached_key(crate::publish::quad_order);
        complete
    };
    written(&quads, complete, form.graph())
}

fn is_dataset(site: &Site, iri: &str) -> bool {
    iri.strip_prefix(&site.base) == Some(dataset::PATH)
}

fn vary(mut response: Response) -> Response {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

fn not_acceptable() -> Problem {
    let formats = GRAPH_FORMATS.iter().map(|format| format.media_types[0]);
    let available = std::iter::once("text/html").chain(formats).chain(std::iter::once("text/csv"));
    Problem::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", "no representation fits your Accept header")
        .available(available.map(Into::into).collect())
}

fn unknown_bytes() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Unreadable path", "the path is not UTF-8")
}
