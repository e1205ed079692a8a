//! What bodies are to be called and to do from now on, and how their work ends: "shall be known as", "in addition to its
//! present functions", "will go on until 2015 and will also".

use std::ops::Range as Tokens;

use super::bodies::{event, heads, is_plenary, status};
use super::body_changes::joined_before;
use super::new_bodies::{before_adverbs, noun_start};
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_modal, is_participle};
use crate::assertion::{EntityId, Status};

/// Tokens at most between a body and what it is to do besides.
const NEAR: usize = 40;

/// Reads the tasks that are added to those of a body, bodies that are brought together, and those that are proposed.
pub(super) fn read(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if r.low(t) == "in" && r.low(t + 1) == "addition" && r.low(t + 2) == "to" {
            besides(r, t);
        } else if let Some((end, _)) = r.lexicon("GoesOn", t) {
            widened(r, t, end);
        } else if let Some((end, _)) = r.lexicon("BroughtTogether", t) {
            brought_together(r, t, end);
        } else if let Some(from) = super::proposed_bodies::proposed(r, t) {
            let start = noun_start(r, from, r.sentence(t).end);
            let body = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone());
            if let Some(body) = body.filter(|body| !is_plenary(r, body)) {
                event(r, &body, "established", Status::Proposed, from, None);
            }
        }
    }
}

/// "be known henceforth as the Committee on Nets": the end of the verb, where a name follows. "to be known as" names
/// what is new.
pub(super) fn known_as(r: &Reader<'_>, t: usize) -> Option<usize> {
    let (end, _) = r.lexicon("RenamedAs", t)?;
    let be = before_adverbs(r, t);
    let new = (t.saturating_sub(4)..t).any(|i| r.lexicon("NamedAs", i).is_some_and(|(to, _)| to > t));
    let maybe = be > 0 && matches!(r.low(be - 1), "to" | "may" | "might" | "can" | "could");
    let name = end + usize::from(is_determiner(r.low(end)));
    (r.low(be) == "be" && !new && !maybe && r.is_capital(name)).then_some(end)
}

/// "the Panel, which we set up in 2012": the body in front of the relative clause.
pub(super) fn set_up_by(r: &Reader<'_>, t: usize) -> Option<EntityId> {
    let had = t - usize::from(t > 0 && matches!(r.low(t - 1), "had" | "have" | "has" | "jointly"));
    let who = had.checked_sub(1)?;
    let pronoun = matches!(r.low(who), "we" | "they" | "it");
    let named =
        r.lexicon("Issuer", who).is_some_and(|(end, _)| end == had) && is_determiner(r.low(who.saturating_sub(1)));
    let which = if pronoun { who } else { who.checked_sub(1).filter(|_| named)? };
    let which = which.checked_sub(1).filter(|which| matches!(r.low(*which), "which" | "that"))?;
    let end = which - usize::from(which > 0 && r.low(which - 1) == ",");
    let body = r.mentions.ending(end).filter(|m| matches!(m.id, EntityId::Body { .. }));
    body.max_by_key(|m| m.tokens.len()).map(|m| m.id.clone()).filter(|body| !is_plenary(r, body))
}

/// "The Panel, which we set up in 2012, will continue": whether one relative clause between commas, or one participle,
/// stands between a body and its verb.
pub(super) fn behind_relative(r: &Reader<'_>, end: usize, t: usize) -> bool {
    let participle = is_participle(r.low(end + 1)) || r.low(end + 1).ends_with("ing");
    let opens =
        r.low(end) == "," && (r.low(end + 1) == "which" || participle || r.in_lexicon("LifecycleChange", end + 1));
    let verb = |i: usize| is_auxiliary(r.low(i)) || is_modal(r.low(i)) || r.in_lexicon("Adverb", i);
    let close = (end + 2..t).rev().find(|i| !verb(*i)).filter(|i| r.low(*i) == ",");
    opens && close.is_some_and(|close| close + 1 < t && !(end + 1..close).any(|i| matches!(r.low(i), ";" | ":")))
}

/// "The Panel will hand its work to the Council and be dissolved": the body that opens the clause, for the last of two
/// verbs.
pub(super) fn first_of_two(r: &Reader<'_>, t: usize, sentence: &Tokens<usize>) -> Option<Mention> {
    let be = before_adverbs(r, t);
    if be <= sentence.start || r.low(be) != "be" || r.low(be - 1) != "and" {
        return None;
    }
    let from = (sentence.start..be).rev().find(|i| r.low(*i) == "that").map_or(sentence.start, |that| that + 1);
    let start = from + usize::from(is_determiner(r.low(from)));
    let body = r.mentions.starting(start).filter(|m| matches!(m.id, EntityId::Body { .. }));
    let body = body.max_by_key(|m| m.tokens.len()).filter(|body| body.tokens.end < be)?;
    let rest = body.tokens.end..be;
    let one = rest.clone().filter(|i| is_modal(r.low(*i))).count() == 1;
    let other = rest.into_iter().any(|i| matches!(r.low(i), "that" | ";" | ":"));
    (one && !other && !is_plenary(r, &body.id)).then(|| body.clone())
}

/// The body that is the subject of the clause in which a verb stands: the first that heads a phrase, behind "that" where
/// there is one.
fn subject(r: &Reader<'_>, t: usize) -> Option<Mention> {
    let sentence = r.sentence(t);
    let that = (sentence.start..t).find(|i| r.low(*i) == "that").map_or(sentence.start, |that| that + 1);
    let from = that.max(t.saturating_sub(NEAR));
    let first = from + usize::from(is_determiner(r.low(from)));
    let body = r.mentions.starting(first).filter(|m| matches!(m.id, EntityId::Body { .. }) && m.tokens.end <= t);
    body.max_by_key(|m| m.tokens.len()).filter(|m| !is_plenary(r, &m.id) && heads(r, m)).cloned()
}

/// "shall, in addition to its present functions, examine": a body gets more to do.
fn besides(r: &mut Reader<'_>, t: usize) {
    let noun = (t + 4..t + 7).find(|i| r.in_lexicon("TaskNoun", *i));
    let own = matches!(r.low(t + 3), "its" | "their");
    let modal = (t.saturating_sub(2)..t).any(|i| matches!(r.low(i), "shall" | "will" | "would" | "should"));
    if noun.is_none() || !own || !modal {
        return;
    }
    if let Some(body) = subject(r, t) {
        let status = status(r, t);
        event(r, &body.id, "retasked", status, t, None);
    }
}

/// "will continue until 2015 and will also look at nets", "was extended, and the Panel was entrusted with a study": a body
/// that goes on with more to do than before.
fn widened(r: &mut Reader<'_>, t: usize, end: usize) {
    let limit = r.sentence(t).end;
    // "will continue until noon and will also hear Peru" goes on with what it does
    let year = r.a.dates_near(end..limit.min(end + 8)).iter().any(|date| date.start.year.is_some());
    let term = (end + 1..limit.min(end + 6)).any(|i| r.in_lexicon("TimeUnit", i));
    if !matches!(r.low(end), "until" | "till" | "for" | "to" | "beyond") || !(year || term && r.low(end) == "for") {
        return;
    }
    let sentence = r.sentence(t);
    let noun = (sentence.start..t).find_map(|i| r.lexicon("MandateOfBody", i).filter(|(of, _)| r.low(*of) == "of"));
    let of = noun.map(|(of, _)| noun_start(r, of + 1, t));
    let body = |m: &&Mention| matches!(m.id, EntityId::Body { .. }) && m.tokens.end <= t;
    let named = of.and_then(|of| r.mentions.starting(of).filter(body).max_by_key(|m| m.tokens.len()).cloned());
    let opened = || {
        let mut bodies = r.mentions.near(sentence.start..t).filter(body);
        bodies.find(|m| {
            heads(r, m) && (m.tokens.end == t || behind_relative(r, m.tokens.end, t) || plain(r, m.tokens.end, t))
        })
    };
    let Some(body) = named.or_else(|| opened().cloned()).filter(|body| !is_plenary(r, &body.id)) else { return };
    let more = (end..limit).find(|i| r.low(*i) == "and").filter(|and| {
        let next = and + 1;
        // "and will (from now on) also look"
        let also = is_modal(r.low(next)) && (next + 1..limit.min(next + 7)).any(|i| r.low(i) == "also");
        let who = next + usize::from(is_determiner(r.low(next)));
        let same = |m: &Mention| m.id == body.id || tail_of(r, &m.tokens, &body.tokens);
        let short =
            (1..4).find(|n| tail_of(r, &(who..who + n), &body.tokens) && r.in_lexicon("ChargedPassive", who + n));
        let verb = r.mentions.starting(who).find(|m| same(m)).map(|m| m.tokens.end).or(short.map(|n| who + n));
        let charged = |i: usize| r.in_lexicon("ChargedPassive", i);
        also || charged(next) || r.low(next) == "it" && charged(next + 1) || verb.is_some_and(charged)
    });
    if more.is_some() {
        let status = status(r, t);
        event(r, &body.id, "retasked", status, t, None);
    }
}

/// Whether only auxiliaries and adverbs stand between a body and its verb.
fn plain(r: &Reader<'_>, from: usize, t: usize) -> bool {
    (from..t).all(|i| is_auxiliary(r.low(i)) || is_modal(r.low(i)) || r.in_lexicon("Adverb", i))
}

/// Whether a shorter name is the noun of a longer one: "the Task Force" for "the Joint Task Force on Nets".
fn tail_of(r: &Reader<'_>, short: &Tokens<usize>, long: &Tokens<usize>) -> bool {
    let n = short.len();
    let same = |from: usize| short.clone().enumerate().all(|(i, t)| r.low(from + i) == r.low(t));
    let noun = r.lexicon("BodyNoun", short.start).is_some_and(|(end, _)| end == short.end);
    n > 0 && noun && long.len() >= n && (long.start..=long.end - n).any(same)
}

/// "have been brought together in a Joint Committee": the bodies in front are merged, and one comes into being.
fn brought_together(r: &mut Reader<'_>, t: usize, end: usize) {
    let sentence = r.sentence(t);
    let start = noun_start(r, end, sentence.end);
    let new = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.id.clone());
    let passive = matches!(r.low(before_adverbs(r, t)), "be" | "been" | "were");
    let Some(new) = new.filter(|_| passive && matches!(r.low(end), "a" | "an" | "one")) else { return };
    let body = |m: &&Mention| matches!(m.id, EntityId::Body { .. }) && plain(r, m.tokens.end, t);
    let last = r.mentions.near(sentence.start..t).filter(body).max_by_key(|m| (m.tokens.end, m.tokens.len())).cloned();
    let Some(last) = last.filter(|last| last.id != new && !is_plenary(r, &last.id)) else { return };
    let mut old = joined_before(r, &last, sentence.start);
    old.push(last.id);
    let status = status(r, t);
    for id in old {
        event(r, &id, "merged", status, t, None);
        event(r, &id, "discontinued", status, t, None);
    }
    event(r, &new, "established", status, t, None);
}

/// Whether what is merged gets another name or becomes another body: "merged into a Joint Committee", "merge A with B, the
/// resulting body to be called C".
pub(super) fn becomes_another(r: &Reader<'_>, t: usize) -> bool {
    let limit = r.sentence(t).end.min(t + NEAR);
    (t..limit).any(|i| r.in_lexicon("MergedInto", i) || r.in_lexicon("NamedAs", i))
}
