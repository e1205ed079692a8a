//! Plenaries: who speaks for a meeting, where nobody is named or by a noun only ("Ministers", "the Board").

use super::agents::group;
use super::meeting_of::{meeting_body, names_general_assembly};
use super::reader::Reader;
use super::words::{is_determiner, sentence_case, tame_capitals};
use crate::assertion::{EntityClass, EntityId};

/// Those who issue the document, "we": the first plenary that it names, else its meeting.
pub(super) fn speakers(r: &mut Reader<'_>) -> EntityId {
    if let Some(holder) = &r.floor {
        return holder.clone();
    }
    let people = |concept: &str| {
        is_people(concept)
            || matches!(
                concept,
                "participants"
                    | "delegations"
                    | "delegates"
                    | "experts"
                    | "members"
                    | "parties"
                    | "both-sides"
                    | "co-chairs"
                    | "general-assembly"
                    | "security-council"
            )
    };
    // those who are asked do not speak: "tasked Senior Officials"
    let asked = |t: usize| {
        let at = if t > 0 && is_determiner(r.low(t - 1)) { t - 1 } else { t };
        (at.saturating_sub(3)..at).any(|v| {
            let verb = ["SpeechPast", "SpeechPresent", "SpeechBase"].iter().find_map(|l| r.lexicon(l, v));
            verb.is_some_and(|(end, _)| end == at)
        })
    };
    // "convened experts;" only speaks of them
    let some = |concept: &str| {
        matches!(concept, "participants" | "delegations" | "delegates" | "experts" | "members" | "parties")
    };
    let subject = |end: usize| {
        let verb = (end..end + 4).find(|t| !r.in_lexicon("Adverb", *t)).unwrap_or(end);
        let says = super::clause::speech_verb(r, verb).is_some() || super::words::is_auxiliary(r.low(verb));
        says || r.in_lexicon("GatherVerb", verb)
            || matches!(r.low(end), ":" | "," | "of" | "from" | "at" | "to" | "who" | "and")
    };
    let mut found = None;
    let mut t = 0;
    while t < r.a.tokens.len().min(400) && found.is_none() {
        let issuer = r.lexicon("Issuer", t);
        found = issuer.filter(|(end, c)| people(c) && !asked(t) && (!some(c) || subject(*end))).map(|_| t);
        t = issuer.map_or(t + 1, |(end, _)| end);
    }
    // where nobody is named, who meets is told by the kind of the meeting
    let kind = r.main.map(|m| r.meetings[m].kind.as_str());
    let by_kind = match kind {
        Some("ministerial-conference") => Some("ministers"),
        Some("senior-officials-meeting") => Some("senior-officials"),
        _ => None,
    };
    let concept = found.and_then(|t| r.lexicon("Issuer", t)).map(|(_, concept)| concept);
    let weak = matches!(
        concept,
        None | Some(
            "members" | "parties" | "participants" | "delegations" | "delegates" | "experts" | "senior-officials"
        )
    );
    if let Some(kind) = by_kind.filter(|_| weak) {
        return plenary_body(r, kind, 0);
    }
    // a meeting of a committee is the committee's, whoever of its members is named
    if weak
        && concept != Some("senior-officials")
        && let Some(body) = meeting_body(r)
    {
        return body;
    }
    // "ASSEMBLY OF THE LAKE STATES" above a resolution
    if found.is_none()
        && let Some((at, concept)) = super::meeting_of::heading_organ(r)
    {
        return plenary_body(r, &concept, at);
    }
    match (found, r.main_meeting()) {
        (None, Some(_)) => plenary_body(r, "meeting", 0),
        (found, _) => {
            let name = found.and_then(|t| r.lexicon("Issuer", t)).map_or("participants", |(_, concept)| concept);
            plenary_body(r, name, found.unwrap_or(0))
        }
    }
}

pub(super) fn plenary(r: &mut Reader<'_>, start: usize, limit: usize, of: Option<&EntityId>) -> Option<EntityId> {
    // the issuer noun may have adjectives before it: "participating Ministers", "all interested members"
    let at = (start..limit.min(start + 4)).find(|t| r.in_lexicon("Issuer", *t))?;
    if (start..at).any(|t| super::words::is_preposition(r.low(t))) {
        return None;
    }
    let (mut end, mut concept) = r.lexicon("Issuer", at)?;
    let mut at = at;
    // "Forum Economic Ministers" are Ministers
    if concept == "meeting" && r.is_capital(at) {
        let last = (end..limit.min(end + 3)).take_while(|t| r.is_capital(*t)).find(|t| r.in_lexicon("Issuer", *t));
        if let Some((last, (to, who))) = last.and_then(|t| Some((t, r.lexicon("Issuer", t)?))) {
            (at, end, concept) = (last, to, who);
        }
    }
    // "dialogue partners" are no dialogue
    if let Some((wider, _)) = r.lexicon("GroupNoun", at).filter(|(wider, _)| *wider > end) {
        return group(r, start..wider.min(limit));
    }
    let modified = at > start && of.is_none() && !matches!(r.low(start), "participating" | "all" | "assembled");
    if modified && !is_people(concept) && concept != "co-chairs" {
        let core = start..end;
        return group(r, core);
    }
    // "the Summit" that a Council speaks of is not its own meeting
    let other = r.low(at) == "summit" && r.main.is_some_and(|m| r.meetings[m].kind != "summit");
    if other && r.is_capital(at) {
        return Some(plenary_body(r, "summit", at));
    }
    if concept == "meeting" {
        let meeting = r.mentions.near(at..at + 1).next().map(|m| m.id.clone()).or_else(|| r.main_meeting());
        if let Some(EntityId::Meeting { .. }) = &meeting {
            return Some(plenary_body(r, "meeting", at));
        }
    }
    if concept == "we" {
        return Some(speakers(r));
    }
    if matches!(concept, "states" | "countries" | "organisations") {
        return group(r, start..end);
    }
    Some(plenary_body(r, concept, at))
}

pub(super) fn plenary_body(r: &mut Reader<'_>, concept: &str, at: usize) -> EntityId {
    let concept = if concept == "assembly" && names_general_assembly(r) { "general-assembly" } else { concept };
    let id = EntityId::Body { process: r.process.clone(), slug: concept.to_owned() };
    let kind = if concept == "co-chairs" { "co-chairs" } else { "plenary" };
    let end = r.lexicon("Issuer", at).map_or(at + 1, |(end, _)| end);
    let tokens = at..end.min(r.a.tokens.len());
    // one label in all documents, but a meeting and its chairman are called as they are printed
    let label = if matches!(concept, "meeting" | "chair" | "participating-states") && r.in_lexicon("Issuer", at) {
        tame_capitals(&sentence_case(&r.text(tokens.clone())))
    } else {
        plenary_label(concept)
    };
    let evidence = r.evidence(tokens);
    r.entity(&id, EntityClass::Body, &label, Some(kind), evidence);
    id
}

/// Whether a concept of the lexicon `Issuer` stands for people who hold a post, wherever they come from.
pub(super) fn is_people(concept: &str) -> bool {
    matches!(
        concept,
        "ministers"
            | "vice-ministers"
            | "heads-of-agency"
            | "leaders"
            | "heads-of-state-and-government"
            | "heads-of-government"
            | "senior-officials"
    )
}

/// Whether a concept of the lexicon `Issuer` names an organ smaller than the plenary of a conference.
pub(super) fn is_organ(concept: &str) -> bool {
    matches!(
        concept,
        "committee"
            | "council"
            | "commission"
            | "group"
            | "panel"
            | "board"
            | "bureau"
            | "task-force"
            | "executive-board"
    ) || ["-group", "-committee"].iter().any(|tail| concept.ends_with(tail))
}

/// How a plenary is called: "Co-Chairs", "Senior officials", "Heads of State and Government".
fn plenary_label(concept: &str) -> String {
    match concept {
        "co-chairs" => "Co-Chairs".to_owned(),
        "heads-of-government" => "Heads of Government".to_owned(),
        "heads-of-state-and-government" => "Heads of State and Government".to_owned(),
        "general-assembly" | "security-council" => tame_capitals(&concept.replace('-', " ").to_uppercase()),
        _ => sentence_case(&concept.replace('-', " ")),
    }
}
