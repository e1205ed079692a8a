//! Decisions that a text tells without a verb of speech: "The mandate of the panel was extended until 2015", and the points
//! on which those who speak agreed, counted out one after the other ("First, …. Secondly, …").

use std::ops::Range as Tokens;

use super::act_details::act;
use super::bodies::is_plenary;
use super::complement::trim;
use super::lead::Lead;
use super::new_bodies::noun_start;
use super::reader::Reader;
use super::voice::Voice;
use super::words::is_determiner;
use crate::assertion::{EntityId, Fact};
use crate::document::BlockKind;

/// "The mandate of the panel was (not) extended until 2015": a decision of those who meet, where nobody else is named and
/// the words do not tell when it was, which would be before.
pub(super) fn read(r: &mut Reader<'_>, tokens: Tokens<usize>, voice: &Voice) {
    let prose = r.block(r.block_of(tokens.start)).kind == BlockKind::Paragraph;
    if !prose || r.main_meeting().is_none() {
        return;
    }
    let noun = tokens.start + usize::from(is_determiner(r.low(tokens.start)));
    let Some((of, _)) = r.lexicon("MandateOfBody", noun).filter(|(end, _)| r.low(*end) == "of") else { return };
    let start = noun_start(r, of + 1, tokens.end);
    let body = |m: &&super::reader::Mention| matches!(m.id, EntityId::Body { .. });
    let named = r.mentions.starting(start).filter(body).max_by_key(|m| m.tokens.len()).cloned();
    let Some(named) = named.filter(|named| !is_plenary(r, &named.id)) else { return };
    let mut at = named.tokens.end;
    if r.low(at) == "(" {
        at = (at..tokens.end).find(|t| r.low(*t) == ")").map_or(at, |close| close + 1);
    }
    if !matches!(r.low(at), "was" | "were") {
        return;
    }
    at += 1;
    while at < tokens.end && (r.low(at) == "not" || r.in_lexicon("Adverb", at)) {
        at += 1;
    }
    let Some((end, _)) = r.lexicon("MandateChange", at).filter(|(end, _)| *end <= tokens.end) else { return };
    let now = end >= tokens.end
        || matches!(r.low(end), "." | "," | ";" | "until" | "till" | "for" | "to" | "and" | "accordingly")
        || r.low(end) == "by" && r.a.number_at(end + 1).is_some();
    // what was to last until a year before the meeting was decided at another one
    let year = r.main.and_then(|m| r.meetings[m].attributes.dates.first().and_then(|date| date.start.year));
    let last =
        r.a.dates_near(end..tokens.end)
            .iter()
            .filter_map(|date| date.end.and_then(|end| end.year).or(date.start.year))
            .max();
    let past = year.zip(last).is_some_and(|(year, last)| last < year);
    if !now || past {
        return;
    }
    let verb = r.text(at..end).to_lowercase();
    let issuers = voice.issuers(r);
    let lead = Lead { act: Some((verb, "decide".to_owned())), ..Lead::of(issuers, voice.at.clone()) };
    let stop = trim(r, tokens.start, tokens.end);
    let made = act(r, &lead, tokens.start..stop, Some(named.tokens), tokens.start);
    let evidence = vec![r.evidence(tokens.start..stop)];
    r.add("act.told-change", Fact::Act(Box::new(made)), evidence);
}

/// "First,", "Secondly,": what stands behind it, where a sentence counts.
pub(super) fn counted(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<usize> {
    let (end, _) = r.lexicon("PointOrdinal", tokens.start)?;
    // "First, we will": they promise it
    let own = matches!(r.low(end + 1), "we" | "they" | "i" | "it");
    (r.low(end) == "," && end + 2 < tokens.end && !own).then_some(end + 1)
}
