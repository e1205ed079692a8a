//! What to ask first: questions that this graph has an answer to, made of what stands out in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::server::overview::{Overview, Role, Thing, is_state};
use crate::server::pages::encode;

/// A question and the address of its answer.
pub(in crate::server) type Question = (String, String);

/// The questions.
pub(in crate::server) fn first(overview: &Overview, base: &str) -> Vec<Question> {
    let path = |thing: &Thing| encode(thing.iri.strip_prefix(base).unwrap_or(&thing.iri));
    let mut questions = Vec::new();
    let listed: Vec<usize> =
        (0..overview.meetings.len()).filter(|at| overview.parts_of(*at).iter().any(|part| part.listed)).collect();
    if let [.., a, b] = listed[..] {
        let (a, b) = (&overview.meetings[a], &overview.meetings[b]);
        let when = |year: Option<&str>| year.map(|year| format!(", {year},")).unwrap_or_default();
        questions.push((
            format!("Who was at {}{} but not at {}?", a.thing.label, when(a.year()), b.thing.label),
            format!("/compare?a={}&b={}", path(&a.thing), path(&b.thing)),
        ));
    }
    let mut told: BTreeMap<&str, (&Arc<Thing>, usize)> = BTreeMap::new();
    for thing in overview.mandates.iter().flat_map(|mandate| &mandate.to) {
        if thing.kind.is_some_and(|kind| kind.segment == "body") {
            told.entry(&thing.iri).or_insert((thing, 0)).1 += 1;
        }
    }
    if let Some((body, count)) = told.values().max_by_key(|(_, count)| *count) {
        questions.push((
            format!("What was asked of {}, and how strongly? ({count})", body.label),
            format!("/mandates?to={}&sort=force", path(body)),
        ));
    }
    if let Some([a, b]) = pair(overview) {
        questions.push((
            format!("How are {} and {} connected?", a.label, b.label),
            format!("/paths?from={}&to={}", path(&a), path(&b)),
        ));
    }
    if let Some(meeting) = overview.meetings.iter().find(|meeting| !meeting.disputed.is_empty()) {
        questions.push((
            format!("When was {}, and why are there two answers?", meeting.thing.label),
            "/timeline#disagree".to_owned(),
        ));
    }
    let ended = overview.bodies.iter().find(|body| body.changes.iter().any(super::super::overview::Change::ends));
    if let Some(body) = ended.or_else(|| overview.bodies.iter().max_by_key(|body| body.changes.len())) {
        let address = body.thing.iri.strip_prefix(base).unwrap_or(&body.thing.iri);
        questions.push((format!("What became of {}?", body.thing.label), format!("/{address}")));
    }
    questions
}

/// A state and another agent that have most to do with each other: they convened something together.
pub(super) fn pair(overview: &Overview) -> Option<[Arc<Thing>; 2]> {
    let hosts = overview.parts.iter().filter(|part| part.role == Role::Host && is_state(&part.agent));
    hosts.filter(|host| !overview.meetings[host.meeting].is_main()).find_map(|host| {
        let other = overview.parts_of(host.meeting).iter().find(|part| !is_state(&part.agent))?;
        Some([host.agent.clone(), other.agent.clone()])
    })
}
