//! Meetings of organs that adopt what the document prints: "Resolution adopted by the Council at its tenth session on D",
//! and whose "its tenth session" is.

use std::ops::Range as Tokens;

use super::meeting_attributes::{Attributes, complete};
use super::meeting_mentions::MeetingMention;
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::sentence_case;
use crate::annotate::NameKind;
use crate::assertion::{EntityId, Status};
use crate::slug::slug;

/// Tokens in which the head of a document says who adopted it.
const HEAD: usize = 120;

/// The organ that adopted the document, by its words "adopted by the …": its tokens and its key.
pub(super) fn adopting(r: &Reader<'_>) -> Option<(Tokens<usize>, String)> {
    (0..r.a.tokens.len().min(HEAD)).find_map(|t| {
        let verb = r.low(t) == "adopted" && r.low(t + 1) == "by";
        let text = (t.saturating_sub(6)..t).any(|w| r.in_lexicon("WorkNoun", w)) || r.is_capital(t);
        organ_at(r, if r.low(t + 2) == "the" { t + 3 } else { t + 2 }).filter(|_| verb && text)
    })
}

/// "The Conference of the Parties to the Convention on Noise," as a paragraph, with "Recalling …" below it: the key of
/// the organ that speaks.
pub(super) fn speaking(r: &Reader<'_>) -> Option<String> {
    let early = r.block_of(HEAD.min(r.a.tokens.len().saturating_sub(1)));
    (0..=early).find_map(|block| {
        let line = r.block_tokens(block);
        let comma =
            line.end.checked_sub(1).filter(|t| line.len() > 2 && r.low(*t) == "," && r.low(line.start) == "the")?;
        let below = (block + 1..r.a.document.blocks.len()).map(|b| r.block_tokens(b)).find(|t| !t.is_empty())?;
        let recalls = r.in_lexicon("SpeechGerund", below.start) || r.low(below.start).ends_with("ing");
        let (organ, key) = organ_at(r, line.start + 1).filter(|_| recalls)?;
        if organ.end == comma {
            return Some(key);
        }
        // "to the Convention on Noise"
        let parties = r.lexicon("MeetingNoun", organ.start).is_some() && r.low(organ.end) == "to";
        parties.then(|| slug(&r.text(organ.start..comma)))
    })
}

/// A known organisation, an organ of the United Nations, or capitalised words that end with the noun of a body.
fn organ_at(r: &Reader<'_>, at: usize) -> Option<(Tokens<usize>, String)> {
    // "Peace and Security Council": no name begins inside of another
    if at > 1 && r.low(at - 1) == "and" && r.is_capital(at - 2) && r.is_capital(at) && r.a.name_over(at - 2).is_none() {
        return None;
    }
    if let Some(name) = r.a.name_at(at).filter(|n| n.kind == NameKind::Organisation) {
        return Some((name.tokens.clone(), name.key.clone()));
    }
    if let Some((end, organ @ ("general-assembly" | "security-council"))) =
        r.lexicon("Issuer", at).filter(|_| of_united_nations(r, at))
    {
        return Some((at..end, format!("un-{organ}"))).filter(|_| r.is_capital(at));
    }
    let end = (at..at + 8).take_while(|t| r.is_capital(*t) || matches!(r.low(*t), "of" | "on" | "for" | "and" | "the"));
    let end = end.filter(|t| r.is_capital(*t)).last()? + 1;
    // "the Commission": the one that the text has named in full
    if r.lexicon("BodyNoun", at).is_some_and(|(noun, _)| noun == end) {
        let words = end - at;
        let full = (0..at).rev().filter(|t| {
            let named = matches!(r.low(t + words), "on" | "of" | "for")
                || *t > 0 && r.is_capital(t - 1) && !super::words::is_determiner(r.low(t - 1));
            (0..words).all(|i| r.low(t + i) == r.low(at + i)) && named
        });
        let mut named = full.filter_map(|mut full| {
            while full > 0
                && r.is_capital(full - 1)
                && r.is_word(full - 1)
                && !super::words::is_determiner(r.low(full - 1))
            {
                full -= 1;
            }
            organ_at(r, full).filter(|(organ, _)| organ.len() > 1).map(|(_, key)| key)
        });
        let last = named.next()?;
        // the one whose document it is rather than another that was named last
        let key = if last == r.process { last } else { named.find(|key| *key == r.process).unwrap_or(last) };
        return Some((at..end, key));
    }
    // "Conference of the Parties", "Conference of Ministers of Ports" at its next session
    let sits = || r.low(end) == "," && r.low(end + 1) == "at" && r.low(end + 2) == "its";
    let parties = r.lexicon("MeetingNoun", at).is_some_and(|(e, _)| e > at + 2 && (e == end || e < end && sits()));
    let organ = |kind: &str| kind == "committee" || kind.ends_with("-group") || kind == "group";
    let body = parties || (at..end).any(|t| r.lexicon("BodyNoun", t).is_some_and(|(e, kind)| e <= end && organ(kind)));
    (body && r.is_capital(at)).then(|| (at..end, slug(&r.text(at..end))))
}

/// Whether "the General Assembly" is that of the United Nations: another organisation at the head of the text has its own.
pub(super) fn of_united_nations(r: &Reader<'_>, at: usize) -> bool {
    let own = |t: usize| {
        let noun = r.in_lexicon("OrgNoun", t) || r.in_lexicon("BodyNoun", t);
        noun && r.is_capital(t) && r.a.name_over(t).is_none_or(|n| n.key != "un" && !n.key.starts_with("un-"))
    };
    // "LAKE UNION" above "GENERAL ASSEMBLY"
    let first =
        (0..r.a.tokens.len().min(HEAD)).find(|t| r.lexicon("Issuer", *t).is_some_and(|(_, c)| c == "general-assembly"));
    let titled = r.low(at) == "general" && first.is_some_and(|first| (0..first.min(40)).any(own));
    !titled || r.a.names.iter().take_while(|n| Some(n.tokens.start) < first).any(|n| n.key == "un")
}

/// The organ whose name ends right before a token ("General Assembly resolution"): its name and key.
pub(super) fn organ_before(r: &Reader<'_>, at: usize) -> Option<(String, String)> {
    let from = r.sentence(at).start.max(at.saturating_sub(10));
    (from..at)
        .filter(|t| !r.in_lexicon("SpeechVerb", *t))
        .find_map(|t| organ_at(r, t).filter(|(organ, _)| organ.end == at))
        .map(|(organ, key)| (r.text(organ), key))
}

/// The organ named at a token, its article skipped: its name and key.
pub(super) fn organ_behind(r: &Reader<'_>, at: usize) -> Option<(String, String)> {
    let at = if r.low(at) == "the" { at + 1 } else { at };
    organ_at(r, at).map(|(organ, key)| (r.text(organ), key))
}

/// "the Commission, at its eighth session": whose session it is.
pub(super) fn owner(r: &Reader<'_>, mention: &MeetingMention) -> Option<(Tokens<usize>, String)> {
    let its = mention.tokens.start.checked_sub(1).filter(|t| matches!(r.low(*t), "its" | "their"))?;
    if mention.ordinals.is_empty() || mention.series.is_some() || mention.unknown_series.is_some() {
        return None;
    }
    // "asked the Group to report to their eighth session": that of those who asked
    if r.low(its) == "their" {
        return None;
    }
    let sentence = r.sentence(its);
    let clause = (sentence.start..its).rev().find(|t| r.low(*t) == ";").map_or(sentence.start, |t| t + 1);
    // "The Council established the Lake Group at its fifth session": the subject holds it
    let subject = clause + usize::from(r.low(clause) == "the");
    let own = organ_at(r, subject).filter(|(organ, _)| {
        let next = organ.end;
        next < its
            && (r.in_lexicon("SpeechPast", next)
                || crate::annotate::is_verb_past(r.low(next))
                || r.low(next).ends_with("ed"))
    });
    if own.is_some() {
        return own;
    }
    (clause.max(its.saturating_sub(16))..its)
        .rev()
        .filter(|t| {
            let the = super::words::is_determiner(r.low(t.saturating_sub(1)));
            *t == sentence.start || (the || !r.is_capital(*t - 1)) && !matches!(r.low(*t - 1), "of" | "on" | "for")
        })
        .find_map(|t| organ_at(r, t))
        // "Decides to consider the matter at its ninth session", in a resolution
        .or_else(|| {
            let verb = (sentence.start..sentence.end.min(sentence.start + 3)).any(|t| r.in_lexicon("SpeechPresent", t));
            speaking(r).filter(|_| verb).map(|key| (its..its + 1, key))
        })
}

/// "at its seventy-third session", in what its seventy-first session adopted: a session to come.
fn to_come(r: &mut Reader<'_>, key: &str) {
    let session = |t: &usize| r.lexicon("MeetingNoun", *t).is_some() && r.low(*t) == "session";
    let head = (1..r.a.tokens.len().min(HEAD)).find(session);
    let Some(now) = head.and_then(|t| r.a.number_ending(t)).map(|n| n.value) else { return };
    for meeting in r.meetings.iter_mut().filter(|m| m.series.as_deref() == Some(key)) {
        if meeting.ordinal.is_some_and(|o| o > now) && meeting.attributes.dates.is_empty() {
            meeting.status = Status::Planned;
        }
    }
}

/// The meeting at which the head says that the document was adopted; made where the head does not name it.
pub(super) fn read(r: &mut Reader<'_>) {
    let Some((organ, key)) = adopting(r) else { return };
    to_come(r, &key);
    let sentence = r.sentence(organ.start);
    let block = r.block_tokens(r.block_of(organ.start));
    let named = r.meetings.iter().position(|m| {
        m.mentions.iter().any(|t| organ.end <= t.start && t.start < organ.end + 8 && !m.attributes.dates.is_empty())
    });
    if let Some(named) = named {
        r.meetings[named].series = Some(key);
        r.meetings[named].status = Status::Done;
        r.main = Some(named);
        return;
    }
    let date = r.a.dates.iter().find(|d| {
        organ.end <= d.tokens.start && (sentence.contains(&d.tokens.start) || block.contains(&d.tokens.start))
    });
    let Some(date) = date.filter(|d| d.start.day.is_some()) else { return };
    let when = complete(r, date);
    let name = sentence_case(&r.text(organ.clone()));
    r.meetings.push(Meeting {
        id: EntityId::Meeting { process: String::new(), slug: String::new() },
        kind: "conference".to_owned(),
        ordinal: None,
        series: Some(key),
        label: format!("{name}, {}", r.text(when.tokens.clone())),
        status: Status::Done,
        mentions: vec![organ],
        attributes: Attributes { dates: vec![when], ..Attributes::default() },
        topic: None,
        proper: true,
        words: Vec::new(),
    });
    r.main = Some(r.meetings.len() - 1);
}
