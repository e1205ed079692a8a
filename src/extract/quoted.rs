//! What a person asks for between quotation marks ("We urge all owners to report," she said), and what is told of the person
//! behind them ("…," said Mr Leka, who thanked the hosts).

use std::ops::Range as Tokens;

use super::act_details::emit;
use super::clause::{Opening, clauses};
use super::complement::{before_infinitive, is_directive, read as complement};
use super::reader::{Mention, Reader};
use super::voice::Voice;
use crate::assertion::EntityId;

/// Tokens at most between the closing mark and who said it.
const NEAR: usize = 10;

/// Reads a sentence that begins or goes on between quotation marks.
pub(super) fn read(r: &mut Reader<'_>, tokens: &Tokens<usize>, voice: &mut Voice) {
    let quote = |t: &usize| matches!(r.low(*t), "\"" | "\u{201c}" | "\u{201d}");
    let opens = quote(&tokens.start);
    let Some(close) = tokens.clone().skip(1).find(quote) else { return };
    let person = named_behind(r, close + 1..tokens.end);
    let speaker = person.as_ref().map(|m| m.id.clone()).or_else(|| pronoun(r, close + 1, tokens.end, voice));
    let Some(speaker) = speaker else { return };
    let at = r.main_meeting();
    if opens {
        let said = tokens.start + 1..close;
        let asks = clauses(r, said.clone(), Opening::Subject).into_iter().find(|c| {
            let own = c.subject.as_ref().is_some_and(|s| s.len() == 1 && matches!(r.low(s.start), "we" | "i"));
            own && c.start == said.start && is_directive(&c.concept) && c.passive.is_none()
        });
        if let Some(clause) = asks {
            let parsed = complement(r, &clause);
            if before_infinitive(r, &parsed.text).is_some_and(|who| !r.low(who.start).ends_with("selves")) {
                emit(r, &clause, parsed, vec![speaker.clone()], at.clone(), &[]);
            }
        }
    }
    let Some(person) = person else { return };
    for clause in clauses(r, person.tokens.start..tokens.end, Opening::Subject) {
        let who = clause.subject.as_ref().is_some_and(|s| *s == person.tokens) && clause.reported;
        let told = matches!(clause.concept.as_str(), "narrate" | "announce");
        if who && !told {
            let parsed = complement(r, &clause);
            emit(r, &clause, parsed, vec![speaker.clone()], at.clone(), &[]);
        }
    }
}

/// "…," said Mr Leka, "…," the Minister, Mr Leka, said.
fn named_behind(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Mention> {
    let near = tokens.start..tokens.end.min(tokens.start + NEAR);
    let person = r.mentions.near(near.clone()).find(|m| {
        matches!(m.id, EntityId::Person(_)) && near.contains(&m.tokens.start) && m.tokens.end <= tokens.end
    })?;
    let said =
        near.clone().any(|t| r.in_lexicon("SayVerb", t) && (t < person.tokens.start || t <= person.tokens.end + 1));
    said.then(|| person.clone())
}

/// "…," she added: the person of whom the block said last that she said something, else who spoke before.
fn pronoun(r: &Reader<'_>, at: usize, limit: usize, voice: &Voice) -> Option<EntityId> {
    let she = matches!(r.low(at), "she" | "he") && at + 1 < limit;
    if !she || !r.in_lexicon("SayVerb", at + 1) && r.low(at + 1) != "added" {
        return None;
    }
    let block = r.block_tokens(r.block_of(at));
    let person = |m: &&Mention| {
        let said =
            r.in_lexicon("SayVerb", m.tokens.end) || m.tokens.start > 0 && r.in_lexicon("SayVerb", m.tokens.start - 1);
        matches!(m.id, EntityId::Person(_)) && m.tokens.start >= block.start && said
    };
    let last = r.mentions.near(block.start..at).rfind(person);
    // somebody else who is named behind that may be meant as well
    let other = |last: &&Mention| {
        let mut behind = r.mentions.near(last.tokens.end..at);
        !behind.any(|m| matches!(m.id, EntityId::Person(_)) && m.tokens.start >= last.tokens.end && m.id != last.id)
    };
    last.filter(other).map(|m| m.id.clone()).or_else(|| voice.person.clone().filter(|_| last.is_none()))
}
