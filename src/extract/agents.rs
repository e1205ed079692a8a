//! Which agents a noun phrase names: states, organisations, bodies, plenaries ("Ministers"), groups.

use std::ops::Range as Tokens;

use super::plenary::{is_people, plenary, plenary_body, speakers};
use super::reader::Reader;
use super::words::{is_determiner, is_pronoun, sentence_case, singular};
use crate::annotate::NameKind;
use crate::assertion::{EntityClass, EntityId};
use crate::slug::slug;

/// The agents of a phrase, lists taken apart; pronouns give `antecedent`.
pub(super) fn agents(r: &mut Reader<'_>, tokens: Tokens<usize>, antecedent: &[EntityId]) -> Vec<EntityId> {
    let mut found = Vec::new();
    for item in items(r, tokens) {
        for id in agent(r, item, antecedent) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// The parts of a coordinated phrase: split where both sides are agents of their own.
fn items(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<Tokens<usize>> {
    // "Ministers from 33 States and 27 Observers": what follows the preposition only says which ministers
    let head = (tokens.start..tokens.end.min(tokens.start + 2)).find_map(|t| Some((t, r.lexicon("Issuer", t)?.0)));
    if head.is_some_and(|(_, end)| end < tokens.end && matches!(r.low(end), "from" | "at" | "representing")) {
        return vec![tokens];
    }
    // "the Ministers of Finance of Peru and Chile" are Ministers
    let of = head.filter(|(at, end)| {
        let people = r.lexicon("Issuer", *at).is_some_and(|(_, concept)| is_people(concept));
        people && *end < tokens.end && r.low(*end) == "of"
    });
    let states = |from: usize| {
        (from..tokens.end).filter(|t| matches!(r.low(*t), "," | "and")).all(|t| {
            let next = t + 1 + usize::from(r.low(t + 1) == "and");
            let next = next + usize::from(r.low(next) == "the");
            r.a.name_at(next).is_some_and(|name| name.kind == NameKind::State)
        })
    };
    let named = |from: usize| r.a.names_near(from..tokens.end).iter().any(|name| name.kind == NameKind::State);
    if of.is_some_and(|(_, end)| named(end) && states(end)) {
        return vec![tokens];
    }
    let mut items = Vec::new();
    let mut start = tokens.start;
    let mut depth = 0_i32;
    // "Heads of State or Government" are one
    let whole = head.map_or(tokens.start..tokens.start, |(at, end)| at..end);
    for t in tokens.clone().filter(|t| !whole.contains(t)) {
        match r.low(t) {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," | "and" | "/" | "or" if depth == 0 && splits(r, start, t, tokens.end) => {
                if start < t {
                    items.push(start..t);
                }
                start = t + 1;
            }
            _ => {}
        }
    }
    if start < tokens.end {
        items.push(start..tokens.end);
    }
    // "States, within their jurisdiction, and organisations": the aside is nobody
    if items.len() > 1 {
        items.retain(|item| !super::words::is_preposition(r.low(item.start)));
    }
    items
}

/// Whether the conjunction at `t` separates two agents and does not stand inside a name.
fn splits(r: &Reader<'_>, start: usize, t: usize, end: usize) -> bool {
    if r.a.name_over(t).is_some() || r.mentions.near(t..t + 1).any(|m| m.tokens.start < t) {
        return false;
    }
    if start == t {
        return true;
    }
    // "source, transit and destination countries": the words in front describe what stands behind
    let head = |i: usize| {
        r.is_capital(i)
            || r.mentions.near(i..i + 1).next().is_some()
            || is_pronoun(r.low(i))
            || ["Issuer", "GroupNoun", "Post", "BodyNoun", "OrgNoun"].iter().any(|l| r.in_lexicon(l, i))
    };
    if t - start <= 6 && !(start..t).any(head) && !r.low(t - 1).ends_with('s') {
        return false;
    }
    let mut next = t + 1;
    while next < end
        && (is_determiner(r.low(next))
            || matches!(r.low(next), "and" | "," | "or" | "/" | "relevant" | "international" | "two"))
    {
        next += 1;
    }
    // "UNESCO and the regional offices", "UNESCO and CAF": a name is whole in front of "the" and of another capital
    let whole = r.mentions.ending(t).any(|m| m.tokens.start <= start + 1);
    if next < end && whole && (r.low(t + 1) == "the" || r.is_capital(t + 1)) {
        return true;
    }
    next < end
        && (r.mentions.starting(next).next().is_some()
            || r.in_lexicon("Issuer", next)
            || r.in_lexicon("GroupNoun", next)
            || r.in_lexicon("Post", next)
            || (next..end.min(next + 4)).any(|n| r.in_lexicon("GroupNoun", n)))
}

/// The agent of one item.
fn agent(r: &mut Reader<'_>, tokens: Tokens<usize>, antecedent: &[EntityId]) -> Vec<EntityId> {
    let bare = (tokens.start..tokens.end).find(|t| !is_determiner(r.low(*t))).unwrap_or(tokens.start);
    // "those present"; and Ministers who met are not their meeting, though the words name it, too
    let some = matches!(r.low(tokens.start), "some" | "several" | "many" | "most" | "one" | "other" | "certain");
    let people = |t: usize| {
        r.in_lexicon("Issuer", t) || r.lexicon("GroupNoun", t).is_some_and(|(_, c)| matches!(c, "people" | "states"))
    };
    let some = some || super::subject::quantified(r, &tokens) > tokens.start;
    if some && tokens.len() > 1 && (tokens.start + 1..tokens.end).any(people) {
        return group(r, tokens).into_iter().collect();
    }
    if let Some((end, concept)) = r.lexicon("Issuer", tokens.start).or_else(|| r.lexicon("Issuer", bare))
        && end == tokens.end
        && !matches!(concept, "meeting" | "we" | "states" | "countries" | "organisations")
        && !r.mentions.starting(bare).any(|m| m.tokens.end == tokens.end && !matches!(m.id, EntityId::Meeting { .. }))
    {
        return vec![plenary_body(r, concept, bare)];
    }
    let mut start = tokens.start;
    while start < tokens.end
        && (is_determiner(r.low(start)) || matches!(r.low(start), "two" | "three" | "also" | "well" | "as"))
    {
        start += 1;
    }
    let core = start..tokens.end;
    // "My delegation", of whoever has the floor
    let own = matches!(r.low(tokens.start), "my" | "our") && r.floor.is_some();
    if own && r.lexicon("StateParty", tokens.start + 1).is_some_and(|(end, _)| end == tokens.end) {
        return vec![speakers(r)];
    }
    if core.is_empty() {
        if matches!(r.low(tokens.start), "those" | "all") {
            return vec![plenary_body(r, "participants", tokens.start)];
        }
        if matches!(r.low(tokens.start), "most" | "some" | "many" | "several") && tokens.len() == 1 {
            return group(r, tokens).into_iter().collect();
        }
        let pronoun = matches!(r.low(tokens.start), "they" | "them");
        return if pronoun { antecedent.to_vec() } else { Vec::new() };
    }
    if core.len() == 1 && matches!(r.low(start), "they" | "them" | "it" | "he" | "she" | "we" | "us" | "i") {
        return if matches!(r.low(start), "we" | "us" | "i") { vec![speakers(r)] } else { antecedent.to_vec() };
    }
    // "Ministers from A, B and C" are Ministers, whatever they come from; "delegations from A, B and C" are A, B and C
    let many = r.a.names_near(core.clone()).iter().filter(|n| core.contains(&n.tokens.start)).count() > 1;
    let from_all = r.lexicon("Issuer", start).filter(|(end, concept)| {
        many && r.low(*end) == "from"
            && !matches!(
                *concept,
                "meeting" | "participants" | "delegations" | "delegates" | "experts" | "members" | "parties"
            )
    });
    if let Some((_, concept)) = from_all {
        return vec![plenary_body(r, concept, start)];
    }
    // "representatives of X", "the Government of X", "X's delegation"
    let head =
        ["Delegate"].iter().find_map(|l| r.lexicon(l, start)).filter(|(end, _)| matches!(r.low(*end), "of" | "from"));
    let from = head.map_or(start, |(end, _)| end + 1);
    let mut at = from;
    while at < tokens.end && is_determiner(r.low(at)) {
        at += 1;
    }
    if let Some(mention) = r.mentions.starting(at).filter(|m| m.tokens.end <= tokens.end).max_by_key(|m| m.tokens.len())
    {
        let rest = mention.tokens.end;
        let tail = r.low(rest);
        let whole = rest >= tokens.end
            || matches!(tail, "(" | "," | "at" | "from" | "in" | "on")
            || tail == "of" && matches!(mention.id, EntityId::Meeting { .. }) && r.a.date_at(rest + 1).is_some()
            || r.in_lexicon("AgentTail", rest)
            || head.is_some();
        if whole && !matches!(mention.id, EntityId::Work { .. }) {
            // "the two groups" are each of them
            let last = r.a.text(mention.tokens.end - 1);
            let plural = matches!(mention.id, EntityId::Body { .. }) && singular(last) != last;
            return if plural { super::new_bodies::expanded(r, mention) } else { vec![mention.id.clone()] };
        }
        // "Bali Process members", "AHEG coordinators"
        let name = mention.id.clone();
        if let Some(id) = plenary(r, rest, tokens.end, Some(&name)) {
            return vec![id];
        }
    }
    if let Some(state) = side(r, &core) {
        return vec![state];
    }
    // "Forum Trade Committee": a name that another capitalised word opens
    let named = r.mentions.ending(tokens.end).find(|m| {
        m.tokens.start > start
            && matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_))
            && (start..m.tokens.start).all(|t| r.is_capital(t))
    });
    if let Some(named) = named {
        return vec![named.id.clone()];
    }
    if let Some(id) = plenary(r, start, tokens.end, None) {
        return vec![id];
    }
    group(r, core).into_iter().collect()
}

/// "the Namibian side", "the Thai delegation": the state for which they stand.
pub(super) fn side(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<EntityId> {
    // "the Royal Thai Government"
    let style = matches!(r.low(tokens.start), "royal" | "federal" | "imperial") && r.is_capital(tokens.start);
    let name = r.a.name_at(tokens.start + usize::from(style));
    let name = name.filter(|n| matches!(n.kind, NameKind::Demonym | NameKind::State))?;
    let (end, _) = r.lexicon("StateParty", name.tokens.end)?;
    (end == tokens.end).then(|| EntityId::State(name.key.clone()))
}

/// A class of agents named by a plain noun phrase: "source countries", "the international community".
pub(super) fn group(r: &mut Reader<'_>, tokens: Tokens<usize>) -> Option<EntityId> {
    // the comma of "port, coastal and island States" stands before their noun
    let noun = tokens.clone().find(|t| r.in_lexicon("GroupNoun", *t) || r.in_lexicon("Issuer", *t));
    let noun = noun.filter(|_| !r.is_capital(tokens.start)).unwrap_or(tokens.start);
    let end = tokens
        .clone()
        .filter(|t| *t >= noun)
        .find(|t| matches!(r.low(*t), "(" | "," | ";" | ":" | "." | "which" | "who" | "that"))
        .unwrap_or(tokens.end);
    let end = end.min(tokens.start + 9);
    let name = slug(&r.text(tokens.start..end));
    if name.is_empty() || end <= tokens.start {
        return None;
    }
    if name.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let id = EntityId::Group(name);
    let label = sentence_case(&r.text(tokens.start..end));
    let evidence = r.evidence(tokens.start..end);
    r.entity(&id, EntityClass::Group, &label, None, evidence);
    Some(id)
}

/// Known states and organisations inside some tokens, in order.
pub(super) fn named(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<EntityId> {
    r.a.names_near(tokens.clone())
        .iter()
        .filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
        .filter_map(|n| match n.kind {
            NameKind::State => Some(EntityId::State(n.key.clone())),
            NameKind::Organisation => Some(EntityId::Organisation(n.key.clone())),
            NameKind::Place | NameKind::Demonym => None,
        })
        .collect()
}
