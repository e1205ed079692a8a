//! Nanopublications under their own addresses: made of the graph when somebody asks, and given only if their hash is the one
//! that was asked for.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use oxigraph::model::{NamedNodeRef, Quad};

use super::answer::COMPLETE;
use super::errors::Problem;
use super::pages;
use super::published::Published;
use super::request::accept;
use super::site::Site;
use super::sparql::is_known;
use crate::publish::{GRAPH_FORMATS, GraphFormat, nanopublications, negotiate, write_quads};

/// What the paths of nanopublications begin with.
pub(super) const BELOW: &str = "np/";

/// Characters of the code that ends an address: `RA`, and a SHA-256 in base 64.
const CODE: usize = 45;

/// Publications of one fact that are made for one request: one of each document that proves it.
const MOST: usize = 200;

/// The same where one of them is asked for by its code, which only the making tells.
const LOOKED_THROUGH: usize = 10_000;

/// `GET /np/{fact}/{code}`: that nanopublication; without a code those of all documents that prove the fact. People are
/// led to the page of the fact, which shows the same.
pub(super) fn respond(
    site: &Site,
    published: &Published,
    path: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (path, suffix) = match path.rsplit_once('.') {
        Some((stem, extension)) if of_quads(extension).is_some() => (stem, of_quads(extension)),
        _ => (path, None),
    };
    let (fact, code) = match path.rsplit_once('/') {
        Some((fact, code)) if code.len() == CODE && code.starts_with("RA") => (fact, Some(code)),
        _ => (path, None),
    };
    let iri = format!("{}{fact}", site.base);
    let none = || {
        let detail = format!("nothing that the graph says now has the nanopublication /{BELOW}{path}");
        Problem::new(StatusCode::NOT_FOUND, "No such nanopublication", detail)
            .hint("Its address is a hash of its content: where the graph says something else, the address is another.")
            .available(vec![format!("/{fact}")])
    };
    let node = NamedNodeRef::new(&iri).map_err(|_| none())?;
    let (made, all) =
        nanopublications(&published.snapshot, &site.base, node, if code.is_some() { LOOKED_THROUGH } else { MOST })?;
    let asked = |address: &str| code.is_none_or(|code| address.ends_with(code));
    let found: Vec<_> = made.into_iter().filter(|(address, _)| asked(address.as_str())).collect();
    let Some((first, _)) = found.first() else { return Err(none()) };
    let first = first.clone();
    let format = match suffix {
        Some(format) => format,
        None => match form(headers)? {
            Some(format) => format,
            None => return Ok(Redirect::to(&pages::href(&iri, &site.base).unwrap_or_default()).into_response()),
        },
    };
    let tag = format!("W/\"{}-np-{}\"", published.tag, format.extension);
    if is_known(&tag, headers) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let quads: Vec<Quad> = found.into_iter().flat_map(|(_, quads)| quads).collect();
    let mut body = Vec::new();
    write_quads(&quads, format.format, &mut body).map_err(Problem::internal)?;
    let complete = if all || code.is_some() { "true".to_owned() } else { format!("false; rows={}", quads.len()) };
    let mut response = ([(header::CONTENT_TYPE, format.content_type)], body).into_response();
    let link = match code {
        Some(_) => format!("<{}>; rel=\"canonical\", <{iri}>; rel=\"about\"", first.as_str()),
        None => format!("<{iri}>; rel=\"about\""),
    };
    let own = [(header::ETAG, tag), (header::LINK, link), (header::CACHE_CONTROL, "no-cache".into())];
    for (name, value) in own.into_iter().chain([(HeaderName::from_static(COMPLETE), complete)]) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// Formats that keep the four graphs apart, the one for clients without a wish first.
fn formats() -> impl Iterator<Item = &'static GraphFormat> {
    ["trig", "nq", "jsonld"].into_iter().filter_map(|wanted| GRAPH_FORMATS.iter().find(|f| f.extension == wanted))
}

fn of_quads(extension: &str) -> Option<&'static GraphFormat> {
    formats().find(|format| format.extension == extension)
}

/// What the client likes best; nothing where that is a page.
fn form(headers: &HeaderMap) -> Result<Option<&'static GraphFormat>, Problem> {
    let page: (&[&str], Option<&GraphFormat>) = (&["text/html", "application/xhtml+xml"], None);
    let data = formats().map(|format| (format.media_types, Some(format)));
    // Who accepts anything gets the thing itself, not the page about it.
    negotiate(&accept(headers), data.chain(std::iter::once(page))).ok_or_else(|| {
        let available = formats().map(|format| format.media_types[0].to_owned()).collect();
        let detail = "a nanopublication is four graphs, which your Accept header has no format for";
        Problem::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail).available(available)
    })
}
