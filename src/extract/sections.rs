//! What the layout says of acts: headings that hand a verb to their items, items that are headings themselves, and the
//! words of persons between quotation marks.

use std::ops::Range as Tokens;

use super::act_details::act as act_of;
use super::clause::{Form, speech_verb};
use super::complement::trim;
use super::lead::Lead;
use super::reader::Reader;
use super::subject::is_agent;
use super::voice::Voice;
use super::words::is_determiner;
use crate::assertion::{EntityId, Fact};
use crate::document::BlockKind;

/// A heading over items that need no verb: "Recommendations", "Recommendations to States".
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// What its items say.
    force: String,
    /// Who is to do it.
    to: Option<Tokens<usize>>,
}

impl Section {
    pub(super) fn lead(&self, r: &mut Reader<'_>, voice: &Voice) -> Lead {
        let issuers = voice.issuers(r);
        let act = Some((self.force.clone(), self.force.clone()));
        let at = voice.at.clone();
        Lead { issuers, at, act, that: self.to.is_none(), conditions: Vec::new(), addressee: self.to.clone() }
    }
}

/// The force of a heading, and whom it names.
pub(super) fn act_heading(r: &Reader<'_>, block: usize) -> Option<Section> {
    let tokens = r.block_tokens(block);
    let last = tokens.end - usize::from(matches!(r.low(tokens.end.saturating_sub(1)), ":" | "."));
    let (end, force) = r.lexicon("ActHeading", tokens.start)?;
    let to = Some(end..last).filter(|to| matches!(r.low(end - 1), "to" | "for") && is_agent(r, to));
    (end == last || to.is_some()).then(|| Section { force: force.to_owned(), to })
}

/// Whether a block is an item or a numbered paragraph.
pub(super) fn counts(r: &Reader<'_>, block: usize) -> bool {
    let block = r.block(block);
    block.kind == BlockKind::Item || block.kind == BlockKind::Paragraph && block.number.is_some()
}

/// "II. Legal migration" over a list of what is agreed: the item is a heading and says nothing.
pub(super) fn is_rubric(r: &Reader<'_>, block: usize) -> bool {
    let (own, tokens) = (r.block(block), r.block_tokens(block));
    let Some(next) = r.a.document.blocks.get(block + 1).filter(|_| own.kind == BlockKind::Item) else { return false };
    let lettered = |marker: &Option<String>| marker.as_ref().is_some_and(|m| m.chars().any(char::is_alphanumeric));
    let open = tokens.clone().next_back().is_none_or(|last| !matches!(r.low(last), "." | ";" | "," | ":" | "and"));
    let verb = tokens.clone().any(|t| r.low(t) == "to" || r.in_lexicon("Modal", t));
    let titled = r.is_capital(tokens.start) && !r.in_lexicon("BaseVerb", tokens.start) && tokens.len() <= 10;
    // "A. Skills", then "i. to share them"
    let capital = |marker: &Option<String>| marker.as_ref().is_some_and(|m| m.chars().any(char::is_uppercase));
    let deeper = !lettered(&next.marker) || capital(&own.marker) && !capital(&next.marker);
    next.kind == BlockKind::Item && lettered(&own.marker) && deeper && open && !verb && titled
}

/// A sentence without the asterisks of a heading in bold that stand in front of it: "**Data.** The Fund".
pub(super) fn unmarked(r: &Reader<'_>, tokens: &Tokens<usize>) -> Tokens<usize> {
    let marks = tokens.clone().take_while(|t| r.low(*t).chars().all(|c| c == '*')).count();
    tokens.start + if marks < tokens.len() { marks } else { 0 }..tokens.end
}

/// "The Committee:" speaks in the items below it, also where lines with their subjects stand between ("on finance"): whether a block is
/// one of them.
pub(super) fn under_topics(r: &Reader<'_>, block: usize) -> bool {
    /// Tokens at most of a line with a subject.
    const LINE: usize = 9;
    let tokens = r.block_tokens(block);
    let item = |b: usize| r.a.document.blocks.get(b).is_some_and(|next| next.kind == BlockKind::Item);
    let line =
        tokens.len() <= LINE && tokens.clone().next_back().is_none_or(|t| !matches!(r.low(t), "." | ";" | ":" | ","));
    item(block) || line && item(block + 1) && !super::attendance::has_verb(r, tokens)
}

/// "welcomed the report;", "(b) also urged members to pay": a verb of speech opens an item.
pub(super) fn opens_said(r: &Reader<'_>, block: usize) -> bool {
    let first = r.block_tokens(block).start;
    let first = r.lexicon("Adverb", first).map_or(first, |(end, _)| end);
    ["SpeechPast", "SpeechPresent"].iter().any(|l| r.in_lexicon(l, first))
}

/// Which sentences of a block are the words of a person between quotation marks ("We must act," the Minister said).
pub(super) fn told_by_persons(r: &Reader<'_>, sentences: &[Tokens<usize>]) -> Vec<bool> {
    let mut open = false;
    let quote = |t: usize| matches!(r.low(t), "\"" | "\u{201c}" | "\u{201d}");
    let told = |tokens: &Tokens<usize>| {
        let begins = open || quote(tokens.start);
        let marks: Vec<usize> = tokens.clone().filter(|t| quote(*t)).collect();
        let from = usize::from(!open);
        let closing = marks.get(from).copied();
        open ^= marks.len() % 2 == 1;
        // a title between quotation marks is closed inside of the sentence
        let speech = closing.is_none_or(|c| c + 1 >= tokens.end || matches!(r.low(c - 1), "," | "." | "!" | "?" | ";"));
        let plenary = closing.is_some_and(|c| (c + 1..tokens.end.min(c + 6)).any(|t| r.in_lexicon("Issuer", t)));
        // a statement that is printed between quotation marks: "The Council welcomes the plan."
        let first = tokens.start + usize::from(quote(tokens.start));
        let first = first + usize::from(r.low(first) == "the");
        let organ = |m: &super::reader::Mention| matches!(m.id, EntityId::Organisation(_) | EntityId::Body { .. });
        let issuer = r.lexicon("Issuer", first).is_some_and(|(_, concept)| concept != "we");
        let plenary = plenary || issuer || r.mentions.starting(first).any(organ);
        begins && speech && !plenary
    };
    sentences.iter().map(told).collect()
}

/// For "they" behind the "that" of a verb that is none of speech: the subject of that verb, which opens the sentence.
pub(super) fn told_of(r: &Reader<'_>, sentence: &Tokens<usize>, subject: &Tokens<usize>) -> Option<Tokens<usize>> {
    let they = subject.len() == 1 && r.low(subject.start) == "they" && subject.start > sentence.start + 1;
    if !they || r.low(subject.start - 1) != "that" {
        return None;
    }
    let verb = subject.start - 2;
    let from = (sentence.start..verb).rev().find(|t| r.low(*t) == ",").map_or(sentence.start, |comma| comma + 1);
    let plain = !r.in_lexicon("SpeechVerb", verb) && verb > from && is_agent(r, &(from..verb));
    plain.then_some(from..verb)
}

/// The clauses of a sentence that each begin a line of the text: "Welcome the report,", "Establish a fund,".
pub(super) fn lines(r: &Reader<'_>, sentence: Tokens<usize>) -> Vec<Tokens<usize>> {
    let verb = |t: usize| {
        let speech = speech_verb(r, t).is_some_and(|(.., form)| form != Form::Past);
        r.is_capital(t) && (speech || r.in_lexicon("SetUpVerb", t) || r.in_lexicon("DecisionVerb", t))
    };
    let breaks = |t: usize| {
        let span = r.a.document.span(r.a.range(t - 1..t + 1));
        r.a.document.quote(span).contains('\n')
    };
    let mut starts: Vec<usize> = (sentence.start + 1..sentence.end)
        .filter(|t| matches!(r.low(*t - 1), "," | ";") && verb(*t) && breaks(*t))
        .collect();
    starts.insert(0, sentence.start);
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(sentence.end));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// "Establish a Task Force,", "Admit Peru as an observer": below who speaks, a verb that does by itself what it says.
pub(super) fn does_itself(r: &mut Reader<'_>, tokens: &Tokens<usize>, voice: &Voice) -> bool {
    let decides = r.in_lexicon("SetUpVerb", tokens.start) || r.in_lexicon("DecisionVerb", tokens.start);
    let block = r.block(r.block_of(tokens.start));
    let item = block.kind == BlockKind::Item || block.number.is_some() || matches!(r.low(tokens.end - 1), "," | ";");
    let verb_end = ["SetUpVerb", "DecisionVerb"]
        .iter()
        .find_map(|l| r.lexicon(l, tokens.start))
        .map_or(tokens.start + 1, |(end, _)| end);
    // "Establishes a working group", "Extended the mandate of the panel": in another form it needs its object right behind
    let base =
        !r.low(tokens.start).ends_with("ed") && !r.low(tokens.start).ends_with('s') || is_determiner(r.low(verb_end));
    // "Elects Ms Leka (Peru) as Chair"
    let elects = r
        .lexicon("ElectVerb", tokens.start)
        .is_some_and(|(end, _)| r.mentions.starting(end).any(|m| matches!(m.id, EntityId::Person(_))));
    let (decides, base) = (decides || elects, base || elects);
    // "Extended until 31 May 2031 the mandate of the panel"
    let until = matches!(r.low(verb_end), "until" | "till" | "to" | "by" | "for")
        && r.a.date_at(verb_end + 1).is_some_and(|date| is_determiner(r.low(date.tokens.end)));
    let base = base || until;
    // "The Ministers also: - created a Fund"
    let led = block.kind == BlockKind::Item && block.lead.is_some() && is_determiner(r.low(verb_end));
    let open = voice.open && r.is_capital(tokens.start) || led && !r.is_capital(tokens.start);
    if !open || voice.of_meeting().is_empty() || !decides || !base || !item {
        return false;
    }
    let end = trim(r, tokens.start, and_said(r, tokens).unwrap_or(tokens.end));
    let verb = r.text(tokens.start..tokens.start + 1).to_lowercase();
    let issuers = voice.of_meeting().to_vec();
    put(r, tokens.start..end, (tokens.start + 1).min(end)..end, issuers, voice, (&verb, "decide"), None);
    true
}

/// "Extends the mandate of the panel, and requests the panel to report": where what is said besides begins.
pub(super) fn and_said(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<usize> {
    let third = r.low(tokens.start).ends_with('s');
    let said = |t: &usize| {
        let verb = speech_verb(r, *t).is_some_and(|(.., form)| form == Form::Present);
        r.low(*t - 1) == "and" && r.low(*t - 2) == "," && verb && third
    };
    (tokens.start + 4..tokens.end).find(said)
}

/// "Peru: circulate the draft by May": who is to do what, in a list of next steps.
pub(super) fn assigned(r: &mut Reader<'_>, tokens: &Tokens<usize>, voice: &Voice) -> bool {
    let block = r.block(r.block_of(tokens.start));
    let item = block.kind == BlockKind::Item
        || block.number.is_some() && r.block_tokens(r.block_of(tokens.start)).start == tokens.start;
    let colon = (tokens.start + 1..tokens.end.min(tokens.start + 9)).find(|t| r.low(*t) == ":");
    let Some(colon) = colon.filter(|colon| item && is_agent(r, &(tokens.start..*colon))) else { return false };
    let first = colon + 1 + usize::from(r.low(colon + 1) == "to");
    if first + 1 >= tokens.end || !r.in_lexicon("BaseVerb", first) && !r.in_lexicon("MakeVerb", first) {
        return false;
    }
    let issuers = voice.issuers(r);
    let end = trim(r, first, tokens.end);
    put(r, tokens.start..end, first..end, issuers, voice, ("action", "direct"), Some(tokens.start..colon));
    true
}

/// Adds an act of the meeting.
fn put(
    r: &mut Reader<'_>,
    whole: Tokens<usize>,
    text: Tokens<usize>,
    issuers: Vec<EntityId>,
    voice: &Voice,
    (verb, force): (&str, &str),
    addressee: Option<Tokens<usize>>,
) {
    let act = Some((verb.to_owned(), force.to_owned()));
    let lead = Lead { issuers, at: voice.at.clone(), act, that: false, conditions: Vec::new(), addressee: None };
    let made = act_of(r, &lead, text, addressee, whole.start);
    let evidence = r.with_lead(whole);
    r.add("act.in-a-list", Fact::Act(Box::new(made)), evidence);
}
