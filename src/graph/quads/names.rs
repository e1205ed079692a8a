//! The IRIs of fact nodes, settled before anything is written, since facts point to each other.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use super::super::iri::agent_slug;
use super::writer::Writer;
use crate::assertion::{ActClass, Assertion, EntityId, Extraction, Fact, SpeechAct, Status};
use crate::slug::slug;

/// Longest key of a participation, in bytes.
const LONGEST_KEY: usize = 60;

pub(super) struct Names {
    nodes: Vec<Option<NamedNode>>,
    statuses: BTreeMap<String, Status>,
    /// Body events of one decision that exclude each other.
    disputed: BTreeSet<usize>,
}

impl Names {
    pub(super) fn new(w: &Writer<'_>, extraction: &Extraction) -> Self {
        let assertions = &extraction.assertions;
        let mut order: Vec<usize> = (0..assertions.len()).collect();
        order.sort_by_key(|&i| (assertions[i].evidence.first().map(|e| e.span), i));
        let plain = plain_participations(assertions);
        let mut seen: FxHashMap<NamedNode, Vec<usize>> = FxHashMap::default();
        let mut nodes = vec![None; assertions.len()];
        for index in order {
            let mint = |k| mint(w, &assertions[index], &plain, k);
            let Some(first) = mint(1) else { continue };
            let same = seen.entry(first.clone()).or_default();
            let known = same.iter().position(|&other| same_node(&assertions[other].fact, &assertions[index].fact));
            let k = known.unwrap_or(same.len()) + 1;
            if known.is_none() {
                same.push(index);
            }
            nodes[index] = if k == 1 { Some(first) } else { mint(k) };
        }
        // What one passage says falsely may be said rightly by another: then the node is that of the other.
        let living: BTreeSet<NamedNode> = nodes
            .iter()
            .enumerate()
            .filter(|(index, _)| !extraction.is_rejected(*index))
            .filter_map(|(_, node)| node.clone())
            .collect();
        for (_, node) in nodes.iter_mut().enumerate().filter(|(index, _)| extraction.is_rejected(*index)) {
            *node = node.take().filter(|node| !living.contains(node));
        }
        let mut names = Self { nodes, statuses: BTreeMap::new(), disputed: extraction.disputed_events() };
        names.settle_statuses(w, extraction);
        names
    }

    /// The node of an assertion, where it has one of its own.
    pub(super) fn node(&self, index: usize) -> Option<&NamedNode> {
        self.nodes.get(index)?.as_ref()
    }

    /// Whether the document tells another change of the same body and decision that excludes this one.
    pub(super) fn disputed(&self, index: usize) -> bool {
        self.disputed.contains(&index)
    }

    /// Whether this is the status that the document settles on for a thing: the most real one that it reports.
    pub(super) fn settled(&self, node: &NamedNode, status: Status) -> bool {
        self.statuses.get(node.as_str()) == Some(&status)
    }

    fn settle_statuses(&mut self, w: &Writer<'_>, extraction: &Extraction) {
        for (index, assertion) in extraction.assertions.iter().enumerate() {
            let (node, status) = match &assertion.fact {
                Fact::Meeting { id, status } => (Some(w.iris.entity(id)), *status),
                Fact::WorkStatus { work, status } => (Some(w.iris.entity(work)), *status),
                Fact::BodyEvent { status, .. } => (self.node(index).cloned(), *status),
                _ => continue,
            };
            if let Some(node) = node.filter(|_| !extraction.is_rejected(index)) {
                let best = self.statuses.entry(node.into_string()).or_insert(status);
                // The variants stand in the order from done to negated.
                *best = (*best).min(status);
            }
        }
    }
}

/// Participations that name no territory, so that "France" and "France (New Caledonia)" in one list stay apart.
fn plain_participations(assertions: &[Assertion]) -> BTreeSet<(&EntityId, &EntityId, &str)> {
    assertions
        .iter()
        .filter_map(|a| match &a.fact {
            Fact::Participation { context, member, capacity, in_respect_of: None, .. } => {
                Some((context, member, capacity.as_str()))
            }
            _ => None,
        })
        .collect()
}

fn mint(
    w: &Writer<'_>,
    assertion: &Assertion,
    plain: &BTreeSet<(&EntityId, &EntityId, &str)>,
    k: usize,
) -> Option<NamedNode> {
    match &assertion.fact {
        Fact::Participation { context, member, capacity, in_respect_of, about, .. } => {
            let territory = in_respect_of
                .as_ref()
                .filter(|_| plain.contains(&(context, member, capacity.as_str())))
                .map(agent_slug);
            let key = about.as_deref().map(key_of).or(territory);
            Some(w.iris.participation(context, member, capacity, key.as_deref()))
        }
        Fact::Act(act) => Some(w.iris.act(w.id(), w.point(act.start), act.class, &act_key(act), k)),
        Fact::BodyEvent { body, kind, year, .. } => Some(w.iris.body_event(body, kind, *year)),
        Fact::Count { unit, .. } => Some(w.iris.count(w.id(), w.start(&assertion.evidence), unit, k)),
        _ => None,
    }
}

/// Whether two facts of the same name are one fact, stated twice.
fn same_node(one: &Fact, other: &Fact) -> bool {
    match (one, other) {
        (Fact::Act(_), Fact::Act(_)) | (Fact::Count { .. }, Fact::Count { .. }) => one == other,
        _ => true,
    }
}

/// What names an act besides its place: the verb, for a pledge the one who makes it.
fn act_key(act: &SpeechAct) -> String {
    let agent = act.issued_by.first().filter(|_| act.class == ActClass::Pledge);
    agent.map_or_else(|| act.verb.clone(), agent_slug)
}

/// The first words of what a presenter presented on.
fn key_of(about: &str) -> String {
    let mut key = slug(about);
    if key.len() > LONGEST_KEY {
        key.truncate(LONGEST_KEY);
        if let Some(end) = key.rfind('-') {
            key.truncate(end);
        }
    }
    key
}
