//! The overview screens: who took part where, what was asked of whom, when, from where. Each is one table, which the page
//! shows and the downloads hold.

mod about;
mod asked;
mod compare;
mod first;
mod found;
mod mandates;
mod map;
mod matrix;
mod paths;
mod table;
mod timeline;

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

pub(super) use about::{About, about};
pub(super) use asked::Asked;
pub(super) use compare::{CompareScreen, PARTS as COMPARE_PARTS, Side};
pub(super) use first::{Question, first};
pub(super) use found::{Found, find};
pub(super) use mandates::{Choice, MandatesScreen};
pub(super) use map::{Dot, MapScreen};
pub(super) use matrix::{Field, Head, Listed, MatrixScreen};
pub(super) use paths::{Hop, PathsScreen, Way};
pub(super) use table::{Cell, Table};
pub(super) use timeline::{Drawing, TimelineScreen};

use super::answer::COMPLETE;
use super::client::in_thread;
use super::errors::Problem;
use super::kept::steady;
use super::names::Names;
use super::overview::Overview;
use super::pages;
use super::published::Published;
use super::site::Site;
use super::sparql::is_known;

/// One of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    Matrix,
    Mandates,
    Timeline,
    Map,
    Compare,
    Paths,
}

impl Screen {
    /// The first part of its path.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Mandates => "mandates",
            Self::Timeline => "timeline",
            Self::Map => "map",
            Self::Compare => "compare",
            Self::Paths => "paths",
        }
    }
}

/// As what it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Page,
    Csv,
    Json,
    Turtle,
}

/// What a screen is made from.
struct Of<'a> {
    site: &'a Site,
    overview: &'a Overview,
    names: &'a Names<'a>,
    asked: &'a Asked,
    /// A file has all rows that fit, a page some of them.
    whole: bool,
}

/// `GET /matrix` and the like, with `.csv` and `.json` for the table alone.
pub(super) async fn screen(site: Arc<Site>, uri: Uri, headers: HeaderMap, screen: Screen, form: Form) -> Response {
    let read = move || {
        let published = site.settled();
        let tag = format!("W/\"{}-{form:?}\"", published.tag);
        if is_known(&tag, &headers) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
        }
        let mut response = answer(&site, &published, &uri, screen, form)?;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        // Paths are looked for as long as time allows.
        Ok(if screen == Screen::Paths { response } else { steady(response, &published.tag) })
    };
    match in_thread(read).await.flatten() {
        Ok(response) => response,
        Err(problem) if form == Form::Page => pages::problem_page(&problem),
        Err(problem) => problem.into_response(),
    }
}

fn answer(site: &Site, published: &Published, uri: &Uri, screen: Screen, form: Form) -> Result<Response, Problem> {
    let asked = Asked::read(uri)?;
    let overview = published.overview(&site.base)?;
    let names = Names::new(&published.snapshot, &site.base);
    let of = Of { site, overview: &overview, names: &names, asked: &asked, whole: form != Form::Page };
    let base = &site.base;
    let name = screen.name();
    match screen {
        Screen::Matrix => {
            let matrix = matrix::read(&of)?;
            written(&of, form, name, &matrix.table, || pages::matrix(&matrix, base).into_response())
        }
        Screen::Mandates => {
            let mandates = mandates::read(&of)?;
            written(&of, form, name, &mandates.table, || pages::mandates(&mandates, base).into_response())
        }
        Screen::Timeline => {
            let timeline = timeline::read(&of)?;
            written(&of, form, name, &timeline.table, || pages::timeline(&timeline, base).into_response())
        }
        Screen::Map => {
            let map = map::read(&of)?;
            written(&of, form, name, &map.table, || pages::map(&map, base).into_response())
        }
        Screen::Compare => {
            let compare = compare::read(&of, &*published.index(base)?)?;
            written(&of, form, name, &compare.table, || pages::compare(&compare, base).into_response())
        }
        Screen::Paths => {
            let paths = paths::read(&of, &*published.index(base)?)?;
            written(&of, form, name, &paths.table, || pages::paths(&paths, base).into_response())
        }
    }
}

/// A table as what it is asked for.
fn written(
    of: &Of<'_>,
    form: Form,
    name: &str,
    table: &Table,
    page: impl FnOnce() -> Response,
) -> Result<Response, Problem> {
    let base = &of.site.base;
    let (content_type, body) = match form {
        Form::Page => return Ok(page()),
        Form::Csv => ("text/csv; charset=utf-8; header=present", table.csv(base).map_err(Problem::internal)?),
        Form::Json => {
            let body = serde_json::to_vec_pretty(&table.json(base)).map_err(Problem::internal)?;
            ("application/json", body)
        }
        Form::Turtle => {
            let body = table.turtle(base, &format!("{base}{name}.csv"), &of.asked.with("", &[]));
            ("text/turtle", body.map_err(Problem::internal)?)
        }
    };
    let complete = match table.rows.len() {
        rows if rows < table.total => format!("false; rows={rows}"),
        _ => "true".to_owned(),
    };
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    if let Ok(complete) = HeaderValue::from_str(&complete) {
        response.headers_mut().insert(COMPLETE, complete);
    }
    Ok(response)
}
