//! Bodies that a text first names in full and then in short: "the Task Force on Trade" and "the Task Force", "the Coral
//! Recovery Fund" and "the Recovery Fund".

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Mention, Reader};
use crate::assertion::{EntityId, Fact};
use crate::document::BlockKind;

/// How many bodies back a bare noun may reach: more than a text of fifty pages names, so that only texts made of names alone
/// are cut short.
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

/// "the Committee", for the one body before it whose name ends with that noun: "the Fisheries Committee". An organ that
/// the first headings name, or that a line names as speaking, is meant by its noun itself.
pub(super) fn nouns(r: &mut Reader<'_>) {
    let own = own_nouns(r);
    let mut full: BTreeMap<&str, Vec<(usize, EntityId)>> = BTreeMap::new();
    let mut found: Vec<Mention> = Vec::new();
    let mut index = 0;
    for t in 0..r.a.tokens.len() {
        while index < r.mentions.len() && r.mentions[index].tokens.start <= t {
            let mention = &r.mentions[index];
            if let (EntityId::Body { .. }, Some(head)) = (&mention.id, head(r, mention)) {
                full.entry(head).or_default().push((r.block_of(t), mention.id.clone()));
            }
            index += 1;
        }
        let definite = t > 0 && matches!(r.low(t - 1), "the" | "this" | "that");
        let noun = r.lexicon("BodyNoun", t).is_some_and(|(end, _)| end == t + 1);
        if !definite || !noun || !r.is_capital(t) || own.contains(r.low(t)) || r.mention_over(t).is_some() {
            continue;
        }
        // "the Council of Europe", "the Board Secretariat" are names of their own
        let longer = r.is_capital(t + 1) || matches!(r.low(t + 1), "of" | "on" | "for") && r.is_capital(t + 2);
        if longer || r.block(r.block_of(t)).kind == BlockKind::Heading {
            continue;
        }
        let Some(named) = full.get(r.low(t)) else { continue };
        let near = &named[named.len().saturating_sub(NEAR)..];
        let only = |from: usize| {
            let mut ids = near.iter().filter(|(block, _)| *block >= from).map(|(_, id)| id);
            let first = ids.next()?;
            ids.all(|id| id == first).then(|| first.clone())
        };
        let block = r.block_of(t);
        if let Some(id) = only(0).or_else(|| only(block)).or_else(|| only(block.saturating_sub(1))) {
            found.push(Mention { tokens: t..t + 1, id });
        }
    }
    for mention in found {
        r.mentions.push(mention);
    }
    r.mentions.sort();
}

/// The last word of a body's name in front of what it is for: "Committee" of "the Joint Committee on Fish".
fn head<'a>(r: &Reader<'a>, mention: &Mention) -> Option<&'a str> {
    let tokens = mention.tokens.clone();
    let link = |t: &usize| matches!(r.low(*t), "on" | "for" | "of" | "against");
    let end = tokens.clone().find(link).unwrap_or(tokens.end);
    let last = end.checked_sub(1).filter(|last| tokens.contains(last) && r.is_capital(*last))?;
    let noun = r.lexicon("BodyNoun", last).is_some_and(|(end, _)| end == last + 1);
    (tokens.len() > 1 && noun).then(|| r.low(last))
}

/// Nouns by which the document calls the organ that it is by, or others that need no longer name.
fn own_nouns<'a>(r: &Reader<'a>) -> BTreeSet<&'a str> {
    let mut own = BTreeSet::new();
    for block in 0..r.a.document.blocks.len() {
        let tokens = r.block_tokens(block);
        let head = block < 8 && matches!(r.block(block).kind, BlockKind::Heading | BlockKind::Header);
        let speaks = tokens.len() < 14 && matches!(r.low(tokens.end.saturating_sub(1)), "," | ":");
        if head || speaks {
            own.extend(tokens.filter(|t| r.in_lexicon("BodyNoun", *t)).map(|t| r.low(t)));
        }
    }
    own
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
