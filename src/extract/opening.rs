//! How a sentence opens: with a verb of speech whose subject stands above it, or as the line that leads acts in.

use std::ops::Range as Tokens;

use super::clause::{Clause, Form, Opening, clauses};
use super::lead::Lead;
use super::reader::Reader;
use super::subject::is_agent;
use super::voice::Voice;
use crate::assertion::EntityId;
use crate::document::BlockKind;

/// "Recalling …", "Further urges …", "HAVE DECIDED to …"; where a line above named who speaks, also "Commit to …".
pub(super) fn opens_with_verb(r: &Reader<'_>, tokens: &Tokens<usize>, open: bool) -> bool {
    let mut at = tokens.start;
    if !r.is_capital(at) {
        return false;
    }
    // "AND RESOLVE:", behind what was declared
    at += usize::from(r.a.text(at) == "AND");
    let mut perfect = false;
    let mut hereby = false;
    while let Some(end) = r.lexicon("Adverb", at).map(|(end, _)| end).or_else(|| {
        let have = matches!(r.low(at), "have" | "has" | "hereby");
        have.then_some(at + 1)
    }) {
        perfect |= matches!(r.low(at), "have" | "has");
        hereby |= r.low(at) == "hereby";
        at = end;
    }
    if at >= tokens.end {
        return false;
    }
    // "AGREE to": printed in capitals, it needs nobody in front
    let shouts = r.a.text(at).len() > 3 && r.a.text(at).chars().all(char::is_uppercase);
    // "AGREE:" as a line above what is agreed
    let alone = |form: &str| r.lexicon(form, at).is_some_and(|(end, _)| end + 1 == tokens.end && r.low(end) == ":");
    // "Agreed as follows:", below those who gathered
    let follows = open && r.in_lexicon("SpeechPast", at) && r.low(tokens.end - 1) == ":" && tokens.end - at < 8;
    // "1. Took note of the report", below "The Committee, at its sixth session,"
    let block = r.block(r.block_of(at));
    let item = block.kind == BlockKind::Item || block.number.is_some();
    let below = open && item && r.in_lexicon("SpeechPast", at) && is_imperative(r, at, "SpeechPast");
    let line = (open || shouts) && (alone("SpeechBase") || alone("SpeechPresent")) || follows;
    let base = r.in_lexicon("SpeechBase", at) && (hereby || (open || shouts) && is_imperative(r, at, "SpeechBase"));
    // in running prose "Thanks to" and "Reports of" are nouns, and "Sharing data is important" says no more than that
    let prose = !open && block.kind == BlockKind::Paragraph && block.number.is_none() && r.low(tokens.end - 1) == ".";
    r.in_lexicon("SpeechGerund", at) && !(prose && is_subject(r, at, tokens.end))
        || !prose && r.in_lexicon("SpeechPresent", at) && is_imperative(r, at, "SpeechPresent")
        || perfect && r.in_lexicon("SpeechPast", at)
        || base
        || below
        || line
}

/// "Establishes a group on finance, with the following terms of reference:": the items are for the group to do.
pub(super) fn terms_below(r: &Reader<'_>, tokens: &Tokens<usize>, voice: &Voice) -> Option<Lead> {
    tokens.clone().find(|t| r.in_lexicon("TermsNoun", *t))?;
    let body = r.mentions_in(tokens.clone()).find(|m| matches!(m.id, EntityId::Body { .. }))?.tokens.clone();
    let verb = r.text(tokens.start..tokens.start + 1).to_lowercase();
    let (issuers, at) = (voice.of_meeting().to_vec(), voice.at.clone());
    let act = Some((verb, "decide".to_owned()));
    Some(Lead { issuers, at, act, that: false, conditions: Vec::new(), addressee: Some(body) })
}

/// "The Committee on Roads, at its sixth session held in Bern,": who speaks in the numbered paragraphs below it.
pub(super) fn said_below(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Tokens<usize>> {
    let block = r.block_of(tokens.start);
    let last = tokens.end.checked_sub(1).filter(|last| matches!(r.low(*last), "," | ":"))?;
    let below = r.a.document.blocks.get(block + 1)?;
    let comma = (tokens.start + 1..last).find(|t| r.low(*t) == ",")?;
    let who = tokens.start..comma;
    let aside = super::words::is_preposition(r.low(comma + 1)) || r.in_lexicon("MeetVerb", comma + 1);
    let items = below.kind == BlockKind::Item || below.number.is_some();
    let named = r.low(who.start) == "the" && r.block_tokens(block) == *tokens && is_agent(r, &who);
    (aside && items && named && clauses(r, tokens.clone(), Opening::Subject).is_empty()).then_some(who)
}

/// "While welcoming the report, it noted": what those say besides who speak in the main clause.
pub(super) fn while_saying(r: &Reader<'_>, tokens: &Tokens<usize>, found: &[Clause]) -> Option<Clause> {
    let verb = tokens.start + 1;
    let (end, concept) =
        r.lexicon("SpeechGerund", verb).filter(|_| matches!(r.low(tokens.start), "while" | "whilst"))?;
    let (end, concept) = super::clause::speech_verb(r, verb).map_or((end, concept), |(end, concept, _)| (end, concept));
    let main = found.first().filter(|c| !c.reported && c.passive.is_none() && c.start > end)?;
    let subject = main.subject.clone()?;
    let comma = subject.start.checked_sub(1).filter(|comma| r.low(*comma) == "," && *comma > end)?;
    Some(Clause {
        subject: Some(subject),
        verb: verb..end,
        concept: concept.to_owned(),
        start: verb,
        end: comma,
        form: Form::Gerund,
        reported: false,
        passive: None,
    })
}

/// Whether a participle is the subject of the sentence that it opens: a finite verb follows in the main clause.
fn is_subject(r: &Reader<'_>, at: usize, end: usize) -> bool {
    let finite = (at..end).find(|t| matches!(r.low(*t), "is" | "are" | "was" | "were" | "will" | "would" | "has"));
    finite.is_some_and(|verb| !(at..verb).any(|t| matches!(r.low(t), "," | "that" | "which" | "who" | "how" | "what")))
}

/// "Support the Fund", not "Support for the Fund" or "Review of the plan".
fn is_imperative(r: &Reader<'_>, at: usize, form: &str) -> bool {
    let end = r.lexicon(form, at).map_or(at + 1, |(end, _)| end);
    end > at + 1 || !matches!(r.low(end), "of" | "for" | ":" | "by" | "and" | "from")
}
