//! Speech verbs and their subjects: a sentence is cut into the acts that it reports.

use std::ops::Range as Tokens;

use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, is_preposition, is_pronoun, is_relative};
use crate::assertion::EntityId;

/// One act in a sentence: a speech verb with its subject and the clause it governs.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// Tokens of the subject, or `None` where it is inherited.
    pub(super) subject: Option<Tokens<usize>>,
    /// The speech verb with its preposition ("called on").
    pub(super) verb: Tokens<usize>,
    /// Concept that the lexicon gives the verb.
    pub(super) concept: String,
    /// First token of the act's own words.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// Form of the verb: a verb joined to it has the same.
    pub(super) form: Form,
    /// Told inside another act, or with "had": somebody's act that the document reports.
    pub(super) reported: bool,
    /// Who speaks, where the verb stands in the passive.
    pub(super) passive: Option<Passive>,
}

/// A speech verb in the passive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passive {
    /// "by Ministers"; without it the meeting speaks.
    pub(super) by: Option<Tokens<usize>>,
    /// "the Secretariat was asked", "the report was adopted"; `None` for "it was agreed".
    pub(super) of: Option<Tokens<usize>>,
}

/// Form of a speech verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Past,
    Present,
    Base,
    Gerund,
}

/// The speech verb at a token, the longest entry of all forms.
pub(super) fn speech_verb<'a>(r: &Reader<'a>, token: usize) -> Option<(usize, &'a str, Form)> {
    if let Some(found) = expression(r, token) {
        return Some(found);
    }
    [
        ("SpeechPast", Form::Past),
        ("SpeechPresent", Form::Present),
        ("SpeechBase", Form::Base),
        ("SpeechGerund", Form::Gerund),
    ]
    .into_iter()
    .filter_map(|(lexicon, form)| r.lexicon(lexicon, token).map(|(end, concept)| (end, concept, form)))
    .max_by_key(|(end, ..)| *end)
}

/// "expressed their warm appreciation for": the noun behind "express" tells what is expressed.
fn expression<'a>(r: &Reader<'a>, token: usize) -> Option<(usize, &'a str, Form)> {
    let form = match r.low(token) {
        "expressed" | "voiced" | "conveyed" => Form::Past,
        "expresses" | "voices" | "conveys" => Form::Present,
        "express" | "voice" | "convey" => Form::Base,
        "expressing" | "voicing" | "conveying" => Form::Gerund,
        _ => return None,
    };
    (token + 1..token + 6).find_map(|t| r.lexicon("Expressed", t)).map(|(end, concept)| (end, concept, form))
}

/// How the first verb of a stretch finds its subject where none stands in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A sentence of its own: it needs a subject.
    Subject,
    /// An item or a paragraph whose subject stands in the line that leads it in.
    Verb,
}

/// The acts of a stretch of tokens, in order.
pub(super) fn clauses(r: &Reader<'_>, tokens: Tokens<usize>, opening: Opening) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    let mut t = tokens.start;
    while t < tokens.end {
        if let Some(clause) = super::passive::impersonal(r, &tokens, t) {
            t = clause.verb.end;
            found.push(clause);
            continue;
        }
        let Some((end, concept, form)) = speech_verb(r, t) else {
            t += 1;
            continue;
        };
        if let Some(clause) = clause_at(r, &tokens, t..end, concept, form, &found, opening) {
            found.push(clause);
            t = end;
        } else {
            t += 1;
        }
    }
    close(r, &mut found, tokens.end);
    found
}

fn clause_at(
    r: &Reader<'_>,
    tokens: &Tokens<usize>,
    verb: Tokens<usize>,
    concept: &str,
    form: Form,
    found: &[Clause],
    opening: Opening,
) -> Option<Clause> {
    let mut group = verb.start;
    let mut had = false;
    while group > tokens.start {
        let before = r.low(group - 1);
        let adverb = (tokens.start.max(group.saturating_sub(3))..group)
            .find(|t| r.lexicon("Adverb", *t).is_some_and(|(e, _)| e == group));
        if let Some(at) = adverb {
            group = at;
        } else if matches!(
            before,
            "had" | "has" | "have" | "also" | "further" | "then" | "did" | "each" | "all" | "both"
        ) {
            had |= matches!(before, "had");
            group -= 1;
        } else {
            break;
        }
    }
    let clause = |subject: Option<Tokens<usize>>, start: usize, reported: bool| Clause {
        subject,
        verb: verb.clone(),
        concept: concept.to_owned(),
        form,
        start,
        end: tokens.end,
        reported,
        passive: None,
    };
    // "Ministers came together to acknowledge": what they met to do, they did
    if form == Form::Base && group > tokens.start && r.low(group - 1) == "to" {
        let meet = (tokens.start..group - 1)
            .rev()
            .take(4)
            .find(|t| r.lexicon("GatherVerb", *t).is_some_and(|(e, _)| e == group - 1));
        // not "the matters that they wished to discuss"
        let opens =
            |s: &Tokens<usize>| s.start == tokens.start || !r.is_word(s.start - 1) || r.low(s.start - 1) == "and";
        let subject = meet.and_then(|at| subject_before(r, tokens.start, at)).filter(opens);
        // it goes on in the tense of "came together"
        return subject.map(|s| {
            let start = s.start;
            Clause { form: Form::Past, ..clause(Some(s), start, false) }
        });
    }
    // the first words of a stretch: the subject stands in its lead
    if group == tokens.start {
        return (opening == Opening::Verb).then(|| clause(None, group, false));
    }
    let before = r.low(group - 1);
    let joined_gerund = form == Form::Gerund && before == "and" && found.last().is_some_and(|c| c.form == Form::Gerund);
    if form == Form::Gerund && !joined_gerund {
        return None;
    }
    if form == Form::Past
        && let Some((start, passive)) = super::passive::passive(r, tokens, group, &verb, concept)
    {
        let reported = passive.by.is_some() && !found.is_empty();
        return Some(Clause { passive: Some(passive), ..clause(None, start, reported) });
    }
    if matches!(before, "which" | "who") && matches!(form, Form::Past | Form::Present) {
        let subject = antecedent(r, tokens.start, group - 1)?;
        return Some(clause(Some(subject), group - 1, true));
    }
    // a participle or a noun: "the agreed plan", "was requested", "as proposed"
    if is_determiner(before) && !is_pronoun(before)
        || is_preposition(before)
        || is_auxiliary(before)
        || is_relative(before)
    {
        return None;
    }
    let participle = matches!(r.low(verb.end), "by" | "at" | "in") && form == Form::Past;
    let joins = matches!(before, "," | "and" | "but" | ";" | "while") || before == "or";
    if joins {
        let parent = found.iter().rfind(|c| !c.reported).or(found.last());
        // "Ministers, recalling …, agreed": the subject stands before the parenthesis
        if before == ","
            && !participle
            && let Some(subject) = opening_subject(r, tokens, group)
            && parent.is_none_or(|p| p.reported)
        {
            let start = subject.start;
            return Some(clause(Some(subject), start, had));
        }
        let (Some(_), false) = (parent, participle) else {
            return (opening == Opening::Verb
                && !participle
                && before != ","
                && found.is_empty()
                && group <= tokens.start + 3)
                .then(|| clause(None, group, false));
        };
        // "agreed to meet and review": a verb of another form goes with another verb
        if parent.is_some_and(|c| c.form != form && c.concept != "narrate") {
            return None;
        }
        return Some(clause(None, group, false));
    }
    let subject = subject_before(r, tokens.start, group)?;
    if form == Form::Base && !takes_base(r, &subject) {
        return None;
    }
    let nested = had && !found.is_empty() || group > tokens.start && embedded(r, found, subject.start);
    let start = subject.start;
    Some(clause(Some(subject), start, nested))
}

/// "the Committee, which": the agent for which a relative pronoun stands, named right in front of it.
fn antecedent(r: &Reader<'_>, from: usize, pronoun: usize) -> Option<Tokens<usize>> {
    let end = if pronoun > from && r.low(pronoun - 1) == "," { pronoun - 1 } else { pronoun };
    let speaks = |id: &EntityId| !matches!(id, EntityId::Work { .. } | EntityId::Place(_) | EntityId::State(_));
    let near = r.mentions.ending(end).filter(|m| m.tokens.start >= from && speaks(&m.id));
    near.max_by_key(|m| m.tokens.len()).map(|m| m.tokens.clone())
}

/// Whether a subject stands right behind the "that" of another act.
fn embedded(r: &Reader<'_>, found: &[Clause], start: usize) -> bool {
    let Some(outer) = found.last() else { return false };
    let mut t = start;
    while t > outer.verb.end && is_determiner(r.low(t - 1)) && r.low(t - 1) != "that" {
        t -= 1;
    }
    t > 0 && r.low(t - 1) == "that"
}

/// Plural subjects take the base form: "we note", "Ministers welcome", not "the meeting note".
fn takes_base(r: &Reader<'_>, subject: &Tokens<usize>) -> bool {
    let last = r.low(subject.end - 1);
    subject.clone().any(|t| r.low(t) == "we")
        || (last.ends_with('s') && (subject.clone().any(|t| r.in_lexicon("Issuer", t))))
}

/// An agent at the start of the stretch, closed by a comma before `limit`.
fn opening_subject(r: &Reader<'_>, tokens: &Tokens<usize>, limit: usize) -> Option<Tokens<usize>> {
    let comma = (tokens.start..limit).find(|t| r.low(*t) == ",")?;
    let subject = tokens.start..comma;
    (is_agent(r, &subject) && subject.len() <= 12).then_some(subject)
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
    // only a list that opens the clause: "in Fiji, Japan and Tonga pledged" is none
    let opens = first == from || matches!(r.low(first - 1), ";" | "while" | ":");
    if opens { first } else { start }
}

/// Whether a phrase names somebody who can speak: its head is an issuer, a pronoun, a name or a body.
pub(super) fn is_agent(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    // "those present", "everyone"
    if r.lexicon("Issuer", tokens.start).is_some_and(|(end, _)| end == tokens.end) {
        return true;
    }
    let mut t = tokens.start;
    while t < tokens.end && (is_determiner(r.low(t)) || r.a.number_at(t).is_some_and(|n| n.tokens.len() == 1)) {
        t += 1;
    }
    if t >= tokens.end {
        return tokens.len() == 1 && matches!(r.low(tokens.start), "others" | "those" | "all");
    }
    if matches!(r.low(t), "they" | "we" | "he" | "she" | "i" | "it") {
        return tokens.end == t + 1;
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
        is_auxiliary(r.low(i)) || speech_verb(r, i).is_some_and(|(_, _, f)| f != Form::Base) && !r.is_capital(i)
    });
    let links = rest.is_empty()
        || is_preposition(r.low(rest.start))
        || matches!(
            r.low(rest.start),
            "and"
                | "/"
                | "("
                | "'"
                | "'s"
                | "or"
                | "participating"
                | "involved"
                | "present"
                | "activities"
                | "mechanisms"
        )
        || rest.clone().any(|i| r.in_lexicon("Issuer", i) || r.in_lexicon("GroupNoun", i) || r.in_lexicon("Post", i));
    !verbs && links
}

/// Ends each act where the next one that it does not contain begins.
fn close(r: &Reader<'_>, clauses: &mut [Clause], limit: usize) {
    for index in 0..clauses.len() {
        let inner = clauses[index].reported;
        let next = clauses[index + 1..]
            .iter()
            .find(|c| inner || !c.reported)
            .map_or(limit, |c| if c.start < clauses[index].verb.end { c.verb.start } else { c.start });
        let mut end = next;
        while end > clauses[index].verb.end
            && matches!(r.low(end - 1), "and" | "," | ";" | "but" | "while" | "whilst")
            && next < limit
        {
            end -= 1;
        }
        clauses[index].end = end.max(clauses[index].verb.end);
    }
}
