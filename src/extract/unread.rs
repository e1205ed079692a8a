//! Sentences in which somebody says something and of which no act was read: what the rules may have missed.
//!
//! This is a list for people, so that it holds few lines: a verb of speech that looks finite, or an impersonal phrase
//! ("there was agreement"), in a sentence that no act cites. What one person alone tells is in it: acts are those of
//! meetings, bodies and participants.

use super::clause::{Form, speech_verb};
use super::reader::Reader;
use super::words::{is_auxiliary, is_determiner, is_modal, is_preposition, is_relative};
use crate::assertion::{Fact, Warning, WarningKind};
use crate::document::{BlockKind, Span};

/// Warns of each such sentence, once.
pub(super) fn warn(r: &mut Reader<'_>) {
    let mut cited: Vec<Span> = Vec::new();
    for assertion in r.out.assertions.iter().filter(|assertion| matches!(assertion.fact, Fact::Act(_))) {
        cited.extend(assertion.evidence.iter().map(|evidence| evidence.span));
    }
    cited.sort();
    let mut warnings = Vec::new();
    for sentence in &r.a.sentences {
        if matches!(r.block(sentence.block).kind, BlockKind::Heading | BlockKind::Header | BlockKind::Noise) {
            continue;
        }
        let Some(verb) = sentence.tokens.clone().find_map(|token| says(r, sentence.tokens.start, token)) else {
            continue;
        };
        let span = r.a.document.span(r.a.range(sentence.tokens.clone()));
        if !cited.iter().any(|act| act.start < span.end && span.start < act.end) {
            let message = format!("nothing was read of `{verb}`");
            warnings.push(Warning { kind: WarningKind::UnreadAct, span: Some(span), message });
        }
    }
    r.out.warnings.extend(warnings);
}

/// The verb of speech at a token with the word that it follows, if it looks finite.
fn says(r: &Reader<'_>, from: usize, token: usize) -> Option<String> {
    if let Some((end, _)) = r.lexicon("Impersonal", token) {
        return Some(r.text(token..end));
    }
    let (end, concept, form) = speech_verb(r, token)?;
    if !matches!(form, Form::Past | Form::Present) || concept == "narrate" || r.is_capital(token) {
        return None;
    }
    // "have also agreed": what stands between subject and verb
    let mut group = token;
    while group > from && (is_auxiliary(r.low(group - 1)) || is_adverb(r, group)) {
        group -= 1;
    }
    let passive = (group..token).any(|t| matches!(r.low(t), "be" | "been" | "being" | "is" | "are" | "was" | "were"));
    if passive || group == from || r.low(end) == "by" || (group..token).any(|t| is_modal(r.low(t))) {
        return None;
    }
    // "as agreed", "the proposed plan", "which recommended"
    let before = r.low(group - 1);
    if before == "as" || is_preposition(before) || is_determiner(before) || is_relative(before) || !r.is_word(group - 1)
    {
        return None;
    }
    Some(r.text(group - 1..end))
}

fn is_adverb(r: &Reader<'_>, before: usize) -> bool {
    matches!(r.low(before - 1), "also" | "not" | "all" | "both" | "then" | "further" | "jointly")
        || r.lexicon("Adverb", before - 1).is_some_and(|(end, _)| end == before)
}
