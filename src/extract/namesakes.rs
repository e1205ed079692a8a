//! Bodies that a text first names in full and then in short: "the Task Force on Trade" and "the Task Force", "the Coral
//! Recovery Fund" and "the Recovery Fund".

use std::collections::BTreeSet;

use super::reader::{Mention, Reader};
use crate::assertion::{EntityId, Fact};

/// How many bodies back a bare noun may reach.
const NEAR: usize = 100;

/// Gives each short name of a body ("the Task Force") the body whose full name stands nearest before it, where one has it.
pub(super) fn read(r: &mut Reader<'_>) {
    let label = |r: &Reader<'_>, m: &Mention| r.text(m.tokens.clone()).to_lowercase();
    let told = |r: &Reader<'_>, m: &Mention| {
        let definite = m.tokens.start > 0 && matches!(r.low(m.tokens.start - 1), "the" | "this" | "that");
        definite && !r.in_lexicon("ProcessBody", m.tokens.start)
    };
    let bare = |r: &Reader<'_>, m: &Mention| {
        let noun = r.lexicon("BodyNoun", m.tokens.start).is_some_and(|(end, _)| end == m.tokens.end);
        noun && told(r, m)
    };
    let mut lost: BTreeSet<EntityId> = BTreeSet::new();
    let mut full: Vec<(String, EntityId)> = Vec::new();
    for index in 0..r.mentions.len() {
        let mention = r.mentions[index].clone();
        if !matches!(mention.id, EntityId::Body { .. }) {
            continue;
        }
        let words = label(r, &mention);
        let alone = bare(r, &mention);
        let named = |long: &str| {
            let tail = long.strip_prefix(words.as_str()).unwrap_or_default();
            // "the Technical Working Group on Air" is "the Working Group" and "the Technical Working Group"
            let links = [" on ", " for ", " of ", " against "];
            let base = links.iter().filter_map(|link| long.find(link)).min().map_or(long, |at| &long[..at]);
            alone && links.iter().any(|link| tail.starts_with(link))
                || told(r, &mention)
                    && [base, long]
                        .iter()
                        .any(|name| name.strip_suffix(words.as_str()).is_some_and(|rest| rest.ends_with(' ')))
                || told(r, &mention) && words.contains(' ') && base == words && base != long
        };
        let near = full.iter().rev().take(NEAR).find(|(long, _)| named(long)).map(|(_, id)| id.clone());
        match near {
            Some(id) if id != mention.id => {
                r.mentions.widen(index, Mention { tokens: mention.tokens, id });
                lost.insert(mention.id);
            }
            None if !alone => full.push((words, mention.id)),
            _ => {}
        }
    }
    forget(r, &lost);
}

/// Takes back those entities that no words name any more and no assertion is about.
pub(super) fn forget(r: &mut Reader<'_>, lost: &BTreeSet<EntityId>) {
    if lost.is_empty() {
        return;
    }
    let mut gone = lost.clone();
    for mention in r.mentions.iter() {
        gone.remove(&mention.id);
    }
    for assertion in &r.out.assertions {
        match &assertion.fact {
            Fact::Participation { context, member, .. } => _ = (gone.remove(context), gone.remove(member)),
            Fact::Property { subject: id, .. } | Fact::BodyEvent { body: id, .. } => _ = gone.remove(id),
            Fact::Act(act) => gone.retain(|id| !act.issued_by.contains(id) && !act.addressees.contains(id)),
            _ => {}
        }
    }
    r.out.entities.retain(|id, _| !gone.contains(id));
}
