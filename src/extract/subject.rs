//! Who a clause is about: the noun phrase of an agent in front of a verb.

use std::ops::Range as Tokens;

use super::clause::{Form, speech_verb};
use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, is_preposition};
use crate::assertion::EntityId;

/// "the Committee, which": the agent for which a relative pronoun stands, named right in front of it.
pub(super) fn antecedent(r: &Reader<'_>, from: usize, pronoun: usize) -> Option<Tokens<usize>> {
    let end = if pronoun > from && r.low(pronoun - 1) == "," { pronoun - 1 } else { pronoun };
    let speaks = |id: &EntityId| !matches!(id, EntityId::Work { .. } | EntityId::Place(_) | EntityId::State(_));
    // "the Organization (ORG), which"
    let open = (from.max(end.saturating_sub(5))..end).rfind(|t| r.low(*t) == "(").filter(|_| r.low(end - 1) == ")");
    let end = open.unwrap_or(end);
    let near = r.mentions.ending(end).filter(|m| m.tokens.start >= from && speaks(&m.id));
    let near = near.max_by_key(|m| m.tokens.len()).map(|m| m.tokens.clone());
    // "a meeting of experts held in Suva in May 2011, which"
    let held = |m: &&super::reader::Mention| {
        let rest = m.tokens.end..end;
        let told = |t: usize| {
            matches!(r.low(t), "held" | "in" | "at" | "on" | "from" | "to" | ",")
                || r.a.dates_near(t..t + 1).iter().any(|date| date.tokens.contains(&t))
                || r.mention_over(t).is_some_and(|m| matches!(m.id, EntityId::Place(_) | EntityId::State(_)))
                || r.a.name_over(t).is_some()
        };
        matches!(m.id, EntityId::Meeting { .. })
            && m.tokens.start >= from
            && m.tokens.end <= end
            && rest.into_iter().all(told)
    };
    let meeting = || r.mentions.near(from.max(end.saturating_sub(16))..end).rfind(held).map(|m| m.tokens.clone());
    near.or_else(meeting)
}

/// "In Suva, the chair of the panel, Ms Vea,": the person between commas behind what she is, where the comma closes at `end`.
pub(super) fn behind_post(r: &Reader<'_>, from: usize, end: usize) -> Option<Tokens<usize>> {
    let person = |m: &&super::reader::Mention| matches!(m.id, EntityId::Person(_)) && m.tokens.start >= from;
    let person = r.mentions.ending(end).filter(person).max_by_key(|m| m.tokens.len())?.tokens.clone();
    // the name may have been read together with the post in front of it
    let whole = person.clone().any(|t| r.low(t) == ",");
    let before = from..person.start - usize::from(person.start > from && is_determiner(r.low(person.start - 1)));
    let circumstance = before.len() > 1
        && is_preposition(r.low(from))
        && r.low(before.end - 1) == ","
        && !(from..before.end - 1).any(|t| r.low(t) == "," || speech_verb(r, t).is_some());
    if whole && (before.is_empty() || circumstance) {
        return Some(person);
    }
    let comma = (from..person.start).rfind(|t| r.low(*t) == ",").filter(|comma| person.start - comma <= 3)?;
    let open = (from..comma).rfind(|t| r.low(*t) == ",").map_or(from, |open| open + 1);
    let post = ["Post", "CapacityNoun", "ProcessPost", "NationalPost"];
    let head = open + usize::from(r.low(open) == "the");
    let led = open == from || is_preposition(r.low(from)) && !(from..open - 1).any(|t| r.low(t) == ",");
    // what stands in front is nobody's act: "thanked the Minister, Ms Vea,"
    let plain = !(from..comma).any(|t| speech_verb(r, t).is_some_and(|(.., form)| form == Form::Past));
    let named = head > open && (head..comma.min(head + 4)).any(|t| post.iter().any(|l| r.in_lexicon(l, t)));
    (named && led && plain).then_some(person)
}

/// Plural subjects take the base form: "we note", "Ministers welcome", not "the meeting note".
pub(super) fn takes_base(r: &Reader<'_>, subject: &Tokens<usize>) -> bool {
    let last = r.low(subject.end - 1);
    // "The Presidents and the Vice President congratulate"
    let joined = subject.clone().skip(1).any(|t| r.low(t) == "and" && is_determiner(r.low(t + 1)))
        && r.in_lexicon("Issuer", subject.start + usize::from(is_determiner(r.low(subject.start))));
    joined
        || subject.clone().any(|t| matches!(r.low(t), "we" | "they"))
        || (last.ends_with('s') && (subject.clone().any(|t| r.in_lexicon("Issuer", t))))
}

/// An agent at the start of the stretch, closed by a comma before `limit`.
pub(super) fn opening_subject(r: &Reader<'_>, tokens: &Tokens<usize>, limit: usize) -> Option<Tokens<usize>> {
    let comma = (tokens.start..limit).find(|t| r.low(*t) == ",")?;
    let subject = tokens.start..comma;
    (is_agent(r, &subject) && subject.len() <= 24).then_some(subject)
}

/// "The Meeting did not agree on it and decided to": the agent that opens the sentence, in front of a verb that says nothing.
pub(super) fn silent_subject(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Tokens<usize>> {
    // "India abstained and asked": behind an agent hardly anything else ends like this
    let past = |t: usize| r.low(t).ends_with("ed") && !r.in_lexicon("AgentTail", t) && !r.is_capital(t);
    let finite = |t: usize| is_auxiliary(r.low(t)) || past(t) || crate::annotate::is_verb_past(r.low(t));
    (tokens.start + 1..tokens.end.min(tokens.start + 12))
        .find(|t| finite(*t) && is_agent(r, &(tokens.start..*t)))
        .map(|t| tokens.start..t)
}

/// "The Council hands over the chair and decides to": the same in the present, where one organ opens the sentence.
pub(super) fn present_subject(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Tokens<usize>> {
    let noun = tokens.start + usize::from(r.low(tokens.start) == "the");
    let (end, _) =
        r.lexicon("Issuer", noun).filter(|(end, _)| noun > tokens.start && !r.low(*end - 1).ends_with('s'))?;
    let noun = ["Issuer", "GroupNoun", "Post"].iter().any(|l| r.in_lexicon(l, end));
    let verb = r.is_word(end) && !r.is_capital(end) && r.low(end).ends_with('s') && !noun;
    (verb && is_agent(r, &(tokens.start..end))).then_some(tokens.start..end)
}

/// The noun phrase of an agent that ends in front of a verb.
pub(super) fn subject_before(r: &Reader<'_>, from: usize, verb: usize) -> Option<Tokens<usize>> {
    let mut depth = 0_usize;
    let mut start = verb;
    let mut and: Option<usize> = None;
    while start > from {
        let word = r.low(start - 1);
        match word {
            ")" => depth += 1,
            "(" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            "," | ";" | ":" | "that" | "which" | "who" | "while" | "whilst" | "whether" | "but" | "." => break,
            "and" if and.is_none() => and = Some(start),
            _ => {}
        }
        start -= 1;
        if verb - start > 45 {
            break;
        }
    }
    // "as the Conference had directed"
    if start < verb && r.low(start) == "as" {
        start += 1;
    }
    // "**Data.** The Fund recommended": the signs of a heading in bold
    while start < verb && r.low(start).chars().all(|c| c == '*') {
        start += 1;
    }
    let wide = start..verb;
    // "At the end of the day we", "Today they": nothing but the pronoun speaks
    if verb > from && matches!(r.low(verb - 1), "we" | "they") && and.is_none() {
        return Some(verb - 1..verb);
    }
    if !wide.is_empty() && is_agent(r, &wide) {
        return Some(enumeration(r, from, start)..verb);
    }
    if let Some(narrow) = and.map(|and| and..verb)
        && !narrow.is_empty()
        && is_agent(r, &narrow)
    {
        return Some(narrow);
    }
    // "In her closing remarks the Chair thanked": what opens the sentence is no part of the subject
    if start < verb && is_preposition(r.low(start)) {
        let the = (start + 2..verb).rev().take(6).find(|t| r.low(*t) == "the" && is_agent(r, &(*t..verb)));
        let free = the.filter(|t| !is_preposition(r.low(t - 1)) && !matches!(r.low(t - 1), "and" | "or" | ","));
        if let Some(the) = free {
            return Some(the..verb);
        }
        // "After an exchange of views members agreed"
        let bare = (start + 2..verb).rev().take(3).find(|t| {
            let many = r.lexicon("Issuer", *t).is_some_and(|(end, _)| end == verb) && r.low(verb - 1).ends_with('s');
            let before = r.low(t - 1);
            let noun = r.is_word(t - 1) && !is_preposition(before) && !is_determiner(before);
            many && noun && !matches!(before, "and" | "or" | "," | "all")
        });
        if let Some(bare) = bare {
            return Some(bare..verb);
        }
    }
    // "all delegations who took part", "those who had come": the noun in front of the relative clause speaks
    if start > from && matches!(r.low(start - 1), "who" | "that") && !wide.is_empty() {
        let mut first = start - 1;
        while first > from && start - first <= 6 && (r.is_word(first - 1) && !is_preposition(r.low(first - 1))) {
            first -= 1;
        }
        let head = first..start - 1;
        return (!head.is_empty() && is_agent(r, &head)).then_some(head);
    }
    None
}

/// "A, B and C pledged": the start of a list of names whose last ones stand behind a comma.
fn enumeration(r: &Reader<'_>, from: usize, start: usize) -> usize {
    let mut first = start;
    while first > from + 1 && r.low(first - 1) == "," {
        let before = r.mentions.ending(first - 1).filter(|m| {
            m.tokens.start >= from
                && matches!(m.id, EntityId::State(_) | EntityId::Organisation(_) | EntityId::Body { .. })
        });
        let Some(name) = before.min_by_key(|m| m.tokens.start) else { break };
        first = name.tokens.start;
    }
    // "Ministers from A, B and C agreed": the list only tells which Ministers
    if first < start && first > from + 1 && matches!(r.low(first - 1), "from" | "representing") {
        let whose = (from..first - 1).find(|t| r.lexicon("Issuer", *t).is_some_and(|(end, _)| end == first - 1));
        return whose.unwrap_or(start);
    }
    // "The representatives of A, B and C agreed"
    if first < start && first > from && r.low(first - 1) == "of" {
        let people = |t: usize| r.lexicon("Delegate", t).is_some_and(|(end, _)| end == first - 1);
        let head = (from.max(first.saturating_sub(8))..first - 1).find(|t| people(*t));
        let head = head.map(|t| if t > from && is_determiner(r.low(t - 1)) { t - 1 } else { t });
        if let Some(head) = head.filter(|head| *head == from || matches!(r.low(head - 1), "," | ";" | "and" | "while"))
        {
            return head;
        }
    }
    // only a list that opens the clause: "in Fiji, Japan and Tonga pledged" is none
    let opens = first == from || matches!(r.low(first - 1), ";" | "while" | ":" | "which" | "whom" | "where");
    if opens { first } else { start }
}

/// Whether a phrase names somebody who can speak: its head is an issuer, a pronoun, a name or a body.
pub(super) fn is_agent(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    // "those present", "everyone"
    if r.lexicon("Issuer", tokens.start).is_some_and(|(end, _)| end == tokens.end) {
        return true;
    }
    let mut t = quantified(r, tokens);
    while t < tokens.end && (is_determiner(r.low(t)) || r.a.number_at(t).is_some_and(|n| n.tokens.len() == 1)) {
        t += 1;
    }
    if t >= tokens.end {
        return tokens.len() == 1
            && matches!(r.low(tokens.start), "others" | "those" | "all" | "most" | "some" | "many" | "several");
    }
    // "Many of them"
    if r.low(t) == "them" && t > tokens.start {
        return false;
    }
    // "Opening the workshop" tells what somebody does
    if r.low(t).ends_with("ing") && r.low(t) != "meeting" && t + 1 < tokens.end && is_determiner(r.low(t + 1)) {
        return false;
    }
    if matches!(r.low(t), "they" | "we" | "he" | "she" | "i" | "it" | "others") {
        return tokens.end == t + 1;
    }
    if super::agents::side(r, &(t..tokens.end)).is_some() {
        return true;
    }
    // "Requests the Secretary-General": what is said to somebody
    // and "Urges States", "Invites donors": a verb in the third person is no part of a name
    let said = |(end, _, form): (usize, &str, Form)| {
        end < tokens.end && (is_determiner(r.low(end)) || form == Form::Present && !r.in_lexicon("BodyNoun", t))
    };
    if speech_verb(r, t).is_some_and(said) {
        return false;
    }
    // "Establish a Task Force"
    let does =
        ["SetUpVerb", "DecisionVerb"].iter().any(|l| r.lexicon(l, t).is_some_and(|(end, _)| is_determiner(r.low(end))));
    if does && tokens.len() > 2 {
        return false;
    }
    let mention = r
        .mentions
        .starting(t)
        .filter(|m| !matches!(m.id, EntityId::Work { .. } | EntityId::Place(_)))
        .max_by_key(|m| m.tokens.len());
    let head_end = match mention {
        Some(mention) => mention.tokens.end,
        None => {
            let limit = tokens.end.min(t + 5);
            let limit = if r.is_capital(t) { limit } else { coordinated(r, t, tokens.end).max(limit) };
            let Some(at) = (t..limit)
                .take_while(|i| !is_preposition(r.low(*i)))
                .find(|i| r.in_lexicon("Issuer", *i) || r.in_lexicon("GroupNoun", *i))
            else {
                return false;
            };
            r.lexicon("Issuer", at).or_else(|| r.lexicon("GroupNoun", at)).map_or(at + 1, |(e, _)| e)
        }
    };
    // what follows the head may be a chain of prepositions, names and coordination, but no verb
    let rest = head_end.min(tokens.end)..tokens.end;
    let verbs = rest.clone().any(|i| {
        // "the Board drew up a plan and Ministers" are two subjects
        let past = crate::annotate::is_verb_past(r.low(i)) && is_determiner(r.low(i + 1));
        // "the Secretariat to circulate the list of late": who is to do something
        // "the parties concerned"
        if r.in_lexicon("AgentTail", i) && (i + 1 == tokens.end || r.low(i + 1) == ",") {
            return false;
        }
        let infinitive = r.low(i) == "to" && r.in_lexicon("BaseVerb", i + 1) && !r.is_capital(i + 1);
        infinitive
            || past
            || is_auxiliary(r.low(i))
            || speech_verb(r, i).is_some_and(|(_, _, f)| f != Form::Base) && !r.is_capital(i)
    });
    let links = rest.is_empty()
        || is_preposition(r.low(rest.start))
        || matches!(r.low(rest.start), "and" | "or" | "/" | "(" | "'" | "'s")
        || r.in_lexicon("AgentTail", rest.start)
        || names_alone(r, rest.clone())
        || rest.clone().any(|i| r.in_lexicon("Issuer", i) || r.in_lexicon("GroupNoun", i) || r.in_lexicon("Post", i));
    !verbs && links
}

/// "a number of ministers", "most of the delegations": where the noun begins.
pub(super) fn quantified(r: &Reader<'_>, tokens: &Tokens<usize>) -> usize {
    r.lexicon("QuantityOf", tokens.start).map(|(end, _)| end).filter(|end| *end < tokens.end).unwrap_or(tokens.start)
}

/// "source, transit and destination countries": one past the noun that the words in front of it describe together.
fn coordinated(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    while t < limit && r.is_word(t) && !is_preposition(r.low(t)) {
        let joint = match r.low(t + 1) {
            "," if r.low(t + 2) == "and" => 3,
            "," | "and" | "or" => 2,
            _ => return if t > from { limit.min(t + 3) } else { from },
        };
        t += joint;
    }
    from
}

/// ", the Sudan and Yemen": nothing but more names behind the first one.
fn names_alone(r: &Reader<'_>, rest: Tokens<usize>) -> bool {
    let named =
        |t: usize| r.mention_over(t).is_some_and(|m| !matches!(m.id, EntityId::Work { .. } | EntityId::Place(_)));
    let link = |t: usize| matches!(r.low(t), "," | "and" | "or" | "(" | ")") || is_determiner(r.low(t));
    r.low(rest.start) == "," && rest.clone().any(named) && rest.clone().all(|t| named(t) || link(t))
}
