//! What an act says: force by construction, who is to do what, with whom, on which condition.

use std::ops::Range as Tokens;

use super::agreement::{agentive, agreement};
use super::clause::Clause;
use super::reader::Reader;
use super::words::{is_determiner, is_modal, is_preposition};
use crate::annotate::TokenKind;

/// The parts of what stands behind a speech verb.
#[derive(Debug, Clone)]
pub(super) struct Complement {
    /// Leaf concept of scheme `force`.
    pub(super) force: String,
    /// Verb as written, with "that" where it governs one.
    pub(super) verb: String,
    /// Who is to act.
    pub(super) addressee: Option<Tokens<usize>>,
    /// What is said or to be done.
    pub(super) text: Tokens<usize>,
    /// The pack's rule that found the addressee.
    pub(super) rule: Option<String>,
}

/// Directive forces, which ask somebody to act.
pub(super) fn is_directive(force: &str) -> bool {
    matches!(force, "direct" | "request" | "urge" | "recommend" | "encourage" | "demand" | "suggest")
}

/// Forces that make an act a mandate.
pub(super) fn is_mandate(force: &str) -> bool {
    is_directive(force) || matches!(force, "decide" | "undertake" | "adopt")
}

/// Reads the complement of an act.
pub(super) fn read(r: &Reader<'_>, clause: &Clause) -> Complement {
    let verb = r.a.slice(clause.verb.clone()).to_lowercase();
    let end = trim(r, clause.verb.end, clause.end);
    let by = clause.passive.as_ref().and_then(|p| p.by.as_ref());
    let mut from = by.map_or(clause.verb.end, |by| by.end);
    while from < end && (r.in_lexicon("Adverb", from) && !r.is_capital(from)) {
        from = r.lexicon("Adverb", from).map_or(from + 1, |(e, _)| e);
    }
    from = super::silent::behind_aside(r, clause, from, end);
    let that = r.low(from) == "that";
    let body = if that { from + 1 } else { from };
    let text = body.min(end)..end;
    if let Some(of) = clause.passive.as_ref().and_then(|p| p.of.clone()) {
        return passive_voice(clause, verb, of, text);
    }
    // "authorises the Secretary to sign": a decision that somebody may act
    if clause.concept == "decide" && r.in_lexicon("AllowVerb", clause.verb.start) {
        let who = before_infinitive(r, &text).filter(|who| super::subject::is_agent(r, who));
        if who.is_some() {
            return Complement { force: "decide".to_owned(), verb, addressee: who, text, rule: None };
        }
    }
    let agreed = clause.concept == "agree";
    if agreed || clause.concept == "decide" && !verb.contains("determin") {
        return agreement(r, clause, &verb, from, body, text, that);
    }
    let mut force = clause.concept.clone();
    let mut rule = None;
    let mut addressee = None;
    let mut said = verb.clone();
    if is_directive(&force) {
        if that {
            addressee = if passive(r, &text) { by_agent(r, &text) } else { subject_of(r, &text) };
            said = format!("{verb} that");
        } else {
            let charged = || {
                super::charged::charged_with(r, &text)
                    .or_else(|| super::charged::entrusted_to(r, &clause.verb, &text))
                    .filter(|_| force == "direct")
            };
            addressee = before_infinitive(r, &text).or_else(|| put_to(r, &text)).or_else(charged);
        }
    } else if that && should(r, &text) && matches!(force.as_str(), "affirm" | "note") && opinion(r, &clause.verb) {
        // "expressed the view that States should …" recommends
        force = "recommend".to_owned();
        addressee = subject_of(r, &text);
    }
    // "Urges Parties, and invites others, to act": what stands behind the verb is nothing but who is asked
    if addressee.is_none() && !that && is_directive(&force) && text.len() <= 8 && super::subject::is_agent(r, &text) {
        addressee = Some(text.clone());
    }
    if force == "undertake" && that {
        let own = |who: &Tokens<usize>| who.len() == 1 && matches!(r.low(who.start), "they" | "we" | "it");
        addressee = subject_of(r, &text).filter(|who| agentive(r, who) && !own(who));
    }
    // "reminded members that", "reminded Fiji of its offer"
    if force == "recall" && verb.starts_with("remind") && !that {
        let end =
            text.clone().take(14).find(|t| matches!(r.low(*t), "that" | "of" | "to" | "about") && *t > text.start);
        addressee = end.map(|end| text.start..end).filter(|who| super::subject::is_agent(r, who));
    }
    if addressee.is_none() && !is_directive(&force) {
        addressee = needed(r, &text);
    }
    // "reaffirmed their commitment to …" binds the speaker
    if force == "affirm" && text.clone().take(8).any(|t| binds(r, t)) {
        force = "commit".to_owned();
    }
    // a rule of the packs that takes the clause apart knows better
    if is_directive(&force) {
        let scope = clause.verb.start..clause.end;
        let found = r.hits.run_at("clause", r.a, scope, clause.verb.start);
        let who = found.as_ref().and_then(|m| m.capture("addressee")).filter(|a| super::subject::is_agent(r, a));
        if let (Some(found), Some(who)) = (found, who) {
            rule = Some(found.rule.id.clone());
            if !(that && passive(r, &text)) {
                addressee = Some(who);
            }
        }
    }
    Complement { force, verb: said, addressee, text, rule }
}

/// "the Secretariat was asked to …", "the report was adopted": who is asked, or what is adopted, stands in front.
fn passive_voice(clause: &Clause, verb: String, of: Tokens<usize>, text: Tokens<usize>) -> Complement {
    let force = if clause.concept == "agree" { "adopt" } else { &clause.concept }.to_owned();
    if is_directive(&force) {
        Complement { force, verb, addressee: Some(of), text, rule: None }
    } else {
        Complement { force, verb, addressee: None, text: of, rule: None }
    }
}

/// "that A do X and B do Y", "that A do X but that B do Y": one stretch for each subject.
pub(super) fn that_parts(r: &Reader<'_>, text: &Tokens<usize>) -> Vec<Tokens<usize>> {
    let mut parts = Vec::new();
    let mut start = text.start;
    for t in text.clone() {
        if !matches!(r.low(t), "and" | "but") || t == text.start {
            continue;
        }
        let from = if r.low(t + 1) == "that" { t + 2 } else { t + 1 };
        let rest = from..text.end;
        let at = verb_split(r, &rest);
        let agent = at.map(|at| before_comma(r, from..at));
        let agent = agent.filter(|a| a.len() <= 8 && super::subject::is_agent(r, a));
        let verb = |at: usize| r.in_lexicon("BaseVerb", at) || is_modal(r.low(at)) || r.low(at) == "be";
        let finite = agent.is_some() && at.is_some_and(verb);
        if finite && verb_split(r, &(start..t)).is_some() {
            parts.push(start..trim(r, start, t));
            start = from;
        }
    }
    parts.push(start..text.end);
    parts
}

/// "the panel, having done its work,": without the aside.
pub(super) fn before_comma(r: &Reader<'_>, who: Tokens<usize>) -> Tokens<usize> {
    let closed = !who.is_empty() && r.low(who.end - 1) == ",";
    let comma = who.clone().find(|t| r.low(*t) == ",").filter(|comma| closed && *comma > who.start);
    comma.map_or(who.clone(), |comma| who.start..comma)
}

/// "the need for States to report", "the importance of States sharing", "that it was one for States to settle": who is
/// needed to act.
pub(super) fn needed(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    if let Some(who) = super::agreement::one_for(r, text) {
        return Some(who);
    }
    let at = text.clone().take(10).find(|t| matches!(r.low(*t), "need" | "importance" | "necessity"))?;
    let from = at + 2;
    let who = match r.low(at + 1) {
        "for" => before_infinitive(r, &(from..text.end))?,
        "of" => {
            let verb = (from..text.end.min(from + 14)).find(|t| r.low(*t).ends_with("ing") && !r.is_capital(*t))?;
            from..verb
        }
        _ => return None,
    };
    super::subject::is_agent(r, &who).then_some(who)
}

/// First verb of a that-clause, where its subject ends.
pub(super) fn verb_split(r: &Reader<'_>, text: &Tokens<usize>) -> Option<usize> {
    let mut depth = 0_usize;
    let mut parenthesis = false;
    let mut relative = false;
    let limit = text.end.min(text.start + 60);
    for t in text.start..limit {
        let word = r.low(t);
        match word {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," => {
                parenthesis = !parenthesis && t > text.start;
                relative = false;
            }
            "which" | "who" | "that" => relative = true,
            _ => {}
        }
        if depth > 0 || t == text.start {
            continue;
        }
        let finite = is_modal(word)
            || matches!(word, "be" | "is" | "are" | "was" | "were" | "has" | "have" | "had" | "does" | "do");
        let bare = (r.in_lexicon("BaseVerb", t) || third_person(r, t))
            && !is_determiner(r.low(t - 1))
            && !is_preposition(r.low(t - 1))
            && r.low(t - 1) != "to"
            && !(r.low(t - 1) == "," && r.in_lexicon("LifecycleChange", t))
            && !r.is_capital(t);
        // "a fund, to be run by" has no finite verb, "funds needed to be found" has one
        if word == "be" && r.low(t - 1) == "to" && t > text.start + 1 && !r.in_lexicon("ObligeVerb", t - 2) {
            continue;
        }
        if finite || bare {
            if relative {
                relative = false;
                continue;
            }
            return Some(t);
        }
    }
    None
}

/// "that IOM continues": a verb in the third person right behind a name.
fn third_person(r: &Reader<'_>, t: usize) -> bool {
    let named = r.mentions.ending(t).next().is_some();
    let stem = r.low(t).strip_suffix('s').unwrap_or_default();
    named && !stem.is_empty() && r.packs.lexicon("BaseVerb").is_some_and(|l| l.concept_of(stem).is_some())
}

pub(super) fn subject_of(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let Some(at) = verb_split(r, text) else { return plural_subject(r, text) };
    let mut end = at;
    // "the RSO, in consultation with interested members, develop": the subject ends at the first comma
    if let Some(comma) = (text.start..at).find(|t| r.low(*t) == ",")
        && (matches!(r.low(comma + 1), "in" | "as" | "where" | "with" | "subject" | "including" | "together")
            || r.low(comma + 1).ends_with("ed")
            || r.in_lexicon("LifecycleChange", comma + 1))
    {
        end = comma;
    }
    (end > text.start).then_some(text.start..end)
}

/// "that States license recruiters": several who are to act, in front of a verb that no list has.
fn plural_subject(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let verb = |t: usize| {
        let word = r.low(t);
        let other = is_preposition(word) || is_determiner(word) || super::words::is_conjunction(word);
        r.is_word(t)
            && !r.is_capital(t)
            && !other
            && !word.ends_with("ing")
            && !word.ends_with("ed")
            && !word.ends_with("ly")
    };
    let named = |t: usize| r.in_lexicon("GroupNoun", t) || r.in_lexicon("Issuer", t);
    let end =
        (text.start + 1..text.end.min(text.start + 7)).find(|end| named(*end - 1) && r.low(*end - 1).ends_with('s'))?;
    let who = text.start..end;
    (verb(end) && end + 1 < text.end && super::subject::is_agent(r, &who)).then_some(who)
}

fn passive(r: &Reader<'_>, text: &Tokens<usize>) -> bool {
    verb_split(r, text).is_some_and(|at| r.low(at) == "be" || r.low(at + 1) == "be")
}

/// "be taken forward by two groups": who does it.
pub(super) fn by_agent(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let at = verb_split(r, text)?;
    // "be set up, led by two States": who leads it does not set it up
    let participle = |t: usize| t > at + 1 && r.low(t - 1).ends_with("ed") && r.low(t - 2) == ",";
    // "be built outside, a proposal that was supported by Peru", "be renamed, shall be led by Peru": another verb's
    let other = |t: &usize| {
        let next = t + 1 + usize::from(r.low(t + 1) == "and");
        r.low(*t) == "," && (is_modal(r.low(next)) || matches!(r.low(next), "a" | "an" | "which"))
    };
    let stop = (at..text.end).find(other).unwrap_or(text.end);
    let by = (at..stop).find(|t| r.low(*t) == "by").filter(|by| !participle(*by))?;
    let end = (by + 1..text.end)
        .find(|t| {
            let time = matches!(r.low(*t), "before" | "within" | "at" | "on" | "during" | "no" | "after" | "by");
            time || matches!(r.low(*t), "," | ";" | "(" | ":" | "but" | "to" | "in" | "for")
        })
        .unwrap_or(text.end);
    let agent = by + 1..end;
    (super::subject::is_agent(r, &agent)).then_some(agent)
}

/// Nouns with which a speaker binds itself: "their commitment", "our will".
fn binds(r: &Reader<'_>, t: usize) -> bool {
    let own = r.low(t) == "will" && matches!(r.low(t - 1), "our" | "their" | "its");
    own || r.in_lexicon("BindingNoun", t)
}

/// Whether a verb is one of opinion, which recommends where what is thought should be.
fn opinion(r: &Reader<'_>, verb: &Tokens<usize>) -> bool {
    verb.clone().any(|t| r.in_lexicon("OpinionVerb", t))
}

fn should(r: &Reader<'_>, text: &Tokens<usize>) -> bool {
    text.clone().take(20).any(|t| r.low(t) == "should")
}

/// "recommended to the Assembly the adoption of a budget", "proposed to Ministers that they meet": to whom it is put.
pub(super) fn put_to(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let from = Some(text.start + 1).filter(|_| r.low(text.start) == "to")?;
    let ends = |t: &usize| matches!(r.low(*t), "that" | "the" | "a" | "an" | "," | "its" | "their");
    let end =
        (from + 1..text.end.min(from + 14)).filter(ends).find(|end| super::subject::is_agent(r, &(from..*end)))?;
    Some(from..end)
}

/// "urged the international community to assist": what stands between the verb and "to".
pub(super) fn before_infinitive(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Tokens<usize>> {
    let mut depth = 0_usize;
    for t in text.start..text.end.min(text.start + 40) {
        match r.low(t) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "." | ";" | ":" => return None,
            "to" if depth == 0 && t > text.start => {
                let mut next = t + 1;
                while r.in_lexicon("Adverb", next) || matches!(r.low(next), "further" | "also" | "," | "fully" | "not")
                {
                    next += 1;
                }
                let verb = r.a.tokens.get(next).is_some_and(|k| k.kind == TokenKind::Word)
                    && !is_determiner(r.low(next))
                    && !r.is_capital(next);
                if verb {
                    let mut end = t;
                    while end > text.start && (matches!(r.low(end - 1), "," | "not") || r.in_lexicon("Adverb", end - 1))
                    {
                        end -= 1;
                    }
                    end = before_aside(r, text.start, end);
                    // "asked for this work to continue", "recommended to Ministers to adopt"
                    let start = text.start + usize::from(matches!(r.low(text.start), "for" | "to"));
                    return (end > start).then_some(start..end);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where those who are addressed end, if an aside follows them: "States, in line with their laws,". Behind an aside more
/// of them may follow: "States, within their means, and donors, where possible,".
pub(super) fn before_aside(r: &Reader<'_>, start: usize, end: usize) -> usize {
    let aside = |from: usize| {
        (from..end).find(|i| {
            let opens = is_preposition(r.low(*i + 1)) || matches!(r.low(*i + 1), "where" | "subject");
            r.low(*i) == "," && opens
        })
    };
    let Some(first) = aside(start) else { return end };
    let close = (first + 1..end).find(|i| r.low(*i) == ",");
    let Some(next) = close.map(|c| c + 1).filter(|n| matches!(r.low(*n), "and" | "or")) else { return first };
    let to = aside(next).unwrap_or(end);
    if super::subject::is_agent(r, &(next + 1..to)) { to } else { first }
}

/// Cuts the full stop and dangling conjunctions.
pub(super) fn trim(r: &Reader<'_>, from: usize, end: usize) -> usize {
    let mut end = end;
    while end > from && matches!(r.low(end - 1), "." | "," | ";" | ":" | "and" | "but") {
        end -= 1;
    }
    end
}
