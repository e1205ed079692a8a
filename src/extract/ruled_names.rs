//! Things that rules of phase `name` name: bodies and works that no table and no noun tells.

use std::ops::Range as Tokens;

use super::reader::{Mention, Reader};
use super::words::{is_determiner, sentence_case};
use crate::assertion::{EntityClass, EntityId};
use crate::rules::Match;
use crate::slug::slug;

/// A body of the process.
pub(super) fn body(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(name) = found.capture("name").map(|tokens| bare(r, tokens)).filter(|name| !name.is_empty()) else {
        return;
    };
    let label = sentence_case(&r.text(name.clone()));
    let of_noun = || name.clone().find_map(|token| r.lexicon("BodyNoun", token)).map(|(_, concept)| concept);
    let kind = found.emit("body-kind").or_else(|| found.concept("kind")).or_else(of_noun).map(str::to_owned);
    let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
    named(r, name, &id, EntityClass::Body, &label, kind.as_deref());
}

/// A work of the process.
pub(super) fn work(r: &mut Reader<'_>, found: &Match<'_>) {
    let Some(name) = found.capture("name").map(|tokens| bare(r, tokens)).filter(|name| !name.is_empty()) else {
        return;
    };
    let label = sentence_case(&r.text(name.clone()));
    let class = class(found.emit("class").or_else(|| found.concept("class")));
    let id = EntityId::Work { process: r.process.clone(), slug: slug(&label) };
    named(r, name, &id, class, &label, None);
}

/// The class of a work by its name in rules.
pub(super) fn class(name: Option<&str>) -> EntityClass {
    match name {
        Some("plan") => EntityClass::Plan,
        Some("policy") => EntityClass::Policy,
        _ => EntityClass::Work,
    }
}

fn named(
    r: &mut Reader<'_>,
    tokens: Tokens<usize>,
    id: &EntityId,
    class: EntityClass,
    label: &str,
    kind: Option<&str>,
) {
    let evidence = r.evidence(tokens.clone());
    r.entity(id, class, label, kind, evidence);
    r.mentions.remove_inside(&tokens);
    r.mentions.push(Mention { tokens, id: id.clone() });
}

/// Without the articles in front.
pub(super) fn bare(r: &Reader<'_>, tokens: Tokens<usize>) -> Tokens<usize> {
    let start = tokens.clone().find(|token| !is_determiner(r.low(*token))).unwrap_or(tokens.end);
    start..tokens.end
}
