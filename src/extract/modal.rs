//! Acts without a speech verb: "The working group would be led by …", "links should be explored",
//! and acts that a sentence only reports in passing: "as mandated by Ministers".

use std::ops::Range as Tokens;

use super::act_details::act;
use super::agents::agents;
use super::clause::speech_verb;
use super::complement::{by_agent, trim};
use super::lead::{Lead, marker, split_parts};
use super::reader::Reader;
use super::subject::is_agent;
use super::voice::Voice;
use super::words::{is_modal, is_participle, is_preposition, is_relative};
use crate::annotate::TokenKind;
use crate::assertion::{EntityId, Fact};

/// Reads a sentence in which nobody is said to speak; returns what it hands to the items below it.
pub(super) fn read(r: &mut Reader<'_>, tokens: Tokens<usize>, voice: &Voice) -> Option<Lead> {
    if r.in_lexicon("Example", tokens.start) {
        return None;
    }
    let at = main_modal(r, &tokens)?;
    // "To this end, we will": the subject stands behind the opening
    let behind = (tokens.start..at).rev().find(|t| r.low(*t) == ",").map(|comma| comma + 1..at);
    let opened = r.lexicon("Adverb", tokens.start).is_some_and(|(end, _)| r.low(end) == ",");
    let subject = behind.filter(|s| opened && is_agent(r, s)).unwrap_or(tokens.start..at);
    // "The Group … . It shall meet twice a year": what the sentence before is about
    let before = || {
        let from = r.block_tokens(r.block_of(at)).start;
        let mut named = r.mentions_in(from..tokens.start);
        named.find(|m| matches!(m.id, EntityId::Body { .. })).map(|m| m.tokens.clone())
    };
    let it = subject.len() == 1 && r.low(subject.start) == "it" && r.low(at) == "shall";
    let subject = if it { before().unwrap_or(subject) } else { subject };
    let word = r.low(at).to_owned();
    // "The next meeting will take place in Suva" tells a date
    let meeting = r.mentions_in(subject.clone()).any(|m| matches!(m.id, EntityId::Meeting { .. }));
    // … and so does "The next one will take place", whatever it is
    let happens = matches!(r.low(at + 1), "take" | "be") && matches!(r.low(at + 2), "place" | "held");
    let one = r.low(subject.end.wrapping_sub(1)) == "one";
    if happens && one {
        return None;
    }
    let hosted = r.low(at + 1) == "be" && r.in_lexicon("CapacityBy", at + 2);
    if meeting && (hosted || r.lexicon("MeetingLink", at + 1).is_some_and(|(_, told)| told == "planned")) {
        return None;
    }
    let acts = is_agent(r, &subject)
        || r.mentions_in(subject.clone()).any(|m| matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_)));
    let body = acts && !matches!(r.low(subject.start), "they" | "he" | "she" | "it" | "i" | "we");
    let own = subject.len() == 1 && r.low(subject.start) == "we";
    // "The Board will convene in Suva", "IOM will host a workshop": what is planned elsewhere, no decision
    let schedule = (at + 1..at + 4).find(|t| !r.in_lexicon("Adverb", *t)).unwrap_or(at + 1);
    // "will meet twice a year" is how a body is to work
    let often = |t: usize| r.in_lexicon("OftenWord", t);
    let often = (schedule + 1..tokens.end.min(schedule + 6)).any(often);
    // "will open an account", "will begin a review" is something to do
    let does = r
        .lexicon("ScheduleVerb", schedule)
        .is_some_and(|(end, _)| end == schedule + 1 && matches!(r.low(end), "a" | "an"));
    let plans = !often
        && !does
        && ["ScheduleVerb", "HostBase", "ReportVerb"].iter().any(|lexicon| r.in_lexicon(lexicon, schedule));
    if word == "will" && !own && plans && !said_by_itself(r, &subject, voice) {
        return None;
    }
    let passive = r.low(at + 1) == "be" || r.in_lexicon("Adverb", at + 1) && r.low(at + 2) == "be";
    // a sum that somebody will give is a pledge, which the packs' rules read
    let gives = (at + 1..tokens.end.min(at + 4)).any(|t| r.in_lexicon("GiveVerb", t));
    if gives && !r.a.money_near(tokens.clone()).is_empty() {
        return None;
    }
    // "should be a choice", "shall be responsible" only say what a thing is
    let said = (at + 2..at + 5).find(|t| !r.in_lexicon("Adverb", *t)).unwrap_or(at + 2);
    let passive = passive && is_participle(r.low(if r.low(said) == "be" { said + 1 } else { said }));
    let end = trim(r, tokens.start, tokens.end);
    // "Ministers will look at it again", said by Ministers
    let own = own || matches!(word.as_str(), "will" | "shall") && !passive && said_by_itself(r, &subject, voice);
    let by = by_agent(r, &(tokens.start..end)).filter(|_| passive);
    let force = match word.as_str() {
        "will" | "shall" if own => "commit",
        "would" | "will" | "shall" if by.is_some() => "decide",
        "shall" if passive => "decide",
        "would" | "will" | "shall" if body => "decide",
        "should" | "must" if body || passive || own => "recommend",
        "could" if passive => "suggest",
        _ => return None,
    };
    let issuers = voice.issuers(r);
    let lead = Lead {
        issuers,
        at: voice.at.clone(),
        act: Some((word, force.to_owned())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    // "The group would have the following terms of reference: (a) …; (b) …"
    if let Some(colon) = (at..tokens.end).find(|t| r.low(*t) == ":")
        && (at..colon).any(|t| r.in_lexicon("TermsNoun", t))
    {
        terms(r, &lead, &subject, tokens.start..colon, colon + 1..end);
        let below = colon + 1 >= tokens.end;
        return below.then_some(Lead { addressee: Some(subject), ..lead });
    }
    // "The Group shall:" leaves the verbs to its items
    if at + 2 == tokens.end && r.low(at + 1) == ":" && body {
        return Some(Lead { addressee: Some(subject), ..lead });
    }
    let addressee = by.or_else(|| Some(subject.clone()).filter(|s| body && !own && !passive && is_agent(r, s)));
    // "We will do A, and we will do B"
    if own && let Some(next) = again(r, at + 1..tokens.end) {
        let made = act(r, &lead, tokens.start..trim(r, tokens.start, next), addressee, tokens.start);
        let evidence = vec![r.evidence(tokens.start..trim(r, tokens.start, next))];
        r.add("act.modal", Fact::Act(Box::new(made)), evidence);
        return read(r, next..tokens.end, voice);
    }
    let made = act(r, &lead, tokens.start..end, addressee, tokens.start);
    let evidence = vec![r.evidence(tokens)];
    r.add("act.modal", Fact::Act(Box::new(made)), evidence);
    None
}

/// The end of "We shall open a fund" in front of ", and to that end we request".
pub(super) fn in_front(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<usize> {
    let own = r.low(tokens.start) == "we" && matches!(r.low(tokens.start + 1), "will" | "shall");
    let and = tokens.clone().skip(4).filter(|_| own).find(|t| {
        let joint = matches!(r.low(*t), ";" | ",") || r.low(*t) == "and" && r.low(*t - 1) != ",";
        let next = t + 1 + usize::from(r.low(*t) != "and" && r.low(*t + 1) == "and");
        // the words up to the next subject only lead it in: "and to that end", "and in this regard"
        let lead = r.in_lexicon("Adverb", next) || is_preposition(r.low(next)) || next >= tokens.end;
        joint && lead && tokens.end - next.min(tokens.end) <= 6
    });
    and.filter(|and| *and > tokens.start + 3)
}

/// Where "and we will" goes on.
fn again(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<usize> {
    let mut places = tokens.clone().take(tokens.len().saturating_sub(3));
    places
        .find(|t| {
            matches!(r.low(*t), "and" | ";" | ",") && r.low(*t + 1) == "we" && matches!(r.low(*t + 2), "will" | "shall")
        })
        .map(|t| t + 1)
}

/// Whether a subject is the plenary that speaks.
fn said_by_itself(r: &mut Reader<'_>, subject: &Tokens<usize>, voice: &Voice) -> bool {
    let plenary = subject
        .clone()
        .take(2)
        .any(|t| r.lexicon("Issuer", t).is_some_and(|(end, c)| end == subject.end && c != "meeting"));
    plenary && {
        let who = agents(r, subject.clone(), &[]);
        !who.is_empty() && who == voice.issuers(r)
    }
}

/// Terms of reference: the whole, and one part for each item.
fn terms(r: &mut Reader<'_>, lead: &Lead, subject: &Tokens<usize>, head: Tokens<usize>, items: Tokens<usize>) {
    let lead_evidence = r.evidence(head.clone());
    let whole = act(r, lead, head.start..head.end, Some(subject.clone()), head.start);
    let index = r.add("act.terms-of-reference", Fact::Act(Box::new(whole)), vec![lead_evidence.clone()]);
    for part in split_parts(r, items) {
        let (marker, text) = marker(r, part.clone());
        let mut made = act(r, lead, text.clone(), Some(subject.clone()), part.start);
        made.position = marker;
        made.part_of = Some(index);
        r.add("act.terms-item", Fact::Act(Box::new(made)), vec![r.evidence(part), lead_evidence.clone()]);
    }
}

/// The modal verb of the main clause.
fn main_modal(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<usize> {
    let mut relative = false;
    for t in tokens.clone().take(40) {
        let word = r.low(t);
        if is_relative(word) && t > tokens.start {
            relative = true;
        }
        if is_modal(word) && t > tokens.start {
            return (!relative).then_some(t);
        }
        if matches!(word, "was" | "were" | "is" | "are" | "has" | "had" | "have") && !relative {
            return None;
        }
        if word == "," {
            relative = false;
        }
    }
    None
}

/// Acts of others that a sentence reports with "as … by".
pub(super) fn reported(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if !matches!(r.low(t), "as") {
            continue;
        }
        let Some((end, concept, _)) = speech_verb(r, t + 1) else { continue };
        if r.low(end) != "by" {
            continue;
        }
        // "adopted the agenda as proposed by the host": only which agenda
        if concept == "recommend" && t > 0 && r.low(t - 1) != "," {
            continue;
        }
        let sentence = r.sentence(t);
        let mut stop = end + 1;
        while stop < sentence.end
            && !matches!(r.low(stop), "," | ";" | "." | ":" | "and")
            && r.a.tokens[stop].kind != TokenKind::Punctuation
        {
            stop += 1;
        }
        let agent_end = (end + 1..stop).find(|i| matches!(r.low(*i), "at" | "in" | "on")).unwrap_or(stop);
        let agent = end + 1..agent_end;
        if !is_agent(r, &agent) {
            continue;
        }
        let issuers = agents(r, agent, &[]);
        let at = r
            .mentions_in(end..sentence.end)
            .find(|m| m.tokens.start <= stop && matches!(m.id, EntityId::Meeting { .. }))
            .cloned();
        let stop = at.as_ref().map_or(stop, |m| m.tokens.end.max(stop));
        let verb = r.text(t + 1..end).to_lowercase();
        let lead = Lead {
            issuers,
            at: at.map(|m| m.id),
            act: Some((verb, concept.to_owned())),
            that: false,
            conditions: Vec::new(),
            addressee: None,
        };
        let mut made = act(r, &lead, sentence.start..t, None, t);
        // what was ordered stands before "as directed by", or behind it where that opens the sentence
        made.text = if t > sentence.start {
            r.text(sentence.start..trim(r, sentence.start, t))
        } else {
            let from = if r.low(stop) == "," { stop + 1 } else { stop };
            r.text(from..trim(r, from, sentence.end))
        };
        if let (Some(main), "direct" | "decide") = (r.main_meeting(), concept) {
            let named = r.mentions_in(sentence.start..t).any(|m| m.id == main);
            if named {
                made.calls_for.push(main);
            }
        }
        let evidence = vec![r.evidence(t..stop), r.sentence_evidence(t)];
        r.add("act.reported-by", Fact::Act(Box::new(made)), evidence);
    }
}
