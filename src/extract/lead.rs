//! Lines that hand speaker, verb or addressee to the items below them, and what the items make of it.

use std::ops::Range as Tokens;

use super::act_details::act;
use super::agents::agents;
use super::agreement::agreed_item;
use super::clause::{Clause, Opening, clauses};
use super::complement::{Complement, before_infinitive, is_directive, is_mandate, subject_of, trim};
use super::item_parts::{declarations, declared, says};
use super::reader::Reader;
use super::subject::{is_agent, subject_before};
use super::words::{is_determiner, is_preposition};
use crate::assertion::{EntityId, Fact};

/// What a line that ends in a colon hands to its items.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub(super) issuers: Vec<EntityId>,
    pub(super) at: Option<EntityId>,
    /// Verb and force, where the line has them; else each item brings its own.
    pub(super) act: Option<(String, String)>,
    /// The items are clauses with a subject of their own ("recommended that: A. States enhance …").
    pub(super) that: bool,
    pub(super) conditions: Vec<String>,
    /// Who is to do all of the items ("requested that the Secretariat:").
    pub(super) addressee: Option<Tokens<usize>>,
}

impl Lead {
    /// A line that names who speaks and leaves the verbs to what follows.
    pub(super) fn of(issuers: Vec<EntityId>, at: Option<EntityId>) -> Self {
        Self { issuers, at, act: None, that: false, conditions: Vec::new(), addressee: None }
    }
}

/// "Ministers:", "The General Assembly,": a line that only names who speaks.
pub(super) fn bare_speaker(r: &mut Reader<'_>, tokens: &Tokens<usize>) -> Option<Vec<EntityId>> {
    let last = tokens.end.checked_sub(1).filter(|l| *l >= tokens.start)?;
    if !matches!(r.low(last), ":" | ",") {
        return None;
    }
    // the subject may stand behind an introduction: "Through this dialogue, Ministers:"
    let from = if r.low(last) == ":" {
        tokens.clone().rev().skip(1).find(|t| r.low(*t) == ",").map_or(tokens.start, |c| c + 1)
    } else {
        tokens.start
    };
    // "Ministers also:", "The participants further:"
    let mut end = last;
    while let Some(adverb) =
        (end.saturating_sub(4).max(from + 1)..end).find(|t| r.lexicon("Adverb", *t).is_some_and(|(e, _)| e == end))
    {
        end = adverb;
    }
    // "On the proposal of Peru the Council:"
    let opened = is_preposition(r.low(from))
        && !matches!(r.low(from), "to" | "for")
        && !is_preposition(r.low(end - 1))
        && r.low(last) == ":";
    let behind = if opened { subject_before(r, from, end).filter(|s| r.low(s.start) == "the") } else { None };
    let subject = behind.unwrap_or(from..end);
    if subject.is_empty() || !is_agent(r, &subject) || subject.len() > 14 {
        return None;
    }
    // "We, the Heads of Government, meeting in Suva:" speak, not the meeting
    let gathered = matches!(r.low(from), "meeting" | "gathering") && is_preposition(r.low(from + 1));
    if gathered && from > tokens.start {
        return None;
    }
    Some(agents(r, subject, &[]))
}

/// "To States:", "For the Secretariat:": who is to do what stands below.
pub(super) fn bare_addressee(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Tokens<usize>> {
    let last = tokens.end.checked_sub(1).filter(|l| *l > tokens.start + 1 && r.low(*l) == ":")?;
    let who = tokens.start + 1..last;
    (matches!(r.low(tokens.start), "to" | "for") && who.len() <= 14 && is_agent(r, &who)).then_some(who)
}

/// Whether a paragraph says by itself who says what ("1. We urge …"), so that the line above lends it nothing.
pub(super) fn speaks_itself(r: &Reader<'_>, block: usize) -> bool {
    let tokens = r.block_tokens(block);
    let Some(first) = r.a.sentences.iter().find(|s| s.block == block) else { return true };
    let plenary =
        |t: usize| r.lexicon("Issuer", t).is_some_and(|(_, c)| !matches!(c, "members" | "parties" | "secretariat"));
    let opens = tokens.clone().take(3).any(|t| plenary(t) || r.low(t) == "we");
    opens && clauses(r, first.tokens.clone(), Opening::Subject).iter().any(|c| c.subject.is_some())
}

/// "requested that the Secretariat:", "asked the Secretariat to:", who is to do what the items say.
pub(super) fn handed_to(r: &Reader<'_>, parsed: &Complement) -> Option<Tokens<usize>> {
    if !is_mandate(&parsed.force) {
        return None;
    }
    let mut end = trim(r, parsed.text.start, parsed.text.end);
    let to = end > parsed.text.start && r.low(end - 1) == "to";
    while end > parsed.text.start
        && matches!(r.low(end - 1), "to" | "should" | "would" | "will" | "shall" | "," | "that")
    {
        end -= 1;
    }
    // "recommended to the Council:"
    let next = parsed.text.start + 1;
    let put = r.low(parsed.text.start) == "to" && (is_determiner(r.low(next)) || r.is_capital(next));
    let start = parsed.text.start + usize::from(put || r.low(parsed.text.start) == "that");
    // "requested the Secretary, subject to the availability of funds:"
    let aside = (start..end)
        .find(|t| r.low(*t) == ",")
        .filter(|comma| *comma > start && (is_preposition(r.low(comma + 1)) || r.in_lexicon("Condition", comma + 1)));
    let end = aside.unwrap_or(end);
    let whole = (start < end && end - start <= 14 && is_agent(r, &(start..end))).then_some(start..end);
    // "Requests the Secretariat to give priority to:"
    let doing = || before_infinitive(r, &parsed.text).filter(|who| who.end < end && is_agent(r, who));
    whole.or_else(|| doing().filter(|_| to && is_directive(&parsed.force)))
}

/// Whether a clause that ends in a colon leaves its complement to the items below.
pub(super) fn hands_over(r: &Reader<'_>, clause: &Clause, parsed: &Complement) -> bool {
    let open = matches!(
        r.low(clause.end.saturating_sub(2)),
        "that" | "to" | "towards" | "toward" | "on" | "for" | "following" | "follows" | "by"
    ) || handed_to(r, parsed).is_some();
    let bare = trim(r, clause.verb.end, clause.end) <= clause.verb.end + 1;
    let block = r.block_of(clause.start);
    let items = r.a.document.blocks.get(block + 1).is_some_and(|next| next.lead == Some(block));
    let below =
        r.a.document
            .blocks
            .get(block + 1)
            .is_some_and(|next| next.number.is_some() && next.number != r.block(block).number);
    let items = items || below;
    // "made the following recommendations for the Council:"
    let told = parsed.verb.contains("following");
    let follow =
        told || (clause.verb.end..clause.end).any(|t| r.low(t) == "following") && (is_mandate(&parsed.force) || items);
    open || bare || follow
}

/// "called for: a; b; c": the parts behind the colon, where the act asks for something.
pub(super) fn inline_parts(r: &Reader<'_>, clause: &Clause, parsed: &Complement) -> Option<Vec<Tokens<usize>>> {
    if !is_mandate(&parsed.force) {
        return None;
    }
    let colon = (clause.verb.end..clause.end).find(|t| r.low(*t) == ":")?;
    let parts = split_parts(r, colon + 1..trim(r, colon + 1, clause.end));
    (parts.len() > 1).then_some(parts)
}

/// One of "requested: (a) A to do X; (b) B to do Y": its letter is its position, and it may name who is asked.
pub(super) fn inline_item(
    r: &mut Reader<'_>,
    clause: &Clause,
    parsed: &Complement,
    issuers: &[EntityId],
    at: Option<&EntityId>,
    part: Tokens<usize>,
) {
    let (marker, text) = marker(r, part.clone());
    let lead = Lead {
        issuers: issuers.to_vec(),
        at: at.cloned(),
        act: Some((parsed.verb.clone(), parsed.force.clone())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    let asked = before_infinitive(r, &text)
        .filter(|who| is_directive(&parsed.force) && !r.low(who.start).ends_with("ing") && is_agent(r, who));
    let lead_in = r.evidence(clause.start..part_lead_end(r, clause));
    let mut made = act(r, &lead, text, asked, part.start);
    made.position = marker;
    r.add("act.inline-items", Fact::Act(Box::new(made)), vec![r.evidence(part), lead_in]);
}

/// "(a)" in front of an item, and the item without it.
pub(super) fn marker(r: &Reader<'_>, part: Tokens<usize>) -> (Option<String>, Tokens<usize>) {
    let close = (r.low(part.start) == "(").then(|| part.clone().take(4).find(|t| r.low(*t) == ")")).flatten();
    match close.filter(|close| close + 1 < part.end) {
        Some(close) => (Some(r.text(part.start..close + 1)), close + 1..part.end),
        None => (None, part),
    }
}

fn part_lead_end(r: &Reader<'_>, clause: &Clause) -> usize {
    (clause.verb.end..clause.end).find(|t| r.low(*t) == ":").unwrap_or(clause.end)
}

/// Parts between semicolons, "and" and brackets of enumeration cut off.
pub(super) fn split_parts(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<Tokens<usize>> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for t in tokens.clone().chain(std::iter::once(tokens.end)) {
        if t == tokens.end || r.low(t) == ";" {
            let mut from = start;
            while from < t && matches!(r.low(from), "and" | ",") {
                from += 1;
            }
            if from < t {
                parts.push(from..t);
            }
            start = t + 1;
        }
    }
    parts
}

/// "agree to: (a) Request the Secretariat to …": an item that says itself what is said, to whom.
pub(super) fn asks_itself(r: &Reader<'_>, tokens: &Tokens<usize>, lead: &Lead) -> bool {
    let agrees = lead.act.as_ref().is_some_and(|(verb, force)| {
        let declares = force == "affirm" && r.low(tokens.start) == "to";
        matches!(force.as_str(), "undertake" | "decide" | "commit") || verb.starts_with("agree") || declares
    });
    let first = if r.low(tokens.start) == "to" { tokens.start + 1 } else { tokens.start };
    let said = says(r, first);
    // "agreed on the following conclusions: 1. The Committee is requested to meet"
    let asked = || {
        let found = clauses(r, tokens.clone(), Opening::Subject);
        found.first().is_some_and(|c| {
            is_directive(&c.concept)
                && c.passive.as_ref().is_some_and(|p| p.of.as_ref().is_some_and(|of| of.start == tokens.start))
        })
    };
    agrees && lead.addressee.is_none() && ((!lead.that || r.low(tokens.start) == "to") && said || asked())
}

/// An item whose verb stands in its lead.
pub(super) fn item_of_verb(r: &mut Reader<'_>, tokens: Tokens<usize>, lead: &Lead) {
    let own_that = r.low(tokens.start) == "that";
    let from = tokens.start + usize::from(own_that);
    let text = from..trim(r, from, tokens.end);
    let mut lead = lead.clone();
    if lead.act.as_ref().is_some_and(|(_, force)| force == "affirm") {
        let parts = declarations(r, &text);
        if parts.len() > 1 {
            for part in parts {
                item_of_verb(r, part, &lead);
            }
            return;
        }
        if let Some((noun, end, force)) = declared(r, text.start, text.end) {
            lead.act = Some((r.text(noun..end).to_lowercase(), force));
        }
    }
    let mut agreed = None;
    // "resolve: To create a fund" decides, "resolve: To support the fund" supports
    if let Some((_, force)) = lead.act.as_mut().filter(|(_, force)| force == "undertake")
        && r.low(text.start) == "to"
    {
        *force = super::item_parts::resolved(r, text.start + 1, text.end).to_owned();
    }
    let declares = |force: &str| force == "affirm" && r.low(text.start) == "to";
    let asks = lead.act.as_ref().is_some_and(|(_, force)| is_mandate(force));
    let that = lead.that || own_that && asks;
    let open = |(verb, force): &&mut (String, String)| verb.starts_with("agree") || declares(force) && !that;
    if let Some((_, force)) = lead.act.as_mut().filter(open) {
        let (own, who) = agreed_item(r, &text, force, that);
        *force = own;
        agreed = who;
    }
    let lead = &lead;
    let own = || subject_of(r, &text).filter(|who| is_agent(r, who));
    let addressee = lead.addressee.clone().or(agreed).or_else(|| that.then(own).flatten());
    let evidence = r.with_lead(tokens.clone());
    let block = r.block_of(tokens.start);
    let mut made = act(r, lead, text, addressee, tokens.start);
    made.position = r
        .block(block)
        .marker
        .clone()
        .map(|m| m.trim_end_matches('.').to_owned())
        .filter(|m| m.chars().any(char::is_alphanumeric));
    made.conditions.extend(lead.conditions.clone());
    r.add("act.item-of-verb", Fact::Act(Box::new(made)), evidence);
}
