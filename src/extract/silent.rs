//! Verbs of speech that say nothing for the meeting: greetings, questions, what one person tells, matters only dealt with.

use std::ops::Range as Tokens;

use super::agents::agents;
use super::clause::{Clause, Opening, clauses};
use super::reader::Reader;
use super::subject::is_agent;
use crate::assertion::EntityId;

/// "The Council held a debate. It welcomes": the organ that opens the sentence before, where that says nothing itself.
///
/// With `many` the same for "They": "The Co-Chairs counted the offers. They noted".
pub(super) fn spoken_of(r: &mut Reader<'_>, start: usize, many: bool) -> Vec<EntityId> {
    let Some(before) = start.checked_sub(1).filter(|t| r.block_of(*t) == r.block_of(start)) else { return Vec::new() };
    let sentence = r.sentence(before);
    let finite = |t: &usize| {
        let past = crate::annotate::is_verb_past(r.low(*t)) || many && r.low(*t).ends_with("ed") && !r.is_capital(*t);
        super::words::is_auxiliary(r.low(*t)) || past || r.low(*t) == "," && !many
    };
    let Some(end) = (sentence.start + 1..sentence.end.min(sentence.start + 14)).find(finite) else { return Vec::new() };
    let who = sentence.start..end;
    let one = !r.low(end - 1).ends_with('s') || r.mentions.ending(end).next().is_some();
    let several = r.low(end - 1).ends_with('s')
        && r.lexicon("Issuer", who.start + usize::from(r.low(who.start) == "the")).is_some_and(|(to, _)| to == end);
    if !(if many { several } else { one }) || !is_agent(r, &who) || !clauses(r, sentence, Opening::Subject).is_empty() {
        return Vec::new();
    }
    let organ =
        |id: &EntityId| matches!(id, EntityId::Body { .. } | EntityId::Organisation(_) | EntityId::Meeting { .. });
    agents(r, who, &[]).into_iter().filter(organ).collect()
}

/// What a single person tells ("She noted that …") is no act of the meeting.
pub(super) fn is_person(r: &Reader<'_>, clause: &Clause) -> bool {
    let Some(subject) = &clause.subject else { return false };
    matches!(r.low(subject.start), "she" | "he" | "i")
        || r.mentions.near(subject.clone()).any(|m| {
            m.tokens.start <= subject.start && subject.end <= m.tokens.end + 1 && matches!(m.id, EntityId::Person(_))
        })
}

/// "their duly mandated representatives": a participle, not what somebody said.
pub(super) fn attributive(r: &Reader<'_>, clause: &Clause) -> bool {
    // … and who declares a meeting open or closed
    let mut behind = clause.verb.end..clause.end.min(clause.verb.end + 5);
    let rite = r.low(clause.verb.start) == "declared" && behind.any(|t| matches!(r.low(t), "closed" | "open"));
    // "the Centre reports to the Board" tells who is above it
    let line = r.low(clause.verb.start) == "reports" && r.low(clause.verb.end) == "to";
    // … and who "concluded an agreement" made one
    let made = r.low(clause.verb.start).starts_with("conclud")
        && super::words::is_determiner(r.low(clause.verb.end))
        && r.low(clause.verb.end) != "that";
    // "Adopted at P on 3 May." closes a text, "we share the rest with them" tells who has it
    let closing = clause.verb.start == r.sentence(clause.verb.start).start
        && r.low(clause.verb.start) == "adopted"
        && matches!(r.low(clause.verb.end), "at" | "in" | "on" | "this");
    let shares = r.low(clause.verb.start).starts_with("share") && r.low(clause.verb.end) == "with";
    // "ruled out", "hailed from"; "was encouraged by A" tells what A did
    let none = r.in_lexicon("NotSaid", clause.verb.start);
    let moved = clause.verb.len() > 1
        && super::words::is_auxiliary(r.low(clause.verb.start))
        && r.low(clause.verb.end) == "by"
        && clause.concept != "concern";
    // "seconded five inspectors" gives them away
    let noun = clause.verb.end + usize::from(super::words::is_determiner(r.low(clause.verb.end)));
    let lends = r.low(clause.verb.start) == "seconded" && !(noun..noun + 3).any(|t| r.in_lexicon("SecondedNoun", t));
    none || moved
        || lends
        || closing
        || shares
        || rite
        || made
        || line
        || clause.verb.start > 0 && r.low(clause.verb.start - 1) == "duly"
}

/// "asked, if possible, the Fund to pay": where the aside behind the verb ends.
pub(super) fn behind_aside(r: &Reader<'_>, clause: &Clause, from: usize, end: usize) -> usize {
    let aside = super::complement::is_directive(&clause.concept) && r.low(from) == ",";
    let close = (from + 2..end.min(from + 8)).find(|t| r.low(*t) == ",").filter(|_| aside);
    let plain = |close: &usize| !(from..*close).any(|t| r.in_lexicon("SpeechVerb", t));
    close.filter(plain).map_or(from, |close| close + 1)
}

/// "asked whether the Fund would pay": a question, not a request.
pub(super) fn questions(r: &Reader<'_>, clause: &Clause) -> bool {
    // "asked, if possible, the Fund to pay"
    let aside = (clause.verb.end + 1..clause.end.min(clause.verb.end + 8)).find(|t| r.low(*t) == ",");
    let from = aside.filter(|_| r.low(clause.verb.end) == ",").unwrap_or(clause.verb.end);
    let first = (from..clause.end).find(|t| r.low(*t) != ",").unwrap_or(clause.end);
    let asks = clause.concept == "request" && r.low(clause.verb.start).starts_with("ask");
    asks && matches!(
        r.low(first),
        "whether" | "if" | "how" | "why" | "when" | "what" | "which" | "who" | "where" | "about"
    )
}

/// "welcomed delegations from A and B": who opens a meeting greets those who came.
pub(super) fn greets(r: &Reader<'_>, clause: &Clause) -> bool {
    let first = clause.verb.end
        + (clause.verb.end..clause.end)
            .take_while(|t| super::words::is_determiner(r.low(*t)) || r.low(*t) == "all")
            .count();
    let who = r.in_lexicon("GuestNoun", first);
    clause.concept == "welcome" && who && matches!(r.low(first + 1), "from" | "to" | "," | "." | "and")
}

/// "considered the report": a matter was dealt with, nothing is said of it; "considered that it was late" says something.
pub(super) fn deliberates(r: &Reader<'_>, clause: &Clause, text: &Tokens<usize>) -> bool {
    r.lexicon("Deliberation", clause.verb.start).is_some_and(|(end, _)| end == clause.verb.end)
        && clause.passive.is_none()
        && !(clause.verb.end..text.end.min(clause.verb.end + 4)).any(|t| r.in_lexicon("Stance", t))
}

/// "agreed on three points": how many, and the text goes on to say which.
pub(super) fn counts_points(r: &Reader<'_>, text: &Tokens<usize>) -> bool {
    let from = text.start + usize::from(matches!(r.low(text.start), "on" | "upon"));
    let Some(number) = r.a.number_at(from) else { return false };
    let noun = r.in_lexicon("PointNoun", number.tokens.end);
    noun && number.tokens.end + 1 >= text.end
}
