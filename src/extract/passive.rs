//! Speech verbs in the passive and without a subject: "it was agreed that", "the Secretariat was asked to",
//! "the report was endorsed by Ministers", "there was consensus that".

use std::ops::Range as Tokens;

use super::clause::{Clause, Form, Passive};
use super::complement::is_directive;
use super::reader::Reader;
use super::subject::is_agent;
use super::words::{is_auxiliary, is_determiner, is_relative};
use crate::assertion::EntityId;

/// "There was general agreement that": an entry of the lexicon `Impersonal`, where a clause begins.
pub(super) fn impersonal(r: &Reader<'_>, tokens: &Tokens<usize>, t: usize) -> Option<Clause> {
    let (end, concept) = r.lexicon("Impersonal", t)?;
    let opens = t == tokens.start || matches!(r.low(t - 1), "," | ";" | "and" | "while" | "but") || adverb_before(r, t);
    (opens && end < tokens.end).then(|| Clause {
        subject: None,
        verb: t..end,
        concept: concept.to_owned(),
        start: t,
        end: tokens.end,
        form: Form::Past,
        reported: false,
        passive: Some(Passive { by: None, of: None }),
    })
}

fn adverb_before(r: &Reader<'_>, t: usize) -> bool {
    (t.saturating_sub(4)..t).any(|from| r.lexicon("Adverb", from).is_some_and(|(end, _)| end == t))
}

/// The passive whose participle is `verb`, with adverbs from `group` on, and where its clause begins.
///
/// Only the main clause counts, and only what somebody says thereby: what was asked of an agent, what was adopted,
/// what "it" was agreed. A participle that describes ("the group established by …") has no form of "be" before it.
pub(super) fn passive(
    r: &Reader<'_>,
    tokens: &Tokens<usize>,
    group: usize,
    verb: &Tokens<usize>,
    concept: &str,
) -> Option<(usize, Passive)> {
    let mut be = group.checked_sub(1).filter(|b| *b >= tokens.start)?;
    match r.low(be) {
        "was" | "were" | "is" | "are" => {}
        "been" if be > tokens.start && matches!(r.low(be - 1), "has" | "have") => be -= 1,
        _ => return None,
    }
    // "the Committee, which was asked to finish it"
    if be > tokens.start
        && matches!(r.low(be - 1), "which" | "who")
        && is_directive(concept)
        && r.low(verb.end) == "to"
        && let Some(who) = super::subject::antecedent(r, tokens.start, be - 1)
    {
        return Some((be - 1, Passive { by: None, of: Some(who) }));
    }
    if let Some(found) = of_a_proposal(r, tokens, be, verb, concept) {
        return Some(found);
    }
    let it = be > tokens.start
        && r.low(be - 1) == "it"
        && (be - 1 == tokens.start || matches!(r.low(be - 2), "," | ";" | "and" | "that") || adverb_before(r, be - 1));
    let start = if it { be - 1 } else { subject_start(r, tokens.start, be)? };
    let subject = start..be;
    let by = by_agent(r, verb.end, tokens.end);
    // "adopted by consensus" says how, not by whom; what a state adopted, or when, is told of elsewhere
    let elsewhere = r.mentions.near(subject.clone()).any(|m| matches!(m.id, EntityId::State(_)))
        || (verb.end..tokens.end).any(|t| r.a.date_at(t).is_some());
    let how = !elsewhere && r.lexicon("VoteMode", verb.end + 1).is_some();
    if r.low(verb.end) == "by" && by.is_none() && !how {
        return None;
    }
    let after = by.as_ref().map_or(verb.end, |by| by.end);
    // "The Task Force met; it was asked to add a form": whoever "it" is was asked, but "it was recommended to" is nobody
    let personal = is_directive(concept) && concept != "recommend" && concept != "suggest" && r.low(after) == "to";
    if subject.len() == 1 && r.low(subject.start) == "it" && personal {
        return Some((start, Passive { by, of: Some(subject) }));
    }
    if subject.len() == 1 && r.low(subject.start) == "it" {
        let open = matches!(r.low(after), "that" | "to") || concept == "agree";
        return open.then_some((start, Passive { by, of: None }));
    }
    let some = super::subject::quantified(r, &subject) > subject.start;
    // "was entrusted with the draft"; who is "charged with fraud" is asked for nothing
    let charged = concept == "direct"
        && r.low(after) == "with"
        && (r.low(verb.start) != "charged" || r.low(after + 1).ends_with("ing"));
    let asked = is_directive(concept) && !some && (charged || r.low(after) == "to") && is_agent(r, &subject);
    let said =
        matches!(concept, "adopt" | "endorse" | "affirm" | "welcome" | "acknowledge" | "support" | "decide" | "agree")
            && !is_agent(r, &subject)
            && (by.is_some()
                || how
                || matches!(concept, "adopt" | "endorse" | "affirm" | "agree")
                || r.in_lexicon("PassiveDecision", verb.start));
    // what a word list calls a state of mind ("Ministers were concerned") is no passive
    (asked || said).then_some((start, Passive { by, of: Some(subject) }))
}

/// "a proposal that was supported by Peru", "an offer which was accepted": what somebody put forward just before.
fn of_a_proposal(
    r: &Reader<'_>,
    tokens: &Tokens<usize>,
    be: usize,
    verb: &Tokens<usize>,
    concept: &str,
) -> Option<(usize, Passive)> {
    let pronoun = be.checked_sub(1).filter(|t| *t > tokens.start && matches!(r.low(*t), "which" | "that"))?;
    let noun = pronoun - 1 - usize::from(r.low(pronoun - 1) == ",");
    let put = |t: usize| r.in_lexicon("SecondedNoun", t) || r.in_lexicon("HostOffer", t);
    let article = (tokens.start..noun).rev().take(3).find(|t| is_determiner(r.low(*t))).filter(|_| put(noun))?;
    let by = by_agent(r, verb.end, tokens.end);
    // "in 2010" tells that it was before
    let before = (verb.end..tokens.end.min(verb.end + 4)).any(|t| r.a.date_at(t).is_some());
    let here = article > tokens.start && r.low(article - 1) == "," && matches!(r.low(article), "a" | "an");
    let said = match concept {
        "support" | "endorse" | "welcome" => by.is_some() && here,
        "decide" => here && by.is_none() && r.in_lexicon("PassiveDecision", verb.start) && r.low(verb.end) != "by",
        _ => false,
    };
    (said && !before).then_some((article, Passive { by, of: Some(article..noun + 1) }))
}

/// Where the subject of the main clause begins, if `be` belongs to the main clause.
fn subject_start(r: &Reader<'_>, from: usize, be: usize) -> Option<usize> {
    // "The term was extended, and the Panel was asked to report": the last of two sentences
    let plain = |t: usize| !is_relative(r.low(t)) && !matches!(r.low(t), "if" | "as" | "when" | "how");
    let last = (from + 2..be.max(from + 3) - 1).rev().find(|t| r.low(*t) == "and" && r.low(*t - 1) == ",");
    let last = last.filter(|and| (from..*and).any(|t| is_auxiliary(r.low(t))) && (from..*and).all(plain));
    if let Some(and) = last.filter(|and| is_agent(r, &(and + 1..be))) {
        return Some(and + 1);
    }
    let mut start = from;
    for t in from..be {
        let word = r.low(t);
        if is_relative(word) && t > start || is_auxiliary(word) || matches!(word, "if" | "as" | "when" | "how") {
            return None;
        }
        if matches!(word, ";" | ":") || matches!(word, "," | "and") && opens_anew(r, t, be) {
            start = t + 1;
        }
    }
    while start < be && (r.lexicon("Adverb", start).is_some() || r.low(start) == ",") {
        start = r.lexicon("Adverb", start).map_or(start + 1, |(end, _)| end);
    }
    (start < be && be - start <= 25).then_some(start)
}

/// "In this regard, the Secretariat was": what stands behind the comma is the whole subject.
fn opens_anew(r: &Reader<'_>, t: usize, be: usize) -> bool {
    let rest = t + 1..be;
    r.low(t) == "," && !rest.is_empty() && (is_agent(r, &rest) || r.low(rest.start) == "it")
}

fn by_agent(r: &Reader<'_>, at: usize, limit: usize) -> Option<Tokens<usize>> {
    if r.low(at) != "by" {
        return None;
    }
    let end = (at + 1..limit)
        .find(|t| matches!(r.low(*t), "," | ";" | "." | ":" | "to" | "that" | "in" | "at" | "on" | "as" | "for"))
        .unwrap_or(limit);
    let agent = at + 1..end;
    (!agent.is_empty() && is_agent(r, &agent)).then_some(agent)
}
