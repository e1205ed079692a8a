//! "Agreed", "decided": a decision, an undertaking or a statement, by what follows the verb.

use std::ops::Range as Tokens;

use super::clause::Clause;
use super::complement::{Complement, before_infinitive, by_agent, needed, subject_of, verb_split};
use super::reader::Reader;
use super::words::{is_determiner, is_modal, is_participle};
use crate::assertion::EntityId;

/// "agreed", "decided": a decision, an undertaking or a statement, by what follows.
pub(super) fn agreement(
    r: &Reader<'_>,
    clause: &Clause,
    verb: &str,
    from: usize,
    body: usize,
    text: Tokens<usize>,
    that: bool,
) -> Complement {
    let decides = clause.concept == "decide";
    let whole = |force: &str, addressee: Option<Tokens<usize>>| Complement {
        force: force.to_owned(),
        verb: verb.to_owned(),
        addressee,
        text: text.clone(),
        rule: None,
    };
    // "agreed on the creation of": a decision, whatever the preposition
    let founds = (from..text.end.min(from + 4)).any(|t| r.in_lexicon("LifecycleNoun", t));
    if matches!(r.low(from), "on" | "to" | "upon") && founds {
        return whole("decide", None);
    }
    if r.low(from) == "to" {
        // "agreed to endorse the plan" endorses it
        if let Some((end, "endorse")) = r.lexicon("SpeechBase", from + 1) {
            return Complement {
                force: "endorse".to_owned(),
                verb: r.text(from + 1..end).to_lowercase(),
                addressee: None,
                text: end.min(text.end)..text.end,
                rule: None,
            };
        }
        // "agreed to the proposal": what is proposed is accepted
        if is_determiner(r.low(from + 1)) {
            return whole("decide", None);
        }
        // "decided to recommend to the Council that": to whom it turns
        let inner = r.lexicon("SpeechBase", from + 1).filter(|(_, force)| super::complement::is_directive(force));
        if let Some((end, _)) = inner.filter(|(end, _)| *end < text.end) {
            let rest = end..text.end;
            let who = before_infinitive(r, &rest).or_else(|| super::complement::put_to(r, &rest));
            return whole("decide", who.filter(|who| super::subject::is_agent(r, who)));
        }
        // "agreed to have the plan revised": others do it
        let causes = r.low(from + 1) == "have";
        let sets_up = causes || (from + 1..text.end.min(from + 5)).any(|t| r.in_lexicon("DecisionVerb", t));
        return whole(if decides || sets_up { "decide" } else { "undertake" }, None);
    }
    if matches!(r.low(from), "on" | "with" | "upon") && !decides {
        return whole("affirm", None);
    }
    // "agreed that the choice was one for the Council to make"
    if let Some(who) = one_for(r, &text) {
        return whole(if decides { "decide" } else { "affirm" }, Some(who));
    }
    // "agreed on the need for members to act": somebody should do something
    if let Some(who) = needed(r, &text).filter(|_| !decides) {
        return whole("recommend", Some(who));
    }
    // "agreed that, given its success, the process should continue": what stands behind the circumstance
    let opens = that
        && matches!(r.low(body), "if" | "given" | "where" | "when" | "unless" | "as" | "," | "while" | "in" | "once");
    let body = if opens { behind_circumstance(r, &text).unwrap_or(body) } else { body };
    let split = verb_split(r, &(body..text.end));
    let open = that || split.is_some();
    if !open {
        return whole(if decides { "decide" } else { "affirm" }, None);
    }
    let Some(at) = split else { return whole(if decides { "decide" } else { "affirm" }, None) };
    let subject = body..at;
    // "that the group had done its work and should be dissolved": the last of two verbs says what is to be
    let told = matches!(r.low(at), "had" | "has" | "have" | "was" | "were");
    let second = (at + 1..text.end).find(|t| r.low(*t - 1) == "and" && is_modal(r.low(*t)) && r.low(*t - 2) != ",");
    let at = second.filter(|_| told).unwrap_or(at);
    let word = r.low(at);
    let own = at > body && matches!(r.low(at - 1), "they" | "we");
    let towards = text.clone().any(|t| r.low(t) == "towards" || r.low(t) == "toward");
    let future = matches!(word, "would" | "will" | "shall" | "should" | "must") || is_subjunctive(r, &subject, at);
    let statement = matches!(word, "should")
        && matches!(r.low(at + 1), "be")
        && r.low(at + 2).ends_with("ed")
        && !agentive(r, &subject)
        && !r.in_lexicon("DecisionVerb", at + 2);
    if own && future {
        return whole(if towards || !decides { "undertake" } else { "decide" }, None);
    }
    if future && !statement {
        let who = if matches!(word, "be") || r.low(at + 1) == "be" {
            // a body may itself be what is changed, a meeting that is to be held is nobody who acts
            // "that a group be set up": it is not there yet
            let be = if r.low(at) == "be" { at } else { at + 1 };
            let said = (be + 1..be + 4).find(|t| !r.in_lexicon("Adverb", *t)).unwrap_or(be + 1);
            let new = r.lexicon("LifecycleChange", said).is_some_and(|(_, kind)| kind == "established");
            // "that the Centre be located in Suva": nobody is to act, and the Centre is what it was
            let mandate = subject.clone().any(|t| r.in_lexicon("MandateOfBody", t));
            let changed = changes(r, said) && !mandate || !is_participle(r.low(said));
            let asked = r.lexicon("SpeechPast", said).is_some_and(|(_, force)| super::complement::is_directive(force));
            let body = !new
                && (changed || asked)
                && r.mentions_in(subject.clone()).all(|m| !matches!(m.id, EntityId::Meeting { .. }));
            by_agent(r, &text).or_else(|| (body && agentive(r, &subject)).then(|| subject.clone()))
        } else {
            // "that the next session would take place in Suva": nobody is told to act
            let meeting = r.mentions_in(subject.clone()).any(|m| matches!(m.id, EntityId::Meeting { .. }));
            let other = |m: &super::reader::Mention| !matches!(m.id, EntityId::Meeting { .. } | EntityId::Place(_));
            let agent = !meeting || r.mentions_in(subject.clone()).any(other);
            Some(subject).filter(|_| agent)
        };
        return whole("decide", who);
    }
    whole(if decides { "decide" } else { "affirm" }, None)
}

/// Whether a participle tells what is done to a body that is there: "dissolved", "renamed", "extended".
pub(super) fn changes(r: &Reader<'_>, said: usize) -> bool {
    r.lexicon("LifecycleChange", said).is_some_and(|(_, kind)| kind != "established")
        || ["MandateChange", "RenamedAs"].iter().any(|lexicon| r.in_lexicon(lexicon, said))
}

/// "is one for the Council to make", "remained a matter for States to decide": whose matter it is.
pub(super) fn one_for(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let (at, end) = text.clone().find_map(|t| r.lexicon("MatterFor", t).map(|(end, _)| (t, end)))?;
    let copula = (at.saturating_sub(3)..at)
        .any(|t| matches!(r.low(t), "is" | "are" | "was" | "were" | "be" | "been" | "remains" | "remained" | "remain"));
    let who = before_infinitive(r, &(end..text.end)).filter(|_| copula)?;
    super::subject::is_agent(r, &who).then_some(who)
}

/// The subject of the main clause behind "if …" or "given …": the agent right in front of a modal verb.
fn behind_circumstance(r: &Reader<'_>, text: &Tokens<usize>) -> Option<usize> {
    let modal = text.clone().skip(1).find(|t| is_modal(r.low(*t)))?;
    let pronoun = matches!(r.low(modal - 1), "it" | "they");
    let from = (text.start + 1..modal)
        .find(|t| r.low(*t - 1) == "," && modal - t <= 12 && super::subject::is_agent(r, &(*t..modal)));
    from.or_else(|| pronoun.then_some(modal - 1))
}

/// Whether the verb at `at` is a bare subjunctive: "be developed", "coordinate", "continue".
fn is_subjunctive(r: &Reader<'_>, subject: &Tokens<usize>, at: usize) -> bool {
    if r.low(at) == "be" {
        return true;
    }
    let last = r.low(subject.end.saturating_sub(1));
    let singular = !last.ends_with('s');
    r.in_lexicon("BaseVerb", at) && singular
}

/// What an item of "agreed:" or "agreed on the following:" does, and who is to do it; the lead's force where the item
/// is a statement. Behind "agreed that:" an item has a subject of its own.
pub(super) fn agreed_item(
    r: &Reader<'_>,
    text: &Tokens<usize>,
    force: &str,
    that: bool,
) -> (String, Option<Tokens<usize>>) {
    let first = if r.low(text.start) == "to" { text.start + 1 } else { text.start };
    if r.low(first).ends_with("ing") {
        return (force.to_owned(), None);
    }
    if !that && (r.in_lexicon("BaseVerb", first) || first > text.start && r.is_word(first)) {
        let sets_up = (first..text.end.min(first + 3)).any(|t| r.in_lexicon("DecisionVerb", t));
        return (if sets_up { "decide" } else { "undertake" }.to_owned(), None);
    }
    let split = verb_split(r, text).filter(|at| *at > text.start);
    let Some(at) = split.filter(|at| is_modal(r.low(*at)) || is_subjunctive(r, &(text.start..*at), *at)) else {
        return (force.to_owned(), None);
    };
    // "shall be responsible" is no passive
    let be = if r.low(at) == "be" { Some(at) } else { Some(at + 1).filter(|be| r.low(*be) == "be") };
    let said = be.map(|be| (be + 1..be + 4).find(|t| !r.in_lexicon("Adverb", *t)).unwrap_or(be + 1));
    let passive = said.is_some_and(|said| is_participle(r.low(said)));
    let subject = subject_of(r, text).map(|s| super::complement::before_comma(r, s)).filter(|s| agentive(r, s));
    // "The Panel will be dissolved", "The Panel will report and be dissolved": it is what is changed
    let changed = said.is_some_and(|said| changes(r, said));
    let who = if passive { by_agent(r, text).or(subject.filter(|_| changed)) } else { subject };
    ("decide".to_owned(), who)
}

/// Whether a subject can itself act.
pub(super) fn agentive(r: &Reader<'_>, subject: &Tokens<usize>) -> bool {
    super::subject::is_agent(r, subject)
}
