//! Speech verbs and their subjects: a sentence is cut into the acts that it reports.

use std::ops::Range as Tokens;

use super::expressions::expression;
use super::reader::Reader;
use super::subject::{antecedent, opening_subject, present_subject, silent_subject, subject_before, takes_base};
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
    // "Ministers resolved": what is a participle in a preamble ("Resolved to act,") is a finite verb in running text
    .max_by_key(|(end, _, form)| (*end, (*form == Form::Gerund) == r.is_capital(token)))
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
    // "To adopt the plan and to instruct the Secretariat": one more thing that is done
    if form == Form::Base
        && group > tokens.start + 1
        && r.low(group - 1) == "to"
        && matches!(r.low(group - 2), "and" | "," | ";")
        && tokens.start > 0
        && r.low(tokens.start - 1) == "to"
        && found.last().is_some_and(|c| c.form == Form::Base && !super::complement::is_directive(&c.concept))
    {
        return Some(clause(None, group, false));
    }
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
    // "welcomed the plan, while stressing that"
    if form == Form::Gerund && matches!(before, "while" | "whilst") && found.last().is_some_and(|c| !c.reported) {
        return Some(clause(None, group, false));
    }
    // "Experts concluded the meeting, calling for more data": what they said in doing so
    if form == Form::Gerund
        && before == ","
        && found.iter().all(|c| r.in_lexicon("HeadlineVerb", c.verb.start))
        && let Some(subject) = silent_subject(r, tokens)
        && ["HeadlineVerb", "MeetVerb"].iter().any(|lexicon| r.in_lexicon(lexicon, subject.end))
    {
        return Some(Clause { start: group, ..clause(Some(subject), group, false) });
    }
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
    // "Also present were": what stands in front of "were" is no verb
    if form == Form::Base && is_auxiliary(r.low(verb.end)) {
        return None;
    }
    // "Fiji and Tonga, both invited, were unable to come"
    let aside = (tokens.start.max(group.saturating_sub(1))..verb.start).any(|t| r.low(t) == ",");
    if form == Form::Past && aside && r.low(verb.end) == "," && is_auxiliary(r.low(verb.end + 1)) {
        return None;
    }
    let participle = matches!(r.low(verb.end), "by" | "at" | "in") && form == Form::Past && verb.len() == 1
        // "the Secretariat, entrusted to the Centre,"
        || before == "," && concept == "direct" && form == Form::Past && matches!(r.low(verb.end), "to" | "with");
    // "that the Council, on 4 June 2011, had decided": the subject stands before the aside
    if before == ","
        && let Some(open) = (tokens.start.max(group.saturating_sub(11))..group - 1).rev().find(|t| r.low(*t) == ",")
        && (is_preposition(r.low(open + 1)) || super::words::is_participle(r.low(open + 1)))
        && !(open + 1..group).any(|t| speech_verb(r, t).is_some())
        && let Some(subject) = subject_before(r, tokens.start, open)
    {
        let start = subject.start;
        let nested = had && !found.is_empty() || embedded(r, tokens.start, found, start);
        return Some(clause(Some(subject), start, nested));
    }
    // "Opening the workshop, the Minister of Ports, Mr Leka, recalled"
    if before == ","
        && found.is_empty()
        && !participle
        && matches!(form, Form::Past | Form::Present)
        && let Some(person) = r.mentions.ending(group - 1).find(|m| matches!(m.id, EntityId::Person(_)))
        && person.tokens.start >= tokens.start
        && r.is_capital(tokens.start)
        && r.low(tokens.start).ends_with("ing")
        && !matches!(r.low(tokens.start), "following" | "regarding" | "concerning" | "during")
        && !is_preposition(r.low(tokens.start + 1))
        && !(tokens.start + 1..person.tokens.start).any(|t| r.low(t) == "," && is_preposition(r.low(t + 1)))
    {
        return Some(clause(Some(person.tokens.clone()), person.tokens.start, had));
    }
    // "In Suva, the chair of the panel, Ms Vea, proposed": the person behind the post
    if before == ","
        && found.is_empty()
        && !participle
        && matches!(form, Form::Past | Form::Present)
        && let Some(person) = super::subject::behind_post(r, tokens.start, group - 1)
    {
        let start = person.start;
        return Some(clause(Some(person), start, had));
    }
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
        if before == "and"
            && !participle
            && parent.is_none()
            && let Some(subject) = match form {
                Form::Past => silent_subject(r, tokens),
                Form::Present => present_subject(r, tokens),
                _ => None,
            }
        {
            let start = subject.start;
            return Some(Clause { start: group, ..clause(Some(subject), start, false) });
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
    // "the Board's mandate": a noun
    if form == Form::Base && (!takes_base(r, &subject) || matches!(before, "'s" | "'")) {
        return None;
    }
    // "to make good on what they have promised": a thing, and not said here
    if subject.start > tokens.start && r.low(subject.start - 1) == "what" && !found.is_empty() {
        return None;
    }
    let inner = group > tokens.start && embedded(r, tokens.start, found, subject.start);
    // "recommended that States adopt a plan": what States are to do, nobody has said yet
    if inner && form == Form::Base && found.last().is_some_and(|outer| super::complement::is_directive(&outer.concept))
    {
        return None;
    }
    let nested = had && !found.is_empty() || inner;
    let start = subject.start;
    Some(clause(Some(subject), start, nested))
}

/// Whether a subject stands in a clause that another one contains: behind the "that" of an act, "in which", "while".
fn embedded(r: &Reader<'_>, from: usize, found: &[Clause], start: usize) -> bool {
    let mut t = start;
    while t > found.last().map_or(from, |outer| outer.verb.end)
        && is_determiner(r.low(t - 1))
        && !is_relative(r.low(t - 1))
    {
        t -= 1;
    }
    if t <= from {
        return false;
    }
    let before = r.low(t - 1);
    // "While the Board has asked for more": what opens with such a word is not what the sentence says
    let aside = matches!(before, "while" | "whilst" | "although" | "though" | "whereas" | "because" | "since" | "as");
    if aside && (t - 1 == from || r.low(t - 2) == ",") {
        return true;
    }
    if !matches!(before, "that" | "which" | "where" | "whereby" | "when" | "whom") {
        return false;
    }
    // "Deeply disturbed that the Board had agreed", "The Chair said that the Board had agreed"; "that Board agreed" is none
    !found.is_empty() || t - 1 > from && r.low(t - 2) != ","
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
        end = end.max(clauses[index].verb.end);
        clauses[index].end = if inner { end } else { before_other(r, clauses[index].verb.end, end) };
    }
}

/// "Fiji pledged to run a course, and the Lake Commission made 75,000 euros available": what another one did is no part of
/// what the first one said.
fn before_other(r: &Reader<'_>, from: usize, end: usize) -> usize {
    let opens =
        |t: usize| matches!(r.low(t), "that" | "which" | "who" | "how" | "whether" | "where" | "when" | ":" | "(");
    let other = |t: &usize| {
        // "to entrust the Office with the study; to this end, Peru shall contribute"
        let semicolon = r.low(*t) == ";";
        let opening =
            r.lexicon("Adverb", t + 1).filter(|(end, _)| semicolon && r.low(*end) == ",").map(|(end, _)| end + 1);
        let and = matches!(r.low(t + 1), "and" | "while" | "whereas") || opening.is_some();
        let first = opening.unwrap_or(t + 2);
        let who = first + usize::from(r.low(first) == "the");
        let named = r
            .mentions
            .starting(who)
            .filter(|m| matches!(m.id, EntityId::State(_) | EntityId::Organisation(_) | EntityId::Body { .. }));
        let next = named.map(|m| m.tokens.end).max().unwrap_or(who);
        let did = crate::annotate::is_verb_past(r.low(next))
            || r.low(next).ends_with("ed")
            || matches!(r.low(next), "will" | "would" | "has" | "had" | "shall");
        (r.low(*t) == "," || semicolon) && and && next > who && did
    };
    (from..end).take_while(|t| !opens(*t)).find(other).unwrap_or(end)
}
