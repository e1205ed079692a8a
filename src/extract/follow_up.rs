//! Acts that answer earlier ones: "as mandated by the Third Meeting", "pursuant to the decision of the Council",
//! "recalled that it had asked the Secretariat to report".
//!
//! What is answered is a mandate that the document tells itself, where it tells it; else the meeting that gave it, where
//! the words name one. Whose decision it was alone proves nothing, so that it gives no link.

use std::ops::Range as Tokens;

use super::agents::agents;
use super::reader::Reader;
use super::words::is_determiner;
use crate::assertion::{ActClass, EntityId, Fact, Property, SpeechAct, Value};
use crate::document::Span;

/// Rules that read an act of others out of an aside.
const ASIDE: [&str; 2] = ["act.reported-by", "act.reported-relative"];

/// How far back, in bytes, "at the request of the Council" may reach.
const BACK: usize = 20_000;

/// Adds what each act follows up.
pub(super) fn read(r: &mut Reader<'_>) {
    told_aside(r);
    recalled(r);
    for t in 0..r.a.tokens.len() {
        if let Some((end, force)) = r.lexicon("FollowUpOf", t) {
            phrase(r, t, Reason { force: force.to_owned(), who: Some(end..end), noun: end, points: false });
        } else if let Some((end, _)) = r.lexicon("FollowUp", t)
            && let Some(reason) = reason(r, end)
        {
            phrase(r, t, reason);
        }
    }
}

/// The act at an index.
fn act<'r>(r: &'r Reader<'_>, index: usize) -> Option<&'r SpeechAct> {
    match &r.out.assertions[index].fact {
        Fact::Act(act) if !r.dropped.contains(&index) => Some(act),
        _ => None,
    }
}

fn is_aside(r: &Reader<'_>, index: usize) -> bool {
    ASIDE.contains(&r.out.assertions[index].rule.as_str())
}

/// Mandates that are told in an aside ("as the Conference had directed") are answered by the sentence around it.
fn told_aside(r: &mut Reader<'_>) {
    for index in 0..r.out.assertions.len() {
        let mandate = act(r, index).filter(|act| act.class == ActClass::Mandate && is_aside(r, index));
        let Some((start, from)) = mandate.map(|act| (act.start, act.issued_at.clone())) else { continue };
        let span = r.out.assertions[index].evidence[0].span;
        let told = answers(r, start, span);
        for answer in &told {
            link(r, *answer, Some(index), None);
        }
        let from = from.filter(|from| Some(from) != r.main_meeting().as_ref());
        if let Some(from) = from.filter(|_| told.is_empty()) {
            thing(r, span, &from);
        }
    }
}

/// The acts of a sentence that an aside in it qualifies: those around it, else those that follow it.
fn answers(r: &Reader<'_>, start: usize, aside: Span) -> Vec<usize> {
    let tokens = r.tokens_of(aside);
    let sentence = r.sentence(tokens.start);
    let whole = r.a.document.span(r.a.range(sentence.clone()));
    let free = |index: &usize| !is_aside(r, *index) && r.out.assertions[*index].rule != "act.reported";
    let around: Vec<usize> = r.acts_over(aside).into_iter().filter(free).collect();
    // of several around it the one that begins last is qualified
    let last = around.iter().copied().max_by_key(|index| act(r, *index).map(|act| act.start));
    if let Some(last) = last {
        return vec![last];
    }
    if tokens.start > sentence.start + 1 {
        return Vec::new();
    }
    let after = Span { start: start.max(aside.end), end: whole.end };
    r.acts_from(after).map(|(index, _)| index).filter(free).take(1).collect()
}

/// "recalled that the Council had requested the Secretariat to report": the act answers the one that it tells.
fn recalled(r: &mut Reader<'_>) {
    for index in 0..r.out.assertions.len() {
        if act(r, index).is_none_or(|act| act.force != "recall") || is_aside(r, index) {
            continue;
        }
        let span = r.out.assertions[index].evidence[0].span;
        let mandate = |found: &(usize, &SpeechAct)| {
            found.0 != index && found.1.class == ActClass::Mandate && !is_aside(r, found.0)
        };
        let told: Vec<usize> = r.acts_from(span).filter(mandate).map(|(index, _)| index).collect();
        for answered in &told {
            link(r, index, Some(*answered), None);
        }
        // "recalled its decision at the Third Meeting to …"
        let tokens = r.tokens_of(span);
        let noun = (tokens.start..tokens.end.min(tokens.start + 8)).find_map(|t| {
            let (end, _) = r.lexicon("MandateNoun", t)?;
            (t > tokens.start && is_determiner(r.low(t - 1))).then_some(end)
        });
        let meeting = noun.and_then(|end| from_meeting(r, end, tokens.end)).filter(|_| told.is_empty());
        if let Some(meeting) = meeting {
            link(r, index, None, Some(meeting));
        }
    }
}

/// What is answered, as its words give it.
struct Reason {
    force: String,
    /// Those who gave it, if anybody is named; empty where they begin behind the noun and end with their phrase.
    who: Option<Tokens<usize>>,
    /// One past the last word of the noun and of those in front of it.
    noun: usize,
    /// "that request", of which the text has just spoken.
    points: bool,
}

/// "the decision taken at the Third Meeting", "the Council's request", "that request".
fn reason(r: &Reader<'_>, from: usize) -> Option<Reason> {
    let limit = r.sentence(from.saturating_sub(1)).end;
    let first = from + usize::from(is_determiner(r.low(from)));
    let own = (first..limit.min(first + 8)).find(|i| matches!(r.low(*i), "'s" | "'" | "’s" | "’"));
    let head = own.map_or(first, |own| own + 1);
    let (noun, force) = (head..limit.min(head + 3)).find_map(|i| r.lexicon("MandateNoun", i))?;
    let force = force.to_owned();
    if let Some(own) = own {
        return Some(Reason { force, who: Some(first..own), noun, points: false });
    }
    let who = r.lexicon("MandateFrom", noun).map(|(end, _)| end..end);
    let points = matches!(r.low(from), "this" | "that" | "these" | "those") && who.is_none();
    (who.is_some() || points).then_some(Reason { force, who, noun, points })
}

/// "pursuant to the decision of the Third Meeting", "in response to that request".
fn phrase(r: &mut Reader<'_>, t: usize, reason: Reason) {
    let sentence = r.sentence(t);
    // "had not acted in accordance with the decision"
    if (sentence.start.max(t.saturating_sub(4))..t).any(|i| matches!(r.low(i), "not" | "never")) {
        return;
    }
    let stop = (reason.noun..sentence.end).find(|i| matches!(r.low(*i), "," | ";" | ":" | "."));
    let stop = stop.unwrap_or(sentence.end);
    let span = r.a.document.span(r.a.range(t..stop));
    let told = answers(r, span.start, span);
    let who = reason.who.map(|who| if who.is_empty() { who.start..phrase_end(r, who.start, stop) } else { who });
    let named = who.clone().and_then(|who| meeting_in(r, who));
    let answered = match (&named, who) {
        (Some(_), _) => None,
        (None, Some(who)) => {
            let by = agents(r, who, &[]);
            if by.is_empty() { None } else { last_mandate(r, span.start, &reason.force, Some(&by)) }
        }
        (None, None) => last_mandate(r, span.start, &reason.force, None).filter(|found| {
            // "that request" speaks of what was said just before: in this block or in the one before it
            let block = r.block_of(t).saturating_sub(1);
            let begins = (block..).map(|block| r.block_tokens(block)).find(|tokens| !tokens.is_empty());
            let begins = begins.map(|tokens| r.a.document.span(r.a.range(tokens)).start);
            reason.points && begins.is_some_and(|begins| r.out.assertions[*found].evidence[0].span.start >= begins)
        }),
    };
    for answer in &told {
        if answered != Some(*answer) {
            link(r, *answer, answered, named.clone());
        }
    }
    if let Some(meeting) = named.filter(|_| told.is_empty()) {
        thing(r, span, &meeting);
    }
}

/// Where the noun phrase of those who gave a mandate ends at the latest.
fn phrase_end(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let limit = limit.min(from + 16);
    (from..limit).find(|t| matches!(r.low(*t), "to" | "that" | "which")).unwrap_or(limit)
}

/// The meeting behind "of", "made at" and the like, in the same noun phrase.
fn from_meeting(r: &Reader<'_>, noun: usize, limit: usize) -> Option<EntityId> {
    let (from, _) = r.lexicon("MandateFrom", noun)?;
    let stop = (from..limit).find(|t| matches!(r.low(*t), "," | ";" | ":")).unwrap_or(limit);
    meeting_in(r, from..phrase_end(r, from, stop))
}

/// The first meeting named, unless it is the one that the document records.
fn meeting_in(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<EntityId> {
    let main = r.main_meeting();
    let meeting = r.mentions_in(tokens).find(|m| matches!(m.id, EntityId::Meeting { .. }))?;
    Some(meeting.id.clone()).filter(|id| Some(id) != main.as_ref())
}

/// The last mandate told before a place with a force like that of the noun, by some agents or by anybody.
fn last_mandate(r: &Reader<'_>, before: usize, force: &str, by: Option<&[EntityId]>) -> Option<usize> {
    let fits = |act: &SpeechAct| {
        let alike = match force {
            "request" => matches!(act.force.as_str(), "request" | "urge" | "demand"),
            "recommend" => matches!(act.force.as_str(), "recommend" | "suggest" | "encourage"),
            _ => matches!(act.force.as_str(), "decide" | "direct" | "adopt"),
        };
        alike && act.class == ActClass::Mandate && by.is_none_or(|by| act.issued_by.iter().any(|id| by.contains(id)))
    };
    let near = Span { start: before.saturating_sub(BACK), end: before };
    let earlier = r.acts_from(near).filter(|(index, act)| !r.dropped.contains(index) && fits(act));
    let found: Vec<usize> = earlier.map(|(index, _)| index).collect();
    match by {
        // of several that somebody made none is meant more than the others
        Some(_) => found.first().copied().filter(|_| found.len() == 1),
        None => found.last().copied(),
    }
}

/// Adds what an act answers.
fn link(r: &mut Reader<'_>, answer: usize, mandate: Option<usize>, meeting: Option<EntityId>) {
    let Fact::Act(act) = &mut r.out.assertions[answer].fact else { return };
    if let Some(mandate) = mandate.filter(|mandate| !act.follows_up_acts.contains(mandate) && *mandate != answer) {
        act.follows_up_acts.push(mandate);
    }
    if let Some(meeting) = meeting.filter(|meeting| !act.follows_up.contains(meeting)) {
        act.follows_up.push(meeting);
    }
}

/// "As mandated by the Third Meeting, a workshop was held": where a sentence tells no act, its one meeting or work
/// answers.
fn thing(r: &mut Reader<'_>, aside: Span, meeting: &EntityId) {
    let tokens = r.tokens_of(aside);
    let sentence = r.sentence(tokens.start);
    let main = r.main_meeting();
    let mut made: Vec<EntityId> = Vec::new();
    for mention in r.mentions_in(sentence.clone()) {
        let fits = matches!(mention.id, EntityId::Meeting { .. } | EntityId::Work { .. });
        let inside = mention.tokens.start < tokens.end && tokens.start < mention.tokens.end;
        if fits
            && !inside
            && Some(&mention.id) != main.as_ref()
            && mention.id != *meeting
            && !made.contains(&mention.id)
        {
            made.push(mention.id.clone());
        }
    }
    let [one] = made.as_slice() else { return };
    let fact = Fact::Property {
        subject: one.clone(),
        property: Property::FollowsUp,
        value: Value::Entity(meeting.clone()),
        completed: false,
    };
    let evidence = vec![r.sentence_evidence(sentence.start)];
    r.add("follow-up.thing", fact, evidence);
}
