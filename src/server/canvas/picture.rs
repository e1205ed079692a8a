//! The picture of an address: at most so many things, the lines between them, and groups for what is too much to draw.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde::Serialize;

use super::proof::{Proof, Proofs};
use super::relations::{Line, Relation, Relations};
use super::view::View;
use crate::server::errors::Problem;
use crate::server::kinds::Kind;
use crate::server::names::{Names, shorten};
use crate::server::pages;
use crate::store::StoreError;

/// Things of one picture: more than that nobody reads, and browsers draw them slowly.
pub(in crate::server) const MOST: usize = 200;

/// A relation to more things than this is drawn as a group.
const FEW: usize = 6;

/// Statements about things around the open ones that are looked at for relations of these with each other.
const LOOKED_AT: usize = 2_000;

/// Characters of a name in the picture.
const LABEL: usize = 44;

/// A thing that is drawn.
#[derive(Debug, Serialize)]
pub(in crate::server) struct Node {
    /// Its path below the base.
    pub(in crate::server) id: String,
    pub(in crate::server) label: String,
    pub(in crate::server) name: String,
    pub(in crate::server) kind: &'static str,
    pub(in crate::server) segment: &'static str,
    pub(in crate::server) mark: &'static str,
    pub(in crate::server) colour: &'static str,
    pub(in crate::server) href: String,
    /// Whether its relations are shown.
    pub(in crate::server) open: bool,
}

/// Many things of one relation, drawn as one.
#[derive(Debug, Serialize)]
pub(in crate::server) struct Group {
    pub(in crate::server) of: String,
    pub(in crate::server) key: String,
    pub(in crate::server) label: String,
    pub(in crate::server) mark: &'static str,
    pub(in crate::server) colour: &'static str,
    /// How many of them are not drawn on their own.
    pub(in crate::server) count: usize,
}

/// A line between two things that are drawn.
#[derive(Debug, Serialize)]
pub(in crate::server) struct Edge {
    pub(in crate::server) from: String,
    pub(in crate::server) to: String,
    pub(in crate::server) label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::server) proof: Option<Proof>,
}

/// How much of a relation is drawn.
#[derive(Debug, Serialize)]
pub(in crate::server) struct Shown {
    pub(in crate::server) key: String,
    pub(in crate::server) label: String,
    pub(in crate::server) kind: &'static str,
    pub(in crate::server) mark: &'static str,
    pub(in crate::server) colour: &'static str,
    pub(in crate::server) shown: usize,
    pub(in crate::server) total: usize,
}

/// A picture.
#[derive(Debug, Default, Serialize)]
pub(in crate::server) struct Picture {
    /// The parameters of its address.
    pub(in crate::server) query: String,
    pub(in crate::server) nodes: Vec<Node>,
    pub(in crate::server) groups: Vec<Group>,
    pub(in crate::server) edges: Vec<Edge>,
    /// The relations of each thing that is open.
    pub(in crate::server) relations: BTreeMap<String, Vec<Shown>>,
    /// Things that would be drawn if there were room.
    pub(in crate::server) left_out: usize,
    /// False where a thing has more relations than were looked at.
    pub(in crate::server) complete: bool,
}

/// What is drawn, in the order in which it came.
struct Drawn<'a> {
    names: &'a Names<'a>,
    view: &'a View,
    ids: Vec<String>,
    known: BTreeSet<String>,
    left_out: BTreeSet<String>,
}

impl Drawn<'_> {
    /// Draws a thing, if it is not hidden and there is room.
    fn add(&mut self, id: &str) {
        if self.view.hide.contains(id) || self.known.contains(id) {
            return;
        }
        if self.ids.len() == MOST {
            self.left_out.insert(id.to_owned());
            return;
        }
        self.known.insert(id.to_owned());
        self.ids.push(id.to_owned());
    }

    fn id<'i>(&self, iri: &'i str) -> &'i str {
        iri.strip_prefix(self.names.base).unwrap_or(iri)
    }
}

impl Picture {
    /// Reads the picture of an address.
    ///
    /// # Errors
    /// 404 if the address names something that is not there.
    pub(in crate::server) fn read(names: &Names<'_>, view: &View) -> Result<Self, Problem> {
        let named = view.of.iter().chain(&view.open).chain(&view.add).chain(view.all.iter().map(|(_, thing)| thing));
        for id in named {
            if names.kind(&iri(names, id))?.is_none() || !is_known(names, id)? {
                return Err(Problem::new(StatusCode::NOT_FOUND, "No such thing", format!("there is no {id:?} here")));
            }
        }
        let opened: BTreeSet<&String> = view.of.iter().chain(&view.open).collect();
        let mut drawn = Drawn { names, view, ids: Vec::new(), known: BTreeSet::new(), left_out: BTreeSet::new() };
        for id in view.of.iter().chain(&view.open).chain(&view.add) {
            drawn.add(id);
        }
        let mut relations: BTreeMap<String, Relations> = BTreeMap::new();
        for id in opened.iter().copied().chain(view.all.iter().map(|(_, thing)| thing)) {
            if drawn.known.contains(id) && !relations.contains_key(id) {
                relations.insert(id.clone(), Relations::read(names, &iri(names, id))?);
            }
        }
        let wanted = |relation: &&Relation| !view.without.contains(relation.kind.segment);
        for (key, thing) in &view.all {
            let of = relations.get(thing).into_iter().flat_map(|relations| &relations.list);
            for relation in of.filter(|relation| relation.key == *key).filter(wanted) {
                for other in relation.lines.keys() {
                    drawn.add(other.strip_prefix(names.base).unwrap_or(other));
                }
            }
        }
        for id in view.of.iter().chain(&view.open) {
            let of = relations.get(id).into_iter().flat_map(|relations| &relations.list);
            for relation in of.filter(wanted).filter(|relation| relation.lines.len() <= FEW) {
                for other in relation.lines.keys() {
                    drawn.add(other.strip_prefix(names.base).unwrap_or(other));
                }
            }
        }
        let mut picture = Self { query: view.query(), complete: true, ..Self::default() };
        picture.left_out = drawn.left_out.len();
        for id in &opened {
            if let Some(of) = relations.get(*id).filter(|_| drawn.known.contains(*id)) {
                picture.complete &= of.complete;
                picture.describe(&drawn, id, of);
            }
        }
        picture.lines(&drawn, &relations)?;
        for id in &drawn.ids {
            let iri = iri(names, id);
            if let Some(kind) = names.kind(&iri)? {
                picture.nodes.push(node(names, id, kind, opened.contains(id))?);
            }
        }
        Ok(picture)
    }

    /// The relations of an open thing, and a group for each of which not all is drawn.
    fn describe(&mut self, drawn: &Drawn<'_>, id: &str, of: &Relations) {
        for relation in &of.list {
            let others = relation.lines.keys().map(|other| drawn.id(other));
            let shown = others.clone().filter(|other| drawn.known.contains(*other)).count();
            let hidden = others.filter(|other| drawn.view.hide.contains(*other)).count();
            let (total, kind) = (relation.lines.len(), relation.kind);
            let count = total - shown - hidden;
            if count > 0 && !drawn.view.without.contains(kind.segment) {
                let more = if shown > 0 { " more" } else { "" };
                let kinds = if count == 1 { kind.singular } else { kind.plural }.to_lowercase();
                self.groups.push(Group {
                    of: id.to_owned(),
                    key: relation.key.clone(),
                    label: format!("{count}{more} {kinds}: {}", relation.label),
                    mark: kind.mark,
                    colour: kind.colour,
                    count,
                });
            }
            self.relations.entry(id.to_owned()).or_default().push(Shown {
                key: relation.key.clone(),
                label: relation.label.clone(),
                kind: kind.singular,
                mark: kind.mark,
                colour: kind.colour,
                shown,
                total,
            });
        }
    }

    /// The lines among all that is drawn, also between two things that are not open.
    fn lines(&mut self, drawn: &Drawn<'_>, relations: &BTreeMap<String, Relations>) -> Result<(), StoreError> {
        let mut lines: BTreeSet<Line> = relations.values().flat_map(Relations::lines).cloned().collect();
        let mut budget = LOOKED_AT;
        let wanted = |other: &str| drawn.known.contains(drawn.id(other));
        for id in drawn.ids.iter().filter(|id| !relations.contains_key(*id)) {
            lines.extend(Relations::between(drawn.names, &iri(drawn.names, id), &wanted, &mut budget)?);
        }
        let mut proofs = Proofs::new(drawn.names);
        let mut seen = BTreeSet::new();
        for line in lines {
            let (from, to) = (drawn.id(&line.from).to_owned(), drawn.id(&line.to).to_owned());
            let both = drawn.known.contains(&from) && drawn.known.contains(&to);
            if both && seen.insert((from.clone(), to.clone(), line.label.clone())) {
                self.edges.push(Edge { proof: proofs.of(&line)?, from, to, label: line.label });
            }
        }
        Ok(())
    }
}

pub(super) fn iri(names: &Names<'_>, id: &str) -> String {
    format!("{}{id}", names.base)
}

/// Whether anything is said of a thing, or with it.
pub(super) fn is_known(names: &Names<'_>, id: &str) -> Result<bool, StoreError> {
    let Ok(node) = oxigraph::model::NamedNode::new(iri(names, id)) else { return Ok(false) };
    let about = names.snapshot.quads(Some(node.as_ref().into()), None, None, None).next().transpose()?;
    Ok(about.is_some() || names.snapshot.quads(None, None, Some(node.as_ref().into()), None).next().is_some())
}

pub(super) fn node(names: &Names<'_>, id: &str, kind: &'static Kind, open: bool) -> Result<Node, StoreError> {
    let iri = iri(names, id);
    let name = names.label(&iri)?;
    Ok(Node {
        label: shorten(&name, LABEL),
        name,
        kind: kind.singular,
        segment: kind.segment,
        mark: kind.mark,
        colour: kind.colour,
        href: pages::href(&iri, names.base).unwrap_or_default(),
        open,
        id: id.to_owned(),
    })
}
