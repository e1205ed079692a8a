//! Items of a declaration that hold more than one act: "To create a fund, and to instruct it to …", "Our support for A, and
//! our conviction that …".

use std::ops::Range as Tokens;

use super::clause::{Form, speech_verb};
use super::complement::{is_directive, trim};
use super::lead::Lead;
use super::reader::Reader;
use super::subject::is_agent;

/// Words at most between "our" and the noun that says what is declared: "our firm and lasting support".
const ADJECTIVES: usize = 4;

/// Whether the verb at `first` says something by itself: "to review the plan" is something to do, "to take note of the
/// plan" says something.
pub(super) fn says(r: &Reader<'_>, first: usize) -> bool {
    let Some((end, force, Form::Base)) = speech_verb(r, first) else { return false };
    let said = match force {
        "note" => matches!(r.low(first), "note" | "take"),
        "undertake" | "commit" | "announce" | "support" | "agree" | "narrate" => false,
        _ => true,
    };
    said && !matches!(r.low(end), "of" | "for" | ":" | "by" | "from")
}

/// The infinitives of an item below "resolve:" or "agree:", each with its "to", and a participle behind a comma that asks
/// for something ("To extend the term of the group, recommending that it meet").
pub(super) fn infinitives(r: &Reader<'_>, tokens: &Tokens<usize>, lead: &Lead) -> Vec<Tokens<usize>> {
    let decides = lead.act.as_ref().is_some_and(|(verb, force)| {
        matches!(force.as_str(), "undertake" | "decide" | "commit") || verb.starts_with("agree")
    });
    if !decides || lead.addressee.is_some() || r.low(tokens.start) != "to" {
        return vec![tokens.clone()];
    }
    let binds = |t: usize| r.low(t) == "commit" && matches!(r.low(t + 1), "ourselves" | "themselves" | "itself");
    // "to invite Peru to ratify the treaty and to urge others": without a comma Peru is to do both
    let joined = |t: usize| {
        r.low(t) == "to"
            && r.low(t - 1) == "and"
            && matches!(r.low(t - 2), "," | ";")
            && (says(r, t + 1) || binds(t + 1))
    };
    let asks = |t: usize| {
        r.low(t - 1) == ","
            && speech_verb(r, t).is_some_and(|(end, force, form)| {
                form == Form::Gerund && is_directive(force) && (r.low(end) == "that" || asked(r, end, tokens.end))
            })
    };
    let mut parts = Vec::new();
    let mut start = tokens.start;
    let mut from = tokens.start + 3;
    while from < tokens.end {
        if joined(from) || asks(from) {
            parts.push(start..trim(r, start, from));
            start = from;
        }
        from += 1;
    }
    parts.push(start..tokens.end);
    parts
}

/// What those do who resolve to do something: "to create a fund" is a decision, "to support the fund" supports it.
pub(super) fn resolved<'a>(r: &Reader<'a>, first: usize, end: usize) -> &'a str {
    if let Some((_, force @ ("support" | "endorse" | "commit"))) = r.lexicon("SpeechBase", first) {
        return force;
    }
    let changes = ["SetUpVerb", "DecisionVerb", "LifecycleChange", "ClosedWork"].iter().any(|l| r.in_lexicon(l, first));
    let term = || {
        r.in_lexicon("MandateChange", first)
            && (first + 1..end.min(first + 9)).any(|t| r.in_lexicon("MandateOfBody", t))
    };
    if changes || term() { "decide" } else { "undertake" }
}

/// "inviting Peru to …": somebody stands between the verb and "to".
fn asked(r: &Reader<'_>, from: usize, limit: usize) -> bool {
    let to = (from + 1..limit.min(from + 12)).find(|t| r.low(*t) == "to");
    to.is_some_and(|to| is_agent(r, &(from..to)))
}

/// Whether words stand for what somebody declares as theirs: "our deep concern".
pub(super) fn declared(r: &Reader<'_>, at: usize, limit: usize) -> Option<(usize, usize, String)> {
    let own = matches!(r.low(at), "their" | "our" | "its");
    let noun = (at + 1..limit.min(at + ADJECTIVES)).find(|t| r.in_lexicon("DeclaredNoun", *t)).filter(|_| own)?;
    let (end, force) = r.lexicon("DeclaredNoun", noun)?;
    Some((noun, end, force.to_owned()))
}

/// "Our support for A, and our conviction that B": what an item below "declare:" declares, each by itself.
pub(super) fn declarations(r: &Reader<'_>, text: &Tokens<usize>) -> Vec<Tokens<usize>> {
    if declared(r, text.start, text.end).is_none() {
        return vec![text.clone()];
    }
    let mut parts = Vec::new();
    let mut start = text.start;
    for t in text.start + 3..text.end {
        let and = matches!(r.low(t - 1), "and" | "," | "as") && declared(r, t, text.end).is_some();
        // "our support for Peru and its commitment": without a comma it may be that of Peru
        let comma = matches!(r.low(t - 1), ",") || matches!(r.low(t - 2), "," | ";");
        if and && comma && r.low(t) == r.low(text.start) {
            parts.push(start..trim(r, start, t));
            start = t;
        }
    }
    parts.push(start..text.end);
    parts
}
