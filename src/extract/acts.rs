//! Speech acts: each sentence's clauses become acts with issuer, addressee, force and text; leads hand theirs to items.

use std::ops::Range as Tokens;

use super::act_details::{act, emit};
use super::agents::{agents, speakers};
use super::clause::{Clause, Form, Opening, clauses, is_agent};
use super::complement::{Complement, conditions, is_mandate, read as complement, trim, verb_split};
use super::modal;
use super::reader::Reader;
use crate::assertion::{EntityId, Fact};
use crate::document::BlockKind;

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

/// Who spoke last, for pronouns and inherited subjects.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice {
    pub(super) issuers: Vec<EntityId>,
    pub(super) at: Option<EntityId>,
    /// The last of them who spoke for the whole meeting: Ministers, the Conference.
    whole: Vec<EntityId>,
    /// A line named who speaks and left the verbs to the paragraphs below it ("We, the Heads of State:").
    open: bool,
}

impl Voice {
    fn speak(&mut self, issuers: &[EntityId]) {
        self.issuers = issuers.to_vec();
        if issuers.iter().any(|id| matches!(id, EntityId::Body { .. } | EntityId::Meeting { .. })) {
            self.whole = issuers.to_vec();
        }
    }

    /// Who speaks where nobody is named: not the one state that offered something in the sentence before.
    pub(super) fn of_meeting(&self) -> &[EntityId] {
        if self.whole.is_empty() { &self.issuers } else { &self.whole }
    }
}

/// Reads the acts of all blocks in order.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut leads: Vec<(usize, Lead)> = Vec::new();
    let mut voice = Voice { at: r.main_meeting(), ..Voice::default() };
    let mut speaker: Option<Lead> = None;
    for block in 0..r.a.document.blocks.len() {
        if matches!(r.block(block).kind, BlockKind::Heading | BlockKind::Header | BlockKind::Noise) {
            continue;
        }
        let inherited =
            r.block(block).lead.and_then(|l| leads.iter().rfind(|(b, _)| *b == l)).map(|(_, lead)| lead.clone());
        let sentences: Vec<Tokens<usize>> =
            r.a.sentences.iter().filter(|s| s.block == block).map(|s| s.tokens.clone()).collect();
        for (index, tokens) in sentences.into_iter().enumerate() {
            let lead = if index == 0 { inherited.clone().or_else(|| speaker.clone()) } else { None };
            if let Some(found) = bare_speaker(r, &tokens) {
                let lead = Lead {
                    issuers: found,
                    at: r.main_meeting(),
                    act: None,
                    that: false,
                    conditions: Vec::new(),
                    addressee: None,
                };
                voice.open = true;
                if r.low(tokens.end - 1) == "," {
                    speaker = Some(lead.clone());
                }
                voice.speak(&lead.issuers);
                leads.push((block, lead));
                continue;
            }
            if let Some(lead) = sentence(r, tokens, lead.as_ref(), &mut voice) {
                leads.push((block, lead));
            }
        }
    }
}

/// "Ministers:", "The General Assembly,": a line that only names who speaks.
fn bare_speaker(r: &mut Reader<'_>, tokens: &Tokens<usize>) -> Option<Vec<EntityId>> {
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
    let subject = from..last;
    if subject.is_empty() || !is_agent(r, &subject) || subject.len() > 14 {
        return None;
    }
    Some(agents(r, subject, &[]))
}

/// The acts of one sentence; returns what it hands to the items below it.
fn sentence(r: &mut Reader<'_>, tokens: Tokens<usize>, lead: Option<&Lead>, voice: &mut Voice) -> Option<Lead> {
    if tokens.is_empty() {
        return None;
    }
    if let Some(Lead { act: Some(_), .. }) = lead {
        let lead = lead.cloned()?;
        item_of_verb(r, tokens.clone(), &lead);
        return None;
    }
    if let Some(lead) = lead {
        voice.speak(&lead.issuers);
    }
    let verb_first = opens_with_verb(r, &tokens, voice.open);
    if voice.issuers.is_empty() && verb_first {
        voice.speak(&[speakers(r)]);
    }
    let opened = if lead.is_some() || verb_first { Opening::Verb } else { Opening::Subject };
    let mut found = clauses(r, tokens.clone(), opened);
    // "Noting the persistence of X, Ministers agreed …": the act is the main clause's
    let aside = found.first().is_some_and(|c| c.form == Form::Gerund && c.start == tokens.start);
    if aside && found[1..].iter().any(|c| c.subject.is_some() && !c.reported) {
        found.remove(0);
    }
    let colon = r.low(tokens.end - 1) == ":";
    let mut handed = None;
    let mut told = false;
    for (index, clause) in found.iter().enumerate() {
        // what a single person tells is skipped, with the verbs joined to it
        told = if clause.subject.is_some() { is_person(r, clause) } else { told };
        if told {
            continue;
        }
        let issuers = match &clause.subject {
            Some(subject) => {
                let previous = voice.issuers.clone();
                let ids = agents(r, subject.clone(), &previous);
                if ids.is_empty() { previous } else { ids }
            }
            None if clause.passive.is_some() => passive_issuers(r, clause, voice),
            None if voice.issuers.is_empty() => vec![speakers(r)],
            None => voice.issuers.clone(),
        };
        let at = clause.subject.as_ref().and_then(|s| meeting_in(r, s.clone()));
        let at = if clause.reported { at } else { at.or_else(|| r.main_meeting()) };
        if !clause.reported {
            voice.speak(&issuers);
            voice.open &= clause.subject.is_none();
            voice.at = at.clone();
        }
        let parsed = complement(r, clause);
        let last = index + 1 == found.len();
        if colon && last && hands_over(r, clause, &parsed) {
            let limits = conditions(r, &parsed.text).into_iter().map(|t| r.text(t)).collect();
            let that = r.low(tokens.end - 2) == "that" || parsed.verb.ends_with("that");
            let addressee = handed_to(r, &parsed);
            let act = Some((parsed.verb, parsed.force));
            handed = Some(Lead { issuers, at, act, that: that && addressee.is_none(), conditions: limits, addressee });
            continue;
        }
        if let Some(parts) = inline_parts(r, clause, &parsed) {
            for part in parts {
                let lead = Lead {
                    issuers: issuers.clone(),
                    at: at.clone(),
                    act: Some((parsed.verb.clone(), parsed.force.clone())),
                    that: false,
                    conditions: Vec::new(),
                    addressee: None,
                };
                let evidence = vec![r.evidence(part.clone()), r.evidence(clause.start..part_lead_end(r, clause))];
                let act = act(r, &lead, part.clone(), None, part.start);
                r.add("act.inline-items", Fact::Act(Box::new(act)), evidence);
            }
            continue;
        }
        // what is only told ("received a report") lends its subject to the next verb and is no act itself
        if clause.concept == "narrate" {
            continue;
        }
        emit(r, clause, parsed, issuers, at);
    }
    if found.is_empty() {
        modal::read(r, tokens.clone(), voice);
    }
    if colon && handed.is_none() {
        // "… discussed:" without an open verb: the items bring their own verbs
        handed = Some(Lead {
            issuers: voice.issuers.clone(),
            at: voice.at.clone(),
            act: None,
            that: false,
            conditions: Vec::new(),
            addressee: None,
        })
        .filter(|l| !l.issuers.is_empty());
        voice.open |= handed.is_some();
    }
    handed
}

/// What a single person tells ("She noted that …") is no act of the meeting.
fn is_person(r: &Reader<'_>, clause: &Clause) -> bool {
    let Some(subject) = &clause.subject else { return false };
    matches!(r.low(subject.start), "she" | "he" | "i")
        || r.mentions.iter().any(|m| {
            m.tokens.start <= subject.start && subject.end <= m.tokens.end + 1 && matches!(m.id, EntityId::Person(_))
        })
}

/// "Recalling …", "Further urges …", "HAVE DECIDED to …"; where a line above named who speaks, also "Commit to …".
fn opens_with_verb(r: &Reader<'_>, tokens: &Tokens<usize>, open: bool) -> bool {
    let mut at = tokens.start;
    if !r.is_capital(at) {
        return false;
    }
    let mut perfect = false;
    while let Some(end) = r.lexicon("Adverb", at).map(|(end, _)| end).or_else(|| {
        let have = matches!(r.low(at), "have" | "has" | "hereby");
        have.then_some(at + 1)
    }) {
        perfect |= matches!(r.low(at), "have" | "has");
        at = end;
    }
    if at >= tokens.end {
        return false;
    }
    let base = open && r.in_lexicon("SpeechBase", at) && is_imperative(r, at);
    r.in_lexicon("SpeechGerund", at)
        || r.in_lexicon("SpeechPresent", at)
        || perfect && r.in_lexicon("SpeechPast", at)
        || base
}

/// "Support the Fund", not "Support for the Fund" or "Review of the plan".
fn is_imperative(r: &Reader<'_>, at: usize) -> bool {
    let end = r.lexicon("SpeechBase", at).map_or(at + 1, |(end, _)| end);
    end > at + 1 || !matches!(r.low(end), "of" | "for" | ":" | "by" | "and" | "from")
}

/// Who speaks in the passive: the agent behind "by", else the meeting.
fn passive_issuers(r: &mut Reader<'_>, clause: &Clause, voice: &Voice) -> Vec<EntityId> {
    let by = clause.passive.as_ref().and_then(|p| p.by.clone());
    let named = by.map_or_else(Vec::new, |by| agents(r, by, voice.of_meeting()));
    match (named.is_empty(), voice.of_meeting().is_empty()) {
        (false, _) => named,
        (true, false) => voice.of_meeting().to_vec(),
        (true, true) => vec![speakers(r)],
    }
}

/// "requested that the Secretariat:", "asked the Secretariat to:", who is to do what the items say.
fn handed_to(r: &Reader<'_>, parsed: &Complement) -> Option<Tokens<usize>> {
    if !is_mandate(&parsed.force) {
        return None;
    }
    let mut end = trim(r, parsed.text.start, parsed.text.end);
    while end > parsed.text.start
        && matches!(r.low(end - 1), "to" | "should" | "would" | "will" | "shall" | "," | "that")
    {
        end -= 1;
    }
    let start = if r.low(parsed.text.start) == "that" { parsed.text.start + 1 } else { parsed.text.start };
    (start < end && end - start <= 14 && is_agent(r, &(start..end))).then_some(start..end)
}

fn meeting_in(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<EntityId> {
    r.mentions_in(tokens).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone())
}

/// Whether a clause that ends in a colon leaves its complement to the items below.
fn hands_over(r: &Reader<'_>, clause: &Clause, parsed: &Complement) -> bool {
    let open = matches!(
        r.low(clause.end.saturating_sub(2)),
        "that" | "to" | "towards" | "toward" | "on" | "for" | "following" | "by"
    ) || handed_to(r, parsed).is_some();
    let bare = trim(r, clause.verb.end, clause.end) <= clause.verb.end + 1;
    let follow = (clause.verb.end..clause.end).any(|t| r.low(t) == "following") && is_mandate(&parsed.force);
    open || bare || follow
}

/// "called for: a; b; c": the parts behind the colon, where the act asks for something.
fn inline_parts(r: &Reader<'_>, clause: &Clause, parsed: &Complement) -> Option<Vec<Tokens<usize>>> {
    if !is_mandate(&parsed.force) {
        return None;
    }
    let colon = (clause.verb.end..clause.end).find(|t| r.low(*t) == ":")?;
    let parts = split_parts(r, colon + 1..trim(r, colon + 1, clause.end));
    (parts.len() > 1).then_some(parts)
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

/// An item whose verb stands in its lead.
fn item_of_verb(r: &mut Reader<'_>, tokens: Tokens<usize>, lead: &Lead) {
    let text = tokens.start..trim(r, tokens.start, tokens.end);
    let own = || verb_split(r, &text).filter(|at| *at > text.start).map(|at| text.start..at);
    let addressee = lead.addressee.clone().or_else(|| lead.that.then(own).flatten());
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
