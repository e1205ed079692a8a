//! The meetings of a document: which mentions are the same meeting, when and where it was, which one the document records.

use std::ops::Range as Tokens;

use super::gathering;
use super::main_meeting;
use super::main_twins;
use super::meeting_attributes::{Attributes, When, one_span, scan};
use super::meeting_identity;
use super::meeting_lead;
use super::meeting_lines;
use super::meeting_match::{own_words, same};
use super::meeting_mentions::{MeetingMention, find};
use super::meeting_process::process;
use super::meeting_sets;
use super::meeting_short::{self, anaphora, that_one};
use super::meeting_words::{of_its_results, share};
use super::organ_session;
use super::reader::{Mention, Reader};
use super::words::{is_preposition, tame_capitals};
use crate::annotate::PartialDate;
use crate::assertion::{EntityClass, EntityId, Status};
use crate::document::BlockKind;
use crate::slug::slug;

/// A meeting and where the document speaks of it.
#[derive(Debug, Clone)]
pub(super) struct Meeting {
    pub(super) id: EntityId,
    pub(super) kind: String,
    pub(super) ordinal: Option<u64>,
    pub(super) series: Option<String>,
    pub(super) label: String,
    pub(super) status: Status,
    /// First mention first.
    pub(super) mentions: Vec<Tokens<usize>>,
    /// Tokens of the ordinal's sentence, for its claim.
    pub(super) attributes: Attributes,
    pub(super) topic: Option<Tokens<usize>>,
    pub(super) proper: bool,
    /// What tells it from other meetings, of its fullest mention.
    pub(super) words: Vec<String>,
}

/// Finds all meetings, joins mentions of the same one, and settles their identities.
pub(super) fn read(r: &mut Reader<'_>) {
    let mentions = find(r);
    r.process = process(r, &mentions);
    let again: Vec<Attributes> = mentions.iter().filter_map(|mention| register(r, mention)).collect();
    meeting_sets::read(r, &mentions);
    gathering::read(r);
    meeting_lines::read(r);
    main_meeting::choose(r);
    main_meeting::twins(r);
    organ_session::read(r);
    main_meeting::told_of_it(r, again);
    main_meeting::own_series(r);
    main_meeting::header_fields(r);
    main_twins::same_place(r);
    main_twins::called_by_its_town(r);
    main_twins::nth_of_its_kind(r);
    main_twins::kinds_of_series(r);
    gathering::of_bodies(r);
    gathering::last_met(r);
    gathering::next_time(r);
    meeting_identity::settle(r);
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        for tokens in meeting.mentions {
            r.mentions.push(Mention { tokens, id: meeting.id.clone() });
        }
    }
    anaphora(r, &mentions);
    r.mentions.sort();
}

/// Makes a new meeting of a mention, or joins it to one that it may be.
///
/// What is said of "the meeting" is handed back: it belongs to the meeting that the document records.
fn register(r: &mut Reader<'_>, mention: &MeetingMention) -> Option<Attributes> {
    let limit = r.sentence(mention.noun.start).end;
    if meeting_lead::organises(r, mention)
        || meeting_lead::begun(r, mention)
        || meeting_lead::whose(r, mention)
        || meeting_lead::of_those_who_meet(r, mention)
    {
        return None;
    }
    let mut attributes = scan(r, mention.tokens.end, limit);
    if of_its_results(r, mention) {
        attributes.dates.clear();
    }
    // "the Work Programme of the Forum for 2009": a year for which something is planned
    let planned_for = |w: &When| w.start.month.is_none() && r.low(w.tokens.start.wrapping_sub(1)) == "for";
    if r.low(mention.tokens.end) == "for" {
        attributes.dates.retain(|w| !planned_for(w));
    }
    // "the 1999 Forum": the year is part of the name
    if let Some(year) = mention.year.filter(|_| attributes.dates.is_empty()) {
        let date = PartialDate { year: Some(year), month: None, day: None };
        let tokens = mention.tokens.start..mention.noun.start;
        attributes.dates.push(When { tokens, start: date, end: date, completed_from: None });
    }
    if !mention.plural && mention.ordinals.len() < 2 {
        one_span(r, &mut attributes);
    }
    if attributes.places.is_empty() {
        attributes.places.extend(mention.place.clone().or_else(|| meeting_lead::host_town(r, mention)));
    }
    if let Some(owner) = meeting_lead::of_meeting(r, mention) {
        owner.dates.extend(attributes.dates);
        owner.places.extend(attributes.places);
        owner.agents.extend(attributes.agents);
        return None;
    }
    if let Some(front) = meeting_lead::in_front(r, mention).filter(|_| attributes.dates.is_empty()) {
        attributes.dates = front.dates;
        if attributes.places.is_empty() {
            attributes.places = front.places;
        }
    }
    if attributes.dates.is_empty() {
        attributes.dates.extend(meeting_lead::date(r, mention, limit));
    }
    attributes.status = attributes.status.or_else(|| status_before(r, mention));
    let hosted = (mention.tokens.start.saturating_sub(2)..mention.tokens.start).any(|t| r.in_lexicon("HostVerb", t));
    if hosted {
        attributes.status.get_or_insert(Status::Done);
    }
    let located = hosted
        || !attributes.dates.is_empty()
        || !attributes.agents.is_empty()
        || !attributes.places.is_empty()
        || mention.marker.is_some() && attributes.status.is_some();
    // "a dialogue on fees", "consultations with members": talk, not yet an event that somebody holds
    let talk = !mention.proper
        && ["dialogue", "dialogues", "consultation", "consultations"].contains(&r.low(mention.noun.start));
    if talk && !located && attributes.status.is_none() {
        return None;
    }
    if founded(r, mention) && !located && attributes.status.is_none() {
        return None;
    }
    // "the first dialogue": an ordinal alone does not make a common noun a meeting of a series
    let owned = organ_session::owner(r, mention).is_some();
    let titled = r.block(r.block_of(mention.noun.start)).kind == BlockKind::Heading;
    // … but "their first meeting" is that of those who speak
    let theirs = mention.tokens.start > 0 && matches!(r.low(mention.tokens.start - 1), "their" | "our");
    let bare_ordinal = !owned
        && !theirs
        && !titled
        && !mention.proper
        && mention.series.is_none()
        && mention.unknown_series.is_none()
        && mention.topic.is_none()
        && attributes.status.is_none();
    let coming = matches!(mention.marker.as_deref(), Some("next" | "forthcoming" | "upcoming"));
    if !located && !coming && (!mention.specific || bare_ordinal) {
        return None;
    }
    let before = mention.tokens.start.checked_sub(1).map_or("", |t| r.low(t));
    let again =
        matches!(before, "the" | "this") && (mention.tokens == mention.noun || lasts(r, mention)) && !mention.plural;
    let real = matches!(attributes.status, None | Some(Status::Done));
    // "Sessions were moderated by A": those of the meeting that the document records
    let parts = mention.plural && mention.tokens == mention.noun && !attributes.agents.is_empty();
    if parts && real && attributes.dates.is_empty() && attributes.places.is_empty() {
        return Some(attributes);
    }
    if before == "that"
        && let Some(meeting) = that_one(r, mention)
    {
        meeting.mentions.push(mention.tokens.clone());
        if !meeting.attributes.places.is_empty() {
            attributes.places.clear();
        }
        meeting.attributes.add(attributes);
        return None;
    }
    // "to host its twelfth meeting, and decides that the meeting will be held in P": the one to come
    let place_or_day = !attributes.dates.is_empty() || !attributes.places.is_empty();
    if before == "the"
        && place_or_day
        && attributes.status == Some(Status::Planned)
        && let Some(meeting) = meeting_short::to_come(r, mention)
    {
        meeting.mentions.push(mention.tokens.clone());
        meeting.attributes.add(attributes);
        return None;
    }
    // "The Dialogue was chaired by A", where the paragraph has named the Partners' Dialogue: that one
    let plain = matches!(r.low(mention.noun.end - 1), "meeting" | "conference" | "session");
    if again && mention.proper && !plain && real && located {
        let (block, noun) = (r.block_of(mention.noun.start), r.text(mention.noun.clone()));
        let here = |m: &Meeting| m.label.contains(&noun) && m.mentions.iter().any(|t| r.block_of(t.start) == block);
        if let Some(index) = r.meetings.iter().rposition(here) {
            let told = &mut r.meetings[index].attributes;
            told.agents.extend(attributes.agents);
            told.places.extend(attributes.places);
            return None;
        }
    }
    if again && (attributes.dates.is_empty() || lasts(r, mention)) && real && located {
        return Some(attributes);
    }
    let generic = !mention.proper && mention.ordinals.is_empty() && !located;
    if generic && !coming && (mention.plural || mention.topic.is_none()) && attributes.status.is_none() {
        return None;
    }
    if mention.plural && mention.ordinals.is_empty() {
        distributed(r, mention, &attributes);
        return None;
    }
    let ordinals: Vec<Option<u64>> =
        if mention.ordinals.is_empty() { vec![None] } else { mention.ordinals.iter().copied().map(Some).collect() };
    let several = ordinals.len() > 1;
    for (index, ordinal) in ordinals.into_iter().enumerate() {
        let own = if several { share(&attributes, index) } else { attributes.clone() };
        join_or_add(r, mention, ordinal, own);
    }
    None
}

/// "the Joint Committee" is the Joint Committee on Trade that the text has named in full.
fn full_name(r: &Reader<'_>, name: String) -> String {
    let begins = |m: &Meeting| m.series.clone().filter(|s| s.starts_with(&format!("{name}-")));
    r.meetings.iter().find_map(begins).unwrap_or(name)
}

/// "an Infrastructure Forum": something that exists or is to be set up, and may meet some day.
fn founded(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    mention.proper
        && matches!(r.low(mention.noun.end - 1), "forum" | "dialogue")
        && mention.tokens != mention.noun
        && mention.ordinals.is_empty()
        && mention.topic.is_none()
        && mention.marker.is_none()
        && mention.year.is_none()
        && mention.place.is_none()
        && r.block(r.block_of(mention.noun.start)).kind != BlockKind::Heading
        && !(mention.tokens.start.saturating_sub(4)..mention.noun.start)
            .any(|t| r.in_lexicon("HoldGerund", t) || matches!(r.low(t), "annual" | "annually" | "inaugural"))
}

/// "the two conferences …, in February 2002 and April 2003": one meeting a date, numbered where they are all there are.
fn distributed(r: &mut Reader<'_>, mention: &MeetingMention, attributes: &Attributes) {
    let before = mention.tokens.start.checked_sub(1).map_or("", |t| r.low(t)).to_owned();
    let count = attributes.dates.len();
    if count > 1 {
        let numbered = mention.counted && (before == "the" || mention.series.is_some());
        for index in 0..count {
            let ordinal = if numbered { u64::try_from(index + 1).ok() } else { None };
            join_or_add(r, mention, ordinal, share(attributes, index));
        }
    } else if !attributes.agents.is_empty() || count == 1 || attributes.status.is_some() && mention.specific {
        join_or_add(r, mention, None, attributes.clone());
    }
}

/// "the two-day conference": how long it took is no name.
fn lasts(r: &Reader<'_>, mention: &MeetingMention) -> bool {
    mention.tokens.start + 1 == mention.noun.start
        && mention.tokens.end == mention.noun.end
        && r.low(mention.tokens.start).ends_with("-day")
}

/// The n-th of several; the only one is that of all ("the 38th and 39th Summits, on 26 October").
pub(super) fn one<T: Clone>(all: &[T], index: usize) -> Vec<T> {
    if all.len() == 1 { all.to_vec() } else { all.get(index).cloned().into_iter().collect() }
}

fn join_or_add(r: &mut Reader<'_>, mention: &MeetingMention, ordinal: Option<u64>, attributes: Attributes) {
    // "the members of the Lake Conference", in a text on a meeting of that conference: the series
    let bare = attributes.dates.is_empty() && attributes.places.is_empty() && attributes.agents.is_empty();
    let name = slug(&r.text(mention.tokens.clone()));
    let numbered = |m: &Meeting| m.ordinal.is_some() && m.series.as_deref() == Some(name.as_str());
    if bare && ordinal.is_none() && mention.proper && mention.year.is_none() && r.meetings.iter().any(numbered) {
        return;
    }
    let known = mention.series.is_some();
    let unknown = mention.unknown_series.clone().filter(|_| !known);
    if let Some(name) = unknown.clone() {
        let label = tame_capitals(&r.printed(name.clone()));
        let evidence = r.evidence(name);
        r.entity(&EntityId::Organisation(slug(&label)), EntityClass::Process, &label, None, evidence);
    }
    let words = own_words(r, mention.tokens.clone(), mention.series.as_deref());
    // a conference with a name of its own ("Coral Finance Summit") is of no series that the document is about
    let of_its_own = mention.proper
        && mention.ordinals.is_empty()
        && own_words(r, mention.tokens.start..mention.noun.start, mention.series.as_deref()).len() > 1
        && matches!(mention.kind.as_str(), "conference" | "summit" | "ministerial-conference");
    // "the World Summit on Ports", in a text of the General Assembly, is none of its sessions
    let worldwide = mention.proper
        && mention.ordinals.is_empty()
        && mention.topic.is_some()
        && (mention.tokens.start..mention.noun.end).any(|t| matches!(r.low(t), "world" | "global" | "international"));
    let of_its_own = of_its_own || worldwide && organ_session::adopting(r).is_some();
    // "the second round of negotiations on a treaty": rounds are counted for themselves
    let of_its_own = of_its_own || r.low(mention.noun.start) == "round" || r.low(mention.noun.end - 1) == "round";
    let series = mention
        .series
        .clone()
        .or_else(|| unknown.map(|name| full_name(r, slug(&r.text(name)))))
        .or_else(|| organ_session::owner(r, mention).map(|(_, key)| full_name(r, key)))
        .or_else(|| (!of_its_own).then(|| r.process.clone()));
    let own = own_words(r, mention.tokens.clone(), series.as_deref());
    let found = r.meetings.iter().position(|m| same(r, m, mention, ordinal, series.as_deref(), &own, &attributes));
    let status = match (mention.marker.as_deref(), attributes.status) {
        (Some("no"), _) => Status::Negated,
        (_, Some(status)) => status,
        (Some("next" | "forthcoming" | "upcoming" | "future" | "further"), None) => Status::Planned,
        (_, None) => Status::Done,
    };
    let label = tame_capitals(&r.text(mention.tokens.clone()));
    if let Some(index) = found {
        let meeting = &mut r.meetings[index];
        meeting.mentions.push(mention.tokens.clone());
        meeting.attributes.dates.extend(attributes.dates);
        meeting.attributes.places.extend(attributes.places);
        meeting.attributes.agents.extend(attributes.agents);
        meeting.attributes.same_place = meeting.attributes.same_place.or(attributes.same_place);
        meeting.attributes.description = meeting.attributes.description.clone().or(attributes.description);
        meeting.ordinal = meeting.ordinal.or(ordinal);
        meeting.series = meeting.series.clone().or(series);
        if words.len() > meeting.words.len() && mention.proper {
            meeting.label = label;
            meeting.words = words;
            meeting.proper = true;
        }
        meeting.topic = meeting.topic.clone().or_else(|| mention.topic.clone());
        if meeting.kind == "conference" && mention.kind != "body-meeting" {
            meeting.kind = mention.kind.clone();
        }
        return;
    }
    r.meetings.push(Meeting {
        id: EntityId::Meeting { process: String::new(), slug: String::new() },
        kind: mention.kind.clone(),
        ordinal,
        series,
        label,
        status,
        mentions: vec![mention.tokens.clone()],
        attributes,
        topic: mention.topic.clone(),
        proper: mention.proper,
        words,
    });
}

/// "would hold", "were planning to hold", "whether to hold", "willing to host" in front of a mention.
fn status_before(r: &Reader<'_>, mention: &MeetingMention) -> Option<Status> {
    let sentence = r.sentence(mention.noun.start);
    let from = mention.tokens.start.saturating_sub(8).max(sentence.start);
    // "whether to hold" says more than the "to hold" in it
    let longest = (from..mention.tokens.start)
        // "to convene the Forum for dialogue": what is convened is the Forum
        .filter_map(|t| {
            let (end, concept) = r.lexicon("MeetingPlan", t)?;
            let direct = (end..mention.tokens.start).all(|w| !is_preposition(r.low(w)));
            direct.then_some((end - t, concept))
        })
        .max_by_key(|found| found.0);
    longest.and_then(|(_, concept)| match concept {
        "planned" => Some(Status::Planned),
        "offered" => Some(Status::Offered),
        "proposed" => Some(Status::Proposed),
        "hypothetical" => Some(Status::Hypothetical),
        _ => None,
    })
}
