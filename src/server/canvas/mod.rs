//! The graph canvas: a bounded neighbourhood as a page that works without script, as JSON for the script that draws it,
//! and as files; and the neighbours of one thing, counted by relation before any of them is named.

mod picture;
mod proof;
mod relations;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use self::picture::{MOST, iri, is_known, node};
use self::proof::Proofs;
use super::answer::COMPLETE;
use super::data::{data, json};
use super::errors::Problem;
use super::kinds::KINDS;
use super::lists::{labelled, reading};
use super::names::Names;
use super::pages;
use super::published::Published;
use super::request::parameters;
use super::screens::{Found, find};
use super::site::Site;
use crate::publish::{self, Network};

pub(super) use self::picture::{Edge, Group, Node, Picture, Shown};
pub(super) use self::relations::Relations;
pub(super) use self::view::View;

/// Things that are offered where an address names nothing, of each kind.
const OFFERED: usize = 12;

/// `GET /graph?of=&open=&add=&all=&hide=&without=`
pub(super) async fn graph(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    reading(site, Site::published, move |site, published| {
        let view = View::read(&uri)?;
        if view.of.is_empty() {
            return start(site, published);
        }
        let names = Names::new(&published.snapshot, &site.base);
        // Somebody typed a name.
        if let [typed] = view.of.as_slice()
            && !is_known(&names, typed)?
        {
            return by_name(site, published, &names, typed);
        }
        let picture = Picture::read(&names, &view)?;
        Ok(pages::graph(&picture, &view).into_response())
    })
    .await
}

/// Where to begin.
fn start(site: &Site, published: &Published) -> Result<Response, Problem> {
    let index = site.index(published)?;
    let mut offered = Vec::new();
    for kind in KINDS.iter().filter(|kind| ["org", "body", "meeting", "state"].contains(&kind.segment)) {
        offered.push((kind, labelled(site, published, index.of_kind(kind).into_iter().take(OFFERED).collect())?));
    }
    Ok(pages::graph_start(&offered).into_response())
}

/// The thing of this name, if there is one; else those that come near.
fn by_name(site: &Site, published: &Published, names: &Names<'_>, typed: &str) -> Result<Response, Problem> {
    let near = match find(site, names, &*site.index(published)?, Some(typed), &[])? {
        Found::One(iri) => {
            let path = iri.strip_prefix(&site.base).unwrap_or(&iri);
            let address = format!("/graph?of={}", pages::encode(path));
            return Ok(axum::response::Redirect::to(&address).into_response());
        }
        Found::Several(near) => near,
        Found::Nothing => Vec::new(),
    };
    Ok((StatusCode::NOT_FOUND, pages::graph_unknown(typed, &near)).into_response())
}

/// What an address shows, for programs and files.
async fn drawn(
    site: Arc<Site>,
    uri: Uri,
    write: impl FnOnce(&Picture, &str) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    data(site, Site::published, move |site, published| {
        let view = View::read(&uri)?;
        let names = Names::new(&published.snapshot, &site.base);
        let picture = Picture::read(&names, &view)?;
        let mut response = write(&picture, &site.base)?;
        let whole = picture.complete && picture.left_out == 0;
        let complete = if whole { "true".to_owned() } else { format!("false; rows={}", picture.nodes.len()) };
        if let Ok(complete) = HeaderValue::from_str(&complete) {
            response.headers_mut().insert(COMPLETE, complete);
        }
        Ok(response)
    })
    .await
}

/// `GET /graph.json`
pub(super) async fn graph_json(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    drawn(site, uri, |picture, _| Ok(json(picture))).await
}

/// `GET /graph.csv`: the lines.
pub(super) async fn graph_csv(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    drawn(site, uri, |picture, base| {
        let body = csv(picture, base).map_err(Problem::internal)?;
        Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")], body).into_response())
    })
    .await
}

/// `GET /graph.graphml`
pub(super) async fn graph_ml(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    drawn(site, uri, |picture, base| {
        let mut body = Vec::new();
        publish::write_graphml(&mut network(picture, base), &mut body).map_err(Problem::internal)?;
        Ok(([(header::CONTENT_TYPE, "application/graphml+xml")], body).into_response())
    })
    .await
}

fn csv(picture: &Picture, base: &str) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["from", "from_name", "relation", "to", "to_name", "document", "quote"])?;
    let name = |id: &str| picture.nodes.iter().find(|node| node.id == id).map_or("", |node| &node.name);
    for edge in &picture.edges {
        let (from, to) = (format!("{base}{}", edge.from), format!("{base}{}", edge.to));
        let (document, quote) = edge.proof.as_ref().map_or(("", ""), |proof| (&proof.document, &proof.quote));
        writer.write_record([&from, name(&edge.from), &edge.label, &to, name(&edge.to), document, quote])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn network(picture: &Picture, base: &str) -> Network {
    let node = |node: &Node| {
        let drawn = publish::Node { label: node.name.clone(), kind: node.kind.to_owned(), ..publish::Node::default() };
        (format!("{base}{}", node.id), drawn)
    };
    let edge = |edge: &Edge| publish::Edge {
        source: format!("{base}{}", edge.from),
        target: format!("{base}{}", edge.to),
        label: edge.label.clone(),
        kind: edge.label.clone(),
        document: edge.proof.as_ref().map(|proof| proof.document.clone()),
        quote: edge.proof.as_ref().map(|proof| proof.quote.clone()),
        ..publish::Edge::default()
    };
    Network { nodes: picture.nodes.iter().map(node).collect(), edges: picture.edges.iter().map(edge).collect() }
}

/// The relations of one thing, and the members of one of them.
#[derive(Serialize)]
struct Neighbours<'a> {
    of: Node,
    relations: Vec<Counted<'a>>,
    /// False where there are more than were counted.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Members>,
}

#[derive(Serialize)]
struct Counted<'a> {
    key: &'a str,
    label: &'a str,
    kind: &'static str,
    mark: &'static str,
    colour: &'static str,
    total: usize,
}

/// Members of a relation, at most [`MOST`].
#[derive(Serialize)]
struct Members {
    nodes: Vec<Member>,
    total: usize,
    /// Where the next ones are.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize)]
struct Member {
    #[serde(flatten)]
    node: Node,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<proof::Proof>,
}

/// `GET /api/neighbours?of=&relation=&after=`
pub(super) async fn neighbours(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    data(site, Site::published, move |site, published| {
        let (mut of, mut relation, mut after) = (None, None, 0);
        let bad = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail);
        for (name, value) in parameters(&uri)? {
            match name.as_str() {
                "of" => of = Some(value),
                "relation" => relation = Some(value),
                "after" => {
                    after = value.parse().map_err(|_| bad(format!("`after` is a number, not {value:?}")))?;
                }
                _ => return Err(bad(format!("there is no parameter {name:?} here; there are of, relation, after"))),
            }
        }
        let of = of.ok_or_else(|| bad("`of` is missing: of=state/fiji".into()))?;
        let names = Names::new(&published.snapshot, &site.base);
        let kind = names.kind(&iri(&names, &of))?;
        let Some(kind) = kind.filter(|_| is_known(&names, &of).is_ok_and(|known| known)) else {
            return Err(Problem::new(StatusCode::NOT_FOUND, "No such thing", format!("there is no {of:?} here")));
        };
        let relations = Relations::read(&names, &iri(&names, &of))?;
        let members = match relation {
            Some(key) => Some(members(&names, &relations, &of, &key, after)?),
            None => None,
        };
        let counted = relations.list.iter().map(|relation| Counted {
            key: &relation.key,
            label: &relation.label,
            kind: relation.kind.singular,
            mark: relation.kind.mark,
            colour: relation.kind.colour,
            total: relation.lines.len(),
        });
        Ok(json(&Neighbours {
            of: node(&names, &of, kind, true)?,
            relations: counted.collect(),
            complete: relations.complete,
            members,
        }))
    })
    .await
}

fn members(names: &Names<'_>, relations: &Relations, of: &str, key: &str, after: usize) -> Result<Members, Problem> {
    let Some(relation) = relations.list.iter().find(|relation| relation.key == key) else {
        let keys = relations.list.iter().map(|relation| relation.key.clone()).collect();
        let detail = format!("{of} has no relation {key:?}");
        return Err(Problem::new(StatusCode::NOT_FOUND, "No such relation", detail).available(keys));
    };
    let mut proofs = Proofs::new(names);
    let mut nodes = Vec::new();
    for (other, line) in relation.lines.iter().skip(after).take(MOST) {
        let id = other.strip_prefix(names.base).unwrap_or(other);
        nodes.push(Member { node: node(names, id, relation.kind, false)?, proof: proofs.of(line)? });
    }
    let total = relation.lines.len();
    let next = (after + MOST < total).then(|| {
        format!("/api/neighbours?of={}&relation={}&after={}", pages::encode(of), pages::encode(key), after + MOST)
    });
    Ok(Members { nodes, total, next })
}
